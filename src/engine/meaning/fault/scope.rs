//! Networks of the wrong reach: swarm or local, attachable, ingress, configuration only.

use super::faults;

faults! {
    /// What does not go together in a network's scope and kind.
    ScopeFault {
        ConfigChain:
            "a configuration network cannot depend on another",
            "Both config-only and config-from were given.",
            "Use one of the two.";
        ConfigEndpoint:
            "a configuration network takes no containers",
            "The network only holds settings for others.",
            "Make a network from it, and join that one.";
        ConfigInUse { network: String }:
            "the configuration network {network} is in use",
            "Networks were made from it.",
            "Remove those first.";
        ConfigMissing { network: String }:
            "there is no configuration network {network}",
            "The name is wrong, it is not on this host, or that network is an ordinary one.",
            "Make it with config-only on every node that needs it.";
        ConfigOperator:
            "a configuration network takes no ingress, internal, attachable or scope",
            "Those belong to the network that is made from it.",
            "Move them there.";
        ConfigWithOptions:
            "driver options do not go with config-from",
            "The options come from the configuration network.",
            "Put them there.";
        ConfigWithSettings:
            "labels, subnets and IPv6 do not go with config-from",
            "They come from the configuration network.",
            "Put them there.";
        Downgrade:
            "an overlay cannot be local",
            "Overlays reach over the swarm by their nature.",
            "Leave the scope out, or take the bridge driver.";
        IngressAttachable:
            "the ingress network cannot be attachable",
            "It carries the routing mesh and nothing else.",
            "Leave attachable out.";
        IngressDriver:
            "the ingress network must be an overlay",
            "Only that driver can carry the routing mesh.",
            "Use the overlay driver.";
        IngressExists { id: String }:
            "there is an ingress network already: {id}",
            "A swarm has one.",
            "Remove it first, which needs every service that publishes through it gone.";
        IngressLocal:
            "the ingress network cannot be local",
            "Ingress was asked for on a driver of this host.",
            "Use the overlay driver on a swarm manager.";
        Ipv4Needed:
            "a network of the swarm needs IPv4",
            "IPv4 was turned off.",
            "Leave IPv4 on.";
        OneInstance { driver: String }:
            "there can be one network of driver {driver} only",
            "The engine made it itself when it started.",
            "Use the one that is there.";
        PredefinedLabel:
            "the label com.docker.swarm.predefined is the engine's own",
            "It marks the networks that a swarm makes by itself.",
            "Leave the label out.";
        SwarmInactive:
            "a network of the swarm needs a swarm",
            "The engine is in none.",
            "Run `docker swarm init`, or make a local network.";
    }
}

faults! {
    /// Why a container cannot join a network of the swarm.
    AttachFault {
        DeadlineExceeded:
            "the swarm did not make the network ready for the container in time",
            "The address asked for is taken or outside, or the network overlaps another and was never allocated.",
            "Look at the managers' logs, and at the network's subnet: an unallocated network shows no driver.";
        LostRace { network: String }:
            "network {network} was gone right after the container was attached to it",
            "Somebody removed it at that moment.",
            "Try again.";
        NodeLeft:
            "the engine is no longer a valid node of the swarm",
            "The node left the swarm, and the engine still remembers it.",
            "Join the swarm again, or restart the engine.";
        NotAttachable { network: String }:
            "network {network} takes services only",
            "It was made without attachable, or it is the ingress network.",
            "Make it again with --attachable, or run the container as a service.";
        ServicesOnly { network: String }:
            "network {network} takes services only, as every swarm network of this engine",
            "Engine 1.12 has no attachable networks.",
            "Run it as a service, or update to 1.13 and make the network with --attachable.";
    }
}
