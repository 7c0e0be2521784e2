//! What an engine keeps beside its containers: identities, links, what is due, how programs behave.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::Program;
use crate::model::ContainerName;
use crate::simulation::exec::Exec;
use crate::simulation::ports::PortBook;
use crate::simulation::{ContainerRefusal, Moment};

/// The books.
#[derive(Debug, Clone, Default)]
pub(in crate::simulation) struct Books {
    /// Names by identity.
    ids: BTreeMap<String, ContainerName>,
    /// Identities of linked containers by the path of the link: `/web/db`.
    pub(in crate::simulation) links: BTreeMap<String, String>,
    due: BTreeMap<(Moment, u64), (String, Due)>,
    tasks: u64,
    serials: u64,
    /// The number the last process got.
    pids: u64,
    /// How containers behave, by image or command as their makers wrote it.
    pub(in crate::simulation) programs: BTreeMap<String, Program>,
    pub(in crate::simulation) ports: PortBook,
    pub(in crate::simulation) execs: BTreeMap<String, Exec>,
}

/// Something that happens to a container by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) struct Due {
    /// Which of its runs is meant: one that was started again has forgotten it.
    pub(in crate::simulation) run: u64,
    pub(in crate::simulation) what: What,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) enum What {
    /// Its program ends with that code.
    Ends(i64),
    /// It is killed, having had its time; whether it is started again then.
    Killed { restart: bool },
    /// The engine starts it again.
    Restarts,
}

impl Books {
    pub(in crate::simulation) fn enter(&mut self, id: &str, name: &ContainerName) {
        self.ids.insert(id.to_owned(), name.clone());
    }

    pub(in crate::simulation) fn strike(&mut self, id: &str) {
        self.ids.remove(id);
        self.links.retain(|_, child| child != id);
    }

    pub(in crate::simulation) fn name(&self, id: &str) -> Option<&ContainerName> {
        self.ids.get(id)
    }

    /// The one container whose identity begins so.
    pub(in crate::simulation) fn begins(
        &self,
        prefix: &str,
    ) -> Result<Option<&ContainerName>, ContainerRefusal> {
        let from: (Bound<&str>, Bound<&str>) = (Bound::Included(prefix), Bound::Unbounded);
        let mut found = self.ids.range::<str, _>(from).take_while(|(id, _)| id.starts_with(prefix));
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(ContainerRefusal::Ambiguous { prefix: prefix.to_owned() }),
            (first, _) => Ok(first.map(|(_, name)| name)),
        }
    }

    pub(in crate::simulation) fn put_off(&mut self, until: Moment, id: &str, due: Due) {
        self.tasks += 1;
        self.due.insert((until, self.tasks), (id.to_owned(), due));
    }

    /// The next thing that is due until then, and when it is.
    pub(in crate::simulation) fn next_due(&mut self, until: Moment) -> Option<(Moment, String, Due)> {
        let first = self.due.first_entry()?;
        if first.key().0 > until {
            return None;
        }
        let ((when, _), (id, due)) = first.remove_entry();
        Some((when, id, due))
    }

    /// When something is due next.
    pub(in crate::simulation) fn when_due(&self) -> Option<Moment> {
        self.due.first_key_value().map(|((when, _), _)| *when)
    }

    pub(in crate::simulation) fn next_serial(&mut self) -> u64 {
        self.serials += 1;
        self.serials
    }

    pub(in crate::simulation) fn fresh_pid(&mut self) -> u64 {
        self.pids += 1;
        1000 + 20 * self.pids
    }
}
