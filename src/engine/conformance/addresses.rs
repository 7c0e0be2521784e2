//! Who gets which address.

use std::net::IpAddr;

use super::bench::{Bench, Expect as _, nth_address};
use super::mismatch::same;
use super::{Mismatch, needs};
use crate::engine::{EngineError, Meaning};
use crate::model::{ContainerName, EndpointAddress, EndpointSpec, IpamPool, NetworkId, Subnet};

type Ran = Result<(), Mismatch>;

/// A network in the first subnet with the first address as its gateway.
async fn network(bench: &Bench<'_>) -> Result<(NetworkId, Subnet), Mismatch> {
    let subnet = bench.subnet()?;
    let pool = IpamPool::new(subnet).with_gateway(nth_address(subnet, 1)?)?;
    Ok((bench.create(&bench.spec("net")?.with_pool(pool)?).await?, subnet))
}

/// A container that asks for an address, which need not be in the network's subnet.
fn asking(container: &ContainerName, address: IpAddr) -> Result<EndpointSpec, Mismatch> {
    let length = if address.is_ipv4() { 22 } else { 64 };
    let subnet = Subnet::around(address, length)?;
    Ok(EndpointSpec::new(container.clone()).with_address(EndpointAddress::new(address, subnet)?))
}

async fn ask(
    bench: &Bench<'_>,
    id: &NetworkId,
    container: &ContainerName,
    address: IpAddr,
) -> Result<Result<(), EngineError>, Mismatch> {
    Ok(bench.engine().connect(id.into(), &asking(container, address)?).await)
}

fn taken(meaning: &Meaning) -> bool {
    *meaning == Meaning::AddressInUse
}

pub(super) async fn lowest_free(bench: &Bench<'_>) -> Ran {
    let (id, subnet) = network(bench).await?;
    for (word, offset) in [("c1", 2), ("c2", 3)] {
        let container = bench.run(word).await?;
        bench.connect(&id, &EndpointSpec::new(container.clone())).await?;
        bench.has_address(&id, &container, subnet.nth(offset)).await?;
    }
    Ok(())
}

pub(super) async fn around_static(bench: &Bench<'_>) -> Ran {
    let (id, subnet) = network(bench).await?;
    let (first, second) = (bench.run("c1").await?, bench.run("c2").await?);
    ask(bench, &id, &first, nth_address(subnet, 2)?).await?.done("ask for an address")?;
    bench.connect(&id, &EndpointSpec::new(second.clone())).await?;
    bench.has_address(&id, &second, subnet.nth(3)).await
}

pub(super) async fn freed(bench: &Bench<'_>) -> Ran {
    let (id, subnet) = network(bench).await?;
    let (first, second) = (bench.run("c1").await?, bench.run("c2").await?);
    bench.connect(&id, &EndpointSpec::new(first.clone())).await?;
    bench.disconnect(&id, &first).await?;
    bench.connect(&id, &EndpointSpec::new(second.clone())).await?;
    bench.has_address(&id, &second, subnet.nth(2)).await
}

pub(super) async fn freed_static(bench: &Bench<'_>) -> Ran {
    let (id, subnet) = network(bench).await?;
    let (first, second) = (bench.run("c1").await?, bench.run("c2").await?);
    let address = nth_address(subnet, 50)?;
    ask(bench, &id, &first, address).await?.done("ask for an address")?;
    bench.disconnect(&id, &first).await?;
    ask(bench, &id, &second, address).await?.done("ask for an address that was given back")?;
    bench.has_address(&id, &second, Some(address)).await
}

pub(super) async fn in_subnet(bench: &Bench<'_>) -> Ran {
    let (id, subnet) = network(bench).await?;
    let container = bench.run("c1").await?;
    ask(bench, &id, &container, nth_address(subnet, 254)?).await?.done("ask for an address")?;
    bench.has_address(&id, &container, subnet.nth(254)).await
}

pub(super) async fn outside_subnet(bench: &Bench<'_>) -> Ran {
    let (id, _) = network(bench).await?;
    let container = bench.run("c1").await?;
    let address = nth_address(bench.part(24, 1)?, 7)?;
    ask(bench, &id, &container, address).await?.refused(
        "ask for an address in another subnet",
        "AddressOutside with the address",
        |meaning| matches!(meaning, Meaning::AddressOutside { address: found } if *found == Some(address)),
    )?;
    same("how many are in it", &bench.inspect(&id).await?.endpoints.len(), &0)
}

pub(super) async fn of_another(bench: &Bench<'_>) -> Ran {
    let (id, subnet) = network(bench).await?;
    let (first, second) = (bench.run("c1").await?, bench.run("c2").await?);
    let address = nth_address(subnet, 9)?;
    ask(bench, &id, &first, address).await?.done("ask for an address")?;
    ask(bench, &id, &second, address).await?.refused("ask for a taken address", "AddressInUse", taken)?;
    bench.has_address(&id, &first, Some(address)).await
}

