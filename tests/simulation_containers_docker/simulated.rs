//! The simulation, asked as a client asks an engine: method, path and body.

use docknet::host::EngineVersion;
use docknet::simulation::{
    Client, Done, EventFilter, ExecCreate, Fault, HostId, ListContainers, SimulatedHost, VolumeCreate, World,
};
use docknet::wire::request::{ContainerCreate, Filters, NetworkConnect, NetworkCreate};
use serde_json::{Value, json};

use crate::support::raw::RawAnswer;

#[derive(Debug)]
pub(crate) struct Simulated {
    world: World,
    at: HostId,
}

type Answer = Result<(u16, Value), Fault>;

impl Simulated {
    pub(crate) fn new(host: SimulatedHost) -> Self {
        let (world, at) = World::of(host);
        Self { world, at }
    }

    /// Everything it told.
    pub(crate) fn events(&mut self) -> Vec<Value> {
        self.world.client(self.at).events(0, &EventFilter::default()).0
    }

    pub(crate) fn ask(&mut self, method: &str, path: &str, body: Option<&Value>) -> RawAnswer {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let query = Query(query);
        let mut client = self.world.client(self.at);
        let parts: Vec<_> = path.trim_start_matches('/').split('/').collect();
        let body = body.unwrap_or(&Value::Null);
        let filters = match Filters::parse(&query.get("filters")) {
            Ok(filters) => filters,
            Err(bad) => return refused(500, &bad.to_string()),
        };
        let answer = match (method, parts.as_slice()) {
            ("POST", ["containers", "create"]) => match ContainerCreate::from_value(body) {
                Ok(asked) => {
                    let (name, platform) = (query.get("name"), query.get("platform"));
                    let made = client.create_container_for(Some(&name), &platform, &asked);
                    made.map(|made| (201, json!({ "Id": made.id, "Warnings": made.warnings })))
                }
                Err(bad) => return refused(500, &bad.to_string()),
            },
            ("GET", ["containers", "json"]) => {
                let mut asked = ListContainers::default().with_filters(filters);
                asked.all = query.is("all");
                asked.limit = query.get("limit").parse().unwrap_or_default();
                client.list_containers(&asked).map(|list| (200, list.into()))
            }
            ("POST", ["containers", "prune"]) => client.prune_containers(&filters).map(|gone| {
                let gone = if gone.is_empty() { Value::Null } else { gone.into() };
                (200, json!({ "ContainersDeleted": gone, "SpaceReclaimed": 0 }))
            }),
            ("DELETE", ["containers", key]) => {
                let removed =
                    client.remove_container(key, query.is("force"), query.is("v"), query.is("link"));
                removed.map(|_| (204, Value::Null))
            }
            (_, ["containers", key, what]) => container(&mut client, key, what, &query, body),
            (_, ["exec", id, what]) => exec(&mut client, id, what, body),
            (method, ["images", rest @ ..]) => image(&mut client, method, rest, &query, &filters),
            (method, ["volumes", rest @ ..]) => volume(&mut client, method, rest, &query, &filters, body),
            ("POST", ["networks", "create"]) => client
                .create_network(&NetworkCreate::from_value(body).expect("a body"))
                .map(|made| (201, json!({ "Id": made.id.as_str(), "Warning": made.warning }))),
            ("DELETE", ["networks", key]) => client.remove_network(key).map(|()| (204, Value::Null)),
            ("POST", ["networks", key, "disconnect"]) => {
                let key_of = body["Container"].as_str().unwrap_or_default();
                client.disconnect(key, key_of, false).map(|()| (200, Value::Null))
            }
            ("POST", ["networks", key, "connect"]) => {
                let asked = NetworkConnect::from_value(body).expect("a body");
                client.connect(key, &asked.container, asked.endpoint.as_ref()).map(|()| (200, Value::Null))
            }
            other => panic!("{other:?} is not asked here"),
        };
        let engine = self.world.host(self.at).engine_version().clone();
        match answer {
            Ok((status, body)) => RawAnswer { status, body },
            Err(fault) => of_fault(&fault, &engine),
        }
    }
}

