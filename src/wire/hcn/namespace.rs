//! `HostComputeNamespace`.

use super::SchemaVersion;
use crate::wire::Guid;
use crate::wire::declare::{record, words};

words! {
    /// Whose namespace it is.
    NamespaceType as text {
        /// The host's.
        Host = "Host",
        /// The host's default one.
        HostDefault = "HostDefault",
        /// A guest's.
        Guest = "Guest",
        /// A guest's default one.
        GuestDefault = "GuestDefault",
    }
}

record! {
    /// A namespace of HCN v2.
    Namespace {
        /// Its identity.
        id: Option<Guid> = "ID",
        /// The number of its compartment.
        namespace_id: Option<u32> = "NamespaceId",
        /// In the schema document only.
        namespace_guid: Option<Guid> = "NamespaceGuid",
        /// Whose it is.
        kind: Option<NamespaceType> = "Type",
        /// What is in it.
        resources: Vec<NamespaceResource> = "Resources",
        /// The schema this is written in.
        schema_version: Option<SchemaVersion> = "SchemaVersion",
    }
}

record! {
    /// What is in a namespace.
    NamespaceResource {
        /// `Container` or `Endpoint`.
        kind: Option<String> = "Type",
        /// What it is.
        data: Option<ResourceData> = "Data",
    }
}

record! {
    /// The identity of what is in a namespace.
    ResourceData {
        /// A container's is no GUID.
        id: Option<String> = "ID",
    }
}
