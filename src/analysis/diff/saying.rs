//! The answers that changed, as sentences.

use super::acting::Acting;
use super::answers::{Answers, Entry, Kind};
use crate::analysis::DutyRef;
use crate::analysis::compare::{Carried, Side, What};
use crate::data::law;
use crate::diagnostic::{Lang, Text};
use crate::model::{FactKey, RuleId, Value};
use crate::prose::case::Case;
use crate::prose::{Words, capital, quoted, sentence};

/// One thing that changed, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerChange {
    pub kind: Kind,
    /// "Grid operators may now read “Smart meter readings” …, if …."
    pub sentence: Text,
    /// Duties and legal bases that are gone, and those that are new.
    pub lost: Vec<Text>,
    pub gained: Vec<Text>,
    /// What has to be known now, and what no longer has to be.
    pub notes: Vec<Text>,
    pub example: Option<Text>,
    /// Who is affected, and how.
    pub affected: Vec<Text>,
    /// The rules that make the difference: ids of each version.
    pub rules: [Vec<String>; 2],
    /// Their titles, as they are now.
    pub rule_titles: Vec<Text>,
    /// By id: whom it is about, what they do, with what, for what.
    pub who: Vec<Vec<String>>,
    pub actions: Vec<Named>,
    pub data: Vec<Named>,
    pub purposes: Vec<Named>,
    /// Each a condition in words; all must hold.
    pub conditions: Vec<Text>,
}

/// A node of an axis, without some of what lies below it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    pub id: String,
    pub except: Vec<String>,
    /// Nothing that lies below it.
    pub alone: bool,
}

/// Puts everything into words.
pub fn say(answers: &Answers) -> Vec<AnswerChange> {
    let said = answers.entries.iter().map(|entry| one(answers, entry));
    said.collect()
}

/// Rules of which could not be worked out whether an answer changed, by title.
pub fn undecided(answers: &Answers) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    for (side, rule) in &answers.undecided {
        let text = crate::prose::both(answers.space.model(*side), |w| quoted(w.rule_title(*rule)));
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

fn both(say: impl Fn(Lang) -> String) -> Text {
    Text::new(say(Lang::En), say(Lang::Nl))
}

fn one(answers: &Answers, entry: &Entry) -> AnswerChange {
    let acting = Acting::new(&answers.space, entry);
    let (lost, gained) = match &entry.what {
        What::Verdict { .. } => (Vec::new(), Vec::new()),
        What::Terms { lost, gained } | What::Duties { lost, gained } => {
            let say = |list: &[u32]| list.iter().filter_map(|n| item(answers, *n)).collect();
            (say(lost), say(gained))
        }
    };
    let ids = |side: Side| -> Vec<String> {
        let rules = &answers.space.model(side).rules;
        let of = |id: &RuleId| rules.get(id.index()).map(|r| r.decl.id.clone());
        entry.rules[side.index()].iter().filter_map(of).collect()
    };
    AnswerChange {
        kind: entry.kind,
        sentence: both(|lang| main(entry, &acting, lang)),
        notes: notes(entry, &acting),
        example: example(answers, entry),
        affected: match entry.kind {
            Kind::Duties => Vec::new(),
            _ => acting.affected(entry.kind),
        },
        rules: [ids(Side::Old), ids(Side::New)],
        rule_titles: rule_titles(answers, entry),
        who: acting.who_ids(),
        actions: acting.named(0),
        data: acting.named(1),
        purposes: acting.named(2),
        conditions: acting.conditions(),
        lost,
        gained,
    }
}

fn rule_titles(answers: &Answers, entry: &Entry) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    for side in [Side::New, Side::Old] {
        for rule in &entry.rules[side.index()] {
            let title =
                crate::prose::both(answers.space.model(side), |w| quoted(w.rule_title(*rule)));
            if !out.contains(&title) {
                out.push(title);
            }
        }
    }
    out
}

/// A duty or a legal basis in words.
fn item(answers: &Answers, number: u32) -> Option<Text> {
    let duty = |side: Side, rule: RuleId, number: usize| {
        both(|lang| {
            let words = Words::new(answers.space.model(side), lang);
            words.numbered_duty(rule, number).unwrap_or_default()
        })
    };
    Some(match answers.carried.get(number as usize)? {
        Carried::Duty(side, DutyRef { rule, number }) => duty(*side, *rule, *number),
        Carried::Own(side, rule) => duty(*side, *rule, 0),
        Carried::Basis(id) => {
            let title = law::basis(id).map_or_else(|| Text::new(id, id), |b| b.title.clone());
            Text::new(
                sentence(&format!("the legal basis is: {}", title.en)),
                sentence(&format!("de rechtsgrond is: {}", title.nl)),
            )
        }
    })
}

