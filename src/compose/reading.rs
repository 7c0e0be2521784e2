//! How Compose files are read, and reading them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::context::{Context, Fault};
use super::loader::Loader;
use super::project::{self, Origin};
use super::{ComposeError, Disk, Environment, Files, Limits, Place, Project, Texts, Tool, parts};

/// How Compose files are read: with which variables, profiles and limits, and by which tool's rules.
///
/// Everything that is wrong is found at once: a value that cannot be read is noted in [`Project::faults`] and left
/// out, or read in the one way that suggests itself, and the reading goes on. Only what makes the whole unreadable is
/// an error. ([`strict`](Self::strict), and with it [`Project::parse`] and [`Project::read`], stop at the first fault
/// instead.)
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
    strict: bool,
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

    /// Stops at the first fault, which is then the error, as [`Project::parse`] and [`Project::read`] do. What is wrong
    /// with things that have nothing to do with networks stops nothing, and is not noted.
    ///
    /// ```
    /// use docknet::compose::Reading;
    ///
    /// let text = "services: {web: {image: iis, profiles: [debug], ports: ['70000:80']}}";
    /// let reading = Reading::new().profile("debug");
    /// assert_eq!(reading.parse("a.yml", text)?.faults().len(), 1);
    /// let error = reading.strict().parse("a.yml", text).unwrap_err();
    /// assert_eq!(error.place().map(ToString::to_string).as_deref(), Some("a.yml:1:57"));
    /// # Ok::<(), docknet::compose::ComposeError>(())
    /// ```
    #[must_use]
    pub fn strict(self) -> Self {
        Self { strict: true, ..self }
    }

    /// The tool whose rules count where the two differ.
    #[must_use]
    pub fn tool(self, tool: Tool) -> Self {
        Self { tool, ..self }
    }

    pub(super) fn tool_of(&self) -> Tool {
        self.tool
    }

    /// Reads one text. The name serves for places, and its last folder for the project's name.
    ///
    /// # Errors
    /// [`ComposeError`] for what makes the whole unreadable.
    pub fn parse(&self, file: &str, text: &str) -> Result<Project, ComposeError> {
        self.read_from(&Texts::new().with(file, text), &[file])
    }

    /// Reads files of the disk, later ones over earlier ones, with the rules of the tool. Without any path the files are
    /// those that `COMPOSE_FILE` names (in the variables given or in `.env`), or that have the usual names, in the
    /// current folder.
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
        let (project, mut faults) = self.load(files, &paths)?;
        match faults.iter().position(|fault| self.strict && !fault.aside) {
            Some(first) => Err(faults.swap_remove(first).error),
            None if self.strict => Ok(project),
            None => Ok(project.with_faults(faults.into_iter().map(|fault| fault.error).collect())),
        }
    }

    fn load(&self, files: &dyn Files, paths: &[&Path]) -> Result<(Project, Vec<Fault>), ComposeError> {
        let context = Context::new(&self.limits, self.tool);
        let mut loader = Loader::new(files, &context);
        let (paths, environment) = self.paths(&mut loader, paths)?;
        let folder = paths.first().and_then(|path| path.parent()).unwrap_or(Path::new("")).to_owned();
        let document = loader.merged(&paths, &folder, &environment, None, &[])?;
        parts::check(&document.root, &self.limits)?;
        let first = paths.first().map_or(Path::new(""), PathBuf::as_path);
        let folder = project::folder_name(&loader.absolute(first)?);
        let (sources, broken) = loader.finish(first);
        let set = |name: &str| environment.get(name).filter(|value| !value.is_empty());
        let name = self.name.as_deref().or(set("COMPOSE_PROJECT_NAME"));
        let switched_on = set("COMPOSE_PROFILES").unwrap_or_default().split(',').map(str::trim);
        let profiles: BTreeSet<&str> = self
            .profiles
            .iter()
            .map(String::as_str)
            .chain(switched_on.filter(|name| !name.is_empty()))
            .collect();
        let origin = Origin {
            // A change may leave faults, which are then to be seen.
            reading: Self { strict: false, ..self.clone().environment(environment.clone()) },
            paths: paths.clone(),
            is_named: name.is_some(),
        };
        let mut project = Project::of(document, sources, folder, &profiles, &context, origin);
        if let Some(name) = name {
            project = project.with_name(name);
        }
        let more = context.more();
        let mut faults = context.into_faults();
        let told: BTreeSet<Place> =
            faults.iter().filter_map(|fault| template(&fault.error)).cloned().collect();
        let rest =
            broken.into_iter().filter(|error| error.place().is_some_and(|place| !told.contains(place)));
        faults.extend(rest.map(|error| Fault { error, aside: true }));
        faults.extend(more);
        Ok((project, faults))
    }

    /// The files, and all variables: those given, then those of `.env`. Without files `COMPOSE_FILE` names them, or they
    /// have one of the usual names.
    fn paths(
        &self,
        loader: &mut Loader<'_>,
        paths: &[&Path],
    ) -> Result<(Vec<PathBuf>, Environment), ComposeError> {
        let folder = paths.first().and_then(|path| path.parent()).unwrap_or(Path::new(""));
        let mut environment = self.environment.clone();
        if let Some(more) = loader.variables(&folder.join(".env"), &environment)? {
            environment = environment.over(more);
        }
        if !paths.is_empty() {
            return Ok((paths.iter().map(|path| (*path).to_owned()).collect(), environment));
        }
        let paths = match environment.get("COMPOSE_FILE").filter(|paths| !paths.is_empty()) {
            Some(paths) => {
                let usual = if cfg!(windows) { ";" } else { ":" };
                let separator = environment.get("COMPOSE_PATH_SEPARATOR").filter(|text| !text.is_empty());
                paths.split(separator.unwrap_or(usual)).map(PathBuf::from).collect()
            }
            None => self.usual_files(loader),
        };
        Ok((paths, environment))
    }

    /// The file that is taken when none is named, and the one that is put over it.
    fn usual_files(&self, loader: &Loader<'_>) -> Vec<PathBuf> {
        let mut names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
        if self.tool == Tool::Compose1 {
            names = ["docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"];
        }
        let there = |name: &&str| loader.is_there(Path::new(name));
        let main = names.iter().find(|name| there(name)).unwrap_or(&"docker-compose.yml");
        let overrides = names.iter().map(|name| {
            let (stem, extension) = name.split_once('.').unwrap_or((name, "yml"));
            format!("{stem}.override.{extension}")
        });
        let over = overrides.map(PathBuf::from).find(|path| loader.is_there(path));
        [PathBuf::from(main)].into_iter().chain(over).collect()
    }
}

/// The place of a text that cannot be filled in.
fn template(error: &ComposeError) -> Option<&Place> {
    let is_template = matches!(
        error,
        ComposeError::BadTemplate { .. }
            | ComposeError::RequiredVariable { .. }
            | ComposeError::FilledTooLong { .. }
    );
    error.place().filter(|_| is_template)
}
