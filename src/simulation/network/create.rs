//! Making a network: what is looked at, in the order of the engine's version.

use super::SimulatedNetwork;
use super::scope::Reach;
use super::{bridge, ipam, macvlan, validate};
use crate::host::{EngineVersion, Platform};
use crate::model::{Driver, NetworkId};
use crate::simulation::{CreateRefusal, Fault, Ipv4Needed, Refusal, SimulatedHost, windows};
use crate::wire::request::{IpamConfigRequest, NetworkCreate};

/// What making a network answers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetworkCreated {
    /// The new network's identity.
    pub id: NetworkId,
    /// What the engine warns of; empty if of nothing.
    pub warning: String,
}

impl SimulatedHost {
    pub(in crate::simulation) fn make_network(
        &mut self,
        asked: &NetworkCreate,
    ) -> Result<NetworkCreated, Fault> {
        let from25 = self.engine >= EngineVersion::new(25, 0, 0);
        let name = &asked.name;
        if self.is_predefined(name) {
            return Err(Refusal::PredefinedCreate { network: name.clone() }.into());
        }
        let driver = self.driver_of(asked);
        self.early_scope(&driver)?;
        let mut warning = String::new();
        let twin = self.networks.named(name).next().map(|twin| twin.id.clone());
        if let (Some(id), false) = (&twin, from25) {
            if asked.check_duplicate {
                return Err(Refusal::NetworkExists { network: name.clone() }.into());
            }
            warning = format!("Network with name {name} (id : {id}) already exists");
        }
        let (ipv4, ipv6) = self.families(asked)?;
        if from25 {
            let typed = self.engine >= EngineVersion::new(29, 0, 0);
            validate::pools(&asked.ipam.config, ipv6, typed)?;
        } else if let Some(bad) = asked.ipam.config.iter().find(|pool| ipam::cidr(&pool.subnet).is_none()) {
            return Err(CreateRefusal::SubnetText { text: bad.subnet.clone() }.into());
        }
        if name.trim().is_empty() {
            return Err(CreateRefusal::BlankName { name: name.clone() }.into());
        }
        if twin.is_some() && from25 {
            return Err(Refusal::NetworkExists { network: name.clone() }.into());
        }
        consistent(asked)?;

        let id = self.fresh_id::<NetworkId>();
        let mut network = SimulatedNetwork::new(id.clone(), name, driver, self.now());
        (network.ipv4, network.ipv6) = (ipv4, ipv6);
        network.ipam_driver.clone_from(&asked.ipam.driver);
        network.ipam_options.clone_from(&asked.ipam.options);
        (network.internal, network.attachable) = (asked.internal, asked.attachable);
        (network.ingress, network.config_only) = (asked.ingress, asked.config_only);
        network.options = asked.options.clone().unwrap_or_default();
        network.labels = asked.labels.clone().unwrap_or_default();
        network.config_from = asked.config_from.clone().unwrap_or_default();
        if network.ipam_driver.is_empty() {
            network.ipam_driver = "default".into();
        }
        let mut pools = asked.ipam.config.clone();
        if asked.config_only {
            return Ok(self.keep_configuration(network, &pools, warning));
        }
        if !self.has_driver(&network.driver) {
            return Err(Refusal::DriverMissing { driver: network.driver }.into());
        }
        let early_configuration = self.engine >= EngineVersion::new(28, 0, 0);
        if early_configuration {
            self.apply_configuration(&mut network, &mut pools)?;
        }
        let reach = self.reach(asked, &network.driver)?;
        if reach == Reach::Swarm {
            let id = self.create_swarm_network(asked)?;
            return Ok(NetworkCreated { id, warning });
        }
        if !early_configuration {
            self.apply_configuration(&mut network, &mut pools)?;
        }
        self.plumb(&mut network, &pools, reach)?;
        self.tell_network(network.told(), "create", None);
        self.networks.insert(network);
        Ok(NetworkCreated { id, warning })
    }

    /// The driver that is meant, the platform's own where none is named.
    fn driver_of(&self, asked: &NetworkCreate) -> Driver {
        match (asked.driver.as_str(), self.host.platform) {
            ("", Platform::Windows(_)) => Driver::Nat,
            ("", Platform::Linux(_)) => Driver::Bridge,
            (named, _) => Driver::from(named),
        }
    }

    fn has_driver(&self, driver: &Driver) -> bool {
        match self.host.platform {
            Platform::Windows(_) => windows::drivers(&self.engine).contains(driver),
            Platform::Linux(_) => matches!(
                driver,
                Driver::Bridge
                    | Driver::Host
                    | Driver::Ipvlan
                    | Driver::Macvlan
                    | Driver::Null
                    | Driver::Overlay
            ),
        }
    }

