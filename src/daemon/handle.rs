//! A daemon that serves, held by whoever started it.

use std::fmt;
use std::thread::JoinHandle;

use tokio::sync::{oneshot, watch};

use super::run::{Running, run};
use super::{DaemonError, Listen, Serving};
use crate::engine::SimulatedEngine;

/// A daemon that serves a simulated engine. Dropping it ends it, with every connection.
///
/// Its socket file, where it has one, goes with it.
pub struct Daemon {
    engine: SimulatedEngine,
    listen: Listen,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Daemon {
    pub(super) fn start(engine: SimulatedEngine, serving: Serving) -> Result<Self, DaemonError> {
        serving.listen.bind_check()?;
        let (stop, stopped) = watch::channel(false);
        let (bound, started) = std::sync::mpsc::sync_channel(1);
        let running = Running { engine: engine.clone(), serving, stop: stopped, bound };
        let thread = std::thread::Builder::new().name("docknet-daemon".into()).spawn(move || run(running));
        let thread = thread.map_err(|source| DaemonError::Thread { source })?;
        let gone = || DaemonError::Thread { source: std::io::ErrorKind::BrokenPipe.into() };
        let listen = started.recv().map_err(|_ended| gone())??;
        Ok(Self { engine, listen, stop, thread: Some(thread) })
    }

    /// Where clients find it, in the form of `DOCKER_HOST`: `unix:///tmp/….sock`, `npipe:////./pipe/…`,
    /// `tcp://127.0.0.1:PORT`.
    #[must_use]
    pub fn docker_host(&self) -> String {
        self.listen.to_string()
    }

    /// Where it listens.
    #[must_use]
    pub fn listen(&self) -> &Listen {
        &self.listen
    }

    /// The engine it serves: to do to its host what no client can, and to look behind the scenes.
    #[must_use]
    pub fn engine(&self) -> &SimulatedEngine {
        &self.engine
    }

    /// Ends it: answers that are being written are written, calls that never end are ended, the place is free again.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // The thread ends by itself within moments; nobody's runtime is to wait for it.
            let (told, ended) = oneshot::channel();
            let waiting = std::thread::Builder::new().spawn(move || {
                let _panicked = thread.join();
                let _nobody_waits = told.send(());
            });
            if waiting.is_ok() {
                let _ended = ended.await;
            }
        }
    }
}

/// Where it listens; its world is long.
impl fmt::Debug for Daemon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Daemon").field("listen", &self.listen).finish_non_exhaustive()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // An observer that drops its own daemon cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() {
                let _panicked = thread.join();
            }
        }
    }
}
