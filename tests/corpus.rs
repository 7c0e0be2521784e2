//! Compose files as people write them: good ones, of which none may get an error (precision), and ones with a
//! planted fault, which exactly its rule has to find (recall).
//!
//! `tests/corpus/good/<topic>-<name>.yaml` and `tests/corpus/planted/<rule>/<name>.yaml` begin with comments:
//!
//! - `# hosts: linux-5.15@20.10.24, windows-server-2022@28.2.2`: where the file is meant to run, at least one
//! - `# swarm: yes`: a stack file; the hosts are the nodes of a swarm, the first one its manager
//! - `# tool: compose2`: docker-compose 1.29.2 refuses the file; the others it reads, which an ignored test asks it
//! - `# with: other.yaml, third.yaml` (planted): further projects on the same hosts, files of the same folder
//! - `# observed: nat.json` (planted): the output of `docker network inspect` on the first host, the next on the next
//! - `# avoid: 10.0.0.0/8=VPN`, `# route: 10.0.0.0/8=eth0`, `# published: web=8080:80`, `# excluded: tcp=FILE`,
//!   `# dynamic: tcp=FILE`, `# daemon: FILE` (both): what else is known of the hosts, as in `tests/situation`; of the
//!   nodes of a swarm `excluded` and `dynamic` alone
//! - `# lacks: ipvs` (planted, or `esp`, `vxlan`): what the kernels of the nodes have not
//! - `# managers: none` (planted): all nodes are workers
//! - `# state: inactive` (planted, or `worker`, `manager`): the hosts' part in a swarm, for a file that is no stack
//! - `# also: slug, slug (why)` (planted): other rules that have to speak up as well
//!
//! A planted file passes when the rules behind its errors and warnings are its folder's and those under `also`, no
//! more and no fewer; where the folder's rule is a note, when that note is there and no error is.
#![cfg(feature = "compose")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use docknet::check::service::{KernelFeature, SwarmHosts, SwarmNode};
use docknet::check::{Report, Rule, Severity, Situation, Target};
use docknet::compose::{Project, Reading};
use docknet::host::{Host, SwarmState};
use docknet::plan::Observed;
use docknet::wire::{DaemonDocument, DynamicPorts, ExcludedPorts, Inspection};

/// Good files with something in them that docknet does not read yet. They count as wrong in the figure, and one that
/// is read has to leave the list.
const NOT_READ_YET: &[&str] = &[];

/// Good files that get an error today, and the rule that is wrong about them. They count as wrong in the figure, and
/// one that gets no such error any more has to leave the list.
const WRONG_YET: &[(&str, &str)] = &[];

fn corpus(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(part)
}

/// What is in a folder, in order; nothing if there is no folder.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(all) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = all.map(|entry| entry.expect("an entry that can be read").path()).collect();
    paths.sort();
    paths
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let all = entries(folder).into_iter();
    all.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(OsStr::to_str).expect("a name in UTF-8")
}

/// What the comments at the head of a file say.
#[derive(Default)]
struct Header {
    hosts: Vec<Host>,
    swarm: bool,
    compose2: bool,
    with: Vec<String>,
    observed: Vec<String>,
    lacks: Vec<KernelFeature>,
    workers_only: bool,
    state: Option<SwarmState>,
    also: BTreeSet<String>,
    /// What else is known of the hosts.
    known: Vec<(String, String)>,
}

fn list(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())
}

