//! Reading and checking large projects, beside `docker-compose config -q` on the same file in the same run.
//!
//! `cargo bench --bench projects` prints medians and two ratios: docker-compose's time to docknet's for 1,000 services
//! and 200 networks, and docknet's time for ten times as much.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, process};

use docknet::check::{Situation, Target};
use docknet::compose::Reading;
use docknet::host::Host;

/// A project of services in two networks each, every fifth publishing a port, every tenth with pinned addresses.
fn project(services: u32, networks: u32) -> String {
    let mut text = String::from("version: '2.4'\nservices:\n");
    for n in 0..services {
        let (front, back) = (n % networks, (n * 7 + 3) % networks);
        let _ = write!(
            text,
            "  service-{n}:\n    image: registry.example/app-{n}:1.{n}\n    environment:\n      LEVEL: info\n"
        );
        if n % 5 == 0 {
            let _ = writeln!(text, "    ports:\n      - \"{}:8080\"", 10_000 + n / 5);
        }
        let _ = writeln!(text, "    networks:\n      net-{front}:");
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
            let _ = writeln!(text, "      net-{back}:\n        aliases:\n          - alias-{n}");
        }
    }
    text.push_str("networks:\n");
    for n in 0..networks {
        let (high, low) = (n / 256, n % 256);
        let _ = write!(
            text,
            "  net-{n}:\n    ipam:\n      config:\n        - subnet: 10.{high}.{low}.0/24\n          ip_range: 10.{high}.{low}.128/25\n"
        );
    }
    text
}

fn median(times: usize, mut what: impl FnMut()) -> Duration {
    let mut all: Vec<_> = (0..times)
        .map(|_| {
            let start = Instant::now();
            what();
            start.elapsed()
        })
        .collect();
    all.sort_unstable();
    all[times / 2]
}

fn read_and_check(text: &str) -> usize {
    let project = Reading::new().parse("large/docker-compose.yml", text).expect("a project that can be read");
    let host: Host = "linux@20.10.24".parse().expect("a host");
    Situation::new().target(Target::new("one", host)).project(&project).check().findings().len()
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
    let works = run();
    let time = works.then(|| median(3, || assert!(run())));
    let _ = fs::remove_dir_all(&folder);
    time
}

fn main() {
    // `cargo test` runs every bench once, for a look whether it runs at all.
    if env::args().any(|argument| argument == "--test") {
        println!("{} findings", read_and_check(&project(50, 10)));
        return;
    }
    let (thousand, ten_thousand) = (project(1_000, 200), project(10_000, 2_000));
    println!("findings: {} and {}", read_and_check(&thousand), read_and_check(&ten_thousand));
    let one = median(21, || {
        read_and_check(&thousand);
    });
    let ten = median(7, || {
        read_and_check(&ten_thousand);
    });
    println!("1,000 services, 200 networks ({} kB): {one:?}", thousand.len() / 1000);
    println!("10,000 services, 2,000 networks ({} kB): {ten:?}", ten_thousand.len() / 1000);
    println!("ten times as much takes {:.1} times as long", ten.as_secs_f64() / one.as_secs_f64());
    match docker_compose(&thousand) {
        Some(peer) => {
            println!("docker-compose config -q on the same 1,000: {peer:?}");
            println!("docknet reads and checks {:.0} times as fast", peer.as_secs_f64() / one.as_secs_f64());
        }
        None => println!("docker-compose is not there to compare with"),
    }
}
