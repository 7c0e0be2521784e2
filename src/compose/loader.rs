//! From paths to one tree: files read, variables filled in, `extends` and `include` followed, all merged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::context::Context;
use super::extends::Extends;
use super::files::tidied;
use super::merge::Merge;
use super::source::{self, Source};
use super::top_level::{self, Checked};
use super::tree::{Content, Node};
use super::{ComposeError, Environment, Files, Place, Placed, Tool, YamlError, dotenv, filling, yaml};

/// Everything that was read so far, and how much of it there may be.
pub(super) struct Loader<'a> {
    pub(super) context: &'a Context<'a>,
    store: &'a dyn Files,
    sources: Vec<Source>,
    /// Times a file was read.
    reads: usize,
    bytes: usize,
    filled: usize,
    nodes: usize,
    /// Whether there may be tags in any of the files.
    tagged: bool,
    broken: Vec<ComposeError>,
}

/// A tree and the version it says.
pub(super) struct Document {
    pub(super) root: Arc<Node>,
    pub(super) version: Option<Placed<String>>,
    /// Whether it was of the first version of the format.
    is_first: bool,
}

/// What names a file: `None` for the caller.
pub(super) type Reference<'r> = Option<(&'r Place, &'static str)>;

impl<'a> Loader<'a> {
    pub(super) fn new(store: &'a dyn Files, context: &'a Context<'a>) -> Self {
        let (sources, broken) = (Vec::new(), Vec::new());
        Self { context, store, sources, reads: 0, bytes: 0, filled: 0, nodes: 0, tagged: false, broken }
    }

    /// What was read, and what could not be filled in.
    pub(super) fn finish(self) -> (Vec<Source>, Vec<ComposeError>) {
        (self.sources, self.broken)
    }

    /// Several files with everything they extend and include, merged; paths in them start at the folder.
    pub(super) fn merged(
        &mut self,
        paths: &[PathBuf],
        folder: &Path,
        environment: &Environment,
        reference: Reference<'_>,
        within: &[PathBuf],
    ) -> Result<Document, ComposeError> {
        let merge = Merge::new(self.context);
        let mut whole: Option<Document> = None;
        let mut first: Option<(PathBuf, Arc<Node>)> = None;
        for path in paths {
            let mut document = self.document(path, environment, reference, whole.is_none())?;
            if self.context.tool == Tool::Compose1 && self.tagged {
                // It stops at tags it does not know, whatever becomes of what they stand at.
                document.root = merge.without_resets(&document.root);
            }
            if self.context.tool == Tool::Compose2 {
                document.root =
                    Extends::new(self, environment).document(path, folder, &document.root, None)?;
            }
            document.root = self.include(path, folder, &document.root, environment, within)?;
            first.get_or_insert_with(|| (path.clone(), Arc::clone(&document.root)));
            whole = Some(match whole {
                None => document,
                Some(earlier) => Document {
                    root: merge.documents(&earlier.root, &document.root),
                    version: earlier.version.or(document.version),
                    is_first: earlier.is_first,
                },
            });
            if let Some(whole) = &whole {
                self.check_size(&whole.root)?;
            }
        }
        let (Some(mut whole), Some((path, main))) = (whole, first) else {
            return Err(ComposeError::Missing { path: folder.to_owned() });
        };
        if self.context.tool == Tool::Compose2 {
            if self.tagged {
                whole.root = merge.without_resets(&whole.root);
            }
        } else {
            // It merges first, and looks for what is extended in the first file alone.
            let root = Extends::new(self, environment).document(&path, folder, &whole.root, Some(&main))?;
            whole.root = root;
        }
        if whole.is_first {
            whole.root = top_level::on_default_bridge(&whole.root);
        }
        Ok(whole)
    }

