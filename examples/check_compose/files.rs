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

/// `[HOST=]FILE`: the host if one is named, and the file. Files can have `=` in their names.
pub(crate) fn of_host<'a>(
    option: &'static str,
    text: &'a str,
    names: &[&'a str],
) -> Result<(Option<&'a str>, PathBuf), InputError> {
    match text.split_once('=') {
        Some((_, "")) => Err(InputError::NoFile { option, text: text.to_owned() }),
        Some((name, file)) if names.contains(&name) => Ok((Some(name), file.into())),
        Some(_) if !Path::new(text).exists() => {
            let hosts = names.iter().map(ToString::to_string).collect();
            Err(InputError::NoHost { option, text: text.to_owned(), hosts })
        }
        _ => Ok((None, text.into())),
    }
}
