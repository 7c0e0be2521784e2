//! Host names in the texts of a service: its environment and its commands.
//!
//! Not every word that is spelled like a service is its name: `redis:7` may be an image, `db` a schema. A word counts in
//! the authority of a URL (`http://api/`), before a port (`db:5432`), behind a key that is about hosts (`Server=db`,
//! `--host db`), and as the whole value of a variable whose name is about hosts (`DB_HOST=db`).

/// A host some text speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention<'t> {
    /// Its name, as written.
    pub(super) host: &'t str,
    /// Whether it stands in a URL.
    pub(super) in_url: bool,
    /// Whether it stands in a URL that browsers open, which may be meant for them.
    pub(super) in_web_url: bool,
    /// Its port, where one is written.
    pub(super) port: Option<u16>,
}

impl<'t> Mention<'t> {
    fn bare(host: &'t str, port: Option<u16>) -> Self {
        Self { host, in_url: false, in_web_url: false, port }
    }
}

/// The address every container has for itself.
pub(super) const LOOPBACK: &str = "127.0.0.1";

/// The last words of variables whose value is a host, or several.
const HOST_WORDS: &[&str] = &[
    "ADDR",
    "ADDRESS",
    "ADDRESSES",
    "ADDRS",
    "BACKEND",
    "BACKENDS",
    "BROKER",
    "BROKERS",
    "ENDPOINT",
    "ENDPOINTS",
    "HOST",
    "HOSTNAME",
    "HOSTS",
    "MASTER",
    "NODES",
    "PEERS",
    "SENTINEL",
    "SENTINELS",
    "SERVER",
    "SERVERS",
    "UPSTREAM",
    "URI",
    "URL",
    "URLS",
];

/// Words in the names of variables that hold something else: versions of images, names a server itself answers to, hosts
/// that are let in, hosts that are not asked.
const OTHER_WORDS: &[&str] = &[
    "ADVERTISED",
    "ALLOWED",
    "CORS",
    "IMAGE",
    "LETSENCRYPT",
    "LISTEN",
    "LISTENERS",
    "NO",
    "ORIGIN",
    "ORIGINS",
    "TAG",
    "TRUSTED",
    "VERSION",
    "VIRTUAL",
];

/// The hosts in a variable of the environment.
pub(super) fn in_variable<'t>(name: &str, value: &'t str) -> Vec<Mention<'t>> {
    let words = || name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word: &&str| !word.is_empty());
    let last = words().next_back().unwrap_or_default();
    let names_hosts = HOST_WORDS.iter().any(|host| ends_with(last, host));
    // Most values are neither.
    if !names_hosts && !value.contains(MARKS) {
        return Vec::new();
    }
    if words().any(|word| OTHER_WORDS.iter().any(|other| word.eq_ignore_ascii_case(other))) {
        return Vec::new();
    }
    let mut found = in_text(value);
    if names_hosts {
        let parts = value.split([',', ';']).map(str::trim);
        found.extend(parts.filter(|part| is_host(part)).map(|host| Mention::bare(host, None)));
    }
    tidy(found)
}

/// The hosts in a command, given word by word or as one text, each with the mark of its word.
pub(super) fn in_command<'t, T: Copy>(
    words: impl IntoIterator<Item = (T, &'t str)>,
) -> Vec<(T, Mention<'t>)> {
    let split = |(mark, text): (T, &'t str)| text.split_whitespace().map(move |word| (mark, unquoted(word)));
    let words: Vec<(T, &str)> = words.into_iter().flat_map(split).collect();
    let mut found = Vec::new();
    for (at, (mark, word)) in words.iter().enumerate() {
        found.extend(in_text(word).into_iter().map(|mention| (*mark, mention)));
        let mut after = words.iter().skip(at.saturating_add(1));
        let next = if names_a_host(word) {
            after.next()
        } else if asks_a_host(word) {
            after.find(|(_, next)| !next.starts_with('-'))
        } else {
            None
        };
        let next = next.filter(|(_, next)| is_host(next));
        found.extend(next.map(|(mark, host)| (*mark, Mention::bare(host, None))));
    }
    found
}

/// Whether a word ends with another one, in letters of any case.
fn ends_with(word: &str, end: &str) -> bool {
    let start = word.len().checked_sub(end.len());
    start.and_then(|start| word.get(start..)).is_some_and(|rest| rest.eq_ignore_ascii_case(end))
}

fn tidy(mut found: Vec<Mention<'_>>) -> Vec<Mention<'_>> {
    // What stands in a URL comes first, and each host once with each of its ports.
    found.sort_by(|a, b| (a.host, a.port, b.in_url).cmp(&(b.host, b.port, a.in_url)));
    found.dedup_by(|a, b| a.host == b.host && a.port == b.port);
    found
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '\''])
}

