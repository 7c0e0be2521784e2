//! One HTTP request over a Unix socket, sent as it is written here: nothing is parsed on its way to the engine.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use serde_json::Value;

/// What an engine answered: status, and the body as JSON or as text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// Where the engine listens.
const SOCKET: &str = "/var/run/docker.sock";

/// Asks; a body goes as JSON.
pub(crate) fn ask(method: &str, path: &str, body: Option<&Value>) -> RawAnswer {
    let mut stream = UnixStream::connect(SOCKET).expect("an engine listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout can be set");
    let body = body.map(ToString::to_string);
    let of_body =
        |body: &String| format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    let head = format!("{method} {path} HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n");
    let request =
        [head, body.as_ref().map(of_body).unwrap_or_default(), "\r\n".to_owned(), body.unwrap_or_default()]
            .concat();
    stream.write_all(request.as_bytes()).expect("the engine reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the engine answers");
    read(&answer)
}

fn read(answer: &[u8]) -> RawAnswer {
    let text = String::from_utf8_lossy(answer).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer has a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { joined(body) } else { body.to_owned() };
    let body = match serde_json::from_str(body.trim()) {
        Ok(value) => value,
        Err(_) if body.trim().is_empty() => Value::Null,
        Err(_) => Value::String(body),
    };
    RawAnswer { status, body }
}

/// A body that came in chunks.
fn joined(body: &str) -> String {
    let (mut whole, mut rest) = (String::new(), body);
    while let Some((size, after)) = rest.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or_default();
        let Some(chunk) = after.get(..size).filter(|_| size > 0) else { break };
        whole.push_str(chunk);
        rest = after[size..].trim_start_matches("\r\n");
    }
    whole
}

/// A text as it stands in a query.
pub(crate) fn escaped(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~/:".contains(byte);
    text.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
