//! The addresses hosts have among each other, and those that engines are told to use.

use std::net::IpAddr;

use super::refusal::SwarmRefusal;
use crate::simulation::{HostId, World};

impl World {
    /// The address of a host among the others, which engines advertise that are told none.
    #[must_use]
    pub fn address(&self, host: HostId) -> IpAddr {
        let own = self.addresses.get(&host).copied();
        let last = u8::try_from(host.0 + 11).unwrap_or(u8::MAX);
        own.unwrap_or(IpAddr::from([10, 99, 0, last]))
    }

    /// Gives a host an address among the others. Without, hosts have 10.99.0.11 and so on.
    pub fn set_address(&mut self, host: HostId, address: IpAddr) {
        self.addresses.insert(host, address);
    }
}

impl World {
    fn is_address(&self, at: HostId, text: &str) -> Option<IpAddr> {
        let text = text.strip_prefix('[').map_or(text, |rest| rest.split(']').next().unwrap_or(rest));
        if let Ok(address) = text.parse() {
            return Some(address);
        }
        let host = text.rsplit_once(':').map_or(text, |(host, _)| host);
        // Every simulated host has one interface to the others.
        host.parse().ok().or_else(|| (host == "eth0" || host == "Ethernet").then(|| self.address(at)))
    }

    pub(super) fn check_listen(&self, at: HostId, listen: &str) -> Result<(), SwarmRefusal> {
        if listen.is_empty() {
            return Err(SwarmRefusal::ListenAddress { empty: true });
        }
        self.is_address(at, listen).map(|_| ()).ok_or(SwarmRefusal::ListenAddress { empty: false })
    }

    pub(super) fn advertised(&self, at: HostId, text: &str) -> Result<String, SwarmRefusal> {
        if text.is_empty() {
            return Ok(self.address(at).to_string());
        }
        let address = self.is_address(at, text).filter(|address| !address.is_unspecified());
        address.map(|address| address.to_string()).ok_or(SwarmRefusal::AdvertiseAddress)
    }

    pub(super) fn check_data_path(&self, at: HostId, text: &str) -> Result<(), SwarmRefusal> {
        let fits = self.is_address(at, text).is_some_and(|address| !address.is_unspecified());
        if text.is_empty() || fits { Ok(()) } else { Err(SwarmRefusal::DataPathAddress) }
    }
}
