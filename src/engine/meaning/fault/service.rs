//! Services that a swarm does not take, and tasks that find no node.

use std::fmt;

use serde::Serialize;

use super::faults;

faults! {
    /// What a swarm does not take in a service.
    ServiceFault {
        Ambiguous { service: String, matches: usize }:
            "{matches} services answer to {service}",
            "The beginning of an identity fits several.",
            "Use the whole name or identity.";
        BadConstraint:
            "a placement constraint cannot be read",
            "It has no operator, or several.",
            "Write node.labels.zone==a or node.role!=manager.";
        BadVersion { given: String }:
            "{given:?} is no version of a service",
            "An update says which version it changes.",
            "Inspect the service and send the Version.Index it shows.";
        DnsrrIngress:
            "DNS round robin does not go with the routing mesh",
            "The mesh needs the virtual IP that dnsrr does without.",
            "Publish in host mode, or use endpoint mode vip.";
        DnsrrPorts:
            "DNS round robin does not go with published ports",
            "Engine 1.12 has no host mode.",
            "Use endpoint mode vip, or update to 1.13 and publish in host mode.";
        DriverName:
            "a driver was given without its name",
            "A swarm wants the name with every driver that is configured.",
            "Name the driver, or leave it out.";
        DriverLookup { driver: String }:
            "the swarm cannot look up the driver {driver}",
            "The plugin is not installed on this manager, or does not answer.",
            "Install it on every node.";
        DriverLegacy { driver: String, kind: String }:
            "the driver {driver} is a plugin of the old kind, which a swarm does not use",
            "Swarms use managed plugins only.",
            "Install it with `docker plugin install`.";
        DuplicatePorts:
            "a port is published twice by the service",
            "The same port and protocol stand in two entries, be it one for host and one for ingress mode.",
            "Remove one of them.";
        ExplicitIngress { network: String }:
            "a service is not put into the ingress network {network} by hand",
            "It gets there by publishing a port in ingress mode.",
            "Leave the network out, and make an overlay for services to talk over.";
        LocalNetwork { network: String }:
            "network {network} is local, and services need networks of the swarm",
            "It was made with bridge or another driver of one host.",
            "Make an overlay and use that.";
        ModeChange:
            "a service cannot change between replicated and global",
            "The mode is fixed when the service is made.",
            "Remove the service and make it again.";
        NetworksOnSpec:
            "networks that stand on the service itself cannot be changed",
            "Newer engines keep them in the task template.",
            "Move Networks into TaskTemplate.";
        NoIngress:
            "the swarm has no ingress network",
            "It was removed, and a port is to be published in ingress mode.",
            "Make one with `docker network create --ingress --driver overlay`.";
        NoPredefined { network: String }:
            "the swarm has no network {network} of its own",
            "Only bridge and host (on Windows nat) can be named for services.",
            "Use one of them or an overlay.";
        OutOfSequence:
            "somebody changed it in the meantime",
            "The version sent with the update is not the latest.",
            "Inspect it, and update what is there now.";
        RenameUnsupported:
            "a service cannot be renamed",
            "Its name is fixed when it is made.",
            "Make a new service and remove the old one.";
        ResolutionMode { given: String }:
            "{given:?} is no endpoint mode",
            "There are vip and dnsrr.",
            "Use one of them.";
        SpecMismatch:
            "the service says nothing that can be run",
            "It has no container, or its runtime does not fit what it says.",
            "Fill in ContainerSpec.";
    }
}

/// Why nodes were passed over for a task, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "a reason and a count are all the scheduler says")]
pub struct Unsuitable {
    /// Why.
    pub reason: UnsuitableReason,
    /// How many nodes; `None` where the scheduler does not count.
    pub nodes: Option<u32>,
}

/// Why a node was passed over for a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UnsuitableReason {
    /// Its labels or properties are not those that were asked for.
    Constraints,
    /// The host port is another task's.
    HostPort,
    /// It runs as many replicas as it may.
    MaxReplicas,
    /// It is drained, paused or down.
    NotAvailable,
    /// It is of another system or architecture than the image.
    Platform,
    /// It has not the network, volume or log driver.
    Plugin,
    /// It has not the memory or processors.
    Resources,
    /// Something the table does not know; the answer has it whole.
    Unknown,
}

impl UnsuitableReason {
    /// What to do.
    #[must_use]
    pub fn cure(self) -> &'static str {
        match self {
            Self::Constraints => "label a node, or loosen the constraint",
            Self::HostPort => {
                "run at most one replica a node, or publish in ingress mode; on updates use order stop-first"
            }
            Self::MaxReplicas => "raise max replicas per node, or add nodes",
            Self::NotAvailable => "bring nodes back, or make them active",
            Self::Platform => "use an image for the nodes' system, or constrain the service to fitting nodes",
            Self::Plugin => "install the plugin on the nodes",
            Self::Resources => "lower the reservations, or add nodes",
            Self::Unknown => "look at `docker service ps --no-trunc`",
        }
    }
}

impl fmt::Display for UnsuitableReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Constraints => "the constraints are not met",
            Self::HostPort => "the host port is taken",
            Self::MaxReplicas => "the limit of replicas is reached",
            Self::NotAvailable => "not available for new tasks",
            Self::Platform => "another platform than the image's",
            Self::Plugin => "a plugin is missing",
            Self::Resources => "not enough resources",
            Self::Unknown => "for a reason docknet does not know",
        })
    }
}

impl fmt::Display for Unsuitable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nodes {
            Some(1) => write!(f, "1 node: {}", self.reason),
            Some(nodes) => write!(f, "{nodes} nodes: {}", self.reason),
            None => self.reason.fmt(f),
        }
    }
}