impl Header {
    fn of(path: &Path, text: &str) -> Self {
        let mut header = Self::default();
        for line in text.lines().map_while(|line| line.strip_prefix('#')) {
            let Some((key, value)) = line.split_once(':') else { continue };
            match (key.trim(), value.trim()) {
                ("hosts", hosts) => {
                    header.hosts = list(hosts).map(|host| host.parse().expect("a host")).collect();
                }
                ("swarm", "yes") => header.swarm = true,
                ("tool", "compose2") => header.compose2 = true,
                ("with", files) => header.with = list(files).collect(),
                (known @ ("avoid" | "daemon" | "dynamic" | "excluded" | "published" | "route"), values) => {
                    header.known.extend(list(values).map(|value| (known.to_owned(), value)));
                }
                ("observed", files) => header.observed = list(files).collect(),
                ("lacks", features) => header.lacks = list(features).map(|word| feature(&word)).collect(),
                ("managers", "none") => header.workers_only = true,
                ("state", "inactive") => header.state = Some(SwarmState::Inactive),
                ("state", "worker") => header.state = Some(SwarmState::Worker),
                ("state", "manager") => header.state = Some(SwarmState::Manager),
                ("also", slugs) => {
                    let (slugs, why) = slugs.split_once('(').unwrap_or((slugs, ""));
                    assert!(why.ends_with(')'), "{}: also, but not why", path.display());
                    header.also = list(slugs).collect();
                }
                ("host" | "managers" | "state" | "swarm" | "tool", _) => {
                    panic!("{}: cannot read #{line}", path.display())
                }
                _ => {}
            }
        }
        assert!(!header.hosts.is_empty(), "{}: no `# hosts:`", path.display());
        if let Some(state) = header.state {
            header.hosts.iter_mut().for_each(|host| *host = host.clone().with_swarm(state));
        }
        header
    }
}

fn feature(word: &str) -> KernelFeature {
    match word {
        "esp" => KernelFeature::Esp,
        "ipvs" => KernelFeature::Ipvs,
        "vxlan" => KernelFeature::Vxlan,
        _ => panic!("{word} is nothing a kernel lacks"),
    }
}

/// The swarm of a stack file: the first host is the manager.
fn swarm(path: &Path, header: &Header) -> SwarmHosts {
    let file = |name: &str| read(&path.with_file_name(name));
    let node = |(number, host): (usize, &Host)| {
        let role = if number == 0 && !header.workers_only { SwarmNode::manager } else { SwarmNode::worker };
        let mut node = role(format!("host{}: {host}", number + 1), host.clone());
        node = header.lacks.iter().fold(node, |node, feature| node.lacking(*feature));
        for (key, value) in &header.known {
            let (protocol, name) = value.split_once('=').expect("a protocol and a file");
            let protocol = protocol.parse().expect("a protocol");
            node = match key.as_str() {
                "excluded" => node.with_excluded(protocol, file(name).parse().expect("netsh's ranges")),
                "dynamic" => node.with_dynamic(protocol, file(name).parse().expect("netsh's range")),
                _ => panic!("{key} says nothing of a node"),
            };
        }
        node
    };
    header.hosts.iter().enumerate().map(node).fold(SwarmHosts::new(), SwarmHosts::node)
}

/// The one place that knows how a file is read. Files that name others are read where they are, all others as if each
/// were in a folder of its own, which gives the project its name.
fn parse(path: &Path) -> Result<Project, String> {
    let text = read(path);
    let project = if text.contains("include:") || text.contains("file: ") {
        Reading::new().name(stem(path)).read(&[path])
    } else {
        Reading::new().parse(&format!("{}/docker-compose.yml", stem(path)), &text)
    };
    project.map_err(|error| error.to_string())
}

/// Judges a file, and those beside it, on all of its hosts.
fn judge(path: &Path) -> Result<Report, String> {
    let header = Header::of(path, &read(path));
    let beside = header.with.iter().map(|file| path.with_file_name(file));
    let projects: Vec<_> =
        [path.to_owned()].into_iter().chain(beside).map(|file| parse(&file)).collect::<Result<_, _>>()?;
    let mut observed = header.observed.iter().map(|file| {
        let networks = Inspection::parse(&read(&path.with_file_name(file))).and_then(|all| all.networks());
        Observed::new(networks.unwrap_or_else(|error| panic!("{file} of {}: {error}", path.display())))
    });
    let mut situation = projects.iter().fold(Situation::new(), Situation::project);
    if header.swarm {
        let swarm = observed.fold(swarm(path, &header), |swarm, seen| swarm.observed(seen.networks));
        return Ok(situation.swarm("swarm", swarm).check());
    }
    for (number, host) in header.hosts.iter().enumerate() {
        let name = format!("host{}: {host}", number + 1);
        let target = Target::new(name, host.clone()).observing(observed.next().unwrap_or_default());
        let target = header.known.iter().fold(target, |target, (key, value)| know(path, target, key, value));
        situation = situation.target(target);
    }
    Ok(situation.check())
}

