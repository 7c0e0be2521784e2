//! What an engine says of its version: `/version` and the headers of every answer.

use serde_json::{Value, json};

use crate::host::{EngineVersion, Platform};
use crate::simulation::SimulatedHost;

/// What is not known of a release and changes nothing.
const UNKNOWN: &str = "unknown";

impl SimulatedHost {
    pub(in crate::simulation) fn api_text(&self) -> String {
        format!("1.{}", self.api_minor())
    }

    /// The headers by which clients know an engine, as `GET /_ping` has them.
    pub(in crate::simulation) fn ping_headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("Api-Version", self.api_text()),
            ("Cache-Control", "no-cache, no-store, must-revalidate".into()),
            ("Docker-Experimental", "false".into()),
            ("Ostype", self.os().into()),
            ("Pragma", "no-cache".into()),
            ("Server", format!("Docker/{} ({})", self.engine, self.os())),
        ];
        if self.engine >= EngineVersion::new(23, 0, 0) {
            let builder = if self.host.windows_build().is_some() { "1" } else { "2" };
            headers.insert(1, ("Builder-Version", builder.into()));
            headers.push(("Swarm", "inactive".into()));
        }
        headers
    }

    pub(in crate::simulation) fn version_value(&self) -> Value {
        let minimum = self.engine.minimum_api(self.host.platform);
        let minimum = minimum.map_or_else(|| "1.24".to_owned(), |version| version.to_string());
        let (version, kernel) = (self.engine.to_string(), self.kernel_text());
        let mut components = vec![json!({
            "Name": "Engine",
            "Version": version,
            "Details": {
                "ApiVersion": self.api_text(),
                "Arch": "amd64",
                "BuildTime": UNKNOWN,
                "Experimental": "false",
                "GitCommit": UNKNOWN,
                "GoVersion": UNKNOWN,
                "KernelVersion": kernel,
                "MinAPIVersion": minimum,
                "Os": self.os(),
            },
        })];
        if matches!(self.host.platform, Platform::Linux(_)) {
            let other =
                |name: &str| json!({ "Name": name, "Version": UNKNOWN, "Details": { "GitCommit": UNKNOWN } });
            components.extend(["containerd", "runc", "docker-init"].map(other));
        }
        json!({
            "Platform": { "Name": "" },
            "Components": components,
            "Version": version,
            "ApiVersion": self.api_text(),
            "MinAPIVersion": minimum,
            "GitCommit": UNKNOWN,
            "GoVersion": UNKNOWN,
            "Os": self.os(),
            "Arch": "amd64",
            "KernelVersion": kernel,
            "BuildTime": UNKNOWN,
        })
    }

    /// `6.1.0`, or `10.0 17763 (17763.1.amd64fre…)` on Windows.
    pub(in crate::simulation) fn kernel_text(&self) -> String {
        match self.host.platform {
            Platform::Windows(build) => {
                let number = build.number();
                format!("10.0 {number} ({number}.1.amd64fre.{UNKNOWN})")
            }
            Platform::Linux(Some(kernel)) => format!("{kernel}.0"),
            Platform::Linux(None) => UNKNOWN.to_owned(),
        }
    }
}
