//! The bodies of `POST /services/create` and `/services/{id}/update`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::RequestError;
use super::go::{Decoder, Fields};
use crate::model::{PublishMode, Replicas, ServicePort, ServiceSpec};

/// What a client asks of a service, as it was typed.
///
/// What swarm interprets is read; what it only hands to the containers is kept as it was sent, in the order and with the
/// keys engines show.
///
/// ```
/// use docknet::wire::request::{ServiceCreate, ServiceMode};
/// let asked = ServiceCreate::from_value(&serde_json::json!({
///     "Name": "web", "TaskTemplate": { "ContainerSpec": { "Image": "nginx" } }, "Mode": { "Global": {} },
/// }))?;
/// assert_eq!((asked.name.as_str(), asked.mode), ("web", Ok(ServiceMode::Global)));
/// # Ok::<(), docknet::wire::request::RequestError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceCreate {
    /// `Name`; empty for one the engine thinks of.
    pub name: String,
    /// `Labels`; `None` when absent.
    pub labels: Option<BTreeMap<String, String>>,
    /// `TaskTemplate`.
    pub template: TaskTemplate,
    /// `Mode`: one of them, or how many were sent.
    pub mode: Result<ServiceMode, usize>,
    /// `UpdateConfig`.
    pub update: Option<UpdateRequest>,
    /// `RollbackConfig`.
    pub rollback: Option<UpdateRequest>,
    /// `Networks`, where clients before API 1.25 put them.
    pub networks: Vec<NetworkTarget>,
    /// `EndpointSpec`.
    pub endpoint: Option<EndpointRequest>,
}

/// Nothing said: no engine takes it.
impl Default for ServiceCreate {
    fn default() -> Self {
        let (template, mode) = (TaskTemplate::default(), Ok(ServiceMode::default()));
        let (name, labels, update, rollback, endpoint) = (String::new(), None, None, None, None);
        Self { name, labels, template, mode, update, rollback, networks: Vec::new(), endpoint }
    }
}

/// What the tasks of a service are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TaskTemplate {
    /// `ContainerSpec` with what it says; `None` when absent.
    pub container: Option<Value>,
    /// `ContainerSpec.Image`.
    pub image: String,
    /// `ContainerSpec.StopGracePeriod`, nanoseconds.
    pub grace: Option<i64>,
    /// `ContainerSpec.Secrets` and `Configs`: which kind, by identity and by name.
    pub references: Vec<(&'static str, String, String)>,
    /// `Resources`.
    pub resources: Option<Value>,
    /// `Resources.Reservations.NanoCPUs`, billionths of a processor.
    pub processors: i64,
    /// `Resources.Reservations.MemoryBytes`.
    pub memory: i64,
    /// `RestartPolicy`.
    pub restart: Option<RestartRequest>,
    /// `Placement`.
    pub placement: Option<PlacementRequest>,
    /// `Networks`.
    pub networks: Vec<NetworkTarget>,
    /// `LogDriver`.
    pub log_driver: Option<Value>,
    /// `ForceUpdate`.
    pub force_update: u64,
    /// `Runtime`; empty for `container`.
    pub runtime: String,
}

/// How many tasks, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServiceMode {
    /// One on every node.
    Global,
    /// One on every node, until it ends well.
    GlobalJob,
    /// That many; engines take one where nothing is said.
    Replicated(Option<u64>),
    /// Until so many ended well, so many at a time.
    ReplicatedJob {
        /// `MaxConcurrent`.
        concurrent: Option<u64>,
        /// `TotalCompletions`.
        total: Option<u64>,
    },
}

impl Default for ServiceMode {
    fn default() -> Self {
        Self::Replicated(None)
    }
}

/// When a task that ended is followed by another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RestartRequest {
    /// `Condition`; empty for `any`.
    pub condition: String,
    /// `Delay`, nanoseconds.
    pub delay: Option<i64>,
    /// `MaxAttempts`; 0 for as many as it takes.
    pub attempts: u64,
    /// `Window`, nanoseconds.
    pub window: Option<i64>,
}

