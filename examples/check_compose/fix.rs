//! Cures: what is changed, what it costs, and what is left.

use std::path::{Path, PathBuf};

use docknet::check::Situation;
use docknet::check::cure::{Cure, Mended, Mending, Safety};
use docknet::compose::{Project, Tool};
use similar::TextDiff;

use super::arguments::{Arguments, Format};
use super::error::InputError;
use super::say::say;
use super::write;

/// Whether the command line asks for more than a judgement.
pub(crate) fn is_asked(arguments: &Arguments) -> bool {
    arguments.fix || arguments.override_file.is_some()
}

/// Cures what can be cured, says so, and writes it. What is left is the caller's to print.
pub(crate) fn run(
    situation: &Situation<'_>,
    projects: &[Project],
    arguments: &Arguments,
) -> Result<Mended, InputError> {
    if arguments.format != Format::Text {
        return Err(InputError::FixIsText);
    }
    let tool = Tool::from(arguments.tool);
    let files = match &arguments.override_file {
        Some(path) => override_paths(path, projects)?,
        None => Vec::new(),
    };
    let mending = if arguments.look { Mending::new().looked_at() } else { Mending::new() };
    let mending = if files.is_empty() { mending } else { mending.beside(tool) };
    let mended = situation.mend(mending);
    let (mut written, mut diffs) = (Vec::new(), Vec::new());
    if files.is_empty() {
        for (file, before, after) in mended.changed() {
            diffs.push(diff(file, before, after));
            written.push(file.to_owned());
        }
        if !arguments.dry_run {
            write::replace(mended.changed())?;
        }
    }
    for (index, path) in files.iter().enumerate() {
        let Some((_, text)) = mended.override_file(index, tool) else { continue };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = text.replacen("docker-compose.override.yml", &name, 1);
        let shown = path.display().to_string();
        if !arguments.dry_run {
            write::create(path, &text)?;
        }
        diffs.push(diff(&shown, "", &text));
        written.push(shown);
    }
    // What was written is said only when it is there.
    for diff in diffs {
        say!("{diff}");
    }
    for cure in mended.cures() {
        say!("{}", cured(cure));
    }
    say!("{}\n", summary(&mended, &written, arguments.dry_run));
    if !arguments.look {
        let looked = if files.is_empty() { mending.looked_at() } else { mending.looked_at().beside(tool) };
        let more = situation.mend(looked).cures().len().saturating_sub(mended.cures().len());
        if more > 0 {
            say!("{more} more can be cured by changes a person should look at: add --look (and --dry-run)\n");
        }
    }
    Ok(mended)
}

/// Where the override file of each project goes.
fn override_paths(path: &Path, projects: &[Project]) -> Result<Vec<PathBuf>, InputError> {
    if path.is_dir() {
        let name = |project: &Project| path.join(format!("{}.override.yml", project.name()));
        return Ok(projects.iter().map(name).collect());
    }
    if projects.len() > 1 {
        return Err(InputError::OverrideFolder { path: path.into(), projects: projects.len() });
    }
    // Said before anything is done.
    if path.exists() {
        return Err(InputError::Exists { path: path.into() });
    }
    Ok(vec![path.into()])
}

fn diff(file: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let old = if before.is_empty() { "/dev/null" } else { file };
    diff.unified_diff().header(old, file).to_string().trim_end().to_owned()
}

fn cured(cure: &Cure) -> String {
    let mut text = format!("cured[{}]: {}\n  = was: {}", cure.rule, cure.summary, cure.message);
    if cure.safety == Safety::Look {
        text.push_str("\n  = look: something else may rely on what was there");
    }
    for price in &cure.price {
        text.push_str("\n  = price: ");
        text.push_str(price);
    }
    text
}

fn summary(mended: &Mended, written: &[String], dry: bool) -> String {
    let count = mended.cures().len();
    match (written, dry) {
        ([], _) => "nothing was cured; this is left:".to_owned(),
        (files, true) => format!("{count} can be cured in {}; this would be left:", files.join(", ")),
        (files, false) => format!("{count} cured in {}; this is left:", files.join(", ")),
    }
}
