//! The names of files as URIs.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a path's part must not hold as it is (RFC 3986, `pchar`), and `:`, which in a first part would end a scheme.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A file's name as a URI reference: relative where the name is, with forward slashes. Paths of Windows are known by
/// their drive or by two backslashes, on every platform: a report may be written elsewhere than the file was read.
pub(super) fn uri(file: &str) -> String {
    let slashes = file.replace('\\', "/");
    // Windows has a second way to write long paths.
    let path = slashes.strip_prefix("//?/UNC/").map_or_else(
        || slashes.strip_prefix("//?/").unwrap_or(&slashes).to_owned(),
        |share| format!("//{share}"),
    );
    let (drive, rest) = path.split_at_checked(2).unwrap_or(("", &path));
    let is_drive = drive.ends_with(':') && drive.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_drive && rest.starts_with('/') {
        return format!("file:///{drive}{}", encoded(rest));
    }
    if let Some(share) = path.strip_prefix("//") {
        return format!("file://{}", encoded(share));
    }
    if path.starts_with('/') {
        return format!("file://{}", encoded(&path));
    }
    encoded(path.strip_prefix("./").unwrap_or(&path))
}

fn encoded(path: &str) -> String {
    let parts: Vec<_> = path.split('/').map(|part| utf8_percent_encode(part, ENCODED).to_string()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_platform_become_uris() {
        for (name, expected) in [
            ("docker-compose.yml", "docker-compose.yml"),
            ("./web/docker-compose.yml", "web/docker-compose.yml"),
            ("../web/a b.yml", "../web/a%20b.yml"),
            (r"web\net\compose.yml", "web/net/compose.yml"),
            (r"C:\Users\Jörg\a#1.yml", "file:///C:/Users/J%C3%B6rg/a%231.yml"),
            (r"\\?\C:\web\a.yml", "file:///C:/web/a.yml"),
            (r"\\server\share\a.yml", "file://server/share/a.yml"),
            (r"\\?\UNC\server\share\a.yml", "file://server/share/a.yml"),
            ("/srv/100%/网.yml", "file:///srv/100%25/%E7%BD%91.yml"),
            ("a:b.yml", "a%3Ab.yml"),
            ("é", "%C3%A9"),
            ("", ""),
        ] {
            assert_eq!(uri(name), expected, "{name}");
        }
    }
}
