//! The language the table is written in.

macro_rules! hosts {
    (any) => {
        Hosts::Any
    };
    (linux) => {
        Hosts::Linux
    };
    (kernel $from:literal) => {
        Hosts::Kernel(Bounds::from($from))
    };
    (kernel $from:literal until $until:literal) => {
        Hosts::Kernel(Bounds::between($from, $until))
    };
    (hns $from:literal) => {
        Hosts::Hns(Bounds::from($from))
    };
    (hns $from:literal until $until:literal) => {
        Hosts::Hns(Bounds::between($from, $until))
    };
    (windows $from:literal) => {
        Hosts::Windows { from: $from, until: None }
    };
    (windows $from:literal until $until:literal) => {
        Hosts::Windows { from: $from, until: Some($until) }
    };
}

macro_rules! condition {
    (desktop) => {
        Condition::Desktop
    };
    (isolation $isolation:ident) => {
        Condition::Isolation(crate::host::Isolation::$isolation)
    };
    (engine $from:literal) => {
        Condition::Engine(Bounds::from($from))
    };
    (engine $from:literal until $until:literal) => {
        Condition::Engine(Bounds::between($from, $until))
    };
    (api $from:literal) => {
        Condition::Api(Bounds::from($from))
    };
    (api $from:literal until $until:literal) => {
        Condition::Api(Bounds::between($from, $until))
    };
}

macro_rules! remedy {
    () => {
        None
    };
    ($remedy:expr) => {
        Some($remedy)
    };
}

/// `Capability { [hosts] [condition] Support, "reason"; instead "remedy"; by Evidence "source"; disputed …; }`
macro_rules! rows {
    ($name:ident: $($capability:ident {
        $([$($hosts:tt)+] $([$($condition:tt)+])* $support:ident, $reason:expr $(; instead $remedy:expr)?;
            $(by $($evidence:ident $reference:expr),+;)?
            $(disputed $($position:ident $witness:ident $said:expr),+;)?)+
    })+) => {
        pub(super) const $name: &[Row] = &[$(Row {
            capability: crate::host::Capability::$capability,
            cells: &[$(Cell {
                hosts: hosts!($($hosts)+),
                conditions: &[$(condition!($($condition)+)),*],
                support: crate::host::Support::$support,
                reason: $reason,
                remedy: remedy!($($remedy)?),
                sources: &[$($(crate::host::Source::new(crate::host::Evidence::$evidence, $reference)),+)?],
                disagreements: &[$($(crate::host::Position::new(
                    crate::host::Support::$position,
                    crate::host::Source::new(crate::host::Evidence::$witness, $said),
                )),+)?],
            }),+],
        }),+];
    };
}
