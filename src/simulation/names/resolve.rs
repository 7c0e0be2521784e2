//! Names as somebody learns them: through the client of an operating system, or past it.

use std::net::IpAddr;

use super::cache::{Cache, CachedName, FAILURES_KEPT};
use super::server::{Served, linked};
use super::{Because, NameAnswer, SETTLES, TTL, Vantage, VantageError};
use crate::host::WindowsBuild;
use crate::model::ContainerName;
use crate::simulation::{Container, Moment, SimulatedHost, World};

impl World {
    /// What a program learns that looks a name up as programs do (`ping`, `curl`, nginx): through the resolver of its
    /// operating system, which on Windows has a cache.
    ///
    /// # Errors
    /// [`VantageError`] if nobody can ask from there.
    ///
    /// ```
    /// use std::time::Duration;
    /// use docknet::host::WindowsBuild;
    /// use docknet::simulation::{Because, ContainerSpec, SimulatedHost, Vantage, World};
    ///
    /// let mut host = SimulatedHost::windows(WindowsBuild::SERVER_2019);
    /// for name in ["proxy", "webapp"] {
    ///     host.create_container(ContainerSpec::new(name.parse()?, "nat".parse()?))?;
    /// }
    /// host.start_container(&"proxy".parse()?)?;
    /// let (mut world, at) = World::of(host);
    /// let proxy = Vantage::container(at, "proxy".parse()?);
    /// assert!(!world.resolve(&proxy, "webapp")?.is_found(), "it is not there yet");
    ///
    /// world.host_mut(at).start_container(&"webapp".parse()?)?;
    /// let kept = world.resolve(&proxy, "webapp")?;
    /// assert!(matches!(kept.because, Because::CachedFailure { .. }), "Windows remembers that");
    /// assert!(world.ask_resolver(&proxy, "webapp")?.is_found(), "nslookup asks past the cache");
    /// world.pass(Duration::from_secs(900));
    /// assert!(world.resolve(&proxy, "webapp")?.is_found());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resolve(&mut self, from: &Vantage, name: &str) -> Result<NameAnswer, VantageError> {
        self.look_up(from, name, true)
    }

    /// What `nslookup` learns: the engine's resolver itself is asked, past the hosts file and every cache, and no cache
    /// learns the answer.
    ///
    /// # Errors
    /// [`VantageError`] if nobody can ask from there.
    pub fn ask_resolver(&mut self, from: &Vantage, name: &str) -> Result<NameAnswer, VantageError> {
        self.look_up(from, name, false)
    }

    /// Empties the cache of a container's DNS client, as `ipconfig /flushdns` does; true if there is one.
    ///
    /// # Errors
    /// [`VantageError`] if nobody can ask from there.
    pub fn flush_names(&mut self, from: &Vantage) -> Result<bool, VantageError> {
        let Vantage::Container { host, name } = from else { return Ok(false) };
        let host = self.host_mut(*host);
        let container = host.asker(name)?.clone();
        Ok(host.cache_of(&container).map(Cache::flush).is_some())
    }

    /// What the cache of a container's DNS client holds, as `ipconfig /displaydns` lists it.
    ///
    /// # Errors
    /// [`VantageError`] if nobody can ask from there.
    pub fn cached_names(&mut self, from: &Vantage) -> Result<Vec<CachedName>, VantageError> {
        let Vantage::Container { host, name } = from else { return Ok(Vec::new()) };
        let host = self.host_mut(*host);
        let (container, now) = (host.asker(name)?.clone(), host.now());
        Ok(host.cache_of(&container).map(|cache| cache.shown(now)).unwrap_or_default())
    }

    fn look_up(&mut self, from: &Vantage, name: &str, by_system: bool) -> Result<NameAnswer, VantageError> {
        if let Ok(address) = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            return Ok(NameAnswer::new(name, vec![address], Because::Address));
        }
        if by_system && name.eq_ignore_ascii_case("localhost") {
            return Ok(NameAnswer::new(name, vec![[127, 0, 0, 1].into()], Because::Localhost));
        }
        let answer = match from {
            Vantage::Container { host, name: container } => {
                let asker = self.host(*host).asker(container)?;
                let served = self.serve_overlay_name(*host, asker, name);
                self.host_mut(*host).look_up(container, name, by_system, served)?
            }
            Vantage::Host(_) | Vantage::Outside => NameAnswer::failed(name, Because::OutsideContainers),
        };
        let machine = self.find(name).filter(|_| !answer.is_found());
        Ok(match machine {
            Some(host) => NameAnswer::new(name, vec![self.address(host)], Because::Machine),
            None => answer,
        })
    }
}

