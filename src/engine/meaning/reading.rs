//! Reading a sentence: what engines put around it, what they list in it, and what is left.

use serde::Serialize;

use super::wording::captures;
use super::{ContainerFault, Meaning, Wording, table};
use crate::engine::Answer;

/// What a sentence means, what the engine put around it, and which wordings it is made of.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reading {
    /// What it means.
    pub meaning: Meaning,
    /// What the engine put around it, outermost first.
    pub around: Vec<Around>,
    /// The wordings that were recognised; several where the engine lists several things, none where it is not known.
    pub wordings: Vec<&'static Wording>,
}

/// What engines put around a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Around {
    /// A container was to be attached to a network of the swarm.
    Attaching {
        /// The network.
        network: String,
    },
    /// The command line client repeats the engine.
    Client,
    /// The engine was making its default network.
    DefaultNetwork,
    /// The settings of an endpoint are wrong.
    EndpointSettings,
    /// An endpoint was being made.
    Endpoint {
        /// The endpoint, which is called like its container.
        container: String,
        /// The network.
        network: String,
    },
    /// A swarm manager answered, with this code.
    Grpc(GrpcCode),
    /// The network namespace of another container was to be joined.
    JoiningNamespace,
    /// The settings of a network are wrong.
    NetworkConfig,
    /// The settings are those for one network.
    NetworkOf {
        /// The network.
        network: String,
    },
    /// A pool of addresses was asked for.
    PoolRequest,
    /// Ports of a container were being published.
    Publishing {
        /// The endpoint, which is called like its container.
        container: String,
        /// The identity of the endpoint.
        endpoint: String,
    },
    /// A network was being removed.
    Removing,
    /// A container was being started.
    Starting,
}

/// A status code of gRPC, in which managers of a swarm answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GrpcCode(u8);

impl GrpcCode {
    const NAMES: [&'static str; 17] = [
        "OK",
        "Canceled",
        "Unknown",
        "InvalidArgument",
        "DeadlineExceeded",
        "NotFound",
        "AlreadyExists",
        "PermissionDenied",
        "ResourceExhausted",
        "FailedPrecondition",
        "Aborted",
        "OutOfRange",
        "Unimplemented",
        "Internal",
        "Unavailable",
        "DataLoss",
        "Unauthenticated",
    ];

    /// The code that is written as a name, or as a number by engines up to 17.06.
    fn read(text: &str) -> Option<Self> {
        let named = Self::NAMES.iter().position(|name| *name == text);
        let number = named.or_else(|| text.parse().ok().filter(|number| *number < Self::NAMES.len()))?;
        u8::try_from(number).ok().map(Self)
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.get(usize::from(self.0)).copied().unwrap_or("Unknown")
    }
}

impl Serialize for GrpcCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What an engine's answer means.
///
/// ```
/// use docknet::engine::{Answer, Meaning, meaning};
///
/// let answer = Answer::new(404, "network back not found");
/// assert_eq!(meaning(&answer), Meaning::NetworkNotFound { network: "back".into() });
/// assert_eq!(meaning(&Answer::new(418, "I am a teapot")), Meaning::Unrecognised);
/// ```
#[must_use]
pub fn meaning(answer: &Answer) -> Meaning {
    Reading::of(answer).meaning
}

/// So many layers are taken off a sentence; real ones have three at most.
const LAYERS: usize = 8;

/// So many items of a list are read.
const ITEMS: usize = 256;

