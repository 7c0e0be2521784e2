//! Names of images.

use crate::simulation::ReferenceProblem;

/// A name of an image as engines read it: registry and repository, and a tag or a digest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::simulation) struct Reference {
    /// As engines show it: without `docker.io/library/`.
    pub(in crate::simulation) repository: String,
    pub(in crate::simulation) tag: Option<String>,
    pub(in crate::simulation) digest: Option<String>,
}

impl Reference {
    /// Reads a name; without tag and digest `latest` is meant.
    pub(in crate::simulation) fn parse(text: &str) -> Result<Self, ReferenceProblem> {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => {
                let fits = digest.strip_prefix("sha256:").is_some_and(|hex| is_hex(hex, 64));
                if !fits {
                    return Err(ReferenceProblem::Form);
                }
                (name, Some(digest.to_owned()))
            }
            None => (text, None),
        };
        // A colon before a slash belongs to the registry's port.
        let slash = name.rfind('/').map_or(0, |at| at + 1);
        let (repository, tag) = match name[slash..].split_once(':') {
            Some((_, tag)) => (&name[..name.len() - tag.len() - 1], Some(tag)),
            None => (name, None),
        };
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        let tag_fits = |tag: &str| {
            (1..=128).contains(&tag.len()) && tag.chars().all(word) && !tag.starts_with(['.', '-'])
        };
        if tag.is_some_and(|tag| !tag_fits(tag)) {
            return Err(ReferenceProblem::Form);
        }
        let mut parts = repository.split('/');
        let first = parts.clone().next().unwrap_or_default();
        let registry = repository.contains('/') && (first.contains(['.', ':']) || first == "localhost");
        if registry {
            parts.next();
        }
        let path: Vec<_> = parts.collect();
        if path.iter().any(|part| part.chars().any(|c| c.is_ascii_uppercase())) {
            return Err(ReferenceProblem::Uppercase);
        }
        let fits = |part: &&str| {
            let inner = part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.' | '-'));
            let edge = |c: char| c.is_ascii_alphanumeric();
            inner && part.starts_with(edge) && part.ends_with(edge)
        };
        if path.is_empty() || !path.iter().all(fits) || (path.len() == 1 && is_hex(path[0], 64)) {
            return Err(ReferenceProblem::Form);
        }
        let bare = repository.strip_prefix("docker.io/").unwrap_or(repository);
        let bare = bare.strip_prefix("index.docker.io/").unwrap_or(bare);
        let bare = bare.strip_prefix("library/").unwrap_or(bare);
        let tag = tag.map(str::to_owned).or_else(|| digest.is_none().then(|| "latest".to_owned()));
        Ok(Self { repository: bare.to_owned(), tag, digest })
    }

    /// As engines show it.
    pub(in crate::simulation) fn text(&self) -> String {
        let tag = self.tag.as_ref().map(|tag| format!(":{tag}")).unwrap_or_default();
        let digest = self.digest.as_ref().map(|digest| format!("@{digest}")).unwrap_or_default();
        format!("{}{tag}{digest}", self.repository)
    }

    /// Its repository with the registry's own folder for images of nobody in particular.
    pub(in crate::simulation) fn familiar(&self) -> String {
        if self.repository.contains('/') {
            self.repository.clone()
        } else {
            format!("library/{}", self.repository)
        }
    }
}

pub(in crate::simulation) fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_engines_read_them() {
        for (text, shown) in [
            ("redis", "redis:latest"),
            ("docker.io/library/redis:7", "redis:7"),
            ("localhost:5000/a/b", "localhost:5000/a/b:latest"),
            (
                "mcr.microsoft.com/windows/servercore:ltsc2022",
                "mcr.microsoft.com/windows/servercore:ltsc2022",
            ),
        ] {
            assert_eq!(Reference::parse(text).map(|name| name.text()), Ok(shown.to_owned()), "{text}");
        }
        // Asked of a 20.10.24 engine.
        assert_eq!(Reference::parse("NoSuch"), Err(ReferenceProblem::Uppercase));
        for text in ["", "a b", "a:", "-a", "a/", "a@sha256:1"] {
            assert_eq!(Reference::parse(text), Err(ReferenceProblem::Form), "{text}");
        }
    }
}
