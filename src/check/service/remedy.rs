//! What to do instead, ready to paste.

use std::fmt::Write;

use serde::Serialize;

use super::ServiceDraft;
use crate::model::{EndpointMode, Port, Protocol, PublishMode, Replicas, ServicePort};

/// What to do instead: a sentence, and where it can be pasted, flags or commands and lines of a Compose file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Remedy {
    /// In words.
    pub advice: String,
    /// Flags for `docker service create` (they start with `--`), or whole commands, one a line.
    pub command: Option<String>,
    /// Lines of a Compose file from its top level down. They replace what the file says there.
    pub compose: Option<String>,
}

impl Remedy {
    pub(super) fn new(advice: impl Into<String>) -> Self {
        Self { advice: advice.into(), command: None, compose: None }
    }

    pub(super) fn with_command(self, command: impl Into<String>) -> Self {
        Self { command: Some(command.into()), ..self }
    }

    pub(super) fn with_compose(self, compose: impl Into<String>) -> Self {
        Self { compose: Some(compose.into()), ..self }
    }
}

/// Ports of a service up to which a remedy writes all of them out. With more nobody would paste it, and one for each of
/// them would make as many lines as the square of their number.
pub(super) const WRITTEN_OUT: usize = 64;

/// The parts of a service that have to be other than they are.
#[derive(Default)]
pub(super) struct Change {
    pub(super) mode: Option<EndpointMode>,
    pub(super) ports: Vec<ServicePort>,
    pub(super) replicas: Option<Replicas>,
    pub(super) constraint: Option<String>,
    /// Names of networks, and whether the Compose file makes them.
    pub(super) network: Option<(String, bool)>,
}

impl Change {
    /// Every port of the draft in host mode.
    pub(super) fn host_ports(draft: &ServiceDraft) -> Self {
        let host = |port: &ServicePort| ServicePort { mode: PublishMode::Host, ..*port };
        Self { ports: draft.ports.iter().map(host).collect(), ..Self::default() }
    }

    /// The draft's ports, one of them published elsewhere.
    pub(super) fn moved_port(draft: &ServiceDraft, index: usize, to: Option<Port>) -> Self {
        let mut ports = draft.ports.clone();
        if let Some(moved) = ports.get_mut(index) {
            moved.port.published = to;
        }
        Self { ports, ..Self::default() }
    }

    pub(super) fn remedy(&self, draft: &ServiceDraft, advice: impl Into<String>) -> Remedy {
        if self.ports.len() > WRITTEN_OUT {
            return Remedy::new(advice);
        }
        Remedy::new(advice).with_command(self.flags()).with_compose(self.lines(draft.in_compose()))
    }

    pub(super) fn flags(&self) -> String {
        let mut flags = Vec::new();
        flags.extend(self.replicas.map(|replicas| match replicas {
            Replicas::Count(count) => format!("--replicas {count}"),
            Replicas::Global => "--mode global".to_owned(),
        }));
        flags.extend(self.constraint.as_ref().map(|constraint| format!("--constraint {constraint}")));
        flags.extend(self.network.as_ref().map(|(network, _)| format!("--network {network}")));
        flags.extend(self.mode.map(|mode| format!("--endpoint-mode {mode}")));
        flags.extend(self.ports.iter().map(|port| format!("--publish {}", long(port))));
        flags.join(" ")
    }

