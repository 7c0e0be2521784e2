//! Every sentence that engines are known to say means what it says, and nothing else does.

#![expect(
    clippy::unwrap_used,
    clippy::too_many_lines,
    reason = "tables of sentences, whose data is written here"
)]

#[path = "meanings/addresses.rs"]
mod addresses;
#[path = "meanings/connections.rs"]
mod connections;
#[path = "meanings/names.rs"]
mod names;
#[path = "meanings/options.rs"]
mod options;
#[path = "meanings/requests.rs"]
mod requests;
#[path = "meanings/services.rs"]
mod services;
#[path = "meanings/subnets.rs"]
mod subnets;
#[path = "meanings/swarm.rs"]
mod swarm;
#[path = "meanings/windows.rs"]
mod windows;

use std::collections::BTreeSet;

use docknet::engine::{Answer, Around, Meaning, Reading, Wording, meaning, wordings};
use docknet::host::EngineVersion;
use docknet::model::Driver;
use docknet::simulation::Refusal;
use proptest::prelude::*;

/// Status, engine, sentence and what it means. Status 0 stands where there is none: in logs and in tasks.
type Sentence = (u16, &'static str, &'static str, Meaning);

fn sentences() -> Vec<Sentence> {
    [
        names::names(),
        subnets::subnets(),
        names::scopes(),
        options::options(),
        swarm::states(),
        services::services(),
        services::tasks(),
        addresses::addresses(),
        connections::connections(),
        connections::containers(),
        connections::ports(),
        windows::windows(),
        requests::daemons(),
        requests::requests(),
    ]
    .concat()
}

fn answer(status: u16, engine: &str, sentence: &str) -> Answer {
    Answer::new(status, sentence).with_engine(Some(engine.parse().unwrap()))
}

fn of(sentence: &str) -> Meaning {
    meaning(&Answer::new(500, sentence))
}

#[test]
fn every_sentence_means_what_it_says() {
    let all = sentences();
    assert!(all.len() >= 130, "{} sentences", all.len());
    for (status, engine, sentence, expected) in all {
        assert!(!matches!(expected, Meaning::Unrecognised | Meaning::InvalidRequest), "{sentence}");
        for around in ["", "Error response from daemon: "] {
            let sentence = format!("{around}{sentence}");
            assert_eq!(meaning(&answer(status, engine, &sentence)), expected, "{engine}: {sentence}");
        }
        let explanation = expected.explanation();
        assert!(!explanation.what.is_empty() && !explanation.why.is_empty() && !explanation.cure.is_empty());
        assert!(!explanation.what.contains(['{', '\n']), "{explanation:?}");
    }
}