/// Adds what a line at the head says of the hosts.
fn know(path: &Path, target: Target, key: &str, value: &str) -> Target {
    let file = |name: &str| read(&path.with_file_name(name));
    let (first, rest) = value.split_once('=').unwrap_or((value, ""));
    match key {
        "avoid" => target.avoiding(first.parse().expect("a range"), rest),
        "daemon" => target.configured(DaemonDocument::parse(&file(first)).expect("a daemon.json")),
        "dynamic" => {
            let ports: DynamicPorts = file(rest).parse().expect("netsh's range");
            target.picking(first.parse().expect("a protocol"), ports)
        }
        "excluded" => {
            let ports: ExcludedPorts = file(rest).parse().expect("netsh's ranges");
            target.excluding(first.parse().expect("a protocol"), ports)
        }
        "published" => target.publishing(first, rest.parse().expect("a port")),
        "route" => target.routing(first.parse().expect("a range"), rest),
        _ => panic!("{key} says nothing of a host"),
    }
}

/// The rules that have a finding of one of these severities.
fn slugs(report: &Report, severities: &[Severity]) -> BTreeSet<String> {
    let found = report.findings().iter().filter(|finding| severities.contains(&finding.severity));
    found.map(|finding| finding.rule.slug().to_owned()).collect()
}

fn severity(slug: &str) -> Severity {
    let rule: Rule = slug.parse().unwrap_or_else(|error| panic!("planted/{slug}: {error}"));
    rule.severity()
}

