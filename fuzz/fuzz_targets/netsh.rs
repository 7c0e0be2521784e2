//! Port ranges of Windows' netsh from any text: what is read contains its own ports.
#![no_main]

use docknet::wire::{DynamicPorts, ExcludedPorts};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match text.parse::<ExcludedPorts>() {
        Ok(excluded) => {
            for range in excluded.ranges() {
                assert!(excluded.contains(range.ports.first()) && excluded.contains(range.ports.last()));
                assert!(excluded.range_of(range.ports.first()).is_some());
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    match text.parse::<DynamicPorts>() {
        Ok(dynamic) => assert!(dynamic.ports().ports() > 0),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
