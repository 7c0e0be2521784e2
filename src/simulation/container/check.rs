//! What is checked before a container is made.

use std::net::IpAddr;

use serde_json::Value;

use super::create::before;
use super::signal;
use crate::host::Platform;
use crate::simulation::{
    BindProblem, ContainerRefusal, Fault, ModeConflict, RestartProblem, SimulatedHost, ports,
};
use crate::wire::request::{ContainerCreate, Structure};

/// What Go takes for empty.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Options that exclude each other (moby's `validateNetMode`), and the isolation.
pub(super) fn modes(host: &SimulatedHost, body: &ContainerCreate) -> Result<(), Fault> {
    use ModeConflict as Conflict;
    let mode = body.host.text("NetworkMode");
    let donor = mode.strip_prefix("container:");
    let of_config = |key: &str| body.config.as_ref().is_some_and(|config| !is_empty(config.value(key)));
    let of_host = |key: &str| !is_empty(body.host.value(key));
    let shared = donor.is_some();
    let host_mode = mode == "host" && matches!(host.host().platform, Platform::Linux(_));
    let hyperv = body.host.text("Isolation") == "hyperv";
    let found = [
        (mode == "container" || donor == Some(""), Conflict::ContainerEmpty),
        (shared && of_config("Hostname"), Conflict::Hostname),
        (shared && of_host("Links"), Conflict::ContainerLinks),
        (shared && of_host("Dns"), Conflict::Dns),
        (shared && of_host("ExtraHosts"), Conflict::ExtraHosts),
        ((shared || host_mode) && of_config("MacAddress"), Conflict::MacAddress),
        (shared && (of_host("PortBindings") || body.host.flag("PublishAllPorts")), Conflict::Ports),
        (shared && of_config("ExposedPorts"), Conflict::Expose),
        (host_mode && of_host("Links"), Conflict::HostLinks),
        (shared && hyperv && host.host().windows_build().is_some(), Conflict::HyperV),
    ];
    if let Some((_, conflict)) = found.into_iter().find(|(is, _)| *is) {
        return Err(ContainerRefusal::Conflict { conflict }.into());
    }
    let isolation = body.host.text("Isolation");
    let known = match host.host().platform {
        Platform::Linux(_) => matches!(isolation, "" | "default"),
        Platform::Windows(_) => matches!(isolation, "" | "default" | "process" | "hyperv"),
    };
    if known { Ok(()) } else { Err(ContainerRefusal::Isolation { isolation: isolation.to_owned() }.into()) }
}

/// Settings of the container and of its host, in moby's order, and what the engine wants to be said.
pub(super) fn settings(
    host: &SimulatedHost,
    config: &Structure,
    given: &Structure,
) -> Result<Vec<String>, Fault> {
    let windows = host.host().windows_build().is_some();
    let path = config.text("WorkingDir");
    if !path.is_empty() && !is_absolute(path, windows) {
        return Err(ContainerRefusal::BadWorkingDirectory { path: path.to_owned() }.into());
    }
    let stop = config.text("StopSignal");
    if !stop.is_empty() {
        signal::number(stop, windows)?;
    }
    for text in config.list("Env") {
        if text.is_empty() || text.starts_with('=') {
            return Err(ContainerRefusal::BadVariable { text: text.to_owned() }.into());
        }
    }
    let health = config.value("Healthcheck");
    for field in ["Interval", "Timeout", "StartPeriod"] {
        let time = health.get(field).and_then(Value::as_i64).unwrap_or_default();
        if time != 0 && time < 1_000_000 {
            return Err(ContainerRefusal::BadHealth { field }.into());
        }
    }
    let policy = given.value("RestartPolicy");
    let name = policy["Name"].as_str().unwrap_or_default();
    if given.flag("AutoRemove") && !matches!(name, "" | "no") {
        return Err(ContainerRefusal::AutoRemoveRestarts.into());
    }
    mounts(given, windows)?;
    for text in given.list("ExtraHosts") {
        let fits = text.split_once(':').is_some_and(|(name, address)| {
            !name.is_empty() && (address == "host-gateway" || address.parse::<IpAddr>().is_ok())
        });
        if !fits {
            return Err(ContainerRefusal::BadHostEntry { text: text.to_owned() }.into());
        }
    }
    ports::check_bindings(given.value("PortBindings"))?;
    restart(name, policy["MaximumRetryCount"].as_i64().unwrap_or_default())?;
    if !windows {
        resources(given)?;
    }
    Ok(Vec::new())
}

