//! Where a daemon listens: a Unix socket, a Windows named pipe, loopback TCP.

#[cfg(windows)]
mod pipe;
mod stream;
#[cfg(unix)]
mod unix;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) use stream::Stream;

use super::DaemonError;

/// A place a daemon listens at. Reads and writes the form of `DOCKER_HOST`.
///
/// ```
/// use docknet::daemon::Listen;
/// let place: Listen = "tcp://127.0.0.1:2375".parse()?;
/// assert_eq!(place.to_string(), "tcp://127.0.0.1:2375");
/// assert_eq!("npipe://docknet".parse::<Listen>()?.to_string(), "npipe:////./pipe/docknet");
/// assert!("tcp://0.0.0.0:2375".parse::<Listen>()?.bind_check().is_err(), "other machines reach that");
/// # Ok::<(), docknet::daemon::DaemonError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Listen {
    /// A Unix socket at a path of at most 107 bytes.
    Unix(PathBuf),
    /// A Windows named pipe by its name, without `\\.\pipe\`.
    Pipe(String),
    /// TCP on a loopback address; port 0 is one that is free.
    Tcp(SocketAddr),
    /// TCP on any address. Whoever reaches it can do everything to the world.
    TcpForAnybody(SocketAddr),
}

/// What Windows puts before the name of a pipe of the same machine.
const PIPES: &str = r"\\.\pipe\";

/// Distinguishes the places of one process.
static NEXT: AtomicU64 = AtomicU64::new(0);

impl Listen {
    /// A place nobody else has: a Unix socket in the folder for temporary files, on Windows a named pipe.
    #[must_use]
    pub fn somewhere() -> Self {
        let name = format!("docknet-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        if cfg!(windows) {
            return Self::Pipe(name);
        }
        let path = std::env::temp_dir().join(format!("{name}.sock"));
        // Folders for temporary files can be longer than the path of a socket may be.
        let fits = path.as_os_str().len() <= LONGEST_PATH;
        Self::Unix(if fits { path } else { PathBuf::from(format!("/tmp/{name}.sock")) })
    }

    /// A loopback port that is free.
    #[must_use]
    pub const fn loopback() -> Self {
        Self::Tcp(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0))
    }

    /// Whether a daemon may listen there at all, without trying.
    ///
    /// # Errors
    /// [`DaemonError::NotLoopback`], [`DaemonError::PathTooLong`] and [`DaemonError::Unsupported`].
    pub fn bind_check(&self) -> Result<(), DaemonError> {
        match self {
            Self::Tcp(address) if !address.ip().to_canonical().is_loopback() => {
                Err(DaemonError::NotLoopback { address: *address })
            }
            Self::Unix(path) if path.as_os_str().len() > LONGEST_PATH => {
                Err(DaemonError::PathTooLong { path: path.clone(), longest: LONGEST_PATH })
            }
            Self::Unix(_) if !cfg!(unix) => Err(DaemonError::Unsupported { listen: self.clone() }),
            Self::Pipe(_) if !cfg!(windows) => Err(DaemonError::Unsupported { listen: self.clone() }),
            Self::Unix(_) | Self::Pipe(_) | Self::Tcp(_) | Self::TcpForAnybody(_) => Ok(()),
        }
    }
}

/// The most bytes a path may have: `sun_path` has 108 with the zero that ends it (unix(7)).
const LONGEST_PATH: usize = 107;

impl FromStr for Listen {
    type Err = DaemonError;

    fn from_str(text: &str) -> Result<Self, DaemonError> {
        let error = || DaemonError::Address { text: text.to_owned() };
        let (scheme, rest) = text.split_once("://").ok_or_else(error)?;
        match scheme {
            "unix" if !rest.is_empty() => Ok(Self::Unix(PathBuf::from(rest))),
            "npipe" => {
                let slashes = rest.replace('/', r"\");
                let name = slashes.strip_prefix(PIPES).unwrap_or(&slashes);
                let is_name = !name.is_empty() && !name.contains('\\');
                is_name.then(|| Self::Pipe(name.to_owned())).ok_or_else(error)
            }
            "tcp" => {
                let rest = rest.strip_suffix('/').unwrap_or(rest);
                let numbers = match rest.strip_prefix("localhost:") {
                    Some(port) => format!("127.0.0.1:{port}"),
                    None => rest.to_owned(),
                };
                numbers.parse().map(Self::Tcp).map_err(|_not_an_address| error())
            }
            _ => Err(error()),
        }
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{}", path.display()),
            Self::Pipe(name) => write!(f, "npipe:////./pipe/{name}"),
            Self::Tcp(address) | Self::TcpForAnybody(address) => write!(f, "tcp://{address}"),
        }
    }
}

