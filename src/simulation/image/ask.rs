//! Pulling, tagging, removing and pruning images.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Image, Reference, SIZE, digest, fault, read};
use crate::simulation::filter::Checked as _;
use crate::simulation::{Fault, ImageRefusal, SimulatedHost};
use crate::wire::request::Filters;

impl SimulatedHost {
    /// The lines an engine writes while it pulls.
    pub(in crate::simulation) fn pull_by(&mut self, name: &str, tag: &str) -> Result<Vec<Value>, Fault> {
        let whole = match tag {
            "" => name.to_owned(),
            tag if tag.starts_with("sha256:") => format!("{name}@{tag}"),
            tag => format!("{name}:{tag}"),
        };
        let reference = read(&whole, false)?;
        if !self.images.can_be_had(&reference) {
            let repository = reference.repository.clone();
            return Err(fault(ImageRefusal::PullDenied { repository }));
        }
        let there = self.image_id(&reference.text()).is_some();
        let config = self.usual_config();
        let id = self.shelve(&reference, None, config, SIZE);
        let told = BTreeMap::from([("name".to_owned(), reference.repository.clone())]);
        self.tell("image", "pull", &reference.text(), told);
        let tag = reference.tag.clone().or(reference.digest.clone()).unwrap_or_default();
        let shown =
            reference.digest.clone().unwrap_or_else(|| format!("sha256:{}", digest(&format!("digest {id}"))));
        let layer = digest(&format!("layer {id}")).get(..12).unwrap_or_default().to_owned();
        let mut lines =
            vec![json!({ "status": format!("Pulling from {}", reference.familiar()), "id": tag })];
        if !there {
            for status in ["Pulling fs layer", "Download complete", "Pull complete"] {
                lines.push(json!({ "status": status, "progressDetail": {}, "id": layer }));
            }
        }
        lines.push(json!({ "status": format!("Digest: {shown}") }));
        let end = if there { "Image is up to date for" } else { "Downloaded newer image for" };
        lines.push(json!({ "status": format!("Status: {end} {}", reference.text()) }));
        if let Some(image) = self.images.by_id.get_mut(&id) {
            image.digests.insert(format!("{}@{shown}", reference.repository));
        }
        Ok(lines)
    }

    pub(in crate::simulation) fn tag_by(
        &mut self,
        key: &str,
        repository: &str,
        tag: &str,
    ) -> Result<(), Fault> {
        let id = self.find_image(key)?.id.clone();
        let whole = if tag.is_empty() { repository.to_owned() } else { format!("{repository}:{tag}") };
        let bad = |problem| fault(ImageRefusal::BadTag { key: whole.clone(), problem });
        let name = Reference::parse(&whole).map_err(bad)?;
        if let Some(before) = self.images.by_name.insert(name.text(), id.clone()) {
            if let Some(image) = self.images.by_id.get_mut(&before) {
                image.tags.remove(&name);
            }
        }
        if let Some(image) = self.images.by_id.get_mut(&id) {
            image.tags.insert(name.clone());
        }
        self.images.removed.remove(&name.text());
        self.tell("image", "tag", &id, BTreeMap::from([("name".to_owned(), name.text())]));
        Ok(())
    }

    /// Takes a name away, and the image with its last one.
    pub(in crate::simulation) fn remove_image_by(
        &mut self,
        key: &str,
        force: bool,
    ) -> Result<Vec<Value>, Fault> {
        let image = self.find_image(key)?.clone();
        let by_id = Reference::parse(key).ok().filter(|name| image.tags.contains(name));
        let mut lines = Vec::new();
        if let Some(name) = by_id {
            if image.tags.len() > 1 {
                self.untag(&image, &name, &mut lines);
                return Ok(lines);
            }
            if let Some((container, running)) = self.user_of(&image) {
                if !force || running {
                    let (reference, image) = (name.text(), short(&image.id));
                    return Err(fault(ImageRefusal::NameInUse { reference, container, image }));
                }
            }
        } else if let Some((container, running)) = self.user_of(&image) {
            if running || !force {
                return Err(fault(ImageRefusal::InUse { image: short(&image.id), container, running }));
            }
        }
        for name in &image.tags {
            self.untag(&image, name, &mut lines);
        }
        self.images.by_id.remove(&image.id);
        self.images.by_name.retain(|_, id| *id != image.id);
        self.tell("image", "delete", &image.id, BTreeMap::from([("name".to_owned(), image.id.clone())]));
        lines.push(json!({ "Deleted": image.id }));
        Ok(lines)
    }

    fn untag(&mut self, image: &Image, name: &Reference, lines: &mut Vec<Value>) {
        if let Some(there) = self.images.by_id.get_mut(&image.id) {
            there.tags.remove(name);
        }
        self.images.by_name.remove(&name.text());
        self.images.removed.insert(name.text());
        self.tell("image", "untag", &image.id, BTreeMap::from([("name".to_owned(), image.id.clone())]));
        lines.push(json!({ "Untagged": name.text() }));
    }

    /// A container of that image, by the beginning of its identity, a running one before others.
    fn user_of(&self, image: &Image) -> Option<(String, bool)> {
        let users = self.containers.values().filter(|container| container.image == image.id);
        let user = users.max_by_key(|container| container.is_running())?;
        Some((user.id.short().to_owned(), user.is_running()))
    }

    pub(in crate::simulation) fn prune_images_by(&mut self, filters: &Filters) -> Result<Vec<Value>, Fault> {
        filters.check(&["dangling", "label", "label!", "until"])?;
        let all = filters.truth("dangling")? == Some(false);
        let until = filters.until(self.now)?;
        let goes = |image: &&Image| {
            (image.tags.is_empty() || all)
                && self.user_of(image).is_none()
                && until.is_none_or(|until| image.created < until)
                && filters.labels("label", &image.labels())
                && (!filters.has("label!") || !filters.labels("label!", &image.labels()))
        };
        let ids: Vec<_> = self.images.iter().filter(goes).map(|image| image.id.clone()).collect();
        let mut lines = Vec::new();
        for id in ids {
            lines.extend(self.remove_image_by(&id, true)?);
        }
        self.tell("image", "prune", "", BTreeMap::from([("reclaimed".to_owned(), "0".to_owned())]));
        Ok(lines)
    }
}

fn short(id: &str) -> String {
    id.strip_prefix("sha256:").and_then(|hex| hex.get(..12)).unwrap_or(id).to_owned()
}
