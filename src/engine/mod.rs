//! Container engines behind one set of traits, real and simulated.
//!
//! [`Engine`] is what every engine does. [`NatEngine`] adds what a Windows NAT host adds, [`OverlayEngine`] what a
//! swarm manager adds; an engine that is no manager does not implement it, so that asking it for a service is
//! refused by the compiler. Every call has a deadline and every error is a [meaning](Meaning).

mod apply;
pub mod conformance;
#[cfg(feature = "docker")]
mod docker;
mod error;
mod meaning;
mod nat;
mod overlay;
mod simulated;
mod simulated_swarm;
mod traits;

pub use apply::{Applied, ApplyError};
#[cfg(feature = "docker")]
pub use docker::{Docker, SwarmManager};
pub use error::{Answer, EngineError, Operation, Refusal};
pub use meaning::{
    AddressFamily, Around, AttachFault, Bridges, ContainerFault, DaemonFault, Explanation, FilterFault,
    GatewayFault, GrpcCode, IpamFault, Limit, Meaning, NameFault, NetworkUser, OptionFault, PortHolder,
    Reading, RequestFault, ScopeFault, ServiceFault, Standing, SwarmFault, TaskFault, Unsuitable,
    UnsuitableReason, Wording, meaning, wordings,
};
pub use nat::{NatEngine, NatOutlook, NextPrefix};
pub use overlay::{NodeSummary, OverlayEngine, ServiceId, ServiceSummary, TaskSummary};
pub use simulated::SimulatedEngine;
pub use simulated_swarm::SimulatedManager;
pub use traits::Engine;
