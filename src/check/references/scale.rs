//! Two numbers of containers: `scale` beside `deploy.replicas`.

use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{DeployMode, Tool};
use crate::host::{Evidence, Source};

const BOTH: &[Source] = &[
    Source::new(
        Evidence::ReadInCode,
        "docker-compose 1.29 project.py get_service_scale: Both service.scale and service.deploy.replicas are set (seen with 1.29.2)",
    ),
    Source::new(
        Evidence::ReadInCode,
        "compose-go loader/validate.go checkConsistency: can't set distinct values on 'scale' and 'deploy.replicas'",
    ),
];

/// Services that say how many containers they have twice.
pub(in crate::check) fn beside_replicas(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for project in &view.projects {
        for service in project.services() {
            let (Some(scale), Some(replicas)) = (&service.scale, &service.deploy.replicas) else { continue };
            let mode = service.deploy.mode.as_ref().map(|mode| mode.value);
            // docker-compose then goes by `scale` alone.
            let global = mode == Some(DeployMode::Global);
            let same = scale.value == replicas.value;
            if same && global {
                continue;
            }
            let (severity, reason) = if !same && global {
                (
                    Severity::Error,
                    "Compose v2 refuses the file: can't set distinct values on 'scale' and 'deploy.replicas'",
                )
            } else if !same {
                (
                    Severity::Error,
                    "Compose v2 refuses the file: can't set distinct values on 'scale' and 'deploy.replicas'; docker-compose 1.29 stops at both, whatever they are",
                )
            } else {
                let here = project.tool() == Tool::Compose1;
                let reason = "docker-compose 1.29 stops: only one of them must be set; Compose v2 takes two that are the same";
                (if here { Severity::Error } else { Severity::Note }, reason)
            };
            let message = format!(
                "{}/{} has scale {scale} and deploy.replicas {replicas}",
                project.name(),
                service.name
            );
            let finding = Finding::new(Rule::ScaleBesideReplicas, message, reason).with_severity(severity);
            let finding = finding.at([&scale.place, &replicas.place]).by(BOTH);
            findings.push(finding.instead("one of them: deploy.replicas, which both tools and swarm read"));
        }
    }
    findings
}
