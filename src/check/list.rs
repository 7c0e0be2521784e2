//! Lists in sentences.

/// How many of a list are named.
const MOST: usize = 4;

/// The first few of a list, and how many more there are, so that a message does not grow with the files.
pub(super) fn first_few(items: impl IntoIterator<Item = String>) -> String {
    let mut items = items.into_iter();
    let text = items.by_ref().take(MOST).collect::<Vec<_>>().join(", ");
    let more = items.count();
    if more > 0 {
        return format!("{text} and {more} more");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::first_few;

    #[test]
    fn long_lists_are_cut_off_and_say_so() {
        let items = |count: u32| (1..=count).map(|number| number.to_string());
        assert_eq!(first_few(items(0)), "");
        assert_eq!(first_few(items(4)), "1, 2, 3, 4");
        assert_eq!(first_few(items(14)), "1, 2, 3, 4 and 10 more");
    }
}
