//! What will fail, said before it happens: Compose files judged against the hosts they are meant for.
//!
//! ```text
//! cargo run --example check_compose -- compose.yaml --host windows-server-2022 --engine 28.2
//! cargo run --example check_compose -- iis8080/docker-compose.yml iis8081/docker-compose.yml \
//!     --host wcs1=windows-server-2004 --observed wcs1=inspect.json
//! cargo run --example check_compose -- compose.yaml -f compose.prod.yaml --host linux --format sarif
//! cargo run --example check_compose -- compose.yaml --host windows-server-2022 --fix --dry-run
//! cargo run --example check_compose -- compose.yaml --host linux --override compose.override.yaml --tool 1
//! cargo run --example check_compose -- --explain one-nat-ends-isolation
//! ```
//!
//! Every file is a project of its own; `-f` adds a file to the project named before it, as in `docker-compose -f one -f
//! other`. With `--swarm` the hosts are the nodes of a swarm and the projects stacks on it. All projects are judged
//! together, as they would run side by side on every host.
//!
//! `--fix` cures what can be cured without asking and shows what it changes as a diff; `--look` adds the cures a person
//! should look at, `--dry-run` changes nothing, `--override` leaves the files and writes one to be laid over them.
//!
//! Ends 0 when nothing is found (with cures: nothing is left) but warnings and notes, 1 when there are errors (or warnings
//! with `--deny-warnings`), 2 when the input cannot be used or nothing can be written. The result goes to standard output, what is wrong with the input to standard error.

mod arguments;
mod error;
mod files;
mod fix;
mod hosts;
mod print;
mod projects;
#[path = "../say/mod.rs"]
mod say;
mod write;

use std::process::ExitCode;

use arguments::{Arguments, Order};
use docknet::check::{Situation, Sources};
use docknet::compose::Project;
use error::InputError;
use hosts::Hosts;

/// All that is to be judged.
#[derive(Debug)]
struct Job {
    projects: Vec<Project>,
    hosts: Hosts,
}

fn main() -> ExitCode {
    let (arguments, order) = Arguments::read();
    match run(&arguments, &order) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(1),
        Err(errors) => {
            for error in errors {
                eprintln!("check_compose: {error}");
            }
            ExitCode::from(2)
        }
    }
}

/// How a check ends that could be made.
enum Outcome {
    Clean,
    Errors,
}

fn run(arguments: &Arguments, order: &Order) -> Result<Outcome, Vec<InputError>> {
    if let Some(rule) = arguments.explain {
        say::say!("{}", rule.page().trim_end());
        return Ok(Outcome::Clean);
    }
    if arguments.rules {
        say::say!("{}", print::rules());
        return Ok(Outcome::Clean);
    }
    let hosts = hosts::read(arguments).map_err(|error| vec![error])?;
    let projects = projects::read(arguments, order)?;
    let job = Job { projects, hosts };
    let situation = situation(&job).policy(arguments.policy());
    let report = if fix::is_asked(arguments) {
        let mended = fix::run(&situation, &job.projects, arguments).map_err(|error| vec![error])?;
        print::report(mended.report(), &sources(mended.projects()), arguments);
        mended.report().clone()
    } else {
        let report = situation.check();
        print::report(&report, &sources(&job.projects), arguments);
        report
    };
    let counts = report.counts();
    let failed = counts.errors > 0 || arguments.deny_warnings && counts.warnings > 0;
    Ok(if failed { Outcome::Errors } else { Outcome::Clean })
}

fn situation(job: &Job) -> Situation<'_> {
    let situation = job.projects.iter().fold(Situation::new(), Situation::project);
    match &job.hosts {
        Hosts::Apart(targets) => targets.iter().cloned().fold(situation, Situation::target),
        Hosts::Swarm(swarm) => situation.swarm("swarm", swarm.clone()),
    }
}

fn sources(projects: &[Project]) -> Sources<'_> {
    projects.iter().fold(Sources::new(), Sources::project)
}
