//! One host with all projects on it: the engine's networks with everybody who joins them.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use super::Target;
use crate::compose::{Attachment, Network, Place, Placed, Pool, Project, Service};
use crate::host::Host;
use crate::model::{Driver, IpamPool, Network as ObservedNetwork, Replicas};

/// What the rules look at.
pub(super) struct View<'a> {
    pub(super) target: &'a Target,
    pub(super) name: &'a str,
    pub(super) host: &'a Host,
    /// The networks on the host, as far as they are known.
    pub(super) observed: &'a [ObservedNetwork],
    pub(super) projects: Vec<&'a Project>,
    /// The services that run at least once.
    pub(super) services: Vec<(&'a Project, &'a Service)>,
    /// The networks the projects name, by their names in the engine.
    pub(super) networks: Vec<Joined<'a>>,
}

/// A network of the engine and what the projects say about it. Projects that use one name share one network.
pub(super) struct Joined<'a> {
    pub(super) name: String,
    pub(super) declarations: Vec<(&'a Project, &'a Network)>,
    pub(super) members: Vec<Member<'a>>,
    /// The networks of that name on the host: none, one, or on engines before 25.0 several.
    pub(super) observed: Vec<&'a ObservedNetwork>,
    windows: bool,
    /// The members with pinned addresses: few of many, and many rules are about them alone.
    pinned: Vec<Member<'a>>,
    /// Whether a member has further names here.
    aliased: bool,
    driver: Option<&'a Driver>,
}

/// A service in a network.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) project: &'a Project,
    pub(super) service: &'a Service,
    pub(super) attachment: &'a Attachment,
}

impl<'a> View<'a> {
    pub(super) fn new(target: &'a Target, projects: &[&'a Project]) -> Self {
        let Target { name, host, .. } = target;
        let observed = target.observed.as_ref().map_or(&[][..], |observed| &observed.networks);
        let mut seen: BTreeMap<&str, Vec<&ObservedNetwork>> = BTreeMap::new();
        for network in observed {
            seen.entry(network.name().as_str()).or_default().push(network);
        }
        let mut networks: Vec<Joined<'a>> = Vec::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut services = Vec::with_capacity(projects.iter().map(|project| project.services().len()).sum());
        for &project in projects {
            let mut keys: HashMap<&str, usize> = HashMap::with_capacity(project.networks().len());
            for network in project.networks() {
                // What is no network's name is the engine's to refuse; here the text is enough.
                let name = match network.engine_name(project.name()) {
                    Ok(name) => name.to_string(),
                    Err(error) => error.text,
                };
                let number = *numbers.entry(name).or_insert_with_key(|name| {
                    let observed = seen.get(name.as_str()).cloned().unwrap_or_default();
                    networks.push(Joined::new(name.clone(), host.windows_build().is_some(), observed));
                    networks.len().saturating_sub(1)
                });
                if let Some(joined) = networks.get_mut(number) {
                    joined.declarations.push((project, network));
                }
                keys.insert(network.key.as_str(), number);
            }
            for service in project.services() {
                if service.replicas() == Replicas::Count(0) {
                    continue;
                }
                services.push((project, service));
                for attachment in &service.networks {
                    let number = keys.get(attachment.network.value.as_str());
                    if let Some(joined) = number.and_then(|number| networks.get_mut(*number)) {
                        joined.join(Member { project, service, attachment });
                    }
                }
            }
        }
        for network in &mut networks {
            network.driver = network.look_for_driver();
        }
        networks.sort_by(|one, other| one.name.cmp(&other.name));
        let projects = projects.to_vec();
        Self { target, name, host, observed, projects, services, networks }
    }

    pub(super) fn is_windows(&self) -> bool {
        self.host.windows_build().is_some()
    }
}

impl<'a> Joined<'a> {
    fn new(name: String, windows: bool, observed: Vec<&'a ObservedNetwork>) -> Self {
        let (declarations, members, pinned) = (Vec::new(), Vec::new(), Vec::new());
        Self { name, declarations, members, observed, windows, pinned, aliased: false, driver: None }
    }

    fn join(&mut self, member: Member<'a>) {
        self.members.push(member);
        self.pinned.extend(member.pins().next().map(|_| member));
        self.aliased |= !member.attachment.aliases.is_empty();
    }

