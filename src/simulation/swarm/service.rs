//! Services as the managers have them: asked for, checked, given addresses and ports.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::Swarm;
use super::refusal::SwarmRefusal;
use super::update::Run;
use crate::simulation::Moment;
use crate::wire::request::{EndpointRequest, NetworkTarget, PortRequest, ServiceCreate, ServiceMode};

/// A service.
#[derive(Debug, Clone)]
pub(in crate::simulation) struct Service {
    pub(in crate::simulation) asked: ServiceCreate,
    /// Its networks, by identity.
    pub(super) targets: Vec<NetworkTarget>,
    pub(super) previous: Option<(ServiceCreate, Vec<NetworkTarget>)>,
    pub(super) created: Moment,
    pub(super) updated: Moment,
    pub(super) version: u64,
    /// The version from which on its tasks are as they should be.
    pub(super) spec_version: u64,
    /// What it was given; nothing if that did not work.
    pub(super) endpoint: Option<Endpoint>,
    pub(super) run: Option<Run>,
    /// How often it began to change.
    pub(super) runs: u64,
    /// Slots whose tasks ended and are not followed by others.
    pub(super) done: std::collections::BTreeSet<String>,
}

/// What a service was given.
#[derive(Debug, Clone, Default)]
pub(super) struct Endpoint {
    /// What was asked for when it was given.
    asked: Option<Value>,
    pub(super) ports: Vec<PortRequest>,
    /// Virtual addresses by network; networks of every node have none.
    pub(super) addresses: Vec<(String, Option<IpAddr>)>,
}

impl Service {
    pub(super) fn ports(&self) -> &[PortRequest] {
        self.asked.endpoint.as_ref().map_or(&[], |endpoint| &endpoint.ports)
    }

    pub(super) fn is_dnsrr(&self) -> bool {
        self.asked.endpoint.as_ref().is_some_and(|endpoint| endpoint.mode() == "dnsrr")
    }

    pub(super) fn asks_ingress(&self) -> bool {
        self.ports().iter().any(|port| !port.on_host())
    }

    pub(super) fn mode(&self) -> ServiceMode {
        self.asked.mode.unwrap_or_default()
    }

    /// How many tasks are wanted, where that does not depend on the nodes.
    pub(super) fn replicas(&self) -> Option<u64> {
        match self.mode() {
            ServiceMode::Replicated(count) => Some(count.unwrap_or(1)),
            ServiceMode::ReplicatedJob { .. } | ServiceMode::Global | ServiceMode::GlobalJob => None,
        }
    }
}

impl Swarm {
    /// Records a service; its tasks follow.
    ///
    /// # Errors
    /// [`SwarmRefusal`] in the order of engine and manager.
    pub(in crate::simulation) fn create_service(
        &mut self,
        mut asked: ServiceCreate,
        targets: Vec<NetworkTarget>,
    ) -> Result<String, SwarmRefusal> {
        if asked.name.is_empty() {
            asked.name = format!("{}_{}", word(&mut self.random, ADJECTIVES), word(&mut self.random, NAMES));
        }
        self.check_service(&asked, None)?;
        if self.services.values().any(|service| service.asked.name.eq_ignore_ascii_case(&asked.name)) {
            return Err(SwarmRefusal::NameTaken { kind: "service", name: asked.name });
        }
        if matches!(asked.mode, Ok(ServiceMode::ReplicatedJob { .. } | ServiceMode::GlobalJob)) {
            return Err(SwarmRefusal::NotSimulated { what: "a job" });
        }
        let (id, version, now) = (self.fresh_id(), self.bump(), self.now);
        let service = Service {
            asked,
            targets,
            previous: None,
            created: now,
            updated: now,
            version,
            spec_version: version,
            endpoint: None,
            run: None,
            runs: 0,
            done: std::collections::BTreeSet::new(),
        };
        self.services.insert(id.clone(), service);
        self.allocate_service(&id);
        self.reconcile(&id);
        Ok(id)
    }

    /// Changes a service; its tasks follow.
    ///
    /// # Errors
    /// [`SwarmRefusal`] in the order of engine and manager.
    pub(in crate::simulation) fn update_service(
        &mut self,
        id: &str,
        version: u64,
        asked: ServiceCreate,
        targets: Vec<NetworkTarget>,
        back: bool,
    ) -> Result<(), SwarmRefusal> {
        self.check_service(&asked, Some(id))?;
        let Some(service) = self.services.get(id) else {
            return Err(SwarmRefusal::Missing { kind: "service", key: id.to_owned() });
        };
        if service.version != version {
            return Err(SwarmRefusal::OutOfSequence);
        }
        if asked.name != service.asked.name {
            return Err(SwarmRefusal::Rename);
        }
        if std::mem::discriminant(&asked.mode.unwrap_or_default()) != std::mem::discriminant(&service.mode())
        {
            return Err(SwarmRefusal::ModeChange);
        }
        if !asked.networks.is_empty() && asked.networks != service.asked.networks {
            return Err(SwarmRefusal::NetworksOnSpec);
        }
        let (asked, targets) = match (back, service.previous.clone()) {
            (true, Some(previous)) => previous,
            (true, None) | (false, _) => (asked, targets),
        };
        self.change_service(id, asked, targets, back);
        Ok(())
    }

