//! How Compose files are read, and reading them.

use std::path::Path;
use std::sync::Arc;

use super::context::{Context, Fault};
use super::source::{self, Source};
use super::tree::{Content, Node};
use super::{
    ComposeError, Disk, Environment, Files, Limits, Place, Placed, Project, Texts, Tool, filling, merge,
    project, top_level, yaml,
};

/// How Compose files are read: with which variables, profiles and limits, and by which tool's rules.
///
/// Everything that is wrong is found at once: a value that cannot be read is noted in [`Project::faults`] and left
/// out, or read in the one way that suggests itself, and the reading goes on. Only what makes the whole unreadable is
/// an error. ([`Project::parse`] and [`Project::read`] stop at the first fault instead.)
///
/// ```
/// use docknet::compose::Reading;
///
/// let text = "
/// services:
///   web: {ports: ['80:80', '70000:80'], networks: [front]}
/// networks:
///   back: {ipam: {config: [{subnet: 10.0.0.9/24}]}}
/// ";
/// let project = Reading::new().parse("a.yml", text)?;
/// let faults: Vec<_> = project.faults().iter().filter_map(|fault| fault.place()).map(ToString::to_string).collect();
/// assert_eq!(faults, ["a.yml:3:26", "a.yml:5:35", "a.yml:3:50"]);
/// assert_eq!(project.services()[0].ports.len(), 1);
/// assert_eq!(project.networks()[0].pools[0].value.subnet().to_string(), "10.0.0.0/24");
/// # Ok::<(), docknet::compose::ComposeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    environment: Environment,
    limits: Limits,
    name: Option<String>,
    profiles: Vec<String>,
    tool: Tool,
}

impl Reading {
    /// No variables, no profiles, the usual limits, and the rules of Compose v2.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The variables; those of a file `.env` beside the first file come second.
    #[must_use]
    pub fn environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    /// Other limits.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// A name for the project, as `-p` gives it: it outranks every other.
    #[must_use]
    pub fn name(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    /// A further profile that is switched on.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profiles.push(profile.into());
        self
    }

    /// The tool whose rules count where the two differ.
    #[must_use]
    pub fn tool(self, tool: Tool) -> Self {
        Self { tool, ..self }
    }

    /// Reads one text. The name serves for places, and its last folder for the project's name.
    ///
    /// # Errors
    /// [`ComposeError`] for what makes the whole unreadable.
    pub fn parse(&self, file: &str, text: &str) -> Result<Project, ComposeError> {
        self.read_from(&Texts::new().with(file, text), &[file])
    }

    /// Reads files of the disk, later ones over earlier ones.
    ///
    /// # Errors
    /// [`ComposeError`] for what makes the whole unreadable.
    pub fn read(&self, paths: &[impl AsRef<Path>]) -> Result<Project, ComposeError> {
        self.read_from(&Disk::new(), paths)
    }

    /// Reads files of any store, later ones over earlier ones.
    ///
    /// # Errors
    /// [`ComposeError`] for what makes the whole unreadable.
    pub fn read_from(&self, files: &dyn Files, paths: &[impl AsRef<Path>]) -> Result<Project, ComposeError> {
        let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
        let (project, faults) = self.load(files, &paths)?;
        Ok(project.with_faults(faults.into_iter().map(|fault| fault.error).collect()))
    }

    /// As [`read_from`](Self::read_from), with the first fault as the error.
    pub(super) fn strict(&self, files: &dyn Files, path: &Path) -> Result<Project, ComposeError> {
        let (project, faults) = self.load(files, &[path])?;
        match faults.into_iter().find(|fault| !fault.aside) {
            Some(fault) => Err(fault.error),
            None => Ok(project),
        }
    }

    fn load(&self, files: &dyn Files, paths: &[&Path]) -> Result<(Project, Vec<Fault>), ComposeError> {
        let Some(first) = paths.first() else {
            return Err(ComposeError::Missing { path: "docker-compose.yml".into() });
        };
        let context = Context::new(&self.limits, self.tool);
        let mut sources = Vec::new();
        let mut whole: Option<(Arc<Node>, Option<Placed<String>>)> = None;
        for path in paths {
            let source = Source::read(files, path, self.limits.bytes)?;
            let root = yaml::read(&source.file, &source.text, &self.limits)?;
            let empty = |place| ComposeError::Empty { place };
            let root = root.ok_or_else(|| empty(Place::start_of(&source.file)))?;
            if matches!(root.content, Content::Null) {
                return Err(empty(root.place.clone()));
            }
            let version = top_level::check(&root)?;
            let root = filling::fill(&root, &self.environment);
            sources.push(source);
            whole = Some(match whole {
                None => (root, version),
                Some((earlier, first)) => (merge::merge(&earlier, &root), first.or(version)),
            });
        }
        let Some((document, version)) = whole else {
            return Err(ComposeError::Missing { path: (*first).into() });
        };
        let folder =
            project::folder_name(&files.absolute(first).map_err(|error| source::failed(first, error))?);
        let paths = paths.iter().map(|path| path.to_path_buf()).collect();
        let origin = project::Origin { reading: self.clone(), paths };
        let mut project = Project::of(document, sources, version, folder, &context, origin);
        if let Some(name) = &self.name {
            project = project.with_name(name);
        }
        Ok((project, context.into_faults()))
    }
}
