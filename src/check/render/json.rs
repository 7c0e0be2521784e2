//! A report as JSON, in a shape that programs can rely on.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::check::{Allowed, Finding, Report};
use crate::compose::Place;
use crate::host::{Position, Source};

/// Raised when a field goes or changes its meaning, not when one is added.
const VERSION: u32 = 1;

/// An object of four fields:
///
/// - `version`: 1. It grows when a field goes or means something else; fields may be added without.
/// - `counts`: how many `errors`, `warnings`, `notes` and `allowed` there are.
/// - `findings`: as described at [`Finding`], in order.
/// - `allowed`: findings with two more fields, `allowed_because` and `allowed_at` (a place, or `null` when the caller
///   allows it).
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let allowed: Vec<_> = self.allowed().iter().map(AllowedObject::of).collect();
        let mut report = serializer.serialize_struct("Report", 4)?;
        report.serialize_field("version", &VERSION)?;
        report.serialize_field("counts", &self.counts())?;
        report.serialize_field("findings", self.findings())?;
        report.serialize_field("allowed", &allowed)?;
        report.end()
    }
}

/// An object with these fields:
///
/// - `rule`: the slug; `page`: the anchor of the rule's page, whose heading is the slug
/// - `severity`: `error`, `warning` or `note`
/// - `message`, `reason`: sentences; `remedy`: text of one or more lines, or `null`
/// - `place`: `null`, or an object with `file`, `line`, `column` and `end`, the column behind the value's last character
///   on that line (`null` when it is not known); lines and columns count from 1, columns in characters
/// - `also`: further places
/// - `sources`: objects with `evidence` and `reference`; `disagreements`: objects with `support` and such a `source`
/// - `extrapolated`: whether the facts are those of the nearest known host
/// - `hosts`: names
/// - `stands_for`: how many findings it is, only where it is more than one: the one for all that are left out
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        FindingObject::of(self).serialize(serializer)
    }
}

#[derive(Serialize)]
struct FindingObject<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    place: Option<PlaceObject<'a>>,
    also: Vec<PlaceObject<'a>>,
    reason: &'a str,
    remedy: Option<&'a str>,
    sources: &'a [Source],
    disagreements: &'a [Position],
    extrapolated: bool,
    hosts: &'a [String],
    page: String,
    #[serde(skip_serializing_if = "is_one")]
    stands_for: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

#[derive(Serialize)]
struct AllowedObject<'a> {
    #[serde(flatten)]
    finding: FindingObject<'a>,
    allowed_because: &'a str,
    allowed_at: Option<PlaceObject<'a>>,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end: Option<u32>,
}

impl<'a> FindingObject<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.slug(),
            severity: finding.severity.as_str(),
            message: &finding.message,
            place: finding.place.as_ref().map(PlaceObject::of),
            also: finding.also.iter().map(PlaceObject::of).collect(),
            reason: &finding.reason,
            remedy: finding.remedy.as_deref(),
            sources: &finding.sources,
            disagreements: &finding.disagreements,
            extrapolated: finding.extrapolated,
            hosts: &finding.hosts,
            page: format!("#{}", finding.rule),
            stands_for: finding.stands_for,
        }
    }
}

impl<'a> AllowedObject<'a> {
    fn of(allowed: &'a Allowed) -> Self {
        Self {
            finding: FindingObject::of(&allowed.finding),
            allowed_because: &allowed.reason,
            allowed_at: allowed.place.as_ref().map(PlaceObject::of),
        }
    }
}

impl<'a> PlaceObject<'a> {
    fn of(place: &'a Place) -> Self {
        let end = (place.length() > 0).then(|| place.column().saturating_add(place.length()));
        Self { file: place.file(), line: place.line(), column: place.column(), end }
    }
}
