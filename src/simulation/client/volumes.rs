//! What clients ask about volumes.

use serde_json::{Value, json};

use super::Client;
use crate::simulation::{Fault, VolumeCreate};
use crate::wire::request::Filters;

impl Client<'_> {
    /// `POST /volumes/create`: makes a volume, or shows the one of that name.
    ///
    /// # Errors
    /// [`VolumeRefusal`](crate::simulation::VolumeRefusal).
    pub fn create_volume(&mut self, asked: &VolumeCreate) -> Result<Value, Fault> {
        let anonymous = asked.name.is_empty();
        let name = self.host_mut().make_volume(asked, anonymous)?;
        self.host().volume_value(&name)
    }

    /// `GET /volumes/{name}`.
    ///
    /// # Errors
    /// [`VolumeRefusal::Missing`](crate::simulation::VolumeRefusal::Missing).
    pub fn inspect_volume(&self, name: &str) -> Result<Value, Fault> {
        self.host().volume_value(name)
    }

    /// `GET /volumes`.
    ///
    /// # Errors
    /// [`Fault`] for filters there are not.
    pub fn list_volumes(&self, filters: &Filters) -> Result<Value, Fault> {
        let volumes = self.host().list_volumes(filters)?;
        Ok(json!({ "Volumes": volumes, "Warnings": null }))
    }

    /// `DELETE /volumes/{name}`; by force it need not be there.
    ///
    /// # Errors
    /// [`VolumeRefusal`](crate::simulation::VolumeRefusal).
    pub fn remove_volume(&mut self, name: &str, force: bool) -> Result<(), Fault> {
        self.host_mut().drop_volume(name, force)
    }

    /// `POST /volumes/prune`.
    ///
    /// # Errors
    /// [`Fault`] for filters there are not.
    pub fn prune_volumes(&mut self, filters: &Filters) -> Result<Value, Fault> {
        let names = self.host_mut().prune_volumes(filters)?;
        Ok(json!({ "VolumesDeleted": names, "SpaceReclaimed": 0 }))
    }
}
