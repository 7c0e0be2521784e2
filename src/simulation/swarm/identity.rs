//! Identities of what a swarm keeps.

use crate::simulation::random::Random;

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// An identity: 25 digits of base 36, as swarmkit writes 128 random bits.
pub(super) fn fresh(random: &mut Random) -> String {
    digits(random, 25)
}

/// That many digits of base 36.
pub(super) fn digits(random: &mut Random, count: usize) -> String {
    let digit = |random: &mut Random| {
        let index = usize::try_from(random.below(36)).unwrap_or_default();
        char::from(DIGITS.get(index).copied().unwrap_or(b'0'))
    };
    std::iter::repeat_with(|| digit(random)).take(count).collect()
}

/// Which of some things is meant: by whole identity, by name, or by the beginning of an identity.
///
/// # Errors
/// How many things it could be.
pub(super) fn find<'a, T>(
    things: &'a std::collections::BTreeMap<String, T>,
    name: impl Fn(&T) -> &str,
    key: &str,
) -> Result<&'a str, usize> {
    if let Some((id, _)) = things.get_key_value(key) {
        return Ok(id);
    }
    let named: Vec<_> = things.iter().filter(|(_, thing)| name(thing) == key).map(|(id, _)| id).collect();
    match named.as_slice() {
        [only] => return Ok(only),
        [] => {}
        several => return Err(several.len()),
    }
    let mut begin =
        things.range(key.to_owned()..).take_while(|(id, _)| id.starts_with(key) && !key.is_empty());
    match (begin.next(), begin.next()) {
        (Some((id, _)), None) => Ok(id),
        (None, _) => Err(0),
        (Some(_), Some(_)) => Err(2 + begin.count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_follow_from_the_seed_and_look_like_swarms() {
        let (mut one, mut other) = (Random::new(1), Random::new(1));
        let id = fresh(&mut one);
        assert_eq!(id, fresh(&mut other));
        assert_ne!(id, fresh(&mut one));
        assert!(id.len() == 25 && id.bytes().all(|digit| DIGITS.contains(&digit)), "{id}");
    }

    #[test]
    fn things_are_found_by_identity_name_and_beginning() {
        let things = [("abc", "x"), ("abd", "y"), ("b", "abc")];
        let things = things.map(|(id, name)| (id.to_owned(), name)).into_iter().collect();
        let find = |key| find(&things, |name| name, key);
        assert_eq!((find("abc"), find("y"), find("b")), (Ok("abc"), Ok("abd"), Ok("b")));
        assert_eq!((find("ab"), find("q"), find("")), (Err(2), Err(0), Err(0)));
    }
}
