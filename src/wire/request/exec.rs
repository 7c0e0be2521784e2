//! The bodies of `POST /containers/{id}/exec` and `POST /exec/{id}/start`.

use serde_json::Value;

use super::RequestError;
use super::go::Decoder;

/// What a client asks to run in a container.
///
/// ```
/// use docknet::wire::request::ExecRequest;
/// let asked = ExecRequest::from_value(&serde_json::json!({ "Cmd": ["ip", "addr"], "AttachStdout": true }))?;
/// assert_eq!((asked.command.len(), asked.stdout, asked.stderr), (2, true, false));
/// # Ok::<(), docknet::wire::request::RequestError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "the request has so many")]
pub struct ExecRequest {
    /// `Cmd`: the program and its arguments.
    pub command: Vec<String>,
    /// `Tty`.
    pub tty: bool,
    /// `AttachStdin`.
    pub stdin: bool,
    /// `AttachStdout`.
    pub stdout: bool,
    /// `AttachStderr`.
    pub stderr: bool,
    /// `Privileged`.
    pub privileged: bool,
    /// `DetachKeys`.
    pub detach_keys: String,
}

impl ExecRequest {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "ExecConfig", "types.ExecConfig");
        let request = Self {
            command: body.list(it, "Cmd").unwrap_or_default(),
            tty: body.flag(it, "Tty").unwrap_or_default(),
            stdin: body.flag(it, "AttachStdin").unwrap_or_default(),
            stdout: body.flag(it, "AttachStdout").unwrap_or_default(),
            stderr: body.flag(it, "AttachStderr").unwrap_or_default(),
            privileged: body.flag(it, "Privileged").unwrap_or_default(),
            detach_keys: body.text(it, "DetachKeys"),
        };
        decoder.finish(request)
    }
}

/// How a client wants it to be run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ExecStart {
    /// `Detach`: nobody listens to it.
    pub detach: bool,
    /// `Tty`: its streams are one.
    pub tty: bool,
}

impl ExecStart {
    /// Reads a body as an engine does.
    ///
    /// # Errors
    /// [`RequestError`]: the first value of a wrong type.
    pub fn from_value(value: &Value) -> Result<Self, RequestError> {
        let mut decoder = Decoder::default();
        let it = &mut decoder;
        let body = it.root(value, "ExecStartCheck", "types.ExecStartCheck");
        let request = Self {
            detach: body.flag(it, "Detach").unwrap_or_default(),
            tty: body.flag(it, "Tty").unwrap_or_default(),
        };
        decoder.finish(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn wrong_types_are_refused_in_gos_words() {
        let said = |body| ExecRequest::from_value(&body).expect_err("no body of it").to_string();
        assert_eq!(
            said(json!({ "Cmd": "ls" })),
            "json: cannot unmarshal string into Go struct field ExecConfig.Cmd of type []string"
        );
        let start = ExecStart::from_value(&json!({ "Detach": 1 })).expect_err("no flag").to_string();
        assert_eq!(
            start,
            "json: cannot unmarshal number into Go struct field ExecStartCheck.Detach of type bool"
        );
    }
}
