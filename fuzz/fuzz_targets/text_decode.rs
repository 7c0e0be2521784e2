//! Text from any bytes: what is UTF-8 without a mark stays as it is.
#![no_main]

use docknet::wire::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = decode(bytes);
    if let (Ok(plain), Ok(text)) = (std::str::from_utf8(bytes), text) {
        assert_eq!(plain.strip_prefix('\u{feff}').unwrap_or(plain), text);
    }
});