    /// One file, its variables filled in. Files after the first may lack every section.
    pub(super) fn document(
        &mut self,
        path: &Path,
        environment: &Environment,
        reference: Reference<'_>,
        is_first_file: bool,
    ) -> Result<Document, ComposeError> {
        let source = self.source(path, reference)?;
        let limits = self.context.limits;
        let root = yaml::read(&source.file, &source.text, limits)?;
        let empty = |place| ComposeError::Empty { place };
        let root = root.ok_or_else(|| empty(Place::start_of(&source.file)))?;
        if matches!(root.content, Content::Null) {
            return Err(empty(root.place.clone()));
        }
        let Checked { root, version, is_first } = top_level::check(&root, is_first_file, self.context)?;
        self.tagged |= source.text.contains('!');
        // A text in quotes may have its dollar sign behind an escape. Walking through a large tree in vain takes long.
        if !source.text.contains(['$', '\\']) {
            self.spend(&root)?;
            return Ok(Document { root, version, is_first });
        }
        let left = limits.bytes.saturating_sub(self.filled);
        let filled = filling::fill(&root, environment, self.context.tool, left);
        self.filled = self.filled.saturating_add(filled.bytes);
        self.broken.extend(filled.broken);
        self.spend(&filled.root)?;
        Ok(Document { root: filled.root, version, is_first })
    }

    /// The text of a file.
    fn source(&mut self, path: &Path, reference: Reference<'_>) -> Result<Source, ComposeError> {
        let limits = self.context.limits;
        self.reads = self.reads.saturating_add(1);
        if self.reads > limits.files {
            let file: Arc<str> = path.display().to_string().into();
            let place = reference.map_or_else(|| Place::start_of(&file), |(place, _)| place.clone());
            return Err(ComposeError::TooManyFiles { place, most: limits.files });
        }
        let known = self.sources.iter().find(|source| *source.file == *path.display().to_string());
        let source = if let Some(source) = known {
            source.clone()
        } else {
            let left = limits.bytes.saturating_sub(self.bytes);
            let read = Source::read(self.store, path, left, limits.bytes);
            let source = read.map_err(|error| match (error, reference) {
                (ComposeError::Missing { path }, Some((place, key))) => {
                    ComposeError::MissingFile { place: place.clone(), key, path }
                }
                (error, _) => error,
            })?;
            self.sources.push(source.clone());
            source
        };
        self.bytes = self.bytes.saturating_add(source.text.len());
        if self.bytes > limits.bytes {
            return Err(
                YamlError::TooLarge { place: Place::start_of(&source.file), most: limits.bytes }.into()
            );
        }
        Ok(source)
    }

    /// The variables of an environment file; `None` when it is not there.
    pub(super) fn variables(
        &mut self,
        path: &Path,
        outer: &Environment,
    ) -> Result<Option<Environment>, ComposeError> {
        match self.source(path, None) {
            Ok(source) => {
                // Every project that is included keeps variables of its own, so there cannot be as many of them.
                let most = self.context.limits.bytes / 16;
                if source.text.len() > most {
                    return Err(YamlError::TooLarge { place: Place::start_of(&source.file), most }.into());
                }
                Ok(Some(dotenv::read(&source, outer, self.context, most)))
            }
            Err(ComposeError::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Counts the nodes of a tree that was read or made.
    pub(super) fn spend(&mut self, node: &Node) -> Result<(), ComposeError> {
        self.nodes = self.nodes.saturating_add(node.size());
        self.too_many(self.nodes, node)
    }

    fn check_size(&self, node: &Node) -> Result<(), ComposeError> {
        self.too_many(node.size(), node)
    }

    fn too_many(&self, nodes: usize, node: &Node) -> Result<(), ComposeError> {
        let most = self.context.limits.nodes;
        if nodes > most {
            return Err(YamlError::TooManyNodes { place: node.place.clone(), most }.into());
        }
        Ok(())
    }

    /// The path from the root on.
    pub(super) fn absolute(&self, path: &Path) -> Result<PathBuf, ComposeError> {
        self.store.absolute(path).map_err(|error| source::failed(path, error))
    }

    /// Whether there is such a file.
    pub(super) fn is_there(&self, path: &Path) -> bool {
        self.store.read(path, 0).is_ok()
    }
}

/// A path that a file in a folder names.
pub(super) fn beside(folder: &Path, path: &str) -> PathBuf {
    let joined = folder.join(path);
    if folder.as_os_str().is_empty() || path.starts_with('.') { tidied(&joined) } else { joined }
}

/// The trees of files by their paths.
pub(super) type Trees = BTreeMap<PathBuf, Arc<Node>>;
