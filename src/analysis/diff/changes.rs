//! The declarations that changed: which clauses, and what they said before and say now.

use super::facets::{self, Facet, Say, Sheet};
use super::pairing::Pairs;
use super::term::Term;
use crate::diagnostic::{Lang, Text};
use crate::model::{AnyId, Model, Origin};
use crate::prose::Words;

/// A declaration that is not what it was. At least one of the two sides is there; both are `None` for the commons itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub old: Option<AnyId>,
    pub new: Option<AnyId>,
    pub kind: &'static str,
    /// As it is called now, or was called last, between quotation marks where that is needed.
    pub title: Text,
    /// The ids of both sides in their sources.
    pub old_id: Option<String>,
    pub new_id: Option<String>,
    /// The title of the commons around this one that it belongs to.
    pub outer: Option<Text>,
    pub clauses: Vec<ClauseChange>,
}

/// A clause that changed. A clause with several parts has only those that came and went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseChange {
    pub key: &'static str,
    pub label: Text,
    /// It decides nothing.
    pub wording: bool,
    /// The parts of a list rather than a value.
    pub list: bool,
    pub old: Vec<Text>,
    pub new: Vec<Text>,
}

/// The declarations that came, went or changed, by kind and in the order of the new version; those that went come last in
/// their kind. With `wording`, those of which only titles, reasons or notes changed; else all others.
pub fn changes(old: &Model, new: &Model, pairs: &Pairs) -> Vec<Changed> {
    let mut out = Vec::new();
    let commons = clauses(
        old,
        new,
        pairs,
        &facets::of_commons(old),
        &facets::of_commons(new),
    );
    if !commons.is_empty() {
        out.push(Changed {
            old: None,
            new: None,
            kind: "commons",
            title: Text::new(new.commons.title(Lang::En), new.commons.title(Lang::Nl)),
            old_id: Some(old.commons.id().to_string()),
            new_id: Some(new.commons.id().to_string()),
            outer: None,
            clauses: commons,
        });
    }
    let mut all: Vec<(Option<AnyId>, Option<AnyId>)> = facets::all(new)
        .into_iter()
        .map(|id| (pairs.old_of(id), Some(id)))
        .collect();
    let gone = facets::all(old)
        .into_iter()
        .filter(|id| pairs.new_of(*id).is_none());
    all.extend(gone.map(|id| (Some(id), None)));
    all.sort_by_key(|(old, new)| {
        let id = new.or(*old);
        (id.map(order), new.is_none(), id)
    });
    out.extend(
        all.into_iter()
            .filter_map(|(a, b)| changed(old, new, pairs, a, b)),
    );
    out
}

/// The declarations of this commons that stayed, and whose meaning differs, whether or not there is a clause that tells it.
pub fn differing(old: &Model, new: &Model, pairs: &Pairs) -> Vec<(AnyId, AnyId)> {
    let meaning = |model, id, is_old: bool| {
        let sheet = facets::of(model, id);
        let told = sheet.facets.iter().filter(|f| !f.wording && !f.silent);
        let terms = told.map(|f| (f.key, f.term.write(&mut |id| pairs.name(id, is_old))));
        terms.collect::<std::collections::BTreeMap<_, _>>()
    };
    let own = |model, id: AnyId| facets::decl(model, id).is_some_and(|d| d.is_own());
    facets::all(new)
        .into_iter()
        .filter_map(|id| Some((pairs.old_of(id)?, id)))
        .filter(|(a, b)| own(old, *a) && own(new, *b) && !matches!(a, AnyId::Group(g) if old.groups.get(g.index()).is_some_and(|g| g.body.is_some())))
        .filter(|(a, b)| meaning(old, *a, true) != meaning(new, *b, false))
        .collect()
}

/// Rules first: they are what people look for. Then who decides, and then the rest.
fn order(id: AnyId) -> u8 {
    match id {
        AnyId::Rule(_) => 0,
        AnyId::Data(_) => 1,
        AnyId::Purpose(_) => 2,
        AnyId::Group(_) => 3,
        AnyId::Party(_) => 4,
        AnyId::Fact(_) => 5,
        AnyId::Action(_) => 6,
        AnyId::Body(_) => 7,
        AnyId::Decision(_) => 8,
        AnyId::Sanction(_) => 9,
        AnyId::Right(_) => 10,
    }
}

