//! Printing that does not mind when nobody reads any more, as when the output goes through `head`.

/// Prints a line.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        let _nobody_reads = writeln!(std::io::stdout(), $($text)*);
    }};
}

pub(crate) use say;
