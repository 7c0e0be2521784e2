//! Where the texts of files come from: the disk, or memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

/// A store of files by their paths.
pub trait Files {
    /// The first bytes of a file, at most so many.
    ///
    /// # Errors
    /// Of the kind [`NotFound`](io::ErrorKind::NotFound) when there is no such file, of any other when it cannot be
    /// read.
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>>;

    /// The path from the root on, which says the folder of a file that is named without one.
    ///
    /// # Errors
    /// When the store cannot say.
    fn absolute(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The files of the disk.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Disk;

impl Disk {
    /// The files of the disk.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Files for Disk {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(u64::try_from(most).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        // `..` stays in it otherwise, and would be the folder's name. Tools take it away by the letters too.
        std::path::absolute(path).map(|path| tidied(&path))
    }
}

/// Texts in memory under the paths they are to be found by; `a/../b` and `./b` are `b`.
///
/// ```
/// use docknet::compose::{Reading, Texts};
///
/// let files = Texts::new()
///     .with("shop/docker-compose.yml", "services: {web: {image: 'iis:${TAG}'}}")
///     .with("shop/.env", "TAG=2004");
/// let project = Reading::new().read_from(&files, &["shop/docker-compose.yml"])?;
/// assert_eq!(project.services()[0].image.as_ref().map(|image| image.value.as_str()), Some("iis:2004"));
/// # Ok::<(), docknet::compose::ComposeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    texts: BTreeMap<PathBuf, String>,
}

impl Texts {
    /// No file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another file.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Path>, text: impl Into<String>) -> Self {
        self.texts.insert(tidied(path.as_ref()), text.into());
        self
    }
}

impl Files for Texts {
    fn read(&self, path: &Path, most: usize) -> io::Result<Vec<u8>> {
        let text = self.texts.get(&tidied(path)).ok_or(io::ErrorKind::NotFound)?;
        Ok(text.as_bytes().get(..most).unwrap_or(text.as_bytes()).to_owned())
    }

    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(tidied(path))
    }
}

/// A path without `.`, and without `..` where a folder stands before it.
pub(super) fn tidied(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match tidy.components().next_back() {
                Some(Component::Normal(_)) => {
                    tidy.pop();
                }
                Some(Component::RootDir) => {}
                Some(Component::Prefix(_) | Component::CurDir | Component::ParentDir) | None => {
                    tidy.push("..");
                }
            },
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => tidy.push(part),
        }
    }
    tidy
}

/// Whether a text names something that has to be fetched: an address with a scheme, or a Git repository as Compose v2
/// takes it (its `pkg/remote` and `BuildKit`'s `gitutil`).
pub(super) fn is_remote(text: &str) -> bool {
    text.contains("://") || text.starts_with("git@") || text.starts_with("github.com/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_however_they_are_written() {
        for (path, tidy) in [
            ("a/./b", "a/b"),
            ("./b", "b"),
            ("a/../b", "b"),
            ("../b", "../b"),
            ("a/../../b", "../b"),
            ("/../b", "/b"),
        ] {
            assert_eq!(tidied(Path::new(path)), Path::new(tidy), "{path}");
        }
    }

    #[test]
    fn the_disk_says_the_folder_of_a_path_that_goes_up() {
        let path = Disk::new().absolute(Path::new("n/../c.yml")).unwrap();
        assert_eq!(path, Disk::new().absolute(Path::new("c.yml")).unwrap());
        let up = Disk::new().absolute(Path::new("../c.yml")).unwrap();
        assert_eq!(up.parent(), std::env::current_dir().unwrap().parent());
    }

    #[test]
    fn only_so_many_bytes_are_read() {
        let files = Texts::new().with("a", "12345");
        assert_eq!(files.read(Path::new("./a"), 3).unwrap(), b"123");
        assert_eq!(files.read(Path::new("a"), 9).unwrap(), b"12345");
        assert_eq!(files.read(Path::new("b"), 9).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
