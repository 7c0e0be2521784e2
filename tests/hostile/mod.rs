//! Projects that ask as much as they can of who judges them, each a text the default limits let through or just not.

use std::fmt::Write as _;

/// Writes to a text, which cannot fail.
macro_rules! put {
    ($text:expr, $($what:tt)*) => {
        write!($text, $($what)*).expect("a text takes everything")
    };
}

/// A name and what makes the text.
pub(crate) type Hostile = (&'static str, fn() -> String);

/// All of them.
pub(crate) const PROJECTS: &[Hostile] = &[
    ("thousands of services", || services(8_700, 1_740)),
    ("one subnet for all", one_subnet),
    ("subnets in subnets", nested_subnets),
    ("one service in all networks", one_in_all),
    ("pools without end", many_pools),
    ("every port of a service", every_port),
    ("a list of ports", port_list),
    ("one port for all", one_port),
    ("one alias for all", one_alias),
    ("one alias that all ask for", alias_asked_for),
    ("one address for all", one_address),
    ("long names", long_names),
    ("long texts", long_texts),
    ("everybody asks everybody", everybody_asks),
    ("everybody needs everybody", everybody_needs),
    ("merged mappings", merged),
    ("services that extend one", extended),
    ("everything is wrong", everything_wrong),
    ("small services", small_services),
    ("unknown keys", unknown_keys),
    ("settings of our own", our_settings),
    ("many small faults to mend", to_mend),
];

/// Services in two networks each, as people write them.
fn services(services: u32, networks: u32) -> String {
    let mut text = String::from("version: '2.4'\nservices:\n");
    for n in 0..services {
        let (front, back) = (n % networks, (n * 7 + 3) % networks);
        put!(text, "  service-{n}:\n    image: registry.example/app-{n}:1.{n}\n");
        put!(text, "    environment:\n      LEVEL: info\n");
        if n % 5 == 0 {
            put!(text, "    ports:\n      - \"{}:8080\"\n", 10_000 + n / 5);
        }
        put!(text, "    networks:\n      net-{front}:\n");
        if n % 10 == 0 {
            let (high, low) = (front / 256, front % 256);
            put!(text, "        ipv4_address: 10.{high}.{low}.{}\n", 10 + n / networks % 100);
        }
        if back != front {
            put!(text, "      net-{back}:\n        aliases:\n          - alias-{n}\n");
        }
    }
    text.push_str("networks:\n");
    for n in 0..networks {
        let (high, low) = (n / 256, n % 256);
        put!(text, "  net-{n}:\n    ipam:\n      config:\n        - subnet: 10.{high}.{low}.0/24\n");
        put!(text, "          ip_range: 10.{high}.{low}.128/25\n");
    }
    text
}

fn networks(count: u32, subnet: impl Fn(u32) -> String) -> String {
    let mut text = "services: {a: {image: x, networks: [n0]}}\nnetworks:\n".to_owned();
    for n in 0..count {
        put!(text, "  n{n}: {{ipam: {{config: [{{subnet: {}}}]}}}}\n", subnet(n));
    }
    text
}

fn one_subnet() -> String {
    networks(13_900, |_| "10.0.0.0/24".to_owned())
}

fn nested_subnets() -> String {
    networks(13_900, |n| format!("10.0.0.0/{}", 8 + n % 22))
}

fn one_in_all() -> String {
    let list = |count: u32| (0..count).map(|n| format!("n{n}")).collect::<Vec<_>>().join(",");
    networks(13_900, |_| "10.0.0.0/24".to_owned()).replacen("[n0]", &format!("[{}]", list(13_900)), 1)
}

fn many_pools() -> String {
    let mut text = "services: {a: {image: x, networks: [n]}}\nnetworks: {n: {ipam: {config: [".to_owned();
    for n in 0..30_000 {
        put!(text, "{{subnet: 10.{}.{}.0/24}},", n / 256 % 100, n % 256);
    }
    text + "]}}}"
}

fn every_port() -> String {
    "services: {a: {image: x, ports: ['1-65535:1-65535', '1-65535:1-65535/udp', '1-65535']}}".to_owned()
}

fn port_list() -> String {
    let mut text = "services: {a: {image: x, ports: [".to_owned();
    for n in 0..60_000 {
        put!(text, "'{}:{}',", 1 + n % 65_000, 1 + n % 1_000);
    }
    text + "]}}"
}

fn one_port() -> String {
    each(13_900, |text, n| put!(text, "  s{n}: {{image: x, ports: ['80:80', '80:81']}}\n"))
}

fn one_alias() -> String {
    let text = each(13_900, |text, n| {
        put!(text, "  s{n}: {{image: x, networks: {{n: {{aliases: [db, s{}]}}}}}}\n", n + 1);
    });
    text + "networks: {n: {}}\n"
}

fn alias_asked_for() -> String {
    let text = each(10_000, |text, n| {
        put!(text, "  s{n}: {{image: x, environment: {{A_HOST: 'db{}'}}, ", n % 2);
        put!(text, "networks: {{n: {{aliases: [db{}]}}}}}}\n", (n + 1) % 2);
    });
    text + "networks: {n: {}}\n"
}

fn one_address() -> String {
    let text = each(13_900, |text, n| {
        put!(text, "  s{n}: {{image: x, networks: {{n: {{ipv4_address: 10.0.0.9}}}}}}\n");
    });
    text + "networks: {n: {ipam: {config: [{subnet: 10.0.0.0/24}]}}}\n"
}

fn long_names() -> String {
    let long = "n".repeat(1_000);
    let text = each(1_000, |text, n| {
        put!(text, "  {long}{n}: {{image: {long}, ports: ['80:80'], networks: [{long}{n}]}}\n");
    });
    (0..500).fold(text + "networks:\n", |mut text, n| {
        put!(text, "  {long}{n}: {{ipam: {{config: [{{subnet: 10.0.0.0/24}}]}}}}\n");
        text
    })
}

fn long_texts() -> String {
    let long = "http://db:5432/ ".repeat(20_000);
    each(10, |text, n| {
        put!(text, "  s{n}: {{image: x, environment: {{URL: \"{long}\"}}, hostname: db}}\n");
    })
}

fn everybody_asks() -> String {
    each(4_000, |text, n| {
        put!(text, "  s{n}:\n    image: x\n    environment:\n");
        for other in 0..10 {
            put!(text, "      A{other}_HOST: s{}\n", (n + other * 7) % 4_000);
        }
        put!(text, "    networks: [n{}]\n", n % 2);
    }) + "networks: {n0: {}, n1: {}}\n"
}

fn everybody_needs() -> String {
    each(450, |text, n| {
        put!(text, "  s{n}:\n    image: x\n    depends_on: [");
        for other in 0..450 {
            put!(text, "s{other},");
        }
        text.push_str("]\n");
    })
}

fn merged() -> String {
    let mut text = "x-all: &all\n".to_owned();
    for n in 0..200 {
        put!(text, "  KEY{n}: http://s{n}:80/\n");
    }
    text.push_str("services:\n");
    for n in 0..600 {
        put!(text, "  s{n}: {{image: x, environment: {{<<: *all}}}}\n");
    }
    text
}

fn extended() -> String {
    let mut text = "services:\n  base: {image: x, ports: ['80:80'], environment: [".to_owned();
    for n in 0..50 {
        put!(text, "'K{n}=http://s{n}:80/',");
    }
    text.push_str("]}\n");
    for n in 0..3_000 {
        put!(text, "  s{n}: {{extends: base}}\n");
    }
    text
}

fn everything_wrong() -> String {
    let text = each(3_000, |text, n| {
        put!(text, "  s{n}:\n    image: microsoft/iis:1803\n    platform: linux\n    container_name: c\n");
        text.push_str("    ports: ['127.0.0.1:80:80', '2377:2377', '22:22', '8000-8010:80', '53:53/sctp']\n");
        text.push_str(
            "    dns: [8.8.8.8]\n    dns_search: [x]\n    dns_opt: [x]\n    extra_hosts: ['a:1.1.1.1']\n",
        );
        put!(
            text,
            "    links: [s{}]\n    environment: {{A_HOST: s_{n}_1, B: 'http://localhost:80/'}}\n",
            n / 2
        );
        text.push_str("    deploy: {mode: global, endpoint_mode: dnsrr, replicas: 2}\n    scale: 3\n");
        text.push_str("    networks: {n: {ipv4_address: 10.9.0.9, ipv6_address: '::1', aliases: [s1]}}\n");
    });
    text + "networks: {n: {driver: overlay, enable_ipv6: true, ipam: {config: [{subnet: 10.0.0.1/24}]}}}\n"
}

fn small_services() -> String {
    each(80_000, |text, n| put!(text, "  s{n}: {{}}\n"))
}

fn unknown_keys() -> String {
    each(10_000, |text, n| put!(text, "  s{n}: {{image: x, bad: 1, worse: 2, prots: [1], netwroks: [n]}}\n"))
}

fn our_settings() -> String {
    let rules =
        "x-docknet: {allow: {bad: x, subnets-overlap: x, port-read-as-base-60: ''}, severity: {worse: x}}";
    each(9_000, |text, n| put!(text, "  s{n}: {{image: x, {rules}}}\n"))
}

fn to_mend() -> String {
    let text = each(100, |text, n| {
        put!(
            text,
            "  s{n}: {{image: x, ports: ['22:22'], container_name: c, networks: {{n: {{aliases: [s1]}}}}}}\n"
        );
    });
    text + "networks: {n: {}}\n"
}

fn each(count: u32, mut service: impl FnMut(&mut String, u32)) -> String {
    let mut text = "services:\n".to_owned();
    (0..count).for_each(|n| service(&mut text, n));
    text
}
