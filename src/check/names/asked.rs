//! Who asks for whom by name, and in which networks an answer can come.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use super::listening::Listening;
use super::mention::{Mention, in_command, in_variable};
use crate::check::view::{Joined, View};
use crate::compose::{NetworkMode, Place, Project, Service};

/// A service that asks for a name others of its project have.
pub(super) struct Asked<'v, 'a> {
    pub(super) project: &'a Project,
    /// Who asks.
    pub(super) by: &'a Service,
    /// The name, as written.
    pub(super) host: &'a str,
    pub(super) in_url: bool,
    pub(super) place: &'a Place,
    /// Who has the name, each once.
    pub(super) of: Vec<Holder<'v, 'a>>,
}

/// A service that has a name.
pub(super) struct Holder<'v, 'a> {
    pub(super) service: &'a Service,
    /// The networks in which it answers to it and the one who asks is too.
    pub(super) shared: Vec<&'v Joined<'a>>,
    /// The networks in which it answers to it at all.
    pub(super) answers_in: Vec<&'v Joined<'a>>,
}

/// Who has a name is looked at up to so many; those after them would be said in the same words.
const MOST_HOLDERS: usize = 64;

/// Names asked for and their holders that are judged at a time.
const PORTION: usize = 4_096;

/// How often a stack is passed on before it is taken for a circle.
const LONGEST: usize = 16;