fn container(client: &mut Client<'_>, key: &str, what: &str, query: &Query<'_>, body: &Value) -> Answer {
    let done = |done: Done| (if done == Done::Already { 304 } else { 204 }, Value::Null);
    let empty = |()| (204, Value::Null);
    let seconds = query.get("t").parse().ok();
    match what {
        "json" => client.inspect_container(key, query.is("size")).map(|shown| (200, shown)),
        "start" => client.start_container(key).map(done),
        "stop" => client.stop_container(key, seconds).map(done),
        "restart" => client.restart_container(key, seconds).map(done),
        "kill" => client.kill_container(key, &query.get("signal")).map(empty),
        "pause" => client.pause_container(key).map(empty),
        "unpause" => client.unpause_container(key).map(empty),
        "rename" => client.rename_container(key, &query.get("name")).map(empty),
        "wait" => client.exit_status(key).map(|code| (200, json!({ "Error": null, "StatusCode": code }))),
        "update" => client.update_container(key, body).map(|answer| (200, answer)),
        "exec" => {
            let words = body["Cmd"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let mut asked = ExecCreate::new(words);
            asked.stdout = body["AttachStdout"] == true;
            asked.stderr = body["AttachStderr"] == true;
            client.create_exec(key, &asked).map(|id| (201, json!({ "Id": id })))
        }
        "top" => client.top_container(key).map(|top| (200, json!({ "Titles": top["Titles"] }))),
        other => panic!("{other} is not asked here"),
    }
}

fn exec(client: &mut Client<'_>, id: &str, what: &str, body: &Value) -> Answer {
    match what {
        "json" => client.inspect_exec(id).map(|shown| (200, shown)),
        "start" => client.start_exec(id, body["Detach"] == true).map(|_| (200, Value::Null)),
        other => panic!("{other} is not asked here"),
    }
}

fn image(
    client: &mut Client<'_>,
    method: &str,
    rest: &[&str],
    query: &Query<'_>,
    filters: &Filters,
) -> Answer {
    match (method, rest) {
        ("GET", ["json"]) => client.list_images(filters).map(|list| (200, list.into())),
        ("GET", [key, "json"]) => client.inspect_image(key).map(|shown| (200, shown)),
        ("GET", [key, "history"]) => client.image_history(key).map(|shown| (200, shown)),
        ("POST", [key, "tag"]) => {
            client.tag_image(key, &query.get("repo"), &query.get("tag")).map(|()| (201, Value::Null))
        }
        ("DELETE", [key]) => client.remove_image(key, query.is("force")).map(|lines| (200, lines.into())),
        other => panic!("{other:?} is not asked here"),
    }
}

fn volume(
    client: &mut Client<'_>,
    method: &str,
    rest: &[&str],
    query: &Query<'_>,
    filters: &Filters,
    body: &Value,
) -> Answer {
    match (method, rest) {
        ("GET", []) => client.list_volumes(filters).map(|list| (200, list)),
        ("POST", ["create"]) => {
            let mut asked = VolumeCreate::new(body["Name"].as_str().unwrap_or_default());
            body["Driver"].as_str().unwrap_or_default().clone_into(&mut asked.driver);
            asked.labels = serde_json::from_value(body["Labels"].clone()).unwrap();
            asked.options = serde_json::from_value(body["DriverOpts"].clone()).unwrap();
            client.create_volume(&asked).map(|shown| (201, shown))
        }
        ("GET", [name]) => client.inspect_volume(name).map(|shown| (200, shown)),
        ("DELETE", [name]) => client.remove_volume(name, query.is("force")).map(|()| (204, Value::Null)),
        other => panic!("{other:?} is not asked here"),
    }
}

struct Query<'a>(&'a str);

impl Query<'_> {
    /// A value, with what is written as `%22` read.
    fn get(&self, key: &str) -> String {
        let text =
            self.0.split('&').find_map(|part| part.strip_prefix(key)?.strip_prefix('=')).unwrap_or_default();
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
            let escaped =
                digits.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
            bytes.push(escaped.unwrap_or(*first));
            rest = if escaped.is_some() { &after[2..] } else { after };
        }
        String::from_utf8(bytes).unwrap()
    }

    fn is(&self, key: &str) -> bool {
        matches!(self.get(key).as_str(), "1" | "true")
    }
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
