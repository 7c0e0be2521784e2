//! Findings drawn as rustc draws its own: the line, a mark under the value, notes and help.

use std::borrow::Cow;
use std::fmt;

use annotate_snippets::{Group, Level, Renderer};

use super::Sources;
use super::clean::clean;
use super::excerpt::Excerpts;
use crate::check::doubt::doubts;
use crate::check::{Allowed, Finding, Report, Severity};

/// A report to be printed, from [`Report::text`].
#[derive(Debug, Clone)]
pub struct Text<'a> {
    report: &'a Report,
    sources: &'a Sources<'a>,
    renderer: Renderer,
    lists_allowed: bool,
}

impl Report {
    /// All findings as text for people, each with the lines it is about, and a last line that counts them. Without
    /// colours; characters that a terminal would obey are shown instead.
    ///
    /// ```
    /// use docknet::check::Sources;
    /// use docknet::compose::{Environment, Project};
    /// use docknet::host::{Host, WindowsBuild};
    ///
    /// let text = "services:\n  web:\n    image: iis\n    ports:\n      - 127.0.0.1:8080:80\n";
    /// let project = Project::parse("web/docker-compose.yml", text, &Environment::new())?;
    /// let report = docknet::check(&project, &Host::windows(WindowsBuild::SERVER_2022));
    /// let drawn = report.text(&Sources::new().with("web/docker-compose.yml", text)).to_string();
    /// assert!(drawn.starts_with("error[host-address-in-publish]: "), "{drawn}");
    /// assert!(drawn.contains("\n5 |       - 127.0.0.1:8080:80\n"), "{drawn}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text<'a>(&'a self, sources: &'a Sources<'a>) -> Text<'a> {
        Text { report: self, sources, renderer: Renderer::plain(), lists_allowed: false }
    }
}

impl Text<'_> {
    /// With the colours of a terminal, as ANSI escape sequences.
    #[must_use]
    pub fn coloured(self) -> Self {
        Self { renderer: Renderer::styled(), ..self }
    }

    /// With a line for every allowed finding.
    #[must_use]
    pub fn listing_allowed(self) -> Self {
        Self { lists_allowed: true, ..self }
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = self.sources.lines();
        for finding in self.report.findings() {
            let excerpts = Excerpts::of(finding, &files);
            let title =
                level(finding.severity).primary_title(clean(&finding.message)).id(finding.rule.slug());
            let notes = notes(finding, &excerpts).into_iter().map(|(level, text)| level.message(text));
            let group = Group::with_title(title).elements(excerpts.elements).elements(notes);
            writeln!(f, "{}\n", self.renderer.render(&[group]))?;
        }
        if self.lists_allowed {
            self.report.allowed().iter().try_for_each(|allowed| write_allowed(f, allowed))?;
        }
        write!(f, "{}", self.report.counts())
    }
}

/// What stands below the excerpts, in the order of the short form.
fn notes<'a>(finding: &'a Finding, excerpts: &Excerpts<'_>) -> Vec<(Level<'static>, Cow<'a, str>)> {
    let mut notes: Vec<_> = excerpts.quotes.iter().map(|quote| (Level::NOTE, quote.clone().into())).collect();
    match excerpts.left_out {
        0 => {}
        1 => notes.push((Level::NOTE, "1 more place takes part".into())),
        more => notes.push((Level::NOTE, format!("{more} more places take part").into())),
    }
    notes.push((Level::NOTE, clean(&finding.reason)));
    notes.extend(finding.remedy.as_deref().map(|remedy| (Level::HELP, clean(remedy))));
    notes.extend(finding.sources.iter().map(|source| (Level::NOTE, format!("source: {source}").into())));
    let doubts = doubts(&finding.disagreements, finding.extrapolated);
    notes.extend(doubts.into_iter().map(|(_, doubt)| (Level::NOTE, doubt.into())));
    if !finding.hosts.is_empty() {
        notes.push((Level::NOTE, format!("on {}", clean(&finding.hosts.join(", "))).into()));
    }
    notes
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// One line, and one for the reason.
fn write_allowed(f: &mut fmt::Formatter<'_>, allowed: &Allowed) -> fmt::Result {
    let Finding { rule, message, place, .. } = &allowed.finding;
    write!(f, "allowed[{rule}]: {}", clean(message))?;
    if let Some(place) = place {
        write!(f, "\n  --> {}", clean(&place.to_string()))?;
    }
    writeln!(f, "\n  = {}\n", clean(&allowed.to_string()))
}
