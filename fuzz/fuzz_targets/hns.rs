//! HNS v1 and HCN v2 from any text: nothing is lost, and v1 to v2 and back is the same.
#![no_main]

use docknet::wire::{Document, Documents, Record, hcn, hns};
use libfuzzer_sys::fuzz_target;

fn read<T: Record + Clone + PartialEq + std::fmt::Debug>(text: &str) -> Option<T> {
    let documents = Documents::<T>::parse(text).ok()?;
    let again = Documents::<T>::from_value(documents.to_value()).expect("what was read is read again");
    assert_eq!(again, documents);
    let first = documents.documents().first()?;
    assert_eq!(first.with(first.content()).value(), first.value(), "nothing differs");
    let written = Document::new(first.content().clone());
    assert_eq!(T::from_value(written.value()).expect("what was written is read"), *first.content());
    Some(first.content().clone())
}

fuzz_target!(|text: &str| {
    if let Some(v1) = read::<hns::Network>(text) {
        let _ = v1.network();
        for network in [&v1, &v1.settings()] {
            if let Ok(v2) = network.to_v2() {
                assert_eq!(v2.to_v1().as_ref(), Ok(network));
            }
        }
    }
    if let Some(v1) = read::<hns::Endpoint>(text) {
        if let Ok(v2) = v1.to_v2() {
            assert_eq!(v2.to_v1(), Ok(v1));
        }
    }
    if let Some(v1) = read::<hns::PolicyList>(text) {
        if let Ok(v2) = v1.to_load_balancer() {
            assert_eq!(v2.to_v1().expect("a v1 list").policies, v1.policies);
        }
        let _ = v1.to_route().map(|route| route.to_v1());
    }
    if let Some(v2) = read::<hcn::Network>(text) {
        let _ = (v2.network(), v2.to_v1(), hcn::NewNetwork::try_from(v2));
    }
    if let Some(v2) = read::<hcn::Endpoint>(text) {
        let _ = (v2.to_v1(), hcn::NewEndpoint::try_from(v2));
    }
    if let Some(v2) = read::<hcn::LoadBalancer>(text) {
        let _ = v2.to_v1();
    }
    if let Some(v2) = read::<hcn::Route>(text) {
        let _ = v2.to_v1();
    }
    let _ = (read::<hcn::Namespace>(text), read::<hcn::Query>(text), read::<hcn::ModifyNetwork>(text));
    let _ = (read::<hcn::ModifyEndpoint>(text), read::<hns::EndpointStats>(text));
    if let Some(answer) = read::<hns::Response>(text) {
        let _ = answer.outputs::<hns::Network>();
    }
});
