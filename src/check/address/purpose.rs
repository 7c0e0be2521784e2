//! What addresses are for, by IANA's registries.

use crate::model::Subnet;

/// What the addresses of a subnet are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Written in manuals, used by nobody.
    Documentation,
    /// Chosen by hosts themselves on one link.
    LinkLocal,
    /// For private networks, or shared ones that stay inside a provider's.
    Private,
    /// Somebody's in the Internet.
    Public,
    /// Nothing on a network can have them.
    Unusable {
        /// What they are.
        what: &'static str,
    },
}

/// The registries' blocks, as far as they matter to a network of containers.
const BLOCKS: [(&str, Purpose); 22] = [
    ("0.0.0.0/8", Purpose::Unusable { what: "unspecified" }),
    ("10.0.0.0/8", Purpose::Private),
    ("100.64.0.0/10", Purpose::Private),
    ("127.0.0.0/8", Purpose::Unusable { what: "loopback" }),
    ("169.254.0.0/16", Purpose::LinkLocal),
    ("172.16.0.0/12", Purpose::Private),
    ("192.0.2.0/24", Purpose::Documentation),
    ("192.168.0.0/16", Purpose::Private),
    ("198.18.0.0/15", Purpose::Private),
    ("198.51.100.0/24", Purpose::Documentation),
    ("203.0.113.0/24", Purpose::Documentation),
    ("224.0.0.0/4", Purpose::Unusable { what: "multicast" }),
    ("240.0.0.0/4", Purpose::Unusable { what: "reserved" }),
    ("::/127", Purpose::Unusable { what: "loopback" }),
    ("2001:db8::/32", Purpose::Documentation),
    ("3fff::/20", Purpose::Documentation),
    ("64:ff9b:1::/48", Purpose::Private),
    // Providers hand out public IPv6 prefixes to be used for machines behind a router, containers included.
    ("2000::/3", Purpose::Private),
    ("fc00::/7", Purpose::Private),
    ("fe80::/10", Purpose::LinkLocal),
    ("fec0::/10", Purpose::Private),
    ("ff00::/8", Purpose::Unusable { what: "multicast" }),
];

/// The registries, read once for many subnets.
pub(super) struct Registries(Vec<(Subnet, Purpose)>);

impl Registries {
    pub(super) fn new() -> Self {
        Self(BLOCKS.iter().filter_map(|(text, purpose)| Some((text.parse().ok()?, *purpose))).collect())
    }

    /// What a subnet is for: by the first block it lies in, else by the worst it has a part of.
    pub(super) fn purpose(&self, subnet: Subnet) -> Purpose {
        let unusable = |purpose: &Purpose| matches!(purpose, Purpose::Unusable { .. });
        let around = self.0.iter().find(|(block, _)| block.covers(subnet));
        let worst = || self.0.iter().find(|(block, purpose)| unusable(purpose) && block.overlaps(subnet));
        around.or_else(worst).map_or(Purpose::Public, |(_, purpose)| *purpose)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_their_purposes() {
        let registries = Registries::new();
        let of = |text: &str| registries.purpose(text.parse().unwrap());
        for text in
            ["10.1.2.0/24", "172.31.0.0/16", "192.168.0.0/20", "100.64.0.0/24", "fd00:1::/64", "2a00:1::/64"]
        {
            assert_eq!(of(text), Purpose::Private, "{text}");
        }
        for text in ["172.32.0.0/16", "8.8.8.0/24", "192.0.0.0/8", "172.0.0.0/8", "11.0.0.0/24"] {
            assert_eq!(of(text), Purpose::Public, "{text}");
        }
        for text in ["127.0.0.0/24", "224.1.0.0/16", "0.0.0.0/24", "0.0.0.0/0", "ff05::/64"] {
            assert!(matches!(of(text), Purpose::Unusable { .. }), "{text}");
        }
        assert_eq!(of("169.254.10.0/24"), Purpose::LinkLocal);
        assert_eq!(of("2001:db8:5::/64"), Purpose::Documentation);
    }
}