#[test]
fn every_wording_is_said_once_at_least() {
    let heard: BTreeSet<_> = sentences()
        .iter()
        .flat_map(|(status, engine, sentence, _)| Reading::of(&answer(*status, engine, sentence)).wordings)
        .map(Wording::pattern)
        .collect();
    let silent: Vec<_> = wordings().map(Wording::pattern).filter(|p| !heard.contains(p)).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn a_wording_is_said_by_engines_that_have_it() {
    for (status, engine, sentence, _) in sentences() {
        let version: EngineVersion = engine.parse().unwrap();
        for wording in Reading::of(&answer(status, engine, sentence)).wordings {
            let begun = wording.first().is_none_or(|first| first <= version);
            let ended = wording.gone().is_some_and(|gone| gone <= version);
            assert!(begun && !ended, "{engine} says {sentence:?}, which is {wording:?}");
        }
    }
}

#[test]
fn everything_the_simulation_says_is_understood() {
    let text = String::from;
    let (network, id) = (|| text("back"), || text("0123456789abcdef"));
    let refusals = [
        Refusal::AddressInUse,
        Refusal::AddressOutside { address: "10.9.9.9".parse().unwrap() },
        Refusal::AlreadyConnected { container: text("c"), network: network() },
        Refusal::Ambiguous { network: network(), matches: 2 },
        Refusal::ContainerExists { name: text("c"), id: id() },
        Refusal::ContainerMissing { name: text("c") },
        Refusal::DriverMissing { driver: Driver::Nat },
        Refusal::GatewayMissing,
        Refusal::Hns { code: 0x57, text: "The parameter is incorrect." },
        Refusal::InUse { network: network(), id: id(), endpoints: vec![(text("c"), id())] },
        Refusal::NetworkExists { network: network() },
        Refusal::NetworkMissing { network: network() },
        Refusal::NoAddressLeft { network: network(), id: id() },
        Refusal::NotConnected { container: text("c"), network: network(), running: true },
        Refusal::NotConnected { container: text("c"), network: network(), running: false },
        Refusal::NotSwarmManager,
        Refusal::PoolsExhausted,
        Refusal::PortAllocated { address: [0, 0, 0, 0].into(), port: 80, endpoint: text("c"), id: id() },
        Refusal::PredefinedCreate { network: text("bridge") },
        Refusal::PredefinedRemove { network: text("bridge") },
        Refusal::SeveralSubnets,
        Refusal::StaticNeedsSubnet,
        Refusal::StaticOnPredefined,
        Refusal::SubnetOverlap,
        Refusal::WindowsHostAddress,
        Refusal::WindowsIpv6,
        Refusal::WindowsProtocol { protocol: text("sctp") },
        Refusal::WindowsRange,
    ];
    for engine in [
        "18.09.9", "19.03.15", "20.10.24", "23.0.0", "24.0.9", "25.0.5", "26.1.0", "27.5.1", "28.0.0",
        "28.5.2", "29.0.0", "29.1.0", "29.2.0",
    ] {
        let version: EngineVersion = engine.parse().unwrap();
        for refusal in &refusals {
            let sentence = refusal.sentence(&version);
            let understood = meaning(&answer(refusal.status(&version), engine, &sentence));
            let lost = matches!(understood, Meaning::Unrecognised | Meaning::InvalidRequest);
            assert!(!lost, "{engine}: {sentence}");
        }
    }
}

#[test]
fn what_is_around_a_sentence_is_kept() {
    let sentence = "docker: Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint c (8f): Bind for 0.0.0.0:80 failed: port is already allocated\n\nRun 'docker run --help' for more information";
    let reading = Reading::of(&Answer::new(500, sentence));
    let publishing = Around::Publishing { container: "c".into(), endpoint: "8f".into() };
    assert_eq!(reading.around, [Around::Client, Around::Starting, publishing]);
    assert!(matches!(reading.meaning, Meaning::PortInUse { port: Some(80), .. }));
    for (code, number) in [("FailedPrecondition", 9), ("9", 9), ("3", 3)] {
        let sentence = format!("rpc error: code = {code} desc = network x is in use");
        let around = Reading::of(&Answer::new(500, sentence)).around;
        assert!(matches!(around[..], [Around::Grpc(code)] if code.number() == number), "{around:?}");
    }
}

#[test]
fn a_status_says_no_more_than_it_says() {
    assert_eq!(of("something new"), Meaning::Unrecognised);
    assert_eq!(meaning(&Answer::new(400, "something new")), Meaning::InvalidRequest);
    // A swarm answers 400 also where the swarm is not as it must be.
    let precondition = "rpc error: code = FailedPrecondition desc = something new";
    assert_eq!(meaning(&Answer::new(400, precondition)), Meaning::Unrecognised);
    // One item of a list that nobody knows does not hide the others.
    let list = "invalid network config:\n* something new\n* invalid subnet x: invalid CIDR block notation";
    assert!(
        matches!(meaning(&Answer::new(400, list)), Meaning::Several(all) if all[0] == Meaning::Unrecognised && all.len() == 2)
    );
}

#[test]
fn a_code_of_hns_explains_itself_in_every_language() {
    for said in [
        "Параметр задан неверно. (0x57)",
        "Der Parameter ist falsch. (0x80070057)",
        "The parameter is incorrect.",
    ] {
        let wrapped = "failed to create endpoint c on network nat: failed during hnsCallRawResponse: hnsCall failed in Win32";
        let meaning = of(&format!("{wrapped}: {said}"));
        let explanation = meaning.explanation();
        let what =
            "HNS refused with code 0x57, ERROR_INVALID_PARAMETER: HNS does not take a value of the request";
        assert_eq!(explanation.what, what, "{said}");
        assert!(
            explanation.why.starts_with("A second NAT prefix on a host that takes one"),
            "{explanation:?}"
        );
        assert!(explanation.cure.contains("Get-NetNat | Remove-NetNat"), "{explanation:?}");
        let Meaning::Hns { code: Some(code) } = meaning else { panic!("{said}: {meaning:?}") };
        assert_eq!(code.fact().map(|fact| fact.name), Some("ERROR_INVALID_PARAMETER"));
    }
    let unheard = of("hnsCall failed in Win32: Что-то. (0x9999)").explanation();
    assert_eq!(unheard.what, "HNS refused with code 0x9999");
    assert!(unheard.cure.starts_with("Look the code up"), "{unheard:?}");
}

#[test]
fn names_that_look_like_sentences_are_names() {
    for name in [
        "x not found",
        "\"q\"",
        "a (2 matches found)",
        "id 4f has active endpoints",
        "a id b",
        "é\n* x",
        "rpc error: code = 3 desc = x",
    ] {
        let network = name.to_owned();
        assert_eq!(
            of(&format!("network {name} not found")),
            Meaning::NetworkNotFound { network: network.clone() }
        );
        let exists = of(&format!("network with name {name} already exists"));
        assert_eq!(exists, Meaning::NetworkExists { network: network.clone() });
        let full = of(&format!("no available IPv4 addresses on this network's address pools: {name} (4f)"));
        assert!(matches!(full, Meaning::NoAddressLeft { network: Some(found), .. } if found == name));
        let used = of(&format!("error while removing network: network {name} id 4f0e has active endpoints"));
        assert!(matches!(used, Meaning::NetworkInUse { network: found, .. } if found == name), "{name}");
    }
}

#[test]
fn a_megabyte_of_anything_is_read() {
    for part in [
        "network ",
        "rpc error: code = 3 desc = ",
        "failed to create endpoint ",
        "invalid network config:\n* ",
        "\n* ",
    ] {
        let long = part.repeat(1_000_000 / part.len());
        assert_eq!(of(&long), of(&long));
    }
}

proptest! {
    #[test]
    fn any_name_comes_back(name in "\\PC{1,40}") {
        prop_assume!(name.trim() == name);
        let network = Meaning::NetworkNotFound { network: name.clone() };
        prop_assert_eq!(of(&format!("network {name} not found")), network);
        let connected = Meaning::AlreadyConnected { container: "c1".into(), network: name.clone() };
        prop_assert_eq!(of(&format!("endpoint with name c1 already exists in network {name}")), connected);
        let ambiguous = Meaning::AmbiguousNetwork { network: name.clone(), matches: 2 };
        prop_assert_eq!(of(&format!("network {name} is ambiguous (2 matches found on name)")), ambiguous);
    }

    #[test]
    fn no_text_is_too_strange(text in any::<String>(), status in any::<u16>()) {
        let _: Meaning = meaning(&Answer::new(status, text.clone()));
        for (_, _, sentence, _) in sentences().iter().step_by(7) {
            let end = sentence.char_indices().map(|(at, _)| at).nth(sentence.chars().count() / 2).unwrap_or(0);
            let _: Meaning = meaning(&Answer::new(status, format!("{}{text}{}", &sentence[..end], &sentence[end..])));
        }
    }
}
