//! Making containers: what is checked, in which order, and what is filled in.

use serde_json::{Value, json};

use super::mount;
use super::{Attachment, Container, Reached, State};
use crate::host::{EngineVersion, Platform};
use crate::model::{ContainerId, ContainerName};
use crate::simulation::{ContainerRefusal, Fault, ImageRefusal, Refusal, SimulatedHost, ports};
use crate::wire::request::{ContainerCreate, EndpointSettings, Structure};

use super::check;

/// A container that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContainerCreated {
    /// Its identity.
    pub id: String,
    /// What the engine wants to be said.
    pub warnings: Vec<String>,
}

impl SimulatedHost {
    /// Makes a container as moby's `containerCreate` does: options that exclude each other, then the image, the container's
    /// own settings, those of its networks, its name, and what it mounts and links.
    pub(in crate::simulation) fn make_container(
        &mut self,
        name: &str,
        platform: &str,
        body: &ContainerCreate,
    ) -> Result<ContainerCreated, Fault> {
        if body.has_host {
            check::modes(self, body)?;
        }
        let config = body.config.as_ref().ok_or(ContainerRefusal::EmptyConfig)?;
        let mut warnings = check::settings(self, config, &body.host)?;
        check::endpoints(self, body)?;
        let (image, mut config) = self.image_for(config, platform)?;
        if config.list("Cmd").next().is_none() && config.list("Entrypoint").next().is_none() {
            return Err(ContainerRefusal::NoCommand.into());
        }
        let mut host = body.host.clone();
        check::log_driver(&host)?;
        let name = self.fresh_name(name)?;
        let id = self.fresh_id::<ContainerId>();
        self.fill_in(&id, &mut config, &mut host);
        if !body.has_host {
            // Engines choose it at the start then.
            host.set("Runtime", "");
        }
        let mounts = mount::register(self, &id, &config, &host)?;
        let links = self.resolve_links(&name, &host)?;
        let attachments = self.first_attachments(&config, &host, body);
        if host.text("NetworkMode") == "host" && !check::is_empty(host.value("PortBindings")) {
            warnings.push("Published ports are discarded when using host network mode".into());
        }
        let mut container = Container {
            id: id.clone(),
            name: name.clone(),
            created: self.now,
            config,
            host,
            image,
            state: State::created(),
            attachments: attachments.into_iter().collect(),
            ports: Vec::new(),
            mounts,
            bound: Vec::new(),
            sandbox: None,
            reached: Reached::Nothing,
            run: 0,
            serial: self.books.next_serial(),
            execs: Vec::new(),
            comes_back: false,
        };
        container.ports = ports::wanted(&container).iter().filter_map(ports::published).collect();
        self.books.enter(id.as_str(), &name);
        for (path, child) in links {
            self.books.links.insert(path, child);
        }
        self.tell_container(&container, "create", &[]);
        self.containers.insert(name, container);
        Ok(ContainerCreated { id: id.to_string(), warnings })
    }

    /// The identity of its image, and its settings with the image's filled in where it says nothing.
    fn image_for(&mut self, config: &Structure, platform: &str) -> Result<(String, Structure), Fault> {
        let mut merged = config.clone();
        let asked = config.text("Image").to_owned();
        if asked.is_empty() {
            return Ok((String::new(), merged));
        }
        let image = self.find_image(&asked)?;
        let wanted: Vec<_> = platform.split('/').filter(|part| !part.is_empty()).collect();
        if wanted.len() > 3 {
            return Err(Refusal::from(ImageRefusal::BadPlatform { text: platform.to_owned() }).into());
        }
        let actual = [image.os.as_str(), image.architecture.as_str()];
        if wanted.iter().zip(actual).any(|(wanted, actual)| *wanted != actual) {
            let (wanted, actual) = (platform.to_owned(), actual.join("/"));
            let reference = asked;
            return Err(Refusal::from(ImageRefusal::OtherPlatform { reference, wanted, actual }).into());
        }
        let (id, of_image) = (image.id.clone(), image.config.clone());
        // A new entry point makes the image's command meaningless.
        if check::is_empty(merged.value("Entrypoint")) {
            if check::is_empty(merged.value("Cmd")) {
                merged.set("Cmd", of_image.value("Cmd").clone());
            }
            if merged.value("Entrypoint").is_null() {
                merged.set("Entrypoint", of_image.value("Entrypoint").clone());
            }
        }
        for key in ["WorkingDir", "User", "StopSignal", "Healthcheck"] {
            if check::is_empty(merged.value(key)) {
                merged.set(key, of_image.value(key).clone());
            }
        }
        for key in ["ExposedPorts", "Volumes", "Labels"] {
            let mut both = of_image.value(key).as_object().cloned().unwrap_or_default();
            both.extend(merged.value(key).as_object().cloned().unwrap_or_default());
            if !both.is_empty() {
                both.sort_keys();
                merged.set(key, both);
            }
        }
        let env = merge_env(&of_image, &merged);
        if !env.is_empty() {
            merged.set("Env", env);
        }
        Ok((id, merged))
    }

