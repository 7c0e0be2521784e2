//! Why a question about networks is not answered.

use crate::host::EngineVersion;
use crate::wire::request::FiltersError;

/// Why an engine does not look, list or prune.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the question is refused: {self:?}")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the engine's sentence names")]
pub enum LookRefusal {
    /// A name several networks share, asked of `inspect`.
    AmbiguousInspect { network: String, matches: usize },
    /// A name several networks share, asked of `connect` and `disconnect`.
    AmbiguousJoin { network: String, matches: usize },
    /// The beginning of several identities.
    AmbiguousPrefix { network: String, matches: usize },
    /// A filter's value that is neither true nor false.
    Dangling,
    /// One filter with several values that cannot hold together.
    DanglingTwice,
    /// No such filter.
    FilterKey { key: String, values: Vec<String> },
    /// A filter that has no such value.
    FilterValue { key: &'static str, value: String },
    /// Filters that are no JSON.
    Filters(FiltersError),
    /// A time that is none.
    Until { text: String },
    /// Two times.
    UntilTwice,
    /// `verbose` that is neither true nor false.
    Verbose { text: String },
}

impl LookRefusal {
    pub(super) fn status(&self, engine: &EngineVersion) -> u16 {
        let from = |major| *engine >= EngineVersion::new(major, 0, 0);
        match self {
            Self::AmbiguousInspect { .. }
            | Self::AmbiguousJoin { .. }
            | Self::AmbiguousPrefix { .. }
            | Self::Dangling
            | Self::DanglingTwice
            | Self::FilterKey { .. }
            | Self::Verbose { .. } => 400,
            // 20.10.24 was asked; from which release on these are the client's fault is not known to the patch: 23.0 for
            // filters and 29.0 for times are the first that are known to say so.
            Self::Filters(_) | Self::FilterValue { .. } if from(23) => 400,
            Self::Until { .. } | Self::UntilTwice if from(29) => 400,
            Self::Filters(_) | Self::FilterValue { .. } | Self::Until { .. } | Self::UntilTwice => 500,
        }
    }

    pub(super) fn sentence(&self, engine: &EngineVersion) -> String {
        let from23 = *engine >= EngineVersion::new(23, 0, 0);
        match self {
            Self::AmbiguousInspect { network, matches } => {
                format!("{matches} matches found based on name: network {network} is ambiguous")
            }
            Self::AmbiguousJoin { network, matches } => {
                format!("network {network} is ambiguous ({matches} matches found on name)")
            }
            Self::AmbiguousPrefix { network, matches } => {
                format!("network {network} is ambiguous ({matches} matches found based on ID prefix)")
            }
            Self::Dangling => {
                "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or \
                               \"0\")"
                    .into()
            }
            Self::DanglingTwice => "got more than one value for filter key \"dangling\"".into(),
            Self::FilterKey { key, values } if from23 && !values.is_empty() => {
                format!("invalid filter '{key}=[{}]'", values.join(" "))
            }
            Self::FilterKey { key, .. } if from23 => format!("invalid filter '{key}'"),
            Self::FilterKey { key, .. } => format!("Invalid filter '{key}'"),
            Self::FilterValue { key, value } => format!("invalid filter: '{key}'='{value}'"),
            Self::Filters(_) if from23 => "invalid filter".into(),
            Self::Filters(error) => error.to_string(),
            Self::Until { text } => format!("failed to parse value as time or duration: {text:?}"),
            Self::UntilTwice => "more than one until filter specified".into(),
            Self::Verbose { text } => {
                format!(
                    "invalid value for verbose: {text}: strconv.ParseBool: parsing {text:?}: invalid syntax"
                )
            }
        }
    }
}
