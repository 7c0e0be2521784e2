//! The two tools that read Compose files, and do not read them alike.

/// Which tool's rules a file is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Tool {
    /// docker-compose 1.x in Python, its last version 1.29.2 in particular.
    Compose1,
    /// Compose v2 in Go, `docker compose`.
    #[default]
    Compose2,
}
