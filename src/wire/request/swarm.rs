//! The bodies of the `/swarm` and `/nodes` calls.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::RequestError;
use super::go::{Decoder, Fields};

/// The body of `POST /swarm/init`.
///
/// ```
/// use docknet::wire::request::SwarmInit;
/// let asked = SwarmInit::from_value(&serde_json::json!({ "ListenAddr": "0.0.0.0:2377", "SubnetSize": 26 }))?;
/// assert_eq!((asked.listen.as_str(), asked.subnet_size), ("0.0.0.0:2377", 26));
/// # Ok::<(), docknet::wire::request::RequestError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SwarmInit {
    /// `ListenAddr`.
    pub listen: String,
    /// `AdvertiseAddr`; empty for the address engines find themselves.
    pub advertise: String,
    /// `DataPathAddr`; empty for the address that is advertised.
    pub data_path: String,
    /// `DataPathPort`; 0 for 4789.
    pub data_path_port: i64,
    /// `DefaultAddrPool`.
    pub pools: Vec<String>,
    /// `SubnetSize`; 0 for 24.
    pub subnet_size: i64,
    /// `ForceNewCluster`.
    pub force_new: bool,
    /// `AutoLockManagers`.
    pub autolock: bool,
    /// `Availability`; empty for `active`.
    pub availability: String,
    /// `Spec`.
    pub spec: SwarmSpec,
}

/// The body of `POST /swarm/join`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SwarmJoin {
    /// `ListenAddr`.
    pub listen: String,
    /// `AdvertiseAddr`; empty for the address engines find themselves.
    pub advertise: String,
    /// `DataPathAddr`.
    pub data_path: String,
    /// `RemoteAddrs`: managers, with or without port.
    pub managers: Vec<String>,
    /// `JoinToken`.
    pub token: String,
    /// `Availability`; empty for `active`.
    pub availability: String,
}

/// What is wanted of a swarm: the body of `POST /swarm/update`. Zero stands for what swarm has anyway.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SwarmSpec {
    /// `Name`.
    pub name: String,
    /// `Labels`; `None` when absent.
    pub labels: Option<BTreeMap<String, String>>,
    /// `Orchestration.TaskHistoryRetentionLimit`: tasks kept of each slot.
    pub history: Option<i64>,
    /// `Dispatcher.HeartbeatPeriod`, nanoseconds.
    pub heartbeat: i64,
    /// `CAConfig.NodeCertExpiry`, nanoseconds.
    pub expiry: i64,
    /// `EncryptionConfig.AutoLockManagers`.
    pub autolock: bool,
}

/// The body of `POST /nodes/{id}/update`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct NodeSpec {
    /// `Name`.
    pub name: String,
    /// `Labels`; `None` when absent.
    pub labels: Option<BTreeMap<String, String>>,
    /// `Role`.
    pub role: String,
    /// `Availability`.
    pub availability: String,
}

impl SwarmInit {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "InitRequest", "swarm.InitRequest");
        let spec = body.inside(it, "Spec", "Spec", "swarm.Spec");
        let request = Self {
            listen: body.text(it, "ListenAddr"),
            advertise: body.text(it, "AdvertiseAddr"),
            data_path: body.text(it, "DataPathAddr"),
            data_path_port: body.integer(it, "DataPathPort"),
            force_new: body.flag(it, "ForceNewCluster").unwrap_or_default(),
            spec: spec.map(|spec| SwarmSpec::read(it, &spec)).unwrap_or_default(),
            autolock: body.flag(it, "AutoLockManagers").unwrap_or_default(),
            availability: body.text(it, "Availability"),
            pools: body.list(it, "DefaultAddrPool").unwrap_or_default(),
            subnet_size: body.integer(it, "SubnetSize"),
        };
        decoder.finish(request)
    }
}

impl SwarmJoin {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "JoinRequest", "swarm.JoinRequest");
        let request = Self {
            listen: body.text(it, "ListenAddr"),
            advertise: body.text(it, "AdvertiseAddr"),
            data_path: body.text(it, "DataPathAddr"),
            managers: body.list(it, "RemoteAddrs").unwrap_or_default(),
            token: body.text(it, "JoinToken"),
            availability: body.text(it, "Availability"),
        };
        decoder.finish(request)
    }
}

impl SwarmSpec {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let body = decoder.root(value, "Spec", "swarm.Spec");
        let spec = Self::read(&mut decoder, &body);
        decoder.finish(spec)
    }

    fn read(it: &mut Decoder, body: &Fields<'_>) -> Self {
        let orchestration =
            body.inside(it, "Orchestration", "OrchestrationConfig", "swarm.OrchestrationConfig");
        let dispatcher = body.inside(it, "Dispatcher", "DispatcherConfig", "swarm.DispatcherConfig");
        let authority = body.inside(it, "CAConfig", "CAConfig", "swarm.CAConfig");
        let encryption = body.inside(it, "EncryptionConfig", "EncryptionConfig", "swarm.EncryptionConfig");
        let history = orchestration
            .filter(|fields| fields.sent("TaskHistoryRetentionLimit").is_some())
            .map(|fields| fields.integer(it, "TaskHistoryRetentionLimit"));
        Self {
            name: body.text(it, "Name"),
            labels: body.texts(it, "Labels"),
            history,
            heartbeat: dispatcher.map(|fields| fields.integer(it, "HeartbeatPeriod")).unwrap_or_default(),
            expiry: authority.map(|fields| fields.integer(it, "NodeCertExpiry")).unwrap_or_default(),
            autolock: encryption.and_then(|fields| fields.flag(it, "AutoLockManagers")).unwrap_or_default(),
        }
    }

    /// The specification as managers show it.
    #[must_use]
    pub fn shown(&self) -> Value {
        let or = |given: i64, default: i64| if given == 0 { default } else { given };
        json!({
            "Name": "default",
            "Labels": self.labels.clone().unwrap_or_default(),
            "Orchestration": { "TaskHistoryRetentionLimit": self.history.unwrap_or(5) },
            "Raft": {
                "SnapshotInterval": 10000, "KeepOldSnapshots": 0, "LogEntriesForSlowFollowers": 500,
                "ElectionTick": 10, "HeartbeatTick": 1,
            },
            "Dispatcher": { "HeartbeatPeriod": or(self.heartbeat, 5_000_000_000) },
            "CAConfig": { "NodeCertExpiry": or(self.expiry, 7_776_000_000_000_000) },
            "TaskDefaults": {},
            "EncryptionConfig": { "AutoLockManagers": self.autolock },
        })
    }
}

impl NodeSpec {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "NodeSpec", "swarm.NodeSpec");
        let request = Self {
            name: body.text(it, "Name"),
            labels: body.texts(it, "Labels"),
            role: body.text(it, "Role"),
            availability: body.text(it, "Availability"),
        };
        decoder.finish(request)
    }
}