type Networks<'v, 'a> = HashMap<(&'a str, &'a str), Vec<(&'v Joined<'a>, &'a str)>>;

/// The networks of every service.
pub(super) struct Neighbourhood<'v, 'a> {
    view: &'v View<'a>,
    /// By project and service, in order of the networks' names; made once somebody asks.
    networks: OnceCell<Networks<'v, 'a>>,
    /// By project and name, once somebody asks.
    services: OnceCell<HashMap<(&'a str, &'a str), &'a Service>>,
    /// What every service mentions, once somebody asks.
    mentioning: OnceCell<Vec<Mentioning<'a>>>,
    /// Who listens where, once somebody asks.
    listening: OnceCell<Listening<'a>>,
}

impl<'v, 'a> Neighbourhood<'v, 'a> {
    pub(super) fn new(view: &'v View<'a>) -> Self {
        let (networks, services, mentioning) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { view, networks, services, mentioning, listening: OnceCell::new() }
    }

    /// The services that mention hosts, with what they mention, in the order of the services.
    pub(super) fn mentioning(&self) -> &[Mentioning<'a>] {
        self.mentioning.get_or_init(|| {
            let all = self.view.services.iter();
            let all = all.map(|&(project, by)| Mentioning { project, by, hosts: mentions(by) });
            all.filter(|one| !one.hosts.is_empty()).collect()
        })
    }

    fn networks(&self) -> &Networks<'v, 'a> {
        self.networks.get_or_init(|| {
            let mut networks: Networks<'v, 'a> = HashMap::new();
            for joined in &self.view.networks {
                for member in &joined.members {
                    let who = (member.project.name(), member.service.name.value.as_str());
                    let key = member.attachment.network.value.as_str();
                    networks.entry(who).or_default().push((joined, key));
                }
            }
            networks
        })
    }

    fn services(&self) -> &HashMap<(&'a str, &'a str), &'a Service> {
        self.services.get_or_init(|| {
            let services = self.view.services.iter();
            services
                .map(|(project, service)| ((project.name(), service.name.value.as_str()), *service))
                .collect()
        })
    }

    pub(super) fn listening(&self) -> &Listening<'a> {
        self.listening.get_or_init(|| Listening::new(self.view, self))
    }

    /// A service of a project that runs at least once.
    pub(super) fn service(&self, project: &'a Project, name: &'a str) -> Option<&'a Service> {
        self.services().get(&(project.name(), name)).copied()
    }

    /// The networks a service is in, each with its key in the file; those of another service whose stack it uses.
    pub(super) fn of(&self, project: &'a Project, service: &'a Service) -> &[(&'v Joined<'a>, &'a str)] {
        let stack = self.stack(project, service).map_or("", |stack| stack.name.value.as_str());
        self.networks().get(&(project.name(), stack)).map_or(&[], Vec::as_slice)
    }

    /// The service whose network stack one uses: its own, or that of another one, however often it is passed on. None where
    /// that goes in a circle, or to a service that is not there.
    pub(super) fn stack(&self, project: &'a Project, service: &'a Service) -> Option<&'a Service> {
        let mut stack = service;
        for _ in 0..LONGEST {
            match stack.network_mode.as_ref().map(|mode| &mode.value) {
                Some(NetworkMode::Service(name)) => stack = self.service(project, name)?,
                _ => return Some(stack),
            }
        }
        None
    }

    /// The networks both are in.
    pub(super) fn shared(
        &self,
        project: &'a Project,
        one: &'a Service,
        other: &'a Service,
    ) -> Vec<(&'v Joined<'a>, &'a str)> {
        let ours = self.of(project, one);
        let theirs = self.of(project, other);
        let at = |all: &[(&'v Joined<'a>, &'a str)], joined: &Joined<'_>| {
            all.binary_search_by(|(other, _)| other.name.cmp(&joined.name)).ok()
        };
        // By the key by which the other one, the holder of the name, joins.
        if ours.len() < theirs.len() {
            let there = ours.iter().filter_map(|(joined, _)| theirs.get(at(theirs, joined)?));
            return there.copied().collect();
        }
        theirs.iter().filter(|(joined, _)| at(ours, joined).is_some()).copied().collect()
    }
}

/// A name and where it holds: everywhere the service is, or in one network.
type Named<'a> = (&'a Service, Option<&'a str>);

/// Every name in a project that is asked for, in the order of the services, in portions: each has all that its services
/// ask for. All at once they could be the square of what the file says.
pub(super) fn in_portions<'v, 'a>(
    view: &View<'a>,
    neighbours: &Neighbourhood<'v, 'a>,
    mut take: impl FnMut(&[Asked<'v, 'a>]),
) {
    let mut all = Vec::new();
    let mut holders_of_all = 0_usize;
    for &project in &view.projects {
        let services: Vec<_> = view.services.iter().filter(|(of, _)| std::ptr::eq(*of, project)).collect();
        let mut asking =
            neighbours.mentioning().iter().filter(|one| std::ptr::eq(one.project, project)).peekable();
        if asking.peek().is_none() {
            continue;
        }
        let mut names: BTreeMap<String, Vec<Named<'a>>> = BTreeMap::new();
        for (_, service) in &services {
            for (name, network) in names_of(service) {
                names.entry(name.to_lowercase()).or_default().push((service, network));
            }
        }
        for &Mentioning { by, ref hosts, .. } in asking {
            for &(host, in_url, place) in hosts {
                let Some(holders) = names.get(&host.to_lowercase()) else { continue };
                if knows_by_itself(by, host) || holders.iter().any(|(holder, _)| std::ptr::eq(*holder, by)) {
                    continue;
                }
                let few = holders.get(..MOST_HOLDERS).unwrap_or(holders);
                let of = holders_of(neighbours, project, by, few);
                holders_of_all = holders_of_all.saturating_add(1).saturating_add(of.len());
                all.push(Asked { project, by, host, in_url, place, of });
            }
            if holders_of_all > PORTION {
                take(&all);
                (all, holders_of_all) = (Vec::new(), 0);
            }
        }
    }
    if !all.is_empty() {
        take(&all);
    }
}

fn holders_of<'v, 'a>(
    neighbours: &Neighbourhood<'v, 'a>,
    project: &'a Project,
    by: &'a Service,
    names: &[Named<'a>],
) -> Vec<Holder<'v, 'a>> {
    let mut holders: Vec<Holder<'v, 'a>> = Vec::new();
    for (service, network) in names {
        let holds = |key: &str| network.is_none_or(|network| network == key);
        let held = |found: &[(&'v Joined<'a>, &'a str)]| -> Vec<&'v Joined<'a>> {
            found.iter().filter(|(_, key)| holds(key)).map(|(joined, _)| *joined).collect()
        };
        let shared = held(&neighbours.shared(project, by, service));
        let answers_in = held(neighbours.of(project, service));
        match holders.iter_mut().find(|holder| std::ptr::eq(holder.service, *service)) {
            Some(holder) => {
                holder.shared.extend(shared);
                holder.answers_in.extend(answers_in);
            }
            None => holders.push(Holder { service, shared, answers_in }),
        }
    }
    holders
}

/// Every name of a service, each with the one network it holds in, or none for all.
fn names_of(service: &Service) -> impl Iterator<Item = (&str, Option<&str>)> {
    let fixed = service.fixed_container_name.iter().map(|name| name.value.as_str());
    let hostname = service.hostname.iter().map(|name| name.value.as_str());
    let everywhere = std::iter::once(service.name.value.as_str()).chain(fixed).chain(hostname);
    let aliases = service.networks.iter().flat_map(|attachment| {
        let network = attachment.network.value.as_str();
        attachment.aliases.iter().map(move |alias| (alias.value.as_str(), Some(network)))
    });
    everywhere.map(|name| (name, None)).chain(aliases)
}

/// A service and the hosts it mentions.
pub(super) struct Mentioning<'a> {
    pub(super) project: &'a Project,
    pub(super) by: &'a Service,
    /// Each with whether it is in a URL, and where it stands.
    pub(super) hosts: Vec<(&'a str, bool, &'a Place)>,
}

/// What a service asks for, each name once, with the first place.
pub(super) fn mentions(service: &Service) -> Vec<(&str, bool, &Place)> {
    let mut found: BTreeMap<&str, (bool, &Place)> = BTreeMap::new();
    let mut note = |mention: Mention<'_>, host, place| {
        found
            .entry(host)
            .and_modify(|(in_url, _)| *in_url |= mention.in_url)
            .or_insert((mention.in_url, place));
    };
    for variable in &service.environment {
        for mention in in_variable(&variable.key, variable.value.as_deref().unwrap_or_default()) {
            note(mention, mention.host, &variable.place);
        }
    }
    for words in [&service.entrypoint, &service.command] {
        for (place, mention) in in_command(words.iter().map(|word| (&word.place, word.value.as_str()))) {
            note(mention, mention.host, place);
        }
    }
    found.into_iter().map(|(host, (in_url, place))| (host, in_url, place)).collect()
}

/// Whether a service that mentions hosts asks by one of them for another service.
pub(super) fn asks_for(by: &Service, mentions: &[(&str, bool, &Place)], other: &Service) -> bool {
    let has = |service: &Service, host: &str| {
        let host = host.to_lowercase();
        names_of(service).any(|(name, _)| name.to_lowercase() == host)
    };
    let asks = |host: &str| has(other, host) && !has(by, host) && !knows_by_itself(by, host);
    mentions.iter().any(|(host, ..)| asks(host))
}

/// A host and the port it is asked for by.
pub(super) struct Ask<'a> {
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) in_url: bool,
    pub(super) in_web_url: bool,
    /// Whether the environment says so, not a command.
    pub(super) in_environment: bool,
    pub(super) place: &'a Place,
}

