//! A client's connection, and whether the client is still there while nothing is read from it.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::OwnedSemaphorePermit;

use super::listen::Stream;

/// A client's connection. Clones are the same connection; it ends with the last of them.
///
/// A client may have said everything and still wait for its answer, so that an end of what it says ends nothing while
/// an answer is written. What goes on until somebody ends it asks [`left`](Self::left) meanwhile.
#[derive(Debug, Clone)]
pub(super) struct Peer(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    stream: Stream,
    /// What was read to find out whether the client is there: the beginning of its next request.
    ahead: Vec<u8>,
    /// Its place among those that are served.
    _place: OwnedSemaphorePermit,
}

/// How much is read ahead of the next request. A client that says more is there.
const AHEAD: usize = 4096;

impl Peer {
    pub(super) fn new(stream: Stream, place: OwnedSemaphorePermit) -> Self {
        Self(Arc::new(Mutex::new(Inner { stream, ahead: Vec::new(), _place: place })))
    }

    /// Until the client has left, or has nothing more to say.
    ///
    /// Only while nobody reads the connection: of those who do, the last one is woken.
    pub(super) async fn left(&self) {
        std::future::poll_fn(|cx| self.lock().poll_left(cx)).await;
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn poll_left(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.ahead.len() < AHEAD {
            let mut piece = [0; 512];
            let mut buffer = ReadBuf::new(&mut piece);
            match ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => self.ahead.extend(buffer.filled()),
                Ok(()) | Err(_) => return Poll::Ready(()),
            }
        }
        Poll::Pending
    }
}

impl AsyncRead for Peer {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut inner = self.lock();
        if inner.ahead.is_empty() {
            return Pin::new(&mut inner.stream).poll_read(cx, buffer);
        }
        let length = inner.ahead.len().min(buffer.remaining());
        buffer.put_slice(&inner.ahead[..length]);
        inner.ahead.drain(..length);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Peer {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.lock().stream).poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.lock().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.lock().stream).poll_shutdown(cx)
    }
}
