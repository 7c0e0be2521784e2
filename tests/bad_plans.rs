//! Wishes nobody can fulfil: what is in the way is said in a variant of its own.

use docknet::host::{EngineVersion, Host, HostError};
use docknet::lease::{LeaseError, Leases};
use docknet::model::{IpamPool, Subnet};
use docknet::plan::{AllocationError, PlanError, SubnetPlanner};
use docknet::workload::{Member, PlaceError, Workload};

fn subnet(text: &str) -> Subnet {
    text.parse().expect("a subnet")
}

#[test]
fn plans_that_cannot_be_made() {
    let plan = |planner: SubnetPlanner| planner.plan().unwrap_err();
    let small = plan(SubnetPlanner::new(subnet("10.0.0.0/16")).length(29).endpoints(6));
    assert!(matches!(small, PlanError::TooSmall { holds: 5, asked: 6, .. }));
    assert_eq!(
        small.to_string(),
        "10.0.0.0/29 holds 5 endpoints beside its gateway, 6 are asked for: take a shorter prefix"
    );

    let many =
        plan(SubnetPlanner::new(subnet("10.0.0.0/16")).pool(subnet("10.9.0.0/24")).endpoints(10_000_000));
    assert!(matches!(many, PlanError::TooMany { asked: 10_000_000, .. }));
    assert_eq!(
        many.to_string(),
        "10000000 endpoints are asked for, and the largest pool, 10.0.0.0/16, is too small for them"
    );

    let overlap = plan(
        SubnetPlanner::new(subnet("10.1.0.0/16")).pool(subnet("10.2.0.0/16")).pool(subnet("10.0.0.0/8")),
    );
    assert_eq!(
        overlap,
        PlanError::PoolsOverlap { first: subnet("10.1.0.0/16"), second: subnet("10.0.0.0/8") }
    );
    assert_eq!(overlap.to_string(), "the pools 10.1.0.0/16 and 10.0.0.0/8 overlap: name each address once");

    let covered = plan(SubnetPlanner::new(subnet("10.10.0.0/16")).avoid(subnet("0.0.0.0/0"), "everything"));
    assert!(matches!(&covered, PlanError::NoRoom { length: 20, rejected } if rejected.len() == 1));
    assert_eq!(
        covered.to_string(),
        "no /20 is free; in the way:\n  10.10.0.0/20 to 10.10.240.0/20: 0.0.0.0/0 (everything)"
    );

    let wanted =
        plan(SubnetPlanner::exactly(subnet("10.10.0.0/20")).avoid(subnet("10.10.1.0/24"), "printers"));
    assert!(matches!(wanted, PlanError::Wanted { .. }));
    assert_eq!(
        wanted.to_string(),
        "10.10.0.0/20 cannot be taken; name another prefix. In the way:\n  10.10.1.0/24 (printers)"
    );

    let long = plan(SubnetPlanner::new(subnet("10.0.0.0/8")).length(33));
    assert!(matches!(long, PlanError::Length { length: 33, .. }));
    assert_eq!(long.to_string(), "no pool can be cut into /33: the pools are 10.0.0.0/8");
    assert!(matches!(
        plan(SubnetPlanner::new(subnet("fd00::/64")).length(48)),
        PlanError::Length { length: 48, .. }
    ));
    assert!(matches!(plan(SubnetPlanner::new(subnet("fd00::/64")).length(255)), PlanError::Length { .. }));
}

#[test]
fn the_smallest_blocks_hold_what_they_hold() {
    for (pool, holds) in [
        ("10.0.0.0/31", 1_u128),
        ("10.0.0.0/32", 0),
        ("fd00::/127", 1),
        ("fd00::/128", 0),
        ("10.0.0.0/30", 1),
    ] {
        let plan = |endpoints| SubnetPlanner::new(subnet(pool)).endpoints(endpoints).plan();
        assert_eq!(plan(holds).unwrap().prefix(), subnet(pool));
        assert!(matches!(plan(holds + 1), Err(PlanError::TooMany { .. })), "{pool}");
        let exactly = SubnetPlanner::exactly(subnet(pool)).endpoints(holds + 1).plan();
        assert!(matches!(exactly, Err(PlanError::TooSmall { .. })), "{pool}");
    }
}

