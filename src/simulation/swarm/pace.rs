//! How long things take in a swarm.
//!
//! Measured on three nodes with 20.10.24 engines, most of them once; where a protocol leaves a window, the figure is
//! one of that window and not a promise of the protocol.

use std::time::Duration;

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// From a task's creation until the scheduler has placed it.
pub(super) const ASSIGN: Duration = millis(70);
/// From there until its node prepares it.
pub(super) const PREPARE: Duration = millis(140);
/// From preparing until starting, where the node has the task's networks already.
pub(super) const START: Duration = millis(20);
/// The same where the node has to make one of them.
pub(super) const START_IN_NEW_NETWORK: Duration = millis(600);
/// From starting until running, where the node had the networks.
pub(super) const RUN: Duration = millis(400);
/// The same where it made one.
pub(super) const RUN_IN_NEW_NETWORK: Duration = millis(600);
/// From preparing until a node says that it has no such image.
pub(super) const REJECT: Duration = millis(600);
/// From preparing until a task that may not start yet is ready.
pub(super) const READY: Duration = millis(100);
/// From the word that it may start until it starts.
pub(super) const RELEASE: Duration = millis(200);

/// From the word to end until a task's node no longer answers its name.
pub(super) const WITHDRAW: Duration = millis(700);
/// From there until the program is asked to end: time for the others to hear of it (swarmkit's executor: two seconds).
pub(super) const CONVERGE: Duration = millis(2000);
/// From the signal until a program that heeds it is gone and the manager knows.
pub(super) const END: Duration = millis(300);
/// From the end of a container until its task has failed.
pub(super) const NOTICE: Duration = millis(120);

/// From a change on one node until the others know: gossip.
pub(super) const GOSSIP: Duration = millis(400);
/// Until the nodes drop one they no longer hear.
pub(super) const SUSPECT: Duration = millis(5700);
/// Until the next one is dropped by a node that loses several.
pub(super) const SUSPECT_NEXT: Duration = millis(3000);
/// How often nodes compare everything, over TCP.
pub(super) const BULK_SYNC: Duration = millis(30_000);
/// The window in which nodes that hear each other again compare everything: from, and how much longer at most.
pub(super) const REJOIN: (Duration, Duration) = (millis(600), millis(4400));

/// From the last word of a worker that was cut off until the manager calls it down. Heartbeats come every five seconds
/// and three may be missed, so it is between ten and sixteen and a half.
pub(super) const DOWN_CUT: Duration = millis(13_700);
/// The same for a node that lost its power.
pub(super) const DOWN_OFF: Duration = millis(14_600);
/// The same for one whose engine stands still.
pub(super) const DOWN_FROZEN: Duration = millis(13_100);
/// Until a node that is heard again is ready.
pub(super) const READY_AGAIN: Duration = millis(900);
/// Until one whose engine started again is.
pub(super) const READY_AFTER_BOOT: Duration = millis(1400);
/// Until a manager that was alone leads again after its engine started.
pub(super) const LEAD_AFTER_BOOT: Duration = millis(3200);
/// Until managers that lost their leader have another.
pub(super) const ELECTION: Duration = millis(12_000);
/// How long a manager that led goes on answering what it knows. It still did after twelve seconds; how long it would
/// have is not known.
pub(super) const STALE_LEAD: Duration = millis(20_000);

/// How long an engine waits for its managers, or for a place in a network.
pub(super) const DEADLINE: Duration = millis(20_000);
/// How long it waits for a manager that refuses connections, when it joins.
pub(super) const JOIN_REFUSED: Duration = millis(10_000);
/// How long a join or an initialisation takes.
pub(super) const JOIN: Duration = millis(600);
/// How long an engine looks for a driver nobody has.
pub(super) const PLUGIN: Duration = millis(15_000);
/// From a failed task until the next may start, unless its service says otherwise.
pub(super) const RESTART_DELAY: Duration = millis(5000);
/// How long an updated task is watched, unless its service says otherwise.
pub(super) const MONITOR: Duration = millis(5000);
/// How long a program that ends when asked may take, unless its service says otherwise.
pub(super) const GRACE: Duration = millis(10_000);
