//! What a container mounts.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::host::Platform;
use crate::model::ContainerId;
use crate::simulation::volume::VolumeCreate;
use crate::simulation::{BindProblem, ContainerRefusal, Fault, SimulatedHost};
use crate::wire::request::Structure;

/// Something mounted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::simulation) struct Mount {
    pub(in crate::simulation) kind: &'static str,
    /// The volume's name; empty when it is none, or not named yet.
    pub(in crate::simulation) name: String,
    source: String,
    pub(in crate::simulation) target: String,
    mode: String,
    pub(in crate::simulation) writable: bool,
    propagation: &'static str,
    anonymous: bool,
}

impl Mount {
    pub(in crate::simulation) fn value(&self) -> Value {
        let mut value = json!({ "Type": self.kind });
        if self.kind == "volume" {
            value["Name"] = self.name.as_str().into();
        }
        value["Source"] = self.source.as_str().into();
        value["Destination"] = self.target.as_str().into();
        if self.kind == "volume" {
            value["Driver"] = "local".into();
        }
        value["Mode"] = self.mode.as_str().into();
        value["RW"] = self.writable.into();
        value["Propagation"] = self.propagation.into();
        value
    }
}

/// Has a container mount what it asks for: what others mount, binds, mounts, then the volumes it declares (moby's
/// `registerMountPoints`). Volumes are made on the way, and stay when something after them is refused.
pub(super) fn register(
    host: &mut SimulatedHost,
    id: &ContainerId,
    config: &Structure,
    given: &Structure,
) -> Result<Vec<Mount>, Fault> {
    let mut registered = Registered { mounts: Vec::new() };
    let outcome = registered.all(host, id, config, given);
    if outcome.is_err() {
        for mount in &registered.mounts {
            if let Some(volume) = host.volumes.get_mut(&mount.name) {
                volume.holders.remove(id.as_str());
            }
        }
    }
    outcome.map(|()| registered.mounts)
}

struct Registered {
    mounts: Vec<Mount>,
}

impl Registered {
    fn all(
        &mut self,
        host: &mut SimulatedHost,
        id: &ContainerId,
        config: &Structure,
        given: &Structure,
    ) -> Result<(), Fault> {
        let windows = matches!(host.host().platform, Platform::Windows(_));
        for text in given.list("VolumesFrom") {
            for mount in lent(host, text)? {
                self.add(host, id, mount)?;
            }
        }
        for text in given.list("Binds") {
            self.add(host, id, bind(text, windows)?)?;
        }
        for mount in given.value("Mounts").as_array().into_iter().flatten() {
            self.add(host, id, asked(mount, windows))?;
        }
        for (target, _) in given.entries("Tmpfs") {
            if !target.starts_with('/') {
                let problem = BindProblem::NotAbsolute { path: target.to_owned() };
                return Err(ContainerRefusal::BadTmpfs { problem }.into());
            }
        }
        for (target, _) in config.entries("Volumes") {
            if !self.has(target) {
                self.add(host, id, Mount { anonymous: true, ..plain("volume", target.to_owned(), windows) })?;
            }
        }
        Ok(())
    }

    fn has(&self, target: &str) -> bool {
        self.mounts.iter().any(|there| there.target == target)
    }

    fn add(&mut self, host: &mut SimulatedHost, id: &ContainerId, mut mount: Mount) -> Result<(), Fault> {
        if self.has(&mount.target) {
            return Err(ContainerRefusal::DuplicateMount { path: mount.target }.into());
        }
        if mount.kind == "volume" {
            mount.name = host.make_volume(&VolumeCreate::new(mount.name.as_str()), mount.anonymous)?;
            mount.source = host.mountpoint(&mount.name);
            if let Some(volume) = host.volumes.get_mut(&mount.name) {
                volume.holders.insert(id.to_string());
            }
        }
        self.mounts.push(mount);
        Ok(())
    }
}

