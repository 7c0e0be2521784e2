//! The floors of the house: a floor names only floors below it, and only what its own rules allow.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

mod scan;

use scan::{Named, scan};

/// The floors, from the ground up. A folder under `src` that is not listed fails.
const FLOORS: &[&str] = &[
    "model",
    "wire",
    "host",
    "compose",
    "plan",
    "lease",
    "workload",
    "check",
    "simulation",
    "engine",
    "doctor",
    "daemon",
    "draw",
];

/// Floors without I/O, clocks and randomness.
const PURE: &[&str] = &["model", "wire", "host", "plan", "lease", "workload", "check", "simulation"];

/// What a pure floor must not name: a path that begins so; a third part is the beginning of a name.
const IMPURE: &[&[&str]] = &[
    &["std", "env"],
    &["std", "fs"],
    &["std", "net", "*"],
    &["std", "net", "Tcp"],
    &["std", "net", "ToSocketAddrs"],
    &["std", "net", "Udp"],
    &["std", "process"],
    &["std", "time", "*"],
    &["std", "time", "Instant"],
    &["std", "time", "SystemTime"],
    &["tokio"],
];

/// Crates that belong to one folder.
const KEPT: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["check", "render"]),
    ("bollard", &["engine", "docker"]),
    ("http_body_util", &["daemon"]),
    ("hyper", &["daemon"]),
    ("percent_encoding", &["check", "render"]),
    ("saphyr", &["compose"]),
];

/// Every breach in a `src` folder, as `file:line: what is wrong`, in order.
fn breaches(src: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources(src) {
        let mut module: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
        if matches!(module.last(), Some(&"mod" | &"lib")) {
            module.pop();
        }
        let Some(floor) = module.first() else { continue };
        if !FLOORS.contains(floor) {
            found.push(format!("{path}: {floor} is no floor"));
            continue;
        }
        for Named { line, path: named } in scan(&module, &text) {
            if let Some(wrong) = wrong(&module, &named) {
                found.push(format!("{path}:{line}: {wrong}"));
            }
        }
    }
    found.dedup();
    found
}

/// What is wrong with naming a path in a module; `crate` stands for the root in it.
fn wrong(module: &[&str], named: &[String]) -> Option<String> {
    let (first, text) = (named.first()?.as_str(), named.join("::"));
    let floor = module.first()?;
    if first == "crate" {
        let Some(other) = named.get(1) else { return Some("names the root itself".into()) };
        let Some(above) = FLOORS.iter().position(|known| known == other) else {
            return Some(format!("{text} is on no floor"));
        };
        let own = FLOORS.iter().position(|known| known == floor)?;
        return (above > own).then(|| format!("{text} looks up: {floor} stands below {other}"));
    }
    if let Some((kept, home)) = KEPT.iter().find(|(kept, _)| first.starts_with(kept)) {
        return (!module.starts_with(home)).then(|| format!("{text}: only {} names {kept}", home.join("/")));
    }
    let impure = |begin: &[&str]| {
        let same = |(at, part): (usize, &&str)| {
            named.get(at).is_some_and(|name| if at == 2 { name.starts_with(part) } else { name == part })
        };
        begin.iter().enumerate().all(same)
    };
    let found = PURE.contains(floor) && IMPURE.iter().any(|begin| impure(begin));
    found.then(|| format!("{text}: {floor} is a pure floor"))
}

/// Every source file by its path from the folder, with its text.
fn sources(src: &Path) -> BTreeMap<String, String> {
    let mut sources = BTreeMap::new();
    let mut folders = vec![src.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("sources are text");
                let below = path.strip_prefix(src).expect("it was found below the folder");
                sources.insert(below.to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    sources
}

#[test]
fn no_floor_looks_up() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert!(sources(&src).len() > 50, "the sources were found");
    assert_eq!(breaches(&src), Vec::<String>::new());
}

#[test]
fn every_kind_of_breach_is_found() {
    for (case, expected) in [
        (
            "alias",
            &[
                "plan/mod.rs:3: names the root itself",
                "plan/mod.rs:6: crate::engine::Engine looks up: plan stands below engine",
            ][..],
        ),
        (
            "expression",
            &["plan/mod.rs:5: crate::simulation::host::reboot looks up: plan stands below simulation"],
        ),
        (
            "grouped_import",
            &["lease/memory.rs:3: crate::workload::Workload looks up: lease stands below workload"],
        ),
        (
            "kept_crates",
            &[
                "engine/mod.rs:2: bollard::Docker: only engine/docker names bollard",
                "host/mod.rs:2: saphyr_parser::Parser: only compose names saphyr",
            ],
        ),
        (
            "own_name",
            &[
                "wire/mod.rs:2: crate::plan::Observed looks up: wire stands below plan",
                "wire/mod.rs:4: crate::Anything is on no floor",
            ],
        ),
        (
            "pure",
            &[
                "model/mod.rs:2: std::fs::read: model is a pure floor",
                "model/mod.rs:3: std::time::Instant: model is a pure floor",
                "model/mod.rs:6: std::net::TcpStream::connect: model is a pure floor",
                "model/mod.rs:7: tokio::time::sleep: model is a pure floor",
            ],
        ),
        ("re_export", &["model/mod.rs:2: crate::wire::decode looks up: model stands below wire"]),
        (
            "super_super",
            &[
                "model/deep/inner.rs:2: crate::host::Host looks up: model stands below host",
                "model/deep/inner.rs:8: crate::engine::Engine looks up: model stands below engine",
                "model/deep/mod.rs:3: names the root itself",
            ],
        ),
        ("test_module", &["host/mod.rs:5: crate::engine looks up: host stands below engine"]),
        ("unlisted_folder", &["utils/mod.rs: utils is no floor"]),
        ("clean", &[]),
    ] {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/floors").join(case);
        assert!(!sources(&src).is_empty(), "{case} has files");
        assert_eq!(breaches(&src), expected, "{case}");
    }
}
