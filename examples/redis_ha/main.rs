//! One NAT for Redis HA: from three hosts with three prefixes to one plan, applied and proven in the simulation.
//!
//! Without arguments it reads the fixtures beside it: three Windows Server 2004 hosts as `docker network inspect nat`
//! shows them, a Redis HA project and three web projects, and a daemon.json. Your own files take their place one kind
//! at a time.
//!
//! ```text
//! cargo run --example redis_ha
//! cargo run --example redis_ha -- --inspect wcs1=nat.json --compose redis/docker-compose.yml --prefix 10.30.0.0/20
//! ```
//!
//! Ends 0 when every member is where it should be, 1 when the proof fails (what fails is printed with the rest), 2 when the
//! input cannot be used.

mod input;
mod job;
mod members;
mod nat;
mod print;
mod proof;
#[path = "../say/mod.rs"]
mod say;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use docknet::host::{EngineVersion, Host};
use docknet::model::Subnet;
use input::{Avoid, Input, NamedFile};
use say::say;

/// One prefix on every host, fixed addresses for Redis HA, and the proof that it holds.
#[derive(Debug, Parser)]
struct Arguments {
    /// What `docker network inspect` printed on a host, as FILE or HOST=FILE; repeat it for every host.
    #[arg(long, value_name = "[HOST=]FILE")]
    inspect: Vec<NamedFile>,
    /// A Compose file; repeat it for every project. One of them must be the Redis HA project.
    #[arg(long, value_name = "FILE")]
    compose: Vec<PathBuf>,
    /// The daemon.json the hosts have now.
    #[arg(long, value_name = "FILE")]
    daemon_json: Option<PathBuf>,
    /// The prefix wanted; otherwise the /20 around the master's address.
    #[arg(long, value_name = "SUBNET")]
    prefix: Option<Subnet>,
    /// A subnet to keep clear of, with its name; repeat it.
    #[arg(long, value_name = "SUBNET=NAME")]
    avoid: Vec<Avoid>,
    /// What the hosts run.
    #[arg(long, default_value = "windows-server-2004")]
    host: Host,
    /// Their engine.
    #[arg(long, default_value = "19.03.12")]
    engine: EngineVersion,
    /// Writes the files for every host and project into this folder, which must not exist yet.
    #[arg(long, value_name = "FOLDER")]
    write: Option<PathBuf>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("redis_ha: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether the proof holds.
async fn run(arguments: &Arguments) -> Result<bool, job::JobError> {
    let input = Input::read(arguments)?;
    let job = job::Job::plan(input)?;
    let proof = proof::prove(&job).await;
    if let Some(folder) = &arguments.write {
        write::write(&job, folder)?;
    }
    if arguments.json {
        say!("{:#}", print::json(&job, &proof));
    } else {
        say!("{}", print::Text { job: &job, proof: &proof });
    }
    Ok(proof.iter().all(proof::HostProof::holds))
}
