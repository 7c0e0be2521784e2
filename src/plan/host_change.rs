//! What has to be changed on a Windows host so that its default network gets a prefix.

use std::fmt;

use serde::Serialize;

use super::Observed;
use crate::host::{Capability, Host, Support, WindowsBuild};
use crate::model::{Driver, NetworkName, Subnet};
use crate::wire::{DaemonDocument, FixedCidr, WireError};

/// The name engines on Windows give the default network.
const NAT: &str = "nat";

/// A host's daemon.json as it should be, and the steps that make the engine follow it, in order.
///
/// An engine looks at `fixed-cidr` only when it *creates* the default network, that is when it starts and finds no NAT
/// network in HNS to adopt. Restarting the service changes nothing while one is there.
///
/// - From build 17763 on HNS forgets NAT networks at reboot: write the file, reboot.
/// - Before it HNS keeps them, also over a reboot: stop the engine, remove the NAT networks from HNS, write the file,
///   start the engine.
///
/// Source: moby `daemon_windows.go`; Microsoft's pages on the engine's configuration and on network drivers;
/// docker/for-win#726, #1104.
///
/// ```
/// use docknet::host::{Host, WindowsBuild};
/// use docknet::plan::{HostChange, HostStep, Observed};
/// use docknet::wire::DaemonDocument;
///
/// let host = Host::windows(WindowsBuild::SERVER_2004);
/// let daemon = DaemonDocument::parse(r#"{ "debug": true }"#)?;
/// let change = HostChange::to_prefix(&host, &Observed::default(), &daemon, "10.10.0.0/20".parse()?)?;
/// assert!(matches!(change.steps()[..], [HostStep::WriteDaemonJson, HostStep::Reboot]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct HostChange {
    build: WindowsBuild,
    prefix: Subnet,
    daemon: DaemonDocument,
    fixed_cidr: FixedCidr,
    steps: Vec<HostStep>,
}

/// One thing to do on a Windows host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum HostStep {
    /// Restart the whole host.
    Reboot,
    /// Remove the NAT networks from HNS itself, while the engine is stopped.
    RemoveHnsNatNetworks,
    /// Remove a project's own NAT network through the engine, after its containers.
    RemoveNetwork(NetworkName),
    /// Start the engine's service.
    StartEngine,
    /// Stop the engine's service.
    StopEngine,
    /// Write the new daemon.json.
    WriteDaemonJson,
}

/// Why a host cannot be changed so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostChangeError {
    /// The engine is told to make no default network at all.
    #[error(
        "daemon.json: \"bridge\": \"none\" keeps the engine from making the default network: remove the key first"
    )]
    BridgeNone,
    /// The daemon.json at hand cannot be used.
    #[error("daemon.json: {0}")]
    Daemon(#[from] WireError),
    /// NAT networks are IPv4.
    #[error("{prefix} is IPv6, and the default network of a Windows host is IPv4 only")]
    Ipv6 {
        /// The prefix asked for.
        prefix: Subnet,
    },
    /// Not a Windows host.
    #[error("{host} is no Windows host: fixed-cidr means something else there")]
    NotWindows {
        /// The host.
        host: Host,
    },
}

impl HostChange {
    /// What it takes on this host to give its default network a prefix.
    ///
    /// # Errors
    /// [`HostChangeError`] when the host is no Windows host, the prefix is IPv6, or daemon.json cannot be used.
    pub fn to_prefix(
        host: &Host,
        observed: &Observed,
        daemon: &DaemonDocument,
        prefix: Subnet,
    ) -> Result<Self, HostChangeError> {
        let Some(build) = host.windows_build() else {
            return Err(HostChangeError::NotWindows { host: host.clone() });
        };
        if !prefix.is_ipv4() {
            return Err(HostChangeError::Ipv6 { prefix });
        }
        if daemon.value().get("bridge").is_some_and(|bridge| bridge == "none") {
            return Err(HostChangeError::BridgeNone);
        }
        let (daemon, fixed_cidr) = daemon.with_fixed_cidr(prefix)?;
        let nat_networks =
            || observed.networks.iter().filter(|network| *network.spec.driver() == Driver::Nat);
        let (default, own): (Vec<_>, Vec<_>) = nat_networks().partition(|n| n.name().as_str() == NAT);
        let there = default.iter().any(|network| network.spec.subnets().any(|subnet| subnet == prefix));

        let mut steps = Vec::new();
        // An engine that finds another NAT network in HNS takes it for the default one instead of making its own.
        steps.extend(own.iter().map(|network| HostStep::RemoveNetwork(network.name().clone())));
        let kept = host.can(Capability::NatNetworksSurviveReboot).support == Support::Supported;
        match (there, kept) {
            (true, _) if fixed_cidr == FixedCidr::Unchanged => {}
            // HNS happened to pick the prefix; the file makes it stay.
            (true, _) => steps.push(HostStep::WriteDaemonJson),
            (false, false) => steps.extend([HostStep::WriteDaemonJson, HostStep::Reboot]),
            (false, true) => steps.extend([
                HostStep::StopEngine,
                HostStep::RemoveHnsNatNetworks,
                HostStep::WriteDaemonJson,
                HostStep::StartEngine,
            ]),
        }
        Ok(Self { build, prefix, daemon, fixed_cidr, steps })
    }

