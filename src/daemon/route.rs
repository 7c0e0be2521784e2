//! The routes of an engine, as data.

use hyper::Method;

use super::call::Call;
use super::pattern::matched;
use super::refused::Refused;
use super::reply::Reply;
use super::routes::FAMILIES;
use crate::host::ApiVersion;

/// One thing a client can ask.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    pub(super) method: Verb,
    pub(super) pattern: &'static str,
    /// The minor version of the API it came with: engines that speak an older one do not have it.
    pub(super) since: u32,
    pub(super) action: Action,
}

/// The methods engines know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Delete,
    Get,
    Head,
    Post,
    Put,
}

/// What a route does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    /// Asks the engine.
    Ask(fn(&Call) -> Result<Reply, Refused>),
    /// Says that this is not simulated.
    Missing(&'static str),
}

impl Route {
    pub(super) const fn new(
        method: Verb,
        pattern: &'static str,
        since: u32,
        ask: fn(&Call) -> Result<Reply, Refused>,
    ) -> Self {
        Self { method, pattern, since, action: Action::Ask(ask) }
    }

    pub(super) const fn missing(method: Verb, pattern: &'static str, since: u32, what: &'static str) -> Self {
        Self { method, pattern, since, action: Action::Missing(what) }
    }
}

impl Verb {
    fn of(method: &Method) -> Option<Self> {
        match *method {
            Method::DELETE => Some(Self::Delete),
            Method::GET => Some(Self::Get),
            Method::HEAD => Some(Self::Head),
            Method::POST => Some(Self::Post),
            Method::PUT => Some(Self::Put),
            _ => None,
        }
    }
}

/// The route of a path, and what stands for the mark in its pattern. The first that fits is it.
pub(super) fn find<'p>(
    method: &Method,
    path: &'p str,
    newest: ApiVersion,
) -> Option<(&'static Route, &'p str)> {
    let verb = Verb::of(method)?;
    let routes = FAMILIES.iter().copied().flatten();
    let known = routes.filter(|route| route.method == verb && ApiVersion::new(1, route.since) <= newest);
    known.into_iter().find_map(|route| Some((route, matched(route.pattern, path)?)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_route_stands_twice_or_behind_one_that_takes_its_path() {
        let mut seen = BTreeSet::new();
        for route in FAMILIES.iter().copied().flatten() {
            assert!(seen.insert(format!("{:?} {}", route.method, route.pattern)), "{route:?}");
            let sample = route.pattern.replace("{name:.*}", "x").replace("{id:.+}", "x").replace("{id}", "x");
            let method = format!("{:?}", route.method).to_uppercase().parse().expect("a method");
            let (found, _) = find(&method, &sample, ApiVersion::new(1, 99)).expect("it is found");
            assert_eq!(found.pattern, route.pattern, "{sample} is taken by another");
        }
        assert!(seen.len() > 80, "{} routes", seen.len());
    }

    #[test]
    fn engines_have_no_routes_of_later_ones() {
        let prune = |minor| find(&Method::POST, "/networks/prune", ApiVersion::new(1, minor)).is_some();
        assert!(prune(25) && !prune(24));
        assert!(find(&Method::PATCH, "/info", ApiVersion::new(1, 41)).is_none());
        assert!(find(&Method::HEAD, "/info", ApiVersion::new(1, 41)).is_none());
        let (route, thing) =
            find(&Method::GET, "/networks/prune", ApiVersion::new(1, 41)).expect("a look-up");
        assert_eq!((route.pattern, thing), ("/networks/{id:.+}", "prune"));
    }
}
