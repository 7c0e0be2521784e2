//! The bodies of `POST /networks/{id}/connect` and `/disconnect`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::RequestError;
use super::go::{Decoder, Fields};
use crate::model::EndpointSpec;

/// What a client asks of a container's place in a network, as it was typed.
///
/// ```
/// use docknet::wire::request::EndpointSettings;
/// let asked = EndpointSettings::from_value(&serde_json::json!({ "IPAMConfig": { "IPv4Address": "foo" } }))?;
/// assert_eq!(asked.ipv4(), "foo");
/// # Ok::<(), docknet::wire::request::RequestError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EndpointSettings {
    /// `IPAMConfig`; `None` when absent.
    pub ipam: Option<EndpointIpam>,
    /// `Links`; `None` when absent.
    pub links: Option<Vec<String>>,
    /// `Aliases`; `None` when absent.
    pub aliases: Option<Vec<String>>,
    /// `MacAddress`.
    pub mac: String,
    /// `DriverOpts`; `None` when absent.
    pub driver_options: Option<BTreeMap<String, String>>,
    /// `GwPriority`; engines from 28.0 read it.
    pub gateway_priority: i64,
}

/// The addresses asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EndpointIpam {
    /// `IPv4Address`.
    pub ipv4: String,
    /// `IPv6Address`.
    pub ipv6: String,
    /// `LinkLocalIPs`; `None` when absent.
    pub link_local: Option<Vec<String>>,
}

impl EndpointSettings {
    /// Reads the settings alone, as in the body of `POST /containers/create`.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let fields = decoder.root(value, "EndpointSettings", "network.EndpointSettings");
        let settings = Self::read(&mut decoder, &fields);
        decoder.finish(settings)
    }

    pub(super) fn read(it: &mut Decoder, fields: &Fields<'_>) -> Self {
        let ipam =
            fields.inside(it, "IPAMConfig", "EndpointIPAMConfig", "network.EndpointIPAMConfig").map(|ipam| {
                EndpointIpam {
                    ipv4: ipam.text(it, "IPv4Address"),
                    ipv6: ipam.text(it, "IPv6Address"),
                    link_local: ipam.list(it, "LinkLocalIPs"),
                }
            });
        Self {
            ipam,
            links: fields.list(it, "Links"),
            aliases: fields.list(it, "Aliases"),
            mac: fields.text(it, "MacAddress"),
            driver_options: fields.texts(it, "DriverOpts"),
            gateway_priority: fields.integer(it, "GwPriority"),
        }
    }

    /// The IPv4 address asked for, or nothing.
    #[must_use]
    pub fn ipv4(&self) -> &str {
        self.ipam.as_ref().map_or("", |ipam| &ipam.ipv4)
    }

    /// The IPv6 address asked for, or nothing.
    #[must_use]
    pub fn ipv6(&self) -> &str {
        self.ipam.as_ref().map_or("", |ipam| &ipam.ipv6)
    }

    /// The names asked for.
    #[must_use]
    pub fn aliases(&self) -> &[String] {
        self.aliases.as_deref().unwrap_or_default()
    }

    /// `IPAMConfig` as engines write it back: keys that say nothing are left out.
    #[must_use]
    pub fn ipam_value(&self) -> Value {
        let Some(ipam) = &self.ipam else { return Value::Null };
        let mut object = serde_json::Map::new();
        for (key, text) in [("IPv4Address", &ipam.ipv4), ("IPv6Address", &ipam.ipv6)] {
            if !text.is_empty() {
                object.insert(key.into(), text.as_str().into());
            }
        }
        if let Some(addresses) = ipam.link_local.as_ref().filter(|addresses| !addresses.is_empty()) {
            object.insert("LinkLocalIPs".into(), json!(addresses));
        }
        object.into()
    }
}

/// The wish of a typed endpoint.
impl From<&EndpointSpec> for EndpointSettings {
    fn from(spec: &EndpointSpec) -> Self {
        let text = |address: Option<crate::model::EndpointAddress>| {
            address.map(|address| address.address().to_string()).unwrap_or_default()
        };
        let (ipv4, ipv6) = (text(spec.ipv4()), text(spec.ipv6()));
        let asks = !ipv4.is_empty() || !ipv6.is_empty();
        let aliases: Vec<_> = spec.aliases().iter().map(|alias| alias.as_str().to_owned()).collect();
        Self {
            ipam: asks.then_some(EndpointIpam { ipv4, ipv6, link_local: None }),
            aliases: (!aliases.is_empty()).then_some(aliases),
            ..Self::default()
        }
    }
}

/// The body of `POST /networks/{id}/connect`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct NetworkConnect {
    /// `Container`.
    pub container: String,
    /// `EndpointConfig`; `None` when absent.
    pub endpoint: Option<EndpointSettings>,
}

impl NetworkConnect {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "NetworkConnect", "types.NetworkConnect");
        let endpoint = body.inside(it, "EndpointConfig", "EndpointSettings", "network.EndpointSettings");
        let request = Self {
            container: body.text(it, "Container"),
            endpoint: endpoint.map(|fields| EndpointSettings::read(it, &fields)),
        };
        decoder.finish(request)
    }
}

/// The body of `POST /networks/{id}/disconnect`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct NetworkDisconnect {
    /// `Container`.
    pub container: String,
    /// `Force`.
    pub force: bool,
}

impl NetworkDisconnect {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "NetworkDisconnect", "types.NetworkDisconnect");
        let request =
            Self { container: body.text(it, "Container"), force: body.flag(it, "Force").unwrap_or_default() };
        decoder.finish(request)
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
                json!({ "Container": 5 }),
                "json: cannot unmarshal number into Go struct field NetworkConnect.Container of type string",
            ),
            (
                json!({ "EndpointConfig": { "Aliases": "x" } }),
                "json: cannot unmarshal string into Go struct field EndpointSettings.EndpointConfig.Aliases of \
                 type []string",
            ),
            (
                json!({ "EndpointConfig": { "IPAMConfig": { "IPv4Address": 5 } } }),
                "json: cannot unmarshal number into Go struct field \
                 EndpointIPAMConfig.EndpointConfig.IPAMConfig.IPv4Address of type string",
            ),
            (
                json!({ "EndpointConfig": 5 }),
                "json: cannot unmarshal number into Go struct field NetworkConnect.EndpointConfig of type \
                 network.EndpointSettings",
            ),
        ] {
            assert_eq!(NetworkConnect::from_value(&body).unwrap_err().to_string(), sentence);
        }
    }
}