/// Where tasks may go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PlacementRequest {
    /// `Constraints`.
    pub constraints: Vec<String>,
    /// `Preferences`, as they were sent.
    pub preferences: Option<Value>,
    /// `MaxReplicas`; 0 for as many as fit.
    pub max_replicas: u64,
    /// `Platforms`: operating system and architecture, either may be empty.
    pub platforms: Vec<(String, String)>,
}

/// A network of a service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct NetworkTarget {
    /// `Target`: a name or an identity.
    pub target: String,
    /// `Aliases`.
    pub aliases: Vec<String>,
    /// `DriverOpts`.
    pub options: Option<BTreeMap<String, String>>,
}

/// How tasks follow each other when a service changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct UpdateRequest {
    /// `Parallelism`; 0 for all at once.
    pub parallelism: u64,
    /// `Delay`, nanoseconds.
    pub delay: i64,
    /// `FailureAction`; empty for `pause`.
    pub failure: String,
    /// `Monitor`, nanoseconds; 0 for five seconds.
    pub monitor: i64,
    /// `MaxFailureRatio`, as it was sent.
    pub ratio: Value,
    /// `Order`; empty for `stop-first`.
    pub order: String,
}

/// How a service answers and what it publishes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EndpointRequest {
    /// `Mode`; empty for `vip`.
    pub mode: String,
    /// `Ports`.
    pub ports: Vec<PortRequest>,
}

/// A published port, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PortRequest {
    /// `Name`.
    pub name: String,
    /// `Protocol`; engines take what they do not know for `tcp`.
    pub protocol: String,
    /// `TargetPort`.
    pub target: u64,
    /// `PublishedPort`; 0 for one the engine picks.
    pub published: u64,
    /// `PublishMode`; engines take what they do not know for `ingress`.
    pub mode: String,
}

impl ServiceCreate {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "ServiceSpec", "swarm.ServiceSpec");
        let template = body.inside(it, "TaskTemplate", "TaskSpec", "swarm.TaskSpec");
        let endpoint = body.inside(it, "EndpointSpec", "EndpointSpec", "swarm.EndpointSpec");
        let request = Self {
            name: body.text(it, "Name"),
            labels: body.texts(it, "Labels"),
            template: template.map(|fields| TaskTemplate::read(it, &fields)).unwrap_or_default(),
            mode: mode(it, &body),
            update: update(it, &body, "UpdateConfig"),
            rollback: update(it, &body, "RollbackConfig"),
            networks: targets(it, &body),
            endpoint: endpoint.map(|fields| EndpointRequest::read(it, &fields)),
        };
        decoder.finish(request)
    }
}

fn mode(it: &mut Decoder, body: &Fields<'_>) -> Result<ServiceMode, usize> {
    let Some(mode) = body.inside(it, "Mode", "ServiceMode", "swarm.ServiceMode") else {
        return Ok(ServiceMode::default());
    };
    let mut sent = Vec::new();
    if let Some(fields) = mode.inside(it, "Replicated", "ReplicatedService", "swarm.ReplicatedService") {
        sent.push(ServiceMode::Replicated(fields.unsigned(it, "Replicas")));
    }
    if mode.inside(it, "Global", "GlobalService", "swarm.GlobalService").is_some() {
        sent.push(ServiceMode::Global);
    }
    if let Some(fields) = mode.inside(it, "ReplicatedJob", "ReplicatedJob", "swarm.ReplicatedJob") {
        let (concurrent, total) =
            (fields.unsigned(it, "MaxConcurrent"), fields.unsigned(it, "TotalCompletions"));
        sent.push(ServiceMode::ReplicatedJob { concurrent, total });
    }
    if mode.inside(it, "GlobalJob", "GlobalJob", "swarm.GlobalJob").is_some() {
        sent.push(ServiceMode::GlobalJob);
    }
    match sent.as_slice() {
        [] => Ok(ServiceMode::default()),
        [only] => Ok(*only),
        several => Err(several.len()),
    }
}

