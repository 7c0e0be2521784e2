//! Connections that are tried.

use std::net::IpAddr;

use super::route::{Lands, Seen};
use super::scene::{Mapping, Stack};
use super::{Peer, Reached, Way, Why};
use crate::host::Capability;
use crate::model::ContainerName;
use crate::simulation::{Container, HostId, SimulatedHost, Vantage, VantageError, World};

impl World {
    /// Tries a TCP connection to a name or an address, as a program there would: the name is looked up as in
    /// [`resolve`](World::resolve), caches and all, and its addresses are tried in turn.
    ///
    /// Nothing runs in containers: one is taken to listen on the ports it publishes, and on those it was
    /// [said](SimulatedHost::listen) to. Firewalls of hosts are not played beyond the rules that Windows makes for
    /// published ports.
    ///
    /// # Errors
    /// [`VantageError`] if nobody can ask from there.
    ///
    /// ```
    /// use docknet::host::WindowsBuild;
    /// use docknet::simulation::{ContainerSpec, SimulatedHost, Vantage, World};
    ///
    /// let mut host = SimulatedHost::windows(WindowsBuild::SERVER_2016);
    /// let iis = ContainerSpec::new("demo-iis".parse()?, "nat".parse()?).with_port("8000:80".parse()?);
    /// let name = host.create_container(iis)?;
    /// host.start_container(&name)?;
    /// let own = host.container(&name).and_then(|iis| iis.address(&"nat".parse().ok()?)).expect("it runs").address();
    /// let (mut world, at) = World::of(host);
    /// let address = world.address(at).to_string();
    /// assert!(!world.connect(&Vantage::Host(at), "localhost", 8000)?.is_connected(), "WinNAT has no loopback");
    /// assert!(world.connect(&Vantage::Host(at), &own.to_string(), 80)?.is_connected());
    /// assert!(world.connect(&Vantage::Outside, &address, 8000)?.is_connected());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn connect(&mut self, from: &Vantage, to: &str, port: u16) -> Result<Reached, VantageError> {
        let answer = self.resolve(from, to)?;
        let turn = self.next_turn(from);
        let mut last = None;
        for address in answer.addresses.clone() {
            let reached = match self.route(from, address)? {
                Ok(lands) => self.knock(from, &lands, address, port, turn),
                Err(reached) => reached,
            };
            if reached.is_connected() {
                return Ok(reached);
            }
            last.get_or_insert(reached);
        }
        Ok(last.unwrap_or(Reached::Unreachable { why: Why::Name(answer) }))
    }

    /// Asks an HTTP server by URL: `http://HOST[:PORT][/PATH]`, port 80 unless it says another. Who takes the connection
    /// is taken to answer.
    ///
    /// # Errors
    /// [`VantageError`] if nobody can ask from there.
    ///
    /// ```
    /// use docknet::simulation::{ContainerSpec, SimulatedHost, Vantage, World};
    /// let mut host = SimulatedHost::linux();
    /// let web = ContainerSpec::new("web".parse()?, "bridge".parse()?).with_port("8080:80".parse()?);
    /// let name = host.create_container(web)?;
    /// host.start_container(&name)?;
    /// let (mut world, at) = World::of(host);
    /// assert_eq!(world.http(&Vantage::Host(at), "http://localhost:8080/")?.container(), Some(&name));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn http(&mut self, from: &Vantage, url: &str) -> Result<Reached, VantageError> {
        match parts(url) {
            Some((host, port)) => self.connect(from, host, port),
            None => Ok(Reached::Unreachable { why: Why::Url(url.to_owned()) }),
        }
    }

    fn knock(&self, from: &Vantage, lands: &Lands, address: IpAddr, port: u16, turn: usize) -> Reached {
        let refused = || Reached::Refused { why: Why::NobodyListens { port } };
        let taken = |at: HostId, name: &ContainerName, by| {
            let listens = self.host(at).listens(name, port);
            let to = listens.map(|name| Peer { host: at, container: Some(name), port });
            to.map_or_else(refused, |to| Reached::Connected { to, by })
        };
        match lands {
            Lands::Own(at, name) => taken(*at, name, Way::Loopback),
            Lands::Container(at, name) => taken(*at, name, Way::Address),
            Lands::Host(at, seen) => match self.through_mesh(*at, port, turn) {
                Some(reached) => reached,
                None => self.host(*at).knock(*at, *seen, address, port),
            },
            Lands::Tasks(tasks) => {
                let Some((at, name)) = tasks.get(turn % tasks.len().max(1)) else { return refused() };
                match from.host().map(|own| self.carries_overlay(own, *at)) {
                    Some(Err(lost)) => lost,
                    _ => taken(*at, name, Way::Virtual),
                }
            }
        }
    }
}

