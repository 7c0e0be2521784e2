//! A Compose file as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::context::Context;
use super::cursor::{Cursor, named};
use super::loader::Document;
use super::source::Source;
use super::tree::{Entry, Node};
use super::{
    ComposeError, Environment, Limits, Network, Place, Placed, Reading, Service, Texts, Tool, network,
    references, service_reading,
};

/// What Compose files say about networks, and the rest of them as a tree.
///
/// Two projects are the same when they say the same at the same places, whatever their texts.
#[derive(Debug, Clone)]
pub struct Project {
    name: String,
    version: Option<Placed<String>>,
    services: Arc<Vec<Service>>,
    inactive: Arc<Vec<Service>>,
    networks: Arc<Vec<Network>>,
    document: Arc<Node>,
    sources: Sources,
    faults: Arc<[ComposeError]>,
    origin: Arc<Origin>,
}

/// How a project was read, to read it again.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) reading: Reading,
    pub(super) paths: Vec<PathBuf>,
    /// Whether the caller or the variables name the project.
    pub(super) is_named: bool,
}

impl Project {
    /// Reads a text. The name serves for places, and its last folder for the project's name.
    ///
    /// A variable that must be set stops the reading only where it is used for something about networks.
    ///
    /// # Errors
    /// [`ComposeError`] for the first thing that cannot be read; [`Reading`] finds them all.
    pub fn parse(file: &str, text: &str, environment: &Environment) -> Result<Self, ComposeError> {
        Self::parse_within(file, text, environment, &Limits::default())
    }

