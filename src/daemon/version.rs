//! Which version of the API a path asks in, and whether the engine speaks it.

use std::cmp::Ordering;

use super::problem::Problem;
use crate::host::{ApiVersion, EngineVersion, Platform};

/// What an engine speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spoken {
    pub(super) newest: ApiVersion,
    pub(super) oldest: ApiVersion,
}

impl Spoken {
    pub(super) fn by(engine: &EngineVersion, platform: Platform) -> Self {
        // Of releases nobody has read the sources of, the nearest that somebody has.
        let newest = engine.api().or_else(|| engine.nearest_api()).unwrap_or(ApiVersion::new(1, 24));
        let oldest = engine.minimum_api(platform).unwrap_or(ApiVersion::new(1, 24).min(newest));
        Self { newest, oldest }
    }

    /// The version a path asks in, if the engine speaks it.
    pub(super) fn check(self, asked: Option<&str>) -> Result<ApiVersion, Problem> {
        let Some(asked) = asked else { return Ok(self.newest) };
        if compare(asked, self.oldest) == Ordering::Less {
            return Err(Problem::TooOld { asked: asked.to_owned(), oldest: self.oldest });
        }
        if compare(asked, self.newest) == Ordering::Greater {
            return Err(Problem::TooNew { asked: asked.to_owned(), newest: self.newest });
        }
        let mut numbers = numbers(asked);
        Ok(ApiVersion::new(numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)))
    }
}

/// A path without its version: `/v1.41/info` is `/info` asked in `1.41`.
pub(super) fn split(path: &str) -> (Option<&str>, &str) {
    let versioned = || {
        let rest = path.strip_prefix("/v")?;
        let (version, _) = rest.split_once('/')?;
        let is_version =
            !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        is_version.then(|| (version, &rest[version.len()..]))
    };
    versioned().map_or((None, path), |(version, rest)| (Some(version), rest))
}

/// Whether errors are JSON: to clients before API 1.24 they are text.
pub(super) fn errors_are_json(asked: Option<&str>) -> bool {
    asked.is_none_or(|asked| compare(asked, ApiVersion::new(1, 23)) == Ordering::Greater)
}

/// The numbers of a version as engines read them: what is no number is 0.
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split('.').map(|part| part.parse().unwrap_or(0))
}

fn compare(asked: &str, with: ApiVersion) -> Ordering {
    let mut asked = numbers(asked);
    let first = asked.next().unwrap_or(0).cmp(&with.major);
    let second = asked.next().unwrap_or(0).cmp(&with.minor);
    let rest = if asked.any(|number| number > 0) { Ordering::Greater } else { Ordering::Equal };
    first.then(second).then(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_stand_at_the_beginning_of_a_path() {
        assert_eq!(split("/v1.41/info"), (Some("1.41"), "/info"));
        assert_eq!(split("/v1.41/v1.41/info"), (Some("1.41"), "/v1.41/info"));
        for path in ["/info", "/v/info", "/v1.41", "/v1.41a/info", "/volumes", "/volumes/x"] {
            assert_eq!(split(path), (None, path));
        }
    }

    #[test]
    fn an_engine_says_which_versions_it_speaks() {
        let engine = EngineVersion::new(20, 10, 24);
        let spoken = Spoken::by(&engine, Platform::Linux(None));
        assert_eq!(spoken.check(None), Ok(ApiVersion::new(1, 41)));
        for (asked, api) in [("1.41", 41), ("1.041", 41), ("1.12", 12), ("1.30", 30), ("1.41.0", 41)] {
            assert_eq!(spoken.check(Some(asked)), Ok(ApiVersion::new(1, api)), "{asked}");
        }
        for (asked, sentence) in [
            ("1.99", "client version 1.99 is too new. Maximum supported API version is 1.41"),
            ("2", "client version 2 is too new. Maximum supported API version is 1.41"),
            ("1.41.1", "client version 1.41.1 is too new. Maximum supported API version is 1.41"),
            (
                "1",
                "client version 1 is too old. Minimum supported API version is 1.12, please upgrade your client to a newer version",
            ),
        ] {
            let problem = spoken.check(Some(asked)).expect_err(asked);
            assert_eq!(problem.sentence(&engine), sentence);
        }
        let newest = Spoken::by(&EngineVersion::new(29, 0, 0), Platform::Linux(None));
        assert_eq!((newest.oldest, newest.newest), (ApiVersion::new(1, 44), ApiVersion::new(1, 52)));
    }
}
