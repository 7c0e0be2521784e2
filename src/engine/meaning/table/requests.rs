//! Requests and filters.

use crate::engine::meaning::wording::{Parts, Wording, row};
use crate::engine::meaning::{FilterFault, Meaning, RequestFault};

pub(super) const ROWS: &[Wording] = &[
    row("got EOF while reading request body", |_| request(RequestFault::EmptyBody)).before(24, 0),
    row("invalid JSON: got EOF while reading request body", |_| request(RequestFault::EmptyBody))
        .since(24, 0),
    row("invalid JSON: invalid character {} looking for {}", malformed).since(24, 0),
    row("invalid JSON: {}", |_| request(RequestFault::Malformed { at: None })).since(24, 0),
    row("invalid character {} looking for {}", malformed),
    row("invalid character {} after {}", malformed),
    row("unexpected EOF", |_| request(RequestFault::Malformed { at: None })),
    row("json: cannot unmarshal {}", |_| request(RequestFault::Malformed { at: None })),
    row("unexpected content after JSON", |_| request(RequestFault::TrailingContent)).since(24, 0),
    row("Content-Type specified ({*}) must be '{}'", content),
    row("unsupported Content-Type header ({*}): must be '{}'", content).since(23, 0),
    row("client version {} is too new. Maximum supported API version is {}", |p| {
        request(RequestFault::ApiTooNew { asked: p.parse(0)?, maximum: p.parse(1)? })
    }),
    row(
        "client version {} is too old. Minimum supported API version is {}, please upgrade your client to a newer version",
        |p| request(RequestFault::ApiTooOld { asked: p.parse(0)?, minimum: p.parse(1)? }),
    ),
    row("invalid value for verbose: {*}: strconv.ParseBool: {}", |p| {
        request(RequestFault::VerboseNotBool { given: p.text(0) })
    }),
    row("invalid name or ID supplied: \"{}\"", |p| request(RequestFault::EmptyKey { given: p.text(0) })),
    row("page not found", |_| request(RequestFault::NoRoute)),
    row("Invalid filter '{}'", unknown_filter).before(23, 0),
    row("invalid filter: '{}'='{}'", |p| {
        filter(FilterFault::BadValue { key: p.text(0), value: Some(p.text(1)) })
    }),
    row("invalid filter '{}'", unknown_filter).since(23, 0),
    row("invalid value for filter '{}', must be {}", |p| {
        filter(FilterFault::BadValue { key: p.text(0), value: None })
    }),
    row("got more than one value for filter key \"{}\"", |p| {
        filter(FilterFault::SeveralValues { key: p.text(0) })
    }),
    row("more than one until filter specified", |_| {
        filter(FilterFault::SeveralValues { key: "until".into() })
    }),
    row("failed to parse value as time or duration: \"{}\"", |p| {
        filter(FilterFault::BadTime { given: p.text(0) })
    }),
    row("{*}context deadline exceeded", |_| Some(Meaning::DeadlineExceeded)),
];

/// `'g'`, as Go quotes characters.
fn malformed(p: &Parts<'_>) -> Option<Meaning> {
    let quoted = p.at(0).strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''))?;
    let mut characters = quoted.chars();
    let at = characters.next().filter(|_| characters.next().is_none());
    request(RequestFault::Malformed { at })
}

fn content(p: &Parts<'_>) -> Option<Meaning> {
    request(RequestFault::ContentType { given: p.text(0), wanted: p.text(1) })
}

/// `foo`, or `foo=[values]`.
fn unknown_filter(p: &Parts<'_>) -> Option<Meaning> {
    let (key, values) = match p.at(0).split_once("=[") {
        Some((key, values)) => (key, values.strip_suffix(']')),
        None => (p.at(0), None),
    };
    filter(FilterFault::Unknown { key: key.to_owned(), values: values.map(Into::into) })
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn request(fault: RequestFault) -> Option<Meaning> {
    Some(Meaning::Request(fault))
}

#[expect(clippy::unnecessary_wraps, reason = "a wording is read or not")]
fn filter(fault: FilterFault) -> Option<Meaning> {
    Some(Meaning::Filter(fault))
}
