//! The variables a service's containers get.

use super::cursor::Cursor;
use super::{ComposeError, Place, Placed};

/// A variable of a service's containers (`environment`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// Its name.
    pub key: String,
    /// Its value; `None` when it is taken from where Compose runs.
    pub value: Option<String>,
    /// Where the value stands; the whole item in a list, the key without a value.
    pub place: Place,
}

/// Reads `environment`, a list or a mapping.
pub(super) fn read(environment: &Cursor<'_>) -> Vec<Variable> {
    if environment.is_sequence() {
        return environment.all(|item| {
            let Placed { value: text, place } = item.text()?;
            let (key, value) = match text.split_once('=') {
                Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
                None => (text, None),
            };
            Ok(Variable { key, value, place })
        });
    }
    let read_one = |(key, value): (Placed<String>, Cursor<'_>)| {
        let read: Result<_, ComposeError> =
            if value.is_nothing() { Ok(None) } else { value.text().map(|text| Some(text.value)) };
        let place = value.place();
        Some(Variable { key: key.value, value: value.context.tolerate(read)?, place })
    };
    let mut all: Vec<_> = environment.entries().filter_map(read_one).collect();
    all.shrink_to_fit();
    all
}
