//! Who asks: who can fit a term, and who must be looked at to know about all who do.

use super::{Blocker, Regions, Someone};
use crate::model::{GroupId, Model, PartyId, WhoTerm};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeSet, HashMap};

/// Groups of exceptions that one question about cover combines; there are two to this power combinations.
const MOST_COMBINED: usize = 10;

/// How many askers one question tells apart.
pub const MOST_ASKERS: usize = 1 << MOST_COMBINED;

/// Those who must be looked at, plainest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Askers {
    pub found: Vec<Someone>,
    /// Whether these are all that matter; if not, what holds for all of them is undecided in general.
    pub all: bool,
}

/// The groups of each named party, closed upward.
fn members(model: &Model) -> Vec<FixedBitSet> {
    let of = |at: usize| {
        let mut set = FixedBitSet::with_capacity(model.groups.len());
        let all = model.groups_of(PartyId::new(at));
        set.extend(all.into_iter().map(|g| g as usize));
        set
    };
    (0..model.parties.len()).map(of).collect()
}

/// The separations that each group is in, by their number.
fn separated(model: &Model) -> HashMap<GroupId, Vec<usize>> {
    let mut out: HashMap<GroupId, Vec<usize>> = HashMap::new();
    for (at, separation) in model.separations.iter().enumerate() {
        for group in &separation.groups {
            out.entry(*group).or_default().push(at);
        }
    }
    out
}

