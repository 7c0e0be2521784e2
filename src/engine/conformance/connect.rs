//! Joining networks and leaving them.

use super::Mismatch;
use super::bench::{Bench, Expect as _};
use super::mismatch::same;
use crate::engine::Meaning;
use crate::model::{ContainerName, EndpointSpec, NetworkId};

type Ran = Result<(), Mismatch>;

async fn connected(bench: &Bench<'_>) -> Result<(NetworkId, ContainerName), Mismatch> {
    let id = bench.create(&bench.spec_in("net", bench.subnet()?)?).await?;
    let container = bench.run("c1").await?;
    bench.connect(&id, &EndpointSpec::new(container.clone())).await?;
    Ok((id, container))
}

pub(super) async fn connect(bench: &Bench<'_>) -> Ran {
    let (id, container) = connected(bench).await?;
    let network = bench.inspect(&id).await?;
    let names: Vec<_> = network.endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
    same("who is in it", &names, &vec![container.as_str()])?;
    let subnet = network.endpoints.first().and_then(|endpoint| endpoint.ipv4).map(|ipv4| ipv4.subnet());
    same("the subnet of its address", &subnet, &Some(bench.subnet()?))
}

pub(super) async fn twice(bench: &Bench<'_>) -> Ran {
    let (id, container) = connected(bench).await?;
    let again = EndpointSpec::new(container.clone());
    bench.engine().connect((&id).into(), &again).await.refused(
        "connect a container that is connected",
        "AlreadyConnected with the container",
        |meaning| matches!(meaning, Meaning::AlreadyConnected { container: found, .. } if found == container.as_str()),
    )?;
    same("how many are in it", &bench.inspect(&id).await?.endpoints.len(), &1)
}

pub(super) async fn unknown_container(bench: &Bench<'_>) -> Ran {
    let id = bench.create(&bench.spec_in("net", bench.subnet()?)?).await?;
    let nobody = bench.container_name("nobody")?;
    let endpoint = EndpointSpec::new(nobody.clone());
    bench.engine().connect((&id).into(), &endpoint).await.refused(
        "connect a container that is not there",
        "ContainerNotFound with the name",
        |meaning| is_not_there(meaning, &nobody),
    )
}

pub(super) async fn unknown_network(bench: &Bench<'_>) -> Ran {
    let nowhere = bench.network_name("nowhere")?;
    let endpoint = EndpointSpec::new(bench.run("c1").await?);
    bench.engine().connect((&nowhere).into(), &endpoint).await.refused(
        "connect to a network that is not there",
        "NetworkNotFound with the name",
        |meaning| matches!(meaning, Meaning::NetworkNotFound { network } if network == nowhere.as_str()),
    )
}

pub(super) async fn several(bench: &Bench<'_>) -> Ran {
    let first = bench.create(&bench.spec_in("first", bench.part(24, 0)?)?).await?;
    let second = bench.create(&bench.spec_in("second", bench.part(24, 1)?)?).await?;
    let container = bench.run("c1").await?;
    for id in [&first, &second] {
        bench.connect(id, &EndpointSpec::new(container.clone())).await?;
    }
    bench.disconnect(&first, &container).await?;
    same("how many are in the first", &bench.inspect(&first).await?.endpoints.len(), &0)?;
    same("how many are in the second", &bench.inspect(&second).await?.endpoints.len(), &1)
}

pub(super) async fn disconnect(bench: &Bench<'_>) -> Ran {
    let (id, container) = connected(bench).await?;
    bench.disconnect(&id, &container).await?;
    same("how many are in it", &bench.inspect(&id).await?.endpoints.len(), &0)
}

pub(super) async fn disconnect_twice(bench: &Bench<'_>) -> Ran {
    let (id, container) = connected(bench).await?;
    bench.disconnect(&id, &container).await?;
    bench.engine().disconnect((&id).into(), &container).await.refused(
        "disconnect a container that is not connected",
        "NotConnected",
        |meaning| matches!(meaning, Meaning::NotConnected { .. }),
    )
}

pub(super) async fn disconnect_unknown(bench: &Bench<'_>) -> Ran {
    let id = bench.create(&bench.spec_in("net", bench.subnet()?)?).await?;
    let nobody = bench.container_name("nobody")?;
    bench.engine().disconnect((&id).into(), &nobody).await.refused(
        "disconnect a container that is not there",
        "ContainerNotFound with the name",
        |meaning| is_not_there(meaning, &nobody),
    )
}

fn is_not_there(meaning: &Meaning, name: &ContainerName) -> bool {
    matches!(meaning, Meaning::ContainerNotFound { container } if container == name.as_str())
}
