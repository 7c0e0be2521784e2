//! Taking networks away.

use super::bench::{Bench, Expect as _};
use super::mismatch::same;
use super::{Mismatch, needs};
use crate::engine::Meaning;
use crate::model::{EndpointSpec, NetworkName};

type Ran = Result<(), Mismatch>;

async fn gone(bench: &Bench<'_>, name: &NetworkName) -> Ran {
    bench.engine().network(name.into()).await.refused(
        "inspect a network that was removed",
        "NetworkNotFound",
        |meaning| matches!(meaning, Meaning::NetworkNotFound { .. }),
    )
}

pub(super) async fn remove(bench: &Bench<'_>) -> Ran {
    let spec = bench.spec_in("net", bench.subnet()?)?;
    bench.create(&spec).await?;
    bench.engine().remove_network(spec.name().into()).await.done("remove a network")?;
    gone(bench, spec.name()).await
}

pub(super) async fn unknown(bench: &Bench<'_>) -> Ran {
    let name = bench.network_name("nobody")?;
    bench.engine().remove_network((&name).into()).await.refused(
        "remove a network that is not there",
        "NetworkNotFound with the name",
        |meaning| matches!(meaning, Meaning::NetworkNotFound { network } if network == name.as_str()),
    )
}

pub(super) async fn predefined(bench: &Bench<'_>) -> Ran {
    let name = NetworkName::new(needs::predefined(&bench.host))?;
    bench.engine().remove_network((&name).into()).await.refused(
        "remove the predefined network",
        "PredefinedNetwork",
        |meaning| matches!(meaning, Meaning::PredefinedNetwork { .. }),
    )
}

pub(super) async fn in_use(bench: &Bench<'_>) -> Ran {
    let spec = bench.spec_in("net", bench.subnet()?)?;
    let id = bench.create(&spec).await?;
    let container = bench.run("c1").await?;
    bench.connect(&id, &EndpointSpec::new(container)).await?;
    let name = spec.name().as_str();
    bench.engine().remove_network((&id).into()).await.refused(
        "remove a network somebody is in",
        "NetworkInUse with the name",
        |meaning| matches!(meaning, Meaning::NetworkInUse { network, .. } if network == name),
    )?;
    same("how many are still in it", &bench.inspect(&id).await?.endpoints.len(), &1)
}

pub(super) async fn stopped(bench: &Bench<'_>) -> Ran {
    let spec = bench.spec_in("net", bench.subnet()?)?;
    let id = bench.create(&spec).await?;
    let container = bench.run("c1").await?;
    bench.connect(&id, &EndpointSpec::new(container.clone())).await?;
    bench.stop(&container).await?;
    same("how many are in it", &bench.inspect(&id).await?.endpoints.len(), &0)?;
    bench.engine().remove_network((&id).into()).await.done("remove a network of stopped containers")?;
    gone(bench, spec.name()).await
}

pub(super) async fn frees_subnet(bench: &Bench<'_>) -> Ran {
    let first = bench.create(&bench.spec_in("first", bench.part(24, 0)?)?).await?;
    bench.engine().remove_network((&first).into()).await.done("remove a network")?;
    bench.create(&bench.spec_in("second", bench.part(23, 0)?)?).await.map(drop)
}

pub(super) async fn prune(bench: &Bench<'_>) -> Ran {
    let used = bench.create(&bench.spec_in("used", bench.part(24, 0)?)?).await?;
    let unused = bench.spec_in("unused", bench.part(24, 1)?)?;
    bench.create(&unused).await?;
    let container = bench.run("c1").await?;
    bench.connect(&used, &EndpointSpec::new(container)).await?;
    let pruned = bench.engine().prune_networks().await.done("prune networks")?;
    same("whether the list is ordered", &pruned.is_sorted(), &true)?;
    same("whether the unused network is in the list", &pruned.contains(unused.name()), &true)?;
    gone(bench, unused.name()).await?;
    bench.inspect(&used).await?;
    let predefined = NetworkName::new(needs::predefined(&bench.host))?;
    bench.engine().network((&predefined).into()).await.done("inspect the predefined network").map(drop)
}