fn targets(it: &mut Decoder, body: &Fields<'_>) -> Vec<NetworkTarget> {
    let types = ("[]swarm.NetworkAttachmentConfig", "swarm.NetworkAttachmentConfig");
    let sent = body.several(it, "Networks", "NetworkAttachmentConfig", types).unwrap_or_default();
    let read = |fields: &Fields<'_>| NetworkTarget {
        target: fields.text(it, "Target"),
        aliases: fields.list(it, "Aliases").unwrap_or_default(),
        options: fields.texts(it, "DriverOpts"),
    };
    sent.iter().map(read).collect()
}

fn update(it: &mut Decoder, body: &Fields<'_>, key: &str) -> Option<UpdateRequest> {
    let fields = body.inside(it, key, "UpdateConfig", "swarm.UpdateConfig")?;
    Some(UpdateRequest {
        parallelism: fields.unsigned(it, "Parallelism").unwrap_or_default(),
        delay: fields.integer(it, "Delay"),
        failure: fields.text(it, "FailureAction"),
        monitor: fields.integer(it, "Monitor"),
        ratio: fields.sent("MaxFailureRatio").cloned().unwrap_or_else(|| 0.into()),
        order: fields.text(it, "Order"),
    })
}

/// What engines show of a container, in their order; the last four are kept even where they say nothing.
const CONTAINER: &[&str] = &[
    "Image",
    "Labels",
    "Command",
    "Args",
    "Hostname",
    "Env",
    "Dir",
    "User",
    "Groups",
    "Privileges",
    "Init",
    "StopSignal",
    "TTY",
    "OpenStdin",
    "ReadOnly",
    "Mounts",
    "StopGracePeriod",
    "Healthcheck",
    "Hosts",
    "DNSConfig",
    "Secrets",
    "Configs",
    "Isolation",
    "Sysctls",
    "CapabilityAdd",
    "CapabilityDrop",
    "Ulimits",
    "OomScoreAdj",
];

/// What is there, under the keys engines use; texts, lists and numbers that say nothing are left out as Go leaves them.
fn kept(fields: &Fields<'_>, keys: &[&str], pointers: &[&str]) -> Map<String, Value> {
    let mut object = Map::new();
    for key in keys {
        let Some(value) = fields.sent(key) else { continue };
        let empty = match value {
            Value::Null => true,
            Value::Bool(flag) => !flag,
            Value::Number(number) => number.as_f64() == Some(0.0),
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(_) => *key == "Labels" || *key == "Sysctls",
        };
        if !empty || pointers.contains(key) {
            object.insert((*key).into(), value.clone());
        }
    }
    object
}