fn is_absolute(path: &str, windows: bool) -> bool {
    let drive = || path.len() > 2 && path.as_bytes()[1] == b':' && matches!(path.as_bytes()[2], b'\\' | b'/');
    path.starts_with('/') || (windows && (path.starts_with('\\') || drive()))
}

fn mounts(given: &Structure, windows: bool) -> Result<(), Fault> {
    for mount in given.value("Mounts").as_array().into_iter().flatten() {
        let text = |key: &str| mount.get(key).and_then(Value::as_str).unwrap_or_default();
        let (kind, source, target) = (text("Type"), text("Source"), text("Target"));
        let problem = match kind {
            _ if target.is_empty() => Some(BindProblem::NoTarget),
            "bind" | "volume" | "tmpfs" | "npipe" if !is_absolute(target, windows) => {
                Some(BindProblem::NotAbsolute { path: target.to_owned() })
            }
            "bind" | "npipe" if source.is_empty() => Some(BindProblem::NoSource),
            "tmpfs" if !source.is_empty() => Some(BindProblem::Source),
            "bind" | "volume" => (target == "/").then_some(BindProblem::Root),
            "npipe" if windows => None,
            "tmpfs" if !windows => None,
            _ => Some(BindProblem::Type),
        };
        if let Some(problem) = problem {
            return Err(ContainerRefusal::BadMount { kind: kind.to_owned(), problem }.into());
        }
    }
    Ok(())
}

/// moby's `validateRestartPolicy`.
pub(super) fn restart(name: &str, count: i64) -> Result<(), Fault> {
    let problem = match name {
        "always" | "unless-stopped" | "no" if count != 0 => Some(RestartProblem::Count),
        "on-failure" if count < 0 => Some(RestartProblem::Negative),
        "" | "always" | "unless-stopped" | "no" | "on-failure" => None,
        _ => Some(RestartProblem::Unknown),
    };
    let policy = name.to_owned();
    problem.map_or(Ok(()), |problem| Err(ContainerRefusal::RestartPolicy { policy, problem }.into()))
}

fn resources(given: &Structure) -> Result<(), Fault> {
    let (memory, swap) = (given.integer("Memory"), given.integer("MemorySwap"));
    if memory != 0 && memory < 6 << 20 {
        return Err(ContainerRefusal::MemoryTooSmall.into());
    }
    if memory == 0 && swap > 0 {
        return Err(ContainerRefusal::SwapWithoutMemory.into());
    }
    if given.integer("ShmSize") < 0 {
        return Err(ContainerRefusal::ShmSize.into());
    }
    let runtime = given.text("Runtime");
    let known = ["", "runc", "io.containerd.runc.v2", "io.containerd.runtime.v1.linux"];
    if !known.contains(&runtime) {
        return Err(ContainerRefusal::RuntimeMissing { runtime: runtime.to_owned() }.into());
    }
    Ok(())
}

/// Settings of networks, as far as they are looked at before the networks are (moby's `verifyNetworkingConfig`).
pub(super) fn endpoints(host: &SimulatedHost, body: &ContainerCreate) -> Result<(), Fault> {
    // One network before API 1.44, which came with 25.0.
    if body.endpoints.len() > 1 && before(host, 25) {
        let networks = body.endpoints.keys().cloned().collect();
        return Err(ContainerRefusal::SeveralNetworks { networks }.into());
    }
    for (network, asked) in &body.endpoints {
        let none = || ContainerRefusal::NoSettings { network: network.clone() };
        let asked = asked.as_ref().ok_or_else(none)?;
        for (text, family) in [(asked.ipv4(), 4), (asked.ipv6(), 6)] {
            let fits = text.parse::<IpAddr>().is_ok_and(|address| address.is_ipv4() == (family == 4));
            if !text.is_empty() && !fits {
                return Err(ContainerRefusal::BadAddress { text: text.to_owned(), family }.into());
            }
        }
    }
    Ok(())
}

/// The logging drivers a 20.10.24 engine has.
pub(in crate::simulation) const LOG_DRIVERS: [&str; 10] = [
    "awslogs",
    "fluentd",
    "gcplogs",
    "gelf",
    "journald",
    "json-file",
    "local",
    "logentries",
    "splunk",
    "syslog",
];

pub(super) fn log_driver(given: &Structure) -> Result<(), Fault> {
    let log = given.value("LogConfig");
    let driver = log["Type"].as_str().unwrap_or_default();
    if matches!(driver, "" | "none" | "etwlogs") || LOG_DRIVERS.contains(&driver) {
        return Ok(());
    }
    Err(ContainerRefusal::LogDriverMissing { driver: driver.to_owned() }.into())
}
