//! Making changes on an engine: in order, once, and from where it stopped.

use super::{Engine, EngineError, Meaning};
use crate::model::{ContainerName, NetworkName};
use crate::plan::{Blocker, Change, Changes, Difference};

/// What applying changes did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Applied {
    /// What was done now, in order.
    pub done: Vec<Change>,
    /// What was so already, such as when an earlier attempt stopped half-way.
    pub already: Vec<Change>,
}

/// Why changes were not, or not all, applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// Something must be settled first; nothing was done.
    #[error("nothing was changed, because\n{}", lines(blockers))]
    Blocked {
        /// What must be settled.
        blockers: Vec<Blocker>,
    },
    /// A step failed; the later ones were not begun. Applying again goes on from here.
    #[error("stopped at \"{failed}\" with {} done and {} left: {source}", applied.done.len(), left.len())]
    Stopped {
        /// What was done before.
        applied: Applied,
        /// The step that failed.
        failed: Box<Change>,
        /// The steps that were not begun.
        left: Vec<Change>,
        /// Why it failed.
        source: EngineError,
    },
}

fn lines(blockers: &[Blocker]) -> String {
    blockers.iter().map(|blocker| format!("  {blocker}")).collect::<Vec<_>>().join("\n")
}

impl Changes {
    /// Makes the changes, one after the other.
    ///
    /// Applying the same changes again does what is left: a step that is so already is passed over. Nothing is done
    /// while there are [blockers](Changes::blockers).
    ///
    /// # Errors
    /// [`ApplyError::Blocked`], or [`ApplyError::Stopped`] with how far it got.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
    /// use docknet::engine::Engine;
    /// use docknet::model::{Driver, NetworkSpec};
    /// use docknet::plan::{Changes, Desired};
    /// use docknet::simulation::SimulatedHost;
    ///
    /// let engine = SimulatedHost::linux().engine();
    /// let desired = Desired::new().with_network(NetworkSpec::new("back".parse()?, Driver::Bridge));
    /// let changes = Changes::between(&desired, &engine.observe().await?);
    /// assert_eq!(changes.apply(&engine).await?.done.len(), 1);
    /// assert!(Changes::between(&desired, &engine.observe().await?).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn apply(&self, engine: &dyn Engine) -> Result<Applied, ApplyError> {
        if !self.blockers().is_empty() {
            return Err(ApplyError::Blocked { blockers: self.blockers().to_vec() });
        }
        let mut applied = Applied::default();
        for (position, change) in self.steps().iter().enumerate() {
            match self.make(change, engine).await {
                Ok(Outcome::Done) => applied.done.push(change.clone()),
                Ok(Outcome::Already) => applied.already.push(change.clone()),
                Err(source) => {
                    let left = self.steps()[position + 1..].to_vec();
                    let failed = Box::new(change.clone());
                    return Err(ApplyError::Stopped { applied, failed, left, source });
                }
            }
        }
        Ok(applied)
    }

    async fn make(&self, change: &Change, engine: &dyn Engine) -> Result<Outcome, EngineError> {
        if let Change::Disconnect { network, container } = change {
            if self.is_past(network, container, engine).await? {
                return Ok(Outcome::Already);
            }
        }
        let error = match change {
            Change::Connect { network, endpoint } => match engine.connect(network.into(), endpoint).await {
                Ok(()) => return Ok(Outcome::Done),
                Err(error) => error,
            },
            Change::Create(spec) => match engine.create_network(spec).await {
                Ok(_) => return Ok(Outcome::Done),
                Err(error) => error,
            },
            Change::Disconnect { network, container } => {
                match engine.disconnect(network.into(), container).await {
                    Ok(()) => return Ok(Outcome::Done),
                    Err(error) => error,
                }
            }
            Change::Remove { id, .. } => match engine.remove_network(id.into()).await {
                Ok(()) => return Ok(Outcome::Done),
                Err(error) => error,
            },
        };
        if is_so(change, &error, engine).await? { Ok(Outcome::Already) } else { Err(error) }
    }

    /// Whether a container that must leave a network has left it before and come back as it should, so that taking it out
    /// again would only disturb it.
    async fn is_past(
        &self,
        network: &NetworkName,
        container: &ContainerName,
        engine: &dyn Engine,
    ) -> Result<bool, EngineError> {
        let there = match engine.network(network.into()).await {
            Ok(there) => there,
            // Disconnecting will say so itself.
            Err(error) if error.is_not_found() => return Ok(false),
            Err(error) => return Err(error),
        };
        let old =
            self.steps().iter().any(|step| matches!(step, Change::Remove { id, .. } if *id == there.id));
        let back = self.steps().iter().any(|step| match step {
            Change::Connect { network: other, endpoint }
                if other == network && endpoint.container() == container =>
            {
                there.endpoint(container).is_some_and(|there| endpoint.fits(there))
            }
            Change::Connect { .. }
            | Change::Create(_)
            | Change::Disconnect { .. }
            | Change::Remove { .. } => false,
        });
        Ok(back && !old)
    }
}

enum Outcome {
    Already,
    Done,
}

/// Whether a refusal only says that the change is made already.
async fn is_so(change: &Change, error: &EngineError, engine: &dyn Engine) -> Result<bool, EngineError> {
    let gone = || error.is_not_found() || matches!(error.meaning(), Some(Meaning::NotConnected { .. }));
    match change {
        Change::Connect { network, endpoint } if error.is_already_there() => {
            let there = engine.network(network.into()).await?;
            Ok(there.endpoint(endpoint.container()).is_some_and(|there| endpoint.fits(there)))
        }
        Change::Create(spec) if error.is_already_there() => {
            let there = engine.network(spec.name().into()).await?;
            Ok(Difference::all(spec, &there).is_empty())
        }
        Change::Connect { .. } | Change::Create(_) => Ok(false),
        Change::Disconnect { .. } | Change::Remove { .. } => Ok(gone()),
    }
}
