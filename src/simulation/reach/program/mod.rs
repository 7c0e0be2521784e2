//! Programs that look at networks, run in a container: what they say follows from the world.

mod linux;
mod windows;

use std::net::IpAddr;

use super::route::Lands;
use crate::simulation::container::Place;
use crate::simulation::{HostId, NameAnswer, Output, Ran, SimulatedHost, Vantage, World};

impl World {
    /// What a program says that looks at the network; `None` if it is none of those the world answers for: `nslookup`,
    /// `ping`, and `ipconfig` on Windows, `ip addr` on Linux.
    pub(in crate::simulation) fn look_around(&mut self, from: &Vantage, command: &[String]) -> Option<Ran> {
        let words = unwrapped(command);
        let (program, arguments) = words.split_first()?;
        let name = program.rsplit(['/', '\\']).next().unwrap_or(program).to_ascii_lowercase();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let windows = self.host(from.host()?).host().windows_build().is_some();
        match (name.trim_end_matches(".exe"), windows) {
            ("nslookup", true) => windows::nslookup(self, from, &arguments),
            ("ping", true) => windows::ping(self, from, &arguments),
            ("ipconfig", true) => windows::ipconfig(self, from, &arguments),
            ("nslookup", false) => linux::nslookup(self, from, &arguments),
            ("ping", false) => linux::ping(self, from, &arguments),
            ("ip", false) => linux::ip(self, from, &arguments),
            _ => None,
        }
    }

    /// Whether an echo comes back from an address.
    fn echoes(&self, from: &Vantage, address: IpAddr) -> bool {
        match self.route(from, address) {
            Ok(Ok(Lands::Tasks(_)) | Err(_)) | Err(_) => false,
            Ok(Ok(Lands::Own(..) | Lands::Container(..) | Lands::Host(..))) => true,
        }
    }

    /// The answer of the resolver itself and where it listens, as far as the asker has one.
    fn asked(&mut self, from: &Vantage, name: &str) -> Option<(Option<IpAddr>, NameAnswer)> {
        let answer = self.ask_resolver(from, name).ok()?;
        let Vantage::Container { host, name } = from else { return Some((None, answer)) };
        let at = self.host(*host);
        let asker = at.asker(name).ok()?;
        let server = at.joined(asker).find_map(|(network, _)| at.resolver_of(network));
        Some((server, answer))
    }

    /// The places of a container, with the gateway of each: by network.
    fn places(&self, from: &Vantage) -> Option<(HostId, Vec<Seat>)> {
        let Vantage::Container { host, name } = from else { return None };
        let at = self.host(*host);
        let asker = at.asker(name).ok()?;
        Some((*host, at.seats(asker)))
    }
}

/// A place in a network, as a program in the container sees it.
struct Seat {
    place: Place,
    gateway: Option<IpAddr>,
}

impl SimulatedHost {
    fn seats(&self, container: &crate::simulation::Container) -> Vec<Seat> {
        let seat = |(network, there): (
            &crate::simulation::network::SimulatedNetwork,
            &crate::simulation::container::Attachment,
        )| {
            let hns = network.hns_id.as_ref().and_then(|id| self.hns.get(id)).and_then(|hns| hns.gateway);
            let gateway = hns.or_else(|| network.pools.iter().find_map(|pool| pool.gateway));
            Some(Seat { place: there.place.clone()?, gateway })
        };
        self.joined(container).filter_map(seat).collect()
    }
}

fn ended(stdout: String, stderr: String, code: i64) -> Ran {
    Ran::Ended(Output { stdout, stderr, code })
}

/// The words of a command, without the shell around a single one.
fn unwrapped(command: &[String]) -> Vec<String> {
    let [shell, option, rest @ ..] = command else { return command.to_vec() };
    let name = shell.rsplit(['/', '\\']).next().unwrap_or(shell).to_ascii_lowercase();
    let is_shell = matches!(name.trim_end_matches(".exe"), "cmd" | "sh" | "bash" | "ash")
        && matches!(option.to_ascii_lowercase().as_str(), "/c" | "-c");
    let script = rest.join(" ");
    if !is_shell || script.contains(['&', '|', ';', '>', '<', '"', '\'', '$', '%']) {
        return command.to_vec();
    }
    script.split_whitespace().map(str::to_owned).collect()
}
