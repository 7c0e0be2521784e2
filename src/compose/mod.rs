//! The networking slice of Compose files, with the place of every value, and override files beside them.
//!
//! Read are the services with their ports, networks, names and replicas, and the networks with their address pools; the
//! rest stays in a tree ([`Project::document`]). A value that cannot be read is an error that carries its [`Place`]:
//! [`Project::parse`] and a [strict](Reading::strict) [`Reading`] stop at the first, any other [`Reading`] notes them
//! all ([`Project::faults`]) and reads on. A value that can be read and will not work on some host is not this floor's
//! business.
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
//!
//! # The YAML library
//!
//! `saphyr-parser` gives events with the place of their beginning and their end, does not recurse, builds nothing and
//! resolves nothing, so anchors, merge keys, duplicate keys and [`Limits`] are in docknet's hand: a document is refused
//! while it is read, not after it was unfolded. It reads YAML 1.2 whole (the YAML test suite is its test), has no unsafe
//! code and no dependency but one small one, and is maintained. What else there is: `serde_yaml` is archived, and like
//! its successors `serde_norway` and `serde_yaml_ng` gives values without places but for errors; `serde-saphyr` sits on
//! the same parser and gives typed values, with places only where a type asks for them, while a check needs the place
//! of what no type knows; `yaml-rust2` is what `saphyr` came from, with places of beginnings only; `libyaml` and its
//! translation `unsafe-libyaml` are YAML 1.1 and unsafe code.
//!
//! What YAML 1.1 reads otherwise is told where it matters: numbers to the base of 60 ([`PortMapping::base60`]), and
//! `yes` and `on`, which are flags here as they are to both tools.
//!
//! # Two tools
//!
//! docker-compose 1.29.2 and Compose v2 do not read alike; [`Tool`] says whose rules count:
//!
//! | | docker-compose 1 | Compose v2 |
//! |---|---|---|
//! | a network in two files | the later entry replaces the earlier one | merged key by key; of the pools the later ones |
//! | ports in two files | all, but once each by target, host port, address and the protocol as written | the same, by address, host port, target and protocol |
//! | a key with nothing in a later file | takes the earlier value away | changes nothing |
//! | several documents in one file | refused | each as a file of its own, laid over those before it |
//! | `!reset`, `!override`, `include` | unknown: a fault | read |
//! | `extends` | after the files are merged, the base from the first file; refused with `links`, `volumes_from`, `depends_on`, `network_mode: service:…` | in each file; everything is taken over |
//! | `${NAME:-default}` | up to the first `}`, taken as it is; no `+` | with variables inside; `+` too |
//! | variables are filled in | in the five sections | everywhere |
//! | `22:22` without quotes | 1342 | port 22 |
//! | services at the top level | the first version of the format, on the default bridge | a fault |
//! | `host_ip` of a port | a fault | read |
//!
//! What is known of docker-compose 1 is held against the tool itself in `tests/compose_config.rs`, on more than a
//! hundred configurations. What is known of Compose v2 is read in the code of compose-go (`override/merge.go`,
//! `override/uncity.go`, `loader/loader.go`, `loader/include.go`, `loader/reset.go`).

mod attachment;
mod context;
mod cursor;
mod dependency;
mod deploy;
mod dotenv;
pub mod edit;
mod error;
mod error_place;
mod error_words;
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
mod parts;
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
mod value_error;
mod variable;
mod written;
mod yaml;
mod yaml_error;

pub use attachment::{Attachment, NetworkMode};
pub use dependency::{Condition, Dependency, Link};
pub use deploy::{Deploy, DeployMode, UpdateOrder};
pub use error::ComposeError;
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
pub use value_error::ValueError;
pub use variable::Variable;
pub use yaml_error::YamlError;
