//! Who does what, with what, for what and when, in the words of the version that knows it.

use super::answers::{Entry, Kind};
use super::naming::{Filled, fill};
use super::saying::Named;
use crate::analysis::Asker;
use crate::analysis::compare::{Side, Space};
use crate::analysis::region::{AXES, Cell, Facts};
use crate::analysis::universe::closure;
use crate::diagnostic::{Lang, Text};
use crate::model::{
    About, ActionId, DataId, DataKind, Decl, FactKey, GroupId, Model, PartyId, PurposeId, Taxonomy,
    Who, WhoSpelled, WhoTerm,
};
use crate::prose::duty::Act;
use crate::prose::{Words, quoted};

/// A sentence names at most so many of a kind; the JSON document names all.
const MOST_NAMED: usize = 8;

/// An entry, as one of the versions tells it.
pub struct Acting<'a> {
    space: &'a Space<'a>,
    model: &'a Model,
    who: Who,
    /// `None`: all there is.
    filled: [Option<Vec<Filled>>; AXES],
    /// The tests, each with the version that has the fact.
    tests: Vec<(Side, FactKey, crate::model::ValueSet)>,
}

/// The parts of a sentence, in one language.
pub struct Said {
    pub who: String,
    pub everyone: bool,
    /// "mag" or "mogen".
    pub may: &'static str,
    pub act: String,
    /// The same behind "may no longer", "mogen nog steeds": in Dutch with "niet".
    pub act_not: String,
    /// The same behind "nobody may".
    pub act_any: String,
    /// ", if …"; or empty.
    pub condition: String,
}

impl<'a> Acting<'a> {
    pub fn new(space: &'a Space<'a>, entry: &Entry) -> Self {
        let side = teller(space, entry);
        let model = space.model(side);
        let cell = space.cell_on(side, &entry.cell);
        let trees = [&model.action_tree, &model.data_tree, &model.purpose_tree];
        let mut axis = 0;
        let filled = trees.map(|tree| {
            let atoms = cell.as_ref().map(|c| &c.atoms[axis]);
            axis += 1;
            atoms.and_then(|set| fill(tree, set))
        });
        Acting {
            space,
            model,
            who: who(space, side, entry),
            filled,
            tests: tests(space, &entry.cell),
        }
    }

    pub fn said(&self, lang: Lang) -> Said {
        let words = Words::new(self.model, lang);
        let (who, plural) = words.who(&self.who);
        let everyone = self
            .who
            .terms
            .iter()
            .any(|t| t.groups.is_empty() && t.party.is_none());
        Said {
            everyone,
            may: match (plural, everyone) {
                (true, false) => "mogen",
                _ => "mag",
            },
            who: match everyone {
                true => words.pick("everyone", "iedereen").into(),
                false => who,
            },
            act: self.act(words, false, false),
            act_not: self.act(words, true, false),
            act_any: self.act(words, false, true),
            condition: self.condition(words),
        }
    }

