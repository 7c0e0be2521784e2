//! What drivers take as the value of an option.

use std::net::IpAddr;

/// What the value of an option has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Address,
    Flag,
    /// The name of an interface of Linux.
    Interface,
    Number,
    /// Pairs of hardware addresses.
    Pairs,
    /// A number without a sign.
    Unsigned,
    /// One of these words, or nothing.
    Word(&'static [&'static str]),
}

impl Kind {
    /// What is wrong about a value, if anything is.
    pub(super) fn fault(self, value: &str) -> Option<String> {
        let fault = match self {
            Self::Address => value.parse::<IpAddr>().is_err().then_some("is no address"),
            Self::Flag => (!FLAGS.contains(&value)).then_some("is neither true nor false"),
            Self::Interface => (value.len() > LONGEST).then_some("has more than 15 characters"),
            Self::Number => value.parse::<i64>().is_err().then_some("is no number"),
            Self::Pairs => {
                (value.split(',').count() % 2 != 0).then_some("is no list of pairs, each a start and an end")
            }
            Self::Unsigned => value.parse::<u32>().is_err().then_some("is no number"),
            Self::Word(words) => {
                let known = value.is_empty() || words.contains(&value);
                return (!known).then(|| format!("is none of {}", words.join(", ")));
            }
        };
        fault.map(str::to_owned)
    }
}

/// What Go reads as true or false.
const FLAGS: [&str; 12] = ["0", "1", "F", "FALSE", "False", "T", "TRUE", "True", "f", "false", "t", "true"];

/// Characters Linux allows in the name of an interface.
const LONGEST: usize = 15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_go_and_linux_take() {
        let ok = |kind: Kind, value: &str| kind.fault(value).is_none();
        assert!(
            ok(Kind::Flag, "TRUE") && ok(Kind::Flag, "0") && !ok(Kind::Flag, "yes") && !ok(Kind::Flag, "")
        );
        assert!(ok(Kind::Interface, "br-123456789012") && !ok(Kind::Interface, "br-1234567890123"));
        assert!(ok(Kind::Number, "9000") && ok(Kind::Number, "-1") && !ok(Kind::Number, "big"));
        assert!(ok(Kind::Unsigned, "100") && !ok(Kind::Unsigned, "-1") && !ok(Kind::Unsigned, "VLAN100"));
        assert!(ok(Kind::Address, "127.0.0.1") && ok(Kind::Address, "::1") && !ok(Kind::Address, "zz"));
        assert!(ok(Kind::Pairs, "a,b") && !ok(Kind::Pairs, "a,b,c"));
        let word = Kind::Word(&["l2", "l3"]);
        assert!(ok(word, "l2") && ok(word, ""));
        assert_eq!(word.fault("bridge").as_deref(), Some("is none of l2, l3"));
    }
}
