//! Hostile projects are read, judged, drawn and mended in 64 MiB, on every kind of host. Each is taken by a process of its own
//! whose allocator counts; that is why this test has no harness. How long each step took is printed and not judged.
//!
//! `cargo test --test check_limits -- NAME` takes only the projects whose name holds the word.

mod hostile;

use std::alloc::System;
use std::process::{Command, ExitCode, Output};
use std::time::Instant;

use cap::Cap;
use docknet::check::cure::Mending;
use docknet::check::service::{SwarmHosts, SwarmNode};
use docknet::check::{Report, Situation, Sources, Target};
use docknet::compose::{Environment, Project, Reading};
use docknet::host::Host;

/// What a process may have at any time, the text of the file and what is drawn included.
const MOST: usize = 64 * 1024 * 1024;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, RUNAWAY);

/// Where the allocator ends it, so that what runs away does not take the machine along.
const RUNAWAY: usize = 16 * MOST;

const HOSTS: [&str; 3] = ["linux", "windows", "swarm"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let child_of = arguments.iter().position(|argument| argument == "--hostile");
    match child_of.map(|at| arguments.get(at + 1).zip(arguments.get(at + 2))) {
        Some(Some((name, host))) => child(name, host),
        Some(None) => ExitCode::FAILURE,
        None => parent(arguments.iter().skip(1).find(|argument| !argument.starts_with('-'))),
    }
}

/// Has every project judged on every host, and says which were not as they should be.
fn parent(only: Option<&String>) -> ExitCode {
    let this = std::env::current_exe().expect("a path");
    let (mut done, mut bad) = (0, 0);
    let wanted = |name: &str| only.is_none_or(|word| name.contains(word.as_str()));
    for (name, _) in hostile::PROJECTS.iter().filter(|(name, _)| wanted(name)) {
        for host in HOSTS {
            let output = Command::new(&this).args(["--hostile", name, host]).output().expect("a process");
            let Output { status, stdout, stderr } = output;
            print!("{}", String::from_utf8_lossy(&stdout));
            done += 1;
            if !status.success() {
                println!("FAILED: {name} on {host}: {}", String::from_utf8_lossy(&stderr));
                bad += 1;
            }
        }
    }
    println!("{done} hostile projects, {bad} failed");
    if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads, judges, draws and mends one project; fails if it took more than it may.
fn child(name: &str, host: &str) -> ExitCode {
    let Some((_, text)) = hostile::PROJECTS.iter().find(|(there, _)| *there == name) else {
        return ExitCode::FAILURE;
    };
    let text = text();
    let start = Instant::now();
    print!("{name} on {host}: {} kB", text.len() / 1000);
    let step = |what: &str| {
        print!("; {what} {} MiB, {:.1?}", ALLOCATOR.max_allocated().div_ceil(1024 * 1024), start.elapsed());
    };
    let environment = Environment::new();
    let project = match Reading::new().environment(environment).parse("shop/compose.yml", &text) {
        Ok(project) => project,
        Err(error) => {
            step("refused");
            println!("; {error:.80}");
            return if ALLOCATOR.max_allocated() <= MOST { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
    };
    step("read");
    let situation = situation(host).project(&project);
    let report = situation.check();
    step("judged");
    draw(&report, &project);
    step("drawn");
    let counts = report.counts();
    drop(report);
    let mended = situation.mend(Mending::new().looked_at());
    step("mended");
    println!("; {counts}; {} cures, {} untried", mended.cures().len(), mended.untried());
    if ALLOCATOR.max_allocated() <= MOST { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Every format, each as one text.
fn draw(report: &Report, project: &Project) {
    let sources = project.sources().fold(Sources::new(), |all, (file, text)| all.with(file, text));
    assert!(!report.text(&sources).to_string().is_empty(), "a last line is always there");
    assert!(!report.to_string().is_empty(), "a last line is always there");
    assert!(serde_json::to_string(report).is_ok_and(|text| text.starts_with('{')), "JSON");
    assert!(serde_json::to_string(&report.sarif()).is_ok_and(|text| text.starts_with('{')), "SARIF");
}

fn situation<'p>(name: &str) -> Situation<'p> {
    let host = |text: &str| text.parse::<Host>().expect("a host");
    let (linux, windows) = (host("linux@20.10.24"), host("windows-server-2022@28.2"));
    match name {
        "linux" => Situation::new().target(Target::new("one", linux)),
        "windows" => Situation::new().target(Target::new("one", windows)),
        _ => {
            let swarm = SwarmHosts::new()
                .node(SwarmNode::manager("one", linux))
                .node(SwarmNode::worker("two", windows));
            Situation::new().swarm("both", swarm)
        }
    }
}
