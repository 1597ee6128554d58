//! How a request is said on the command line: by flags, or as JSON.

use super::flags::action_id;
use super::fmt::read_input;
use crate::analysis::RawRequest;
use crate::diagnostic::Text;
use crate::model::{FactKind, Model, Unit};
use crate::project::LARGEST;
use clap::Args;
use serde_json::{Map, Value as Json};
use std::path::{Path, PathBuf};

/// The flags of a request.
#[derive(Args)]
pub struct Asking {
    /// The member or party that asks
    #[arg(long = "as", value_name = "MEMBER", conflicts_with_all = ["groups", "outsider"])]
    member: Option<String>,
    /// Someone in exactly these groups asks
    #[arg(long = "in", value_name = "GROUP", num_args = 1.., value_delimiter = ',', conflicts_with = "outsider")]
    groups: Vec<String>,
    /// Someone in no group at all asks
    #[arg(long)]
    outsider: bool,
    /// What to do; without it, everything
    #[arg(long = "action", value_name = "ACTION", value_delimiter = ',')]
    actions: Vec<String>,
    /// With which datasets or fields; without it, all data
    #[arg(long = "data", value_name = "DATA", value_delimiter = ',')]
    data: Vec<String>,
    /// What for; without it, every purpose
    #[arg(long = "purpose", value_name = "PURPOSE", value_delimiter = ',')]
    purposes: Vec<String>,
    /// What is known of a fact: consent, consent=no, households-in-result=12, since=2026-03-01
    #[arg(long = "with", value_name = "FACT=VALUE", num_args = 1..)]
    facts: Vec<String>,
    /// A decision that has passed
    #[arg(long = "passed", value_name = "DECISION", value_delimiter = ',')]
    passed: Vec<String>,
    /// A decision that has not passed
    #[arg(long = "not-passed", value_name = "DECISION", value_delimiter = ',')]
    not_passed: Vec<String>,
    /// The day of the request
    #[arg(long = "on", value_name = "DATE")]
    moment: Option<String>,
    /// Read the request as JSON from a file; `-` is the standard input
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["member", "groups", "outsider", "actions", "data", "purposes", "facts", "passed", "not_passed", "moment"]
    )]
    json: Option<PathBuf>,
}

impl Asking {
    /// Whether nobody is said to ask.
    pub fn by_nobody(&self) -> bool {
        self.json.is_none() && self.member.is_none() && self.groups.is_empty() && !self.outsider
    }

    /// Whether none of the flags is there.
    pub fn is_empty(&self) -> bool {
        let lists = [
            &self.groups,
            &self.actions,
            &self.data,
            &self.purposes,
            &self.facts,
            &self.passed,
            &self.not_passed,
        ];
        self.by_nobody() && self.moment.is_none() && lists.iter().all(|l| l.is_empty())
    }

    /// The request that was sent as JSON, if one was.
    ///
    /// # Errors
    /// If it can't be read, or is no request.
    pub fn sent(&self) -> Result<Option<RawRequest>, Text> {
        self.json.as_deref().map(read_request).transpose()
    }

    /// The request that the flags make.
    ///
    /// # Errors
    /// Values that are not of the kind of their fact.
    pub fn request(&self, model: &Model) -> Result<RawRequest, Vec<Text>> {
        let (mut raw, mut problems) = (RawRequest::default(), Vec::new());
        match &self.member {
            Some(member) => raw.party.member = Some(member.clone()),
            None => raw.party.groups = Some(self.groups.clone()),
        }
        raw.actions = self
            .actions
            .iter()
            .map(|name| action_id(model, name))
            .collect();
        raw.data = self.data.clone();
        raw.purposes = self.purposes.clone();
        raw.moment = self.moment.clone();
        for given in &self.facts {
            let (name, value) = given.split_once('=').unwrap_or((given, "yes"));
            let kind = model
                .facts
                .iter()
                .find(|f| f.decl.id == name)
                .map(|f| &f.kind);
            match fact_value(kind, value.trim()) {
                Ok(value) => {
                    raw.facts.insert(name.to_string(), value);
                }
                Err(wanted) => problems.push(Text::new(
                    format!(
                        "`{value}` is not a value of `{name}`: it takes {}.",
                        wanted.en
                    ),
                    format!(
                        "`{value}` is geen waarde van `{name}`: dat is {}.",
                        wanted.nl
                    ),
                )),
            }
        }
        for (names, passed) in [(&self.passed, true), (&self.not_passed, false)] {
            raw.decisions.extend(
                names
                    .iter()
                    .map(|name| (name.clone(), Json::Bool(passed)))
                    .collect::<Map<_, _>>(),
            );
        }
        if problems.is_empty() {
            Ok(raw)
        } else {
            Err(problems)
        }
    }
}

