//! HNS v1 networks and endpoints into and out of the model.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::{Endpoint, Network, NetworkType, Policy, Subnet, VlanPolicy, VsidPolicy};
use crate::model::{self, Driver, EndpointAddress, IpamPool, NetworkSpec};
use crate::wire::field::CommaList;
use crate::wire::loss::Losses;
use crate::wire::{Loss, ValueError, WireError, WireProblem};

/// Docker's prefix of the options HNS has a place for.
const SHIM: &str = "com.docker.network.windowsshim.";

/// Why an HNS object and a model value do not go together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The object itself has no meaning in the model.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The object has no place for what the model says.
    #[error(transparent)]
    Loss(#[from] Loss),
}

impl Network {
    /// What it means, with Docker's labels for what policies say (`vlanid`, `vsid`, `dnssuffix`, `dnsservers`,
    /// `interface`). Nobody is in it: HNS lists endpoints apart.
    ///
    /// The VLAN of a NAT network is counted up by HNS and is no option.
    ///
    /// # Errors
    /// [`WireError`] with the path of what is missing or does not fit.
    ///
    /// ```
    /// use docknet::wire::{Document, hns};
    /// let text = r#"{"ID":"B1A0F6C4-2D1E-4E55-8C0B-0F5B6B1C7A01","Name":"lan","Type":"Transparent",
    ///   "NetworkAdapterName":"Ethernet","Policies":[{"Type":"VLAN","VLAN":7}],
    ///   "Subnets":[{"AddressPrefix":"10.0.0.0/20","GatewayAddress":"0.0.0.0"}]}"#;
    /// let network = Document::<hns::Network>::parse(text)?.content().network()?;
    /// assert_eq!(network.spec.options()["com.docker.network.windowsshim.vlanid"], "7");
    /// assert_eq!(network.spec.pools()[0].gateway(), None);
    /// # Ok::<(), docknet::wire::WireError>(())
    /// ```
    pub fn network(&self) -> Result<model::Network, WireError> {
        let id = self.id.as_ref().ok_or_else(|| missing("ID"))?.as_str();
        let id = id.parse().map_err(|error| does_not_fit("ID", id, error))?;
        let name = self.name.as_deref().ok_or_else(|| missing("Name"))?;
        let name = name.parse().map_err(|error| does_not_fit("Name", name, error))?;
        let kind = self.kind.as_ref().ok_or_else(|| missing("Type"))?;
        let mut spec = NetworkSpec::new(name, hns_driver(kind));
        let mut parts = Vec::new();
        for (index, subnet) in self.subnets.iter().enumerate() {
            parts.push((format!("Subnets[{index}]"), subnet.prefix(), subnet.gateway()));
        }
        spec = pools_of(spec, parts)?;
        let (mut vlan, mut vsid) = (None, None);
        for policy in self.policies.iter().chain(self.subnets.iter().flat_map(|subnet| &subnet.policies)) {
            if let Policy::Vlan(policy) = policy {
                vlan.get_or_insert(policy.vlan);
            } else if let Policy::Vsid(policy) = policy {
                vsid.get_or_insert(policy.vsid);
            }
        }
        let servers = &self.dns_server_list.0;
        let adapter = self.network_adapter_name.0.join(",");
        let options = options_of(kind, vlan, vsid, self.dns_suffix.as_deref(), servers, &adapter);
        for (key, value) in options {
            spec = spec.with_option(key, value);
        }
        Ok(model::Network::new(id, spec))
    }

