//! The conformance suite through every floor: bollard asks a daemon that serves a simulated host.

use std::time::Duration;

use async_trait::async_trait;
use bollard::container::LogOutput;
use bollard::exec::{CreateExecOptions, StartExecResults};
use bollard::models::{ContainerCreateBody, EventMessage};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, CreateImageOptionsBuilder, EventsOptions, KillContainerOptions,
    RemoveContainerOptionsBuilder, StartContainerOptions, WaitContainerOptionsBuilder,
};
use docknet::daemon::Daemon;
use docknet::engine::conformance::{Ground, Outcome, Report, Subject, run_all};
use docknet::engine::{Answer, Docker, Engine, EngineError, Operation};
use docknet::host::{Host, KernelVersion, WindowsBuild};
use docknet::model::ContainerName;
use docknet::simulation::SimulatedHost;
use futures_util::{StreamExt as _, TryStreamExt as _};

/// A daemon nobody else asks, asked as any engine.
struct Served {
    docker: Docker,
    client: bollard::Docker,
}

fn error(container: &ContainerName, error: bollard::errors::Error) -> EngineError {
    let operation = Operation::StartContainer(container.clone());
    if let bollard::errors::Error::DockerResponseServerError { status_code, message } = error {
        return EngineError::refused(operation, Answer::new(status_code, message));
    }
    EngineError::Unreachable { operation, source: Box::new(error) }
}

#[async_trait]
impl Subject for Served {
    fn engine(&self) -> &dyn Engine {
        &self.docker
    }

    async fn run_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        let options = CreateContainerOptionsBuilder::default().name(name.as_str()).build();
        let body = ContainerCreateBody { image: Some("redis:7".into()), ..ContainerCreateBody::default() };
        self.client.create_container(Some(options), body).await.map_err(|e| error(name, e))?;
        let started = self.client.start_container(name.as_str(), None::<StartContainerOptions>).await;
        started.map_err(|e| error(name, e))
    }

    async fn stop_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        let killed = self.client.kill_container(name.as_str(), None::<KillContainerOptions>).await;
        killed.map_err(|e| error(name, e))
    }

    async fn remove_container(&self, name: &ContainerName) -> Result<(), EngineError> {
        let force = RemoveContainerOptionsBuilder::default().force(true).build();
        match self.client.remove_container(name.as_str(), Some(force)).await {
            Ok(()) | Err(bollard::errors::Error::DockerResponseServerError { status_code: 404, .. }) => {
                Ok(())
            }
            Err(failed) => Err(error(name, failed)),
        }
    }

    fn is_alone(&self) -> bool {
        true
    }
}

async fn report(host: SimulatedHost) -> Report {
    let daemon: Daemon = host.serve().await.expect("a place");
    let before = daemon.engine().on_host(|host| host.networks());
    let docker = Docker::connect_to(&daemon.docker_host()).await.expect("the daemon answers");
    let client = bollard::Docker::connect_with_host(&daemon.docker_host()).expect("the daemon answers");
    let ground = Ground::new("suite", "10.99.0.0/16".parse().expect("a subnet")).expect("room for the suite");
    let report = run_all(&Served { docker, client }, &ground).await;
    println!("{report}");
    assert_eq!(daemon.engine().on_host(|host| host.networks()), before, "the suite left something behind");
    daemon.stop().await;
    report
}

#[tokio::test]
async fn every_scenario_passes_through_the_daemon_of_a_linux_host() {
    for engine in ["18.09.9", "20.10.24", "28.2.2"] {
        let engine = engine.parse().expect("a version");
        let host = Host::linux_kernel(KernelVersion::new(5, 15)).with_engine(engine);
        let report = report(SimulatedHost::new(host, 1)).await;
        assert!(report.is_ok(), "\n{report}");
        let skipped = report.outcomes().filter(|(_, outcome)| matches!(outcome, Outcome::Skipped(_))).count();
        assert_eq!(skipped, 0, "a simulated engine is alone and can do everything\n{report}");
    }
}

#[tokio::test]
async fn what_holds_for_windows_passes_through_the_daemon_of_a_windows_host() {
    for build in [WindowsBuild::SERVER_2019, WindowsBuild::SERVER_2022] {
        let report = report(SimulatedHost::windows(build)).await;
        assert!(report.is_ok(), "{build}\n{report}");
        let passed = report.outcomes().filter(|(_, outcome)| matches!(outcome, Outcome::Passed)).count();
        assert!(passed >= 30, "{passed} passed");
    }
}

#[tokio::test]
async fn bollard_streams_events_waits_and_what_programs_say() {
    let daemon = SimulatedHost::linux().serve().await.expect("a place");
    let client = bollard::Docker::connect_with_host(&daemon.docker_host()).expect("the daemon answers");
    let pulled = CreateImageOptionsBuilder::default().from_image("redis").tag("7").build();
    let lines: Vec<_> = client.create_image(Some(pulled), None, None).try_collect().await.expect("a pull");
    assert!(lines.iter().all(|line| line.status.is_some()), "{lines:?}");

    let mut events = client.events(None::<EventsOptions>);
    let body = ContainerCreateBody { image: Some("redis:7".into()), ..ContainerCreateBody::default() };
    let options = CreateContainerOptionsBuilder::default().name("web").build();
    // The listener is there before what it is to hear of: its stream begins when it is first asked for.
    let (first, made) = tokio::join!(events.try_next(), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        client.create_container(Some(options), body).await
    });
    let first = first.expect("a line").expect("an event");
    assert_eq!((first.action.as_deref(), made.expect("a container").id), (Some("create"), actor(&first)));

    let conditions = WaitContainerOptionsBuilder::default().condition("next-exit").build();
    let mut waiting = client.wait_container("web", Some(conditions));
    let (ended, ()) = tokio::join!(waiting.next(), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        client.start_container("web", None::<StartContainerOptions>).await.expect("it starts");
        let exec = CreateExecOptions {
            cmd: Some(vec!["hostname"]),
            attach_stdout: Some(true),
            ..CreateExecOptions::default()
        };
        let exec = client.create_exec("web", exec).await.expect("a program").id;
        let StartExecResults::Attached { output, .. } =
            client.start_exec(&exec, None).await.expect("it runs")
        else {
            panic!("it was not to go by itself");
        };
        let said: Vec<_> = output.try_collect().await.expect("frames");
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(matches!(&said[0], LogOutput::StdOut { message } if message.len() == 13), "{said:?}");
        client.kill_container("web", None::<KillContainerOptions>).await.expect("it runs");
    });
    // bollard takes an exit code for an error.
    let code = match ended.expect("an answer") {
        Err(bollard::errors::Error::DockerContainerWaitError { code, .. }) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code, 137);
    daemon.stop().await;
}

fn actor(event: &EventMessage) -> String {
    event.actor.as_ref().and_then(|actor| actor.id.clone()).unwrap_or_default()
}
