//! Pairing: which declaration of one version is which of another.
//!
//! First by id. Of what is left, those that are the same in what they say and in who refers to them are recognised as
//! renamed. References among renamed declarations are compared by colour, which is refined round by round until nothing
//! changes any more (as in the colour refinement of graphs). Only a colour that stands for one declaration on
//! either side makes a pair.
//!
//! What a group, dataset, purpose or fact *is*, only its name says: “The household has agreed” must not pass for “The
//! household got a letter” because both are yes or no and are used in the same places. So these are paired only if their titles
//! agree in one language, or if neither has a title and the same declarations refer to both.

use super::facets::{self, Sheet};
use crate::analysis::compare::Pairing;
use crate::model::{AnyId, Decl, Model, Origin};
use crate::source::digest::sha256;
use std::collections::{BTreeMap, BTreeSet};

/// More rounds than this are not needed for anything that people write; fewer distinctions only mean fewer pairs.
const MOST_ROUNDS: usize = 64;

/// The pairs of two models.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    to_new: BTreeMap<AnyId, AnyId>,
    to_old: BTreeMap<AnyId, AnyId>,
    /// Recognised under another id, in the order of the old model.
    pub renamed: Vec<(AnyId, AnyId)>,
}

impl Pairs {
    pub fn new(old: &Model, new: &Model) -> Self {
        let mut pairs = Pairs::default();
        let by_key: BTreeMap<_, _> = facets::all(new)
            .into_iter()
            .filter_map(|id| Some((key(new, id)?, id)))
            .collect();
        for id in facets::all(old) {
            if let Some(other) = key(old, id).and_then(|k| by_key.get(&k)) {
                pairs.add(id, *other);
            }
        }
        let mut found = Vec::new();
        let left = [pairs.unpaired(old, true), pairs.unpaired(new, false)];
        if left.iter().all(|l| !l.is_empty()) {
            let sides = [Side::new(old), Side::new(new)];
            for pass in PASSES {
                while let Some(more) = pairs.pass(pass, &sides) {
                    found.extend(more);
                }
            }
        }
        found.sort_unstable();
        // Fields follow their dataset, and the group of a body the body.
        pairs.renamed = found
            .into_iter()
            .filter(|(a, b)| name(old, *a).is_some_and(|n| Some(n) != name(new, *b)))
            .filter(|(a, _)| !matches!(a, AnyId::Group(g) if old.groups.get(g.index()).is_some_and(|g| g.body.is_some())))
            .collect();
        pairs
    }

    fn add(&mut self, old: AnyId, new: AnyId) {
        self.to_new.insert(old, new);
        self.to_old.insert(new, old);
    }

    pub fn new_of(&self, old: AnyId) -> Option<AnyId> {
        self.to_new.get(&old).copied()
    }

    pub fn old_of(&self, new: AnyId) -> Option<AnyId> {
        self.to_old.get(&new).copied()
    }

    /// A name that is the same on both sides exactly for what is paired.
    pub fn name(&self, id: AnyId, old: bool) -> String {
        let paired = if old {
            self.new_of(id)
        } else {
            self.old_of(id).map(|_| id)
        };
        match (paired, old) {
            (Some(id), _) => format!("{id:?}"),
            (None, true) => format!("old {id:?}"),
            (None, false) => format!("new {id:?}"),
        }
    }

    /// What is written in the source and has no pair; what ships with the compiler is known by its id only.
    fn unpaired(&self, model: &Model, old: bool) -> Vec<AnyId> {
        let known = if old { &self.to_new } else { &self.to_old };
        let written = |id: &AnyId| facets::decl(model, *id).is_some_and(is_written);
        facets::all(model)
            .into_iter()
            .filter(|id| !known.contains_key(id) && written(id))
            .collect()
    }

    /// One way of looking; `None` if it finds nothing more.
    fn pass(&mut self, pass: &Pass, sides: &[Side; 2]) -> Option<Vec<(AnyId, AnyId)>> {
        let left = [
            self.unpaired(sides[0].model, true),
            self.unpaired(sides[1].model, false),
        ];
        let colours = self.refine(pass, sides, &left);
        let mut classes: BTreeMap<&str, [Vec<AnyId>; 2]> = BTreeMap::new();
        for (at, colours) in colours.iter().enumerate() {
            for (id, colour) in colours {
                if pass.may_pair(&sides[at], *id)
                    && let Some(list) = classes.entry(colour).or_default().get_mut(at)
                {
                    list.push(*id);
                }
            }
        }
        let found: Vec<(AnyId, AnyId)> = classes
            .values()
            .filter_map(|class| match class {
                [old, new] => match (old.as_slice(), new.as_slice()) {
                    ([old], [new]) => Some((*old, *new)),
                    _ => None,
                },
            })
            .collect();
        for (old, new) in &found {
            self.add(*old, *new);
        }
        (!found.is_empty()).then_some(found)
    }

