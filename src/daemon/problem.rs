//! Requests that are refused before the engine looks at what they ask for.
//!
//! Statuses and wordings: moby's `api/server` by version; those of 20.10 were heard from an engine.

use hyper::StatusCode;

use super::query::QueryProblem;
use super::syntax::SyntaxProblem;
use crate::host::{ApiVersion, EngineVersion};
use crate::wire::request::{FiltersError, RequestError};

/// What is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// More bytes than are taken.
    BodyTooLarge { limit: usize },
    /// A body that did not come in time.
    BodyLate,
    /// A body that broke off.
    BodyBroken,
    /// A body that is no JSON.
    Body { decoder: Decoder, problem: BodyProblem },
    /// A body that is said to be something else than JSON.
    ContentType { given: String },
    /// Filters that are none.
    Filters(FiltersProblem),
    /// A wait for something that is no condition.
    Condition { given: String },
    /// Logs of neither stream.
    NoStream,
    /// A number that is none.
    Number { function: &'static str, text: String, range: bool },
    /// No such route.
    PageNotFound,
    /// A query that cannot be read.
    Query(QueryProblem),
    /// Events that end before they begin.
    SinceAfterUntil { since: i64, until: i64 },
    /// A start that brings a body.
    StartWithBody,
    /// A version after the newest.
    TooNew { asked: String, newest: ApiVersion },
    /// A version before the oldest.
    TooOld { asked: String, oldest: ApiVersion },
}

/// How a route reads its body, which decides about statuses and wordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decoder {
    /// As most routes do.
    Plain,
    /// As `POST /containers/create` does: until 23.0 its errors had no class of their own.
    Config,
}

/// What is wrong with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BodyProblem {
    Syntax(SyntaxProblem),
    Shape(RequestError),
    /// JSON that Go reads and this crate does not: numbers no double holds, or 128 values inside each other.
    Unread(String),
    Trailing,
}

/// What is wrong with filters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FiltersProblem {
    Syntax(SyntaxProblem),
    Shape(FiltersError),
}

impl Problem {
    /// What it is called in the log.
    pub(super) fn slug(&self) -> &'static str {
        match self {
            Self::Body { problem: BodyProblem::Syntax(_) | BodyProblem::Unread(_), .. } => "body-is-no-json",
            Self::Body { problem: BodyProblem::Shape(_), .. } => "body-has-a-wrong-type",
            Self::Body { problem: BodyProblem::Trailing, .. } => "body-goes-on-after-json",
            Self::BodyBroken => "body-broken-off",
            Self::BodyLate => "body-too-late",
            Self::BodyTooLarge { .. } => "body-too-large",
            Self::Condition { .. } => "unknown-wait-condition",
            Self::ContentType { .. } => "body-is-not-said-to-be-json",
            Self::Filters(_) => "filters-cannot-be-read",
            Self::NoStream => "no-stream-of-logs-chosen",
            Self::Number { .. } => "parameter-is-no-number",
            Self::PageNotFound => "page-not-found",
            Self::Query(_) => "query-cannot-be-read",
            Self::SinceAfterUntil { .. } => "since-after-until",
            Self::StartWithBody => "start-with-body",
            Self::TooNew { .. } => "api-version-too-new",
            Self::TooOld { .. } => "api-version-too-old",
        }
    }

    pub(super) fn status(&self, engine: &EngineVersion) -> StatusCode {
        let from = |major| engine.major() >= major;
        match self {
            Self::BodyLate => StatusCode::REQUEST_TIMEOUT,
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::PageNotFound => StatusCode::NOT_FOUND,
            Self::Body { decoder: Decoder::Config, .. } | Self::Filters(_) if !from(23) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            // Go's conversion errors have no class.
            Self::Number { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Body { .. }
            | Self::BodyBroken
            | Self::Condition { .. }
            | Self::ContentType { .. }
            | Self::Filters(_)
            | Self::NoStream
            | Self::Query(_)
            | Self::SinceAfterUntil { .. }
            | Self::StartWithBody
            | Self::TooNew { .. }
            | Self::TooOld { .. } => StatusCode::BAD_REQUEST,
        }
    }

    pub(super) fn sentence(&self, engine: &EngineVersion) -> String {
        let from = |major| engine.major() >= major;
        match self {
            Self::Body { decoder, problem } => body_sentence(*decoder, problem, from(24)),
            Self::BodyBroken => "unexpected EOF".into(),
            Self::BodyLate => "the body of the request did not come in time".into(),
            Self::BodyTooLarge { limit } => format!("the body of the request has more than {limit} bytes"),
            Self::Condition { given } => format!("invalid condition: {given:?}"),
            Self::ContentType { given } => content_type_sentence(given, from(23)),
            // Since 23.0 the filter that is named is none.
            Self::Filters(_) if from(23) => "invalid filter".into(),
            Self::Filters(FiltersProblem::Syntax(problem)) => problem.to_string(),
            Self::Filters(FiltersProblem::Shape(problem)) => problem.to_string(),
            Self::NoStream => "Bad parameters: you must choose at least one stream".into(),
            Self::Number { function, text, range } => {
                let why = if *range { "value out of range" } else { "invalid syntax" };
                format!("strconv.{function}: parsing {text:?}: {why}")
            }
            Self::PageNotFound => "page not found".into(),
            Self::Query(problem) => problem.to_string(),
            Self::SinceAfterUntil { since, until } => {
                format!("`since` time ({since}) cannot be after `until` time ({until})")
            }
            Self::StartWithBody => {
                "starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24"
                    .into()
            }
            Self::TooNew { asked, newest } => {
                format!("client version {asked} is too new. Maximum supported API version is {newest}")
            }
            Self::TooOld { asked, oldest } => format!(
                "client version {asked} is too old. Minimum supported API version is {oldest}, please upgrade your \
                 client to a newer version"
            ),
        }
    }
}

fn body_sentence(decoder: Decoder, problem: &BodyProblem, modern: bool) -> String {
    let plain = match (problem, decoder) {
        (BodyProblem::Syntax(SyntaxProblem::Empty), Decoder::Config) if !modern => return "EOF".into(),
        (BodyProblem::Syntax(SyntaxProblem::Empty), _) => "got EOF while reading request body".into(),
        (BodyProblem::Syntax(SyntaxProblem::Truncated), _) => "unexpected EOF".into(),
        (BodyProblem::Syntax(problem), _) => problem.to_string(),
        (BodyProblem::Shape(problem), _) => problem.to_string(),
        (BodyProblem::Unread(problem), _) => problem.clone(),
        (BodyProblem::Trailing, _) => return "unexpected content after JSON".into(),
    };
    if modern { format!("invalid JSON: {plain}") } else { plain }
}

fn content_type_sentence(given: &str, modern: bool) -> String {
    if !modern {
        return format!("Content-Type specified ({given}) must be 'application/json'");
    }
    let kind = given.split(';').next().unwrap_or_default().trim();
    let malformed = if kind.is_empty() {
        Some("mime: no media type")
    } else if !kind.contains('/') && kind.contains(char::is_whitespace) {
        Some("mime: expected slash after first token")
    } else {
        None
    };
    match malformed {
        Some(why) => format!("malformed Content-Type header ({given}): {why}"),
        None => format!("unsupported Content-Type header ({given}): must be 'application/json'"),
    }
}
