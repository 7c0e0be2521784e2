//! Several files put together, the way the two tools do it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::Context;
use super::cursor::{LONGEST_KEY, clipped};
use super::tree::{Content, Entry, Merging, Node, NodeKind, Scalar};
use super::{ComposeError, Placed, Tool};

/// What files say to docknet. No tool looks at it, so what all of them say is kept, key by key.
pub(super) const OWN: &str = "x-docknet";

/// Puts trees together; the later one has the last word.
#[derive(Clone, Copy)]
pub(super) struct Merge<'a> {
    pub(super) context: &'a Context<'a>,
}

impl<'a> Merge<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        Self { context }
    }

    /// Two files.
    pub(super) fn documents(self, earlier: &Arc<Node>, later: &Arc<Node>) -> Arc<Node> {
        match self.context.tool {
            Tool::Compose1 => self.documents1(earlier, later),
            Tool::Compose2 => self.nodes2(earlier, later, &[]).unwrap_or_else(|| Arc::clone(earlier)),
        }
    }

    /// A service and one that extends it.
    pub(super) fn services(self, base: &Arc<Node>, own: &Arc<Node>, path: &[&str]) -> Arc<Node> {
        match self.context.tool {
            Tool::Compose1 => self.services1(base, own),
            Tool::Compose2 => self.nodes2(base, own, path).unwrap_or_else(|| Arc::clone(own)),
        }
    }

    /// A tree without what `!reset` took away. docker-compose 1 knows neither of the two tags and stops at them.
    pub(super) fn without_resets(self, root: &Arc<Node>) -> Arc<Node> {
        self.pruned(root, &mut BTreeMap::new()).unwrap_or_else(|| Arc::new(Node::nothing(root.place.clone())))
    }

    fn pruned(self, node: &Arc<Node>, done: &mut Pruned) -> Option<Arc<Node>> {
        if node.merging != Merging::Usual && self.context.tool == Tool::Compose1 {
            let place = node.place.clone();
            self.context.fault(ComposeError::OnlyCompose2 { place, what: "the tags !reset and !override" });
        }
        if node.merging == Merging::Reset {
            return None;
        }
        let shared = Arc::strong_count(node) > 1;
        if let Some(done) = shared.then(|| done.get(&Arc::as_ptr(node))).flatten() {
            return Some(Arc::clone(done));
        }
        let pruned = match &node.content {
            Content::Null | Content::Scalar(_) => Arc::clone(node),
            Content::Sequence(items) => {
                // Copied only from the first one that does not stay as it is.
                let mut kept: Option<Vec<Arc<Node>>> = None;
                for (number, item) in items.iter().enumerate() {
                    let pruned = self.pruned(item, done);
                    if kept.is_none() && !pruned.as_ref().is_some_and(|pruned| Arc::ptr_eq(pruned, item)) {
                        kept = Some(items.iter().take(number).cloned().collect());
                    }
                    if let Some(kept) = &mut kept {
                        kept.extend(pruned);
                    }
                }
                kept.map_or_else(|| Arc::clone(node), |kept| made(Content::Sequence(kept), node))
            }
            Content::Mapping(entries) => {
                let mut kept: Option<Vec<Entry>> = None;
                for (number, entry) in entries.iter().enumerate() {
                    let pruned = self.pruned(&entry.value, done);
                    if kept.is_none()
                        && !pruned.as_ref().is_some_and(|pruned| Arc::ptr_eq(pruned, &entry.value))
                    {
                        kept = Some(entries.iter().take(number).cloned().collect());
                    }
                    if let Some(kept) = &mut kept {
                        kept.extend(pruned.map(|value| Entry { key: Arc::clone(&entry.key), value }));
                    }
                }
                kept.map_or_else(|| Arc::clone(node), |kept| made(Content::Mapping(kept), node))
            }
        };
        if shared {
            done.insert(Arc::as_ptr(node), Arc::clone(&pruned));
        }
        Some(pruned)
    }

    /// Notes that the two cannot go together.
    pub(super) fn unlike(self, earlier: &Node, later: &Node, path: &[&str]) {
        let path: Vec<_> = path.iter().map(|step| clipped(step, LONGEST_KEY)).collect();
        self.context.fault(ComposeError::MergeKinds {
            place: later.place.clone(),
            path: path.join("."),
            found: later.kind(),
            earlier: earlier.kind(),
            there: earlier.place.clone(),
        });
    }
}

type Pruned = BTreeMap<*const Node, Arc<Node>>;

/// A node in the place of another one.
pub(super) fn made(content: Content, like: &Node) -> Arc<Node> {
    Arc::new(Node::of(content, like.place.clone()))
}

/// The entries of two mappings by their keys, in the order in which they come first; `merge` says what becomes of a key
/// that is in both, `None` that it goes.
pub(super) fn entries(
    earlier: &[Entry],
    later: &[Entry],
    mut merge: impl FnMut(&Entry, &Entry) -> Option<Arc<Node>>,
) -> Vec<Entry> {
    let mut all: Vec<Option<Entry>> = earlier.iter().cloned().map(Some).collect();
    let index: BTreeMap<&str, usize> =
        earlier.iter().enumerate().map(|(number, entry)| (entry.key.value.as_str(), number)).collect();
    for entry in later {
        let there = index.get(entry.key.value.as_str()).and_then(|number| all.get_mut(*number));
        match there {
            Some(there) => {
                *there = there
                    .as_ref()
                    .and_then(|old| Some(Entry { key: Arc::clone(&entry.key), value: merge(old, entry)? }));
            }
            None if entry.value.merging == Merging::Reset => {}
            None => all.push(Some(entry.clone())),
        }
    }
    all.into_iter().flatten().collect()
}

