//! A container's place in a network, as the network lists it.

use crate::simulation::container::Place;

/// A place and whose it is.
#[derive(Debug, Clone)]
pub(in crate::simulation) struct EndpointRecord {
    /// The container's name.
    pub(in crate::simulation) name: String,
    pub(in crate::simulation) place: Place,
    /// Whether the container publishes ports.
    pub(in crate::simulation) publishes: bool,
}
