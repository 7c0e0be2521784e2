//! Projects of any texts on any host and swarm: findings stand in the files, the same twice, drawn in every way; who
//! reaches whom; and cures that cure, do no harm and leave nothing to cure.
#![no_main]

use std::collections::BTreeMap;

use docknet::check::cure::Mending;
use docknet::check::reach::Vantage;
use docknet::check::{Report, Severity, Situation, Sources};
use docknet::compose::{Limits, Place, Project, Reading, Texts, Tool};
use docknet_fuzz::{digest, situation, split};
use libfuzzer_sys::fuzz_target;

/// Small projects, so that many are tried; what the largest take is measured by `tests/check_limits.rs`.
const MOST_PORTS: usize = 64;
const MOST_NODES: usize = 2_000;

/// Who reaches more services than these takes too long to be asked often.
const MOST_SERVICES: usize = 4;

fuzz_target!(|data: &[u8]| {
    let Some((choices, text)) = split(data) else { return };
    let choices = Choices(choices);
    let Some(projects) = choices.projects(text) else { return };
    let situation = choices.situation(&projects);
    let (said, few) = judge(&situation, &projects);
    assert_eq!(digest(&situation.check()), said, "the same twice");
    reach(&situation, &projects);
    if few {
        mend(&choices, &situation);
    }
});

/// Two hosts, what there is, and a policy.
struct Choices([u8; 4]);

impl Choices {
    fn is(&self, bit: u8) -> bool {
        self.0[2] >> bit & 1 == 1
    }

    /// One project of one file, of two that are merged, or two projects; a line of three dashes parts files.
    fn projects(&self, text: &str) -> Option<Vec<Project>> {
        let tool = if self.is(1) { Tool::Compose1 } else { Tool::Compose2 };
        let limits = Limits::default().with_ports(MOST_PORTS).with_nodes(MOST_NODES);
        let reading = Reading::new().limits(limits).profile("*").tool(tool);
        let (first, second) = match text.split_once("\n---\n") {
            Some((first, second)) => (first, Some(second)),
            None => (text, None),
        };
        let (name, merged, beside) = ("a/docker-compose.yml", "a/more.yml", "b/docker-compose.yml");
        let projects = match second {
            Some(second) if self.is(0) => {
                let files = Texts::new().with(name, first).with(merged, second);
                vec![reading.read_from(&files, &[name, merged])]
            }
            Some(second) => vec![reading.parse(name, first), reading.parse(beside, second)],
            None => vec![reading.parse(name, first)],
        };
        projects.into_iter().collect::<Result<_, _>>().ok()
    }

    fn situation<'p>(&self, projects: &'p [Project]) -> Situation<'p> {
        let [first, second, _, ruled] = self.0;
        let mut situation = projects.iter().fold(Situation::new(), Situation::project);
        if self.is(2) || !self.is(3) {
            situation = situation.target(situation::target("one", first, self.is(4)));
        }
        if self.is(3) {
            situation = situation.swarm("prod", situation::swarm([first, second], self.is(4)));
        }
        if self.is(5) {
            situation = situation.target(situation::target("two", second, false));
        }
        if self.is(6) { situation.policy(situation::policy(ruled)) } else { situation }
    }
}

/// What is found, in few words, and whether it is little enough to be cured in no time.
fn judge(situation: &Situation<'_>, projects: &[Project]) -> (u64, bool) {
    let report = situation.check();
    let texts: BTreeMap<&str, Vec<&str>> =
        projects.iter().flat_map(Project::sources).map(|(file, text)| (file, lines(text))).collect();
    let allowed = report.allowed().iter().map(|allowed| &allowed.finding);
    for finding in report.findings().iter().chain(allowed) {
        assert!(!finding.hosts.is_empty() && !finding.message.is_empty(), "{finding}");
        for place in finding.place.iter().chain(&finding.also) {
            inside(place, &texts);
        }
    }
    let sources = projects.iter().fold(Sources::new(), Sources::project);
    assert!(!report.text(&sources).listing_allowed().to_string().is_empty());
    for json in [serde_json::to_string(&report), serde_json::to_string(&report.sarif())] {
        let json: serde_json::Value = serde_json::from_str(&json.expect("JSON")).expect("JSON that is read");
        assert!(json.is_object());
    }
    (digest(&report), report.findings().len() <= 64)
}

/// Lines as YAML has them.
fn lines(text: &str) -> Vec<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')).collect()
}

fn inside(place: &Place, texts: &BTreeMap<&str, Vec<&str>>) {
    let lines = texts.get(place.file()).unwrap_or_else(|| panic!("{place} is in no file"));
    let line = lines.get(place.line() as usize - 1).unwrap_or_else(|| panic!("{place} is behind the end"));
    let characters = line.chars().count() + 1;
    assert!(place.column() as usize <= characters, "{place} is behind the end of its line");
    assert!((place.column() + place.length()) as usize <= characters + 1, "{place} is too long");
}

fn reach(situation: &Situation<'_>, projects: &[Project]) {
    let services = projects.iter().flat_map(|project| {
        project.services().iter().take(MOST_SERVICES).map(|service| (project.name(), &service.name.value))
    });
    let mut vantages = vec![Vantage::Host, Vantage::Machine, Vantage::Node("vm1".to_owned())];
    vantages.extend(services.clone().map(|(project, service)| Vantage::Container {
        project: project.to_owned(),
        service: service.clone(),
    }));
    for (project, service) in services {
        for vantage in &vantages {
            match situation.who_reaches(vantage, project, service) {
                Ok(ways) => {
                    assert!(ways.iter().all(|way| !way.to_string().is_empty() && !way.hosts.is_empty()))
                }
                Err(error) => assert!(matches!(vantage, Vantage::Node(_)), "{error}"),
            }
        }
    }
}

fn mend(choices: &Choices, situation: &Situation<'_>) {
    let mending = Mending::new().looked_at();
    let mending = if choices.is(7) { mending.beside(Tool::Compose2) } else { mending };
    let mended = situation.mend(mending);
    let (before, now) = (counts(&situation.check()), counts(mended.report()));
    for (what, count) in &now {
        assert!(before.get(what).is_some_and(|there| there >= count), "{what:?} has come");
    }
    for cure in mended.cures() {
        let is_left =
            |left: &docknet::check::Finding| (left.rule, &left.message) == (cure.rule, &cure.message);
        assert!(!mended.report().findings().iter().any(is_left), "{} is still there", cure.message);
    }
    for index in 0..mended.projects().len() {
        let _ = mended.override_file(index, Tool::Compose2);
    }
    let again = choices.situation(mended.projects()).mend(mending);
    assert_eq!(again.changed().count(), 0, "{:?}", again.cures());
}

fn counts(report: &Report) -> BTreeMap<(Severity, &'static str), usize> {
    let mut counts = BTreeMap::new();
    for finding in report.findings().iter().filter(|finding| finding.severity != Severity::Note) {
        *counts.entry((finding.severity, finding.rule.slug())).or_insert(0) += 1;
    }
    counts
}
