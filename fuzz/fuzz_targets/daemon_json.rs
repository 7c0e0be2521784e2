//! daemon.json from any text: setting the prefix loses no key.
#![no_main]

use docknet::wire::DaemonDocument;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(before) = DaemonDocument::parse(text) else { return };
    let _ = before.fixed_cidr();
    let prefix = "10.10.0.0/20".parse().expect("a subnet");
    let Ok((after, _)) = before.with_fixed_cidr(prefix) else { return };
    for (key, value) in before.value().iter().filter(|(key, _)| *key != "fixed-cidr") {
        assert_eq!(after.value().get(key), Some(value));
    }
    assert_eq!(DaemonDocument::parse(&after.to_string()).expect("what was written is read"), after);
});
