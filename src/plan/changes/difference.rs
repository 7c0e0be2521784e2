//! How a network that is there differs from how it should be.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{IpamPool, Network, NetworkSpec};

/// One respect in which a network differs, with what it is and what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// What differs, in the engine's word.
    pub what: String,
    /// How it is.
    pub is: String,
    /// How it should be.
    pub should_be: String,
}

impl Difference {
    fn new<T: ToString + ?Sized>(what: impl Into<String>, is: &T, should_be: &T) -> Self {
        Self { what: what.into(), is: is.to_string(), should_be: should_be.to_string() }
    }

    /// Every respect in which a network is not as asked. What was not asked for may be anything: pools, a gateway,
    /// options and labels the engine filled in are no difference.
    #[must_use]
    pub fn all(spec: &NetworkSpec, network: &Network) -> Vec<Self> {
        let there = &network.spec;
        let mut all = Vec::new();
        if spec.driver() != there.driver() {
            all.push(Self::new("driver", there.driver(), spec.driver()));
        }
        let pools_fit = spec.pools().len() == there.pools().len()
            && spec.pools().iter().zip(there.pools()).all(|(asked, is)| pool_fits(asked, is));
        if !spec.pools().is_empty() && !pools_fit {
            all.push(Self::new("pools", &pools(there.pools()), &pools(spec.pools())));
        }
        for (what, is, should_be) in [
            ("ipv6", there.ipv6(), spec.ipv6()),
            ("internal", there.internal(), spec.internal()),
            ("attachable", there.attachable(), spec.attachable()),
        ] {
            if is != should_be {
                all.push(Self::new(what, &is, &should_be));
            }
        }
        for (kind, asked, is) in
            [("option", spec.options(), there.options()), ("label", spec.labels(), there.labels())]
        {
            for (key, value) in asked {
                if is.get(key) != Some(value) {
                    let is = is.get(key).map_or("not set", String::as_str);
                    all.push(Self::new(format!("{kind} {key}"), is, value.as_str()));
                }
            }
        }
        all
    }
}

fn pool_fits(asked: &IpamPool, is: &IpamPool) -> bool {
    // An engine before 29 shows no gateway it picked itself, and never what it does not know of.
    let gateway = asked.gateway().is_none() || is.gateway().is_none() || asked.gateway() == is.gateway();
    asked.subnet() == is.subnet()
        && gateway
        && asked.range() == is.range()
        && asked.auxiliary() == is.auxiliary()
}

fn pools(pools: &[IpamPool]) -> String {
    let texts: Vec<_> = pools
        .iter()
        .map(|pool| {
            let gateway = pool.gateway().map(|gateway| format!(" gateway {gateway}")).unwrap_or_default();
            let range = pool.range().map(|range| format!(" range {range}")).unwrap_or_default();
            format!("{}{gateway}{range}", pool.subnet())
        })
        .collect();
    if texts.is_empty() { "picked by the engine".into() } else { texts.join(", ") }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {} and should be {}", self.what, self.is, self.should_be)
    }
}