/// What another container mounts: `NAME[:MODE]`.
fn lent(host: &SimulatedHost, text: &str) -> Result<Vec<Mount>, Fault> {
    let (donor, mode) = text.split_once(':').unwrap_or((text, "rw"));
    if !matches!(mode, "ro" | "rw" | "z" | "Z") {
        return Err(ContainerRefusal::BadLoan { mode: mode.to_owned() }.into());
    }
    let missing = |_none| ContainerRefusal::MissingDonor { key: donor.to_owned() };
    let donor = host.container_by(donor).map_err(missing)?;
    let lend = |mount: &Mount| Mount { writable: mount.writable && mode != "ro", ..mount.clone() };
    Ok(donor.mounts.iter().map(lend).collect())
}

/// One of `Mounts`, which has been looked at.
fn asked(mount: &Value, windows: bool) -> Mount {
    let text = |key: &str| mount.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let writable = mount.get("ReadOnly") != Some(&Value::Bool(true));
    let target = text("Target");
    let there = match text("Type").as_str() {
        "bind" => Mount { source: text("Source"), ..plain("bind", target, windows) },
        "npipe" => Mount { source: text("Source"), ..plain("npipe", target, windows) },
        "tmpfs" => plain("tmpfs", target, windows),
        _ => {
            let name = text("Source");
            let mode = if windows { "" } else { "z" }.to_owned();
            Mount { anonymous: name.is_empty(), name, mode, ..plain("volume", target, windows) }
        }
    };
    Mount { writable, ..there }
}

fn plain(kind: &'static str, target: String, windows: bool) -> Mount {
    let propagation = if kind == "bind" && !windows { "rprivate" } else { "" };
    Mount {
        kind,
        name: String::new(),
        source: String::new(),
        target,
        mode: String::new(),
        writable: true,
        propagation,
        anonymous: false,
    }
}

/// `SOURCE:TARGET[:MODE]`, or `TARGET` alone; sources are paths or names of volumes.
fn bind(text: &str, windows: bool) -> Result<Mount, Fault> {
    let refuse =
        |problem: BindProblem| Fault::from(ContainerRefusal::BadBind { text: text.to_owned(), problem });
    let parts = if windows { windows_parts(text) } else { text.split(':').collect() };
    let (source, target, mode) = match parts.as_slice() {
        [target] => ("", *target, ""),
        [source, target] => (*source, *target, ""),
        [source, target, mode] => (*source, *target, *mode),
        _ => return Err(refuse(BindProblem::Form { text: text.to_owned() })),
    };
    let known =
        ["", "ro", "rw", "z", "Z", "nocopy", "private", "rprivate", "shared", "rshared", "slave", "rslave"];
    if mode.split(',').any(|mode| !known.contains(&mode)) {
        return Err(refuse(BindProblem::Mode { mode: mode.to_owned() }));
    }
    let absolute = |path: &str| path.starts_with('/') || (windows && (path.starts_with('\\') || drive(path)));
    if !absolute(target) {
        return Err(refuse(BindProblem::NotAbsolute { path: target.to_owned() }));
    }
    if target == "/" {
        return Err(refuse(BindProblem::Root));
    }
    let kind = match source {
        source if source.starts_with("\\\\.\\pipe\\") && windows => "npipe",
        source if absolute(source) => "bind",
        _ => "volume",
    };
    let writable = !mode.split(',').any(|mode| mode == "ro");
    let there = Mount { mode: mode.to_owned(), writable, ..plain(kind, target.to_owned(), windows) };
    Ok(match kind {
        "volume" => Mount { anonymous: source.is_empty(), name: source.to_owned(), ..there },
        _ => Mount { source: source.to_owned(), ..there },
    })
}

fn drive(path: &str) -> bool {
    let mut letters = path.bytes();
    letters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && letters.next() == Some(b':')
}

/// On Windows a colon after a single letter belongs to the path.
fn windows_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let skip = if drive(rest) { 2 } else { 0 };
        let end = rest[skip..].find(':').map_or(rest.len(), |at| at + skip);
        parts.push(&rest[..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    parts
}

/// The attributes of the event that says it was mounted.
pub(super) fn told(mount: &Mount, container: &str) -> BTreeMap<String, String> {
    let pairs = [
        ("container", container.to_owned()),
        ("destination", mount.target.clone()),
        ("driver", "local".to_owned()),
        ("propagation", mount.propagation.to_owned()),
        ("read/write", mount.writable.to_string()),
    ];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
