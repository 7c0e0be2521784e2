//! Signals by name and number.

use crate::simulation::ContainerRefusal;

/// Those of Linux on x86-64, from 1 on.
const LINUX: [&str; 31] = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
    "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ",
    "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
];

pub(super) const KILL: u8 = 9;
pub(super) const TERM: u8 = 15;

/// The number of a signal, as it was typed: `SIGTERM`, `term`, `15`. Windows engines know two.
pub(super) fn number(text: &str, windows: bool) -> Result<u8, ContainerRefusal> {
    let bad = || ContainerRefusal::BadSignal { signal: text.to_owned() };
    if let Ok(number) = text.parse::<u8>() {
        return if number == 0 { Err(bad()) } else { Ok(number) };
    }
    let upper = text.to_ascii_uppercase();
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    if windows && !matches!(name, "KILL" | "TERM") {
        return Err(bad());
    }
    let found = LINUX.iter().position(|known| *known == name).ok_or_else(bad)?;
    u8::try_from(found + 1).ok().ok_or_else(bad)
}
