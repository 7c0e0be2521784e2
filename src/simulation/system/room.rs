//! `/system/df`: what takes how much room.

use serde_json::{Value, json};

use crate::simulation::{Fault, ListContainers, SimulatedHost};

impl SimulatedHost {
    pub(in crate::simulation) fn room_value(&self) -> Result<Value, Fault> {
        let images: Vec<_> = self.images.iter().map(|image| self.image_line(image, true)).collect();
        let size: u64 = images.iter().filter_map(|image| image["Size"].as_u64()).sum();
        let mut asked = ListContainers::all();
        asked.size = true;
        let mut volumes = Vec::new();
        for (name, volume) in &self.volumes {
            let mut value = self.volume_value(name)?;
            value["UsageData"] = json!({ "RefCount": volume.holders.len(), "Size": 0 });
            volumes.push(value);
        }
        Ok(json!({
            "LayersSize": size,
            "Images": images,
            "Containers": self.list_by(&asked)?,
            "Volumes": volumes,
            "BuildCache": null,
            "BuilderSize": 0,
        }))
    }
}
