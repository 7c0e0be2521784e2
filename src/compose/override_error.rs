//! Why an override file cannot say what was asked for.

use std::net::IpAddr;

use super::Place;

/// Why an override file cannot say what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OverrideError {
    /// The service has a network stack of its own choice, and docker-compose refuses networks beside it.
    #[error(
        "{place}: service {service} has network_mode, which no override can take away: edit the original"
    )]
    NetworkMode {
        /// The service.
        service: String,
        /// The value of `network_mode`.
        place: Place,
    },
    /// The service is not in that network.
    #[error(
        "{place}: service {service} is not in the network {network:?} but in {}: add it to the original",
        attached.join(", ")
    )]
    NotAttached {
        /// The service.
        service: String,
        /// Where it stands.
        place: Place,
        /// The network.
        network: String,
        /// The networks it is in.
        attached: Vec<String>,
    },
    /// Two services of the override ask for one address of one network.
    #[error(
        "{address} in {network:?} is asked for by {first} and by {second}: choose another for one of them"
    )]
    SameAddress {
        /// The address.
        address: IpAddr,
        /// The network.
        network: String,
        /// The service that asked first.
        first: String,
        /// The service that asked second.
        second: String,
    },
    /// No such network.
    #[error("{file} has no network {network:?}, only {}", known.join(", "))]
    UnknownNetwork {
        /// The original file.
        file: String,
        /// The network.
        network: String,
        /// The networks there are.
        known: Vec<String>,
    },
    /// No such service.
    #[error("{file} has no service {service:?}, only {}", known.join(", "))]
    UnknownService {
        /// The original file.
        file: String,
        /// The service.
        service: String,
        /// The services there are.
        known: Vec<String>,
    },
}