impl TaskTemplate {
    fn read(it: &mut Decoder, fields: &Fields<'_>) -> Self {
        let container = fields.inside(it, "ContainerSpec", "ContainerSpec", "swarm.ContainerSpec");
        let resources = fields.inside(it, "Resources", "ResourceRequirements", "swarm.ResourceRequirements");
        let reservations = resources
            .as_ref()
            .and_then(|fields| fields.inside(it, "Reservations", "Resources", "swarm.Resources"));
        let restart = fields.inside(it, "RestartPolicy", "RestartPolicy", "swarm.RestartPolicy");
        let placement = fields.inside(it, "Placement", "Placement", "swarm.Placement");
        let log_driver = fields.inside(it, "LogDriver", "Driver", "swarm.Driver");
        let mut template = Self {
            resources: resources.map(|fields| kept(&fields, &["Limits", "Reservations"], &[]).into()),
            processors: reservations.as_ref().map(|part| part.integer(it, "NanoCPUs")).unwrap_or_default(),
            memory: reservations.as_ref().map(|part| part.integer(it, "MemoryBytes")).unwrap_or_default(),
            restart: restart.map(|fields| RestartRequest {
                condition: fields.text(it, "Condition"),
                delay: fields.sent("Delay").map(|_| fields.integer(it, "Delay")),
                attempts: fields.unsigned(it, "MaxAttempts").unwrap_or_default(),
                window: fields.sent("Window").map(|_| fields.integer(it, "Window")),
            }),
            placement: placement.map(|fields| PlacementRequest::read(it, &fields)),
            networks: targets(it, fields),
            log_driver: log_driver.map(|fields| kept(&fields, &["Name", "Options"], &[]).into()),
            force_update: fields.unsigned(it, "ForceUpdate").unwrap_or_default(),
            runtime: fields.text(it, "Runtime"),
            ..Self::default()
        };
        if let Some(container) = container {
            template.image = container.text(it, "Image");
            template.grace =
                container.sent("StopGracePeriod").map(|_| container.integer(it, "StopGracePeriod"));
            for (kind, key, prefix) in [("secret", "Secrets", "Secret"), ("config", "Configs", "Config")] {
                let types = ("[]*swarm.SecretReference", "swarm.SecretReference");
                for reference in container.several(it, key, "SecretReference", types).unwrap_or_default() {
                    let text = |it: &mut Decoder, what: &str| reference.text(it, &format!("{prefix}{what}"));
                    let (id, name) = (text(it, "ID"), text(it, "Name"));
                    template.references.push((kind, id, name));
                }
            }
            let mut shown = kept(&container, CONTAINER, &["Init", "StopGracePeriod"]);
            if !shown.contains_key("Isolation") {
                // Every engine shows it; it stands after what a client can have sent before it.
                let at = CONTAINER.iter().position(|key| *key == "Isolation").unwrap_or_default();
                let after: Vec<_> =
                    CONTAINER[at..].iter().filter_map(|key| shown.remove_entry(*key)).collect();
                shown.insert("Isolation".into(), "default".into());
                shown.extend(after);
            }
            template.container = Some(shown.into());
        }
        template
    }

    /// The template as it is shown in a task or, with its runtime, in a service.
    #[must_use]
    pub fn shown(&self, targets: &[NetworkTarget], in_service: bool) -> Value {
        let mut object = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                object.insert(key.into(), value);
            }
        };
        put("ContainerSpec", self.container.clone());
        put("Resources", self.resources.clone());
        put("RestartPolicy", self.restart.as_ref().map(RestartRequest::shown));
        put("Placement", self.placement.as_ref().map(PlacementRequest::shown));
        let networks: Vec<_> = targets.iter().map(NetworkTarget::shown).collect();
        put("Networks", (!networks.is_empty()).then(|| networks.into()));
        put("LogDriver", self.log_driver.clone());
        put("ForceUpdate", Some(self.force_update.into()));
        put("Runtime", in_service.then(|| "container".into()));
        object.into()
    }
}

impl RestartRequest {
    fn shown(&self) -> Value {
        let mut object = Map::new();
        let condition = if self.condition.is_empty() { "any" } else { &self.condition };
        object.insert("Condition".into(), condition.into());
        object.extend(self.delay.map(|delay| ("Delay".to_owned(), delay.into())));
        object.insert("MaxAttempts".into(), self.attempts.into());
        object.extend(self.window.map(|window| ("Window".to_owned(), window.into())));
        object.into()
    }
}

impl PlacementRequest {
    fn read(it: &mut Decoder, fields: &Fields<'_>) -> Self {
        let types = ("[]swarm.Platform", "swarm.Platform");
        let platforms = fields.several(it, "Platforms", "Platform", types).unwrap_or_default();
        Self {
            constraints: fields.list(it, "Constraints").unwrap_or_default(),
            preferences: fields.sent("Preferences").cloned(),
            max_replicas: fields.unsigned(it, "MaxReplicas").unwrap_or_default(),
            platforms: platforms
                .iter()
                .map(|one| (one.text(it, "OS"), one.text(it, "Architecture")))
                .collect(),
        }
    }

