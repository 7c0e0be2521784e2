//! A Windows named pipe, of which there is always one more instance than clients.

use std::io;

use tokio::net::windows::named_pipe::{NamedPipeServer, ServerOptions};

use super::Stream;

/// A pipe of this machine.
#[derive(Debug)]
pub(in crate::daemon) struct Pipe {
    name: String,
    /// The instance the next client gets.
    next: Option<NamedPipeServer>,
}

impl Pipe {
    /// Makes the pipe; a pipe that somebody else serves is in use.
    pub(super) fn bind(name: &str) -> io::Result<Self> {
        let made = ServerOptions::new().first_pipe_instance(true).reject_remote_clients(true).create(name);
        let first = made.map_err(|error| match error.kind() {
            // ERROR_ACCESS_DENIED: there is a first instance already (CreateNamedPipe).
            io::ErrorKind::PermissionDenied => io::Error::new(io::ErrorKind::AddrInUse, error),
            _ => error,
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
