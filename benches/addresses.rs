//! The allocator and the planner, beside what people would write instead, in one run.

use std::collections::{BTreeSet, HashSet};
use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};

use criterion::{BatchSize, Criterion, Throughput};
use docknet::model::{IpamPool, Subnet};
use docknet::plan::{Allocator, Holder, SubnetPlanner};

fn subnet(text: &str) -> Subnet {
    text.parse().expect("a subnet")
}

fn address(first: [u8; 4], offset: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from(u32::from_be_bytes(first) + offset))
}

const FIRST: [u8; 4] = [10, 10, 0, 0];
const ADDRESSES: u32 = 1 << 16;

/// Every address of a /16 from empty to full: the allocator, a bare bitmap (the limit, no owner kept), and a hash set
/// that is scanned from the bottom with the last find remembered.
fn fill(c: &mut Criterion) {
    let mut group = c.benchmark_group("next-free-16");
    group.sample_size(20).throughput(Throughput::Elements(u64::from(ADDRESSES - 2)));
    group.bench_function("docknet", |b| {
        let empty = Allocator::new(IpamPool::new(subnet("10.10.0.0/16")));
        let holder = Holder::new("someone");
        b.iter_batched(
            || empty.clone(),
            |mut addresses| {
                while let Ok(taken) = addresses.take_any(holder.clone()) {
                    black_box(taken);
                }
            },
            BatchSize::LargeInput,
        );
    });
    group.bench_function("bare-bitmap", |b| {
        b.iter(|| {
            let mut words = vec![0_u64; 1024];
            for word in &mut words {
                while *word != u64::MAX {
                    *word |= 1 << black_box(word.trailing_ones());
                }
            }
            words
        });
    });
    group.bench_function("hash-set-scan", |b| {
        b.iter(|| {
            let mut taken = HashSet::new();
            let mut next = 1;
            while next < ADDRESSES - 1 {
                while !taken.insert(address(FIRST, next)) {
                    next += 1;
                }
                next += 1;
            }
            taken
        });
    });
    group.finish();
}

/// Release one and take one in a /16 that is nearly full.
fn churn(c: &mut Criterion) {
    let mut group = c.benchmark_group("release-and-take-16-at-90-percent");
    let full = |c: &mut Allocator| {
        for _ in 0..ADDRESSES * 9 / 10 {
            c.take_any(Holder::new("someone")).expect("room");
        }
    };
    group.bench_function("docknet", |b| {
        let mut addresses = Allocator::new(IpamPool::new(subnet("10.10.0.0/16")));
        full(&mut addresses);
        let mut step = 1_u32;
        b.iter(|| {
            step = step.wrapping_mul(48271) % 0x7fff_ffff;
            addresses.release(address(FIRST, 1 + step % (ADDRESSES * 9 / 10)));
            black_box(addresses.take_any(Holder::new("someone")).is_ok())
        });
    });
    group.bench_function("btree-set-of-free", |b| {
        let mut free: BTreeSet<u32> = (ADDRESSES * 9 / 10..ADDRESSES).collect();
        let mut step = 1_u32;
        b.iter(|| {
            step = step.wrapping_mul(48271) % 0x7fff_ffff;
            free.insert(1 + step % (ADDRESSES * 9 / 10));
            black_box(free.pop_first())
        });
    });
    group.finish();
}

/// A /24 for a network among many that are there: the planner, and a scan of every candidate against every network.
fn carve(c: &mut Criterion) {
    for count in [100_u32, 1_000, 10_000] {
        let mut group = c.benchmark_group(format!("plan-a-24-among-{count}"));
        group.sample_size(10);
        let taken: Vec<Subnet> = (0..count)
            .map(|n| Subnet::around(address([10, 0, 0, 0], n << 8), 24).expect("24 is a length"))
            .collect();
        group.bench_function("docknet", |b| {
            let planner = SubnetPlanner::new(subnet("10.0.0.0/8")).length(24);
            let planner = taken.iter().fold(planner, |planner, taken| planner.avoid(*taken, "there"));
            b.iter(|| black_box(planner.plan().map(|plan| plan.prefix())));
        });
        if count <= 1_000 {
            group.bench_function("scan-all-candidates", |b| {
                b.iter(|| {
                    (0..1_u32 << 16).find(|n| {
                        let candidate =
                            Subnet::around(address([10, 0, 0, 0], n << 8), 24).expect("24 is a length");
                        !taken.iter().any(|there| there.overlaps(candidate))
                    })
                });
            });
        }
        group.finish();
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    fill(&mut criterion);
    churn(&mut criterion);
    carve(&mut criterion);
    criterion.final_summary();
}
