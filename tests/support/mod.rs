//! A real engine for tests: containers without a registry, and nothing left behind.

#![allow(dead_code, reason = "every test program uses a part of its own")]

pub(crate) mod image;
#[cfg(unix)]
pub(crate) mod raw;
pub(crate) mod silent;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use bollard::models::{ContainerCreateBody, HostConfig};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, CreateImageOptionsBuilder, KillContainerOptions,
    RemoveContainerOptionsBuilder, RemoveImageOptionsBuilder, StartContainerOptions,
};
use docknet::engine::conformance::Subject;
use docknet::engine::{Answer, Docker, Engine, EngineError, Operation};
use docknet::model::ContainerName;
use futures_util::TryStreamExt as _;

/// The label on everything the tests make beside networks.
pub(crate) const LABEL: &str = "docknet.test";

/// A prefix no other run has.
pub(crate) fn prefix() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    format!("dn{:x}{:x}", std::process::id(), now.subsec_micros())
}

/// A real engine with an image of its own, whose only program sleeps for ever.
#[derive(Debug)]
pub(crate) struct RealEngine {
    docker: Docker,
    pub(crate) client: bollard::Docker,
    pub(crate) image: String,
}

impl RealEngine {
    /// Connects and brings the image.
    pub(crate) async fn prepare(prefix: &str) -> Self {
        let docker = Docker::connect().await.expect("an engine answers");
        let client = bollard::Docker::connect_with_defaults().expect("the same engine answers");
        let options = CreateImageOptionsBuilder::default().from_src("-").repo(prefix).tag("sleep").build();
        let tar = bollard::body_full(image::tar().into());
        client.create_image(Some(options), Some(tar), None).try_collect::<Vec<_>>().await.expect("import");
        Self { docker, client, image: format!("{prefix}:sleep") }
    }

    pub(crate) fn docker(&self) -> &Docker {
        &self.docker
    }

    /// Takes the image away.
    pub(crate) async fn clean_up(&self) {
        // A container that has just ended may hold it for a moment.
        for _ in 0..50 {
            let force = RemoveImageOptionsBuilder::default().force(true).build();
            if self.client.remove_image(&self.image, Some(force), None).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        println!("image {} is still in use", self.image);
    }
}

/// bollard's error about a container, with the engine's answer where there is one.
fn error(container: &ContainerName, error: bollard::errors::Error) -> EngineError {
    let operation = Operation::StartContainer(container.clone());
    if let bollard::errors::Error::DockerResponseServerError { status_code, message } = error {
        return EngineError::refused(operation, Answer::new(status_code, message));
    }
    EngineError::Unreachable { operation, source: Box::new(error) }
}

#[async_trait]
impl Subject for RealEngine {
    fn engine(&self) -> &dyn Engine {
        &self.docker
    }

    async fn run_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        let options = CreateContainerOptionsBuilder::default().name(name.as_str()).build();
        let body = ContainerCreateBody {
            image: Some(self.image.clone()),
            cmd: Some(vec!["/sleep".into()]),
            labels: Some([(LABEL.to_owned(), self.image.clone())].into()),
            host_config: Some(HostConfig::default()),
            ..ContainerCreateBody::default()
        };
        self.client.create_container(Some(options), body).await.map_err(|e| error(name, e))?;
        let started = self.client.start_container(name.as_str(), None::<StartContainerOptions>).await;
        started.map_err(|e| error(name, e))
    }

    async fn stop_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        // The program is the first of its container and hears no polite signal.
        let killed = self.client.kill_container(name.as_str(), None::<KillContainerOptions>).await;
        killed.map_err(|e| error(name, e))?;
        let waited = self
            .client
            .wait_container(name.as_str(), None::<bollard::query_parameters::WaitContainerOptions>);
        // bollard takes the exit code of a killed program for an error.
        let _: Result<Vec<_>, _> = waited.try_collect().await;
        Ok(())
    }

    async fn remove_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        let force = RemoveContainerOptionsBuilder::default().force(true).v(true).build();
        match self.client.remove_container(name.as_str(), Some(force)).await {
            Ok(()) | Err(bollard::errors::Error::DockerResponseServerError { status_code: 404, .. }) => {
                Ok(())
            }
            Err(failed) => Err(error(name, failed)),
        }
    }
}
