//! Hosts out of what engines say, and out of nonsense.

use docknet::host::{ApiVersion, Capability, Host, HostError, Isolation, SwarmState, WindowsBuild};
use docknet::wire::EngineDocument;
use proptest::prelude::*;
use serde_json::json;

/// `docker info --format '{{json .}}'` of engine 20.10.24 on Linux, what says nothing about hosts left out.
const INFO: &str = r#"{"ID":"P7OJ","Plugins":{"Volume":["local"],"Network":["bridge","host","ipvlan","macvlan","null","overlay"],
"Authorization":null},"KernelVersion":"6.18.44-fc-v769","OperatingSystem":"Debian GNU/Linux 12 (bookworm)","OSVersion":"12",
"OSType":"linux","Architecture":"x86_64","ServerVersion":"20.10.24+dfsg1","Swarm":{"NodeID":"","NodeAddr":"",
"LocalNodeState":"inactive","ControlAvailable":false,"Error":"","RemoteManagers":null},"Isolation":"",
"ClientInfo":{"Debug":false,"Version":"28.2.2","Os":"linux"}}"#;

/// `docker version --format '{{json .}}'` of the same engine.
const VERSION: &str = r#"{"Client":{"Version":"28.2.2","ApiVersion":"1.41","DefaultAPIVersion":"1.50","Os":"linux"},
"Server":{"Platform":{"Name":""},"Version":"20.10.24+dfsg1","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux",
"Arch":"amd64","KernelVersion":"6.18.44-fc-v769"}}"#;

#[test]
fn a_real_engine_is_read_from_either_command() {
    let info = Host::from_engine(INFO).unwrap();
    assert_eq!(info.to_string(), "Linux 6.18, engine 20.10.24+dfsg1, no swarm");
    let version = Host::from_engine(VERSION).unwrap();
    assert_eq!(version.to_string(), "Linux 6.18, engine 20.10.24+dfsg1");
    let both = EngineDocument::parse(INFO).unwrap().and(EngineDocument::parse(VERSION).unwrap());
    assert_eq!(both.minimum_api_version.as_deref(), Some("1.12"));
    assert_eq!(Host::try_from(&both).unwrap(), info);
    assert_eq!(info.api_version(), Some(ApiVersion::new(1, 41)));
}

fn windows(system: &str, kernel: &str, version: &str) -> Result<Host, HostError> {
    let info = json!({
        "OSType": "windows", "OperatingSystem": system, "KernelVersion": kernel, "OSVersion": version,
        "ServerVersion": "28.2.2", "Isolation": "hyperv",
        "Swarm": { "LocalNodeState": "active", "ControlAvailable": false },
    });
    Host::try_from(&EngineDocument::parse(&info.to_string()).unwrap())
}

#[test]
fn windows_builds_are_found_in_all_their_spellings() {
    let stamp = "10.0 17763 (17763.1.amd64fre.rs5_release.180914-1434)";
    let patched = WindowsBuild::SERVER_2019.with_revision(1339);
    for (system, kernel, version, expected) in [
        ("Windows Server 2019 Datacenter Version 1809 (OS Build 17763.1339)", stamp, "10.0.17763", patched),
        ("Windows Server 2016 Standard (OS Build 14393)", "", "", WindowsBuild::SERVER_2016),
        (
            "Microsoft Windows Server Version 1709 (OS Build 16299.19)",
            "",
            "",
            WindowsBuild::SERVER_1709.with_revision(19),
        ),
        ("Windows Server 2019 Datacenter", stamp, "", WindowsBuild::SERVER_2019),
        ("Windows", "", "10.0.20348", WindowsBuild::SERVER_2022),
        (
            "Windows 10 Pro Version 22H2 (OS Build 19045.4412)",
            "",
            "",
            WindowsBuild::CLIENT_10_22H2.with_revision(4412),
        ),
    ] {
        let host = windows(system, kernel, version).unwrap();
        assert_eq!(host.windows_build(), Some(expected), "{system}");
        assert_eq!((host.isolation, host.swarm), (Some(Isolation::Hyperv), Some(SwarmState::Worker)));
    }
    assert_eq!(windows("Windows Server 2019 Datacenter", "", "1809"), Err(HostError::NoBuild));
}

#[test]
fn docker_desktop_and_the_api_of_a_client_are_kept() {
    let info = r#"{"OSType":"linux","OperatingSystem":"Docker Desktop","KernelVersion":"5.15.153.1-microsoft-standard-WSL2"}"#;
    let desktop = Host::from_engine(info).unwrap();
    assert!(desktop.desktop && desktop.to_string() == "Linux 5.15, Docker Desktop", "{desktop}");
    let version = r#"{"Server":{"Platform":{"Name":"Docker Desktop 4.30.0"},"Version":"26.1.1","ApiVersion":"1.40","Os":"linux"}}"#;
    let older = Host::from_engine(version).unwrap();
    assert!(older.desktop);
    assert_eq!(older.api_version(), Some(ApiVersion::new(1, 40)), "the older one is what is spoken");
}

#[test]
fn what_is_no_engines_answer_says_so() {
    for text in ["", "[]", "{", "{}", r#"{"Client":{"Version":"28.2.2"},"Server":null}"#, r#"{"OSType":5}"#] {
        let error = EngineDocument::parse(text).unwrap_err();
        assert!(!error.to_string().is_empty(), "{text}");
    }
    let other = Host::from_engine(r#"{"OSType":"freebsd"}"#).unwrap_err();
    assert!(other.to_string().contains("freebsd"), "{other}");
}

#[test]
fn hosts_are_kept_as_json() {
    let host = windows("", "", "10.0.20348").unwrap().with_hns("13.3".parse().unwrap());
    let text = serde_json::to_string(&host).unwrap();
    assert_eq!(serde_json::from_str::<Host>(&text).unwrap(), host, "{text}");
    let old = r#"{"platform":{"Linux":null}}"#;
    assert_eq!(serde_json::from_str::<Host>(old).unwrap(), Host::linux());
}

fn asked(host: &Host) {
    for capability in Capability::ALL {
        let verdict = host.can(*capability);
        assert!(!verdict.to_string().is_empty());
    }
    assert!(!host.capabilities().to_string().is_empty());
    assert!(!host.difference(&Host::linux()).to_string().is_empty());
    let _ = host.api_version();
    let _ = host.engine.as_ref().map(|engine| engine.minimum_api(host.platform));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_version_makes_it_panic(build: u32, major: u32, minor: u32, kernel: (u32, u32), hns: u64) {
        let engine = format!("{major}.{minor}").parse().unwrap();
        let windows = Host::windows(WindowsBuild::new(build)).with_engine(engine);
        asked(&windows.with_hns(docknet::host::HnsVersion::from_packed(hns)));
        asked(&Host::linux_kernel(docknet::host::KernelVersion::new(kernel.0, kernel.1)));
    }

    #[test]
    fn no_text_makes_it_panic(name in "\\PC{0,24}", system in "\\PC{0,40}", numbers in "(linux-|windows-)?[0-9.@]{0,20}") {
        for text in [&name, &numbers] {
            if let Ok(host) = text.parse::<Host>() {
                asked(&host);
            }
        }
        let _ = WindowsBuild::in_text(&system);
        let _ = windows(&system, &numbers, &name);
        let _ = Host::from_engine(&system);
    }
}
