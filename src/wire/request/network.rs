//! The body of `POST /networks/create`, as an engine reads it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::RequestError;
use super::go::Decoder;
use crate::model::NetworkSpec;
use crate::wire::create_request;

/// What a client asks of a new network.
///
/// ```
/// use docknet::wire::request::NetworkCreate;
/// let asked = NetworkCreate::from_value(&serde_json::json!({
///     "name": "back", "IPAM": { "Config": [{ "Subnet": "10.20.3.77/24" }] }, "Labels": null, "New": 1,
/// }))?;
/// assert_eq!(asked.ipam.config[0].subnet, "10.20.3.77/24", "as it was typed");
/// assert_eq!((asked.driver.as_str(), asked.labels), ("", None));
/// # Ok::<(), docknet::wire::request::RequestError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "these are the switches of the request")]
pub struct NetworkCreate {
    /// `Name`.
    pub name: String,
    /// `CheckDuplicate`: engines before 25.0 look for the name only then.
    pub check_duplicate: bool,
    /// `Driver`; empty for the platform's default.
    pub driver: String,
    /// `Scope`; empty for the driver's.
    pub scope: String,
    /// `EnableIPv4`; engines from 28.0 read it.
    pub enable_ipv4: Option<bool>,
    /// `EnableIPv6`; engines from 27.0 tell nothing from `false`.
    pub enable_ipv6: Option<bool>,
    /// `IPAM`.
    pub ipam: IpamRequest,
    /// `Internal`.
    pub internal: bool,
    /// `Attachable`.
    pub attachable: bool,
    /// `Ingress`.
    pub ingress: bool,
    /// `ConfigOnly`.
    pub config_only: bool,
    /// `ConfigFrom.Network`; `None` when `ConfigFrom` is absent.
    pub config_from: Option<String>,
    /// `Options`.
    pub options: Option<BTreeMap<String, String>>,
    /// `Labels`.
    pub labels: Option<BTreeMap<String, String>>,
}

/// Where addresses come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct IpamRequest {
    /// `Driver`; empty for the default.
    pub driver: String,
    /// `Options`.
    pub options: Option<BTreeMap<String, String>>,
    /// `Config`.
    pub config: Vec<IpamConfigRequest>,
}

/// One pool, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct IpamConfigRequest {
    /// `Subnet`.
    pub subnet: String,
    /// `IPRange`.
    pub ip_range: String,
    /// `Gateway`.
    pub gateway: String,
    /// `AuxiliaryAddresses`; `None` when absent.
    pub auxiliary: Option<BTreeMap<String, String>>,
}

impl IpamConfigRequest {
    /// A pool of which only the subnet is said.
    #[must_use]
    pub fn of_subnet(subnet: impl Into<String>) -> Self {
        Self { subnet: subnet.into(), ..Self::default() }
    }
}

impl NetworkCreate {
    /// A request for a network of that name, nothing else said.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "NetworkCreateRequest", "types.NetworkCreateRequest");
        let config_from = body.inside(it, "ConfigFrom", "ConfigReference", "network.ConfigReference");
        let request = Self {
            name: body.text(it, "Name"),
            check_duplicate: body.flag(it, "CheckDuplicate").unwrap_or_default(),
            driver: body.text(it, "Driver"),
            scope: body.text(it, "Scope"),
            enable_ipv4: body.flag(it, "EnableIPv4"),
            enable_ipv6: body.flag(it, "EnableIPv6"),
            ipam: ipam(it, &body),
            internal: body.flag(it, "Internal").unwrap_or_default(),
            attachable: body.flag(it, "Attachable").unwrap_or_default(),
            ingress: body.flag(it, "Ingress").unwrap_or_default(),
            config_only: body.flag(it, "ConfigOnly").unwrap_or_default(),
            config_from: config_from.map(|from| from.text(it, "Network")),
            options: body.texts(it, "Options"),
            labels: body.texts(it, "Labels"),
        };
        decoder.finish(request)
    }
}

fn ipam(it: &mut Decoder, body: &super::go::Fields<'_>) -> IpamRequest {
    let Some(ipam) = body.inside(it, "IPAM", "IPAM", "network.IPAM") else { return IpamRequest::default() };
    let types = ("[]network.IPAMConfig", "network.IPAMConfig");
    let entries = ipam.several(it, "Config", "IPAMConfig", types).unwrap_or_default();
    let config = entries.iter().map(|entry| IpamConfigRequest {
        subnet: entry.text(it, "Subnet"),
        ip_range: entry.text(it, "IPRange"),
        gateway: entry.text(it, "Gateway"),
        auxiliary: entry.texts(it, "AuxiliaryAddresses"),
    });
    let config = config.collect();
    IpamRequest { driver: ipam.text(it, "Driver"), options: ipam.texts(it, "Options"), config }
}

/// The request [`create_request`] writes.
impl From<&NetworkSpec> for NetworkCreate {
    fn from(spec: &NetworkSpec) -> Self {
        Self::from_value(&create_request(spec)).expect("what is written there is what is read here")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn wrong_types_are_refused_in_gos_words() {
        // Asked of a 20.10.24 engine.
        for (body, sentence) in [
            (json!([]), "json: cannot unmarshal array into Go value of type types.NetworkCreateRequest"),
            (
                json!({ "Internal": "yes" }),
                "json: cannot unmarshal string into Go struct field NetworkCreateRequest.Internal of type bool",
            ),
            (
                json!({ "Labels": { "a": 1 } }),
                "json: cannot unmarshal number into Go struct field NetworkCreateRequest.Labels of type string",
            ),
            (
                json!({ "IPAM": { "Config": [{ "Subnet": 5 }] } }),
                "json: cannot unmarshal number into Go struct field IPAMConfig.IPAM.Config.Subnet of type string",
            ),
            (
                json!({ "IPAM": { "Config": {} } }),
                "json: cannot unmarshal object into Go struct field IPAM.IPAM.Config of type []network.IPAMConfig",
            ),
            (
                json!({ "IPAM": { "Config": ["x"] } }),
                "json: cannot unmarshal string into Go struct field IPAM.IPAM.Config of type network.IPAMConfig",
            ),
            (
                json!({ "ConfigFrom": "x" }),
                "json: cannot unmarshal string into Go struct field NetworkCreateRequest.ConfigFrom of type \
                 network.ConfigReference",
            ),
            (
                json!({ "Options": [] }),
                "json: cannot unmarshal array into Go struct field NetworkCreateRequest.Options of type \
                 map[string]string",
            ),
        ] {
            assert_eq!(NetworkCreate::from_value(&body).unwrap_err().to_string(), sentence);
        }
        assert_eq!(NetworkCreate::from_value(&Value::Null).unwrap(), NetworkCreate::default());
    }
}
