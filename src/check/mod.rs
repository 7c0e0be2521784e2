//! What will fail here, and why: judging Compose projects and services against the hosts they are meant for.
//!
//! A `Situation` (feature `compose`) holds projects and hosts, with what is on the hosts already.
//! `Situation::check` returns all findings at once and never an error. Every `Finding` names its `Rule`, its place
//! in the file, the reason, what to do instead and who says so; every rule has a page. What nobody has written down
//! about a host is a note that says so where silence could cost a hang.
//!
//! [`service`] judges one swarm service before it is created and needs no feature.
//!
//! ```
//! # #[cfg(feature = "compose")] {
//! use docknet::check::Situation;
//! use docknet::compose::{Environment, Project};
//! use docknet::host::{Host, WindowsBuild};
//! use docknet::plan::Observed;
//!
//! let file = |name: &str, port: u16| {
//!     let text = format!("services:\n  {name}:\n    image: iis\n    ports:\n      - {port}:80\n");
//!     Project::parse(&format!("{name}/docker-compose.yml"), &text, &Environment::new())
//! };
//! let (first, second) = (file("iis8080", 8080)?, file("iis8081", 8081)?);
//! let situation = |build| {
//!     Situation::new().host("wcs1", Host::windows(build), Observed::default()).project(&first).project(&second)
//! };
//! let report = situation(WindowsBuild::SERVER_2004).check();
//! assert_eq!(report.findings()[0].rule.slug(), "several-nat-networks-with-published-ports");
//! assert!(situation(WindowsBuild::SERVER_2019).check().is_clean());
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "compose")]
mod address;
#[cfg(feature = "compose")]
mod apart;
#[cfg(feature = "compose")]
pub mod cure;
mod doubt;
mod few;
#[cfg(feature = "compose")]
mod finding;
#[cfg(feature = "compose")]
mod names;
mod nearest;
#[cfg(feature = "compose")]
mod network;
#[cfg(feature = "compose")]
mod owners;
#[cfg(feature = "compose")]
mod policy;
#[cfg(feature = "compose")]
mod ports;
#[cfg(feature = "compose")]
pub mod reach;
#[cfg(feature = "compose")]
mod references;
#[cfg(feature = "compose")]
mod render;
#[cfg(feature = "compose")]
mod report;
mod rule;
mod rule_word;
pub mod service;
mod severity;
#[cfg(feature = "compose")]
mod situation;
#[cfg(feature = "compose")]
mod stack;
#[cfg(feature = "compose")]
mod target;
#[cfg(feature = "compose")]
mod told;
#[cfg(feature = "compose")]
mod view;
#[cfg(feature = "compose")]
mod windows;

#[cfg(feature = "compose")]
pub use finding::Finding;
#[cfg(feature = "compose")]
pub use policy::{Allowed, NoReason, Policy, Scope};
#[cfg(feature = "compose")]
pub use render::{Sarif, Sources, Text};
#[cfg(feature = "compose")]
pub use report::{Counts, Report};
pub use rule::Rule;
pub use rule_word::UnknownRule;
pub use severity::{Severity, UnknownSeverity};
#[cfg(feature = "compose")]
pub use situation::Situation;
#[cfg(feature = "compose")]
pub use target::Target;

#[cfg(feature = "compose")]
use crate::compose::Project;
#[cfg(feature = "compose")]
use crate::host::Host;

/// Judges one project against one host on which nothing is there yet. The host is called by what it is.
///
/// ```
/// use docknet::compose::{Environment, Project};
/// use docknet::host::{Host, WindowsBuild};
///
/// let text = "services: {web: {image: iis}}\nnetworks: {default: {driver: bridge}}";
/// let project = Project::parse("web/docker-compose.yml", text, &Environment::new())?;
/// let report = docknet::check(&project, &Host::windows(WindowsBuild::SERVER_2022));
/// assert!(report.to_string().starts_with("error[driver-missing-on-platform]: "));
/// # Ok::<(), docknet::compose::ComposeError>(())
/// ```
#[cfg(feature = "compose")]
#[must_use]
pub fn check(project: &Project, host: &Host) -> Report {
    Situation::new().target(Target::new(host.to_string(), host.clone())).project(project).check()
}
