//! The text, over files of every make.

use docknet::check::{Finding, Policy, Report, Rule, Sources};
use proptest::prelude::*;

use super::check;

const LINUX: &str = "linux-5.15";

/// Two services that want one port, with whatever stands around them.
fn twice(around: &str, end: &str) -> String {
    let lines = [
        "services:",
        "  a:",
        "    image: x",
        "    ports:",
        "      - 80:80",
        around,
        "  b:",
        "    image: x",
        "    ports:",
        "      - 80:80",
        "",
    ];
    lines.join(end)
}

fn drawn(text: &str) -> String {
    let files = [("web/docker-compose.yml", text)];
    check(&files, LINUX, Policy::new()).text(&files.into_iter().collect()).to_string()
}

#[test]
fn every_place_is_marked_in_its_line() {
    insta::assert_snapshot!(drawn(&twice("  # a comment", "\n")));
}

#[test]
fn files_of_every_end_of_line_are_drawn_alike() {
    let unix = drawn(&twice("  # a comment", "\n"));
    assert_eq!(drawn(&twice("  # a comment", "\r\n")), unix);
    assert_eq!(drawn(&twice("  # a comment", "\r")), unix);
}

#[test]
fn several_files_stand_below_each_other() {
    let one = "services: {a: {image: x, ports: ['80:80']}}\n";
    let other = "services:\n  b: {image: 中文, ports: [443:443, 80:80]} # 网络\n";
    let files = [("one/docker-compose.yml", one), ("other/docker-compose.yml", other)];
    let report = check(&files, LINUX, Policy::new());
    insta::assert_snapshot!(report.text(&files.into_iter().collect()).to_string());
}

#[test]
fn without_its_text_a_finding_still_has_its_places() {
    let text = twice("", "\n");
    let report = check(&[("web/docker-compose.yml", &text)], LINUX, Policy::new());
    insta::assert_snapshot!(report.text(&Sources::new()).to_string());
    let other = Sources::new().with("web/docker-compose.yml", "# a file that was cut since\n");
    assert_eq!(report.text(&other).to_string(), report.text(&Sources::new()).to_string());
}

#[test]
fn a_file_of_one_long_line_is_quoted() {
    let service =
        |name: &str| format!("{name}: {{image: x, ports: ['80:80'], labels: [{}]}}", "long ".repeat(200_000));
    let text = format!("{{services: {{{}, {}}}}}", service("a"), service("b"));
    let said = drawn(&text);
    assert!(said.len() < 2000, "{} bytes", said.len());
    insta::assert_snapshot!(said);
}

#[test]
fn nothing_of_a_file_reaches_the_terminal_that_it_obeys() {
    let text = twice("  # \u{1b}[2J\u{9b}2J \u{202e}evil", "\n")
        .replace("- 80:80", "- 80:80 # \u{7f}\u{1b}]0;title");
    let file = "web\u{1b}[2J/docker-compose.yml";
    let files = [(file, text.as_str())];
    let report = check(&files, LINUX, Policy::new());
    assert_eq!(report.errors(), 1);
    let said = report.text(&files.into_iter().collect()).to_string();
    let obeyed = said.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
    assert_eq!(obeyed, None, "{said}");
    assert!(said.contains("web\u{241b}[2J/docker-compose.yml:5:9"), "{said}");
}

#[test]
fn colours_come_only_when_asked_for() {
    let text = twice("", "\n");
    let files = [("web/docker-compose.yml", text.as_str())];
    let (report, sources) = (check(&files, LINUX, Policy::new()), files.into_iter().collect());
    assert!(!report.text(&sources).to_string().contains('\u{1b}'));
    assert!(report.text(&sources).coloured().to_string().contains("\u{1b}[1m"));
}

#[test]
fn a_report_without_findings_says_so() {
    let report: Report = check(&[], LINUX, Policy::new());
    assert_eq!(report.text(&Sources::new()).to_string(), "0 errors, 0 warnings, 0 notes");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// The texts of the files may be anything: another version, cut off, not YAML at all.
    #[test]
    fn any_text_is_drawn_in_few_lines(
        lines in prop::collection::vec("[a-z \\t中é\u{301}\u{200d}🐳\u{1b}\u{202e}]{0,20}", 0..14),
        end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        repeat in prop::sample::select(vec![1_usize, 8, 60, 1000]),
    ) {
        let text = twice("", "\n");
        let files = [("web/docker-compose.yml", text.as_str())];
        let report = check(&files, LINUX, Policy::new());
        let lines: Vec<_> = lines.iter().map(|line| line.repeat(repeat)).collect();
        let other = lines.join(end);
        let said = report.text(&Sources::new().with("web/docker-compose.yml", &other)).to_string();
        prop_assert!(said.starts_with("error[published-port-twice]: "));
        prop_assert!(said.lines().count() < 30, "{}", said);
        prop_assert!(said.len() < 20_000, "{} bytes", said.len());
    }
}

#[test]
fn a_value_from_an_anchor_is_shown_where_it_is_written_and_where_it_is_used() {
    let text = "x-base: &base
  image: x
  networks: {default: {ipv4_address: 10.20.9.9}}
services:
  web:
    <<: *base
  api:
    image: x
    ports: &ports ['80:80']
  db:
    image: x
    ports: *ports
networks: {default: {ipam: {config: [{subnet: 10.20.0.0/24}]}}}
";
    let report = check(&[("web/docker-compose.yml", text)], "linux-5.15", Policy::new());
    let of = |rule: Rule| report.findings().iter().find(|finding| finding.rule == rule).expect("a finding");
    let places = |finding: &Finding| -> Vec<_> {
        finding.place.iter().chain(&finding.also).map(ToString::to_string).collect()
    };
    let outside = of(Rule::StaticAddressOutsideSubnet);
    let there = places(outside);
    assert_eq!(there[0], "web/docker-compose.yml:3:38", "what has to be changed");
    assert!(there.contains(&"web/docker-compose.yml:6:9".to_owned()), "{there:?}");
    assert_eq!(
        places(of(Rule::PublishedPortTwice)),
        ["web/docker-compose.yml:9:20", "web/docker-compose.yml:12:12"]
    );
    let sources = Sources::new().with("web/docker-compose.yml", text);
    insta::assert_snapshot!(report.text(&sources));
    let sarif = serde_json::to_string(&report.sarif()).expect("JSON");
    assert_eq!(sarif.matches("\"used here\"").count(), 2, "{sarif}");
}
