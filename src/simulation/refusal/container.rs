//! Why an engine refuses what is asked about a container, an image, a volume or a program in a container.

use crate::host::EngineVersion;

/// Why an engine refuses what is asked about a container.
///
/// Statuses and sentences: asked of a real 20.10.24 engine on Linux; later wordings from moby's sources where a variant
/// says so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the variant's own sentence names")]
pub enum ContainerRefusal {
    /// A key that begins several identities.
    #[error("several containers begin with {prefix}")]
    Ambiguous { prefix: String },
    /// A container that is removed when it ends cannot be started again.
    #[error("removed at the end, and restarted")]
    AutoRemoveRestarts,
    /// A path to bind that is none.
    #[error("bind {text}: {problem}")]
    BadBind { text: String, problem: BindProblem },
    /// A mode of lending volumes that is none.
    #[error("no mode {mode}")]
    BadLoan { mode: String },
    /// A path for a file system in memory that is none.
    #[error("{problem}")]
    BadTmpfs { problem: BindProblem },
    /// A port that is none.
    #[error("{text} is no port")]
    BadPort { text: String },
    /// A name with characters that names have not.
    #[error("{name} is no name")]
    BadName { name: String, renaming: bool },
    /// An environment variable without a name.
    #[error("{text} is no variable")]
    BadVariable { text: String },
    /// A host entry that is no pair of a name and an address.
    #[error("{text} is no host entry")]
    BadHostEntry { text: String },
    /// An address in the settings of a network that is none.
    #[error("{text} is no address of IPv{family}")]
    BadAddress { text: String, family: u8 },
    /// A link that is no pair of a container and an alias.
    #[error("{text} is no link")]
    BadLink { text: String },
    /// A directory to work in that is not absolute.
    #[error("{path} is not absolute")]
    BadWorkingDirectory { path: String },
    /// A mount that cannot be.
    #[error("mount of type {kind}: {problem}")]
    BadMount { kind: String, problem: BindProblem },
    /// A signal the platform has not.
    #[error("{signal} is no signal")]
    BadSignal { signal: String },
    /// A health check with a time that is too short.
    #[error("{field} is too short")]
    BadHealth { field: &'static str },
    /// Two options that exclude each other.
    #[error("{conflict:?}")]
    Conflict { conflict: ModeConflict },
    /// The container whose network is to be shared does not run.
    #[error("{id} does not run")]
    DonorStopped { id: String, name: String, state: &'static str },
    /// Two mounts at one place.
    #[error("two mounts at {path}")]
    DuplicateMount { path: String },
    /// Nothing is said about what is to run.
    #[error("no configuration")]
    EmptyConfig,
    /// A container that is to be paused and is.
    #[error("{id} is paused")]
    AlreadyPaused { id: String },
    /// A container that was to be resumed and is not paused.
    #[error("{id} is not paused")]
    NotPaused { id: String },
    /// An isolation the platform has not.
    #[error("no isolation {isolation}")]
    Isolation { isolation: String },
    /// A signal to a container that does not run, or to none.
    #[error("{key} cannot be killed: {because}")]
    Kill { key: String, because: Box<Self> },
    /// A link to a container there is not.
    #[error("no container {name} to link to")]
    LinkMissing { name: String, donor: bool },
    /// A link to a container that does not run.
    #[error("{child} does not run")]
    LinkStopped { child: String, alias: String },
    /// Less memory than a container needs.
    #[error("too little memory")]
    MemoryTooSmall,
    /// A limit for swapping without one for memory.
    #[error("swap without memory")]
    SwapWithoutMemory,
    /// No such container.
    #[error("no container {key}")]
    Missing { key: String },
    /// No such container, as filters of lists say it.
    #[error("no container {key}")]
    MissingInFilter { key: String },
    /// Something else that does not exist: a container to take volumes or processes from.
    #[error("no container {key}")]
    MissingDonor { key: String },
    /// A program that cannot be found where it is to run.
    #[error("no program {program}")]
    NoProgram { program: String, exec: bool },
    /// Neither the image nor the request says what to run.
    #[error("no command")]
    NoCommand,
    /// No name was given.
    #[error("no name")]
    NoName,
    /// A container that does not run.
    #[error("{id} does not run")]
    NotRunning { id: String },
    /// A container that is to be removed and is paused.
    #[error("{id} is paused")]
    RemovePaused { id: String, name: String },
    /// A container that is to be removed and runs.
    #[error("{id} runs")]
    RemoveRunning { id: String, name: String, restarting: bool },
    /// A link that is a container's own name.
    #[error("that is no link")]
    RemoveLink,
    /// A new name that is the old one.
    #[error("the name is the same")]
    RenameSame,
    /// No name to rename to.
    #[error("no name to rename to")]
    RenameEmpty,
    /// A name that is taken, to be renamed to.
    #[error("container {name} exists")]
    RenameTaken { name: String, id: String },
    /// A restart policy that is none.
    #[error("no restart policy {policy}")]
    RestartPolicy { policy: String, problem: RestartProblem },
    /// A number that is no signal.
    #[error("no signal {signal}")]
    SignalUnknown { signal: String },
    /// A runtime the engine has not.
    #[error("no runtime {runtime}")]
    RuntimeMissing { runtime: String },
    /// Settings of a network that are null.
    #[error("no settings for {network}")]
    NoSettings { network: String },
    /// Settings of several networks, on engines that take one.
    #[error("several networks: {networks:?}")]
    SeveralNetworks { networks: Vec<String> },
    /// A paused container cannot be started.
    #[error("it is paused")]
    StartPaused,
    /// Shared memory of less than nothing.
    #[error("no shared memory")]
    ShmSize,
    /// A container that is running where a paused one cannot take a program.
    #[error("{key} is paused")]
    ExecPaused { key: String },
    /// A host address a port is to be bound to and that the host has not.
    #[error("the host has no {}", .0.address)]
    HostAddressMissing(Box<HostPort>),
    /// A host port a process of the host has.
    #[error("a process has {}", .0.port)]
    HostPortTaken(Box<HostPort>),
    /// No port is left to be picked.
    #[error("no port left")]
    PortsExhausted { endpoint: String, id: String },
    /// A logging driver the engine has not.
    #[error("no logging driver {driver}")]
    LogDriverMissing { driver: String },
}

/// A port of the host that is not to be had, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HostPort {
    /// The host's address.
    pub address: String,
    /// The host's port.
    pub port: u16,
    /// The container's port.
    pub target: u16,
    /// The protocol.
    pub protocol: String,
    /// The name of the endpoint, which is the container's.
    pub endpoint: String,
    /// The identity of the endpoint.
    pub id: String,
    /// The container's address.
    pub inside: String,
}

/// What is wrong with a mount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the variant's own sentence names")]
pub enum BindProblem {
    /// The path in the container is missing.
    #[error("field Target must not be empty")]
    NoTarget,
    /// The path on the host is missing.
    #[error("field Source must not be empty")]
    NoSource,
    /// The path in the container is not absolute.
    #[error("invalid mount path: '{path}' mount path must be absolute")]
    NotAbsolute { path: String },
    /// The path in the container is its root.
    #[error("invalid specification: destination can't be '/'")]
    Root,
    /// A mode there is not.
    #[error("invalid mode: {mode}")]
    Mode { mode: String },
    /// Not of any form of binds.
    #[error("invalid volume specification: '{text}'")]
    Form { text: String },
    /// A type there is not.
    #[error("mount type unknown")]
    Type,
    /// A source where there must be none.
    #[error("field Source must not be specified")]
    Source,
}

/// Options of a network mode that exclude each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModeConflict {
    /// `container:` without a container.
    ContainerEmpty,
    /// A name of its own in another container's network.
    Hostname,
    /// Links in another container's network.
    ContainerLinks,
    /// Links in the host's network.
    HostLinks,
    /// Name servers in another container's network.
    Dns,
    /// Host entries in another container's network.
    ExtraHosts,
    /// A hardware address where the network is somebody else's.
    MacAddress,
    /// Published ports in another container's network.
    Ports,
    /// Exposed ports in another container's network.
    Expose,
    /// Hyper-V isolation in another container's network.
    HyperV,
}

