//! The hang and the way out, as a story on a simulated Windows Server 2004.
//!
//! ```text
//! cargo run --example one_nat
//! cargo run --example one_nat -- windows-server-2019
//! ```
//!
//! Ends 0 when the story went as told for that host, 2 when the host cannot be read.

mod say;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use docknet::engine::{Engine, EngineError, NatEngine};
use docknet::host::{Capability, Host};
use docknet::model::{ContainerName, Driver, NetworkName, NetworkSpec, PublishedPort};
use docknet::simulation::{ContainerSpec, SimulatedHost};
use say::say;

/// Three Compose projects on one Windows host, each with a NAT network of its own; then all on one.
#[derive(Debug, Parser)]
struct Arguments {
    /// The Windows host to play.
    #[arg(default_value = "windows-server-2004")]
    host: Host,
    /// How long a client waits for an answer, in milliseconds.
    #[arg(long, default_value_t = 300)]
    deadline: u64,
    /// Decides what HNS picks.
    #[arg(long, default_value_t = 2004)]
    seed: u64,
}

const PROJECTS: [(&str, &str); 3] =
    [("iis8080", "8080:80"), ("iis8081", "8081:80"), ("aspnet9090", "9090:80")];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.host.windows_build().is_none() {
        eprintln!("one_nat: {} is no Windows host: there is no NAT network to speak of", arguments.host);
        return ExitCode::from(2);
    }
    match tell(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("one_nat: {error}");
            ExitCode::from(1)
        }
    }
}

async fn tell(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let deadline = Duration::from_millis(arguments.deadline);
    let host = SimulatedHost::new(arguments.host.clone(), arguments.seed);
    say!("A fresh {}.\n", host.host());
    say!("{}\n", host.host().can(Capability::SeveralPublishedNatNetworks));
    let engine = host.engine().deadline_of(deadline);

    say!("Every project brings a NAT network of its own and publishes one port.");
    let mut made = Vec::new();
    let mut failed = false;
    for (project, port) in PROJECTS {
        let network: NetworkName = format!("{project}_default").parse()?;
        if let Err(refused) = engine.create_network(&NetworkSpec::new(network.clone(), Driver::Nat)).await {
            failed = true;
            say!("  up {project:<10} {refused}");
            continue;
        }
        let container = compose_up(&engine, project, port.parse()?, &network)?;
        match engine.start_container(&container).await {
            Ok(()) => {
                let subnet = prefix(&engine, &network).await?;
                say!("  up {project:<10} answered; {network} is {subnet}");
            }
            Err(error) => {
                failed = true;
                say!("  up {project:<10} {error}");
            }
        }
        made.push((container, network));
    }
    if !failed {
        say!("\nThis host does not hang: nothing to get out of.");
        return Ok(());
    }

    say!(
        "\nNothing is in any log. The way out: take everything down, reboot, and put every project on `nat`."
    );
    for (container, network) in made {
        engine.on_host(|host| host.remove_container(&container))?;
        engine.remove_network((&network).into()).await?;
    }
    engine.on_host(SimulatedHost::reboot);
    let nat: NetworkName = "nat".parse()?;
    for (project, port) in PROJECTS {
        let container = compose_up(&engine, project, port.parse()?, &nat)?;
        engine.start_container(&container).await?;
        say!("  up {project:<10} answered");
    }
    let network = engine.default_nat().await?;
    say!("\nOne network, {} containers:", network.endpoints.len());
    for endpoint in &network.endpoints {
        say!(
            "  {:<18} {}",
            endpoint.name,
            endpoint.ipv4.map(|address| address.to_string()).unwrap_or_default()
        );
    }
    say!("\nThe price: they all reach and resolve each other now.");
    say!("And the prefix: after the next reboot it is {}.", engine.outlook().await?.after_reboot);
    Ok(())
}

/// What `docker-compose up` does with a project of one service.
fn compose_up(
    engine: &docknet::engine::SimulatedEngine,
    project: &str,
    port: PublishedPort,
    network: &NetworkName,
) -> Result<ContainerName, Box<dyn std::error::Error>> {
    let spec = ContainerSpec::new(format!("{project}_web_1").parse()?, network.clone()).with_port(port);
    Ok(engine.on_host(|host| host.create_container(spec))?)
}

async fn prefix(engine: &impl Engine, network: &NetworkName) -> Result<String, EngineError> {
    let network = engine.network(network.into()).await?;
    Ok(network.spec.subnets().map(|subnet| subnet.to_string()).collect())
}
