//! Why an engine refuses what is asked about images, volumes, programs in containers, and lists.

use crate::host::EngineVersion;

/// Why an engine refuses what is asked about an image.
///
/// Statuses and sentences: asked of a real 20.10.24 engine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the variant's own sentence names")]
pub enum ImageRefusal {
    /// No image by that name.
    #[error("no image {reference}")]
    Missing { reference: String },
    /// No image by that name, as inspections say it.
    #[error("no image {reference}")]
    MissingInspected { key: String, reference: String },
    /// A name that is none.
    #[error("{key} is no name of an image")]
    BadReference { key: String, problem: ReferenceProblem, inspecting: bool },
    /// A new name that is none.
    #[error("{key} is no name of an image")]
    BadTag { key: String, problem: ReferenceProblem },
    /// A platform that is none.
    #[error("{text} is no platform")]
    BadPlatform { text: String },
    /// An image of another platform.
    #[error("{reference} is for {actual}")]
    OtherPlatform { reference: String, wanted: String, actual: String },
    /// The registry has no such image, or does not say.
    #[error("pull of {repository} denied")]
    PullDenied { repository: String },
    /// A name a container uses.
    #[error("{container} uses {reference}")]
    NameInUse { reference: String, container: String, image: String },
    /// An image a container uses.
    #[error("{container} uses {image}")]
    InUse { image: String, container: String, running: bool },
}

/// Why a text is no name of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReferenceProblem {
    /// It has the wrong form.
    #[error("invalid reference format")]
    Form,
    /// It has upper-case letters.
    #[error("invalid reference format: repository name must be lowercase")]
    Uppercase,
}

impl ImageRefusal {
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::BadReference { .. } | Self::BadPlatform { .. } => 400,
            Self::Missing { .. }
            | Self::MissingInspected { .. }
            | Self::OtherPlatform { .. }
            | Self::PullDenied { .. } => 404,
            Self::NameInUse { .. } | Self::InUse { .. } => 409,
            Self::BadTag { .. } => 500,
        }
    }

    pub(super) fn sentence(&self, engine: &EngineVersion) -> String {
        match self {
            Self::Missing { reference } => format!("No such image: {reference}"),
            Self::MissingInspected { reference, .. } if *engine >= EngineVersion::new(24, 0, 0) => {
                format!("No such image: {reference}")
            }
            Self::MissingInspected { key, reference } => {
                format!("no such image: {key}: No such image: {reference}")
            }
            Self::BadReference { key, problem, inspecting: true } => {
                format!("no such image: {key}: {problem}")
            }
            Self::BadReference { problem, .. } | Self::BadTag { problem, .. } => problem.to_string(),
            Self::BadPlatform { text } => {
                format!("\"{text}\": cannot parse platform specifier: invalid argument")
            }
            Self::OtherPlatform { reference, wanted, actual } => format!(
                "image with reference {reference} was found but does not match the specified platform: wanted \
                 {wanted}, actual: {actual}"
            ),
            Self::PullDenied { repository } => format!(
                "pull access denied for {repository}, repository does not exist or may require 'docker login': \
                 denied: requested access to the resource is denied"
            ),
            Self::NameInUse { reference, container, image } => format!(
                "conflict: unable to remove repository reference \"{reference}\" (must force) - container \
                 {container} is using its referenced image {image}"
            ),
            Self::InUse { image, container, running: true } => format!(
                "conflict: unable to delete {image} (cannot be forced) - image is being used by running container \
                 {container}"
            ),
            Self::InUse { image, container, running: false } => format!(
                "conflict: unable to delete {image} (must be forced) - image is being used by stopped container \
                 {container}"
            ),
        }
    }
}

/// Why an engine refuses what is asked about a volume.
///
/// Statuses and sentences: asked of a real 20.10.24 engine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the variant's own sentence names")]
pub enum VolumeRefusal {
    /// A name with characters that names of volumes have not.
    #[error("{name} is no name")]
    BadName { name: String },
    /// An option the driver has not.
    #[error("no option {option}")]
    BadOption { name: String, option: String },
    /// No such driver.
    #[error("no driver {driver}")]
    DriverMissing { name: String, driver: String },
    /// A volume containers have.
    #[error("{name} is in use")]
    InUse { name: String, containers: Vec<String> },
    /// No such volume.
    #[error("no volume {name}")]
    Missing { name: String },
    /// A name of less than two characters.
    #[error("{name} is too short")]
    NameTooShort { name: String },
}

