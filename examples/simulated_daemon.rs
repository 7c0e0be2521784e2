//! A Docker engine that is none, for any client: a simulated host behind Docker's own HTTP API.
//!
//! ```text
//! cargo run --example simulated_daemon -- --host windows-server-2022 --engine 28.2
//! ```
//!
//! It prints `DOCKER_HOST` for the clients, then every call with the rule that decided it, until it is told to stop.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;

use clap::Parser;
use docknet::daemon::{Exchange, Listen, Serving};
use docknet::host::{EngineVersion, Host};
use docknet::model::Subnet;
use docknet::simulation::SimulatedHost;
use docknet::wire::DaemonDocument;

/// Serves a simulated host over Docker's HTTP API until it is told to stop.
#[derive(Debug, Parser)]
struct Arguments {
    /// The host: `linux`, `linux-5.15`, `windows-server-2022` …
    #[arg(long, default_value = "linux")]
    host: Host,
    /// The engine version whose rules and words it plays: `28.2`, `20.10.24`; otherwise one of the host's time.
    #[arg(long)]
    engine: Option<EngineVersion>,
    /// Decides what HNS picks, and identities.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Where to listen: `unix://PATH`, `npipe://NAME`, `tcp://127.0.0.1:PORT`; otherwise a place nobody else has.
    #[arg(long)]
    listen: Option<Listen>,
    /// The prefix of the default network: `fixed-cidr` of its daemon.json.
    #[arg(long)]
    fixed_cidr: Option<Subnet>,
    /// A file that gets what was asked and answered, one JSON object a line.
    #[arg(long)]
    transcript: Option<PathBuf>,
    /// The world's time stands still, so that the same calls give the same answers.
    #[arg(long)]
    still: bool,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { host, engine, seed, listen, fixed_cidr, transcript, still } = arguments;
    let host = match engine {
        Some(engine) => host.with_engine(engine),
        None => host,
    };
    let mut simulated = SimulatedHost::new(host, seed);
    if let Some(prefix) = fixed_cidr {
        let (daemon, _) = DaemonDocument::default().with_fixed_cidr(prefix)?;
        // As if it had been in daemon.json when the host was installed.
        simulated = simulated.with_default_nat(prefix);
        simulated.write_daemon(daemon);
        simulated.restart_engine();
    }
    let transcript =
        transcript.map(|path| named(&path, File::create(&path))).transpose()?.map(BufWriter::new);
    let transcript = Mutex::new(transcript);
    let serving = Serving::new(listen.unwrap_or_else(Listen::somewhere)).with_observer(move |exchange| {
        println!("{exchange}");
        if let Ok(mut transcript) = transcript.lock() {
            if let Some(file) = transcript.as_mut() {
                if let Err(error) = write(file, exchange) {
                    eprintln!("error: the transcript ends here: {error}");
                    *transcript = None;
                }
            }
        }
    });
    let serving = if still { serving } else { serving.with_real_time() };

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // Whoever reads DOCKER_HOST may send the signal at once.
        let told_to_stop = stopped()?;
        let described = (simulated.host().to_string(), simulated.engine_version().clone());
        let daemon = serving.start(simulated.engine())?;
        println!("# {}, engine {}", described.0, described.1);
        println!("export DOCKER_HOST={}", daemon.docker_host());
        io::stdout().flush()?;
        told_to_stop.await;
        daemon.stop().await;
        println!("# stopped");
        Ok(())
    })
}

/// One line, at once: whoever reads the file while this runs wants to see it.
fn write(file: &mut BufWriter<File>, exchange: &Exchange) -> io::Result<()> {
    writeln!(file, "{}", exchange.to_json())?;
    file.flush()
}

fn named<T>(path: &std::path::Path, result: io::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Ctrl-C, and on Unix what service managers send.
#[cfg(unix)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(windows)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        let _nothing_to_say = interrupt.recv().await;
    })
}
