//! What hosts can do, side by side, with who says so.
//!
//! ```text
//! cargo run --example capabilities -- windows-server-2016 windows-server-2022 linux-5.15 --engine 28.2
//! cargo run --example capabilities -- windows-server-2019@20.10 windows-server-2022@28.2 --difference
//! docker info --format '{{json .}}' | cargo run --example capabilities -- -
//! cargo run --example capabilities -- --count
//! ```
//!
//! Ends 0, or 2 when a host, an engine or a capability cannot be read.

use std::io::{Read, Write};
use std::process::ExitCode;

use clap::Parser;
use docknet::host::{Capability, EngineVersion, HnsVersion, Host, Matrix, TableCount};
use serde_json::json;

/// What hosts can do, side by side, with who says so.
#[derive(Debug, Parser)]
struct Arguments {
    /// Hosts: linux, linux-5.15, windows-server-2022, windows-10.0.19041.450, each with @28.2 behind it for its
    /// engine; `-` reads docker info or docker version (--format '{{json .}}') from standard input.
    #[arg(required_unless_present = "count")]
    hosts: Vec<String>,
    /// The engine of the hosts that name none.
    #[arg(long)]
    engine: Option<EngineVersion>,
    /// The version of HNS on the Windows hosts.
    #[arg(long)]
    hns: Option<HnsVersion>,
    /// Only these capabilities, by their words.
    #[arg(long = "only", value_name = "CAPABILITY")]
    only: Vec<Capability>,
    /// What a move from the first host to the last gains, loses and changes.
    #[arg(long)]
    difference: bool,
    /// How large the table is and how well it is founded.
    #[arg(long)]
    count: bool,
    /// JSON instead of text.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match text(&arguments) {
        Ok(text) => {
            // A reader that has seen enough closes the pipe; that is no failure.
            let _closed = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("capabilities: {error}");
            ExitCode::from(2)
        }
    }
}

fn text(arguments: &Arguments) -> Result<String, Box<dyn std::error::Error>> {
    if arguments.count {
        return shown(&TableCount::of_the_table(), arguments.json);
    }
    let hosts = arguments.hosts.iter().map(|name| host(name, arguments)).collect::<Result<Vec<_>, _>>()?;
    if arguments.difference {
        let [from, .., to] = hosts.as_slice() else {
            return Err("a difference is between two hosts: name a second one".into());
        };
        return shown(&from.difference(to), arguments.json);
    }
    let matrix = Matrix::new(hosts);
    if arguments.only.is_empty() {
        shown(&matrix, arguments.json)
    } else {
        shown(&matrix.of(arguments.only.iter().copied()), arguments.json)
    }
}

fn host(name: &str, arguments: &Arguments) -> Result<Host, Box<dyn std::error::Error>> {
    let mut host = if name == "-" {
        let mut answer = String::new();
        std::io::stdin().read_to_string(&mut answer)?;
        Host::from_engine(&answer)?
    } else {
        name.parse()?
    };
    if let (None, Some(engine)) = (&host.engine, &arguments.engine) {
        host = host.with_engine(engine.clone());
    }
    if let (Some(_), Some(hns)) = (host.windows_build(), arguments.hns) {
        host = host.with_hns(hns);
    }
    Ok(host)
}

fn shown<T>(value: &T, as_json: bool) -> Result<String, Box<dyn std::error::Error>>
where
    T: std::fmt::Display + serde::Serialize,
{
    let mut text = if as_json { serde_json::to_string_pretty(&json!(value))? } else { value.to_string() };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
