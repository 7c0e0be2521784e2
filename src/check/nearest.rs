//! The word somebody meant who mistyped one.

/// Longer words are nobody's slip of the finger.
const LONGEST: usize = 64;

/// The one of some words that is nearest to another: a letter or two off (one in short words), or only with other signs
/// between its parts. Of two equally near the one that begins alike, then the first.
pub(super) fn nearest<'w>(word: &str, among: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let meant = plain(word);
    if meant.is_empty() || meant.len() > LONGEST {
        return None;
    }
    // A third of a short word is another word.
    let most = match meant.len() {
        0..=3 => 1,
        4..=11 => 2,
        _ => 3,
    };
    let mut best: Option<(usize, usize, &str)> = None;
    for candidate in among {
        // Most words are too long or too short, which is soon seen.
        if meant.len().abs_diff(letters(candidate).count()) > most {
            continue;
        }
        let other = plain(candidate);
        let steps = steps(&meant, &other);
        let common = meant.iter().zip(&other).take_while(|(one, other)| one == other).count();
        let nearer = best.is_none_or(|(least, alike, _)| steps < least || (steps == least && common > alike));
        // Nothing is left of a word when every letter of it is another.
        if steps <= most && steps < other.len().min(meant.len()) && nearer {
            best = Some((steps, common, candidate));
        }
    }
    best.map(|(.., candidate)| candidate)
}

/// Without what people write between the parts of a name, and in small letters.
fn plain(word: &str) -> Vec<char> {
    letters(word).collect()
}

fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    let is_letter = |c: &char| !matches!(c, '-' | '_' | ' ' | '.');
    word.chars().filter(is_letter).flat_map(char::to_lowercase).take(LONGEST + 1)
}

/// Letters to add, take away or change, and neighbours to swap, to make one word of another.
fn steps(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    let mut upper = None;
    for (row, letter) in one.iter().enumerate() {
        let mut current = vec![row.saturating_add(1)];
        let mut previous = None;
        for (column, across) in other.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX);
            let changed = at(&above, column).saturating_add(usize::from(letter != across));
            let added = at(&above, column.saturating_add(1)).min(at(&current, column)).saturating_add(1);
            let mut fewest = changed.min(added);
            if upper == Some(across) && previous == Some(letter) {
                let two_back = column.checked_sub(1).map_or(usize::MAX, |column| at(&before, column));
                fewest = fewest.min(two_back.saturating_add(1));
            }
            current.push(fewest);
            previous = Some(across);
        }
        upper = Some(letter);
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(one.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let keys =
            ["ports", "networks", "network_mode", "image", "ipv4_address", "ipv6_address", "pid", "tty"];
        for (word, meant) in [
            ("prots", Some("ports")),
            ("netwroks", Some("networks")),
            ("networkmode", Some("network_mode")),
            ("ipv4_adress", Some("ipv4_address")),
            ("ipv6_adress", Some("ipv6_address")),
            ("Ports", Some("ports")),
            ("pids", Some("pid")),
            ("abc", None),
            ("x", None),
            ("", None),
            ("maintainer", None),
        ] {
            assert_eq!(nearest(word, keys), meant, "{word}");
        }
        assert_eq!(nearest(&"p".repeat(100_000), keys), None);
    }
}
