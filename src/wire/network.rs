//! `docker network inspect`: documents in, model values out.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use serde_json::Value;

use super::value::{At, kind, parse};
use super::{Lookalike, WireError, WireProblem};
use crate::model::{
    Assignment, ContainerId, Driver, Endpoint, EndpointAddress, IpamPool, Network, NetworkId, NetworkName,
    NetworkSpec, Subnet, SubnetError,
};

const EXPECTED: &str = "docker network inspect output";

/// The networks of one `docker network inspect` output: a bare object or an array.
///
/// ```
/// use docknet::wire::Inspection;
///
/// let text = r#"[{"Name":"nat","Id":"ed8f","Scope":"local","Driver":"nat","New":{"Key":1},
///   "IPAM":{"Driver":"windows","Config":[{"Subnet":"10.10.0.0/20","Gateway":"10.10.0.1"}]},
///   "Containers":{"2231":{"Name":"iis","IPv4Address":"10.10.9.66/8","IPv6Address":""}}}]"#;
/// let inspection = Inspection::parse(text)?;
/// let nat = inspection.networks()?.remove(0);
/// assert_eq!(nat.endpoints[0].ipv4.map(|a| a.to_string()).as_deref(), Some("10.10.9.66/20"));
/// assert_eq!(inspection.to_value(), serde_json::from_str::<serde_json::Value>(text)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    documents: Vec<NetworkDocument>,
    bare: bool,
}

impl Inspection {
    /// Reads the text of an inspect output.
    ///
    /// # Errors
    /// [`WireError`] when it is no JSON or not of that shape.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        Self::from_value(parse(text)?)
    }

    /// Takes JSON as an inspect output.
    ///
    /// # Errors
    /// [`WireError`] when it is neither an object nor an array of objects.
    pub fn from_value(value: Value) -> Result<Self, WireError> {
        match value {
            Value::Array(items) => {
                let document = |(index, item)| NetworkDocument::at(format!("[{index}]"), item);
                let documents = items.into_iter().enumerate().map(document).collect::<Result<_, _>>()?;
                Ok(Self { documents, bare: false })
            }
            bare @ Value::Object(_) => {
                Ok(Self { documents: vec![NetworkDocument::at(String::new(), bare)?], bare: true })
            }
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                Err(At::root(&other).shape("an object or an array of objects"))
            }
        }
    }

    /// The documents, in order.
    #[must_use]
    pub fn documents(&self) -> &[NetworkDocument] {
        &self.documents
    }

    /// The networks, in order.
    ///
    /// # Errors
    /// [`WireError`] at the first value that cannot be understood.
    pub fn networks(&self) -> Result<Vec<Network>, WireError> {
        self.documents.iter().map(NetworkDocument::network).collect()
    }

    /// The JSON as it was read.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self.documents.as_slice() {
            [only] if self.bare => only.value().clone(),
            all => Value::Array(all.iter().map(|document| document.value().clone()).collect()),
        }
    }
}

/// One network as an engine writes it: any JSON object with the keys a network has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkDocument {
    pub(super) path: String,
    pub(super) value: Value,
}

impl NetworkDocument {
    /// Takes JSON as a network.
    ///
    /// # Errors
    /// [`WireError`] when it is no object, or an object of another kind.
    pub fn from_value(value: Value) -> Result<Self, WireError> {
        Self::at(String::new(), value)
    }

    pub(super) fn at(path: String, value: Value) -> Result<Self, WireError> {
        let Some(object) = value.as_object() else {
            let problem = WireProblem::Shape { expected: "an object", found: kind(&value) };
            return Err(WireError::new(path, problem));
        };
        let has = |key: &str| object.contains_key(key);
        let lookalike = if has("subnets") || has("network_interface") {
            Some(Lookalike::Podman)
        } else if has("ActivityId") || has("Subnets") || has("Ipams") || has("HostComputeNetwork") {
            Some(Lookalike::Hns)
        } else if has("HostConfig") || has("NetworkSettings") {
            Some(Lookalike::Container)
        } else if has("fixed-cidr") || has("data-root") || has("registry-mirrors") {
            Some(Lookalike::DaemonJson)
        } else {
            None
        };
        match lookalike {
            Some(lookalike) => {
                Err(WireError::new(path, WireProblem::Lookalike { expected: EXPECTED, lookalike }))
            }
            None => Ok(Self { path, value }),
        }
    }

