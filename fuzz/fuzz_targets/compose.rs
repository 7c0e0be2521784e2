//! Compose files from any texts: two of them merged by the rules of both tools, with a file that can be extended or
//! included and variables; read within the limits or refused, the same twice, and no worse by the strict reading.
#![no_main]

use docknet::compose::{Environment, Limits, Project, Reading, Texts, Tool};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str, &str, &str)| {
    let (first, second, other, variables) = texts;
    let environment = Environment::new();
    let files = Texts::new()
        .with("p/a.yml", first)
        .with("p/b.yml", second)
        .with("p/c.yml", other)
        .with("p/.env", variables);
    for tool in [Tool::Compose1, Tool::Compose2] {
        let reading = Reading::new().tool(tool).limits(Limits::default().with_files(16));
        match reading.read_from(&files, &["p/a.yml", "p/b.yml"]) {
            Ok(project) => {
                for network in project.networks() {
                    let _ = network.engine_name(project.name());
                }
                for fault in project.faults() {
                    assert!(!fault.to_string().is_empty());
                }
                let again = reading.read_from(&files, &["p/a.yml", "p/b.yml"]);
                assert_eq!(again.ok(), Some(project));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    let tolerant = Reading::new().parse("p/docker-compose.yml", first);
    match Project::parse("p/docker-compose.yml", first, &environment) {
        Ok(project) => assert_eq!(tolerant.ok(), Some(project)),
        Err(error) => assert!(tolerant.map_or(true, |project| !project.faults().is_empty()), "{error}"),
    }
});