impl VolumeRefusal {
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::BadName { .. } | Self::BadOption { .. } | Self::NameTooShort { .. } => 400,
            Self::DriverMissing { .. } | Self::Missing { .. } => 404,
            Self::InUse { .. } => 409,
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Self::BadName { name } => format!(
                "create {name}: \"{name}\" includes invalid characters for a local volume name, only \
                 \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute \
                 path"
            ),
            Self::BadOption { name, option } => format!("create {name}: invalid option: \"{option}\""),
            Self::DriverMissing { name, driver } => format!(
                "create {name}: error looking up volume plugin {driver}: plugin \"{driver}\" not found"
            ),
            Self::InUse { name, containers } => {
                format!("remove {name}: volume is in use - [{}]", containers.join(", "))
            }
            Self::Missing { name } => format!("get {name}: no such volume"),
            Self::NameTooShort { name } => format!(
                "create {name}: volume name is too short, names should be at least two alphanumeric characters"
            ),
        }
    }
}

/// Why an engine refuses a program in a container.
///
/// Statuses and sentences: asked of a real 20.10.24 engine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the variant's own sentence names")]
pub enum ExecRefusal {
    /// It has run.
    #[error("{id} has run")]
    HasRun { id: String },
    /// It runs.
    #[error("{id} runs")]
    IsRunning { id: String },
    /// No such program was asked for.
    #[error("no exec {id}")]
    Missing { id: String },
    /// Nothing to run was said.
    #[error("no command")]
    NoCommand,
}

impl ExecRefusal {
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::NoCommand => 400,
            Self::Missing { .. } => 404,
            Self::HasRun { .. } | Self::IsRunning { .. } => 409,
        }
    }

    pub(super) fn sentence(&self) -> String {
        match self {
            Self::HasRun { id } => format!("Error: Exec command {id} has already run"),
            Self::IsRunning { id } => format!("Error: Exec command {id} is already running"),
            Self::Missing { id } => format!("No such exec instance: {id}"),
            Self::NoCommand => "No exec command specified".into(),
        }
    }
}

/// Why an engine refuses what a list is to be filtered by.
///
/// Statuses and sentences: asked of a real 20.10.24 engine; from 23.0 on from moby's sources.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the variant's own sentence names")]
pub enum FilterRefusal {
    /// A key the list has not.
    #[error("no filter {key}")]
    Key { key: String },
    /// Values that are no truth values.
    #[error("{key} is no truth value")]
    Flag { key: String, values: Vec<String> },
    /// A value the filter has not.
    #[error("{key} has no {value}")]
    Value { key: String, value: String },
    /// A health there is not.
    #[error("no health {value}")]
    Health { value: String },
    /// A text that is no number.
    #[error("{value} is no number")]
    Number { value: String },
    /// A text that is no port.
    #[error("{value} is no port")]
    Port { key: String, value: String },
}

impl FilterRefusal {
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::Key { .. } | Self::Flag { .. } | Self::Value { .. } | Self::Health { .. } => 400,
            Self::Number { .. } | Self::Port { .. } => 500,
        }
    }

    pub(super) fn sentence(&self, engine: &EngineVersion) -> String {
        let invalid = if *engine >= EngineVersion::new(23, 0, 0) { "invalid" } else { "Invalid" };
        match self {
            Self::Key { key } => format!("{invalid} filter '{key}'"),
            Self::Flag { key, values } => format!("{invalid} filter '{key}=[{}]'", values.join(" ")),
            Self::Value { key, value } => format!("{invalid} filter '{key}={value}'"),
            Self::Health { value } => format!("Unrecognised filter value for health: {value}"),
            Self::Number { value } => format!("strconv.Atoi: parsing \"{value}\": invalid syntax"),
            Self::Port { key, value } => format!(
                "error while looking up for {key} {value}: strconv.ParseUint: parsing \"{value}\": invalid syntax"
            ),
        }
    }
}
