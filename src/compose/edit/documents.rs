//! Files of several documents, which are edited as a list of them.

use std::borrow::Cow;
use std::sync::Arc;

use super::{EditedFile, Step};
use crate::compose::tree::{Content, Node};
use crate::compose::yaml::Document;

/// The one document, or a list of several; `None` when there is none.
pub(super) fn whole(mut documents: Vec<Document>) -> Option<Arc<Node>> {
    if documents.len() < 2 {
        return documents.pop().map(|document| document.root);
    }
    let begin = documents.first()?.begin.clone();
    let roots = documents.into_iter().map(|document| document.root).collect();
    Some(Arc::new(Node::of(Content::Sequence(roots), begin)))
}

impl EditedFile {
    /// A path with the document it leads into: of several documents the one that has the most of it, the last one of
    /// those.
    pub(super) fn in_document<'p>(&self, path: &'p [Step]) -> Cow<'p, [Step]> {
        let Some(root) = self.root.as_deref().filter(|_| self.are_several) else {
            return Cow::Borrowed(path);
        };
        if !matches!(path.first(), Some(Step::Key(_))) {
            return Cow::Borrowed(path);
        }
        let documents = root.items().enumerate();
        let best = documents.max_by_key(|(_, document)| known(document, path)).map_or(0, |(index, _)| index);
        Cow::Owned([&[Step::Item(best)], path].concat())
    }
}

/// How many steps of a path a document has.
fn known(mut node: &Node, path: &[Step]) -> usize {
    let there = path.iter().take_while(|step| match step.of(node) {
        Some(next) => {
            node = next;
            true
        }
        None => false,
    });
    there.count()
}
