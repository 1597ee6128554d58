//! Whether deleting and keeping leave each other room: the same data, for the same purpose, by the same party.

use super::regions::{Ruled, Rules, STEPS, terms};
use super::sources::{self, Source};
use super::{DutyConflict, DutyFinding};
use crate::analysis::Axis;
use crate::analysis::checks::Case;
use crate::analysis::region::{AXES, Cell, OutOfBudget, Someone};
use crate::model::{ActionId, DataId, Duration, Model, RuleId, WhoTerm};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pairs of a duty to delete and a duty to keep that are looked at in one commons.
const MOST_PAIRS: usize = 1_000_000;

/// A duty to delete or to keep.
struct Timed {
    source: Source,
    /// By when it must be gone (none: some day), or how long it must be kept (none: always).
    limit: Option<Duration>,
    /// It names no data.
    all_data: bool,
    data: FixedBitSet,
    purposes: FixedBitSet,
    names_purpose: bool,
    /// Of retention: the keepers. Of a rule its own terms are used.
    keepers: Vec<WhoTerm>,
}

/// Who is bound by a duty, and what has a bearing on that.
struct Bound<'m> {
    by: Option<Ruled<'m>>,
    around: Vec<Ruled<'m>>,
}

pub(super) fn find(rules: &mut Rules, out: &mut Vec<DutyConflict>) {
    let (deletes, keeps) = timed(rules);
    let mut by_atom: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut everywhere = Vec::new();
    for (at, delete) in deletes.iter().enumerate() {
        if delete.all_data {
            everywhere.push(at);
            continue;
        }
        for atom in delete.data.ones() {
            by_atom.entry(atom).or_default().push(at);
        }
    }
    let mut shorter: HashMap<(Option<Duration>, Option<Duration>), bool> = HashMap::new();
    let mut told: BTreeSet<(Source, Source)> = BTreeSet::new();
    let mut pairs = MOST_PAIRS;
    for keep in &keeps {
        let near: BTreeSet<usize> = if keep.all_data {
            (0..deletes.len()).collect()
        } else {
            let lists = keep.data.ones().filter_map(|n| by_atom.get(&n)).flatten();
            lists.chain(&everywhere).copied().collect()
        };
        for delete in near.into_iter().filter_map(|at| deletes.get(at)) {
            let ours = delete.source.is_own(rules.model) || keep.source.is_own(rules.model);
            let too_early = *shorter
                .entry((delete.limit, keep.limit))
                .or_insert_with(|| ends_before(delete.limit, keep.limit));
            if !ours
                || !too_early
                || delete.data.is_disjoint(&keep.data)
                || delete.purposes.is_disjoint(&keep.purposes)
                || told.contains(&(delete.source, keep.source))
            {
                continue;
            }
            let Some(left) = pairs.checked_sub(1) else {
                out.push(conflict(DutyFinding::Undecided, delete, keep));
                return;
            };
            pairs = left;
            let mut found = conflict(DutyFinding::Clash, delete, keep);
            if delete.source.rule().is_none() && keep.source.rule().is_none() {
                found.data = delete.data.intersection(&keep.data).next().map(DataId::new);
            } else {
                match clash(rules, delete, keep) {
                    Ok(None) => continue,
                    Ok(Some((who, cell))) => {
                        let mut case = Case::choose(rules.model, who, &cell);
                        case.action = None;
                        if !delete.names_purpose && !keep.names_purpose {
                            case.purpose = None;
                        }
                        found.data = case.data;
                        found.case = Some(case);
                    }
                    Err(OutOfBudget) => found = conflict(DutyFinding::Undecided, delete, keep),
                }
            }
            told.insert((delete.source, keep.source));
            out.push(found);
        }
    }
}

/// Whether what must be gone then can't be kept that long, for some day on which both begin.
fn ends_before(gone: Option<Duration>, kept: Option<Duration>) -> bool {
    match (gone, kept) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(gone), Some(kept)) => gone.sometimes_shorter(&kept),
    }
}

