//! The table as it is printed.

use docknet::host::{Capability, Host, Matrix, TableCount, Turn, WindowsBuild};

#[test]
fn every_build_is_printed_side_by_side() {
    let hosts = WindowsBuild::RELEASES.iter().map(|build| {
        let engine = if build.number() < 17763 { "20.10.24" } else { "28.2.2" };
        Host::windows(*build).with_engine(engine.parse().unwrap())
    });
    insta::assert_snapshot!(Matrix::new(hosts));
}

#[test]
fn linux_hosts_are_printed_side_by_side() {
    let hosts = [
        "linux-3.13@1.12.6",
        "linux-3.16@17.06",
        "linux-4.15@18.09",
        "linux-5.10@20.10.24",
        "linux-6.1@27.5",
        "linux-6.8@29.7",
    ];
    insta::assert_snapshot!(Matrix::new(hosts.map(|host| host.parse().unwrap())));
}

#[test]
fn an_upgrade_is_printed() {
    let host = |text: &str| text.parse::<Host>().unwrap();
    let upgrade = host("windows-server-2016@1.12.6").difference(&host("windows-server-2022@28.2"));
    insta::assert_snapshot!(upgrade);
    let lost = host("windows-server-2019@28.2").difference(&host("windows-server-2022@28.2"));
    assert!(lost.of(Turn::Lost).any(|change| change.capability == Capability::SeveralPublishedNatNetworks));
    assert!(host("linux").difference(&host("linux")).changes.is_empty());
}

#[test]
fn every_capability_says_what_it_is() {
    for capability in Capability::ALL {
        let slug = capability.slug();
        assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{slug}");
        assert_eq!(slug.parse(), Ok(*capability), "slugs are unique and read back");
        assert!(capability.describe().ends_with('.'), "{slug}: {}", capability.describe());
    }
}

#[test]
fn the_table_counts_itself() {
    let count = TableCount::of_the_table();
    let TableCount { capabilities, lines, documented, read_in_code, reported, unknown, disputed, .. } = count;
    assert_eq!(capabilities, Capability::ALL.len());
    assert!(capabilities >= 75);
    assert_eq!(documented + read_in_code + reported + unknown, lines);
    assert!(disputed > 0);
    println!("{count}");
}

#[test]
fn a_matrix_is_json_with_every_verdict() {
    let matrix = Matrix::new(["windows-server-2022@28.2".parse().unwrap(), "linux-5.15".parse().unwrap()]);
    let json = serde_json::to_value(&matrix).unwrap();
    assert_eq!(json["capabilities"].as_array().unwrap().len(), Capability::ALL.len());
    let first = &json["capabilities"][0][0];
    assert_eq!(
        (first["capability"].as_str(), first["support"].as_str()),
        (Some("bridge-driver"), Some("Unsupported"))
    );
    assert!(first["extent"].as_str().unwrap().starts_with("Windows builds from 14393"), "{first}");
}
