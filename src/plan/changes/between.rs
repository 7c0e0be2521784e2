//! Comparing what should be with what is.

use std::collections::BTreeMap;

use super::{Blocker, Change, Changes, Difference};
use crate::model::{
    Assignment, ContainerName, Driver, Endpoint, EndpointAddress, EndpointSpec, IpamPool, Network,
    NetworkName, NetworkSpec, Scope,
};
use crate::plan::{Desired, DesiredNetwork, Observed};

/// The networks engines make for themselves, on either platform, and take away from nobody.
const PREDEFINED: &[&str] = &["bridge", "host", "none", "nat", "ingress", "docker_gwbridge"];

impl Changes {
    /// What has to be done so that everything desired is there.
    #[must_use]
    pub fn between(desired: &Desired, observed: &Observed) -> Self {
        let mut phases = Phases::default();
        for (name, wish) in desired.networks() {
            let there: Vec<_> = observed.named(name).collect();
            match (there.as_slice(), &wish.spec) {
                ([], None) => phases.blockers.push(Blocker::Missing { network: name.clone() }),
                ([], Some(spec)) => {
                    phases.blockers.extend(overlaps(spec, observed, desired));
                    phases.create.push(Change::Create(spec.clone()));
                    for endpoint in &wish.endpoints {
                        phases.connect(name, endpoint, spec.pools());
                    }
                }
                ([network], spec) => match spec.as_ref().map(|spec| (spec, Difference::all(spec, network))) {
                    Some((spec, differences)) if !differences.is_empty() => {
                        phases.remake(name, wish, spec, network, differences, observed, desired);
                    }
                    _ => phases.settle(name, wish, network),
                },
                (several, _) => {
                    phases
                        .blockers
                        .push(Blocker::Ambiguous { network: name.clone(), matches: several.len() });
                }
            }
        }
        phases.in_order()
    }
}

/// Changes by when they are made.
#[derive(Default)]
struct Phases {
    disconnect: Vec<Change>,
    remove: Vec<Change>,
    create: Vec<Change>,
    connect_static: Vec<Change>,
    connect_dynamic: Vec<Change>,
    blockers: Vec<Blocker>,
}

impl Phases {
    fn in_order(self) -> Changes {
        let Self { disconnect, remove, create, connect_static, connect_dynamic, blockers } = self;
        // A network that is made anew may take the subnet of another one: everything goes before anything comes.
        let steps = [disconnect, remove, create, connect_static, connect_dynamic].concat();
        Changes { steps, blockers }
    }

    /// A network that stays as it is: only its endpoints may have to move.
    fn settle(&mut self, name: &NetworkName, wish: &DesiredNetwork, network: &Network) {
        let mut moving = Vec::new();
        for endpoint in &wish.endpoints {
            match network.endpoint(endpoint.container()) {
                Some(there) if endpoint.fits(there) => {}
                Some(_) => {
                    moving.push(endpoint.container());
                    let container = endpoint.container().clone();
                    self.disconnect.push(Change::Disconnect { network: name.clone(), container });
                    self.connect(name, endpoint, network.spec.pools());
                }
                None => self.connect(name, endpoint, network.spec.pools()),
            }
        }
        for endpoint in &wish.endpoints {
            for address in endpoint.ipv4().into_iter().chain(endpoint.ipv6()) {
                let holder = network.endpoints.iter().find(|there| holds(there, address));
                let stays = |there: &&Endpoint| {
                    there.name != endpoint.container().as_str()
                        && !moving.iter().any(|container| container.as_str() == there.name)
                };
                if let Some(there) = holder.filter(stays) {
                    self.blockers.push(Blocker::AddressHeld {
                        network: name.clone(),
                        address,
                        wanted_by: endpoint.container().clone(),
                        held_by: there.name.clone(),
                    });
                }
            }
        }
    }