fn conflict(finding: DutyFinding, delete: &Timed, keep: &Timed) -> DutyConflict {
    DutyConflict {
        finding,
        duty: delete.source,
        other: Some(keep.source),
        action: None,
        rules: Vec::new(),
        case: None,
        data: None,
        terms: (delete.limit, keep.limit),
    }
}

/// All duties to delete, and all to keep.
fn timed(rules: &Rules) -> (Vec<Timed>, Vec<Timed>) {
    let model = rules.model;
    let (mut deletes, mut keeps) = (Vec::new(), Vec::new());
    let builtin = |id: &str| {
        let at = model.actions.iter().position(|a| a.decl.id == id);
        at.map(ActionId::new)
    };
    let (delete, keep) = (builtin("delete"), builtin("keep"));
    let within = |action: &ActionId, above: Option<ActionId>| {
        above.is_some_and(|above| model.action_tree.is_within(action.0, above.0))
    };
    for acts in sources::duties(model) {
        let purposes = match acts.source {
            Source::With(id, _) if acts.purposes.is_empty() => {
                rules.rule(id).map_or(&[][..], |r| r.purposes.as_slice())
            }
            _ => acts.purposes,
        };
        let one = |limit: Option<Duration>| {
            let named: Vec<u32> = acts.data.iter().map(|d| d.0).collect();
            let of: Vec<u32> = purposes.iter().map(|p| p.0).collect();
            Timed {
                source: acts.source,
                limit,
                data: rules.atoms(Axis::Data, &named),
                purposes: rules.atoms(Axis::Purpose, &of),
                all_data: named.is_empty(),
                names_purpose: !purposes.is_empty(),
                keepers: Vec::new(),
            }
        };
        let terms = acts.terms;
        if acts.actions.iter().any(|a| within(a, delete)) {
            // What is done every month is done at latest after a month.
            deletes.push(one(terms.every.or(terms.within)));
        }
        if acts.actions.iter().any(|a| within(a, keep)) {
            if terms.at_most.is_some() {
                deletes.push(one(terms.at_most));
            }
            if terms.at_least.is_some() || terms.at_most.is_none() {
                keeps.push(one(terms.at_least));
            }
        }
    }
    for held in sources::retention(model) {
        let dataset = |id: DataId| model.data.get(id.index()).and_then(|d| d.dataset());
        let (list, limit) = match held.source {
            Source::AtMost(id) => (&mut deletes, dataset(id).and_then(|d| d.keep_at_most)),
            Source::AtLeast(id) => (&mut keeps, dataset(id).and_then(|d| d.keep_at_least)),
            Source::Rule(_) | Source::With(..) => continue,
        };
        list.push(Timed {
            source: held.source,
            limit,
            all_data: false,
            data: held.atoms,
            purposes: rules.atoms(Axis::Purpose, &[]),
            names_purpose: false,
            keepers: held.terms,
        });
    }
    (deletes, keeps)
}