    /// The JSON as it is.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// What it means. Every value must fit.
    ///
    /// The prefixes of Windows' dynamic addresses are corrected: the engine prints the class default of the
    /// address (`10.10.9.66/8`) because HNS does not tell it the prefix, while an address somebody asked for
    /// carries the right one. The difference is kept as the endpoint's [`Assignment`].
    ///
    /// # Errors
    /// [`WireError`] with the path of the first value that does not fit.
    pub fn network(&self) -> Result<Network, WireError> {
        self.read(Reading::Strict)
    }

    /// What it means to the engine that wrote it, which may have accepted what is not right.
    ///
    /// Engines before 25.0 take subnets with host bits and ranges outside their subnet, and show them as they were
    /// typed. Here a subnet is masked, as those engines do inside, and a range that leaves its subnet is dropped.
    ///
    /// # Errors
    /// [`WireError`] with the path of the first value that fits nothing.
    pub fn observed(&self) -> Result<Network, WireError> {
        self.read(Reading::AsEngine)
    }

    fn read(&self, reading: Reading) -> Result<Network, WireError> {
        let at = At { path: self.path.clone(), value: &self.value };
        let name = at.required("Name", EXPECTED)?.parse::<NetworkName>()?;
        let id = at.required("Id", EXPECTED)?.parse::<NetworkId>()?;
        let driver = Driver::from(at.required("Driver", EXPECTED)?.text()?);
        let ipam = at.get("IPAM");
        ipam.as_ref().map(At::object).transpose()?;
        let ipam_driver = ipam.and_then(|ipam| ipam.get("Driver")).map(|d| d.text()).transpose()?;
        let flag = |key: &str| at.get(key).map_or(Ok(false), |at| at.flag());

        let mut spec = NetworkSpec::new(name, driver)
            .with_internal(flag("Internal")?)
            .with_attachable(flag("Attachable")?);
        for (entry, pool) in pools(&at, reading)? {
            let text = pool.subnet().to_string();
            spec = spec.with_pool(pool).map_err(|source| entry.does_not_fit(text, source))?;
        }
        spec = spec.with_ipv6(flag("EnableIPv6")?);
        for (key, value) in texts(&at, "Options")? {
            spec = spec.with_option(key, value);
        }
        for (key, value) in texts(&at, "Labels")? {
            spec = spec.with_label(key, value);
        }

        let mut network = Network::new(id, spec);
        if let Some(scope) = at.get("Scope") {
            network.scope = scope.text()?.into();
        }
        if let Some(containers) = at.get("Containers") {
            for (key, container) in containers.entries()? {
                let container_id =
                    ContainerId::new(key).map_err(|source| container.does_not_fit(key, source))?;
                let pools = network.spec.pools();
                network.endpoints.push(endpoint(&container, container_id, pools, ipam_driver)?);
            }
            network.endpoints.sort_by(|a, b| (&a.name, &a.container).cmp(&(&b.name, &b.container)));
        }
        Ok(network)
    }
}

impl fmt::Display for NetworkDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.value)
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reading {
    Strict,
    AsEngine,
}

fn pools<'a>(at: &At<'a>, reading: Reading) -> Result<Vec<(At<'a>, IpamPool)>, WireError> {
    let Some(config) = at.get("IPAM").and_then(|ipam| ipam.get("Config")) else { return Ok(Vec::new()) };
    let read = |entry: At<'a>| Ok(pool(&entry, reading)?.map(|pool| (entry, pool)));
    config.items()?.into_iter().filter_map(|entry| read(entry).transpose()).collect()
}

/// One entry of `IPAM.Config`; `None` when it names no subnet.
pub(super) fn pool(entry: &At<'_>, reading: Reading) -> Result<Option<IpamPool>, WireError> {
    entry.object()?;
    let Some(subnet) = entry.get("Subnet").filter(|subnet| subnet.value != "") else { return Ok(None) };
    let subnet = parse_subnet(&subnet, reading)?;
    // Windows engines before 19.03.3 print the wildcard they asked HNS with, not what HNS chose.
    if subnet.length() == 0 {
        return Ok(None);
    }
    let mut pool = IpamPool::new(subnet);
    if let Some(gateway) = entry.get("Gateway").filter(|gateway| gateway.value != "") {
        let address = address(&gateway)?;
        if !address.is_unspecified() {
            let text = gateway.text()?;
            pool = pool.with_gateway(address).map_err(|source| gateway.does_not_fit(text, source))?;
        }
    }
    if let Some(range) = entry.get("IPRange").filter(|range| range.value != "") {
        let text = range.text()?;
        let parsed = parse_subnet(&range, reading)?;
        if reading == Reading::Strict || subnet.covers(parsed) {
            pool = pool.with_range(parsed).map_err(|source| range.does_not_fit(text, source))?;
        }
    }
    if let Some(auxiliary) = entry.get("AuxiliaryAddresses") {
        for (name, kept) in auxiliary.entries()? {
            let text = kept.text()?;
            pool = pool
                .with_auxiliary(name, address(&kept)?)
                .map_err(|source| kept.does_not_fit(text, source))?;
        }
    }
    Ok(Some(pool))
}

