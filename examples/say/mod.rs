//! Printing that does not mind when nobody reads any more, as when the output goes through `head`, and minds a full disk.

/// Prints a line. What cannot be written ends the program with 2, so that half a result does not look whole.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        match writeln!(std::io::stdout(), $($text)*) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                eprintln!("the result cannot be written: {error}");
                std::process::exit(2);
            }
            Ok(()) | Err(_) => {}
        }
    }};
}

pub(crate) use say;
