//! Nodes, services and tasks: into and out of Docker's JSON.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use bollard::models::{
    EndpointPortConfig, Node, Service, ServiceEndpointVirtualIps, ServiceSpecMode, TaskSpec,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::Failure;
use super::networks::parsed;
use crate::engine::{NodeSummary, ServiceId, ServiceSummary, TaskSummary};
use crate::model::{
    EndpointMode, NetworkName, Port, Protocol, PublishMode, PublishedPort, Replicas, ServiceEndpoint,
    ServicePort, ServiceSpec, Subnet, SubnetError,
};
use crate::wire::{ValueError, WireError, WireProblem};

pub(super) fn node(node: Node) -> NodeSummary {
    let description = node.description.unwrap_or_default();
    let status = node.status.unwrap_or_default();
    let state = status.state.map(|state| state.to_string()).unwrap_or_default();
    let mut summary =
        NodeSummary::new(node.id.unwrap_or_default(), description.hostname.unwrap_or_default(), state);
    // A manager reports itself as 0.0.0.0 on some engines; the address it is reached at stands beside that.
    let reported = status.addr.and_then(|text| text.parse::<IpAddr>().ok());
    let manager = node.manager_status.as_ref().and_then(|status| status.addr.as_deref());
    let reached = manager.and_then(|text| text.parse::<SocketAddr>().ok()).map(|address| address.ip());
    summary.address = reported.filter(|address| !address.is_unspecified()).or(reached);
    summary.manager = node.manager_status.is_some();
    summary
}

/// The body of `POST /services/create`.
pub(super) fn request(spec: &ServiceSpec) -> Value {
    let networks: Vec<_> = spec.networks.iter().map(|network| json!({ "Target": network })).collect();
    let ports = spec.endpoint.ports().iter().map(|ServicePort { port, mode, .. }| {
        let mut config = json!({
            "Protocol": port.protocol, "TargetPort": port.target.number(), "PublishMode": mode,
        });
        if let Some(published) = port.published {
            config["PublishedPort"] = published.number().into();
        }
        config
    });
    let mode = match spec.replicas {
        Replicas::Count(replicas) => json!({ "Replicated": { "Replicas": replicas } }),
        Replicas::Global => json!({ "Global": {} }),
    };
    json!({
        "Name": spec.name,
        "TaskTemplate": { "ContainerSpec": { "Image": spec.image }, "Networks": networks },
        "Mode": mode,
        "EndpointSpec": { "Mode": spec.endpoint.mode(), "Ports": ports.collect::<Vec<_>>() },
    })
}

/// A listed service, its networks named as `names` has them by identity.
pub(super) fn summary(
    service: Service,
    names: &BTreeMap<&str, &NetworkName>,
) -> Result<ServiceSummary, WireError> {
    let asked = service.spec.unwrap_or_default();
    let template = asked.task_template.unwrap_or_default();
    let mut spec = ServiceSpec::new(parsed("Spec.Name", &asked.name.unwrap_or_default())?, image(&template));
    spec.replicas = replicas(asked.mode.as_ref());
    // Engines before 17.06 keep the networks beside the template.
    for network in template.networks.or(asked.networks).unwrap_or_default() {
        let target = network.target.unwrap_or_default();
        spec.networks.push(match names.get(target.as_str()) {
            Some(name) => (*name).clone(),
            None => parsed("Spec.TaskTemplate.Networks.Target", &target)?,
        });
    }
    let endpoint = asked.endpoint_spec.unwrap_or_default();
    let mode = match endpoint.mode.map(|mode| mode.to_string()).as_deref() {
        Some("dnsrr") => EndpointMode::Dnsrr,
        _ => EndpointMode::Vip,
    };
    let ports = endpoint.ports.unwrap_or_default();
    let ports = ports.iter().map(port).collect::<Result<Vec<_>, _>>()?;
    spec.endpoint = ServiceEndpoint::new(mode, ports)
        .map_err(|source| at("Spec.EndpointSpec", mode.to_string(), source))?;

    let mut summary = ServiceSummary::new(ServiceId::new(&service.id.unwrap_or_default()), spec);
    for address in service.endpoint.and_then(|endpoint| endpoint.virtual_ips).unwrap_or_default() {
        summary.virtual_addresses.extend(virtual_address(&address)?);
    }
    Ok(summary)
}

