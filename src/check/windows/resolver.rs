//! What a service tells its containers about names, where Windows does not pass it on.

use crate::check::few::few;
use crate::check::view::View;
use crate::check::{Finding, Rule};
use crate::compose::{Placed, Service};
use crate::host::{Capability, Support};

/// One key of a service: its rule, what must be there for it, where it is read, and what it is called.
struct Setting {
    rule: Rule,
    capability: Capability,
    values: fn(&Service) -> &[Placed<String>],
    title: &'static str,
    remedy: &'static str,
}

const SETTINGS: &[Setting] = &[
    Setting {
        rule: Rule::ExtraHostsUnsupported,
        capability: Capability::AddHost,
        values: |service| &service.extra_hosts,
        title: "names for its hosts file",
        remedy: "write the hosts file from the container's own start command",
    },
    Setting {
        rule: Rule::DnsServersUnsupported,
        capability: Capability::DnsServers,
        values: |service| &service.dns,
        title: "name servers of its own",
        remedy: "set the server on the adapter from the container's own start command (Set-DnsClientServerAddress)",
    },
    Setting {
        rule: Rule::DnsSearchUnsupported,
        capability: Capability::DnsSearch,
        values: |service| &service.dns_search,
        title: "search domains",
        remedy: "write names in full, or set the list from the container's own start command (Set-DnsClientGlobalSetting)",
    },
    Setting {
        rule: Rule::DnsOptionsUnsupported,
        capability: Capability::DnsOptions,
        values: |service| &service.dns_opt,
        title: "options for its resolver",
        remedy: "leave them out: the resolver of Windows has its settings in the registry (Dnscache\\Parameters)",
    },
];

/// `extra_hosts`, `dns`, `dns_search` and `dns_opt`, where they have no effect.
pub(in crate::check) fn settings(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for setting in SETTINGS {
        let verdict = view.host.can(setting.capability);
        for (project, service) in &view.services {
            let values = (setting.values)(service);
            // One search domain is what every source that speaks of some accepts.
            let one_is_fine =
                setting.rule == Rule::DnsSearchUnsupported && verdict.support == Support::Degraded;
            if values.is_empty() || (one_is_fine && values.len() == 1) {
                continue;
            }
            let list = few(values.iter().map(ToString::to_string));
            let message = format!("{}/{} asks for {}: {list}", project.name(), service.name, setting.title);
            let finding = Finding::judged(setting.rule, &verdict, message);
            findings.extend(finding.map(|finding| {
                let remedy = finding.remedy.clone().unwrap_or_else(|| setting.remedy.to_owned());
                finding.instead(remedy).at(values.iter().map(|value| &value.place))
            }));
        }
    }
    findings
}
