//! Answers without what is another on every machine: identities, times, subnets the engine chose.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::asks::Ask;
use crate::support::raw::RawAnswer;

/// What identities stand for.
#[derive(Debug)]
pub(crate) struct Names {
    prefix: String,
    by_id: BTreeMap<String, String>,
    networks: Vec<String>,
}

impl Names {
    pub(crate) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.into(), by_id: BTreeMap::new(), networks: Vec::new() }
    }

    /// Identities are named by the number of the request they came with.
    pub(crate) fn learn(&mut self, number: usize, step: &Ask, answer: &RawAnswer) {
        let network = matches!(step, Ask::Create(_));
        let id = if network { answer.body["Id"].as_str() } else { answer.body.as_str() };
        let id = id.filter(|_| network || matches!(step, Ask::NewContainer(..)));
        if let Some(id) = id {
            self.by_id.insert(id.to_owned(), format!("ID{number}"));
            if network {
                self.networks.push(id.to_owned());
            }
        }
    }

    /// Every network that was made.
    pub(crate) fn networks(&self) -> &[String] {
        &self.networks
    }

    /// Status and body as a text.
    pub(crate) fn normal(&self, answer: &RawAnswer) -> String {
        let mut body = answer.body.clone();
        normalise(&mut body);
        if let Some(containers) = body.get_mut("Containers").and_then(Value::as_object_mut) {
            // Keyed by identities, which are in another order here and there.
            let mut listed: Vec<_> = std::mem::take(containers).into_iter().collect();
            listed.sort_by_key(|(_, endpoint)| endpoint["Name"].to_string());
            containers.extend(listed);
        }
        let mut text = format!("{} {body}", answer.status);
        for (id, name) in &self.by_id {
            text = text.replace(id, name).replace(&id[..12], &format!("{name}-short"));
        }
        // What is left are identities nobody was told: those of bridges that a refused request would have had.
        let mut parts: Vec<_> =
            text.split_inclusive(|c: char| !c.is_ascii_hexdigit()).map(str::to_owned).collect();
        for part in &mut parts {
            let digits = part.trim_end_matches(|c: char| !c.is_ascii_hexdigit()).len();
            if digits == 64 || (digits == 12 && !part.contains(&self.prefix)) {
                part.replace_range(..digits, "HEX");
            }
        }
        parts.concat()
    }
}

fn normalise(value: &mut Value) {
    match value {
        Value::Object(object) => {
            let automatic = object.get("Subnet").and_then(Value::as_str).is_some_and(is_default);
            for (key, value) in object.iter_mut() {
                match key.as_str() {
                    "Created" | "EndpointID" => *value = "VARIES".into(),
                    "Subnet" | "Gateway" if automatic => *value = "CHOSEN".into(),
                    "IPv4Address" if value.as_str().is_some_and(is_default) => *value = "CHOSEN".into(),
                    "MacAddress" if value.as_str().is_some_and(|mac| mac.starts_with("02:42:ac:")) => {
                        *value = "CHOSEN".into();
                    }
                    "MacAddress" if value.as_str().is_some_and(|mac| mac.starts_with("02:42:c0:a8:")) => {
                        *value = "CHOSEN".into();
                    }
                    // The engine's own is another on machines whose links are narrower.
                    "com.docker.network.driver.mtu" => {}
                    _ => normalise(value),
                }
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(normalise);
            // Engines list in no order.
            items.sort_by_key(|item| item["Name"].to_string());
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_default(text: &str) -> bool {
    text.starts_with("172.") || text.starts_with("192.168.")
}