/// What is wrong with a restart policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RestartProblem {
    /// There is none of that name.
    Unknown,
    /// A count beside a policy that has none.
    Count,
    /// A count of less than nothing.
    Negative,
}

impl ContainerRefusal {
    pub(super) fn status(&self, engine: &EngineVersion) -> u16 {
        let from = |major, minor| *engine >= EngineVersion::new(major, minor, 0);
        match self {
            Self::Missing { .. } => 404,
            Self::Kill { because, .. } => because.status(engine),
            Self::Ambiguous { .. } if from(25, 0) => 400,
            Self::NotPaused { .. } if from(26, 0) => 409,
            Self::DonorStopped { .. }
            | Self::AlreadyPaused { .. }
            | Self::ExecPaused { .. }
            | Self::NotRunning { .. }
            | Self::RemovePaused { .. }
            | Self::RemoveRunning { .. }
            | Self::RenameTaken { .. }
            | Self::StartPaused => 409,
            Self::Ambiguous { .. }
            | Self::BadBind { .. }
            | Self::BadLink { .. }
            | Self::HostAddressMissing(_)
            | Self::HostPortTaken(_)
            | Self::Isolation { .. }
            | Self::LinkStopped { .. }
            | Self::MissingInFilter { .. }
            | Self::NotPaused { .. }
            | Self::PortsExhausted { .. }
            | Self::RemoveLink
            | Self::SignalUnknown { .. } => 500,
            Self::AutoRemoveRestarts
            | Self::BadAddress { .. }
            | Self::BadHealth { .. }
            | Self::BadHostEntry { .. }
            | Self::BadLoan { .. }
            | Self::BadMount { .. }
            | Self::BadName { .. }
            | Self::BadPort { .. }
            | Self::BadSignal { .. }
            | Self::BadTmpfs { .. }
            | Self::BadVariable { .. }
            | Self::BadWorkingDirectory { .. }
            | Self::Conflict { .. }
            | Self::DuplicateMount { .. }
            | Self::EmptyConfig
            | Self::LinkMissing { .. }
            | Self::LogDriverMissing { .. }
            | Self::MemoryTooSmall
            | Self::MissingDonor { .. }
            | Self::NoCommand
            | Self::NoName
            | Self::NoProgram { .. }
            | Self::NoSettings { .. }
            | Self::RenameEmpty
            | Self::RenameSame
            | Self::RestartPolicy { .. }
            | Self::RuntimeMissing { .. }
            | Self::SeveralNetworks { .. }
            | Self::ShmSize
            | Self::SwapWithoutMemory => 400,
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm a sentence")]
    pub(super) fn sentence(&self, engine: &EngineVersion) -> String {
        let from = |major, minor| *engine >= EngineVersion::new(major, minor, 0);
        match self {
            Self::Ambiguous { prefix } if from(25, 0) => {
                format!("multiple IDs found with provided prefix: {prefix}")
            }
            Self::Ambiguous { prefix } => format!("Multiple IDs found with provided prefix: {prefix}"),
            Self::AutoRemoveRestarts => "can't create 'AutoRemove' container with restart policy".into(),
            Self::BadTmpfs { problem }
            | Self::BadBind {
                problem: problem @ (BindProblem::Mode { .. } | BindProblem::Form { .. }),
                ..
            } => problem.to_string(),
            Self::BadBind { text, problem } => {
                format!(
                    "invalid volume specification: '{text}': invalid mount config for type \"volume\": {problem}"
                )
            }
            Self::BadLoan { mode } => format!("invalid mode: {mode}"),
            Self::BadPort { text } => format!("invalid port specification: \"{text}\""),
            Self::BadName { name, renaming } => {
                let (before, slash) =
                    if *renaming { ("Error when allocating new name: ", "/") } else { ("", "") };
                format!(
                    "{before}Invalid container name ({slash}{name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
                )
            }
            Self::BadVariable { text } => format!("invalid environment variable: {text}"),
            Self::BadHostEntry { text } => format!("bad format for add-host: \"{text}\""),
            Self::BadAddress { text, family } if from(25, 0) => {
                format!("invalid endpoint settings:\ninvalid IPv{family} address: {text}")
            }
            Self::BadAddress { text, family } => format!("invalid IPv{family} address: {text}"),
            Self::BadLink { text } => format!("bad format for links: {text}"),
            Self::BadWorkingDirectory { path } => {
                format!("the working directory '{path}' is invalid, it needs to be an absolute path")
            }
            Self::BadMount { kind, problem } => {
                format!("invalid mount config for type \"{kind}\": {problem}")
            }
            Self::BadSignal { signal } => format!("Invalid signal: {signal}"),
            Self::BadHealth { field } => format!("{field} in Healthcheck cannot be less than 1ms"),
            Self::Conflict { conflict } => conflict.sentence().into(),
            Self::DonorStopped { name, state, .. } if from(28, 0) => {
                format!(
                    "cannot join network namespace of a non running container: container {name} is {state}"
                )
            }
            Self::DonorStopped { id, .. } => {
                format!("cannot join network of a non running container: {id}")
            }
            Self::DuplicateMount { path } => format!("Duplicate mount point: {path}"),
            Self::EmptyConfig => "Config cannot be empty in order to create a container".into(),
            Self::AlreadyPaused { id } => format!("Container {id} is already paused"),
            Self::NotPaused { id } => format!("Container {id} is not paused"),
            Self::Isolation { isolation } => {
                format!("Invalid isolation: \"{isolation}\" - linux only supports 'default'")
            }
            Self::Kill { key, because } => {
                format!("Cannot kill container: {key}: {}", because.sentence(engine))
            }
            Self::LinkMissing { name, donor } => {
                let could = if *donor { "Could" } else { "could" };
                format!("{could} not get container for {name}: No such container: {name}")
            }
            Self::LinkStopped { child, alias } => {
                format!("Cannot link to a non running container: /{child} AS {alias}")
            }
            Self::MemoryTooSmall => "Minimum memory limit allowed is 6MB".into(),
            Self::SwapWithoutMemory => {
                "You should always set the Memory limit when using Memoryswap limit, see usage".into()
            }
            Self::Missing { key } | Self::MissingDonor { key } => format!("No such container: {key}"),
            Self::MissingInFilter { key } => format!("no such container {key}"),
            Self::NoProgram { program, exec } => {
                let found = if program.contains(['/', '\\']) {
                    format!("stat {program}: no such file or directory")
                } else {
                    "executable file not found in $PATH".into()
                };
                let before = if *exec {
                    "OCI runtime exec failed: exec failed"
                } else {
                    "failed to create shim task: OCI runtime create failed: runc create failed"
                };
                format!("{before}: unable to start container process: exec: \"{program}\": {found}: unknown")
            }
            Self::NoCommand => "No command specified".into(),
            Self::SignalUnknown { signal } => format!("The linux daemon does not support signal {signal}"),
            Self::NoName => "invalid name or ID supplied: \"\"".into(),
            Self::NotRunning { id } => format!("Container {id} is not running"),
            Self::RemovePaused { id, .. } => format!(
                "You cannot remove a paused container {id}. Unpause and then stop the container before attempting \
                 removal or force remove"
            ),
            Self::RemoveRunning { id, restarting, .. } => {
                let state = if *restarting { "restarting" } else { "running" };
                format!(
                    "You cannot remove a {state} container {id}. Stop the container before attempting removal or \
                     force remove"
                )
            }
            Self::RemoveLink => "Conflict, cannot remove the default link name of the container".into(),
            Self::RenameSame => "Renaming a container with the same name as its current name".into(),
            Self::RenameEmpty => "Neither old nor new names may be empty".into(),
            Self::RenameTaken { name, id } => format!(
                "Error when allocating new name: Conflict. The container name \"/{name}\" is already in use by \
                 container \"{id}\". You have to remove (or rename) that container to be able to reuse that name."
            ),
            Self::RestartPolicy { policy, problem } => match problem {
                RestartProblem::Unknown => format!("invalid restart policy '{policy}'"),
                RestartProblem::Count => {
                    format!("maximum retry count cannot be used with restart policy '{policy}'")
                }
                RestartProblem::Negative => "maximum retry count cannot be negative".into(),
            },
            Self::RuntimeMissing { runtime } => format!("Unknown runtime specified {runtime}"),
            Self::NoSettings { network } if from(25, 0) => {
                format!("invalid config for network {network}: EndpointsConfig is nil")
            }
            Self::NoSettings { network } => format!("no EndpointSettings for {network}"),
            Self::SeveralNetworks { networks } => {
                let how = if from(25, 0) { "created with multiple" } else { "connected to" };
                format!("Container cannot be {how} network endpoints: {}", networks.join(", "))
            }
            Self::StartPaused => "cannot start a paused container, try unpause instead".into(),
            Self::ShmSize => "SHM size can not be less than 0".into(),
            Self::ExecPaused { key } => {
                format!("Container {key} is paused, unpause the container before exec")
            }
            Self::HostAddressMissing(there) => {
                let HostPort { address, port, protocol, endpoint, id, .. } = &**there;
                let text = format!(
                    "Error starting userland proxy: listen {protocol}4 {address}:{port}: bind: cannot assign requested \
                     address"
                );
                super::programming(engine, endpoint, id, &text)
            }
            Self::HostPortTaken(there) => {
                let HostPort { address, port, target, protocol, endpoint, id, inside } = &**there;
                let text = if from(29, 0) {
                    format!("failed to bind host port {address}:{port}/{protocol}: address already in use")
                } else if from(28, 0) {
                    format!(
                        "failed to bind host port for {address}:{port}:{inside}:{target}/{protocol}: address \
                         already in use"
                    )
                } else {
                    format!(
                        "Error starting userland proxy: listen {protocol}4 {address}:{port}: bind: address already \
                         in use"
                    )
                };
                super::programming(engine, endpoint, id, &text)
            }
            Self::PortsExhausted { endpoint, id } => {
                super::programming(engine, endpoint, id, "all ports are allocated")
            }
            Self::LogDriverMissing { driver } => {
                format!("error looking up logging plugin {driver}: plugin \"{driver}\" not found")
            }
        }
    }
}

impl ModeConflict {
    fn sentence(self) -> &'static str {
        match self {
            Self::ContainerEmpty => "Invalid network mode: invalid container format container:<name|id>",
            Self::Hostname => "conflicting options: hostname and the network mode",
            Self::ContainerLinks => {
                "conflicting options: container type network can't be used with links. This would result in \
                 undefined behavior"
            }
            Self::HostLinks => {
                "conflicting options: host type networking can't be used with links. This would result in undefined \
                 behavior"
            }
            Self::Dns => "conflicting options: dns and the network mode",
            Self::ExtraHosts => "conflicting options: custom host-to-IP mapping and the network mode",
            Self::MacAddress => "conflicting options: mac-address and the network mode",
            Self::Ports => "conflicting options: port publishing and the container type network mode",
            Self::Expose => "conflicting options: port exposing and the container type network mode",
            Self::HyperV => {
                "Using the network stack of another container is not supported while using Hyper-V Containers"
            }
        }
    }
}
