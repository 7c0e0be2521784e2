//! The main job as a stranger runs it: what it says, and what bad input gets.
#![cfg(feature = "compose")]

mod program;

use std::fs;
use std::process::Output;

use program::{Folder, is_refused};

fn redis_ha(arguments: &[&str]) -> Output {
    program::run("redis_ha", arguments)
}

fn said(output: &Output) -> String {
    // Windows writes paths its own way.
    program::said(output).replace('\\', "/")
}

#[test]
fn the_whole_text() {
    let output = redis_ha(&[]);
    assert!(output.status.success());
    insta::assert_snapshot!(said(&output));
}

#[test]
fn json_says_the_same() {
    let output = redis_ha(&["--json"]);
    assert!(output.status.success());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["prefix"], "10.10.0.0/20");
    assert_eq!(json["members"][0]["address"], "10.10.10.10/20");
    assert_eq!(json["members"].as_array().map(Vec::len), Some(6));
    assert_eq!(json["hosts"][2]["daemon_json"]["fixed-cidr"], "10.10.0.0/20");
    assert_eq!(json["hosts"][2]["daemon_json"]["data-root"], "D:\\docker", "no key is lost");
    assert_eq!(json["proof"][0]["members"][0]["found"], "10.10.10.10/20");
    assert_eq!(json["holds"], true);
    let rules: Vec<_> =
        json["findings"]["findings"].as_array().into_iter().flatten().map(|f| &f["rule"]).collect();
    assert!(rules.iter().any(|rule| *rule == "several-nat-networks-with-published-ports"), "{rules:?}");
}

