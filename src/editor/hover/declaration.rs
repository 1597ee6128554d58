//! Declarations: titles, note, what follows from the rest of the source, the clause in the agreement, where they are named.

use super::used::used;
use super::{Reader, escape, heading};
use crate::analysis::Outline;
use crate::analysis::guard::guards;
use crate::diagnostic::Lang;
use crate::editor::Snapshot;
use crate::editor::navigate::SymbolKind;
use crate::model::{AnyId, Decl, FactKind, GivenBy, GroupId, Model, Named, RuleId};
use crate::output::Context;
use crate::output::agreement::{anchor, clause};
use crate::project::VERSION;
use crate::prose::{Words, capital};

/// Of a commons with more rules the agreement is not written for a hover; rules are put into words by themselves.
const MOST_RULES: usize = 1_000;

/// All about a declaration of a source.
pub fn declaration(snapshot: &Snapshot, id: AnyId, reader: &Reader) -> Option<String> {
    let model = &snapshot.model;
    let lang = reader.lang;
    let decl = model.decl(id)?;
    let kind = SymbolKind::of(model, id);
    let mut parts = vec![heading(titles(decl, lang), kind, &decl.id, lang)];
    parts.extend(note(decl, lang));
    parts.extend(facts(model, id, lang));
    if decl.is_own() {
        parts.extend(changed_by(model, id, lang));
        let said = said(snapshot, id, lang);
        if !said.is_empty() {
            parts.push("---".into());
            parts.extend(said);
            parts.push("---".into());
        }
    }
    parts.push(used(snapshot, Named::Is(id), reader));
    Some(parts.join("\n\n"))
}

/// This commons, or one around it.
pub fn commons(snapshot: &Snapshot, level: u8, reader: &Reader) -> Option<String> {
    let model = &snapshot.model;
    let lang = reader.lang;
    let commons = match usize::from(level).checked_sub(1) {
        None => &model.commons,
        Some(at) => model.outers.get(at)?,
    };
    let decl = commons.decl.as_ref()?;
    let mut parts = vec![heading(
        titles(decl, lang),
        SymbolKind::Commons,
        &decl.id,
        lang,
    )];
    if level > 0 {
        parts.push(
            match lang {
                Lang::En => "A commons around this one: what it forbids stays forbidden here.",
                Lang::Nl => "Een meent om deze heen: wat zij verbiedt, blijft hier verboden.",
            }
            .to_string(),
        );
    }
    parts.extend(commons.goal.as_ref().map(|g| escape(g.get(lang))));
    parts.extend(note(decl, lang));
    Some(parts.join("\n\n"))
}

/// The title in the reader's language, and in the other one if it was written in both.
fn titles(decl: &Decl, lang: Lang) -> [&str; 2] {
    let other = match decl.title.has(lang) && decl.title.has(lang.other()) {
        true => decl.title(lang.other()),
        false => "",
    };
    [decl.title(lang), other]
}

fn note(decl: &Decl, lang: Lang) -> Option<String> {
    decl.note.as_ref().map(|n| escape(n.get(lang)))
}

