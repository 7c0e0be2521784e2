//! From a request to its answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use hyper::header::{HOST, LOCATION, UPGRADE};
use hyper::upgrade::OnUpgrade;
use hyper::{Method, Request, Response, StatusCode, Version};
use tokio::sync::watch;

use super::Limits;
use super::call::Call;
use super::content::Content;
use super::dress::{After, Dress, Worn};
use super::exchange::Outcome;
use super::pattern::cleaned;
use super::peer::Peer;
use super::problem::Problem;
use super::query::{Query, unescape};
use super::refused::Refused;
use super::reply::{Payload, Reply};
use super::route::{Action, find};
use super::serving::{Observer, Serving};
use super::told::Told;
use super::version::{self, Spoken};
use crate::engine::SimulatedEngine;

/// What every connection of a daemon shares.
pub(super) struct Service {
    pub(super) engine: SimulatedEngine,
    pub(super) limits: Limits,
    pub(super) observer: Option<Observer>,
    /// Becomes true when the daemon stops.
    pub(super) stop: watch::Receiver<bool>,
    /// Whether the world's time goes on by itself.
    real_time: bool,
    calls: AtomicU64,
}

impl Service {
    pub(super) fn new(engine: SimulatedEngine, serving: Serving, stop: watch::Receiver<bool>) -> Self {
        let Serving { limits, observer, real_time, .. } = serving;
        Self { engine, limits, observer, stop, real_time, calls: AtomicU64::new(0) }
    }

    /// Answers a request; where the real host would not, it waits until the client or the daemon goes.
    pub(super) async fn answer(
        self: Arc<Self>,
        peer: Peer,
        request: Request<Incoming>,
    ) -> Result<Response<Content>, Silence> {
        let number = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let mut told = Told::of(number, &request, self.observer.clone());
        let (version, platform) = self.engine.quietly(|world| {
            let host = world.host(self.engine.at());
            (host.engine_version().clone(), host.host().platform)
        });
        let spoken = Spoken::by(&version, platform);
        let mut dress = Dress { version, platform, spoken, worn: Worn::Nothing };

        let path = match readable_path(&request) {
            Ok(path) => path,
            Err((reply, rule)) => return Ok(dress.whole(reply, told.decided_by(rule))),
        };
        if request.method() == Method::OPTIONS {
            dress.worn = Worn::Whole;
            return Ok(dress.whole(Reply::empty(StatusCode::OK), told));
        }
        let (asked, rest) = version::split(&path);
        let as_json = version::errors_are_json(asked);
        let Some((route, thing)) = find(request.method(), rest, spoken.newest) else {
            return Ok(refuse(&dress, &Problem::PageNotFound.into(), as_json, told));
        };
        told.exchange.route = Some(route.pattern);
        dress.worn = Worn::BeforeVersion;
        let api = match spoken.check(asked) {
            Ok(api) => api,
            Err(problem) => return Ok(refuse(&dress, &problem.into(), as_json, told)),
        };
        dress.worn = Worn::Whole;
        let action = match route.action {
            Action::Ask(action) => action,
            Action::Missing(what) => return Ok(refuse(&dress, &Refused::Missing(what), as_json, told)),
        };

        let query = Query::parse(request.uri().query().unwrap_or_default());
        let (mut head, mut incoming) = request.into_parts();
        let length = if incoming.is_end_stream() { Some(0) } else { incoming.size_hint().exact() };
        let body = match self.read(&mut incoming).await {
            Ok(body) => body,
            Err(problem) => {
                // What is left of the body is not read, so nothing can come after it.
                let refused = Refused::from(problem);
                let reply = refused.reply(&dress.version, as_json).closing();
                return Ok(dress.whole(reply, told.decided_by(refused.slug())));
            }
        };
        told.exchange.request = body.clone();
        let upgrade = head.extensions.remove::<OnUpgrade>().filter(|_| head.headers.contains_key(UPGRADE));
        let (engine, version) = (self.engine.clone(), dress.version.clone());
        let (thing, headers) = (thing.to_owned(), head.headers);
        let real_time = self.real_time;
        let response =
            match action(&Call { engine, version, api, thing, query, headers, body, length, real_time }) {
                Ok(reply) => {
                    let Some(reply) = self.come(reply, &peer).await else {
                        told.tell(Outcome::Silence);
                        return Err(Silence);
                    };
                    dress.begin(reply, told, After { upgrade, peer, stop: self.stop.clone() })
                }
                Err(Refused::Never) => {
                    told.decided_by(Refused::Never.slug()).tell(Outcome::Silence);
                    self.come(Reply::later(std::future::pending()), &peer).await;
                    return Err(Silence);
                }
                Err(refused) => refuse(&dress, &refused, as_json, told),
            };
        Ok(response)
    }

    /// The answer once it has come; none if the client leaves or the daemon stops before.
    async fn come(&self, mut reply: Reply, peer: &Peer) -> Option<Reply> {
        let mut stop = self.stop.clone();
        while let Payload::Later(later) = reply.payload {
            reply = tokio::select! {
                come = later => come,
                () = peer.left() => return None,
                _ = stop.wait_for(|stopped| *stopped) => return None,
            };
        }
        Some(reply)
    }

    /// The whole body, as far as it is not too large and does not take too long.
    async fn read(&self, incoming: &mut Incoming) -> Result<Bytes, Problem> {
        let limit = self.limits.body();
        let too_large = Problem::BodyTooLarge { limit };
        if incoming.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
            return Err(too_large);
        }
        let mut body = BytesMut::new();
        loop {
            let piece = tokio::time::timeout(self.limits.patience(), incoming.frame()).await;
            match piece {
                Err(_elapsed) => return Err(Problem::BodyLate),
                Ok(None) => return Ok(body.freeze()),
                Ok(Some(Err(_broken))) => return Err(Problem::BodyBroken),
                Ok(Some(Ok(frame))) => {
                    // Trailers say nothing here.
                    let data = frame.into_data().unwrap_or_default();
                    if body.len() + data.len() > limit {
                        return Err(too_large);
                    }
                    body.extend_from_slice(&data);
                }
            }
        }
    }
}

/// Nothing is answered: the connection ends without a word.
#[derive(Debug, thiserror::Error)]
#[error("nothing is answered")]
pub(super) struct Silence;

fn refuse(dress: &Dress, refused: &Refused, as_json: bool, told: Told) -> Response<Content> {
    dress.whole(refused.reply(&dress.version, as_json), told.decided_by(refused.slug()))
}

/// The path without its percent signs; or what Go's server and router answer before they look for a route.
fn readable_path(request: &Request<Incoming>) -> Result<String, (Reply, &'static str)> {
    let bad = |text| Reply::text(StatusCode::BAD_REQUEST, text).closing();
    let path = unescape(request.uri().path(), false)
        .map_err(|_no_escape| (bad("400 Bad Request"), "path-cannot-be-read"))?;
    if request.version() == Version::HTTP_11 && !request.headers().contains_key(HOST) {
        return Err((bad("400 Bad Request: missing required Host header"), "no-host-header"));
    }
    let clean = cleaned(&path);
    if clean == path {
        return Ok(path);
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let there = Reply::empty(StatusCode::MOVED_PERMANENTLY).with(LOCATION, format!("{clean}{query}"));
    Err((there, "path-is-not-clean"))
}
