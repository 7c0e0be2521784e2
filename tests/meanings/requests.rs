//! Requests, and the settings of an engine.

use docknet::engine::{DaemonFault, FilterFault, Meaning, RequestFault};

use super::Sentence;

pub(super) fn requests() -> Vec<Sentence> {
    let request = Meaning::Request;
    let filter = Meaning::Filter;
    let malformed = |at| request(RequestFault::Malformed { at });
    let content = || {
        request(RequestFault::ContentType { given: "text/plain".into(), wanted: "application/json".into() })
    };
    let unknown = |values: Option<&str>| {
        filter(FilterFault::Unknown { key: "foo".into(), values: values.map(Into::into) })
    };
    let several = |key: &str| filter(FilterFault::SeveralValues { key: key.into() });
    vec![
        (400, "20.10.24", "got EOF while reading request body", request(RequestFault::EmptyBody)),
        (400, "24.0.0", "invalid JSON: got EOF while reading request body", request(RequestFault::EmptyBody)),
        (400, "20.10.24", "invalid character 'g' looking for beginning of value", malformed(Some('g'))),
        (400, "20.10.24", "invalid character '}' after object key", malformed(Some('}'))),
        (
            400,
            "24.0.0",
            "invalid JSON: invalid character 'g' looking for beginning of value",
            malformed(Some('g')),
        ),
        (400, "24.0.0", "invalid JSON: json: cannot unmarshal number into Go struct field", malformed(None)),
        (400, "20.10.24", "json: cannot unmarshal number into Go struct field", malformed(None)),
        (400, "20.10.24", "unexpected EOF", malformed(None)),
        (400, "24.0.0", "unexpected content after JSON", request(RequestFault::TrailingContent)),
        (400, "20.10.24", "Content-Type specified (text/plain) must be 'application/json'", content()),
        (
            400,
            "24.0.0",
            "unsupported Content-Type header (text/plain): must be 'application/json'",
            content(),
        ),
        (
            400,
            "20.10.24",
            "client version 1.99 is too new. Maximum supported API version is 1.41",
            request(RequestFault::ApiTooNew {
                asked: "1.99".parse().unwrap(),
                maximum: "1.41".parse().unwrap(),
            }),
        ),
        (
            400,
            "20.10.24",
            "client version 1.10 is too old. Minimum supported API version is 1.12, please upgrade your client to a newer version\n",
            request(RequestFault::ApiTooOld {
                asked: "1.10".parse().unwrap(),
                minimum: "1.12".parse().unwrap(),
            }),
        ),
        (
            400,
            "20.10.24",
            "invalid value for verbose: foo: strconv.ParseBool: parsing \"foo\": invalid syntax",
            request(RequestFault::VerboseNotBool { given: "foo".into() }),
        ),
        (
            400,
            "20.10.24",
            "invalid name or ID supplied: \"\"",
            request(RequestFault::EmptyKey { given: String::new() }),
        ),
        (404, "20.10.24", "page not found", request(RequestFault::NoRoute)),
        (400, "20.10.24", "Invalid filter 'foo'", unknown(None)),
        (400, "23.0.0", "invalid filter 'foo'", unknown(None)),
        (400, "23.0.0", "invalid filter 'foo=[v]'", unknown(Some("v"))),
        (
            500,
            "20.10.24",
            "invalid filter: 'type'='foo'",
            filter(FilterFault::BadValue { key: "type".into(), value: Some("foo".into()) }),
        ),
        (
            400,
            "20.10.24",
            "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or \"0\")",
            filter(FilterFault::BadValue { key: "dangling".into(), value: None }),
        ),
        (400, "20.10.24", "got more than one value for filter key \"dangling\"", several("dangling")),
        (400, "20.10.24", "more than one until filter specified", several("until")),
        (
            500,
            "20.10.24",
            "failed to parse value as time or duration: \"foo\"",
            filter(FilterFault::BadTime { given: "foo".into() }),
        ),
    ]
}
pub(super) fn daemons() -> Vec<Sentence> {
    let daemon = Meaning::Daemon;
    let base = |given: &str| daemon(DaemonFault::BasePool { given: given.into() });
    let size = |size: &str| daemon(DaemonFault::PoolSize { size: size.into() });
    vec![
        (500, "20.10.24", "invalid base pool foo: invalid CIDR address: foo", base("foo")),
        (0, "20.10.24", "invalid base pool \"X\": invalid CIDR address: X", base("X")),
        (0, "20.10.24", "invalid pools size: 0", size("0")),
        (
            0,
            "27.0.0",
            "could not construct local address space: network at index 2 (10.0.0.1/8) is not in canonical form",
            daemon(DaemonFault::Canonical { index: 2, given: "10.0.0.1/8".into() }),
        ),
        (
            0,
            "27.0.0",
            "could not construct local address space: network at index 0 (10.0.0.0/24) has a smaller prefix (/24) than the target size of that pool (/16)",
            daemon(DaemonFault::PoolSmaller { base: 24, size: 16 }),
        ),
        (
            0,
            "27.0.0",
            "invalid field 'x' must be a key=value pair",
            daemon(DaemonFault::NotKeyValue { field: "x".into() }),
        ),
        (
            0,
            "27.0.0",
            "unexpected key 'k' in 'k=v'",
            daemon(DaemonFault::UnknownKey { key: "k".into(), field: "k=v".into() }),
        ),
        (0, "27.0.0", "invalid size value: strconv.Atoi: parsing \"x\": invalid syntax", size("x")),
        (0, "27.0.0", "invalid base prefix \"x\": netip.ParsePrefix(\"x\"): no '/'", base("x")),
        (
            0,
            "20.10.24",
            "You specified -b & --bip, mutually exclusive options. Please specify only one",
            daemon(DaemonFault::BipAndBridge),
        ),
        (
            0,
            "20.10.24",
            "IPv6 is enabled for the default bridge, but no subnet is configured. Specify an IPv6 subnet using --fixed-cidr-v6",
            daemon(DaemonFault::FixedCidrV6Needed),
        ),
        (
            0,
            "20.10.24",
            "the following directives don't match any configuration option: default-address-pools",
            daemon(DaemonFault::UnknownDirective { keys: vec!["default-address-pools".into()] }),
        ),
    ]
}
