//! What will fail here, and why: judging Compose projects against the hosts they are meant for.
//!
//! A [`Situation`] holds projects and hosts, with what is on the hosts already. [`Situation::check`] returns all
//! findings at once and never an error. Every [`Finding`] names its [`Rule`], its place in the file, the reason,
//! what to do instead and who says so; every rule has a page. What nobody has written down about a host is a note
//! that says so where silence could cost a hang.
//!
//! ```
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
//! # Ok::<(), docknet::compose::ComposeError>(())
//! ```

mod addresses;
mod assignment;
mod finding;
mod names;
mod nat;
mod platform;
mod ports;
mod prefix;
mod report;
mod rule;
mod situation;
mod subnets;
mod view;

pub use finding::{Finding, Severity};
pub use report::Report;
pub use rule::Rule;
pub use situation::Situation;

use crate::compose::Project;
use crate::host::Host;
use crate::plan::Observed;

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
#[must_use]
pub fn check(project: &Project, host: &Host) -> Report {
    Situation::new().host(host.to_string(), host.clone(), Observed::default()).project(project).check()
}
