//! How a world is served: where, within which limits, on which clock, and who is told.

use std::fmt;
use std::sync::Arc;

use super::{Daemon, DaemonError, Exchange, Limits, Listen};
use crate::engine::SimulatedEngine;
use crate::simulation::{SimulatedHost, World};

/// How a world is served. What is not said is the usual.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use docknet::daemon::{Listen, Serving};
/// use docknet::simulation::SimulatedHost;
///
/// let calls = Arc::new(Mutex::new(Vec::new()));
/// let seen = Arc::clone(&calls);
/// let serving = Serving::new(Listen::loopback())
///     .with_observer(move |exchange| seen.lock().unwrap().push(exchange.to_string()));
/// let daemon = serving.start(SimulatedHost::linux().engine())?;
/// assert!(daemon.docker_host().starts_with("tcp://127.0.0.1:"));
/// # Ok::<(), docknet::daemon::DaemonError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Serving {
    pub(super) listen: Listen,
    pub(super) limits: Limits,
    pub(super) observer: Option<Observer>,
    pub(super) real_time: bool,
}

/// Who is told of every exchange.
#[derive(Clone)]
pub(super) struct Observer(Arc<dyn Fn(&Exchange) + Send + Sync>);

impl Observer {
    pub(super) fn tell(&self, exchange: &Exchange) {
        (self.0)(exchange);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}

impl Serving {
    /// At that place, on the world's own time.
    #[must_use]
    pub fn new(listen: Listen) -> Self {
        Self { listen, limits: Limits::new(), observer: None, real_time: false }
    }

    /// Within other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// With somebody who is told of every exchange as soon as its answer is known, in the order of the answers.
    ///
    /// It is called between two answers: what it does slowly, every client waits for.
    #[must_use]
    pub fn with_observer(self, observer: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        Self { observer: Some(Observer(Arc::new(observer))), ..self }
    }

    /// In real time: the world's time becomes that of this machine and goes on with it.
    ///
    /// Otherwise the world's time stands until somebody lets it pass, which makes what is seen the same every time.
    #[must_use]
    pub fn with_real_time(self) -> Self {
        Self { real_time: true, ..self }
    }

    /// Starts to serve; clients find the daemon as soon as this returns.
    ///
    /// The daemon works in a thread of its own, so that it answers whatever the caller's thread does meanwhile: waits
    /// for a program it started, for instance. No runtime is needed.
    ///
    /// # Errors
    /// [`DaemonError`] when the place cannot be listened at.
    pub fn start(self, engine: SimulatedEngine) -> Result<Daemon, DaemonError> {
        Daemon::start(engine, self)
    }
}

impl SimulatedEngine {
    /// Serves this engine over Docker's HTTP API at a place nobody else has.
    ///
    /// # Errors
    /// As [`Serving::start`].
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
    /// use docknet::simulation::SimulatedHost;
    /// let daemon = SimulatedHost::linux().engine().serve().await?;
    /// std::process::Command::new("docker").env("DOCKER_HOST", daemon.docker_host()).arg("info");
    /// daemon.stop().await;
    /// # Ok::<(), docknet::daemon::DaemonError>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[expect(clippy::unused_async, reason = "the place for a start that takes longer, should one ever")]
    pub async fn serve(&self) -> Result<Daemon, DaemonError> {
        Serving::new(Listen::somewhere()).start(self.clone())
    }

    /// Serves this engine over Docker's HTTP API at that place.
    ///
    /// # Errors
    /// As [`Serving::start`].
    #[expect(clippy::unused_async, reason = "the place for a start that takes longer, should one ever")]
    pub async fn serve_at(&self, listen: Listen) -> Result<Daemon, DaemonError> {
        Serving::new(listen).start(self.clone())
    }
}

impl SimulatedHost {
    /// Serves this host's engine over Docker's HTTP API at a place nobody else has.
    ///
    /// # Errors
    /// As [`Serving::start`].
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
    /// use docknet::host::WindowsBuild;
    /// use docknet::simulation::SimulatedHost;
    ///
    /// let daemon = SimulatedHost::windows(WindowsBuild::SERVER_2022).serve().await?;
    /// // Any client of any language, at DOCKER_HOST; and what no client can do:
    /// daemon.engine().on_host(SimulatedHost::reboot);
    /// # Ok::<(), docknet::daemon::DaemonError>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn serve(self) -> Result<Daemon, DaemonError> {
        self.engine().serve().await
    }
}

impl World {
    /// Serves every host of this world at a place of its own, in the order they were added.
    ///
    /// # Errors
    /// As [`Serving::start`]; what was started before ends.
    pub async fn serve(self) -> Result<Vec<Daemon>, DaemonError> {
        let mut daemons = Vec::new();
        for engine in self.engines() {
            daemons.push(engine.serve().await?);
        }
        Ok(daemons)
    }
}
