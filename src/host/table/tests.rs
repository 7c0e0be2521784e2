//! What holds for the table as a whole.

use std::collections::BTreeSet;

use super::cell::{Bounds, Condition, Hosts};
use super::*;

#[test]
fn every_capability_has_one_row_and_every_line_a_source() {
    let rows: Vec<_> = rows().map(|row| row.capability).collect();
    let unique: BTreeSet<_> = rows.iter().collect();
    assert_eq!(unique.len(), rows.len(), "a capability has two rows");
    assert_eq!(unique.len(), Capability::ALL.len(), "a capability has no row");
    for capability in Capability::ALL {
        for cell in cells(*capability) {
            let stated = !cell.sources.is_empty() || cell.support == Support::Unknown;
            assert!(stated, "{capability}: {} says so without a source", cell.extent());
            assert!(!cell.reason.is_empty() && cell.remedy != Some(""), "{capability}");
            assert_ne!(cell.disagreements.len(), 1, "{capability}: it takes two to disagree");
            let positions: BTreeSet<_> = cell.disagreements.iter().map(|side| side.support).collect();
            assert_ne!(positions.len(), 1, "{capability}: both sides say the same");
        }
    }
}

fn narrower(inner: Bounds, outer: Bounds) -> bool {
    let ends = match (inner.until, outer.until) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner <= outer,
    };
    outer.from <= inner.from && ends
}

fn covers(earlier: Hosts, later: Hosts) -> bool {
    match (earlier, later) {
        (Hosts::Any, _) | (Hosts::Linux, Hosts::Linux | Hosts::Kernel(_)) => true,
        (Hosts::Kernel(outer), Hosts::Kernel(inner)) | (Hosts::Hns(outer), Hosts::Hns(inner)) => {
            narrower(inner, outer)
        }
        (Hosts::Windows { from, until }, Hosts::Windows { from: first, until: end }) => {
            from <= first && (until.is_none() || end.is_some() && end <= until)
        }
        _ => false,
    }
}

fn implies(later: Condition, earlier: Condition) -> bool {
    match (later, earlier) {
        (Condition::Engine(inner), Condition::Engine(outer))
        | (Condition::Api(inner), Condition::Api(outer)) => narrower(inner, outer),
        _ => later == earlier,
    }
}

#[test]
fn no_range_is_empty_and_no_line_is_hidden_by_an_earlier_one() {
    let filled = |bounds: Bounds| bounds.until.is_none_or(|until| bounds.from < until);
    for row in rows() {
        for (index, cell) in row.cells.iter().enumerate() {
            let fine = match cell.hosts {
                Hosts::Windows { from, until } => until.is_none_or(|until| from < until),
                Hosts::Hns(bounds) | Hosts::Kernel(bounds) => filled(bounds),
                Hosts::Any | Hosts::Linux => true,
            };
            assert!(fine, "{}: {} is empty", row.capability, cell.extent());
            for condition in cell.conditions {
                if let Condition::Api(bounds) | Condition::Engine(bounds) = condition {
                    assert!(filled(*bounds), "{}: {} is empty", row.capability, cell.extent());
                }
            }
            for earlier in &row.cells[..index] {
                let conditions_hold = earlier
                    .conditions
                    .iter()
                    .all(|asked| cell.conditions.iter().any(|given| implies(*given, *asked)));
                assert!(
                    !(covers(earlier.hosts, cell.hosts) && conditions_hold),
                    "{}: {} is hidden by {}",
                    row.capability,
                    cell.extent(),
                    earlier.extent()
                );
            }
        }
    }
}

#[test]
fn what_nobody_wrote_down_is_unknown() {
    let recreates = Capability::EngineRecreatesNatNetworks;
    let host = Host::windows(WindowsBuild::SERVER_2022);
    let verdict = host.can(recreates);
    assert_eq!(verdict.support, Support::Unknown);
    assert!(verdict.reason.starts_with("the engine's version decides"), "{verdict}");
    let host = host.with_engine("28.2.2".parse().unwrap());
    assert_eq!(host.can(recreates).support, Support::Supported);
    assert_eq!(Host::linux().can(recreates).support, Support::Unknown);
    assert_eq!(
        Host::windows(WindowsBuild::new(10240)).can(Capability::RoutingMesh).support,
        Support::Unknown
    );
}

#[test]
fn what_lies_beyond_the_sources_is_marked() {
    let mesh = |text: &str| text.parse::<Host>().unwrap().can(Capability::RoutingMesh);
    for (host, extrapolated) in [
        ("windows-server-2025@29.7.2", false),
        ("windows-26101", true),
        ("windows-server-2025@29.8.0", true),
        ("linux-6.18@28.2", false),
        ("linux-7.0@28.2", true),
        ("linux@1.11.0", true),
        ("linux@99.9", true),
        ("windows-server-2019@23.0", false),
    ] {
        let verdict = mesh(host);
        assert_eq!((verdict.support, verdict.extrapolated), (Support::Supported, extrapolated), "{host}");
    }
    assert!(mesh("windows-server-2016@28.2").extrapolated, "that engine does not start there");
    let unknown = mesh("windows-10240");
    assert!(!unknown.extrapolated && unknown.extent.is_none());
}
