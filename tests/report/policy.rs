//! Severities that are set and rules that are allowed, by the caller.

use docknet::check::{NoReason, Policy, Rule, Scope, Severity};

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
