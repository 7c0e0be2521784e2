//! Plans a network on a live engine: looks at what is there, keeps clear of it, and says what it would do.
//!
//! ```text
//! cargo run --example plan_on_docker
//! cargo run --example plan_on_docker -- --apply
//! cargo run --example plan_on_docker -- --remove
//! ```
//!
//! Without `--apply` or `--remove` nothing is changed. Only networks that carry this example's own label are ever
//! removed. Ends 0 when it could do what was asked, 1 when something on the engine stands in the way, 2 when the engine
//! or the arguments cannot be used.

mod say;

use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;

use clap::Parser;
use docknet::engine::{ApplyError, Docker, Engine, EngineError};
use docknet::model::{Driver, IpamPool, IpamPoolError, NetworkName, NetworkSpec, NetworkSpecError, Subnet};
use docknet::plan::{Changes, Desired, Observed, PlanError, SubnetPlanner};
use say::say;

/// Plans a network on a live engine.
#[derive(Debug, Parser)]
struct Arguments {
    /// The network.
    #[arg(long, default_value = "docknet-example")]
    name: NetworkName,
    /// Where its prefix is looked for.
    #[arg(long, default_value = "10.64.0.0/10")]
    pool: Subnet,
    /// How long its prefix is.
    #[arg(long, default_value_t = 24)]
    length: u8,
    /// A further subnet to keep clear of; repeat it.
    #[arg(long)]
    avoid: Vec<Subnet>,
    /// The engine, such as `unix:///var/run/docker.sock`; otherwise what the environment says.
    #[arg(long)]
    engine: Option<String>,
    /// Makes the changes.
    #[arg(long, conflicts_with = "remove")]
    apply: bool,
    /// Takes the network away again.
    #[arg(long)]
    remove: bool,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Apply(#[from] Box<ApplyError>),
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error("network {name} is there and does not carry the label {LABEL}: it is somebody else's")]
    NotOurs { name: NetworkName },
    #[error("{0}")]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Pool(#[from] IpamPoolError),
    #[error(transparent)]
    Spec(#[from] NetworkSpecError),
}

const LABEL: &str = "docknet.example";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("plan_on_docker: {failure}");
            // What the engine or its networks refuse can be mended there; what cannot be asked or tried cannot.
            match failure {
                Failure::Apply(_)
                | Failure::Engine(EngineError::Refused(_))
                | Failure::NotOurs { .. }
                | Failure::Plan(PlanError::NoRoom { .. } | PlanError::Wanted { .. }) => ExitCode::from(1),
                Failure::Engine(_) | Failure::Plan(_) | Failure::Pool(_) | Failure::Spec(_) => {
                    ExitCode::from(2)
                }
            }
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let engine = match &arguments.engine {
        Some(address) => Docker::connect_to(address).await?,
        None => Docker::connect().await?,
    };
    say!("{}", engine.host().await?);
    let observed = engine.observe().await?;
    for network in &observed.networks {
        let subnets: Vec<_> = network.spec.subnets().map(|subnet| subnet.to_string()).collect();
        let (name, driver) = (network.name(), network.spec.driver());
        say!("  {name:<24} {driver:<10} {:<20} {} endpoints", subnets.join(" "), network.endpoints.len());
    }
    let ours = ours(arguments, &observed)?;
    if arguments.remove {
        return remove(arguments, &engine, ours.is_some()).await;
    }
    let prefix = if let Some(prefix) = ours {
        say!("\n{} is there with {prefix}, and keeps it whatever the arguments say", arguments.name);
        prefix
    } else {
        plan(arguments, &observed)?
    };
    let gateway = prefix.nth(1).unwrap_or(prefix.address());
    let spec = NetworkSpec::new(arguments.name.clone(), Driver::Bridge)
        .with_label(LABEL, "plan_on_docker")
        .with_pool(IpamPool::new(prefix).with_gateway(gateway)?)?;
    let changes = Changes::between(&Desired::new().with_network(spec), &observed);
    say!("\n{}", changes.to_string().trim_end());
    if arguments.apply {
        let applied = changes.apply(&engine).await.map_err(Box::new)?;
        say!("{} done, {} so already", applied.done.len(), applied.already.len());
    } else if !changes.is_empty() {
        say!("nothing was changed; --apply makes it so");
    }
    Ok(())
}

/// The prefix of our network, if it is there. A network of its name without our label is an error.
fn ours(arguments: &Arguments, observed: &Observed) -> Result<Option<Subnet>, Failure> {
    let Some(there) = observed.named(&arguments.name).next() else { return Ok(None) };
    if there.spec.labels().contains_key(LABEL) {
        Ok(there.spec.subnets().next())
    } else {
        Err(Failure::NotOurs { name: arguments.name.clone() })
    }
}

fn plan(arguments: &Arguments, observed: &Observed) -> Result<Subnet, PlanError> {
    let mut planner =
        SubnetPlanner::new(arguments.pool).length(arguments.length).host("this engine", observed.clone());
    for (route, interface) in routes() {
        planner = planner.avoid(route, format!("route of {interface}"));
    }
    for avoided in &arguments.avoid {
        planner = planner.avoid(*avoided, "--avoid");
    }
    let plan = planner.plan()?;
    for rejected in plan.rejected() {
        say!("not {rejected}");
    }
    say!("planned {} out of {}", plan.prefix(), arguments.pool);
    Ok(plan.prefix())
}

async fn remove(arguments: &Arguments, engine: &Docker, there: bool) -> Result<(), Failure> {
    if there {
        engine.remove_network((&arguments.name).into()).await?;
        say!("\n- removed network {}", arguments.name);
    } else {
        say!("\n= network {} is not there", arguments.name);
    }
    Ok(())
}

/// The host's IPv4 routes but the default one, as Linux lists them. Elsewhere, or for an engine on another machine,
/// name them with `--avoid`.
fn routes() -> Vec<(Subnet, String)> {
    let table = std::fs::read_to_string("/proc/net/route").unwrap_or_default();
    table.lines().skip(1).filter_map(route).collect()
}

/// One line of the table: interface, destination, …, mask as the eighth field. An address stands there as the number its
/// four bytes make in the machine's memory.
fn route(line: &str) -> Option<(Subnet, String)> {
    let fields: Vec<_> = line.split_whitespace().collect();
    let number =
        |field: &str| u32::from_str_radix(field, 16).ok().map(|word| u32::from_be_bytes(word.to_ne_bytes()));
    let destination = number(fields.get(1)?)?;
    let mask = number(fields.get(7)?)?;
    let length = u8::try_from(mask.leading_ones()).ok().filter(|length| *length > 0)?;
    let subnet = Subnet::around(IpAddr::V4(Ipv4Addr::from(destination)), length).ok()?;
    Some((subnet, (*fields.first()?).to_owned()))
}
