//! A file's text, from bytes that may be too many or no text at all.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::{ComposeError, Files, Place, YamlError};

/// A file that was read: its name and its text.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) file: Arc<str>,
    pub(super) text: Arc<str>,
}

impl Source {
    /// Reads a file of at most as many bytes as are left of the limit.
    pub(super) fn read(
        files: &dyn Files,
        path: &Path,
        left: usize,
        most: usize,
    ) -> Result<Self, ComposeError> {
        let file: Arc<str> = path.display().to_string().into();
        let bytes = files.read(path, left.saturating_add(1)).map_err(|error| failed(path, error))?;
        if bytes.len() > left {
            return Err(YamlError::TooLarge { place: Place::start_of(&file), most }.into());
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => Ok(Self { text: text.into(), file }),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
                Err(ComposeError::NotUtf8 { is_utf16, place: end_of(&file, &String::from_utf8_lossy(good)) })
            }
        }
    }
}

/// The error for a file the store does not give.
pub(super) fn failed(path: &Path, source: io::Error) -> ComposeError {
    let path = path.to_owned();
    if source.kind() == io::ErrorKind::NotFound {
        ComposeError::Missing { path }
    } else {
        ComposeError::Io { place: None, path, source }
    }
}

fn end_of(file: &Arc<str>, text: &str) -> Place {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    let last = text.rsplit('\n').next().unwrap_or_default();
    Place::new(Arc::clone(file), number(text.matches('\n').count()), number(last.chars().count()))
}
