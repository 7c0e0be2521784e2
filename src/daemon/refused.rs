//! Why a call is not done: the engine's reasons, the request's, and what is not simulated.

use hyper::StatusCode;
use serde_json::json;

use super::problem::Problem;
use super::reply::Reply;
use crate::host::EngineVersion;
use crate::simulation::{Fault, Refusal};

/// Why a call is not done.
#[derive(Debug)]
pub(super) enum Refused {
    /// The engine refuses.
    Engine(Box<Refusal>),
    /// The real host would never answer.
    Never,
    /// The request is none.
    Request(Box<Problem>),
    /// Real engines do it and this one does not.
    Missing(&'static str),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Never => Self::Never,
            Fault::Refused(refusal) => Self::Engine(Box::new(refusal)),
        }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Request(Box::new(problem))
    }
}

impl Refused {
    /// What the rule that decided is called.
    pub(super) fn slug(&self) -> String {
        match self {
            Self::Engine(refusal) => kebab(&format!("{refusal:?}")),
            Self::Never => "never-answers".into(),
            Self::Request(problem) => problem.slug().into(),
            Self::Missing(_) => "not-simulated".into(),
        }
    }

    /// Status and sentence, as that engine answers.
    pub(super) fn answer(&self, engine: &EngineVersion) -> (StatusCode, String) {
        match self {
            Self::Engine(refusal) => {
                let status = StatusCode::from_u16(refusal.status(engine));
                (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), refusal.sentence(engine))
            }
            Self::Request(problem) => (problem.status(engine), problem.sentence(engine)),
            Self::Missing(what) => (StatusCode::NOT_IMPLEMENTED, format!("docknet does not simulate {what}")),
            Self::Never => (StatusCode::GATEWAY_TIMEOUT, "the host never answers".into()),
        }
    }

    /// The answer as engines give it: as JSON, as text to clients before API 1.24.
    pub(super) fn reply(&self, engine: &EngineVersion, as_json: bool) -> Reply {
        let (status, sentence) = self.answer(engine);
        if as_json {
            return Reply::json(status, &json!({ "message": sentence }));
        }
        let nosniff = hyper::header::X_CONTENT_TYPE_OPTIONS;
        Reply::text(status, format!("{sentence}\n")).with(nosniff, "nosniff")
    }
}

/// The name of a variant, and of the one in it, with hyphens: `Network(NotFound { … })` is `network-not-found`.
fn kebab(debug: &str) -> String {
    let names: Vec<_> = debug
        .split('(')
        .map_while(|part| {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len());
            (part.starts_with(|c: char| c.is_ascii_uppercase())).then(|| (&part[..end], end == part.len()))
        })
        .scan(true, |goes_on, (name, whole)| {
            let before = std::mem::replace(goes_on, whole);
            before.then_some(name)
        })
        .collect();
    let mut slug = String::new();
    for (index, letter) in names.concat().char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            slug.push('-');
        }
        slug.push(letter.to_ascii_lowercase());
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_called_as_their_variants() {
        let slug = |refusal: Refusal| Refused::Engine(Box::new(refusal)).slug();
        assert_eq!(slug(Refusal::SubnetOverlap), "subnet-overlap");
        assert_eq!(slug(Refusal::NetworkMissing { network: "a(B)".into() }), "network-missing");
        assert_eq!(kebab("Network(NotFound { name: \"X(Y\" })"), "network-not-found");
        assert_eq!(kebab("Text(\"Upper(Case\")"), "text");
    }
}
