//! The projects, each of one file or of several laid over each other.

use std::path::{Path, PathBuf};

use docknet::compose::{Environment, Project, Reading};

use super::arguments::{Arguments, Order};
use super::error::InputError;

/// The names Compose files have.
const NAMES: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// All projects, or all that is wrong with their files.
pub(crate) fn read(arguments: &Arguments, order: &Order) -> Result<Vec<Project>, Vec<InputError>> {
    // docker-compose takes variables from there, too.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let environment: Environment = variables.collect();
    let reading = arguments.profile.iter().fold(Reading::new().environment(environment), Reading::profile);
    // An override file is read by the tool that reads the files.
    let reading = match arguments.override_file {
        Some(_) => reading.tool(arguments.tool.into()),
        None => reading,
    };
    let (mut projects, mut errors) = (Vec::new(), Vec::new());
    for files in grouped(arguments, order).map_err(|error| vec![error])? {
        match project(&reading, &files) {
            Ok(project) => projects.push(project),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(projects) } else { Err(errors) }
}

/// The files of each project, by where they stand on the command line.
fn grouped<'a>(arguments: &'a Arguments, order: &Order) -> Result<Vec<Vec<&'a Path>>, InputError> {
    let first = order.files.iter().zip(&arguments.files).map(|(at, file)| (*at, true, file));
    let further = order.further.iter().zip(&arguments.further).map(|(at, file)| (*at, false, file));
    let mut files: Vec<(usize, bool, &PathBuf)> = first.chain(further).collect();
    files.sort_unstable();
    let mut projects: Vec<Vec<&Path>> = Vec::new();
    for (_, begins, file) in files {
        if begins && projects.iter().any(|others| others.first() == Some(&file.as_path())) {
            return Err(InputError::FileTwice { path: file.clone() });
        }
        match projects.last_mut() {
            _ if begins => projects.push(vec![file]),
            Some(project) => project.push(file),
            None => return Err(InputError::NoProject { path: file.clone() }),
        }
    }
    Ok(projects)
}

/// A project. Values in it that cannot be read are findings, as is everything else that is wrong with it.
fn project(reading: &Reading, files: &[&Path]) -> Result<Project, InputError> {
    if let Some(folder) = files.iter().find(|file| file.is_dir()) {
        let within = NAMES.iter().map(|name| folder.join(name)).find(|file| file.is_file());
        return Err(InputError::Folder { path: folder.to_path_buf(), within });
    }
    reading.read(files).map_err(|error| InputError::Compose(Box::new(error)))
}
