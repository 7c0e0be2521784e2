//! Making networks.

use super::bench::{Bench, Expect as _, nth_address};
use super::mismatch::same;
use super::{Mismatch, needs};
use crate::engine::Meaning;
use crate::model::{Driver, IpamPool, NetworkName, NetworkSpec};

type Ran = Result<(), Mismatch>;

pub(super) async fn with_subnet(bench: &Bench<'_>) -> Ran {
    let spec = bench.spec_in("net", bench.subnet()?)?;
    let id = bench.create(&spec).await?;
    let network = bench.inspect(&id).await?;
    same("the identity", &network.id, &id)?;
    same("the name", network.name(), spec.name())?;
    same("the driver", network.spec.driver(), spec.driver())?;
    same("the subnets", &network.spec.subnets().collect(), &vec![bench.subnet()?])
}

pub(super) async fn without_subnet(bench: &Bench<'_>) -> Ran {
    let id = bench.create(&bench.spec("net")?).await?;
    let subnets = bench.inspect(&id).await?.spec.subnets().count();
    same("how many subnets the engine picked", &subnets, &1)
}

pub(super) async fn duplicate_name(bench: &Bench<'_>) -> Ran {
    bench.create(&bench.spec_in("net", bench.part(24, 0)?)?).await?;
    let again = bench.spec_in("net", bench.part(24, 1)?)?;
    let name = again.name().as_str();
    bench.try_create(&again).await.refused(
        "create a network of the same name",
        "NetworkExists with the name",
        |meaning| matches!(meaning, Meaning::NetworkExists { network } if network == name),
    )?;
    let listed = bench.engine().networks().await.done("list networks")?;
    same(
        "how many have the name",
        &listed.iter().filter(|network| network.name() == again.name()).count(),
        &1,
    )
}

async fn overlap(bench: &Bench<'_>, first: (u8, u8), second: (u8, u8)) -> Ran {
    bench.create(&bench.spec_in("first", bench.part(first.0, first.1)?)?).await?;
    let second = bench.spec_in("second", bench.part(second.0, second.1)?)?;
    let (step, refused) = ("create a network that overlaps", bench.try_create(&second).await);
    if needs::hns_refuses(&bench.host) {
        // HNS says no more than that a parameter is incorrect.
        return refused.refused(step, "Hns", |meaning| matches!(meaning, Meaning::Hns { .. }));
    }
    refused.refused(step, "SubnetOverlap", |meaning| matches!(meaning, Meaning::SubnetOverlap { .. }))
}

pub(super) async fn same_subnet(bench: &Bench<'_>) -> Ran {
    overlap(bench, (24, 1), (24, 1)).await
}

pub(super) async fn subnet_inside(bench: &Bench<'_>) -> Ran {
    overlap(bench, (24, 1), (26, 5)).await
}

pub(super) async fn subnet_around(bench: &Bench<'_>) -> Ran {
    overlap(bench, (24, 1), (23, 0)).await
}

pub(super) async fn beside(bench: &Bench<'_>) -> Ran {
    bench.create(&bench.spec_in("first", bench.part(24, 0)?)?).await?;
    bench.create(&bench.spec_in("second", bench.part(24, 1)?)?).await?;
    Ok(())
}

pub(super) async fn predefined(bench: &Bench<'_>) -> Ran {
    let name = needs::predefined(&bench.host);
    let spec = NetworkSpec::new(NetworkName::new(name)?, needs::driver(&bench.host));
    // A swarm manager looks among its own networks first, and finds a copy of the predefined one there.
    bench.try_create(&spec).await.refused(
        "create the predefined network",
        "PredefinedNetwork or NetworkExists with the name",
        |meaning| {
            let copy = matches!(meaning, Meaning::NetworkExists { network } if network == name);
            let own = Meaning::PredefinedNetwork { network: Some(name.to_owned()) };
            copy || *meaning == own || *meaning == Meaning::PredefinedNetwork { network: None }
        },
    )
}