pub(super) async fn of_gateway(bench: &Bench<'_>) -> Ran {
    let (id, subnet) = network(bench).await?;
    let container = bench.run("c1").await?;
    let gateway = nth_address(subnet, 1)?;
    ask(bench, &id, &container, gateway).await?.refused("ask for the gateway", "AddressInUse", taken)
}

pub(super) async fn of_broadcast(bench: &Bench<'_>) -> Ran {
    let (id, subnet) = network(bench).await?;
    let container = bench.run("c1").await?;
    let last = subnet.last();
    ask(bench, &id, &container, last).await?.refused("ask for the broadcast address", "AddressInUse", taken)
}

pub(super) async fn auxiliary(bench: &Bench<'_>) -> Ran {
    let subnet = bench.subnet()?;
    let kept = nth_address(subnet, 2)?;
    let pool = IpamPool::new(subnet).with_gateway(nth_address(subnet, 1)?)?.with_auxiliary("router", kept)?;
    let id = bench.create(&bench.spec("net")?.with_pool(pool)?).await?;
    let container = bench.run("c1").await?;
    ask(bench, &id, &container, kept).await?.refused("ask for a kept address", "AddressInUse", taken)?;
    bench.connect(&id, &EndpointSpec::new(container.clone())).await?;
    bench.has_address(&id, &container, subnet.nth(3)).await
}

pub(super) async fn on_automatic(bench: &Bench<'_>) -> Ran {
    let id = bench.create(&bench.spec("net")?).await?;
    let picked = bench.inspect(&id).await?.spec.subnets().next();
    let address = picked.and_then(|subnet| subnet.nth(40)).ok_or_else(|| Mismatch::Different {
        what: "the subnet the engine picked",
        expected: "one with 40 addresses".into(),
        found: format!("{picked:?}"),
    })?;
    let container = bench.run("c1").await?;
    let asked = ask(bench, &id, &container, address).await?;
    if needs::static_on_automatic(&bench.host) {
        asked.done("ask for an address where the engine picked the subnet")?;
        return bench.has_address(&id, &container, Some(address)).await;
    }
    asked.refused(
        "ask for an address where the engine picked the subnet",
        "StaticAddressNeedsSubnet",
        |meaning| *meaning == Meaning::StaticAddressNeedsSubnet,
    )
}

/// A range of four addresses, the first of which is the gateway.
async fn small_range(bench: &Bench<'_>) -> Result<(NetworkId, Subnet, Subnet), Mismatch> {
    let (subnet, range) = (bench.subnet()?, bench.part(30, 32)?);
    let pool = IpamPool::new(subnet).with_gateway(nth_address(range, 0)?)?.with_range(range)?;
    Ok((bench.create(&bench.spec("net")?.with_pool(pool)?).await?, subnet, range))
}

pub(super) async fn range_is_exhausted(bench: &Bench<'_>) -> Ran {
    let (id, _, range) = small_range(bench).await?;
    for (word, offset) in [("c1", 1), ("c2", 2), ("c3", 3)] {
        let container = bench.run(word).await?;
        bench.connect(&id, &EndpointSpec::new(container.clone())).await?;
        bench.has_address(&id, &container, range.nth(offset)).await?;
    }
    let fourth = EndpointSpec::new(bench.run("c4").await?);
    bench.engine().connect((&id).into(), &fourth).await.refused(
        "connect where the range is used up",
        "NoAddressLeft",
        |meaning| matches!(meaning, Meaning::NoAddressLeft { .. }),
    )
}

pub(super) async fn outside_range(bench: &Bench<'_>) -> Ran {
    let (id, subnet, _) = small_range(bench).await?;
    let container = bench.run("c1").await?;
    let address = nth_address(subnet, 10)?;
    ask(bench, &id, &container, address).await?.done("ask for an address outside the range")?;
    bench.has_address(&id, &container, Some(address)).await
}

pub(super) async fn ipv6(bench: &Bench<'_>) -> Ran {
    let (ipv4, ipv6) = (bench.subnet()?, bench.subnet_ipv6()?);
    let spec = bench.spec_in("net", ipv4)?.with_pool(IpamPool::new(ipv6))?;
    let id = bench.create(&spec).await?;
    let container = bench.run("c1").await?;
    let address = nth_address(ipv6, 0x99)?;
    ask(bench, &id, &container, address).await?.done("ask for an IPv6 address")?;
    let network = bench.inspect(&id).await?;
    let found = network.endpoint(&container).and_then(|endpoint| endpoint.ipv6).map(|at| at.address());
    same("the IPv6 address", &found, &Some(address))
}
