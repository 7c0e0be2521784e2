//! Rules about names and who answers to them.

mod alias;
mod apart;
mod asked;
mod cached;
mod inside;
mod listening;
mod mention;
mod mode;
mod reach;
mod shared;
mod spelling;

use super::Finding;
use super::situation::Judge;
use super::told::Told;
use super::view::View;
use asked::{Asked, Neighbourhood};

pub(super) const JUDGES: &[Judge] =
    &[alias::another_service, alias::predefined, shared::collide, shared::ends_isolation, names_asked_for];

/// A look at names some services ask for: all that a service asks for at once, not always those of all services.
type JudgeOfNames = for<'v, 'a> fn(&View<'a>, &Neighbourhood<'v, 'a>, &[Asked<'v, 'a>]) -> Vec<Finding>;

const JUDGES_OF_NAMES: &[JudgeOfNames] = &[
    apart::asked,
    cached::addresses,
    cached::failures,
    inside::published,
    mode::out_of_reach,
    reach::default_network,
    reach::not_answered,
    reach::out_of_reach,
    spelling::underscores,
];

/// A look at all services beside each other.
type JudgeOfNeighbours = for<'v, 'a> fn(&View<'a>, &Neighbourhood<'v, 'a>) -> Vec<Finding>;

const JUDGES_OF_NEIGHBOURS: &[JudgeOfNeighbours] = &[
    apart::needed,
    cached::ordered,
    inside::localhost,
    reach::desktop_name,
    reach::links,
    spelling::generated,
];

/// Looks once for the names that are asked for, and judges them all.
fn names_asked_for(view: &View<'_>) -> Vec<Finding> {
    let neighbours = Neighbourhood::new(view);
    let mut findings = Told::new();
    for judge in JUDGES_OF_NEIGHBOURS {
        findings.extend(judge(view, &neighbours));
    }
    asked::in_portions(view, &neighbours, |asked| {
        for judge in JUDGES_OF_NAMES {
            findings.extend(judge(view, &neighbours, asked));
        }
    });
    findings.findings()
}