pub(super) async fn unknown_driver(bench: &Bench<'_>) -> Ran {
    let spec = NetworkSpec::new(bench.network_name("net")?, Driver::from("docknet-nosuch"));
    bench.try_create(&spec).await.refused(
        "create a network with a driver nobody has",
        "DriverNotFound with the driver",
        |meaning| matches!(meaning, Meaning::DriverNotFound { driver } if driver == "docknet-nosuch"),
    )
}

pub(super) async fn two_subnets(bench: &Bench<'_>) -> Ran {
    let spec = bench.spec_in("net", bench.part(24, 0)?)?.with_pool(IpamPool::new(bench.part(24, 1)?))?;
    bench.try_create(&spec).await.refused(
        "create a bridge with two IPv4 subnets",
        "Unsupported",
        |meaning| matches!(meaning, Meaning::Unsupported { .. }),
    )?;
    // Nothing of it may be left: a refused network holds no subnet.
    bench.create(&bench.spec_in("net", bench.part(24, 0)?)?).await.map(drop)
}

pub(super) async fn gateway(bench: &Bench<'_>) -> Ran {
    let subnet = bench.subnet()?;
    let pool = IpamPool::new(subnet).with_gateway(nth_address(subnet, 200)?)?;
    let id = bench.create(&bench.spec("net")?.with_pool(pool.clone())?).await?;
    same("the pools", &bench.inspect(&id).await?.spec.pools().to_vec(), &vec![pool])
}

pub(super) async fn range(bench: &Bench<'_>) -> Ran {
    let subnet = bench.part(24, 1)?;
    let pool = IpamPool::new(subnet).with_gateway(nth_address(subnet, 1)?)?.with_range(bench.part(25, 3)?)?;
    let id = bench.create(&bench.spec("net")?.with_pool(pool.clone())?).await?;
    same("the pools", &bench.inspect(&id).await?.spec.pools().to_vec(), &vec![pool])
}

pub(super) async fn auxiliary(bench: &Bench<'_>) -> Ran {
    let subnet = bench.subnet()?;
    let pool = IpamPool::new(subnet)
        .with_gateway(nth_address(subnet, 1)?)?
        .with_auxiliary("router", nth_address(subnet, 2)?)?;
    let id = bench.create(&bench.spec("net")?.with_pool(pool.clone())?).await?;
    same("the pools", &bench.inspect(&id).await?.spec.pools().to_vec(), &vec![pool])
}

pub(super) async fn labels_and_options(bench: &Bench<'_>) -> Ran {
    let spec = bench.spec_in("net", bench.subnet()?)?;
    let spec = spec.with_label("purpose", "trying out = all").with_option("docknet.unknown", "kept");
    let id = bench.create(&spec).await?;
    let network = bench.inspect(&id).await?;
    same("the labels", network.spec.labels(), spec.labels())?;
    let found = network.spec.options().get("docknet.unknown").map(String::as_str);
    same("the driver option", &found, &Some("kept"))
}

pub(super) async fn internal(bench: &Bench<'_>) -> Ran {
    let id = bench.create(&bench.spec_in("net", bench.subnet()?)?.with_internal(true)).await?;
    same("whether it is internal", &bench.inspect(&id).await?.spec.internal(), &true)
}

pub(super) async fn ipv6(bench: &Bench<'_>) -> Ran {
    let (ipv4, ipv6) = (bench.subnet()?, bench.subnet_ipv6()?);
    let pool = IpamPool::new(ipv6).with_gateway(nth_address(ipv6, 1)?)?;
    let id = bench.create(&bench.spec_in("net", ipv4)?.with_pool(pool.clone())?).await?;
    let network = bench.inspect(&id).await?;
    same("whether it has IPv6", &network.spec.ipv6(), &true)?;
    same("the IPv6 pool", &network.spec.pools().iter().find(|pool| !pool.subnet().is_ipv4()), &Some(&pool))
}
