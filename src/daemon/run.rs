//! The thread a daemon works in: it accepts clients and answers them until it is told to stop.

use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, SystemTime};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, watch};

use super::listen::Listener;
use super::peer::Peer;
use super::service::Service;
use super::{DaemonError, Listen, Serving};
use crate::engine::SimulatedEngine;

/// What the thread is given.
pub(super) struct Running {
    pub(super) engine: SimulatedEngine,
    pub(super) serving: Serving,
    pub(super) stop: watch::Receiver<bool>,
    /// Told once where it listens, or why not.
    pub(super) bound: SyncSender<Result<Listen, DaemonError>>,
}

/// How long clients that are being answered when the daemon stops have left.
const GRACE: Duration = Duration::from_millis(500);

/// How often real time is passed on to the world.
const TICK: Duration = Duration::from_millis(20);

/// How long nobody is accepted after nobody could be: there may be no more file descriptors.
const PAUSE: Duration = Duration::from_millis(10);

pub(super) fn run(running: Running) {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(serve(running)),
        Err(source) => drop(running.bound.send(Err(DaemonError::Thread { source }))),
    }
}

async fn serve(running: Running) {
    let Running { engine, serving, mut stop, bound } = running;
    let mut listener = match Listener::bind(&serving.listen).await {
        Ok((listener, listen)) => {
            keep_time(&engine, serving.real_time);
            let _nobody_waits = bound.send(Ok(listen));
            listener
        }
        Err(error) => return drop(bound.send(Err(error))),
    };
    // A semaphore has fewer permits than a number can say.
    let places = serving.limits.connections().min(Semaphore::MAX_PERMITS);
    let clients = Arc::new(Semaphore::new(places));
    let service = Arc::new(Service::new(engine, serving, stop.clone()));
    loop {
        let next = async {
            let permit = Arc::clone(&clients).acquire_owned().await.ok()?;
            Some((listener.accept().await, permit))
        };
        tokio::select! {
            _ = stop.wait_for(|stopped| *stopped) => break,
            accepted = next => match accepted {
                Some((Ok(stream), permit)) => {
                    tokio::spawn(connection(Peer::new(stream, permit), Arc::clone(&service)));
                }
                Some((Err(_failed), _)) => tokio::time::sleep(PAUSE).await,
                None => break,
            },
        }
    }
    // Nobody finds it any more; whoever is in is served to the end of the answer.
    drop(listener);
    let all = u32::try_from(places).unwrap_or(u32::MAX);
    let _whoever_is_left_is_ended = tokio::time::timeout(GRACE, clients.acquire_many(all)).await;
}

/// Serves one client until it goes, takes too long, or the daemon stops.
async fn connection(peer: Peer, service: Arc<Service>) {
    let mut stop = service.stop.clone();
    let (limits, client) = (service.limits.clone(), peer.clone());
    let answering = service_fn(move |request| {
        let (service, peer) = (Arc::clone(&service), peer.clone());
        async move { service.answer(peer, request).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.patience())
        .max_buf_size(limits.head())
        .half_close(true)
        .title_case_headers(true)
        .serve_connection(TokioIo::new(client), answering)
        .with_upgrades();
    tokio::pin!(connection);
    tokio::select! {
        // A client that breaks off is no news.
        _ended = connection.as_mut() => return,
        _ = stop.wait_for(|stopped| *stopped) => connection.as_mut().graceful_shutdown(),
    }
    let _ended = connection.await;
}

/// Sets the world's time to this machine's and keeps it there.
fn keep_time(engine: &SimulatedEngine, real: bool) {
    if !real {
        return;
    }
    set_time(engine);
    let engine = engine.clone();
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            set_time(&engine);
        }
    });
}

fn set_time(engine: &SimulatedEngine) {
    // A clock before 1970, or one that is set back, lets no time pass.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    engine.on_world(|world| world.pass(now.saturating_sub(world.now().unix())));
}
