//! Which containers a list shows.

use serde_json::Value;

use super::{Container, Phase};
use crate::model::Protocol;
use crate::simulation::filter::{Checked as _, refuse};
use crate::simulation::{ContainerRefusal, Fault, FilterRefusal, SimulatedHost, ports};
use crate::wire::request::Filters;

/// What a client asks of a list of containers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ListContainers {
    /// Also those that do not run.
    pub all: bool,
    /// At most so many, the newest, running or not; 0 or less is no limit.
    pub limit: i64,
    /// Also how much room they take.
    pub size: bool,
    /// Which.
    pub filters: Filters,
}

impl ListContainers {
    /// Every container, running or not.
    #[must_use]
    pub fn all() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// Those that pass filters.
    #[must_use]
    pub fn with_filters(self, filters: Filters) -> Self {
        Self { filters, ..self }
    }

    /// At most so many.
    #[must_use]
    pub fn with_limit(self, limit: i64) -> Self {
        Self { limit, ..self }
    }
}

const KNOWN: [&str; 17] = [
    "ancestor",
    "before",
    "exited",
    "expose",
    "health",
    "id",
    "is-task",
    "isolation",
    "label",
    "name",
    "network",
    "publish",
    "role",
    "since",
    "status",
    "task",
    "volume",
];

const STATES: [&str; 7] = ["created", "dead", "exited", "paused", "removing", "restarting", "running"];
const HEALTH: [&str; 4] = ["healthy", "none", "starting", "unhealthy"];

impl SimulatedHost {
    /// The newest first.
    pub(in crate::simulation) fn list_by(&self, asked: &ListContainers) -> Result<Vec<Value>, Fault> {
        let filters = &asked.filters;
        filters.check(&KNOWN)?;
        for value in filters.values("status") {
            if !STATES.contains(&value) {
                let (key, value) = ("status".to_owned(), value.to_owned());
                return Err(refuse(FilterRefusal::Value { key, value }));
            }
        }
        let is_task = filters.truth("is-task")?;
        for value in filters.values("health") {
            if !HEALTH.contains(&value) {
                return Err(refuse(FilterRefusal::Health { value: value.to_owned() }));
            }
        }
        let exited = codes(filters)?;
        let (published, exposed) = (port_filter(filters, "publish")?, port_filter(filters, "expose")?);
        let before = self.bound_of(filters, "before")?;
        let since = self.bound_of(filters, "since")?;
        let ancestors: Vec<_> = filters.values("ancestor").filter_map(|name| self.image_id(name)).collect();
        let whole = asked.all || asked.limit > 0 || filters.has("status") || filters.has("exited");
        let whole = whole || before.is_some() || since.is_some();
        let shown = |container: &&Container| {
            let state = &container.state;
            let named = || {
                let name = container.name.as_str();
                filters.values("name").any(|value| value.strip_prefix('/') == Some(name))
                    || filters.matches("name", name)
                    || filters.matches("name", &format!("/{name}"))
            };
            (whole || state.is_running() || state.phase == Phase::Restarting)
                && filters.labels("label", &container.labels())
                && named()
                && filters.matches("id", container.id.as_str())
                && (!filters.has("status") || filters.values("status").any(|value| value == state.word()))
                && (exited.is_empty() || (state.phase == Phase::Exited && exited.contains(&state.exit_code)))
                && is_task != Some(true)
                && self.health_fits(filters, container)
                && (!filters.has("network") || filters.values("network").any(|key| is_in(container, key)))
                && (!filters.has("ancestor") || ancestors.contains(&container.image))
                && before.is_none_or(|serial| container.serial < serial)
                && since.is_none_or(|serial| container.serial > serial)
                && (!filters.has("volume")
                    || filters.values("volume").any(|value| has_volume(container, value)))
                && self.isolation_fits(filters, container)
                && fits(&published, || {
                    container.bound.iter().map(|bound| (bound.port, bound.protocol)).collect()
                })
                && fits(&exposed, || {
                    let exposed =
                        if container.state.is_running() { ports::exposed(container) } else { Vec::new() };
                    exposed.into_iter().map(|(_, port, protocol)| (port, protocol)).collect()
                })
        };
        let mut found: Vec<_> = self.containers.values().filter(shown).collect();
        found.sort_by_key(|container| std::cmp::Reverse(container.serial));
        if let Some(limit) = usize::try_from(asked.limit).ok().filter(|limit| *limit > 0) {
            found.truncate(limit);
        }
        Ok(found.into_iter().map(|container| self.container_line(container, asked.size)).collect())
    }

    fn bound_of(&self, filters: &Filters, key: &str) -> Result<Option<u64>, Fault> {
        let Some(value) = filters.values(key).next() else { return Ok(None) };
        let missing = |_none| ContainerRefusal::MissingInFilter { key: value.to_owned() };
        Ok(Some(self.container_by(value).map_err(missing)?.serial))
    }

    fn health_fits(&self, filters: &Filters, container: &Container) -> bool {
        let health = self.health(container).unwrap_or("none");
        !filters.has("health") || filters.values("health").any(|value| value == health)
    }

    /// Linux engines do not look at this filter.
    fn isolation_fits(&self, filters: &Filters, container: &Container) -> bool {
        let isolation = container.host.text("Isolation");
        self.host.windows_build().is_none()
            || !filters.has("isolation")
            || filters.values("isolation").any(|value| value == isolation)
    }
}

fn codes(filters: &Filters) -> Result<Vec<i64>, Fault> {
    let code = |value: &str| {
        value.parse().ok().ok_or_else(|| refuse(FilterRefusal::Number { value: value.to_owned() }))
    };
    filters.values("exited").map(code).collect()
}

fn is_in(container: &Container, key: &str) -> bool {
    let by_id = |there: &super::Attachment| {
        there.network.as_ref().is_some_and(|id| id.as_str().starts_with(key)) && !key.is_empty()
    };
    let own = container.attachments.iter();
    own.filter(|(_, there)| there.place.is_some() || there.network.is_some())
        .any(|(name, there)| name == key || by_id(there))
}

fn has_volume(container: &Container, value: &str) -> bool {
    container.mounts.iter().any(|mount| mount.name == value || mount.target == value)
}

/// Ports of a filter, as ranges.
type PortRanges = Vec<(u16, u16, Protocol)>;

fn port_filter(filters: &Filters, key: &str) -> Result<PortRanges, Fault> {
    let range = |value: &str| {
        let bad = |part: &str| refuse(FilterRefusal::Port { key: key.to_owned(), value: part.to_owned() });
        let (numbers, protocol) = value.split_once('/').unwrap_or((value, "tcp"));
        let (first, last) = numbers.split_once('-').unwrap_or((numbers, numbers));
        let number = |part: &str| part.parse::<u16>().ok().ok_or_else(|| bad(part));
        let protocol = protocol.parse().ok().ok_or_else(|| bad(value))?;
        Ok((number(first)?, number(last)?, protocol))
    };
    filters.values(key).map(range).collect()
}

fn fits(ranges: &PortRanges, ports: impl Fn() -> Vec<(u16, Protocol)>) -> bool {
    let within = |(port, of): &(u16, Protocol)| {
        ranges.iter().any(|(first, last, protocol)| protocol == of && (*first..=*last).contains(port))
    };
    ranges.is_empty() || ports().iter().any(within)
}
