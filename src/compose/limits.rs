//! How much is read before it is refused.

/// How much of a document is read before it is refused.
///
/// The defaults let through what people write, by far, and together keep reading, checking, drawing and mending any
/// project below 64 MiB of memory, on every host. Whoever raises them says how much memory there is.
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
    /// Files, counting every time one is read and every further document of one: 256.
    pub files: usize,
    /// Nodes of all files, counting what aliases and extended services stand for, and long texts as several: 250,000.
    pub nodes: usize,
    /// Services, networks, and places of services in networks, all together: 28,000, enough for 8,700 services in two
    /// of 1,740 networks each.
    pub parts: usize,
    /// Ports of all services after ranges are expanded: 140,000, enough for every TCP and UDP port once.
    pub ports: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 4 * 1024 * 1024, depth: 64, files: 256, nodes: 250_000, parts: 28_000, ports: 140_000 }
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

    /// Other services, networks, and places of services in networks.
    #[must_use]
    pub fn with_parts(self, parts: usize) -> Self {
        Self { parts, ..self }
    }

    /// Other ports.
    #[must_use]
    pub fn with_ports(self, ports: usize) -> Self {
        Self { ports, ..self }
    }
}
