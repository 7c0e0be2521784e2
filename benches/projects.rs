//! Reading and checking large projects, beside `docker-compose config -q` on the same file in the same run.
//!
//! `cargo bench --bench projects` prints, for each kind of host, how long reading and checking take for 1,000 services in
//! 200 networks and for ten times as much, and their ratio; then docker-compose's time and the ratio to docknet's.
//! Small and large take turns, so that a machine that is slow for a while is slow for both.
//!
//! `cargo bench --bench projects -- --only windows --services 10000` does one thing over and over, for a profiler.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process};

use docknet::check::service::{SwarmHosts, SwarmNode};
use docknet::check::{Situation, Target};
use docknet::compose::{Limits, Project, Reading};
use docknet::host::Host;

/// Turns of each measurement.
const TURNS: usize = 15;

/// Where the project is to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Linux,
    Windows,
    Swarm,
}

const KINDS: [Kind; 3] = [Kind::Linux, Kind::Windows, Kind::Swarm];

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Linux => "linux",
            Self::Windows => "windows",
            Self::Swarm => "swarm",
        }
    }

    fn situation<'p>(self) -> Situation<'p> {
        let host = |text: &str| text.parse::<Host>().expect("a host");
        match self {
            Self::Linux => Situation::new().target(Target::new("one", host("linux@20.10.24"))),
            Self::Windows => Situation::new().target(Target::new("one", host("windows-server-2022@28.2"))),
            Self::Swarm => {
                let (manager, worker) = (host("linux@20.10.24"), host("windows-server-2022@28.2"));
                let swarm = SwarmHosts::new()
                    .node(SwarmNode::manager("one", manager))
                    .node(SwarmNode::worker("two", worker));
                Situation::new().swarm("both", swarm)
            }
        }
    }
}

/// A project of services in two networks each, every fifth publishing a port, every tenth with pinned addresses. Numbers
/// have the same width in small and large ones: ten times the services are ten times the text.
fn project(services: u32, networks: u32) -> String {
    let mut text = String::from("version: '2.4'\nservices:\n");
    for n in 0..services {
        let (front, back) = (n % networks, (n * 7 + 3) % networks);
        let _ = write!(
            text,
            "  service-{n:05}:\n    image: registry.example/app-{n:05}:1.{n:05}\n    environment:\n      LEVEL: info\n"
        );
        if n % 5 == 0 {
            let _ = writeln!(text, "    ports:\n      - \"{}:8080\"", 10_000 + n / 5);
        }
        let _ = writeln!(text, "    networks:\n      net-{front:04}:");
        if n % 10 == 0 {
            let _ = writeln!(
                text,
                "        ipv4_address: 10.{}.{}.{}",
                front / 256,
                front % 256,
                10 + n / networks % 100
            );
        }
        if back != front {
            let _ = writeln!(text, "      net-{back:04}:\n        aliases:\n          - alias-{n:05}");
        }
    }
    text.push_str("networks:\n");
    for n in 0..networks {
        let (high, low) = (n / 256, n % 256);
        let _ = write!(
            text,
            "  net-{n:04}:\n    ipam:\n      config:\n        - subnet: 10.{high}.{low}.0/24\n          ip_range: 10.{high}.{low}.128/25\n"
        );
    }
    text
}

/// How long one turn took.
#[derive(Debug, Clone, Copy)]
struct Turn {
    reading: Duration,
    checking: Duration,
}

impl Turn {
    fn whole(self) -> Duration {
        self.reading + self.checking
    }
}

/// A part of a turn.
type Part = fn(Turn) -> Duration;

fn read(text: &str) -> Project {
    // The large one has more services than are read unasked.
    let limits = Limits::default().with_parts(40_000);
    Reading::new().limits(limits).parse("large/docker-compose.yml", text).expect("a project that can be read")
}

/// One turn, and how many findings there are.
fn turn(kind: Kind, text: &str) -> (Turn, usize) {
    let start = Instant::now();
    let project = read(text);
    let reading = start.elapsed();
    let start = Instant::now();
    let report = kind.situation().project(&project).check();
    let checking = start.elapsed();
    (Turn { reading, checking }, report.findings().len())
}