fn parse_subnet(at: &At<'_>, reading: Reading) -> Result<Subnet, WireError> {
    let text = at.text()?;
    match text.parse::<Subnet>() {
        Ok(subnet) => Ok(subnet),
        Err(SubnetError::HostBits { subnet, .. }) if reading == Reading::AsEngine => Ok(subnet),
        Err(source) => Err(at.does_not_fit(text, source)),
    }
}

/// An address, with or without the prefix some engines append.
fn address(at: &At<'_>) -> Result<IpAddr, WireError> {
    let text = at.text()?;
    let bare = text.split_once('/').map_or(text, |(address, _)| address);
    bare.parse::<IpAddr>().map_err(|source| at.does_not_fit(text, source))
}

fn texts(at: &At<'_>, key: &str) -> Result<BTreeMap<String, String>, WireError> {
    let Some(object) = at.get(key) else { return Ok(BTreeMap::new()) };
    object.entries()?.into_iter().map(|(key, value)| Ok((key.to_owned(), value.text()?.to_owned()))).collect()
}

pub(super) fn endpoint(
    at: &At<'_>,
    container: ContainerId,
    pools: &[IpamPool],
    ipam_driver: Option<&str>,
) -> Result<Endpoint, WireError> {
    at.object()?;
    let name = at.get("Name").map_or(Ok(""), |name| name.text())?;
    let mut endpoint = Endpoint::new(container, name);
    let filled = |key: &str| at.get(key).filter(|value| value.value != "");
    endpoint.id = filled("EndpointID").map(|id| id.parse()).transpose()?;
    endpoint.mac = filled("MacAddress").map(|mac| mac.parse()).transpose()?;
    endpoint.ipv6 = filled("IPv6Address").map(|at| in_pool(&at, pools)).transpose()?;
    if let Some(ipv4) = filled("IPv4Address") {
        let corrected = in_pool(&ipv4, pools)?;
        endpoint.ipv4 = Some(corrected);
        if ipam_driver == Some("windows") {
            endpoint.assignment = windows_assignment(ipv4.text()?, corrected);
        }
    }
    Ok(endpoint)
}

/// The address in the pool it lies in; where there is none, with the prefix the engine printed.
fn in_pool(at: &At<'_>, pools: &[IpamPool]) -> Result<EndpointAddress, WireError> {
    let address = address(at)?;
    match pools.iter().find(|pool| pool.subnet().contains(address)) {
        Some(pool) => EndpointAddress::new(address, pool.subnet())
            .map_err(|source| at.does_not_fit(address.to_string(), source)),
        None => at.parse(),
    }
}

/// The engine prints an address somebody asked for with the pool's prefix, one that HNS picked with the class
/// default. Where the two are the same length nothing can be told.
fn windows_assignment(text: &str, corrected: EndpointAddress) -> Assignment {
    let printed = text.split_once('/').and_then(|(_, length)| length.parse::<u8>().ok());
    let class_default = class_default_length(corrected.address());
    match (printed, class_default) {
        (Some(printed), Some(default)) if default != corrected.subnet().length() => {
            if printed == default {
                Assignment::Dynamic
            } else if printed == corrected.subnet().length() {
                Assignment::Static
            } else {
                Assignment::Unknown
            }
        }
        _ => Assignment::Unknown,
    }
}

/// The prefix length address classes gave an IPv4 address: 8 up to 127, 16 up to 191, 24 up to 223.
pub(super) fn class_default_length(address: IpAddr) -> Option<u8> {
    let IpAddr::V4(address) = address else { return None };
    match address.octets()[0] {
        0..=127 => Some(8),
        128..=191 => Some(16),
        192..=223 => Some(24),
        224..=255 => None,
    }
}
