//! One prohibition and one permission: from which data to which, in what order, until a way is found.

use super::derivation::Spread;
use super::{Leak, Search, Way, prohibits, question};
use crate::analysis::region::OutOfBudget;
use crate::model::{DataId, Rule, RuleId};
use fixedbitset::FixedBitSet;
use std::collections::BTreeSet;

/// Atoms of a prohibition that the same rules set aside, and what is made from them.
pub(super) struct Source {
    pub atoms: Vec<u32>,
    /// `None`: nothing.
    pub spread: Option<Spread>,
}

/// A source and targets that give the same answer, all in as many steps.
pub(super) struct Link<'s> {
    from: u32,
    /// Never empty.
    pub to: Vec<u32>,
    /// `None`: the data themselves.
    spread: Option<&'s Spread>,
}

impl<'s> Link<'s> {
    /// Of targets that the same rules cover, those that take the fewest steps.
    fn new(from: u32, mut kind: Vec<u32>, spread: Option<&'s Spread>) -> Option<Self> {
        let distance = |to: &u32| spread.map_or(0, |s| s.distance(*to));
        let least = kind.iter().map(distance).min()?;
        kind.retain(|to| distance(to) == least);
        Some(Link {
            from,
            to: kind,
            spread,
        })
    }

    fn first(&self) -> u32 {
        self.to.first().copied().unwrap_or(self.from)
    }

    fn steps(&self) -> u32 {
        self.spread.map_or(0, |s| s.distance(self.first()))
    }

    pub fn path(&self, to: u32) -> Vec<DataId> {
        self.spread.map_or_else(|| vec![DataId(to)], |s| s.path(to))
    }
}

impl<'m> Search<'_, 'm> {
    /// The shortest way from one prohibition to one permission. Data that are made from others go before passing on. `Err`: no
    /// question may be put any more.
    pub(super) fn pair(
        &mut self,
        (prohibition, against): (RuleId, &'m Rule),
        permission: RuleId,
        sources: &[Source],
        open: bool,
        left: &mut usize,
    ) -> Result<Option<Leak>, OutOfBudget> {
        let Some(allowed) = self.rule(permission) else {
            return Ok(None);
        };
        let [_, covered, _] = self.regions.atoms(against);
        let [_, reached, _] = self.regions.atoms(allowed);
        let targets = |source: &Source| -> Vec<u32> {
            let Some(spread) = &source.spread else {
                return Vec::new();
            };
            let made = self.derivation.made.intersection(&reached);
            let made = made.filter(|e| !covered.contains(*e)).map(|e| e as u32);
            let mut made: Vec<u32> = made.filter(|e| spread.has_made(*e)).collect();
            made.sort_by_key(|e| spread.distance(*e));
            made
        };
        let targets: Vec<Vec<u32>> = sources.iter().map(targets).collect();
        let passed = open && self.passing.names(allowed) && !covered.is_disjoint(&reached);
        if !passed && targets.iter().all(Vec::is_empty) {
            return Ok(None);
        }
        let around = self.around(against, allowed);
        let mut telling: Vec<RuleId> = allowed.set_aside_by.clone();
        for r in &around {
            telling.push(*r);
            telling.extend(self.rule(*r).iter().flat_map(|r| &r.set_aside_by));
        }
        telling.sort_unstable();
        telling.dedup();
        let mut made: Vec<Link> = Vec::new();
        let mut same: Vec<Link> = Vec::new();
        for (source, targets) in sources.iter().zip(targets) {
            let Some(from) = source.atoms.first().copied() else {
                continue;
            };
            for kind in self.kinds(targets.into_iter(), &telling) {
                made.extend(Link::new(from, kind, source.spread.as_ref()));
            }
            if passed {
                let both = source.atoms.iter().copied();
                let both = both.filter(|&d| reached.contains(d as usize));
                for kind in self.kinds(both, &telling) {
                    same.extend(Link::new(from, kind, None));
                }
            }
        }
        made.sort_by_key(|link| (link.steps(), link.first()));
        let ways: &[(Way, &[Link])] = &[
            (Way::Derived, &made),
            (Way::PassedOn, &same),
            (Way::PassedOn, &made),
        ];
        let [a, _, _] = self.regions.atoms(against);
        let [b, _, _] = self.regions.atoms(allowed);
        let mut undecided = false;
        for (way, links) in ways {
            let possible = match way {
                Way::Derived => !a.is_disjoint(&b),
                Way::PassedOn => self.passing.names(allowed),
            };
            for link in links.iter().filter(|_| possible) {
                if *left == 0 {
                    return Err(OutOfBudget);
                }
                *left -= 1;
                let question = question::Question {
                    prohibition,
                    permission,
                    around: &around,
                    way: *way,
                    from: link.from,
                    to: link.first(),
                };
                match self.ask(&question) {
                    question::Answer::Yes(route) => {
                        let plain = self.plain(prohibition, permission, &around, link, route);
                        let Some(mut route) = plain else {
                            return Ok(Some(Leak::Undecided { more: Vec::new() }));
                        };
                        if route.path.len() > 1 {
                            route.made = self.made(sources, &covered, &reached);
                        }
                        return Ok(Some(Leak::Found(route)));
                    }
                    question::Answer::Undecided => undecided = true,
                    question::Answer::No => {}
                }
            }
        }
        Ok(undecided.then(|| Leak::Undecided { more: Vec::new() }))
    }

    /// The datasets made from any of the sources that a permission covers and a prohibition does not, without those that lie
    /// within another.
    fn made(
        &self,
        sources: &[Source],
        covered: &FixedBitSet,
        reached: &FixedBitSet,
    ) -> Vec<DataId> {
        let tree = &self.model.data_tree;
        let counts = |n: &u32| reached.contains(*n as usize) && !covered.contains(*n as usize);
        let spreads = sources.iter().filter_map(|s| s.spread.as_ref());
        let datasets = spreads.flat_map(|s| &s.datasets).copied();
        let all: BTreeSet<DataId> = datasets
            .filter(|d| tree.down(d.0).iter().any(counts))
            .collect();
        let inside = |d: &DataId| {
            let mut above = tree.up(d.0).iter();
            above.any(|&n| n != d.0 && all.contains(&DataId(n)))
        };
        all.iter().filter(|d| !inside(d)).copied().collect()
    }

    /// The prohibitions that can forbid what a permission permits, for a purpose that another prohibition forbids.
    fn around(&mut self, against: &'m Rule, allowed: &'m Rule) -> Vec<RuleId> {
        let [_, _, forbidden] = self.regions.atoms(against);
        let [_, _, permitted] = self.regions.atoms(allowed);
        let found = self
            .universe
            .touching(&allowed.actions, &allowed.data, &allowed.purposes);
        let mut out = Vec::new();
        for id in found {
            if let Some(rule) = self.rule(id).filter(|r| prohibits(r)) {
                let [_, _, purposes] = self.regions.atoms(rule);
                let meets = purposes
                    .ones()
                    .any(|p| forbidden.contains(p) && permitted.contains(p));
                if meets {
                    out.push(id);
                }
            }
        }
        out
    }
}
