//! Why a Compose file cannot be read.

use std::io;
use std::path::PathBuf;

use super::error_words::{before, helps, list, names, with_keys};
use super::{NodeKind, Place, ValueError, YamlError};
use crate::model::Subnet;

/// Why a Compose file cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ComposeError {
    /// A `$` that starts no variable.
    #[error(
        "{place}: {path}: {text:?} has a $ that starts no variable: write $$ for a dollar sign, or ${{NAME}}"
    )]
    BadTemplate {
        /// The value.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The text as written.
        text: String,
    },
    /// A line of a `.env` file that sets no variable.
    #[error("{place}: {text:?} sets no variable: write NAME=value")]
    EnvLine {
        /// The line.
        place: Place,
        /// Its text.
        text: String,
    },
    /// A service that extends itself, through others maybe.
    #[error("{place}: this extends itself: {}: take one step of the circle out", chain.join(" -> "))]
    ExtendsCycle {
        /// The reference that closes the circle.
        place: Place,
        /// Every step, `file: service`.
        chain: Vec<String>,
    },
    /// Services that extend one another, or files that include one another, further than the limit.
    #[error(
        "{place}: more than {most} extend or include one another: raise it with Limits::with_depth, or put the common part in one"
    )]
    ChainTooLong {
        /// The reference that is one too many.
        place: Place,
        /// The limit.
        most: usize,
    },
    /// A service that docker-compose 1 lets nobody extend.
    #[error(
        "{place}: docker-compose 1 extends no service with {key}, as {target} has (at {there}): move {key} to the service that extends it"
    )]
    ExtendsRefused {
        /// The reference.
        place: Place,
        /// The service extended.
        target: Box<str>,
        /// What it has that cannot be taken over.
        key: &'static str,
        /// Where it has it.
        there: Place,
    },
    /// A service that extends one that is not there.
    #[error(
        "{place}: service {service} extends {target:?}, which is not under services of {file}: name one that is"
    )]
    ExtendsUnknown {
        /// The reference.
        place: Place,
        /// The service that extends.
        service: String,
        /// The service it names.
        target: String,
        /// The file that was looked in.
        file: String,
    },
    /// Nothing in the file but white space and comments.
    #[error("{place}: the file is empty: a Compose file has at least `services:`")]
    Empty {
        /// The start of the file.
        place: Place,
    },
    /// A document with nothing in it, in a file with several.
    #[error("{place}: this document of the file is empty, which Compose v2 refuses: take its line `---` out")]
    EmptyDocument {
        /// Where it begins.
        place: Place,
    },
    /// An external network with settings that only its maker can choose.
    #[error("{place}: networks.{network} is external, so {key:?} cannot be set here: remove one of the two")]
    ExternalWith {
        /// The setting.
        place: Place,
        /// The network.
        network: String,
        /// The setting's key.
        key: String,
    },
    /// A text that is longer with its variables filled in than may be.
    #[error(
        "{place}: {path}: with the variables filled in the texts are longer than {most} bytes together: raise it with Limits::with_bytes, or shorten the values"
    )]
    FilledTooLong {
        /// The text that is one too many.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The limit.
        most: usize,
    },
    /// A reference to a service that no active profile switches on.
    #[error(
        "{place}: {key} of service {service} names {target:?}, which is switched off (its profiles: {}): switch one of them on, or give both a common one",
        list(profiles)
    )]
    InactiveService {
        /// The reference.
        place: Place,
        /// The key it stands under.
        key: &'static str,
        /// The service that refers.
        service: Box<str>,
        /// The service referred to.
        target: Box<str>,
        /// The profiles that would switch it on.
        profiles: Vec<String>,
    },
    /// An included file says something else under a name that is there already.
    #[error(
        "{place}: {section}.{name} is also in an included file, at {there}, and not the same: rename one of the two"
    )]
    IncludeConflict {
        /// The one in the file that includes.
        place: Place,
        /// `services`, `networks` and so on.
        section: &'static str,
        /// The name.
        name: Box<str>,
        /// The one that is included.
        there: Place,
    },
    /// A file that includes itself, through others maybe.
    #[error("{place}: this includes itself: {}: take one step of the circle out", chain.join(" -> "))]
    IncludeCycle {
        /// The reference that closes the circle.
        place: Place,
        /// Every file on the way.
        chain: Vec<String>,
    },
    /// The file is there and cannot be read.
    #[error("{}cannot read {}: {source}", before(place.as_ref()), path.display())]
    Io {
        /// The reference in another file; `None` when the caller names it.
        place: Option<Place>,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// There is no such file.
    #[error("there is no file {}", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file that another one names is not there.
    #[error("{place}: {key} names {}, which is not there: {}", path.display(), helps(path))]
    MissingFile {
        /// The reference.
        place: Place,
        /// `extends`, `include` and so on.
        key: &'static str,
        /// The file.
        path: PathBuf,
    },
    /// Two files say things of one key that do not go together.
    #[error(
        "{place}: {path} is {}, and {} in an earlier file or document (at {there}): write both the same way",
        found.in_words(), earlier.in_words()
    )]
    MergeKinds {
        /// The later one.
        place: Place,
        /// The path in both files.
        path: String,
        /// What the later one is.
        found: NodeKind,
        /// What the earlier one is.
        earlier: NodeKind,
        /// The earlier one.
        there: Place,
    },
    /// A mapping lacks a key it must have.
    #[error("{place}: {path} has no {key:?}: add it")]
    MissingKey {
        /// The mapping.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The key.
        key: &'static str,
    },
    /// Faults that are not kept, as there are too many.
    #[error("{more} more faults are not listed: put these right first")]
    MoreFaults {
        /// How many.
        more: usize,
    },
    /// A name, or a folder's, of which no project's name can be made.
    #[error(
        "{place}: no letter a-z and no digit is in {text:?}, so the project has no name: give it one with `name:` at the top level, or `-p`"
    )]
    NoProjectName {
        /// The name; the start of the file when it is the folder's.
        place: Place,
        /// The name as given.
        text: String,
    },
    /// `networks` beside `network_mode`.
    #[error(
        "{networks}: service {service} has networks and also network_mode (at {mode}), which exclude each other: remove one of the two"
    )]
    NetworksAndMode {
        /// The service.
        service: String,
        /// The key `networks`.
        networks: Place,
        /// The value of `network_mode`.
        mode: Place,
    },
    /// Nothing a Compose file has at its top level.
    #[error(
        "{place}: not a Compose file: the top level is {}{}, and has no `services`",
        found.in_words(),
        with_keys(keys)
    )]
    NotCompose {
        /// The top level.
        place: Place,
        /// What it is.
        found: NodeKind,
        /// Its keys, if it has any.
        keys: Vec<String>,
    },
    /// Bytes that are not UTF-8.
    #[error("{place}: not a text in UTF-8{}: save the file as UTF-8", if *is_utf16 { " but in UTF-16" } else { "" })]
    NotUtf8 {
        /// Whether it begins as texts in UTF-16 do, which older `PowerShell` writes.
        is_utf16: bool,
        /// The first byte that is not.
        place: Place,
    },
    /// Something one of the two tools does not know.
    #[error(
        "{place}: docker-compose 1 does not know {what}, only Compose v2 does: leave it out, or use that"
    )]
    OnlyCompose2 {
        /// Where it stands.
        place: Place,
        /// What it is.
        what: &'static str,
    },
    /// Two pools of one network share addresses.
    #[error(
        "{place}: the subnet {second} of networks.{network} overlaps {first} at {first_place}: choose one that is apart"
    )]
    PoolsOverlap {
        /// The network.
        network: Box<str>,
        /// The subnet that was there first.
        first: Subnet,
        /// Where it stands.
        first_place: Box<Place>,
        /// The subnet that overlaps it.
        second: Subnet,
        /// Where that one stands.
        place: Place,
    },
    /// A file that would have to be fetched, such as `https://…`, `oci://…` or a Git repository.
    #[error("{}{reference} would have to be fetched, which is not done here: fetch it, and name the file", names(place.as_ref(), key))]
    Remote {
        /// The reference; `None` when the caller names it.
        place: Option<Place>,
        /// `extends` or `include`; empty when the caller names it.
        key: &'static str,
        /// What it names.
        reference: String,
    },
    /// `${NAME:?message}` without a value for NAME.
    #[error("{place}: {path}: the variable {variable} must be set: {message}")]
    RequiredVariable {
        /// The value.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The variable.
        variable: String,
        /// What the file says about it.
        message: String,
    },
    /// More files than the limit, counting every time one is read and every further document of one.
    #[error(
        "{place}: more than {most} files or documents are read: raise it with Limits::with_files, or put several in one"
    )]
    TooManyFiles {
        /// The reference to the file that is one too many.
        place: Place,
        /// The limit.
        most: usize,
    },
    /// More services, networks and places of services in networks than the limit.
    #[error(
        "{place}: more than {most} services, networks and places of services in networks: split the project, or raise the limit of parts"
    )]
    TooManyParts {
        /// The first one too many.
        place: Place,
        /// The limit.
        most: usize,
    },
    /// A service in a network nobody declares.
    #[error(
        "{place}: service {service} is in the network {network:?}, which is not under networks ({}): declare it",
        list(declared)
    )]
    UndeclaredNetwork {
        /// The reference.
        place: Place,
        /// The service.
        service: String,
        /// The network.
        network: String,
        /// The networks that are declared.
        declared: Vec<String>,
    },
    /// A service that refers to one nobody declares.
    #[error(
        "{place}: {key} of service {service} names {target:?}, which is not under services ({}): name one that is",
        list(declared)
    )]
    UndeclaredService {
        /// The reference.
        place: Place,
        /// The key it stands under, such as `depends_on` or `network_mode`.
        key: &'static str,
        /// The service that refers.
        service: Box<str>,
        /// The service referred to.
        target: Box<str>,
        /// The services that are declared.
        declared: Vec<String>,
    },
    /// A value that is not what its key asks for.
    #[error("{place}: {path}: {text:?}: {source}")]
    Value {
        /// The value.
        place: Place,
        /// Its path in the file.
        path: String,
        /// The text, variables filled in.
        text: String,
        /// Why it does not fit.
        source: Box<ValueError>,
    },
    /// A version of the file format that is not read.
    #[error(
        "{place}: version {text:?} is not read: write \"2.x\" or \"3.x\" in quotes, or leave the key out"
    )]
    Version {
        /// The version.
        place: Place,
        /// The text as written.
        text: String,
    },
    /// Services at the top level, as in the first version of the format.
    #[error(
        "{place}: {} stands at the top level, as in version 1 of the file format: put the services under `services:`",
        list(services)
    )]
    Version1 {
        /// The first of the services.
        place: Place,
        /// The services.
        services: Vec<String>,
    },
    /// A list where a mapping should be, and the like.
    #[error("{place}: {path} is {}: it should be a {expected}", found.in_words())]
    WrongKind {
        /// The value.
        place: Place,
        /// Its path in the file.
        path: String,
        /// What it is.
        found: NodeKind,
        /// What it should be.
        expected: &'static str,
    },
    /// Not YAML, or not YAML that is safe to read.
    #[error(transparent)]
    Yaml(#[from] YamlError),
}
