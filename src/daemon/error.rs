//! Why a daemon does not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::Listen;

/// Why a daemon does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DaemonError {
    /// A text that names no place to listen at.
    #[error(
        "{text:?} is no place to listen at, such as unix:///tmp/docknet.sock, npipe:////./pipe/docknet or tcp://127.0.0.1:2375"
    )]
    Address {
        /// The text as given.
        text: String,
    },
    /// The place cannot be listened at.
    #[error("cannot listen at {listen}: {source}")]
    Bind {
        /// Where.
        listen: Listen,
        /// Why not.
        source: io::Error,
    },
    /// Somebody listens there.
    #[error("somebody listens at {listen} already")]
    InUse {
        /// Where.
        listen: Listen,
    },
    /// An address other machines reach.
    #[error("other machines reach {address}: listen on a loopback address, or say that others may come in")]
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// A path too long for a socket.
    #[error("{} is too long for a socket: a path has at most {longest} bytes", path.display())]
    PathTooLong {
        /// The path.
        path: PathBuf,
        /// How many bytes it may have.
        longest: usize,
    },
    /// The operating system gives no thread, or no event loop.
    #[error("cannot start a thread to serve in: {source}")]
    Thread {
        /// Why not.
        source: io::Error,
    },
    /// A kind of place that this operating system does not have.
    #[error("this system has no place such as {listen}")]
    Unsupported {
        /// Where.
        listen: Listen,
    },
}
