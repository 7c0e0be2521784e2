//! What a service says about others: dependencies, links, volumes taken over.

use super::cursor::Cursor;
use super::{ComposeError, Placed, ValueError};

/// A service that another one needs (`depends_on`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dependency {
    /// The service that is needed, and where it is named.
    pub service: Placed<String>,
    /// What it is waited for.
    pub condition: Condition,
    /// Whether the other one cannot start without it.
    pub required: bool,
}

/// What is waited for before a service starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Condition {
    /// That it ran to its end without an error.
    Completed,
    /// That its health check says it is well.
    Healthy,
    /// That it was started.
    #[default]
    Started,
}

/// Another service under a name of one's own (`links`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Link {
    /// The other service.
    pub service: String,
    /// The name it answers to here: the service's own when none is given.
    pub alias: String,
}

impl From<&str> for Link {
    fn from(text: &str) -> Self {
        let (service, alias) = text.split_once(':').unwrap_or((text, text));
        Self { service: service.to_owned(), alias: alias.to_owned() }
    }
}

/// Reads `depends_on`, a list or a mapping.
pub(super) fn read(depends_on: &Cursor<'_>) -> Vec<Dependency> {
    let started = |service| Dependency { service, condition: Condition::Started, required: true };
    if depends_on.is_sequence() {
        return depends_on.all(Cursor::text).into_iter().map(started).collect();
    }
    if !depends_on.is_mapping() {
        depends_on.context.fault(depends_on.wrong_kind("list or mapping"));
        return Vec::new();
    }
    let read_one = |(service, settings): (Placed<String>, Cursor<'_>)| {
        let mut dependency = started(service);
        if let Some(settings) = settings.mapping() {
            let condition = settings.read("condition", condition);
            dependency.condition = condition.map(|word| word.value).unwrap_or_default();
            dependency.required = settings.read("required", Cursor::flag).is_none_or(|flag| flag.value);
        }
        dependency
    };
    depends_on.entries().map(read_one).collect()
}

fn condition(word: &Cursor<'_>) -> Result<Placed<Condition>, ComposeError> {
    const EXPECTED: &str = "service_started, service_healthy or service_completed_successfully";
    word.parse_with(|word| match word {
        "service_completed_successfully" => Ok(Condition::Completed),
        "service_healthy" => Ok(Condition::Healthy),
        "service_started" => Ok(Condition::Started),
        _ => Err(ValueError::Word { expected: EXPECTED }),
    })
}

/// The service of an item of `volumes_from`: `service` or `service:ro`, but not `container:name`.
pub(super) fn volumes_from(text: &str) -> Option<&str> {
    match text.split_once(':') {
        Some(("container", _)) => None,
        Some((service, _)) => Some(service),
        None => Some(text),
    }
}
