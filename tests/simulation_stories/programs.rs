//! Programs run in containers print what they printed in the field.

use std::time::Duration;

use docknet::model::{Driver, NetworkSpec};
use docknet::simulation::{ExecCreate, HostId, Output, Ran, SimulatedHost, World};

use crate::scene::{address, host, run};

fn exec(world: &mut World, at: HostId, container: &str, command: &str) -> Output {
    let mut client = world.client(at);
    let asked = ExecCreate::new(command.split(' '));
    let id = client.create_exec(container, &asked).unwrap();
    let Ran::Ended(output) = client.start_exec(&id, false).unwrap() else { panic!("{command} did not end") };
    output
}

#[test]
fn a_console_on_windows_server_2016() {
    let mut windows = host("windows-server-2016@1.12.2");
    run(&mut windows, "console", "nat", &[]);
    run(&mut windows, "webapp", "nat", &[]);
    let (mut world, at) = World::of(windows);
    let webapp = address(&world, at, "webapp", "nat");
    let found = exec(&mut world, at, "console", "nslookup webapp").stdout;
    let end = format!("\r\n\r\nNon-authoritative answer:\r\nName:    webapp\r\nAddress:  {webapp}\r\n\r\n");
    assert!(found.starts_with("Server:  UnKnown\r\nAddress:  172.") && found.ends_with(&end), "{found}");
    let failed = exec(&mut world, at, "console", "ping webapp");
    assert_eq!(
        (failed.stdout.as_str(), failed.code),
        ("Ping request could not find host webapp. Please check the name and try again.\r\n", 1)
    );
    assert_eq!(
        exec(&mut world, at, "console", "ipconfig /displaydns").stdout,
        "\r\nWindows IP Configuration\r\n\r\n    webapp\r\n    ----------------------------------------\r\n    \
         Name does not exist.\r\n\r\n\r\n"
    );
    world.pass(Duration::from_secs(60));
    assert_eq!(
        exec(&mut world, at, "console", "cmd /c ipconfig /flushdns").stdout,
        "\r\nWindows IP Configuration\r\n\r\nSuccessfully flushed the DNS Resolver Cache.\r\n"
    );
    let ping = exec(&mut world, at, "console", "ping.exe webapp");
    let start = format!(
        "\r\nPinging webapp [{webapp}] with 32 bytes of data:\r\nReply from {webapp}: bytes=32 time<1ms TTL=128\r\n"
    );
    assert!(ping.stdout.starts_with(&start) && ping.code == 0, "{}", ping.stdout);
    assert!(ping.stdout.contains("    Packets: Sent = 4, Received = 4, Lost = 0 (0% loss),\r\n"));
    world.pass(Duration::from_secs(28));
    assert_eq!(
        exec(&mut world, at, "console", "ipconfig /displaydns").stdout,
        format!(
            "\r\nWindows IP Configuration\r\n\r\n    webapp\r\n    ----------------------------------------\r\n    \
             Record Name . . . . . : webapp\r\n    Record Type . . . . . : 1\r\n    Time To Live  . . . . : 572\r\n    \
             Data Length . . . . . : 4\r\n    Section . . . . . . . : Answer\r\n    A (Host) Record . . . : {webapp}\r\n\r\n\r\n"
        )
    );
    let own = address(&world, at, "console", "nat");
    let adapters = exec(&mut world, at, "console", "ipconfig").stdout;
    assert!(adapters.contains(&format!("   IPv4 Address. . . . . . . . . . . : {own}\r\n")), "{adapters}");
    assert!(adapters.contains("   Subnet Mask . . . . . . . . . . . : 255.255.240.0\r\n"), "{adapters}");
}

#[test]
fn busybox_on_linux() {
    let mut linux = SimulatedHost::linux();
    linux.create_network(&NetworkSpec::new("shop".parse().unwrap(), Driver::Bridge)).unwrap();
    for name in ["proxy", "webapp"] {
        run(&mut linux, name, "shop", &[]);
    }
    let (mut world, at) = World::of(linux);
    let webapp = address(&world, at, "webapp", "shop");
    assert_eq!(
        exec(&mut world, at, "proxy", "nslookup webapp").stdout,
        format!(
            "Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\nNon-authoritative answer:\nName:\twebapp\n\
             Address: {webapp}\n\nNon-authoritative answer:\n\n"
        )
    );
    let ping = exec(&mut world, at, "proxy", "sh -c ping -c 2 webapp");
    assert!(
        ping.stdout
            .starts_with(&format!("PING webapp ({webapp}): 56 data bytes\n64 bytes from {webapp}: seq=0 "))
    );
    assert!(ping.stdout.contains("2 packets transmitted, 2 packets received, 0% packet loss\n"));
    let unknown = exec(&mut world, at, "proxy", "ping -c 1 nobody");
    assert_eq!((unknown.stderr.as_str(), unknown.code), ("ping: bad address 'nobody'\n", 1));
    assert_eq!(exec(&mut world, at, "proxy", "nslookup nobody").code, 1);
    let own = address(&world, at, "proxy", "shop");
    let links = exec(&mut world, at, "proxy", "ip addr").stdout;
    assert!(links.contains(&format!("    inet {own}/16 brd ")), "{links}");
}
