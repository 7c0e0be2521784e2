//! Ports a service tells others of that are none.

use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::host::{Evidence, Source};
use crate::model::PortRange;

const FORMAT: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "docker-compose 1.29 config/validation.py VALID_EXPOSE_FORMAT: should be of the format 'PORT[/PROTOCOL]' (seen with 1.29.2)",
)];
const PROTOCOL: &[Source] = &[Source::new(
    Evidence::ReadInCode,
    "docker-py 5.0 utils/ports.py: Invalid port, the protocol is udp, tcp or sctp (seen with docker-compose 1.29.2)",
)];
const TAKEN: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker compose 2 pkg/compose buildContainerPorts: the text is handed to the engine as it is",
    ),
    Source::new(
        Evidence::ReadInCode,
        "moby: a container may expose anything (seen on 20.10.24: 70000/tcp, 84-82/tcp)",
    ),
];

/// Items of `expose` that are no port, no range of ports, or of no protocol there is.
pub(in crate::check) fn unreadable(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (project, service) in &view.services {
        for item in &service.expose {
            let Some((severity, reason, sources)) = fault(&item.value) else { continue };
            let text: String = item.value.chars().take(64).collect();
            let message = format!("{}/{} exposes {text:?}", project.name(), service.name);
            let finding = Finding::new(Rule::ExposeUnreadable, message, reason).with_severity(severity);
            let remedy = "a port or a range as the container has it, such as 80, 8000-8010 or 53/udp; what the host shall have is for `ports`";
            findings.push(finding.at([&item.place]).by(sources).instead(remedy));
        }
    }
    findings
}

fn fault(text: &str) -> Option<(Severity, &'static str, &'static [Source])> {
    let (ports, protocol) = text.split_once('/').map_or((text, None), |(ports, rest)| (ports, Some(rest)));
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = ports.split_once('-').map_or(number(ports), |(first, last)| number(first) && number(last));
    let letters = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !numbers || !protocol.is_none_or(letters) {
        return Some((
            Severity::Error,
            "docker-compose 1.29 refuses it: should be of the format 'PORT[/PROTOCOL]'; Compose v2 hands it to the engine, where it means nothing",
            FORMAT,
        ));
    }
    if protocol.is_some_and(|word| !["sctp", "tcp", "udp"].contains(&word)) {
        return Some((
            Severity::Error,
            "docker-compose 1.29 fails when it creates the container: Invalid port; Compose v2 hands it to the engine, where it means nothing",
            PROTOCOL,
        ));
    }
    ports.parse::<PortRange>().err().map(|_: crate::model::PortError| {
        (
            Severity::Warning,
            "tools and engines take it as it is, and nobody can listen there: ports are 1 to 65535, the lower one of a range first",
            TAKEN,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_and_ranges_with_a_protocol_or_none_are_read() {
        for text in ["80", "8000-8010", "53/udp", "80/sctp", "1", "65535/tcp"] {
            assert!(fault(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_docker_compose_refuses_is_an_error_and_the_rest_a_warning() {
        let severity = |text| fault(text).map(|(severity, ..)| severity);
        for text in ["", "a", "80:80", "80-", "-80", "1.5", " 80", "80/", "80/tcp/x", "80/foo", "80/TCP"] {
            assert_eq!(severity(text), Some(Severity::Error), "{text}");
        }
        for text in ["0", "70000", "84-82", "99999999999"] {
            assert_eq!(severity(text), Some(Severity::Warning), "{text}");
        }
    }
}