    /// The service becomes what is asked for.
    pub(super) fn change_service(
        &mut self,
        id: &str,
        asked: ServiceCreate,
        targets: Vec<NetworkTarget>,
        back: bool,
    ) {
        let (now, version) = (self.now, self.bump());
        let Some(service) = self.services.get_mut(id) else { return };
        let endpoint = |asked: &ServiceCreate| asked.endpoint.as_ref().map(EndpointRequest::shown);
        let answers_anew = endpoint(&service.asked) != endpoint(&asked) || service.targets != targets;
        // What is shown says what is so: a client sends it back with what the engine filled in.
        let template = |asked: &ServiceCreate| asked.template.shown(&[], true);
        let dirty = template(&service.asked) != template(&asked) || answers_anew;
        let before = std::mem::replace(&mut service.asked, asked);
        let before_targets = std::mem::replace(&mut service.targets, targets);
        service.previous = Some((before, before_targets));
        (service.updated, service.version) = (now, version);
        if dirty {
            service.spec_version = version;
        }
        service.done.clear();
        if answers_anew {
            self.release_endpoint(id);
            self.allocate_service(id);
        }
        self.begin_run(id, dirty, back);
        self.reconcile(id);
    }

    /// Forgets a service; its tasks end.
    pub(in crate::simulation) fn remove_service(&mut self, id: &str) {
        self.release_endpoint(id);
        self.services.remove(id);
        self.bump();
        let tasks = self.tasks.iter().filter(|(_, task)| task.service.as_deref() == Some(id));
        let tasks: Vec<_> = tasks.map(|(id, _)| id.clone()).collect();
        for task in tasks {
            self.end_task(&task, super::State::Remove);
        }
    }

    pub(in crate::simulation) fn show_service(
        &self,
        id: &str,
        defaults: bool,
        status: bool,
    ) -> Option<Value> {
        let service = self.services.get(id)?;
        let mut shown = Map::new();
        shown.insert("ID".into(), id.into());
        shown.insert("Version".into(), json!({ "Index": service.version }));
        shown.insert("CreatedAt".into(), service.created.to_string().into());
        shown.insert("UpdatedAt".into(), service.updated.to_string().into());
        let mut spec = service.asked.shown(&service.targets);
        if defaults {
            insert_defaults(&mut spec);
        }
        shown.insert("Spec".into(), spec);
        let previous = service.previous.as_ref().map(|(asked, targets)| asked.shown(targets));
        shown.extend(previous.map(|spec| ("PreviousSpec".to_owned(), spec)));
        shown.insert("Endpoint".into(), self.show_endpoint(service));
        shown.extend(service.run.as_ref().map(|run| ("UpdateStatus".to_owned(), run.shown())));
        if status {
            shown.insert("ServiceStatus".into(), self.service_status(id, service));
        }
        Some(shown.into())
    }

    fn show_endpoint(&self, service: &Service) -> Value {
        let mut shown = Map::new();
        let Some(endpoint) = &service.endpoint else { return json!({ "Spec": {} }) };
        shown.insert("Spec".into(), endpoint.asked.clone().unwrap_or_else(|| json!({})));
        if !endpoint.ports.is_empty() {
            shown.insert("Ports".into(), endpoint.ports.iter().map(PortRequest::shown).collect());
        }
        let address = |(network, address): &(String, Option<IpAddr>)| {
            let mut shown = Map::new();
            shown.insert("NetworkID".into(), network.as_str().into());
            if let Some(address) = address {
                let length = self.networks.get(network).map_or(32, |network| network.length(*address));
                shown.insert("Addr".into(), format!("{address}/{length}").into());
            }
            Value::from(shown)
        };
        if !endpoint.addresses.is_empty() {
            shown.insert("VirtualIPs".into(), endpoint.addresses.iter().map(address).collect());
        }
        shown.into()
    }

