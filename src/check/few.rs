//! Lists in messages, which stay short however much is wrong.

use std::fmt::Display;

/// How many of a list are named.
const NAMED: usize = 4;

/// `a`, `a and b`, `a, b and c`; of a longer list the first and how many more there are.
pub(super) fn few<T: Display>(all: impl IntoIterator<Item = T>) -> String {
    let mut all = all.into_iter();
    let mut named: Vec<_> = all.by_ref().take(NAMED).map(|one| one.to_string()).collect();
    let last = match all.count() {
        0 => named.pop().unwrap_or_default(),
        more => format!("{more} more"),
    };
    if named.is_empty() { last } else { format!("{} and {last}", named.join(", ")) }
}

/// `1 node`, `2 nodes`.
pub(super) fn counted(count: impl TryInto<u64>, noun: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let list = |count: u8| few((1..=count).map(|number| number.to_string()));
        assert_eq!(list(0), "");
        assert_eq!(list(1), "1");
        assert_eq!(list(2), "1 and 2");
        assert_eq!(list(4), "1, 2, 3 and 4");
        assert_eq!(list(16), "1, 2, 3, 4 and 12 more");
    }
}
