//! What an engine says about its host, read as every other text of an engine about itself.

use bollard::models::{SystemInfo, SystemVersion};

use super::call::Failure;
use crate::host::{Host, HostError};
use crate::wire::{EngineDocument, WireError, WireProblem};

/// The host an engine's `/info` and `/version` speak of, asked in an API version.
pub(super) fn host(
    info: &SystemInfo,
    version: &SystemVersion,
    (major, minor): (usize, usize),
) -> Result<Host, Failure> {
    let mut document = EngineDocument::from_value(&serde_json::to_value(info)?)?;
    // What `/info` says is enough for a host; `/version` adds which product the engine belongs to.
    if let Ok(version) = EngineDocument::from_value(&serde_json::to_value(version)?) {
        document = document.and(version);
    }
    // The engine names the newest API it speaks; what counts is the one spoken with it.
    document.api_version = Some(format!("{major}.{minor}"));
    Host::try_from(&document).map_err(|error| undecodable(&error).into())
}

fn undecodable(error: &HostError) -> WireError {
    let (path, expected) = if *error == HostError::NoBuild {
        ("KernelVersion", "a Windows version with its build")
    } else {
        ("OSType", "linux or windows")
    };
    WireError { path: path.to_owned(), problem: WireProblem::Shape { expected, found: "something else" } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{Isolation, SwarmState, WindowsBuild};
    use serde_json::{Value, json};

    fn read(info: Value, version: Value, spoken: (usize, usize)) -> Result<Host, Failure> {
        let info = serde_json::from_value(info).expect("an answer of /info");
        host(&info, &serde_json::from_value(version).expect("an answer of /version"), spoken)
    }

    #[test]
    fn everything_an_engine_says_of_itself_arrives() {
        let info = json!({"OSType": "linux", "OperatingSystem": "Debian GNU/Linux 12 (bookworm)",
            "KernelVersion": "6.18.44", "OSVersion": "12", "ServerVersion": "20.10.24+dfsg1", "Isolation": "",
            "Plugins": {"Network": ["bridge"]}, "Swarm": {"LocalNodeState": "inactive"}});
        let linux = read(info, json!({"Os": "linux", "ApiVersion": "1.41"}), (1, 41)).unwrap();
        assert_eq!(linux.to_string(), "Linux 6.18, engine 20.10.24+dfsg1, no swarm");
        assert_eq!((linux.api, linux.desktop), (None, false));

        let info = json!({"OSType": "windows", "OperatingSystem": "Windows Server 2019 Datacenter",
            "KernelVersion": "10.0 17763 (17763.1.amd64fre.rs5_release.180914-1434)", "OSVersion": "1809",
            "ServerVersion": "28.2.2", "Isolation": "process",
            "Swarm": {"LocalNodeState": "active", "ControlAvailable": true}});
        let version =
            json!({"Os": "windows", "Platform": {"Name": "Docker Desktop 4.42.0 (1)"}, "ApiVersion": "1.50"});
        let windows = read(info, version, (1, 49)).unwrap();
        assert_eq!(windows.windows_build(), Some(WindowsBuild::SERVER_2019));
        assert_eq!(windows.isolation, Some(Isolation::Process));
        assert_eq!(windows.swarm, Some(SwarmState::Manager));
        assert!(windows.desktop);
        assert_eq!(windows.api.map(|api| api.to_string()).as_deref(), Some("1.49"), "the one that is spoken");
    }

    #[test]
    fn what_is_no_host_says_where() {
        let path = |info: Value| match read(info, json!({}), (1, 41)) {
            Err(Failure::Wire(error)) => error.to_string(),
            other => panic!("{other:?}"),
        };
        assert!(path(json!({"OSType": "windows"})).starts_with("KernelVersion: "));
        assert!(path(json!({"OSType": "plan9"})).starts_with("OSType: "));
        assert!(path(json!({})).contains("\"OSType\" is missing"));
    }
}
