//! Hosts side by side: every capability a row, every host a column.

use std::collections::BTreeSet;
use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Capability, Evidence, Host, Support, Verdict};

/// What the table says of several hosts.
///
/// Printed as plain text with a legend and footnotes; serialized with every verdict in full.
///
/// ```
/// use docknet::host::{Capability, Host, Matrix, WindowsBuild};
/// let matrix = Matrix::new([WindowsBuild::SERVER_2016, WindowsBuild::SERVER_2022].map(Host::windows))
///     .of([Capability::RoutingMesh, Capability::NatNetworksSurviveReboot]);
/// let text = matrix.to_string();
/// assert!(text.contains("routing-mesh                 no  D 1  yes D\n"), "{text}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    hosts: Vec<Host>,
    rows: Vec<(Capability, Vec<Verdict>)>,
}

impl Matrix {
    /// All capabilities of these hosts.
    #[must_use]
    pub fn new(hosts: impl IntoIterator<Item = Host>) -> Self {
        Self { hosts: hosts.into_iter().collect(), rows: Vec::new() }.of(Capability::ALL.iter().copied())
    }

    /// These capabilities of its hosts only, in this order.
    #[must_use]
    pub fn of(self, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        let hosts = self.hosts;
        let verdicts = |capability| hosts.iter().map(|host| host.can(capability)).collect();
        let rows = capabilities.into_iter().map(|capability| (capability, verdicts(capability))).collect();
        Self { hosts, rows }
    }

    /// Its hosts, by column.
    #[must_use]
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// Its rows: a capability and one verdict for each host.
    pub fn rows(&self) -> impl Iterator<Item = (Capability, &[Verdict])> {
        self.rows.iter().map(|(capability, verdicts)| (*capability, verdicts.as_slice()))
    }

    /// Every verdict, row by row.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.rows.iter().flat_map(|(_, verdicts)| verdicts)
    }

    /// The footnotes, in the order in which they are first needed. Each text stands once.
    fn notes(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let notes = self.verdicts().filter_map(note);
        notes.filter(|note| seen.insert(note.clone())).collect()
    }
}

/// What stands below the table about a verdict; nothing about what plainly works.
fn note(verdict: &Verdict) -> Option<String> {
    let plain = verdict.support == Support::Supported && verdict.disagreements.is_empty();
    // Where the table has no line there is something to add only if more about the host would decide.
    let silent = verdict.extent.is_none() && !verdict.reason.contains("decides");
    if plain || silent {
        return None;
    }
    let mut text = format!("{}: {}", verdict.capability, verdict.reason);
    if let Some(remedy) = verdict.remedy {
        text += "\n      instead: ";
        text += remedy;
    }
    let sources: Vec<_> = verdict.sources.iter().map(ToString::to_string).collect();
    if !sources.is_empty() {
        text += "\n      source: ";
        text += &sources.join("; ");
    }
    for position in verdict.disagreements {
        text += "\n      says ";
        text += &position.to_string();
    }
    Some(text)
}

/// The word for an answer, as narrow as can be.
fn word(support: Support) -> &'static str {
    match support {
        Support::Degraded => "but",
        Support::Supported => "yes",
        Support::Unknown => "?",
        Support::Unsupported => "no",
    }
}

fn letter(evidence: Evidence) -> char {
    match evidence {
        Evidence::Documented => 'D',
        Evidence::ReadInCode => 'C',
        Evidence::Reported => 'R',
    }
}

fn mark(verdict: &Verdict, notes: &[String]) -> String {
    let best = verdict.sources.iter().map(|source| source.evidence).min().map_or(' ', letter);
    let disputed = if verdict.disagreements.is_empty() { "" } else { "!" };
    let extrapolated = if verdict.extrapolated { "~" } else { "" };
    let number = note(verdict).and_then(|note| notes.iter().position(|known| *known == note));
    let number = number.map(|index| format!(" {}", index + 1)).unwrap_or_default();
    format!("{:<3} {best}{disputed}{extrapolated}{number}", word(verdict.support)).trim_end().to_owned()
}

impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let notes = self.notes();
        for (index, host) in self.hosts.iter().enumerate() {
            writeln!(f, "({}) {host}", index + 1)?;
        }
        let heads = (1..=self.hosts.len()).map(|number| format!("({number})")).collect();
        let rows = self.rows.iter().map(|(capability, verdicts)| {
            (capability.slug(), verdicts.iter().map(|verdict| mark(verdict, &notes)).collect())
        });
        let lines: Vec<(&str, Vec<String>)> = std::iter::once(("", heads)).chain(rows).collect();
        let names = lines.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        let width = lines.iter().flat_map(|(_, cells)| cells).map(String::len).max().unwrap_or_default();
        for (name, cells) in &lines {
            let cells: Vec<_> = cells.iter().map(|cell| format!("  {cell:<width$}")).collect();
            writeln!(f, "{}", format!("{name:<names$}{}", cells.concat()).trim_end())?;
        }
        writeln!(f)?;
        writeln!(
            f,
            "yes works   but works, with a catch   no does not work, or does nothing   ? nobody knows"
        )?;
        writeln!(f, "D documented   C read in code   R reported   ! sources disagree")?;
        writeln!(f, "~ no source speaks of such a host: taken from the nearest")?;
        if !notes.is_empty() {
            writeln!(f)?;
        }
        for (index, note) in notes.iter().enumerate() {
            writeln!(f, "{:>4}  {note}", index + 1)?;
        }
        Ok(())
    }
}

impl Serialize for Matrix {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let capabilities: Vec<_> = self.rows.iter().map(|(_, verdicts)| verdicts).collect();
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("hosts", &self.hosts)?;
        map.serialize_entry("capabilities", &capabilities)?;
        map.end()
    }
}
