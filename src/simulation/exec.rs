//! Programs started in containers beside their own.

use serde_json::{Value, json};

use super::container::Phase;
use super::{Container, ContainerRefusal, ExecRefusal, Fault, Refusal, SimulatedHost};

/// What a client asks to run in a container.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "the request has them, and they hang together in no way")]
pub struct ExecCreate {
    /// `Cmd`: the program and its arguments.
    pub command: Vec<String>,
    /// `Tty`.
    pub tty: bool,
    /// `AttachStdin`.
    pub stdin: bool,
    /// `AttachStdout`.
    pub stdout: bool,
    /// `AttachStderr`.
    pub stderr: bool,
    /// `Privileged`.
    pub privileged: bool,
    /// `DetachKeys`.
    pub detach_keys: String,
}

impl ExecCreate {
    /// A program whose output is wanted.
    #[must_use]
    pub fn new<S: Into<String>>(command: impl IntoIterator<Item = S>) -> Self {
        let command = command.into_iter().map(Into::into).collect();
        Self { command, stdout: true, stderr: true, ..Self::default() }
    }
}

/// What a program said before it ended, and with what code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Output {
    /// What it wrote to its standard output.
    pub stdout: String,
    /// What it wrote to its standard error.
    pub stderr: String,
    /// The code it ended with.
    pub code: i64,
}

/// What starting a program came to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ran {
    /// It ended, having said that.
    Ended(Output),
    /// There is no such program: what the runtime says where the program's output would have been.
    NotFound(String),
    /// It runs until its container ends.
    Runs,
}

/// A program that was to be run.
#[derive(Debug, Clone)]
pub(super) struct Exec {
    container: String,
    asked: ExecCreate,
    running: bool,
    code: Option<i64>,
    pid: u64,
}

impl Exec {
    /// Whether inspections of its container list it: until it has ended.
    pub(super) fn is_listed(&self) -> bool {
        self.code.is_none()
    }
}

impl SimulatedHost {
    pub(super) fn make_exec(&mut self, key: &str, asked: &ExecCreate) -> Result<String, Fault> {
        let container = self.container_by(key)?.clone();
        match container.state.phase {
            Phase::Running => {}
            Phase::Paused => return Err(ContainerRefusal::ExecPaused { key: key.to_owned() }.into()),
            Phase::Created | Phase::Exited | Phase::Restarting => {
                return Err(ContainerRefusal::NotRunning { id: container.id.to_string() }.into());
            }
        }
        if asked.command.is_empty() {
            return Err(Refusal::from(ExecRefusal::NoCommand).into());
        }
        let id = self.random.hex(64);
        let exec = Exec {
            container: container.id.to_string(),
            asked: asked.clone(),
            running: false,
            code: None,
            pid: 0,
        };
        self.tell_exec(&container, &exec, &id, "exec_create");
        self.books.execs.insert(id.clone(), exec);
        if let Some(container) = self.containers.get_mut(&container.name) {
            container.execs.push(id.clone());
        }
        Ok(id)
    }

    /// Runs it. A client that stays listens to what the runtime says of a program that is not there; one that does not
    /// is refused.
    pub(super) fn start_exec_by(&mut self, id: &str, detached: bool) -> Result<Ran, Fault> {
        let missing = || Refusal::from(ExecRefusal::Missing { id: id.to_owned() });
        let exec = self.books.execs.get(id).ok_or_else(missing)?.clone();
        if exec.code.is_some() {
            return Err(Refusal::from(ExecRefusal::HasRun { id: id.to_owned() }).into());
        }
        if exec.running {
            return Err(Refusal::from(ExecRefusal::IsRunning { id: id.to_owned() }).into());
        }
        let container = self.container_by(&exec.container)?.clone();
        if !container.is_running() {
            return Err(ContainerRefusal::NotRunning { id: container.id.to_string() }.into());
        }
        self.tell_exec(&container, &exec, id, "exec_start");
        let ran = self.answer(&container, &exec.asked.command);
        let pid = self.books.fresh_pid();
        let entered = self.books.execs.get_mut(id);
        let entered = entered.ok_or_else(missing)?;
        match &ran {
            Ran::Ended(output) => entered.code = Some(output.code),
            Ran::NotFound(_) => entered.code = Some(126),
            Ran::Runs => {
                entered.running = true;
                entered.pid = pid;
            }
        }
        if let Ran::Ended(output) = &ran {
            let told = [("execID", id.to_owned()), ("exitCode", output.code.to_string())];
            self.tell_container(&container, "exec_die", &told);
        }
        if detached && matches!(ran, Ran::NotFound(_)) {
            let program = exec.asked.command.first().cloned().unwrap_or_default();
            return Err(ContainerRefusal::NoProgram { program, exec: true }.into());
        }
        Ok(ran)
    }

    /// What a program in a container says and does: the one place where programs are answered. A container has what the
    /// world answers for it and what it runs itself, and nothing else, as an image without a shell.
    fn answer(&self, container: &Container, command: &[String]) -> Ran {
        let program = command.first().map_or("", String::as_str);
        let name = program.rsplit(['/', '\\']).next().unwrap_or(program).trim_end_matches(".exe");
        if container.command().first().is_some_and(|own| own == program) {
            return Ran::Runs;
        }
        match name {
            "hostname" => {
                let hostname = container.config.text("Hostname");
                let end = if self.host.windows_build().is_some() { "\r\n" } else { "\n" };
                Ran::Ended(Output { stdout: format!("{hostname}{end}"), ..Output::default() })
            }
            "true" => Ran::Ended(Output::default()),
            "false" => Ran::Ended(Output { code: 1, ..Output::default() }),
            _ => {
                let refusal = ContainerRefusal::NoProgram { program: program.to_owned(), exec: true };
                Ran::NotFound(Refusal::from(refusal).sentence(&self.engine))
            }
        }
    }

    pub(super) fn exec_value(&self, id: &str) -> Result<Value, Fault> {
        let missing = || Refusal::from(ExecRefusal::Missing { id: id.to_owned() });
        let exec = self.books.execs.get(id).ok_or_else(missing)?;
        let (program, arguments) = exec.asked.command.split_first().ok_or_else(missing)?;
        Ok(json!({
            "ID": id,
            "Running": exec.running,
            "ExitCode": exec.code,
            "ProcessConfig": {
                "tty": exec.asked.tty,
                "entrypoint": program,
                "arguments": arguments,
                "privileged": exec.asked.privileged,
            },
            "OpenStdin": exec.asked.stdin,
            "OpenStderr": exec.asked.stderr,
            "OpenStdout": exec.asked.stdout,
            "CanRemove": false,
            "ContainerID": exec.container,
            "DetachKeys": exec.asked.detach_keys,
            "Pid": exec.pid,
        }))
    }

    /// The container ends, and with it what runs in it.
    pub(super) fn end_execs(&mut self, container: &Container, code: i64) {
        for id in &container.execs {
            let Some(exec) = self.books.execs.get_mut(id).filter(|exec| exec.running) else { continue };
            exec.running = false;
            exec.code = Some(code);
            let told = [("execID", id.clone()), ("exitCode", code.to_string())];
            self.tell_container(container, "exec_die", &told);
        }
    }

    fn tell_exec(&mut self, container: &Container, exec: &Exec, id: &str, what: &str) {
        let (program, arguments) = exec
            .asked
            .command
            .split_first()
            .map_or(("", Vec::new()), |(program, rest)| (program.as_str(), rest.to_vec()));
        let action = format!("{what}: {program} {}", arguments.join(" "));
        self.tell_container(container, &action, &[("execID", id.to_owned())]);
    }
}
