//! Compose files from any texts: two of them merged by the rules of both tools, with a file that can be extended or
//! included and variables; read within the limits or refused, the same twice, and no worse by the strict reading.
#![no_main]

use docknet::compose::{Environment, Limits, Project, Reading, Texts, Tool};
use docknet_fuzz::{digest, documents};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let [first, second, other, variables] = documents(text);
    let files = Texts::new()
        .with("p/a.yml", first)
        .with("p/b.yml", second)
        .with("p/c.yml", other)
        .with("p/.env", variables);
    for tool in [Tool::Compose1, Tool::Compose2] {
        let reading = Reading::new().tool(tool).limits(Limits::default().with_files(16));
        let read = || reading.read_from(&files, &["p/a.yml", "p/b.yml"]);
        let Some(said) = read().map_err(|error| assert!(!error.to_string().is_empty())).ok().map(|project| {
            for network in project.networks() {
                let _ = network.engine_name(project.name());
            }
            for fault in project.faults() {
                assert!(!fault.to_string().is_empty());
            }
            digest(&project)
        }) else {
            continue;
        };
        assert_eq!(read().ok().map(|project| digest(&project)), Some(said), "the same twice");
    }
    let strict = Project::parse("p/docker-compose.yml", first, &Environment::new());
    let strict = strict.map(|project| meant(&project));
    let tolerant = Reading::new().parse("p/docker-compose.yml", first);
    match strict {
        Ok(said) => assert_eq!(tolerant.ok().map(|project| meant(&project)), Some(said)),
        Err(error) => assert!(tolerant.map_or(true, |project| !project.faults().is_empty()), "{error}"),
    }
});

/// What makes two projects the same, without keeping both.
fn meant(project: &Project) -> u64 {
    digest(&(project.name(), project.version(), project.services(), project.inactive(), project.networks()))
}