    /// Which families the network has. Engines from 28.0 on can leave IPv4 out.
    fn families(&self, asked: &NetworkCreate) -> Result<(bool, bool), Refusal> {
        let from = |major| self.engine >= EngineVersion::new(major, 0, 0);
        let option = |key: &str| asked.options.as_ref().and_then(|options| options.get(key));
        let read = |key: &'static str, known: bool| match option(key).filter(|_| known) {
            Some(text) => {
                let bad = || Refusal::from(CreateRefusal::OptionFlag { key: key.into() });
                truth(text).map(Some).ok_or_else(bad)
            }
            None => Ok(None),
        };
        let by_option = read("com.docker.network.enable_ipv6", from(27))?;
        let ipv6 = asked.enable_ipv6.or(by_option).unwrap_or_default();
        let by_option = read("com.docker.network.enable_ipv4", from(28))?;
        let ipv4 = asked.enable_ipv4.filter(|_| from(28)).or(by_option).unwrap_or(true);
        let refused = match self.host.platform {
            Platform::Windows(_) if !ipv4 => Some(Ipv4Needed::Windows),
            Platform::Linux(_) if !ipv4 && self.driver_of(asked) == Driver::Overlay => {
                Some(Ipv4Needed::Swarm)
            }
            Platform::Linux(_) if !ipv4 && !ipv6 => Some(Ipv4Needed::WithoutIpv6),
            Platform::Windows(_) | Platform::Linux(_) => None,
        };
        match refused {
            Some(on) => Err(CreateRefusal::Ipv4Needed { on }.into()),
            None => Ok((ipv4, ipv6)),
        }
    }

    /// A configuration network is shown and has nothing.
    fn keep_configuration(
        &mut self,
        mut network: SimulatedNetwork,
        pools: &[IpamConfigRequest],
        warning: String,
    ) -> NetworkCreated {
        network.driver = Driver::Null;
        network.pools = pools.iter().cloned().map(ipam::Pool::shown).collect();
        let id = network.id.clone();
        self.tell_network(network.told(), "create", None);
        self.networks.insert(network);
        NetworkCreated { id, warning }
    }

    fn apply_configuration(
        &self,
        network: &mut SimulatedNetwork,
        pools: &mut Vec<IpamConfigRequest>,
    ) -> Result<(), CreateRefusal> {
        let from = &network.config_from;
        if from.is_empty() {
            return Ok(());
        }
        let missing = || CreateRefusal::ConfigFromMissing { network: from.clone() };
        let configuration = self.networks.configuration(from).ok_or_else(missing)?;
        network.ipv6 = configuration.ipv6;
        network.labels.clone_from(&configuration.labels);
        network.options.clone_from(&configuration.options);
        network.ipam_driver.clone_from(&configuration.ipam_driver);
        network.ipam_options.clone_from(&configuration.ipam_options);
        *pools = configuration.pools.iter().filter_map(|pool| pool.asked.clone()).collect();
        Ok(())
    }

    /// Addresses first, then the driver; what was booked is given back if the driver refuses.
    fn plumb(
        &mut self,
        network: &mut SimulatedNetwork,
        pools: &[IpamConfigRequest],
        reach: Reach,
    ) -> Result<(), Fault> {
        if network.is_special() {
            return Err(CreateRefusal::OnlyOne { driver: network.driver.to_string() }.into());
        }
        if let Platform::Windows(build) = self.host.platform {
            return windows::plumb(self, build, network, pools);
        }
        match network.ipam_driver.as_str() {
            "default" => {}
            "null" if !pools.is_empty() => return Err(CreateRefusal::NullIpamPool.into()),
            "null" => return Err(CreateRefusal::PoolEmpty { driver: network.driver.to_string() }.into()),
            other => return Err(CreateRefusal::PluginMissing { name: other.to_owned() }.into()),
        }
        self.book(network, pools)?;
        let refused = match (reach, &network.driver) {
            (Reach::Store | Reach::Swarm, _) => Err(Refusal::NotSwarmManager),
            (Reach::Host, Driver::Bridge) => bridge::create(self, network),
            (Reach::Host, _) => macvlan::create(self, network),
        };
        if let Err(refusal) = refused {
            let pools = std::mem::take(&mut network.pools);
            self.unbook(&pools);
            return Err(refusal.into());
        }
        Ok(())
    }

    /// The names an engine keeps for its own networks.
    pub(in crate::simulation) fn is_predefined(&self, name: &str) -> bool {
        match self.host.platform {
            Platform::Windows(_) => {
                matches!(name, "nat" | "none" | "default") || name.starts_with("container:")
            }
            Platform::Linux(_) => matches!(name, "bridge" | "host" | "none" | "default"),
        }
    }
}

/// Whether configuration networks are asked for as they can be (moby `libnetwork`, `validateConfiguration`).
fn consistent(asked: &NetworkCreate) -> Result<(), CreateRefusal> {
    let operator = asked.ingress || asked.internal || asked.attachable || !asked.scope.is_empty();
    if asked.config_only && operator {
        return Err(CreateRefusal::ConfigOnlyFields);
    }
    if asked.config_from.as_ref().is_none_or(String::is_empty) {
        return Ok(());
    }
    if asked.config_only {
        return Err(CreateRefusal::ConfigOnConfig);
    }
    let filled = |texts: &Option<std::collections::BTreeMap<String, String>>| {
        texts.as_ref().is_some_and(|texts| !texts.is_empty())
    };
    let ipam_driver = !matches!(asked.ipam.driver.as_str(), "" | "default");
    let ipam = ipam_driver || filled(&asked.ipam.options) || !asked.ipam.config.is_empty();
    if ipam || filled(&asked.labels) || asked.enable_ipv6 == Some(true) {
        return Err(CreateRefusal::ConfigFromSettings);
    }
    if filled(&asked.options) {
        return Err(CreateRefusal::ConfigFromOptions);
    }
    Ok(())
}

/// A truth value as Go reads one.
pub(in crate::simulation) fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}