    /// A network that must be made anew: everybody in it is put back.
    #[expect(
        clippy::too_many_arguments,
        reason = "one network seen from all sides; a struct would only rename them"
    )]
    fn remake(
        &mut self,
        name: &NetworkName,
        wish: &DesiredNetwork,
        spec: &NetworkSpec,
        network: &Network,
        differences: Vec<Difference>,
        observed: &Observed,
        desired: &Desired,
    ) {
        if PREDEFINED.contains(&name.as_str()) {
            self.blockers.push(Blocker::Predefined { network: name.clone(), differences });
            return;
        }
        self.blockers.extend(overlaps(spec, observed, desired));
        // Names the engine itself put there (a load balancer's endpoint) are no container's and come back on their own.
        let present = || network.endpoints.iter().filter_map(|there| Some((there.name.parse().ok()?, there)));
        let disconnects: Vec<ContainerName> = present().map(|(container, _)| container).collect();
        for container in &disconnects {
            let container = container.clone();
            self.disconnect.push(Change::Disconnect { network: name.clone(), container });
        }
        let id = network.id.clone();
        self.remove.push(Change::Remove { network: name.clone(), id, differences, disconnects });
        self.create.push(Change::Create(spec.clone()));
        let asked_for =
            |container: &ContainerName| wish.endpoints.iter().any(|wish| wish.container() == container);
        for (container, there) in present().filter(|(container, _)| !asked_for(container)) {
            self.connect(name, &put_back(container, there, spec.pools()), spec.pools());
        }
        for endpoint in &wish.endpoints {
            self.connect(name, endpoint, spec.pools());
        }
    }

    fn connect(&mut self, name: &NetworkName, endpoint: &EndpointSpec, pools: &[IpamPool]) {
        let addresses: Vec<_> = endpoint.ipv4().into_iter().chain(endpoint.ipv6()).collect();
        for address in &addresses {
            if !pools.is_empty() && !pools.iter().any(|pool| pool.endpoint(address.address()).is_ok()) {
                self.blockers.push(Blocker::AddressOutside {
                    network: name.clone(),
                    address: *address,
                    wanted_by: endpoint.container().clone(),
                });
            }
            let sooner = self.connect_static.iter().find_map(|change| match change {
                Change::Connect { network, endpoint } => (network == name && asks_for(endpoint, *address))
                    .then(|| endpoint.container().to_string()),
                Change::Create(_) | Change::Disconnect { .. } | Change::Remove { .. } => None,
            });
            if let Some(held_by) = sooner {
                self.blockers.push(Blocker::AddressHeld {
                    network: name.clone(),
                    address: *address,
                    wanted_by: endpoint.container().clone(),
                    held_by,
                });
            }
        }
        let change = Change::Connect { network: name.clone(), endpoint: endpoint.clone() };
        let phase = if addresses.is_empty() { &mut self.connect_dynamic } else { &mut self.connect_static };
        phase.push(change);
    }
}

fn holds(there: &Endpoint, address: EndpointAddress) -> bool {
    there.ipv4.into_iter().chain(there.ipv6).any(|held| held.address() == address.address())
}

fn asks_for(endpoint: &EndpointSpec, address: EndpointAddress) -> bool {
    endpoint.ipv4().into_iter().chain(endpoint.ipv6()).any(|asked| asked.address() == address.address())
}

/// A container nobody spoke of goes back to the address it asked for, as far as the network still has it.
fn put_back(container: ContainerName, there: &Endpoint, pools: &[IpamPool]) -> EndpointSpec {
    let again = |address: Option<EndpointAddress>| {
        let address = address.filter(|_| there.assignment == Assignment::Static)?;
        pools.iter().find_map(|pool| pool.endpoint(address.address()).ok())
    };
    let addresses = again(there.ipv4).into_iter().chain(again(there.ipv6));
    addresses.fold(EndpointSpec::new(container), EndpointSpec::with_address)
}

/// What overlaps a network that is to be made: networks that stay, and others that should be.
fn overlaps(spec: &NetworkSpec, observed: &Observed, desired: &Desired) -> Vec<Blocker> {
    let changes = |other: &NetworkName| {
        other == spec.name()
            || desired.networks().any(|(name, wish)| {
                name == other
                    && wish.spec.as_ref().is_some_and(|wish| {
                        observed.named(other).any(|there| !Difference::all(wish, there).is_empty())
                    })
            })
    };
    // Engines keep the addresses of swarm networks in a book of their own.
    let swarm = |scope: &Scope| *scope == Scope::Swarm;
    let own = *spec.driver() == Driver::Overlay;
    let stays = observed.networks.iter().filter(|there| swarm(&there.scope) == own && !changes(there.name()));
    let there = stays.map(|there| (there.name(), &there.spec));
    let wished = desired.networks().filter_map(|(name, wish)| Some((name, wish.spec.as_ref()?)));
    let to_come =
        wished.filter(|(name, wish)| *name < spec.name() && (*wish.driver() == Driver::Overlay) == own);
    let mut blockers = BTreeMap::new();
    for (other, other_spec) in to_come.chain(there) {
        for (subnet, other_subnet) in spec.subnets().flat_map(|s| other_spec.subnets().map(move |o| (s, o))) {
            if subnet.overlaps(other_subnet) {
                let (network, other) = (spec.name().clone(), other.clone());
                blockers.insert(
                    (other.clone(), subnet, other_subnet),
                    Blocker::Overlap { network, subnet, other, other_subnet },
                );
            }
        }
    }
    blockers.into_values().collect()
}
