//! The command line.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{CommandFactory, FromArgMatches, Parser, ValueEnum};
use docknet::check::{Policy, Rule, Severity};
use docknet::compose::Tool;
use docknet::host::{EngineVersion, Host};
use docknet::model::Subnet;

use super::error::ArgumentError;

/// Says what will fail when Compose projects run on these hosts, why, and what to do instead.
#[derive(Debug, Parser)]
#[command(name = "check_compose")]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are on or off, each by itself")]
pub(crate) struct Arguments {
    /// Compose files, each a project of its own.
    #[arg(value_name = "FILE", required_unless_present_any = ["explain", "rules"])]
    pub(crate) files: Vec<PathBuf>,
    /// A further file of the project named before it, laid over the earlier ones; repeat it.
    #[arg(short = 'f', long = "file", value_name = "FILE")]
    pub(crate) further: Vec<PathBuf>,
    /// A host, such as linux-5.15, windows-server-2022 or windows-10.0.19041.450, with @28.2 behind it for its engine and
    /// a name of your choice before it; repeat it for every host.
    #[arg(long = "host", value_name = "[NAME=]HOST", required_unless_present_any = ["explain", "rules"])]
    pub(crate) hosts: Vec<NamedHost>,
    /// The hosts are the nodes of one swarm, the first its manager; the projects are stacks on it.
    #[arg(long)]
    pub(crate) swarm: bool,
    /// The engine of the hosts that name none.
    #[arg(long, value_name = "VERSION")]
    pub(crate) engine: Option<EngineVersion>,
    /// What `docker network inspect $(docker network ls -q)` printed on a host; repeat it.
    #[arg(long, value_name = "[HOST=]FILE")]
    pub(crate) observed: Vec<String>,
    /// A range no container network may take, and whose it is; repeat it.
    #[arg(long, value_name = "RANGE=NAME", conflicts_with = "swarm")]
    pub(crate) avoid: Vec<Range>,
    /// A route of the hosts, and what it leads through; repeat it.
    #[arg(long, value_name = "RANGE=NAME", conflicts_with = "swarm")]
    pub(crate) route: Vec<Range>,
    /// What `netsh interface ipv4 show excludedportrange protocol=tcp` printed on a host, or on all Windows hosts.
    #[arg(long, value_name = "[HOST=]FILE")]
    pub(crate) excluded: Vec<String>,
    /// The daemon.json of a host, or of all.
    #[arg(long, value_name = "[HOST=]FILE", conflicts_with = "swarm")]
    pub(crate) daemon: Vec<String>,
    /// A profile that is switched on; repeat it.
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Vec<String>,
    /// Allows a rule, and says why it does no harm; repeat it.
    #[arg(long, value_name = "RULE=REASON")]
    pub(crate) allow: Vec<Allowance>,
    /// How grave a rule's findings are: error, warning or note; repeat it.
    #[arg(long, value_name = "RULE=SEVERITY")]
    pub(crate) severity: Vec<Weight>,
    /// Cures what can be cured without asking: changes the files and says what was changed, what it costs and what is left.
    #[arg(long, conflicts_with = "override_file")]
    pub(crate) fix: bool,
    /// Also makes the changes a person should look at: ports, names and subnets others may rely on, files that are shared.
    #[arg(long)]
    pub(crate) look: bool,
    /// Only shows what --fix or --override would write.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Writes the cures as an override file, and leaves the files as they are; of several projects, into a folder.
    #[arg(long = "override", value_name = "FILE")]
    pub(crate) override_file: Option<PathBuf>,
    /// Which tool is to read the override file: docker-compose 1.29, or Compose v2.
    #[arg(long, value_enum, default_value_t = ToolName::Two, requires = "override_file")]
    pub(crate) tool: ToolName,
    /// Ends 1 for warnings, too.
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// What is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Whether the text has colours.
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    pub(crate) colour: Colour,
    /// Lists allowed findings in the text.
    #[arg(long)]
    pub(crate) allowed: bool,
    /// Prints the page of a rule.
    #[arg(long, value_name = "RULE")]
    pub(crate) explain: Option<Rule>,
    /// Lists all rules.
    #[arg(long)]
    pub(crate) rules: bool,
}

