//! Pools of a network, booked as libnetwork books them: prefix, gateway, auxiliary addresses.

use std::net::IpAddr;

use super::SimulatedNetwork;
use crate::host::EngineVersion;
use crate::model::Subnet;
use crate::simulation::ipam::{IpamRefusal, PoolKey, Range};
use crate::simulation::{CreateRefusal, Refusal, SimulatedHost};
use crate::wire::request::IpamConfigRequest;

/// One pool of a network.
#[derive(Debug, Clone)]
pub(in crate::simulation) struct Pool {
    /// What was typed, as the engine shows it; nothing where the engine chose.
    pub(in crate::simulation) asked: Option<IpamConfigRequest>,
    /// What is booked; nothing on Windows, where HNS keeps the books, and where it was not needed.
    pub(in crate::simulation) key: Option<PoolKey>,
    /// What the pool is, where that is known.
    pub(in crate::simulation) subnet: Option<Subnet>,
    pub(in crate::simulation) gateway: Option<IpAddr>,
    /// Whether the engine's own books say `0.0.0.0/0`: on Windows, for what HNS chose.
    pub(in crate::simulation) any: bool,
}

impl Pool {
    /// A pool that is shown as it was typed and not booked.
    pub(in crate::simulation) fn shown(asked: IpamConfigRequest) -> Self {
        Self { subnet: cidr(&asked.subnet), asked: Some(asked), key: None, gateway: None, any: false }
    }

    /// Whether a client chose it, so that addresses can be asked for in it.
    pub(in crate::simulation) fn is_chosen(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| !asked.subnet.is_empty())
    }

    pub(in crate::simulation) fn is_ipv4(&self) -> bool {
        self.subnet.is_none_or(|subnet| subnet.is_ipv4())
    }
}

/// A prefix as Go reads one: host bits are dropped, an IPv4 address in IPv6 clothes stays what it is.
pub(super) fn cidr(text: &str) -> Option<Subnet> {
    Range::cidr(text)
}

impl SimulatedHost {
    /// Books what a network asks for: all IPv4 pools in order, then all IPv6 ones if it has IPv6. Nothing stays booked
    /// when one fails, but for the leaks real engines have.
    pub(in crate::simulation) fn book(
        &mut self,
        network: &mut SimulatedNetwork,
        asked: &[IpamConfigRequest],
    ) -> Result<(), Refusal> {
        let is_ipv4 =
            |request: &&IpamConfigRequest| cidr(&request.subnet).is_none_or(|subnet| subnet.is_ipv4());
        let (ipv4, ipv6): (Vec<_>, Vec<_>) = asked.iter().partition(is_ipv4);
        let mut booked = Vec::new();
        let result = self.book_family(network, &ipv4, true, &mut booked).and_then(|()| {
            if network.ipv6 {
                return self.book_family(network, &ipv6, false, &mut booked);
            }
            booked.extend(ipv6.into_iter().cloned().map(Pool::shown));
            Ok(())
        });
        if let Err(refusal) = result {
            // The family in which an auxiliary address could not be read stays booked (see `auxiliary`).
            let leaks = matches!(
                &refusal,
                Refusal::Create(CreateRefusal::AuxiliaryText { .. } | CreateRefusal::AuxiliaryOutside { .. })
            );
            let second_family = booked.iter().filter(|pool| pool.is_ipv4()).count() >= ipv4.len().max(1);
            booked.retain(|pool| !leaks || (second_family && pool.is_ipv4()));
            self.unbook(&booked);
            return Err(refusal);
        }
        network.pools = booked;
        Ok(())
    }

    fn book_family(
        &mut self,
        network: &SimulatedNetwork,
        asked: &[&IpamConfigRequest],
        ipv4: bool,
        booked: &mut Vec<Pool>,
    ) -> Result<(), Refusal> {
        if ipv4 && !network.ipv4 {
            return Ok(());
        }
        if asked.is_empty() {
            booked.push(self.book_automatic(ipv4)?);
            return Ok(());
        }
        for request in asked {
            booked.push(self.book_one(network, request)?);
        }
        Ok(())
    }

    /// A pool the engine chooses.
    fn book_automatic(&mut self, ipv4: bool) -> Result<Pool, Refusal> {
        let avoided = self.surroundings.avoided(self.engine_version(), ipv4);
        let subnet = match (&mut self.predefined, ipv4) {
            (Some(pools), true) => pools.next(&self.space, &avoided),
            (Some(pools), false) => pools.next_ipv6(&self.space, &avoided),
            (None, _) => None,
        };
        let from27 = self.engine >= EngineVersion::new(27, 0, 0);
        let exhausted = || {
            let missing = Refusal::from(CreateRefusal::Ipv6PoolsMissing);
            if ipv4 || from27 { Refusal::PoolsExhausted } else { missing }
        };
        let subnet = subnet.ok_or_else(exhausted)?;
        let key = self.space.request(subnet, "").map_err(|why| pool_refused(&why))?;
        let gateway = self.gateway(&key, "")?;
        Ok(Pool { asked: None, subnet: Some(subnet), key: Some(key), gateway: Some(gateway), any: false })
    }

