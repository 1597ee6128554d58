//! Whether deleting and keeping leave each other room: the same data, for the same purpose, by the same party.

use super::regions::{Ruled, Rules, STEPS, terms};
use super::sources::{self, Acts, Retention, Source};
use super::{DutyConflict, DutyFinding};
use crate::analysis::Axis;
use crate::analysis::checks::Case;
use crate::analysis::region::{AXES, Cell, OutOfBudget, Someone, Values};
use crate::model::{ActionId, DataId, Dataset, Duration, Model, RuleId, ValueSet, WhoTerm};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// How much is spent on pairs of a duty to delete and a duty to keep in one commons: one for a pair that is about the same
/// data, and more for one whose terms clash, since then parties and facts are looked at.
const BUDGET_FOR_PAIRS: usize = 10_000_000;
const COST_OF_A_CLASH: usize = 100;

/// A duty to delete or to keep.
struct Timed {
    source: Source,
    /// By when it must be gone (none: some day), or how long it must be kept (none: always).
    limit: Option<Duration>,
    /// It names no data.
    all_data: bool,
    /// The atoms that it is about, sorted, if it does name data.
    data: Rc<Vec<u32>>,
    purposes: Rc<FixedBitSet>,
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
    let mut by_atom: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut everywhere = Vec::new();
    for (at, delete) in deletes.iter().enumerate() {
        if delete.all_data {
            everywhere.push(at);
            continue;
        }
        for atom in delete.data.iter() {
            by_atom.entry(*atom).or_default().push(at);
        }
    }
    let mut shorter: HashMap<(Option<Duration>, Option<Duration>), bool> = HashMap::new();
    let mut told: BTreeSet<(Source, Source)> = BTreeSet::new();
    let mut budget = BUDGET_FOR_PAIRS;
    for keep in &keeps {
        let near: BTreeSet<usize> = if keep.all_data {
            (0..deletes.len()).collect()
        } else {
            let lists = keep.data.iter().filter_map(|n| by_atom.get(n)).flatten();
            lists.chain(&everywhere).copied().collect()
        };
        for delete in near.into_iter().filter_map(|at| deletes.get(at)) {
            let too_early = *shorter
                .entry((delete.limit, keep.limit))
                .or_insert_with(|| ends_before(delete.limit, keep.limit));
            let ours = delete.source.is_own(rules.model) || keep.source.is_own(rules.model);
            let may_clash = ours
                && too_early
                && delete.shares_data_with(keep)
                && !delete.purposes.is_disjoint(&keep.purposes)
                && !told.contains(&(delete.source, keep.source));
            let cost = if may_clash { COST_OF_A_CLASH } else { 1 };
            let Some(left) = budget.checked_sub(cost) else {
                out.push(conflict(DutyFinding::Undecided, delete, keep));
                return;
            };
            budget = left;
            if !may_clash {
                continue;
            }
            let mut found = conflict(DutyFinding::Clash, delete, keep);
            if delete.source.rule().is_none() && keep.source.rule().is_none() {
                let shared = |n: &&u32| keep.data.binary_search(n).is_ok();
                found.data = delete.data.iter().find(shared).map(|n| DataId(*n));
            } else {
                match clash(rules, delete, keep) {
                    Ok(None) => continue,
                    Ok(Some(mut case)) => {
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

impl Timed {
    /// Some data that both are about: any at all if neither names data.
    fn shares_data_with(&self, other: &Timed) -> bool {
        self.all_data
            || other.all_data
            || self
                .data
                .iter()
                .any(|n| other.data.binary_search(n).is_ok())
    }
}

/// Sets of atoms, each made once: most duties are about the same few.
#[derive(Default)]
struct Sets {
    data: HashMap<Vec<u32>, Rc<Vec<u32>>>,
    purposes: HashMap<Vec<u32>, Rc<FixedBitSet>>,
}

impl Sets {
    fn data(&mut self, rules: &Rules, names: Vec<u32>) -> Rc<Vec<u32>> {
        let below = |names: &Vec<u32>| {
            let tree = &rules.model.data_tree;
            let all = names.iter().flat_map(|n| tree.down(*n)).copied();
            Rc::new(all.collect::<BTreeSet<u32>>().into_iter().collect())
        };
        Rc::clone(self.data.entry(names).or_insert_with_key(below))
    }

    fn purposes(&mut self, rules: &Rules, names: Vec<u32>) -> Rc<FixedBitSet> {
        let below = |names: &Vec<u32>| Rc::new(rules.atoms(Axis::Purpose, names));
        Rc::clone(self.purposes.entry(names).or_insert_with_key(below))
    }
}

/// All duties to delete, and all to keep; none at all if there are none of either kind.
fn timed(rules: &Rules) -> (Vec<Timed>, Vec<Timed>) {
    let model = rules.model;
    let builtin = |id: &str| {
        let at = model.actions.iter().position(|a| a.decl.id == id);
        at.map(ActionId::new)
    };
    let (delete, keep) = (builtin("delete"), builtin("keep"));
    let within = |action: &ActionId, above: Option<ActionId>| {
        above.is_some_and(|above| model.action_tree.is_within(action.0, above.0))
    };
    let (mut gone, mut kept) = (Vec::new(), Vec::new());
    for acts in sources::duties(model) {
        let terms = acts.terms;
        if acts.actions.iter().any(|a| within(a, delete)) {
            // What is done every month is done at latest after a month.
            gone.push((acts, terms.every.or(terms.within)));
        }
        if acts.actions.iter().any(|a| within(a, keep)) {
            if terms.at_most.is_some() {
                gone.push((acts, terms.at_most));
            }
            if terms.at_least.is_some() || terms.at_most.is_none() {
                kept.push((acts, terms.at_least));
            }
        }
    }
    let says = |term: fn(&Dataset) -> Option<Duration>| {
        let mut all = model.data.iter().filter_map(|d| d.dataset());
        all.any(|d| term(d).is_some())
    };
    let any_most = !gone.is_empty() || says(|d| d.keep_at_most);
    let any_least = !kept.is_empty() || says(|d| d.keep_at_least);
    if !any_most || !any_least {
        return (Vec::new(), Vec::new());
    }
    let (least, most): (Vec<Retention>, Vec<Retention>) = sources::retention(model)
        .into_iter()
        .partition(|r| matches!(r.source, Source::AtLeast(_)));
    let mut sets = Sets::default();
    let mut of_rules = |duties: Vec<(Acts, Option<Duration>)>| -> Vec<Timed> {
        let one = |(acts, limit): (Acts, Option<Duration>)| {
            let purposes = match acts.source {
                Source::With(id, _) if acts.purposes.is_empty() => {
                    rules.rule(id).map_or(&[][..], |r| r.purposes.as_slice())
                }
                _ => acts.purposes,
            };
            let data = acts.data.iter().map(|d| d.0).collect();
            let of: Vec<u32> = purposes.iter().map(|p| p.0).collect();
            Timed {
                source: acts.source,
                limit,
                all_data: acts.data.is_empty(),
                data: sets.data(rules, data),
                names_purpose: !of.is_empty(),
                purposes: sets.purposes(rules, of),
                keepers: Vec::new(),
            }
        };
        duties.into_iter().map(one).collect()
    };
    let (mut deletes, mut keeps) = (of_rules(gone), of_rules(kept));
    let always = sets.purposes(rules, Vec::new());
    let of_data = |held: Retention| {
        let dataset = |id: DataId| model.data.get(id.index()).and_then(|d| d.dataset());
        Timed {
            source: held.source,
            limit: match held.source {
                Source::AtMost(id) => dataset(id).and_then(|d| d.keep_at_most),
                Source::AtLeast(id) => dataset(id).and_then(|d| d.keep_at_least),
                Source::Rule(_) | Source::With(..) => None,
            },
            all_data: false,
            data: Rc::new(held.atoms),
            purposes: Rc::clone(&always),
            names_purpose: false,
            keepers: held.terms,
        }
    };
    deletes.extend(most.into_iter().map(of_data));
    keeps.extend(least.into_iter().map(of_data));
    (deletes, keeps)
}

/// A case in which somebody has both duties.
fn clash(rules: &mut Rules, delete: &Timed, keep: &Timed) -> Result<Option<Case>, OutOfBudget> {
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
                let Some(found) = both_held(rules, pair, &bound, who.clone(), &mut budget)? else {
                    continue;
                };
                // A party that the source names goes before someone who could be, unless anyone at all will do.
                let anyone = matches!(&who, Someone::Conceivable(groups) if groups.is_empty());
                let parties = if anyone {
                    Vec::new()
                } else {
                    rules.parties(&term)
                };
                for party in parties {
                    let named = both_held(rules, pair, &bound, party, &mut { STEPS });
                    if let Ok(Some(named)) = named {
                        return Ok(Some(named));
                    }
                }
                return Ok(Some(found));
            }
        }
    }
    if all_looked_at {
        Ok(None)
    } else {
        Err(OutOfBudget)
    }
}

/// A case in which one asker has both duties; no fact is named in it that makes no difference.
fn both_held(
    rules: &Rules,
    pair: [&Timed; 2],
    bound: &[Bound; 2],
    who: Someone,
    budget: &mut usize,
) -> Result<Option<Case>, OutOfBudget> {
    let first = held(rules, pair[0], &bound[0], &who, budget)?;
    if first.is_empty() {
        return Ok(None);
    }
    let second = held(rules, pair[1], &bound[1], &who, budget)?;
    let meeting = |x: &Cell| second.iter().find_map(|y| x.meet(y.extent()));
    let Some(mut here) = first.iter().find_map(meeting) else {
        return Ok(None);
    };
    let mut case = Case::choose(rules.model, who, &here);
    case.action = None;
    let chosen = [
        None,
        case.data.map(|d| d.index()),
        case.purpose.map(|p| p.index()),
    ];
    for (atoms, chosen) in here.atoms.iter_mut().zip(chosen) {
        if let Some(chosen) = chosen {
            atoms.clear();
            atoms.insert(chosen);
        }
    }
    for (key, value) in case.facts.clone() {
        let mut without = here.clone();
        without.facts.remove(&key);
        let shown = rules.lies_within(&without, &first, budget)?
            && rules.lies_within(&without, &second, budget)?;
        if shown {
            case.facts.remove(&key);
            here = without;
        } else {
            let value = Values::known(ValueSet::one(value.as_int()));
            here.facts.insert(key, value);
        }
    }
    Ok(Some(case))
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
    if !timed.all_data {
        atoms[1].clear();
        atoms[1].extend(timed.data.iter().map(|n| *n as usize));
    }
    atoms[2] = (*timed.purposes).clone();
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
