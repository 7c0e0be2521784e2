//! A connection that is no longer HTTP: what is attached to, what exec runs.

use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, ReadHalf, WriteHalf};

use super::content::Sink;

/// The two ends of a connection that programs and clients talk over.
#[derive(Debug)]
pub(super) enum Talk {
    /// The connection is the client's and ours.
    Connection { input: ReadHalf<TokioIo<Upgraded>>, output: WriteHalf<TokioIo<Upgraded>> },
    /// The client did not ask for the connection: it gets a stream and says nothing.
    Answer(Sink),
}

/// Which of a program's streams something came from, as the frames number them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    Stdout,
    Stderr,
}

impl Talk {
    pub(super) fn over(upgraded: Upgraded) -> Self {
        let (input, output) = tokio::io::split(TokioIo::new(upgraded));
        Self::Connection { input, output }
    }

    /// Writes bytes as they are; whether the client is still there.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> bool {
        match self {
            Self::Connection { output, .. } => {
                output.write_all(bytes).await.is_ok() && output.flush().await.is_ok()
            }
            Self::Answer(sink) => sink.write(bytes.to_vec()).await,
        }
    }

    /// Until the client has gone. What it says is not listened to.
    ///
    /// One whose input is attached may say that there is no more of it, and stays.
    pub(super) async fn gone(&mut self, input_attached: bool) {
        match self {
            Self::Connection { input, .. } => {
                let mut unheard = [0; 1024];
                loop {
                    match input.read(&mut unheard).await {
                        Ok(0) if input_attached => return std::future::pending().await,
                        Ok(0) | Err(_) => return,
                        Ok(_) => {}
                    }
                }
            }
            Self::Answer(sink) => sink.gone().await,
        }
    }

    /// Says goodbye, so that the client sees the end and not a broken connection.
    pub(super) async fn end(self) {
        if let Self::Connection { mut output, .. } = self {
            let _gone_already = output.shutdown().await;
        }
    }
}

/// Bytes of a program without a terminal: a frame says which stream they are of and how many they are.
pub(super) fn framed(output: Output, bytes: &[u8]) -> Vec<u8> {
    let mut frames = Vec::with_capacity(bytes.len() + 8);
    // Engines cut frames at 16 KiB or so; a frame has room for 4 GiB.
    for piece in bytes.chunks(16 << 10) {
        frames.extend([if output == Output::Stdout { 1 } else { 2 }, 0, 0, 0]);
        frames.extend(u32::try_from(piece.len()).unwrap_or(u32::MAX).to_be_bytes());
        frames.extend(piece);
    }
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_say_the_stream_and_the_length() {
        assert_eq!(framed(Output::Stdout, b"hi"), b"\x01\0\0\0\0\0\0\x02hi");
        assert_eq!(framed(Output::Stderr, b"x"), b"\x02\0\0\0\0\0\0\x01x");
        assert_eq!(framed(Output::Stdout, b""), b"");
        let long = framed(Output::Stdout, &vec![0; 20_000]);
        assert_eq!((long.len(), &long[4..8]), (20_016, &[0, 0, 0x40, 0][..]));
    }
}
