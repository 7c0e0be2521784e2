//! What happened, as engines tell it.

use serde_json::{Value, json};

use crate::simulation::{Event, Moment};
use crate::wire::request::Filters;

/// Which events a client wants to hear of.
///
/// ```
/// use docknet::simulation::{EventFilter, SimulatedHost};
/// use docknet::wire::request::Filters;
/// let mut host = SimulatedHost::linux();
/// let wanted = EventFilter::new(Filters::new().with("type", "container").with("event", "start"));
/// let web = docknet::simulation::ContainerSpec::detached("web".parse()?);
/// let name = host.create_container(web)?;
/// host.start_container(&name)?;
/// let (events, _next) = host.events(0);
/// let heard: Vec<_> = events.filter(|event| wanted.lets_through(event)).collect();
/// assert_eq!(heard.len(), 1);
/// assert_eq!(heard[0].attributes["name"], "web");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EventFilter {
    filters: Filters,
    since: Option<Moment>,
    until: Option<Moment>,
}

impl EventFilter {
    /// Those that pass filters; keys that engines do not know let everything through.
    #[must_use]
    pub fn new(filters: Filters) -> Self {
        Self { filters, since: None, until: None }
    }

    /// From that moment on.
    #[must_use]
    pub fn since(self, since: Moment) -> Self {
        Self { since: Some(since), ..self }
    }

    /// Up to that moment.
    #[must_use]
    pub fn until(self, until: Moment) -> Self {
        Self { until: Some(until), ..self }
    }

    /// Whether an event is wanted (moby's `daemon/events/filter.go`).
    #[must_use]
    pub fn lets_through(&self, event: &Event) -> bool {
        let within = self.since.is_none_or(|since| event.moment >= since)
            && self.until.is_none_or(|until| event.moment <= until);
        let is = |key: &str, text: &str| {
            !self.filters.has(key) || self.filters.values(key).any(|wanted| wanted == text)
        };
        // What is said of programs in containers is asked for without the program.
        let action = event.action.split_once(": ").map_or(event.action.as_str(), |(action, _)| action);
        within
            && (is("event", &event.action) || is("event", action))
            && is("type", event.kind)
            && is("scope", event.scope)
            && KINDS.iter().all(|kind| self.is_about(kind, event))
            && self.has_labels(event)
    }

    /// A thing is meant by its identity, its name, or the beginning of either.
    fn is_about(&self, kind: &str, event: &Event) -> bool {
        let named = |wanted: &str| {
            let of_image = || {
                event
                    .attributes
                    .get("image")
                    .is_some_and(|image| kind == "image" && image_fits(wanted, image))
            };
            let name = event.attributes.get("name").map_or("", String::as_str);
            let own = event.kind == kind
                && (event.id.starts_with(wanted)
                    || name.starts_with(wanted)
                    || (kind == "image" && (image_fits(wanted, &event.id) || image_fits(wanted, name))));
            own || of_image()
        };
        !self.filters.has(kind) || self.filters.values(kind).any(named)
    }

    fn has_labels(&self, event: &Event) -> bool {
        self.filters.values("label").all(|wanted| match wanted.split_once('=') {
            Some((name, value)) => event.attributes.get(name).is_some_and(|there| there == value),
            None => event.attributes.contains_key(wanted),
        })
    }
}

/// Kinds of things that are keys of filters.
const KINDS: [&str; 10] =
    ["config", "container", "daemon", "image", "network", "node", "plugin", "secret", "service", "volume"];

/// Images are meant with or without their tag.
fn image_fits(wanted: &str, image: &str) -> bool {
    let slash = image.rfind('/').map_or(0, |at| at + 1);
    let bare = image[slash..].find(':').map_or(image, |at| &image[..slash + at]);
    wanted == image || wanted == bare
}

impl Event {
    /// As `GET /events` writes it.
    #[must_use]
    pub fn value(&self) -> Value {
        let mut value = json!({});
        // What clients of old read: only of containers and images.
        if matches!(self.kind, "container" | "image") {
            value["status"] = self.action.as_str().into();
            if !self.id.is_empty() {
                value["id"] = self.id.as_str().into();
            }
        }
        if let Some(image) = self.attributes.get("image").filter(|_| self.kind == "container") {
            value["from"] = image.as_str().into();
        }
        let since = self.moment.unix();
        value["Type"] = self.kind.into();
        value["Action"] = self.action.as_str().into();
        value["Actor"] = json!({ "ID": self.id, "Attributes": self.attributes });
        value["scope"] = self.scope.into();
        value["time"] = since.as_secs().into();
        value["timeNano"] = u64::try_from(since.as_nanos()).unwrap_or(u64::MAX).into();
        value
    }
}