    fn shown(&self) -> Value {
        let mut object = Map::new();
        if !self.constraints.is_empty() {
            object.insert("Constraints".into(), json!(self.constraints));
        }
        object.extend(self.preferences.clone().map(|sent| ("Preferences".to_owned(), sent)));
        if self.max_replicas > 0 {
            object.insert("MaxReplicas".into(), self.max_replicas.into());
        }
        if !self.platforms.is_empty() {
            let platform = |(os, architecture): &(String, String)| {
                let mut object = Map::new();
                for (key, text) in [("Architecture", architecture), ("OS", os)] {
                    if !text.is_empty() {
                        object.insert(key.into(), text.as_str().into());
                    }
                }
                Value::from(object)
            };
            object.insert("Platforms".into(), self.platforms.iter().map(platform).collect());
        }
        object.into()
    }
}

impl NetworkTarget {
    /// A network by name or identity.
    #[must_use]
    pub fn new(target: impl Into<String>) -> Self {
        Self { target: target.into(), ..Self::default() }
    }

    fn shown(&self) -> Value {
        let mut object = Map::new();
        object.insert("Target".into(), self.target.as_str().into());
        if !self.aliases.is_empty() {
            object.insert("Aliases".into(), json!(self.aliases));
        }
        if let Some(options) = self.options.as_ref().filter(|options| !options.is_empty()) {
            object.insert("DriverOpts".into(), json!(options));
        }
        object.into()
    }
}

impl UpdateRequest {
    fn shown(&self) -> Value {
        let mut object = Map::new();
        object.insert("Parallelism".into(), self.parallelism.into());
        if self.delay != 0 {
            object.insert("Delay".into(), self.delay.into());
        }
        let or = |text: &str, default: &str| Value::from(if text.is_empty() { default } else { text });
        object.insert("FailureAction".into(), or(&self.failure, "pause"));
        if self.monitor != 0 {
            object.insert("Monitor".into(), self.monitor.into());
        }
        object.insert("MaxFailureRatio".into(), self.ratio.clone());
        object.insert("Order".into(), or(&self.order, "stop-first"));
        object.into()
    }
}

impl EndpointRequest {
    fn read(it: &mut Decoder, fields: &Fields<'_>) -> Self {
        let types = ("[]swarm.PortConfig", "swarm.PortConfig");
        let ports = fields.several(it, "Ports", "PortConfig", types).unwrap_or_default();
        let port = |fields: &Fields<'_>| PortRequest {
            name: fields.text(it, "Name"),
            protocol: fields.text(it, "Protocol"),
            target: fields.unsigned(it, "TargetPort").unwrap_or_default(),
            published: fields.unsigned(it, "PublishedPort").unwrap_or_default(),
            mode: fields.text(it, "PublishMode"),
        };
        let ports = ports.iter().map(port).collect();
        Self { mode: fields.text(it, "Mode"), ports }
    }

    /// The mode, after engines took what they do not know for what they know.
    #[must_use]
    pub fn mode(&self) -> &str {
        if self.mode == "dnsrr" { "dnsrr" } else { "vip" }
    }

    /// The specification as it is shown.
    #[must_use]
    pub fn shown(&self) -> Value {
        let mut object = Map::new();
        object.insert("Mode".into(), self.mode().into());
        if !self.ports.is_empty() {
            object.insert("Ports".into(), self.ports.iter().map(PortRequest::shown).collect());
        }
        object.into()
    }
}