#[test]
fn places_that_cannot_be_given() {
    let pool = IpamPool::new(subnet("10.10.0.0/24")).with_gateway("10.10.0.1".parse().unwrap()).unwrap();
    let fresh = || Leases::new(pool.clone()).reserve("10.10.0.200-10.10.0.220".parse().unwrap(), "printers");
    let web = || Workload::new("web").role("front", 2).role("back", 1);
    let ask = |role: &str, number, address: &str, workload: Workload| {
        let mut leases = fresh();
        let error = workload
            .asking(Member::new(role, number), address.parse().unwrap())
            .place(&mut leases)
            .unwrap_err();
        assert_eq!(leases.iter().count(), 0);
        error
    };
    let why = |error: &PlaceError| {
        let PlaceError::Asked { source, .. } = error else { panic!("{error}") };
        let LeaseError::Allocation(why) = &**source else { panic!("{error}") };
        why.clone()
    };
    for (address, message) in [
        ("10.11.0.9", "front-2 asks for 10.11.0.9: 10.11.0.9 is not in 10.10.0.0/24"),
        ("fd00::9", "front-2 asks for fd00::9: fd00::9 is not in 10.10.0.0/24"),
        ("10.10.0.1", "front-2 asks for 10.10.0.1: 10.10.0.1 is the gateway of 10.10.0.0/24"),
        ("10.10.0.0", "front-2 asks for 10.10.0.0: 10.10.0.0 is the network address of 10.10.0.0/24"),
        ("10.10.0.255", "front-2 asks for 10.10.0.255: 10.10.0.255 is the broadcast address of 10.10.0.0/24"),
    ] {
        let error = ask("front", 2, address, web());
        assert!(matches!(why(&error), AllocationError::Address(_)), "{error:?}");
        assert_eq!(error.to_string(), message);
    }
    let printer = ask("front", 2, "10.10.0.210", web());
    assert!(matches!(why(&printer), AllocationError::Reserved { .. }));
    assert_eq!(printer.to_string(), "front-2 asks for 10.10.0.210: 10.10.0.210 is reserved: printers");

    let twice =
        ask("front", 2, "10.10.0.9", web().asking(Member::new("back", 1), "10.10.0.9".parse().unwrap()));
    assert!(matches!(why(&twice), AllocationError::Held { .. }));
    assert_eq!(twice.to_string(), "front-2 asks for 10.10.0.9: 10.10.0.9 is held by web/back-1");

    for (role, number) in [("front", 3), ("front", 0), ("side", 1)] {
        let nobody = ask(role, number, "10.10.0.9", web());
        assert!(matches!(nobody, PlaceError::NoSuchMember { .. }), "{nobody}");
        assert_eq!(
            nobody.to_string(),
            format!("10.10.0.9 is asked for {role}-{number}, which the workload does not have")
        );
    }

    let mut leases = fresh();
    let crowd = Workload::new("crowd").role("front", 10_000_000).place(&mut leases).unwrap_err();
    assert_eq!(crowd, PlaceError::TooMany { members: 10_000_000, pool: subnet("10.10.0.0/24"), free: 232 });
    assert_eq!(
        crowd.to_string(),
        "10000000 members need addresses, and 10.10.0.0/24 has 232 left: take a shorter prefix or fewer members"
    );

    web().place(&mut leases).unwrap();
    let moved =
        web().asking(Member::new("front", 1), "10.10.0.9".parse().unwrap()).place(&mut leases).unwrap_err();
    assert_eq!(
        moved.to_string(),
        "front-1 asks for 10.10.0.9: web/front-1 holds 10.10.0.138/24 already; release it before asking for 10.10.0.9"
    );
}

#[test]
fn hosts_and_engines_that_are_none() {
    let host = |text: &str| text.parse::<Host>().unwrap_err();
    for text in ["plan9", "", "windows"] {
        let error = host(text);
        assert!(matches!(error, HostError::Unknown { .. }));
        let message = error.to_string();
        assert!(
            message.starts_with(&format!("{text:?} names no host: write linux, linux-5.15")),
            "{message}"
        );
    }
    assert!(matches!(host("windows-server-2031"), HostError::Windows(_)));
    assert_eq!(
        host("windows-server-2031").to_string(),
        "\"server-2031\" is no Windows release or build: write server-2022, 10.0.20348, 20348 or 19041.450"
    );
    assert!(matches!(host("linux-five"), HostError::Kernel(_)));
    assert!(host("linux-five").to_string().contains("\"five\""));
    for text in ["", "28", "x.1", "28.1.2.3", "28.x", "28.2.2beta", "99999999999.1", "-1.2", "28..2"] {
        let error = text.parse::<EngineVersion>().unwrap_err();
        assert_eq!(error.to_string(), format!("{text:?} is no version, such as 28.2.2"));
    }
}
