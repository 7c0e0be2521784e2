//! Codes, and what is known of them.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{hcn, win32};

/// The code of an HNS error: an HCN or GCN code (`0x803b….`), another HRESULT, or a Win32 code.
///
/// ```
/// use docknet::wire::HnsCode;
/// assert_eq!(HnsCode::new(0x8007_0057), HnsCode::new(0x57), "an HRESULT of Win32 is its Win32 code");
/// assert_eq!(HnsCode::new(0x803b_0013).name(), Some("HCN_E_PORT_ALREADY_EXISTS"));
/// assert_eq!(HnsCode::new(0x803b_0013).to_string(), "0x803b0013");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HnsCode(u32);

impl HnsCode {
    /// A code. HRESULTs of the form `0x8007xxxx` are reduced to their Win32 code, as hcsshim does.
    #[must_use]
    pub const fn new(value: u32) -> Self {
        if value >> 16 == 0x8007 { Self(value & 0xffff) } else { Self(value) }
    }

    /// The number.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }

    /// What is known of it.
    #[must_use]
    pub fn fact(self) -> Option<&'static HnsFact> {
        Self::facts().find(|fact| fact.code == self)
    }

    /// Its name in Windows' headers.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        self.fact().map(|fact| fact.name)
    }

    /// Every code something is known of: all of HCN and GCN, then those of Win32 that occur.
    pub fn facts() -> impl Iterator<Item = &'static HnsFact> {
        hcn::FACTS.iter().chain(win32::FACTS)
    }
}

impl fmt::Display for HnsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:#x}", self.0))
    }
}

/// Written as it is shown: `"0x57"`.
impl Serialize for HnsCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CodeEvidence {
    /// Microsoft says so.
    Documented,
    /// Users met it.
    Reported,
}

/// What is known of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct HnsFact {
    /// The code.
    pub code: HnsCode,
    /// Its name in Windows' headers.
    pub name: &'static str,
    /// The English sentence engines show; empty where none was seen.
    pub sentence: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What usually causes it; `None` where nobody says.
    pub cause: Option<&'static str>,
    /// What helps; `None` where nobody says.
    pub cure: Option<&'static str>,
    /// How it is known.
    pub evidence: CodeEvidence,
    /// Who says so.
    pub source: &'static str,
}
