//! A container as an engine shows it: inspections and lists.

use serde_json::{Map, Value, json};

use super::{Attachment, Container, Phase, Reached};
use crate::host::{EngineVersion, Platform};
use crate::simulation::exec::Exec;
use crate::simulation::{SimulatedHost, ports};

impl SimulatedHost {
    /// What `GET /containers/{id}/json` answers.
    pub(in crate::simulation) fn container_value(&self, container: &Container, size: bool) -> Value {
        let minor = self.api_minor();
        let mut host = container.host.clone();
        let links: Vec<_> =
            self.links_of(container).map(|(path, child)| format!("/{}:{path}", child.name)).collect();
        host.set("Links", if links.is_empty() { Value::Null } else { json!(links) });
        let words = container.command();
        let mut state = container.state.value();
        if let Some(health) = self.health(container) {
            state["Health"] = json!({ "Status": health, "FailingStreak": 0, "Log": [] });
        }
        let execs: Vec<_> = container
            .execs
            .iter()
            .filter(|id| self.books.execs.get(*id).is_some_and(Exec::is_listed))
            .collect();
        let windows = matches!(self.host.platform, Platform::Windows(_));
        let file = |name: &str, from: Reached| {
            if container.reached >= from && !windows {
                format!("{}/containers/{}/{name}", self.root(), container.id)
            } else {
                String::new()
            }
        };
        let log = if container.reached == Reached::Everything
            && container.host.value("LogConfig")["Type"] == "json-file"
        {
            let slash = if windows { '\\' } else { '/' };
            format!("{}{slash}containers{slash}{id}{slash}{id}-json.log", self.root(), id = container.id)
        } else {
            String::new()
        };
        let mut value = json!({
            "Id": container.id.as_str(),
            "Created": container.created.to_string(),
            "Path": words.first().cloned().unwrap_or_default(),
            "Args": words.get(1..).unwrap_or_default(),
            "State": state,
            "Image": container.image,
            "ResolvConfPath": file("resolv.conf", Reached::Networks),
            "HostnamePath": file("hostname", Reached::Everything),
            "HostsPath": file("hosts", Reached::Networks),
            "LogPath": log,
            "Name": format!("/{}", container.name),
            "RestartCount": container.state.restarts,
            "Driver": self.storage_driver(),
            "Platform": self.os(),
            "MountLabel": "",
            "ProcessLabel": "",
            "AppArmorProfile": "",
            "ExecIDs": if execs.is_empty() { Value::Null } else { json!(execs) },
            "HostConfig": host.written(minor),
            "GraphDriver": self.graph_driver(container.id.as_str()),
        });
        if size {
            value["SizeRw"] = 0.into();
            value["SizeRootFs"] = self.size_of(&container.image).into();
        }
        value["Mounts"] = container.mounts.iter().map(super::Mount::value).collect();
        value["Config"] = container.config.written(minor);
        value["NetworkSettings"] = self.network_settings(container);
        value
    }

    fn network_settings(&self, container: &Container) -> Value {
        let running = container.state.is_running();
        let networks = self.networks_value(container, true);
        // What is said of the default bridge is said again for clients of old.
        let old = networks.get("bridge").filter(|_| running && self.host.windows_build().is_none()).cloned();
        let of = |key: &str, none: Value| old.as_ref().and_then(|old| old.get(key)).cloned().unwrap_or(none);
        let sandbox = container.sandbox.clone().unwrap_or_default();
        let key = match (container.host.text("NetworkMode"), self.host.platform) {
            _ if sandbox.is_empty() => String::new(),
            (_, Platform::Windows(_)) => sandbox.clone(),
            ("host", Platform::Linux(_)) => "/var/run/docker/netns/default".to_owned(),
            (_, Platform::Linux(_)) => {
                format!("/var/run/docker/netns/{}", sandbox.get(..12).unwrap_or_default())
            }
        };
        let mut settings = json!({
            "Bridge": "",
            "SandboxID": sandbox,
            "HairpinMode": false,
            "LinkLocalIPv6Address": "",
            "LinkLocalIPv6PrefixLen": 0,
            "Ports": Self::ports_value(container),
            "SandboxKey": key,
            "SecondaryIPAddresses": null,
            "SecondaryIPv6Addresses": null,
            "EndpointID": of("EndpointID", "".into()),
            "Gateway": of("Gateway", "".into()),
            "GlobalIPv6Address": of("GlobalIPv6Address", "".into()),
            "GlobalIPv6PrefixLen": of("GlobalIPv6PrefixLen", 0.into()),
            "IPAddress": of("IPAddress", "".into()),
            "IPPrefixLen": of("IPPrefixLen", 0.into()),
            "IPv6Gateway": of("IPv6Gateway", "".into()),
            "MacAddress": of("MacAddress", "".into()),
            "Networks": networks,
        });
        if self.engine >= EngineVersion::new(29, 0, 0) {
            // Gone with API 1.52.
            let gone = [
                "Bridge",
                "HairpinMode",
                "LinkLocalIPv6Address",
                "LinkLocalIPv6PrefixLen",
                "SecondaryIPAddresses",
                "SecondaryIPv6Addresses",
                "EndpointID",
                "Gateway",
                "GlobalIPv6Address",
                "GlobalIPv6PrefixLen",
                "IPAddress",
                "IPPrefixLen",
                "IPv6Gateway",
                "MacAddress",
            ];
            if let Some(settings) = settings.as_object_mut() {
                settings.retain(|key, _| !gone.contains(&key.as_str()));
            }
        }
        settings
    }

