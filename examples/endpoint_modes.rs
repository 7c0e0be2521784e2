//! May this service run like that? One service on several hosts side by side, and in a swarm of all of them.
//!
//! ```text
//! cargo run --example endpoint_modes
//! cargo run --example endpoint_modes -- --mode dnsrr --publish mode=host,80:80 --replicas global
//! cargo run --example endpoint_modes -- --publish 50010:80 --host windows-server-2022 --excluded netsh.txt
//! ```
//!
//! Each host is judged as a swarm of several like it. Ends 0 when the service may run somewhere as asked, 1 when it
//! may nowhere, 2 when the input is of no use.

mod say;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use clap::Parser;
use docknet::check::Rule;
use docknet::check::service::{self, ServiceDraft, ServiceFinding, ServiceReport, SwarmHosts, SwarmNode};
use docknet::host::Host;
use docknet::model::{
    Driver, EndpointMode, NetworkName, NetworkSpec, Protocol, PublishMode, Replicas, ServiceName, ServicePort,
};
use docknet::wire::{ExcludedPorts, decode};
use say::say;

/// One service, judged on several hosts before it is created.
#[derive(Debug, Parser)]
struct Arguments {
    /// How the service answers: vip or dnsrr.
    #[arg(long, default_value = "vip")]
    mode: EndpointMode,
    /// A port, [mode=host,]published:target[/protocol].
    #[arg(long = "publish", default_value = "80:80")]
    ports: Vec<Publish>,
    /// How many tasks, or `global` for one on every node.
    #[arg(long, default_value = "1")]
    replicas: Tasks,
    /// An overlay network its tasks are in.
    #[arg(long = "network")]
    networks: Vec<NetworkName>,
    /// The image its tasks run.
    #[arg(long, default_value = "web")]
    image: String,
    /// A host, such as windows-server-2022 or linux-5.15.
    #[arg(long = "host", default_values_t = HOSTS.map(str::to_owned))]
    hosts: Vec<String>,
    /// How many nodes like it each host stands for.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    nodes: u8,
    /// The output of `netsh int ipv4 show excludedportrange protocol=tcp` of the Windows hosts.
    #[arg(long)]
    excluded: Option<PathBuf>,
    /// Writes JSON.
    #[arg(long)]
    json: bool,
}

const HOSTS: [&str; 5] = [
    "windows-server-2016",
    "windows-server-1709",
    "windows-server-2019",
    "windows-server-2022",
    "linux-5.15",
];

#[derive(Debug, Clone, Copy)]
struct Publish(ServicePort);

impl FromStr for Publish {
    type Err = Box<dyn Error + Send + Sync>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (mode, port) = match text.strip_prefix("mode=").and_then(|rest| rest.split_once(',')) {
            Some((mode, port)) => (mode.parse()?, port),
            None => (PublishMode::Ingress, text),
        };
        Ok(Self(ServicePort::new(port.parse()?, mode)))
    }
}

#[derive(Debug, Clone, Copy)]
struct Tasks(Replicas);

impl FromStr for Tasks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "global" => Ok(Self(Replicas::Global)),
            number => match number.parse() {
                Ok(count) => Ok(Self(Replicas::Count(count))),
                Err(error) => Err(format!("{error}: write a number or global")),
            },
        }
    }
}

/// One column: a swarm and what was found.
struct Column {
    title: String,
    report: ServiceReport,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match judge(&arguments) {
        Ok(columns) => {
            if arguments.json {
                let reports: BTreeMap<_, _> =
                    columns.iter().map(|column| (column.title.as_str(), &column.report)).collect();
                say!("{:#}", serde_json::json!(reports));
            } else {
                print(&columns);
            }
            ExitCode::from(u8::from(!columns.iter().any(|column| column.report.is_clean())))
        }
        Err(error) => {
            eprintln!("endpoint_modes: {error}");
            ExitCode::from(2)
        }
    }
}

fn judge(arguments: &Arguments) -> Result<Vec<Column>, Box<dyn Error>> {
    let mut draft = ServiceDraft::new(ServiceName::new("web")?, arguments.image.as_str());
    draft.mode = arguments.mode;
    draft.ports = arguments.ports.iter().map(|port| port.0).collect();
    draft.replicas = arguments.replicas.0;
    draft.networks.clone_from(&arguments.networks);
    let excluded = arguments.excluded.as_deref().map(read).transpose()?;
    let hosts: Vec<(&String, Host)> = arguments
        .hosts
        .iter()
        .map(|name| Ok((name, name.parse()?)))
        .collect::<Result<_, Box<dyn Error>>>()?;

    let overlays = |swarm: SwarmHosts| {
        let specs = arguments.networks.iter().map(|name| NetworkSpec::new(name.clone(), Driver::Overlay));
        specs.fold(swarm, SwarmHosts::planned)
    };
    let node = |name: String, host: &Host, first: bool| {
        let node = if first { SwarmNode::manager } else { SwarmNode::worker }(name, host.clone());
        match &excluded {
            Some(excluded) if host.windows_build().is_some() => {
                node.with_excluded(Protocol::Tcp, excluded.clone())
            }
            _ => node,
        }
    };
    let mut columns = Vec::new();
    for (name, host) in &hosts {
        let nodes = (1..=arguments.nodes).map(|number| node(format!("{name}/{number}"), host, number == 1));
        let swarm = overlays(nodes.fold(SwarmHosts::new(), SwarmHosts::node));
        columns.push(Column { title: (*name).clone(), report: service::check(&draft, &swarm) });
    }
    if hosts.len() > 1 {
        let nodes =
            hosts.iter().enumerate().map(|(index, (name, host))| node((*name).clone(), host, index == 0));
        let swarm = overlays(nodes.fold(SwarmHosts::new(), SwarmHosts::node));
        columns.push(Column { title: "all in one swarm".to_owned(), report: service::check(&draft, &swarm) });
    }
    Ok(columns)
}

fn read(path: &Path) -> Result<ExcludedPorts, Box<dyn Error>> {
    let at = |error: &dyn Error| format!("{}: {error}", path.display());
    let bytes = std::fs::read(path).map_err(|error| at(&error))?;
    let text = decode(&bytes).map_err(|error| at(&error))?;
    Ok(text.parse().map_err(|error| at(&error))?)
}

fn print(columns: &[Column]) {
    let width = columns.iter().map(|column| column.title.len()).max().unwrap_or_default();
    for column in columns {
        let verdict = if column.report.is_clean() { "may run" } else { "may not" };
        let mut rules: Vec<_> = column
            .report
            .findings()
            .iter()
            .map(|finding| format!("{} ({})", finding.rule, finding.severity))
            .collect();
        rules.dedup();
        say!("{:width$}  {verdict}  {}", column.title, rules.join(", "));
    }
    for rule in Rule::ALL {
        // What several columns say alike is printed once.
        let mut said: Vec<(ServiceFinding, Vec<&str>)> = Vec::new();
        for column in columns {
            for finding in column.report.of(*rule) {
                let mut bare = finding.clone();
                bare.nodes.clear();
                match said.iter_mut().find(|(there, _)| *there == bare) {
                    Some((_, titles)) => titles.push(&column.title),
                    None => said.push((bare, vec![&column.title])),
                }
            }
        }
        for (finding, titles) in said {
            say!("\n{finding}\n  = on: {}", titles.join(", "));
        }
    }
}
