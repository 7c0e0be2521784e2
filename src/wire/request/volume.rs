//! The body of `POST /volumes/create`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::RequestError;
use super::go::Decoder;

/// What a client asks of a new volume.
///
/// ```
/// use docknet::wire::request::VolumeRequest;
/// let asked = VolumeRequest::from_value(&serde_json::json!({ "Name": "data", "Labels": null }))?;
/// assert_eq!((asked.name.as_str(), asked.labels), ("data", None));
/// # Ok::<(), docknet::wire::request::RequestError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct VolumeRequest {
    /// `Name`; empty for one that is made up.
    pub name: String,
    /// `Driver`; empty for the engine's own.
    pub driver: String,
    /// `DriverOpts`; `None` when absent.
    pub options: Option<BTreeMap<String, String>>,
    /// `Labels`; `None` when absent.
    pub labels: Option<BTreeMap<String, String>>,
}

impl VolumeRequest {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "VolumeCreateBody", "volume.VolumeCreateBody");
        let request = Self {
            name: body.text(it, "Name"),
            driver: body.text(it, "Driver"),
            options: body.texts(it, "DriverOpts"),
            labels: body.texts(it, "Labels"),
        };
        decoder.finish(request)
    }
}
