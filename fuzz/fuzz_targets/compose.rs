//! Compose files from any text: read within the limits or refused with a place, and read the same twice.
#![no_main]

use docknet::compose::{Environment, Project};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let environment = Environment::new();
    match Project::parse("p/docker-compose.yml", text, &environment) {
        Ok(project) => {
            for network in project.networks() {
                let _ = network.engine_name(project.name());
            }
            let again = Project::parse("p/docker-compose.yml", text, &environment);
            assert_eq!(again.ok(), Some(project));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
