//! The body of `POST /containers/create`, as an engine reads it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::container_shapes::{CONFIG, HOST};
use super::go::Decoder;
use super::{EndpointSettings, RequestError, Structure};

/// What a client asks of a new container.
///
/// Every field of the engine's structures is kept, so that an inspection can show it; keys the engine does not know are
/// passed over, as it does.
///
/// ```
/// use docknet::wire::request::ContainerCreate;
/// let asked = ContainerCreate::from_value(&serde_json::json!({
///     "Image": "redis", "Cmd": "redis-server", "HostConfig": { "NetworkMode": "back" },
///     "NetworkingConfig": { "EndpointsConfig": { "back": { "Aliases": ["cache"] } } },
/// }))?;
/// assert_eq!(asked.host.text("NetworkMode"), "back");
/// assert_eq!(asked.config.expect("it says what runs").list("Cmd").collect::<Vec<_>>(), ["redis-server"]);
/// # Ok::<(), docknet::wire::request::RequestError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContainerCreate {
    /// What runs; `None` when not a word is said about it, which engines refuse.
    pub config: Option<Structure>,
    /// `HostConfig`: what it gets from its host.
    pub host: Structure,
    /// Whether there is a `HostConfig` at all.
    pub has_host: bool,
    /// `NetworkingConfig.EndpointsConfig`; `None` for a network whose settings are null.
    pub endpoints: BTreeMap<String, Option<EndpointSettings>>,
}

impl ContainerCreate {
    /// A request for a container of that image, nothing else said.
    #[must_use]
    pub fn new(image: &str) -> Self {
        let mut config = Structure::empty(&CONFIG);
        config.set("Image", image);
        let (host, endpoints) = (Structure::empty(&HOST), BTreeMap::new());
        Self { config: Some(config), host, has_host: true, endpoints }
    }

    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, CONFIG.name, CONFIG.whole);
        let mentioned = value.as_object().is_some_and(|object| Structure::is_mentioned(object, &CONFIG));
        let config = mentioned.then(|| Structure::read(it, &body, &CONFIG));
        let host = body.inside(it, "HostConfig", HOST.name, HOST.whole);
        let has_host = host.is_some();
        let host = match host {
            Some(fields) => Structure::read(it, &fields, &HOST),
            None => Structure::empty(&HOST),
        };
        let networking = body.inside(it, "NetworkingConfig", "NetworkingConfig", "network.NetworkingConfig");
        let endpoints = networking.and_then(|fields| fields.sent("EndpointsConfig"));
        let mut settings = BTreeMap::new();
        for (network, asked) in endpoints.and_then(Value::as_object).into_iter().flatten() {
            let asked = Some(asked).filter(|asked| !asked.is_null());
            let asked = asked.map(EndpointSettings::from_value).transpose()?;
            settings.insert(network.clone(), asked);
        }
        decoder.finish(Self { config, host, has_host, endpoints: settings })
    }

    /// The configuration of an image that says nothing but what it starts.
    #[must_use]
    pub fn image_config(command: &[&str]) -> Structure {
        let mut config = Structure::empty(&CONFIG);
        config.set("Cmd", json!(command));
        config
    }

    /// Reads the `Config` of an image.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn read_config(value: &Value) -> Result<Structure, RequestError> {
        Structure::from_value(value, &CONFIG)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_types_are_refused_in_gos_words() {
        // Asked of a 20.10.24 engine.
        for (body, sentence) in [
            (
                json!({ "Image": 5 }),
                "number into Go struct field ContainerConfigWrapper.Image of type string",
            ),
            (json!({ "Tty": "x" }), "string into Go struct field ContainerConfigWrapper.Tty of type bool"),
            (
                json!({ "HostConfig": { "Memory": "x" } }),
                "string into Go struct field HostConfig.HostConfig.Memory of type int64",
            ),
            (
                json!({ "HostConfig": 5 }),
                "number into Go struct field ContainerConfigWrapper.HostConfig of type container.HostConfig",
            ),
            (
                json!({ "Labels": ["a"] }),
                "array into Go struct field ContainerConfigWrapper.Labels of type map[string]string",
            ),
            (json!({ "Cmd": 5 }), "number into Go struct field ContainerConfigWrapper.Cmd of type string"),
            (
                json!({ "Env": "x" }),
                "string into Go struct field ContainerConfigWrapper.Env of type []string",
            ),
            (json!([]), "array into Go value of type runconfig.ContainerConfigWrapper"),
        ] {
            let said = ContainerCreate::from_value(&body).unwrap_err().to_string();
            assert_eq!(said, format!("json: cannot unmarshal {sentence}"));
        }
    }

    #[test]
    fn nothing_said_about_what_runs_is_told_apart() {
        assert_eq!(ContainerCreate::from_value(&json!({})).unwrap().config, None);
        assert_eq!(ContainerCreate::from_value(&json!({ "HostConfig": {} })).unwrap().config, None);
        assert!(ContainerCreate::from_value(&json!({ "image": null })).unwrap().config.is_some());
    }
}
