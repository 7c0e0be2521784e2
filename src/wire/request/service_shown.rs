//! Services as engines show what was asked of them: their keys, their order, what is left out.

use serde_json::{Map, Value, json};

use super::{
    EndpointRequest, NetworkTarget, PlacementRequest, PortRequest, RestartRequest, ServiceCreate,
    ServiceMode, TaskTemplate, UpdateRequest,
};

impl TaskTemplate {
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
