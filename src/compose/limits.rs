//! How much is read before it is refused.

/// How much of a document is read before it is refused.
///
/// ```
/// use docknet::compose::{ComposeError, Environment, Limits, Project, YamlError};
/// let limits = Limits::default().with_depth(2);
/// let error = Project::parse_within("a.yml", "services: {web: {}}", &Environment::new(), &limits).unwrap_err();
/// assert!(matches!(error, ComposeError::Yaml(YamlError::TooDeep { most: 2, .. })));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of text, all files together, and of texts with variables filled in: 4 MiB.
    pub bytes: usize,
    /// Levels of nesting, and of services that extend one another: 64.
    pub depth: usize,
    /// Files, counting every time one is read: 256.
    pub files: usize,
    /// Nodes of all files, counting what aliases and extended services stand for, and long texts as several: 250,000.
    pub nodes: usize,
    /// Ports of all services after ranges are expanded: 200,000.
    pub ports: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 4 * 1024 * 1024, depth: 64, files: 256, nodes: 250_000, ports: 200_000 }
    }
}

impl Limits {
    /// Other bytes of text.
    #[must_use]
    pub fn with_bytes(self, bytes: usize) -> Self {
        Self { bytes, ..self }
    }

    /// Other levels of nesting.
    #[must_use]
    pub fn with_depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    /// Other files.
    #[must_use]
    pub fn with_files(self, files: usize) -> Self {
        Self { files, ..self }
    }

    /// Other nodes.
    #[must_use]
    pub fn with_nodes(self, nodes: usize) -> Self {
        Self { nodes, ..self }
    }

    /// Other ports.
    #[must_use]
    pub fn with_ports(self, ports: usize) -> Self {
        Self { ports, ..self }
    }
}