/// What follows from the rest of the source.
fn facts(model: &Model, id: AnyId, lang: Lang) -> Option<String> {
    let words = Words::new(model, lang);
    let pick = |en: &str, nl: &str| words.pick(en, nl).to_string();
    match id {
        AnyId::Data(id) => {
            let data = model.data.get(id.index())?;
            let kind = capital(&words.sensitivity(&data.sensitivity));
            let why = match (data.sensitivity_stated, data.is_dataset()) {
                (true, _) => "",
                (false, true) => words.pick(
                    ", which follows from its fields and what it lies in",
                    ", wat volgt uit de velden en waar ze bij horen",
                ),
                (false, false) => words.pick(
                    ", which follows from what is said of its dataset",
                    ", wat volgt uit wat over de dataset is gezegd",
                ),
            };
            Some(format!("{kind}{why}."))
        }
        AnyId::Group(id) => {
            let group = model.groups.get(id.index())?;
            let known = members(model, id);
            let names: Vec<String> = known.iter().map(|n| escape(n)).collect();
            match (group.closed, names.is_empty()) {
                (true, true) => Some(pick(
                    "Closed: nobody is in it.",
                    "Gesloten: er zit niemand in.",
                )),
                (true, false) => Some(format!(
                    "{}: {}.",
                    pick("Closed; in it", "Gesloten; erin"),
                    words.and(&names)
                )),
                (false, true) => None,
                (false, false) => Some(format!(
                    "{}: {}.",
                    pick("Open; in it at least", "Open; erin in elk geval"),
                    words.and(&names)
                )),
            }
        }
        AnyId::Party(id) => {
            let party = model.parties.get(id.index())?;
            let groups = words.groups(&party.groups);
            (!groups.is_empty()).then(|| format!("{} {}.", pick("In", "Bij"), words.and(&groups)))
        }
        AnyId::Purpose(id) => {
            let above = model.purpose_tree.parents(id.0).iter();
            let ids = above.filter_map(|p| model.purposes.get(*p as usize));
            let ids: Vec<String> = ids.map(|p| format!("`{}`", p.decl.id)).collect();
            (!ids.is_empty())
                .then(|| format!("{}: {}", pick("Lies within", "Valt onder"), ids.join(", ")))
        }
        AnyId::Action(id) => {
            let above = model.action_tree.parents(id.0).iter();
            let ids = above.filter_map(|p| model.actions.get(*p as usize));
            let ids: Vec<String> = ids.map(|p| format!("`{}`", p.decl.id)).collect();
            (!ids.is_empty())
                .then(|| format!("{}: {}", pick("A kind of", "Een vorm van"), ids.join(", ")))
        }
        AnyId::Fact(id) => {
            let fact = model.facts.get(id.index())?;
            let kind = match &fact.kind {
                FactKind::YesNo => pick("Yes or no", "Ja of nee"),
                FactKind::Date => pick("A date", "Een datum"),
                FactKind::Number { unit, .. } => {
                    let unit = crate::model::quantity::unit_name(unit);
                    format!("{} {unit}", pick("A number of", "Een aantal"))
                }
                FactKind::OneOf(choices) => {
                    let choices: Vec<String> = choices.iter().map(|c| format!("`{c}`")).collect();
                    words.pick("One of ", "Een van ").to_string() + &choices.join(", ")
                }
            };
            let by = match fact.given_by {
                None => String::new(),
                Some(GivenBy::ThePerson) => {
                    pick("; given by the person", "; vastgesteld door de persoon")
                }
                Some(GivenBy::Holder(holder)) => {
                    format!(
                        "{} {}",
                        pick("; given by", "; vastgesteld door"),
                        words.holder(holder)
                    )
                }
                Some(GivenBy::Decision(id)) => {
                    format!(
                        "{} {}",
                        pick("; given by", "; vastgesteld door"),
                        words.decision(id)
                    )
                }
            };
            let taken = match fact.withdrawable {
                true => pick("; can be withdrawn at any time", "; altijd in te trekken"),
                false => String::new(),
            };
            Some(format!("{kind}{by}{taken}."))
        }
        _ => None,
    }
}

/// The named parties in a group, by title.
fn members(model: &Model, group: GroupId) -> Vec<String> {
    let inside = |groups: &[GroupId]| {
        let mut groups = groups.iter();
        groups.any(|g| model.group_tree.is_within(g.0, group.0))
    };
    let parties = model.parties.iter().filter(|p| inside(&p.groups));
    parties
        .map(|p| p.decl.title(model.lang).to_string())
        .collect()
}

/// Which decision changes it.
fn changed_by(model: &Model, id: AnyId, lang: Lang) -> Option<String> {
    let words = Words::new(model, lang);
    let guard = guards(model, id);
    let decisions: Vec<String> = guard.decisions.iter().map(|d| words.decision(*d)).collect();
    let label = words.pick("Changed by", "Te wijzigen door");
    (!decisions.is_empty()).then(|| format!("{label} {}.", words.or(&decisions)))
}

/// What the agreement says about it, in the reader's language and then in the other.
fn said(snapshot: &Snapshot, id: AnyId, lang: Lang) -> Vec<String> {
    let model = &snapshot.model;
    // With an unknown name left out a rule would seem to say more than it does.
    if let AnyId::Rule(id) = id
        && model.rules.get(id.index()).is_none_or(|r| r.incomplete)
    {
        return Vec::new();
    }
    let outline = Outline::new(model);
    let loaded = &snapshot.project.loaded;
    if model.rules.len() > MOST_RULES {
        return match id {
            AnyId::Rule(id) => rule(model, &outline, id, lang),
            _ => Vec::new(),
        };
    }
    let Some(anchor) = anchor(model, id) else {
        return Vec::new();
    };
    let ctx = Context {
        model,
        outline: &outline,
        accepted: &[],
        findings: &[],
        overrides: &loaded.overrides,
        digest: "",
        compiler_version: VERSION,
    };
    let of = |lang| clause(&ctx, lang, &anchor).ok().flatten();
    let mut out = Vec::new();
    if let Some(mine) = of(lang) {
        out.push(format!(
            "**{}** ({}) {}",
            mine.number, mine.heading, mine.markdown
        ));
    }
    if let Some(other) = of(lang.other()) {
        let quoted: Vec<String> = format!("**{}** {}", other.number, other.markdown)
            .lines()
            .map(|l| format!("> {l}").trim_end().to_string())
            .collect();
        out.push(quoted.join("\n"));
    }
    out
}

/// A rule's sentences, as the agreement has them.
fn rule(model: &Model, outline: &Outline, id: RuleId, lang: Lang) -> Vec<String> {
    let say = |lang| {
        let words = Words::new(model, lang);
        let text = words.rule_sentences(id, outline).join(" ");
        let article = words.pick("Article", "Artikel");
        format!("**{article} {}** {}", outline.of(id), escape(&text))
    };
    match outline.of(id).is_empty() {
        true => Vec::new(),
        false => vec![say(lang), format!("> {}", say(lang.other()))],
    }
}
