//! Networks as records: what an engine shows, and what it remembers beside it.

use crate::model::{IpamPool, Network};
use crate::plan::Allocator;

/// A network with what the engine remembers beside what it shows.
#[derive(Debug, Clone)]
pub(super) struct SimulatedNetwork {
    pub(super) network: Network,
    /// One for every pool the engine hands addresses out of. None on Windows, where HNS does.
    pub(super) addresses: Vec<Allocator>,
    /// Whether the subnet was picked by the engine.
    pub(super) automatic: bool,
    /// Its identity in HNS.
    pub(super) hns_id: Option<String>,
}

/// Who holds a gateway in the engine's books.
pub(super) const GATEWAY: &str = "gateway";

impl SimulatedNetwork {
    /// Lets go of every address but the gateway's.
    pub(super) fn forget_endpoints(&mut self) {
        for addresses in &mut self.addresses {
            let held: Vec<_> = addresses.held().filter(|(_, holder)| holder.as_str() != GATEWAY).collect();
            for address in held.into_iter().map(|(address, _)| address).collect::<Vec<_>>() {
                addresses.release(address);
            }
        }
    }

    pub(super) fn pools(&self) -> &[IpamPool] {
        self.network.spec.pools()
    }
}
