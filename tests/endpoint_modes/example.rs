//! The example, as a stranger runs it.

use std::path::PathBuf;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    let test = std::env::current_exe().expect("the test's own path");
    let target = test.parent().and_then(|deps| deps.parent()).expect("a target folder");
    let program: PathBuf =
        target.join("examples").join(format!("endpoint_modes{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "{} is not built: run cargo test, or cargo build --examples",
        program.display()
    );
    let root = env!("CARGO_MANIFEST_DIR");
    Command::new(program).args(arguments).current_dir(root).output().expect("a program that starts")
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text").replace("\r\n", "\n")
}

#[test]
fn the_whole_text() {
    let output = run(&["--replicas", "global"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output));
}

#[test]
fn somewhere_nowhere_and_unusable() {
    let host = ["--publish", "mode=host,80:80", "--replicas", "4"];
    let ended = |arguments: &[&str]| run(arguments).status.code();
    assert_eq!(ended(&host), Some(0), "five nodes in the swarm of all");
    assert_eq!(ended(&[&host[..], &["--host", "linux"]].concat()), Some(1));
    assert_eq!(ended(&["--mode", "dnsrr"]), Some(1));
    assert_eq!(ended(&["--mode", "dnsrr", "--publish", "mode=host,80:80"]), Some(0));
    for wrong in
        [["--host", "plan9"], ["--mode", "lvs"], ["--publish", "mode=host,x:80"], ["--excluded", "gone.txt"]]
    {
        assert_eq!(ended(&wrong), Some(2), "{wrong:?}");
    }
    let excluded = ["--excluded", "tests/endpoint_modes/netsh/german.txt", "--publish", "mode=host,8080:80"];
    assert_eq!(ended(&[&excluded[..], &["--host", "windows-server-2022"]].concat()), Some(1));
    assert_eq!(ended(&[&excluded[..], &["--host", "linux"]].concat()), Some(0));
}

#[test]
fn json_has_every_column() {
    let output = run(&["--json", "--host", "linux", "--host", "windows-server-2016"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = &json["windows-server-2016"]["findings"];
    assert!(findings.as_array().is_some_and(|all| all.iter().any(|one| one["rule"] == "vip-unsupported")));
    assert!(json["all in one swarm"]["findings"].is_array());
}