impl Regions<'_> {
    /// Those who can be in a term, plainest first: someone in just these groups if that is conceivable (then nobody
    /// else needs looking at), else the named parties that are.
    pub fn somebodies(&self, term: &WhoTerm) -> Vec<Someone> {
        if let Some(party) = term.party {
            let who = Someone::Named(party);
            return if self.fits(&who, term) {
                vec![who]
            } else {
                Vec::new()
            };
        }
        if self.conceivable(&term.groups) {
            return vec![Someone::Conceivable(term.groups.clone())];
        }
        self.named(term).collect()
    }

    /// Whether a party unknown to the source may be in all of these at once: none is closed, no two are separated.
    pub fn conceivable(&self, groups: &[GroupId]) -> bool {
        let all = self.model.closure(groups);
        let open = all
            .iter()
            .all(|&g| self.model.groups.get(g as usize).is_some_and(|g| !g.closed));
        let separated = self.separated.get_or_init(|| separated(self.model));
        let mut lists: Vec<&[usize]> = all
            .iter()
            .filter_map(|&g| separated.get(&GroupId(g)).map(Vec::as_slice))
            .collect();
        lists.sort_by_key(|list| list.len());
        let clash = lists.iter().enumerate().any(|(at, few)| {
            let longer = lists.iter().skip(at + 1);
            longer
                .into_iter()
                .any(|many| few.iter().any(|s| many.binary_search(s).is_ok()))
        });
        open && !clash
    }

    /// Whether a party fits a term.
    pub fn fits(&self, who: &Someone, term: &WhoTerm) -> bool {
        match who {
            Someone::Named(p) => {
                let is_in = |g: &GroupId| {
                    let members = self.members.get_or_init(|| members(self.model));
                    let groups = members.get(p.index());
                    groups.is_some_and(|all| all.contains(g.index()))
                };
                term.party.is_none_or(|party| party == *p) && term.groups.iter().all(is_in)
            }
            Someone::Conceivable(groups) => {
                let tree = &self.model.group_tree;
                let is_in = |wanted: &GroupId| groups.iter().any(|g| tree.is_within(g.0, wanted.0));
                term.party.is_none() && term.groups.iter().all(is_in)
            }
        }
    }

    /// Those who fit both terms, as one term, if there can be anybody.
    pub fn both(&self, a: &WhoTerm, b: &WhoTerm) -> Option<WhoTerm> {
        let party = match (a.party, b.party) {
            (Some(x), Some(y)) if x != y => return None,
            (x, y) => x.or(y),
        };
        let mut groups = a.groups.clone();
        groups.extend(b.groups.iter().filter(|g| !a.groups.contains(g)));
        let term = WhoTerm { groups, party };
        self.anybody(&term).then_some(term)
    }

    /// Whether anybody can fit a term.
    pub fn anybody(&self, term: &WhoTerm) -> bool {
        match term.party {
            Some(party) => self.fits(&Someone::Named(party), term),
            None => self.conceivable(&term.groups) || self.named(term).next().is_some(),
        }
    }

    /// Everyone who fits a term, told apart by which of these other terms they fit, plainest first: for each combination
    /// of other terms that somebody can fit without fitting more of them, somebody who does.
    ///
    /// Whoever fits `term` fits exactly the same of the other terms as someone in this list, and is in all the groups
    /// that that one is in (or is that very party). What depends on nothing but these terms is therefore the same for both.
    pub fn telling_apart(&self, term: &WhoTerm, others: &[&WhoTerm]) -> Askers {
        let mut out = Askers {
            found: Vec::new(),
            all: true,
        };
        if term.party.is_none() && self.conceivable(&term.groups) {
            // Whoever fits the same terms is in the same groups: those of the terms, and all above them.
            let mut seen: BTreeSet<Vec<u32>> = BTreeSet::from([self.model.closure(&term.groups)]);
            out.found.push(Someone::Conceivable(term.groups.clone()));
            let mut at = 0;
            // Breadth first, so that those in fewer terms come first. Whoever can't exist can't be in more groups either.
            while let Some(Someone::Conceivable(groups)) = out.found.get(at).cloned() {
                at += 1;
                for other in others.iter().filter(|t| t.party.is_none()) {
                    let mut more = groups.clone();
                    more.extend(other.groups.iter().filter(|g| !groups.contains(g)));
                    if more.len() == groups.len()
                        || !seen.insert(self.model.closure(&more))
                        || !self.conceivable(&more)
                    {
                        continue;
                    }
                    if out.found.len() >= MOST_ASKERS {
                        out.all = false;
                        return out;
                    }
                    out.found.push(Someone::Conceivable(more));
                }
            }
        }
        let profile =
            |who: &Someone| -> Vec<bool> { others.iter().map(|t| self.fits(who, t)).collect() };
        let mut named = self.named(term).peekable();
        if named.peek().is_some() {
            let mut seen: BTreeSet<Vec<bool>> = out.found.iter().map(profile).collect();
            out.found
                .extend(named.filter(|who| seen.insert(profile(who))));
        }
        out
    }

    /// Those who must be looked at to know whether all who fit a term are covered, plainest first, and whether that is
    /// everyone who matters.
    ///
    /// Without exceptions the plainest is enough. With them, someone in more groups may profit from an exception; then
    /// it is enough to look at the fewest groups with which each combination of exceptions can be had, and at the named parties.
    pub(super) fn for_cover(&self, term: &WhoTerm, others: &[Blocker]) -> (Vec<Someone>, bool) {
        let mut found = self.somebodies(term);
        if others.iter().all(|o| o.except.is_empty()) {
            return (found, true);
        }
        let own = self.model.closure(&term.groups);
        let mut extra: Vec<Vec<GroupId>> = others
            .iter()
            .flat_map(|o| &o.except)
            .filter(|e| e.term.party.is_none())
            .map(|e| {
                let more = |g: &&GroupId| own.binary_search(&g.0).is_err();
                e.term.groups.iter().filter(more).copied().collect()
            })
            .filter(|more: &Vec<GroupId>| !more.is_empty())
            .collect();
        extra.sort();
        extra.dedup();
        let all = extra.len() <= MOST_COMBINED;
        extra.truncate(MOST_COMBINED);
        if term.party.is_none() {
            let mut combinations: Vec<u32> = (1..1u32 << extra.len()).collect();
            combinations.sort_by_key(|c| c.count_ones());
            for combination in combinations {
                let mut groups = term.groups.clone();
                for (at, more) in extra.iter().enumerate() {
                    if combination >> at & 1 == 1 {
                        groups.extend(more);
                    }
                }
                let mut seen = BTreeSet::new();
                groups.retain(|g| seen.insert(*g));
                if self.conceivable(&groups) {
                    found.push(Someone::Conceivable(groups));
                }
            }
        }
        found.extend(self.named(term));
        (found, all)
    }

    /// The named parties that fit a term.
    pub fn named<'t>(&'t self, term: &'t WhoTerm) -> impl Iterator<Item = Someone> + 't {
        (0..self.model.parties.len())
            .map(move |at| Someone::Named(PartyId::new(at)))
            .filter(|who| self.fits(who, term))
    }
}
