//! The capability table against its sources: the matrix by build, and one line for each further capability.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

#[path = "capabilities/further.rs"]
mod further;
#[path = "capabilities/hosts.rs"]
mod hosts;
#[path = "capabilities/matrix.rs"]
mod matrix;
#[path = "capabilities/whole.rs"]
mod whole;