fn read_request(file: &Path) -> Result<RawRequest, Text> {
    let text = read_json(file)?;
    serde_json::from_str(&text).map_err(|error| not_a_request(&error))
}

/// The text of a file that is small enough; `-` is the standard input.
pub(super) fn read_json(file: &Path) -> Result<String, Text> {
    let text = if file == Path::new("-") {
        read_input()?
    } else {
        let shown = file.display();
        let about = std::fs::metadata(file);
        if about.is_ok_and(|m| !m.is_file() || m.len() > LARGEST) {
            return Err(Text::new(
                format!("{shown} is not a file that can be read as a request."),
                format!("{shown} is geen bestand dat als aanvraag te lezen is."),
            ));
        }
        std::fs::read_to_string(file).map_err(|error| {
            Text::new(
                format!("{shown} cannot be read: {error}."),
                format!("{shown} kan niet worden gelezen: {error}."),
            )
        })?
    };
    Ok(text)
}

/// What is wrong with the JSON of a request, without the words of a programmer.
pub(super) fn not_a_request(error: &serde_json::Error) -> Text {
    use serde_json::error::Category;
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let field = said
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next());
    let (en, nl) = match (error.classify(), field) {
        (Category::Data, Some(field)) => (
            format!(
                "This is not a request: a request has no part called `{field}` (line {line}). Its parts are: {PARTS}."
            ),
            format!(
                "Dit is geen aanvraag: een aanvraag heeft geen onderdeel `{field}` (regel {line}). De onderdelen zijn: {PARTS}."
            ),
        ),
        (Category::Data, None) => (
            format!(
                "This is not a request: what stands on line {line} before column {column} is of another kind than a request has there."
            ),
            format!(
                "Dit is geen aanvraag: wat op regel {line} vóór kolom {column} staat, is van een andere soort dan een aanvraag daar heeft."
            ),
        ),
        (Category::Eof, _) => (
            format!("This is not a request: its JSON stops halfway, on line {line}."),
            format!("Dit is geen aanvraag: de JSON houdt halverwege op, op regel {line}."),
        ),
        (Category::Syntax | Category::Io, _) => (
            format!("This is not a request: the JSON goes wrong on line {line}, column {column}."),
            format!("Dit is geen aanvraag: de JSON gaat mis op regel {line}, kolom {column}."),
        ),
    };
    let example =
        r#"{"party": {"groups": ["…"]}, "actions": ["read"], "data": ["…"], "purposes": ["…"]}"#;
    Text::new(
        format!("{en} For example: {example}"),
        format!("{nl} Bijvoorbeeld: {example}"),
    )
}

/// The parts of a request in JSON.
const PARTS: &str = "party, actions, data, purposes, facts, decisions, moment";

/// A value as typed, as the JSON that a request holds. An unknown fact is left to whoever knows the names.
fn fact_value(kind: Option<&FactKind>, text: &str) -> Result<Json, Text> {
    match kind {
        None | Some(FactKind::Date) | Some(FactKind::OneOf(_)) => {
            Ok(Json::String(text.to_string()))
        }
        Some(FactKind::YesNo) => match text.to_lowercase().as_str() {
            "yes" | "ja" | "true" => Ok(Json::Bool(true)),
            "no" | "nee" | "false" => Ok(Json::Bool(false)),
            _ => Err(Text::new("yes or no", "ja of nee")),
        },
        Some(FactKind::Number { unit, decimals }) => {
            let text = if *unit == Unit::Percent {
                text.trim_end_matches('%').trim_end()
            } else {
                text
            };
            scaled(text, *decimals)
                .map(Json::from)
                .ok_or_else(|| match decimals {
                    0 => Text::new("a whole number", "een geheel getal"),
                    n => Text::new(
                        format!("a number with at most {n} decimals"),
                        format!("een getal met hoogstens {n} decimalen"),
                    ),
                })
        }
    }
}

/// "12.5" with two decimals is 1250.
fn scaled(text: &str, decimals: u8) -> Option<i64> {
    let (negative, text) = text
        .strip_prefix('-')
        .map_or((false, text), |rest| (true, rest));
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    let decimals = usize::from(decimals);
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > decimals {
        return None;
    }
    let number: i64 = format!("{whole}{part:0<decimals$}").parse().ok()?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        assert_eq!(scaled("12", 0), Some(12));
        assert_eq!(scaled("12.5", 2), Some(1250));
        assert_eq!(scaled("12,50", 1), Some(125));
        assert_eq!(scaled("-0.5", 1), Some(-5));
        for (text, decimals) in [
            ("12.5", 0),
            ("", 0),
            (".5", 1),
            ("1e3", 0),
            ("99999999999999999999", 0),
            ("1.2.3", 2),
        ] {
            assert_eq!(scaled(text, decimals), None, "{text}");
        }
    }
}