fn image(template: &TaskSpec) -> String {
    template.container_spec.as_ref().and_then(|spec| spec.image.clone()).unwrap_or_default()
}

fn replicas(mode: Option<&ServiceSpecMode>) -> Replicas {
    let Some(mode) = mode else { return Replicas::Count(1) };
    if mode.global.is_some() || mode.global_job.is_some() {
        return Replicas::Global;
    }
    let replicated = mode.replicated.as_ref().and_then(|mode| mode.replicas);
    let job = mode.replicated_job.as_ref().and_then(|job| job.total_completions);
    Replicas::Count(replicated.or(job).and_then(|count| u64::try_from(count).ok()).unwrap_or(1))
}

fn port(config: &EndpointPortConfig) -> Result<ServicePort, WireError> {
    const PATH: &str = "Spec.EndpointSpec.Ports";
    let number = |number: i64| parsed::<Port>(PATH, &number.to_string());
    let mut port = PublishedPort::new(number(config.target_port.unwrap_or_default())?);
    // Zero is how a port that the engine picks is written down.
    if let Some(published) = config.published_port.filter(|published| *published != 0) {
        port = port.with_published(number(published)?);
    }
    let protocol = config.protocol.map(|protocol| protocol.to_string()).filter(|word| !word.is_empty());
    if let Some(protocol) = protocol {
        port = port.with_protocol(parsed::<Protocol>(PATH, &protocol)?);
    }
    let mode = match config.publish_mode.map(|mode| mode.to_string()).as_deref() {
        Some("host") => PublishMode::Host,
        _ => PublishMode::Ingress,
    };
    Ok(ServicePort::new(port, mode))
}

/// `10.0.1.2/24`; an address that is not allocated yet is empty.
fn virtual_address(entry: &ServiceEndpointVirtualIps) -> Result<Option<(IpAddr, Subnet)>, WireError> {
    let Some(text) = entry.addr.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
    let bare = text.split_once('/').map_or(text, |(address, _)| address);
    let subnet = match text.parse::<Subnet>() {
        Ok(subnet) | Err(SubnetError::HostBits { subnet, .. }) => subnet,
        Err(source @ (SubnetError::NotCidr { .. } | SubnetError::Length { .. })) => {
            return Err(at("Endpoint.VirtualIPs", text, source));
        }
    };
    Ok(Some((parsed("Endpoint.VirtualIPs", bare)?, subnet)))
}