    /// `Networks` of an inspection, or of a list, which does not tell names.
    fn networks_value(&self, container: &Container, names: bool) -> Map<String, Value> {
        let shown = |(name, there): (&String, &Attachment)| {
            (name.clone(), self.attachment_value(container, name, there, names))
        };
        container.attachments.iter().map(shown).collect()
    }

    fn attachment_value(&self, container: &Container, name: &str, there: &Attachment, names: bool) -> Value {
        let network = self.network_of(container, name);
        let place = there.place.as_ref();
        let entered = container.reached >= Reached::Networks;
        let known = there.network.is_some() || place.is_some() || (entered && !self.is_users(name));
        let id = network.filter(|_| known).map(|network| network.id.to_string()).unwrap_or_default();
        let text = |address: crate::model::EndpointAddress| address.address().to_string();
        let ipv4 = place.and_then(|place| Some((text(place.ipv4?), place.length(place.ipv4?))));
        let ipv6 = place.and_then(|place| Some((text(place.ipv6?), place.ipv6?.subnet().length())));
        let gateway = |ipv4: bool, given: bool| {
            let gateway = network.filter(|_| given).and_then(|network| network.gateway_of(ipv4));
            gateway.map(|gateway| gateway.to_string()).unwrap_or_default()
        };
        let (gateway4, gateway6) = (gateway(true, ipv4.is_some()), gateway(false, ipv6.is_some()));
        let (ipv4, length) = ipv4.unwrap_or_default();
        let (ipv6, length6) = ipv6.unwrap_or_default();
        let aliases = if names { self.aliases(container, name, there) } else { Value::Null };
        let mut value = json!({
            "IPAMConfig": there.asked.ipam_value(),
            "Links": if names { json!(there.asked.links) } else { Value::Null },
            "Aliases": aliases,
            "NetworkID": id,
            "EndpointID": place.map(|place| place.endpoint.to_string()).unwrap_or_default(),
            "Gateway": gateway4,
            "IPAddress": ipv4,
            "IPPrefixLen": length,
            "IPv6Gateway": gateway6,
            "GlobalIPv6Address": ipv6,
            "GlobalIPv6PrefixLen": length6,
            "MacAddress": place.and_then(|place| place.mac).map(|mac| mac.to_string()).unwrap_or_default(),
            "DriverOpts": there.asked.driver_options,
        });
        if self.engine >= EngineVersion::new(25, 0, 0) {
            value["DNSNames"] =
                if names && place.is_some() { self.dns_names(container, name, there) } else { Value::Null };
        }
        if self.engine >= EngineVersion::new(28, 0, 0) {
            value["GwPriority"] = there.asked.gateway_priority.into();
        }
        value
    }

    /// What was asked for, and before API 1.45 the beginning of the container's identity, once it has run.
    fn aliases(&self, container: &Container, name: &str, there: &Attachment) -> Value {
        let mut aliases = there.asked.aliases.clone();
        let short = container.id.short().to_owned();
        let run = there.network.is_some() && self.is_users(name);
        if run && self.engine < EngineVersion::new(26, 0, 0) {
            let list = aliases.get_or_insert_default();
            if !list.contains(&short) {
                list.push(short);
            }
        }
        json!(aliases)
    }

    fn dns_names(&self, container: &Container, name: &str, there: &Attachment) -> Value {
        if !self.is_users(name) {
            return Value::Null;
        }
        let own = [container.name.to_string()];
        let last = [container.id.short().to_owned(), container.config.text("Hostname").to_owned()];
        let mut names: Vec<String> = Vec::new();
        for text in own.into_iter().chain(there.asked.aliases().to_vec()).chain(last) {
            if !text.is_empty() && !names.contains(&text) {
                names.push(text);
            }
        }
        json!(names)
    }

