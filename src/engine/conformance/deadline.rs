//! Deadlines.

use std::time::Duration;

use super::Mismatch;
use super::bench::Bench;
use super::mismatch::same;
use crate::engine::{EngineError, Operation};
use crate::model::EndpointSpec;

type Ran = Result<(), Mismatch>;

/// With no time at all every call times out and says what was asked.
pub(super) async fn zero(bench: &Bench<'_>) -> Ran {
    let hasty = bench.engine().with_deadline(Duration::ZERO);
    same("the deadline", &hasty.deadline(), &Duration::ZERO)?;
    let spec = bench.spec_in("net", bench.subnet()?)?;
    let key = spec.name().into();
    let container = bench.container_name("nobody")?;
    let endpoint = EndpointSpec::new(container.clone());
    // Pruning with no time at all takes nothing away, so that others are safe.
    let asked = [
        (hasty.host().await.map(drop), Operation::Host),
        (hasty.networks().await.map(drop), Operation::ListNetworks),
        (hasty.network(key).await.map(drop), Operation::InspectNetwork(spec.name().to_string())),
        (hasty.create_network(&spec).await.map(drop), Operation::CreateNetwork(spec.name().clone())),
        (hasty.remove_network(key).await, Operation::RemoveNetwork(spec.name().to_string())),
        (hasty.connect(key, &endpoint).await, Operation::connect(key, &container)),
        (hasty.disconnect(key, &container).await, Operation::disconnect(key, &container)),
        (hasty.observe().await.map(drop), Operation::Observe),
    ];
    for (answer, operation) in asked {
        match answer {
            Err(EngineError::TimedOut { operation: found, after }) => {
                same("the operation that timed out", &found, &operation)?;
                same("the deadline that passed", &after, &Duration::ZERO)?;
            }
            other => {
                return Err(Mismatch::Different {
                    what: "a call with no time",
                    expected: format!("TimedOut for: {operation}"),
                    found: format!("{other:?}"),
                });
            }
        }
    }
    Ok(())
}

/// The engine itself keeps its deadline.
pub(super) async fn of_its_own(bench: &Bench<'_>) -> Ran {
    let before = bench.engine().deadline();
    let other = bench.engine().with_deadline(Duration::from_secs(77));
    same("the new deadline", &other.deadline(), &Duration::from_secs(77))?;
    same("the old deadline", &bench.engine().deadline(), &before)
}
