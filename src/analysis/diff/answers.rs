//! The answers that changed: from cells of a comparison to entries that can be told, each with a case.
//!
//! What is told first are cases in which every fact that matters is known. A case in which one is unknown and whose answer
//! changed as well is only a shadow of these (docs/reference/diff.md), unless no known case of it changed: then it is told by itself.

use super::joining::{contains, join};
use super::pairing::Pairs;
use crate::analysis::compare::{
    Answered, Carried, Change, Comparison, Point, Side, Space, What, compare,
};
use crate::analysis::region::cells::parts;
use crate::analysis::region::{BUDGET, Cell, Domains, Patch, Someone};
use crate::analysis::{Asker, Universe};
use crate::model::{FactKey, GroupId, Model, RuleId, Verdict};
use std::collections::BTreeMap;

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Was refused, or not certain, and is permitted.
    Permitted,
    /// Was permitted, and is not.
    Refused,
    /// No rule spoke of it, and now one forbids it.
    Forbidden,
    /// Was forbidden, and now no rule speaks of it.
    NotForbidden,
    /// Was certain whatever the facts that are not named, and now depends on them.
    Depends,
    /// Depended on facts, and no longer does.
    Settled,
    /// Still permitted, with other duties or on another legal basis.
    Terms,
    /// Other duties, whatever one is permitted.
    Duties,
}

impl Kind {
    /// A stable name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Permitted => "permitted",
            Kind::Refused => "refused",
            Kind::Forbidden => "forbidden",
            Kind::NotForbidden => "not-forbidden",
            Kind::Depends => "depends",
            Kind::Settled => "settled",
            Kind::Terms => "terms",
            Kind::Duties => "duties",
        }
    }
}

/// One thing that changed, in numbers of the space.
#[derive(Debug, Clone)]
pub struct Entry {
    pub kind: Kind,
    /// Those for whom it is so; and for whoever is in more groups, unless another entry says otherwise.
    pub who: Vec<Someone>,
    pub cell: Cell,
    pub what: What,
    /// The rules that make the difference, by side.
    pub rules: [Vec<RuleId>; 2],
    /// One plain case, and its verdicts by the evaluator.
    pub example: Option<Example>,
    /// Facts that have to be known now and did not have to be before, and the other way round.
    pub more_known: Vec<FactKey>,
    pub less_known: Vec<FactKey>,
}

#[derive(Debug, Clone)]
pub struct Example {
    pub who: Someone,
    pub point: Point,
    pub before: Verdict,
    pub after: Verdict,
}

/// All answers that changed.
pub struct Answers<'m> {
    pub space: Space<'m>,
    pub entries: Vec<Entry>,
    pub undecided: Vec<(Side, RuleId)>,
    pub carried: Vec<Carried>,
}

/// Compares the answers of two models.
pub fn answers<'m>(old: &'m Model, new: &'m Model, pairs: &Pairs) -> Answers<'m> {
    let space = Space::new(old, new, &pairs.pairing(old, new));
    let all = |m: &Model| (0..m.rules.len()).map(RuleId::new).collect::<Vec<_>>();
    let Comparison {
        changes,
        undecided,
        carried,
    } = compare(&space, &all(old), &all(new));
    let entries = entries(&space, &changes);
    Answers {
        space,
        entries,
        undecided,
        carried,
    }
}

fn kind(what: &What) -> Kind {
    use Answered::{NotProvidedFor, Permitted, Prohibited, Undetermined};
    match what {
        What::Terms { .. } => Kind::Terms,
        What::Duties { .. } => Kind::Duties,
        What::Verdict { before, after } => match (before, after) {
            (_, Undetermined) => Kind::Depends,
            (Undetermined, _) => Kind::Settled,
            (_, Permitted) => Kind::Permitted,
            (Permitted, _) => Kind::Refused,
            (NotProvidedFor, _) => Kind::Forbidden,
            (Prohibited, _) => Kind::NotForbidden,
        },
    }
}