    /// Whether a member has further names in it.
    pub(super) fn has_aliases(&self) -> bool {
        self.aliased
    }

    /// Whether it is the one the engine makes by itself.
    pub(super) fn is_default(&self) -> bool {
        self.name == if self.windows { "nat" } else { "bridge" }
    }

    /// What the files say about a network they make; nothing for external ones and the engine's own.
    pub(super) fn made(&self) -> impl Iterator<Item = &'a Network> + '_ {
        let ours = |network: &&Network| !network.is_external() && !self.is_default();
        self.declarations.iter().map(|(_, network)| *network).filter(ours)
    }

    pub(super) fn is_made(&self) -> bool {
        self.made().next().is_some()
    }

    /// Its driver, as far as it is known: said in a file, seen on the host, or the platform's own choice.
    pub(super) fn driver(&self) -> Option<&'a Driver> {
        self.driver
    }

    fn look_for_driver(&self) -> Option<&'a Driver> {
        let platform = if self.windows { &Driver::Nat } else { &Driver::Bridge };
        if self.is_default() {
            return Some(platform);
        }
        let said = |network: &'a Network| network.driver.as_ref().map(|driver| &driver.value);
        if self.is_made() {
            return self.made().find_map(said).or(Some(platform));
        }
        let seen = self.observed.first().map(|network| network.spec.driver());
        seen.or_else(|| self.declarations.iter().find_map(|(_, network)| said(network)))
    }

    /// Whether it is a NAT network of HNS.
    pub(super) fn is_nat(&self) -> bool {
        self.windows && self.driver() == Some(&Driver::Nat)
    }

    /// Whether it has no way out: the files say so of a network they make, else the host does.
    pub(super) fn is_internal(&self) -> bool {
        let said = |network: &Network| network.internal.as_ref().is_some_and(|internal| internal.value);
        if self.is_made() {
            return self.made().any(said);
        }
        self.observed.iter().any(|network| network.spec.internal())
    }

    /// Whether the files give it address pools that could not be read: then nobody knows which it has.
    pub(super) fn has_unread_pools(&self) -> bool {
        self.made().any(|network| network.unread_pools)
    }

    /// The address pools the files give it.
    pub(super) fn own_pools(&self) -> impl Iterator<Item = &'a Pool> + '_ {
        self.made().flat_map(|network| &network.pools)
    }

    /// Its address pools: the files' for a network they make, else what is on the host.
    pub(super) fn pools(&self) -> Vec<&'a IpamPool> {
        if self.is_made() {
            return self.own_pools().map(|pool| &pool.value).collect();
        }
        self.observed.iter().flat_map(|network| network.spec.pools()).collect()
    }

    /// Every pinned address.
    pub(super) fn pins(&self) -> impl Iterator<Item = (Member<'a>, &'a Placed<IpAddr>)> + '_ {
        self.pinned.iter().flat_map(|member| member.pins().map(|pin| (*member, pin)))
    }

    /// Where it is declared, or where the first service joins it.
    pub(super) fn place(&self) -> Option<&'a Place> {
        let declared = self.declarations.iter().find_map(|(_, network)| network.place.as_ref());
        declared.or_else(|| self.members.first().map(|member| &member.attachment.network.place))
    }

    /// The projects that have somebody in it, each once.
    pub(super) fn projects(&self) -> Vec<&'a str> {
        let mut names: Vec<_> = self.members.iter().map(|member| member.project.name()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl<'a> Member<'a> {
    /// How many containers of it run on one host; one task on every node is one.
    pub(super) fn containers(self) -> u64 {
        match self.service.replicas() {
            Replicas::Count(count) => count,
            Replicas::Global => 1,
        }
    }

    pub(super) fn pins(self) -> impl Iterator<Item = &'a Placed<IpAddr>> {
        self.attachment.ipv4.iter().chain(&self.attachment.ipv6)
    }

    /// `project/service`, which tells services of one name apart.
    pub(super) fn title(self) -> String {
        format!("{}/{}", self.project.name(), self.service.name)
    }

    /// Whether a container on the host is one of this service: by the names docker-compose 1 (`_`) and
    /// 2 (`-`) give, or by the one name the file asks for.
    pub(super) fn owns(self, container: &str) -> bool {
        self.service.owns(self.project.name(), container)
    }
}
