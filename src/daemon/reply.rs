//! What a route answers with.

use std::fmt;
use std::pin::Pin;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONNECTION, CONTENT_TYPE, HeaderName};
use serde_json::Value;

use super::content::Sink;
use super::talk::Talk;

/// What a route answers with.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(HeaderName, String)>,
    pub(super) payload: Payload,
}

/// What comes after the head of an answer.
pub(super) enum Payload {
    /// Bytes that are there.
    Whole(Bytes),
    /// Pieces that come when they come; the head is sent at once.
    Stream(Work<Sink>),
    /// The connection itself, no longer HTTP.
    Talk(Work<Talk>),
    /// Another answer, head and all, that comes when it comes.
    Later(Pin<Box<dyn Future<Output = Reply> + Send>>),
}

/// Something that goes on after the head of the answer was sent.
pub(super) type Work<T> = Box<dyn FnOnce(T) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => f.debug_tuple("Whole").field(bytes).finish(),
            Self::Stream(_) => f.write_str("Stream"),
            Self::Talk(_) => f.write_str("Talk"),
            Self::Later(_) => f.write_str("Later"),
        }
    }
}

pub(super) const JSON: &str = "application/json";
pub(super) const PLAIN: &str = "text/plain; charset=utf-8";

impl Reply {
    pub(super) fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), payload: Payload::Whole(Bytes::new()) }
    }

    /// JSON and the line feed that Go's encoder ends it with.
    pub(super) fn json(status: StatusCode, value: &Value) -> Self {
        Self::bytes(status, JSON, line(value))
    }

    pub(super) fn ok(value: &Value) -> Self {
        Self::json(StatusCode::OK, value)
    }

    pub(super) fn created(value: &Value) -> Self {
        Self::json(StatusCode::CREATED, value)
    }

    pub(super) fn done() -> Self {
        Self::empty(StatusCode::NO_CONTENT)
    }

    pub(super) fn text(status: StatusCode, text: impl Into<Bytes>) -> Self {
        Self::bytes(status, PLAIN, text)
    }

    pub(super) fn bytes(status: StatusCode, kind: &str, bytes: impl Into<Bytes>) -> Self {
        Self::empty(status).with(CONTENT_TYPE, kind).carrying(Payload::Whole(bytes.into()))
    }

    /// A stream whose head is sent at once.
    pub(super) fn stream<F>(kind: &str, work: impl FnOnce(Sink) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let work: Work<Sink> = Box::new(|sink| Box::pin(work(sink)));
        Self::empty(StatusCode::OK).with(CONTENT_TYPE, kind).carrying(Payload::Stream(work))
    }

    /// The connection itself from here on.
    pub(super) fn talk<F>(kind: &str, work: impl FnOnce(Talk) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let work: Work<Talk> = Box::new(|talk| Box::pin(work(talk)));
        Self::empty(StatusCode::OK).with(CONTENT_TYPE, kind).carrying(Payload::Talk(work))
    }

    /// An answer that comes when it comes.
    pub(super) fn later(reply: impl Future<Output = Self> + Send + 'static) -> Self {
        Self::empty(StatusCode::OK).carrying(Payload::Later(Box::pin(reply)))
    }

    pub(super) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The connection ends after it.
    pub(super) fn closing(self) -> Self {
        self.with(CONNECTION, "close")
    }

    fn carrying(self, payload: Payload) -> Self {
        Self { payload, ..self }
    }
}

/// JSON in one line.
pub(super) fn line(value: &Value) -> Vec<u8> {
    let mut text = value.to_string().into_bytes();
    text.push(b'\n');
    text
}
