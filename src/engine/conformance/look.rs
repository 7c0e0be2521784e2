//! Looking at networks.

use super::Mismatch;
use super::bench::{Bench, Expect as _, nth_address};
use super::mismatch::same;
use crate::engine::Meaning;
use crate::model::{EndpointAddress, EndpointSpec, NetworkId};

type Ran = Result<(), Mismatch>;

pub(super) async fn unknown(bench: &Bench<'_>) -> Ran {
    let name = bench.network_name("nobody")?;
    bench.engine().network((&name).into()).await.refused(
        "inspect a network that is not there",
        "NetworkNotFound with the name",
        |meaning| matches!(meaning, Meaning::NetworkNotFound { network } if network == name.as_str()),
    )
}

pub(super) async fn by_name_and_id(bench: &Bench<'_>) -> Ran {
    let spec = bench.spec_in("net", bench.subnet()?)?;
    let id = bench.create(&spec).await?;
    let by_name = bench.engine().network(spec.name().into()).await.done("inspect by name")?;
    same("the network by name", &by_name, &bench.inspect(&id).await?)
}

/// An engine takes the beginning of an identity for a name; a name is never one.
pub(super) async fn not_by_part_of_id(bench: &Bench<'_>) -> Ran {
    let id = bench.create(&bench.spec_in("net", bench.subnet()?)?).await?;
    let part = crate::model::NetworkName::new(id.short())?;
    bench.engine().remove_network((&part).into()).await.refused(
        "remove a network whose name is the beginning of an identity",
        "NetworkNotFound",
        |meaning| matches!(meaning, Meaning::NetworkNotFound { .. }),
    )?;
    bench.inspect(&id).await.map(drop)
}

pub(super) async fn list(bench: &Bench<'_>) -> Ran {
    let (later, sooner) = (bench.part(24, 0)?, bench.part(24, 1)?);
    let container = bench.run("c1").await?;
    let second = bench.create(&bench.spec_in("b", later)?).await?;
    bench.create(&bench.spec_in("a", sooner)?).await?;
    bench.connect(&second, &EndpointSpec::new(container)).await?;
    let listed = bench.engine().networks().await.done("list networks")?;
    let names: Vec<_> = listed.iter().map(|network| network.name().clone()).collect();
    let mut sorted = names.clone();
    sorted.sort();
    same("the order of the list", &names, &sorted)?;
    for word in ["a", "b"] {
        let name = bench.network_name(word)?;
        let here: Vec<_> = listed.iter().filter(|network| *network.name() == name).collect();
        same("how many have the name", &here.len(), &1)?;
    }
    let endpoints = listed.iter().map(|network| network.endpoints.len()).sum::<usize>();
    same("the endpoints in the list", &endpoints, &0)
}

pub(super) async fn observe(bench: &Bench<'_>) -> Ran {
    let subnet = bench.subnet()?;
    let id = bench.create(&bench.spec_in("net", subnet)?).await?;
    let container = bench.run("c1").await?;
    let address = EndpointAddress::new(nth_address(subnet, 77)?, subnet)?;
    bench.connect(&id, &EndpointSpec::new(container.clone()).with_address(address)).await?;
    let observed = bench.engine().observe().await.done("observe the engine")?;
    let keys: Vec<_> = observed.networks.iter().map(|network| (network.name(), &network.id)).collect();
    same("whether it is ordered", &keys.is_sorted(), &true)?;
    let name = bench.network_name("net")?;
    let ids: Vec<&NetworkId> = observed.named(&name).map(|network| &network.id).collect();
    same("the networks of the name", &ids, &vec![&id])?;
    let endpoint = observed.named(&name).find_map(|network| network.endpoint(&container));
    same("the observed address", &endpoint.and_then(|endpoint| endpoint.ipv4), &Some(address))
}