    /// The prefix the default network will have.
    #[must_use]
    pub fn prefix(&self) -> Subnet {
        self.prefix
    }

    /// The whole daemon.json as it should be.
    #[must_use]
    pub fn daemon(&self) -> &DaemonDocument {
        &self.daemon
    }

    /// What changes in daemon.json.
    #[must_use]
    pub fn fixed_cidr(&self) -> &FixedCidr {
        &self.fixed_cidr
    }

    /// What to do, in order; empty when everything is as it should be.
    #[must_use]
    pub fn steps(&self) -> &[HostStep] {
        &self.steps
    }

    /// The commands of a step, for a PowerShell that runs as administrator.
    #[must_use]
    pub fn commands(&self, step: &HostStep) -> Vec<String> {
        match step {
            HostStep::Reboot => vec!["Restart-Computer -Force".into()],
            HostStep::RemoveHnsNatNetworks if self.build.number() <= WindowsBuild::SERVER_2016.number() => {
                vec![
                    "Get-ContainerNetwork | Where-Object Mode -eq NAT | Remove-ContainerNetwork -Force"
                        .into(),
                ]
            }
            HostStep::RemoveHnsNatNetworks => {
                vec!["Get-HnsNetwork | Where-Object Type -eq nat | Remove-HnsNetwork".into()]
            }
            HostStep::RemoveNetwork(name) => {
                let name = name.as_str().replace('\'', "''");
                vec![
                    format!("docker network rm '{name}'"),
                    format!(
                        "if ($LASTEXITCODE) {{ throw 'take the containers of network {name} down first' }}"
                    ),
                ]
            }
            HostStep::StartEngine => vec!["Start-Service docker".into()],
            HostStep::StopEngine => vec!["Stop-Service docker".into()],
            HostStep::WriteDaemonJson => {
                let mut lines = vec![
                    r#"$folder = New-Item -Force -ItemType Directory "$env:ProgramData\docker\config""#
                        .into(),
                    r#"[IO.File]::WriteAllText("$folder\daemon.json", @'"#.into(),
                ];
                lines.extend(ascii(&self.daemon.to_string()).lines().map(Into::into));
                lines.push("'@)".into());
                lines
            }
        }
    }
}

/// JSON with everything but ASCII escaped, so that no console's or script's encoding can garble it.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            text.push(character);
        } else {
            let units = character.encode_utf16(&mut [0; 2]).to_vec();
            text.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}

