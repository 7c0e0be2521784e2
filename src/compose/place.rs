//! Where in a file a value stands.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// A line and a column of a file, both counted from 1, the column in characters.
///
/// A place is where something begins. It also knows how long that something is on its first line, so that a
/// message can underline it; two places that differ in nothing else are the same.
///
/// ```
/// use docknet::compose::Place;
/// let place = Place::new("docker-compose.yml", 12, 9).with_length(5);
/// assert_eq!(place.to_string(), "docker-compose.yml:12:9");
/// assert_eq!((place.length(), place), (5, Place::new("docker-compose.yml", 12, 9)));
/// ```
#[derive(Debug, Clone)]
pub struct Place {
    origin: Origin,
    line: u32,
    column: u32,
    length: u32,
    /// An alias or a merge key stands here.
    is_use: bool,
}

/// Of which file a place is, in the room a file alone takes: there are many places, and few are used elsewhere.
#[derive(Debug, Clone)]
enum Origin {
    File(Arc<str>),
    Used(Arc<Used>),
}

/// What is used elsewhere.
#[derive(Debug)]
struct Used {
    file: Arc<str>,
    /// The alias or merge key that takes it there.
    at: Arc<Place>,
}

impl Place {
    /// A place in a file.
    pub fn new(file: impl Into<Arc<str>>, line: u32, column: u32) -> Self {
        Self { origin: Origin::File(file.into()), line, column, length: 0, is_use: false }
    }

    /// The same place, for something that is that many characters long on its first line.
    #[must_use]
    pub fn with_length(self, length: u32) -> Self {
        Self { length, ..self }
    }

    /// The same place, for something that an alias or a merge key takes from there to another place.
    #[must_use]
    pub(super) fn with_use(self, used_at: Option<Arc<Self>>) -> Self {
        let Some(at) = used_at else { return self };
        let file = match &self.origin {
            Origin::File(file) => Arc::clone(file),
            Origin::Used(used) => Arc::clone(&used.file),
        };
        Self { origin: Origin::Used(Arc::new(Used { file, at })), ..self }
    }

    /// The same place, for an alias or merge key.
    #[must_use]
    pub(super) fn into_use(self) -> Arc<Self> {
        Arc::new(Self { is_use: true, ..self })
    }

    /// Whether an alias or merge key stands here.
    pub(crate) fn is_use(&self) -> bool {
        self.is_use
    }

    pub(super) fn use_of(&self) -> Option<&Arc<Self>> {
        match &self.origin {
            Origin::File(_) => None,
            Origin::Used(used) => Some(&used.at),
        }
    }

    /// Where the alias or merge key stands that takes the value from an anchor here; `None` for a value that counts where
    /// it is written. Like the length it makes no difference between two places.
    ///
    /// ```
    /// use docknet::compose::Reading;
    ///
    /// let text = "x-ports: &ports ['80:80']\nservices:\n  web:\n    image: iis\n    ports: *ports\n";
    /// let project = Reading::new().parse("a.yml", text)?;
    /// let place = &project.services()[0].ports[0].place;
    /// assert_eq!(place.to_string(), "a.yml:1:18");
    /// assert_eq!(place.used_at().map(ToString::to_string).as_deref(), Some("a.yml:5:12"));
    /// # Ok::<(), docknet::compose::ComposeError>(())
    /// ```
    #[must_use]
    pub fn used_at(&self) -> Option<&Self> {
        self.use_of().map(AsRef::as_ref)
    }

    /// The first character of a file.
    pub(super) fn start_of(file: &Arc<str>) -> Self {
        Self::new(Arc::clone(file), 1, 1)
    }

    /// The file, as it was named when it was read.
    #[must_use]
    pub fn file(&self) -> &str {
        match &self.origin {
            Origin::File(file) => file,
            Origin::Used(used) => &used.file,
        }
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column, from 1, in characters.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.column
    }

    /// How many characters of the first line it takes as written, quotes included; 0 when that is not known.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.length
    }

    /// The parts that make two places the same.
    fn beginning(&self) -> (&str, u32, u32) {
        (self.file(), self.line, self.column)
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.beginning() == other.beginning()
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.beginning().cmp(&other.beginning())
    }
}

impl Hash for Place {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.beginning().hash(state);
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file(), self.line, self.column)
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut place = serializer.serialize_struct("Place", 3)?;
        place.serialize_field("file", self.file())?;
        place.serialize_field("line", &self.line)?;
        place.serialize_field("column", &self.column)?;
        place.end()
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

impl<T> Placed<T> {
    /// A value at a place.
    pub fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }

    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Placed<U> {
        Placed { value: change(self.value), place: self.place }
    }
}

impl<T: fmt::Display> fmt::Display for Placed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
