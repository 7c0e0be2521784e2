//! Network drivers and scopes, with room for the ones nobody has heard of yet.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use super::text::serde_as_text;

macro_rules! open_words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
            /// A word this version does not know, kept as it was read.
            Other(Box<str>),
        }

        impl $name {
            /// The word as engines write it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other(other.into()),
                }
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(word: &str) -> Result<Self, Infallible> {
                Ok(word.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        serde_as_text!($name);
    };
}

open_words! {
    /// What makes a network: the driver's name as engines write it, in lower case.
    ///
    /// ```
    /// use docknet::model::Driver;
    /// assert_eq!(Driver::from("nat"), Driver::Nat);
    /// assert_eq!(Driver::from("weave").as_str(), "weave");
    /// ```
    Driver {
        /// A Linux bridge.
        Bridge = "bridge",
        /// The host's own network, Linux only.
        Host = "host",
        /// Internet Connection Sharing, Windows clients.
        Ics = "ics",
        /// Host and containers only, Windows.
        Internal = "internal",
        /// A layer-3 sub-interface, Linux only.
        Ipvlan = "ipvlan",
        /// Containers on the host's LAN behind the host's own hardware address, Windows.
        L2Bridge = "l2bridge",
        /// As `l2bridge`, for Azure.
        L2Tunnel = "l2tunnel",
        /// Containers on the host's LAN with hardware addresses of their own, Linux.
        Macvlan = "macvlan",
        /// Address translation by `WinNAT`, Windows.
        Nat = "nat",
        /// No network.
        Null = "null",
        /// VXLAN between the nodes of a swarm.
        Overlay = "overlay",
        /// Containers only, Windows.
        Private = "private",
        /// Containers on the host's LAN with hardware addresses of their own, Windows.
        Transparent = "transparent",
    }
}

open_words! {
    /// How far a network reaches.
    Scope {
        /// All engines that share a store.
        Global = "global",
        /// One host.
        Local = "local",
        /// All nodes of a swarm.
        Swarm = "swarm",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_are_kept_as_they_are() {
        for word in ["bridge", "nat", "Mirrored", "plugin:latest", ""] {
            assert_eq!(Driver::from(word).as_str(), word);
            assert_eq!(serde_json::to_value(Driver::from(word)).unwrap(), word);
        }
        assert_eq!(Driver::from("NAT"), Driver::Other("NAT".into()), "engines match drivers in lower case");
    }
}
