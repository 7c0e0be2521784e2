//! A report as SARIF 2.1.0, the format in which code hosts take findings and show them in place.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::uri::uri;
use crate::check::{Allowed, Finding, Report, Rule};
use crate::compose::Place;

impl Report {
    /// The report as a SARIF 2.1.0 log of one run: every rule that speaks with its page, every finding with its places;
    /// allowed ones are results with a suppression, which code hosts do not show as open.
    ///
    /// Relative names of files stay relative, so that a code host finds them when the check ran at the root of the
    /// repository. A result's partial fingerprint (`docknet/v1`) is made of rule, file and message, so it stays when
    /// lines move. A finding without a place is shown at the beginning of the first file, as code hosts refuse results
    /// without any.
    ///
    /// ```
    /// use docknet::compose::{Environment, Project};
    /// use docknet::host::{Host, WindowsBuild};
    ///
    /// let text = "services: {web: {image: iis, ports: ['127.0.0.1:8080:80']}}";
    /// let project = Project::parse("web/docker-compose.yml", text, &Environment::new())?;
    /// let report = docknet::check(&project, &Host::windows(WindowsBuild::SERVER_2022));
    /// let log = serde_json::to_value(report.sarif())?;
    /// assert_eq!(log["runs"][0]["results"][0]["ruleId"], "host-address-in-publish");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sarif(&self) -> Sarif<'_> {
        Sarif::of(self)
    }
}

/// A SARIF log, from [`Report::sarif`], to be serialized as JSON.
#[derive(Debug, Clone, Serialize)]
pub struct Sarif<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    /// Columns count characters, as places do.
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<ReportingDescriptor>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportingDescriptor {
    id: &'static str,
    short_description: Text<'static>,
    full_description: Text<'static>,
    help: Page,
    default_configuration: Configuration,
}

#[derive(Debug, Clone, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Text<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Debug, Clone, Serialize)]
struct Page {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text<'a>,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
    properties: Properties<'a>,
}

#[derive(Debug, Clone, Serialize)]
struct Properties<'a> {
    hosts: &'a [String],
    sources: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'static>>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Debug, Clone, Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

#[derive(Debug, Clone, Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    justification: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
}

impl<'a> Sarif<'a> {
    fn of(report: &'a Report) -> Self {
        let standing = report.findings().iter().map(|finding| (finding, None));
        let allowed = report.allowed().iter().map(|allowed| (&allowed.finding, Some(allowed)));
        let all: Vec<_> = standing.chain(allowed).collect();
        let rules: BTreeSet<Rule> = all.iter().map(|(finding, _)| finding.rule).collect();
        let indices: BTreeMap<Rule, usize> = rules.iter().copied().zip(0..).collect();
        let mut seen = BTreeMap::new();
        let start = report.start();
        let mut results = Vec::with_capacity(all.len());
        for (finding, allowed) in all {
            let index = indices.get(&finding.rule).copied().unwrap_or_default();
            let place = finding.place.as_ref().or(start.as_ref());
            results.push(SarifResult::of(finding, allowed, index, place, fingerprint(finding, &mut seen)));
        }
        let rules = rules.into_iter().map(ReportingDescriptor::of).collect();
        let version = env!("CARGO_PKG_VERSION");
        let driver = Driver { name: "docknet", version, semantic_version: version, rules };
        Self {
            schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            version: "2.1.0",
            runs: [Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }],
        }
    }
}

/// Rule, file and message; findings that share them are counted, in their order.
fn fingerprint<'a>(finding: &'a Finding, seen: &mut BTreeMap<Alike<'a>, usize>) -> String {
    let file = finding.place.as_ref().map(Place::file);
    let count = seen.entry((finding.rule, file, &finding.message)).or_default();
    *count += 1;
    format!("{}|{}|{}|{count}", finding.rule, file.map(uri).unwrap_or_default(), finding.message)
}

/// What findings share that only their order tells apart.
type Alike<'a> = (Rule, Option<&'a str>, &'a str);

impl ReportingDescriptor {
    fn of(rule: Rule) -> Self {
        let page = rule.page();
        Self {
            id: rule.slug(),
            short_description: Text { text: rule.summary().into() },
            full_description: Text { text: what_happens(page).into() },
            help: Page { text: page, markdown: page },
            default_configuration: Configuration { level: rule.severity().as_str() },
        }
    }
}

/// The paragraph of a page that says what happens, in one line.
fn what_happens(page: &str) -> String {
    let text = page.split("**What happens.** ").nth(1).unwrap_or(page);
    let paragraph = text.split("\n\n").next().unwrap_or(text);
    paragraph.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

impl<'a> SarifResult<'a> {
    fn of(
        finding: &'a Finding,
        allowed: Option<&'a Allowed>,
        index: usize,
        place: Option<&Place>,
        fingerprint: String,
    ) -> Self {
        Self {
            rule_id: finding.rule.slug(),
            rule_index: index,
            level: finding.severity.as_str(),
            message: Text { text: message(finding).into() },
            locations: place.into_iter().map(Location::of).collect(),
            related_locations: finding.also.iter().map(Location::beside).collect(),
            partial_fingerprints: BTreeMap::from([("docknet/v1", fingerprint)]),
            suppressions: allowed.into_iter().map(Suppression::of).collect(),
            properties: Properties {
                hosts: &finding.hosts,
                sources: finding.sources.iter().map(ToString::to_string).collect(),
            },
        }
    }
}

/// What is wrong, why, what to do and where it holds, each a paragraph; code hosts show no other field.
fn message(finding: &Finding) -> String {
    let mut text = format!("{}\n\n{}", finding.message, finding.reason);
    if let Some(remedy) = &finding.remedy {
        text.push_str("\n\nInstead: ");
        text.push_str(remedy);
    }
    if !finding.hosts.is_empty() {
        text.push_str("\n\nOn: ");
        text.push_str(&finding.hosts.join(", "));
    }
    text
}

impl<'a> Suppression<'a> {
    fn of(allowed: &'a Allowed) -> Self {
        let kind = if allowed.place.is_some() { "inSource" } else { "external" };
        let location = allowed.place.as_ref().map(Location::of);
        Self { kind, status: "accepted", justification: &allowed.reason, location }
    }
}

impl Location {
    fn of(place: &Place) -> Self {
        let end_column = (place.length() > 0).then(|| place.column().saturating_add(place.length()));
        let region = Region { start_line: place.line(), start_column: place.column(), end_column };
        let artifact_location = ArtifactLocation { uri: uri(place.file()) };
        Self { physical_location: PhysicalLocation { artifact_location, region }, message: None }
    }

    fn beside(place: &Place) -> Self {
        let text = if place.is_use() { "used here" } else { "takes part" };
        Self { message: Some(Text { text: text.into() }), ..Self::of(place) }
    }
}
