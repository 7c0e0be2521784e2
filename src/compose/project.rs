//! A Compose file as a whole.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::cursor::{Context, Cursor};
use super::tree::{Content, Entry, Node};
use super::{
    ComposeError, Environment, Limits, Network, NetworkMode, Place, Placed, Service, YamlError, network,
    service, yaml,
};

/// What a Compose file says about networks.
///
/// Variables are filled in where values are read, so a variable that must be set and is only used in a part
/// that is not about networks does not stop the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    name: String,
    file: Arc<str>,
    version: Option<Placed<String>>,
    services: Vec<Service>,
    networks: Vec<Network>,
}

impl Project {
    /// Reads a text. The name serves for places, and its last folder for the project's name.
    ///
    /// # Errors
    /// [`ComposeError`] with the place of the first thing that cannot be read.
    pub fn parse(file: &str, text: &str, environment: &Environment) -> Result<Self, ComposeError> {
        Self::parse_within(file, text, environment, &Limits::default())
    }

    /// As [`parse`](Self::parse), with limits of your own.
    ///
    /// # Errors
    /// [`ComposeError`] with the place of the first thing that cannot be read.
    pub fn parse_within(
        file: &str,
        text: &str,
        environment: &Environment,
        limits: &Limits,
    ) -> Result<Self, ComposeError> {
        Self::parse_named(file.into(), text, environment, limits, folder_name(Path::new(file)))
    }

    fn parse_named(
        file: Arc<str>,
        text: &str,
        environment: &Environment,
        limits: &Limits,
        folder: String,
    ) -> Result<Self, ComposeError> {
        let Some(root) = yaml::read(&file, text, limits)? else {
            return Err(ComposeError::Empty { place: Place::start_of(&file) });
        };
        if matches!(root.content, Content::Null) {
            return Err(ComposeError::Empty { place: root.place.clone() });
        }
        let version = check_top_level(&root)?;
        let context = Context { environment, limits, ports: Cell::new(0) };
        let top = |key| root.get(key).map(|entry| Cursor::top(&entry.value, key, &context));
        let name = match root.get("name").filter(|entry| !matches!(entry.value.content, Content::Null)) {
            Some(entry) => normalised(&Cursor::top(&entry.value, "name", &context).text()?.value),
            None => folder,
        };
        let mut services = Vec::new();
        for (name, settings) in top("services").map_or_else(|| Ok(Vec::new()), |all| all.entries())? {
            services.push(service::read(name, &settings)?);
        }
        let mut networks = Vec::new();
        for (key, settings) in top("networks").map_or_else(|| Ok(Vec::new()), |all| all.entries())? {
            networks.push(network::read(key, &settings)?);
        }
        add_default(&mut networks, &services);
        check_references(&services, &networks)?;
        Ok(Self { name, file, version, services, networks })
    }

    /// The services and networks, to be changed as another file beside this one would.
    pub(super) fn parts_mut(&mut self) -> (&mut Vec<Service>, &mut Vec<Network>) {
        (&mut self.services, &mut self.networks)
    }

    /// Reads a file, with no variables set.
    ///
    /// # Errors
    /// [`ComposeError::Missing`], [`ComposeError::Io`], [`ComposeError::NotUtf8`], and those of
    /// [`parse`](Self::parse).
    pub fn read(path: impl AsRef<Path>) -> Result<Self, ComposeError> {
        Self::read_with(path, &Environment::new())
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_with(path: impl AsRef<Path>, environment: &Environment) -> Result<Self, ComposeError> {
        let path = path.as_ref();
        let limits = Limits::default();
        let file: Arc<str> = path.display().to_string().into();
        let failed = |source: io::Error| {
            let path = path.to_owned();
            if source.kind() == io::ErrorKind::NotFound {
                ComposeError::Missing { path }
            } else {
                ComposeError::Io { path, source }
            }
        };
        let bytes = read_bytes(path, limits.bytes).map_err(failed)?;
        if bytes.len() > limits.bytes {
            let place = Place::start_of(&file);
            return Err(YamlError::TooLarge { place, most: limits.bytes }.into());
        }
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                return Err(ComposeError::NotUtf8 { place: end_of(&file, &String::from_utf8_lossy(good)) });
            }
        };
        // A relative path may have no folder in it; the file has.
        let folder = folder_name(&std::path::absolute(path).map_err(failed)?);
        Self::parse_named(file, text, environment, &limits, folder)
    }

    /// The project's name, which docker-compose puts before the names of containers and networks: `name` of
    /// the file, else the name of the folder, in lower case and without anything but `a-z`, `0-9`, `-`, `_`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Another name, as `docker-compose -p` and `COMPOSE_PROJECT_NAME` give it.
    #[must_use]
    pub fn with_name(self, name: &str) -> Self {
        Self { name: normalised(name), ..self }
    }

    /// The file, as it was named when it was read.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The version of the file format, when the file says it.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_ref().map(|version| version.value.as_str())
    }

    /// The services, in the order of the file.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// A service by its name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.name.value == name)
    }

    /// The networks, in the order of the file, and last the `default` one if it is used but not declared.
    #[must_use]
    pub fn networks(&self) -> &[Network] {
        &self.networks
    }

    /// A network by its key.
    #[must_use]
    pub fn network(&self, key: &str) -> Option<&Network> {
        self.networks.iter().find(|network| network.key == key)
    }
}

