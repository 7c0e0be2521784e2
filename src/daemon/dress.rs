//! The head every answer of an engine wears, and what comes after it.

use bytes::Bytes;
use hyper::header::{CONNECTION, HeaderName, HeaderValue, SERVER, UPGRADE};
use hyper::upgrade::OnUpgrade;
use hyper::{Response, StatusCode};
use tokio::sync::watch;

use super::content::{Content, Sink};
use super::exchange::Outcome;
use super::peer::Peer;
use super::reply::{Payload, Reply, Work};
use super::talk::Talk;
use super::told::Told;
use super::version::Spoken;
use crate::host::{EngineVersion, Platform};

/// What answers wear: who answers, and what it speaks.
#[derive(Debug, Clone)]
pub(super) struct Dress {
    pub(super) version: EngineVersion,
    pub(super) platform: Platform,
    pub(super) spoken: Spoken,
    /// How much of it.
    pub(super) worn: Worn,
}

/// How much of the dress an answer wears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worn {
    /// All of it.
    Whole,
    /// Without what is said after the version asked in was looked at.
    BeforeVersion,
    /// Nothing: the router answers, not the engine.
    Nothing,
}

/// What goes on after an answer: who must still be there for it, and what ends it.
pub(super) struct After {
    pub(super) upgrade: Option<OnUpgrade>,
    pub(super) peer: Peer,
    pub(super) stop: watch::Receiver<bool>,
}

impl Dress {
    /// An answer that is there as a whole.
    pub(super) fn whole(&self, reply: Reply, told: Told) -> Response<Content> {
        let (mut response, payload) = self.head(reply);
        // Only routes begin what goes on, and their answers begin below.
        let Payload::Whole(bytes) = payload else { return response };
        told.tell(Outcome::Answered { status: response.status().as_u16(), body: bytes.clone() });
        *response.body_mut() = Content::Whole(bytes);
        response
    }

    /// Sends the head, and what comes after it as it comes.
    pub(super) fn begin(&self, reply: Reply, told: Told, after: After) -> Response<Content> {
        match &reply.payload {
            Payload::Whole(_) => self.whole(reply, told),
            Payload::Stream(_) | Payload::Talk(_) | Payload::Later(_) => self.ongoing(reply, told, after),
        }
    }

    fn ongoing(&self, reply: Reply, told: Told, after: After) -> Response<Content> {
        let (mut response, payload) = self.head(reply);
        let After { upgrade, peer, stop } = after;
        let content = match (payload, upgrade) {
            (Payload::Whole(bytes), _) => Content::Whole(bytes),
            // What comes later has come before it is dressed.
            (Payload::Later(_), _) => Content::Whole(Bytes::new()),
            (Payload::Stream(work), _) => streaming(work, peer, stop),
            (Payload::Talk(work), None) => streaming(Box::new(|sink| work(Talk::Answer(sink))), peer, stop),
            (Payload::Talk(work), Some(upgrade)) => {
                *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
                insert(&mut response, CONNECTION, "Upgrade");
                insert(&mut response, UPGRADE, "tcp");
                tokio::spawn(talking(work, upgrade, stop));
                Content::Whole(Bytes::new())
            }
        };
        told.tell(Outcome::Streaming { status: response.status().as_u16() });
        *response.body_mut() = content;
        response
    }

    fn head(&self, reply: Reply) -> (Response<Content>, Payload) {
        let mut response = Response::new(Content::Whole(Bytes::new()));
        *response.status_mut() = reply.status;
        self.put_on(&mut response);
        for (name, value) in reply.headers {
            insert(&mut response, name, &value);
        }
        (response, reply.payload)
    }

    fn put_on(&self, response: &mut Response<Content>) {
        if self.worn == Worn::Nothing {
            return;
        }
        let os = if matches!(self.platform, Platform::Windows(_)) { "windows" } else { "linux" };
        insert(response, HeaderName::from_static("api-version"), &self.spoken.newest.to_string());
        if self.worn == Worn::Whole {
            insert(response, HeaderName::from_static("docker-experimental"), "false");
        }
        insert(response, HeaderName::from_static("ostype"), os);
        insert(response, SERVER, &format!("Docker/{} ({os})", self.version));
    }
}

/// Starts what writes a stream, until it is done, its client has gone or the daemon stops.
fn streaming(work: Work<Sink>, peer: Peer, mut stop: watch::Receiver<bool>) -> Content {
    let (sink, content) = Sink::new();
    tokio::spawn(async move {
        let client = sink.clone();
        tokio::select! {
            () = work(sink) => {}
            () = client.gone() => {}
            () = peer.left() => {}
            _ = stop.wait_for(|stopped| *stopped) => {}
        }
    });
    content
}

async fn talking(work: Work<Talk>, upgrade: OnUpgrade, mut stop: watch::Receiver<bool>) {
    // The head of the answer goes out first; a client that breaks off before is no news.
    let Ok(connection) = upgrade.await else { return };
    tokio::select! {
        () = work(Talk::over(connection)) => {}
        _ = stop.wait_for(|stopped| *stopped) => {}
    }
}

/// Headers are made of names and numbers; a value that is none is left out.
fn insert(response: &mut Response<Content>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
