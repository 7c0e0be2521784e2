//! What is known of an exchange before its answer is, and who is told of it then.

use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::Request;

use super::exchange::{Exchange, Outcome};
use super::serving::Observer;

/// What is known of an exchange before its answer is.
pub(super) struct Told {
    pub(super) exchange: Exchange,
    began: Instant,
    observer: Option<Observer>,
}

impl Told {
    pub(super) fn of<B>(number: u64, request: &Request<B>, observer: Option<Observer>) -> Self {
        let target = request.uri().path_and_query().map_or("*", |target| target.as_str());
        let exchange = Exchange {
            number,
            method: request.method().to_string(),
            target: target.to_owned(),
            route: None,
            request: Bytes::new(),
            outcome: Outcome::Silence,
            rule: None,
            took: Duration::ZERO,
        };
        Self { exchange, began: Instant::now(), observer }
    }

    /// A rule decided.
    pub(super) fn decided_by(mut self, rule: impl Into<String>) -> Self {
        self.exchange.rule = Some(rule.into());
        self
    }

    pub(super) fn tell(mut self, outcome: Outcome) {
        if let Some(observer) = self.observer.take() {
            self.exchange.outcome = outcome;
            self.exchange.took = self.began.elapsed();
            observer.tell(&self.exchange);
        }
    }
}