    fn service_status(&self, id: &str, service: &Service) -> Value {
        let tasks = || self.tasks.values().filter(|task| task.service.as_deref() == Some(id));
        let running = tasks().filter(|task| task.state == super::State::Running).count();
        // A global service wants what it has: a task that was rejected everywhere is not missed.
        let wanted = service.replicas().unwrap_or_else(|| {
            u64::try_from(tasks().filter(|task| task.is_live()).count()).unwrap_or(u64::MAX)
        });
        json!({ "RunningTasks": running, "DesiredTasks": wanted, "CompletedTasks": 0 })
    }

    /// Gives a service its ports and virtual addresses; nothing if one of them cannot be given.
    pub(super) fn allocate_service(&mut self, id: &str) {
        let Some(service) = self.services.get(id) else { return };
        let (targets, dnsrr, ports) = (service.targets.clone(), service.is_dnsrr(), service.ports().to_vec());
        let asked = service.asked.endpoint.as_ref().map(EndpointRequest::shown);
        let ingress = service.asks_ingress().then(|| self.ingress().map(|(id, _)| id.clone())).flatten();
        let ready = |id: &String| {
            self.networks.get(id).is_some_and(|there| there.allocated.is_some() || !there.has_addresses())
        };
        if !targets.iter().map(|target| &target.target).chain(&ingress).all(ready) {
            return;
        }
        let Some(ports) = self.allocate_ports(&ports, id) else { return };
        let mut addresses = Vec::new();
        if !dnsrr {
            for network in ingress.iter().chain(targets.iter().map(|target| &target.target)) {
                let Some(there) = self.networks.get_mut(network) else { continue };
                addresses.push((network.clone(), if there.has_addresses() { there.next() } else { None }));
            }
        }
        let (now, version) = (self.now, self.bump());
        if let Some(service) = self.services.get_mut(id) {
            service.endpoint = Some(Endpoint { asked, ports, addresses });
            (service.updated, service.version) = (now, version);
        }
    }

    fn release_endpoint(&mut self, id: &str) {
        let Some(endpoint) = self.services.get_mut(id).and_then(|service| service.endpoint.take()) else {
            return;
        };
        for (network, address) in endpoint.addresses {
            if let (Some(network), Some(address)) = (self.networks.get_mut(&network), address) {
                network.release(address);
            }
        }
    }
}

/// What a manager fills in for those who ask for it (`insertDefaults=true`, read on a 20.10 engine).
fn insert_defaults(spec: &mut Value) {
    let update = json!({
        "Parallelism": 1, "FailureAction": "pause", "Monitor": 5_000_000_000_i64, "MaxFailureRatio": 0,
        "Order": "stop-first",
    });
    let Some(object) = spec.as_object_mut() else { return };
    if let Some(template) = object.get_mut("TaskTemplate").and_then(Value::as_object_mut) {
        if let Some(container) = template.get_mut("ContainerSpec").and_then(Value::as_object_mut) {
            let at = container.get_index_of_key("Isolation");
            for (key, value) in [("StopGracePeriod", json!(10_000_000_000_i64)), ("DNSConfig", json!({}))] {
                if !container.contains_key(key) {
                    container.shift_insert(at.min(container.len()), key.into(), value);
                }
            }
        }
        let restart = json!({ "Condition": "any", "Delay": 5_000_000_000_i64, "MaxAttempts": 0 });
        for (index, (key, value)) in
            [("Resources", json!({})), ("RestartPolicy", restart), ("Placement", json!({}))]
                .into_iter()
                .enumerate()
        {
            if !template.contains_key(key) {
                template.shift_insert((index + 1).min(template.len()), key.into(), value);
            }
        }
    }
    for key in ["UpdateConfig", "RollbackConfig"] {
        if !object.contains_key(key) {
            object.insert(key.into(), update.clone());
        }
    }
    if let Some(endpoint) = object.shift_remove("EndpointSpec") {
        object.insert("EndpointSpec".into(), endpoint);
    } else {
        object.insert("EndpointSpec".into(), json!({ "Mode": "vip" }));
    }
}

trait Position {
    fn get_index_of_key(&self, key: &str) -> usize;
}

impl Position for Map<String, Value> {
    fn get_index_of_key(&self, key: &str) -> usize {
        self.keys().position(|there| there == key).unwrap_or(self.len())
    }
}

const ADJECTIVES: &[&str] =
    &["brave", "calm", "eager", "fair", "gentle", "keen", "lively", "proud", "quiet", "witty"];
const NAMES: &[&str] =
    &["curie", "darwin", "euler", "fermi", "gauss", "hopper", "kepler", "noether", "planck", "turing"];

fn word(random: &mut crate::simulation::random::Random, words: &'static [&'static str]) -> &'static str {
    let count = u128::try_from(words.len()).unwrap_or_default();
    let index = usize::try_from(random.below(count)).unwrap_or_default();
    words.get(index).copied().unwrap_or_default()
}
