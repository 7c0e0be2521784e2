//! What an engine says of itself and of all it has.

mod events;
mod info;
mod room;
mod version;

pub use events::EventFilter;
