//! A client that says exactly what it is told to, over whatever a daemon listens at.

#![allow(dead_code, reason = "every test program uses a part of its own")]

use std::io::{self, Read, Write};
use std::time::Duration;

use docknet::daemon::{Daemon, Listen};
use serde_json::Value;

/// How long a test waits for what must come.
pub(crate) const SOON: Duration = Duration::from_secs(10);

/// A connection.
pub(crate) struct Raw {
    stream: Connection,
    /// What was read and not yet looked at.
    rest: Vec<u8>,
}

enum Connection {
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixStream),
    #[cfg(windows)]
    Pipe(std::fs::File),
    Tcp(std::net::TcpStream),
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("answers are texts")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The sentence of a refusal.
    pub(crate) fn message(&self) -> String {
        self.json()["message"].as_str().unwrap_or_else(|| panic!("no message: {self:?}")).to_owned()
    }
}

impl Raw {
    pub(crate) fn connect(daemon: &Daemon) -> Self {
        Self::try_connect(daemon.listen()).expect("the daemon listens")
    }

    pub(crate) fn try_connect(listen: &Listen) -> io::Result<Self> {
        let stream = match listen {
            #[cfg(unix)]
            Listen::Unix(path) => {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(Some(SOON))?;
                Connection::Unix(stream)
            }
            #[cfg(windows)]
            Listen::Pipe(name) => {
                let path = format!(r"\\.\pipe\{name}");
                let options = || std::fs::OpenOptions::new().read(true).write(true).open(&path);
                // The next instance takes a moment to be there: ERROR_PIPE_BUSY.
                let mut opened = options();
                for _ in 0..100 {
                    if opened.as_ref().is_err_and(|error| error.raw_os_error() == Some(231)) {
                        std::thread::sleep(Duration::from_millis(10));
                        opened = options();
                    }
                }
                Connection::Pipe(opened?)
            }
            Listen::Tcp(address) => {
                let stream = std::net::TcpStream::connect(address)?;
                stream.set_read_timeout(Some(SOON))?;
                Connection::Tcp(stream)
            }
            other => panic!("{other} is nowhere here"),
        };
        Ok(Self { stream, rest: Vec::new() })
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.try_send(bytes).expect("the daemon listens");
    }

    pub(crate) fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        let stream: &mut dyn Write = match &mut self.stream {
            #[cfg(unix)]
            Connection::Unix(stream) => stream,
            #[cfg(windows)]
            Connection::Pipe(stream) => stream,
            Connection::Tcp(stream) => stream,
        };
        stream.write_all(bytes.as_ref())?;
        stream.flush()
    }

    /// Says that nothing more will be said, and goes on listening. Pipes cannot.
    pub(crate) fn close_write(&mut self) {
        let done = match &self.stream {
            #[cfg(unix)]
            Connection::Unix(stream) => stream.shutdown(std::net::Shutdown::Write),
            #[cfg(windows)]
            Connection::Pipe(_) => Ok(()),
            Connection::Tcp(stream) => stream.shutdown(std::net::Shutdown::Write),
        };
        done.expect("the connection is there");
    }

    fn read(&mut self) -> io::Result<usize> {
        let stream: &mut dyn Read = match &mut self.stream {
            #[cfg(unix)]
            Connection::Unix(stream) => stream,
            #[cfg(windows)]
            Connection::Pipe(stream) => stream,
            Connection::Tcp(stream) => stream,
        };
        let mut piece = [0; 16 << 10];
        let length = match stream.read(&mut piece) {
            // What ends pipes and connections that are dropped is an end like any other.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset) =>
            {
                0
            }
            other => other?,
        };
        self.rest.extend(&piece[..length]);
        Ok(length)
    }

    /// Everything until the daemon ends the connection.
    pub(crate) fn read_to_end(&mut self) -> Vec<u8> {
        while self.read().expect("the daemon ends the connection") > 0 {}
        std::mem::take(&mut self.rest)
    }

    /// Whether the daemon says nothing for that long.
    #[cfg(unix)]
    pub(crate) fn is_silent_for(&mut self, time: Duration) -> bool {
        if let Connection::Unix(stream) = &self.stream {
            stream.set_read_timeout(Some(time)).expect("a time");
        }
        let silent = self.read().is_err();
        if let Connection::Unix(stream) = &self.stream {
            stream.set_read_timeout(Some(SOON)).expect("a time");
        }
        silent
    }

    /// Everything up to and with those bytes.
    pub(crate) fn until(&mut self, end: &[u8]) -> Vec<u8> {
        loop {
            if let Some(at) = self.rest.windows(end.len()).position(|window| window == end) {
                return self.rest.drain(..at + end.len()).collect();
            }
            let said = String::from_utf8_lossy(&self.rest).into_owned();
            let length = self.read().unwrap_or_else(|error| panic!("{error} after {said:?}"));
            assert!(length > 0, "the connection ended after {said:?}");
        }
    }

    fn exactly(&mut self, length: usize) -> Vec<u8> {
        while self.rest.len() < length {
            assert!(self.read().expect("more comes") > 0, "the connection ended");
        }
        self.rest.drain(..length).collect()
    }

    /// The head of an answer.
    pub(crate) fn head(&mut self) -> Answer {
        let head = String::from_utf8(self.until(b"\r\n\r\n")).expect("heads are texts");
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Answer { status: status.unwrap_or_else(|| panic!("{head}")), head, body: Vec::new() }
    }

    /// The next piece of an answer that comes in chunks; `None` at its end.
    pub(crate) fn chunk(&mut self) -> Option<Vec<u8>> {
        let size = String::from_utf8(self.until(b"\r\n")).expect("a size");
        let size = usize::from_str_radix(size.trim(), 16).expect("a size");
        let piece = self.exactly(size);
        assert_eq!(self.exactly(2), b"\r\n");
        (size > 0).then_some(piece)
    }

    /// A whole answer.
    pub(crate) fn answer(&mut self, to_head: bool) -> Answer {
        let mut answer = self.head();
        if to_head || answer.status == 204 || answer.status == 304 {
            return answer;
        }
        if let Some(length) = answer.header("content-length") {
            let length = length.parse().expect("a length");
            answer.body = self.exactly(length);
        } else if answer.header("transfer-encoding").is_some() {
            while let Some(piece) = self.chunk() {
                answer.body.extend(piece);
            }
        } else {
            answer.body = self.read_to_end();
        }
        answer
    }

    /// Asks over this connection, which goes on after it.
    pub(crate) fn ask(&mut self, method: &str, target: &str, body: &str) -> Answer {
        let mut request = format!("{method} {target} HTTP/1.1\r\nHost: docker\r\n");
        if !body.is_empty() {
            request += "Content-Type: application/json\r\n";
            request += &["Content-Length: ", &body.len().to_string(), "\r\n"].concat();
        } else if method == "POST" {
            request += "Content-Length: 0\r\n";
        }
        self.send(request + "\r\n" + body);
        self.answer(method == "HEAD")
    }
}

/// Asks over a connection of its own.
pub(crate) fn ask(daemon: &Daemon, method: &str, target: &str, body: &str) -> Answer {
    Raw::connect(daemon).ask(method, target, body)
}

/// Sends text over a connection of its own.
pub(crate) fn say(daemon: &Daemon, text: &str) -> Answer {
    let mut raw = Raw::connect(daemon);
    raw.send(text);
    raw.answer(text.starts_with("HEAD"))
}
