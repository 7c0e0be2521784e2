//! Files in, values out; every error names the file.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use docknet::compose::{ComposeError, Project};
use docknet::host::Host;
use docknet::model::{Driver, Endpoint, Subnet, SubnetError};
use docknet::plan::Observed;
use docknet::wire::{DaemonDocument, Inspection, TextError, WireError, decode};

use super::Arguments;

/// Everything the job needs to know.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) hosts: Vec<NamedHost>,
    pub(crate) projects: Vec<Project>,
    pub(crate) daemon: DaemonDocument,
    pub(crate) daemon_path: PathBuf,
    pub(crate) prefix: Option<Subnet>,
    pub(crate) avoid: Vec<Avoid>,
}

/// A host and what is on it.
#[derive(Debug, Clone)]
pub(crate) struct NamedHost {
    pub(crate) name: String,
    pub(crate) host: Host,
    pub(crate) observed: Observed,
    /// The prefix of its default network.
    pub(crate) prefix: Subnet,
}

impl NamedHost {
    /// Who is in its default network.
    pub(crate) fn endpoints(&self) -> impl Iterator<Item = (&str, &Endpoint)> {
        let nat = self.observed.networks.iter().filter(|network| network.name().as_str() == "nat");
        nat.flat_map(|network| &network.endpoints).map(|endpoint| (self.name.as_str(), endpoint))
    }
}

/// `FILE` or `HOST=FILE`.
#[derive(Debug, Clone)]
pub(crate) struct NamedFile {
    name: String,
    path: PathBuf,
}

/// `SUBNET=NAME`.
#[derive(Debug, Clone)]
pub(crate) struct Avoid {
    pub(crate) subnet: Subnet,
    pub(crate) name: String,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    #[error("--avoid {text:?}: write SUBNET=NAME, such as 10.20.0.0/16=\"office VPN\"")]
    Avoid { text: String },
    #[error("--avoid {text:?}: {source}")]
    AvoidSubnet { text: String, source: SubnetError },
    #[error(transparent)]
    Compose(#[from] ComposeError),
    #[error("host {name} is named twice, by {first} and {second}: write HOST=FILE")]
    HostTwice { name: String, first: PathBuf, second: PathBuf },
    #[error(
        "--inspect {text:?}: {name:?} is no name for a host: letters, digits and . _ - are, as in wcs1=nat.json"
    )]
    HostName { text: String, name: String },
    #[error("{}: no network called nat in it; run on the host: docker network inspect nat", path.display())]
    NoNat { path: PathBuf },
    #[error("{}: nat has no subnet in it: engines before 19.03.3 show only what they asked HNS for; read it with \
             Get-HnsNetwork and write it in its place", path.display())]
    NoSubnet { path: PathBuf },
    #[error("{}: the network called nat has the driver {driver}: this is no Windows host's", path.display())]
    NotNat { path: PathBuf, driver: Driver },
    #[error("{}: {source}; name a file that can be read", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    Text { path: PathBuf, source: TextError },
    #[error("{}: {source}", path.display())]
    Wire { path: PathBuf, source: Box<WireError> },
}

impl Input {
    pub(crate) fn read(arguments: &Arguments) -> Result<Self, InputError> {
        let host = arguments.host.clone().with_engine(arguments.engine.clone());
        let shipped = ["wcs1", "wcs2", "wcs3"]
            .map(|name| NamedFile { name: name.into(), path: fixture(&format!("{name}.inspect.json")) });
        let inspect = if arguments.inspect.is_empty() { shipped.to_vec() } else { arguments.inspect.clone() };
        let projects = ["redisha", "iis8080", "iis8081", "aspnet9090"]
            .map(|project| fixture(project).join("docker-compose.yml"));
        let compose =
            if arguments.compose.is_empty() { projects.to_vec() } else { arguments.compose.clone() };
        let daemon = arguments.daemon_json.clone().unwrap_or_else(|| fixture("daemon.json"));

        let mut hosts = Vec::<(PathBuf, NamedHost)>::new();
        for file in inspect {
            let read = read_host(&file, &host)?;
            if let Some((first, there)) = hosts.iter().find(|(_, there)| there.name == read.name) {
                let (name, first) = (there.name.clone(), first.clone());
                return Err(InputError::HostTwice { name, first, second: file.path });
            }
            hosts.push((file.path, read));
        }
        Ok(Self {
            hosts: hosts.into_iter().map(|(_, host)| host).collect(),
            projects: compose.iter().map(Project::read).collect::<Result<_, _>>()?,
            daemon: DaemonDocument::parse(&text(&daemon)?)
                .map_err(|source| InputError::Wire { path: daemon.clone(), source: Box::new(source) })?,
            daemon_path: daemon,
            prefix: arguments.prefix,
            avoid: arguments.avoid.clone(),
        })
    }
}

/// A shipped file: as a person who stands in the project would write it, or else wherever the project is.
fn fixture(name: &str) -> PathBuf {
    let here = Path::new("examples/fixtures").join(name);
    if here.exists() { here } else { Path::new(env!("CARGO_MANIFEST_DIR")).join(here) }
}

fn read_host(file: &NamedFile, host: &Host) -> Result<NamedHost, InputError> {
    let NamedFile { name, path } = file;
    let wire = |source| InputError::Wire { path: path.clone(), source: Box::new(source) };
    let networks = Inspection::parse(&text(path)?).and_then(|all| all.networks()).map_err(wire)?;
    let nat = networks.iter().find(|network| network.name().as_str() == "nat");
    let nat = nat.ok_or_else(|| InputError::NoNat { path: path.clone() })?;
    if *nat.spec.driver() != Driver::Nat {
        return Err(InputError::NotNat { path: path.clone(), driver: nat.spec.driver().clone() });
    }
    let prefix = nat.spec.subnets().next().ok_or_else(|| InputError::NoSubnet { path: path.clone() })?;
    Ok(NamedHost { name: name.clone(), host: host.clone(), observed: Observed::new(networks), prefix })
}

fn text(path: &Path) -> Result<String, InputError> {
    let bytes = fs::read(path).map_err(|source| InputError::Read { path: path.into(), source })?;
    decode(&bytes).map_err(|source| InputError::Text { path: path.into(), source })
}

impl FromStr for NamedFile {
    type Err = InputError;

    fn from_str(text: &str) -> Result<Self, InputError> {
        let file_name = || {
            let file = Path::new(text).file_name().map(|name| name.to_string_lossy().into_owned());
            file.unwrap_or_default().split('.').next().unwrap_or_default().to_owned()
        };
        let (name, path) =
            text.split_once('=').map_or_else(|| (file_name(), text), |(name, path)| (name.to_owned(), path));
        let path = PathBuf::from(path);
        // A host's name becomes a folder's.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !name.chars().all(plain) || !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Err(InputError::HostName { text: text.into(), name });
        }
        Ok(Self { name, path })
    }
}

impl FromStr for Avoid {
    type Err = InputError;

    fn from_str(text: &str) -> Result<Self, InputError> {
        match text.split_once('=') {
            Some((subnet, name)) if !name.trim().is_empty() => match subnet.parse() {
                Ok(subnet) => Ok(Self { subnet, name: name.trim().into() }),
                Err(source) => Err(InputError::AvoidSubnet { text: text.into(), source }),
            },
            _ => Err(InputError::Avoid { text: text.into() }),
        }
    }
}
