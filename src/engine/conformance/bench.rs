//! Where one scenario works: its names, its subnets, and what it made.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use super::mismatch::same;
use super::needs;
use super::{Ground, LABEL, Mismatch, Subject};
use crate::engine::{Engine, EngineError, Meaning};
use crate::host::Host;
use crate::model::{
    ContainerName, EndpointSpec, IpamPool, Network, NetworkId, NetworkKey, NetworkName, NetworkSpec, Subnet,
};

/// One scenario's place of work.
pub(super) struct Bench<'a> {
    subject: &'a dyn Subject,
    pub(super) host: Host,
    ground: &'a Ground,
    slot: u8,
    made: Mutex<Made>,
}

#[derive(Default)]
struct Made {
    networks: Vec<NetworkId>,
    containers: Vec<ContainerName>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(subject: &'a dyn Subject, host: Host, ground: &'a Ground, slot: u8) -> Self {
        Self { subject, host, ground, slot, made: Mutex::default() }
    }

    pub(super) fn engine(&self) -> &'a dyn Engine {
        self.subject.engine()
    }

    fn name(&self, word: &str) -> String {
        format!("{}-{:02}-{word}", self.ground.prefix(), self.slot)
    }

    pub(super) fn network_name(&self, word: &str) -> Result<NetworkName, Mismatch> {
        Ok(NetworkName::new(self.name(word))?)
    }

    pub(super) fn container_name(&self, word: &str) -> Result<ContainerName, Mismatch> {
        Ok(ContainerName::new(self.name(word))?)
    }

    /// A network without a subnet.
    pub(super) fn spec(&self, word: &str) -> Result<NetworkSpec, Mismatch> {
        let spec = NetworkSpec::new(self.network_name(word)?, needs::driver(&self.host));
        Ok(spec.with_label(LABEL, self.ground.prefix()))
    }

    /// A network with the first subnet.
    pub(super) fn spec_in(&self, word: &str, subnet: Subnet) -> Result<NetworkSpec, Mismatch> {
        Ok(self.spec(word)?.with_pool(IpamPool::new(subnet))?)
    }

    /// All addresses of the scenario, a /22.
    pub(super) fn block(&self) -> Result<Subnet, Mismatch> {
        self.ground.slot(self.slot).ok_or_else(|| self.no_room())
    }

    /// The first /24 of the scenario.
    pub(super) fn subnet(&self) -> Result<Subnet, Mismatch> {
        self.part(24, 0)
    }

    /// The nth part of the scenario's block with that prefix length.
    pub(super) fn part(&self, length: u8, nth: u8) -> Result<Subnet, Mismatch> {
        let offset = u128::from(nth) << (32 - length);
        Ok(Subnet::new(nth_address(self.block()?, offset)?, length)?)
    }

    /// The scenario's IPv6 subnet.
    pub(super) fn subnet_ipv6(&self) -> Result<Subnet, Mismatch> {
        self.ground.slot_ipv6(self.slot).ok_or_else(|| self.no_room())
    }

    fn no_room(&self) -> Mismatch {
        let different =
            |found: String| Mismatch::Different { what: "the ground", expected: "room".into(), found };
        different(format!("{} with no slot {}", self.ground.block(), self.slot))
    }

    /// Makes a network and remembers to take it away, also where the scenario expects a refusal.
    pub(super) async fn try_create(&self, spec: &NetworkSpec) -> Result<NetworkId, EngineError> {
        let created = self.engine().create_network(spec).await;
        if let Ok(id) = &created {
            self.made(|made| made.networks.push(id.clone()));
        }
        created
    }

    pub(super) async fn create(&self, spec: &NetworkSpec) -> Result<NetworkId, Mismatch> {
        self.try_create(spec).await.done("create a network")
    }

    pub(super) async fn inspect(&self, id: &NetworkId) -> Result<Network, Mismatch> {
        self.engine().network(id.into()).await.done("inspect a network")
    }

    /// A running container in the default network.
    pub(super) async fn run(&self, word: &str) -> Result<ContainerName, Mismatch> {
        let name = self.container_name(word)?;
        self.made(|made| made.containers.push(name.clone()));
        self.subject.run_container(&name).await.done("run a container")?;
        Ok(name)
    }

    pub(super) async fn stop(&self, container: &ContainerName) -> Result<(), Mismatch> {
        self.subject.stop_container(container).await.done("stop a container")
    }

    pub(super) async fn connect(&self, network: &NetworkId, endpoint: &EndpointSpec) -> Result<(), Mismatch> {
        self.engine().connect(network.into(), endpoint).await.done("connect a container")
    }

    pub(super) async fn disconnect(
        &self,
        network: &NetworkId,
        container: &ContainerName,
    ) -> Result<(), Mismatch> {
        self.engine().disconnect(network.into(), container).await.done("disconnect a container")
    }

    /// Fails unless a container has that IPv4 address in a network.
    pub(super) async fn has_address(
        &self,
        network: &NetworkId,
        container: &ContainerName,
        expected: Option<IpAddr>,
    ) -> Result<(), Mismatch> {
        let network = self.inspect(network).await?;
        let endpoint = network.endpoint(container);
        let found = endpoint.and_then(|endpoint| endpoint.ipv4).map(|ipv4| ipv4.address());
        same("the address of a container", &found, &expected)
    }

    fn made(&self, change: impl FnOnce(&mut Made)) {
        change(&mut self.made.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Takes everything away, goes on when something cannot be, and says the first that could not.
    pub(super) async fn clean_up(&self) -> Result<(), Mismatch> {
        let mut made = Made::default();
        self.made(|there| std::mem::swap(there, &mut made));
        let mut cleaned = Ok(());
        for container in made.containers {
            if let Err(source) = self.subject.remove_container(&container).await {
                cleaned = cleaned.and(Err(Mismatch::LeftContainer { container, source }));
            }
        }
        for network in made.networks {
            match self.engine().remove_network(NetworkKey::Id(&network)).await {
                Ok(()) => {}
                Err(error) if error.is_not_found() => {}
                Err(source) => cleaned = cleaned.and(Err(Mismatch::LeftNetwork { network, source })),
            }
        }
        cleaned
    }
}

/// An address of a subnet by its offset.
pub(super) fn nth_address(subnet: Subnet, offset: u128) -> Result<IpAddr, Mismatch> {
    subnet.nth(offset).ok_or_else(|| Mismatch::Different {
        what: "the addresses of the subnet",
        expected: format!("more than {offset}"),
        found: subnet.addresses().to_string(),
    })
}

/// What a scenario expects of an answer.
pub(super) trait Expect<T> {
    /// Success.
    fn done(self, step: &'static str) -> Result<T, Mismatch>;

    /// A refusal with a meaning.
    fn refused(
        self,
        step: &'static str,
        expected: &'static str,
        fits: impl FnOnce(&Meaning) -> bool,
    ) -> Result<(), Mismatch>;
}

impl<T> Expect<T> for Result<T, EngineError> {
    fn done(self, step: &'static str) -> Result<T, Mismatch> {
        self.map_err(|source| Mismatch::Error { step, source })
    }

    fn refused(
        self,
        step: &'static str,
        expected: &'static str,
        fits: impl FnOnce(&Meaning) -> bool,
    ) -> Result<(), Mismatch> {
        match self {
            Ok(_) => Err(Mismatch::Accepted { step, expected }),
            Err(error) if error.meaning().is_some_and(fits) => Ok(()),
            Err(source) => Err(Mismatch::OtherRefusal { step, expected, source }),
        }
    }
}
