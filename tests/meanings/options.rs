//! Options of drivers.

use docknet::engine::{Meaning, OptionFault};

use super::Sentence;

fn unparsable(key: &str, value: &str) -> Meaning {
    Meaning::Option(OptionFault::Unparsable { key: key.into(), value: value.into() })
}

pub(super) fn options() -> Vec<Sentence> {
    let option = Meaning::Option;
    let mode = |driver: &str, default: &str| {
        option(OptionFault::BadMode { driver: driver.into(), mode: "bogus".into(), default: default.into() })
    };
    let number = || option(OptionFault::NotNumber { given: "x".into() });
    vec![
        (
            500,
            "20.10.24",
            "failed to parse com.docker.network.driver.mtu value: foo (strconv.Atoi: parsing \"foo\": invalid syntax)",
            unparsable("com.docker.network.driver.mtu", "foo"),
        ),
        (
            400,
            "25.0.0",
            "failed to parse com.docker.network.bridge.host_binding_ipv4 value: zz (nil ip)",
            unparsable("com.docker.network.bridge.host_binding_ipv4", "zz"),
        ),
        (
            400,
            "28.0.0",
            "driver-opt \"com.docker.network.enable_ipv6\" is not a valid bool",
            option(OptionFault::NotBool { key: "com.docker.network.enable_ipv6".into() }),
        ),
        (
            500,
            "20.10.24",
            "failed to check bridge interface existence: numerical result out of range",
            option(OptionFault::BridgeNameTooLong),
        ),
        (
            500,
            "20.10.24",
            "invalid subinterface vlan name nosuch0, example formatting is eth0.10",
            option(OptionFault::ParentNotVlan { parent: "nosuch0".into() }),
        ),
        (
            500,
            "20.10.24",
            "-o parent interface does was not found on the host: nosuch0",
            option(OptionFault::ParentMissing { parent: "nosuch0".into() }),
        ),
        (
            500,
            "20.10.24",
            "-o parent interface was not found on the host: nosuch0",
            option(OptionFault::ParentMissing { parent: "nosuch0".into() }),
        ),
        (
            500,
            "20.10.24",
            "requested macvlan mode 'bogus' is not valid, 'bridge' mode is the macvlan driver default",
            mode("macvlan", "bridge"),
        ),
        (
            500,
            "20.10.24",
            "requested ipvlan mode 'bogus' is not valid, 'l2' mode is the ipvlan driver default",
            mode("ipvlan", "l2"),
        ),
        (500, "20.10.24", "strconv.ParseUint: parsing \"x\": invalid syntax", number()),
        (500, "20.10.24", "strconv.ParseBool: parsing \"x\": invalid syntax", number()),
        (500, "20.10.24", "strconv.Atoi: parsing \"x\": invalid syntax", number()),
    ]
}
