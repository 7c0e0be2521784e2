//! `/info`.

use serde_json::{Value, json};

use crate::host::{EngineVersion, Platform, WindowsBuild};
use crate::simulation::SimulatedHost;
use crate::simulation::container::{LOG_DRIVERS, Phase};

impl SimulatedHost {
    /// Every key a 20.10.24 engine writes, and those of other versions that clients of networks look at.
    pub(in crate::simulation) fn info_value(&self) -> Value {
        let linux = matches!(self.host.platform, Platform::Linux(_));
        let count = |phases: &[Phase]| {
            self.containers.values().filter(|container| phases.contains(&container.state.phase)).count()
        };
        let daemon = self.daemon.value();
        let listed = |key: &str| daemon.get(key).filter(|list| list.is_array()).cloned().unwrap_or(json!([]));
        let mut info = json!({
            "ID": self.engine_id(),
            "Containers": self.containers.len(),
            "ContainersRunning": count(&[Phase::Running, Phase::Restarting]),
            "ContainersPaused": count(&[Phase::Paused]),
            "ContainersStopped": count(&[Phase::Created, Phase::Exited]),
            "Images": self.images.len(),
            "Driver": self.storage_driver(),
            "DriverStatus": if linux { json!([["Backing Filesystem", "extfs"]]) } else { json!([["Windows", ""]]) },
            "Plugins": {
                "Volume": ["local"],
                "Network": self.network_drivers(),
                "Authorization": null,
                "Log": if linux { json!(LOG_DRIVERS) } else { json!(WINDOWS_LOGS) },
            },
            "MemoryLimit": linux,
            "SwapLimit": linux,
            "KernelMemory": linux,
            "KernelMemoryTCP": linux,
            "CpuCfsPeriod": linux,
            "CpuCfsQuota": linux,
            "CPUShares": linux,
            "CPUSet": linux,
            "PidsLimit": linux,
            "IPv4Forwarding": true,
            "BridgeNfIptables": linux,
            "BridgeNfIp6tables": linux,
        });
        let further = json!({
            "Debug": daemon.get("debug") == Some(&Value::Bool(true)),
            "NFd": if linux { 30 } else { -1 },
            "OomKillDisable": linux,
            "NGoroutines": 40,
            "SystemTime": self.now.to_string(),
            "LoggingDriver": "json-file",
            "CgroupDriver": if linux { "cgroupfs" } else { "" },
            "NEventsListener": 0,
            "KernelVersion": self.kernel_text(),
            "OperatingSystem": self.system_text(),
            "OSType": self.os(),
            "Architecture": "x86_64",
            "IndexServerAddress": "https://index.docker.io/v1/",
            "RegistryConfig": {
                "AllowNondistributableArtifactsCIDRs": [],
                "AllowNondistributableArtifactsHostnames": [],
                "InsecureRegistryCIDRs": ["127.0.0.0/8"],
                "IndexConfigs": {
                    "docker.io": { "Name": "docker.io", "Mirrors": [], "Secure": true, "Official": true },
                },
                "Mirrors": listed("registry-mirrors"),
            },
            "NCPU": 2,
            "MemTotal": 8_589_934_592_u64,
            "GenericResources": null,
            "DockerRootDir": self.root(),
            "HttpProxy": "",
            "HttpsProxy": "",
            "NoProxy": "",
            "Name": self.name(),
            "Labels": listed("labels"),
            "ExperimentalBuild": false,
            "ServerVersion": self.engine.to_string(),
        });
        if let (Some(info), Value::Object(further)) = (info.as_object_mut(), further) {
            info.extend(further);
        }
        let since = |major, minor| self.engine >= EngineVersion::new(major, minor, 0);
        if since(20, 10) {
            info["CgroupVersion"] = if linux { "1".into() } else { Value::String(String::new()) };
            info["OSVersion"] = self.system_version().into();
            info_pools(&mut info, daemon.get("default-address-pools").filter(|_| linux));
        }
        if linux {
            runtimes(&mut info);
        }
        info["Swarm"] = no_swarm();
        info["LiveRestoreEnabled"] = false.into();
        info["Isolation"] = if linux { "".into() } else { self.default_isolation().into() };
        info["InitBinary"] = if linux { "docker-init" } else { "" }.into();
        let commit = if linux { "unknown" } else { "" };
        for key in ["ContainerdCommit", "RuncCommit", "InitCommit"] {
            info[key] = json!({ "ID": commit, "Expected": commit });
        }
        info["SecurityOptions"] = if linux { json!(["name=seccomp,profile=default"]) } else { json!(null) };
        info["Warnings"] = Value::Null;
        if since(28, 1) && linux {
            info["FirewallBackend"] = json!({ "Driver": "iptables" });
        }
        info
    }

