//! What the scheduler and the nodes say about tasks.

use crate::engine::meaning::wording::{Wording, captures, row};
use crate::engine::meaning::{Meaning, TaskFault, Unsuitable, UnsuitableReason};

pub(super) const ROWS: &[Wording] = &[
    row("no suitable node", |_| Some(Meaning::NoSuitableNode { reasons: Vec::new() })),
    row("no suitable node ({})", |p| {
        Some(Meaning::NoSuitableNode { reasons: p.at(0).split("; ").map(unsuitable).collect() })
    }),
    row(
        "{*}could not add veth pair inside the network sandbox: could not find an appropriate master \"{}\" for \"{}\"",
        |p| Some(Meaning::Task(TaskFault::OverlayMasterMissing { bridge: p.text(1), interface: p.text(2) })),
    ),
];

/// The wordings of the reasons, with the number of nodes in the hole.
const REASONS: &[(&str, UnsuitableReason)] = &[
    ("{} not available for new tasks", UnsuitableReason::NotAvailable),
    ("insufficient resources on {}", UnsuitableReason::Resources),
    ("missing plugin on {}", UnsuitableReason::Plugin),
    ("scheduling constraints not satisfied on {}", UnsuitableReason::Constraints),
    ("unsupported platform on {}", UnsuitableReason::Platform),
    ("host-mode port already in use on {}", UnsuitableReason::HostPort),
];

fn unsuitable(part: &str) -> Unsuitable {
    if part == "max replicas per node limit exceed" {
        return Unsuitable { reason: UnsuitableReason::MaxReplicas, nodes: None };
    }
    let known = REASONS.iter().find_map(|(pattern, reason)| {
        let parts = captures(pattern, part)?;
        let (count, nodes) = parts.first()?.split_once(' ')?;
        let nodes = matches!(nodes, "node" | "nodes").then(|| count.parse().ok())??;
        Some(Unsuitable { reason: *reason, nodes: Some(nodes) })
    });
    known.unwrap_or(Unsuitable { reason: UnsuitableReason::Unknown, nodes: None })
}
