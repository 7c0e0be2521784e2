//! A real Docker Engine, asked through bollard.
//!
//! bollard carries the requests; what is sent and what an answer means is docknet's own: requests are written and
//! networks are read by [`wire`](crate::wire), refusals get their [`Meaning`](super::Meaning), and bollard's errors
//! become docknet's in one place (`call`).

mod call;
mod host;
mod key;
mod networks;
mod service;
mod swarm;

use std::time::Duration;

use bollard::BollardRequest;
use call::Failure;
pub use swarm::SwarmManager;

use super::{EngineError, Operation};
use crate::host::EngineVersion;

/// How long a call may take unless the caller says otherwise.
const DEADLINE: Duration = Duration::from_secs(30);

/// A Docker Engine on a Unix socket, a named pipe or plain TCP.
///
/// Cheap to clone; clones share nothing but the address. TLS is not built in: reach a remote engine through a tunnel.
///
/// What engines do that the [`Engine`](super::Engine) contract does not show: a container that is *stopped* can be connected to a
/// network that does not exist, and twice to one that does. The engine answers success, changes nothing or records
/// the name, and the container does not start later.
///
/// ```no_run
/// use docknet::engine::{Docker, Engine};
///
/// # async fn run() -> Result<(), docknet::engine::EngineError> {
/// let engine = Docker::connect().await?;
/// println!("{}", engine.host().await?);
/// for network in engine.networks().await? {
///     println!("{} {}", network.id.short(), network.name());
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Docker {
    client: bollard::Docker,
    version: Option<EngineVersion>,
    deadline: Duration,
}

impl Docker {
    /// Connects to the engine that `DOCKER_HOST` names, or to the platform's usual place.
    ///
    /// # Errors
    /// [`EngineError::Unreachable`] when nothing answers there, [`EngineError::TimedOut`] when something takes the
    /// call and says nothing for 30 seconds.
    pub async fn connect() -> Result<Self, EngineError> {
        Self::negotiated(bollard::Docker::connect_with_defaults(), DEADLINE).await
    }

    /// Connects to an engine by its address: `unix:///var/run/docker.sock`, `npipe:////./pipe/docker_engine`,
    /// `tcp://127.0.0.1:2375`.
    ///
    /// # Errors
    /// As [`connect`](Self::connect); an address of another kind is [`EngineError::Unreachable`] too.
    ///
    /// ```
    /// # #[cfg(unix)] {
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// use docknet::engine::{Docker, EngineError};
    ///
    /// let nobody = Docker::connect_to("unix:///nowhere/docker.sock").await;
    /// assert!(matches!(nobody, Err(EngineError::Unreachable { .. })));
    /// # });
    /// # }
    /// ```
    pub async fn connect_to(address: &str) -> Result<Self, EngineError> {
        Self::connect_within(address, DEADLINE).await
    }

    /// Connects to an engine by its address, with a deadline for connecting and for every call.
    ///
    /// # Errors
    /// As [`connect_to`](Self::connect_to).
    pub async fn connect_within(address: &str, deadline: Duration) -> Result<Self, EngineError> {
        Self::negotiated(bollard::Docker::connect_with_host(address), deadline).await
    }

    /// The same engine with another deadline for every call.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        // bollard gives up by itself after two minutes; docknet's deadline is the one that counts.
        let client = self.client.with_timeout(deadline.saturating_add(Duration::from_secs(1)));
        Self { client, deadline, ..self }
    }

    /// The engine's version, as it said when it was connected to.
    #[must_use]
    pub fn version(&self) -> Option<&EngineVersion> {
        self.version.as_ref()
    }

    /// The same engine as the manager of a swarm that it is.
    ///
    /// # Errors
    /// Refused with [`Meaning::NotSwarmManager`](super::Meaning::NotSwarmManager) when it is in no swarm, a worker,
    /// or a manager that is locked.
    pub async fn manager(&self) -> Result<SwarmManager, EngineError> {
        SwarmManager::of(self.clone()).await
    }

    async fn negotiated(
        client: Result<bollard::Docker, bollard::errors::Error>,
        deadline: Duration,
    ) -> Result<Self, EngineError> {
        let asked = call::within(deadline, None, Operation::Host, async {
            let client = client?.negotiate_version().await?;
            let version = client.version().await?.version;
            let client = modified(&client, |request| request);
            Ok((client, version))
        });
        let (client, version) = asked.await?;
        let version = version.and_then(|version| version.parse().ok());
        Ok(Self { client, version, deadline }.with_deadline(deadline))
    }

    /// Carries out one operation within the deadline.
    async fn within<T>(
        &self,
        operation: Operation,
        work: impl Future<Output = Result<T, Failure>> + Send,
    ) -> Result<T, EngineError> {
        call::within(self.deadline, self.version.as_ref(), operation, work).await
    }

    /// The client, sending this JSON as the body of every request whatever bollard would send.
    ///
    /// bollard's models follow the newest API and leave out what older engines read, such as `CheckDuplicate`,
    /// without which engines before 25.0 make a second network of the same name.
    fn sending(&self, body: &serde_json::Value) -> bollard::Docker {
        let body = body.to_string().into_bytes();
        modified(&self.client, move |request| request.map(|_| bollard::body_full(body.clone().into())))
    }
}

/// The client, changing every request before it is sent.
///
/// bollard negotiates an API version and then leaves it out of the path (0.21.1 joins an absolute path to it), so
/// that an engine would answer in its newest dialect. Here the version goes in.
fn modified(
    client: &bollard::Docker,
    change: impl Fn(BollardRequest) -> BollardRequest + Send + Sync + 'static,
) -> bollard::Docker {
    let version = client.client_version();
    let api = format!("/v{}.{}", version.major_version, version.minor_version);
    client.clone().with_request_modifier(move |request| {
        let mut request = change(request);
        let uri = request.uri().to_string();
        let path = request.uri().path_and_query().map_or("", |path| path.as_str());
        if !path.starts_with(&format!("{api}/")) {
            let place = uri.strip_suffix(path).unwrap_or(&uri);
            if let Ok(uri) = format!("{place}{api}{path}").parse() {
                *request.uri_mut() = uri;
            }
        }
        request
    })
}
