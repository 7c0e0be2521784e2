//! What each node knows of the others: it hears them, or has not for too long.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::time::Duration;

use super::agenda::Due;
use super::{Ground, Swarm, Traffic, pace};
use crate::simulation::HostId;

/// Somebody's place in an overlay, as its node tells the others.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) node: String,
    pub(super) network: String,
    pub(super) container: String,
    pub(super) name: String,
    pub(super) address: IpAddr,
    pub(super) endpoint: String,
    /// The service's name and its virtual address; a container of its own has none.
    pub(super) service: Option<(String, Option<IpAddr>)>,
    pub(super) aliases: Vec<String>,
    pub(super) ports: Vec<crate::wire::request::PortRequest>,
    /// The task it belongs to.
    pub(super) task: Option<String>,
    /// Whether it is no more; others may not have heard.
    pub(super) gone: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Gossip {
    pub(super) told: BTreeMap<String, Told>,
    /// Whom each node hears, itself left out.
    pub(super) hears: BTreeMap<String, BTreeSet<String>>,
    /// What each node knows.
    pub(super) knows: BTreeMap<String, BTreeSet<String>>,
    /// Whom each node is about to drop or to hear again.
    losing: BTreeSet<(String, String)>,
    rejoining: BTreeSet<(String, String)>,
}

/// How far somebody's word gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// At once.
    Quick,
    /// When everything is compared.
    Slow,
}

impl Swarm {
    fn reaches(&self, ground: &Ground<'_>, from: &str, to: &str, reach: Reach) -> bool {
        let host = |node: &str| self.nodes.get(node).map(|node| node.host);
        let (Some(start), Some(end)) = (host(from), host(to)) else { return false };
        let pass = |one: HostId, other: HostId| {
            let udp = ground.hear(one, other, Traffic::GOSSIP_UDP);
            udp || (reach == Reach::Slow && ground.hear(one, other, Traffic::GOSSIP_TCP))
        };
        // A word goes from node to node.
        let mut reached = BTreeSet::from([start]);
        let mut front = vec![start];
        while let Some(at) = front.pop() {
            for node in self.nodes.values() {
                if !reached.contains(&node.host) && pass(at, node.host) {
                    reached.insert(node.host);
                    front.push(node.host);
                }
            }
        }
        reached.contains(&end) && ground.alive(start) && ground.alive(end)
    }

    /// Something lies between nodes now, or no longer: they will notice.
    pub(super) fn gossip_changed(&mut self, ground: &Ground<'_>) {
        let nodes: Vec<_> = self.nodes.keys().cloned().collect();
        for node in &nodes {
            let mut lost = 0;
            for peer in nodes.iter().filter(|peer| *peer != node) {
                let pair = (node.clone(), peer.clone());
                let hears = self.gossip.hears.get(node).is_some_and(|heard| heard.contains(peer));
                let reaches = self.reaches(ground, node, peer, Reach::Slow);
                let (node, peer) = pair.clone();
                if hears && !reaches && self.gossip.losing.insert(pair.clone()) {
                    let after = pace::SUSPECT + pace::SUSPECT_NEXT * lost;
                    self.agenda.enter(self.now, after, Due::Lose { node, peer });
                    lost += 1;
                } else if !hears && reaches && self.gossip.rejoining.insert(pair) {
                    let window = u128::from(u64::try_from(pace::REJOIN.1.as_millis()).unwrap_or_default());
                    let later = u64::try_from(self.random.below(window)).unwrap_or_default();
                    let after = pace::REJOIN.0 + Duration::from_millis(later);
                    self.agenda.enter(self.now, after, Due::Rejoin { node, peer });
                }
            }
        }
    }

    pub(super) fn lose(&mut self, ground: &Ground<'_>, node: &str, peer: &str) {
        self.gossip.losing.remove(&(node.to_owned(), peer.to_owned()));
        if self.reaches(ground, node, peer, Reach::Slow) {
            return;
        }
        if let Some(heard) = self.gossip.hears.get_mut(node) {
            heard.remove(peer);
        }
        let told = &self.gossip.told;
        if let Some(known) = self.gossip.knows.get_mut(node) {
            known.retain(|id| told.get(id).is_none_or(|there| there.node != peer));
        }
    }

    pub(super) fn rejoin(&mut self, ground: &Ground<'_>, node: &str, peer: &str) {
        self.gossip.rejoining.remove(&(node.to_owned(), peer.to_owned()));
        if self.reaches(ground, node, peer, Reach::Slow) {
            self.gossip.hears.entry(node.to_owned()).or_default().insert(peer.to_owned());
            self.compare(node, peer);
        }
    }

