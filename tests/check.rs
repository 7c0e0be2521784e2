//! Every folder `tests/check/<rule>/<situation>` is a situation with its report word for word; how one is read stands in
//! `tests/situation`.
//!
//! - a situation called `fires_...` has a finding of its rule, one called `silent_...` has none
//! - `DOCKNET_BLESS=1` writes the reports anew
#![cfg(feature = "compose")]

mod situation;

use std::collections::BTreeMap;
use std::{env, fs};

use docknet::check::{Rule, Severity, Situation};
use docknet::compose::{Environment, Project};
use docknet::host::Host;
use docknet::plan::Observed;

use situation::{folder, name, projects, read, report, situations};

#[test]
fn every_situation_gets_its_report() {
    let bless = env::var_os("DOCKNET_BLESS").is_some();
    let mut wrong = Vec::new();
    for situation in situations() {
        let (rule, title) = (name(situation.parent().unwrap()), name(&situation));
        let report = report(&situation);
        let found = report.findings().iter().any(|finding| finding.rule.slug() == rule);
        let fires = title.starts_with("fires_");
        assert!(fires || title.starts_with("silent_"), "{rule}/{title} is called neither");
        if found != fires {
            wrong.push(format!("{rule}/{title} is not what it is called:\n{report}"));
            continue;
        }
        let (path, text) = (situation.join("report.txt"), format!("{report}\n"));
        if bless {
            fs::write(&path, text).unwrap();
        } else if read(&path) != text {
            wrong.push(format!("{rule}/{title} is now:\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_situations_and_a_page() {
    let mut count = BTreeMap::new();
    for situation in situations() {
        let rule = name(situation.parent().unwrap()).to_owned();
        let fires = name(&situation).starts_with("fires_");
        *count.entry((rule, fires)).or_insert(0) += 1;
    }
    for rule in Rule::ALL {
        for fires in [true, false] {
            assert!(
                count.contains_key(&(rule.slug().to_owned(), fires)),
                "{rule} has no situation: fires {fires}"
            );
        }
        let page = rule.page();
        assert!(page.starts_with(&format!("# {rule}\n")), "{rule}");
        for part in ["**What happens.** ", "**Since and until.** ", "**Who says so.** ", "**What to do.** "] {
            let text = page.split(part).nth(1).unwrap_or_else(|| panic!("{rule} lacks {part}"));
            assert!(text.lines().next().unwrap().len() > 5, "{rule}: {part}");
        }
    }
    let folders = count.keys().all(|(folder, _)| Rule::ALL.iter().any(|rule| rule.slug() == folder));
    assert!(folders, "every folder is a rule's: {count:?}");
}

#[test]
fn findings_have_reason_and_remedy_and_somebody_who_says_so() {
    for situation in situations() {
        for finding in report(&situation).findings() {
            assert!(!finding.reason.is_empty() && !finding.hosts.is_empty(), "{finding}");
            if finding.severity != Severity::Note {
                assert!(finding.remedy.is_some() && !finding.sources.is_empty(), "{finding}");
                assert!(finding.place.is_some(), "{finding}");
            }
            assert!(finding.severity >= finding.rule.severity(), "a finding is at most as grave as its rule");
        }
    }
}

#[test]
fn the_order_of_hosts_and_projects_changes_no_finding() {
    let situation = folder().join("several-nat-networks-with-published-ports/fires_field_report_on_2004");
    let projects = projects(&situation);
    let host: Host = "windows-server-2004".parse().unwrap();
    let forwards = projects.iter().fold(Situation::new(), Situation::project);
    let backwards = projects.iter().rev().fold(Situation::new(), Situation::project);
    let check = |situation: Situation<'_>| situation.host("a", host.clone(), Observed::default()).check();
    let (forwards, backwards) = (check(forwards), check(backwards));
    assert_eq!(forwards, backwards);
    assert!(forwards.findings().len() > 1);
}

#[test]
fn a_report_is_json_with_places_and_slugs() {
    let text = "services:\n  web:\n    image: iis\n    ports: ['127.0.0.1:80:80']\n";
    let project = Project::parse("web/docker-compose.yml", text, &Environment::new()).unwrap();
    let report = docknet::check(&project, &"windows-server-1803".parse().unwrap());
    let json = serde_json::to_value(&report).unwrap();
    let finding = &json["findings"][0];
    assert_eq!(finding["rule"], "host-address-in-publish");
    assert_eq!(finding["severity"], "error");
    assert_eq!(
        finding["place"],
        serde_json::json!({"file": "web/docker-compose.yml", "line": 4, "column": 13, "end": 30})
    );
    assert_eq!(finding["hosts"][0], "Windows Server 1803 (build 17134)");
}
