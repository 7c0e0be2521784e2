//! Why engines refuse, and what to do about it.

use serde::Serialize;

use super::{Meaning, NetworkUser, PortHolder};

/// What a refusal means, why it usually happens and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// What it means.
    pub what: String,
    /// The usual cause.
    pub why: String,
    /// What to do.
    pub cure: String,
}

/// What stands in a table without a capital letter and a full stop, with both.
fn as_sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

impl Meaning {
    /// What it means, why it usually happens and what to do, in words.
    ///
    /// ```
    /// use docknet::engine::{Answer, meaning};
    ///
    /// let answer = Answer::new(403, "Pool overlaps with other one on this address space");
    /// let explanation = meaning(&answer).explanation();
    /// assert_eq!(explanation.what, "the subnet overlaps that of another network");
    /// assert!(explanation.cure.contains("another subnet"));
    /// ```
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let what = self.to_string();
        if let Self::Several(all) = self {
            let each: Vec<_> = all.iter().map(Self::explanation).collect();
            let why = each.iter().map(|one| one.why.as_str()).collect::<Vec<_>>().join(" ");
            let cure = each.iter().map(|one| one.cure.as_str()).collect::<Vec<_>>().join(" ");
            return Explanation { what, why, cure };
        }
        if let Self::NoSuitableNode { reasons } = self {
            let cures = reasons.iter().map(|one| one.reason.cure()).collect::<Vec<_>>().join("; or ");
            let cure = if cures.is_empty() {
                "Look at the nodes and the service's constraints.".into()
            } else {
                format!("For every reason there is a way: {cures}.")
            };
            let why =
                "The scheduler looks at every node, and the first thing that does not fit counts.".into();
            return Explanation { what, why, cure };
        }
        let (why, cure) = self.cause_and_cure();
        if let Self::Hns { code: Some(code) } = self {
            let fact = code.fact();
            let known = |text: Option<&str>, else_: &str| text.map_or_else(|| else_.to_owned(), as_sentence);
            let why = known(fact.and_then(|fact| fact.cause), why);
            return Explanation { what, why, cure: known(fact.and_then(|fact| fact.cure), cure) };
        }
        Explanation { what, why: why.into(), cure: cure.into() }
    }

    fn cause_and_cure(&self) -> (&'static str, &'static str) {
        match self {
            Self::Attach(fault) => fault.cause_and_cure(),
            Self::Container(fault) => fault.cause_and_cure(),
            Self::Daemon(fault) => fault.cause_and_cure(),
            Self::Filter(fault) => fault.cause_and_cure(),
            Self::GatewayUnusable { fault, .. } => fault.cause_and_cure(),
            Self::Ipam(fault) => fault.cause_and_cure(),
            Self::Name(fault) => fault.cause_and_cure(),
            Self::NotSwarmManager { standing: Some(standing) } => standing.cause_and_cure(),
            Self::Option(fault) => fault.cause_and_cure(),
            Self::Request(fault) => fault.cause_and_cure(),
            Self::Scope(fault) => fault.cause_and_cure(),
            Self::Service(fault) => fault.cause_and_cure(),
            Self::Swarm(fault) => fault.cause_and_cure(),
            Self::Task(fault) => fault.cause_and_cure(),
            Self::Unsupported { what } => what.cause_and_cure(),
            Self::AddressInUse
            | Self::AddressOutside { .. }
            | Self::NoAddressLeft { .. }
            | Self::PoolsExhausted { .. }
            | Self::StaticAddressNeedsSubnet
            | Self::StaticAddressOnPredefined
            | Self::SubnetOverlap { .. } => self.about_addresses(),
            Self::AlreadyConnected { .. }
            | Self::AmbiguousNetwork { .. }
            | Self::ContainerExists { .. }
            | Self::ContainerNotFound { .. }
            | Self::DriverNotFound { .. }
            | Self::NetworkExists { .. }
            | Self::NetworkInUse { .. }
            | Self::NetworkNotFound { .. }
            | Self::NotConnected { .. }
            | Self::PredefinedNetwork { .. }
            | Self::ServiceExists { .. }
            | Self::ServiceNotFound { .. } => self.about_things(),
            Self::DeadlineExceeded
            | Self::Hns { .. }
            | Self::InvalidRequest
            | Self::NoSuitableNode { .. }
            | Self::NotSwarmManager { standing: None }
            | Self::PortInUse { .. }
            | Self::PruneRunning
            | Self::Several(_)
            | Self::Unrecognised => self.about_the_rest(),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the caller has sorted them, without a wildcard")]
    fn about_addresses(&self) -> (&'static str, &'static str) {
        match self {
            Self::AddressInUse => (
                "Another endpoint has it, often one that got it dynamically, or it is the gateway, a kept-back address or an end of the subnet.",
                "Take another address, or keep fixed addresses out of the dynamic range with --ip-range.",
            ),
            Self::AddressOutside { .. } => (
                "The address belongs to another network, or the network's subnet has changed since.",
                "Inspect the network and take an address of one of its subnets.",
            ),
            Self::NoAddressLeft { .. } => (
                "The subnet, or the range for dynamic addresses, is too small for the containers in it.",
                "Remove endpoints, or make the network again with a larger subnet or range.",
            ),
            Self::PoolsExhausted { .. } => (
                "Every network without a subnet takes one of about thirty default pools; before engine 27 there is none for IPv6.",
                "Remove unused networks, name subnets, or set default-address-pools to more and smaller ones.",
            ),
            Self::StaticAddressNeedsSubnet => (
                "The engine chose the network's subnet itself; engines before 29.1 give fixed addresses only in subnets a user chose.",
                "Make the network again with --subnet, or update to engine 29.1.",
            ),
            Self::StaticAddressOnPredefined => (
                "On Linux the networks of the engine's own give no fixed addresses.",
                "Make a network with a subnet and join that.",
            ),
            Self::SubnetOverlap { bridges: Some(_), .. } => (
                "Two bridges share part of their subnets; the allocator lets that through when they have different ranges.",
                "Take another subnet, or join the network that has this one.",
            ),
            _ => (
                "Another network has the same addresses; before engine 25 a failed attempt can hold them until the engine restarts.",
                "Take another subnet, or remove the network that has this one; if none has, restart the engine.",
            ),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the caller has sorted them, without a wildcard")]
    fn about_things(&self) -> (&'static str, &'static str) {
        match self {
            Self::AlreadyConnected { .. } => (
                "The container was connected before, perhaps with other settings.",
                "Nothing, or disconnect it first to change its settings.",
            ),
            Self::AmbiguousNetwork { .. } => (
                "Engines before 25 make several networks of one name, and the beginning of an identity can fit several.",
                "Use the whole identity, and remove the copy that nobody needs.",
            ),
            Self::ContainerExists { .. } => (
                "A container keeps its name after it has stopped.",
                "Remove or rename that container, or choose another name.",
            ),
            Self::ContainerNotFound { .. } => (
                "The name is wrong, the container was removed, or it is on another engine.",
                "Run `docker ps --all` on this engine.",
            ),
            Self::DriverNotFound { .. } => (
                "The driver is spelt wrong, its plugin is not installed, or it belongs to the other system: Windows has no bridge, Linux no nat.",
                "Choose one of the drivers that `docker info` shows.",
            ),
            Self::NetworkExists { .. } => (
                "The name is taken; on a swarm manager also by networks of the swarm.",
                "Use the network that is there, or another name.",
            ),
            Self::NetworkInUse { user: Some(NetworkUser::Service(_)), .. } => (
                "A service of the swarm uses it.",
                "Remove the service, or update it to another network, and wait for its tasks to end.",
            ),
            Self::NetworkInUse { user: Some(NetworkUser::Task(_)), .. } => (
                "A task, or a container that was attached, still uses it.",
                "Wait for the task to end, or remove the container.",
            ),
            Self::NetworkInUse { .. } => (
                "Running containers are connected to it, or the engine kept endpoints after a crash.",
                "Disconnect them, by force if the containers are gone.",
            ),
            Self::NetworkNotFound { .. } => (
                "The name is wrong, the network was removed, or it is on another engine. Containers remember a removed network by its identity.",
                "Run `docker network ls`; a container that remembers a removed network must be connected to the new one or made again.",
            ),
            Self::NotConnected { .. } => {
                ("It was disconnected before, or never was connected.", "Nothing, or check the names.")
            }
            Self::PredefinedNetwork { .. } => (
                "The engine makes these networks itself and needs them.",
                "Choose another name; the default network is changed in daemon.json.",
            ),
            Self::ServiceExists { .. } => (
                "The name is taken in the swarm.",
                "Update the service that is there, or choose another name.",
            ),
            _ => ("The name is wrong, or the service was removed.", "Run `docker service ls` on a manager."),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the caller has sorted them, without a wildcard")]
    fn about_the_rest(&self) -> (&'static str, &'static str) {
        match self {
            Self::DeadlineExceeded => (
                "A manager, plugin or registry is slow or out of reach.",
                "Look whether it happened after all, then try again; the engine's log says more.",
            ),
            Self::Hns { .. } => (
                "Windows' host network service refused or failed.",
                "Look the code up; often another NAT network, a stale endpoint or a stopped service is behind it.",
            ),
            Self::InvalidRequest => (
                "The engine says that the request is wrong, in words docknet does not know.",
                "Read the engine's sentence.",
            ),
            Self::NotSwarmManager { .. } => {
                ("Only managers of a swarm answer that.", "Ask a manager, or make this node one.")
            }
            Self::PortInUse { holder: Some(PortHolder::Service { .. }), .. } => (
                "A port in the routing mesh belongs to one service on every node.",
                "Publish another port, or remove it from the other service.",
            ),
            Self::PortInUse { holder: Some(PortHolder::Container), .. } => (
                "Another container of this engine publishes it.",
                "Publish another port, or stop that container: `docker ps --filter publish=…`.",
            ),
            Self::PortInUse { .. } => (
                "A process of the host or another container has it; on Windows it may be in an excluded range.",
                "Publish another port, or find who has it with `ss -ltnp` or `netsh interface ipv4 show excludedportrange tcp`.",
            ),
            Self::PruneRunning => ("Networks are cleaned up by one caller at a time.", "Wait for it."),
            _ => (
                "Nobody has put that sentence into docknet's table.",
                "Read the engine's sentence, and report it together with the engine's version.",
            ),
        }
    }
}