impl fmt::Display for HostStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reboot => f.write_str("reboot the host; restarting the service alone is not enough"),
            Self::RemoveHnsNatNetworks => {
                f.write_str("remove the NAT networks from HNS; a reboot would keep them")
            }
            Self::RemoveNetwork(name) => {
                write!(f, "take the containers of network {name} down and remove it")
            }
            Self::StartEngine => f.write_str("start the engine"),
            Self::StopEngine => f.write_str("stop the engine"),
            Self::WriteDaemonJson => f.write_str("write daemon.json"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{IpamPool, Network, NetworkSpec};

    fn nat(name: &str, subnet: &str) -> Network {
        let spec = NetworkSpec::new(name.parse().unwrap(), Driver::Nat)
            .with_pool(IpamPool::new(subnet.parse().unwrap()))
            .unwrap();
        Network::new("ed8f".parse().unwrap(), spec)
    }

    fn steps(build: WindowsBuild, networks: Vec<Network>, daemon: &str) -> Vec<HostStep> {
        let host = Host::windows(build);
        let daemon = DaemonDocument::parse(daemon).unwrap();
        let prefix = "10.10.0.0/20".parse().unwrap();
        HostChange::to_prefix(&host, &Observed::new(networks), &daemon, prefix).unwrap().steps().to_vec()
    }

    #[test]
    fn the_procedure_follows_the_build() {
        use HostStep::{Reboot, RemoveHnsNatNetworks, StartEngine, StopEngine, WriteDaemonJson};
        let there = || vec![nat("nat", "172.29.16.0/20")];
        assert_eq!(steps(WindowsBuild::SERVER_2004, there(), ""), [WriteDaemonJson, Reboot]);
        assert_eq!(steps(WindowsBuild::SERVER_2019, there(), ""), [WriteDaemonJson, Reboot]);
        let by_hand = [StopEngine, RemoveHnsNatNetworks, WriteDaemonJson, StartEngine];
        assert_eq!(steps(WindowsBuild::SERVER_1803, there(), ""), by_hand);
        assert_eq!(steps(WindowsBuild::SERVER_2016, there(), ""), by_hand);
    }

    #[test]
    fn nothing_is_asked_for_where_nothing_is_amiss() {
        let there = vec![nat("nat", "10.10.0.0/20")];
        assert!(
            steps(WindowsBuild::SERVER_2004, there.clone(), r#"{"fixed-cidr":"10.10.0.0/20"}"#).is_empty()
        );
        assert_eq!(steps(WindowsBuild::SERVER_2004, there, ""), [HostStep::WriteDaemonJson]);
    }

    #[test]
    fn networks_the_engine_could_take_for_the_default_one_go_first() {
        let own = HostStep::RemoveNetwork("iis8080_default".parse().unwrap());
        let networks = |prefix: &str| vec![nat("nat", prefix), nat("iis8080_default", "172.20.0.0/20")];
        let first = steps(WindowsBuild::SERVER_2004, networks("172.29.16.0/20"), "");
        assert_eq!(first, [own.clone(), HostStep::WriteDaemonJson, HostStep::Reboot]);
        let later =
            steps(WindowsBuild::SERVER_2004, networks("10.10.0.0/20"), r#"{"fixed-cidr":"10.10.0.0/20"}"#);
        assert_eq!(later, [own]);
    }

    #[test]
    fn commands_survive_any_console() {
        let host = Host::windows(WindowsBuild::SERVER_2022);
        let daemon = DaemonDocument::parse(r#"{"data-root":"D:\\資料😀"}"#).unwrap();
        let observed = Observed::new(vec![nat("it's", "172.20.0.0/20")]);
        let change =
            HostChange::to_prefix(&host, &observed, &daemon, "10.10.0.0/20".parse().unwrap()).unwrap();
        assert_eq!(change.commands(&change.steps()[0])[0], "docker network rm 'it''s'");
        let write = change.commands(&HostStep::WriteDaemonJson).join("\n");
        assert!(write.contains(r#""data-root": "D:\\\u8cc7\u6599\ud83d\ude00""#), "{write}");
        let json: Vec<_> = write.lines().skip(2).take_while(|line| *line != "'@)").collect();
        assert_eq!(DaemonDocument::parse(&json.join("\n")).unwrap(), *change.daemon());
    }

    #[test]
    fn other_hosts_are_refused() {
        let daemon = DaemonDocument::default();
        let change = |host: &Host, prefix: &str| {
            HostChange::to_prefix(host, &Observed::default(), &daemon, prefix.parse().unwrap())
        };
        assert!(matches!(change(&Host::linux(), "10.0.0.0/20"), Err(HostChangeError::NotWindows { .. })));
        let windows = Host::windows(WindowsBuild::SERVER_2022);
        assert!(matches!(change(&windows, "fd00::/64"), Err(HostChangeError::Ipv6 { .. })));
        let none = DaemonDocument::parse(r#"{"bridge":"none"}"#).unwrap();
        let prefix = "10.0.0.0/20".parse().unwrap();
        let refused = HostChange::to_prefix(&windows, &Observed::default(), &none, prefix);
        assert!(matches!(refused, Err(HostChangeError::BridgeNone)));
    }
}
