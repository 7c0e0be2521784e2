//! The files for every host and project, all of them or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use docknet::workload::RedisWording;

use super::job::Job;

#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error("{} exists already: name a folder that does not", folder.display())]
    Exists { folder: PathBuf },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

/// Writes into a new folder beside the one asked for and renames it, so that there is no half-written one. Nothing that was
/// there before is touched.
pub(crate) fn write(job: &Job, folder: &Path) -> Result<(), WriteError> {
    if folder.exists() {
        return Err(WriteError::Exists { folder: folder.into() });
    }
    let mut draft_name = folder.file_name().unwrap_or_default().to_owned();
    draft_name.push(format!(".{}.draft", std::process::id()));
    let draft = folder.with_file_name(draft_name);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| WriteError::Io { path, source }
    };
    // Fails if there is one: then it is somebody else's.
    fs::create_dir(&draft).map_err(failed(&draft))?;
    let written = files(job).into_iter().try_for_each(|(path, text)| {
        let path = draft.join(path);
        let parent = path.parent().unwrap_or(&draft);
        fs::create_dir_all(parent).map_err(failed(&path))?;
        fs::write(&path, text).map_err(failed(&path))
    });
    let renamed = written.and_then(|()| fs::rename(&draft, folder).map_err(failed(folder)));
    if renamed.is_err() {
        // What failed is told; a left-over draft of this very run would only confuse.
        let _gone = fs::remove_dir_all(&draft);
    }
    renamed
}

fn files(job: &Job) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for (host, change) in job.hosts.iter().zip(&job.changes) {
        let commands: Vec<_> = change.steps().iter().flat_map(|step| change.commands(step)).collect();
        let script = format!("$ErrorActionPreference = 'Stop'\n{}\n", commands.join("\n"));
        let folder = PathBuf::from("hosts").join(&host.name);
        files.push((folder.join("daemon.json"), change.daemon().to_string()));
        files.push((folder.join("change.ps1"), script));
    }
    for file in &job.overrides {
        files.push((file.path(), file.text.clone()));
    }
    for (member, _) in job.redis.members() {
        for (wording, folder) in [(RedisWording::Current, "redis"), (RedisWording::Before5, "redis-before-5")]
        {
            let lines = job.redis.configuration(member, wording).join("\n") + "\n";
            files.push((PathBuf::from(folder).join(format!("{member}.conf")), lines));
        }
    }
    files
}
