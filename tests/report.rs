//! Reports as they are printed and handed on: text with the lines of the files, JSON, SARIF, and policies.
#![cfg(feature = "compose")]

#[path = "report/drawn.rs"]
mod drawn;
#[path = "report/policy.rs"]
mod policy;
#[path = "report/sarif.rs"]
mod sarif;
#[path = "report/schema.rs"]
mod schema;

use docknet::check::{Policy, Report, Situation, Target};
use docknet::compose::{Environment, Project};

/// What is found when files, each a project of its own, run on a host called `one`.
fn check(files: &[(&str, &str)], host: &str, policy: Policy) -> Report {
    let parse = |(file, text): &(&str, &str)| Project::parse(file, text, &Environment::new()).expect(file);
    let projects: Vec<_> = files.iter().map(parse).collect();
    let target = Target::new("one", host.parse().expect("a host"));
    projects.iter().fold(Situation::new(), Situation::project).target(target).policy(policy).check()
}

#[test]
fn json_has_a_shape_to_rely_on() {
    let files = [
        ("a/docker-compose.yml", "services:\n  a:\n    image: x\n    ports:\n      - 80:80\n"),
        ("b/docker-compose.yml", "services:\n  b:\n    image: x\n    ports:\n      - 80:80\n"),
    ];
    let policy = Policy::new().allow(docknet::check::Rule::PublishedPortTwice, "never both at once");
    let report = check(&files, "windows-server-2004", policy.expect("a reason"));
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).expect("JSON"));
}
