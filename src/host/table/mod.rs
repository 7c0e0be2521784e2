//! The capability table: one row a capability, one line a range of hosts, every line with its evidence.
//!
//! Ranges are half open: `windows 14393 until 15063` is build 14393 up to, not including, 15063. The first line
//! that fits a host is its answer; a host no line fits gets [`Support::Unknown`]. A line may name an engine, an
//! API version, an isolation; it does not fit a host of which that is not known.

#[macro_use]
mod rows;

mod addresses;
mod api;
mod cell;
mod containers;
mod daemon_json;
mod drivers;
mod hcn;
mod ipv6;
mod names;
mod nat;
mod ports;
mod sources;
mod swarm;

use cell::{Cell, Fit, Row};

pub use self::cell::Extent;
use super::{Capability, Evidence, Host, Platform, Support, TableCount, Verdict, WindowsBuild};

/// The table, by subject.
const SUBJECTS: &[&[Row]] = &[
    drivers::ROWS,
    swarm::ROWS,
    nat::ROWS,
    ports::ROWS,
    addresses::ROWS,
    names::ROWS,
    ipv6::ROWS,
    containers::ROWS,
    daemon_json::ROWS,
    hcn::FEATURES,
    hcn::DISPUTED,
    api::ROWS,
];

/// The newest of everything a source that was read speaks of.
const NEWEST_BUILD: u32 = 26100;
const NEWEST_ENGINE: (u32, u32) = (29, 7);
const OLDEST_ENGINE: (u32, u32) = (1, 12);
const NEWEST_KERNEL: (u32, u32) = (6, 18);

fn rows() -> impl Iterator<Item = &'static Row> {
    SUBJECTS.iter().flat_map(|rows| rows.iter())
}

fn cells(capability: Capability) -> &'static [Cell] {
    rows().find(|row| row.capability == capability).map_or(&[], |row| row.cells)
}

/// The answer for a host: its first fitting line.
pub(super) fn look_up(host: &Host, capability: Capability) -> Verdict {
    let mut reason = match host.platform {
        Platform::Linux(_) if cells(capability).iter().all(Cell::is_about_windows) => {
            "it is about Windows, and no source speaks of Linux"
        }
        Platform::Linux(_) | Platform::Windows(_) => "no source that was read says so for this host",
    };
    for cell in cells(capability) {
        match cell.fit(host) {
            Fit::Yes => return verdict(host, capability, cell),
            Fit::Open(what) => reason = what,
            Fit::No => {}
        }
    }
    Verdict {
        capability,
        support: Support::Unknown,
        reason,
        remedy: None,
        sources: &[],
        disagreements: &[],
        extent: None,
        extrapolated: false,
    }
}

fn verdict(host: &Host, capability: Capability, cell: &Cell) -> Verdict {
    let &Cell { support, reason, remedy, sources, disagreements, .. } = cell;
    let extrapolated = support != Support::Unknown && beyond_the_sources(host);
    let extent = Some(cell.extent());
    Verdict { capability, support, reason, remedy, sources, disagreements, extent, extrapolated }
}

/// Whether the host is older or newer than everything the sources speak of, or has an engine that refuses its build.
fn beyond_the_sources(host: &Host) -> bool {
    let platform = match host.platform {
        Platform::Windows(build) => build.number() > NEWEST_BUILD || refuses(host, build),
        Platform::Linux(Some(kernel)) => (kernel.major, kernel.minor) > NEWEST_KERNEL,
        Platform::Linux(None) => false,
    };
    let engine = host.engine.as_ref().is_some_and(|engine| {
        let version = (engine.major(), engine.minor());
        version < OLDEST_ENGINE || version > NEWEST_ENGINE
    });
    platform || engine
}

/// Engines from 23.0 on start on build 17763 and later only (moby 1b3fef5333): no source says what they do before.
fn refuses(host: &Host, build: WindowsBuild) -> bool {
    build < WindowsBuild::SERVER_2019 && host.engine.as_ref().is_some_and(|engine| engine.major() >= 23)
}

/// How many rows and lines there are, and how well they are founded.
pub(super) fn count() -> TableCount {
    let mut count = TableCount::default();
    for row in rows() {
        count.capabilities += 1;
        for cell in row.cells {
            count.lines += 1;
            count.disputed += usize::from(!cell.disagreements.is_empty());
            match (cell.support, cell.best_evidence()) {
                (Support::Unknown, _) | (_, None) => count.unknown += 1,
                (_, Some(Evidence::Documented)) => count.documented += 1,
                (_, Some(Evidence::ReadInCode)) => count.read_in_code += 1,
                (_, Some(Evidence::Reported)) => count.reported += 1,
            }
        }
    }
    count
}

#[cfg(test)]
mod tests;
