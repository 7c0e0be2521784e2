//! How what would run in a container behaves, as far as an engine notices.

use std::time::Duration;

use super::Container;
use crate::simulation::SimulatedHost;

/// How the first process of a container behaves, as far as the engine notices: whether it ends by itself, and what it
/// makes of being asked to stop.
///
/// Without a word from the test a program runs until it is stopped and ends at once with 128 + the number of the signal
/// when it is asked to: a choice of the simulation, as real programs differ. A few that everybody knows end by
/// themselves: `true`, `false`, `echo`, `hostname`, `sleep SECONDS`, and a shell's `exit CODE`.
///
/// ```
/// use std::time::Duration;
/// use docknet::simulation::{ContainerSpec, Program, SimulatedHost, World};
///
/// let mut host = SimulatedHost::linux();
/// host.behave("migrate:1", Program::runs().ending_after(Duration::from_secs(3), 0));
/// let (mut world, at) = World::of(host);
/// let body = docknet::wire::request::ContainerCreate::new("migrate:1");
/// let id = world.client(at).create_container(Some("migration"), &body)?.id;
/// world.client(at).start_container(&id)?;
/// assert_eq!(world.client(at).exit_status(&id)?, None, "it runs");
/// world.pass(Duration::from_secs(3));
/// assert_eq!(world.client(at).exit_status(&id)?, Some(0));
/// # Ok::<(), docknet::simulation::Fault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    pub(super) ends: Option<(Duration, i64)>,
    pub(super) on_stop: OnStop,
    /// It cannot be found in the image: starting it fails.
    pub(super) missing: bool,
}

/// What a program makes of being asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnStop {
    /// It ends with a code of its own.
    Ends(i64),
    /// It does not listen.
    Ignores,
    /// The signal ends it.
    Terminated,
}

impl Program {
    /// Runs until it is stopped.
    #[must_use]
    pub fn runs() -> Self {
        Self { ends: None, on_stop: OnStop::Terminated, missing: false }
    }

    /// Is not in the image: starting it fails.
    #[must_use]
    pub fn missing() -> Self {
        Self { missing: true, ..Self::runs() }
    }

    /// Ends by itself after that time, with that code.
    #[must_use]
    pub fn ending_after(self, time: Duration, code: i64) -> Self {
        Self { ends: Some((time, code)), ..self }
    }

    /// Ends with that code when it is asked to stop.
    #[must_use]
    pub fn stopping_with(self, code: i64) -> Self {
        Self { on_stop: OnStop::Ends(code), ..self }
    }

    /// Does not listen when it is asked to stop: it is killed when its time is over.
    #[must_use]
    pub fn ignoring_signals(self) -> Self {
        Self { on_stop: OnStop::Ignores, ..self }
    }
}

impl SimulatedHost {
    /// Says how containers of an image behave, by its name as they ask for it, or those that run a command, by the first
    /// word of it. Those that are started from now on do.
    pub fn behave(&mut self, image_or_command: &str, program: Program) {
        self.books.programs.insert(image_or_command.to_owned(), program);
    }

    pub(super) fn program_of(&self, container: &Container) -> Program {
        let words = container.command();
        let told = |key: &str| self.books.programs.get(key).cloned();
        let first = words.first().map_or("", String::as_str);
        told(first).or_else(|| told(container.config.text("Image"))).unwrap_or_else(|| known(&words))
    }
}

/// What everybody knows of a few programs.
fn known(words: &[String]) -> Program {
    let ends = |after: u64, code: i64| Program::runs().ending_after(Duration::from_secs(after), code);
    let Some((first, rest)) = words.split_first() else { return Program::runs() };
    let name = first.rsplit(['/', '\\']).next().unwrap_or(first).trim_end_matches(".exe");
    match (name, rest) {
        ("true" | "echo" | "hostname", _) => ends(0, 0),
        ("false", _) => ends(0, 1),
        ("sleep", [seconds, ..]) => seconds.parse().map_or_else(|_| Program::runs(), |time| ends(time, 0)),
        ("sh" | "bash" | "ash" | "cmd", [option, script, ..])
            if matches!(option.to_ascii_lowercase().as_str(), "-c" | "/c" | "/s") =>
        {
            match script.strip_prefix("exit").map(str::trim) {
                Some("") => ends(0, 0),
                Some(code) => code.parse().map_or_else(|_| Program::runs(), |code| ends(0, code)),
                None => Program::runs(),
            }
        }
        _ => Program::runs(),
    }
}
