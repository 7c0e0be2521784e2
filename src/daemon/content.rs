//! What an answer carries: nothing, bytes, or a stream that goes on.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::mpsc;

/// The body of an answer.
#[derive(Debug)]
pub(super) enum Content {
    Whole(Bytes),
    Stream(mpsc::Receiver<Bytes>),
}

impl Body for Content {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Stream(pieces) => {
                pieces.poll_recv(cx).map(|piece| piece.map(|bytes| Ok(Frame::data(bytes))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_empty(),
            Self::Stream(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
            Self::Stream(_) => SizeHint::default(),
        }
    }
}

/// Where a stream that goes on is written to.
#[derive(Debug, Clone)]
pub(super) struct Sink(mpsc::Sender<Bytes>);

/// How many pieces wait for a slow client before whoever writes waits too.
const WAITING: usize = 16;

impl Sink {
    pub(super) fn new() -> (Self, Content) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), Content::Stream(receiver))
    }

    /// Writes a piece; whether the client is still there.
    pub(super) async fn write(&self, piece: impl Into<Bytes> + Send) -> bool {
        self.0.send(piece.into()).await.is_ok()
    }

    /// Until the client goes away.
    pub(super) async fn gone(&self) {
        self.0.closed().await;
    }
}
