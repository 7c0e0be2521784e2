//! `extends`: services that take over what others say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cursor::{Cursor, named};
use super::loader::{Loader, Reference, Trees, beside};
use super::merge::Merge;
use super::tree::{Content, Entry, Node};
use super::{ComposeError, Environment, Place, Placed, Tool};

/// What docker-compose 1 lets nobody take over, because it names other services.
const REFUSED: [&str; 3] = ["links", "volumes_from", "depends_on"];

/// One resolving of all services of a file.
pub(super) struct Extends<'l, 'a> {
    loader: &'l mut Loader<'a>,
    environment: &'l Environment,
    /// Other files, by their paths.
    files: Trees,
    /// Services that are done, by file and name.
    done: BTreeMap<(PathBuf, String), Arc<Node>>,
    /// The services on the way to this one.
    stack: Vec<(PathBuf, String)>,
}

/// Where services are looked for: a file, its folder and its tree.
#[derive(Clone, Copy)]
struct Within<'w> {
    path: &'w Path,
    folder: &'w Path,
    root: &'w Arc<Node>,
}

impl<'l, 'a> Extends<'l, 'a> {
    pub(super) fn new(loader: &'l mut Loader<'a>, environment: &'l Environment) -> Self {
        let (files, done, stack) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        Self { loader, environment, files, done, stack }
    }

    /// The tree with every service that extends another one made whole. Services are looked for in the tree itself, or in
    /// another one of the same file.
    pub(super) fn document(
        mut self,
        path: &Path,
        folder: &Path,
        root: &Arc<Node>,
        looked_in: Option<&Arc<Node>>,
    ) -> Result<Arc<Node>, ComposeError> {
        let Some(services) = root.get("services").and_then(Node::mapping) else {
            return Ok(Arc::clone(root));
        };
        if !services.iter().any(|entry| entry.value.get("extends").is_some()) {
            return Ok(Arc::clone(root));
        }
        let within = Within { path, folder, root: looked_in.unwrap_or(root) };
        let mut whole = Vec::with_capacity(services.len());
        for entry in services {
            let key = (path.to_owned(), entry.key.value.clone());
            let known = self.done.get(&key).filter(|_| looked_in.is_none()).cloned();
            let value = match known {
                Some(known) => known,
                None => self.service(within, &entry.key.value, &entry.value, looked_in.is_none())?,
            };
            whole.push(Entry { key: Arc::clone(&entry.key), value });
        }
        let place = root.get("services").unwrap_or(root).place.clone();
        let services = Arc::new(Node::of(Content::Mapping(whole), place));
        let entries = root.mapping().unwrap_or_default().iter().map(|entry| {
            let mut entry = entry.clone();
            if entry.key.value == "services" {
                entry.value = Arc::clone(&services);
            }
            entry
        });
        Ok(Arc::new(Node::of(Content::Mapping(entries.collect()), root.place.clone())))
    }

    /// A service made whole; `keep` when it is the one that others who name it mean.
    fn service(
        &mut self,
        within: Within<'_>,
        name: &str,
        service: &Arc<Node>,
        keep: bool,
    ) -> Result<Arc<Node>, ComposeError> {
        let Some(extends) =
            service.entry("extends").filter(|entry| !matches!(entry.value.content, Content::Null))
        else {
            return Ok(Arc::clone(service));
        };
        let here = (within.path.to_owned(), name.to_owned());
        let most = self.loader.context.limits.depth;
        if self.stack.contains(&here) {
            let step = |(file, name): &(PathBuf, String)| format!("{}: {name}", file.display());
            let chain =
                self.stack.iter().skip_while(|step| **step != here).chain([&here]).map(step).collect();
            return Err(ComposeError::ExtendsCycle { place: extends.value.place.clone(), chain });
        }
        if self.stack.len() >= most {
            return Err(ComposeError::ChainTooLong { place: extends.value.place.clone(), most });
        }
        self.stack.push(here.clone());
        let base = self.base(within, name, &extends.value)?;
        self.stack.pop();
        let own = without_extends(service);
        let whole = match base {
            Some(base) => Merge::new(self.loader.context).services(&base, &own, &["services", name]),
            None => own,
        };
        self.loader.spend(&whole)?;
        if keep {
            self.done.insert(here, Arc::clone(&whole));
        }
        Ok(whole)
    }

