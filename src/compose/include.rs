//! `include`: other projects taken into this one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cursor::{Cursor, named};
use super::loader::{Loader, beside};
use super::tree::{Content, Entry, Node};
use super::{ComposeError, Environment, Place, Placed, Tool};

/// The sections that are taken over.
const SECTIONS: [&str; 5] = ["services", "volumes", "networks", "secrets", "configs"];

/// One entry of `include`.
struct Include {
    place: Place,
    paths: Vec<Placed<String>>,
    project_directory: Option<Placed<String>>,
    env_files: Vec<Placed<String>>,
}

impl Loader<'_> {
    /// The tree with everything it includes.
    pub(super) fn include(
        &mut self,
        path: &Path,
        folder: &Path,
        root: &Arc<Node>,
        environment: &Environment,
        within: &[PathBuf],
    ) -> Result<Arc<Node>, ComposeError> {
        let Some(list) = root.entry("include") else { return Ok(Arc::clone(root)) };
        if self.context.tool == Tool::Compose1 {
            let place = list.key.place.clone();
            self.context.fault(ComposeError::OnlyCompose2 { place, what: "include" });
            return Ok(Arc::clone(root));
        }
        let here = self.absolute(path)?;
        let within: Vec<PathBuf> = within.iter().cloned().chain([here]).collect();
        let mut whole = Arc::clone(root);
        for entry in Cursor::top(&list.value, "include", self.context).items() {
            let Some(entry) = read(&entry) else { continue };
            if entry.paths.iter().any(|path| self.is_remote(path, "include", &beside(folder, &path.value))) {
                continue;
            }
            let imported = self.included(&entry, folder, environment, &within)?;
            whole = self.import(&whole, &imported);
            self.spend(&whole)?;
        }
        Ok(whole)
    }

    fn included(
        &mut self,
        entry: &Include,
        folder: &Path,
        environment: &Environment,
        within: &[PathBuf],
    ) -> Result<Arc<Node>, ComposeError> {
        let most = self.context.limits.depth;
        if within.len() > most {
            return Err(ComposeError::ChainTooLong { place: entry.place.clone(), most });
        }
        let paths: Vec<PathBuf> = entry.paths.iter().map(|path| beside(folder, &path.value)).collect();
        for path in &paths {
            let there = self.absolute(path)?;
            if within.contains(&there) {
                let place = entry.place.clone();
                let chain = within.iter().chain([&there]).map(|file| file.display().to_string()).collect();
                return Err(ComposeError::IncludeCycle { place, chain });
            }
        }
        let beside_first = || paths.first().and_then(|path| path.parent()).unwrap_or(folder).to_owned();
        let directory = entry.project_directory.as_ref();
        let directory = directory.map_or_else(beside_first, |there| beside(folder, &there.value));
        let mut inner = environment.clone();
        if entry.env_files.is_empty() {
            if let Some(more) = self.variables(&directory.join(".env"), environment)? {
                inner = inner.over(more);
            }
        }
        // Of several files the last one counts, but none before what is set already.
        for file in entry.env_files.iter().rev() {
            let path = beside(folder, &file.value);
            let Some(more) = self.variables(&path, environment)? else {
                let place = file.place.clone();
                return Err(ComposeError::MissingFile { place, key: "include.env_file", path });
            };
            inner = inner.over(more);
        }
        let reference = Some((&entry.place, "include"));
        Ok(self.merged(&paths, &directory, &inner, reference, within)?.root)
    }

    /// Takes what another project declares over; what is there already must be the same.
    fn import(&self, whole: &Arc<Node>, imported: &Node) -> Arc<Node> {
        let Content::Mapping(entries) = &whole.content else { return Arc::clone(whole) };
        let mut entries = entries.clone();
        for section in SECTIONS {
            let Some(from) = imported.entry(section) else { continue };
            match entries.iter_mut().find(|entry| entry.key.value == section) {
                None => entries.push(from.clone()),
                Some(there) => there.value = self.import_section(section, &there.value, &from.value),
            }
        }
        Arc::new(Node::of(Content::Mapping(entries), whole.place.clone()))
    }

    fn import_section(&self, section: &'static str, there: &Arc<Node>, from: &Arc<Node>) -> Arc<Node> {
        let old = match &there.content {
            Content::Mapping(old) => old,
            Content::Null => return Arc::clone(from),
            Content::Scalar(_) | Content::Sequence(_) => return Arc::clone(there),
        };
        let known: std::collections::BTreeMap<&str, &Entry> =
            old.iter().map(|entry| (entry.key.value.as_str(), entry)).collect();
        let mut entries = old.clone();
        for new in from.mapping().unwrap_or_default() {
            match known.get(new.key.value.as_str()) {
                None => entries.push(new.clone()),
                Some(old) if old.value.says_the_same(&new.value) => {}
                Some(old) => self.context.fault(ComposeError::IncludeConflict {
                    place: old.key.place.clone(),
                    section,
                    name: named(&new.key.value).into(),
                    there: new.key.place.clone(),
                }),
            }
        }
        Arc::new(Node::of(Content::Mapping(entries), there.place.clone()))
    }
}

fn read(entry: &Cursor<'_>) -> Option<Include> {
    let place = entry.place();
    let (paths, project_directory, env_files) = if entry.is_mapping() {
        let texts = |key| entry.get(key).map(|value| value.texts()).unwrap_or_default();
        (texts("path"), entry.read("project_directory", Cursor::text), texts("env_file"))
    } else {
        (vec![entry.context.tolerate(entry.text())?], None, Vec::new())
    };
    if paths.is_empty() {
        entry.context.fault(entry.lacks("path"));
        return None;
    }
    let place = paths.first().map_or(place, |path| path.place.clone());
    Some(Include { place, paths, project_directory, env_files })
}
