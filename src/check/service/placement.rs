//! Which nodes may run a task, and whether they suffice.

use std::collections::BTreeSet;

use super::remedy::Change;
use super::view::View;
use super::{ImagePlatform, NodeRole, Part, Remedy, ServiceFinding, SwarmHosts, SwarmNode};
use crate::check::Rule;
use crate::check::few::counted;
use crate::host::{Evidence, Source};

const CONSTRAINT: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "moby/swarmkit manager/constraint: constraint expected one operator from ==, !=",
)];
const FILTERS: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby/swarmkit manager/scheduler/filter.go: no suitable node")];
const MANAGER: &[Source] =
    &[Source::new(Evidence::ReadInCode, "moby daemon/cluster: This node is not a swarm manager")];
const PLATFORM: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "moby/swarmkit manager/scheduler/filter.go: unsupported platform on N nodes",
    ),
    Source::new(Evidence::Documented, "Windows swarm mode page"),
];

/// A placement constraint, as far as nodes are known.
pub(super) enum Constraint<'t> {
    Hostname(&'t str, bool),
    /// A label or identity, which is not known here.
    Other,
    Platform(&'t str, bool),
    Role(&'t str, bool),
}

/// A text without exactly one of the two operators.
pub(super) struct NoOperator;

impl<'t> Constraint<'t> {
    pub(super) fn read(text: &'t str) -> Result<Self, NoOperator> {
        let (key, value, equal) = match (text.split_once("=="), text.split_once("!=")) {
            (Some((key, value)), None) => (key.trim(), value.trim(), true),
            (None, Some((key, value))) => (key.trim(), value.trim(), false),
            (None, None) | (Some(_), Some(_)) => return Err(NoOperator),
        };
        Ok(match key.to_ascii_lowercase().as_str() {
            "node.hostname" => Self::Hostname(value, equal),
            "node.platform.os" => Self::Platform(value, equal),
            "node.role" => Self::Role(value, equal),
            _ => Self::Other,
        })
    }

    pub(super) fn allows(&self, node: &SwarmNode) -> bool {
        let role = match node.role {
            NodeRole::Manager => "manager",
            NodeRole::Worker => "worker",
        };
        let holds = |value: &str, there: &str, equal: bool| value.eq_ignore_ascii_case(there) == equal;
        match *self {
            Self::Hostname(value, equal) => holds(value, &node.name, equal),
            Self::Other => true,
            Self::Platform(value, equal) => holds(value, &node.platform().to_string(), equal),
            Self::Role(value, equal) => holds(value, role, equal),
        }
    }
}

/// Constraints that are none.
pub(super) fn constraints(view: &View<'_>) -> Vec<ServiceFinding> {
    let judge = |(index, text): (usize, &String)| {
        let NoOperator = Constraint::read(text).err()?;
        let message = format!("{text:?} is no placement constraint");
        let reason = "a constraint compares with == or !=; the manager refuses the service";
        let finding = ServiceFinding::new(Rule::BadConstraint, message, reason)
            .by(CONSTRAINT)
            .about(Part::Constraint(index));
        let comparison = match text.split_once('=') {
            // One sign where two belong.
            Some((key, value)) if !value.contains('=') && !key.is_empty() => format!("{key}=={value}"),
            _ => {
                let platform = view.draft.image_platform.unwrap_or(ImagePlatform::Windows);
                format!("node.platform.os=={platform}")
            }
        };
        let change = Change { constraint: Some(comparison), ..Change::default() };
        Some(finding.instead(change.remedy(view.draft, "a comparison, such as this one")))
    };
    view.draft.constraints.iter().enumerate().filter_map(judge).collect()
}

fn on_platform(platform: ImagePlatform) -> Change {
    Change { constraint: Some(format!("node.platform.os=={platform}")), ..Change::default() }
}

/// Nobody to ask.
pub(super) fn managers(view: &View<'_>) -> Vec<ServiceFinding> {
    no_manager(view.swarm).into_iter().collect()
}

/// The same, whichever service it is.
pub(in crate::check) fn no_manager(swarm: &SwarmHosts) -> Option<ServiceFinding> {
    let first = swarm.nodes.first()?;
    if swarm.nodes.iter().all(|node| node.role == NodeRole::Worker) {
        let message = "none of the nodes is a manager of the swarm";
        let reason = "only a manager creates services (`This node is not a swarm manager`)";
        let advice = "one of them made a manager, asked from a manager that is left, or a new swarm";
        let finding = ServiceFinding::new(Rule::NoManager, message, reason).by(MANAGER);
        let promote = Remedy::new(advice).with_command(format!("docker node promote {}", first.name));
        return Some(finding.about(Part::Swarm).on(&swarm.nodes).instead(promote));
    }
    None
}

/// Nobody to run a task.
pub(super) fn eligible(view: &View<'_>) -> Vec<ServiceFinding> {
    let mut findings = Vec::new();
    let nodes = &view.swarm.nodes;
    if !nodes.is_empty() && view.eligible.is_empty() {
        let built =
            view.draft.image_platform.filter(|built| nodes.iter().all(|node| node.platform() != *built));
        let message = match built {
            Some(platform) => {
                format!("{} is built for {platform}, and no node is {platform}", view.draft.image)
            }
            None => format!("no node satisfies the constraints of {} and runs its image", view.draft.name),
        };
        let reason = match built {
            Some(_) => format!(
                "its tasks stay pending: no suitable node (unsupported platform on {})",
                counted(nodes.len(), "node")
            ),
            None => {
                "its tasks stay pending: no suitable node (scheduling constraints not satisfied)".to_owned()
            }
        };
        let finding = ServiceFinding::new(Rule::NoEligibleNode, message, reason).by(FILTERS).on(nodes);
        let part = match built {
            Some(_) => Part::Image,
            None => view.draft.constraints.first().map_or(Part::Service, |_| Part::Constraint(0)),
        };
        findings.push(
            finding.about(part).instead(Remedy::new(
                "a node of that platform, an image for the nodes, or other constraints",
            )),
        );
    }
    findings
}

/// Nodes of both platforms and nothing that tells which of them run the image.
pub(super) fn mixed(view: &View<'_>) -> Vec<ServiceFinding> {
    let platforms: BTreeSet<_> = view.eligible().map(SwarmNode::platform).collect();
    if platforms.len() < 2 {
        return Vec::new();
    }
    let message = format!("tasks of {} may land on Windows and on Linux nodes", view.draft.name);
    let reason = "swarm keeps tasks off the wrong platform only when it knows what the image is built for; \
        else they are placed there and fail";
    let advice = "a constraint that names the platform, here for an image built for Windows";
    let finding = ServiceFinding::new(Rule::MixedPlatforms, message, reason).by(PLATFORM);
    let remedy = on_platform(ImagePlatform::Windows).remedy(view.draft, advice);
    vec![finding.instead(remedy).on(view.eligible())]
}
