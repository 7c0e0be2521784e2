//! Examples as a stranger runs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs an example, which `cargo test` builds beside the tests, in the crate's folder.
pub(crate) fn run(example: &str, arguments: &[&str]) -> Output {
    let tests = std::env::current_exe().expect("a test has a path");
    let target = tests.parent().and_then(Path::parent).expect("tests live in deps");
    let program = target.join("examples").join(format!("{example}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "{} is not built: run cargo test, or cargo build --examples",
        program.display()
    );
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Command::new(program).args(arguments).current_dir(here).output().expect("the example runs")
}

/// What it printed.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// What it printed about its input.
pub(crate) fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// Ended 2, with all of these words on standard error and nothing on standard output.
#[track_caller]
pub(crate) fn is_refused(output: &Output, arguments: &[&str], says: &[&str]) {
    let complaint = complained(output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {complaint}");
    assert_eq!(said(output), "", "{arguments:?}");
    for words in says {
        assert!(complaint.contains(words), "{arguments:?} does not say {words:?}: {complaint}");
    }
}

/// A folder of one test's own, taken away in the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let program = std::env::current_exe().expect("a test has a path");
        let program = program.file_stem().expect("a name").to_string_lossy().into_owned();
        let path = std::env::temp_dir().join(format!("docknet-{program}-{name}-{}", std::process::id()));
        let _left_by_an_earlier_run = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, content).expect("a file");
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}
