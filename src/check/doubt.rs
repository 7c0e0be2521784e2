//! What a reader of a finding should know of its facts.

use crate::host::Position;

/// The lines that say how far the facts of a finding are to be trusted, each with its label; none where sources agree
/// and speak of the host.
pub(super) fn doubts(disagreements: &[Position], extrapolated: bool) -> Vec<(&'static str, String)> {
    let sides: Vec<_> = disagreements.iter().map(ToString::to_string).collect();
    let disputed = (!sides.is_empty()).then(|| ("but", format!("sources disagree: {}", sides.join("; "))));
    let nearest = || ("mind", "no source speaks of this version; taken from the nearest known".to_owned());
    disputed.into_iter().chain(extrapolated.then(nearest)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{Evidence, Source, Support};

    #[test]
    fn what_is_not_in_doubt_is_not_spoken_of() {
        assert!(doubts(&[], false).is_empty());
        let side = |support, who| Position::new(support, Source::new(Evidence::Reported, who));
        let sides = [side(Support::Supported, "one"), side(Support::Unsupported, "other")];
        let lines = doubts(&sides, true);
        let labels: Vec<_> = lines.iter().map(|(label, _)| *label).collect();
        assert_eq!(labels, ["but", "mind"]);
        assert_eq!(lines[0].1, "sources disagree: supported: one (reported); unsupported: other (reported)");
    }
}