fn at(path: &str, text: impl Into<String>, source: impl Into<ValueError>) -> WireError {
    let problem = WireProblem::Value { text: text.into(), source: source.into() };
    WireError { path: path.to_owned(), problem }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Task {
    #[serde(rename = "ID")]
    id: String,
    #[serde(default)]
    slot: u64,
    #[serde(default, rename = "NodeID")]
    node: String,
    #[serde(default)]
    status: TaskStatus,
    #[serde(default)]
    networks_attachments: Option<Vec<Attachment>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct TaskStatus {
    state: String,
    err: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attachment {
    #[serde(default)]
    addresses: Option<Vec<String>>,
}

/// The tasks of a `GET /tasks`, ordered by slot and node.
pub(super) fn tasks(answer: &Value) -> Result<Vec<TaskSummary>, Failure> {
    let mut tasks = Vec::<Task>::deserialize(answer)?;
    tasks.sort_by(|a, b| (a.slot, &a.node, &a.id).cmp(&(b.slot, &b.node, &b.id)));
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let mut summaries = Vec::with_capacity(tasks.len());
    for task in tasks {
        let mut summary = TaskSummary::new(task.id, task.status.state);
        summary.node = filled(task.node);
        summary.error = filled(task.status.err);
        let attached = task.networks_attachments.unwrap_or_default();
        for text in attached.iter().filter_map(|at| at.addresses.as_ref()).flatten() {
            let bare = text.split_once('/').map_or(text.as_str(), |(address, _)| address);
            summary.addresses.push(parsed("NetworksAttachments.Addresses", bare)?);
        }
        summaries.push(summary);
    }
    Ok(summaries)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a 20.10 engine lists for `request(..)`, shortened.
    const LISTED: &str = r#"{
        "ID": "xots8sjd8fck96tpy3ybom00t",
        "Spec": {
            "Name": "web", "Labels": {},
            "TaskTemplate": { "ContainerSpec": { "Image": "iis" }, "Networks": [{ "Target": "9q2k" }] },
            "Mode": { "Replicated": { "Replicas": 2 } },
            "EndpointSpec": { "Mode": "vip", "Ports": [
                { "Protocol": "udp", "TargetPort": 81, "PublishedPort": 24081, "PublishMode": "ingress" } ] }
        },
        "Endpoint": { "VirtualIPs": [
            { "NetworkID": "9q2k", "Addr": "10.232.7.3/24" }, { "NetworkID": "new" } ] }
    }"#;

    #[test]
    fn a_listed_service_is_what_was_asked_for() {
        let network: NetworkName = "front".parse().unwrap();
        let names = BTreeMap::from([("9q2k", &network)]);
        let summary = summary(serde_json::from_str(LISTED).unwrap(), &names).unwrap();
        let mut spec = ServiceSpec::new("web".parse().unwrap(), "iis");
        spec.replicas = Replicas::Count(2);
        let port = ServicePort::new("24081:81/udp".parse().unwrap(), PublishMode::Ingress);
        spec.endpoint = ServiceEndpoint::new(EndpointMode::Vip, [port]).unwrap();
        spec.networks.push(network.clone());
        assert_eq!(summary.spec, spec);
        let vip = ("10.232.7.3".parse().unwrap(), "10.232.7.0/24".parse().unwrap());
        assert_eq!(summary.virtual_addresses, [vip], "an address that is not there yet is no address");
        let listed: Value = serde_json::from_str(LISTED).unwrap();
        assert_eq!(request(&spec)["EndpointSpec"], listed["Spec"]["EndpointSpec"]);
        assert_eq!(request(&spec)["Mode"], listed["Spec"]["Mode"]);
    }

    #[test]
    fn a_manager_that_reports_no_address_has_the_one_it_is_reached_at() {
        let json = r#"{"ID":"n1","Description":{"Hostname":"wcs1"},"Status":{"State":"ready","Addr":"0.0.0.0"},
            "ManagerStatus":{"Leader":true,"Addr":"10.1.2.3:2377"}}"#;
        let node = node(serde_json::from_str(json).unwrap());
        assert_eq!((node.address, node.manager), ("10.1.2.3".parse().ok(), true));
    }

    #[test]
    fn tasks_are_ordered_and_carry_their_addresses() {
        let json = json!([
            { "ID": "b", "Slot": 2, "Status": { "State": "pending", "Err": "no suitable node" } },
            { "ID": "a", "Slot": 1, "NodeID": "n1", "Status": { "State": "running" },
              "NetworksAttachments": [{ "Addresses": ["10.232.7.4/24"] }, { "Addresses": null }] },
        ]);
        let tasks = tasks(&json).unwrap();
        assert_eq!(tasks.iter().map(|task| task.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(tasks[0].addresses, ["10.232.7.4".parse::<IpAddr>().unwrap()]);
        assert_eq!(tasks[1].error.as_deref(), Some("no suitable node"));
        assert!(super::tasks(&json!([{ "Slot": 1 }])).is_err());
    }
}
