//! A world: hosts that share one time.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::time::Duration;

use super::swarm::{Cables, Membership, Power, Swarm};
use super::{Client, Moment, SimulatedHost};

/// Which host of a [`World`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostId(pub(super) usize);

/// Hosts in memory that share one time.
///
/// ```
/// use std::time::Duration;
/// use docknet::host::WindowsBuild;
/// use docknet::simulation::{SimulatedHost, World};
///
/// let mut world = World::new();
/// let linux = world.add("build-1", SimulatedHost::linux());
/// let windows = world.add("wcs-1", SimulatedHost::windows(WindowsBuild::SERVER_2022));
/// world.pass(Duration::from_secs(60));
/// assert_eq!(world.host(linux).now(), world.host(windows).now());
/// assert_eq!(world.find("wcs-1"), Some(windows));
/// ```
#[derive(Debug, Clone, Default)]
pub struct World {
    pub(super) hosts: Vec<SimulatedHost>,
    pub(super) addresses: BTreeMap<HostId, IpAddr>,
    pub(super) power: BTreeMap<HostId, Power>,
    pub(super) cables: Cables,
    /// Swarms that began, whoever is still in them.
    pub(super) swarms: Vec<Swarm>,
    pub(super) members: BTreeMap<HostId, Membership>,
    /// Containers that were refused a place in a network, which their engines go on taking for given.
    pub(super) stale_attachments: BTreeSet<(HostId, String, String)>,
}

impl World {
    /// A world without hosts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A world of one host.
    #[must_use]
    pub fn of(host: SimulatedHost) -> (Self, HostId) {
        (Self { hosts: vec![host], ..Self::default() }, HostId(0))
    }

    /// Puts a host into this world under a name of its own; its time becomes the world's.
    pub fn add(&mut self, name: &str, mut host: SimulatedHost) -> HostId {
        name.clone_into(&mut host.name);
        host.now = self.now();
        self.hosts.push(host);
        HostId(self.hosts.len() - 1)
    }

    /// The host of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<HostId> {
        self.hosts.iter().position(|host| host.name() == name).map(HostId)
    }

    /// Every host, in the order they were added.
    pub fn hosts(&self) -> impl Iterator<Item = (HostId, &SimulatedHost)> {
        self.hosts.iter().enumerate().map(|(index, host)| (HostId(index), host))
    }

    /// A host.
    ///
    /// # Panics
    /// If the identity is another world's.
    #[must_use]
    pub fn host(&self, id: HostId) -> &SimulatedHost {
        &self.hosts[id.0]
    }

    /// A host, to do something to it that is no call to its engine.
    ///
    /// # Panics
    /// If the identity is another world's.
    pub fn host_mut(&mut self, id: HostId) -> &mut SimulatedHost {
        &mut self.hosts[id.0]
    }

    /// A client at the engine of a host.
    pub fn client(&mut self, at: HostId) -> Client<'_> {
        Client::new(self, at)
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.hosts.first().map_or(Moment::START, SimulatedHost::now)
    }

    /// Lets time pass, and with it whatever happens by itself.
    pub fn pass(&mut self, time: Duration) {
        let until = self.now().after(time);
        self.run_agendas(until);
        self.advance(until);
        // What ended meanwhile may have moved something that was due before.
        self.run_agendas(until);
    }

    /// Every host has that time now.
    pub(super) fn advance(&mut self, until: Moment) {
        for host in &mut self.hosts {
            host.pass(until.since(host.now()));
        }
        let members: Vec<_> = self.members.keys().copied().collect();
        for member in members {
            self.notice(member);
        }
    }

    /// What lies between the hosts.
    #[must_use]
    pub fn cables(&self) -> &Cables {
        &self.cables
    }
}