impl SimulatedHost {
    /// A container that can ask.
    pub(in crate::simulation) fn asker(&self, name: &ContainerName) -> Result<&Container, VantageError> {
        let missing = || VantageError::Missing { container: name.clone() };
        let container = self.containers.get(name).ok_or_else(missing)?;
        if container.is_running() {
            Ok(container)
        } else {
            Err(VantageError::NotRunning { container: name.clone() })
        }
    }

    fn look_up(
        &mut self,
        asker: &ContainerName,
        name: &str,
        by_system: bool,
        overlay: Option<Served>,
    ) -> Result<NameAnswer, VantageError> {
        let asker = self.asker(asker)?.clone();
        if by_system && asker.id.short().eq_ignore_ascii_case(name) {
            let own = self.joined(&asker).find_map(|(_, there)| there.place.as_ref()?.ipv4);
            if let Some(own) = own {
                return Ok(NameAnswer::new(name, vec![own.address()], Because::HostsFile));
            }
        }
        if !by_system || self.host.windows_build().is_none() {
            return Ok(self.ask(&asker, name, overlay));
        }
        let (key, now) = (name.trim_end_matches('.').to_ascii_lowercase(), self.now());
        if let Some(kept) = self.cache_of(&asker).and_then(|cache| cache.recall(&key, now)) {
            let CachedName { addresses, learned, until, .. } = kept;
            return Ok(if addresses.is_empty() {
                NameAnswer::failed(name, Because::CachedFailure { until, now })
            } else {
                NameAnswer::new(name, addresses, Because::Cached { learned, until, now })
            });
        }
        let answer = match self.settling(&asker, &key) {
            Some(until) => NameAnswer::failed(name, Because::Settling { until }),
            None => self.ask(&asker, name, overlay),
        };
        let (addresses, kept) =
            (answer.addresses.clone(), if answer.is_found() { TTL } else { FAILURES_KEPT });
        if let Some(cache) = self.cache_of(&asker) {
            cache.learn(&key, addresses, now, kept);
        }
        Ok(answer)
    }

    /// Asks the resolver; several addresses come in changing order.
    fn ask(&mut self, asker: &Container, name: &str, overlay: Option<Served>) -> NameAnswer {
        let mut served = overlay.unwrap_or_else(|| self.serve_name(asker, name));
        let count = served.addresses.len();
        for last in (1..count).rev() {
            let upto = u128::try_from(last + 1).unwrap_or(1);
            let other = self.names.random.below(upto);
            served.addresses.swap(last, usize::try_from(other).unwrap_or(0));
        }
        NameAnswer::new(name, served.addresses, served.because)
    }

    /// Until when a name that is there is not answered to programs of build 14393. One the asker is linked to is.
    fn settling(&self, asker: &Container, name: &str) -> Option<Moment> {
        self.host.windows_build().filter(|build| *build == WindowsBuild::SERVER_2016)?;
        if self.joined(asker).any(|(_, there)| linked(there, name).is_some()) {
            return None;
        }
        let served = self.serve_name(asker, name);
        let until = served.changed.max(self.running_since(asker)?).after(SETTLES);
        (!served.addresses.is_empty() && until > self.now()).then_some(until)
    }

    /// When it got the first of its places.
    fn running_since(&self, container: &Container) -> Option<Moment> {
        let records = self.joined(container).filter_map(|(network, _)| network.endpoints.get(&container.id));
        records.map(|record| record.since).min()
    }

    /// The cache of a container's client: none on Linux, an empty one if the container has started since.
    fn cache_of(&mut self, container: &Container) -> Option<&mut Cache> {
        self.host.windows_build()?;
        let run = self.running_since(container).unwrap_or(Moment::START);
        let cache = self.names.caches.entry(container.id.clone()).or_insert_with(|| Cache::new(run));
        if cache.run != run {
            *cache = Cache::new(run);
        }
        Some(cache)
    }
}
