//! How many services, networks and places in networks a project has, counted before any of them is made.

use super::tree::Node;
use super::{ComposeError, Limits, Place};

/// Refuses a document with more parts than there may be. A part takes many times the memory of the text it is written
/// in: `a: {}` is a service with all it might say, and its place in the default network.
pub(super) fn check(document: &Node, limits: &Limits) -> Result<(), ComposeError> {
    let most = limits.parts;
    let mut left = most;
    let mut take = |count: usize, place: &Place| match left.checked_sub(count) {
        Some(rest) => {
            left = rest;
            Ok(())
        }
        None => Err(ComposeError::TooManyParts { place: place.clone(), most }),
    };
    let section = |key| document.get(key).into_iter().flat_map(Node::entries);
    for (name, service) in section("services") {
        let networks = service.get("networks");
        let places = networks.map_or(0, |networks| networks.entries().count().max(networks.items().count()));
        // A service that names no network is in the default one.
        take(places.max(1).saturating_add(1), &name.place)?;
    }
    section("networks").try_for_each(|(key, _)| take(1, &key.place))
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, Tool};
    use super::*;

    #[track_caller]
    fn refused_at(text: &str, parts: usize) -> Option<(u32, u32)> {
        let reading = Reading::new().tool(Tool::Compose2).limits(Limits::default().with_parts(parts));
        match reading.parse("a.yml", text) {
            Ok(_) => None,
            Err(ComposeError::TooManyParts { place, most }) => {
                assert_eq!(most, parts);
                Some((place.line(), place.column()))
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn services_networks_and_places_count() {
        let text = "services:\n  a: {image: x}\n  b: {image: x, networks: [m, n]}\n  \
                    c: {image: x, networks: {m: , n: }}\nnetworks:\n  m:\n  n:\n";
        assert_eq!(refused_at(text, 10), None);
        assert_eq!(refused_at(text, 9), Some((7, 3)));
        assert_eq!(refused_at(text, 7), Some((4, 3)), "a service counts with its places");
        assert_eq!(refused_at(text, 1), Some((2, 3)));
    }
}
