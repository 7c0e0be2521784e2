//! Reports for people, programs and code hosts: text, JSON, SARIF.
//!
//! The text is drawn by `annotate-snippets`, which draws rustc's own messages. What was looked at: it is kept by the
//! Rust project and released together with what rustc needs; it brings two small crates (`anstyle`, `unicode-width`);
//! a span is a range of bytes and a source may be an excerpt with its own first line; without colours it writes plain
//! ASCII; it measures wide characters and tabs and shortens lines that are too long. `miette` asks for an error type per
//! message and, to draw, for a dozen crates; `ariadne` draws in its own style, and plain ASCII only when told so
//! everywhere; `codespan-reporting` wants a database of whole files and prints lines of any length. What it does not do
//! is done here: characters a terminal obeys are made visible in every text, and a line of a megabyte is cut before it is
//! handed over.
//!
//! SARIF is written from a few structs of our own. `serde-sarif`, generated from the whole schema when it is built,
//! doubles the number of crates for the twenty fields a linter needs, and did not compile with today's serde.

mod clean;
mod excerpt;
mod json;
mod sarif;
mod sources;
mod text;
mod uri;

pub use sarif::Sarif;
pub use sources::Sources;
pub use text::Text;
