//! The job as a person reads it, and as a program does.

use std::fmt;

use docknet::workload::RedisWording;
use serde_json::{Value, json};

use super::job::Job;
use super::proof::{HostProof, is_reboot};

/// The text of a whole job.
pub(crate) struct Text<'a> {
    pub(crate) job: &'a Job,
    pub(crate) proof: &'a [HostProof],
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { job, proof } = self;
        section(f, "What is there")?;
        for host in &job.hosts {
            writeln!(f, "{:<8} {}, nat {}", host.name, host.host, host.prefix)?;
        }
        section(f, "What will fail on these hosts, and why")?;
        writeln!(f, "{}", job.report)?;
        section(f, "The plan")?;
        writeln!(f, "prefix   {} on every host", job.prefix)?;
        writeln!(f, "gateway  {}", job.gateway)?;
        for (member, address) in job.redis.members() {
            writeln!(f, "{member:<12} {}", address.address())?;
        }
        if let Some(risk) = &job.risk {
            writeln!(f, "\nmind: {risk}")?;
        }
        section(f, "What to change on each host, in this order")?;
        hosts(f, job)?;
        section(f, "Override files, to use beside the originals")?;
        for file in &job.overrides {
            writeln!(f, "--- {}\n{}", file.path().display(), file.text)?;
        }
        section(f, "Redis configuration lines")?;
        redis(f, job)?;
        section(f, "What remains after the change")?;
        writeln!(f, "{}", job.remaining)?;
        section(f, "Proof, in the simulation")?;
        evidence(f, proof)
    }
}

fn section(f: &mut fmt::Formatter<'_>, title: &str) -> fmt::Result {
    writeln!(f, "\n{title}\n{}", "=".repeat(title.chars().count()))
}

fn hosts(f: &mut fmt::Formatter<'_>, job: &Job) -> fmt::Result {
    for (index, (host, change)) in job.hosts.iter().zip(&job.changes).enumerate() {
        let same = job.changes[..index].iter().position(|earlier| earlier == change);
        if let Some(earlier) = same {
            writeln!(f, "{}: as {}", host.name, job.hosts[earlier].name)?;
            continue;
        }
        writeln!(f, "{} ({})", host.name, change.fixed_cidr())?;
        if change.steps().is_empty() {
            writeln!(f, "  nothing: the prefix is there and will stay")?;
        }
        for (number, step) in change.steps().iter().enumerate() {
            writeln!(f, "  {}. {step}", number + 1)?;
            for command in change.commands(step) {
                writeln!(f, "       {command}")?;
            }
        }
    }
    Ok(())
}

fn redis(f: &mut fmt::Formatter<'_>, job: &Job) -> fmt::Result {
    for (member, _) in job.redis.members() {
        let current = job.redis.configuration(member, RedisWording::Current);
        let before = job.redis.configuration(member, RedisWording::Before5);
        writeln!(f, "{member}")?;
        for (now, then) in current.iter().zip(&before) {
            if now == then {
                writeln!(f, "  {now}")?;
            } else {
                writeln!(f, "  {now:<44} # before Redis 5.0: {then}")?;
            }
        }
    }
    Ok(())
}

fn evidence(f: &mut fmt::Formatter<'_>, proof: &[HostProof]) -> fmt::Result {
    for host in proof {
        if let Some(failure) = &host.failure {
            writeln!(f, "{}: the plan cannot be carried out: {failure}", host.host)?;
            continue;
        }
        let again = if host.rebooted_again { ", rebooted once more" } else { "" };
        writeln!(
            f,
            "{}: nat {} became {}{again}; after any reboot {}",
            host.host, host.before, host.after, host.outlook
        )?;
        for member in &host.members {
            let found = member.found.map_or_else(|| "nowhere".into(), |found| found.address().to_string());
            let mark = if member.holds() { "ok" } else { "WRONG" };
            writeln!(f, "  {:<12} {found:<15} {mark:<5} {}", member.member, member.container)?;
        }
        if !host.others.is_empty() {
            writeln!(f, "  beside them: {}", host.others.join(", "))?;
        }
    }
    let holds = proof.iter().filter(|host| host.holds()).count();
    let verdict = if holds == proof.len() { "every member is at its address" } else { "the proof FAILED" };
    write!(f, "\n{verdict} on {holds} of {} hosts", proof.len())
}

/// The same as JSON.
pub(crate) fn json(job: &Job, proof: &[HostProof]) -> Value {
    let members = job.redis.members().map(|(member, address)| {
        let lines = |wording| job.redis.configuration(member, wording);
        json!({
            "member": member.to_string(),
            "address": address,
            "configuration": lines(RedisWording::Current),
            "configuration_before_5": lines(RedisWording::Before5),
        })
    });
    let hosts = job.hosts.iter().zip(&job.changes).map(|(host, change)| {
        let steps = change.steps().iter().map(|step| {
            json!({
                "step": step.to_string(),
                "reboots": is_reboot(step),
                "commands": change.commands(step),
            })
        });
        json!({
            "host": host.name,
            "platform": host.host.to_string(),
            "prefix": host.prefix,
            "daemon_json": change.daemon().value(),
            "steps": steps.collect::<Vec<_>>(),
        })
    });
    let overrides = job.overrides.iter().map(|file| json!({ "project": file.project, "text": file.text }));
    json!({
        "findings": job.report,
        "remaining": job.remaining,
        "prefix": job.prefix,
        "gateway": job.gateway,
        "members": members.collect::<Vec<_>>(),
        "risk": job.risk.as_ref().map(ToString::to_string),
        "hosts": hosts.collect::<Vec<_>>(),
        "overrides": overrides.collect::<Vec<_>>(),
        "proof": proof,
        "holds": proof.iter().all(HostProof::holds),
    })
}