    /// A node learns everything that is so on another.
    fn compare(&mut self, node: &str, peer: &str) {
        let known = self.gossip.knows.entry(node.to_owned()).or_default();
        for (id, told) in self.gossip.told.iter().filter(|(_, told)| told.node == peer) {
            if told.gone {
                known.remove(id);
            } else {
                known.insert(id.clone());
            }
        }
    }

    /// A node that is new among them hears everybody who can be heard.
    pub(super) fn join_gossip(&mut self, ground: &Ground<'_>, node: &str) {
        let peers: Vec<_> = self.nodes.keys().filter(|peer| *peer != node).cloned().collect();
        for peer in peers {
            if self.reaches(ground, node, &peer, Reach::Slow) {
                for (one, other) in [(node, peer.as_str()), (peer.as_str(), node)] {
                    self.gossip.hears.entry(one.to_owned()).or_default().insert(other.to_owned());
                    self.compare(one, other);
                }
            }
        }
        self.gossip.knows.entry(node.to_owned()).or_default();
    }

    pub(super) fn leave_gossip(&mut self, node: &str) {
        self.gossip.hears.remove(node);
        self.gossip.knows.remove(node);
        let gone: Vec<_> =
            self.gossip.told.iter().filter(|(_, told)| told.node == node).map(|(id, _)| id.clone()).collect();
        for id in &gone {
            self.gossip.told.remove(id);
        }
        for heard in self.gossip.hears.values_mut() {
            heard.remove(node);
        }
        for known in self.gossip.knows.values_mut() {
            known.retain(|id| !gone.contains(id));
        }
    }

    /// A node tells the others of an endpoint that came.
    pub(super) fn tell(&mut self, ground: &Ground<'_>, id: &str, told: Told) {
        let node = told.node.clone();
        self.gossip.told.insert(id.to_owned(), told);
        self.gossip.knows.entry(node.clone()).or_default().insert(id.to_owned());
        self.spread_word(ground, &node, id);
    }

    /// A node tells the others of an endpoint that went.
    pub(super) fn untell(&mut self, ground: &Ground<'_>, id: &str) {
        let Some(told) = self.gossip.told.get_mut(id).filter(|told| !told.gone) else { return };
        told.gone = true;
        let node = told.node.clone();
        if let Some(known) = self.gossip.knows.get_mut(&node) {
            known.remove(id);
        }
        self.spread_word(ground, &node, id);
        self.forget_told(id);
    }

    fn spread_word(&mut self, ground: &Ground<'_>, node: &str, id: &str) {
        let peers: Vec<_> = self.nodes.keys().filter(|peer| *peer != node).cloned().collect();
        for peer in peers {
            if self.reaches(ground, node, &peer, Reach::Quick) {
                self.agenda.enter(self.now, pace::GOSSIP, Due::Tell { node: peer, endpoint: id.to_owned() });
            } else if self.reaches(ground, node, &peer, Reach::Slow) {
                let after = self.until_compared(&peer);
                self.agenda.enter(self.now, after, Due::Tell { node: peer, endpoint: id.to_owned() });
            }
        }
    }

    /// How long until a node compares everything, which it does every so often since it joined.
    fn until_compared(&self, node: &str) -> Duration {
        let Some(node) = self.nodes.get(node) else { return pace::BULK_SYNC };
        let since = self.now.since(node.created).as_nanos();
        let period = pace::BULK_SYNC.as_nanos();
        Duration::from_nanos(u64::try_from(period - since % period).unwrap_or_default())
    }

    /// A node hears that an endpoint came or went.
    pub(super) fn hear(&mut self, ground: &Ground<'_>, node: &str, id: &str) {
        let Some(told) = self.gossip.told.get(id) else { return };
        let (gone, owner) = (told.gone, told.node.clone());
        let alive = self.nodes.get(node).is_some_and(|node| ground.alive(node.host));
        let hears = self.gossip.hears.get(node).is_some_and(|heard| heard.contains(&owner));
        if !alive || !hears {
            return;
        }
        let known = self.gossip.knows.entry(node.to_owned()).or_default();
        if gone {
            known.remove(id);
            self.forget_told(id);
        } else {
            known.insert(id.to_owned());
        }
    }

    /// What is gone and nobody knows of any more is forgotten.
    fn forget_told(&mut self, id: &str) {
        let known = self.gossip.knows.values().any(|known| known.contains(id));
        if !known && self.gossip.told.get(id).is_some_and(|told| told.gone) {
            self.gossip.told.remove(id);
        }
    }
}
