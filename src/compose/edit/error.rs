//! Why a file cannot be changed.

/// Why a file cannot be changed there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The path leads through something that holds nothing.
    #[error("{file}: there is no {path}")]
    NoPath {
        /// The file.
        file: String,
        /// The path.
        path: String,
    },
    /// The value is shared, merged or laid out so that changing it there would change something else.
    #[error(
        "{file}: {path} is written in a way that cannot be changed without changing something else: edit it by hand"
    )]
    NotPlain {
        /// The file.
        file: String,
        /// The path.
        path: String,
    },
}
