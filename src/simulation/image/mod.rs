//! Images as records: which there are, and what they say.

mod ask;
mod reference;
mod show;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Fault, ImageRefusal, Moment, Refusal, SimulatedHost};
use crate::host::Platform;
use crate::wire::request::{ContainerCreate, Structure};

use reference::{Reference, is_hex};

/// Which images a host has, or can pull.
///
/// ```
/// use docknet::simulation::{Fault, Images, SimulatedHost, World};
/// let mut host = SimulatedHost::linux();
/// host.provide_images(Images::EveryBut(vec!["internal/secret".into()]));
/// let (mut world, at) = World::of(host);
/// assert!(world.client(at).inspect_image("redis:7").is_ok(), "an image nobody spoke of is there");
/// assert!(world.client(at).inspect_image("internal/secret").is_err());
/// assert!(world.client(at).pull_image("internal/secret", "").is_err());
/// # Ok::<(), Fault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Images {
    /// Every image anybody asks for is there.
    #[default]
    Every,
    /// Every image is there but these.
    EveryBut(Vec<String>),
    /// No image is there but these; others can be pulled.
    Only(Vec<String>),
    /// No image is there but these, and no others can be had.
    NoneBut(Vec<String>),
}

/// An image as tests describe it.
#[derive(Debug, Clone)]
pub struct ImageSpec {
    name: String,
    id: Option<String>,
    config: Value,
    size: u64,
}

impl ImageSpec {
    /// An image of that name that starts a shell.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), id: None, config: Value::Null, size: SIZE }
    }

    /// With that identity, `sha256:` and 64 hexadecimal digits.
    #[must_use]
    pub fn with_id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// With those settings, as `Config` of an inspection has them.
    #[must_use]
    pub fn with_config(self, config: Value) -> Self {
        Self { config, ..self }
    }

    /// Of that size in bytes.
    #[must_use]
    pub fn with_size(self, size: u64) -> Self {
        Self { size, ..self }
    }
}

/// The size of images nobody described: 100 MB.
const SIZE: u64 = 100_000_000;

/// An image.
#[derive(Debug, Clone)]
pub(super) struct Image {
    pub(super) id: String,
    pub(super) os: String,
    pub(super) architecture: String,
    pub(super) config: Structure,
    created: Moment,
    size: u64,
    tags: BTreeSet<Reference>,
    /// Digests it was pulled by.
    digests: BTreeSet<String>,
}

/// The images of a host.
#[derive(Debug, Clone, Default)]
pub(super) struct ImageShelf {
    policy: Images,
    by_id: BTreeMap<String, Image>,
    by_name: BTreeMap<String, String>,
    /// Names somebody removed: they are not there just because every image is.
    removed: BTreeSet<String>,
}

impl ImageShelf {
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Image> {
        self.by_id.values()
    }

    fn is_listed(list: &[String], name: &Reference) -> bool {
        list.iter().any(|text| Reference::parse(text).is_ok_and(|listed| listed == *name))
    }

    /// Whether an image nobody has spoken of yet is there.
    fn is_there(&self, name: &Reference) -> bool {
        !self.removed.contains(&name.text())
            && match &self.policy {
                Images::Every => true,
                Images::EveryBut(list) => !Self::is_listed(list, name),
                Images::Only(list) | Images::NoneBut(list) => Self::is_listed(list, name),
            }
    }

    /// Whether a registry has it.
    fn can_be_had(&self, name: &Reference) -> bool {
        match &self.policy {
            Images::Every | Images::Only(_) => true,
            Images::EveryBut(list) => !Self::is_listed(list, name),
            Images::NoneBut(list) => Self::is_listed(list, name),
        }
    }
}

impl SimulatedHost {
    /// Says which images this host has or can pull; what it has already stays.
    pub fn provide_images(&mut self, images: Images) {
        self.images.policy = images;
    }

    /// Puts an image on this host.
    ///
    /// # Errors
    /// [`ImageRefusal::BadReference`] for a name that is none.
    pub fn add_image(&mut self, spec: ImageSpec) -> Result<String, Fault> {
        let name = read(&spec.name, false)?;
        let told = Some(&spec.config).filter(|config| !config.is_null());
        let told = told.and_then(|config| ContainerCreate::read_config(config).ok());
        let config = told.unwrap_or_else(|| self.usual_config());
        Ok(self.shelve(&name, spec.id, config, spec.size))
    }