fn main(entry: &Entry, acting: &Acting, lang: Lang) -> String {
    let said = acting.said(lang);
    let (who, may, everyone) = (&said.who, said.may, said.everyone);
    let (act, act_not, cond) = (&said.act, &said.act_not, &said.condition);
    let text = match (entry.kind, lang) {
        (Kind::Permitted, Lang::En) => format!("{who} may now {act}{cond}"),
        (Kind::Permitted, Lang::Nl) => format!("{who} {may} nu {act}{cond}"),
        (Kind::Refused, Lang::En) if everyone => {
            format!("it is no longer so that everyone may {act}{cond}")
        }
        (Kind::Refused, Lang::En) => format!("{who} may no longer {act_not}{cond}"),
        (Kind::Refused, Lang::Nl) => {
            format!("niet langer {may} {who} {}{cond}", said.act_any)
        }
        (Kind::Forbidden | Kind::NotForbidden, _) => {
            let was = match (entry.kind, lang) {
                (Kind::Forbidden, Lang::En) => "no rule provided for it; now it is forbidden",
                (Kind::Forbidden, Lang::Nl) => "geen regel voorzag erin; nu is het verboden",
                (_, Lang::En) => "it was forbidden; now no rule provides for it",
                (_, Lang::Nl) => "het was verboden; nu voorziet geen regel erin",
            };
            match (lang, everyone) {
                (Lang::En, true) => format!("still nobody may {}{cond}: {was}", said.act_any),
                (Lang::En, false) => format!("{who} still may not {act_not}{cond}: {was}"),
                (Lang::Nl, true) => format!("nog steeds mag niemand {}{cond}: {was}", said.act_any),
                (Lang::Nl, false) => format!("{who} {may} nog steeds {act_not}{cond}: {was}"),
            }
        }
        (Kind::Depends, Lang::En) => {
            format!("may {who} {act}{cond}? That now depends on more than before")
        }
        (Kind::Depends, Lang::Nl) => {
            format!("{may} {who} {act}{cond}? Dat hangt nu van meer af dan eerst")
        }
        (Kind::Settled, Lang::En) => {
            format!("may {who} {act}{cond}? That now depends on less than before")
        }
        (Kind::Settled, Lang::Nl) => {
            format!("{may} {who} {act}{cond}? Dat hangt nu van minder af dan eerst")
        }
        (Kind::Terms, Lang::En) => {
            format!("on other terms than before, {who} may still {act}{cond}")
        }
        (Kind::Terms, Lang::Nl) => {
            format!("onder andere voorwaarden dan eerst {may} {who} nog steeds {act}{cond}")
        }
        (Kind::Duties, Lang::En) => "a duty that applies in any case changes".into(),
        (Kind::Duties, Lang::Nl) => "een plicht die in elk geval geldt, verandert".into(),
    };
    sentence(&text)
}

fn notes(entry: &Entry, acting: &Acting) -> Vec<Text> {
    let list = |keys: &[FactKey], en: &str, nl: &str| {
        (!keys.is_empty()).then(|| {
            both(|lang| {
                let missing = acting.facts(keys, lang);
                match lang {
                    Lang::En => sentence(&format!("{en}: {missing}")),
                    Lang::Nl => sentence(&format!("{nl}: {missing}")),
                }
            })
        })
    };
    let more = list(
        &entry.more_known,
        "now also has to be known",
        "moet nu ook bekend zijn",
    );
    let less = list(
        &entry.less_known,
        "no longer has to be known",
        "hoeft niet meer bekend te zijn",
    );
    more.into_iter().chain(less).collect()
}

/// "Someone in Grid operators asks to …: it was refused and is permitted."
fn example(answers: &Answers, entry: &Entry) -> Option<Text> {
    let example = entry.example.as_ref()?;
    let space = &answers.space;
    let ask = |side: Side| {
        let known = space.people.is_known_on(side, &example.who);
        let request = space.request(side, &example.who, &example.point)?;
        known.then_some((side, request))
    };
    let (new, old) = (ask(Side::New), ask(Side::Old));
    // The version that knows most of the case tells it.
    let facts = |r: &Option<(Side, crate::analysis::Request)>| {
        r.as_ref().map_or(0, |r| r.1.facts.len() + 1)
    };
    let (side, request) = if facts(&old) > facts(&new) {
        old?
    } else {
        new?
    };
    let model = space.model(side);
    let (party, groups) = match request.asker {
        crate::analysis::Asker::Party(p) => (Some(p), Vec::new()),
        crate::analysis::Asker::Groups(groups) => (None, groups),
    };
    let facts: Vec<(FactKey, Value)> = request.facts.into_iter().collect();
    let case = Case {
        party,
        groups: &groups,
        actions: &request.actions,
        data: &request.data,
        purposes: &request.purposes,
        facts: &facts,
    };
    Some(crate::prose::both(model, |w| {
        let (before, after) = (w.verdict(example.before), w.verdict(example.after));
        let case = capital(&w.case(&case));
        format!(
            "{case}. {}: {before}. {}: {after}.",
            w.pick("Before", "Eerst"),
            w.pick("Now", "Nu")
        )
    }))
}