impl SimulatedHost {
    fn knock(&self, at: HostId, seen: Seen, address: IpAddr, port: u16) -> Reached {
        let publishers = self.publisher(port);
        let fits = |mapping: &Mapping| mapping.address.is_none_or(|there| there == address);
        if let Some((container, name, mapping)) = publishers.iter().find(|(_, _, mapping)| fits(mapping)) {
            return match self.publishes_nothing(container) {
                Some(driver) => Reached::Refused { why: Why::NothingPublished { driver } },
                None => self.through(at, seen, name, mapping.target),
            };
        }
        let stack = |(_, container): &(&ContainerName, &Container)| self.stack_of(container) == Stack::Host;
        let on_host = self.containers.iter().filter(stack).find_map(|(name, _)| self.listens(name, port));
        if on_host.is_some() {
            let to = Peer { host: at, container: on_host, port };
            return Reached::Connected { to, by: Way::HostStack };
        }
        let asks = |container: &&Container| {
            let meant =
                container.ports.iter().any(|asked| asked.published.is_some_and(|at| at.number() == port));
            container.is_running() && meant
        };
        let silent =
            self.containers.values().filter(asks).find_map(|container| self.publishes_nothing(container));
        if let Some(driver) = silent {
            return Reached::Refused { why: Why::NothingPublished { driver } };
        }
        let elsewhere = publishers.first().and_then(|(_, _, mapping)| mapping.address);
        let why = elsewhere.map_or(Why::NobodyListens { port }, Why::PublishedElsewhere);
        Reached::Refused { why }
    }

    /// Through a published port.
    fn through(&self, at: HostId, seen: Seen, name: &ContainerName, target: u16) -> Reached {
        if self.host.windows_build().is_some() {
            let needed = match seen {
                Seen::Localhost => Some(Capability::LocalhostReachesPublishedPort),
                Seen::OwnAddress => Some(Capability::HostAddressReachesPublishedPort),
                Seen::FromContainer => Some(Capability::ContainersReachPublishedPorts),
                Seen::FromOutside => None,
            };
            if let Some(Err(fails)) = needed.map(|needed| self.works(needed)) {
                return fails;
            }
        }
        let to = Peer { host: at, container: self.listens(name, target), port: target };
        Reached::Connected { to, by: Way::Published }
    }
}

/// Host and port of a URL.
fn parts(url: &str) -> Option<(&str, u16)> {
    let rest = url.strip_prefix("http://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
        _ => (authority, 80),
    };
    (!host.is_empty()).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn urls_have_a_host_and_a_port() {
        assert_eq!(parts("http://web"), Some(("web", 80)));
        assert_eq!(parts("http://web:8080/a?b"), Some(("web", 8080)));
        assert_eq!(parts("http://[fd00::1]:81/"), Some(("[fd00::1]", 81)));
        assert_eq!(parts("http://[fd00::1]"), Some(("[fd00::1]", 80)));
        for junk in ["web", "https://web", "http://", "http://:80", "http://web:x", "http://web:70000"] {
            assert_eq!(parts(junk), None, "{junk}");
        }
    }
}
