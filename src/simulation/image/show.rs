//! Images as an engine shows them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Image, Reference, digest};
use crate::host::{EngineVersion, Platform};
use crate::simulation::filter::Checked as _;
use crate::simulation::{Fault, SimulatedHost};
use crate::wire::request::{ContainerCreate, Filters};

impl Image {
    pub(super) fn labels(&self) -> BTreeMap<String, String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.config.entries("Labels").map(|(key, value)| (key.to_owned(), text(value))).collect()
    }

    fn tag_texts(&self) -> Vec<String> {
        self.tags.iter().map(Reference::text).collect()
    }
}

impl SimulatedHost {
    pub(in crate::simulation) fn image_value(&mut self, key: &str) -> Result<Value, Fault> {
        let id = match self.image_id(key) {
            Some(id) => id,
            None => self.appear(key, true)?,
        };
        let minor = self.api_minor();
        let image = self.images.by_id.get(&id).cloned().ok_or_else(|| {
            super::fault(crate::simulation::ImageRefusal::Missing { reference: key.to_owned() })
        })?;
        let layer = format!("sha256:{}", digest(&format!("layer {id}")));
        let empty = ContainerCreate::image_config(&[]);
        let mut nothing = empty;
        nothing.set("Cmd", Value::Null);
        let mut value = json!({
            "Id": image.id,
            "RepoTags": image.tag_texts(),
            "RepoDigests": image.digests,
            "Parent": "",
            "Comment": "",
            "Created": image.created.to_string(),
            "Container": "",
            "ContainerConfig": nothing.written(minor),
            "DockerVersion": "",
            "Author": "",
            "Config": image.config.written(minor),
            "Architecture": image.architecture,
            "Os": image.os,
        });
        if let Platform::Windows(build) = self.host.platform {
            value["OsVersion"] = format!("10.0.{}.1", build.number()).into();
        }
        value["Size"] = image.size.into();
        if self.engine < EngineVersion::new(25, 0, 0) {
            value["VirtualSize"] = image.size.into();
        }
        value["GraphDriver"] = self.graph_driver(&digest(&image.id));
        value["RootFS"] = json!({ "Type": "layers", "Layers": [layer] });
        value["Metadata"] = json!({ "LastTagTime": image.created.to_string() });
        Ok(value)
    }

    pub(in crate::simulation) fn image_lines(&mut self, filters: &Filters) -> Result<Vec<Value>, Fault> {
        filters.check(&["before", "dangling", "label", "reference", "since", "until"])?;
        let dangling = filters.truth("dangling")?;
        let until = filters.until(self.now)?;
        let mut bounds = Vec::new();
        for key in ["before", "since"] {
            let name = filters.values(key).next().map(str::to_owned);
            bounds.push(match name {
                Some(name) => Some(self.find_image(&name)?.created),
                None => None,
            });
        }
        let [before, since] = bounds.as_slice() else { return Ok(Vec::new()) };
        let named = |image: &Image| {
            !filters.has("reference")
                || image.tags.iter().any(|tag| filters.values("reference").any(|pattern| fits(pattern, tag)))
        };
        let shown = |image: &&Image| {
            dangling.is_none_or(|dangling| image.tags.is_empty() == dangling)
                && until.is_none_or(|until| image.created < until)
                && before.is_none_or(|before| image.created < before)
                && since.is_none_or(|since| image.created > since)
                && filters.labels("label", &image.labels())
                && named(image)
        };
        let mut images: Vec<_> = self.images.iter().filter(shown).collect();
        images.sort_by_key(|image| std::cmp::Reverse(image.created));
        Ok(images.into_iter().map(|image| self.image_line(image, false)).collect())
    }

    /// One line of a list; what it costs in a list of what takes room.
    pub(in crate::simulation) fn image_line(&self, image: &Image, room: bool) -> Value {
        let labels = image.config.value("Labels");
        let users = || self.containers.values().filter(|container| container.image == image.id).count();
        let (containers, shared) = if room { (json!(users()), json!(0)) } else { (json!(-1), json!(-1)) };
        let list = |texts: Vec<String>| if texts.is_empty() { Value::Null } else { json!(texts) };
        let mut line = json!({
            "Containers": containers,
            "Created": image.created.unix().as_secs(),
            "Id": image.id,
            "Labels": if labels.as_object().is_some_and(|labels| !labels.is_empty()) { labels.clone() } else { Value::Null },
            "ParentId": "",
            "RepoDigests": list(image.digests.iter().cloned().collect()),
            "RepoTags": list(image.tag_texts()),
            "SharedSize": shared,
            "Size": image.size,
        });
        if self.engine < EngineVersion::new(25, 0, 0) {
            line["VirtualSize"] = image.size.into();
        }
        line
    }

    pub(in crate::simulation) fn image_history(&mut self, key: &str) -> Result<Value, Fault> {
        let image = self.find_image(key)?;
        Ok(json!([{
            "Comment": "",
            "Created": image.created.unix().as_secs(),
            "CreatedBy": "",
            "Id": image.id,
            "Size": image.size,
            "Tags": image.tag_texts(),
        }]))
    }

    /// What a registry says of an image, which Docker asks before it makes services.
    pub(in crate::simulation) fn distribution_value(&mut self, key: &str) -> Result<Value, Fault> {
        let id = self.find_image(key)?.id.clone();
        let (os, architecture) = (self.os(), "amd64");
        Ok(json!({
            "Descriptor": {
                "mediaType": "application/vnd.docker.distribution.manifest.list.v2+json",
                "digest": format!("sha256:{}", digest(&format!("digest {id}"))),
                "size": 1000,
            },
            "Platforms": [{ "architecture": architecture, "os": os }],
        }))
    }

    /// How layers are kept.
    pub(in crate::simulation) fn storage_driver(&self) -> &'static str {
        match self.host.platform {
            Platform::Windows(_) => "windowsfilter",
            Platform::Linux(_) => "overlay2",
        }
    }

    pub(in crate::simulation) fn graph_driver(&self, id: &str) -> Value {
        let root = self.root();
        match self.host.platform {
            Platform::Windows(_) => {
                json!({ "Data": { "dir": format!("{root}\\windowsfilter\\{id}") }, "Name": "windowsfilter" })
            }
            Platform::Linux(_) => {
                let folder = |name: &str| format!("{root}/overlay2/{id}/{name}");
                json!({
                    "Data": {
                        "MergedDir": folder("merged"),
                        "UpperDir": folder("diff"),
                        "WorkDir": folder("work"),
                    },
                    "Name": "overlay2",
                })
            }
        }
    }
}

/// Patterns as in paths: `redis`, `redis:*`, `*/redis`.
fn fits(pattern: &str, name: &Reference) -> bool {
    let glob = |text: &str| {
        let mut rest = text;
        let parts: Vec<_> = pattern.split('*').collect();
        for (index, part) in parts.iter().enumerate() {
            let Some(at) = rest.find(part) else { return false };
            if (index == 0 && at > 0) || rest[..at].contains('/') {
                return false;
            }
            rest = &rest[at + part.len()..];
        }
        rest.is_empty() || (pattern.ends_with('*') && !rest.contains('/'))
    };
    glob(&name.text()) || glob(&name.repository)
}