/// Items by what tells them apart: a later one takes the place of an earlier one with the same.
pub(super) fn unique(items: impl IntoIterator<Item = (String, Arc<Node>)>) -> Vec<Arc<Node>> {
    let mut index = BTreeMap::new();
    let mut all: Vec<Arc<Node>> = Vec::new();
    for (key, item) in items {
        if let Some(there) = index.get(&key).and_then(|number: &usize| all.get_mut(*number)) {
            *there = item;
        } else {
            index.insert(key, all.len());
            all.push(item);
        }
    }
    all
}

/// A text where a list or mapping was.
pub(super) fn text(text: String, like: &Node) -> Arc<Node> {
    Arc::new(Node::text(Scalar { text: text.into(), plain: false, broken: None }, like.place.clone()))
}

/// A list: the list it is, a text as its only item, a mapping as `key=value` items; none for nothing.
pub(super) fn sequence(node: &Arc<Node>, joint: char) -> Vec<Arc<Node>> {
    match &node.content {
        Content::Null => Vec::new(),
        Content::Scalar(_) => vec![Arc::clone(node)],
        Content::Sequence(items) => items.clone(),
        Content::Mapping(entries) => entries.iter().flat_map(|entry| pair(entry, joint)).collect(),
    }
}

fn pair(entry: &Entry, joint: char) -> Vec<Arc<Node>> {
    let key = &entry.key.value;
    let one = |value: &Arc<Node>| match &value.content {
        Content::Null => Arc::new(Node::text(
            Scalar { text: key.as_str().into(), plain: false, broken: None },
            entry.key.place.clone(),
        )),
        Content::Scalar(scalar) => {
            let joined = Scalar {
                text: format!("{key}{joint}{}", scalar.text).into(),
                plain: false,
                broken: scalar.broken.clone(),
            };
            Arc::new(Node::text(joined, value.place.clone()))
        }
        Content::Sequence(_) | Content::Mapping(_) => Arc::clone(value),
    };
    match &entry.value.content {
        Content::Sequence(values) => values.iter().map(one).collect(),
        Content::Null | Content::Scalar(_) | Content::Mapping(_) => vec![one(&entry.value)],
    }
}

/// A mapping: the mapping it is, or the items of a list split at the joint, with `None` as the value of those without.
pub(super) fn mapping(node: &Node, joint: Option<char>) -> Vec<Entry> {
    if let Some(entries) = node.mapping() {
        return entries.to_vec();
    }
    let split = |item: &Node| {
        let whole = item.as_text()?;
        let (key, value) = match joint.and_then(|joint| whole.split_once(joint)) {
            Some((key, value)) => (key, text(value.to_owned(), item)),
            None => (whole, Arc::new(Node::nothing(item.place.clone()))),
        };
        Some(Entry { key: Arc::new(Placed::new(key.to_owned(), item.place.clone())), value })
    };
    node.items().filter_map(split).collect()
}

/// What tells an item apart by its text, up to the joint.
pub(super) fn name_of(item: &Node, joint: char) -> String {
    match item.kind() {
        NodeKind::Text => {
            let text = item.as_text().unwrap_or_default();
            text.split_once(joint).map_or(text, |(name, _)| name).to_owned()
        }
        NodeKind::List | NodeKind::Mapping | NodeKind::Nothing => target_of(item),
    }
}

/// What tells a mount, a file and the like apart: where it goes, else where it comes from.
pub(super) fn target_of(item: &Node) -> String {
    let named = ["target", "path", "source"].into_iter().find_map(|key| item.get(key)?.as_text());
    named.or(item.as_text()).unwrap_or_default().to_owned()
}

/// Where in the container a volume goes: `[host:]container[:mode]`, with drive letters on both sides.
pub(super) fn mount_of(item: &Node) -> String {
    let Some(text) = item.as_text() else { return target_of(item) };
    let after_drive = |text: &str| {
        let drive = text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
            && text.as_bytes().get(1) == Some(&b':')
            && matches!(text.as_bytes().get(2), Some(b'\\' | b'/'));
        if drive { 2 } else { 0 }
    };
    let cut = |text: &str| {
        let from = after_drive(text);
        text.get(from..).and_then(|rest| rest.find(':')).map(|at| at + from)
    };
    let Some(first) = cut(text) else { return text.to_owned() };
    let rest = text.get(first + 1..).unwrap_or_default();
    cut(rest).and_then(|at| rest.get(..at)).unwrap_or(rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::Place;
    use super::*;

    #[test]
    fn volumes_are_told_apart_by_where_they_go() {
        let place = || Node::nothing(Place::new("a.yml", 1, 1));
        for (volume, target) in [
            ("/data", "/data"),
            ("data:/data", "/data"),
            ("./data:/data:ro", "/data"),
            ("C:\\data:C:\\data", "C:\\data"),
            ("C:\\data:D:\\data:ro", "D:\\data"),
            ("C:\\data", "C:\\data"),
        ] {
            assert_eq!(mount_of(&text(volume.to_owned(), &place())), target, "{volume}");
        }
    }
}
