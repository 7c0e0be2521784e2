//! Errors of HNS and HCN as engines pass them on: the code, whatever the wrapping and the language.

mod code;
mod hcn;
mod parse;
mod win32;

pub use code::{CodeEvidence, HnsCode, HnsFact};

use std::fmt;

/// An error of HNS, decoded. The text stays available whole.
///
/// Windows speaks the language of its user interface, so the code counts; where there is none, the English
/// sentences engines are known to show stand in for it.
///
/// ```
/// use docknet::wire::HnsError;
///
/// let text = "failed to create endpoint web on network nat: failed during hnsCallRawResponse: \
///     hnsCall failed in Win32: Der Parameter ist falsch. (0x57)";
/// let error = HnsError::parse(text).expect("an error of HNS");
/// assert_eq!(error.code.and_then(|code| code.name()), Some("ERROR_INVALID_PARAMETER"));
/// assert_eq!(error.endpoint.as_deref(), Some("web"));
/// assert_eq!(error.sentence, "Der Parameter ist falsch.");
/// assert_eq!(error.text, text);
/// assert!(HnsError::parse("No such container: web").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HnsError {
    /// The text as it was given, whole.
    pub text: String,
    /// The code, a Win32 code where HNS had wrapped one in an HRESULT.
    pub code: Option<HnsCode>,
    /// What HNS itself said, without wrapping and code.
    pub sentence: String,
    /// The call that failed, such as `hcnCreateLoadBalancer`, if the text says it.
    pub call: Option<String>,
    /// The endpoint that was being created, if the text says it.
    pub endpoint: Option<String>,
    /// The network it was being created in, if the text says it.
    pub network: Option<String>,
    /// What was not found, if the text is one of hcsshim's.
    pub missing: Option<NotFound>,
}

/// What hcsshim looked for in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotFound {
    /// What it is.
    pub kind: NotFoundKind,
    /// Its name or identity.
    pub key: String,
}

/// What hcsshim looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NotFoundKind {
    /// A network, by name.
    NetworkName,
    /// A network, by identity.
    NetworkId,
    /// An endpoint, by identity.
    EndpointId,
    /// An endpoint, by name.
    EndpointName,
    /// A namespace.
    NamespaceId,
    /// A load balancer.
    LoadBalancer,
    /// A route.
    SdnRoute,
}

impl fmt::Display for HnsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) if !self.sentence.is_empty() => write!(f, "HNS: {} ({code})", self.sentence),
            Some(code) => write!(f, "HNS: {code}"),
            None if self.sentence.is_empty() => f.write_str("HNS refused without a reason"),
            None => write!(f, "HNS: {}", self.sentence),
        }
    }
}

impl std::error::Error for HnsError {}