    /// The colour of every declaration that is left.
    fn refine(
        &self,
        pass: &Pass,
        sides: &[Side; 2],
        left: &[Vec<AnyId>; 2],
    ) -> [BTreeMap<AnyId, String>; 2] {
        let mut colours = left.each_ref().map(|ids| {
            ids.iter()
                .map(|id| (*id, facets::kind(*id).to_string()))
                .collect::<BTreeMap<_, _>>()
        });
        let mut count = 0;
        for _ in 0..MOST_ROUNDS {
            let next = [0, 1].map(|at| {
                let (side, ids) = (&sides[at], &left[at]);
                let mut name = |id: AnyId| match colours[at].get(&id) {
                    Some(colour) => format!("~{colour}"),
                    None => self.name(id, at == 0),
                };
                ids.iter()
                    .map(|id| (*id, sha256(pass.signature(side, *id, &mut name).as_bytes())))
                    .collect::<BTreeMap<_, _>>()
            });
            colours = next;
            let different = colours
                .iter()
                .map(|c| c.values().collect::<BTreeSet<_>>().len())
                .sum();
            if different == count {
                break;
            }
            count = different;
        }
        colours
    }

    /// The same, for the comparison of answers.
    pub fn pairing(&self, old: &Model, new: &Model) -> Pairing {
        let mut out = Pairing::default();
        let olds = facets::all(old)
            .into_iter()
            .map(|id| (Some(id), self.new_of(id)));
        let news = facets::all(new)
            .into_iter()
            .filter(|id| self.old_of(*id).is_none());
        for pair in olds.chain(news.map(|id| (None, Some(id)))) {
            match pair.0.or(pair.1) {
                Some(AnyId::Group(_)) => out.groups.push(both(pair, |id| matches_id!(id, Group))),
                Some(AnyId::Party(_)) => out.parties.push(both(pair, |id| matches_id!(id, Party))),
                Some(AnyId::Data(_)) => out.data.push(both(pair, |id| matches_id!(id, Data))),
                Some(AnyId::Purpose(_)) => {
                    out.purposes.push(both(pair, |id| matches_id!(id, Purpose)))
                }
                Some(AnyId::Action(_)) => {
                    out.actions.push(both(pair, |id| matches_id!(id, Action)))
                }
                Some(AnyId::Fact(_)) => out.facts.push(both(pair, |id| matches_id!(id, Fact))),
                Some(AnyId::Decision(_)) => out
                    .decisions
                    .push(both(pair, |id| matches_id!(id, Decision))),
                Some(AnyId::Rule(_)) => out.rules.push(both(pair, |id| matches_id!(id, Rule))),
                _ => {}
            }
        }
        out
    }
}

macro_rules! matches_id {
    ($id:expr, $kind:ident) => {
        match $id {
            AnyId::$kind(id) => Some(id),
            _ => None,
        }
    };
}
use matches_id;

fn both<T>(
    pair: (Option<AnyId>, Option<AnyId>),
    id: impl Fn(AnyId) -> Option<T>,
) -> (Option<T>, Option<T>) {
    (pair.0.and_then(&id), pair.1.and_then(&id))
}

fn is_written(decl: &Decl) -> bool {
    matches!(decl.origin, Origin::Own | Origin::Outer(_))
}

/// What makes two declarations the same by name: their kind, whose they are, and the id without the outer's alias.
fn key(model: &Model, id: AnyId) -> Option<(&'static str, u8, &str)> {
    let decl = facets::decl(model, id)?;
    let (scope, name) = match decl.origin {
        Origin::Outer(n) => (
            n,
            decl.id
                .split_once(':')
                .map_or(decl.id.as_str(), |(_, name)| name),
        ),
        _ => (0, decl.id.as_str()),
    };
    Some((facets::kind(id), scope, name))
}

/// The part of an id that is a declaration's own: of a field, what stands behind the dot.
fn name(model: &Model, id: AnyId) -> Option<&str> {
    let own = &facets::decl(model, id)?.id;
    match model.data.get(if let AnyId::Data(d) = id {
        d.index()
    } else {
        usize::MAX
    }) {
        Some(data) if !data.is_dataset() => own.rsplit('.').next(),
        _ => Some(own),
    }
}

