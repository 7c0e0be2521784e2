//! Answers without what is another on every machine: identities, times, ports and addresses the engine chose, how the
//! machine keeps layers and logs.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::raw::RawAnswer;

/// What identities stand for.
#[derive(Debug)]
pub(crate) struct Names {
    prefix: String,
    /// Names of identities, in the order they came.
    by_id: BTreeMap<String, String>,
    /// The last program that was to be run.
    exec: String,
}

impl Names {
    pub(crate) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.into(), by_id: BTreeMap::new(), exec: String::new() }
    }

    /// `{exec}` is the last program's identity, `{c1}` the identity of the container so named, `{c1:12}` its beginning.
    pub(crate) fn filled(&self, text: &str) -> String {
        let mut text = text.replace("{exec}", &self.exec);
        for (id, name) in &self.by_id {
            text = text.replace(&format!("{{{name}}}"), id).replace(&format!("{{{name}:12}}"), &id[..12]);
        }
        text
    }

    pub(crate) fn filled_in(&self, body: &Value) -> Value {
        serde_json::from_str(&self.filled(&body.to_string())).unwrap()
    }

    pub(crate) fn learn(&mut self, path: &str, answer: &RawAnswer) {
        let Some(id) = answer.body["Id"].as_str().filter(|id| id.len() == 64 && answer.status == 201) else {
            return;
        };
        if path.ends_with("/exec") {
            id.clone_into(&mut self.exec);
            self.by_id.insert(id.to_owned(), "EXEC".into());
            return;
        }
        let name = path.split_once("name=").map_or("", |(_, name)| name.split('&').next().unwrap_or(name));
        let name = name.strip_prefix(&self.prefix).unwrap_or(name);
        let name = if name.is_empty() { format!("id{}", self.by_id.len()) } else { name.to_owned() };
        self.by_id.insert(id.to_owned(), name);
    }

    /// An event about something of ours, without its time; the identities of networks every engine has vary.
    pub(crate) fn event(&self, event: &Value) -> Option<String> {
        let mut event = event.clone();
        let object = event.as_object_mut()?;
        object.retain(|key, _| !matches!(key.as_str(), "time" | "timeNano"));
        let ours = object["Actor"].to_string().contains(&self.prefix)
            || self.by_id.keys().any(|id| object["Actor"].to_string().contains(id));
        ours.then(|| self.normal(&RawAnswer { status: 0, body: event }))
    }

    /// Status and body as a text.
    pub(crate) fn normal(&self, answer: &RawAnswer) -> String {
        let mut body = answer.body.clone();
        normalise(&mut body);
        let mut text = format!("{} {body}", answer.status);
        for (id, name) in &self.by_id {
            text = text.replace(id, name).replace(&id[..12], &format!("{name}-short"));
        }
        let mut parts: Vec<_> =
            text.split_inclusive(|c: char| !c.is_ascii_hexdigit()).map(str::to_owned).collect();
        for part in &mut parts {
            let digits = part.trim_end_matches(|c: char| !c.is_ascii_hexdigit()).len();
            if digits == 64 {
                part.replace_range(..digits, "HEX");
            }
        }
        parts.concat()
    }
}

/// Keys whose values nobody can know.
const VARY: &[&str] = &[
    "Created",
    "CreatedAt",
    "StartedAt",
    "FinishedAt",
    "SandboxID",
    "SandboxKey",
    "EndpointID",
    "Driver",
    "GraphDriver",
    "LogPath",
    "ResolvConfPath",
    "HostnamePath",
    "HostsPath",
    "LastTagTime",
    "RootFS",
    "LogConfig",
];

fn normalise(value: &mut Value) {
    match value {
        Value::Object(object) => {
            // A 20.10 engine lists a container whose start failed with the address it had for a moment.
            if object.contains_key("Names") && object["State"] == "created" {
                object["NetworkSettings"] = "VARIES".into();
            }
            for (key, value) in object.iter_mut() {
                let text = value.as_str().unwrap_or_default().to_owned();
                let chosen = || text.starts_with("172.17.") || text.starts_with("02:42:ac:11:");
                match key.as_str() {
                    key if VARY.contains(&key) && !is_nothing(value) => *value = "VARIES".into(),
                    // An imported image says so.
                    "Comment" | "DockerVersion" => *value = "VARIES".into(),
                    "Pid" if value.as_i64().is_some_and(|pid| pid > 0) => *value = "RUNS".into(),
                    "NetworkID" if !text.is_empty() => *value = "KNOWN".into(),
                    "IPAddress" | "Gateway" | "MacAddress" if chosen() => *value = "CHOSEN".into(),
                    "HostPort" if text.parse().is_ok_and(|port: u32| port >= 32_768) => {
                        *value = "CHOSEN".into();
                    }
                    // Out of a range the engine goes on where it was last.
                    "HostPort" if text.starts_with("1849") => *value = "RANGE".into(),
                    "PublicPort" if value.to_string().starts_with("1849") => *value = "RANGE".into(),
                    "PublicPort" if value.as_i64().is_some_and(|port| port >= 32_768) => {
                        *value = "CHOSEN".into();
                    }
                    "Status" if text.contains("second") => {
                        let words = text.split(' ').filter(|word| word.parse::<u32>().is_err());
                        *value = words
                            .collect::<Vec<_>>()
                            .join(" ")
                            .replace("Less than a second", "seconds")
                            .into();
                    }
                    "Status" if text.contains("bout a minute") => {
                        *value = text.replace("About a minute", "seconds").into();
                    }
                    _ => normalise(value),
                }
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(normalise);
            if items.iter().all(|item| item.get("PrivatePort").is_some()) {
                items.sort_by_key(ToString::to_string);
            }
            // Mounts and volumes are listed in no order; lists of containers are.
            if items.iter().all(|item| item.get("Destination").is_some() || item.get("Mountpoint").is_some())
            {
                items.sort_by_key(|item| format!("{}{}", item["Destination"], item["Name"]));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    *value == json!("") || *value == json!("0001-01-01T00:00:00Z") || value.is_null()
}