    /// As [`parse`](Self::parse), with limits of your own.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_within(
        file: &str,
        text: &str,
        environment: &Environment,
        limits: &Limits,
    ) -> Result<Self, ComposeError> {
        let reading = Reading::new().environment(environment.clone()).limits(*limits);
        reading.strict().parse(file, text)
    }

    /// What the merged tree of all files says. What is wrong with it is noted in the context.
    pub(super) fn of(
        document: Document,
        sources: Sources,
        folder: String,
        profiles: &BTreeSet<&str>,
        context: &Context<'_>,
        origin: Origin,
    ) -> Self {
        let Document { root: document, version, .. } = document;
        let top = |key| document.get(key).map(|value| Cursor::top(value, key, context));
        let tool = origin.reading.tool_of();
        let said = top("name").filter(|name| !name.is_nothing());
        let said = said.and_then(|name| context.tolerate(name.text())).filter(|name| !name.value.is_empty());
        // What the caller says outranks both, and is put in later.
        let (text, place) = match said {
            Some(name) => (name.value, name.place),
            None => (folder, Place::start_of(&sources.first)),
        };
        let name = named_by(&text, tool);
        if normalised(&text, tool).is_empty() && !text.is_empty() && !origin.is_named {
            context.fault(ComposeError::NoProjectName { place, text: named(&text) });
        }
        // Services are large: a vector that grows by doubling would take twice their room for a while.
        let switched = |(_, service): &(_, &Node)| service.get("profiles").is_some();
        let all = || document.get("services").into_iter().flat_map(Node::entries);
        let maybe = all().filter(switched).count();
        let mut services = Vec::with_capacity(all().count().saturating_sub(maybe));
        let mut inactive = Vec::new();
        for (name, settings) in top("services").into_iter().flat_map(|all| all.entries()) {
            let Some(service) = service_reading::read(name, &settings) else { continue };
            if service.is_on(profiles) { services.push(service) } else { inactive.push(service) }
        }
        services.shrink_to_fit();
        inactive.shrink_to_fit();
        let mut networks =
            Vec::with_capacity(document.get("networks").map_or(0, |all| all.entries().count()));
        for (key, settings) in top("networks").into_iter().flat_map(|all| all.entries()) {
            networks.push(network::read(key, &settings));
        }
        add_default(&mut networks, &services);
        references::check(&services, &inactive, &networks, context);
        let (faults, origin) = ([].into(), origin.into());
        let (services, inactive, networks) = (services.into(), inactive.into(), networks.into());
        Self { name, version, services, inactive, networks, document, sources, faults, origin }
    }

    pub(super) fn with_faults(self, faults: Vec<ComposeError>) -> Self {
        Self { faults: faults.into(), ..self }
    }

    /// The project read anew in the same way, with other texts for some of its files. Nothing is read from the disk.
    ///
    /// ```
    /// use docknet::compose::Reading;
    ///
    /// let project = Reading::new().parse("a/compose.yml", "services: {web: {image: 'iis:1803'}}")?;
    /// let newer = project.with_texts(&[("a/compose.yml", "services: {web: {image: 'iis:2004'}}")].into())?;
    /// assert_eq!(newer.services()[0].image.as_ref().map(|image| image.value.as_str()), Some("iis:2004"));
    /// # Ok::<(), docknet::compose::ComposeError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Reading::parse`].
    pub fn with_texts(&self, texts: &BTreeMap<&str, &str>) -> Result<Self, ComposeError> {
        let files = self.sources().fold(Texts::new(), |files, (file, text)| {
            files.with(file, texts.get(file).copied().unwrap_or(text))
        });
        self.origin.reading.clone().name(&self.name).read_from(&files, &self.origin.paths)
    }

    /// The services and networks, to be changed as another file beside this one would.
    pub(super) fn parts_mut(&mut self) -> (&mut Vec<Service>, &mut Vec<Network>) {
        (Arc::make_mut(&mut self.services), Arc::make_mut(&mut self.networks))
    }

    /// How much work it is to read and judge it, and how much memory it takes: about one for every node of the files and
    /// every port.
    pub(crate) fn weight(&self) -> usize {
        let services = || self.services.iter().chain(&*self.inactive);
        let parts = services().map(|service| service.networks.len().saturating_add(1)).sum::<usize>();
        let published = services().map(|service| service.ports.len()).sum::<usize>();
        let parts = parts.saturating_add(self.networks.len()).saturating_mul(NODES_OF_A_PART);
        let texts = self.sources().map(|(_, text)| text.len() / BYTES_OF_A_NODE).sum::<usize>();
        [self.document.size(), parts, published, texts].into_iter().fold(0, usize::saturating_add)
    }

    /// Reads a file, with no variables set but those of a file `.env` beside it.
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
        Reading::new().environment(environment.clone()).strict().read(&[path])
    }

    /// The project's name, which docker-compose puts before the names of containers and networks: `name` of
    /// the file, else the name of the folder, in lower case and without anything but `a-z`, `0-9`, `-`, `_`; with
    /// Compose v2 also without `-` and `_` at its beginning. `default` when nothing is left.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Another name, as `docker-compose -p` and `COMPOSE_PROJECT_NAME` give it.
    #[must_use]
    pub fn with_name(self, name: &str) -> Self {
        Self { name: named_by(name, self.tool()), ..self }
    }

    /// The tool by whose rules it was read.
    #[must_use]
    pub fn tool(&self) -> Tool {
        self.origin.reading.tool_of()
    }

    /// The first file, as it was named when it was read.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.sources.first
    }

    /// Whether a file is one the project was read from by name, and not one its files extend or include.
    #[must_use]
    pub fn is_own(&self, file: &str) -> bool {
        self.file() == file || self.origin.paths.iter().any(|path| path.to_str() == Some(file))
    }

    /// Every file that was read and its text, so that a message can show a line.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.files.iter().map(|source| (&*source.file, &*source.text))
    }

    /// What is wrong, in the order it was found; empty for what [`parse`](Self::parse) and [`read`](Self::read) gave.
    #[must_use]
    pub fn faults(&self) -> &[ComposeError] {
        &self.faults
    }

    /// All that was read, merged, as a tree.
    #[must_use]
    pub fn document(&self) -> &Node {
        &self.document
    }

    /// An extension at the top level, such as `x-docknet`.
    #[must_use]
    pub fn extension(&self, key: &str) -> Option<&Node> {
        self.document.get(key).filter(|_| key.starts_with("x-"))
    }

    /// The extensions of a name at the top level of files that the project's own ones extend or include, by file. They
    /// are no part of [`document`](Self::document), as no tool takes them over.
    ///
    /// ```
    /// use docknet::compose::{Reading, Texts};
    ///
    /// let files = Texts::new()
    ///     .with("a/compose.yml", "include: [more.yml]\nx-docknet: {allow: {}}\n")
    ///     .with("a/more.yml", "services: {web: {image: iis}}\nx-docknet: {severity: {}}\n");
    /// let project = Reading::new().read_from(&files, &["a/compose.yml"])?;
    /// let elsewhere: Vec<_> = project.extensions_elsewhere("x-docknet").map(|node| node.place().to_string()).collect();
    /// assert_eq!(elsewhere, ["a/more.yml:2:12"]);
    /// assert!(project.extension("x-docknet").is_some_and(|own| own.get("allow").is_some()));
    /// # Ok::<(), docknet::compose::ComposeError>(())
    /// ```
    pub fn extensions_elsewhere<'p>(&'p self, key: &'p str) -> impl Iterator<Item = &'p Node> {
        let of_name = self.sources.extensions.iter().filter(move |entry| entry.key.value == key);
        of_name.filter(|entry| !self.is_own(entry.key.place.file())).map(|entry| &*entry.value)
    }

    /// The version of the file format, when the file says it.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_ref().map(|version| version.value.as_str())
    }

    /// Whether its version of the format has `name` beside `external: true`, which came with 3.5. Before, and in 2.x,
    /// `external: {name: ...}` is the form that all tools read.
    pub(crate) fn names_beside_external(&self) -> bool {
        match self.version().map(|version| version.split_once('.')) {
            None => true,
            Some(Some(("3", minor))) => minor.parse::<u32>().map_or(true, |minor| minor >= 5),
            Some(_) => false,
        }
    }

    /// The services, in the order of the file; without those that no active profile switches on.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The services that are left out, as no profile of theirs is switched on.
    #[must_use]
    pub fn inactive(&self) -> &[Service] {
        &self.inactive
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

/// How many bytes of a file take as long to read as a node of it.
const BYTES_OF_A_NODE: usize = 64;

/// How many nodes of a file a service, a network or a place in a network weighs once it is read.
const NODES_OF_A_PART: usize = 8;

/// The files that were read.
#[derive(Debug, Clone)]
pub(super) struct Sources {
    /// The name of the first one.
    pub(super) first: Arc<str>,
    pub(super) files: Vec<Source>,
    /// The extensions at the top level of every one.
    pub(super) extensions: Vec<Entry>,
}

impl PartialEq for Project {
    fn eq(&self, other: &Self) -> bool {
        let says =
            |project: &Self| (project.name.clone(), project.version.clone(), project.file().to_owned());
        says(self) == says(other)
            && (&self.services, &self.inactive, &self.networks)
                == (&other.services, &other.inactive, &other.networks)
    }
}

impl Eq for Project {}

/// As the tool makes a project's name; Compose v2 (compose-go `loader.NormalizeProjectName`) begins it with a letter or
/// a digit.
fn normalised(name: &str, tool: Tool) -> String {
    let lower = name.to_lowercase();
    let kept = lower.chars().filter(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_'));
    match tool {
        Tool::Compose1 => kept.collect(),
        Tool::Compose2 => kept.skip_while(|c| matches!(c, '-' | '_')).collect(),
    }
}

/// A name that is never empty.
fn named_by(text: &str, tool: Tool) -> String {
    let name = normalised(text, tool);
    if name.is_empty() { "default".to_owned() } else { name }
}

/// The name of the folder a file lies in, as it is written; nothing when it has none.
pub(super) fn folder_name(file: &Path) -> String {
    let folder = file.parent().and_then(Path::file_name);
    folder.map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The default network is there when somebody uses it.
fn add_default(networks: &mut Vec<Network>, services: &[Service]) {
    let declared = networks.iter().any(|network| network.key == "default");
    if !declared && services.iter().any(|service| service.attachment("default").is_some()) {
        networks.push(Network::new("default", None));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is_named(file: &str, start: &str, expected: (&str, &str), faults: usize) {
        let text = format!("{start}\nservices: {{a: {{image: x}}}}");
        let read = |tool| Reading::new().tool(tool).parse(file, &text).unwrap();
        let (first, second) = (read(Tool::Compose1), read(Tool::Compose2));
        assert_eq!((first.name(), second.name()), expected, "{file} {start}");
        assert_eq!((first.faults().len(), second.faults().len()), (faults, faults), "{file} {start}");
    }

    #[test]
    fn the_name_is_the_files_or_the_folders_and_never_empty() {
        is_named("a/c.yml", "", ("a", "a"), 0);
        is_named("a/c.yml", "name: B.c", ("bc", "bc"), 0);
        is_named("a/c.yml", "name: ''", ("a", "a"), 0);
        is_named("_-a_/c.yml", "", ("_-a_", "a_"), 0);
        is_named("c.yml", "", ("default", "default"), 0);
        is_named("日本/c.yml", "", ("default", "default"), 1);
        is_named("a/c.yml", "name: 日本", ("default", "default"), 1);
        let named = Reading::new().name("x").parse("日本/c.yml", "services: {a: {image: x}}").unwrap();
        assert_eq!((named.name(), named.faults().len()), ("x", 0));
    }
}
