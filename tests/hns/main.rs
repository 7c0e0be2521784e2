//! HNS v1 and HCN v2: what is read is kept, understood, converted, or refused with a place.

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../fixtures/hns/", $name))
    };
}

mod bad_input;
mod both;
mod generate;
mod generated;
mod v1;
mod v2;

use docknet::wire::{Document, Documents, Loss, Record, WireError};
use serde_json::Value;

fn read<T: Record + Clone>(text: &str) -> T {
    let documents = Documents::<T>::parse(text).expect("a fixture");
    assert_eq!(documents.to_value(), serde_json::from_str::<Value>(text).expect("JSON"), "nothing is lost");
    let first = &documents.documents()[0];
    assert_eq!(first.with(first.content()).value(), first.value(), "nothing differs");
    first.content().clone()
}

fn paths(loss: Loss) -> Vec<String> {
    loss.lost.into_iter().map(|lost| lost.path).collect()
}

fn of<T: Record>(value: Value) -> Result<Document<T>, WireError> {
    Document::from_value(value)
}