    fn lines(&self, service: &str) -> String {
        let mut text = format!("services:\n  {}:\n", plain(service));
        let mut line = |line: String| {
            text.push_str(&line);
            text.push('\n');
        };
        if self.mode.is_some() || self.replicas.is_some() || self.constraint.is_some() {
            line("    deploy:".to_owned());
        }
        match self.replicas {
            Some(Replicas::Count(count)) => line(format!("      replicas: {count}")),
            Some(Replicas::Global) => line("      mode: global".to_owned()),
            None => {}
        }
        if let Some(mode) = self.mode {
            line(format!("      endpoint_mode: {mode}"));
        }
        if let Some(constraint) = &self.constraint {
            line(format!("      placement:\n        constraints:\n          - {constraint}"));
        }
        if !self.ports.is_empty() {
            line("    ports:".to_owned());
        }
        for ServicePort { port, mode } in &self.ports {
            line(format!("      - target: {}", port.target));
            if let Some(published) = port.published {
                line(format!("        published: {published}"));
            }
            line(format!("        protocol: {}\n        mode: {mode}", port.protocol));
        }
        if let Some((network, made)) = &self.network {
            let network = plain(network);
            let how = if *made { "driver: overlay" } else { "external: true" };
            line(format!("    networks:\n      - {network}\nnetworks:\n  {network}:\n    {how}"));
        }
        text
    }
}

/// The long form of `--publish`; the address is left out, as services have none.
pub(super) fn long(ServicePort { port, mode }: &ServicePort) -> String {
    let mut text = format!("mode={mode},target={}", port.target);
    if let Some(published) = port.published {
        let _ = write!(text, ",published={published}");
    }
    if port.protocol != Protocol::Tcp {
        let _ = write!(text, ",protocol={}", port.protocol);
    }
    text
}

/// A word as YAML takes it for a text: quoted where it could be anything else. Names of services and networks are
/// letters, digits, `_`, `-` and points, so this is all of `compose::written` that is needed where there is no `compose`.
pub(super) fn plain(word: &str) -> String {
    const OTHERS: [&str; 9] = ["false", "n", "no", "null", "off", "on", "true", "y", "yes"];
    let lower = word.to_ascii_lowercase();
    let is_text = word.starts_with(|c: char| c.is_ascii_alphabetic()) && !OTHERS.contains(&lower.as_str());
    if is_text { word.to_owned() } else { format!("\"{word}\"") }
}

#[cfg(all(test, feature = "compose"))]
mod names {
    use super::*;
    use crate::compose::{Environment, Project};

    #[test]
    fn every_name_is_read_back_as_it_was() {
        for name in
            ["web", "no", "Y", "true", "null", "1", "1e3", "0x1f", "1_0", "10.0", "a.b-c_d", "off", "E1"]
        {
            let text = format!("services:\n  {}: {{image: x}}\n", plain(name));
            let project = Project::parse("a/compose.yml", &text, &Environment::new()).expect(&text);
            assert_eq!(project.services()[0].name.value, name, "{text}");
            assert!(project.faults().is_empty(), "{text}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Rule;
    use crate::check::service::{SwarmHosts, check};
    use crate::model::PublishedPort;

    fn with_ports(count: u16) -> ServiceDraft {
        let mut draft = ServiceDraft::new("web".parse().unwrap(), "x");
        let port = |number| PublishedPort::new(Port::new(number).unwrap()).with_published(Port::literal(80));
        let ports = (1..=count).map(|number| ServicePort::new(port(number), PublishMode::Ingress));
        draft.ports.extend(ports);
        draft
    }

    #[test]
    fn few_ports_are_written_out_and_many_are_not() {
        let remedies = |count| -> Vec<Remedy> {
            let report = check(&with_ports(count), &SwarmHosts::new());
            let twice = report.findings().iter().filter(|finding| finding.rule == Rule::PublishedPortTwice);
            twice.filter_map(|finding| finding.remedy.clone()).collect()
        };
        let few = remedies(64);
        assert_eq!(few.len(), 63);
        assert!(few.iter().all(|remedy| remedy.compose.is_some() && remedy.command.is_some()));
        let many = remedies(65);
        assert_eq!(many.len(), 64);
        assert!(many.iter().all(|remedy| remedy.compose.is_none() && !remedy.advice.is_empty()));
        let report = check(&with_ports(5_000), &SwarmHosts::new());
        let twice = report.findings().iter().filter(|finding| finding.rule == Rule::PublishedPortTwice);
        let messages: Vec<_> = twice.map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages.len(), 1_000);
        assert_eq!(messages.iter().filter(|message| message.ends_with("are not looked at")).count(), 1);
    }
}
