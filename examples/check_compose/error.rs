//! What is wrong with the input, where, and what helps.

use std::io;
use std::path::PathBuf;

use docknet::check::{NoReason, UnknownRule, UnknownSeverity};
use docknet::compose::ComposeError;
use docknet::host::HostError;
use docknet::model::SubnetError;
use docknet::wire::{TextError, WireError};

/// An argument that cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error(transparent)]
    Host(Box<HostError>),
    #[error("a host's name is empty: write NAME=HOST, such as wcs1=windows-server-2022")]
    HostName,
    #[error(transparent)]
    NoReason(#[from] NoReason),
    #[error("write RANGE=NAME, such as 10.20.0.0/16=\"office VPN\"")]
    Range,
    #[error("{0}; --rules lists all there are")]
    Rule(#[from] UnknownRule),
    #[error(transparent)]
    Severity(#[from] UnknownSeverity),
    #[error(transparent)]
    Subnet(#[from] SubnetError),
    #[error("write RULE=SEVERITY, such as subnets-overlap=warning")]
    Weight,
}

/// A file or a set of arguments that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    #[error("{}: it was changed since it was read, and stays as it is: run it again", path.display())]
    Changed { path: PathBuf },
    #[error(transparent)]
    Compose(Box<ComposeError>),
    #[error("{}: it exists already, and is not overwritten", path.display())]
    Exists { path: PathBuf },
    #[error("{} is named twice: name it once, or give the second project a file of its own", path.display())]
    FileTwice { path: PathBuf },
    #[error("--fix and --override speak in text: leave --format out, and judge the files again afterwards")]
    FixIsText,
    #[error("{} is a folder: name the Compose file in it{}", path.display(), suggestion(within.as_ref()))]
    Folder { path: PathBuf, within: Option<PathBuf> },
    #[error("two hosts are called {name}: write NAME=HOST for each, as in --host wcs1=windows-server-2022")]
    HostTwice { name: String },
    #[error("{}: no ranges of ports in it: write what this prints on the host into it: netsh interface ipv4 show \
             excludedportrange protocol=tcp", path.display())]
    NoPorts { path: PathBuf },
    #[error("{option} {text}: no file is named behind the =")]
    NoFile { option: &'static str, text: String },
    #[error("{option} {text}: no host is called so: write HOST=FILE, with one of the hosts named by --host: {}", hosts.join(", "))]
    NoHost { option: &'static str, text: String, hosts: Vec<String> },
    #[error(
        "--excluded {file}: {host} is no Windows host, and only those exclude ports so: leave it out, or name another"
    )]
    NotWindows { file: String, host: String },
    #[error("-f {}: no project stands before it: name its first file without -f", path.display())]
    NoProject { path: PathBuf },
    #[error("--override {}: there are {projects} projects: name a folder that exists, for a file of each", path.display())]
    OverrideFolder { path: PathBuf, projects: usize },
    #[error("{}: {source}", path.display())]
    Ports { path: PathBuf, source: Box<dyn std::error::Error + Send + Sync> },
    #[error("{}: {source}; name a file that can be read", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Text { path: PathBuf, source: TextError },
    #[error("{option} is there twice for {}: keep one of the two", host.as_deref().unwrap_or("all hosts"))]
    Twice { option: &'static str, host: Option<String> },
    #[error("{option} {file}: say which host it is of, as in {option} {first}={file}")]
    WhichHost { option: &'static str, file: String, first: String },
    #[error("{}: it cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Wire { path: PathBuf, source: Box<WireError> },
}

fn suggestion(within: Option<&PathBuf>) -> String {
    within.map(|path| format!(", {}", path.display())).unwrap_or_default()
}
