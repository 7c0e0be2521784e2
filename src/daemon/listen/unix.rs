//! A Unix socket that is taken away when nobody listens any more.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use tokio::net::UnixListener;

use super::Stream;

/// A socket in the file system; its file goes with it.
#[derive(Debug)]
pub(in crate::daemon) struct UnixSocket {
    listener: UnixListener,
    path: PathBuf,
}

impl UnixSocket {
    /// Listens at a path. A socket that nobody listens at any more is replaced, anything else is left alone.
    pub(super) fn bind(path: &Path) -> io::Result<Self> {
        if is_abandoned(path) {
            fs::remove_file(path)?;
        }
        let listener = UnixListener::bind(path)?;
        let socket = Self { listener, path: path.to_owned() };
        // Whoever may write to it may do everything to the world: that is its owner.
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        Ok(socket)
    }

    pub(super) async fn accept(&self) -> io::Result<Stream> {
        let (stream, _) = self.listener.accept().await?;
        Ok(Stream::Unix(stream))
    }
}

impl Drop for UnixSocket {
    fn drop(&mut self) {
        let _gone_already = fs::remove_file(&self.path);
    }
}

/// Whether a socket was left behind by somebody who is gone.
fn is_abandoned(path: &Path) -> bool {
    let is_socket = fs::symlink_metadata(path).is_ok_and(|there| there.file_type().is_socket());
    is_socket
        && UnixStream::connect(path).is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
}
