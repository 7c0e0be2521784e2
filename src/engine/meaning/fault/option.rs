//! Driver options that a driver does not take.

use super::faults;

faults! {
    /// A driver option, or its value, that the driver does not take.
    OptionFault {
        BadMode { driver: String, mode: String, default: String }:
            "{driver} has no mode {mode}",
            "The mode is spelt wrong, or belongs to the other of macvlan and ipvlan.",
            "macvlan takes bridge, private, vepa and passthru; ipvlan takes l2, l3 and l3s.";
        BridgeNameTaken { network: String, bridge: String, other: String, other_bridge: String }:
            "network {other} has a bridge of the same name, {other_bridge}",
            "The option com.docker.network.bridge.name names a bridge that is another network's.",
            "Choose another name. Engines 17.12 to 24 took docker0 and dropped the default network for it.";
        BridgeNameTooLong:
            "the bridge's name is too long for the kernel",
            "Names of interfaces have at most 15 bytes.",
            "Shorten com.docker.network.bridge.name.";
        DefaultBridgeLost:
            "the engine has lost its default bridge network",
            "On engines 17.12 to 24 a network with the bridge name docker0 pushes the default one out.",
            "Remove that network and restart the engine.";
        MacPool:
            "a pool of hardware addresses needs a first and a last one",
            "The option macpool has an odd number of addresses.",
            "Give them in pairs: first,last.";
        NotBool { key: String }:
            "the driver option {key} is neither true nor false",
            "The value is not a truth value.",
            "Write true or false.";
        NotNumber { given: String }:
            "{given:?} cannot be read as a number or a truth value",
            "An option such as vlanid or vsid takes a number; the Windows drivers do not say which one it was.",
            "Look for that value among the driver options.";
        ParentMissing { parent: String }:
            "the host has no interface {parent}",
            "The option parent names an interface that is not there.",
            "Choose one of `ip link`.";
        ParentNotVlan { parent: String }:
            "{parent} is no interface of the host, nor a VLAN of one",
            "The parent does not exist, and its name does not say of which interface it would be a VLAN.",
            "Name an existing interface, or write eth0.10 to have the VLAN made.";
        Unparsable { key: String, value: String }:
            "the option {key} does not take {value:?}",
            "The value is not a number, truth value or address, as this option needs.",
            "Correct the value; engines before 25 answer 500, later ones 400.";
    }
}