/// `--db-host`, `-host`: flags whose value is a host.
fn names_a_host(flag: &str) -> bool {
    let Some(name) = flag.strip_prefix('-') else { return false };
    let last = name.rsplit(['-', '_', '.']).next().unwrap_or_default().to_ascii_uppercase();
    HOST_WORDS.contains(&last.as_str())
}

/// Programs and settings whose next word is a host: redis writes `replicaof HOST PORT`.
fn asks_a_host(word: &str) -> bool {
    let word = word.trim_start_matches('-').to_ascii_lowercase();
    matches!(word.as_str(), "nslookup" | "ping" | "replicaof" | "slaveof")
}

/// What stands before a port and behind a key: without either there is nothing to find.
const MARKS: [char; 2] = [':', '='];

/// URLs, hosts before ports, and hosts behind keys.
fn in_text(text: &str) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    if !text.contains(MARKS) {
        return found;
    }
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        found.extend(before_ports(before));
        let end =
            after.find(|c: char| c.is_whitespace() || "/?#\"'`<>|)\\".contains(c)).unwrap_or(after.len());
        let (authority, then) = after.split_at_checked(end).unwrap_or((after, ""));
        let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts);
        let hosts = hosts.split([',', ';']).filter_map(without_port);
        let in_web_url = is_for_browsers(before);
        found.extend(hosts.map(|(host, port)| Mention { host, in_url: true, in_web_url, port }));
        rest = then;
    }
    found.extend(before_ports(rest));
    found.extend(behind_keys(text));
    found
}

/// `db:5432`, wherever it stands between spaces and punctuation.
fn before_ports(text: &str) -> impl Iterator<Item = Mention<'_>> {
    let between = |c: char| c.is_whitespace() || ",;\"'`=()[]{}<>|@/".contains(c);
    let with_port = text.split(between).filter_map(without_port).filter(|(_, port)| port.is_some());
    with_port.map(|(host, port)| Mention::bare(host, port))
}

/// `Server=db;`, `Data Source=tcp:db,1433`, `host=db`.
fn behind_keys(text: &str) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    for part in text.split([';', '\n', '\t']) {
        let mut pieces = part.split('=').peekable();
        while let (Some(before), Some(after)) = (pieces.next(), pieces.peek()) {
            let key = before.trim().to_ascii_lowercase();
            let key = key.rsplit([' ', '-', '?', '&', ',']).next().unwrap_or_default();
            let source = before.trim().to_ascii_lowercase().ends_with("data source");
            if source || matches!(key, "addr" | "address" | "host" | "hostaddr" | "hostname" | "server") {
                let value = after.trim_start();
                let value = value.strip_prefix("tcp:").unwrap_or(value);
                let host = value.split([',', ' ', '\\', ':', '&']).next().unwrap_or_default();
                let after = value.strip_prefix(host).unwrap_or_default();
                let host = unquoted(host);
                let port = port_behind(after).or_else(|| port_key(text));
                found.extend(is_host(host).then_some(Mention::bare(host, port)));
            }
        }
    }
    found
}

/// The scheme before `://`: the web's own.
fn is_for_browsers(before: &str) -> bool {
    let scheme = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["http", "https", "ws", "wss"].iter().any(|web| scheme.eq_ignore_ascii_case(web))
}

