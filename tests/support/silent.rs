//! An engine that says who it is and then never answers again.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;

const VERSION: &str = r#"{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux"}"#;

/// A socket somebody listens on.
pub(crate) struct SilentEngine {
    path: PathBuf,
}

impl SilentEngine {
    /// Answers that many requests with its version and takes every further one without a word.
    pub(crate) fn after(answers: usize) -> Self {
        let path = std::env::temp_dir().join(format!("{}.sock", super::prefix()));
        let listener = UnixListener::bind(&path).expect("the socket is new");
        std::thread::spawn(move || {
            let mut waiting = Vec::new();
            for (nth, stream) in listener.incoming().enumerate() {
                let Ok(mut stream) = stream else { return };
                if nth < answers {
                    let mut request = [0; 4096];
                    let _ = stream.read(&mut request);
                    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
                    let _ = write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{VERSION}", VERSION.len());
                } else {
                    waiting.push(stream); // kept open, or the caller would learn that nobody is there
                }
            }
        });
        Self { path }
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
