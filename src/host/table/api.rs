//! What the engine's API carries, by its version: one line a field or a call.

use super::cell::{Bounds, Cell, Condition, Hosts, Row};

const HISTORY: &str = "Docker Engine API version history (moby api/docs/CHANGELOG.md)";

/// `Capability "first version" "what it is";`
macro_rules! fields {
    ($name:ident: $($capability:ident $since:literal $what:literal;)+) => {
        rows! { $name: $($capability {
            [any] [api $since] Supported, concat!($what, ", from API ", $since, " on");
                by Documented HISTORY;
            [any] [api "1.12" until $since] Unsupported, concat!($what, ": not before API ", $since);
                by Documented HISTORY;
        })+ }
    };
}

fields! { ROWS:
    ApiNetworkPrune "1.25" "POST /networks/prune";
    ApiServiceDns "1.25" "DNSConfig of a service's containers";
    ApiVerboseInspect "1.28" "`verbose` of a network's inspect";
    ApiScopeFilter "1.29" "the filter `scope`";
    ApiIngressNetwork "1.29" "`Ingress` of a network, which can be removed and made anew";
    ApiDataPathAddress "1.30" "`DataPathAddr` of swarm init and join";
    ApiInspectScope "1.31" "`scope` of a network's inspect";
    ApiRemovePrefersId "1.32" "DELETE prefers an identity over an equal name";
    ApiSwarmAddressPools "1.39" "`DefaultAddrPool` and `SubnetSize` of swarm init";
    ApiDanglingFilter "1.40" "the filter `dangling`";
    ApiDataPathPort "1.40" "`DataPathPort` of swarm init";
    ApiAddressPoolsInInfo "1.41" "`DefaultAddressPools` of the engine's information";
    ApiSwarmInPing "1.42" "the header `Swarm` of a ping";
    ApiSeveralEndpointsAtCreate "1.44" "several `EndpointsConfig` at create";
    ApiEndpointMacAddress "1.44" "`MacAddress` of an endpoint";
    ApiDnsNames "1.44" "`DNSNames` of an endpoint";
    ApiAliasesAsSent "1.45" "`Aliases` without the short identity";
    ApiEndpointSysctls "1.46" "the driver option com.docker.network.endpoint.sysctls";
    ApiGatewayPriority "1.48" "`GwPriority` of an endpoint";
    ApiAddressUse "1.52" "`Status` of a network, with the use of its addresses";
    ApiMacAddressOnConnect "1.54" "`MacAddress` honoured on connect";
}
