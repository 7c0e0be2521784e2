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

/// Writes into a folder beside the one asked for and renames it, so that there is no half-written one.
pub(crate) fn write(job: &Job, folder: &Path) -> Result<(), WriteError> {
    if folder.exists() {
        return Err(WriteError::Exists { folder: folder.into() });
    }
    let draft = folder.with_extension("partial");
    let written = files(job).into_iter().try_for_each(|(path, text)| {
        let path = draft.join(path);
        let parent = path.parent().unwrap_or(&draft);
        let failed = |source| WriteError::Io { path: path.clone(), source };
        fs::create_dir_all(parent).map_err(failed)?;
        fs::write(&path, text).map_err(failed)
    });
    let failed = |source| WriteError::Io { path: folder.into(), source };
    let renamed = written.and_then(|()| fs::rename(&draft, folder).map_err(failed));
    if renamed.is_err() && draft.exists() {
        // What failed is told; a left-over draft would only confuse.
        let _gone = fs::remove_dir_all(&draft);
    }
    renamed
}

fn files(job: &Job) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for (host, change) in job.hosts.iter().zip(&job.changes) {
        let commands: Vec<_> = change.steps().iter().flat_map(|step| change.commands(step)).collect();
        files.push((PathBuf::from(&host.name).join("daemon.json"), change.daemon().to_string()));
        files.push((PathBuf::from(&host.name).join("change.ps1"), commands.join("\n") + "\n"));
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
