//! An engine that says who it is and then never answers again.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

const VERSION: &str = r#"{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux"}"#;

/// A socket somebody listens on.
pub(crate) struct SilentEngine {
    path: PathBuf,
    requests: Arc<Mutex<Vec<String>>>,
}

impl SilentEngine {
    /// Answers that many requests with its version and takes every further one without a word.
    pub(crate) fn after(answers: usize) -> Self {
        let path = std::env::temp_dir().join(format!("{}.sock", super::prefix()));
        let listener = UnixListener::bind(&path).expect("the socket is new");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        std::thread::spawn(move || {
            let mut waiting = Vec::new();
            for (nth, stream) in listener.incoming().enumerate() {
                let Ok(mut stream) = stream else { return };
                let mut request = [0; 4096];
                let length = stream.read(&mut request).unwrap_or(0);
                let request = String::from_utf8_lossy(&request[..length]);
                let asked: Vec<_> = request.split(' ').take(2).collect();
                heard.lock().expect("nobody panics").push(asked.join(" "));
                if nth < answers {
                    let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
                    let _ = write!(stream, "{answer}\r\nContent-Length: {}\r\n\r\n{VERSION}", VERSION.len());
                } else {
                    waiting.push(stream); // kept open, or the caller would learn that nobody is there
                }
            }
        });
        Self { path, requests }
    }

    /// What was asked so far: method and path.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("nobody panics").clone()
    }

    pub(crate) fn address(&self) -> String {
        format!("unix://{}", self.path.display())
    }
}

impl Drop for SilentEngine {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
