//! Why a text is not one YAML document of a size worth reading.

use super::{NodeKind, Place};

/// Why a text is not YAML, or not YAML that is safe to read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum YamlError {
    /// An alias for a node that is not finished yet, which would contain itself.
    #[error("{place}: the alias stands inside the node it names: write the node out")]
    AliasInsideItself {
        /// The alias.
        place: Place,
    },
    /// One mapping has a key twice.
    #[error("{place}: the key {key:?} is there already, at {first}: keep one of the two")]
    DuplicateKey {
        /// The key.
        key: String,
        /// Where it stands the second time.
        place: Place,
        /// Where it stands the first time.
        first: Place,
    },
    /// A key that is a list or a mapping.
    #[error("{place}: a key must be a text, and this is {}", found.in_words())]
    KeyNotText {
        /// The key.
        place: Place,
        /// What it is.
        found: NodeKind,
    },
    /// Something under `<<` that cannot be merged.
    #[error("{place}: only a mapping or a list of mappings can be merged with <<, and this is {}", found.in_words())]
    NotMergeable {
        /// The thing to be merged.
        place: Place,
        /// What it is.
        found: NodeKind,
    },
    /// More than one document, where docker-compose 1 is to read it.
    #[error(
        "{place}: a second document starts here, and docker-compose 1 reads no file with several: put it into a file of its own and name both with -f"
    )]
    SeveralDocuments {
        /// Where the second one starts.
        place: Place,
    },
    /// Not YAML.
    #[error("{place}: not YAML: {problem}")]
    Syntax {
        /// Where it stops being YAML.
        place: Place,
        /// What the parser says.
        problem: String,
    },
    /// Nested deeper than the limit.
    #[error("{place}: nested more than {most} deep: raise it with Limits::with_depth, or write it flatter")]
    TooDeep {
        /// The first node that is too deep.
        place: Place,
        /// The limit.
        most: usize,
    },
    /// More text than the limit, all files together.
    #[error(
        "{place}: more than {most} bytes of text: raise it with Limits::with_bytes, or split the project"
    )]
    TooLarge {
        /// The start of the file.
        place: Place,
        /// The limit.
        most: usize,
    },
    /// More nodes than the limit, counting what aliases stand for.
    #[error(
        "{place}: more than {most} nodes, counting what aliases stand for: raise it with Limits::with_nodes, or split the project"
    )]
    TooManyNodes {
        /// The node that is one too many.
        place: Place,
        /// The limit.
        most: usize,
    },
}

impl YamlError {
    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        match self {
            Self::AliasInsideItself { place }
            | Self::DuplicateKey { place, .. }
            | Self::KeyNotText { place, .. }
            | Self::NotMergeable { place, .. }
            | Self::SeveralDocuments { place }
            | Self::Syntax { place, .. }
            | Self::TooDeep { place, .. }
            | Self::TooLarge { place, .. }
            | Self::TooManyNodes { place, .. } => place,
        }
    }
}
