//! One call: its deadline, and the one place where bollard's errors become docknet's.

use std::time::Duration;

use bollard::errors::Error as ClientError;
use serde::de::Error as _;

use crate::engine::{Answer, EngineError, Operation};
use crate::host::EngineVersion;
use crate::wire::{WireError, WireProblem};

/// Why a call failed, before it is said which call it was.
#[derive(Debug)]
pub(super) enum Failure {
    /// An answer in the engine's words that docknet gives in its place.
    Answer(Answer),
    /// bollard failed.
    Client(ClientError),
    /// The answer does not mean anything.
    Wire(WireError),
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl From<WireError> for Failure {
    fn from(error: WireError) -> Self {
        Self::Wire(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(source: serde_json::Error) -> Self {
        let (line, column) = (source.line(), source.column());
        Self::Wire(WireError { path: String::new(), problem: WireProblem::NotJson { line, column, source } })
    }
}

impl Failure {
    /// A 404 about a thing, in the words engines use.
    pub(super) fn not_found(kind: &str, name: &str) -> Self {
        Self::Answer(Answer::new(404, format!("{kind} {name} not found")))
    }

    /// Whether the engine says that it has no such thing.
    pub(super) fn is_not_found(&self) -> bool {
        match self {
            Self::Answer(answer) => answer.status == 404,
            Self::Client(error) => {
                matches!(error, ClientError::DockerResponseServerError { status_code: 404, .. })
            }
            Self::Wire(_) => false,
        }
    }
}

/// Does the work of an operation, for as long as the deadline allows.
///
/// A deadline of zero is over before anything is asked.
pub(super) async fn within<T>(
    deadline: Duration,
    engine: Option<&EngineVersion>,
    operation: Operation,
    work: impl Future<Output = Result<T, Failure>> + Send,
) -> Result<T, EngineError> {
    let answer = if deadline.is_zero() { None } else { tokio::time::timeout(deadline, work).await.ok() };
    match answer {
        Some(Ok(value)) => Ok(value),
        Some(Err(failure)) => Err(engine_error(failure, operation, deadline, engine)),
        None => Err(EngineError::TimedOut { operation, after: deadline }),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "bollard's error has other variants with other features")]
fn engine_error(
    failure: Failure,
    operation: Operation,
    after: Duration,
    engine: Option<&EngineVersion>,
) -> EngineError {
    let error = match failure {
        Failure::Client(error) => error,
        Failure::Answer(answer) => {
            return EngineError::refused(operation, answer.with_engine(engine.cloned()));
        }
        Failure::Wire(error) => return EngineError::Undecodable { operation, source: Box::new(error) },
    };
    match error {
        ClientError::DockerResponseServerError { status_code, message } => {
            EngineError::refused(operation, Answer::new(status_code, message).with_engine(engine.cloned()))
        }
        ClientError::RequestTimeoutError => EngineError::TimedOut { operation, after },
        ClientError::JsonSerdeError { err } => engine_error(Failure::from(err), operation, after, engine),
        // bollard keeps the sentence alone; serde_json finds line and column in it again.
        ClientError::JsonDataError { message, .. } => {
            engine_error(Failure::from(serde_json::Error::custom(message)), operation, after, engine)
        }
        other => EngineError::Unreachable { operation, source: Box::new(other) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Meaning;

    fn mapped(error: ClientError) -> EngineError {
        engine_error(error.into(), Operation::ListNetworks, Duration::from_secs(1), None)
    }

    #[test]
    fn every_kind_of_failure_keeps_its_data() {
        let message = "network x not found".to_owned();
        let refused = mapped(ClientError::DockerResponseServerError { status_code: 404, message });
        assert_eq!(refused.meaning(), Some(&Meaning::NetworkNotFound { network: "x".into() }));
        assert!(mapped(ClientError::RequestTimeoutError).is_timed_out());
        let message = "missing field `Id` at line 1 column 23".to_owned();
        let undecodable = mapped(ClientError::JsonDataError { message, column: 23 });
        assert_eq!(
            undecodable.to_string(),
            "cannot list networks: the answer cannot be understood: not JSON at line 1, column 23: missing field `Id`"
        );
        let unreachable = mapped(ClientError::SocketNotFoundError("/x".into()));
        assert!(matches!(unreachable, EngineError::Unreachable { .. }));
    }
}
