//! The structures of `POST /containers/create`, in the order in which a 20.10.24 engine shows them.

use super::shape::{Field, Kind, Shape, Written};

const fn field(key: &'static str, kind: Kind) -> Field {
    Field { key, kind, written: Written::Always }
}

const fn filled(key: &'static str, kind: Kind) -> Field {
    Field { key, kind, written: Written::Filled }
}

const fn when(key: &'static str, kind: Kind, written: Written) -> Field {
    Field { key, kind, written }
}

const TEXT: Kind = Kind::Text("string");
const INT: Kind = Kind::Integer("int");
const INT64: Kind = Kind::Integer("int64");

/// What runs: moby's `container.Config`. The name is that of the body around it, which errors say.
pub(super) const CONFIG: Shape = Shape {
    name: "ContainerConfigWrapper",
    whole: "runconfig.ContainerConfigWrapper",
    fields: &[
        field("Hostname", TEXT),
        field("Domainname", TEXT),
        field("User", TEXT),
        field("AttachStdin", Kind::Flag),
        field("AttachStdout", Kind::Flag),
        field("AttachStderr", Kind::Flag),
        filled("ExposedPorts", Kind::Set("nat.PortSet")),
        field("Tty", Kind::Flag),
        field("OpenStdin", Kind::Flag),
        field("StdinOnce", Kind::Flag),
        field("Env", Kind::List),
        field("Cmd", Kind::Slice),
        filled("Healthcheck", Kind::Maybe(&HEALTH)),
        filled("ArgsEscaped", Kind::Flag),
        field("Image", TEXT),
        field("Volumes", Kind::Set("map[string]struct {}")),
        field("WorkingDir", TEXT),
        field("Entrypoint", Kind::Slice),
        filled("NetworkDisabled", Kind::Flag),
        filled("MacAddress", TEXT),
        field("OnBuild", Kind::List),
        field("Labels", Kind::Table),
        filled("StopSignal", TEXT),
        filled("StopTimeout", Kind::MaybeInteger("int")),
        filled("Shell", Kind::Slice),
    ],
};

const HEALTH: Shape = Shape {
    name: "HealthConfig",
    whole: "container.HealthConfig",
    fields: &[
        filled("Test", Kind::List),
        filled("Interval", Kind::Integer("time.Duration")),
        filled("Timeout", Kind::Integer("time.Duration")),
        filled("StartPeriod", Kind::Integer("time.Duration")),
        when("StartInterval", Kind::Integer("time.Duration"), Written::FilledSince(44)),
        filled("Retries", INT),
    ],
};

