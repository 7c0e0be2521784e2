//! What several targets share: how much memory there is, and what tells two results apart without keeping both.

pub mod situation;

use std::alloc::System;
use std::fmt::{Debug, Write};
use std::hash::{DefaultHasher, Hasher};

use cap::Cap;

/// No input may take more than 64 MiB. What is counted here is what was asked for and not given back, the input and what
/// a target keeps for itself included; the allocator's own margins and the program stand beside it, which is what the
/// quarter that is left out is for. `tests/compose_limits.rs` measures whole processes.
///
/// A target that names this crate is under it.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, 48 * 1024 * 1024);

/// A number that is another one for another value, most likely; the value can go.
#[must_use]
pub fn digest(value: &impl Debug) -> u64 {
    struct Hashed(DefaultHasher);

    impl Write for Hashed {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }

    let mut hashed = Hashed(DefaultHasher::new());
    write!(hashed, "{value:?}").expect("hashing cannot fail");
    hashed.0.finish()
}

/// Some bytes that decide, and the text behind them.
#[must_use]
pub fn split<const N: usize>(data: &[u8]) -> Option<([u8; N], &str)> {
    let (head, rest) = data.split_first_chunk::<N>()?;
    Some((*head, std::str::from_utf8(rest).ok()?))
}

/// Texts that are parted by lines of three dashes, as YAML parts documents; empty ones where there are no more.
#[must_use]
pub fn documents<const N: usize>(text: &str) -> [&str; N] {
    let mut parts = text.splitn(N, "\n---\n");
    [(); N].map(|()| parts.next().unwrap_or_default())
}
