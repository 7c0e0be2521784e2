//! The JSON of Docker, HNS v1 and HCN v2, read without losing anything and written back as it was.
//!
//! There are two levels, as in any good codec: a *document* is JSON as somebody wrote it, with checked access; a
//! [`model`](crate::model) value has only what is meaningful. [`NetworkDocument::network`] goes up,
//! [`NetworkDocument::with`] comes down and touches only what differs in meaning, so that unknown keys, unknown
//! words and an engine's oddities survive. This floor knows no client library and reads no file: bytes come in
//! through [`decode`]. Of Windows' own words it reads what `netsh` says about ports.

mod convert;
mod create;
mod daemon;
mod declare;
mod document;
mod error;
mod field;
mod flags;
mod guid;
pub mod hcn;
pub mod hns;
mod hns_error;
mod info;
mod loss;
mod netsh;
mod network;
pub mod request;
mod text;
mod value;
mod write;

pub use create::create_request;
pub use daemon::{DaemonDocument, FixedCidr};
pub use document::{Document, Documents, Record};
pub use error::{Lookalike, ValueError, WireError, WireProblem};
pub use field::{Always, CommaList};
pub use guid::{Guid, GuidError};
pub use hns_error::{CodeEvidence, HnsCode, HnsError, HnsFact, NotFound, NotFoundKind};
pub use info::EngineDocument;
pub use loss::{Loss, Lost};
pub use netsh::{DynamicPorts, ExcludedPorts, ExcludedRange, NetshError, NetshProblem};
pub use network::{Inspection, NetworkDocument};
pub use text::{TextError, decode};
