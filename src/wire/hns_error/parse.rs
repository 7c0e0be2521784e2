//! From a text to an error of HNS.

use super::{HnsCode, HnsError, NotFound, NotFoundKind};

/// What engines and hcsshim put before what HNS said. Only the first three are said of HNS alone.
const WRAPPINGS: &[&str] = &[
    "hns failed with error : ",
    "failed in win32: ",
    "failed during hnscallrawresponse: ",
    "error while removing network: ",
    "failed to set up container networking: ",
];
const OF_HNS: usize = 3;

const NOT_FOUND: &[(&str, NotFoundKind)] = &[
    ("network name ", NotFoundKind::NetworkName),
    ("network id ", NotFoundKind::NetworkId),
    ("endpoint id ", NotFoundKind::EndpointId),
    ("endpoint name ", NotFoundKind::EndpointName),
    ("namespace id ", NotFoundKind::NamespaceId),
    ("loadbalancer ", NotFoundKind::LoadBalancer),
    ("sdn route ", NotFoundKind::SdnRoute),
];

impl HnsError {
    /// Decodes a text, whatever engine wrapped it; `None` when it is not from HNS.
    ///
    /// It is from HNS when a wrapping says so, when it carries a code something is known of, when it is one of
    /// hcsshim's not-found texts, or when all of it is a sentence HNS is known for.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // Byte offsets in the two are the same: only ASCII letters change.
        let lower = text.to_ascii_lowercase();
        let ends = |wrapping: &str| {
            let trimmed = wrapping.trim_end();
            lower.rfind(trimmed).map(|at| at + trimmed.len())
        };
        let said_by_hns = WRAPPINGS[..OF_HNS].iter().any(|wrapping| ends(wrapping).is_some());
        let inside = WRAPPINGS.iter().filter_map(|wrapping| ends(wrapping)).max().unwrap_or(0);
        let (endpoint, network, after) = creation(text, &lower);
        let start = inside.max(after);

        let found = code(text);
        let sentence = match found {
            Some((at, _)) if at >= start => &text[start..at],
            _ => &text[start..],
        };
        let sentence = sentence.trim();
        let mut error = Self {
            text: text.to_owned(),
            code: found.map(|(_, code)| code).or_else(|| known_sentence(sentence)),
            sentence: sentence.to_owned(),
            call: call(text, &lower),
            endpoint,
            network,
            missing: missing(sentence),
        };
        error.code = error.code.or(error.missing.as_ref().and_then(|missing| missing.kind.code()));
        let known_code = found.is_some_and(|(_, code)| code.fact().is_some() || code.value() >> 16 == 0x803b);
        let is_hns =
            said_by_hns || known_code || error.missing.is_some() || known_sentence(sentence).is_some();
        is_hns.then_some(error)
    }

    /// The error of an answer that says `Success: false`.
    #[must_use]
    pub fn refused(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::parse(&text).unwrap_or_else(|| {
            let found = code(&text);
            let sentence = found.map_or(text.as_str(), |(at, _)| &text[..at]).trim().to_owned();
            Self {
                code: found.map(|(_, code)| code),
                sentence,
                call: None,
                endpoint: None,
                network: None,
                missing: None,
                text,
            }
        })
    }
}

impl NotFoundKind {
    /// The code HNS itself would have answered with, where there is one.
    #[must_use]
    pub fn code(self) -> Option<HnsCode> {
        match self {
            Self::NetworkName | Self::NetworkId => Some(HnsCode::new(0x803b_0001)),
            Self::EndpointId | Self::EndpointName => Some(HnsCode::new(0x803b_0002)),
            Self::NamespaceId | Self::LoadBalancer | Self::SdnRoute => None,
        }
    }
}

/// The last code in brackets, else the last one at all, and where it starts (bracket included).
fn code(text: &str) -> Option<(usize, HnsCode)> {
    let read = |at: usize| {
        let digits = text[at..].get(2..)?;
        let end = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
        let value = u32::from_str_radix(digits.get(..end)?, 16).ok()?;
        let before = text[..at].chars().next_back();
        let bracket = before.filter(|c| matches!(c, '(' | '（'));
        Some((bracket.is_some(), at - bracket.map_or(0, char::len_utf8), HnsCode::new(value)))
    };
    let lower = text.to_ascii_lowercase();
    let all = lower.match_indices("0x").filter_map(|(at, _)| read(at));
    let best = all.max_by_key(|(bracket, at, _)| (*bracket, *at))?;
    Some((best.1, best.2))
}

/// `failed to create endpoint C on network N: `, and where it ends.
fn creation(text: &str, lower: &str) -> (Option<String>, Option<String>, usize) {
    const BEFORE: &str = "failed to create endpoint ";
    const BETWEEN: &str = " on network ";
    let parts = || {
        let endpoint = lower.find(BEFORE)? + BEFORE.len();
        let between = endpoint + lower[endpoint..].find(BETWEEN)?;
        let network = between + BETWEEN.len();
        let end = network + lower[network..].find(':')?;
        Some((text[endpoint..between].to_owned(), text[network..end].to_owned(), end + 1))
    };
    match parts() {
        Some((endpoint, network, end)) => (Some(endpoint), Some(network), end),
        None => (None, None, 0),
    }
}

/// The word before `failed in Win32`.
fn call(text: &str, lower: &str) -> Option<String> {
    let before = text[..lower.rfind(" failed in win32:")?].rsplit([' ', ':']).next()?;
    Some(before.to_owned()).filter(|call| !call.is_empty())
}

fn known_sentence(sentence: &str) -> Option<HnsCode> {
    let bare = |text: &str| text.trim().trim_end_matches('.').to_ascii_lowercase();
    let sentence = bare(sentence);
    let same = |known: &str| !known.is_empty() && bare(known) == sentence;
    let fact = HnsCode::facts().find(|fact| same(fact.sentence));
    let diskette = || sentence.starts_with("the wrong diskette is in the drive").then(|| HnsCode::new(0x22));
    fact.map(|fact| fact.code).or_else(diskette)
}

/// One of hcsshim's `… "x" not found`.
fn missing(sentence: &str) -> Option<NotFound> {
    let sentence = sentence.trim_end_matches('.');
    let lower = sentence.to_ascii_lowercase();
    let end = lower.strip_suffix(" not found")?.len();
    let (before, kind) = NOT_FOUND.iter().find(|(before, _)| lower.starts_with(before))?;
    let key = sentence.get(before.len()..end)?.strip_prefix('"')?.strip_suffix('"')?;
    Some(NotFound { kind: *kind, key: key.to_owned() })
}
