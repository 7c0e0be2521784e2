//! What the files themselves say under `x-docknet`.

use super::{Asked, Scope, Setting};
use crate::check::told::Told;
use crate::check::{Finding, Rule};
use crate::compose::{Node, NodeKind, Place, Placed, Project};
use crate::host::{Evidence, Source};

const KEY: &str = "x-docknet";

/// What it may hold is docknet's own to say.
const OURS: &[Source] = &[Source::new(Evidence::Documented, "docknet's documentation of Policy")];

/// Every setting of the projects, and what is wrong with what they say.
pub(super) fn read(projects: &[&Project]) -> (Vec<Setting>, Vec<Finding>) {
    let mut said = Said::default();
    for project in projects.iter().filter(|project| may_speak(project)) {
        let name = || project.name().to_owned();
        said.read(project.extension(KEY), &Scope::Project(name()));
        for node in project.extensions_elsewhere(KEY) {
            said.read(Some(node), &Scope::File { project: name(), file: node.place().file().to_owned() });
        }
        for (key, service) in project.document().at(&["services"]).into_iter().flat_map(Node::entries) {
            said.read(service.get(KEY), &Scope::Service { project: name(), service: key.value.clone() });
        }
        for (key, network) in project.document().at(&["networks"]).into_iter().flat_map(Node::entries) {
            said.read(network.get(KEY), &Scope::Network { project: name(), network: key.value.clone() });
        }
    }
    (said.settings, said.findings.findings())
}

/// Whether a file has the key at all; in quotes a letter may be written as an escape.
fn may_speak(project: &Project) -> bool {
    project.sources().any(|(_, text)| text.contains(KEY) || text.contains('\\'))
}

#[derive(Default)]
struct Said {
    settings: Vec<Setting>,
    findings: Told,
}

impl Said {
    fn read(&mut self, node: Option<&Node>, scope: &Scope) {
        let entries = node.map(|node| self.entries(node, KEY));
        for (key, value) in entries.unwrap_or_default() {
            match key.value.as_str() {
                "allow" => self.read_each(value, "x-docknet.allow", scope, Self::allowance),
                "severity" => self.read_each(value, "x-docknet.severity", scope, Self::severity),
                other => {
                    let message = format!("x-docknet has no key {other:?}");
                    self.wrong(&key.place, message, "write allow or severity");
                }
            }
        }
    }

    /// The entries of what must be a mapping.
    fn entries<'a>(&mut self, node: &'a Node, path: &str) -> Vec<(&'a Placed<String>, &'a Node)> {
        if node.kind() != NodeKind::Mapping {
            let message = format!("{path} is {}, not a mapping", node.kind().in_words());
            let remedy =
                "x-docknet:\n  allow:\n    <rule>: <why it does no harm here>\n  severity:\n    <rule>: note";
            self.wrong(node.place(), message, format!("write\n{remedy}"));
        }
        node.entries().collect()
    }

    /// Rules with what is asked of them.
    fn read_each(
        &mut self,
        node: &Node,
        path: &str,
        scope: &Scope,
        asked: fn(&mut Self, Rule, &Placed<String>, &Node) -> Option<Asked>,
    ) {
        for (key, value) in self.entries(node, path) {
            match key.value.parse::<Rule>() {
                Ok(rule) => {
                    if let Some(asked) = asked(self, rule, key, value) {
                        let (scope, place) = (scope.clone(), Some(key.place.clone()));
                        self.settings.push(Setting { scope, rule, asked, place });
                    }
                }
                // The rule that may be meant is only looked for when somebody is told.
                Err(error) => self.findings.push_with(Rule::UnknownRuleInXDocknet, || {
                    let reason =
                        "this version of docknet has no such rule, so what is asked of it does nothing";
                    let unknown = Finding::new(Rule::UnknownRuleInXDocknet, error.to_string(), reason);
                    let remedy = "correct the name, or take it out if the rule is gone";
                    unknown.at([&key.place]).instead(remedy).by(OURS)
                }),
            }
        }
    }

    fn allowance(&mut self, rule: Rule, key: &Placed<String>, value: &Node) -> Option<Asked> {
        let reason = value.as_text().map(str::trim).filter(|reason| !reason.is_empty());
        if reason.is_none() {
            let message = match value.kind() {
                NodeKind::Nothing | NodeKind::Text => format!("{rule} is allowed without a reason"),
                kind @ (NodeKind::List | NodeKind::Mapping) => {
                    format!("the reason {rule} is allowed for is {}, not a text", kind.in_words())
                }
            };
            self.wrong(&key.place, message, format!("{rule}: <why it does no harm here>"));
        }
        reason.map(|reason| Asked::Allow(reason.to_owned()))
    }

    fn severity(&mut self, rule: Rule, key: &Placed<String>, value: &Node) -> Option<Asked> {
        let Some(word) = value.as_text() else {
            let message = format!("{rule}: its severity is {}, not a text", value.kind().in_words());
            self.wrong(&key.place, message, "write error, warning or note");
            return None;
        };
        match word.parse() {
            Ok(severity) => Some(Asked::Severity(severity)),
            Err(error) => {
                self.wrong(&key.place, format!("{rule}: {error}"), "write error, warning or note");
                None
            }
        }
    }

    fn wrong(&mut self, place: &Place, message: String, remedy: impl Into<String>) {
        let reason = "docknet leaves out what it cannot read, and judges as if it were not there";
        let finding = Finding::new(Rule::BadXDocknet, message, reason);
        self.findings.push(finding.at([place]).instead(remedy).by(OURS));
    }
}