/// What it gets from its host: moby's `container.HostConfig`.
pub(super) const HOST: Shape = Shape {
    name: "HostConfig",
    whole: "container.HostConfig",
    fields: &[
        field("Binds", Kind::List),
        field("ContainerIDFile", TEXT),
        field("LogConfig", Kind::Struct(&LOG)),
        field("NetworkMode", Kind::Text("container.NetworkMode")),
        field("PortBindings", Kind::Ports),
        field("RestartPolicy", Kind::Struct(&RESTART)),
        field("AutoRemove", Kind::Flag),
        field("VolumeDriver", TEXT),
        field("VolumesFrom", Kind::List),
        field("CapAdd", Kind::Slice),
        field("CapDrop", Kind::Slice),
        when("CgroupnsMode", Kind::Text("container.CgroupnsMode"), Written::Since(41)),
        field("Dns", Kind::List),
        field("DnsOptions", Kind::List),
        field("DnsSearch", Kind::List),
        field("ExtraHosts", Kind::List),
        field("GroupAdd", Kind::List),
        field("IpcMode", Kind::Text("container.IpcMode")),
        field("Cgroup", Kind::Text("container.CgroupSpec")),
        field("Links", Kind::List),
        field("OomScoreAdj", INT),
        field("PidMode", Kind::Text("container.PidMode")),
        field("Privileged", Kind::Flag),
        field("PublishAllPorts", Kind::Flag),
        field("ReadonlyRootfs", Kind::Flag),
        field("SecurityOpt", Kind::List),
        filled("StorageOpt", Kind::Table),
        filled("Tmpfs", Kind::Table),
        field("UTSMode", Kind::Text("container.UTSMode")),
        field("UsernsMode", Kind::Text("container.UsernsMode")),
        field("ShmSize", INT64),
        filled("Sysctls", Kind::Table),
        filled("Runtime", TEXT),
        field("ConsoleSize", Kind::Any),
        when("Annotations", Kind::Table, Written::FilledSince(43)),
        field("Isolation", Kind::Text("container.Isolation")),
        field("CpuShares", INT64),
        field("Memory", INT64),
        field("NanoCpus", INT64),
        field("CgroupParent", TEXT),
        field("BlkioWeight", Kind::Integer("uint16")),
        field("BlkioWeightDevice", Kind::Items("[]*blkiodev.WeightDevice", &WEIGHT)),
        field("BlkioDeviceReadBps", THROTTLES),
        field("BlkioDeviceWriteBps", THROTTLES),
        field("BlkioDeviceReadIOps", THROTTLES),
        field("BlkioDeviceWriteIOps", THROTTLES),
        field("CpuPeriod", INT64),
        field("CpuQuota", INT64),
        field("CpuRealtimePeriod", INT64),
        field("CpuRealtimeRuntime", INT64),
        field("CpusetCpus", TEXT),
        field("CpusetMems", TEXT),
        field("Devices", Kind::Items("[]container.DeviceMapping", &DEVICE)),
        field("DeviceCgroupRules", Kind::List),
        field("DeviceRequests", Kind::Items("[]container.DeviceRequest", &DEVICE_REQUEST)),
        when("KernelMemory", INT64, Written::FilledFrom(42)),
        when("KernelMemoryTCP", INT64, Written::FilledFrom(42)),
        field("MemoryReservation", INT64),
        field("MemorySwap", INT64),
        field("MemorySwappiness", Kind::MaybeInteger("int64")),
        field("OomKillDisable", Kind::MaybeFlag),
        field("PidsLimit", Kind::MaybeInteger("int64")),
        field("Ulimits", Kind::Items("[]*units.Ulimit", &ULIMIT)),
        field("CpuCount", INT64),
        field("CpuPercent", INT64),
        field("IOMaximumIOps", Kind::Integer("uint64")),
        field("IOMaximumBandwidth", Kind::Integer("uint64")),
        filled("Mounts", Kind::Items("[]mount.Mount", &MOUNT)),
        field("MaskedPaths", Kind::List),
        field("ReadonlyPaths", Kind::List),
        when("Init", Kind::MaybeFlag, Written::Filled),
    ],
};

const THROTTLES: Kind = Kind::Items("[]*blkiodev.ThrottleDevice", &THROTTLE);

const LOG: Shape = Shape {
    name: "LogConfig",
    whole: "container.LogConfig",
    fields: &[field("Type", TEXT), field("Config", Kind::Table)],
};

const RESTART: Shape = Shape {
    name: "RestartPolicy",
    whole: "container.RestartPolicy",
    fields: &[field("Name", TEXT), field("MaximumRetryCount", INT)],
};

const WEIGHT: Shape = Shape {
    name: "WeightDevice",
    whole: "blkiodev.WeightDevice",
    fields: &[field("Path", TEXT), field("Weight", Kind::Integer("uint16"))],
};

const THROTTLE: Shape = Shape {
    name: "ThrottleDevice",
    whole: "blkiodev.ThrottleDevice",
    fields: &[field("Path", TEXT), field("Rate", Kind::Integer("uint64"))],
};

const DEVICE: Shape = Shape {
    name: "DeviceMapping",
    whole: "container.DeviceMapping",
    fields: &[field("PathOnHost", TEXT), field("PathInContainer", TEXT), field("CgroupPermissions", TEXT)],
};

const DEVICE_REQUEST: Shape = Shape {
    name: "DeviceRequest",
    whole: "container.DeviceRequest",
    fields: &[
        field("Driver", TEXT),
        field("Count", INT),
        field("DeviceIDs", Kind::List),
        field("Capabilities", Kind::Any),
        field("Options", Kind::Table),
    ],
};

const ULIMIT: Shape = Shape {
    name: "Ulimit",
    whole: "units.Ulimit",
    fields: &[field("Name", TEXT), field("Hard", INT64), field("Soft", INT64)],
};

const MOUNT: Shape = Shape {
    name: "Mount",
    whole: "mount.Mount",
    fields: &[
        filled("Type", Kind::Text("mount.Type")),
        filled("Source", TEXT),
        filled("Target", TEXT),
        filled("ReadOnly", Kind::Flag),
        filled("Consistency", Kind::Text("mount.Consistency")),
        filled("BindOptions", Kind::Any),
        filled("VolumeOptions", Kind::Any),
        filled("TmpfsOptions", Kind::Any),
    ],
};
