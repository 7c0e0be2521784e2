//! Names for containers nobody named, and what names may be.

use crate::model::ContainerName;
use crate::simulation::random::Random;
use crate::simulation::{ContainerRefusal, Fault, Refusal, SimulatedHost};

const HOW: &[&str] = &[
    "ample", "brisk", "calm", "clear", "eager", "fair", "firm", "gentle", "glad", "keen", "kind", "light",
    "lively", "mild", "neat", "nimble", "plain", "quick", "quiet", "ready", "robust", "sharp", "smooth",
    "sound", "steady", "still", "swift", "tidy", "vivid", "warm", "wise", "witty",
];

const WHAT: &[&str] = &[
    "anchor", "arch", "beacon", "birch", "bridge", "brook", "canal", "cedar", "cliff", "cove", "crane",
    "dune", "falcon", "fern", "finch", "fjord", "gate", "grove", "harbor", "heron", "inlet", "juniper",
    "lantern", "maple", "meadow", "otter", "pier", "quarry", "reef", "ridge", "tower", "willow",
];

/// Two words, as engines name what nobody named; from the second try on with a digit.
fn draw(random: &mut Random, again: bool) -> String {
    let mut pick = |words: &[&'static str]| {
        let index = usize::try_from(random.below(32)).unwrap_or_default();
        words.get(index).copied().unwrap_or("calm")
    };
    let (how, what) = (pick(HOW), pick(WHAT));
    if again { format!("{how}_{what}{}", random.below(1_000_000)) } else { format!("{how}_{what}") }
}

impl SimulatedHost {
    /// The name asked for, or one that is made up.
    pub(super) fn fresh_name(&mut self, asked: &str) -> Result<ContainerName, Fault> {
        if asked.is_empty() {
            for again in [false, true, true, true, true, true] {
                let name = draw(&mut self.random, again);
                if let Some(name) = ContainerName::new(name).ok().filter(|name| self.is_free(name)) {
                    return Ok(name);
                }
            }
        }
        let name = valid(asked, false)?;
        if let Some(there) = self.containers.get(&name) {
            let (name, id) = (name.to_string(), there.id.to_string());
            return Err(Refusal::ContainerExists { name, id }.into());
        }
        Ok(name)
    }

    fn is_free(&self, name: &ContainerName) -> bool {
        !self.containers.contains_key(name)
    }
}

pub(super) fn valid(asked: &str, renaming: bool) -> Result<ContainerName, ContainerRefusal> {
    let bare = asked.strip_prefix('/').unwrap_or(asked);
    let bad = || ContainerRefusal::BadName { name: asked.trim_start_matches('/').to_owned(), renaming };
    ContainerName::new(bare).ok().ok_or_else(bad)
}
