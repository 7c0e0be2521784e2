//! What a person types, from any text: what is read is written, and reads as the same again.
#![no_main]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use docknet::host::{EngineVersion, Host, WindowsBuild};
use docknet::model::{AddressRange, EndpointAddress, PublishedPort, Subnet};
use libfuzzer_sys::fuzz_target;

fn comes_back<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let written = value.to_string();
        assert_eq!(written.parse::<T>().ok(), Some(value), "{text:?} is written {written:?}");
    }
}

fuzz_target!(|text: &str| {
    comes_back::<EngineVersion>(text);
    comes_back::<Subnet>(text);
    comes_back::<AddressRange>(text);
    comes_back::<PublishedPort>(text);
    comes_back::<EndpointAddress>(text);
    // Hosts and builds are shown in words that are not those a person types.
    if let Ok(build) = text.parse::<WindowsBuild>() {
        assert!(build.to_string().contains(&build.number().to_string()), "{text:?} is shown as {build}");
    }
    if let Ok(host) = text.parse::<Host>() {
        assert!(!host.to_string().is_empty());
        let json = serde_json::to_string(&host).expect("a host is written");
        assert_eq!(serde_json::from_str::<Host>(&json).ok(), Some(host), "{text:?} is written {json}");
    }
});
