//! Files that are not Compose files, and which host they are of.

use std::fs;
use std::path::{Path, PathBuf};

use docknet::wire::decode;

use super::error::InputError;

/// A text of any encoding Windows writes.
pub(crate) fn text(path: &Path) -> Result<String, InputError> {
    let bytes = fs::read(path).map_err(|source| InputError::Read { path: path.into(), source })?;
    decode(&bytes).map_err(|source| InputError::Text { path: path.into(), source })
}

/// `[HOST=]FILE`: the host if one of these is named, and the file. Files can have `=` in their names.
pub(crate) fn of_host<'a>(text: &'a str, names: &[&'a str]) -> (Option<&'a str>, PathBuf) {
    match text.split_once('=') {
        Some((name, file)) if names.contains(&name) => (Some(name), file.into()),
        _ => (None, text.into()),
    }
}
