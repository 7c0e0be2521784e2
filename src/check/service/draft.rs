//! A service as somebody asks for it, possible or not.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::model::{
    EndpointMode, NetworkName, Replicas, ServiceEndpoint, ServiceEndpointError, ServiceName, ServicePort,
    ServiceSpec,
};

/// What an image was built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "the two platforms a swarm has")]
pub enum ImagePlatform {
    /// Linux.
    Linux,
    /// Windows.
    Windows,
}

impl ImagePlatform {
    /// What an image was built for, where its name tells: a repository of Windows images, or a word of the repository or
    /// the tag that only one platform has.
    ///
    /// ```
    /// use docknet::check::service::ImagePlatform;
    /// let of = ImagePlatform::of_image;
    /// assert_eq!(of("mcr.microsoft.com/windows/servercore/iis"), Some(ImagePlatform::Windows));
    /// assert_eq!(of("redis:3.2-nanoserver-sac2016"), Some(ImagePlatform::Windows));
    /// assert_eq!(of("nginx:1.25-alpine"), Some(ImagePlatform::Linux));
    /// assert_eq!(of("nginx:1.25"), None);
    /// ```
    #[must_use]
    pub fn of_image(image: &str) -> Option<Self> {
        const WINDOWS: [&str; 5] = ["nanoserver", "windowsservercore", "servercore", "ltsc2019", "ltsc2022"];
        const LINUX: [&str; 8] =
            ["alpine", "bookworm", "bullseye", "buster", "debian", "jammy", "noble", "ubuntu"];
        let lower = image.to_ascii_lowercase();
        let windows = ["mcr.microsoft.com/windows", "mcr.microsoft.com/dotnet/framework/", "microsoft/iis"];
        if windows.iter().any(|repository| lower.starts_with(repository)) {
            return Some(Self::Windows);
        }
        // The registry's name says nothing of the image.
        let path = match lower.split_once('/') {
            Some((registry, path)) if registry.contains(['.', ':']) => path,
            _ => lower.as_str(),
        };
        // `alpine3.18` is alpine.
        let linux = |word: &str| {
            let rest = LINUX.iter().find_map(|known| word.strip_prefix(*known));
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        let mut words = path.split(['/', ':', '-', '_', '@']);
        words.find_map(|word| match word {
            _ if WINDOWS.contains(&word) => Some(Self::Windows),
            _ if linux(word) => Some(Self::Linux),
            _ => None,
        })
    }
}

impl fmt::Display for ImagePlatform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Linux => "linux",
            Self::Windows => "windows",
        })
    }
}

/// A wish for a service that has not been looked at: what a tool has before it knows better.
///
/// A [`ServiceSpec`] cannot be wrong on its own; this can. [`check`](super::check) says what is wrong with it here,
/// [`to_spec`](Self::to_spec) makes it a spec. A spec becomes a draft with `into()`.
///
/// ```
/// use docknet::check::service::ServiceDraft;
/// use docknet::model::{EndpointMode, PublishMode, ServicePort};
/// let mut draft = ServiceDraft::new("web".parse()?, "iis");
/// draft.mode = EndpointMode::Dnsrr;
/// draft.ports.push(ServicePort::new("80:80".parse()?, PublishMode::Ingress));
/// assert!(draft.to_spec().is_err());
/// draft.ports[0].mode = PublishMode::Host;
/// assert_eq!(draft.to_spec()?.endpoint.mode(), EndpointMode::Dnsrr);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ServiceDraft {
    /// Its name.
    pub name: ServiceName,
    /// The image its tasks run.
    pub image: String,
    /// What the image was built for, if that is known.
    pub image_platform: Option<ImagePlatform>,
    /// How it answers.
    pub mode: EndpointMode,
    /// What it publishes.
    pub ports: Vec<ServicePort>,
    /// How many tasks.
    pub replicas: Replicas,
    /// The networks its tasks are in.
    pub networks: Vec<NetworkName>,
    /// Addresses somebody wants its tasks to have.
    pub static_addresses: Vec<IpAddr>,
    /// Placement constraints, such as `node.platform.os==windows`.
    pub constraints: Vec<String>,
    /// Whether the nodes get the registry's credentials (`--with-registry-auth`).
    pub registry_auth: bool,
    /// How many of its tasks one node may have at most; nothing, or 0, for no limit.
    #[serde(default)]
    pub max_per_node: Option<u64>,
    /// Whether an update starts the new task before it stops the old one (`--update-order start-first`).
    #[serde(default)]
    pub start_first: bool,
    /// Its name in a Compose file, where that is another: `docker stack deploy` puts the stack's before it.
    #[serde(default)]
    pub compose_key: Option<String>,
}

/// Why a draft is no spec.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceDraftError {
    /// The endpoint mode and the ports do not go together.
    #[error(transparent)]
    Endpoint(#[from] ServiceEndpointError),
    /// A service has no addresses of its own choice.
    #[error("services cannot have static addresses: {address} would be ignored")]
    StaticAddress {
        /// The first of them.
        address: IpAddr,
    },
}

impl ServiceDraft {
    /// One task of an image, answering at a virtual address, publishing nothing.
    #[must_use]
    pub fn new(name: ServiceName, image: impl Into<String>) -> Self {
        ServiceSpec::new(name, image).into()
    }

    /// What it is called in a Compose file.
    pub(super) fn in_compose(&self) -> &str {
        self.compose_key.as_deref().unwrap_or(self.name.as_str())
    }

    /// What a network is called in the Compose file: without the stack's name, which `docker stack deploy` puts there.
    pub(super) fn network_in_compose<'n>(&self, network: &'n str) -> &'n str {
        let key = self.compose_key.as_deref();
        let stack = key.and_then(|key| self.name.as_str().strip_suffix(key));
        stack.and_then(|stack| network.strip_prefix(stack)).unwrap_or(network)
    }

    /// The service as values that cannot be wrong on their own. Constraints, image platform and registry
    /// credentials have no place in it and stay with the caller.
    ///
    /// # Errors
    /// [`ServiceDraftError`] for what no spec can hold; [`check`](super::check) has an error for each of them.
    pub fn to_spec(&self) -> Result<ServiceSpec, ServiceDraftError> {
        if let Some(&address) = self.static_addresses.first() {
            return Err(ServiceDraftError::StaticAddress { address });
        }
        let mut spec = ServiceSpec::new(self.name.clone(), self.image.clone());
        spec.endpoint = ServiceEndpoint::new(self.mode, self.ports.iter().copied())?;
        spec.replicas = self.replicas;
        spec.networks.clone_from(&self.networks);
        Ok(spec)
    }
}

impl From<ServiceSpec> for ServiceDraft {
    fn from(spec: ServiceSpec) -> Self {
        Self {
            name: spec.name,
            image: spec.image,
            image_platform: None,
            mode: spec.endpoint.mode(),
            ports: spec.endpoint.ports().to_vec(),
            replicas: spec.replicas,
            networks: spec.networks,
            static_addresses: Vec::new(),
            constraints: Vec::new(),
            registry_auth: false,
            max_per_node: None,
            start_first: false,
            compose_key: None,
        }
    }
}

impl From<&ServiceSpec> for ServiceDraft {
    fn from(spec: &ServiceSpec) -> Self {
        spec.clone().into()
    }
}
