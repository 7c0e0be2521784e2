//! The SARIF log.

use docknet::check::{Policy, Report, Rule};
use serde_json::Value;

use super::check;
use super::schema::assert_is;

const FILES: [(&str, &str); 2] = [
    (
        "web sites/docker-compose.yml",
        "services: {a: {image: x, ports: ['80:80']}, b: {image: x, ports: ['80:80']}}",
    ),
    (
        r"C:\sites\other\docker-compose.yml",
        "services:\n  c:\n    image: x\n    ports: ['127.0.0.1:81:81'] # 中文\n",
    ),
];

/// A log that is what the format asks for.
fn log(report: &Report) -> Value {
    let log = serde_json::to_value(report.sarif()).expect("JSON");
    assert_is(&log, "sarifLog", "log");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
        assert_eq!(index.and_then(|index| rules.get(index)).map(|rule| &rule["id"]), Some(&result["ruleId"]));
    }
    log
}

#[test]
fn what_has_no_place_is_shown_at_the_beginning_of_the_first_file() {
    // What is left out of a file full of faults stands nowhere.
    let text = format!("services: {{a: {{image: x, ports: [{}]}}}}", "'70000:80', ".repeat(1_100));
    let project =
        docknet::compose::Reading::new().parse("web sites/docker-compose.yml", &text).expect("a project");
    let report = docknet::check(&project, &docknet::host::Host::linux());
    let without = report.findings().iter().filter(|finding| finding.place.is_none()).count();
    assert_eq!(without, 1);
    let log = log(&report);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let more = |result: &&Value| {
        result["message"]["text"].as_str().is_some_and(|text| text.contains("more faults are not listed"))
    };
    let more = results.iter().find(more).expect("a result");
    let physical = &more["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "web%20sites/docker-compose.yml");
    assert_eq!(
        (&physical["region"]["startLine"], &physical["region"]["startColumn"]),
        (&1.into(), &1.into())
    );
    assert!(results.iter().all(|result| result["locations"].as_array().is_some_and(|all| !all.is_empty())));
}

#[test]
fn findings_are_results_with_places_and_pages() {
    let log = log(&check(&FILES, "windows-server-2022", Policy::new()));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["tool"]["driver"]["version"], env!("CARGO_PKG_VERSION"));
    let results = run["results"].as_array().expect("results");
    let of = |rule: Rule| results.iter().find(|result| result["ruleId"] == rule.slug()).expect("a result");

    let twice = of(Rule::PublishedPortTwice);
    assert_eq!(twice["level"], "error");
    let place = |location: &Value| {
        let physical = &location["physicalLocation"];
        (physical["artifactLocation"]["uri"].clone(), physical["region"]["startColumn"].clone())
    };
    assert_eq!(place(&twice["locations"][0]), ("web%20sites/docker-compose.yml".into(), 34.into()));
    assert_eq!(place(&twice["relatedLocations"][0]), ("web%20sites/docker-compose.yml".into(), 67.into()));
    assert_eq!(twice["properties"]["hosts"][0], "one");

    let address = of(Rule::HostAddressInPublish);
    assert_eq!(
        place(&address["locations"][0]),
        ("file:///C:/sites/other/docker-compose.yml".into(), 13.into())
    );
    let text = address["message"]["text"].as_str().expect("text");
    assert!(text.contains("\n\nInstead: ") && text.ends_with("\n\nOn: one"), "{text}");

    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let rule = rules.iter().find(|rule| rule["id"] == "published-port-twice").expect("the rule");
    assert_eq!(rule["shortDescription"]["text"], Rule::PublishedPortTwice.summary());
    assert_eq!(rule["help"]["markdown"], Rule::PublishedPortTwice.page());
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    let description = rule["fullDescription"]["text"].as_str().expect("text");
    assert!(!description.contains('*') && !description.contains('\n'), "{description}");
}

#[test]
fn an_allowed_finding_is_a_result_with_a_suppression() {
    let policy = Policy::new().allow(Rule::PublishedPortTwice, "never both at once").expect("a reason");
    let log = log(&check(&FILES, "linux-5.15", policy));
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "published-port-twice");
    let suppression = &result["suppressions"][0];
    assert_eq!(suppression["kind"], "external");
    assert_eq!(suppression["justification"], "never both at once");
}

#[test]
fn an_allowance_of_the_file_is_named_with_its_place() {
    let text = "services: {a: {image: x, ports: ['80:80']}, b: {image: x, ports: ['80:80']}}\n\
                x-docknet: {allow: {published-port-twice: never both}}\n";
    let log = log(&check(&[("web/docker-compose.yml", text)], "linux-5.15", Policy::new()));
    let suppression = &log["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    let region = &suppression["location"]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&2.into(), &21.into()));
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let fingerprints = |text: &str| -> Vec<Value> {
        let log = log(&check(&[("web/docker-compose.yml", text)], "linux-5.15", Policy::new()));
        let results = log["runs"][0]["results"].as_array().expect("results");
        results.iter().map(|result| result["partialFingerprints"]["docknet/v1"].clone()).collect()
    };
    let text =
        "services:\n  a: {image: x, ports: ['80:80', '81:81']}\n  b: {image: x, ports: ['80:80', '81:81']}\n";
    let before = fingerprints(text);
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1]);
    assert_eq!(
        fingerprints(&format!("# a comment\n\n{}", text.replace("  b", "    # another\n  b"))),
        before
    );
    assert_ne!(fingerprints(&text.replace("'80:80'", "'90:80'")), before);
}

#[test]
fn a_clean_run_says_that_it_ran() {
    let log = log(&check(&[], "linux-5.15", Policy::new()));
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}
