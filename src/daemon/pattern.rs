//! Patterns of paths, as engines write them: `/networks/{id:.+}/connect`.

/// What stands for the thing in a pattern.
const MARKS: &[(&str, Mark)] =
    &[("{name:.*}", Mark::Anything), ("{id:.+}", Mark::Something), ("{id}", Mark::Segment)];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Any text, with slashes, also none.
    Anything,
    /// Any text, with slashes.
    Something,
    /// Any text without a slash.
    Segment,
}

/// What stands for the thing in a path that fits a pattern: empty where the pattern names none.
pub(super) fn matched<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    let marked = MARKS.iter().find_map(|(text, mark)| Some((pattern.split_once(text)?, *mark)));
    let Some(((before, after), mark)) = marked else {
        return (pattern == path).then_some("");
    };
    let thing = path.strip_prefix(before)?.strip_suffix(after)?;
    let fits = match mark {
        Mark::Anything => true,
        Mark::Something => !thing.is_empty(),
        Mark::Segment => !thing.is_empty() && !thing.contains('/'),
    };
    fits.then_some(thing)
}

/// A path without empty, `.` and `..` parts, as Go's router cleans it before it looks.
pub(super) fn cleaned(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let ends_with_slash = path.ends_with('/') && !parts.is_empty();
    format!("/{}{}", parts.join("/"), if ends_with_slash { "/" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thing_is_what_the_mark_stands_for() {
        for (pattern, path, expected) in [
            ("/info", "/info", Some("")),
            ("/info", "/info/", None),
            ("/images/{name:.*}/json", "/images/a/b:1/json", Some("a/b:1")),
            ("/images/{name:.*}/json", "/images//json", Some("")),
            ("/images/{name:.*}/json", "/images/json", None),
            ("/networks/{id:.+}", "/networks/a/b", Some("a/b")),
            ("/networks/{id:.+}", "/networks/", None),
            ("/services/{id}", "/services/a", Some("a")),
            ("/services/{id}", "/services/a/b", None),
            ("/services/{id}/update", "/services/a/update", Some("a")),
        ] {
            assert_eq!(matched(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn paths_are_cleaned_as_the_router_does() {
        for (path, expected) in [
            ("//networks", "/networks"),
            ("/a/../info", "/info"),
            ("/../x", "/x"),
            ("/a/./b/", "/a/b/"),
            ("*", "/*"),
            ("/", "/"),
            ("//", "/"),
        ] {
            assert_eq!(cleaned(path), expected);
        }
    }
}
