//! Containers as records: nothing runs in them.

mod books;
mod change;
mod check;
mod create;
mod find;
mod inspect;
mod list;
mod mount;
mod name;
mod network;
mod program;
mod signal;
mod spec;
mod start;
mod state;
mod stop;
mod typed;

use std::collections::BTreeMap;

use super::Moment;
use super::ports::Bound;
use crate::model::{
    Assignment, ContainerId, ContainerName, EndpointAddress, EndpointId, MacAddress, NetworkId, NetworkName,
    PublishedPort,
};
use crate::wire::request::{EndpointSettings, Structure};

pub(super) use books::Books;
pub(super) use check::LOG_DRIVERS;
pub use create::ContainerCreated;
pub use list::ListContainers;
pub(super) use mount::Mount;
pub use program::Program;
pub use spec::ContainerSpec;
pub(super) use state::{Phase, State};

/// A container.
#[derive(Debug, Clone)]
pub struct Container {
    pub(super) id: ContainerId,
    pub(super) name: ContainerName,
    pub(super) created: Moment,
    /// What it was made of: the image's own words filled in.
    pub(super) config: Structure,
    pub(super) host: Structure,
    /// The identity of its image.
    pub(super) image: String,
    pub(super) state: State,
    /// Networks it is to be in, by name as the engine keeps it.
    pub(super) attachments: BTreeMap<String, Attachment>,
    /// What is to be published.
    pub(super) ports: Vec<PublishedPort>,
    /// What is published, while it runs.
    pub(super) bound: Vec<Bound>,
    pub(super) mounts: Vec<Mount>,
    /// The identity of its network namespace, from its first start on.
    pub(super) sandbox: Option<String>,
    /// How far its starts have come.
    pub(super) reached: Reached,
    /// Counts its starts and ends, so that what is due knows which run it was about.
    pub(super) run: u64,
    /// Counts containers: a later one has a greater number.
    pub(super) serial: u64,
    /// The identities of programs started in it beside its own.
    pub(super) execs: Vec<String>,
    /// It ran when the engine went down.
    pub(super) comes_back: bool,
}

/// How far a container has come when it was started, if it never ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reached {
    Nothing,
    /// It had its places in networks, and the files about them.
    Networks,
    /// Everything but its program was there.
    Everything,
}

/// What a call did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Done {
    /// It was so already: 304 in HTTP.
    Already,
    /// It will be done at that moment, and the engine does not answer before.
    At(Moment),
    /// It is done.
    Now,
}

/// A container's part in a network.
#[derive(Debug, Clone, Default)]
pub(super) struct Attachment {
    /// What it asked for, as it was typed.
    pub(super) asked: EndpointSettings,
    /// The network it has run in, as the engine remembers it from then on; not one of the engine's own.
    pub(super) network: Option<NetworkId>,
    /// What it has while it runs.
    pub(super) place: Option<Place>,
}

/// A running container's place in a network.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) endpoint: EndpointId,
    /// None in networks without hardware of their own.
    pub(super) mac: Option<MacAddress>,
    pub(super) ipv4: Option<EndpointAddress>,
    pub(super) ipv6: Option<EndpointAddress>,
    /// The prefix length the engine shows with the IPv4 address, where it is another than the network's.
    pub(super) shown_length: Option<u8>,
    pub(super) assignment: Assignment,
}

impl Place {
    /// The IPv4 address as the engine writes it; nothing where there is none.
    pub(super) fn ipv4_text(&self) -> String {
        let text = |address: EndpointAddress| format!("{}/{}", address.address(), self.length(address));
        self.ipv4.map(text).unwrap_or_default()
    }

    /// The prefix length the engine shows with the IPv4 address.
    pub(super) fn length(&self, address: EndpointAddress) -> u8 {
        self.shown_length.unwrap_or_else(|| address.subnet().length())
    }
}

impl Attachment {
    pub(super) fn new(asked: EndpointSettings) -> Self {
        Self { asked, ..Self::default() }
    }
}

impl Container {
    /// Its identity.
    #[must_use]
    pub fn id(&self) -> &ContainerId {
        &self.id
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &ContainerName {
        &self.name
    }

    /// Whether it runs; one that is paused does.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.state.is_running()
    }

    /// What it ended with, if it ran and has ended.
    #[must_use]
    pub fn exit_code(&self) -> Option<i64> {
        (self.state.phase == Phase::Exited).then_some(self.state.exit_code)
    }

    /// Its IPv4 address in a network, while it runs.
    #[must_use]
    pub fn address(&self, network: &NetworkName) -> Option<EndpointAddress> {
        self.place(network.as_str())?.ipv4
    }

    /// What runs in it: the entry point and its arguments.
    pub(super) fn command(&self) -> Vec<String> {
        self.config.list("Entrypoint").chain(self.config.list("Cmd")).map(str::to_owned).collect()
    }

    pub(super) fn labels(&self) -> BTreeMap<String, String> {
        let label = |(key, value): (&str, &serde_json::Value)| {
            (key.to_owned(), value.as_str().unwrap_or_default().to_owned())
        };
        self.config.entries("Labels").map(label).collect()
    }

    /// How it gets to its networks, as the engine keeps it: `default`, a name, `container:` and an identity.
    pub(super) fn network_mode(&self) -> &str {
        self.host.text("NetworkMode")
    }

    /// The container whose network it shares.
    pub(super) fn borrowed_from(&self) -> Option<&str> {
        self.network_mode().strip_prefix("container:")
    }

    /// Whether it has a network namespace of its own, or the host's.
    pub(super) fn has_sandbox(&self) -> bool {
        self.borrowed_from().is_none() && !self.config.flag("NetworkDisabled")
    }

    /// Whether its ports are its own.
    pub(super) fn has_ports(&self) -> bool {
        let hardware = self.places().any(|(_, place)| place.ipv4.is_some() || place.ipv6.is_some());
        self.has_sandbox() && hardware && !matches!(self.network_mode(), "host" | "none")
    }

    pub(super) fn place(&self, network: &str) -> Option<&Place> {
        self.attachments.get(network)?.place.as_ref()
    }

    /// The places it has, by network.
    pub(super) fn places(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.attachments.iter().filter_map(|(name, there)| Some((name.as_str(), there.place.as_ref()?)))
    }
}
