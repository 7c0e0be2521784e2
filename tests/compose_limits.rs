//! Hostile documents are refused, or read with faults, in bounded memory and time. Each is read by a process of its own,
//! so that its memory is its own too; that is why this test has no harness.

use std::fmt::Write as _;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use docknet::compose::{ComposeError, Environment, Project, Reading, Texts, Tool, ValueError, YamlError};

/// What a whole process may ever have used, the texts included.
const MOST_KIB: u64 = 64 * 1024;

/// Far more than any of them takes on a slow machine without optimisation.
const MOST_TIME: Duration = Duration::from_secs(20);

/// Whether what became of a reading is what was to come.
type Fits = fn(Result<&Project, &ComposeError>) -> bool;

/// A name, the files, what should become of them.
type Hostile = (&'static str, Texts, Fits);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().skip_while(|argument| *argument != "--hostile").nth(1) {
        Some(name) => child(name),
        None => parent(),
    }
}

/// Has every document read, and says which were not as they should be.
fn parent() -> ExitCode {
    let this = std::env::current_exe().expect("a path");
    let mut bad = 0;
    for (name, ..) in documents() {
        let output = Command::new(&this).args(["--hostile", name]).output().expect("a process");
        print!("{}", String::from_utf8_lossy(&output.stdout));
        if !output.status.success() {
            println!("FAILED: {name}: {}", String::from_utf8_lossy(&output.stderr));
            bad += 1;
        }
    }
    println!("{} hostile documents, {bad} failed", documents().len());
    if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn child(name: &str) -> ExitCode {
    let (_, files, fits) = documents().into_iter().find(|(there, ..)| *there == name).expect("a document");
    let mut good = true;
    for tool in [Tool::Compose1, Tool::Compose2] {
        let environment = Environment::new().with("TEN", "x".repeat(10_000));
        let start = Instant::now();
        let read = Reading::new().tool(tool).environment(environment).read_from(&files, &["a.yml"]);
        let (took, peak) = (start.elapsed(), peak());
        let fits = fits(read.as_ref());
        println!("{name}, {tool:?}: {took:.2?}, {} KiB", peak.unwrap_or_default());
        if !fits {
            eprintln!("{:?}", read.map(|project| project.faults().len()));
        }
        good &= fits && took < MOST_TIME && peak.is_none_or(|peak| peak < MOST_KIB);
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The most memory this process had so far, in KiB; `None` where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

fn one(text: impl Into<String>) -> Texts {
    Texts::new().with("a.yml", text)
}

fn yaml(read: Result<&Project, &ComposeError>, fits: impl Fn(&YamlError) -> bool) -> bool {
    matches!(read, Err(ComposeError::Yaml(error)) if fits(error))
}

fn has(read: Result<&Project, &ComposeError>, fits: impl Fn(&ComposeError) -> bool) -> bool {
    read.is_ok_and(|project| project.faults().len() <= 1_001 && project.faults().iter().any(fits))
}

fn many_nodes(error: &YamlError) -> bool {
    matches!(error, YamlError::TooManyNodes { .. })
}

fn documents() -> Vec<Hostile> {
    let mut all: Vec<Hostile> = Vec::new();
    let mut hostile = |name, files, fits: Fits| all.push((name, files, fits));

    let mut bomb = "x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        writeln!(bomb, "x-{level}: &a{level} [{}]", vec![format!("*a{}", level - 1); 10].join(", "))
            .expect("a text");
    }
    hostile("an alias bomb", one(bomb), |read| yaml(read, many_nodes));

    let deep = format!("services: {}", "[".repeat(200));
    hostile("nesting", one(deep), |read| yaml(read, |error| matches!(error, YamlError::TooDeep { .. })));
    hostile("many nodes", one(format!("services: [{}", "a,".repeat(2_000_000))), |read| {
        yaml(read, many_nodes)
    });

    let large = "#".repeat(4 * 1024 * 1024 + 1);
    hostile("a large text", one(large), |read| {
        yaml(read, |error| matches!(error, YamlError::TooLarge { .. }))
    });

    let long = "k".repeat(100_000);
    let aliases = format!(
        "x-a: &a {{'{long}': }}\nservices: {{{}}}",
        (0..5_000).fold(String::new(), |mut all, n| {
            write!(all, "s{n}: {{networks: *a}}, ").expect("a text");
            all
        })
    );
    hostile("a long key many times", one(aliases), |read| yaml(read, many_nodes));

    let ports = "services: {a: {ports: [1-65535, 1-65535, 1-65535, 1-65535]}}";
    hostile("many ports", one(ports), |read| {
        has(read, |fault| {
            matches!(fault, ComposeError::Value { source, .. }
            if matches!(**source, ValueError::TooManyPorts { .. }))
        })
    });

    let wrong = format!("services: {{{}: {{ports: [{}]}}}}", "s".repeat(200_000), "x,".repeat(90_000));
    hostile("many faults under a long name", one(wrong), |read| has(read, |_| true));

    let undeclared = (0..27_000).fold("services: {a: {networks: [".to_owned(), |mut all, number| {
        write!(all, "n{number},").expect("a text");
        all
    });
    hostile("many undeclared networks", one(undeclared + "]}}"), |read| has(read, |_| true));

    let pools = (0..20_000).fold("networks: {a: {ipam: {config: [".to_owned(), |mut all, number| {
        write!(all, "{{subnet: 10.{}.{}.0/24}},", number / 256, number % 256).expect("a text");
        all
    });
    hostile("many pools", one(pools + "]}}}"), |read| read.is_ok());

    let kept = (0..60_000).fold(
        "networks: {a: {ipam: {config: [{subnet: 10.0.0.0/8, aux_addresses: {".to_owned(),
        |mut all, number| {
            write!(all, "a{number}: 10.1.{}.{},", number / 256, number % 256).expect("a text");
            all
        },
    );
    hostile("many kept addresses", one(kept + "}}]}}}"), |read| {
        has(read, |fault| {
            matches!(fault, ComposeError::Value { source, .. }
            if matches!(**source, ValueError::TooManyAddresses { .. }))
        })
    });

    all.extend(growing());
    all
}

/// What grows when variables are filled in, and what refers to others.
fn growing() -> Vec<Hostile> {
    let mut all: Vec<Hostile> = Vec::new();
    let mut hostile = |name, files, fits: Fits| all.push((name, files, fits));

    let filled = format!("services: {{a: {{image: \"{}\"}}}}", "$TEN".repeat(100_000));
    hostile("a text that grows", one(filled), |read| {
        has(read, |fault| matches!(fault, ComposeError::FilledTooLong { .. }))
    });
    let messages = format!("services: {{a: {{command: [{}]}}}}", "\"${A:?$TEN}\",".repeat(100_000));
    hostile("messages that grow", one(messages), |read| has(read, |_| true));

    let variables = (1..20).fold("A0=0123456789\n".to_owned(), |mut all, level| {
        writeln!(all, "A{level}={}", format!("${{A{}}}", level - 1).repeat(10)).expect("a text");
        all
    });
    hostile("variables that grow", one("services: {a: {image: $A19}}").with(".env", variables), |read| {
        read.is_ok()
    });

    let mut chain = "services:\n  s0: {image: x, dns: [a]}\n".to_owned();
    for number in 1..50_000 {
        writeln!(chain, "  s{number}: {{extends: s{}, ports: ['{number}']}}", number - 1).expect("a text");
    }
    // Each is small, and the first ones are whole when the next ones are made.
    hostile("services that extend one another", one(chain), |read| match read {
        Ok(project) => project.faults().is_empty(),
        Err(error) => matches!(
            error,
            ComposeError::ChainTooLong { .. } | ComposeError::Yaml(YamlError::TooManyNodes { .. })
        ),
    });
    let mut backwards = "services:\n".to_owned();
    for number in 0..5_000 {
        writeln!(backwards, "  s{number}: {{extends: s{}}}", number + 1).expect("a text");
    }
    hostile("services that extend the next one", one(backwards), |read| {
        matches!(read, Err(ComposeError::ChainTooLong { .. }))
    });

    let mut includes = Texts::new();
    for level in 0..60 {
        let name = if level == 0 { "a.yml".to_owned() } else { format!("f{level}.yml") };
        let next = format!("f{}.yml", level + 1);
        includes =
            includes.with(name, format!("include: [{next}, {next}, {next}]\nservices: {{s{level}: {{}}}}\n"));
    }
    let includes = includes.with("f60.yml", "services: {}");
    hostile("files that include files", includes, |read| match read {
        // docker-compose 1 follows no include.
        Ok(project) => !project.faults().is_empty(),
        Err(error) => matches!(error, ComposeError::TooManyFiles { most: 256, .. }),
    });

    let many = (0..300).fold("include: [".to_owned(), |mut all, number| {
        write!(all, "f{number}.yml,").expect("a text");
        all
    });
    let files = (0..300).fold(one(many + "]\nservices: {}\n"), |files, number| {
        files.with(format!("f{number}.yml"), "services: {}")
    });
    hostile("many files", files, |read| match read {
        Ok(project) => !project.faults().is_empty(),
        Err(error) => matches!(error, ComposeError::TooManyFiles { most: 256, .. }),
    });

    let half = "services: {a: {image: x}}\n".to_owned() + &"#\n".repeat(1_500_000);
    let first = format!("include: [b.yml]\n{half}");
    hostile("two large files", one(first).with("b.yml", half), |read| match read {
        Ok(project) => !project.faults().is_empty(),
        Err(error) => yaml(Err(error), |error| matches!(error, YamlError::TooLarge { most: 4_194_304, .. })),
    });
    all
}
