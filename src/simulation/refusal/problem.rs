//! What engines from 25.0 on find wrong with pools and endpoints, all at once.

use std::fmt;

/// One thing that is wrong with a pool (moby `api/types/network/ipam.go`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the engine's sentence names")]
pub enum ConfigProblem {
    /// No prefix.
    Subnet { text: String },
    /// A subnet with host bits.
    SubnetBits { subnet: String, masked: String },
    /// A range that is no prefix.
    Range { text: String },
    /// A range of the other family.
    RangeFamily { text: String, family: &'static str },
    /// A range that is wider than its subnet.
    RangeWider { text: String, subnet: String },
    /// A range with host bits.
    RangeBits { range: String, masked: String },
    /// A range elsewhere.
    RangeOutside { text: String, subnet: String },
    /// A gateway that does not fit.
    Gateway { text: String, why: AddressProblem },
    /// An auxiliary address that does not fit; the engine names its key.
    Auxiliary { key: String, why: AddressProblem },
}

/// Why an address does not fit its subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the data that the engine's sentence names")]
pub enum AddressProblem {
    /// No address.
    Invalid,
    /// Of the other family.
    Family { family: &'static str },
    /// Elsewhere.
    Outside { subnet: String },
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subnet { text } => write!(f, "invalid subnet {text}: invalid CIDR block notation"),
            Self::SubnetBits { subnet, masked } => {
                write!(f, "invalid subnet {subnet}: it should be {masked}")
            }
            Self::Range { text } => write!(f, "invalid ip-range {text}: invalid CIDR block notation"),
            Self::RangeFamily { text, family } => {
                write!(f, "invalid ip-range {text}: parent subnet is an {family} block")
            }
            Self::RangeWider { text, subnet } => {
                write!(f, "invalid ip-range {text}: CIDR block is bigger than its parent subnet {subnet}")
            }
            Self::RangeBits { range, masked } => write!(f, "invalid ip-range {range}: it should be {masked}"),
            Self::RangeOutside { text, subnet } => {
                write!(f, "invalid ip-range {text}: parent subnet {subnet} doesn't contain ip-range")
            }
            Self::Gateway { text, why } => write!(f, "invalid gateway {text}: {why}"),
            Self::Auxiliary { key, why } => write!(f, "invalid auxiliary address {key}: {why}"),
        }
    }
}

impl fmt::Display for AddressProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid => f.write_str("invalid address"),
            Self::Family { family } => write!(f, "parent subnet is an {family} block"),
            Self::Outside { subnet } => write!(f, "parent subnet {subnet} doesn't contain this address"),
        }
    }
}

/// One problem as it is, several as a list.
pub(super) fn joined(problems: &[String]) -> String {
    match problems {
        [only] => only.trim().to_owned(),
        several => {
            let lines: Vec<_> = several.iter().map(|problem| problem.replace('\n', "\n\t")).collect();
            format!("* {}", lines.join("\n* "))
        }
    }
}
