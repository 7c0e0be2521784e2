//! `docker network inspect` from any text: what is understood is written back without a loss.
#![no_main]

use docknet::wire::{Inspection, NetworkDocument};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(inspection) = Inspection::parse(text) else { return };
    let again = Inspection::from_value(inspection.to_value()).expect("what was read is read again");
    assert_eq!(again.to_value(), inspection.to_value());
    let _ = inspection.networks();
    for document in inspection.documents() {
        let Ok(network) = document.observed() else { continue };
        let same = document.with(&network).expect("a document that was understood");
        assert_eq!(same.value(), document.value(), "nothing differs");
        let built = NetworkDocument::new(&network);
        let _ = built.network();
        let _ = built.with(&network);
    }
});
