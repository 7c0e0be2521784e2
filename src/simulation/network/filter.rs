//! Which networks a list shows.

use super::SimulatedNetwork;
use super::remove::has_labels;
use crate::host::EngineVersion;
use crate::simulation::pattern::Pattern;
use crate::simulation::{LookRefusal, SimulatedHost};
use crate::wire::request::Filters;

const KNOWN: &[&str] = &["dangling", "driver", "id", "label", "name", "scope", "type"];

impl SimulatedHost {
    /// The networks that pass, by name.
    pub(in crate::simulation) fn filtered(
        &self,
        filters: &Filters,
    ) -> Result<Vec<&SimulatedNetwork>, LookRefusal> {
        if let Some(key) = filters.keys().find(|key| !KNOWN.contains(key)) {
            let values = filters.values(key).map(str::to_owned).collect();
            return Err(LookRefusal::FilterKey { key: key.to_owned(), values });
        }
        let dangling = dangling(filters)?;
        for kind in filters.values("type") {
            if !matches!(kind, "builtin" | "custom") {
                return Err(LookRefusal::FilterValue { key: "type", value: kind.to_owned() });
            }
        }
        let texts = |key| Texts::new(filters, key);
        let (names, ids) = (texts("name"), texts("id"));
        let exactly = |key: &str, text: &str| {
            let mut values = filters.values(key).peekable();
            values.peek().is_none() || values.any(|value| value == text)
        };
        // Until 28 a list knows no containers, so that it takes every network for unused.
        let knows_use = self.engine >= EngineVersion::new(29, 0, 0);
        let passes = |network: &&SimulatedNetwork| {
            let builtin = self.is_predefined(&network.name);
            let in_use = builtin || (knows_use && !network.endpoints.is_empty());
            let kind = if builtin { "builtin" } else { "custom" };
            names.fit(&network.name)
                && ids.fit(network.id.as_str())
                && exactly("driver", network.driver.as_str())
                && exactly("scope", &network.scope)
                && has_labels(network, filters.values("label"))
                && (!filters.has("type") || filters.values("type").any(|value| value == kind))
                && dangling.is_none_or(|dangling| dangling != in_use)
        };
        Ok(self.networks.iter().filter(passes).collect())
    }
}

fn dangling(filters: &Filters) -> Result<Option<bool>, LookRefusal> {
    let mut values = filters.values("dangling");
    match (values.next(), values.next()) {
        (Some(_), Some(_)) => Err(LookRefusal::DanglingTwice),
        (Some("true" | "1"), None) => Ok(Some(true)),
        (Some("false" | "0"), None) => Ok(Some(false)),
        (Some(_), None) => Err(LookRefusal::Dangling),
        (None, _) => Ok(None),
    }
}

/// Texts to find, exactly or as patterns.
struct Texts<'a> {
    exact: Vec<&'a str>,
    patterns: Vec<Pattern>,
}

impl<'a> Texts<'a> {
    fn new(filters: &'a Filters, key: &str) -> Self {
        let exact: Vec<_> = filters.values(key).collect();
        let patterns = exact.iter().filter_map(|text| Pattern::new(text)).collect();
        Self { exact, patterns }
    }

    fn fit(&self, text: &str) -> bool {
        self.exact.is_empty()
            || self.exact.contains(&text)
            || self.patterns.iter().any(|pattern| pattern.is_in(text))
    }
}
