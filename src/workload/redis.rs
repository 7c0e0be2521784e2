//! Redis HA: one master, replicas and sentinels, with the configuration lines each needs.

use std::fmt;
use std::net::IpAddr;

use serde::Serialize;

use super::{Member, PlaceError, Placement, Workload};
use crate::lease::Leases;
use crate::model::{EndpointAddress, Port};

/// One Redis master, its replicas, and the sentinels that watch them.
///
/// ```
/// use docknet::lease::Leases;
/// use docknet::model::IpamPool;
/// use docknet::workload::{Member, RedisHa, RedisWording};
///
/// let mut leases = Leases::new(IpamPool::new("10.10.0.0/20".parse()?).with_gateway("10.10.0.1".parse()?)?);
/// let redis = RedisHa::new().master("10.10.10.10".parse()?).replicas(2).sentinels(3);
/// let placed = redis.place(&mut leases)?;
/// let lines = placed.configuration(&Member::new("replica", 1), RedisWording::Current);
/// assert!(lines.contains(&"replicaof 10.10.10.10 6379".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedisHa {
    workload: Workload,
    sentinels: u32,
    group: String,
    quorum: Option<u32>,
    port: Port,
    sentinel_port: Port,
}

/// Why a Redis HA group cannot be placed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RedisError {
    /// A group name Redis cannot read.
    #[error("{group:?} is no name for a sentinel group: letters, digits and . - _")]
    Group {
        /// The name.
        group: String,
    },
    /// A member cannot be placed.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A quorum the sentinels cannot reach.
    #[error("a quorum of {quorum} cannot be reached with {sentinels} sentinels: 1 to {sentinels}")]
    Quorum {
        /// The quorum asked for.
        quorum: u32,
        /// How many sentinels there are.
        sentinels: u32,
    },
}

/// Which words a Redis understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub enum RedisWording {
    /// Releases before 5.0: `slaveof`, `slave-announce-ip`.
    Before5,
    /// Release 5.0 and later: `replicaof`, `replica-announce-ip`.
    Current,
}

/// Where Redis listens if nothing else is said.
const PORT: Port = Port::literal(6379);
/// Where Redis Sentinel listens if nothing else is said.
const SENTINEL_PORT: Port = Port::literal(26379);

const MASTER: &str = "master";
const REPLICA: &str = "replica";
const SENTINEL: &str = "sentinel";

impl Default for RedisHa {
    fn default() -> Self {
        Self::new()
    }
}

impl RedisHa {
    /// A master alone, on Redis' own ports, in the group `mymaster`.
    #[must_use]
    pub fn new() -> Self {
        let workload = Workload::new("redis/mymaster").role(MASTER, 1).role(REPLICA, 0).role(SENTINEL, 0);
        Self {
            workload,
            sentinels: 0,
            group: "mymaster".into(),
            quorum: None,
            port: PORT,
            sentinel_port: SENTINEL_PORT,
        }
    }

    /// The master's address.
    #[must_use]
    pub fn master(self, address: IpAddr) -> Self {
        self.asking(Member::new(MASTER, 1), address)
    }

    /// How many replicas.
    #[must_use]
    pub fn replicas(self, replicas: u32) -> Self {
        Self { workload: self.workload.role(REPLICA, replicas), ..self }
    }

    /// How many sentinels.
    #[must_use]
    pub fn sentinels(self, sentinels: u32) -> Self {
        Self { workload: self.workload.role(SENTINEL, sentinels), sentinels, ..self }
    }

    /// Asks for an address for one member.
    #[must_use]
    pub fn asking(self, member: Member, address: IpAddr) -> Self {
        Self { workload: self.workload.asking(member, address), ..self }
    }

    /// How many sentinels must agree that the master is down; more than half of them if nothing is said.
    #[must_use]
    pub fn quorum(self, quorum: u32) -> Self {
        Self { quorum: Some(quorum), ..self }
    }

    /// The name the sentinels give the group. It also tells the group's leases from those of other groups.
    #[must_use]
    pub fn group(self, group: impl Into<String>) -> Self {
        let group = group.into();
        Self { workload: self.workload.named(format!("redis/{group}")), group, ..self }
    }

    /// The members.
    #[must_use]
    pub fn workload(&self) -> &Workload {
        &self.workload
    }

    /// Gives every member its address.
    ///
    /// # Errors
    /// [`RedisError`]; the leases are then as before.
    pub fn place(&self, leases: &mut Leases) -> Result<RedisPlacement, RedisError> {
        let sentinels = self.sentinels;
        let quorum = self.quorum.unwrap_or(sentinels / 2 + 1);
        if sentinels > 0 && !(1..=sentinels).contains(&quorum) {
            return Err(RedisError::Quorum { quorum, sentinels });
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if self.group.is_empty() || !self.group.chars().all(plain) {
            return Err(RedisError::Group { group: self.group.clone() });
        }
        let placement = self.workload.place(leases)?;
        let (group, port, sentinel_port) = (self.group.clone(), self.port, self.sentinel_port);
        Ok(RedisPlacement { placement, group, quorum, port, sentinel_port })
    }
}

/// A Redis HA group whose members have addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedisPlacement {
    placement: Placement,
    group: String,
    quorum: u32,
    port: Port,
    sentinel_port: Port,
}

impl RedisPlacement {
    /// The members with their addresses.
    #[must_use]
    pub fn placement(&self) -> &Placement {
        &self.placement
    }

