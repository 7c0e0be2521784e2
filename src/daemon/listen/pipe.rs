//! A Windows named pipe, of which there is always one more instance than clients.

use std::io;

use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeServer, ServerOptions};

use super::Stream;

/// A pipe of this machine.
#[derive(Debug)]
pub(in crate::daemon) struct Pipe {
    name: String,
    /// The instance the next client gets.
    next: Option<NamedPipeServer>,
}

/// `ERROR_PIPE_BUSY`: every instance has a client.
const PIPE_BUSY: i32 = 231;

impl Pipe {
    /// Makes the pipe; a pipe that somebody else serves is in use.
    pub(super) fn bind(name: &str) -> io::Result<Self> {
        // Windows refuses a second first instance; Wine 8 does not, so that somebody who answers is looked for.
        let answered = match ClientOptions::new().open(name) {
            Ok(_somebody) => true,
            Err(error) => error.raw_os_error() == Some(PIPE_BUSY),
        };
        if answered {
            return Err(io::ErrorKind::AddrInUse.into());
        }
        let made = ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true).create(name);
        let first = made.map_err(|error| {
            // ERROR_ACCESS_DENIED: there is a first instance already (CreateNamedPipe).
            let taken = error.kind() == io::ErrorKind::PermissionDenied;
            if taken { io::Error::new(io::ErrorKind::AddrInUse, error) } else { error }
        })?;
        Ok(Self { name: name.to_owned(), next: Some(first) })
    }

    pub(super) async fn accept(&mut self) -> io::Result<Stream> {
        // Kept here until a client came: whoever waits for it may stop waiting and come back.
        let waiting = match &mut self.next {
            Some(waiting) => waiting,
            none => none.insert(another(&self.name)?),
        };
        waiting.connect().await?;
        // The next instance comes before this one is served, so that no client finds no pipe.
        let next = another(&self.name)?;
        let taken = self.next.replace(next);
        taken.map(Stream::Pipe).ok_or_else(|| io::Error::from(io::ErrorKind::NotConnected))
    }
}

fn another(name: &str) -> io::Result<NamedPipeServer> {
    ServerOptions::new().reject_remote_clients(true).create(name)
}
