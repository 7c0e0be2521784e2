//! The swarm itself: its specification, its tokens and keys.

use serde_json::{Value, json};

use super::identity::digits;
use crate::simulation::Moment;
use crate::simulation::random::Random;
use crate::wire::request::SwarmSpec;

#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub(super) id: String,
    pub(super) created: Moment,
    pub(super) updated: Moment,
    pub(super) version: u64,
    pub(super) spec: SwarmSpec,
    pub(super) data_path_port: u64,
    /// What both tokens have in common: it stands for the swarm's certificate.
    digest: String,
    worker: String,
    manager: String,
    pub(super) unlock_key: String,
    /// Digits in place of a certificate, which nobody can check a connection with.
    certificate: String,
    public_key: String,
}

/// Which secret is made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulation) struct Rotate {
    pub(in crate::simulation) worker: bool,
    pub(in crate::simulation) manager: bool,
    pub(in crate::simulation) key: bool,
}

impl Cluster {
    pub(super) fn new(random: &mut Random, now: Moment, spec: SwarmSpec, data_path_port: u64) -> Self {
        let unlock_key = if spec.autolock { unlock_key(random) } else { String::new() };
        Self {
            id: super::identity::fresh(random),
            created: now,
            updated: now,
            version: 0,
            spec,
            data_path_port,
            digest: digits(random, 50),
            worker: digits(random, 25),
            manager: digits(random, 25),
            unlock_key,
            certificate: base64(random, 480),
            public_key: base64(random, 124),
        }
    }

    pub(super) fn token(&self, manager: bool) -> String {
        format!("SWMTKN-1-{}-{}", self.digest, if manager { &self.manager } else { &self.worker })
    }

    /// Makes secrets anew; a swarm that locks gets a key, one that no longer does loses it.
    pub(super) fn rotate(&mut self, random: &mut Random, rotate: Rotate) {
        if rotate.worker {
            self.worker = digits(random, 25);
        }
        if rotate.manager {
            self.manager = digits(random, 25);
        }
        if !self.spec.autolock {
            self.unlock_key.clear();
        } else if rotate.key || self.unlock_key.is_empty() {
            self.unlock_key = unlock_key(random);
        }
    }

    /// How many ended tasks of a slot are kept beside the one that runs, with it.
    pub(super) fn history(&self) -> usize {
        usize::try_from(self.spec.history.unwrap_or(5)).unwrap_or_default()
    }

    pub(super) fn tls(&self) -> Value {
        let lines: Vec<_> = self.certificate.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let lines = lines.join("\n");
        json!({
            "TrustRoot": format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n"),
            "CertIssuerSubject": "MBMxETAPBgNVBAMTCHN3YXJtLWNh",
            "CertIssuerPublicKey": self.public_key,
        })
    }

    /// As `/swarm` shows it, without the tokens, and `/info` too.
    pub(super) fn shown(&self, pools: &[String], size: u8) -> Value {
        json!({
            "ID": self.id,
            "Version": { "Index": self.version },
            "CreatedAt": self.created.to_string(),
            "UpdatedAt": self.updated.to_string(),
            "Spec": self.spec.shown(),
            "TLSInfo": self.tls(),
            "RootRotationInProgress": false,
            "DefaultAddrPool": if pools.is_empty() { json!(["10.0.0.0/8"]) } else { json!(pools) },
            "SubnetSize": size,
            "DataPathPort": self.data_path_port,
        })
    }
}

fn unlock_key(random: &mut Random) -> String {
    format!("SWMKEY-1-{}", base64(random, 43))
}

fn base64(random: &mut Random, count: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |random: &mut Random| {
        let index = usize::try_from(random.below(64)).unwrap_or_default();
        char::from(DIGITS.get(index).copied().unwrap_or(b'A'))
    };
    std::iter::repeat_with(|| digit(random)).take(count).collect()
}
