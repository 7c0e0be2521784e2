//! One line for each capability beyond the matrix: the section of the reference, a source, and answers by host.
//!
//! W is the reference on Windows, E the one on the engine; `y` supported, `d` degraded, `n` unsupported, `?` unknown.
//! Every answer that is not unknown cites one of the sources between the bars.
//! A host is a build or a kernel with an engine, `hns` a build with a version of HNS.

use std::collections::BTreeSet;

use docknet::host::{Capability, Host, Support};

const LINES: &[(&str, &str, &str, &str)] = &[
    ("W4.9", "bridge-driver", "for-win#227|info.go", "linux=y w20348=n"),
    ("E6.1", "ics-driver", "drivers_windows.go|info.go", "linux=n w17763@18.03=y w16299@17.12=n w17763=?"),
    ("W4.9", "ipvlan-driver", "windows.go|info.go", "linux@20.10=y linux@19.03=? w17763=n"),
    ("W4.9", "macvlan-driver", "main_windows_test.go|info.go", "linux@20.10=y linux@1.12=? w26100=n"),
    ("W4.9", "several-networks-on-one-adapter", "advanced", "w14393=n w26100=n linux=?"),
    (
        "E6.3",
        "outbound-nat-on-l2bridge",
        "advanced|20.10 and before|windows.go|labels.go",
        "w14393@20.10=n w17763@18.03=d w17763@17.12=n linux=y",
    ),
    ("W4.9", "network-mtu", "11abd0742e|labels.go", "w20348=n linux=y"),
    ("E1.8", "config-only-networks", "network.go", "linux@17.06=y linux@17.05=n linux=? w20348=?"),
    (
        "E1.3",
        "duplicate-network-names",
        "FindNetwork|1.44",
        "linux@24.0=d linux@25.0=n w20348@28.2=n w17763@20.10=d linux=?",
    ),
    ("E1.6", "early-validation", "1.44|v20.10.24", "linux@25.0=y linux@24.0=n"),
    (
        "seed 22",
        "overlay",
        "3.13|3.19",
        "linux-3.13=n linux-3.16=? linux-3.19=y linux-5.15=y linux-2.6=? linux=y",
    ),
    ("E6.1", "overlay", "2016-08|swarm mode", "w14393@1.12=n w14393@1.13=d"),
    ("W4.3", "encrypted-overlay", "swarm mode|swarm networking", "w14393=n w26100=n linux=y"),
    (
        "E5.2",
        "dnsrr-with-host-publish",
        "swarmkit",
        "linux@1.12.6=n linux@1.13.0=? linux@1.13.1=y w14393@17.06=y",
    ),
    ("seed 23", "attachable-networks", "1.25", "linux@1.13=y"),
    ("seed 23", "attachable-networks", "mynet1", "linux@1.12=n"),
    (
        "E5.3",
        "services-on-predefined-networks",
        "cnmallocator",
        "linux@17.06=y linux@17.05=n w20348@24.0=y w20348@23.0=n",
    ),
    ("E5.1", "swarm-overlap-refused", "controlapi", "linux=n w20348=?"),
    ("W4.2 10", "adopted-networks-keep-labels", "25009ed5c0", "w20348@27.5=y w20348@27.4=n w20348=?"),
    ("W4.3", "prune-spares-adopted-networks", "793dd8385a", "w20348@28.3=y w20348@28.2=n"),
    ("E6.4", "hns-subnet-read-back", "libnetwork#2429", "w17763@19.03.3=y w17763@19.03.2=n"),
    ("W4.8, W7.3", "predictable-nat-prefix", "WSL#4467", "w14393=? w20348=?"),
    ("W4.7", "containers-reach-published-ports", "WinNAT", "w14393=y w26100=y linux=?"),
    ("W4.5", "host-address-in-publish", "moby#26980", "w20348=n"),
    ("W4.5", "host-address-in-publish", "publish", "linux=y"),
    ("W4.5", "host-port-range", "windows.go", "w20348=n"),
    ("W4.9", "automatic-host-port", "portallocator_windows.go", "w14393=y w26100=y"),
    ("E7.2", "sctp-publish", "1.37", "linux@18.03=y linux@17.12=n"),
    ("W4.5", "sctp-publish", "windows.go", "w20348@28.2=n"),
    ("W5.2", "port-conflict-reported", "moby#35023", "w14393=y w16299=d"),
    ("W5.4", "port-conflict-reported", "moby#41094", "w20348=y"),
    ("E6.6", "engine-checks-port-conflicts", "port_mapping.go", "w20348=d"),
    ("E3.2", "dynamic-range", "ipam", "linux=y w14393=n w26100=n"),
    ("W4.6", "auxiliary-addresses", "network.go", "linux=y w20348=n"),
    ("W4.6, W7.13", "internal-option", "architecture", "w14393=n w20348=n"),
    ("W4.9", "static-address", "advanced", "w14393=y w20348=y"),
    ("W4.6", "static-address-on-default-network", "container_operations", "linux=n w14393=y w26100=y"),
    (
        "E3.3",
        "static-address-on-automatic-subnet",
        "container_operations",
        "linux@29.1=y linux@29.0=n linux=?",
    ),
    ("W4.9", "static-address-on-automatic-subnet", "libnetwork#2429", "w20348@28.2=y"),
    ("W4.9", "static-address-on-transparent", "advanced", "w14393=d linux=?"),
    ("W4.9", "dhcp-addresses", "advanced", "w20348=d linux=?"),
    ("E3.1", "lowest-free-address", "getAddress", "linux=y"),
    ("seed 6", "lowest-free-address", "2020", "w19041=n"),
    ("E3.4", "mac-from-address", "GenerateMACFromIP", "linux@27.5=y linux@28.0=n linux=?"),
    ("E2.2", "freed-subnet-reused-at-once", "ipam", "linux@18.05=y linux@18.06=n linux@26.1=n linux@27.0=y"),
    (
        "E2.3",
        "automatic-subnets-avoid-routes",
        "netutils",
        "linux@20.10.14=y linux@20.10.15=d linux@28.2=d w20348=n",
    ),
    ("W4.6", "dns-servers", "2016-08", "w14393@1.12=n"),
    ("W4.10", "dns-servers", "for-win#397", "w14393@17.06=d"),
    ("W4.6", "dns-servers", "2017-04", "w20348@28.2=y w20348=y"),
    ("W4.6, W7.13", "dns-search", "2016-08", "w14393@1.12=n"),
    ("W4.6, W7.13", "dns-search", "windows.go", "w14393@17.06=d w20348@28.2=y"),
    ("W4.6", "dns-options", "architecture", "w14393=n w26100=n"),
    ("W4.10", "stack-dns", "moby#38905", "w17763=n w18362=?"),
    ("W4.5", "add-host", "moby#41165", "w20348=n w20348@28.2=n"),
    ("W4.6", "links", "registerLinks", "w14393=n w26100=n"),
    ("W4.6", "host-docker-internal", "moby#42289", "w20348=n linux=?"),
    ("E4.8", "names-on-default-network", "resolver", "linux=n"),
    ("W4.10", "names-on-default-network", "moby#47370", "w20348@25.0.3=n"),
    (
        "W4.10",
        "names-on-default-network",
        "container_operations_windows.go",
        "w20348@25.0.4=y w20348@24.0=y w14393=y",
    ),
    ("E6.5", "aliases-on-default-network", "container_operations", "linux=n w20348=y"),
    ("W4.10", "names-on-transparent", "drivers", "w20348=n"),
    ("E4.8", "generated-names-resolve", "moby", "linux@25.0=y linux@24.0=n w20348@28.2=y"),
    ("W4.10", "forwards-unknown-names", "moby", "w20348@27.0=y w20348@26.1=d w20348@26.0=n w20348=? linux=y"),
    ("W4.10", "fresh-names-after-failure", "moby#27499", "w14393=n w20348=n linux=?"),
    ("W4.10", "swarm-names-without-rules", "moby#37085", "w17134=d w17763=y w16299=?"),
    ("W4.5", "ipv6-option", "windows.go", "w26100=n"),
    ("E2.1", "ipv6-automatic-subnets", "moby", "linux@27.0=y linux@26.1=n linux=?"),
    ("E7.2", "ipv4-off", "1.48", "linux@28.0=y linux@27.5=n"),
    ("W4.5", "ipv4-off", "windows.go", "w20348@28.2=n"),
    ("W3.2", "older-images-in-process-isolation", "compatibility", "w14393=n w17763=n w20348=d w26100=d"),
    ("W4.11", "port-rules-can-change", "security", "hyperv20348=d process20348=y"),
    ("W4.11", "shared-namespace", "container_operations_windows.go", "hyperv20348=n"),
    ("E6.4", "connect-while-running", "advanced", "hyperv20348=n"),
    ("W4.11", "inbound-allowed-by-default", "security", "hyperv14393=y process14393=n"),
    ("W4.8", "fixed-cidr", "daemon", "w14393=d w20348=d linux=d"),
    ("E2.5", "default-address-pools", "config_unix.go", "linux@18.06=y linux@18.05=n linux=?"),
    ("W4.12", "default-address-pools", "for-win#14411", "w20348@28.2=n"),
    ("W4.12", "bip", "config_windows.go", "w20348=n"),
    ("E2.5", "bip", "daemon_unix.go", "linux=y"),
    ("W4.8", "bridge-none", "moby#29067", "w20348=y"),
    ("W4.12", "daemon-mtu", "11abd0742e", "w20348=n"),
    ("W4.12", "default-gateway", "config_windows.go", "w20348=n"),
    ("W4.12", "userland-proxy", "config_windows.go", "w20348=n"),
    ("W4.12", "iptables", "config_windows.go", "w20348=n"),
    ("W4.12", "firewall-backend", "config_windows.go", "w20348=n"),
    ("W4.12", "daemon-dns", "dockerd.md", "w20348=y linux=y"),
    ("E1.9", "default-network-options", "v24.0.9", "linux@24.0=y linux@23.0=n w20348@28.2=y"),
    ("W4.6", "ipam-driver-option", "architecture", "w14393=n w26100=n linux=?"),
    ("W4.6", "network-aliases", "2016-08", "w14393@1.12=n"),
    ("W4.6", "network-aliases", "container_operations_windows.go", "w14393@1.13=y w20348@28.2=y"),
    ("W4.6", "ipv6-address", "architecture", "w14393=n w26100=n"),
    ("E6.3", "mac-pool-option", "labels.go", "w20348@17.09=y w16299@17.07=n linux=?"),
    ("E6.3", "resolver-off-option", "labels.go", "w20348@18.03=y w17763@17.12=n linux=?"),
    ("W4.12", "exec-isolation", "config_windows.go", "w20348=y linux=?"),
    ("W2.7", "hcn-api-v2", "hcnglobals.go", "hns17763/9.1=n hns17763/9.2=y"),
    ("W2.7", "hcn-acl", "hcnglobals.go", "hns17134/7.2=y hns16299/7.1=n"),
    (
        "W2.7, W7.10",
        "hcn-acl-protocol-252",
        "hcnglobals.go",
        "w17134=n w17763=? w18362=? w19041=y hns17763/9.3=? hns17763/9.2=n hns19041/11.0=y",
    ),
    ("W2.7", "hcn-remote-subnet", "hcnglobals.go", "w17134=n w17763=d w18362=y"),
    ("W2.7", "hcn-host-route", "hcnglobals.go", "w17134=n w17763=d w18362=y"),
    (
        "W2.7",
        "hcn-dsr",
        "hcnglobals.go",
        "hns17763/9.3=y hns18362/10.0=n hns18362/10.1=n hns18362/10.2=y hns20348/13.3=y",
    ),
    (
        "W2.7",
        "hcn-slash-32",
        "hcnglobals.go",
        "w17134=n w17763=d w19041=y hns17763/9.9=y hns18362/10.3=n hns18362/10.4=y",
    ),
    ("W2.7", "hcn-vxlan-port", "hcnglobals.go", "w17763=n w18362=d w19041=y hns17763/9.5=n"),
    (
        "W2.7, W7.4",
        "hcn-dual-stack",
        "hcnglobals.go",
        "w17763=? w18362=n w19041=d w20348=y hns19041/11.10=y hns19041/11.9=n",
    ),
    ("W2.7", "hcn-set-policy", "hcnglobals.go", "w19041=n w20348=y hns20348/13.0=y"),
    ("W2.7", "hcn-nested-ip-set", "hcnglobals.go", "w20348=n w22621=y w26100=y"),
    (
        "W2.7",
        "hcn-l4-proxy",
        "hcnglobals.go",
        "w17134=n w17763=d w20348=d w26100=y hns17763/9.4=n hns17763/9.5=y hns18362/10.4=n hns19041/11.11=y hns20348/12.0=n hns20348/13.0=n hns20348/13.1=y",
    ),
    ("W2.7", "hcn-l4-wfp-proxy", "hcnglobals.go", "w19041=n w20348=d w26100=y hns20348/13.3=y"),
    ("W2.7", "hcn-tier-acl", "hcnglobals.go", "w20348=n w22621=y"),
    ("W2.7", "hcn-network-acl", "hcnglobals.go", "w20348=n w22621=y"),
    ("W2.7", "hcn-disable-host-port", "hcnglobals.go", "w20348=n w26100=y hns22621/15.0=n"),
    (
        "W2.7, W7.9",
        "hcn-modify-load-balancer",
        "hcnglobals.go",
        "hns26100/15.4=? hns26100/15.5=y hns20348/13.3=n",
    ),
    ("W2.7", "hcn-accelnet", "hcnglobals.go", "w20348=n w26100=y"),
    ("W2.8", "hcn-tier-acl", "", "w22000=?"),
    ("E7.2", "api-network-prune", "history", "linux@1.13=y linux@1.12=n linux=? w20348@28.2=y"),
    ("E7.2", "api-service-dns", "history", "linux@1.13=y linux@1.12=n"),
    ("E7.2", "api-verbose-inspect", "history", "linux@17.04=y linux@17.03=n"),
    ("E7.2", "api-scope-filter", "history", "linux@17.05=y linux@17.04=n"),
    ("E7.2", "api-ingress-network", "history", "linux@17.05=y linux@17.04=n"),
    ("E7.2", "api-data-path-address", "history", "linux@17.06=y linux@17.05=n"),
    ("E7.2", "api-inspect-scope", "history", "linux@17.07=y linux@17.06=n"),
    ("E7.2", "api-remove-prefers-id", "history", "linux@17.09=y linux@17.07=n"),
    ("E7.2", "api-swarm-address-pools", "history", "linux@18.09=y linux@18.06=n"),
    ("E7.2", "api-dangling-filter", "history", "linux@19.03=y linux@18.09=n"),
    ("E7.2", "api-data-path-port", "history", "linux@19.03=y linux@18.09=n"),
    ("E7.2", "api-address-pools-in-info", "history", "linux@20.10=y linux@19.03=n"),
    ("E7.2", "api-swarm-in-ping", "history", "linux@23.0=y linux@20.10=n"),
    ("E7.2", "api-several-endpoints-at-create", "history", "linux@25.0=y linux@24.0=n"),
    ("E7.2", "api-endpoint-mac-address", "history", "linux@25.0=y linux@24.0=n"),
    ("E7.2", "api-dns-names", "history", "linux@25.0=y linux@24.0=n"),
    ("E7.2", "api-aliases-as-sent", "history", "linux@26.0=y linux@25.0=n"),
    ("E7.2", "api-endpoint-sysctls", "history", "linux@27.0=y linux@26.1=n"),
    ("E7.2", "api-gateway-priority", "history", "linux@28.0=y linux@27.5=n"),
    ("E7.2", "api-address-use", "history", "linux@29.0=y linux@28.5=n"),
    ("E7.2", "api-mac-address-on-connect", "history", "linux@29.3=y linux@29.2=n"),
];

