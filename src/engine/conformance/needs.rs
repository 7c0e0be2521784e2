//! What a scenario needs of a host, decided by values and not by whose engine it is.

use super::Subject;
use crate::host::{Capability, EngineVersion, Host, Platform, Support};
use crate::model::Driver;

/// Something without which a scenario says nothing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Need {
    /// Nobody else uses the engine.
    Alone,
    /// Networks are Linux bridges.
    Bridge,
    /// The host has this.
    Can(Capability),
}

impl Need {
    /// Why it is not there, if it is not.
    pub(super) fn missing(self, host: &Host, subject: &dyn Subject) -> Option<&'static str> {
        match self {
            Self::Alone if subject.is_alone() => None,
            Self::Alone => Some("others may use this engine, and their networks would be taken away"),
            Self::Bridge if is_linux(host) => None,
            Self::Bridge => Some("it says what Linux bridges do"),
            Self::Can(capability) => {
                let verdict = host.can(capability);
                match verdict.support {
                    Support::Supported | Support::Degraded => None,
                    Support::Unknown | Support::Unsupported => Some(verdict.reason),
                }
            }
        }
    }
}

fn is_linux(host: &Host) -> bool {
    match host.platform {
        Platform::Linux(_) => true,
        Platform::Windows(_) => false,
    }
}

/// The driver whose networks the suite makes.
pub(super) fn driver(host: &Host) -> Driver {
    if is_linux(host) { Driver::Bridge } else { Driver::Nat }
}

/// Whether overlaps are left to HNS to refuse: the windows IPAM driver books nothing.
pub(super) fn hns_refuses(host: &Host) -> bool {
    !is_linux(host)
}

/// The network that is the engine's own; there it has the name of its driver.
pub(super) fn predefined(host: &Host) -> &'static str {
    if is_linux(host) { "bridge" } else { "nat" }
}

/// Whether static addresses are given also where the engine chose the subnet: moby from 29.1, Windows always.
pub(super) fn static_on_automatic(host: &Host) -> bool {
    let since = EngineVersion::new(29, 1, 0);
    !is_linux(host) || host.engine.as_ref().is_some_and(|engine| *engine >= since)
}