/// A place that is listened at.
#[derive(Debug)]
pub(super) enum Listener {
    #[cfg(unix)]
    Unix(unix::UnixSocket),
    #[cfg(windows)]
    Pipe(pipe::Pipe),
    Tcp(tokio::net::TcpListener),
}

impl Listener {
    /// Listens, and says where: a port that was 0 has its number.
    pub(super) async fn bind(listen: &Listen) -> Result<(Self, Listen), DaemonError> {
        listen.bind_check()?;
        let failed = |source: std::io::Error| {
            let listen = listen.clone();
            let in_use = source.kind() == std::io::ErrorKind::AddrInUse;
            if in_use { DaemonError::InUse { listen } } else { DaemonError::Bind { listen, source } }
        };
        match listen {
            #[cfg(unix)]
            Listen::Unix(path) => {
                let socket = unix::UnixSocket::bind(path).map_err(failed)?;
                Ok((Self::Unix(socket), listen.clone()))
            }
            #[cfg(windows)]
            Listen::Pipe(name) => {
                let pipe = pipe::Pipe::bind(&format!("{PIPES}{name}")).map_err(failed)?;
                Ok((Self::Pipe(pipe), listen.clone()))
            }
            Listen::Tcp(address) | Listen::TcpForAnybody(address) => {
                let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
                let bound = listener.local_addr().map_err(failed)?;
                let same = if matches!(listen, Listen::Tcp(_)) { Listen::Tcp } else { Listen::TcpForAnybody };
                Ok((Self::Tcp(listener), same(bound)))
            }
            #[cfg(not(unix))]
            Listen::Unix(_) => Err(DaemonError::Unsupported { listen: listen.clone() }),
            #[cfg(not(windows))]
            Listen::Pipe(_) => Err(DaemonError::Unsupported { listen: listen.clone() }),
        }
    }

    /// The next client.
    pub(super) async fn accept(&mut self) -> std::io::Result<Stream> {
        match self {
            #[cfg(unix)]
            Self::Unix(socket) => socket.accept().await,
            #[cfg(windows)]
            Self::Pipe(pipe) => pipe.accept().await,
            Self::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                // Answers are small and waited for.
                let _slower_without = stream.set_nodelay(true);
                Ok(Stream::Tcp(stream))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_as_they_are_read() {
        for text in
            ["unix:///tmp/x.sock", "npipe:////./pipe/docker_engine", "tcp://127.0.0.1:2375", "tcp://[::1]:0"]
        {
            assert_eq!(text.parse::<Listen>().expect("a place").to_string(), text);
        }
        let pipe = Listen::Pipe("docknet".into());
        for text in ["npipe://docknet", r"npipe://\\.\pipe\docknet", "npipe:////./pipe/docknet"] {
            assert_eq!(text.parse::<Listen>().expect("a pipe"), pipe, "{text}");
        }
        assert_eq!("tcp://localhost:1".parse::<Listen>().expect("a port").to_string(), "tcp://127.0.0.1:1");
        for junk in [
            "",
            "unix://",
            "npipe://",
            "npipe://a/b",
            "tcp://host:1",
            "tcp://127.0.0.1",
            "http://x",
            "/tmp/x",
        ] {
            assert!(junk.parse::<Listen>().is_err(), "{junk}");
        }
    }

    #[test]
    fn only_loopback_unless_told() {
        for open in ["tcp://0.0.0.0:0", "tcp://[::]:0", "tcp://192.0.2.1:1", "tcp://[::ffff:192.0.2.1]:1"] {
            let place = open.parse::<Listen>().expect("an address");
            assert!(matches!(place.bind_check(), Err(DaemonError::NotLoopback { .. })), "{open}");
        }
        assert!(Listen::loopback().bind_check().is_ok());
        assert!(Listen::TcpForAnybody(SocketAddr::from(([0, 0, 0, 0], 0))).bind_check().is_ok());
        let long = Listen::Unix(PathBuf::from(format!("/tmp/{}", "x".repeat(103))));
        assert!(matches!(long.bind_check(), Err(DaemonError::PathTooLong { .. })));
    }
}