    fn act(&self, words: Words, negative: bool, alternatives: bool) -> String {
        let refuses = negative || alternatives;
        let plain = |axis: usize| -> Vec<u32> {
            let list = self.filled[axis].as_deref().unwrap_or(&[]);
            list.iter().map(|f| f.node).collect()
        };
        let actions: Vec<ActionId> = plain(0).into_iter().map(ActionId).collect();
        let mut object = self.object(words, refuses);
        let purposes = self.purposes(words, refuses);
        let rest = self.without(words);
        let act = match actions.is_empty() {
            // Every act there is.
            true => {
                let not = if negative {
                    words.pick("", " niet")
                } else {
                    ""
                };
                object = match words.lang {
                    Lang::En => format!("do anything with {object} {purposes}"),
                    Lang::Nl => format!("met {object} {purposes}{not} alles doen wat er is"),
                };
                object.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            false => words.act(&Act {
                actions: &actions,
                object: &object,
                to: &[],
                purposes: &[],
                time: &purposes,
                negative,
                alternatives: refuses,
            }),
        };
        format!("{act}{rest}")
    }

    fn object(&self, words: Words, refuses: bool) -> String {
        let Some(list) = &self.filled[1] else {
            return match (words.lang, refuses) {
                (Lang::En, true) => "any data",
                (Lang::En, false) => "all data",
                (Lang::Nl, true) => "gegevens",
                (Lang::Nl, false) => "alle gegevens",
            }
            .into();
        };
        let mut items: Vec<String> = Vec::new();
        let mut plain: Vec<DataId> = Vec::new();
        for filled in list {
            let title = || quoted(words.data_title(DataId(filled.node)));
            if filled.except.is_empty()
                && (!filled.alone || self.model.data_tree.children(filled.node).is_empty())
            {
                plain.push(DataId(filled.node));
                continue;
            }
            items.extend(words.data_items(&std::mem::take(&mut plain)));
            items.push(match filled.alone {
                true => format!(
                    "{} {}",
                    title(),
                    words.pick("apart from its fields", "los van de velden")
                ),
                false => {
                    let but: Vec<String> = filled
                        .except
                        .iter()
                        .map(|d| quoted(words.data_title(DataId(*d))))
                        .collect();
                    format!(
                        "{} {} {}",
                        title(),
                        words.pick("except", "behalve"),
                        words.and(&but)
                    )
                }
            });
        }
        items.extend(words.data_items(&plain));
        join(words, items, refuses)
    }

    fn purposes(&self, words: Words, refuses: bool) -> String {
        let Some(list) = &self.filled[2] else {
            return String::new();
        };
        let title = |p: u32| quoted(words.purpose_title(PurposeId(p)));
        let mut titles: Vec<String> = list.iter().map(|f| title(f.node)).collect();
        titles.dedup();
        let many = titles.len() > 1 && !refuses;
        let for_ = match (words.lang, many) {
            (Lang::En, false) => "for the purpose",
            (Lang::En, true) => "for the purposes",
            (Lang::Nl, false) => "voor het doel",
            (Lang::Nl, true) => "voor de doelen",
        };
        format!("{for_} {}", join(words, titles, refuses))
    }

    /// What is left out of actions and purposes.
    fn without(&self, words: Words) -> String {
        let mut out = String::new();
        let list = |axis: usize| self.filled[axis].as_deref().unwrap_or(&[]);
        let verbs: Vec<String> = list(0)
            .iter()
            .flat_map(|f| &f.except)
            .map(|a| words.verb(ActionId(*a)).to_string())
            .collect();
        if !verbs.is_empty() {
            out.push_str(&format!(
                " ({} {})",
                words.pick("but not", "maar niet"),
                words.or(&verbs)
            ));
        }
        let titles: Vec<String> = list(2)
            .iter()
            .flat_map(|f| &f.except)
            .map(|p| quoted(words.purpose_title(PurposeId(*p))))
            .collect();
        if !titles.is_empty() {
            out.push_str(&format!(
                " ({} {})",
                words.pick("but not for", "maar niet voor"),
                words.or(&titles)
            ));
        }
        let inner = |tree: &Taxonomy, axis: usize| {
            list(axis)
                .iter()
                .any(|f| f.alone && !tree.children(f.node).is_empty())
        };
        if inner(&self.model.action_tree, 0) || inner(&self.model.purpose_tree, 2) {
            out.push_str(words.pick(
                " (where nothing more specific is meant)",
                " (voor zover niets specifiekers is bedoeld)",
            ));
        }
        out
    }

    /// Each test as a main clause.
    pub fn conditions(&self) -> Vec<Text> {
        let say = |lang: Lang| -> Vec<String> {
            let clause = |(side, key, set): &(Side, FactKey, crate::model::ValueSet)| {
                let model = self.space.model(*side);
                let any = model.domain(*key).is_subset(set);
                (!any).then(|| Words::new(model, lang).values(*key, set))
            };
            self.tests.iter().filter_map(clause).collect()
        };
        say(Lang::En)
            .into_iter()
            .zip(say(Lang::Nl))
            .map(|(en, nl)| Text::new(en, nl))
            .collect()
    }

    fn condition(&self, words: Words) -> String {
        let all: Vec<String> = self
            .conditions()
            .iter()
            .map(|t| t.get(words.lang).to_string())
            .collect();
        if all.is_empty() {
            return String::new();
        }
        match words.lang {
            Lang::En => format!(", if {}", words.and(&all)),
            Lang::Nl => format!(", als het volgende vaststaat: {}", words.and(&all)),
        }
    }

    /// Facts by their titles.
    pub fn facts(&self, keys: &[FactKey], lang: Lang) -> String {
        let title = |key: &FactKey| {
            [Side::New, Side::Old].into_iter().find_map(|side| {
                let own = self.space.key_on(side, *key)?;
                Some(Words::new(self.space.model(side), lang).fact_title(own))
            })
        };
        let titles: Vec<String> = keys.iter().filter_map(title).collect();
        Words::new(self.model, lang).and(&titles)
    }

    /// Who may do it, whom the data is about, and who keeps it.
    pub fn affected(&self, kind: Kind) -> Vec<Text> {
        let sets = self.datasets();
        let both = |say: &dyn Fn(Words) -> String| crate::prose::both(self.model, say);
        let mut out = vec![both(&|w: Words| {
            let said = self.said(w.lang);
            let role = match (kind, said.may) {
                (Kind::Permitted | Kind::Terms, "mag") => w.pick("may do it", "mag het doen"),
                (Kind::Permitted | Kind::Terms, _) => w.pick("may do it", "mogen het doen"),
                (Kind::Refused, "mag") => w.pick("may no longer do it", "mag het niet meer doen"),
                (Kind::Refused, _) => w.pick("may no longer do it", "mogen het niet meer doen"),
                (_, "mag") => w.pick("asking for it", "die het vraagt"),
                _ => w.pick("asking for it", "die het vragen"),
            };
            format!("{} ({role})", said.who)
        })];
        let people = |w: Words| {
            let mut all: Vec<String> = Vec::new();
            for about in sets.iter().filter_map(|d| d.about.as_ref()) {
                if let About::Kind { kind, groups } = about {
                    all.push(w.kind_in(*kind, groups));
                }
            }
            once(all)
        };
        let keepers = |w: Words| {
            let keepers = sets.iter().flat_map(|d| &d.keepers);
            once(keepers.map(|k| w.holder(*k)).collect())
        };
        out.push(both(&|w: Words| {
            let all = people(w);
            match all.is_empty() {
                true => String::new(),
                false => format!(
                    "{} ({})",
                    w.and(&all),
                    w.pick("the data is about them", "de gegevens gaan over hen")
                ),
            }
        }));
        out.push(both(&|w: Words| {
            let all = keepers(w);
            match (all.len(), w.lang) {
                (0, _) => String::new(),
                (1, Lang::En) => format!("{} (keeps the data)", w.and(&all)),
                (1, Lang::Nl) => format!("{} (beheert de gegevens)", w.and(&all)),
                (_, Lang::En) => format!("{} (keep the data)", w.and(&all)),
                (_, Lang::Nl) => format!("{} (beheren de gegevens)", w.and(&all)),
            }
        }));
        out.retain(|text| !text.en.is_empty());
        out
    }

    fn datasets(&self) -> Vec<&crate::model::Dataset> {
        let data = &self.model.data;
        let ids: Vec<usize> = match &self.filled[1] {
            None => (0..data.len()).collect(),
            Some(list) => list
                .iter()
                .flat_map(|f| self.model.data_tree.down(f.node))
                .map(|n| *n as usize)
                .collect(),
        };
        let owner = |at: usize| match data.get(at).map(|d| &d.kind) {
            Some(DataKind::Field { dataset, .. }) => dataset.index(),
            _ => at,
        };
        let mut owners: Vec<usize> = ids.into_iter().map(owner).collect();
        owners.sort_unstable();
        owners.dedup();
        let sets = owners.into_iter().filter_map(|at| data.get(at));
        sets.filter_map(|d| d.dataset()).collect()
    }

    /// Of each asker the groups, or the party, by id.
    pub fn who_ids(&self) -> Vec<Vec<String>> {
        let id = |decl: Option<&Decl>| decl.map_or_else(String::new, |d| d.id.clone());
        let term = |t: &WhoTerm| match t.party {
            Some(p) => vec![id(self.model.parties.get(p.index()).map(|p| &p.decl))],
            None => {
                let groups = t.groups.iter();
                groups
                    .map(|g| id(self.model.groups.get(g.index()).map(|g| &g.decl)))
                    .collect()
            }
        };
        self.who.terms.iter().map(term).collect()
    }

    /// The nodes of an axis by id; none is all there is.
    pub fn named(&self, axis: usize) -> Vec<Named> {
        let id = |node: u32| {
            let at = node as usize;
            let decl = match axis {
                0 => self.model.actions.get(at).map(|a| &a.decl),
                1 => self.model.data.get(at).map(|d| &d.decl),
                _ => self.model.purposes.get(at).map(|p| &p.decl),
            };
            decl.map_or_else(String::new, |d| d.id.clone())
        };
        let list = self.filled[axis].as_deref().unwrap_or(&[]);
        list.iter()
            .map(|f| Named {
                id: id(f.node),
                except: f.except.iter().map(|n| id(*n)).collect(),
                alone: f.alone,
            })
            .collect()
    }
}

/// Each once.
fn once(list: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for item in list {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

fn join(words: Words, mut items: Vec<String>, refuses: bool) -> String {
    let more = items.len().saturating_sub(MOST_NAMED);
    if more > 1 {
        items.truncate(MOST_NAMED);
        items.push(format!("{more} {}", words.pick("others", "andere")));
    }
    match refuses && more <= 1 {
        true => words.or(&items),
        false => words.and(&items),
    }
}

/// The version that knows all of it; what became permitted or forbidden the new one knows, what was so the old one.
fn teller(space: &Space, entry: &Entry) -> Side {
    let knows = |side: Side| {
        let atoms = (0..AXES).all(|axis| {
            entry.cell.atoms[axis]
                .ones()
                .all(|atom| space.atom_on(side, axis, atom).is_some())
        });
        atoms && entry.who.iter().all(|w| space.people.is_known_on(side, w))
    };
    match (knows(Side::New), knows(Side::Old)) {
        (true, _) => Side::New,
        (false, true) => Side::Old,
        (false, false) => match entry.kind {
            Kind::Refused | Kind::NotForbidden => Side::Old,
            _ => Side::New,
        },
    }
}

/// Those for whom it is so. The named members of a group that nobody else can be in are called by the group, if a rule does so.
fn who(space: &Space, side: Side, entry: &Entry) -> Who {
    let model = space.model(side);
    let mut terms: Vec<WhoTerm> = Vec::new();
    let mut parties: Vec<PartyId> = Vec::new();
    for who in &entry.who {
        match space.people.asker_on(side, who) {
            Asker::Party(p) => parties.push(p),
            Asker::Groups(groups) => terms.push(WhoTerm {
                groups,
                party: None,
            }),
        }
    }
    let rules = entry.rules[side.index()]
        .iter()
        .filter_map(|r| model.rules.get(r.index()));
    let by_rule = rules.flat_map(|r| &r.who.terms).cloned();
    // What the rules at hand call them goes before what others do.
    let others = (0..model.groups.len()).map(|g| WhoTerm {
        groups: vec![GroupId::new(g)],
        party: None,
    });
    for term in by_rule.chain(others) {
        let inside = |p: &PartyId| {
            let party = model.parties.get(p.index());
            party.is_some_and(|party| {
                let groups = closure(model, &party.groups);
                term.groups.iter().all(|g| groups.contains(g.index()))
            })
        };
        let above = closure(model, &term.groups);
        let closed = above
            .ones()
            .any(|g| model.groups.get(g).is_some_and(|g| g.closed));
        let all: Vec<PartyId> = (0..model.parties.len())
            .map(PartyId::new)
            .filter(inside)
            .collect();
        if closed
            && term.party.is_none()
            && !all.is_empty()
            && all.iter().all(|p| parties.contains(p))
        {
            parties.retain(|p| !all.contains(p));
            terms.push(term);
        }
    }
    terms.extend(parties.into_iter().map(|p| WhoTerm {
        groups: Vec::new(),
        party: Some(p),
    }));
    Who {
        terms,
        spelled: WhoSpelled::Terms,
    }
}

/// What has to hold; facts that only one version has are told by that one.
fn tests(space: &Space, cell: &Cell) -> Vec<(Side, FactKey, crate::model::ValueSet)> {
    let on = |side: Side| {
        space
            .cell_on(side, cell)
            .map(|c| c.facts)
            .unwrap_or_default()
    };
    let (new, old): (Facts, Facts) = (on(Side::New), on(Side::Old));
    let mut out = Vec::new();
    for key in cell.facts.keys() {
        let found = [(Side::New, &new), (Side::Old, &old)]
            .into_iter()
            .find_map(|(side, facts)| {
                let own = space.key_on(side, *key)?;
                let set = facts.get(&own)?.known.clone();
                // Unknown is told as something that has to become known.
                (!set.is_empty()).then_some((side, own, set))
            });
        out.extend(found);
    }
    out
}