fn changed(
    old: &Model,
    new: &Model,
    pairs: &Pairs,
    a: Option<AnyId>,
    b: Option<AnyId>,
) -> Option<Changed> {
    let id = b.or(a)?;
    let model = if b.is_some() { new } else { old };
    let decl = facets::decl(model, id)?;
    let outer = match decl.origin {
        Origin::Own => None,
        Origin::Outer(n) => {
            let outer = model.outers.get(usize::from(n).checked_sub(1)?)?;
            Some(Text::new(outer.title(Lang::En), outer.title(Lang::Nl)))
        }
        Origin::Dpv | Origin::Builtin => return None,
    };
    if matches!(id, AnyId::Group(g) if model.groups.get(g.index()).is_some_and(|g| g.body.is_some()))
    {
        return None;
    }
    let sheet =
        |model, id: Option<AnyId>| id.map_or_else(Sheet::default, |id| facets::of(model, id));
    let clauses = clauses(old, new, pairs, &sheet(old, a), &sheet(new, b));
    // The fields of a dataset that came or went came or went with it.
    if a.is_none() != b.is_none() && follows_its_dataset(model, pairs, id, b.is_some()) {
        return None;
    }
    if clauses.is_empty() && a.is_some() && b.is_some() {
        return None;
    }
    let spelled = |model, id: Option<AnyId>| {
        id.and_then(|id| facets::decl(model, id))
            .map(|d| d.id.clone())
    };
    Some(Changed {
        old: a,
        new: b,
        kind: facets::kind(id),
        title: title_of(model, id),
        old_id: spelled(old, a),
        new_id: spelled(new, b),
        outer,
        clauses,
    })
}

/// A declaration as it is spoken of.
pub fn title_of(model: &Model, id: AnyId) -> Text {
    crate::prose::both(model, |w| title(w, id))
}

fn title(w: Words, id: AnyId) -> String {
    match id {
        AnyId::Rule(_)
        | AnyId::Decision(_)
        | AnyId::Right(_)
        | AnyId::Group(_)
        | AnyId::Body(_)
        | AnyId::Party(_) => {
            facets::decl(w.model, id).map_or_else(String::new, |d| crate::prose::quoted(w.title(d)))
        }
        _ => w.any(id),
    }
}

fn follows_its_dataset(model: &Model, pairs: &Pairs, id: AnyId, is_new: bool) -> bool {
    let AnyId::Data(data) = id else { return false };
    let Some(crate::model::DataKind::Field { dataset, .. }) =
        model.data.get(data.index()).map(|d| &d.kind)
    else {
        return false;
    };
    let dataset = AnyId::Data(*dataset);
    match is_new {
        true => pairs.old_of(dataset).is_none(),
        false => pairs.new_of(dataset).is_none(),
    }
}

/// The clauses that differ; of a declaration that only one side has, all that it says.
fn clauses(old: &Model, new: &Model, pairs: &Pairs, a: &Sheet, b: &Sheet) -> Vec<ClauseChange> {
    let mut out = Vec::new();
    let keys = b.facets.iter().chain(
        a.facets
            .iter()
            .filter(|f| !b.facets.iter().any(|g| g.key == f.key)),
    );
    // Of something new, "no" is what anyone expects.
    let one_sided = a.facets.is_empty() != b.facets.is_empty();
    let expected = |f: &&Facet| one_sided && f.term == Term::flag(false);
    for facet in keys.filter(|f| !f.silent && !expected(f)) {
        let find = |sheet: &'_ Sheet, key| sheet.facets.iter().position(|f| f.key == key);
        let (at_a, at_b) = (find(a, facet.key), find(b, facet.key));
        let one = |sheet: &Sheet, at: Option<usize>, model: &Model, is_old: bool| {
            let facet = at.and_then(|at| sheet.facets.get(at));
            facet.map_or_else(Vec::new, |f| said(f, model, pairs, is_old))
        };
        let (before, now) = (one(a, at_a, old, true), one(b, at_b, new, false));
        let gone = |here: &[(String, Text)], there: &[(String, Text)]| -> Vec<Text> {
            let mut texts: Vec<Text> = Vec::new();
            for (name, text) in here {
                if !there.iter().any(|(other, _)| other == name) && !texts.contains(text) {
                    texts.push(text.clone());
                }
            }
            texts
        };
        let (came, went) = (gone(&now, &before), gone(&before, &now));
        // Words that stayed the same are no change of words: only how their numbers are stored differs.
        if came.is_empty() && went.is_empty() || facet.wording && came == went {
            continue;
        }
        out.push(ClauseChange {
            key: facet.key,
            label: Text::new(facet.label.0, facet.label.1),
            wording: facet.wording,
            list: matches!(facet.say, Say::Many(_)),
            old: went,
            new: came,
        });
    }
    out
}

/// What a clause says: each part with a name by which it is compared.
fn said(facet: &Facet, model: &Model, pairs: &Pairs, is_old: bool) -> Vec<(String, Text)> {
    let mut name = |id: AnyId| pairs.name(id, is_old);
    match (&facet.say, &facet.term) {
        (_, Term::Nothing) => Vec::new(),
        (Say::One(say), term) => {
            let text = crate::prose::both(model, say);
            vec![(term.write(&mut name), text)]
        }
        (Say::Many(say), Term::Set(terms) | Term::List(terms)) => {
            let [en, nl] = Lang::ALL.map(|lang| say(Words::new(model, lang)));
            let texts = en.into_iter().zip(nl).map(|(en, nl)| Text::new(en, nl));
            terms
                .iter()
                .map(|t| t.write(&mut name))
                .zip(texts)
                .collect()
        }
        (Say::Many(_), _) => Vec::new(),
    }
}
