//! The checker as a stranger runs it: what it prints in every form, and what bad input gets.
#![cfg(feature = "compose")]

mod program;

use std::fs;
use std::process::{Command, Output};

use program::{Folder, complained, is_refused, said};

fn check_compose(arguments: &[&str]) -> Output {
    program::run("check_compose", arguments)
}

const REDIS: &str = "examples/fixtures/redisha/docker-compose.yml";
const DAEMON: &str = "examples/fixtures/daemon.json";
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

#[track_caller]
fn refused(arguments: &[&str], says: &[&str]) {
    is_refused(&check_compose(arguments), arguments, says);
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
        (
            "utf16.yml",
            b"\xff\xfes\0e\0",
            "utf16.yml:1:1: not a text in UTF-8 but in UTF-16: save the file as UTF-8",
        ),
        ("folder.yml", b"include: [.]\n", "folder.yml:1:11: cannot read "),
        ("remote.yml", b"include: [more.yml]\n", "remote.yml:1:11: include names "),
    ];
    for (name, content, says) in files {
        refused(&[&folder.file(name, content), "--host", "linux"], &["check_compose: ", says]);
    }
    let huge = folder.file("huge.yml", "#".repeat(5_000_000));
    refused(&[&huge, "--host", "linux"], &["huge.yml:1:1: more than 4194304 bytes of text"]);
    refused(&["oci://shop/app", "--host", "linux"], &["oci://shop/app would have to be fetched"]);
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
    let seen = |name: &str, content: &str| folder.file(name, content);
    let of_a = format!("a={DAEMON}");
    let ports_of_a = format!(
        "a={}",
        file("excluded.txt", "Start Port    End Port\n----------    --------\n        80          80\n")
    );
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
        (
            linux,
            &["--observed", "wcs1=seen.json"],
            &["--observed wcs1=seen.json: no host is called so", "--host: linux"],
        ),
        (two, &["--observed", "c=seen.json"], &["no host is called so", "--host: a, b"]),
        (two, &["--daemon", "c=daemon.json"], &["--daemon c=daemon.json: no host is called so"]),
        (linux, &["--observed", "linux="], &["--observed linux=: no file is named behind the ="]),
        (
            linux,
            &["--observed", &seen("container.json", "[{\"Id\":\"1\",\"HostConfig\":{}}]")],
            &["a container's inspect output"],
        ),
        (linux, &["--observed", &seen("empty.json", "")], &["empty.json: the document is empty"]),
        (linux, &["--daemon", DAEMON, "--daemon", DAEMON], &["--daemon is there twice for all hosts"]),
        (two, &["--daemon", &of_a, "--daemon", &of_a], &["--daemon is there twice for a"]),
        (two, &["--excluded", &ports_of_a], &["a is no Windows host"]),
        (linux, &["--allow", "nonsense=so"], &["there is no rule \"nonsense\"; --rules lists all there are"]),
        (&["--host", "linux@"], &[], &["is no version, such as 28.2.2"]),
        (&["--host", "windows"], &[], &["\"windows\" names no host", "windows-server-2022"]),
        (linux, &[IIS], &["docker-compose.yml is named twice"]),
        (linux, &["-f", "nowhere.yml"], &["there is no file nowhere.yml"]),
        (linux, &["--frobnicate"], &["unexpected argument '--frobnicate'"]),
    ];
    for (hosts, more, says) in cases {
        refused(&[&[IIS], *hosts, *more].concat(), says);
    }
    refused(&["-f", "more.yml", IIS, "--host", "linux"], &["-f more.yml: no project stands before it"]);
    refused(&["--host", "linux"], &["FILE"]);
    refused(&["--explain", "one-nat"], &["did you mean"]);
}