/// The clauses of everything that is written in a model, and who refers to what.
struct Side<'m> {
    model: &'m Model,
    sheets: BTreeMap<AnyId, Sheet<'m>>,
    incoming: BTreeMap<AnyId, Vec<(AnyId, &'static str)>>,
}

impl<'m> Side<'m> {
    fn new(model: &'m Model) -> Self {
        let mut incoming: BTreeMap<AnyId, Vec<(AnyId, &'static str)>> = BTreeMap::new();
        let mut sheets = BTreeMap::new();
        for id in facets::all(model) {
            if !facets::decl(model, id).is_some_and(is_written) {
                continue;
            }
            let sheet = facets::of(model, id);
            for facet in sheet.facets.iter().filter(|f| !f.wording) {
                facet
                    .term
                    .each_ref(&mut |to| incoming.entry(to).or_default().push((id, facet.key)));
            }
            sheets.insert(id, sheet);
        }
        Side {
            model,
            sheets,
            incoming,
        }
    }

    fn titled(&self, id: AnyId) -> bool {
        facets::decl(self.model, id).is_some_and(|d| d.titled)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title {
    Both,
    English,
    Dutch,
    /// Only for declarations that say themselves what they are.
    Ignored,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    All,
    Meaning,
    /// Of a field, its dataset.
    None,
}

/// A way of looking at declarations, from the strictest to the loosest.
struct Pass {
    title: Title,
    content: Content,
    /// Who refers to it counts.
    incoming: bool,
}

const fn look(title: Title, content: Content, incoming: bool) -> Pass {
    Pass {
        title,
        content,
        incoming,
    }
}

const PASSES: &[Pass] = &[
    look(Title::Both, Content::All, true),
    look(Title::Both, Content::All, false),
    look(Title::English, Content::Meaning, true),
    look(Title::Dutch, Content::Meaning, true),
    look(Title::English, Content::Meaning, false),
    look(Title::Dutch, Content::Meaning, false),
    look(Title::Ignored, Content::Meaning, true),
    look(Title::Ignored, Content::Meaning, false),
    look(Title::English, Content::None, false),
    look(Title::Dutch, Content::None, false),
];

impl Pass {
    fn may_pair(&self, side: &Side, id: AnyId) -> bool {
        let speaks = matches!(
            id,
            AnyId::Rule(_)
                | AnyId::Body(_)
                | AnyId::Decision(_)
                | AnyId::Sanction(_)
                | AnyId::Right(_)
        );
        let of_body = matches!(id, AnyId::Group(g) if side.model.groups.get(g.index()).is_some_and(|g| g.body.is_some()));
        match (self.title, self.content) {
            _ if of_body => self.content != Content::None,
            (Title::Ignored, _) => speaks,
            (title, Content::None) => self.has_title(side, id, title),
            (title, _) => {
                speaks
                    || self.has_title(side, id, title)
                    || self.incoming && side.incoming.contains_key(&id) && !side.titled(id)
            }
        }
    }

    fn has_title(&self, side: &Side, id: AnyId, title: Title) -> bool {
        let Some(decl) = facets::decl(side.model, id).filter(|d| d.titled) else {
            return false;
        };
        match title {
            Title::Both | Title::Ignored => true,
            Title::English => decl.title.en.is_some(),
            Title::Dutch => decl.title.nl.is_some(),
        }
    }

    /// What a declaration is, in this way of looking.
    fn signature(&self, side: &Side, id: AnyId, name: &mut impl FnMut(AnyId) -> String) -> String {
        let mut out = facets::kind(id).to_string();
        if let Some(decl) = facets::decl(side.model, id).filter(|d| d.titled) {
            match self.title {
                Title::English => out.push_str(&format!("{:?}", decl.title.en)),
                Title::Dutch => out.push_str(&format!("{:?}", decl.title.nl)),
                Title::Both => out.push_str(&format!("{:?}", decl.title)),
                Title::Ignored => {}
            }
        }
        let facets = side.sheets.get(&id).map_or(&[][..], |s| &s.facets);
        for facet in facets {
            let counts = match self.content {
                Content::All => true,
                Content::Meaning => !facet.wording,
                Content::None => facet.key == "dataset",
            };
            if counts {
                out.push_str(&format!("\n{}={}", facet.key, facet.term.write(name)));
            }
        }
        if self.incoming {
            let from = side.incoming.get(&id).map_or(&[][..], Vec::as_slice);
            let mut from: Vec<String> = from
                .iter()
                .map(|(id, key)| format!("{key} {}", name(*id)))
                .collect();
            from.sort_unstable();
            out.push_str(&format!("\n<{}", from.join("\n<")));
        }
        out
    }
}
