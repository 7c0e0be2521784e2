//! Severities that are set and rules that are allowed, by the caller.

use docknet::check::{NoReason, Policy, Rule, Scope, Severity, Situation, Target};
use docknet::compose::{Reading, Texts, Tool};

use super::check;

const RULE: Rule = Rule::PublishedPortTwice;

const WEB: &str = "services:
  a: {image: x, ports: ['80:80']}
  b: {image: x, ports: ['80:80']}
  c: {image: x, ports: ['443:443']}
  d: {image: x, ports: ['443:443']}
";

fn service(service: &str) -> Scope {
    Scope::Service { project: "web".to_owned(), service: service.to_owned() }
}

/// Severities of what stands, reasons of what is allowed.
fn outcome(policy: Policy) -> (Vec<Severity>, Vec<String>) {
    let report = check(&[("web/docker-compose.yml", WEB)], "linux-5.15", policy);
    let standing = report.findings().iter().map(|finding| finding.severity).collect();
    (standing, report.allowed().iter().map(ToString::to_string).collect())
}

#[test]
fn without_a_policy_everything_stands() {
    assert_eq!(outcome(Policy::new()), (vec![Severity::Error, Severity::Error], Vec::new()));
}

#[test]
fn a_rule_is_allowed_everywhere_or_in_a_part() {
    let everywhere = Policy::new().allow(RULE, " never at once ").unwrap();
    let said = "allowed by the caller: never at once".to_owned();
    assert_eq!(outcome(everywhere), (Vec::new(), vec![said.clone(), said]));
    for scope in [service("a"), service("b")] {
        let part = Policy::new().allow_in(scope, RULE, "r").unwrap();
        let (standing, allowed) = outcome(part);
        assert_eq!((standing.len(), allowed.len()), (1, 1), "both that take part may allow it");
    }
    let another = Policy::new().allow_in(Scope::Project("another".to_owned()), RULE, "r").unwrap();
    assert_eq!(outcome(another).0.len(), 2);
    let project = Policy::new().allow_in(Scope::Project("web".to_owned()), RULE, "r").unwrap();
    assert_eq!(outcome(project).1.len(), 2);
}

#[test]
fn an_allowance_has_a_reason() {
    for empty in ["", " \t\n"] {
        let NoReason { rule, .. } = Policy::new().allow(RULE, empty).unwrap_err();
        assert_eq!(rule, RULE);
    }
    let error = Policy::new().allow(RULE, "").unwrap_err();
    assert!(
        error.to_string().starts_with("published-port-twice cannot be allowed without a reason"),
        "{error}"
    );
}

#[test]
fn the_narrowest_severity_counts_and_among_equals_the_gravest() {
    let policy = Policy::new().severity(RULE, Severity::Note);
    assert_eq!(outcome(policy.clone()).0, [Severity::Note, Severity::Note]);
    let narrower = policy.severity_in(service("a"), RULE, Severity::Warning);
    assert_eq!(outcome(narrower.clone()).0, [Severity::Warning, Severity::Note]);
    let equal = narrower.severity_in(service("b"), RULE, Severity::Error);
    assert_eq!(outcome(equal).0, [Severity::Error, Severity::Note]);
}

#[test]
fn another_rule_is_not_meant() {
    let policy = Policy::new()
        .allow(Rule::SubnetsOverlap, "r")
        .unwrap()
        .severity(Rule::SubnetsOverlap, Severity::Note);
    assert_eq!(outcome(policy), outcome(Policy::new()));
}

/// The same files with more lines, by the caller's policy.
fn with_file(x_docknet: &str, policy: Policy) -> (Vec<Severity>, Vec<String>) {
    let text = format!("{WEB}{x_docknet}");
    let report = check(&[("web/docker-compose.yml", &text)], "linux-5.15", policy);
    let standing = report.findings().iter().map(|finding| finding.severity).collect();
    (standing, report.allowed().iter().map(ToString::to_string).collect())
}

#[test]
fn the_callers_word_outranks_the_files() {
    let file = "x-docknet: {severity: {published-port-twice: warning}}\n";
    assert_eq!(with_file(file, Policy::new()).0, [Severity::Warning, Severity::Warning]);
    let caller = Policy::new().severity(RULE, Severity::Note);
    assert_eq!(with_file(file, caller).0, [Severity::Note, Severity::Note]);
    let file = "x-docknet: {allow: {published-port-twice: by the file}}\n";
    let (_, allowed) = with_file(file, Policy::new().allow(RULE, "by hand").unwrap());
    assert_eq!(allowed, ["allowed by the caller: by hand", "allowed by the caller: by hand"]);
    let (_, allowed) = with_file(file, Policy::new().severity(RULE, Severity::Note));
    assert_eq!(
        allowed, ["allowed at web/docker-compose.yml:6:21: by the file"; 2],
        "a severity is no answer to that"
    );
}

#[test]
fn what_a_network_allows_is_allowed_in_the_network() {
    let network = |key: &str, subnet: &str, more: &str| {
        format!("  {key}: {{ipam: {{config: [{{subnet: {subnet}}}]}}{more}}}\n")
    };
    let allow = ", x-docknet: {allow: {subnets-overlap: only one is ever made}}";
    let networks = [
        network("a", "10.0.0.0/16", ""),
        network("b", "10.0.1.0/24", allow),
        network("c", "10.2.0.0/16", ""),
        network("d", "10.2.1.0/24", ""),
    ];
    let text =
        format!("services: {{web: {{image: x, networks: [a, b, c, d]}}}}\nnetworks:\n{}", networks.concat());
    let report = check(&[("web/docker-compose.yml", &text)], "linux-5.15", Policy::new());
    let messages: Vec<_> = report.findings().iter().map(|finding| finding.rule).collect();
    assert_eq!(messages, [Rule::SubnetsOverlap], "{report}");
    assert!(report.findings()[0].message.contains("10.2.1.0/24"), "{report}");
    assert_eq!(report.allowed().len(), 1);
    assert_eq!(report.allowed()[0].place.as_ref().map(docknet::compose::Place::line), Some(4));
}

