//! One call of a client, as a route sees it.

use bytes::Bytes;
use hyper::header::CONTENT_TYPE;
use hyper::{HeaderMap, StatusCode};
use serde_json::Value;

use super::problem::{BodyProblem, Decoder, FiltersProblem, Problem};
use super::query::{Query, QueryProblem};
use super::refused::Refused;
use super::reply::Reply;
use super::syntax;
use crate::engine::SimulatedEngine;
use crate::host::{ApiVersion, EngineVersion};
use crate::simulation::{Client, Done, Fault};
use crate::wire::request::{Filters, RequestError};

/// One call of a client.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) engine: SimulatedEngine,
    pub(super) version: EngineVersion,
    /// The version asked in: the engine's newest if none was.
    pub(super) api: ApiVersion,
    /// What stands for the mark in the pattern of the route: a name, an identity.
    pub(super) thing: String,
    pub(super) query: Result<Query, QueryProblem>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// How long the client says the body is; `None` if it comes in chunks.
    pub(super) length: Option<u64>,
    /// Whether the world's time goes on by itself.
    pub(super) real_time: bool,
}

impl Call {
    /// Asks the engine.
    pub(super) fn ask<T>(
        &self,
        work: impl FnOnce(&mut Client<'_>) -> Result<T, Fault>,
    ) -> Result<T, Refused> {
        ask(&self.engine, work).map_err(Refused::from)
    }

    /// The parameters behind the question mark.
    pub(super) fn query(&self) -> Result<&Query, Refused> {
        self.query.as_ref().map_err(|problem| Problem::Query(problem.clone()).into())
    }

    /// Whether the client asked in that version 1 of the API or a later one.
    pub(super) fn api_from(&self, minor: u32) -> bool {
        self.api >= ApiVersion::new(1, minor)
    }

    /// The filters asked for.
    pub(super) fn filters(&self) -> Result<Filters, Refused> {
        let text = self.query()?.text("filters");
        if text.is_empty() {
            return Ok(Filters::new());
        }
        let problem = |problem| Refused::from(Problem::Filters(problem));
        syntax::only_value(text.as_bytes()).map_err(|error| problem(FiltersProblem::Syntax(error)))?;
        Filters::parse(text).map_err(|error| problem(FiltersProblem::Shape(error)))
    }

    /// A whole number, as Go's `Atoi` reads it; `None` if nothing was given.
    pub(super) fn number(&self, key: &str) -> Result<Option<i64>, Refused> {
        let Some(text) = self.query()?.some(key) else { return Ok(None) };
        whole_number("Atoi", text).map(Some)
    }

    /// The answer to what is done, was done, or will be: then it comes when it is.
    ///
    /// Where time stands still until somebody lets it pass, whoever waits for it does.
    pub(super) fn when_done(&self, done: Done) -> Reply {
        match done {
            Done::Now => Reply::done(),
            Done::Already => Reply::empty(StatusCode::NOT_MODIFIED),
            Done::At(moment) if self.real_time => {
                let (engine, mut touches) = (self.engine.clone(), self.engine.touches());
                Reply::later(async move {
                    while engine.quietly(|world| world.now()) < moment && touches.changed().await.is_ok() {}
                    Reply::done()
                })
            }
            Done::At(moment) => {
                self.engine.on_world(|world| world.pass(moment.since(world.now())));
                Reply::done()
            }
        }
    }

    /// The body, read as JSON of a shape.
    pub(super) fn json<T>(
        &self,
        decoder: Decoder,
        read: impl FnOnce(&Value) -> Result<T, RequestError>,
    ) -> Result<T, Refused> {
        self.must_be_json()?;
        let value = self.value(decoder)?;
        let shape = |error| Problem::Body { decoder, problem: BodyProblem::Shape(error) };
        read(&value).map_err(|error| shape(error).into())
    }

    /// Refuses a body that is not said to be JSON; no body need say so.
    pub(super) fn must_be_json(&self) -> Result<(), Refused> {
        let given = self.headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let given = given.unwrap_or_default().into_owned();
        if given.is_empty() && self.length == Some(0) {
            return Ok(());
        }
        let kind = given.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/json") {
            return Ok(());
        }
        Err(Problem::ContentType { given }.into())
    }

    fn value(&self, decoder: Decoder) -> Result<Value, Refused> {
        let problem = |problem| Refused::from(Problem::Body { decoder, problem });
        let modern = self.version.major() >= 24;
        if modern && decoder == Decoder::Plain && self.length == Some(0) {
            return Ok(Value::Null);
        }
        let (value, rest) =
            syntax::first_value(&self.body).map_err(|error| problem(BodyProblem::Syntax(error)))?;
        // Go's decoder has more where something stands that does not close what is open.
        let next = rest.iter().find(|byte| !syntax::is_blank(**byte));
        if modern && next.is_some_and(|byte| !matches!(byte, b']' | b'}')) {
            return Err(problem(BodyProblem::Trailing));
        }
        // What is no UTF-8 is read as the character that stands for it, as Go does.
        let text = String::from_utf8_lossy(value);
        serde_json::from_str(&text).map_err(|error| problem(BodyProblem::Unread(error.to_string())))
    }
}

/// Asks an engine, in a route or after its head was sent.
pub(super) fn ask<T>(
    engine: &SimulatedEngine,
    work: impl FnOnce(&mut Client<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    engine.on_world(|world| work(&mut world.client(engine.at())))
}

/// A whole number in Go's words.
pub(super) fn whole_number(function: &'static str, text: &str) -> Result<i64, Refused> {
    let problem = |range| Problem::Number { function, text: text.to_owned(), range };
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return Err(problem(false).into());
    }
    text.parse().map_err(|_too_large| problem(true).into())
}
