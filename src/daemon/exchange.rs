//! What was asked and what was answered: for logs and transcripts.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value, json};

/// One call, and what became of it.
///
/// It prints as one line of a log; [`to_json`](Self::to_json) is one line of a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// Which call of the daemon it was, from 1.
    pub number: u64,
    /// `GET`, `POST` …
    pub method: String,
    /// The path as it was sent, with its version and what stands behind the question mark.
    pub target: String,
    /// The pattern of the route that was found: `/networks/{id:.+}`.
    pub route: Option<&'static str>,
    /// The body of the request.
    pub request: Bytes,
    /// What was answered.
    pub outcome: Outcome,
    /// The rule that decided, where something was refused: `subnet-overlap`, `page-not-found`.
    pub rule: Option<String>,
    /// How long it took until the answer began.
    pub took: Duration,
}

/// What was answered to a call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// An answer, whole.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: Bytes,
    },
    /// An answer that goes on: events, a wait, what is attached to. Only its head is known.
    Streaming {
        /// The HTTP status.
        status: u16,
    },
    /// Nothing: the real host would never answer.
    Silence,
}

impl Outcome {
    /// The HTTP status; `None` for silence.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Answered { status, .. } | Self::Streaming { status } => Some(*status),
            Self::Silence => None,
        }
    }
}

impl Exchange {
    /// What was asked and answered as an object: bodies that are JSON are JSON in it, others are texts.
    ///
    /// Headers are left out: they may hold passwords of registries.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("number".into(), self.number.into());
        object.insert("method".into(), self.method.as_str().into());
        object.insert("target".into(), self.target.as_str().into());
        if !self.request.is_empty() {
            object.insert("request".into(), shown(&self.request));
        }
        match &self.outcome {
            Outcome::Answered { status, body } => {
                object.insert("status".into(), (*status).into());
                if !body.is_empty() {
                    object.insert("answer".into(), shown(body));
                }
            }
            Outcome::Streaming { status } => {
                object.insert("status".into(), (*status).into());
                object.insert("streams".into(), json!(true));
            }
            Outcome::Silence => {
                object.insert("status".into(), Value::Null);
            }
        }
        if let Some(rule) = &self.rule {
            object.insert("rule".into(), rule.as_str().into());
        }
        object.into()
    }
}

/// JSON as JSON, anything else as a text.
fn shown(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes)
        .unwrap_or_else(|_no_json| String::from_utf8_lossy(bytes).into_owned().into())
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, target, took, .. } = self;
        match &self.outcome {
            Outcome::Answered { status, .. } => write!(f, "{status} {method} {target}")?,
            Outcome::Streaming { status } => write!(f, "{status} {method} {target} (goes on)")?,
            Outcome::Silence => write!(f, "--- {method} {target} (no answer)")?,
        }
        write!(f, " {:.1} ms", took.as_secs_f64() * 1000.0)?;
        if let Some(rule) = &self.rule {
            write!(f, " [{rule}]")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_a_line() {
        let answer = Outcome::Answered { status: 404, body: Bytes::from_static(b"{\"message\":\"x\"}\n") };
        let mut exchange = Exchange {
            number: 3,
            method: "POST".into(),
            target: "/v1.41/networks/create".into(),
            route: Some("/networks/create"),
            request: Bytes::from_static(b"gg"),
            outcome: answer,
            rule: Some("driver-missing".into()),
            took: Duration::from_micros(1250),
        };
        assert_eq!(exchange.to_string(), "404 POST /v1.41/networks/create 1.2 ms [driver-missing]");
        assert_eq!(
            exchange.to_json().to_string(),
            r#"{"number":3,"method":"POST","target":"/v1.41/networks/create","request":"gg","status":404,"answer":{"message":"x"},"rule":"driver-missing"}"#
        );
        exchange.outcome = Outcome::Silence;
        assert_eq!(exchange.outcome.status(), None);
        assert!(exchange.to_string().starts_with("--- POST /v1.41/networks/create (no answer)"));
    }
}