impl Reading {
    /// Reads an answer.
    ///
    /// ```
    /// use docknet::engine::{Answer, Around, Meaning, Reading};
    ///
    /// let sentence = "rpc error: code = 3 desc = EndpointSpec: duplicate published ports provided";
    /// let reading = Reading::of(&Answer::new(500, sentence));
    /// assert!(matches!(reading.meaning, Meaning::Service(_)));
    /// assert!(matches!(&reading.around[..], [Around::Grpc(code)] if code.name() == "InvalidArgument"));
    /// ```
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        let mut reading = Self { meaning: Meaning::Unrecognised, around: Vec::new(), wordings: Vec::new() };
        let sentence = without_hint(&answer.sentence);
        if let Some(meaning) = reading.read(sentence, answer, LAYERS) {
            reading.meaning = reading.completed(meaning);
        } else if answer.status == 400 && reading.blames_the_request() {
            reading.meaning = Meaning::InvalidRequest;
        }
        reading
    }

    /// The layers, the list, or the sentence itself.
    fn read(&mut self, sentence: &str, answer: &Answer, layers: usize) -> Option<Meaning> {
        if let Some((around, inner)) = layer(sentence).filter(|_| layers > 0) {
            let lists = matches!(around, Around::NetworkConfig | Around::EndpointSettings);
            self.around.push(around);
            return match inner.strip_prefix("* ").filter(|_| lists) {
                Some(items) => self.list(items, answer, layers),
                None => self.read(inner, answer, layers - 1),
            };
        }
        let sentence = sentence.trim_end_matches('\n');
        // What engines end with a space is also read without it.
        let (wording, meaning) =
            table::find(sentence, answer).or_else(|| table::find(sentence.trim(), answer))?;
        self.wordings.push(wording);
        Some(meaning)
    }

    /// Items behind bullets; lines inside an item are indented.
    fn list(&mut self, items: &str, answer: &Answer, layers: usize) -> Option<Meaning> {
        let read = |item: &str| self.read(item, answer, layers - 1).unwrap_or(Meaning::Unrecognised);
        let mut all: Vec<_> = items.split("\n* ").take(ITEMS).map(read).collect();
        match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Meaning::Several(all)),
        }
    }

    /// What the layers around a meaning add to its data.
    fn completed(&self, mut meaning: Meaning) -> Meaning {
        for around in &self.around {
            match (around, &mut meaning) {
                (
                    Around::Endpoint { container: wanting, .. }
                    | Around::Publishing { container: wanting, .. },
                    Meaning::PortInUse { container, .. },
                ) => *container = Some(wanting.clone()),
                (
                    Around::NetworkOf { network: of },
                    Meaning::Container(ContainerFault::NoSettings { network }),
                ) => *network = Some(of.clone()),
                _ => {}
            }
        }
        meaning
    }

    /// Whether a 400 is about the request. A swarm's failed precondition is about the swarm, and a 400 all the same.
    fn blames_the_request(&self) -> bool {
        !self
            .around
            .iter()
            .any(|around| matches!(around, Around::Grpc(code) if code.name() == "FailedPrecondition"))
    }
}

/// The sentence without what the command line client puts behind it.
fn without_hint(sentence: &str) -> &str {
    let sentence = sentence.trim_start();
    sentence.split_once("\n\nRun 'docker ").map_or(sentence, |(sentence, _)| sentence)
}

type Layer = (&'static str, fn(&[&str]) -> Option<Around>);

/// What engines put in front; the last hole is the sentence.
const LAYERS_AROUND: &[Layer] = &[
    ("docker: Error response from daemon: {}", |_| Some(Around::Client)),
    ("Error response from daemon: {}", |_| Some(Around::Client)),
    ("error while removing network: {}", |_| Some(Around::Removing)),
    ("failed to set up container networking: {}", |_| Some(Around::Starting)),
    ("starting container failed: {}", |_| Some(Around::Starting)),
    ("joining network namespace of container: {}", |_| Some(Around::JoiningNamespace)),
    ("invalid pool request: {}", |_| Some(Around::PoolRequest)),
    ("invalid network config:\n{}", |_| Some(Around::NetworkConfig)),
    ("invalid endpoint settings:\n{}", |_| Some(Around::EndpointSettings)),
    ("invalid config for network {}: {}", |p| Some(Around::NetworkOf { network: (*p.first()?).to_owned() })),
    ("failed to create endpoint {} on network {}: {}", |p| {
        Some(Around::Endpoint { container: (*p.first()?).to_owned(), network: (*p.get(1)?).to_owned() })
    }),
    ("driver failed programming external connectivity on endpoint {} ({}): {}", |p| {
        Some(Around::Publishing { container: (*p.first()?).to_owned(), endpoint: (*p.get(1)?).to_owned() })
    }),
    ("Error starting userland proxy: {}", |_| Some(Around::Starting)),
    ("rpc error: code = {} desc = {}", |p| GrpcCode::read(p.first()?).map(Around::Grpc)),
    ("Could not attach to network {}: {}", |p| Some(Around::Attaching { network: (*p.first()?).to_owned() })),
    ("Error creating default network: {}", |_| Some(Around::DefaultNetwork)),
    ("error creating default network: {}", |_| Some(Around::DefaultNetwork)),
];

fn layer(sentence: &str) -> Option<(Around, &str)> {
    LAYERS_AROUND.iter().find_map(|(pattern, around)| {
        let parts = captures(pattern, sentence)?;
        Some((around(&parts)?, parts.last().copied()?))
    })
}