/// Where on the command line the files stand.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) files: Vec<usize>,
    pub(crate) further: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For code hosts: SARIF 2.1.0.
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    Always,
    Never,
}

/// A tool by its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ToolName {
    /// docker-compose 1.29.
    #[value(name = "1")]
    One,
    /// docker compose.
    #[value(name = "2")]
    Two,
}

impl From<ToolName> for Tool {
    fn from(name: ToolName) -> Self {
        match name {
            ToolName::One => Self::Compose1,
            ToolName::Two => Self::Compose2,
        }
    }
}

/// `[NAME=]HOST`; without a name it is called as it is written.
#[derive(Debug, Clone)]
pub(crate) struct NamedHost {
    pub(crate) name: String,
    pub(crate) host: Host,
}

/// `RANGE=NAME`.
#[derive(Debug, Clone)]
pub(crate) struct Range {
    pub(crate) subnet: Subnet,
    pub(crate) name: String,
}

/// `RULE=REASON`: a policy that allows one rule.
#[derive(Debug, Clone)]
pub(crate) struct Allowance {
    rule: Rule,
    reason: String,
}

/// `RULE=SEVERITY`.
#[derive(Debug, Clone)]
pub(crate) struct Weight {
    rule: Rule,
    severity: Severity,
}

impl Arguments {
    /// The arguments of this process, or its end when they make no sense.
    pub(crate) fn read() -> (Self, Order) {
        let mut command = Self::command();
        let matches = command.get_matches_mut();
        let order = |id| matches.indices_of(id).into_iter().flatten().collect();
        let order = Order { files: order("files"), further: order("further") };
        match Self::from_arg_matches(&matches) {
            Ok(arguments)
                if (arguments.look || arguments.dry_run)
                    && !arguments.fix
                    && arguments.override_file.is_none() =>
            {
                let kind = clap::error::ErrorKind::MissingRequiredArgument;
                command.error(kind, "--look and --dry-run go with --fix or --override").exit()
            }
            Ok(arguments) => (arguments, order),
            Err(error) => error.format(&mut command).exit(),
        }
    }

    pub(crate) fn policy(&self) -> Policy {
        let severe = self
            .severity
            .iter()
            .fold(Policy::new(), |policy, weight| policy.severity(weight.rule, weight.severity));
        // Reasons were looked at when they were read.
        self.allow.iter().fold(severe, |policy, Allowance { rule, reason }| {
            policy.clone().allow(*rule, reason).unwrap_or(policy)
        })
    }
}

impl FromStr for NamedHost {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        let (name, host) = text.split_once('=').unwrap_or((text, text));
        if name.trim().is_empty() {
            return Err(ArgumentError::HostName);
        }
        let host = host.parse().map_err(|source| ArgumentError::Host(Box::new(source)))?;
        Ok(Self { name: name.to_owned(), host })
    }
}

impl FromStr for Range {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        match text.split_once('=') {
            Some((range, name)) if !name.trim().is_empty() => {
                Ok(Self { subnet: range.parse()?, name: name.trim().to_owned() })
            }
            _ => Err(ArgumentError::Range),
        }
    }
}

impl FromStr for Allowance {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        let (rule, reason) = text.split_once('=').unwrap_or((text, ""));
        let rule = rule.parse()?;
        Policy::new().allow(rule, reason)?;
        Ok(Self { rule, reason: reason.to_owned() })
    }
}

impl FromStr for Weight {
    type Err = ArgumentError;

    fn from_str(text: &str) -> Result<Self, ArgumentError> {
        let (rule, severity) = text.split_once('=').ok_or(ArgumentError::Weight)?;
        Ok(Self { rule: rule.parse()?, severity: severity.parse()? })
    }
}