/// Every host a service asks for with a port, each pair once.
pub(super) fn asks(service: &Service) -> Vec<Ask<'_>> {
    let mut found: BTreeMap<(&str, u16), Ask<'_>> = BTreeMap::new();
    let mut note = |mention: Mention<'_>, host, port, place, in_environment| {
        let Mention { in_url, in_web_url, .. } = mention;
        found.entry((host, port)).or_insert(Ask { host, port, in_url, in_web_url, in_environment, place });
    };
    let values: BTreeMap<&str, &str> = service
        .environment
        .iter()
        .filter_map(|variable| Some((variable.key.as_str(), variable.value.as_deref()?)))
        .collect();
    for variable in &service.environment {
        // `DB_HOST` has its port in `DB_PORT`.
        let before = variable.key.strip_suffix("HOST");
        let beside =
            before.and_then(|before| values.get(format!("{before}PORT").as_str())?.trim().parse().ok());
        for mention in in_variable(&variable.key, variable.value.as_deref().unwrap_or_default()) {
            let Some(port) = mention.port.or(beside) else { continue };
            note(mention, mention.host, port, &variable.place, true);
        }
    }
    for words in [&service.entrypoint, &service.command] {
        for (place, mention) in in_command(words.iter().map(|word| (&word.place, word.value.as_str()))) {
            let Some(port) = mention.port else { continue };
            note(mention, mention.host, port, place, false);
        }
    }
    found.into_values().collect()
}

/// Whether the hosts file or a link answers without the network.
fn knows_by_itself(service: &Service, host: &str) -> bool {
    let in_file = |entry: &str| {
        entry.split([':', '=']).next().is_some_and(|name| name.trim().eq_ignore_ascii_case(host))
    };
    let linked = |entry: &str| entry.rsplit(':').next().is_some_and(|alias| alias.eq_ignore_ascii_case(host));
    service.extra_hosts.iter().any(|entry| in_file(&entry.value))
        || service.external_links.iter().any(|entry| linked(&entry.value))
}
