//! The capability table against its sources: the matrix by build, and one line for each further capability.

#[path = "capabilities/further.rs"]
mod further;
#[path = "capabilities/hosts.rs"]
mod hosts;
#[path = "capabilities/matrix.rs"]
mod matrix;
#[path = "capabilities/whole.rs"]
mod whole;