#[test]
fn good_files_get_no_error() {
    let (mut judged, mut known, mut wrong, mut warned, mut noted) =
        (0, 0, Vec::new(), BTreeMap::new(), BTreeMap::new());
    for path in files(&corpus("good")) {
        judged += 1;
        let title = stem(&path);
        let not_read = NOT_READ_YET.contains(&title);
        let expected: BTreeSet<_> =
            WRONG_YET.iter().filter(|(file, _)| *file == title).map(|(_, slug)| (*slug).to_owned()).collect();
        known += usize::from(not_read || !expected.is_empty());
        match judge(&path) {
            Err(_) if not_read => {}
            Err(error) => wrong.push(format!("{title} cannot be read: {error}")),
            Ok(_) if not_read => wrong.push(format!("{title} is read now: take it off NOT_READ_YET")),
            Ok(report) => {
                let found = slugs(&report, &[Severity::Error]);
                for slug in slugs(&report, &[Severity::Warning]) {
                    *warned.entry(slug).or_insert(0) += 1;
                }
                for slug in slugs(&report, &[Severity::Note]) {
                    *noted.entry(slug).or_insert(0) += 1;
                }
                if found != expected {
                    wrong.push(format!("{title}: errors {found:?}, expected {expected:?}\n{report}"));
                }
            }
        }
    }
    println!("good files: {judged}, with an error: {}", known + wrong.len());
    println!("good files with a warning, by rule: {warned:?}");
    println!("good files with a note, by rule: {noted:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(judged >= 100, "{judged} good files are too few to say anything");
}

#[test]
fn planted_faults_are_found_by_exactly_their_rule() {
    let (mut planted, mut wrong) = (0, Vec::new());
    for folder in entries(&corpus("planted")).into_iter().filter(|path| path.is_dir()) {
        let slug = stem(&folder);
        let files = files(&folder);
        // A file that another one names is there for that one.
        let named: BTreeSet<_> = files.iter().flat_map(|path| with(path)).collect();
        let faults: Vec<_> = files.iter().filter(|path| !named.contains(*path)).collect();
        assert!(!faults.is_empty(), "planted/{slug}: no file of its own");
        for path in faults {
            planted += 1;
            let title = format!("{slug}/{}", stem(path));
            match judge(path) {
                Err(error) => wrong.push(format!("{title} cannot be read: {error}")),
                Ok(report) => {
                    let verdict = verdict(slug, &Header::of(path, &read(path)), &report);
                    wrong.extend(verdict.err().map(|why| format!("{title}: {why}\n{report}")));
                }
            }
        }
    }
    println!("planted faults: {planted}, found by exactly their rule: {}", planted - wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The files a planted file names, whether or not it has hosts of its own.
fn with(path: &Path) -> Vec<PathBuf> {
    let text = read(path);
    let named = text.lines().filter_map(|line| line.strip_prefix("# with:"));
    named.flat_map(list).map(|file| path.with_file_name(file)).collect()
}

fn verdict(slug: &str, header: &Header, report: &Report) -> Result<(), String> {
    if severity(slug) == Severity::Note {
        let noted = slugs(report, &[Severity::Note]).contains(slug);
        let errors = slugs(report, &[Severity::Error]);
        return match (noted, errors.is_empty()) {
            (true, true) => Ok(()),
            (false, _) => Err("the note is missing".to_owned()),
            (true, false) => Err(format!("an error beside the note: {errors:?}")),
        };
    }
    let mut expected = header.also.clone();
    expected.insert(slug.to_owned());
    let found = slugs(report, &[Severity::Error, Severity::Warning]);
    if found == expected { Ok(()) } else { Err(format!("found {found:?}, expected {expected:?}")) }
}

#[test]
fn the_corpus_is_as_varied_as_it_says() {
    let (mut windows, mut stacks, mut crlf, mut without_version) = (0, 0, 0, 0);
    let mut versions = BTreeSet::new();
    for path in files(&corpus("good")) {
        let text = read(&path);
        let header = Header::of(&path, &text);
        windows += usize::from(header.hosts.iter().any(|host| host.windows_build().is_some()));
        stacks += usize::from(header.swarm);
        crlf += usize::from(text.contains("\r\n"));
        let version = text.lines().find_map(|line| line.strip_prefix("version:"));
        without_version += usize::from(version.is_none());
        versions.extend(
            version.map(|version| {
                version.trim().trim_start_matches("!!str ").trim_matches(['\'', '"']).to_owned()
            }),
        );
    }
    println!("on Windows: {windows}, stacks: {stacks}, CR LF: {crlf}, versions: {versions:?}");
    assert!(windows >= 20 && stacks >= 20 && crlf >= 1 && without_version >= 10, "{windows} {stacks} {crlf}");
    for version in ["2", "2.1", "2.4", "3", "3.3", "3.8"] {
        assert!(versions.contains(version), "no file of version {version}: {versions:?}");
    }
}

#[test]
#[ignore = "asks the real docker-compose, 1.29.2"]
fn docker_compose_reads_what_it_is_said_to_read() {
    let (mut read_there, mut wrong) = (0, Vec::new());
    for path in files(&corpus("good")) {
        let header = Header::of(&path, &read(&path));
        let mut command = Command::new("docker-compose");
        command.arg("-f").arg(&path).args(["config", "-q"]).env("COMPOSE_PROJECT_NAME", stem(&path));
        if header.hosts.iter().all(|host| host.windows_build().is_some()) {
            // Drive letters are taken for paths then, on Linux as well.
            command.env("COMPOSE_FORCE_WINDOWS_HOST", "1");
        }
        let output = command.output().expect("docker-compose can be started");
        read_there += usize::from(output.status.success());
        if output.status.success() == header.compose2 {
            let said = String::from_utf8_lossy(&output.stderr);
            wrong.push(format!("{}, tool compose2: {}: {said}", stem(&path), header.compose2));
        }
    }
    println!("good files docker-compose reads: {read_there}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
