//! What a daemon takes from its clients, and how long it waits for them.

use std::time::Duration;

/// Bounds on what clients may send and how long they may take.
///
/// Real engines have hardly any; a daemon inside somebody's test has them, so that a broken client cannot take the
/// test down with it.
///
/// ```
/// use std::time::Duration;
/// use docknet::daemon::Limits;
/// let limits = Limits::new().with_connections(16).with_patience(Duration::from_secs(2));
/// assert_eq!(limits.connections(), 16);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    connections: usize,
    body: usize,
    head: usize,
    patience: Duration,
}

/// The smallest head the HTTP library reads, in bytes.
const SMALLEST_HEAD: usize = 8 << 10;

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits {
    /// 1,024 connections, bodies of 16 MiB, heads of 1 MiB, and 30 seconds of patience.
    #[must_use]
    pub const fn new() -> Self {
        Self { connections: 1024, body: 16 << 20, head: 1 << 20, patience: Duration::from_secs(30) }
    }

    /// How many clients are served at a time, at least one; the next ones wait until one of these goes.
    #[must_use]
    pub const fn with_connections(self, connections: usize) -> Self {
        Self { connections: if connections == 0 { 1 } else { connections }, ..self }
    }

    /// How many bytes the body of a request may have. More is answered 413.
    #[must_use]
    pub const fn with_body(self, bytes: usize) -> Self {
        Self { body: bytes, ..self }
    }

    /// How many bytes the head of a request may have, at least 8,192. More is answered 431.
    #[must_use]
    pub const fn with_head(self, bytes: usize) -> Self {
        Self { head: if bytes < SMALLEST_HEAD { SMALLEST_HEAD } else { bytes }, ..self }
    }

    /// How long a client may take for the head of a request, and between two pieces of a body. It also ends
    /// connections on which nothing is asked for so long.
    #[must_use]
    pub const fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How many clients are served at a time.
    #[must_use]
    pub const fn connections(&self) -> usize {
        self.connections
    }

    /// How many bytes the body of a request may have.
    #[must_use]
    pub const fn body(&self) -> usize {
        self.body
    }

    /// How many bytes the head of a request may have.
    #[must_use]
    pub const fn head(&self) -> usize {
        self.head
    }

    /// How long a client may take for the head of a request, and between two pieces of a body.
    #[must_use]
    pub const fn patience(&self) -> Duration {
        self.patience
    }
}
