//! Writing an override file to use beside the original.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use super::written::{key, quoted};
use super::{Network, OverrideError, Place, Placed, Project, Service};
use crate::model::NetworkName;

/// An override file: external networks and fixed addresses for a project whose own file stays as it is.
///
/// What docker-compose 1.29.2 does with the two files, as `docker-compose config` shows:
///
/// - networks are not merged: the later file's entry takes the place of the earlier one as a whole. So an
///   external network may replace one with a driver, address pools or labels, and none of those is left.
/// - the networks of a service are merged, list or mapping alike; aliases stay, an address replaces an address.
/// - a service with `network_mode` cannot be given networks by a later file.
/// - any two versions of 2.x and 3.x go together; older docker-composes want the same in all files, so it is
///   carried over.
///
/// ```
/// use docknet::compose::{Environment, Override, Project};
///
/// let text = "services: {master: {image: redis}}";
/// let project = Project::parse("redisha/docker-compose.yml", text, &Environment::new())?;
/// let file = Override::of(&project)
///     .external_network("default", "nat".parse()?)?
///     .address("master", "default", "10.10.10.10".parse()?)?;
/// assert!(file.to_string().contains("ipv4_address: \"10.10.10.10\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Override<'a> {
    project: &'a Project,
    networks: BTreeMap<String, NetworkName>,
    addresses: BTreeMap<(String, String), Addresses>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Addresses {
    ipv4: Option<IpAddr>,
    ipv6: Option<IpAddr>,
}

impl<'a> Override<'a> {
    /// An override that changes nothing yet.
    #[must_use]
    pub fn of(project: &'a Project) -> Self {
        Self { project, networks: BTreeMap::new(), addresses: BTreeMap::new() }
    }

    /// Uses a network that somebody else makes, by the name it has in the engine.
    ///
    /// # Errors
    /// [`OverrideError::UnknownNetwork`].
    pub fn external_network(mut self, key: &str, name: NetworkName) -> Result<Self, OverrideError> {
        if self.project.network(key).is_none() {
            return Err(OverrideError::UnknownNetwork {
                file: self.project.file().to_owned(),
                network: key.to_owned(),
                known: self.project.networks().iter().map(|network| network.key.clone()).collect(),
            });
        }
        self.networks.insert(key.to_owned(), name);
        Ok(self)
    }

    /// The project as docker-compose reads it with this file beside it. Places stay those of the original.
    ///
    /// ```
    /// use docknet::compose::{Environment, Override, Project};
    ///
    /// let project = Project::parse("a/docker-compose.yml", "services: {web: {image: iis}}", &Environment::new())?;
    /// let after = Override::of(&project).external_network("default", "nat".parse()?)?.applied();
    /// assert_eq!(after.network("default").map(|network| network.is_external()), Some(true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn applied(&self) -> Project {
        let mut project = self.project.clone();
        let start = Place::start_of(&self.project.file().into());
        let (services, networks) = project.parts_mut();
        for network in networks {
            if let Some(name) = self.networks.get(&network.key) {
                let place = network.place.clone().unwrap_or_else(|| start.clone());
                // The later file's entry takes the place of the earlier one as a whole.
                *network = Network::new(network.key.clone(), Some(place.clone()));
                network.external = Some(Placed::new(true, place.clone()));
                network.name = Some(Placed::new(name.clone(), place));
            }
        }
        for service in services {
            for attachment in &mut service.networks {
                let key = (service.name.value.clone(), attachment.network.value.clone());
                let Some(given) = self.addresses.get(&key) else { continue };
                let place = &attachment.network.place;
                let placed =
                    |address: Option<IpAddr>| address.map(|address| Placed::new(address, place.clone()));
                attachment.ipv4 = placed(given.ipv4).or(attachment.ipv4.take());
                attachment.ipv6 = placed(given.ipv6).or(attachment.ipv6.take());
            }
        }
        project
    }

    /// Gives a service an address in a network it is in; one of each family can be given.
    ///
    /// # Errors
    /// [`OverrideError::UnknownService`], [`OverrideError::NetworkMode`], [`OverrideError::NotAttached`] and
    /// [`OverrideError::SameAddress`].
    pub fn address(mut self, service: &str, network: &str, address: IpAddr) -> Result<Self, OverrideError> {
        let Some(found) = self.project.service(service) else {
            return Err(OverrideError::UnknownService {
                file: self.project.file().to_owned(),
                service: service.to_owned(),
                known: self.project.services().iter().map(|service| service.name.value.clone()).collect(),
            });
        };
        check_attached(found, network)?;
        let holds = |given: &Addresses| given.ipv4 == Some(address) || given.ipv6 == Some(address);
        let holder = |((other, there), given): (&(String, String), &Addresses)| {
            (there == network && other != service && holds(given)).then(|| other.clone())
        };
        if let Some(first) = self.addresses.iter().find_map(holder) {
            let (network, second) = (network.to_owned(), service.to_owned());
            return Err(OverrideError::SameAddress { address, network, first, second });
        }
        let given = self.addresses.entry((service.to_owned(), network.to_owned())).or_default();
        if address.is_ipv4() {
            given.ipv4 = Some(address);
        } else {
            given.ipv6 = Some(address);
        }
        Ok(self)
    }
}