    fn shelve(&mut self, name: &Reference, id: Option<String>, config: Structure, size: u64) -> String {
        let id = id.unwrap_or_else(|| format!("sha256:{}", digest(&format!("image {}", name.text()))));
        let (os, architecture) = (self.os().to_owned(), "amd64".to_owned());
        let tagged = name.tag.is_some().then(|| Reference { digest: None, ..name.clone() });
        let created = self.now;
        let image = self.images.by_id.entry(id.clone()).or_insert_with(|| Image {
            id: id.clone(),
            os,
            architecture,
            config,
            created,
            size,
            tags: BTreeSet::new(),
            digests: BTreeSet::new(),
        });
        image.digests.extend(name.digest.as_ref().map(|digest| format!("{}@{digest}", name.repository)));
        image.tags.extend(tagged);
        self.images.removed.remove(&name.text());
        self.images.by_name.insert(name.text(), id.clone());
        id
    }

    /// The image a key means: a name, an identity or the beginning of one. One that is there for everybody is made when it
    /// is first asked for.
    pub(super) fn find_image(&mut self, key: &str) -> Result<&Image, Fault> {
        let id = match self.image_id(key) {
            Some(id) => id,
            None => self.appear(key, false)?,
        };
        let missing = || fault(ImageRefusal::Missing { reference: key.to_owned() });
        self.images.by_id.get(&id).ok_or_else(missing)
    }

    /// The identity of an image that has been spoken of.
    pub(super) fn image_id(&self, key: &str) -> Option<String> {
        let images = &self.images;
        let hex = key.strip_prefix("sha256:").unwrap_or(key);
        let whole = format!("sha256:{hex}");
        if images.by_id.contains_key(&whole) {
            return Some(whole);
        }
        let named = Reference::parse(key).ok().and_then(|name| images.by_name.get(&name.text()));
        if let Some(id) = named {
            return Some(id.clone());
        }
        if hex.is_empty() || !is_hex(hex, hex.len()) {
            return None;
        }
        let mut found = images.by_id.range(whole.clone()..).take_while(|(id, _)| id.starts_with(&whole));
        match (found.next(), found.next()) {
            (Some((id, _)), None) => Some(id.clone()),
            _ => None,
        }
    }

    /// Has an image be there, if it is one of those that are.
    fn appear(&mut self, key: &str, inspecting: bool) -> Result<String, Fault> {
        let missing = |reference: String| {
            let key = key.to_owned();
            fault(if inspecting {
                ImageRefusal::MissingInspected { key, reference }
            } else {
                ImageRefusal::Missing { reference }
            })
        };
        if let Some(hex) = key.strip_prefix("sha256:") {
            return Err(missing(format!("sha256:{hex}")));
        }
        if is_hex(key, 64) {
            return Err(missing(format!("sha256:{key}")));
        }
        let name = read(key, inspecting)?;
        if !self.images.is_there(&name) {
            return Err(missing(name.text()));
        }
        let config = self.usual_config();
        Ok(self.shelve(&name, None, config, SIZE))
    }

    /// What images start that nobody described: a shell, with the usual path.
    fn usual_config(&self) -> Structure {
        let windows = matches!(self.host.platform, Platform::Windows(_));
        let command: &[&str] = if windows { &["c:\\windows\\system32\\cmd.exe"] } else { &["sh"] };
        let mut config = ContainerCreate::image_config(command);
        if !windows {
            config.set("Env", json!(["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]));
        }
        config
    }

    /// `linux` or `windows`.
    pub(super) fn os(&self) -> &'static str {
        match self.host.platform {
            Platform::Windows(_) => "windows",
            Platform::Linux(_) => "linux",
        }
    }

    pub(super) fn size_of(&self, id: &str) -> u64 {
        self.images.by_id.get(id).map_or(0, |image| image.size)
    }
}

fn read(key: &str, inspecting: bool) -> Result<Reference, Fault> {
    let bad = |problem| fault(ImageRefusal::BadReference { key: key.to_owned(), problem, inspecting });
    Reference::parse(key).map_err(bad)
}

fn fault(refusal: ImageRefusal) -> Fault {
    Refusal::from(refusal).into()
}

/// 64 hexadecimal digits that follow from a text: an identity that is the same in every world. No cryptography.
fn digest(text: &str) -> String {
    let mut seed: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        seed = (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    super::random::Random::new(seed).hex(64)
}