    /// The request for a network, as Docker sends it but for the case of the type, which HNS does not mind: without
    /// pools HNS is asked to choose (`0.0.0.0/0`).
    ///
    /// Labels, `attachable` and `internal` are kept by the engine and not sent.
    ///
    /// # Errors
    /// [`Loss`] with what HNS has no place for: another driver, a range, a kept address, an unknown option.
    ///
    /// ```
    /// use docknet::model::{Driver, NetworkSpec};
    /// use docknet::wire::{Record, hns};
    /// let request = hns::Network::request(&NetworkSpec::new("nat".parse()?, Driver::Nat))?;
    /// let docker = r#"{"Name":"nat","Type":"NAT","Subnets":[{"AddressPrefix":"0.0.0.0/0","GatewayAddress":"0.0.0.0"}]}"#;
    /// assert_eq!(request.to_value().to_string(), docker);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn request(spec: &NetworkSpec) -> Result<Self, Loss> {
        let mut losses = Losses::default();
        let mut network = Self { name: Some(spec.name().to_string()), ..Self::default() };
        let kind = NetworkType::KNOWN.iter().find(|kind| kind.driver().as_ref() == Some(spec.driver()));
        losses.add_if(kind.is_none(), "driver", "HNS has no such networks");
        network.kind = kind.cloned();
        network.set_pools(spec.pools(), &mut losses);
        network.set_options(&BTreeMap::new(), spec.options(), &mut losses);
        losses.or(network)
    }

    /// This network, saying what the model says; what the two agree on stays as it was.
    ///
    /// # Errors
    /// [`ModelError::Wire`] when this network has no meaning in the model, [`ModelError::Loss`] when HNS has no place
    /// for what the model says.
    pub fn with(&self, after: &model::Network) -> Result<Self, ModelError> {
        let before = self.network()?;
        let (old, new) = (&before.spec, &after.spec);
        let mut losses = Losses::default();
        let mut network = self.clone();
        if before.id != after.id {
            network.id = after.id.as_str().parse().ok();
            losses.add_if(network.id.is_none(), "id", "not a GUID");
        }
        if old.name() != new.name() {
            network.name = Some(new.name().to_string());
        }
        if old.driver() != new.driver() {
            let kind = NetworkType::KNOWN.iter().find(|kind| kind.driver().as_ref() == Some(new.driver()));
            losses.add_if(kind.is_none(), "driver", "HNS has no such networks");
            network.kind = kind.cloned();
        }
        if old.pools() != new.pools() {
            network.set_pools(new.pools(), &mut losses);
        }
        network.set_options(old.options(), new.options(), &mut losses);
        Ok(losses.or(network)?)
    }

    /// The network with its VLAN and VSID on every subnet, where v2 has them.
    pub(in crate::wire) fn isolated_by_subnet(mut self) -> Self {
        let isolates = |policy: &Policy| matches!(policy, Policy::Vlan(_) | Policy::Vsid(_));
        let policies = std::mem::take(&mut self.policies);
        let (isolating, others) = policies.into_iter().partition::<Vec<_>, _>(isolates);
        self.policies = others;
        for subnet in &mut self.subnets {
            subnet.policies.extend(isolating.iter().cloned());
        }
        self
    }

    fn set_pools(&mut self, pools: &[IpamPool], losses: &mut Losses) {
        let before = std::mem::take(&mut self.subnets);
        for (index, pool) in pools.iter().enumerate() {
            let path = format!("pools[{index}]");
            losses.add_if(
                pool.range().is_some(),
                format!("{path}.range"),
                "HNS gives addresses of all the prefix",
            );
            losses.add_if(!pool.auxiliary().is_empty(), format!("{path}.auxiliary"), "HNS keeps no address");
            let same = before.iter().find(|subnet| subnet.address_prefix == Some(pool.subnet()));
            let mut subnet = same.cloned().unwrap_or_default();
            subnet.address_prefix = Some(pool.subnet());
            if subnet.gateway() != pool.gateway() {
                subnet.gateway_address = pool.gateway();
            }
            self.subnets.push(subnet);
        }
        if pools.is_empty() {
            let wildcard = IpAddr::from([0, 0, 0, 0]);
            let address_prefix = model::Subnet::around(wildcard, 0).ok();
            let subnet = Subnet { address_prefix, gateway_address: Some(wildcard), ..Subnet::default() };
            self.subnets.push(subnet);
        }
    }

    /// Sets the options that differ.
    fn set_options(
        &mut self,
        before: &BTreeMap<String, String>,
        after: &BTreeMap<String, String>,
        losses: &mut Losses,
    ) {
        let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
        for key in keys.filter(|key| before.get(*key) != after.get(*key)) {
            let value = after.get(key);
            let known = key.strip_prefix(SHIM).is_some_and(|name| self.set_option(name, value));
            losses.add_if(!known, format!("options.{key}"), "HNS has no place for this option or value");
        }
    }

    fn set_option(&mut self, name: &str, value: Option<&String>) -> bool {
        let list = || {
            let words = value.into_iter().flat_map(|text| text.split(','));
            CommaList(words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect())
        };
        match name {
            "dnssuffix" => self.dns_suffix = value.cloned(),
            "dnsservers" => self.dns_server_list = list(),
            "interface" => self.network_adapter_name = list(),
            "networkname" => match value {
                Some(name) => self.name = Some(name.clone()),
                None => return false,
            },
            "hnsid" => match value.map(|id| id.parse()) {
                Some(Ok(id)) => self.id = Some(id),
                Some(Err(_)) | None => return false,
            },
            "vlanid" | "vsid" => {
                let vlan = name == "vlanid";
                let same = |policy: &Policy| {
                    if vlan { matches!(policy, Policy::Vlan(_)) } else { matches!(policy, Policy::Vsid(_)) }
                };
                self.policies.retain(|policy| !same(policy));
                for subnet in &mut self.subnets {
                    subnet.policies.retain(|policy| !same(policy));
                }
                match value.map(|id| id.parse()) {
                    None => {}
                    Some(Ok(id)) if vlan => {
                        self.policies.push(Policy::Vlan(VlanPolicy { vlan: id, ..VlanPolicy::default() }));
                    }
                    Some(Ok(id)) => {
                        self.policies.push(Policy::Vsid(VsidPolicy { vsid: id, ..VsidPolicy::default() }));
                    }
                    Some(Err(_)) => return false,
                }
            }
            _ => return false,
        }
        true
    }
}

