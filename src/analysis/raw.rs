//! From a request as it is sent (names and JSON) to a resolved one.
//!
//! What can't be understood never helps: an unknown name makes the answer "not provided for", a value of the
//! wrong type counts as unknown. Both are told in the answer's problems. Every policy made from a source does the same.

use super::answer::Answer;
use super::request::{Asker, RawRequest, Request};
use super::universe::Universe;
use crate::diagnostic::{Text, nearest};
use crate::model::quantity::days_of;
use crate::model::{
    ActionId, DataId, Date, DecisionId, Decl, Fact, FactId, FactKey, FactKind, GroupId, Model,
    PartyId, PurposeId, Value,
};
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

/// Ids by name. Only looked up, never walked through.
#[derive(Debug, Clone, Default)]
pub struct Names<'m> {
    groups: HashMap<&'m str, u32>,
    parties: HashMap<&'m str, u32>,
    data: HashMap<&'m str, u32>,
    purposes: HashMap<&'m str, u32>,
    actions: HashMap<&'m str, u32>,
    facts: HashMap<&'m str, u32>,
    decisions: HashMap<&'m str, u32>,
}

impl<'m> Names<'m> {
    pub fn new(model: &'m Model) -> Self {
        fn index<'m>(decls: impl Iterator<Item = &'m Decl>) -> HashMap<&'m str, u32> {
            decls
                .enumerate()
                .map(|(at, decl)| (decl.id.as_str(), at as u32))
                .collect()
        }
        Names {
            groups: index(model.groups.iter().map(|x| &x.decl)),
            parties: index(model.parties.iter().map(|x| &x.decl)),
            data: index(model.data.iter().map(|x| &x.decl)),
            purposes: index(model.purposes.iter().map(|x| &x.decl)),
            actions: index(model.actions.iter().map(|x| &x.decl)),
            facts: index(model.facts.iter().map(|x| &x.decl)),
            decisions: index(model.decisions.iter().map(|x| &x.decl)),
        }
    }
}

/// A request, if all names in it exist, and what was wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    pub request: Option<Request>,
    pub problems: Vec<Text>,
}

/// Resolves one request; for many, ask [`Universe::resolve`].
pub fn resolve(model: &Model, raw: &RawRequest) -> Resolved {
    resolve_with(model, &Names::new(model), raw)
}

impl Universe<'_> {
    pub fn resolve(&self, raw: &RawRequest) -> Resolved {
        resolve_with(self.model(), self.names(), raw)
    }

    /// The whole answer to a request as it was sent.
    pub fn answer_raw(&self, raw: &RawRequest) -> Answer {
        self.answer_with(raw, Self::evaluate)
    }

    /// The same without the nearest permission and what would settle it: see [`Universe::decide`].
    pub fn decide_raw(&self, raw: &RawRequest) -> Answer {
        self.answer_with(raw, Self::decide)
    }

    fn answer_with(&self, raw: &RawRequest, answer: impl Fn(&Self, &Request) -> Answer) -> Answer {
        let Resolved { request, problems } = self.resolve(raw);
        match request {
            None => Answer::refusal(problems),
            Some(request) => Answer {
                problems,
                ..answer(self, &request)
            },
        }
    }
}

fn resolve_with(model: &Model, names: &Names, raw: &RawRequest) -> Resolved {
    let mut problems = Vec::new();
    let asker = asker(names, raw, &mut problems);
    let actions = nodes(
        &names.actions,
        &raw.actions,
        ("action", "handeling"),
        &mut problems,
    );
    let data = nodes(
        &names.data,
        &raw.data,
        ("dataset or field", "gegevensset of veld"),
        &mut problems,
    );
    let purposes = nodes(
        &names.purposes,
        &raw.purposes,
        ("purpose", "doeleinde"),
        &mut problems,
    );
    let facts = facts(model, names, raw, &mut problems);
    let request = match (asker, actions, data, purposes) {
        (Some(asker), Some(actions), Some(data), Some(purposes)) => Some(Request {
            asker,
            actions: actions.into_iter().map(ActionId).collect(),
            data: data.into_iter().map(DataId).collect(),
            purposes: purposes.into_iter().map(PurposeId).collect(),
            facts,
        }),
        _ => None,
    };
    Resolved { request, problems }
}