    /// The network drivers an engine lists (moby's `GetNetworkDriverList`).
    fn network_drivers(&self) -> &'static [&'static str] {
        let windows = self.host.windows_build().is_some();
        match windows {
            // ipvlan is experimental before 19.03.
            false if self.engine < EngineVersion::new(19, 3, 0) => {
                &["bridge", "host", "macvlan", "null", "overlay"]
            }
            false => &["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
            true if self.engine < EngineVersion::new(18, 6, 0) => {
                &["l2bridge", "l2tunnel", "nat", "null", "overlay", "transparent"]
            }
            true if self.engine < EngineVersion::new(19, 3, 0) => {
                &["ics", "l2bridge", "l2tunnel", "nat", "null", "overlay", "transparent"]
            }
            true => &[
                "ics",
                "internal",
                "l2bridge",
                "l2tunnel",
                "nat",
                "null",
                "overlay",
                "private",
                "transparent",
            ],
        }
    }

    /// What a client gets that asks for no isolation: process on servers, Hyper-V elsewhere.
    pub(in crate::simulation) fn default_isolation(&self) -> &'static str {
        let release = self.host.windows_build().and_then(WindowsBuild::release).unwrap_or_default();
        if release.contains("Server") { "process" } else { "hyperv" }
    }

    /// The system by its name, with the build where there is one.
    fn system_text(&self) -> String {
        match self.host.platform {
            Platform::Windows(build) => {
                let product = build.release().unwrap_or("Windows");
                let revision = build.revision().map(|revision| format!(".{revision}")).unwrap_or_default();
                let edition = if product.contains("Server") { " Datacenter" } else { "" };
                format!("{product}{edition} (OS Build {}{revision})", build.number())
            }
            Platform::Linux(_) => "Debian GNU/Linux 12 (bookworm)".into(),
        }
    }

    fn system_version(&self) -> String {
        match self.host.platform {
            Platform::Windows(build) => format!("10.0.{}", build.number()),
            Platform::Linux(_) => "12".into(),
        }
    }

    /// An identity as engines have them: twelve times four letters or digits, following from the seed.
    fn engine_id(&self) -> &str {
        &self.engine_id
    }
}

/// Only pools somebody configured are shown.
fn info_pools(info: &mut Value, configured: Option<&Value>) {
    let Some(pools) = configured.and_then(Value::as_array) else { return };
    let key = |pool: &Value, key: &str| pool.get(key).cloned().unwrap_or_default();
    let pool = |pool: &Value| json!({ "Base": key(pool, "base"), "Size": key(pool, "size") });
    info["DefaultAddressPools"] = pools.iter().map(pool).collect();
}

fn runtimes(info: &mut Value) {
    let runtime = json!({ "path": "runc" });
    info["Runtimes"] = json!({
        "io.containerd.runc.v2": runtime,
        "io.containerd.runtime.v1.linux": runtime,
        "runc": runtime,
    });
    info["DefaultRuntime"] = "runc".into();
}

/// What an engine says of swarms that is in none.
fn no_swarm() -> Value {
    json!({
        "NodeID": "",
        "NodeAddr": "",
        "LocalNodeState": "inactive",
        "ControlAvailable": false,
        "Error": "",
        "RemoteManagers": null,
    })
}

/// The logging drivers of Windows engines (moby's `logdrivers_windows.go`).
const WINDOWS_LOGS: [&str; 9] =
    ["awslogs", "etwlogs", "fluentd", "gcplogs", "gelf", "json-file", "local", "splunk", "syslog"];
