//! The simulation, asked as a client asks an engine.

use docknet::host::EngineVersion;
use docknet::model::ContainerName;
use docknet::simulation::{ContainerSpec, Fault, HostId, SimulatedHost, World};
use docknet::wire::request::{Filters, NetworkConnect, NetworkCreate, NetworkDisconnect};
use serde_json::{Value, json};

use crate::asks::Ask;
use crate::support::raw::RawAnswer;

#[derive(Debug)]
pub(crate) struct Simulated {
    world: World,
    at: HostId,
}

impl Simulated {
    pub(crate) fn new(host: SimulatedHost) -> Self {
        let (world, at) = World::of(host);
        Self { world, at }
    }

    pub(crate) fn ask(&mut self, ask: &Ask) -> RawAnswer {
        let mut client = self.world.client(self.at);
        let answer = match ask {
            Ask::Create(body) => match NetworkCreate::from_value(body) {
                Ok(asked) => client
                    .create_network(&asked)
                    .map(|made| (201, json!({ "Id": made.id.as_str(), "Warning": made.warning }))),
                Err(bad) => return refused(400, &bad.to_string()),
            },
            Ask::Inspect(key, query) => {
                let query = query.strip_prefix('?').unwrap_or_default();
                let value = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name));
                let verbose = value("verbose=").unwrap_or_default();
                client.inspect_network(key, verbose, value("scope=")).map(|shown| (200, shown))
            }
            Ask::List(filters) => match Filters::parse(filters) {
                Ok(filters) => client.list_networks(&filters).map(|list| (200, list.into())),
                Err(bad) => return refused(500, &bad.to_string()),
            },
            Ask::Remove(key) => client.remove_network(key).map(|()| (204, Value::Null)),
            Ask::Prune(filters) => {
                let pruned = client.prune_networks(&Filters::parse(filters).unwrap());
                let written = |names: Vec<String>| if names.is_empty() { Value::Null } else { names.into() };
                pruned.map(|names| (200, json!({ "NetworksDeleted": written(names) })))
            }
            Ask::Connect(key, body) => match NetworkConnect::from_value(body) {
                Ok(asked) => client
                    .connect(key, &asked.container, asked.endpoint.as_ref())
                    .map(|()| (200, Value::Null)),
                Err(bad) => return refused(400, &bad.to_string()),
            },
            Ask::Disconnect(key, body) => {
                let asked = NetworkDisconnect::from_value(body).unwrap();
                client.disconnect(key, &asked.container, asked.force).map(|()| (200, Value::Null))
            }
            Ask::NewContainer(name, mode) => self.new_container(name, mode),
            Ask::Start(name) => self.host().start_container(&named(name)).map(|()| (204, Value::Null)),
            Ask::Stop(name) => self.host().stop_container(&named(name)).map(|()| (204, Value::Null)),
            Ask::RemoveContainer(name) => {
                self.host().remove_container(&named(name)).map(|()| (204, Value::Null))
            }
        };
        let engine = self.host().engine_version().clone();
        match answer {
            Ok((status, body)) => RawAnswer { status, body },
            Err(fault) => of_fault(&fault, &engine),
        }
    }

    /// Takes away what the other engine could not make.
    pub(crate) fn forget(&mut self, ask: &Ask) {
        if let Ask::Create(body) = ask {
            let name = body["Name"].as_str().unwrap_or_default();
            let _one_that_was_refused_here_too = self.world.client(self.at).remove_network(name);
        }
    }

    fn host(&mut self) -> &mut SimulatedHost {
        self.world.host_mut(self.at)
    }

    fn new_container(&mut self, name: &str, mode: &str) -> Result<(u16, Value), Fault> {
        let network = if mode == "default" { "bridge" } else { mode };
        let spec = ContainerSpec::new(named(name), network.parse().expect("a network's name"));
        let container = self.host().create_container(spec)?;
        let id = self.host().container(&container).expect("it was made").id().to_string();
        Ok((201, id.into()))
    }
}

fn named(name: &str) -> ContainerName {
    name.parse().expect("a container's name")
}

fn of_fault(fault: &Fault, engine: &EngineVersion) -> RawAnswer {
    match fault {
        Fault::Refused(refusal) => refused(refusal.status(engine), &refusal.sentence(engine)),
        Fault::Never => RawAnswer { status: 0, body: Value::Null },
    }
}

fn refused(status: u16, message: &str) -> RawAnswer {
    RawAnswer { status, body: json!({ "message": message }) }
}
