//! Changes as a person reads them before they are made.

use std::fmt;

use super::{Change, Changes};
use crate::model::NetworkSpec;

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for blocker in &self.blockers {
            writeln!(f, "! {blocker}")?;
        }
        for change in &self.steps {
            writeln!(f, "{change}")?;
        }
        if self.is_empty() {
            writeln!(f, "= nothing to change")?;
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect { network, endpoint } => {
                write!(f, "+ connect {} to {network}", endpoint.container())?;
                match (endpoint.ipv4(), endpoint.ipv6()) {
                    (None, None) => f.write_str(" at any address"),
                    (Some(address), None) | (None, Some(address)) => write!(f, " at {}", address.address()),
                    (Some(v4), Some(v6)) => write!(f, " at {} and {}", v4.address(), v6.address()),
                }
            }
            Self::Create(spec) => write!(f, "+ create network {}", Summary(spec)),
            Self::Disconnect { network, container } => write!(f, "- disconnect {container} from {network}"),
            Self::Remove { network, differences, disconnects, .. } => {
                write!(f, "- remove network {network}, to make it anew")?;
                for difference in differences {
                    write!(f, "\n    because {difference}")?;
                }
                for container in disconnects {
                    write!(
                        f,
                        "\n    {container} loses its place meanwhile, and its aliases unless they are asked for"
                    )?;
                }
                Ok(())
            }
        }
    }
}

struct Summary<'a>(&'a NetworkSpec);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(spec) = self;
        write!(f, "{} ({}", spec.name(), spec.driver())?;
        for pool in spec.pools() {
            write!(f, ", {}", pool.subnet())?;
            if let Some(gateway) = pool.gateway() {
                write!(f, " gateway {gateway}")?;
            }
            if let Some(range) = pool.range() {
                write!(f, " range {range}")?;
            }
        }
        f.write_str(")")
    }
}
