//! What an image's name tells: the platform it is for, and the Windows it was built on.

use crate::host::WindowsBuild;

/// What is known of an image by its name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Linux, by the distribution its tag names.
    Linux,
    /// Windows; with the build, where the tag names one.
    Windows(Option<WindowsBuild>),
    /// Nothing: most names say neither.
    Unknown,
}

/// Tags of Windows base images (vendor's base image life cycle page). The years and months say something only beside
/// `windowsservercore` and its kin.
const TAGS: &[(&str, u32)] = &[
    ("1709", 16299),
    ("1803", 17134),
    ("1809", 17763),
    ("1903", 18362),
    ("1909", 18363),
    ("2004", 19041),
    ("20h2", 19042),
    ("ltsc2016", 14393),
    ("ltsc2019", 17763),
    ("ltsc2022", 20348),
    ("ltsc2025", 26100),
    ("sac2016", 14393),
];

/// Repositories whose images are all Windows ones.
const WINDOWS_REPOSITORIES: &[&str] = &[
    "mcr.microsoft.com/dotnet/framework/",
    "mcr.microsoft.com/windows",
    "microsoft/iis",
    "microsoft/nanoserver",
    "microsoft/windowsservercore",
];

const LINUX_REPOSITORIES: &[&str] =
    &["almalinux", "alpine", "centos", "debian", "fedora", "rockylinux", "ubuntu"];

/// Releases of distributions as tags name them.
const LINUX_TAGS: &[&str] =
    &["alpine", "bionic", "bookworm", "bullseye", "buster", "focal", "jammy", "noble", "stretch", "trixie"];

/// Reads the name of an image, such as `mcr.microsoft.com/windows/servercore:ltsc2022`.
pub(super) fn base(image: &str) -> Base {
    let image = image.split_once('@').map_or(image, |(name, _)| name).to_ascii_lowercase();
    let (repository, tag) = match image.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => (repository, tag),
        _ => (image.as_str(), ""),
    };
    let parts: Vec<_> = tag.split(['-', '_']).collect();
    let core = parts.iter().any(|part| {
        part.contains("windows")
            || matches!(
                *part,
                "nanoserver" | "servercore" | "ltsc2016" | "ltsc2019" | "ltsc2022" | "ltsc2025"
            )
    });
    if core || WINDOWS_REPOSITORIES.iter().any(|name| repository.starts_with(name)) {
        return Base::Windows(parts.iter().find_map(|part| build(part)));
    }
    let official = repository.strip_prefix("docker.io/").unwrap_or(repository);
    let official = official.strip_prefix("library/").unwrap_or(repository);
    let linux_repository = LINUX_REPOSITORIES.contains(&official);
    let linux_tag =
        |part: &&str| LINUX_TAGS.contains(&part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'));
    if linux_repository || parts.iter().any(linux_tag) { Base::Linux } else { Base::Unknown }
}

/// `ltsc2022`, `windowsservercore2004`, `10.0.17763.1339`.
fn build(part: &str) -> Option<WindowsBuild> {
    let word = part.strip_prefix("windowsservercore").or(part.strip_prefix("nanoserver")).unwrap_or(part);
    if let Some((_, build)) = TAGS.iter().find(|(tag, _)| *tag == word) {
        return Some(WindowsBuild::new(*build));
    }
    word.starts_with("10.0.").then(|| word.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_builds() {
        for (image, build) in [
            ("mcr.microsoft.com/windows/servercore:ltsc2022", Some(20348)),
            ("mcr.microsoft.com/windows/servercore/iis:windowsservercore-2004", Some(19041)),
            ("mcr.microsoft.com/windows/nanoserver:1809", Some(17763)),
            ("mcr.microsoft.com/windows/nanoserver:10.0.17763.1339", Some(17763)),
            ("mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-ltsc2019", Some(17763)),
            ("registry.example:5000/team/shop:1.2-ltsc2025", Some(26100)),
            ("golang:1.21-nanoserver-20H2", Some(19042)),
            ("microsoft/windowsservercore", None),
            ("redis:windows", None),
            ("mcr.microsoft.com/windows/servercore:latest@sha256:abc", None),
        ] {
            assert_eq!(
                base(image),
                Base::Windows(build.map(WindowsBuild::new)).with_revision_dropped(image),
                "{image}"
            );
        }
    }

    impl Base {
        fn with_revision_dropped(self, image: &str) -> Self {
            match self {
                Self::Windows(Some(build)) if image.ends_with(".1339") => {
                    Self::Windows(Some(build.with_revision(1339)))
                }
                Self::Windows(_) | Self::Linux | Self::Unknown => self,
            }
        }
    }

    #[test]
    fn what_a_name_does_not_say_is_not_guessed() {
        for image in [
            "shop:1809",
            "shop:2004",
            "mcr.microsoft.com/dotnet/aspnet:8.0",
            "redis:7",
            "localhost:5000/x",
            "",
        ] {
            assert_eq!(base(image), Base::Unknown, "{image}");
        }
        for image in [
            "alpine",
            "nginx:1.25-alpine3.18",
            "python:3.12-bookworm",
            "ubuntu:22.04",
            "docker.io/library/debian",
        ] {
            assert_eq!(base(image), Base::Linux, "{image}");
        }
    }
}
