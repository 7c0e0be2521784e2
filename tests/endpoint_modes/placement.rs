//! Nodes that may run a task.

use docknet::check::Rule;
use docknet::check::Severity;
use docknet::check::service::{self, ImagePlatform, Part, SwarmHosts, SwarmNode};
use docknet::host::Host;
use docknet::model::Replicas;

use crate::{check, command, draft, fires, silent};

const MIXED: [&str; 3] = ["linux", "windows-server-2022", "windows-server-2022"];

#[test]
fn both_platforms_need_a_constraint_unless_the_image_is_known() {
    let mut web = draft(&[]);
    let report = check(&web, &MIXED);
    let finding = fires(&report, Rule::MixedPlatforms);
    assert_eq!(command(finding), "--constraint node.platform.os==windows");
    silent(&check(&web, &["linux", "linux"]), Rule::MixedPlatforms);
    web.image_platform = Some(ImagePlatform::Windows);
    assert!(check(&web, &MIXED).findings().is_empty());
    web.image_platform = None;
    web.constraints.push("node.platform.os==windows".to_owned());
    assert!(check(&web, &MIXED).findings().is_empty());
}

#[test]
fn only_nodes_that_run_the_image_count() {
    let mut web = draft(&["host 80:80"]);
    web.image_platform = Some(ImagePlatform::Windows);
    web.replicas = Replicas::Count(2);
    silent(&check(&web, &MIXED), Rule::HostPortWithReplicas);
    web.replicas = Replicas::Count(3);
    let report = check(&web, &MIXED);
    let finding = fires(&report, Rule::HostPortWithReplicas);
    assert_eq!(finding.nodes, ["node2", "node3"]);
    assert!(finding.reason.ends_with("(host-mode port already in use on 2 nodes)"));
}

#[test]
fn an_image_for_nobody_stays_pending() {
    let mut web = draft(&[]);
    web.image_platform = Some(ImagePlatform::Windows);
    let report = check(&web, &["linux", "linux"]);
    let finding = fires(&report, Rule::NoEligibleNode);
    assert!(finding.reason.ends_with("no suitable node (unsupported platform on 2 nodes)"));
    silent(&check(&web, &MIXED), Rule::NoEligibleNode);
    web.image_platform = None;
    for (constraint, some) in [
        ("node.role==worker", true),
        ("node.role != worker", true),
        ("node.hostname==node3", true),
        ("node.hostname==node4", false),
        ("node.platform.os==plan9", false),
        ("node.labels.disk==fast", true),
    ] {
        web.constraints = vec![constraint.to_owned()];
        let none = check(&web, &MIXED).of(Rule::NoEligibleNode).next().is_none();
        assert_eq!(none, some, "{constraint}");
    }
}

#[test]
fn constraints_compare() {
    let mut web = draft(&[]);
    web.constraints = vec!["node.platform.os=windows".to_owned()];
    fires(&check(&web, &["linux"]), Rule::BadConstraint);
    web.constraints = vec!["node.platform.os!=windows".to_owned()];
    silent(&check(&web, &["linux"]), Rule::BadConstraint);
}

#[test]
fn somebody_has_to_be_manager() {
    let swarm =
        |role: fn(&'static str, Host) -> SwarmNode| SwarmHosts::new().node(role("vm1", Host::linux()));
    let report = service::check(&draft(&[]), &swarm(SwarmNode::worker));
    let finding = fires(&report, Rule::NoManager);
    assert_eq!((finding.severity, command(finding)), (Severity::Error, "docker node promote vm1"));
    silent(&service::check(&draft(&[]), &swarm(SwarmNode::manager)), Rule::NoManager);
}

#[test]
fn a_limit_a_node_leaves_tasks_over() {
    let mut web = draft(&[]);
    web.max_per_node = Some(2);
    web.replicas = Replicas::Count(5);
    let report = check(&web, &["linux", "linux"]);
    let finding = fires(&report, Rule::MaxReplicasPerNode);
    assert_eq!((&finding.about, command(finding)), (&Part::Replicas, "--replicas 4"));
    for (limit, tasks) in [(Some(2), 4), (Some(0), 5), (None, 5)] {
        web.max_per_node = limit;
        web.replicas = Replicas::Count(tasks);
        silent(&check(&web, &["linux", "linux"]), Rule::MaxReplicasPerNode);
    }
}

#[test]
fn an_update_that_starts_first_needs_a_node_to_spare() {
    let mut web = draft(&["host 80:80"]);
    web.start_first = true;
    web.replicas = Replicas::Count(2);
    let report = check(&web, &["linux", "linux"]);
    let finding = fires(&report, Rule::HostPortWithReplicas);
    assert_eq!((finding.severity, command(finding)), (Severity::Warning, "--update-order stop-first"));
    silent(&check(&web, &["linux", "linux", "linux"]), Rule::HostPortWithReplicas);
    web.start_first = false;
    silent(&check(&web, &["linux", "linux"]), Rule::HostPortWithReplicas);
}
