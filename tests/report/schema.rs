//! What SARIF 2.1.0 asks of the objects a report consists of. The schema itself is not ours to copy; this says the same of
//! the part that is written, and closed: a property that is not named here fails.

use serde_json::Value;

/// What a property holds.
enum Kind {
    Text,
    /// A URI reference: nothing that has to be encoded.
    Uri,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A number from a least one on.
    From(u64),
    Object(&'static str),
    List(&'static str),
    /// An object whose values are all text.
    Texts,
    /// A property bag: anything.
    Bag,
}
use Kind::{Bag, From, List, Object, Text, Texts, Uri, Word};

const LEVEL: Kind = Word(&["none", "note", "warning", "error"]);

/// The properties of an object, and whether they must be there.
fn properties(object: &str) -> &'static [(&'static str, Kind, bool)] {
    match object {
        "sarifLog" => {
            &[("$schema", Uri, false), ("version", Word(&["2.1.0"]), true), ("runs", List("run"), true)]
        }
        "run" => &[
            ("tool", Object("tool"), true),
            ("columnKind", Word(&["utf16CodeUnits", "unicodeCodePoints"]), false),
            ("results", List("result"), false),
        ],
        "tool" => &[("driver", Object("toolComponent"), true)],
        "toolComponent" => &[
            ("name", Text, true),
            ("version", Text, false),
            ("semanticVersion", Text, false),
            ("rules", List("reportingDescriptor"), false),
        ],
        "reportingDescriptor" => &[
            ("id", Text, true),
            ("shortDescription", Object("multiformatMessageString"), false),
            ("fullDescription", Object("multiformatMessageString"), false),
            ("help", Object("multiformatMessageString"), false),
            ("defaultConfiguration", Object("reportingConfiguration"), false),
        ],
        "multiformatMessageString" => &[("text", Text, true), ("markdown", Text, false)],
        "reportingConfiguration" => &[("level", LEVEL, false)],
        "result" => &[
            ("ruleId", Text, false),
            ("ruleIndex", From(0), false),
            ("level", LEVEL, false),
            ("message", Object("message"), true),
            ("locations", List("location"), false),
            ("relatedLocations", List("location"), false),
            ("partialFingerprints", Texts, false),
            ("suppressions", List("suppression"), false),
            ("properties", Bag, false),
        ],
        // Either this or an identity is needed, and there is none.
        "message" => &[("text", Text, true)],
        "location" => {
            &[("physicalLocation", Object("physicalLocation"), false), ("message", Object("message"), false)]
        }
        // Either this or an address is needed, and there is none.
        "physicalLocation" => {
            &[("artifactLocation", Object("artifactLocation"), true), ("region", Object("region"), false)]
        }
        "artifactLocation" => &[("uri", Uri, false)],
        "region" => {
            &[("startLine", From(1), false), ("startColumn", From(1), false), ("endColumn", From(1), false)]
        }
        "suppression" => &[
            ("kind", Word(&["inSource", "external"]), true),
            ("status", Word(&["accepted", "underReview", "rejected"]), false),
            ("justification", Text, false),
            ("location", Object("location"), false),
        ],
        other => panic!("{other} is no object that is written"),
    }
}

/// Fails on the first thing that is not as the format asks, with the way to it.
pub(super) fn assert_is(value: &Value, object: &str, way: &str) {
    let map = value.as_object().unwrap_or_else(|| panic!("{way} is no object"));
    let known = properties(object);
    for key in map.keys() {
        assert!(known.iter().any(|(name, ..)| name == key), "{way}.{key} is no property of {object}");
    }
    for (key, kind, required) in known {
        let way = format!("{way}.{key}");
        match map.get(*key) {
            Some(value) => assert_holds(value, kind, &way),
            None => assert!(!required, "{way} is missing"),
        }
    }
}

fn assert_holds(value: &Value, kind: &Kind, way: &str) {
    let text = || value.as_str().unwrap_or_else(|| panic!("{way} is no text: {value}"));
    match kind {
        Text => assert!(!text().is_empty(), "{way} is empty"),
        Uri => {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
            assert!(text().chars().all(plain), "{way} is no URI: {value}");
        }
        Word(words) => assert!(words.contains(&text()), "{way} is none of {words:?}: {value}"),
        From(least) => assert!(value.as_u64().is_some_and(|number| number >= *least), "{way}: {value}"),
        Object(object) => assert_is(value, object, way),
        List(object) => {
            let items = value.as_array().unwrap_or_else(|| panic!("{way} is no list"));
            items.iter().enumerate().for_each(|(at, item)| assert_is(item, object, &format!("{way}[{at}]")));
        }
        Texts => {
            let map = value.as_object().unwrap_or_else(|| panic!("{way} is no object"));
            map.iter().for_each(|(key, value)| assert!(value.is_string(), "{way}.{key}: {value}"));
        }
        Bag => assert!(value.is_object(), "{way} is no object"),
    }
}
