//! The networking slice of Compose files, with the place of every value, and override files beside them.
//!
//! Read are the services with their ports, networks and replicas, and the networks with their address pools.
//! Everything else in the file is left alone. A value that cannot be read is an error that carries its
//! [`Place`]; a value that can be read and will not work on some host is not this floor's business.
//!
//! ```
//! use docknet::compose::{Environment, Project};
//!
//! let text = "
//! services:
//!   master:
//!     image: redis
//!     networks:
//!       default:
//!         ipv4_address: 10.10.10.10
//! networks:
//!   default:
//!     external:
//!       name: nat
//! ";
//! let project = Project::parse("redisha/docker-compose.yml", text, &Environment::new())?;
//! let master = project.service("master").ok_or("no master")?;
//! let address = master.networks[0].ipv4.as_ref().ok_or("no address")?;
//! assert_eq!(address.place.to_string(), "redisha/docker-compose.yml:7:23");
//! assert_eq!(master.container_name(project.name(), 1)?.as_str(), "redisha_master_1");
//! assert_eq!(project.networks()[0].engine_name(project.name())?.as_str(), "nat");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attachment;
mod context;
mod cursor;
mod dependency;
mod deploy;
mod dotenv;
pub mod edit;
mod error;
mod extends;
mod files;
mod filling;
mod include;
mod interpolate;
mod limits;
mod loader;
mod merge;
mod merge1;
mod merge2;
mod network;
mod open_mapping;
mod override_error;
mod override_file;
mod place;
mod pools;
mod ports;
mod project;
mod reading;
mod references;
mod ruler;
mod service;
mod service_reading;
mod source;
mod tool;
mod top_level;
mod tree;
mod variable;
mod written;
mod yaml;
mod yaml_error;

pub use attachment::{Attachment, NetworkMode};
pub use dependency::{Condition, Dependency, Link};
pub use deploy::{Deploy, DeployMode, UpdateOrder};
pub use error::{ComposeError, ValueError};
pub use files::{Disk, Files, Texts};
pub use interpolate::Environment;
pub use limits::Limits;
pub use network::Network;
pub use override_error::OverrideError;
pub use override_file::Override;
pub use place::{Place, Placed};
pub use pools::Pool;
pub use ports::PortMapping;
pub use project::Project;
pub use reading::Reading;
pub use service::Service;
pub use tool::Tool;
pub use tree::{Node, NodeKind};
pub use variable::Variable;
pub use yaml_error::YamlError;