/// One byte more than is allowed, so that too much is seen.
fn read_bytes(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn end_of(file: &Arc<str>, text: &str) -> Place {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    let last = text.rsplit('\n').next().unwrap_or_default();
    Place::new(Arc::clone(file), number(text.matches('\n').count()), number(last.chars().count()))
}

/// As docker-compose 1.29 makes a project's name.
fn normalised(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.chars().filter(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_')).collect()
}

/// The name of the folder a file lies in, `default` when it has none.
fn folder_name(file: &Path) -> String {
    match file.parent().and_then(Path::file_name) {
        Some(folder) => normalised(&folder.to_string_lossy()),
        None => "default".to_owned(),
    }
}

/// Refuses what is no Compose file of version 2 or 3; the version if it is one.
fn check_top_level(root: &Node) -> Result<Option<Placed<String>>, ComposeError> {
    let (place, found) = (root.place.clone(), root.kind());
    let Some(entries) = root.entries() else {
        return Err(ComposeError::NotCompose { place, found, keys: Vec::new() });
    };
    let section = |key: &str| matches!(key, "services" | "networks" | "volumes" | "configs" | "secrets");
    let is_service = |entry: &&Entry| {
        let key = entry.key.value.as_str();
        let known = section(key) || matches!(key, "version" | "name") || key.starts_with("x-");
        !known && (entry.value.get("image").is_some() || entry.value.get("build").is_some())
    };
    let first_version: Vec<_> = entries.iter().filter(is_service).collect();
    if let (None, Some(first)) = (root.get("services"), first_version.first()) {
        let place = first.key.place.clone();
        let services = first_version.iter().map(|entry| entry.key.value.clone()).collect();
        return Err(ComposeError::Version1 { place, services });
    }
    let keys = || entries.iter().map(|entry| entry.key.value.clone());
    if !keys().any(|key| section(&key) || key == "version") {
        return Err(ComposeError::NotCompose { place, found, keys: keys().collect() });
    }
    root.get("version").map_or(Ok(None), |entry| check_version(&entry.value).map(Some))
}

fn check_version(version: &Node) -> Result<Placed<String>, ComposeError> {
    let place = version.place.clone();
    let text = match &version.content {
        Content::Scalar(text) => text.clone(),
        Content::Null | Content::Sequence(_) | Content::Mapping(_) => {
            let (path, found) = ("version".to_owned(), version.kind());
            return Err(ComposeError::WrongKind { place, path, found, expected: "text" });
        }
    };
    let minor = text.strip_prefix(['2', '3']).map(|rest| rest.strip_prefix('.').ok_or(rest));
    let good = match minor {
        Some(Ok(minor)) => !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit()),
        Some(Err(rest)) => rest.is_empty(),
        None => false,
    };
    if good { Ok(Placed::new(text, place)) } else { Err(ComposeError::Version { place, text }) }
}

/// The default network is there when somebody uses it.
fn add_default(networks: &mut Vec<Network>, services: &[Service]) {
    let declared = networks.iter().any(|network| network.key == "default");
    if !declared && services.iter().any(|service| service.attachment("default").is_some()) {
        networks.push(Network::new("default", None));
    }
}

fn check_references(services: &[Service], networks: &[Network]) -> Result<(), ComposeError> {
    let names: BTreeSet<&str> = services.iter().map(|service| service.name.value.as_str()).collect();
    let keys: BTreeSet<&str> = networks.iter().map(|network| network.key.as_str()).collect();
    for service in services {
        for attachment in &service.networks {
            let Placed { value: network, place } = attachment.network.clone();
            if !keys.contains(network.as_str()) {
                let declared = networks.iter().filter(|network| network.is_declared());
                let declared = declared.map(|network| network.key.clone()).collect();
                let service = service.name.value.clone();
                return Err(ComposeError::UndeclaredNetwork { place, service, network, declared });
            }
        }
        if let Some(Placed { value: NetworkMode::Service(target), place }) = &service.network_mode {
            if !names.contains(target.as_str()) {
                return Err(ComposeError::UndeclaredService {
                    place: place.clone(),
                    service: service.name.value.clone(),
                    target: target.clone(),
                    declared: services.iter().map(|service| service.name.value.clone()).collect(),
                });
            }
        }
    }
    Ok(())
}
