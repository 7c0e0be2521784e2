//! What an engine says about its host, read.

use bollard::models::SystemInfo;

use crate::host::{Host, WindowsBuild};
use crate::wire::{WireError, WireProblem};

/// The host an engine's `/info` speaks of.
pub(super) fn host(info: &SystemInfo) -> Result<Host, WireError> {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let host = match info.os_type.as_deref() {
        Some("linux") => match text(&info.kernel_version).parse() {
            Ok(kernel) => Host::linux_kernel(kernel),
            Err(_) => Host::linux(),
        },
        Some("windows") => {
            let build = [&info.operating_system, &info.kernel_version, &info.os_version]
                .into_iter()
                .find_map(|field| windows_build(&text(field)));
            Host::windows(build.ok_or_else(|| shape("KernelVersion", "a Windows version with its build"))?)
        }
        _ => return Err(shape("OSType", "linux or windows")),
    };
    Ok(match text(&info.server_version).parse() {
        Ok(engine) => host.with_engine(engine),
        Err(_) => host,
    })
}

fn shape(path: &str, expected: &'static str) -> WireError {
    WireError { path: path.to_owned(), problem: WireProblem::Shape { expected, found: "something else" } }
}

/// The build in what a Windows engine says about its system.
///
/// `OperatingSystem` has build and revision (`… Version 1809 (OS Build 17763.1339)`); `KernelVersion` has the build
/// and, in parentheses, the laboratory's stamp, whose second number is not the revision of the patch level.
fn windows_build(text: &str) -> Option<WindowsBuild> {
    if let Some((_, tail)) = text.split_once("OS Build ") {
        return tail.split([')', ' ']).next()?.parse().ok();
    }
    match text.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["10.0", build, ..] => build.parse().ok(),
        [version] if version.starts_with("10.0.") => version.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(os_type: &str, system: &str, kernel: &str, version: &str) -> SystemInfo {
        let some = |text: &str| Some(text.to_owned());
        SystemInfo {
            os_type: some(os_type),
            operating_system: some(system),
            kernel_version: some(kernel),
            os_version: some(version),
            server_version: some("20.10.24+dfsg1"),
            ..SystemInfo::default()
        }
    }

    #[test]
    fn builds_are_found_in_all_their_spellings() {
        let patched = WindowsBuild::SERVER_2019.with_revision(1339);
        for (text, expected) in [
            ("Windows Server 2019 Datacenter Version 1809 (OS Build 17763.1339)", Some(patched)),
            ("Windows Server 2016 Standard (OS Build 14393)", Some(WindowsBuild::SERVER_2016)),
            ("10.0 17763 (17763.1.amd64fre.rs5_release.180914-1434)", Some(WindowsBuild::SERVER_2019)),
            ("10.0.20348", Some(WindowsBuild::SERVER_2022)),
            ("10.0.19041.450", Some(WindowsBuild::SERVER_2004.with_revision(450))),
            ("Windows Server 2019 Datacenter", None),
            ("1809", None),
            ("", None),
        ] {
            assert_eq!(windows_build(text), expected, "{text}");
        }
    }

    #[test]
    fn hosts_of_both_kinds_are_read_and_others_are_not() {
        let linux = host(&info("linux", "Debian GNU/Linux 12 (bookworm)", "6.18.44-fc-v769", "12")).unwrap();
        assert_eq!(linux.to_string(), "Linux 6.18, engine 20.10.24+dfsg1");
        let kernel = "10.0 17763 (17763.1.amd64fre.rs5_release.180914-1434)";
        let windows = host(&info("windows", "Windows Server 2019 Datacenter", kernel, "1809")).unwrap();
        assert_eq!(windows.windows_build(), Some(WindowsBuild::SERVER_2019));
        assert!(host(&info("windows", "", "", "")).is_err());
        assert_eq!(host(&SystemInfo::default()).unwrap_err().path, "OSType");
    }
}
