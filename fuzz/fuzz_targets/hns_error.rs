//! HNS errors from any text: the text stays whole.
#![no_main]

use docknet::wire::HnsError;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(error) = HnsError::parse(text) {
        assert_eq!(error.text, text);
        assert!(text.contains(&error.sentence));
        let _ = error.to_string();
    }
    assert_eq!(HnsError::refused(text).text, text);
});
