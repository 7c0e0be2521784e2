//! The plan on simulated hosts: applied, rebooted, looked at again.

use docknet::engine::{ApplyError, Engine, EngineError, NatEngine};
use docknet::model::{Driver, EndpointAddress, NameError, NetworkName};
use docknet::plan::{Changes, Desired, HostStep};
use docknet::simulation::{ContainerSpec, Fault, SimulatedHost};
use docknet::workload::Member;
use serde::Serialize;

use super::input::NamedHost;
use super::job::{Job, NAT};

/// What was seen on one host.
#[derive(Debug, Serialize)]
pub(crate) struct HostProof {
    pub(crate) host: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) outlook: String,
    pub(crate) rebooted_again: bool,
    /// Why the host could not be brought to where the plan wants it.
    pub(crate) failure: Option<String>,
    pub(crate) members: Vec<MemberProof>,
    pub(crate) others: Vec<String>,
}

/// Where one member is.
#[derive(Debug, Serialize)]
pub(crate) struct MemberProof {
    pub(crate) member: Member,
    pub(crate) container: String,
    pub(crate) expected: EndpointAddress,
    pub(crate) found: Option<EndpointAddress>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ProofError {
    #[error("{0}")]
    Apply(#[from] Box<ApplyError>),
    #[error("{0}")]
    Engine(#[from] EngineError),
    #[error("{0}")]
    Fault(#[from] Fault),
    #[error("{0}")]
    Name(#[from] NameError),
}

impl HostProof {
    pub(crate) fn holds(&self) -> bool {
        self.failure.is_none() && self.members.iter().all(MemberProof::holds)
    }

    fn failed(host: &NamedHost, error: &ProofError) -> Self {
        Self {
            host: host.name.clone(),
            before: host.prefix.to_string(),
            after: String::new(),
            outlook: String::new(),
            rebooted_again: false,
            failure: Some(error.to_string()),
            members: Vec::new(),
            others: Vec::new(),
        }
    }
}

impl MemberProof {
    pub(crate) fn holds(&self) -> bool {
        self.found == Some(self.expected)
    }
}

/// Applies the job to every host in memory. The first is rebooted once more at the end.
pub(crate) async fn prove(job: &Job) -> Vec<HostProof> {
    let mut proofs = Vec::new();
    for (index, host) in job.hosts.iter().enumerate() {
        let proof = prove_host(job, host, index).await;
        proofs.push(proof.unwrap_or_else(|error| HostProof::failed(host, &error)));
    }
    proofs
}

async fn prove_host(job: &Job, host: &NamedHost, index: usize) -> Result<HostProof, ProofError> {
    let nat = NetworkName::new(NAT)?;
    let seed = u64::try_from(index).unwrap_or_default();
    let mut simulated = SimulatedHost::new(host.host.clone(), seed).with_default_nat(host.prefix);
    simulated.write_daemon(job.daemon.clone());
    for network in
        host.observed.networks.iter().filter(|n| *n.spec.driver() == Driver::Nat && *n.name() != nat)
    {
        simulated.create_network(&network.spec)?;
    }
    let before = host.prefix.to_string();

    let change = &job.changes[index];
    for step in change.steps() {
        simulated.carry_out(change, step)?;
    }
    for container in &job.containers {
        let spec = ContainerSpec::detached(container.endpoint.container().clone());
        simulated.create_container(container.ports.iter().copied().fold(spec, ContainerSpec::with_port))?;
    }

    let engine = simulated.engine();
    let desired = job.containers.iter().fold(Desired::new(), |desired, container| {
        desired.with_endpoint(nat.clone(), container.endpoint.clone())
    });
    Changes::between(&desired, &engine.observe().await?).apply(&engine).await.map_err(Box::new)?;
    for container in &job.containers {
        engine.start_container(container.endpoint.container()).await?;
    }
    let rebooted_again = index == 0;
    if rebooted_again {
        engine.on_host(SimulatedHost::reboot);
    }

    let network = engine.default_nat().await?;
    let find = |container: &super::job::Container| {
        network.endpoint(container.endpoint.container()).and_then(|endpoint| endpoint.ipv4)
    };
    let mut members = Vec::new();
    let mut others = Vec::new();
    for container in &job.containers {
        let name = container.endpoint.container().to_string();
        match (&container.member, container.endpoint.ipv4()) {
            (Some(member), Some(expected)) => {
                let (member, found) = (member.clone(), find(container));
                members.push(MemberProof { member, container: name, expected, found });
            }
            _ => others.extend(find(container).map(|address| format!("{name} {}", address.address()))),
        }
    }
    let after = network.spec.subnets().next().map(|subnet| subnet.to_string()).unwrap_or_default();
    let outlook = engine.outlook().await?.after_reboot.to_string();
    let (host, failure) = (host.name.clone(), None);
    Ok(HostProof { host, before, after, outlook, rebooted_again, failure, members, others })
}

/// Whether a step restarts the whole host.
pub(crate) fn is_reboot(step: &HostStep) -> bool {
    *step == HostStep::Reboot
}
