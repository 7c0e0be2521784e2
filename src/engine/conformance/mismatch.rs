//! What a scenario can find wrong.

use crate::engine::EngineError;
use crate::model::{ContainerName, NetworkId};

/// How an engine and a scenario differ.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// The engine did what it should have refused.
    #[error("{step}: expected a refusal meaning {expected}; the engine did it")]
    Accepted {
        /// What was done.
        step: &'static str,
        /// What the refusal should have meant.
        expected: &'static str,
    },
    /// A value is not what it should be.
    #[error("{what}: expected {expected}, found {found}")]
    Different {
        /// Which value.
        what: &'static str,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// The engine failed at what it should have done.
    #[error("{step}: expected success: {source}{}", words(source))]
    Error {
        /// What was done.
        step: &'static str,
        /// What came instead.
        source: EngineError,
    },
    /// A container could not be taken away afterwards.
    #[error("container {container} was left behind: {source}")]
    LeftContainer {
        /// The container.
        container: ContainerName,
        /// Why.
        source: EngineError,
    },
    /// A network could not be taken away afterwards.
    #[error("network {network} was left behind: {source}")]
    LeftNetwork {
        /// The network.
        network: NetworkId,
        /// Why.
        source: EngineError,
    },
    /// The engine refused for another reason, or did not answer.
    #[error("{step}: expected a refusal meaning {expected}: {source}{}", words(source))]
    OtherRefusal {
        /// What was done.
        step: &'static str,
        /// What the refusal should have meant.
        expected: &'static str,
        /// What came instead.
        source: EngineError,
    },
    /// The scenario made a value that cannot be: a mistake in the suite.
    #[error("the scenario cannot be set up: {source}")]
    Setup {
        /// What the model says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// The engine's own words, which are what tells how to go on when a meaning is not the expected one.
fn words(error: &EngineError) -> String {
    error.answer().map(|answer| format!(" [{answer}]")).unwrap_or_default()
}

macro_rules! setup {
    ($($error:ty),+) => {
        $(impl From<$error> for Mismatch {
            fn from(error: $error) -> Self {
                Self::Setup { source: Box::new(error) }
            }
        })+
    };
}

setup!(
    crate::model::NameError,
    crate::model::SubnetError,
    crate::model::AddressError,
    crate::model::IpamPoolError,
    crate::model::NetworkSpecError
);

/// Fails unless two values are the same.
pub(super) fn same<T: PartialEq + std::fmt::Debug>(
    what: &'static str,
    found: &T,
    expected: &T,
) -> Result<(), Mismatch> {
    if found == expected {
        return Ok(());
    }
    Err(Mismatch::Different { what, expected: format!("{expected:?}"), found: format!("{found:?}") })
}
