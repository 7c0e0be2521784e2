//! The checker as a stranger runs it: what it prints in every form, and what bad input gets.
#![cfg(feature = "compose")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The example's program, which `cargo test` builds beside the tests.
fn check_compose(arguments: &[&str]) -> Output {
    let tests = std::env::current_exe().expect("a test has a path");
    let target = tests.parent().and_then(Path::parent).expect("tests live in deps");
    let program = target.join("examples").join(format!("check_compose{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "{} is not built: run cargo test, or cargo build --examples",
        program.display()
    );
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(program).args(arguments).current_dir(here).output().expect("the example runs")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// A folder of this test's own, taken away in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("docknet-check-{name}-{}", std::process::id()));
        let _left_by_an_earlier_run = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, content).expect("a file");
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

const REDIS: &str = "examples/fixtures/redisha/docker-compose.yml";
const IIS: &str = "examples/fixtures/iis8080/docker-compose.yml";

/// The field report: four projects on three Windows Server 2004 hosts with a prefix each.
const FIELD: &[&str] = &[
    REDIS,
    IIS,
    "examples/fixtures/iis8081/docker-compose.yml",
    "examples/fixtures/aspnet9090/docker-compose.yml",
    "--host=wcs1=windows-server-2004",
    "--host=wcs2=windows-server-2004",
    "--host=wcs3=windows-server-2004",
    "--engine=19.03.12",
    "--observed=wcs1=examples/fixtures/wcs1.inspect.json",
    "--observed=wcs2=examples/fixtures/wcs2.inspect.json",
    "--observed=wcs3=examples/fixtures/wcs3.inspect.json",
    "--daemon=examples/fixtures/daemon.json",
];

fn field(more: &[&str]) -> Output {
    check_compose(&[FIELD, more].concat())
}

#[test]
fn the_field_report_as_text() {
    let output = field(&[]);
    assert_eq!((output.status.code(), complained(&output)), (Some(1), String::new()));
    insta::assert_snapshot!(said(&output));
}

#[test]
fn the_field_report_as_json() {
    let output = field(&["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["version"], 1);
    let findings = json["findings"].as_array().expect("findings");
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
    assert!(errors > 0 && json["counts"]["errors"] == errors, "{}", json["counts"]);
    insta::assert_snapshot!(said(&output));
}

#[test]
fn the_field_report_as_sarif() {
    let output = field(&["--format", "sarif"]);
    assert_eq!(output.status.code(), Some(1));
    let mut log: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let driver = &mut log["runs"][0]["tool"]["driver"];
    // The pages are tested where they are; versions pass.
    for rule in driver["rules"].as_array_mut().expect("rules") {
        assert!(rule["help"]["markdown"].as_str().expect("a page").starts_with("# "));
        rule["help"] = "a page".into();
    }
    assert_eq!(driver["version"], env!("CARGO_PKG_VERSION"));
    driver["version"] = "a version".into();
    driver["semanticVersion"] = "a version".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).expect("JSON"));
}

#[test]
fn a_project_may_have_several_files() {
    let folder = Folder::new("several");
    let base = folder.file("base.yml", "services:\n  web:\n    image: nginx\n    ports: ['80:80']\n");
    let more = folder.file("more.yml", "services:\n  api:\n    image: nginx\n    ports: ['80:8080']\n");
    let output = check_compose(&[&base, "-f", &more, "--host", "linux"]);
    assert_eq!(output.status.code(), Some(1), "{}", complained(&output));
    let said = said(&output);
    assert!(said.contains("more.yml:4:13") && said.contains("4 |     ports: ['80:8080']"), "{said}");
    let alone = check_compose(&[&base, "--host", "linux"]);
    assert_eq!(alone.status.code(), Some(0), "{}", complained(&alone));
}

#[test]
fn rules_are_allowed_and_weighed_by_the_caller() {
    let rule = "host-address-in-publish";
    let folder = Folder::new("weighed");
    let file = folder.file("web.yml", "services: {web: {image: iis, ports: ['127.0.0.1:80:80']}}\n");
    let run = |more: &[&str]| {
        let output = check_compose(&[&[&*file, "--host", "windows-server-2022"], more].concat());
        (output.status.code(), said(&output))
    };
    assert_eq!(run(&[]).0, Some(1));
    let (code, text) = run(&["--allow", &format!("{rule}=only for a proof"), "--allowed"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("= allowed by the caller: only for a proof") && text.ends_with(", 1 allowed\n"),
        "{text}"
    );
    let warning = format!("{rule}=warning");
    assert_eq!(run(&["--severity", &warning]).0, Some(0));
    assert_eq!(run(&["--severity", &warning, "--deny-warnings"]).0, Some(1));
}

#[test]
fn rules_explain_themselves() {
    let output = check_compose(&["--explain", "one-nat-ends-isolation"]);
    assert!(output.status.success() && said(&output).starts_with("# one-nat-ends-isolation\n"));
    let list = said(&check_compose(&["--rules"]));
    assert_eq!(list.lines().count(), docknet::check::Rule::ALL.len());
    assert!(list.lines().all(|line| line.split_whitespace().count() > 3), "{list}");
}

#[test]
fn colours_are_for_terminals_and_whoever_asks() {
    assert!(!said(&field(&[])).contains('\u{1b}'));
    assert!(said(&field(&["--colour", "always"])).contains("\u{1b}["));
    let json = field(&["--colour", "always", "--format", "json"]);
    assert!(serde_json::from_slice::<serde_json::Value>(&json.stdout).is_ok());
}

#[test]
fn hosts_can_be_told_apart_by_what_is_known_of_them() {
    let folder = Folder::new("told");
    let text =
        "services: {web: {image: x}}\nnetworks: {default: {ipam: {config: [{subnet: 10.20.1.0/24}]}}}\n";
    let file = folder.file("web=1.yml", text);
    let seen = r#"[{"Name":"other","Id":"1","Driver":"bridge","Scope":"local","IPAM":{"Driver":"default","Config":[{"Subnet":"10.20.0.0/16"}]},"Containers":{}}]"#;
    let seen = folder.file("seen.json", seen);
    let observed = format!("--observed=two={seen}");
    let output = check_compose(&[&file, "--host", "one=linux", "--host", "two=linux", &observed]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}{}", complained(&output));
    assert!(said.contains("error[subnets-overlap]") && said.contains("= note: on two\n"), "{said}");
}

#[test]
fn a_stack_is_judged_on_a_swarm() {
    let folder = Folder::new("stack");
    let text =
        "services:\n  web:\n    image: microsoft/iis\n    ports: ['80:80']\n    deploy: {mode: global}\n";
    let file = folder.file("web.yml", text);
    let hosts = ["--host", "vm1=windows-server-2016", "--host", "vm2=windows-server-2016"];
    let stack = check_compose(&[&[&*file, "--swarm"], &hosts[..]].concat());
    let text = said(&stack);
    assert_eq!(stack.status.code(), Some(1), "{text}{}", complained(&stack));
    assert!(
        text.contains("error[routing-mesh-unsupported]") && text.contains("= note: on vm1, vm2"),
        "{text}"
    );
    let alone = said(&check_compose(&[&[&*file], &hosts[..]].concat()));
    assert!(!alone.contains("routing-mesh-unsupported"), "{alone}");
    refused(&[&[&*file, "--swarm", "--avoid", "10.0.0.0/8=VPN"], &hosts[..]].concat(), &["--swarm"]);
}

/// Ends 2, says all of these on standard error and nothing on standard output.
fn refused(arguments: &[&str], says: &[&str]) {
    let output = check_compose(arguments);
    let complaint = complained(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {complaint}");
    assert_eq!(said(&output), "", "{arguments:?}");
    for words in says {
        assert!(complaint.contains(words), "{arguments:?} does not say {words:?}: {complaint}");
    }
}

#[test]
fn files_that_are_no_compose_files_are_refused() {
    let folder = Folder::new("files");
    let files: &[(&str, &[u8], &str)] = &[
        ("empty.yml", b"", "empty.yml:1:1: the file is empty"),
        ("comment.yml", b"# nothing yet\n", "the file is empty"),
        ("list.yml", b"- a\n- b\n", "list.yml:1:1: not a Compose file"),
        ("json.yml", b"[{\"Name\": \"nat\"}]", "json.yml:1:1: not a Compose file"),
        ("broken.yml", b"services:\n  web: {image: \"x\n", "broken.yml:"),
        ("tab.yml", b"services:\n\tweb: {}\n", "tab.yml:2:2: not YAML"),
        ("twice.yml", b"services: {a: {}, a: {}}\n", "twice.yml:1:19"),
        ("binary.yml", b"\x7fELF\x02\x01\x01\x00\xff\xfe", "binary.yml:1:9"),
        ("nul.yml", b"services:\n  web: \x00\n", "nul.yml:"),
        ("version9.yml", b"version: '9'\nservices: {}\n", "version9.yml:1:10"),
    ];
    for (name, content, says) in files {
        refused(&[&folder.file(name, content), "--host", "linux"], &["check_compose: ", says]);
    }
    let missing = folder.0.join("missing.yml").display().to_string();
    refused(&[&missing, "--host", "linux"], &["there is no file ", "missing.yml"]);
    let here = folder.0.display().to_string();
    refused(&[&here, "--host", "linux"], &["is a folder: name the Compose file in it"]);
    let compose = folder.file("compose.yaml", "services: {}\n");
    refused(&[&here, "--host", "linux"], &["is a folder: name the Compose file in it, ", &compose]);
    let both = [missing.as_str(), &folder.file("list.yml", "- a\n"), "--host", "linux"];
    refused(&both, &["missing.yml", "list.yml:1:1"]);
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let folder = Folder::new("arguments");
    let file = |name: &str, content: &str| folder.file(name, content);
    let (truncated, ports) = (file("cut.json", "[{\"Name\": \"nat\""), file("ports.txt", "no ports\n"));
    let linux = &["--host", "linux"][..];
    let windows = &["--host", "windows-server-2022"][..];
    let two = &["--host", "a=linux", "--host", "b=linux"][..];
    let cases: &[(&[&str], &[&str], &[&str])] = &[
        (&[], &[], &["--host"]),
        (&["--host", "plan9"], &[], &["\"plan9\" names no host", "windows-server-2022"]),
        (&["--host", "=linux"], &[], &["NAME=HOST"]),
        (linux, linux, &["two hosts are called linux", "NAME=HOST"]),
        (linux, &["--engine", "soon"], &["soon"]),
        (two, &["--observed", "seen.json"], &["--observed a=seen.json"]),
        (linux, &["--observed", "seen.json"], &["seen.json", "name a file that can be read"]),
        (linux, &["--observed", &truncated], &["cut.json", "line 1"]),
        (linux, &["--observed", "examples"], &["examples", "name a file that can be read"]),
        (linux, &["--daemon", &ports], &["ports.txt"]),
        (windows, &["--excluded", &truncated], &["cut.json: no ranges of ports in it", "netsh"]),
        (linux, &["--avoid", "10.0.0.0/8"], &["RANGE=NAME"]),
        (linux, &["--avoid", "10.0.0.1/8=VPN"], &["10.0.0.0/8"]),
        (linux, &["--route", "x=eth0"], &["x"]),
        (linux, &["--allow", "subnet-overlap=so"], &["did you mean \"subnets-overlap\"?"]),
        (linux, &["--allow", "subnets-overlap"], &["without a reason"]),
        (linux, &["--severity", "subnets-overlap"], &["RULE=SEVERITY"]),
        (linux, &["--severity", "subnets-overlap=fatal"], &["error, warning or note"]),
        (linux, &["--format", "xml"], &["text, json, sarif"]),
    ];
    for (hosts, more, says) in cases {
        refused(&[&[IIS], *hosts, *more].concat(), says);
    }
    refused(&["-f", "more.yml", IIS, "--host", "linux"], &["-f more.yml: no project stands before it"]);
    refused(&["--host", "linux"], &["FILE"]);
    refused(&["--explain", "one-nat"], &["did you mean"]);
}