#[test]
fn extended_and_aliased_services_keep_what_they_allow_to_themselves() {
    let text = "services:
  a: &a
    image: x
    ports: ['80:80']
    x-docknet: {allow: {published-port-twice: never with b}}
  b:
    <<: *a
    x-docknet: {}
  c: {image: x, ports: ['81:81']}
  d: {image: x, ports: ['81:81']}
";
    let report = check(&[("web/docker-compose.yml", text)], "linux-5.15", Policy::new());
    assert_eq!((report.allowed().len(), report.findings().len()), (1, 1), "{report}");
    assert!(report.findings()[0].message.contains("81"), "{report}");
}

/// The first of these files, with the others where it looks for them: slugs and places of what stands, and why the rest
/// is allowed.
fn of_files(files: &[(&str, &str)], own: usize, tool: Tool) -> (Vec<String>, Vec<String>) {
    let texts = files.iter().fold(Texts::new(), |texts, (file, text)| texts.with(file, *text));
    let own: Vec<_> = files.iter().take(own).map(|(file, _)| *file).collect();
    let project = Reading::new().tool(tool).read_from(&texts, &own).expect("readable");
    assert!(project.faults().is_empty(), "{:?}", project.faults());
    let target = Target::new("one", "linux-5.15".parse().expect("a host"));
    let report = Situation::new().target(target).project(&project).check();
    let standing = report.findings().iter();
    let standing =
        standing.map(|it| format!("{} {}", it.rule, it.place.as_ref().expect("a place"))).collect();
    (standing, report.allowed().iter().map(ToString::to_string).collect())
}

const TWICE: &str = "services:
  a: {image: x, ports: ['80:80']}
  b: {image: x, ports: ['80:80']}
";

#[test]
fn what_an_included_or_extended_file_allows_is_allowed_in_that_file() {
    let allow = "x-docknet: {allow: {published-port-twice: never both}}\n";
    let included = format!("{TWICE}{allow}");
    let main = "include: [more.yml]\nservices:\n  c: {image: x, ports: ['81:81']}\n  d: {image: x, ports: ['81:81']}\n";
    let (standing, allowed) =
        of_files(&[("web/compose.yml", main), ("web/more.yml", &included)], 1, Tool::Compose2);
    assert_eq!(standing, ["published-port-twice web/compose.yml:3:25"]);
    assert_eq!(allowed, ["allowed at web/more.yml:4:21: never both"]);

    let extended = "services:\n  a: {extends: {file: base.yml, service: a}}\n  b: {extends: {file: base.yml, service: b}}\n";
    for tool in [Tool::Compose1, Tool::Compose2] {
        let files = [("web/compose.yml", extended), ("web/base.yml", &*included)];
        let (standing, allowed) = of_files(&files, 1, tool);
        assert_eq!((standing.len(), allowed.len()), (0, 1), "{standing:?}");
    }

    let idle = format!("services: {{e: {{image: x}}}}\n{allow}");
    let (standing, _) = of_files(&[("web/compose.yml", main), ("web/more.yml", &idle)], 1, Tool::Compose2);
    assert_eq!(
        standing,
        ["published-port-twice web/compose.yml:3:25", "unused-allowance web/more.yml:2:21"],
        "it does not hold for the file that includes, and says so"
    );
}

#[test]
fn of_several_files_all_allow_and_the_later_weighs() {
    let base = format!(
        "{TWICE}x-docknet: {{allow: {{published-port-twice: never both}}, severity: {{network-unused: error}}}}\nnetworks: {{idle: }}\n"
    );
    let later = "services: {b: {x-docknet: {severity: {published-port-twice: note}}}}\nx-docknet: {severity: {network-unused: note}}\n";
    for tool in [Tool::Compose1, Tool::Compose2] {
        let (standing, allowed) = of_files(&[("web/a.yml", &*base), ("web/b.yml", later)], 2, tool);
        assert_eq!(standing, ["network-unused web/a.yml:5:12"]);
        assert_eq!(allowed, ["allowed at web/a.yml:4:21: never both"]);
    }
}

#[test]
fn an_allowance_in_a_part_that_is_switched_off_is_not_called_unused() {
    let text = "services:
  a: {image: x, ports: ['80:80']}
  b:
    image: x
    ports: ['80:80']
    profiles: [debug]
    networks: [back]
    x-docknet: {allow: {published-port-twice: only to look at it}}
networks:
  back: {x-docknet: {allow: {subnets-overlap: only to look at it}}}
";
    let unused = |profile: Option<&str>| {
        let reading = profile.into_iter().fold(Reading::new(), Reading::profile);
        let project = reading.parse("web/docker-compose.yml", text).unwrap();
        let target = Target::new("one", "linux-5.15".parse().unwrap());
        let report = Situation::new().target(target).project(&project).check();
        let unused = report.findings().iter().filter(|it| it.rule == Rule::UnusedAllowance).count();
        (unused, report.allowed().len())
    };
    assert_eq!(unused(None), (0, 0));
    assert_eq!(unused(Some("debug")), (1, 1), "of the network nothing is found");
}