    /// The lines a member's configuration file needs so that it is found at its address, also from behind a NAT, and
    /// also after a failover: every data node announces itself, because every one may become a replica.
    ///
    /// Empty for a member the group does not have.
    #[must_use]
    pub fn configuration(&self, member: &Member, wording: RedisWording) -> Vec<String> {
        let Some(own) = self.placement.address(member).map(|address| address.address()) else {
            return Vec::new();
        };
        let (of, announce) = match wording {
            RedisWording::Current => ("replicaof", "replica-announce"),
            RedisWording::Before5 => ("slaveof", "slave-announce"),
        };
        let Self { group, quorum, port, sentinel_port, .. } = self;
        let master = self.placement.address(&Member::new(MASTER, 1)).map(|master| master.address());
        let mut lines = vec![format!("bind {own}")];
        if member.role == SENTINEL {
            lines.push(format!("port {sentinel_port}"));
            lines.push(format!("sentinel announce-ip {own}"));
            lines.push(format!("sentinel announce-port {sentinel_port}"));
            lines.extend(master.map(|master| format!("sentinel monitor {group} {master} {port} {quorum}")));
            return lines;
        }
        lines.push(format!("port {port}"));
        lines.push(format!("{announce}-ip {own}"));
        lines.push(format!("{announce}-port {port}"));
        if member.role == REPLICA {
            lines.extend(master.map(|master| format!("{of} {master} {port}")));
        }
        lines
    }

    /// Every member with its address, in order.
    pub fn members(&self) -> impl Iterator<Item = (&Member, EndpointAddress)> {
        self.placement.members()
    }
}

impl fmt::Display for RedisPlacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (member, address) in self.members() {
            writeln!(f, "{member:<12} {}", address.address())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IpamPool;

    fn leases() -> Leases {
        Leases::new(
            IpamPool::new("10.10.0.0/20".parse().unwrap())
                .with_gateway("10.10.0.1".parse().unwrap())
                .unwrap(),
        )
    }

    fn redis() -> RedisHa {
        RedisHa::new().master("10.10.10.10".parse().unwrap()).replicas(2).sentinels(3)
    }

    #[test]
    fn every_member_has_the_lines_it_needs_in_both_wordings() {
        let placed = redis().place(&mut leases()).unwrap();
        let lines =
            |role, number, wording| placed.configuration(&Member::new(role, number), wording).join("\n");
        assert_eq!(
            lines("master", 1, RedisWording::Current),
            "bind 10.10.10.10\nport 6379\nreplica-announce-ip 10.10.10.10\nreplica-announce-port 6379"
        );
        assert_eq!(
            lines("replica", 1, RedisWording::Current),
            "bind 10.10.10.20\nport 6379\nreplica-announce-ip 10.10.10.20\nreplica-announce-port 6379\n\
             replicaof 10.10.10.10 6379"
        );
        assert_eq!(
            lines("replica", 2, RedisWording::Before5),
            "bind 10.10.10.21\nport 6379\nslave-announce-ip 10.10.10.21\nslave-announce-port 6379\n\
             slaveof 10.10.10.10 6379"
        );
        assert_eq!(
            lines("sentinel", 3, RedisWording::Current),
            "bind 10.10.10.32\nport 26379\nsentinel announce-ip 10.10.10.32\nsentinel announce-port 26379\n\
             sentinel monitor mymaster 10.10.10.10 6379 2"
        );
        assert_eq!(lines("sentinel", 4, RedisWording::Current), "");
    }

    #[test]
    fn wrong_groups_are_refused_and_leave_nothing_behind() {
        let mut leases = leases();
        assert!(matches!(
            redis().quorum(4).place(&mut leases),
            Err(RedisError::Quorum { quorum: 4, sentinels: 3 })
        ));
        assert!(matches!(redis().group("a b").place(&mut leases), Err(RedisError::Group { .. })));
        let gateway = RedisHa::new().master("10.10.0.1".parse().unwrap());
        assert!(matches!(gateway.place(&mut leases), Err(RedisError::Place(PlaceError::Asked { .. }))));
        let absent = redis().asking(Member::new("replica", 9), "10.10.10.99".parse().unwrap());
        assert!(matches!(absent.place(&mut leases), Err(RedisError::Place(PlaceError::NoSuchMember { .. }))));
        let many = redis().replicas(10_000_000);
        assert!(matches!(many.place(&mut leases), Err(RedisError::Place(PlaceError::TooMany { .. }))));
        assert_eq!(leases.iter().count(), 0);
    }

    #[test]
    fn two_groups_share_no_address() {
        let mut leases = leases();
        let first = RedisHa::new().replicas(1).place(&mut leases).unwrap();
        let second = RedisHa::new().group("other").replicas(1).place(&mut leases).unwrap();
        assert!(first.members().all(|(_, one)| second.members().all(|(_, two)| one != two)));
    }

    #[test]
    fn growing_moves_nobody() {
        let mut leases = leases();
        let small = redis().place(&mut leases).unwrap();
        let large = redis().replicas(40).sentinels(5).place(&mut leases).unwrap();
        for (member, address) in small.members() {
            assert_eq!(large.placement().address(member), Some(address), "{member}");
        }
        let anew = redis().replicas(40).sentinels(5).place(&mut self::leases()).unwrap();
        assert_eq!(anew, large, "and nobody needs the leases to know");
    }
}