/// The part of a cell in which every fact that it names is known; `None` if there is none.
fn settled(space: &Space, cell: &Cell) -> Option<Cell> {
    let mut out = cell.clone();
    for (key, values) in &mut out.facts {
        if values.known.is_empty() {
            return None;
        }
        values.unknown = false;
        // Any value, as long as it is known: that says nothing.
        if values.known == space.domain(*key).known {
            values.unknown = true;
        }
    }
    out.facts
        .retain(|key, values| *values != space.domain(*key));
    Some(out)
}

/// The facts that a cell says are unknown.
fn unknown(cell: &Cell) -> Vec<FactKey> {
    let only = cell
        .facts
        .iter()
        .filter(|(_, v)| v.unknown && v.known.is_empty());
    only.map(|(key, _)| *key).collect()
}

type Rules = [Vec<RuleId>; 2];

fn entries(space: &Space, changes: &[Change]) -> Vec<Entry> {
    let mut told: Told = BTreeMap::new();
    let mut shadows: Vec<&Change> = Vec::new();
    for change in changes {
        let apart = matches!(kind(&change.what), Kind::Depends | Kind::Settled);
        match settled(space, &change.cell).filter(|_| !apart) {
            Some(cell) => add(&mut told, change, vec![cell]),
            None => shadows.push(change),
        }
    }
    let mut out = Vec::new();
    for ((kind, _, rules), list) in told {
        out.extend(joined(space, kind, &rules, list));
    }
    beside(space, &shadows, &mut out);
    out.sort_by_key(|e| (e.kind, place(&e.rules)));
    let sides = space.models.map(Universe::new);
    for entry in &mut out {
        entry.example = example(space, &sides, entry, changes);
    }
    out
}

/// In the order of the new source, and behind it what only the old one had.
fn place(rules: &Rules) -> (u32, u32) {
    let first = |side: usize| rules[side].first().map_or(u32::MAX, |r| r.0);
    (first(1), first(0))
}

fn carried(what: &What) -> Vec<u32> {
    match what {
        What::Verdict { .. } => Vec::new(),
        What::Terms { lost, gained } | What::Duties { lost, gained } => {
            let mut all = lost.clone();
            all.push(u32::MAX);
            all.extend(gained);
            all
        }
    }
}

/// Few entries out of many cells: cells joined, and those for whom the same holds put together.
fn joined(
    space: &Space,
    kind: Kind,
    rules: &Rules,
    list: Vec<(Someone, Vec<Cell>, &Change)>,
) -> Vec<Entry> {
    let mut by_who: Vec<(Someone, Vec<Cell>, &Change)> = Vec::new();
    for (who, cells, change) in list {
        let cells: Vec<Cell> = join(space, cells);
        // What holds for someone in fewer groups holds for this one.
        let told = |cell: &Cell| {
            by_who.iter().any(|(other, cells, _)| {
                follows(space, &who, other) && cells.iter().any(|c| contains(space, c, cell))
            })
        };
        let left: Vec<Cell> = cells.into_iter().filter(|c| !told(c)).collect();
        if !left.is_empty() {
            by_who.push((who, left, change));
        }
    }
    let mut out: Vec<Entry> = Vec::new();
    for (who, cells, change) in by_who {
        for cell in cells {
            match out.iter_mut().find(|e| e.cell == cell) {
                Some(entry) => entry.who.push(who.clone()),
                None => out.push(Entry {
                    kind,
                    who: vec![who.clone()],
                    cell,
                    what: change.what.clone(),
                    rules: rules.clone(),
                    example: None,
                    more_known: Vec::new(),
                    less_known: Vec::new(),
                }),
            }
        }
    }
    out
}

/// Whether `who` is in all the groups of `other`, on both sides.
fn follows(space: &Space, who: &Someone, other: &Someone) -> bool {
    if !matches!(other, Someone::Conceivable(_)) {
        return false;
    }
    Side::BOTH.iter().all(|side| {
        let model = space.model(*side);
        let groups = |s: &Someone| -> Vec<GroupId> {
            match space.people.asker_on(*side, s) {
                Asker::Groups(groups) => groups,
                Asker::Party(p) => model
                    .parties
                    .get(p.index())
                    .map_or_else(Vec::new, |p| p.groups.clone()),
            }
        };
        let mine = crate::analysis::universe::closure(model, &groups(who));
        groups(other).iter().all(|g| mine.contains(g.index()))
    })
}

