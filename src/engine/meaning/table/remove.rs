//! Removing networks that are in use.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{Meaning, NetworkUser};

pub(super) const ROWS: &[Wording] = &[
    row("network {*} has active endpoints ({})", |p| {
        let names = p.at(1).split("name:\"").skip(1).filter_map(|part| part.split('"').next());
        let endpoints: Vec<String> = names.map(Into::into).collect();
        (!endpoints.is_empty()).then(|| in_use(p.text(0), endpoints, None))
    })
    .since(28, 1),
    row("network {*} id {} has active endpoints", |p| {
        let id = p.at(1);
        (!id.contains(' ')).then(|| in_use(p.text(0), Vec::new(), Some(id.to_owned())))
    })
    .since(17, 5)
    .before(28, 1),
    row("network {} has active endpoints", |p| Some(in_use(p.text(0), Vec::new(), None))),
    row("network {*} is in use by service {}", |p| Some(used(p, NetworkUser::Service(p.text(1))))),
    row("network {*} is in use by task {}", |p| Some(used(p, NetworkUser::Task(p.text(1))))),
    row("network {} is in use", |p| Some(in_use(p.text(0), Vec::new(), None))),
    row("ingress network cannot be removed because service {} depends on it", |p| {
        Some(Meaning::NetworkInUse {
            network: "ingress".into(),
            endpoints: Vec::new(),
            id: None,
            user: Some(NetworkUser::Service(p.text(0))),
        })
    }),
    row("a prune operation is already running", |_| Some(Meaning::PruneRunning)),
];

fn in_use(network: String, endpoints: Vec<String>, id: Option<String>) -> Meaning {
    Meaning::NetworkInUse { network, endpoints, id, user: None }
}

fn used(p: &Parts<'_>, user: NetworkUser) -> Meaning {
    Meaning::NetworkInUse { network: p.text(0), endpoints: Vec::new(), id: None, user: Some(user) }
}
