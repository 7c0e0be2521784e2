//! Images that do not run on a host: built on another Windows, or for another platform.

use super::image::{Base, base};
use super::mode::isolation;
use crate::check::view::View;
use crate::check::{Finding, Rule, Severity};
use crate::compose::{Placed, Service};
use crate::host::{Capability, Evidence, Host, Isolation, Source, Support, WindowsBuild};

const COMPATIBILITY: &[Source] = &[
    Source::new(Evidence::Documented, "Windows container version compatibility page"),
    Source::new(Evidence::ReadInCode, "hcsshim osversion/platform_compat_windows.go"),
];
const MANIFESTS: &[Source] = &[
    Source::new(Evidence::Reported, "docker/for-win#1949, #4518, #4584: no matching manifest"),
    Source::new(
        Evidence::Reported,
        "moby/moby#39533, #42499: Linux containers on Windows were experimental, and are gone in 23.0",
    ),
];

/// Windows images of another build than the host's.
pub(in crate::check) fn builds(view: &View<'_>) -> Vec<Finding> {
    let Some(here) = view.host.windows_build() else { return Vec::new() };
    let mut findings = Vec::new();
    for (project, service, image) in images(view) {
        let Base::Windows(Some(there)) = base(&image.value) else { continue };
        let kept_apart = isolation(view.host, service);
        let Some((severity, reason, remedy)) = verdict(view.host, here, there, kept_apart) else { continue };
        let message = format!("{project}/{} runs {image}, an image of {there}, on {here}", service.name);
        let finding = Finding::new(Rule::ImageBuildDiffersFromHost, message, reason).by(COMPATIBILITY);
        findings.push(finding.with_severity(severity).instead(remedy).at([&image.place]));
    }
    findings
}

type Answer = (Severity, String, &'static str);

/// What becomes of an image of one build on a host of another; `None` where it runs or nobody knows.
fn verdict(
    host: &Host,
    here: WindowsBuild,
    there: WindowsBuild,
    isolation: Option<Isolation>,
) -> Option<Answer> {
    let (ours, theirs) = (here.number(), there.number());
    if theirs > ours {
        let client = (19041..=19045).contains(&ours) && (19041..=19045).contains(&theirs);
        let reason = "an image never runs on an older Windows, in no isolation: 0xc0370101".to_owned();
        return (!client).then_some((
            Severity::Error,
            reason,
            "an image of the host's build, or a newer host",
        ));
    }
    if isolation == Some(Isolation::Hyperv) {
        return None;
    }
    let process = Host { isolation: Some(Isolation::Process), ..host.clone() }
        .can(Capability::OlderImagesInProcessIsolation);
    if theirs == ours {
        let (Some(ours), Some(theirs)) = (here.revision(), there.revision()) else { return None };
        // Build 14393 alone looks at the fourth number.
        let strict = here.number() < WindowsBuild::SERVER_1709.number() && ours != theirs;
        let reason = process.reason.to_owned();
        return strict.then_some((
            Severity::Error,
            reason,
            "an image of the host's revision, or `isolation: hyperv`",
        ));
    }
    // Clients from 19043 on have builds without images of their own and take those of 19041 and 19042.
    let relative = (19043..=19045).contains(&ours) && (19041..=19045).contains(&theirs);
    let previous = if ours > WindowsBuild::SERVER_2025.number() {
        WindowsBuild::SERVER_2025
    } else {
        WindowsBuild::SERVER_2022
    };
    let taken = process.support == Support::Degraded && theirs >= previous.number();
    if relative || taken {
        return None;
    }
    let reason = match process.support {
        Support::Degraded => format!("process isolation takes images {}", process.reason),
        Support::Supported | Support::Unknown | Support::Unsupported => {
            format!("in process isolation {}", process.reason)
        }
    };
    let remedy = "`isolation: hyperv`, or an image of the host's build";
    match isolation {
        Some(Isolation::Process) => Some((Severity::Error, reason, remedy)),
        Some(Isolation::Hyperv) | None => {
            let reason =
                format!("{reason}; servers take process isolation where nothing is said, clients Hyper-V");
            Some((Severity::Warning, reason, remedy))
        }
    }
}

/// Images of the other platform.
pub(in crate::check) fn platforms(view: &View<'_>) -> Vec<Finding> {
    let windows = view.is_windows();
    // Engines before 23.0 had Linux containers on Windows as an experiment.
    let experiment = windows && view.host.engine.as_ref().is_none_or(|engine| engine.major() < 23);
    let (platform, other) = if windows { ("Windows", "Linux") } else { ("Linux", "Windows") };
    let mut findings = Vec::new();
    let mut say = |project: &str, service: &Service, what: &str, value: &Placed<String>| {
        let message = format!(
            "{project}/{} asks for {what} {value}, which is for {other}, on {platform}",
            service.name
        );
        let mut reason = format!(
            "no matching manifest for {}/amd64: the engine runs images of its own platform",
            platform.to_ascii_lowercase()
        );
        if experiment {
            reason.push_str("; engines before 23.0 could be told to run those of Linux as an experiment");
        }
        let severity = if experiment { Severity::Warning } else { Severity::Error };
        let finding = Finding::new(Rule::ImagePlatformDiffersFromHost, message, reason)
            .by(MANIFESTS)
            .at([&value.place]);
        findings.push(
            finding
                .with_severity(severity)
                .instead(format!("an image for {platform}, or a host with {other}")),
        );
    };
    for (project, service) in view.services.iter().filter(|(_, service)| may_run_here(service, windows)) {
        let asked = service.platform.as_ref();
        let foreign = asked.filter(|asked| is_of(&asked.value, !windows));
        if let Some(asked) = foreign {
            say(project.name(), service, "platform", asked);
            continue;
        }
        // A platform that is said outranks what the name looks like.
        let Some(image) = service.image.as_ref().filter(|_| asked.is_none() && service.build.is_none())
        else {
            continue;
        };
        let differs = match base(&image.value) {
            Base::Linux => windows,
            Base::Windows(_) => !windows,
            Base::Unknown => false,
        };
        if differs {
            say(project.name(), service, "image", image);
        }
    }
    findings
}

fn is_of(platform: &str, windows: bool) -> bool {
    let system = platform.split('/').next().unwrap_or_default();
    system.eq_ignore_ascii_case(if windows { "windows" } else { "linux" })
}

/// Whether the file leaves it open, or says itself, that a service runs on such a host: a swarm with nodes of both kinds
/// is told by a constraint.
fn may_run_here(service: &Service, windows: bool) -> bool {
    let elsewhere = |constraint: &Placed<String>| {
        let text: String = constraint.value.chars().filter(|c| !c.is_whitespace()).collect();
        let system = text.strip_prefix("node.platform.os");
        let (ours, theirs) = if windows { ("windows", "linux") } else { ("linux", "windows") };
        system.is_some_and(|rest| {
            rest.strip_prefix("==") == Some(theirs) || rest.strip_prefix("!=") == Some(ours)
        })
    };
    !service.deploy.constraints.iter().any(elsewhere)
}

fn images<'a>(view: &View<'a>) -> impl Iterator<Item = (&'a str, &'a Service, &'a Placed<String>)> {
    // A name beside `build` is given to what is built, and says nothing of what it is built on.
    let here = |service: &&Service| service.build.is_none() && may_run_here(service, true);
    let services: Vec<_> = view.services.clone();
    services
        .into_iter()
        .filter(move |(_, service)| here(service))
        .filter_map(|(project, service)| service.image.as_ref().map(|image| (project.name(), service, image)))
}