/// A case in which somebody has both duties.
fn clash(
    rules: &mut Rules,
    delete: &Timed,
    keep: &Timed,
) -> Result<Option<(Someone, Cell)>, OutOfBudget> {
    let pair = [delete, keep];
    let bound = pair.map(|t| bound(rules, t));
    let rules = &*rules;
    let who = [0, 1].map(|i| -> Vec<&WhoTerm> {
        match &bound[i].by {
            Some(by) => terms(by.boxes.iter()).collect(),
            None => pair[i].keepers.iter().collect(),
        }
    });
    // Only an exception from what prohibits a permission helps a case; all else spoils it.
    let (mut wanted, mut unwanted): (Vec<&WhoTerm>, Vec<&WhoTerm>) = (Vec::new(), Vec::new());
    for one in &bound {
        unwanted.extend(one.by.iter().flat_map(|r| terms(&r.setters)));
        wanted.extend(one.around.iter().flat_map(|r| terms(&r.setters)));
        unwanted.extend(one.around.iter().flat_map(|r| terms(r.boxes.iter())));
    }
    // Several boxes of one side can be about one asker.
    unwanted.extend(who.iter().flatten());
    let mut joined: BTreeSet<(Vec<u32>, Option<u32>)> = BTreeSet::new();
    let mut budget = STEPS;
    let mut all_looked_at = true;
    for a in &who[0] {
        for b in &who[1] {
            let Some(term) = rules.regions.both(a, b) else {
                continue;
            };
            let groups: Vec<u32> = rules.model.closure(&term.groups);
            if !joined.insert((groups, term.party.map(|p| p.0))) {
                continue;
            }
            let (askers, all) = rules.askers(&term, &wanted, &unwanted);
            all_looked_at &= all;
            for who in askers {
                let first = held(rules, delete, &bound[0], &who, &mut budget)?;
                if first.is_empty() {
                    continue;
                }
                let second = held(rules, keep, &bound[1], &who, &mut budget)?;
                let both = first
                    .iter()
                    .find_map(|x| second.iter().find_map(|y| x.meet(y.extent())));
                if let Some(cell) = both {
                    return Ok(Some((who, cell)));
                }
            }
        }
    }
    if all_looked_at {
        Ok(None)
    } else {
        Err(OutOfBudget)
    }
}

fn bound<'m>(rules: &mut Rules<'m>, timed: &Timed) -> Bound<'m> {
    match timed.source {
        Source::Rule(id) => Bound {
            by: Some(rules.duty(id)),
            around: Vec::new(),
        },
        Source::With(id, _) => Bound {
            by: Some(rules.ruled(id)),
            around: rules.around(id),
        },
        Source::AtMost(_) | Source::AtLeast(_) => Bound {
            by: None,
            around: Vec::new(),
        },
    }
}

/// Where one asker has a duty, whatever the action.
fn held(
    rules: &Rules,
    timed: &Timed,
    bound: &Bound,
    who: &Someone,
    budget: &mut usize,
) -> Result<Vec<Cell>, OutOfBudget> {
    let mut atoms: [FixedBitSet; AXES] = rules.cell(&[], &[], &[]).atoms;
    atoms[1] = timed.data.clone();
    atoms[2] = timed.purposes.clone();
    let Some(by) = &bound.by else {
        let kept_by = timed.keepers.iter().any(|t| rules.regions.fits(who, t));
        let always = Cell {
            atoms,
            facts: BTreeMap::new(),
        };
        return Ok(kept_by.then_some(always).into_iter().collect());
    };
    let mut out = Vec::new();
    for one in by.boxes.iter().filter(|b| rules.regions.fits(who, b.term)) {
        let circumstances = match timed.source {
            Source::With(..) => rules.usable(who, one, &by.setters, &bound.around, budget)?,
            _ => {
                let whole = Cell {
                    atoms: atoms.clone(),
                    facts: (*one.facts).clone(),
                };
                rules.outside(vec![whole], &rules.alone(who, &by.setters), budget)?
            }
        };
        out.extend(circumstances.into_iter().filter_map(|c| {
            let here = Cell {
                atoms: atoms.clone(),
                facts: c.facts.clone(),
            };
            here.meet(c.extent())
        }));
    }
    Ok(out)
}

/// Whether all that a permission's duty is about lies within what the permission is about.
pub(super) fn lies_within_its_permission(model: &Model, id: RuleId, number: usize) -> bool {
    let Some((rule, duty)) = model
        .rules
        .get(id.index())
        .and_then(|r| Some((r, r.duties.get(number)?)))
    else {
        return false;
    };
    let data = |n: u32| rule.data.iter().any(|d| model.data_tree.is_within(n, d.0));
    let purpose = |n: u32| {
        let tree = &model.purpose_tree;
        rule.purposes.iter().any(|p| tree.is_within(n, p.0))
    };
    (rule.data.is_empty() || (!duty.data.is_empty() && duty.data.iter().all(|d| data(d.0))))
        && (rule.purposes.is_empty() || duty.purposes.iter().all(|p| purpose(p.0)))
}
