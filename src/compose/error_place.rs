//! Where what is wrong with a Compose file stands.

use super::{ComposeError, Place};

impl ComposeError {
    /// Where it is, for all but errors about the file as a whole.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::BadTemplate { place, .. }
            | Self::Empty { place }
            | Self::EmptyDocument { place }
            | Self::EnvLine { place, .. }
            | Self::ExtendsCycle { place, .. }
            | Self::ChainTooLong { place, .. }
            | Self::ExtendsRefused { place, .. }
            | Self::ExtendsUnknown { place, .. }
            | Self::FilledTooLong { place, .. }
            | Self::InactiveService { place, .. }
            | Self::IncludeConflict { place, .. }
            | Self::IncludeCycle { place, .. }
            | Self::MergeKinds { place, .. }
            | Self::MissingFile { place, .. }
            | Self::OnlyCompose2 { place, .. }
            | Self::TooManyFiles { place, .. }
            | Self::TooManyParts { place, .. }
            | Self::ExternalWith { place, .. }
            | Self::MissingKey { place, .. }
            | Self::NetworksAndMode { networks: place, .. }
            | Self::NoProjectName { place, .. }
            | Self::NotCompose { place, .. }
            | Self::NotUtf8 { place, .. }
            | Self::PoolsOverlap { place, .. }
            | Self::RequiredVariable { place, .. }
            | Self::UndeclaredNetwork { place, .. }
            | Self::UndeclaredService { place, .. }
            | Self::Value { place, .. }
            | Self::Version { place, .. }
            | Self::Version1 { place, .. }
            | Self::WrongKind { place, .. } => Some(place),
            Self::Io { place, .. } | Self::Remote { place, .. } => place.as_ref(),
            Self::Yaml(error) => Some(error.place()),
            Self::Missing { .. } | Self::MoreFaults { .. } => None,
        }
    }
}