#[test]
fn what_is_so_already_needs_no_change() {
    let folder = Folder::new("already");
    let daemon = folder.file("daemon.json", br#"{"fixed-cidr":"10.10.0.0/20"}"#);
    let after = "examples/fixtures/wcs1.after.json";
    let output = redis_ha(&["--inspect", &format!("wcs1={after}"), "--daemon-json", &daemon]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said(&output).contains("nothing: the prefix is there and will stay"), "{}", said(&output));
}

const NAT: &str = r#"[{"Name":"nat","Id":"ed8f","Driver":"nat","Scope":"local","IPAM":{"Driver":"windows","Config":[{"Subnet":"172.29.16.0/20","Gateway":"172.29.16.1"}]},"Containers":{}}]"#;

#[test]
fn files_are_read_as_windows_consoles_write_them() {
    let folder = Folder::new("utf16");
    let utf16: Vec<u8> = NAT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = folder.file("wcs9.json", [&[0xff, 0xfe], utf16.as_slice()].concat());
    let output = redis_ha(&["--inspect", &file]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said(&output).contains("wcs9     Windows Server 2004"), "the host is called as the file");
}

#[test]
fn bad_input_names_the_file_and_the_place_ends_2_and_writes_nothing() {
    let folder = Folder::new("bad");
    let nat = |from: &str, to: &str| NAT.replace(from, to).into_bytes();
    let inspect: &[(&str, Vec<u8>, &str)] = &[
        ("empty.json", Vec::new(), "the document is empty"),
        ("truncated.json", NAT.as_bytes()[..90].to_vec(), "not JSON at line 1"),
        ("picture.json", b"\x89PNG\r\n".to_vec(), "byte 0 is not UTF-8"),
        ("number.json", b"17".to_vec(), "expected an object or an array"),
        ("none.json", b"[]".to_vec(), "no network called nat"),
        ("podman.json", br#"[{"name":"podman","subnets":[]}]"#.to_vec(), "podman network inspect"),
        ("hns.json", br#"[{"ActivityId":"1","Name":"nat"}]"#.to_vec(), "HNS JSON"),
        ("container.json", br#"[{"Id":"1","HostConfig":{}}]"#.to_vec(), "a container's inspect output"),
        (
            "hostbits.json",
            nat("172.29.16.0/20", "172.29.16.7/20"),
            "[0].IPAM.Config[0].Subnet: \"172.29.16.7/20\"",
        ),
        ("gateway.json", nat("172.29.16.1", "172.30.0.1"), "172.30.0.1 is not in 172.29.16.0/20"),
        ("twice.json", nat("\"Id\"", "\"Name\":\"x\",\"Id\""), "the key \"Name\" occurs twice"),
        ("shape.json", nat("\"Containers\":{}", "\"Containers\":[]"), "[0].Containers: expected an object"),
    ];
    for (name, content, says) in inspect {
        let file = folder.file(name, content);
        refused(&folder, &["--inspect", &file], &[name, says]);
    }
    let compose: &[(&str, &str, &str)] = &[
        ("empty.yml", "", "empty.yml:1:1"),
        ("list.yml", "services: []\n", "list.yml:1:11"),
        ("truncated.yml", "services:\n  master: {image: \"redis\n", "truncated.yml:"),
        (
            "hostbits.yml",
            &format!("{MASTER}networks: {{back: {{ipam: {{config: [{{subnet: 10.0.0.1/8}}]}}}}}}\n"),
            "10.0.0.0/8",
        ),
        ("undefined.yml", "services: {master: {networks: [back]}}\n", "undefined.yml:1:32"),
        ("web.yml", "services: {web: {image: iis}}\n", "no Redis HA project"),
        ("gateway.yml", &MASTER.replace("10.10.10.10", "10.10.0.1"), "10.10.0.1 is the gateway"),
        (
            "broadcast.yml",
            &MASTER.replace("10.10.10.10", "10.10.15.255"),
            "10.10.15.255 is the broadcast address",
        ),
        ("twice.yml", TWICE, "10.10.10.10 is held by redis/mymaster/master-1"),
        ("several.yml", SEVERAL, "several.yml:1:60: a second network that would become nat"),
        ("company.yml", COMPANY, "company.yml:1:12: master is in no network that is or becomes nat"),
        (
            "mode.yml",
            "services: {master: {network_mode: host}}\n",
            "mode.yml:1:35: network_mode keeps master",
        ),
        (
            "scale.yml",
            "services: {master: {}, slave: {scale: 3}}\n",
            "scale.yml:1:24: slave runs 3 containers",
        ),
        ("masters.yml", "services: {master: {}, redis-master: {}}\n", "masters.yml:1:24: a second service"),
        ("webmaster.yml", "services: {webmaster: {image: nginx}}\n", "the word \"master\""),
        (
            "ipv6.yml",
            &MASTER.replace("ipv4_address: 10.10.10.10", "ipv6_address: 'fd00::9'"),
            "nat is IPv4 only",
        ),
    ];
    for (name, content, says) in compose {
        let file = folder.file(name, content.as_bytes());
        refused(&folder, &["--compose", &file], &[name, says]);
    }
    let daemon = folder.file("daemon.json", br#"{"debug":true,"debug":false}"#);
    refused(&folder, &["--daemon-json", &daemon], &["daemon.json", "occurs twice"]);
    let wrong = folder.file("inspect.json", NAT.as_bytes());
    refused(&folder, &["--daemon-json", &wrong], &["docker network inspect output"]);
    refused(&folder, &["--inspect", "nothing.json"], &["nothing.json"]);
    refused(&folder, &["--prefix", "10.10.8.0/29"], &["10.10.8.0/29 holds 5 endpoints"]);
    refused(&folder, &["--prefix", "10.10.0.0/33"], &["too long"]);
    refused(&folder, &["--prefix", "10.10.0.1/20"], &["the subnet is 10.10.0.0/20"]);
    refused(&folder, &["--prefix", "10.20.0.0/20"], &["10.10.10.10 is not in 10.20.0.0/20"]);
    refused(&folder, &["--avoid", "10.0.0.0/8=company"], &["10.0.0.0/8 (company)"]);
    refused(&folder, &["--avoid", "10.0.0.0/8"], &["write SUBNET=NAME"]);
    refused(&folder, &["--prefix", "224.0.0.0/20"], &["224.0.0.0/20 is multicast"]);
    let evil = format!("../evil={wrong}");
    refused(&folder, &["--inspect", &evil], &["is no name for a host"]);
    let bridge = folder.file("bridge.json", nat("\"Driver\":\"nat\"", "\"Driver\":\"bridge\""));
    refused(&folder, &["--inspect", &bridge], &["bridge.json", "has the driver bridge"]);
    let wildcard =
        folder.file("wildcard.json", nat("172.29.16.0/20\",\"Gateway\":\"172.29.16.1", "0.0.0.0/0"));
    refused(&folder, &["--inspect", &wildcard], &["wildcard.json", "engines before 19.03.3"]);
    let none = folder.file("none.json", br#"{"bridge":"none"}"#);
    refused(&folder, &["--daemon-json", &none], &["none.json", "remove the key first"]);
    refused(&folder, &["--host", "linux"], &["is no Windows host"]);
    let twice = format!("wcs={wrong}");
    refused(&folder, &["--inspect", &twice, "--inspect", &twice], &["host wcs is named twice"]);
}

#[test]
fn what_others_ask_for_is_left_to_them() {
    let folder = Folder::new("others");
    let (redis, web) = (folder.0.join("redisha"), folder.0.join("web"));
    fs::create_dir_all(&redis).and_then(|()| fs::create_dir_all(&web)).expect("folders");
    let redis = folder.file("redisha/docker-compose.yml", MASTER.as_bytes());
    let pinned = "services: {web: {image: iis, networks: {default: {ipv4_address: 10.10.10.20}}}}\n";
    let web = folder.file("web/docker-compose.yml", pinned.as_bytes());
    let output = redis_ha(&["--compose", &redis, "--compose", &web]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = said(&output);
    assert!(text.contains("replica-1    10.10.10.11"), "the lane's own address is web's\n{text}");
    assert!(text.contains("beside them: web_web_1 10.10.10.20"), "{text}");
}

#[test]
fn a_plan_that_cannot_be_carried_out_is_printed_with_the_reason() {
    let folder = Folder::new("unlucky");
    let text = MASTER.replace("image: redis, networks", "image: redis, ports: ['127.0.0.1:80:80'], networks");
    let redis = folder.file("docker-compose.yml", text.as_bytes());
    let output = redis_ha(&["--compose", &redis]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("error[host-address-in-publish]"), "{text}");
    assert!(text.contains("wcs1: the plan cannot be carried out"), "{text}");
    assert!(text.ends_with("the proof FAILED on 0 of 3 hosts\n"), "{text}");
}

#[test]
fn writing_touches_nothing_that_was_there() {
    let folder = Folder::new("written");
    let precious = folder.file("out.partial", b"precious");
    let out = folder.0.join("out");
    let path = out.display().to_string();
    assert!(redis_ha(&["--write", &path]).status.success());
    assert!(out.join("hosts/wcs1/change.ps1").exists() && out.join("projects/redisha").exists());
    assert_eq!(fs::read(precious).expect("still there"), b"precious");
    assert_eq!(redis_ha(&["--write", &path]).status.code(), Some(2), "a folder that is there is left alone");
    assert_eq!(fs::read_dir(&folder.0).expect("the folder").count(), 2, "no draft is left behind");
}

const COMPANY: &str =
    "services: {master: {networks: [shared]}}\nnetworks: {shared: {external: {name: companynet}}}\n";
const MASTER: &str = "services: {master: {image: redis, networks: {default: {ipv4_address: 10.10.10.10}}}, slave: {image: redis}}\n";
const TWICE: &str = "services:\n  master: {networks: {default: {ipv4_address: 10.10.10.10}}}\n  slave: {networks: {default: {ipv4_address: 10.10.10.10}}}\n";
const SEVERAL: &str =
    "services: {master: {networks: [front]}, slave: {networks: [back]}}\nnetworks: {front: , back: }\n";

#[track_caller]
fn refused(folder: &Folder, arguments: &[&str], says: &[&str]) {
    let out = folder.0.join("out");
    let path = out.display().to_string();
    is_refused(&redis_ha(&[arguments, &["--write", &path]].concat()), arguments, says);
    assert!(!out.exists(), "{arguments:?} wrote something");
}
