//! Published ports: which are taken, and which are given to those who asked for none.

use super::Swarm;
use super::refusal::SwarmRefusal;
use crate::wire::request::PortRequest;

/// What services get that ask for no port (swarmkit's `dynamicPortStart` and `dynamicPortEnd`).
const DYNAMIC: std::ops::RangeInclusive<u64> = 30_000..=32_767;

impl Swarm {
    /// Whether other services have these ports. Ports on the nodes of the tasks only are the scheduler's concern.
    pub(super) fn check_ports(&self, ports: &[PortRequest], own: Option<&str>) -> Result<(), SwarmRefusal> {
        for port in ports.iter().filter(|port| port.published != 0) {
            for (id, service) in self.services.iter().filter(|(id, _)| Some(id.as_str()) != own) {
                let given = service.endpoint.as_ref().map_or(&[][..], |endpoint| &endpoint.ports);
                let mut there = service.ports().iter().chain(given);
                let clash = there.find(|there| {
                    let same = there.published == port.published && there.protocol() == port.protocol();
                    same && !(there.on_host() && port.on_host())
                });
                if let Some(clash) = clash {
                    return Err(SwarmRefusal::PortUsed {
                        port: port.published,
                        service: service.asked.name.clone(),
                        id: id.clone(),
                        host: clash.on_host(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The ports with numbers where the mesh picks them; nothing if a number is out of range or none is left.
    pub(super) fn allocate_ports(&mut self, ports: &[PortRequest], own: &str) -> Option<Vec<PortRequest>> {
        let mut given = Vec::with_capacity(ports.len());
        for port in ports {
            let mut port = port.clone();
            if port.published > u64::from(u16::MAX) {
                return None;
            }
            if port.published == 0 && !port.on_host() {
                port.published = self.free_port(&port, own, &given)?;
            }
            given.push(port);
        }
        Some(given)
    }

    fn free_port(&mut self, port: &PortRequest, own: &str, given: &[PortRequest]) -> Option<u64> {
        let count = DYNAMIC.end() - DYNAMIC.start() + 1;
        let start = self.next_port;
        let candidate = (0..count)
            .map(|step| DYNAMIC.start() + (start - DYNAMIC.start() + step) % count)
            .find(|number| {
                let asked = PortRequest { published: *number, ..port.clone() };
                let taken = given
                    .iter()
                    .any(|there| there.published == *number && there.protocol() == port.protocol());
                !taken && self.check_ports(std::slice::from_ref(&asked), Some(own)).is_ok()
            })?;
        self.next_port = candidate + 1;
        if !DYNAMIC.contains(&self.next_port) {
            self.next_port = *DYNAMIC.start();
        }
        Some(candidate)
    }
}