    /// What engines write where nothing was said.
    fn fill_in(&mut self, id: &ContainerId, config: &mut Structure, host: &mut Structure) {
        let mode = host.text("NetworkMode").to_owned();
        if config.text("Hostname").is_empty() {
            let own = if mode == "host" { self.name().to_owned() } else { id.short().to_owned() };
            config.set("Hostname", own);
        }
        if config.value("Labels").is_null() {
            config.set("Labels", json!({}));
        }
        if check::is_empty(config.value("Volumes")) {
            config.set("Volumes", Value::Null);
        }
        if mode.is_empty() {
            host.set("NetworkMode", "default");
        } else if let Some(donor) = mode.strip_prefix("container:") {
            // A container there is not is told about at the start.
            if let Ok(donor) = self.container_by(donor) {
                host.set("NetworkMode", format!("container:{}", donor.id));
            }
        }
        let links = host.value("Links").clone();
        if !check::is_empty(&links) && !is_user_defined(&mode, self.host.platform) {
            host.set("Links", links);
        } else {
            host.set("Links", Value::Null);
        }
        let log = host.value("LogConfig").clone();
        if log["Type"] == "" {
            host.set("LogConfig", json!({ "Type": "json-file", "Config": {} }));
        } else if log["Config"].is_null() {
            host.set("LogConfig", json!({ "Type": log["Type"], "Config": {} }));
        }
        if host.value("ConsoleSize").is_null() {
            host.set("ConsoleSize", json!([0, 0]));
        }
        match self.host.platform {
            Platform::Linux(_) => fill_in_linux(host),
            Platform::Windows(_) => {
                if host.text("Isolation").is_empty() {
                    host.set("Isolation", self.default_isolation());
                }
            }
        }
    }

    /// The paths of links and the containers they lead to. In networks users made, links are the network's business.
    fn resolve_links(&self, name: &ContainerName, host: &Structure) -> Result<Vec<(String, String)>, Fault> {
        if is_user_defined(host.text("NetworkMode"), self.host.platform) {
            return Ok(Vec::new());
        }
        let resolve = |link: &str| {
            let (child, alias) = match link.split(':').collect::<Vec<_>>().as_slice() {
                [child] => (*child, child.trim_start_matches('/')),
                [child, alias] => (*child, *alias),
                _ => return Err(Fault::from(ContainerRefusal::BadLink { text: link.to_owned() })),
            };
            // What an inspection shows: `/db:/web/db`.
            let alias = alias.rsplit('/').next().unwrap_or(alias);
            let missing = |_none| ContainerRefusal::LinkMissing { name: child.to_owned(), donor: false };
            let mut child = self.container_by(child).map_err(missing)?;
            // Whose network somebody shares is who is linked to.
            while let Some(donor) = child.borrowed_from() {
                let missing = |_none| ContainerRefusal::LinkMissing { name: donor.to_owned(), donor: true };
                child = self.container_by(donor).map_err(missing)?;
            }
            if child.host.text("NetworkMode") == "host" {
                let conflict = crate::simulation::ModeConflict::HostLinks;
                return Err(ContainerRefusal::Conflict { conflict }.into());
            }
            Ok((format!("/{name}/{alias}"), child.id.to_string()))
        };
        host.list("Links").map(resolve).collect()
    }