/// Of several durations the one in the middle and the shortest.
struct Times {
    median: Duration,
    least: Duration,
}

impl Times {
    fn of(all: impl IntoIterator<Item = Duration>) -> Self {
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_unstable();
        let middle = all.get(all.len() / 2).copied().unwrap_or_default();
        Self { median: middle, least: all.first().copied().unwrap_or_default() }
    }
}

fn ratio(large: Duration, small: Duration) -> f64 {
    large.as_secs_f64() / small.as_secs_f64()
}

/// Prints how long a kind takes for both sizes; the median of the small one.
fn measure(kind: Kind, small: &str, large: &str) -> Duration {
    let (mut one, mut ten) = (Vec::new(), Vec::new());
    let found = (turn(kind, small).1, turn(kind, large).1);
    for _ in 0..TURNS {
        one.push(turn(kind, small).0);
        ten.push(turn(kind, large).0);
    }
    println!("{}: {} and {} findings", kind.name(), found.0, found.1);
    let mut whole = Duration::ZERO;
    let parts: [(&str, Part); 3] =
        [("reading", |turn| turn.reading), ("checking", |turn| turn.checking), ("both", Turn::whole)];
    for (name, part) in parts {
        let (one, ten) = (Times::of(one.iter().copied().map(part)), Times::of(ten.iter().copied().map(part)));
        println!(
            "  {name:>8}: {:>8.2?} and {:>8.2?}, {:.1} times as long (least {:.2?} and {:.2?}, {:.1} times)",
            one.median,
            ten.median,
            ratio(ten.median, one.median),
            one.least,
            ten.least,
            ratio(ten.least, one.least)
        );
        whole = one.median;
    }
    whole
}

/// The median of docker-compose's time, if it is there.
fn docker_compose(text: &str) -> Option<Duration> {
    let folder: PathBuf = env::temp_dir().join(format!("docknet-bench-{}", process::id()));
    fs::create_dir_all(&folder).ok()?;
    let file = folder.join("docker-compose.yml");
    fs::write(&file, text).ok()?;
    let run = || {
        let command = Command::new("docker-compose")
            .arg("-f")
            .arg(&file)
            .args(["config", "-q"])
            .stdout(Stdio::null())
            .status();
        command.is_ok_and(|status| status.success())
    };
    let time = run().then(|| {
        let timed = (0..3).map(|_| {
            let start = Instant::now();
            assert!(run(), "docker-compose reads it every time");
            start.elapsed()
        });
        Times::of(timed).median
    });
    let _ = fs::remove_dir_all(&folder);
    time
}

fn argument(name: &str) -> Option<String> {
    env::args().skip_while(|argument| argument != name).nth(1)
}

fn main() {
    // `cargo test` runs every bench once, for a look whether it runs at all.
    if env::args().any(|argument| argument == "--test") {
        for kind in KINDS {
            println!("{}: {} findings", kind.name(), turn(kind, &project(50, 10)).1);
        }
        return;
    }
    if let Some(only) = argument("--only") {
        let services = argument("--services").and_then(|text| text.parse().ok()).unwrap_or(1_000);
        let text = project(services, services / 5);
        let turns = argument("--turns").and_then(|text| text.parse().ok()).unwrap_or(TURNS);
        for kind in KINDS.into_iter().filter(|kind| kind.name() == only) {
            (0..turns).for_each(|_| println!("{:?}", turn(kind, &text)));
        }
        return;
    }
    let (small, large) = (project(1_000, 200), project(10_000, 2_000));
    println!(
        "1,000 services in 200 networks ({} kB) and ten times as much ({} kB)",
        small.len() / 1000,
        large.len() / 1000
    );
    let ours = KINDS.map(|kind| (kind, measure(kind, &small, &large)));
    let Some(peer) = docker_compose(&small) else {
        println!("docker-compose is not there to compare with");
        return;
    };
    println!("docker-compose config -q on the same 1,000: {peer:.2?}");
    for (kind, ours) in ours {
        println!("  docknet reads and checks {:.0} times as fast ({})", ratio(peer, ours), kind.name());
    }
}
