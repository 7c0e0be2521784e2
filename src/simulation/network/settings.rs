//! What a container asks of a network, looked at before it gets a place.

use std::net::IpAddr;

use super::Pool;
use super::SimulatedNetwork;
use crate::host::{EngineVersion, Platform};
use crate::model::{MacAddress, MacAddressError};
use crate::simulation::{EndpointRefusal, Refusal, SimulatedHost};
use crate::wire::request::EndpointSettings;

impl SimulatedHost {
    /// Whether a network of that name could give what is asked; `network` is it, where it is there already.
    ///
    /// Engines before 25.0 stop at the first problem, later ones tell all of them.
    pub(in crate::simulation) fn settings_fit(
        &self,
        name: &str,
        network: Option<&SimulatedNetwork>,
        asked: &EndpointSettings,
    ) -> Result<(), Refusal> {
        let mut problems = self.predefined_problems(name, asked);
        let from25 = self.engine >= EngineVersion::new(25, 0, 0);
        if let Some(network) = network {
            let from29_1 = self.engine >= EngineVersion::new(29, 1, 0);
            for (ipv4, text) in [(true, asked.ipv4()), (false, asked.ipv6())] {
                if !text.is_empty() {
                    problems.extend(pool_problem(network, ipv4, text, from25, from29_1));
                }
            }
        }
        if from25 {
            problems.extend(text_problems(asked, true));
        } else {
            problems.truncate(1);
        }
        match problems.len() {
            0 => Ok(()),
            1 => Err(problems.remove(0)),
            _ => Err(EndpointRefusal::Several(problems).into()),
        }
    }

    /// What the networks every Linux engine has do not give.
    fn predefined_problems(&self, name: &str, asked: &EndpointSettings) -> Vec<Refusal> {
        let linux = matches!(self.host.platform, Platform::Linux(_));
        if !(linux && self.is_predefined(name)) {
            return Vec::new();
        }
        let mut problems = Vec::new();
        if !(asked.ipv4().is_empty() && asked.ipv6().is_empty()) {
            problems.push(Refusal::StaticOnPredefined);
        }
        if !asked.aliases().is_empty() {
            problems.push(EndpointRefusal::AliasOnPredefined.into());
        }
        problems
    }

    /// Texts an engine before 25.0 reads only when it makes the endpoint.
    pub(super) fn texts_fit(&self, asked: &EndpointSettings) -> Result<(), Refusal> {
        if self.engine >= EngineVersion::new(25, 0, 0) {
            return Ok(());
        }
        text_problems(asked, false).into_iter().next().map_or(Ok(()), Err)
    }
}

/// The hardware address asked for, if one is.
pub(in crate::simulation) fn mac_of(asked: &EndpointSettings) -> Result<Option<MacAddress>, Refusal> {
    if asked.mac.is_empty() {
        return Ok(None);
    }
    let bad = || EndpointRefusal::MacText { text: asked.mac.clone() };
    asked.mac.parse().map(Some).map_err(|_error: MacAddressError| bad().into())
}

/// Whether an address can be asked for in a network at all, and from 25.0 on whether it lies in one of its subnets.
fn pool_problem(
    network: &SimulatedNetwork,
    ipv4: bool,
    text: &str,
    from25: bool,
    from29_1: bool,
) -> Option<Refusal> {
    let mut pools = network.pools.iter().filter(|pool| pool.is_ipv4() == ipv4);
    let address = text.parse::<IpAddr>().ok();
    let inside =
        |pool: &Pool| pool.subnet.zip(address).is_some_and(|(subnet, address)| subnet.contains(address));
    if from29_1 {
        return (!pools.any(inside)).then(|| Refusal::AddressOutside { address: text.to_owned() });
    }
    let chosen: Vec<_> = pools.filter(|pool| pool.is_chosen()).collect();
    if chosen.is_empty() {
        return Some(Refusal::StaticNeedsSubnet);
    }
    let outside = from25 && !chosen.into_iter().any(inside);
    outside.then(|| Refusal::AddressOutside { address: text.to_owned() })
}

/// Texts that are no addresses; engines before 25.0 tell the whole list of link-local ones.
fn text_problems(asked: &EndpointSettings, one_by_one: bool) -> Vec<Refusal> {
    let mut problems = Vec::new();
    for (family, text) in [(4, asked.ipv4()), (6, asked.ipv6())] {
        let fits = match text.parse::<IpAddr>() {
            Ok(address) => address.is_ipv4() == (family == 4) && !address.is_unspecified(),
            Err(_) => text.is_empty(),
        };
        if !fits {
            problems.push(EndpointRefusal::AddressText { family, text: text.to_owned() }.into());
        }
    }
    let link_local = asked.ipam.as_ref().and_then(|ipam| ipam.link_local.as_ref());
    for text in link_local.into_iter().flatten() {
        if text.parse::<IpAddr>().is_ok_and(|address| !address.is_unspecified()) {
            continue;
        }
        let all = || format!("[{}]", link_local.map(|all| all.join(" ")).unwrap_or_default());
        let text = if one_by_one { text.clone() } else { all() };
        problems.push(EndpointRefusal::LinkLocalText { text }.into());
    }
    problems
}
