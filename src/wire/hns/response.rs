//! The envelope every answer of HNS v1 comes in.

use serde_json::Value;

use crate::wire::declare::record;
use crate::wire::{HnsError, Record, WireError};

record! {
    /// An answer of HNS v1.
    ///
    /// ```
    /// use docknet::wire::{Document, hns};
    /// let text = r#"{"Success":false,"Error":"The object already exists. "}"#;
    /// let answer = Document::<hns::Response>::parse(text)?;
    /// let hns::ResponseError::Refused(error) = answer.content().output::<hns::Network>().unwrap_err() else { panic!() };
    /// assert_eq!(error.code.map(|code| code.value()), Some(0x1392));
    /// # Ok::<(), docknet::wire::WireError>(())
    /// ```
    Response {
        /// Whether it worked.
        success: bool = "Success",
        /// What went wrong, in the language of Windows.
        error: Option<String> = "Error",
        /// The answer; absent or empty for some.
        output: Option<Value> = "Output",
    }
}

/// Why there is no answer in an envelope.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResponseError {
    /// HNS refused.
    #[error(transparent)]
    Refused(#[from] Box<HnsError>),
    /// The answer is not what was asked for.
    #[error(transparent)]
    Wire(#[from] Box<WireError>),
}

impl Response {
    /// The answer; `None` where HNS had nothing to say.
    ///
    /// # Errors
    /// [`ResponseError::Refused`] when HNS refused, [`ResponseError::Wire`] when the answer does not fit.
    pub fn output<T: Record>(&self) -> Result<Option<T>, ResponseError> {
        if !self.success {
            let text = self.error.clone().unwrap_or_default();
            return Err(ResponseError::Refused(Box::new(HnsError::refused(text))));
        }
        match &self.output {
            None => Ok(None),
            Some(empty) if empty == "" => Ok(None),
            Some(output) => match T::from_value(output) {
                Ok(content) => Ok(Some(content)),
                Err(error) => Err(output_error(error)),
            },
        }
    }

    /// The answer as a list: one object or an array of them.
    ///
    /// # Errors
    /// As [`Response::output`].
    pub fn outputs<T: Record>(&self) -> Result<Vec<T>, ResponseError> {
        let Some(items) = self.output::<Items>()? else { return Ok(Vec::new()) };
        let all = items.0.iter().enumerate();
        all.map(|(index, item)| T::from_value(item).map_err(|error| output_error(error.under(index))))
            .collect()
    }
}

/// An error in the answer, with its path from the envelope on.
fn output_error(error: WireError) -> ResponseError {
    let dot = if error.path.is_empty() || error.path.starts_with('[') { "" } else { "." };
    Box::new(WireError::new(format!("Output{dot}{}", error.path), error.problem)).into()
}

/// One object or an array of them.
struct Items(Vec<Value>);

impl Record for Items {
    fn from_value(value: &Value) -> Result<Self, WireError> {
        Ok(Self(value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])))
    }

    fn to_value(&self) -> Value {
        self.0.clone().into()
    }
}
