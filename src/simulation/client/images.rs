//! What clients ask about images.

use serde_json::{Value, json};

use super::Client;
use crate::simulation::Fault;
use crate::wire::request::Filters;

impl Client<'_> {
    /// `GET /images/{key}/json`.
    ///
    /// # Errors
    /// [`ImageRefusal`](crate::simulation::ImageRefusal).
    pub fn inspect_image(&mut self, key: &str) -> Result<Value, Fault> {
        self.host_mut().image_value(key)
    }

    /// `GET /images/json`: those that have been spoken of, the newest first.
    ///
    /// # Errors
    /// [`Fault`] for filters there are not.
    pub fn list_images(&mut self, filters: &Filters) -> Result<Vec<Value>, Fault> {
        self.host_mut().image_lines(filters)
    }

    /// `POST /images/create?fromImage=NAME&tag=TAG`: the lines of the answer.
    ///
    /// # Errors
    /// [`ImageRefusal`](crate::simulation::ImageRefusal).
    pub fn pull_image(&mut self, name: &str, tag: &str) -> Result<Vec<Value>, Fault> {
        self.host_mut().pull_by(name, tag)
    }

    /// `POST /images/{key}/tag`.
    ///
    /// # Errors
    /// [`ImageRefusal`](crate::simulation::ImageRefusal).
    pub fn tag_image(&mut self, key: &str, repository: &str, tag: &str) -> Result<(), Fault> {
        self.host_mut().tag_by(key, repository, tag)
    }

    /// `DELETE /images/{key}`: what was untagged and deleted.
    ///
    /// # Errors
    /// [`ImageRefusal`](crate::simulation::ImageRefusal).
    pub fn remove_image(&mut self, key: &str, force: bool) -> Result<Vec<Value>, Fault> {
        self.host_mut().remove_image_by(key, force)
    }

    /// `GET /images/{key}/history`.
    ///
    /// # Errors
    /// [`ImageRefusal`](crate::simulation::ImageRefusal).
    pub fn image_history(&mut self, key: &str) -> Result<Value, Fault> {
        self.host_mut().image_history(key)
    }

    /// `GET /distribution/{key}/json`: what a registry says.
    ///
    /// # Errors
    /// [`ImageRefusal`](crate::simulation::ImageRefusal).
    pub fn distribution(&mut self, key: &str) -> Result<Value, Fault> {
        self.host_mut().distribution_value(key)
    }

    /// `POST /images/prune`.
    ///
    /// # Errors
    /// [`Fault`] for filters there are not.
    pub fn prune_images(&mut self, filters: &Filters) -> Result<Value, Fault> {
        let lines = self.host_mut().prune_images_by(filters)?;
        let lines = if lines.is_empty() { Value::Null } else { Value::Array(lines) };
        Ok(json!({ "ImagesDeleted": lines, "SpaceReclaimed": 0 }))
    }
}