    /// What is extended, made whole itself; `None`, and a fault, when it is not there.
    fn base(
        &mut self,
        within: Within<'_>,
        name: &str,
        extends: &Node,
    ) -> Result<Option<Arc<Node>>, ComposeError> {
        let Some((target, file)) = read(extends, name, self.loader) else { return Ok(None) };
        let Some(file) = file else {
            return self.found(within, name, &target);
        };
        let path = beside(within.folder, &file.value);
        if path == within.path {
            return self.found(within, name, &target);
        }
        if self.loader.is_remote(&file, "extends", &path) {
            return Ok(None);
        }
        let root = if let Some(root) = self.files.get(&path) {
            Arc::clone(root)
        } else {
            let reference = Some((&file.place, "extends"));
            let root = self.whole(&path, reference)?;
            self.files.insert(path.clone(), Arc::clone(&root));
            root
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        self.found(Within { path: &path, folder: &folder, root: &root }, name, &target)
    }

    /// Another file, its documents merged.
    fn whole(&mut self, path: &Path, reference: Reference<'_>) -> Result<Arc<Node>, ComposeError> {
        let documents = self.loader.documents(path, self.environment, reference, true)?;
        let merge = Merge::new(self.loader.context);
        let roots = documents.into_iter().map(|document| document.root);
        let whole = roots.reduce(|earlier, later| merge.documents(&earlier, &later));
        whole.ok_or_else(|| ComposeError::Missing { path: path.to_owned() })
    }

    fn found(
        &mut self,
        within: Within<'_>,
        name: &str,
        target: &Placed<String>,
    ) -> Result<Option<Arc<Node>>, ComposeError> {
        let key = (within.path.to_owned(), target.value.clone());
        let base = if let Some(done) = self.done.get(&key) {
            Arc::clone(done)
        } else {
            let services = within.root.get("services");
            let Some(found) = services.and_then(|services| services.entry(&target.value)) else {
                self.loader.context.fault(ComposeError::ExtendsUnknown {
                    place: target.place.clone(),
                    service: named(name),
                    target: named(&target.value),
                    file: within.path.display().to_string(),
                });
                return Ok(None);
            };
            let found = Arc::clone(&found.value);
            self.service(within, &target.value, &found, true)?
        };
        if self.loader.context.tool == Tool::Compose1 {
            if let Some((key, there)) = refused(&base) {
                let (place, target) = (target.place.clone(), named(&target.value));
                self.loader.context.fault(ComposeError::ExtendsRefused {
                    place,
                    target: target.into(),
                    key,
                    there,
                });
            }
        }
        Ok(Some(base))
    }
}

/// The service and the file that `extends` names.
fn read(extends: &Node, name: &str, loader: &Loader<'_>) -> Option<(Placed<String>, Option<Placed<String>>)> {
    let context = loader.context;
    let cursor = Cursor::at(extends, &["services", name, "extends"], context);
    if !cursor.is_mapping() {
        return Some((context.tolerate(cursor.text())?, None));
    }
    let service = context.tolerate(cursor.get("service").ok_or_else(|| cursor.lacks("service")))?;
    Some((context.tolerate(service.text())?, cursor.read("file", Cursor::text)))
}

/// What docker-compose 1 does not let be taken over.
fn refused(base: &Node) -> Option<(&'static str, Place)> {
    let listed = REFUSED.iter().find_map(|key| Some((*key, base.entry(key)?.key.place.clone())));
    listed.or_else(|| {
        let modes = [("network_mode", "service:"), ("net", "container:")];
        modes.into_iter().find_map(|(key, prefix)| {
            let mode = base.get(key)?;
            mode.as_text()?.starts_with(prefix).then(|| (key, mode.place.clone()))
        })
    })
}

fn without_extends(service: &Node) -> Arc<Node> {
    let entries = service.mapping().unwrap_or_default();
    let entries = entries.iter().filter(|entry| entry.key.value != "extends").cloned().collect();
    Arc::new(Node::of(Content::Mapping(entries), service.place.clone()).with_merging(service.merging))
}
