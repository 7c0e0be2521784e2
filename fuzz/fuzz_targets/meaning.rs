//! What engines say, from any text: every meaning is explained.
#![no_main]

use docknet::engine::{Answer, Reading, meaning};
use docknet::host::EngineVersion;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let engines = [None, Some(EngineVersion::new(18, 9, 0)), Some(EngineVersion::new(29, 1, 0))];
    for (engine, status) in engines.into_iter().zip([500, 400, 0]) {
        let answer = Answer::new(status, text).with_engine(engine);
        let reading = Reading::of(&answer);
        assert_eq!(meaning(&answer), reading.meaning);
        let explanation = reading.meaning.explanation();
        assert!(!explanation.what.is_empty() && !explanation.why.is_empty() && !explanation.cure.is_empty());
    }
});
