//! What an engine says of itself, from any text: a host or a reason, and every host is judged.
#![no_main]

use docknet::host::{Capability, Host};
use docknet::wire::EngineDocument;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let read = EngineDocument::parse(text).map_err(|error| error.to_string());
    let host = read.and_then(|document| {
        assert_eq!(document.clone().and(document.clone()), document);
        Host::try_from(&document).map_err(|error| error.to_string())
    });
    assert_eq!(Host::from_engine(text).map_err(|error| error.to_string()), host);
    if let Ok(host) = host {
        assert!(!host.to_string().is_empty());
        for capability in Capability::ALL {
            let _ = host.can(*capability).to_string();
        }
    }
});
