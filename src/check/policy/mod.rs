//! How grave findings are taken, and which are allowed: by the caller and by the files themselves.

mod file;
mod judge;
mod scope;
mod setting;

pub use scope::Scope;
pub use setting::{Allowed, NoReason};

pub(super) use judge::judge;

use setting::{Asked, Setting};

use super::{Rule, Severity};

/// What a caller says about rules: how grave one is, and which is allowed and why.
///
/// A severity replaces the one a finding of the rule has, the milder ones of hosts nobody knows included. The narrowest
/// scope counts, and among equals the gravest; what the caller says outranks the files. An allowed finding is no longer
/// among [`Report::findings`](super::Report::findings) but among [`Report::allowed`](super::Report::allowed); one word
/// of allowance is enough, by the caller or in any file that takes part.
///
/// Files say the same under `x-docknet`, at the top level (for the project), in a service or in a network (for findings
/// that have a place in it):
///
/// ```yaml
/// x-docknet:
///   allow:
///     one-nat-ends-isolation: we want one flat network
///   severity:
///     names-collide-on-shared-network: error
/// ```
///
/// At the top level of a file that is extended or included it counts for findings that have a place in that file. Of
/// several files laid over each other all count, the later one first.
///
/// What cannot be read there is a finding ([`Rule::BadXDocknet`], [`Rule::UnknownRuleInXDocknet`]), and so is an
/// allowance of a file that had nothing to allow ([`Rule::UnusedAllowance`]).
///
/// ```
/// use docknet::check::{Policy, Rule, Severity, Situation, Target};
/// use docknet::compose::{Environment, Project};
/// use docknet::host::Host;
///
/// let text = "services: {a: {image: x, ports: ['80:80']}, b: {image: x, ports: ['80:80']}}";
/// let project = Project::parse("web/docker-compose.yml", text, &Environment::new())?;
/// let check = |policy| {
///     let target = Target::new("one", Host::linux());
///     Situation::new().target(target).project(&project).policy(policy).check()
/// };
/// let rule = Rule::PublishedPortTwice;
/// let milder = check(Policy::new().severity(rule, Severity::Note));
/// assert_eq!(milder.findings()[0].severity, Severity::Note);
///
/// let allowed = check(Policy::new().allow(rule, "never both at once")?);
/// assert!(allowed.findings().is_empty());
/// assert_eq!(allowed.allowed()[0].reason, "never both at once");
/// assert!(Policy::new().allow(rule, " ").is_err(), "an allowance has a reason");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    settings: Vec<Setting>,
}

impl Policy {
    /// Every rule as it is, nothing allowed.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows a rule everywhere.
    ///
    /// # Errors
    /// [`NoReason`] when the reason is empty or blank.
    pub fn allow(self, rule: Rule, reason: &str) -> Result<Self, NoReason> {
        self.allow_in(Scope::Everywhere, rule, reason)
    }

    /// Allows a rule in a part: findings that have a place in it.
    ///
    /// # Errors
    /// As [`allow`](Self::allow).
    pub fn allow_in(self, scope: Scope, rule: Rule, reason: &str) -> Result<Self, NoReason> {
        match reason.trim() {
            "" => Err(NoReason { rule }),
            reason => Ok(self.with(scope, rule, Asked::Allow(reason.to_owned()))),
        }
    }

    /// Says how grave every finding of a rule is.
    #[must_use]
    pub fn severity(self, rule: Rule, severity: Severity) -> Self {
        self.severity_in(Scope::Everywhere, rule, severity)
    }

    /// Says how grave the findings of a rule are that have a place in a part.
    #[must_use]
    pub fn severity_in(self, scope: Scope, rule: Rule, severity: Severity) -> Self {
        self.with(scope, rule, Asked::Severity(severity))
    }

    fn with(mut self, scope: Scope, rule: Rule, asked: Asked) -> Self {
        self.settings.push(Setting { scope, rule, asked, place: None });
        self
    }
}