impl Endpoint {
    /// What it means in a network, whose pools give the prefix where HNS does not say one.
    ///
    /// The container is the first of `SharedContainers`, else `ep-` and the endpoint's identity, as engines list an
    /// endpoint without a container.
    ///
    /// # Errors
    /// [`WireError`] with the path of what is missing or does not fit.
    pub fn endpoint(&self, network: &model::Network) -> Result<model::Endpoint, WireError> {
        let id = self.id.as_ref().ok_or_else(|| missing("ID"))?.as_str();
        let container = self.shared_containers.first().cloned().unwrap_or_else(|| format!("ep-{id}"));
        let container_id =
            container.parse().map_err(|error| does_not_fit("SharedContainers[0]", &container, error))?;
        let mut endpoint = model::Endpoint::new(container_id, self.name.clone().unwrap_or_default());
        endpoint.id = Some(id.parse().map_err(|error| does_not_fit("ID", id, error))?);
        endpoint.mac = self.mac_address;
        let v4 = self.ip_address.filter(|address| !address.is_unspecified());
        let v6 = self.ipv6_address.filter(|address| !address.is_unspecified());
        endpoint.ipv4 = address_of("IPAddress", v4.map(IpAddr::from), self.prefix_length, network)?;
        endpoint.ipv6 = address_of("IPv6Address", v6.map(IpAddr::from), self.ipv6_prefix_length, network)?;
        Ok(endpoint)
    }