    /// `Ports` of an inspection: what is exposed, and what reaches it.
    fn ports_value(container: &Container) -> Value {
        let mut shown = Map::new();
        if container.state.is_running() && container.has_ports() {
            let mut exposed = ports::exposed(container);
            exposed.sort();
            for (_, target, protocol) in exposed {
                let mine = container
                    .bound
                    .iter()
                    .filter(|bound| (bound.target, bound.protocol) == (target, protocol));
                let mine: Vec<_> = mine
                    .map(|bound| json!({ "HostIp": bound.address.to_string(), "HostPort": bound.port.to_string() }))
                    .collect();
                let value = if mine.is_empty() { Value::Null } else { Value::Array(mine) };
                shown.insert(format!("{target}/{protocol}"), value);
            }
            shown.sort_keys();
        }
        Value::Object(shown)
    }

    /// One line of `GET /containers/json`.
    pub(in crate::simulation) fn container_line(&self, container: &Container, size: bool) -> Value {
        let mut names = vec![format!("/{}", container.name)];
        let linked = self.books.links.iter().filter(|(_, child)| *child == container.id.as_str());
        names.extend(linked.map(|(path, _)| path.clone()));
        let words = container.command();
        let command = if words.len() > 1 {
            let quoted = |word: &String| if word.contains(' ') { format!("'{word}'") } else { word.clone() };
            let rest: Vec<_> = words.iter().skip(1).map(quoted).collect();
            format!("{} {}", words.first().cloned().unwrap_or_default(), rest.join(" "))
        } else {
            words.first().cloned().unwrap_or_default()
        };
        let mut status = container.state.status(self.now);
        if let Some(health) = self.health(container).filter(|_| container.state.phase == Phase::Running) {
            let word = if health == "starting" { "health: starting" } else { health };
            status = format!("{status} ({word})");
        }
        let mut value = json!({
            "Id": container.id.as_str(),
            "Names": names,
            "Image": container.config.text("Image"),
            "ImageID": container.image,
            "Command": command,
            "Created": container.created.unix().as_secs(),
            "Ports": Self::ports_line(container),
        });
        if size {
            value["SizeRootFs"] = self.size_of(&container.image).into();
        }
        value["Labels"] = container.config.value("Labels").clone();
        value["State"] = container.state.word().into();
        value["Status"] = status.into();
        value["HostConfig"] = json!({ "NetworkMode": container.host.text("NetworkMode") });
        value["NetworkSettings"] = json!({ "Networks": self.networks_value(container, false) });
        value["Mounts"] = container.mounts.iter().map(super::Mount::value).collect();
        value
    }

    fn ports_line(container: &Container) -> Value {
        if !container.state.is_running() || !container.has_ports() {
            return json!([]);
        }
        let mut exposed = ports::exposed(container);
        exposed.sort_by_key(|(_, target, protocol)| (*target, *protocol));
        let mut lines = Vec::new();
        for (_, target, protocol) in exposed {
            let mine: Vec<_> = container
                .bound
                .iter()
                .filter(|bound| (bound.target, bound.protocol) == (target, protocol))
                .collect();
            if mine.is_empty() {
                lines.push(json!({ "PrivatePort": target, "Type": protocol }));
            }
            lines.extend(mine.into_iter().map(|bound| {
                json!({
                    "IP": bound.address.to_string(),
                    "PrivatePort": target,
                    "PublicPort": bound.port,
                    "Type": protocol,
                })
            }));
        }
        Value::Array(lines)
    }

    /// How well it is, if it is looked after: `starting` for one interval, `healthy` from then on, as nothing runs that
    /// could fail.
    pub(super) fn health(&self, container: &Container) -> Option<&'static str> {
        let check = container.config.value("Healthcheck");
        let test = check.get("Test")?.as_array()?.first()?.as_str()?;
        if test == "NONE" || container.state.started.is_none() {
            return None;
        }
        let nanos = check.get("Interval").and_then(Value::as_u64).filter(|nanos| *nanos > 0);
        let interval = std::time::Duration::from_nanos(nanos.unwrap_or(30_000_000_000));
        let up = self.now.since(container.state.started?);
        match container.state.phase {
            Phase::Running | Phase::Paused if up < interval => Some("starting"),
            Phase::Running | Phase::Paused => Some("healthy"),
            Phase::Created | Phase::Exited | Phase::Restarting => Some("unhealthy"),
        }
    }

    /// The second number of the API version the engine speaks; that of the newest one known when it is not known.
    pub(in crate::simulation) fn api_minor(&self) -> u32 {
        self.engine.api().map_or(55, |api| api.minor)
    }
}
