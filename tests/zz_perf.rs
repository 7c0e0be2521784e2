//! tmp
#![cfg(feature = "compose")]
use docknet::check::service::*;
use docknet::check::*;
use docknet::compose::*;
use docknet::host::*;
#[test]
fn perf() {
    for n in [1000usize, 10000] {
        for clash in [false, true] {
            let mut t = String::from("version: '3.8'\nservices:\n");
            for i in 0..n {
                t += &format!(
                    "  s{i}:\n    image: registry.example.com/a/s{}\n    ports: [\"{}:80\"]\n    networks: [n{}, n{}]\n    deploy: {{replicas: 2, placement: {{constraints: [node.role == worker]}}}}\n",
                    i % 50,
                    if clash { 8080 } else { 1024 + i },
                    i % (n / 5),
                    (i * 7) % (n / 5)
                );
            }
            t += "networks:\n";
            for i in 0..n / 5 {
                t +=
                    &format!("  n{i}: {{ipam: {{config: [{{subnet: 10.{}.{}.0/27}}]}}}}\n", i / 256, i % 256);
            }
            let p = Reading::new()
                .limits(Limits { ports: 1000000, ..Limits::default() })
                .parse("big/docker-compose.yml", &t)
                .unwrap();
            for nodes in [3, 30] {
                let mut s = SwarmHosts::new();
                for k in 0..nodes {
                    let h: Host = "linux-5.15@20.10.24".parse().unwrap();
                    s = s.node(if k == 0 {
                        SwarmNode::manager(format!("n{k}"), h)
                    } else {
                        SwarmNode::worker(format!("n{k}"), h)
                    });
                }
                let sit = Situation::new().swarm("x", s).project(&p);
                let a = std::time::Instant::now();
                let r = sit.check();
                println!(
                    "n={n} clash={clash} nodes={nodes} {:?} findings {} text {}",
                    a.elapsed(),
                    r.findings().len(),
                    r.to_string().len()
                );
            }
        }
    }
}
