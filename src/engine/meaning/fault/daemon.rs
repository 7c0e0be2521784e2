//! Settings with which an engine does not start.

use super::faults;

faults! {
    /// A setting in daemon.json or on the engine's command line that keeps the engine from starting.
    DaemonFault {
        BasePool { given: String }:
            "{given:?} is no pool to cut subnets from",
            "The base of a default address pool, or of a swarm's pool, is not a prefix.",
            "Write base as a prefix such as 10.0.0.0/8.";
        BipAndBridge:
            "the default network can have an address or a bridge of one's own, not both",
            "Both -b (bridge) and --bip were given.",
            "Keep one of them.";
        Canonical { index: usize, given: String }:
            "the default pool at position {index}, {given}, is an address, not a subnet",
            "Bits behind the prefix length are set; engines before 27 did not mind.",
            "Write the subnet itself.";
        FixedCidrV6Needed:
            "IPv6 on the default bridge needs a subnet",
            "Before engine 27 there is no IPv6 pool to take one from.",
            "Set fixed-cidr-v6.";
        NotKeyValue { field: String }:
            "{field:?} is not key=value",
            "The flag --default-address-pool takes base=… and size=….",
            "Write base=10.0.0.0/8,size=24.";
        PoolSize { size: String }:
            "{size} is no size of subnets for that pool",
            "The size is a prefix length, and must be longer than that of the base.",
            "Write a prefix length such as 24.";
        PoolSmaller { base: u8, size: u8 }:
            "the pool is a /{base} and cannot give /{size} subnets",
            "The subnets would be larger than the pool.",
            "Make the pool larger or the subnets smaller.";
        UnknownDirective { keys: Vec<String> }:
            "daemon.json has keys this engine does not know",
            "The key is spelt wrong, belongs to a newer engine, or does not exist on this system, as default-address-pools on Windows.",
            "Remove them.";
        UnknownKey { key: String, field: String }:
            "{key:?} is not a key of an address pool",
            "The flag --default-address-pool takes base and size.",
            "Write base=10.0.0.0/8,size=24.";
        WindowsTooOld { build: u32 }:
            "the engine needs Windows build {build} or later",
            "Engine 23 dropped everything before Server 2019.",
            "Update Windows, or stay with engine 20.10.";
    }
}
