//! HNS errors: every wrapping of every engine, and any language.

use docknet::wire::{HnsCode, HnsError, NotFoundKind};
use proptest::prelude::*;

fn code(text: &str) -> Option<u32> {
    let error = HnsError::parse(text)?;
    assert_eq!(error.text, text, "the text stays whole");
    error.code.map(HnsCode::value)
}

#[test]
fn every_wrapping_is_taken_off() {
    for (text, expected) in [
        ("HNS failed with error : The parameter is incorrect. ", 0x57),
        ("hns failed with error : The parameter is incorrect.", 0x57),
        ("HNS failed with error : the OBJECT already exists", 0x1392),
        ("HNS failed with error : The object identifier does not represent a valid object. ", 0x10d8),
        ("HNS failed with error : The specified port already exists. ", 0x803b_0013),
        ("hns failed with error : Unspecified error ", 0x8000_4005),
        ("hnsCall failed in Win32: Element not found. (0x490)", 0x490),
        ("hnsCall failed in Win32: The remote procedure call failed. (0x6be)", 0x6be),
        ("hnsCall failed in Win32: The service has not been started.", 0x426),
        (
            "failed during hnsCallRawResponse: hnsCall failed in Win32: The object already exists. (0x1392)",
            0x1392,
        ),
        (
            "failed to create endpoint c on network n: HNS failed with error : The process cannot access the file because it is being used by another process. ",
            0x20,
        ),
        (
            "failed to set up container networking: failed to create endpoint c on network n: failed during hnsCallRawResponse: hnsCall failed in Win32: The specified port already exists. (0x803b0013)",
            0x803b_0013,
        ),
        (
            "error while removing network: failed during hnsCallRawResponse: hnsCall failed in Win32: x (0x803b002c)",
            0x803b_002c,
        ),
        (
            "hcnCreateLoadBalancer failed in Win32: The specified port already exists. (0x803b0013)",
            0x803b_0013,
        ),
        ("hnsCall failed in Win32: x (0x80070422)", 0x422),
        ("hnsCall failed in Win32: x (0X80070057)", 0x57),
        ("hnsCall failed in Win32: Параметр задан неверно. (0x57)", 0x57),
        ("hnsCall failed in Win32: 找不到元素。（0x490）", 0x490),
        ("HNS failed with error : 0x803b0010 名称重复", 0x803b_0010),
        ("Fehler: Der angegebene Port ist belegt. (0x803b0013)", 0x803b_0013),
        ("A network with this name already exists. (0x803b0010)", 0x803b_0010),
        ("An adapter was not found.", 0x803b_0006),
        ("Network name \"nat\" not found", 0x803b_0001),
    ] {
        assert_eq!(code(text), Some(expected), "{text}");
    }
}

#[test]
fn the_parts_of_a_nested_text() {
    let text = "failed to set up container networking: failed to create endpoint web_1 on network nat: \
        hcnCreateEndpoint failed in Win32: Неизвестно. (0x803b002f)";
    let error = HnsError::parse(text).unwrap();
    assert_eq!((error.endpoint.as_deref(), error.network.as_deref()), (Some("web_1"), Some("nat")));
    assert_eq!((error.call.as_deref(), error.sentence.as_str()), (Some("hcnCreateEndpoint"), "Неизвестно."));
    assert!(error.code.unwrap().fact().unwrap().cure.unwrap().contains("Remove-HnsEndpoint"));
    for (text, kind, key) in [
        ("Network ID \"b1\" not found", NotFoundKind::NetworkId, "b1"),
        ("Endpoint ID \"b1\" not found", NotFoundKind::EndpointId, "b1"),
        ("Namespace ID \"b1\" not found", NotFoundKind::NamespaceId, "b1"),
        ("LoadBalancer \"b 1\" not found", NotFoundKind::LoadBalancer, "b 1"),
        ("SDN Route \"b1\" not found", NotFoundKind::SdnRoute, "b1"),
    ] {
        let missing = HnsError::parse(text).unwrap().missing.unwrap();
        assert_eq!((missing.kind, missing.key.as_str()), (kind, key));
    }
}

#[test]
fn what_is_not_of_hns_is_not_taken_for_it() {
    for text in [
        "",
        "network nat not found",
        "No such container: web",
        "failed to create endpoint a on network b: no",
        "(0x",
        "0x",
        "(0xzz)",
    ] {
        assert_eq!(HnsError::parse(text), None, "{text}");
    }
    let unknown = HnsError::parse("HNS failed with error : Etwas anderes. ").unwrap();
    assert_eq!((unknown.code, unknown.sentence.as_str()), (None, "Etwas anderes."));
}

#[test]
fn every_documented_code_is_there_once() {
    let codes: Vec<u32> = HnsCode::facts().map(|fact| fact.code.value()).collect();
    let hcn: Vec<u32> = codes.iter().copied().filter(|code| code >> 16 == 0x803b).collect();
    assert_eq!(hcn, (0x803b_0001..=0x803b_0037).collect::<Vec<_>>());
    assert_eq!(codes.iter().collect::<std::collections::BTreeSet<_>>().len(), codes.len());
    for code in [0x5, 0x20, 0x57, 0x490, 0x1392, 0x6be, 0x8007_0422, 0xc037_0101] {
        assert!(HnsCode::new(code).name().is_some(), "{code:#x}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_left(text in "(HNS failed with error : |failed in Win32: |[(]0x|0X|（|\\PC|on network ){0,9}") {
        if let Some(error) = HnsError::parse(&text) {
            prop_assert_eq!(&error.text, &text);
        }
    }
}
