//! What is generated survives, converts and comes back.

use docknet::wire::{Documents, Record, hcn, hns};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::generate::{any_json, network, policy};

fn survives<T: Record + Clone + PartialEq + std::fmt::Debug>(value: &Value) -> Option<T> {
    let documents = Documents::<T>::from_value(value.clone()).ok()?;
    assert_eq!(&documents.to_value(), value);
    let first = documents.documents().first()?;
    assert_eq!(first.with(first.content()).value(), first.value());
    assert_eq!(&T::from_value(&first.content().to_value()).expect("what was written"), first.content());
    Some(first.content().clone())
}

proptest! {
    #[test]
    fn generated_networks_survive(value in network()) {
        let v1 = survives::<hns::Network>(&value).unwrap();
        match v1.to_v2() {
            Ok(v2) => prop_assert_eq!(v2.to_v1(), Ok(v1)),
            Err(loss) => prop_assert_eq!(&loss.lost[0].path, "Type"),
        }
    }

    #[test]
    fn generated_policies_survive(policies in prop::collection::vec(policy(), 0..5)) {
        let v1 = survives::<hns::Endpoint>(&json!({ "Policies": policies })).unwrap();
        if let Ok(v2) = v1.to_v2() {
            prop_assert_eq!(v2.to_v1(), Ok(v1));
            prop_assert_eq!(survives::<hcn::Endpoint>(&v2.to_value()), Some(v2));
        } else {
            let unknown = v1.policies.iter().any(|policy| !hns::Policy::KINDS.contains(&policy.kind()));
            prop_assert!(unknown);
        }
    }

    #[test]
    fn any_json_is_read_or_refused(value in any_json()) {
        if let Some(v1) = survives::<hns::Network>(&value) {
            let _ = v1.network();
            if let Ok(v2) = v1.to_v2() {
                prop_assert_eq!(v2.to_v1(), Ok(v1));
            }
        }
        if let Some(v1) = survives::<hns::Endpoint>(&value) {
            if let Ok(v2) = v1.to_v2() {
                prop_assert_eq!(v2.to_v1(), Ok(v1));
            }
        }
        let _ = survives::<hcn::Network>(&value).map(|v2| (v2.network(), v2.to_v1(), hcn::NewNetwork::try_from(v2)));
        let _ = survives::<hcn::Endpoint>(&value).map(|v2| (v2.to_v1(), hcn::NewEndpoint::try_from(v2)));
        let _ = survives::<hcn::LoadBalancer>(&value).map(|v2| v2.to_v1());
        let _ = survives::<hns::PolicyList>(&value).map(|v1| (v1.to_load_balancer(), v1.to_route()));
        let _ = (survives::<hcn::Namespace>(&value), survives::<hcn::Route>(&value), survives::<hcn::Query>(&value));
        let _ = (survives::<hcn::ModifyNetwork>(&value), survives::<hcn::ModifyEndpoint>(&value));
        let _ = (survives::<hns::AttachRequest>(&value), survives::<hns::EndpointStats>(&value));
        let _ = survives::<hns::Response>(&value).map(|answer| answer.outputs::<hns::Network>().is_ok());
    }
}