/// Naming a network the service is not in would take it out of an implied default one.
fn check_attached(service: &Service, network: &str) -> Result<(), OverrideError> {
    let name = || service.name.value.clone();
    if let Some(mode) = &service.network_mode {
        return Err(OverrideError::NetworkMode { service: name(), place: mode.place.clone() });
    }
    if service.attachment(network).is_none() {
        return Err(OverrideError::NotAttached {
            service: name(),
            place: service.name.place.clone(),
            network: network.to_owned(),
            attached: service.networks.iter().map(|there| there.network.value.clone()).collect(),
        });
    }
    Ok(())
}

impl fmt::Display for Override<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let original = Path::new(self.project.file()).file_name().map(|name| name.to_string_lossy());
        let original = comment(&original.unwrap_or_else(|| "docker-compose.yml".into()));
        writeln!(f, "# Use it so: docker-compose -f {original} -f docker-compose.override.yml up -d")?;
        if let Some(version) = self.project.version() {
            writeln!(f, "version: {}", quoted(version))?;
        }
        if !self.addresses.is_empty() {
            writeln!(f, "services:")?;
        }
        for service in self.project.services() {
            self.write_service(f, service)?;
        }
        if !self.networks.is_empty() {
            writeln!(f, "networks:")?;
        }
        for network in self.project.networks() {
            if let Some(name) = self.networks.get(&network.key) {
                let name = quoted(&name.as_str().replace('$', "$$"));
                writeln!(f, "  {}:", key(&network.key))?;
                // `name` beside `external` came with 3.5; before, and in 2.x, this is the form that all read.
                if self.project.names_beside_external() {
                    writeln!(f, "    external: true\n    name: {name}")?;
                } else {
                    writeln!(f, "    external:\n      name: {name}")?;
                }
            }
        }
        Ok(())
    }
}

impl Override<'_> {
    fn write_service(&self, f: &mut fmt::Formatter<'_>, service: &Service) -> fmt::Result {
        let name = &service.name.value;
        let given = |network: &String| self.addresses.get(&(name.clone(), network.clone()));
        if !service.networks.iter().any(|there| given(&there.network.value).is_some()) {
            return Ok(());
        }
        writeln!(f, "  {}:\n    networks:", key(name))?;
        for network in service.networks.iter().map(|there| &there.network.value) {
            let Some(addresses) = given(network) else { continue };
            writeln!(f, "      {}:", key(network))?;
            if let Some(address) = addresses.ipv4 {
                writeln!(f, "        ipv4_address: {}", quoted(&address.to_string()))?;
            }
            if let Some(address) = addresses.ipv6 {
                writeln!(f, "        ipv6_address: {}", quoted(&address.to_string()))?;
            }
        }
        Ok(())
    }
}

/// A file's name in a comment of one line.
fn comment(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
    if plain.contains(char::is_whitespace) { format!("\"{plain}\"") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::super::Environment;
    use super::*;

    #[test]
    fn texts_are_quoted_so_that_they_come_back() {
        for text in ["no", "a\"b\\c", "tab\t", "nat $NAME", "\u{2028}", "網路", "\u{85}", "1e3", ""] {
            let yaml = format!("services: {{a: {{image: {}}}}}", quoted(&text.replace('$', "$$")));
            let project = Project::parse("a.yml", &yaml, &Environment::new()).unwrap();
            assert_eq!(project.services()[0].image.as_ref().unwrap().value, text, "{yaml}");
        }
    }

    #[test]
    fn keys_are_plain_where_that_is_safe() {
        assert_eq!(key("sentinel-1"), "sentinel-1");
        for text in ["no", "On", "1a", "a.b", "a b", "", "網路"] {
            assert_eq!(key(text), quoted(text));
        }
    }

    #[test]
    fn a_file_name_cannot_leave_its_comment() {
        assert_eq!(comment("a\nversion: 1.yml"), "\"a?version: 1.yml\"");
    }
}
