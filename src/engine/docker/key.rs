//! Names and identities as they go into an engine's paths.

use std::fmt::Write as _;

use bollard::query_parameters::ListNetworksOptions;

use super::Docker;
use super::call::Failure;
use crate::engine::Answer;
use crate::model::{ContainerName, NetworkKey, NetworkName};

impl Docker {
    /// What names this very network in a path.
    ///
    /// An engine takes a text for a whole identity first, then for a name, then for the *beginning* of an identity:
    /// removing a network `ad` that is not there would remove the one whose identity begins with `ad`. Names that
    /// could be the beginning of one are therefore looked up first.
    pub(super) async fn path_of(&self, key: NetworkKey<'_>) -> Result<String, Failure> {
        let name = match key {
            NetworkKey::Id(id) => return Ok(id.as_str().to_owned()),
            NetworkKey::Name(name) => name,
        };
        if !needs_look_up(name.as_str()) {
            return Ok(encoded(name.as_str()));
        }
        self.identity_of(name).await
    }

    async fn identity_of(&self, name: &NetworkName) -> Result<String, Failure> {
        let all = self.client.list_networks(None::<ListNetworksOptions>).await?;
        let mut named = all.into_iter().filter(|network| network.name.as_deref() == Some(name.as_str()));
        let first = named.next().and_then(|network| network.id);
        match (first, named.count()) {
            (Some(id), 0) => Ok(id),
            (Some(_), more) => {
                let sentence =
                    format!("network {name} is ambiguous ({} matches found on name)", more.saturating_add(1));
                Err(Failure::Answer(Answer::new(400, sentence)))
            }
            (None, _) => Err(Failure::not_found("network", name.as_str())),
        }
    }
}

/// What names this very container in a request: with a slash in front a text is a name and nothing else, while
/// `ad` would also be the container whose identity begins with `ad`.
pub(super) fn container(name: &ContainerName) -> String {
    let text = name.as_str();
    let hexadecimal = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if hexadecimal { format!("/{text}") } else { text.to_owned() }
}

/// Whether a text could be the beginning of an identity (hexadecimal ones and swarm's base-36 ones), or a step
/// such as `..` that would be taken out of the path.
fn needs_look_up(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_digit() || b.is_ascii_lowercase();
    name.bytes().all(plain) || name.bytes().all(|b| b == b'.')
}

/// A name as one step of a path. bollard puts it there as it is, and `/` and `?` are fine in a network's name.
fn encoded(name: &str) -> String {
    let mut path = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            path.push(char::from(byte));
        } else {
            let written = write!(path, "%{byte:02X}");
            debug_assert!(written.is_ok(), "writing to a String cannot fail");
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_names_become_one_step_of_a_path() {
        assert_eq!(encoded("a/ba d*?x=%2f#"), "a%2Fba%20d%2A%3Fx%3D%252f%23");
        assert_eq!(encoded("Default.Switch_1~"), "Default.Switch_1~");
        assert_eq!(encoded("büro"), "b%C3%BCro");
    }

    #[test]
    fn names_that_could_be_identities_are_looked_up() {
        for (name, expected) in [("ad", true), ("back", true), ("..", true), ("my-net", false), ("Ad", false)]
        {
            assert_eq!(needs_look_up(name), expected, "{name}");
        }
        assert_eq!(container(&"ad0".parse().unwrap()), "/ad0");
        assert_eq!(container(&"redis".parse().unwrap()), "redis");
    }
}