    /// Which networks it is to be in (moby's `updateContainerNetworkSettings`).
    fn first_attachments(
        &self,
        config: &Structure,
        host: &Structure,
        body: &ContainerCreate,
    ) -> Vec<(String, Attachment)> {
        let mode = host.text("NetworkMode");
        if config.flag("NetworkDisabled") || mode.starts_with("container:") {
            return Vec::new();
        }
        let named = if mode == "default" { self.default_network().to_owned() } else { self.known_as(mode) };
        let settings = |(network, asked): (&String, &Option<EndpointSettings>)| {
            let network =
                if network == "default" || network == mode { named.clone() } else { self.known_as(network) };
            (network, Attachment::new(asked.clone().unwrap_or_default()))
        };
        let mut attachments: Vec<_> = body.endpoints.iter().map(settings).collect();
        if attachments.is_empty() {
            attachments.push((named, Attachment::default()));
        }
        attachments
    }

    /// Where a container goes that asks for no network.
    pub(in crate::simulation) fn default_network(&self) -> &'static str {
        match self.host.platform {
            Platform::Windows(_) => "nat",
            Platform::Linux(_) => "bridge",
        }
    }
}

/// Whether a mode names a network that users made.
pub(super) fn is_user_defined(mode: &str, platform: Platform) -> bool {
    let own: &[&str] = match platform {
        Platform::Linux(_) => &["", "default", "bridge", "host", "none"],
        Platform::Windows(_) => &["", "default", "nat", "none"],
    };
    !own.contains(&mode) && !mode.starts_with("container:")
}

fn fill_in_linux(host: &mut Structure) {
    let fill = |host: &mut Structure, key: &str, text: &str| {
        if host.text(key).is_empty() {
            host.set(key, text);
        }
    };
    fill(host, "CgroupnsMode", "host");
    fill(host, "IpcMode", "private");
    fill(host, "Runtime", "runc");
    if host.integer("ShmSize") == 0 {
        host.set("ShmSize", 67_108_864);
    }
    if host.integer("Memory") > 0 && host.integer("MemorySwap") == 0 {
        host.set("MemorySwap", host.integer("Memory") * 2);
    }
    if host.value("OomKillDisable").is_null() {
        host.set("OomKillDisable", false);
    }
    if host.integer("PidsLimit") == 0 {
        host.set("PidsLimit", Value::Null);
    }
    if host.integer("MemorySwappiness") == -1 {
        host.set("MemorySwappiness", Value::Null);
    }
    let privileged = host.flag("Privileged");
    if host.value("SecurityOpt").is_null()
        && (privileged || host.text("IpcMode") == "host" || host.text("PidMode") == "host")
    {
        host.set("SecurityOpt", json!(["label=disable"]));
    }
    if host.value("MaskedPaths").is_null() && !privileged {
        host.set("MaskedPaths", json!(MASKED));
    }
    if host.value("ReadonlyPaths").is_null() && !privileged {
        host.set("ReadonlyPaths", json!(READ_ONLY));
    }
}

/// What a 20.10.24 engine hides from containers.
const MASKED: [&str; 10] = [
    "/proc/asound",
    "/proc/acpi",
    "/proc/kcore",
    "/proc/keys",
    "/proc/latency_stats",
    "/proc/timer_list",
    "/proc/timer_stats",
    "/proc/sched_debug",
    "/proc/scsi",
    "/sys/firmware",
];

/// What a 20.10.24 engine lets containers only read.
const READ_ONLY: [&str; 5] = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

fn merge_env(image: &Structure, own: &Structure) -> Vec<String> {
    let name = |text: &str| text.split('=').next().unwrap_or(text).to_owned();
    let mut env: Vec<String> = own.list("Env").map(str::to_owned).collect();
    for text in image.list("Env") {
        if !env.iter().any(|there| name(there) == name(text)) {
            env.push(text.to_owned());
        }
    }
    env
}

/// Whether the engine's version is before another.
pub(super) fn before(host: &SimulatedHost, major: u32) -> bool {
    *host.engine_version() < EngineVersion::new(major, 0, 0)
}
