//! What of a project leads to the one network `nat`, once its override file is beside it.

use docknet::compose::{Attachment, Override, OverrideError, Place, Project, Service};
use docknet::model::{Driver, EndpointAddress, NetworkName};

use super::job::NAT;

#[derive(Debug, thiserror::Error)]
pub(crate) enum NatError {
    #[error("{place}: {service} is in no network that is or becomes nat: put it on the default network")]
    Elsewhere { place: Place, service: String },
    #[error("{place}: an IPv6 address for {service}, and nat is IPv4 only: remove it")]
    Ipv6 { place: Place, service: String },
    #[error("{place}: network_mode keeps {service} from having an address of its own: remove it")]
    Mode { place: Place, service: String },
    #[error(transparent)]
    Override(#[from] OverrideError),
    #[error(
        "{second}: a second network that would become nat (the first is at {first}): One NAT is one network"
    )]
    SeveralNetworks { first: Place, second: Place },
}

/// Whether a project's network is the engine's `nat`, or a NAT network of its own that becomes it.
fn leads(project: &Project, attachment: &Attachment) -> bool {
    let Some(network) = project.network(&attachment.network.value) else { return false };
    if network.is_external() {
        return network.engine_name(project.name()).is_ok_and(|name| name.as_str() == NAT);
    }
    network.driver.as_ref().is_none_or(|driver| driver.value == Driver::Nat)
}

/// How a service is on `nat`, if it is.
pub(crate) fn attachment<'a>(project: &Project, service: &'a Service) -> Option<&'a Attachment> {
    service.networks.iter().find(|attachment| leads(project, attachment))
}

/// How a member is on `nat`, which it must be, and in a way that it can have a fixed address.
pub(crate) fn member<'a>(project: &Project, service: &'a Service) -> Result<&'a Attachment, NatError> {
    let name = || service.name.value.clone();
    if let Some(mode) = &service.network_mode {
        return Err(NatError::Mode { place: mode.place.clone(), service: name() });
    }
    let Some(found) = attachment(project, service) else {
        return Err(NatError::Elsewhere { place: service.name.place.clone(), service: name() });
    };
    match &found.ipv6 {
        Some(address) => Err(NatError::Ipv6 { place: address.place.clone(), service: name() }),
        None => Ok(found),
    }
}

/// The override file that brings a project onto `nat`, with the addresses of its members by service.
pub(crate) fn override_of<'a>(
    project: &'a Project,
    nat: &NetworkName,
    addresses: &[(&Service, EndpointAddress)],
) -> Result<Override<'a>, NatError> {
    let mut used = Vec::<&Attachment>::new();
    for service in project.services() {
        for attachment in service.networks.iter().filter(|attachment| leads(project, attachment)) {
            if !used.iter().any(|other| other.network.value == attachment.network.value) {
                used.push(attachment);
            }
        }
    }
    if let [first, second, ..] = used[..] {
        let (first, second) = (first.network.place.clone(), second.network.place.clone());
        return Err(NatError::SeveralNetworks { first, second });
    }
    let mut file = Override::of(project);
    for attachment in used {
        let key = &attachment.network.value;
        if project.network(key).is_some_and(|network| !network.is_external()) {
            file = file.external_network(key, nat.clone())?;
        }
    }
    for (service, address) in addresses {
        let attachment = member(project, service)?;
        file = file.address(&service.name.value, &attachment.network.value, address.address())?;
    }
    Ok(file)
}
