//! What is wrong, subject by subject: each fault with its data, its cause and its cure.

mod container;
mod daemon;
mod ipam;
mod option;
mod request;
mod scope;
mod service;
mod swarm;
mod windows;

pub use container::{ContainerFault, TaskFault};
pub use daemon::DaemonFault;
pub use ipam::{AddressFamily, GatewayFault, IpamFault};
pub use option::OptionFault;
pub use request::{FilterFault, NameFault, RequestFault};
pub use scope::{AttachFault, ScopeFault};
pub use service::{ServiceFault, Unsuitable, UnsuitableReason};
pub use swarm::{Standing, SwarmFault};
pub use windows::Limit;

/// An enum of faults: every variant with what it says, why it usually happens and what to do about it.
macro_rules! faults {
    (
        $(#[$doc:meta])*
        $name:ident {
            $(
                $variant:ident $({ $($field:ident: $kind:ty),* })? :
                    $what:literal, $why:literal, $cure:literal;
            )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        #[allow(missing_docs, clippy::doc_markdown, reason = "a variant's sentence documents it, and names its fields")]
        pub enum $name {
            $(
                #[doc = $what]
                $variant $({ $($field: $kind),* })?,
            )*
        }

        impl std::fmt::Display for $name {
            #[allow(unused_variables, reason = "not every sentence names every field")]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $( Self::$variant $({ $($field),* })? => write!(f, $what), )*
                }
            }
        }

        impl $name {
            /// The usual cause, and what to do about it.
            pub(in crate::engine::meaning) fn cause_and_cure(&self) -> (&'static str, &'static str) {
                match self {
                    $( Self::$variant { .. } => ($why, $cure), )*
                }
            }
        }
    };
}
use faults;
