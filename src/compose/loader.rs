//! From paths to one tree: files read, variables filled in, `extends` and `include` followed, all merged.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::context::Context;
use super::cursor::{LONGEST_TEXT, clipped};
use super::extends::Extends;
use super::files::{is_remote, tidied};
use super::merge::Merge;
use super::project::Sources;
use super::source::{self, Source};
use super::top_level::{self, Checked};
use super::tree::{Content, Entry, Node};
use super::{ComposeError, Environment, Files, Place, Placed, Tool, YamlError, dotenv, filling, yaml};

/// Everything that was read so far, and how much of it there may be.
pub(super) struct Loader<'a> {
    pub(super) context: &'a Context<'a>,
    store: &'a dyn Files,
    sources: Vec<Source>,
    /// Times a file was read, and documents after the first of a file.
    reads: usize,
    bytes: usize,
    filled: usize,
    nodes: usize,
    /// Whether there may be tags in any of the files.
    tagged: bool,
    broken: Vec<ComposeError>,
    /// The extensions at the top level of every file, by where they stand.
    extensions: BTreeMap<Place, Entry>,
}

/// A tree and the version it says.
pub(super) struct Document {
    pub(super) root: Arc<Node>,
    pub(super) version: Option<Placed<String>>,
    /// Whether it was of the first version of the format.
    is_first: bool,
}

/// A tree as it was written.
struct Unfilled {
    root: Arc<Node>,
    /// Whether it is the first document of all.
    is_first: bool,
    /// Whether there may be variables in its file.
    has_variables: bool,
}

/// What names a file: `None` for the caller.
pub(super) type Reference<'r> = Option<(&'r Place, &'static str)>;

impl<'a> Loader<'a> {
    pub(super) fn new(store: &'a dyn Files, context: &'a Context<'a>) -> Self {
        let (sources, broken, extensions) = (Vec::new(), Vec::new(), BTreeMap::new());
        let (reads, bytes, filled, nodes, tagged) = (0, 0, 0, 0, false);
        Self { context, store, sources, reads, bytes, filled, nodes, tagged, broken, extensions }
    }

    /// What was read of which the first file is this one, and what could not be filled in.
    pub(super) fn finish(self, first: &Path) -> (Sources, Vec<ComposeError>) {
        let first = first.display().to_string().into();
        let extensions = self.extensions.into_values().collect();
        (Sources { first, files: self.sources, extensions }, self.broken)
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
            for mut document in self.documents(path, environment, reference, whole.is_none())? {
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

    /// The documents of one file, their variables filled in. Those after the first of the first file may lack every
    /// section. To Compose v2 each is as a file of its own; docker-compose 1 reads no file with several.
    pub(super) fn documents(
        &mut self,
        path: &Path,
        environment: &Environment,
        reference: Reference<'_>,
        is_first_file: bool,
    ) -> Result<Vec<Document>, ComposeError> {
        let source = self.source(path, reference)?;
        let read = yaml::documents(&source.file, &source.text, self.context.limits)?;
        if let (Tool::Compose1, Some(second)) = (self.context.tool, read.get(1)) {
            return Err(YamlError::SeveralDocuments { place: second.begin.clone() }.into());
        }
        self.tagged |= source.text.contains('!');
        // A text in quotes may have its dollar sign behind an escape. Walking through a large tree in vain takes long.
        let has_variables = source.text.contains(['$', '\\']);
        let are_several = read.len() > 1;
        let start = read.first().map_or_else(|| Place::start_of(&source.file), |it| it.root.place.clone());
        let mut documents = Vec::with_capacity(read.len());
        for (index, yaml::Document { begin, root }) in read.into_iter().enumerate() {
            if index > 0 {
                self.count_read(&begin)?;
            }
            if !matches!(root.content, Content::Null) {
                let is_first = is_first_file && documents.is_empty();
                let read = Unfilled { root, is_first, has_variables };
                documents.push(self.document(&read, environment)?);
            } else if are_several {
                self.context.fault(ComposeError::EmptyDocument { place: begin });
            }
        }
        if documents.is_empty() {
            return Err(ComposeError::Empty { place: start });
        }
        Ok(documents)
    }

    fn document(&mut self, read: &Unfilled, environment: &Environment) -> Result<Document, ComposeError> {
        let Checked { root, version, is_first } = top_level::check(&read.root, read.is_first, self.context)?;
        if !read.has_variables {
            self.spend(&root)?;
            self.note_extensions(&root);
            return Ok(Document { root, version, is_first });
        }
        let left = self.context.limits.bytes.saturating_sub(self.filled);
        let filled = filling::fill(&root, environment, self.context.tool, left);
        self.filled = self.filled.saturating_add(filled.bytes);
        self.broken.extend(filled.broken);
        self.spend(&filled.root)?;
        self.note_extensions(&filled.root);
        Ok(Document { root: filled.root, version, is_first })
    }

    fn note_extensions(&mut self, root: &Node) {
        for entry in root.mapping().unwrap_or_default() {
            if entry.key.value.starts_with("x-") {
                self.extensions.entry(entry.key.place.clone()).or_insert_with(|| entry.clone());
            }
        }
    }

    /// The text of a file.
    fn source(&mut self, path: &Path, reference: Reference<'_>) -> Result<Source, ComposeError> {
        let limits = self.context.limits;
        let here = || Place::start_of(&path.display().to_string().into());
        self.count_read(&reference.map_or_else(here, |(place, _)| place.clone()))?;
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
                (ComposeError::Io { path, source, .. }, Some((place, _))) => {
                    ComposeError::Io { place: Some(place.clone()), path, source }
                }
                (ComposeError::Missing { path }, None) if is_remote(&path.to_string_lossy()) => {
                    let reference = path.display().to_string();
                    ComposeError::Remote { place: None, key: "", reference }
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

    /// Counts a file or a further document, which is read because of what stands at a place.
    fn count_read(&mut self, place: &Place) -> Result<(), ComposeError> {
        let most = self.context.limits.files;
        self.reads = self.reads.saturating_add(1);
        if self.reads > most {
            return Err(ComposeError::TooManyFiles { place: place.clone(), most });
        }
        Ok(())
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
            Err(ComposeError::Missing { .. } | ComposeError::Remote { .. }) => Ok(None),
            // Both tools pass a folder of that name by.
            Err(ComposeError::Io { source, .. }) if source.kind() == ErrorKind::IsADirectory => Ok(None),
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

    /// Whether what a file names has to be fetched, which is a fault: docknet reads what is there.
    pub(super) fn is_remote(&self, named: &Placed<String>, key: &'static str, path: &Path) -> bool {
        let remote = is_remote(&named.value) && !self.is_there(path);
        if remote {
            let (place, reference) = (Some(named.place.clone()), clipped(&named.value, LONGEST_TEXT));
            self.context.fault(ComposeError::Remote { place, key, reference });
        }
        remote
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