/// A folder with the field report's projects, and the arguments that judge it.
fn field_copy(name: &str) -> (Folder, Vec<String>) {
    let folder = Folder::new(name);
    let mut arguments = Vec::new();
    for project in ["redisha", "iis8080", "iis8081", "aspnet9090"] {
        fs::create_dir_all(folder.0.join(project)).expect("a folder");
        let text = fs::read_to_string(format!("examples/fixtures/{project}/docker-compose.yml"));
        arguments.push(folder.file(&format!("{project}/docker-compose.yml"), text.expect("a fixture")));
    }
    arguments.extend(["--host", "wcs1=windows-server-2004", "--engine", "19.03.12"].map(str::to_owned));
    (folder, arguments)
}

fn with<'a>(arguments: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().map(String::as_str).chain(more.iter().copied()).collect()
}

#[test]
fn fixing_changes_the_files_and_says_what_it_costs() {
    let (folder, arguments) = field_copy("fix");
    let iis = folder.0.join("iis8080/docker-compose.yml");
    let before = fs::read_to_string(&iis).expect("a file");
    let dry = check_compose(&with(&arguments, &["--fix", "--dry-run"]));
    assert_eq!((dry.status.code(), complained(&dry)), (Some(0), String::new()));
    assert!(said(&dry).contains("\n+    name: nat\n") && said(&dry).contains("1 can be cured in "));
    assert_eq!(fs::read_to_string(&iis).expect("a file"), before);

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&iis, fs::Permissions::from_mode(0o640)).expect("permissions");
    }
    let fixed = check_compose(&with(&arguments, &["--fix"]));
    let text = said(&fixed);
    assert_eq!((fixed.status.code(), complained(&fixed)), (Some(0), String::new()), "{text}");
    for words in [
        "cured[several-nat-networks-with-published-ports]: every project uses the default network `nat`",
        "= price: aspnet9090, iis8080, iis8081, redisha share the default network `nat`",
        "warning[pinned-address-can-be-taken]",
        "warning[pinned-address-on-unfixed-nat]",
        "0 errors, 2 warnings",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let after = fs::read_to_string(&iis).expect("a file");
    let nat = "networks:\n  default:\n    external: true\n    name: nat\n";
    assert!(after.starts_with(before.trim_end()) && after.ends_with(nat), "{after}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&iis).expect("a file").permissions().mode() & 0o777, 0o640);
    }
    let files = fs::read_dir(iis.parent().expect("a folder")).expect("a folder").count();
    assert_eq!(files, 1, "nothing is left beside");
    assert!(said(&check_compose(&with(&arguments, &["--fix"]))).contains("nothing was cured"));
}

#[test]
fn what_others_may_rely_on_is_changed_only_when_somebody_looks() {
    let folder = Folder::new("look");
    let text = "services:\n  a: {image: x, ports: ['8080:80']}\n  b: {image: x, ports: ['8080:80']} # of b\n";
    let file = folder.file("look.yml", text);
    let safe = check_compose(&[&file, "--host", "linux", "--fix"]);
    assert_eq!(safe.status.code(), Some(1), "{}", complained(&safe));
    assert!(said(&safe).contains("1 more can be cured by changes a person should look at: add --look"));
    assert_eq!(fs::read_to_string(&file).expect("a file"), text);
    let all = check_compose(&[&file, "--host", "linux", "--fix", "--look"]);
    assert_eq!(all.status.code(), Some(0), "{}", said(&all));
    assert!(said(&all).contains("  = look: "));
    let after = fs::read_to_string(&file).expect("a file");
    assert_eq!(
        after,
        text.replace("b: {image: x, ports: ['8080:80']}", "b: {image: x, ports: [\"8081:80\"]}")
    );
}

#[test]
fn a_file_that_is_extended_is_changed_only_when_somebody_looks() {
    let folder = Folder::new("extended");
    let base = "services:\n  base: {image: x, networks: {default: {ipv4_address: 10.20.9.9}}}\n";
    let base_file = folder.file("base.yml", base);
    let text = "services:\n  a: {extends: {file: base.yml, service: base}}\n\
        networks: {default: {ipam: {config: [{subnet: 10.20.0.0/24}]}}}\n";
    let file = folder.file("extending.yml", text);
    let safe = check_compose(&[&file, "--host", "linux", "--fix"]);
    assert_eq!(safe.status.code(), Some(1), "{}{}", said(&safe), complained(&safe));
    assert_eq!(fs::read_to_string(&base_file).expect("a file"), base);
    let all = check_compose(&[&file, "--host", "linux", "--fix", "--look"]);
    assert_eq!(all.status.code(), Some(0), "{}", said(&all));
    assert_ne!(fs::read_to_string(&base_file).expect("a file"), base);
}