fn asker(names: &Names, raw: &RawRequest, problems: &mut Vec<Text>) -> Option<Asker> {
    match (&raw.party.member, &raw.party.groups) {
        (Some(member), None) => match names.parties.get(member.as_str()) {
            Some(&id) => Some(Asker::Party(PartyId(id))),
            None => {
                problems.push(unknown(
                    &names.parties,
                    member,
                    ("member or party", "lid of partij"),
                ));
                None
            }
        },
        (None, Some(groups)) => {
            let ids = nodes(&names.groups, groups, ("group", "groep"), problems)?;
            Some(Asker::Groups(ids.into_iter().map(GroupId).collect()))
        }
        (Some(_), Some(_)) => {
            problems.push(Text::new(
                "The request gives both a member and groups; a member's groups are known, so give only one of the two.",
                "De aanvraag noemt zowel een lid als groepen; de groepen van een lid zijn bekend, dus noem een van beide.",
            ));
            None
        }
        (None, None) => {
            problems.push(Text::new(
                "The request does not say who asks: give a member, or the groups that the asker is in (none for an outsider).",
                "De aanvraag zegt niet wie er vraagt: noem een lid, of de groepen waar de vrager in zit (geen voor een buitenstaander).",
            ));
            None
        }
    }
}

/// All ids, or `None` if one of the names is unknown; every unknown one is told.
fn nodes(
    names: &HashMap<&str, u32>,
    wanted: &[String],
    kind: (&str, &str),
    problems: &mut Vec<Text>,
) -> Option<Vec<u32>> {
    let mut ids = Vec::with_capacity(wanted.len());
    let mut complete = true;
    for name in wanted {
        match names.get(name.as_str()) {
            Some(&id) => ids.push(id),
            None => {
                problems.push(unknown(names, name, kind));
                complete = false;
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    complete.then_some(ids)
}

fn facts(
    model: &Model,
    names: &Names,
    raw: &RawRequest,
    problems: &mut Vec<Text>,
) -> BTreeMap<FactKey, Value> {
    let mut known = BTreeMap::new();
    for (name, json) in &raw.facts {
        let Some((&id, fact)) = names
            .facts
            .get(name.as_str())
            .and_then(|id| Some((id, model.facts.get(*id as usize)?)))
        else {
            problems.push(ignored(unknown(&names.facts, name, ("fact", "feit"))));
            continue;
        };
        match value(&fact.kind, json) {
            Some(value) => {
                known.insert(FactKey::Fact(FactId(id)), value);
            }
            None => problems.push(malformed(fact, json)),
        }
    }
    for (name, json) in &raw.decisions {
        match (names.decisions.get(name.as_str()), json) {
            (Some(&id), Json::Bool(passed)) => {
                known.insert(FactKey::Passed(DecisionId(id)), Value::Bool(*passed));
            }
            (Some(_), other) => problems.push(Text::new(
                format!("Whether `{name}` has passed is `true` or `false`, not `{other}`; it counts as unknown."),
                format!("Of `{name}` is aangenomen is `true` of `false`, niet `{other}`; het geldt als onbekend."),
            )),
            (None, _) => problems.push(ignored(unknown(&names.decisions, name, ("decision", "besluit")))),
        }
    }
    if let Some(moment) = &raw.moment {
        match day_of_moment(moment) {
            Some(day) => {
                known.insert(FactKey::Moment, Value::Date(day));
            }
            None => problems.push(Text::new(
                format!("`{moment}` is not a moment: write 2026-03-01 or 2026-03-01T12:00:00Z. The moment counts as unknown."),
                format!("`{moment}` is geen moment: schrijf 2026-03-01 of 2026-03-01T12:00:00Z. Het moment geldt als onbekend."),
            )),
        }
    }
    known
}

/// The value of a fact; `None` if the JSON is of the wrong type or malformed.
pub fn value(kind: &FactKind, json: &Json) -> Option<Value> {
    match (kind, json) {
        (FactKind::YesNo, Json::Bool(b)) => Some(Value::Bool(*b)),
        (FactKind::Number { .. }, Json::Number(n)) => whole(&n.to_string()).map(Value::Int),
        (FactKind::Date, Json::String(s)) => date(s).map(|d| Value::Date(days_of(d))),
        (FactKind::OneOf(choices), Json::String(s)) => {
            let at = choices.iter().position(|c| c == s)?;
            u16::try_from(at).ok().map(Value::Choice)
        }
        _ => None,
    }
}

/// A JSON number whose value is a whole number of 64 bits, however it is spelled: `12`, `12.0`, `1.2e1`.
fn whole(number: &str) -> Option<i64> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        None => (number, 0),
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let zeros = usize::try_from(exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?).ok()?;
    let digits = format!("{integer}{fraction}");
    if digits.trim_start_matches(['-', '0']).is_empty() {
        return Some(0);
    }
    // Nothing of more than 19 digits fits.
    if zeros > 19 {
        return None;
    }
    format!("{digits}{}", "0".repeat(zeros)).parse().ok()
}

/// `YYYY-MM-DD`, a day that exists.
pub fn date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match bytes {
        [y @ .., b'-', _, _, b'-', _, _] if y.len() == 4 && digits(y) => {}
        _ => return None,
    }
    let number = |range: std::ops::Range<usize>| {
        let part = text.get(range)?;
        digits(part.as_bytes()).then_some(part)
    };
    let year = number(0..4)?.parse().ok()?;
    let month = number(5..7)?.parse().ok()?;
    let day = number(8..10)?.parse().ok()?;
    Date::new(year, month, day).ok()
}

/// The day of `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss[.f…]Z`; seconds go up to 59.
pub fn day_of_moment(text: &str) -> Option<i32> {
    let Some((day, time)) = text.split_once('T') else {
        return date(text).map(days_of);
    };
    let time = time.strip_suffix('Z')?;
    let (clock, fraction) = match time.split_once('.') {
        None => (time, None),
        Some((clock, fraction)) => (clock, Some(fraction)),
    };
    if fraction
        .is_some_and(|f| f.is_empty() || f.len() > 9 || !f.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let parts: Vec<&str> = clock.split(':').collect();
    let below = |part: &str, end: u8| {
        part.len() == 2
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|n| n < end)
    };
    match parts.as_slice() {
        [h, m, s] if below(h, 24) && below(m, 60) && below(s, 60) => date(day).map(days_of),
        _ => None,
    }
}

fn unknown(names: &HashMap<&str, u32>, name: &str, kind: (&str, &str)) -> Text {
    let (mut en, mut nl) = (
        format!("There is no {} named `{name}`.", kind.0),
        format!("Er is geen {} met de naam `{name}`.", kind.1),
    );
    if let Some(close) = nearest(name, names.keys().copied()) {
        en.push_str(&format!(" Did you mean `{close}`?"));
        nl.push_str(&format!(" Bedoel je `{close}`?"));
    }
    Text { en, nl }
}

fn ignored(mut text: Text) -> Text {
    text.en.push_str(" It is left out.");
    text.nl.push_str(" Het blijft buiten beschouwing.");
    text
}

fn malformed(fact: &Fact, json: &Json) -> Text {
    let id = &fact.decl.id;
    let (en, nl) = match &fact.kind {
        FactKind::YesNo => (
            "`true` or `false`".to_owned(),
            "`true` of `false`".to_owned(),
        ),
        FactKind::Number { decimals: 0, .. } => {
            ("a whole number".to_owned(), "een geheel getal".to_owned())
        }
        FactKind::Number { decimals, .. } => (
            format!(
                "a whole number (of {decimals} decimals, so 1.5 is {})",
                scaled(*decimals)
            ),
            format!(
                "een geheel getal (met {decimals} decimalen, dus 1,5 is {})",
                scaled(*decimals)
            ),
        ),
        FactKind::Date => (
            "a day that exists, such as 2026-03-01".to_owned(),
            "een dag die bestaat, zoals 2026-03-01".to_owned(),
        ),
        FactKind::OneOf(choices) => {
            let list = choices
                .iter()
                .map(|c| format!("`{c}`"))
                .collect::<Vec<_>>()
                .join(", ");
            (format!("one of {list}"), format!("een van {list}"))
        }
    };
    Text::new(
        format!("`{id}` is {en}, not `{json}`; it counts as unknown."),
        format!("`{id}` is {nl}, niet `{json}`; het geldt als onbekend."),
    )
}

/// 1.5 in steps of so many decimals.
fn scaled(decimals: u8) -> String {
    format!("15{}", "0".repeat(usize::from(decimals.saturating_sub(1))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_number_counts_by_its_value_and_not_by_its_spelling() {
        let read = |text: &str| {
            value(
                &FactKind::Number {
                    unit: crate::model::Unit::Percent,
                    decimals: 0,
                },
                &serde_json::from_str(text).unwrap(),
            )
        };
        for (text, n) in [
            ("12", 12),
            ("12.0", 12),
            ("1.2e1", 12),
            ("-0.0", 0),
            ("-7", -7),
            ("0e9", 0),
            ("1e18", 1_000_000_000_000_000_000),
        ] {
            assert_eq!(read(text), Some(Value::Int(n)), "{text}");
        }
        assert_eq!(read("9223372036854775807"), Some(Value::Int(i64::MAX)));
        for text in [
            "12.5",
            "9223372036854775808",
            "1e19",
            "-9223372036854775809",
            "1e-1",
            "\"12\"",
            "true",
            "null",
            "[12]",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_must_exist_and_be_written_in_full() {
        let read = |json| value(&FactKind::Date, &json);
        assert_eq!(read(json!("2026-03-01")), Some(Value::Date(20_513)));
        assert_eq!(read(json!("2024-02-29")), Some(Value::Date(19_782)));
        for bad in [
            "2026-02-30",
            "2025-02-29",
            "2026-3-1",
            "26-03-01",
            "2026-03-01T00:00:00Z",
            "2026/03/01",
            "",
            " 2026-03-01",
            "+026-03-01",
            "2026-+3-01",
            "2026-00-10",
            "éé-03-01",
        ] {
            assert_eq!(read(json!(bad)), None, "{bad}");
        }
        assert_eq!(read(json!(20_513)), None);
    }

    #[test]
    fn a_moment_is_a_day_or_an_instant_in_utc() {
        for good in [
            "2026-03-01",
            "2026-03-01T00:00:00Z",
            "2026-03-01T23:59:59.999Z",
        ] {
            assert_eq!(day_of_moment(good), Some(20_513), "{good}");
        }
        for bad in [
            "2026-03-01T24:00:00Z",
            "2026-03-01T12:00Z",
            "2026-03-01T12:00:00",
            "2026-03-01T12:00:00+01:00",
            "2026-03-01T12:00:60Z",
            "2026-03-01T12:00:00.Z",
            "2026-02-30T12:00:00Z",
            "2026-03-01 12:00:00Z",
            "2026-03-01T1:00:00Z",
            "2026-03-01T+1:00:00Z",
        ] {
            assert_eq!(day_of_moment(bad), None, "{bad}");
        }
    }
}
