//! The result, in the form that was asked for.

use std::io::IsTerminal as _;

use docknet::check::{Report, Rule, Sources};
use serde::Serialize;

use super::arguments::{Arguments, Colour, Format};
use super::say::say;

pub(crate) fn report(report: &Report, sources: &Sources<'_>, arguments: &Arguments) {
    match arguments.format {
        Format::Text => say!("{}", text(report, sources, arguments)),
        Format::Json => say!("{}", json(report)),
        Format::Sarif => say!("{}", json(&report.sarif())),
    }
}

fn text(report: &Report, sources: &Sources<'_>, arguments: &Arguments) -> String {
    let mut text = report.text(sources);
    if arguments.allowed {
        text = text.listing_allowed();
    }
    let coloured = match arguments.colour {
        Colour::Auto => std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        Colour::Always => true,
        Colour::Never => false,
    };
    if coloured { text.coloured().to_string() } else { text.to_string() }
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect("a report has nothing JSON cannot say")
}

/// Every rule with its severity and what it is about.
pub(crate) fn rules() -> String {
    let width = Rule::ALL.iter().map(|rule| rule.slug().len()).max().unwrap_or_default();
    let line = |rule: &Rule| format!("{rule:<width$}  {:<7}  {}", rule.severity(), rule.summary());
    Rule::ALL.iter().map(line).collect::<Vec<_>>().join("\n")
}