    /// The request for an endpoint, as Docker sends it.
    #[must_use]
    pub fn request(endpoint: &model::Endpoint) -> Self {
        let (v4, v6) = (endpoint.ipv4.map(|a| a.address()), endpoint.ipv6.map(|a| a.address()));
        let mut request = Self { mac_address: endpoint.mac, ..Self::default() };
        request.name = Some(endpoint.name.clone()).filter(|name| !name.is_empty());
        if let Some(IpAddr::V4(address)) = v4 {
            request.ip_address = Some(address);
            request.prefix_length = endpoint.ipv4.map(|address| address.subnet().length());
        }
        if let Some(IpAddr::V6(address)) = v6 {
            request.ipv6_address = Some(address);
            request.ipv6_prefix_length = endpoint.ipv6.map(|address| address.subnet().length());
        }
        request
    }
}

/// The driver of a type; one Docker does not have keeps its word.
pub(in crate::wire) fn hns_driver(kind: &NetworkType) -> Driver {
    let word = || {
        if let NetworkType::Unknown(value) = kind {
            return value.as_str().map_or_else(|| value.to_string(), str::to_ascii_lowercase);
        }
        kind.word().unwrap_or_default().to_ascii_lowercase()
    };
    kind.driver().unwrap_or_else(|| Driver::Other(word().into()))
}

/// A network with those prefixes and gateways as pools.
pub(in crate::wire) fn pools_of(
    mut spec: NetworkSpec,
    parts: Vec<(String, Option<model::Subnet>, Option<IpAddr>)>,
) -> Result<NetworkSpec, WireError> {
    for (path, prefix, gateway) in parts {
        let Some(prefix) = prefix else { continue };
        let mut pool = IpamPool::new(prefix);
        if let Some(gateway) = gateway {
            let error = |error| does_not_fit(&path, &gateway.to_string(), error);
            pool = pool.with_gateway(gateway).map_err(error)?;
        }
        spec = spec.with_pool(pool).map_err(|error| does_not_fit(&path, &prefix.to_string(), error))?;
    }
    Ok(spec)
}

/// Docker's options for what HNS says.
pub(in crate::wire) fn options_of(
    kind: &NetworkType,
    vlan: Option<u32>,
    vsid: Option<u32>,
    suffix: Option<&str>,
    servers: &[String],
    adapter: &str,
) -> BTreeMap<String, String> {
    let vlan = vlan.filter(|_| *kind != NetworkType::Nat && *kind != NetworkType::Ics);
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    let options = [
        ("vlanid", vlan.map(|id| id.to_string())),
        ("vsid", vsid.map(|id| id.to_string())),
        ("dnssuffix", suffix.map(Into::into).and_then(filled)),
        ("dnsservers", filled(servers.join(","))),
        ("interface", filled(adapter.to_owned())),
    ];
    options.into_iter().filter_map(|(name, value)| Some((format!("{SHIM}{name}"), value?))).collect()
}

/// An address with its prefix: the one HNS says, else that of the pool it lies in, else of itself alone.
pub(in crate::wire) fn address_of(
    path: &str,
    address: Option<IpAddr>,
    length: Option<u8>,
    network: &model::Network,
) -> Result<Option<EndpointAddress>, WireError> {
    let Some(address) = address else { return Ok(None) };
    let text = address.to_string();
    let alone = if address.is_ipv4() { 32 } else { 128 };
    let pool = network.spec.subnets().find(|subnet| subnet.contains(address));
    let length = length.filter(|length| *length != 0).or(pool.map(|subnet| subnet.length())).unwrap_or(alone);
    let subnet = model::Subnet::around(address, length).map_err(|error| does_not_fit(path, &text, error))?;
    EndpointAddress::new(address, subnet).map(Some).map_err(|error| does_not_fit(path, &text, error))
}

pub(in crate::wire) fn missing(key: &'static str) -> WireError {
    WireError::new("", WireProblem::Missing { key, expected: "HNS JSON" })
}

pub(in crate::wire) fn does_not_fit(path: &str, text: &str, source: impl Into<ValueError>) -> WireError {
    WireError::new(path, WireProblem::Value { text: text.into(), source: source.into() })
}