    fn book_one(&mut self, network: &SimulatedNetwork, asked: &IpamConfigRequest) -> Result<Pool, Refusal> {
        let gateway = asked.gateway.as_str();
        if !gateway.is_empty() && gateway.parse::<IpAddr>().is_err() {
            return Err(CreateRefusal::GatewayText { text: gateway.into() }.into());
        }
        let Some(subnet) = self.wanted(asked)? else {
            return Err(CreateRefusal::SubnetText { text: asked.subnet.clone() }.into());
        };
        let key = self.space.request(subnet, &asked.ip_range).map_err(|why| pool_refused(&why))?;
        let gateway = self.gateway(&key, gateway)?;
        self.auxiliary(network, &key, asked)?;
        Ok(Pool {
            asked: Some(asked.clone()),
            subnet: Some(subnet),
            key: Some(key),
            gateway: Some(gateway),
            any: false,
        })
    }

    /// The prefix a request means. From 29.0 on `0.0.0.0/24` is "any /24 of the default pools".
    fn wanted(&self, asked: &IpamConfigRequest) -> Result<Option<Subnet>, Refusal> {
        let Some(subnet) = cidr(&asked.subnet) else { return Ok(None) };
        let any = subnet.address().is_unspecified() && subnet.length() > 0;
        if !any || self.engine < EngineVersion::new(29, 0, 0) {
            return Ok(Some(subnet));
        }
        let avoided = self.surroundings.avoided(self.engine_version(), subnet.is_ipv4());
        let pools = self.predefined.as_ref();
        let found = pools.and_then(|pools| pools.next_of_length(&self.space, &avoided, subnet));
        found.map(Some).ok_or(Refusal::PoolsExhausted)
    }

    fn gateway(&mut self, key: &PoolKey, text: &str) -> Result<IpAddr, Refusal> {
        let asked = text.parse::<IpAddr>().ok();
        self.space.take(key, asked).map_err(|why| {
            self.release_pool(key);
            if why == IpamRefusal::NoAvailableAddress && text.is_empty() {
                Refusal::GatewayMissing
            } else {
                CreateRefusal::GatewayTaken { text: text.into(), why }.into()
            }
        })
    }

    /// What a client keeps out of use. A text that is no address of the subnet leaves the pool booked until the engine
    /// restarts (seen on 20.10.24; read in 28's code).
    fn auxiliary(
        &mut self,
        network: &SimulatedNetwork,
        key: &PoolKey,
        asked: &IpamConfigRequest,
    ) -> Result<(), Refusal> {
        for (name, text) in asked.auxiliary.iter().flatten() {
            let (name, text) = (name.clone(), text.clone());
            let Ok(address) = text.parse::<IpAddr>() else {
                let network = network.name.clone();
                return Err(CreateRefusal::AuxiliaryText { key: name, text, network }.into());
            };
            if !key.subnet.contains(address) {
                return Err(CreateRefusal::AuxiliaryOutside { key: name, text, pool: key.subnet }.into());
            }
            if let Err(why) = self.space.take(key, Some(address)) {
                self.release_pool(key);
                return Err(CreateRefusal::AuxiliaryTaken { key: name, text, why }.into());
            }
        }
        Ok(())
    }

    /// Gives the pools of a network back.
    pub(in crate::simulation) fn unbook(&mut self, pools: &[Pool]) {
        for key in pools.iter().filter_map(|pool| pool.key.as_ref()) {
            self.release_pool(key);
        }
    }

    fn release_pool(&mut self, key: &PoolKey) {
        self.space.release(key);
        if let Some(pools) = &mut self.predefined {
            pools.given_back(key.subnet);
        }
    }
}

fn pool_refused(why: &IpamRefusal) -> Refusal {
    match why {
        IpamRefusal::PoolOverlap => Refusal::SubnetOverlap,
        IpamRefusal::AddressInUse
        | IpamRefusal::AddressOutOfRange
        | IpamRefusal::NoAvailableAddress
        | IpamRefusal::RangeFamily(_)
        | IpamRefusal::RangeText { .. } => CreateRefusal::Range(why.clone()).into(),
    }
}
