//! Files written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::InputError;

/// A new text beside the file it is for.
struct Beside {
    file: PathBuf,
    new: PathBuf,
}

/// Replaces these files: name, text that was read, and new text. Either all are ready to be put in place, or none is changed.
pub(crate) fn replace<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
) -> Result<(), InputError> {
    let (mut ready, mut failed) = (Vec::new(), None);
    for (file, before, after) in files {
        match beside(Path::new(file), before, after) {
            Ok(one) => ready.push(one),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    for Beside { file, new } in ready {
        if failed.is_none() {
            let write = |source| InputError::Write { path: file.clone(), source };
            failed = fs::rename(&new, &file).map_err(write).err();
        }
        if failed.is_some() {
            let _not_put_in_place = fs::remove_file(&new);
        }
    }
    failed.map_or(Ok(()), Err)
}

fn beside(path: &Path, before: &str, after: &str) -> Result<Beside, InputError> {
    let read = |source| InputError::Read { path: path.into(), source };
    let write = |source| InputError::Write { path: path.into(), source };
    // A link stays one: what it leads to is replaced.
    let file = fs::canonicalize(path).map_err(read)?;
    let now = fs::read(&file).map_err(read)?;
    if now != before.as_bytes() {
        return Err(InputError::Changed { path: path.into() });
    }
    let permissions = fs::metadata(&file).map_err(read)?.permissions();
    if permissions.readonly() {
        return Err(write(io::Error::from(io::ErrorKind::PermissionDenied)));
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = file.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let filled = created(&new, after)
        .and_then(|opened| opened.set_permissions(permissions).and_then(|()| opened.sync_all()));
    match filled {
        Ok(()) => Ok(Beside { file, new }),
        Err(source) => {
            let _half_written = fs::remove_file(&new);
            Err(write(source))
        }
    }
}

/// A file that was not there.
fn created(path: &Path, text: &str) -> io::Result<File> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

/// Writes a new file; one that exists stays as it is.
pub(crate) fn create(path: &Path, text: &str) -> Result<(), InputError> {
    created(path, text).map(drop).map_err(|source| {
        if source.kind() == io::ErrorKind::AlreadyExists {
            return InputError::Exists { path: path.into() };
        }
        InputError::Write { path: path.into(), source }
    })
}
