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
use super::view::View;
use asked::{Asked, Neighbourhood};

pub(super) const JUDGES: &[Judge] =
    &[alias::another_service, alias::predefined, shared::collide, shared::ends_isolation, names_asked_for];

/// A look at every name some service asks for.
type JudgeOfNames = for<'v, 'a> fn(&View<'a>, &Neighbourhood<'v, 'a>, &[Asked<'v, 'a>]) -> Vec<Finding>;

const JUDGES_OF_NAMES: &[JudgeOfNames] = &[
    apart::kept,
    cached::addresses,
    cached::failures,
    inside::localhost,
    inside::published,
    mode::out_of_reach,
    reach::default_network,
    reach::links,
    reach::not_answered,
    reach::out_of_reach,
    reach::desktop_name,
    spelling::generated,
    spelling::underscores,
];

/// Looks once for the names that are asked for, and judges them all.
fn names_asked_for(view: &View<'_>) -> Vec<Finding> {
    let neighbours = Neighbourhood::new(view);
    let asked = asked::asked(view, &neighbours);
    JUDGES_OF_NAMES.iter().flat_map(|judge| judge(view, &neighbours, &asked)).collect()
}