/// Changes in which something is unknown: as a remark at the entry that they belong to. What belongs to none is told by itself.
fn beside(space: &Space, shadows: &[&Change], out: &mut Vec<Entry>) {
    let known = out.len();
    let mut alone: Told = BTreeMap::new();
    let mut budget = BUDGET;
    for change in shadows {
        let same = |who: &Someone| *who == change.who || follows(space, &change.who, who);
        let mut shades: Vec<Cell> = Vec::new();
        for entry in out.iter_mut().take(known) {
            let shade = shade(&entry.cell);
            if entry.who.iter().any(same) && shade.extent().meets(change.cell.extent()) {
                if entry.who.contains(&change.who) {
                    remark(entry, change);
                }
                shades.push(shade);
            }
        }
        let patches: Vec<Patch> = shades
            .iter()
            .map(|shade| Patch::plain(shade.extent()))
            .collect();
        // Without steps left it is told twice rather than not at all.
        let left = match parts(space, change.cell.clone(), &patches, &mut budget) {
            Ok(parts) => parts.outside,
            Err(_) => vec![change.cell.clone()],
        };
        if !left.is_empty() {
            add(&mut alone, change, left);
        }
    }
    for ((kind, _, rules), list) in alone {
        out.extend(
            joined(space, kind, &rules, list)
                .into_iter()
                .map(|mut entry| {
                    let keys = unknown(&entry.cell);
                    match kind {
                        Kind::Depends => entry.more_known = keys,
                        _ => entry.less_known = keys,
                    }
                    entry
                }),
        );
    }
}

/// An entry's cases, and those that become one of them when more is known.
fn shade(cell: &Cell) -> Cell {
    let mut out = cell.clone();
    for values in out.facts.values_mut() {
        values.unknown = true;
    }
    out
}

/// What is told, by what became of it, what differs and which rules are responsible; of each asker the cells.
type Told<'c> = BTreeMap<(Kind, Vec<u32>, Rules), Vec<(Someone, Vec<Cell>, &'c Change)>>;

fn add<'c>(told: &mut Told<'c>, change: &'c Change, cells: Vec<Cell>) {
    let key = (
        kind(&change.what),
        carried(&change.what),
        change.rules.clone(),
    );
    let list = told.entry(key).or_default();
    match list.iter_mut().find(|(who, ..)| *who == change.who) {
        Some((_, own, _)) => own.extend(cells),
        None => list.push((change.who.clone(), cells, change)),
    }
}

/// What has to be known for a permission that was certain before, or that has become certain.
fn remark(entry: &mut Entry, change: &Change) {
    let What::Verdict { before, after } = change.what else {
        return;
    };
    let list = match (entry.kind, before, after) {
        (Kind::Refused, Answered::Permitted, Answered::Undetermined) => &mut entry.more_known,
        (Kind::Permitted, Answered::Undetermined, Answered::Permitted) => &mut entry.less_known,
        _ => return,
    };
    for key in unknown(&change.cell) {
        if !list.contains(&key) {
            list.push(key);
        }
    }
    list.sort_unstable();
}

/// A case of the entry, answered by the evaluator of both versions.
fn example(
    space: &Space,
    sides: &[Universe; 2],
    entry: &Entry,
    changes: &[Change],
) -> Option<Example> {
    // The verdict is the same.
    if matches!(entry.kind, Kind::Duties | Kind::Terms) {
        return None;
    }
    let fits = |c: &&Change| {
        entry.who.contains(&c.who)
            && kind(&c.what) == entry.kind
            && c.rules == entry.rules
            && space.holds(&entry.cell, &c.point)
    };
    let change = changes.iter().find(fits);
    let (who, point) = match change {
        Some(change) => (change.who.clone(), change.point.clone()),
        None => (entry.who.first()?.clone(), space.point(&entry.cell)),
    };
    let verdict = |side: Side| {
        let request = space.request(side, &who, &point);
        request.map_or(Verdict::NotProvidedFor, |r| {
            sides[side.index()].decide(&r).verdict
        })
    };
    Some(Example {
        before: verdict(Side::Old),
        after: verdict(Side::New),
        who,
        point,
    })
}