/// `linux-3.13`, `linux@28.2`, `w20348@28.2`, `hyperv20348`, `hns17763/9.3`.
fn host(text: &str) -> Host {
    let build = |text: &str| format!("windows-{text}").parse::<Host>().unwrap();
    if let Some(rest) = text.strip_prefix("hns") {
        let (number, version) = rest.split_once('/').unwrap();
        return build(number).with_hns(version.parse().unwrap());
    }
    if let Some(number) = text.strip_prefix("hyperv") {
        return build(number).with_isolation(docknet::host::Isolation::Hyperv);
    }
    if let Some(number) = text.strip_prefix("process") {
        return build(number).with_isolation(docknet::host::Isolation::Process);
    }
    text.strip_prefix('w').map_or_else(|| text.parse().unwrap(), build)
}

#[test]
fn every_further_capability_answers_as_its_source_says() {
    let mut wrong = Vec::new();
    for (section, slug, source, answers) in LINES {
        let capability: Capability = slug.parse().unwrap();
        for answer in answers.split(' ') {
            let (name, expected) = answer.split_once('=').unwrap();
            let verdict = host(name).can(capability);
            let found = match verdict.support {
                Support::Supported => "y",
                Support::Degraded => "d",
                Support::Unsupported => "n",
                Support::Unknown => "?",
            };
            let cited = source.to_lowercase().split('|').any(|said| {
                verdict.sources.iter().any(|cited| cited.reference.to_lowercase().contains(said))
            });
            if found != expected || !(cited || verdict.support == Support::Unknown) {
                wrong.push(format!("{section} {name} expected {expected} by {source}: {verdict}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_capability_is_left_without_a_line() {
    let here: BTreeSet<Capability> = LINES.iter().map(|(_, slug, ..)| slug.parse().unwrap()).collect();
    let matrix = super::matrix::capabilities();
    let missing: Vec<_> = Capability::ALL
        .iter()
        .filter(|capability| !here.contains(capability) && !matrix.contains(capability))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