/// `,1433` behind a host.
fn port_behind(text: &str) -> Option<u16> {
    let digits = text.strip_prefix([',', ':'])?;
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// `port=5432` somewhere in a text.
fn port_key(text: &str) -> Option<u16> {
    let text = text.to_ascii_lowercase();
    let mut parts = text.split([';', ' ', '&']).filter_map(|part| part.split_once('='));
    parts.find_map(|(key, port)| (key.trim() == "port").then(|| port.trim().parse().ok()).flatten())
}

/// A host with its port where it has one. Ports below 80 that are none of the well known ones are versions: `redis:7`.
fn without_port(word: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match word.split_once(':') {
        Some((host, port)) => {
            let port: u16 = port.parse().ok()?;
            (port >= 80 || matches!(port, 21 | 22 | 23 | 25 | 53)).then_some((host, Some(port)))?
        }
        None => (word, None),
    };
    is_host(host).then_some((host, port))
}

/// Whether it can be a name of a service: letters, digits, `-`, `_` and points, and not digits and points alone; or the
/// address of the container itself.
fn is_host(word: &str) -> bool {
    if word == LOOPBACK {
        return true;
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let starts = word.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    starts && word.bytes().all(allowed) && !word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts<'t>(found: &[Mention<'t>]) -> Vec<&'t str> {
        found.iter().map(|mention| mention.host).collect()
    }

    #[test]
    fn variables_speak_of_hosts_in_many_ways() {
        for (name, value, expected) in [
            ("DB_HOST", "db", &["db"][..]),
            ("DBHOST", "db", &["db"]),
            ("ConnectionStrings__Main", "Server=db;Database=shop;User=sa", &["db"]),
            ("CONNECTION", "Data Source=tcp:sql,1433;Initial Catalog=shop", &["sql"]),
            ("CONNECTION", "Server=sql\\EXPRESS;Database=shop", &["sql"]),
            ("DSN", "host=db port=5432 dbname=shop", &["db"]),
            ("DSN", "shop:secret@tcp(db:3306)/shop?parseTime=true", &["db"]),
            ("DATABASE_URL", "postgres://shop:p@ss@db:5432/shop", &["db"]),
            ("SPRING_DATASOURCE_URL", "jdbc:mysql://db/shop", &["db"]),
            ("MONGO", "mongodb://one:27017,two:27017/shop", &["one", "two"]),
            ("KAFKA_BROKERS", "kafka1:9092, kafka2:9092", &["kafka1", "kafka2"]),
            ("ELASTICSEARCH_HOSTS", "[\"http://es:9200\"]", &["es"]),
            ("ZK", "zookeeper:2181/kafka", &["zookeeper"]),
            ("REDIS_MASTER", "Master", &["Master"]),
            ("CACHE", "cache:6379", &["cache"]),
            ("SMTP_SERVER", "mail", &["mail"]),
            ("URLS", "http://a/x http://b:8080/y", &["a", "b"]),
        ] {
            assert_eq!(hosts(&in_variable(name, value)), expected, "{name}={value}");
        }
    }

    #[test]
    fn words_that_are_no_hosts_are_left_alone() {
        for (name, value) in [
            ("DB_NAME", "db"),
            ("POSTGRES_DB", "db"),
            ("IMAGE", "redis:6379"),
            ("REDIS_VERSION", "redis:6379"),
            ("BASE", "redis:7"),
            ("ALLOWED_HOSTS", "web,api"),
            ("VIRTUAL_HOST", "web"),
            ("NO_PROXY", "db,cache:6379"),
            ("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka:9092"),
            ("CORS_ORIGINS", "http://web:3000"),
            ("DB_HOST", "10.10.10.10"),
            ("DB_HOST", ""),
            ("TEXT", "the db is up: 5432"),
            ("LISTEN_ADDR", ":8080"),
            ("TIME", "12:30"),
            ("PATH", "c:\\db;c:\\web"),
            ("COMMENT", "host is db"),
            ("PORT", "5432"),
            ("PAIR", "db:shop"),
        ] {
            assert_eq!(hosts(&in_variable(name, value)), [""; 0], "{name}={value}");
        }
    }

    #[test]
    fn commands_speak_of_hosts_behind_flags_and_in_addresses() {
        for (words, expected) in [
            (&["./wait-for-it.sh", "db:5432", "--", "npm", "start"][..], &["db"][..]),
            (&["redis-server --replicaof master 6379"], &["master"]),
            (&["app", "--db-host", "db", "--name", "web"], &["db"]),
            (&["app", "--host=db"], &["db"]),
            (&["ping -t webapp"], &["webapp"]),
            (&["ping webapp"], &["webapp"]),
            (&["powershell", "-c", "iwr http://api/health"], &["api"]),
            (&["sh", "-c", "curl 'http://api:8080/x' && echo db"], &["api"]),
            (&["cmd", "/c", "start-nginx.cmd"], &[]),
            (&["gunicorn", "-b", "0.0.0.0:8000", "web.wsgi"], &[]),
        ] {
            let found = in_command(words.iter().map(|word| ((), *word)));
            let found: Vec<_> = found.into_iter().map(|((), mention)| mention).collect();
            assert_eq!(hosts(&tidy(found)), expected, "{words:?}");
        }
    }

    #[test]
    fn a_url_is_told_from_a_bare_name_and_each_host_comes_once() {
        let found = in_variable("API_URL", "http://my_api:8080/ my_api:8080");
        let in_url = Mention { host: "my_api", in_url: true, in_web_url: true, port: Some(8080) };
        assert_eq!(found, [in_url]);
        let found = in_variable("API_HOST", "my_api");
        assert_eq!(found, [Mention::bare("my_api", None)]);
    }

    #[test]
    fn ports_are_read_wherever_they_stand() {
        for (value, expected) in [
            ("postgres://u:p@db:5432/x", ("db", Some(5432))),
            ("Server=db,1433;Database=x", ("db", Some(1433))),
            ("Server=db;Port=3306;Database=x", ("db", Some(3306))),
            ("host=db port=5432 dbname=x", ("db", Some(5432))),
            ("redis://127.0.0.1:6379/0", ("127.0.0.1", Some(6379))),
            ("Server=db;Database=x", ("db", None)),
        ] {
            let found = in_variable("CONNECTION", value);
            assert_eq!(found.first().map(|found| (found.host, found.port)), Some(expected), "{value}");
        }
    }

    #[test]
    fn texts_of_any_kind_are_read_without_harm() {
        for text in
            ["://", "http://", "é://ü@:1", "=", "host=", "a://b://c", "data source=", ":80", "@:80", "Ⅷ:80"]
        {
            in_variable("X_URL", text);
            in_command([((), text)]);
        }
    }
}
