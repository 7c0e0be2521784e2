//! A service of a Compose file: its image, ports and networks.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::cursor::Cursor;
use super::{ComposeError, Deploy, DeployMode, Place, Placed, PortMapping, ValueError, deploy, ports};
use crate::model::{Alias, ContainerName, NameError, Replicas};

/// A service, as far as its network is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Service {
    /// Its name.
    pub name: Placed<String>,
    /// The image it runs.
    pub image: Option<String>,
    /// The ports it publishes, ranges expanded.
    pub ports: Vec<Placed<PortMapping>>,
    /// The networks it is in, in the order of the file; none when `network_mode` says otherwise.
    pub networks: Vec<Attachment>,
    /// The network stack it uses instead of networks.
    pub network_mode: Option<Placed<NetworkMode>>,
    /// What `deploy` says.
    pub deploy: Deploy,
    /// How many containers docker-compose starts.
    pub scale: Option<Placed<u64>>,
    /// The one name its container must have.
    pub fixed_container_name: Option<Placed<ContainerName>>,
}

/// A service's place in a network.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attachment {
    /// The network's key under `networks`, and where the service names it.
    pub network: Placed<String>,
    /// Whether the file does not say so: every service without networks is in `default`. The place is then
    /// the service's name.
    pub implied: bool,
    /// The IPv4 address asked for.
    pub ipv4: Option<Placed<IpAddr>>,
    /// The IPv6 address asked for.
    pub ipv6: Option<Placed<IpAddr>>,
    /// Further names it answers to.
    pub aliases: Vec<Placed<Alias>>,
}

/// The network stack a service uses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NetworkMode {
    /// The engine's default bridge.
    Bridge,
    /// Another container's, by name or identity.
    Container(String),
    /// The host's own.
    Host,
    /// None.
    None,
    /// A word this version does not know, such as the name of a network.
    Other(String),
    /// That of another service's container.
    Service(String),
}

impl From<&str> for NetworkMode {
    fn from(word: &str) -> Self {
        match (word, word.split_once(':')) {
            ("bridge", _) => Self::Bridge,
            ("host", _) => Self::Host,
            ("none", _) => Self::None,
            (_, Some(("service", name))) => Self::Service(name.to_owned()),
            (_, Some(("container", name))) => Self::Container(name.to_owned()),
            (other, _) => Self::Other(other.to_owned()),
        }
    }
}

impl Service {
    /// Whether a container is one of this service: by the names docker-compose 1 (`_`) and 2 (`-`) give, or by the one
    /// name the file asks for.
    #[must_use]
    pub fn owns(&self, project: &str, container: &str) -> bool {
        if let Some(fixed) = &self.fixed_container_name {
            return fixed.value.as_str() == container;
        }
        ['_', '-'].into_iter().any(|joint| {
            let prefix = format!("{project}{joint}{}{joint}", self.name.value);
            let number = container.strip_prefix(&prefix);
            number
                .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        })
    }

    /// The name docker-compose 1.29 gives its container with that number, from 1:
    /// `<project>_<service>_<number>`, or the name the file asks for.
    ///
    /// # Errors
    /// [`NameError`] when the two together are no container's name.
    pub fn container_name(&self, project: &str, number: u32) -> Result<ContainerName, NameError> {
        if let Some(name) = &self.fixed_container_name {
            return Ok(name.value.clone());
        }
        let project = project.trim_start_matches(['-', '_']);
        ContainerName::new(format!("{project}_{}_{number}", self.name))
    }

    /// How many containers or tasks it runs: what `deploy` says, else `scale`, else one.
    #[must_use]
    pub fn replicas(&self) -> Replicas {
        match (&self.deploy.mode, &self.deploy.replicas, &self.scale) {
            (Some(Placed { value: DeployMode::Global, .. }), _, _) => Replicas::Global,
            (_, Some(count), _) | (_, None, Some(count)) => Replicas::Count(count.value),
            (_, None, None) => Replicas::Count(1),
        }
    }

