//! Queries and requests that change an object.

use serde_json::Value;

use super::SchemaVersion;
use crate::wire::Guid;
use crate::wire::declare::{record, words};
use crate::wire::flags::flags;

flags! {
    /// How much a query answers.
    QueryFlags {
        /// The usual.
        NONE = "None" / 0,
        /// More.
        DETAILED = "Detailed" / 1,
    }
}

record! {
    /// A query.
    ///
    /// ```
    /// use docknet::wire::{Record, hcn::Query};
    /// let query = Query::named("nat");
    /// assert_eq!(query.to_value()["Filter"], r#"{"Name":"nat"}"#);
    /// ```
    Query {
        /// The schema answers are wanted in.
        schema_version: Option<SchemaVersion> = "SchemaVersion",
        /// How much.
        flags: Option<QueryFlags> = "Flags",
        /// What the objects must have: JSON in a text.
        filter: Option<String> = "Filter",
    }
}

impl Query {
    /// Everything.
    #[must_use]
    pub fn all() -> Self {
        Self { schema_version: Some(SchemaVersion::v2()), ..Self::default() }
    }

    /// Objects of that name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { filter: Some(serde_json::json!({ "Name": name }).to_string()), ..Self::all() }
    }
}

words! {
    /// What a request does.
    RequestType as text {
        /// Adds.
        Add = "Add",
        /// Takes away.
        Remove = "Remove",
        /// Puts in place of what is there.
        Update = "Update",
        /// Reads anew.
        Refresh = "Refresh",
        /// In the schema document only.
        Reset = "Reset",
    }
}

words! {
    /// What of a network is changed.
    NetworkResource as text {
        /// Policies.
        Policy = "Policy",
        /// Name resolution.
        Dns = "DNS",
        /// Extensions of the switch.
        Extension = "Extension",
        /// Subnets, from schema 2.6 on.
        Subnet = "Subnet",
        /// Blocks of addresses, from schema 2.6 on.
        IpSubnet = "IPSubnet",
    }
}

words! {
    /// What of an endpoint is changed.
    EndpointResource as text {
        /// Policies.
        Policy = "Policy",
        /// The switch port.
        Port = "Port",
    }
}

record! {
    /// A request that changes a network.
    ModifyNetwork {
        /// What is changed.
        resource_type: NetworkResource = "ResourceType",
        /// How.
        request_type: RequestType = "RequestType",
        /// To what.
        settings: Option<Value> = "Settings",
    }
}

record! {
    /// A request that changes an endpoint.
    ModifyEndpoint {
        /// What is changed.
        resource_type: EndpointResource = "ResourceType",
        /// How.
        request_type: RequestType = "RequestType",
        /// To what.
        settings: Option<Value> = "Settings",
    }
}

record! {
    /// The settings that change an endpoint's switch port.
    PortRequest {
        /// The port.
        port_id: Option<Guid> = "PortId",
        /// The adapter of a virtual machine.
        virtual_nic_name: Option<String> = "VirtualNicName",
        /// The virtual machine.
        virtual_machine_id: Option<Guid> = "VirtualMachineId",
    }
}

record! {
    /// The settings that add an endpoint to a namespace.
    AddEndpoint {
        /// The endpoint.
        endpoint_id: Option<Guid> = "EndpointId",
    }
}