#[test]
fn an_override_file_leaves_the_files_as_they_are() {
    let (folder, arguments) = field_copy("override");
    let here = folder.0.display().to_string();
    let written = check_compose(&with(&arguments, &["--override", &here, "--tool", "1"]));
    assert_eq!((written.status.code(), complained(&written)), (Some(0), String::new()));
    let text = fs::read_to_string(folder.0.join("iis8081.override.yml")).expect("an override file");
    assert!(
        text.starts_with("# Use it so: docker-compose -f docker-compose.yml -f iis8081.override.yml up -d\n")
    );
    assert!(text.ends_with("networks:\n  default:\n    external: true\n    name: nat\n"), "{text}");
    assert!(!folder.0.join("redisha.override.yml").exists(), "nothing of it was cured");
    refused(&with(&arguments, &["--override", &here]), &["exists already, and is not overwritten"]);
    let file = folder.0.join("all.yml").display().to_string();
    refused(&with(&arguments, &["--override", &file]), &["there are 4 projects: name a folder"]);
    let judged: Vec<_> = ["iis8080", "iis8081", "aspnet9090"]
        .iter()
        .flat_map(|name| {
            let own = |file: String| folder.0.join(file).display().to_string();
            [own(format!("{name}/docker-compose.yml")), "-f".into(), own(format!("{name}.override.yml"))]
        })
        .collect();
    let again = check_compose(&with(&judged, &["--host", "windows-server-2004", "--engine", "19.03.12"]));
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
}

#[test]
fn files_that_cannot_be_written_stay_as_they_are() {
    let folder = Folder::new("stay");
    let text = "services:\n  job:\n    image: x\n    container_name: jobs\n    scale: 2\n";
    let marked = folder.file("marked.yml", format!("\u{feff}{text}"));
    let fixed = check_compose(&[&marked, "--host", "linux", "--fix"]);
    assert_eq!(fixed.status.code(), Some(0), "{}{}", said(&fixed), complained(&fixed));
    let after = fs::read_to_string(&marked).expect("a file");
    assert_eq!(after, format!("\u{feff}{}", text.replace("    container_name: jobs\n", "")));
    let file = folder.file("plain.yml", text);
    refused(&[&file, "--host", "linux", "--fix", "--format", "json"], &["leave --format out"]);
    refused(&[&file, "--host", "linux", "--dry-run"], &["go with --fix or --override"]);
    refused(&[&file, "--host", "linux", "--fix", "--override", "x.yml"], &["cannot be used with"]);
    refused(&[&file, "--host", "linux", "--override", &file], &["exists already"]);
    assert_eq!(fs::read_to_string(&file).expect("a file"), text);
}

/// A named pipe as the second file holds the program between reading the first and writing it.
#[cfg(unix)]
#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let folder = Folder::new("meanwhile");
    let text = "services: {job: {image: x, container_name: jobs, scale: 2}}\n";
    let (file, pipe) = (folder.file("first.yml", text), folder.0.join("second.yml"));
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let (named, written) = (pipe.display().to_string(), file.clone());
    let writer = std::thread::spawn(move || {
        // Opening it waits for the reader.
        let mut pipe = fs::OpenOptions::new().write(true).open(pipe).expect("the pipe");
        fs::write(written, format!("{text}# mine\n")).expect("a change");
        std::io::Write::write_all(&mut pipe, b"services: {}\n").expect("the second file");
    });
    refused(
        &[&file, "-f", &named, "--host", "linux", "--fix"],
        &["first.yml: it was changed since it was read"],
    );
    writer.join().expect("written");
    assert_eq!(fs::read_to_string(&file).expect("a file"), format!("{text}# mine\n"));
}