    /// Its place in a network, by the network's key.
    #[must_use]
    pub fn attachment(&self, network: &str) -> Option<&Attachment> {
        self.networks.iter().find(|attachment| attachment.network.value == network)
    }
}

/// Reads one entry of `services`.
pub(super) fn read(name: Placed<String>, service: &Cursor<'_>) -> Result<Service, ComposeError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if name.value.is_empty() || !name.value.bytes().all(allowed) {
        return Err(service.refuse_at(name.place, name.value, ValueError::ServiceKey));
    }
    if !service.is_mapping() {
        return Err(service.wrong_kind("mapping"));
    }
    let mode = service.get("network_mode")?.map(|mode| mode.text()).transpose()?;
    let mode = mode.map(|mode| mode.map(|word| NetworkMode::from(word.as_str())));
    if let (Some(mode), Some(networks)) = (&mode, service.key_place("networks")) {
        let (service, mode) = (name.value, mode.place.clone());
        return Err(ComposeError::NetworksAndMode { service, networks, mode });
    }
    let networks = match service.get("networks")? {
        Some(networks) => read_networks(&networks)?,
        None => Vec::new(),
    };
    // An empty list means the default network too, to docker-compose as to swarm.
    let networks = match (networks.is_empty(), &mode) {
        (true, None) => {
            vec![Attachment { implied: true, ..Attachment::plain("default".to_owned(), name.place.clone()) }]
        }
        _ => networks,
    };
    let image = service.get("image")?.map(|image| image.text()).transpose()?;
    let fixed = service.get("container_name")?.map(|name| name.parse());
    Ok(Service {
        name,
        image: image.map(|image| image.value),
        ports: service.get("ports")?.map(|list| ports::read(&list)).transpose()?.unwrap_or_default(),
        networks,
        network_mode: mode,
        deploy: service.get("deploy")?.map(|map| deploy::read(&map)).transpose()?.unwrap_or_default(),
        scale: service.get("scale")?.map(|scale| scale.number()).transpose()?,
        fixed_container_name: fixed.transpose()?,
    })
}

impl Attachment {
    fn plain(network: String, place: Place) -> Self {
        let network = Placed::new(network, place);
        Self { network, implied: false, ipv4: None, ipv6: None, aliases: Vec::new() }
    }
}

fn read_networks(networks: &Cursor<'_>) -> Result<Vec<Attachment>, ComposeError> {
    if networks.is_sequence() {
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for item in networks.items()? {
            let name = item.text()?;
            if !seen.insert(name.value.clone()) {
                return Err(item.refuse(name.value, ValueError::Twice));
            }
            all.push(Attachment::plain(name.value, name.place));
        }
        return Ok(all);
    }
    if !networks.is_mapping() {
        return Err(networks.wrong_kind("list or mapping"));
    }
    let read_one = |(name, settings): (Placed<String>, Cursor<'_>)| {
        let mut attachment = Attachment::plain(name.value, name.place);
        attachment.ipv4 = read_address(&settings, "ipv4_address", "IPv4")?;
        attachment.ipv6 = read_address(&settings, "ipv6_address", "IPv6")?;
        if let Some(aliases) = settings.get("aliases")? {
            let aliases = aliases.items()?;
            attachment.aliases = aliases.iter().map(Cursor::parse).collect::<Result<_, _>>()?;
        }
        Ok(attachment)
    };
    networks.entries()?.into_iter().map(read_one).collect()
}

fn read_address(
    settings: &Cursor<'_>,
    key: &'static str,
    expected: &'static str,
) -> Result<Option<Placed<IpAddr>>, ComposeError> {
    let Some(value) = settings.get(key)? else { return Ok(None) };
    let address = value.address()?;
    if address.value.is_ipv4() != (expected == "IPv4") {
        return Err(value.refuse(address.value.to_string(), ValueError::AddressFamily { expected }));
    }
    Ok(Some(address))
}
