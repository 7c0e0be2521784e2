//! The codes of HCN and GCN (facility 0x803b), all of those Microsoft documents.

use super::code::CodeEvidence::{Documented, Reported};
use super::code::{HnsCode, HnsFact};

const DOCUMENT: &str = "MicrosoftDocs/Virtualization-Documentation HCNHResult.md";

/// A code of which the document says what it means, and nobody what causes it.
const fn plain(code: u16, name: &'static str, sentence: &'static str, meaning: &'static str) -> HnsFact {
    let (cause, cure, evidence, source) = (None, None, Documented, DOCUMENT);
    HnsFact { code: hcn(code), name, sentence, meaning, cause, cure, evidence, source }
}

/// A code users met.
const fn met(
    fact: HnsFact,
    cause: &'static str,
    cure: Option<&'static str>,
    source: &'static str,
) -> HnsFact {
    HnsFact { cause: Some(cause), cure, evidence: Reported, source, ..fact }
}

const fn hcn(code: u16) -> HnsCode {
    let [low, high] = code.to_le_bytes();
    HnsCode::new(u32::from_le_bytes([low, high, 0x3b, 0x80]))
}

#[rustfmt::skip]
pub(super) const FACTS: &[HnsFact] = &[
    met(
        plain(0x01, "HCN_E_NETWORK_NOT_FOUND", "", "there is no such network"),
        "it was removed, or vanished with a reboot, or has another identity since",
        Some("create it anew; refer to networks by name"),
        "docker/compose#11524",
    ),
    plain(0x02, "HCN_E_ENDPOINT_NOT_FOUND", "", "there is no such endpoint"),
    plain(0x03, "HCN_E_LAYER_NOT_FOUND", "", "the layer under the network is gone"),
    plain(0x04, "HCN_E_SWITCH_NOT_FOUND", "", "the virtual switch is gone"),
    plain(0x05, "HCN_E_SUBNET_NOT_FOUND", "", "the network has no subnet for this endpoint"),
    met(
        plain(0x06, "HCN_E_ADAPTER_NOT_FOUND", "An adapter was not found.", "no adapter of the host can carry the network"),
        "no adapter can be bound: overlay and transparent networks need one",
        Some("name it with the option com.docker.network.windowsshim.interface"),
        "microsoft/SDN#269, moby/moby#41094",
    ),
    plain(0x07, "HCN_E_PORT_NOT_FOUND", "The switch-port was not found.", "the port of the switch is gone"),
    plain(0x08, "HCN_E_POLICY_NOT_FOUND", "", "the policy that should be there is not"),
    plain(0x09, "HCN_E_VFP_PORTSETTING_NOT_FOUND", "", "a setting of the filtering platform of the switch is not there"),
    plain(0x0a, "HCN_E_INVALID_NETWORK", "", "the network's settings are wrong or incomplete"),
    plain(0x0b, "HCN_E_INVALID_NETWORK_TYPE", "", "there is no such type of network"),
    plain(0x0c, "HCN_E_INVALID_ENDPOINT", "", "the endpoint's settings are wrong or incomplete"),
    plain(0x0d, "HCN_E_INVALID_POLICY", "", "the policy's settings are wrong or incomplete"),
    plain(0x0e, "HCN_E_INVALID_POLICY_TYPE", "", "there is no such type of policy"),
    plain(0x0f, "HCN_E_INVALID_REMOTE_ENDPOINT_OPERATION", "", "this cannot be done to an endpoint of another host"),
    met(
        plain(0x10, "HCN_E_NETWORK_ALREADY_EXISTS", "A network with this name already exists.", "HNS has a network of that name"),
        "a network of that name is left from before; it shows at the engine's start and on overlay networks",
        Some("remove the network from HNS, or choose another name"),
        "moby/moby#40345, #33967",
    ),
    plain(0x11, "HCN_E_LAYER_ALREADY_EXISTS", "", "the layer is there already; the document repeats the sentence of the code before"),
    plain(0x12, "HCN_E_POLICY_ALREADY_EXISTS", "", "the object has such a policy"),
    met(
        plain(0x13, "HCN_E_PORT_ALREADY_EXISTS", "The specified port already exists.", "the host port is taken inside HNS"),
        "another container or service publishes it, HNS leaked it (17763), or load balancers have used up their blocks of ports",
        Some("publish another port; give load balancers direct server return"),
        "moby/moby#41094, kubernetes/kubernetes#137530",
    ),
    plain(0x14, "HCN_E_ENDPOINT_ALREADY_ATTACHED", "", "the endpoint is at the switch already"),
    met(
        plain(0x15, "HCN_E_REQUEST_UNSUPPORTED", "", "HNS does not do that"),
        "deleting a namespace; the reason is not known",
        None,
        "microsoft/Windows-Containers#485",
    ),
    plain(0x16, "HCN_E_MAPPING_NOT_SUPPORTED", "", "the network cannot publish ports"),
    plain(0x17, "HCN_E_DEGRADED_OPERATION", "", "the object is broken, and this cannot be done to it"),
    plain(0x18, "HCN_E_SHARED_SWITCH_MODIFICATION", "", "several networks share the switch, so that it cannot be changed"),
    plain(0x19, "HCN_E_GUID_CONVERSION_FAILURE", "", "a value that must be a GUID is none"),
    plain(0x1a, "HCN_E_REGKEY_FAILURE", "", "a key of the registry cannot be used"),
    plain(0x1b, "HCN_E_INVALID_JSON", "", "the request is no JSON HNS understands"),
    plain(0x1c, "HCN_E_INVALID_JSON_REFERENCE", "", "the request refers to what is not there"),
    plain(0x1d, "HCN_E_ENDPOINT_SHARING_DISABLED", "", "the endpoint may not be shared"),
    plain(0x1e, "HCN_E_INVALID_IP", "", "the address is none, or lies outside every subnet"),
    plain(0x1f, "HCN_E_SWITCH_EXTENSION_NOT_FOUND", "", "the switch does not have that extension"),
    plain(0x20, "HCN_E_MANAGER_STOPPED", "", "HNS is stopping"),
    plain(0x21, "GCN_E_MODULE_NOT_FOUND", "", "the guest lacks the module"),
    plain(0x22, "GCN_E_NO_REQUEST_HANDLERS", "", "the guest has nothing that takes the request"),
    plain(0x23, "GCN_E_REQUEST_UNSUPPORTED", "", "the guest does not do that"),
    plain(0x24, "GCN_E_RUNTIMEKEYS_FAILED", "", "runtime keys could not be added in the guest"),
    plain(0x25, "GCN_E_NETADAPTER_TIMEOUT", "", "the guest waited too long for its adapter"),
    plain(0x26, "GCN_E_NETADAPTER_NOT_FOUND", "", "the guest does not have that adapter"),
    plain(0x27, "GCN_E_NETCOMPARTMENT_NOT_FOUND", "", "the guest does not have that compartment"),
    plain(0x28, "GCN_E_NETINTERFACE_NOT_FOUND", "", "the guest does not have that interface"),
    plain(0x29, "GCN_E_DEFAULTNAMESPACE_EXISTS", "", "the guest has a default namespace"),
    met(
        plain(0x2a, "HCN_E_ICS_DISABLED", "", "SharedAccess is disabled and cannot be started"),
        "the service SharedAccess is disabled",
        Some("enable the service"),
        "microsoft/WSL#12074",
    ),
    plain(0x2b, "HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS", "", "the endpoint is in a namespace already"),
    plain(0x2c, "HCN_E_ENTITY_HAS_REFERENCES", "", "something still refers to it"),
    plain(0x2d, "HCN_E_INVALID_INTERNAL_PORT", "", "the container's port is missing or zero"),
    plain(0x2e, "HCN_E_NAMESPACE_ATTACH_FAILED", "", "the endpoint could not join the namespace"),
    met(
        plain(0x2f, "HCN_E_ADDR_INVALID_OR_RESERVED", "", "the address cannot be given away"),
        "a stale endpoint holds the address after a reboot or an update, or HNS keeps it for itself",
        Some("find the stale one with Get-HnsEndpoint and remove it with Remove-HnsEndpoint, or choose another address"),
        "moby/moby#47576, docker/for-win#13965",
    ),
    plain(0x30, "HCN_E_INVALID_PREFIX", "", "the prefix is none"),
    plain(0x31, "HCN_E_OBJECT_USED_AFTER_UNLOAD", "", "the object was torn down meanwhile"),
    plain(0x32, "HCN_E_INVALID_SUBNET", "", "the subnet's settings are wrong or incomplete"),
    plain(0x33, "HCN_E_INVALID_IP_SUBNET", "", "the settings of a block of addresses are wrong or incomplete"),
    plain(0x34, "HCN_E_ENDPOINT_NOT_ATTACHED", "", "the endpoint must be attached for this"),
    plain(0x35, "HCN_E_ENDPOINT_NOT_LOCAL", "", "the endpoint must be on this host"),
    plain(0x36, "HCN_INTERFACEPARAMETERS_ALREADY_APPLIED", "", "there can be only one InterfaceParameters policy"),
    plain(0x37, "HCN_E_VFP_NOT_ALLOWED", "", "the filtering platform of the switch is not for this type of network"),
];