impl PortRequest {
    /// The protocol, after engines took what they do not know for `tcp`.
    #[must_use]
    pub fn protocol(&self) -> &'static str {
        match self.protocol.as_str() {
            "udp" => "udp",
            "sctp" => "sctp",
            _ => "tcp",
        }
    }

    /// Whether it answers on the nodes of its tasks only.
    #[must_use]
    pub fn on_host(&self) -> bool {
        self.mode == "host"
    }

    /// The port as it is shown.
    #[must_use]
    pub fn shown(&self) -> Value {
        let mut object = Map::new();
        if !self.name.is_empty() {
            object.insert("Name".into(), self.name.as_str().into());
        }
        object.insert("Protocol".into(), self.protocol().into());
        for (key, number) in [("TargetPort", self.target), ("PublishedPort", self.published)] {
            if number != 0 {
                object.insert(key.into(), number.into());
            }
        }
        object.insert("PublishMode".into(), if self.on_host() { "host" } else { "ingress" }.into());
        object.into()
    }
}

impl ServiceCreate {
    /// Where the networks stand: in the template, or beside it as older clients send them.
    #[must_use]
    pub fn targets(&self) -> &[NetworkTarget] {
        if self.template.networks.is_empty() { &self.networks } else { &self.template.networks }
    }

    /// The specification as it is shown, its networks by identity.
    #[must_use]
    pub fn shown(&self, targets: &[NetworkTarget]) -> Value {
        let mut object = Map::new();
        object.insert("Name".into(), self.name.as_str().into());
        object.insert("Labels".into(), json!(self.labels.clone().unwrap_or_default()));
        object.insert("TaskTemplate".into(), self.template.shown(targets, true));
        object.insert("Mode".into(), self.mode.unwrap_or_default().shown());
        for (key, config) in [("UpdateConfig", &self.update), ("RollbackConfig", &self.rollback)] {
            object.extend(config.as_ref().map(|config| (key.to_owned(), config.shown())));
        }
        object.extend(self.endpoint.as_ref().map(|endpoint| ("EndpointSpec".to_owned(), endpoint.shown())));
        object.into()
    }
}

impl ServiceMode {
    fn shown(self) -> Value {
        match self {
            Self::Global => json!({ "Global": {} }),
            Self::GlobalJob => json!({ "GlobalJob": {} }),
            Self::Replicated(replicas) => json!({ "Replicated": { "Replicas": replicas.unwrap_or(1) } }),
            Self::ReplicatedJob { concurrent, total } => {
                let concurrent = concurrent.unwrap_or(1);
                let total = total.unwrap_or(concurrent);
                json!({ "ReplicatedJob": { "MaxConcurrent": concurrent, "TotalCompletions": total } })
            }
        }
    }
}

/// The request an engine is sent for a service.
impl From<&ServiceSpec> for ServiceCreate {
    fn from(spec: &ServiceSpec) -> Self {
        let port = |ServicePort { port, mode, .. }: &ServicePort| PortRequest {
            name: String::new(),
            protocol: port.protocol.to_string(),
            target: u64::from(port.target.number()),
            published: port.published.map(|published| u64::from(published.number())).unwrap_or_default(),
            mode: if *mode == PublishMode::Host { "host" } else { "ingress" }.into(),
        };
        let mode = match spec.replicas {
            Replicas::Count(count) => ServiceMode::Replicated(Some(count)),
            Replicas::Global => ServiceMode::Global,
        };
        let networks = spec.networks.iter().map(|network| NetworkTarget::new(network.as_str())).collect();
        Self {
            name: spec.name.to_string(),
            template: TaskTemplate {
                container: Some(json!({ "Image": spec.image, "Isolation": "default" })),
                image: spec.image.clone(),
                networks,
                ..TaskTemplate::default()
            },
            mode: Ok(mode),
            endpoint: Some(EndpointRequest {
                mode: spec.endpoint.mode().to_string(),
                ports: spec.endpoint.ports().iter().map(port).collect(),
            }),
            ..Self::default()
        }
    }
}
