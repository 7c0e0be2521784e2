//! What the capability table says of a Linux engine, asked of a real one.
#![cfg(all(feature = "docker", unix))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod support;

use std::panic::AssertUnwindSafe;

use docknet::engine::conformance::Subject;
use docknet::engine::{Engine, Meaning};
use docknet::host::{Capability, Support};
use docknet::model::{
    ContainerName, Driver, EndpointSpec, IpamPool, Network, NetworkName, NetworkSpec, Subnet,
};
use futures_util::FutureExt as _;
use support::{RealEngine, prefix};

#[tokio::test]
#[ignore = "needs a Docker engine"]
async fn the_table_says_what_a_real_engine_does() {
    let prefix = prefix();
    let real = RealEngine::prepare(&prefix).await;
    let asked = AssertUnwindSafe(ask(&real, &prefix)).catch_unwind().await;
    for word in WORDS {
        let _gone = real.engine().remove_network((&named::<NetworkName>(&prefix, word)).into()).await;
    }
    let _gone = real.remove_container(&named(&prefix, "web")).await;
    for word in WORDS {
        let _gone = real.engine().remove_network((&named::<NetworkName>(&prefix, word)).into()).await;
    }
    real.clean_up().await;
    let asked = asked.expect("the questions can be asked");
    let host = real.engine().host().await.unwrap();
    for (capability, does) in &asked {
        let verdict = host.can(*capability);
        let says = verdict.support == Support::Supported;
        println!(
            "{capability:<40} table {:<12} engine {}",
            verdict.support.to_string(),
            if *does { "yes" } else { "no" }
        );
        assert_eq!(says, *does, "{verdict}");
    }
    assert!(asked.len() >= 13, "{} facts", asked.len());
}

const WORDS: &[&str] = &["a", "b", "c", "d", "range", "six"];

fn named<T: std::str::FromStr<Err = docknet::model::NameError>>(prefix: &str, word: &str) -> T {
    format!("{prefix}-{word}").parse().unwrap()
}

async fn ask(real: &RealEngine, prefix: &str) -> Vec<(Capability, bool)> {
    let engine = real.engine();
    let network = |word: &str| named::<NetworkName>(prefix, word);
    let container: ContainerName = named(prefix, "web");
    let mut asked = Vec::new();

    // An engine looks for a driver it does not have for 15 seconds, so only two of them are asked for.
    for (capability, driver) in [
        (Capability::BridgeDriver, Driver::Bridge),
        (Capability::NatDriver, Driver::Nat),
        (Capability::TransparentDriver, Driver::Transparent),
    ] {
        let made = engine.create_network(&NetworkSpec::new(network("a"), driver)).await;
        if let Err(error) = &made {
            assert!(matches!(error.meaning(), Some(Meaning::DriverNotFound { .. })), "{error}");
        }
        asked.push((capability, made.is_ok()));
        if made.is_ok() {
            engine.remove_network((&network("a")).into()).await.unwrap();
        }
    }

    let first = automatic(engine, &network("a")).await;
    engine.remove_network((&network("a")).into()).await.unwrap();
    let second = automatic(engine, &network("b")).await;
    asked.push((Capability::FreedSubnetReusedAtOnce, first == second));

    real.run_container(&container).await.unwrap();
    let joined = |word: &'static str, address: Option<&'static str>| {
        let wish = EndpointSpec::new(container.clone());
        let wish = address.map_or(wish.clone(), |address| wish.with_address(address.parse().unwrap()));
        async move { engine.connect((&named::<NetworkName>(prefix, word)).into(), &wish).await.is_ok() }
    };
    let inside = second.nth(9).unwrap().to_string();
    let on_automatic = EndpointSpec::new(container.clone())
        .with_address(format!("{inside}/{}", second.length()).parse().unwrap());
    let static_on_automatic = engine.connect((&network("b")).into(), &on_automatic).await.is_ok();
    asked.push((Capability::StaticAddressOnAutomaticSubnet, static_on_automatic));
    let default = "bridge".parse::<NetworkName>().unwrap();
    let _left = engine.disconnect((&default).into(), &container).await;
    let on_default = EndpointSpec::new(container.clone()).with_address("172.17.0.9/16".parse().unwrap());
    let static_on_default = engine.connect((&default).into(), &on_default).await.is_ok();
    asked.push((Capability::StaticAddressOnDefaultNetwork, static_on_default));

    let pool = IpamPool::new("10.232.1.0/24".parse().unwrap());
    engine.create_network(&spec(&network("c"), pool)).await.unwrap();
    asked.push((Capability::ConnectWhileRunning, joined("c", None).await));
    let there = endpoint(engine, &network("c"), &container).await;
    asked.push((Capability::LowestFreeAddress, there.0 == "10.232.1.2/24"));
    asked.push((Capability::MacFromAddress, there.1 == "02:42:0a:e8:01:02"));

    let ranged = IpamPool::new("10.232.2.0/24".parse().unwrap())
        .with_range("10.232.2.128/25".parse().unwrap())
        .unwrap();
    engine.create_network(&spec(&network("range"), ranged)).await.unwrap();
    assert!(joined("range", None).await);
    let there = endpoint(engine, &network("range"), &container).await;
    asked.push((Capability::DynamicRange, there.0 == "10.232.2.129/24"));

    let pool = IpamPool::new("10.232.3.0/24".parse().unwrap());
    engine.create_network(&spec(&network("d"), pool)).await.unwrap();
    asked.push((Capability::StaticAddress, joined("d", Some("10.232.3.77/24")).await));

    let six = spec(&network("six"), IpamPool::new("fd00:d0c4::/64".parse().unwrap()));
    asked.push((Capability::Ipv6, engine.create_network(&six).await.is_ok()));
    let automatic = NetworkSpec::new(network("a"), Driver::Bridge).with_ipv6(true);
    asked.push((Capability::Ipv6AutomaticSubnets, engine.create_network(&automatic).await.is_ok()));
    asked
}

fn spec(name: &NetworkName, pool: IpamPool) -> NetworkSpec {
    NetworkSpec::new(name.clone(), Driver::Bridge).with_pool(pool).unwrap()
}

async fn automatic(engine: &dyn Engine, name: &NetworkName) -> Subnet {
    engine.create_network(&NetworkSpec::new(name.clone(), Driver::Bridge)).await.unwrap();
    let made: Network = engine.network(name.into()).await.unwrap();
    made.spec.subnets().next().unwrap()
}

/// The address and the hardware address a container has in a network.
async fn endpoint(engine: &dyn Engine, name: &NetworkName, container: &ContainerName) -> (String, String) {
    let network = engine.network(name.into()).await.unwrap();
    let there = network.endpoint(container).unwrap();
    (there.ipv4.unwrap().to_string(), there.mac.unwrap().to_string())
}
