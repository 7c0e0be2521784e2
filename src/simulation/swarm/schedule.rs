//! Which node a task goes to, and why to none.

use std::collections::BTreeMap;

use super::node::{MEMORY, Node, PROCESSORS};
use super::task::Task;
use super::{State, Swarm};

/// Why a node takes no more of a task: swarmkit's filters, in its order. The first that fails counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Filter {
    Ready,
    Resources,
    Plugin,
    Constraint,
    Platform,
    HostPort,
    MaxReplicas,
}

impl Filter {
    fn sentence(self, nodes: usize) -> String {
        let on = if nodes == 1 { "1 node".to_owned() } else { format!("{nodes} nodes") };
        match self {
            Self::Ready => format!("{on} not available for new tasks"),
            Self::Resources => format!("insufficient resources on {on}"),
            Self::Plugin => format!("missing plugin on {on}"),
            Self::Constraint => format!("scheduling constraints not satisfied on {on}"),
            Self::Platform => format!("unsupported platform on {on}"),
            Self::HostPort => format!("host-mode port already in use on {on}"),
            Self::MaxReplicas => "max replicas per node limit exceed".into(),
        }
    }
}

/// A constraint: key, whether it must be so, and the value.
pub(super) fn parse(text: &str) -> Option<(&str, bool, &str)> {
    let (at, wanted) = match (text.find("=="), text.find("!=")) {
        (Some(equal), Some(other)) if other < equal => (other, false),
        (Some(equal), _) => (equal, true),
        (None, Some(other)) => (other, false),
        (None, None) => return None,
    };
    let (key, value) = (text[..at].trim(), text[at + 2..].trim());
    (!key.is_empty() && !value.is_empty() && !key.contains(' ')).then_some((key, wanted, value))
}

impl Swarm {
    /// The node for a task: of those that pass, the one with the fewest of the service's tasks, then of all tasks.
    ///
    /// # Errors
    /// Why none does, as `Status.Err` says it.
    pub(super) fn find_node(&self, task: &Task) -> Result<String, String> {
        let mut failures = BTreeMap::<Filter, usize>::new();
        let mut best: Option<((usize, usize), &String)> = None;
        let fixed = task.node.as_deref();
        for (id, node) in self.nodes.iter().filter(|(id, _)| fixed.is_none_or(|fixed| fixed == id.as_str())) {
            if let Some(filter) = self.refuses(id, node, task) {
                *failures.entry(filter).or_default() += 1;
                continue;
            }
            let on =
                || self.tasks.values().filter(|other| other.node.as_ref() == Some(id) && other.is_live());
            let own = on().filter(|other| other.service == task.service).count();
            let load = (own, on().count());
            if best.is_none_or(|(least, _)| load < least) {
                best = Some((load, id));
            }
        }
        if let Some((_, id)) = best {
            return Ok(id.clone());
        }
        let mut failures: Vec<_> = failures.into_iter().collect();
        failures.sort_by_key(|(_, nodes)| std::cmp::Reverse(*nodes));
        let reasons: Vec<_> = failures.iter().map(|(filter, nodes)| filter.sentence(*nodes)).collect();
        Err(match reasons.as_slice() {
            [] => "no suitable node".into(),
            reasons => format!("no suitable node ({})", reasons.join("; ")),
        })
    }

    fn refuses(&self, id: &str, node: &Node, task: &Task) -> Option<Filter> {
        // Ended tasks give room at once, those that are ending only when they have.
        let on = || {
            let there = |other: &&Task| other.node.as_deref() == Some(id) && !other.state.ended();
            self.tasks.values().filter(there).filter(|other| other.state >= State::Assigned)
        };
        let template = &task.template;
        if !node.takes_tasks() {
            return Some(Filter::Ready);
        }
        let used = |what: fn(&Task) -> i64| on().map(what).sum::<i64>();
        let processors = template.processors > PROCESSORS - used(|task| task.template.processors);
        let memory = template.memory > MEMORY - used(|task| task.template.memory);
        if (template.processors > 0 && processors) || (template.memory > 0 && memory) {
            return Some(Filter::Resources);
        }
        let driver =
            template.log_driver.as_ref().and_then(|driver| driver.get("Name")).and_then(|name| name.as_str());
        if driver.is_some_and(|name| name != "none" && !node.has_plugin("Log", name)) {
            return Some(Filter::Plugin);
        }
        if !meets_constraints(id, node, task) {
            return Some(Filter::Constraint);
        }
        let platforms = template.placement.as_ref().map_or(&[][..], |placement| &placement.platforms);
        let fits = |(system, architecture): &(String, String)| {
            let architecture = architecture.replace("amd64", "x86_64");
            (system.is_empty() || system == node.operating_system())
                && (architecture.is_empty() || architecture == "x86_64")
        };
        if !platforms.is_empty() && !platforms.iter().any(fits) {
            return Some(Filter::Platform);
        }
        for port in task.ports.iter().filter(|port| port.on_host() && port.published != 0) {
            let same = |there: &crate::wire::request::PortRequest| {
                there.on_host() && there.published == port.published && there.protocol() == port.protocol()
            };
            if on().any(|other| other.ports.iter().any(same)) {
                return Some(Filter::HostPort);
            }
        }
        let max = template.placement.as_ref().map_or(0, |placement| placement.max_replicas);
        let own = on().filter(|other| other.service == task.service && other.is_live()).count();
        if max > 0 && u64::try_from(own).unwrap_or(u64::MAX) >= max {
            return Some(Filter::MaxReplicas);
        }
        None
    }
}

/// Whether a node is what the placement says it must be.
pub(super) fn meets_constraints(id: &str, node: &Node, task: &Task) -> bool {
    let constraints = task.template.placement.as_ref().map_or(&[][..], |placement| &placement.constraints);
    constraints.iter().filter_map(|text| parse(text)).all(|(key, wanted, value)| {
        let lower = key.to_ascii_lowercase();
        let same = match lower.as_str() {
            "node.id" => id == value,
            "node.hostname" => node.hostname.eq_ignore_ascii_case(value),
            "node.ip" => node.address == value,
            "node.role" => value.eq_ignore_ascii_case(if node.manager { "manager" } else { "worker" }),
            "node.platform.os" => node.operating_system().eq_ignore_ascii_case(value),
            "node.platform.arch" => value.eq_ignore_ascii_case("x86_64"),
            _ if lower.starts_with("node.labels.") => {
                let label = key.get("node.labels.".len()..).and_then(|label| node.labels.get(label));
                label.is_some_and(|there| there.eq_ignore_ascii_case(value))
            }
            // Simulated engines have no labels of their own.
            _ if lower.starts_with("engine.labels.") => false,
            _ => return false,
        };
        same == wanted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_have_one_of_two_operators() {
        assert_eq!(parse("node.role == worker"), Some(("node.role", true, "worker")));
        assert_eq!(parse("node.labels.zone!=a"), Some(("node.labels.zone", false, "a")));
        for junk in ["bad", "node.role = worker", "==", "node.role=="] {
            assert_eq!(parse(junk), None, "{junk}");
        }
    }

    #[test]
    fn reasons_count_their_nodes() {
        assert_eq!(Filter::HostPort.sentence(1), "host-mode port already in use on 1 node");
        assert_eq!(Filter::Ready.sentence(3), "3 nodes not available for new tasks");
    }
}
