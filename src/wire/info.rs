//! What an engine says of itself: `/info` and `/version`, and the commands that print them.

use serde_json::Value;

use super::value::{At, parse};
use super::{WireError, WireProblem};

const EXPECTED: &str = "docker info or docker version with --format '{{json .}}'";

/// What an engine says of itself, as far as hosts are concerned.
///
/// Read from the answers of `/info` and `/version` or the output of `docker info` and `docker version`; the words are
/// the engine's own, unknown ones included.
///
/// ```
/// use docknet::wire::EngineDocument;
/// let info = EngineDocument::parse(r#"{"OSType":"linux","KernelVersion":"6.1.0","ServerVersion":"28.2.2"}"#)?;
/// let version = EngineDocument::parse(r#"{"Os":"linux","Version":"28.2.2","ApiVersion":"1.50"}"#)?;
/// let both = info.and(version);
/// assert_eq!(both.kernel_version.as_deref(), Some("6.1.0"));
/// assert_eq!(both.api_version.as_deref(), Some("1.50"));
/// # Ok::<(), docknet::wire::WireError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EngineDocument {
    /// `linux` or `windows`.
    pub os_type: String,
    /// The system's name, such as `Windows Server 2019 Datacenter Version 1809 (OS Build 17763.1339)`.
    pub operating_system: Option<String>,
    /// The system's version, such as `10.0.17763` or `12`; from API 1.41 on.
    pub os_version: Option<String>,
    /// The kernel, such as `6.1.0-18-amd64` or `10.0 17763 (…)`.
    pub kernel_version: Option<String>,
    /// The engine's version.
    pub server_version: Option<String>,
    /// The newest API it speaks.
    pub api_version: Option<String>,
    /// The oldest API it answers.
    pub minimum_api_version: Option<String>,
    /// What its containers get that ask for no isolation: `process` or `hyperv`; empty on Linux.
    pub isolation: Option<String>,
    /// Its state in a swarm.
    pub local_node_state: Option<String>,
    /// Whether it is a manager of that swarm.
    pub control_available: bool,
    /// The network drivers it has.
    pub network_drivers: Vec<String>,
    /// What it calls itself, such as `Docker Desktop 4.30.0`.
    pub product: Option<String>,
}

impl EngineDocument {
    /// Reads either kind.
    ///
    /// # Errors
    /// [`WireError`] when it is no JSON, another document, or the output of a command that reached no engine.
    pub fn parse(text: &str) -> Result<Self, WireError> {
        Self::from_value(&parse(text)?)
    }

    /// Takes JSON of either kind.
    ///
    /// # Errors
    /// [`WireError`] when it is another document, or the output of a command that reached no engine.
    pub fn from_value(value: &Value) -> Result<Self, WireError> {
        let root = At::root(value);
        root.object()?;
        if root.get("OSType").is_some() {
            return Self::info(&root);
        }
        if root.get("Client").is_some() || root.get("Server").is_some() {
            return Self::version(
                &root.required("Server", "the output of a docker version that reached its engine")?,
            );
        }
        if root.get("ApiVersion").is_some() {
            return Self::version(&root);
        }
        Err(WireError::new("", WireProblem::Missing { key: "OSType", expected: EXPECTED }))
    }

    /// Fills what this document does not say with what another says.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let os_type = if self.os_type.is_empty() { other.os_type } else { self.os_type };
        let network_drivers =
            if self.network_drivers.is_empty() { other.network_drivers } else { self.network_drivers };
        Self {
            os_type,
            operating_system: self.operating_system.or(other.operating_system),
            os_version: self.os_version.or(other.os_version),
            kernel_version: self.kernel_version.or(other.kernel_version),
            server_version: self.server_version.or(other.server_version),
            api_version: self.api_version.or(other.api_version),
            minimum_api_version: self.minimum_api_version.or(other.minimum_api_version),
            isolation: self.isolation.or(other.isolation),
            local_node_state: self.local_node_state.or(other.local_node_state),
            control_available: self.control_available || other.control_available,
            network_drivers,
            product: self.product.or(other.product),
        }
    }

    /// Whether it says that it is Docker Desktop's.
    #[must_use]
    pub fn is_desktop(&self) -> bool {
        let desktop =
            |text: &Option<String>| text.as_deref().is_some_and(|text| text.starts_with("Docker Desktop"));
        desktop(&self.operating_system) || desktop(&self.product)
    }

    fn info(root: &At<'_>) -> Result<Self, WireError> {
        let text = |key| filled(root, key);
        let plugins = root.get("Plugins").and_then(|plugins| plugins.get("Network"));
        let network_drivers = match plugins {
            Some(drivers) => drivers
                .items()?
                .iter()
                .map(|driver| driver.text().map(str::to_owned))
                .collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        let swarm = root.get("Swarm");
        let state = swarm.as_ref().and_then(|swarm| swarm.get("LocalNodeState"));
        let control = swarm.as_ref().and_then(|swarm| swarm.get("ControlAvailable"));
        Ok(Self {
            os_type: root.required("OSType", EXPECTED)?.text()?.to_owned(),
            operating_system: text("OperatingSystem")?,
            os_version: text("OSVersion")?,
            kernel_version: text("KernelVersion")?,
            server_version: text("ServerVersion")?,
            api_version: None,
            minimum_api_version: None,
            isolation: text("Isolation")?,
            local_node_state: state.map(|state| state.text().map(str::to_owned)).transpose()?,
            control_available: control.map(|control| control.flag()).transpose()?.unwrap_or_default(),
            network_drivers,
            product: None,
        })
    }

    fn version(root: &At<'_>) -> Result<Self, WireError> {
        let text = |key| filled(root, key);
        let product = match root.get("Platform") {
            Some(platform) => filled(&platform, "Name")?,
            None => None,
        };
        Ok(Self {
            os_type: root.required("Os", EXPECTED)?.text()?.to_owned(),
            kernel_version: text("KernelVersion")?,
            server_version: text("Version")?,
            api_version: text("ApiVersion")?,
            minimum_api_version: text("MinAPIVersion")?,
            product,
            ..Self::default()
        })
    }
}

/// A text that is there and not empty.
fn filled(root: &At<'_>, key: &str) -> Result<Option<String>, WireError> {
    match root.get(key) {
        Some(value) => Ok(Some(value.text()?.to_owned()).filter(|text| !text.is_empty())),
        None => Ok(None),
    }
}
