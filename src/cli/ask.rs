//! `meent ask`

use super::choices;
use super::flags::action_id;
use super::fmt::read_input;
use super::{Common, Exit, Format, Terminal, checked, stopped};
use crate::analysis::{Answer, Outline, RawRequest, Request, Shortfall, Universe, explanation};
use crate::diagnostic::{Level, Text};
use crate::model::{Deontic, FactKey, FactKind, Model, PurposeId, RuleId, Unit, Value, Verdict};
use crate::project::LARGEST;
use crate::prose::case::Case;
use crate::prose::{References, Words, capital, sentence};
use clap::Args;
use serde_json::{Map, Value as Json};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples (a path, if you give one, comes first):
  meent ask --in researchers --action read --data measurements --purpose care-research
  meent ask --as city --action publish --data street-load --with consent homes=12 --passed approve-use
  meent ask examples/energy --json request.json

Names are those of the source; `meent ask` alone lists them. Whatever the answer is, the exit code
is 0; it is 1 if the source has errors, and 2 if the question cannot be understood.";

#[derive(Args)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub struct Ask {
    /// A file or folder
    path: Option<PathBuf>,
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
    #[command(flatten)]
    pub(super) common: Common,
}

impl Ask {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let sent = match self.json.as_deref().map(read_request).transpose() {
            Ok(sent) => sent,
            Err(problem) => {
                terminal.mistake(&problem);
                return Exit::Unusable;
            }
        };
        if sent.is_none() && self.member.is_none() && self.groups.is_empty() && !self.outsider {
            let (project, checked) = checked(terminal, self.path.as_deref());
            if checked.complete {
                let choices = choices::choices(&checked.model, terminal.lang);
                terminal.err(&choices);
            } else if project.loaded.unreadable {
                terminal.findings_aside(&checked.diagnostics, &project.loaded.sources);
            }
            terminal.mistake(&Text::new(
                "Say who asks: --as MEMBER, --in GROUP or --outsider. Or give the request as JSON: --json FILE.",
                "Zeg wie er vraagt: --as LID, --in GROEP of --outsider. Of geef de aanvraag als JSON: --json BESTAND.",
            ));
            return Exit::Unusable;
        }
        let (project, checked) = checked(terminal, self.path.as_deref());
        if !checked.complete || checked.has_errors() {
            let errors: Vec<_> = checked
                .diagnostics
                .iter()
                .filter(|d| d.level == Level::Error)
                .cloned()
                .collect();
            terminal.findings_aside(&errors, &project.loaded.sources);
            let text = terminal.pick(
                "There is no answer while the source has errors.",
                "Er is geen antwoord zolang de bron fouten heeft.",
            );
            terminal.err(text);
            return stopped(&project);
        }
        let model = &checked.model;
        let universe = Universe::new(model);
        let by_hand = sent.is_none();
        let raw = match sent {
            Some(raw) => raw,
            None => match self.request(model) {
                Ok(raw) => raw,
                Err(problems) => return refuse(terminal, &problems),
            },
        };
        let resolved = universe.resolve(&raw);
        // A person who types a wrong name wants to hear it; a program gets the answer that every policy engine gives.
        if by_hand && !resolved.problems.is_empty() {
            let at_a_loss =
                |p: &Text| !p.en.contains("Did you mean") && p.en.starts_with("There is no");
            if resolved.problems.iter().any(at_a_loss) {
                let choices = choices::choices(model, terminal.lang);
                terminal.err(&choices);
            }
            return refuse(terminal, &resolved.problems);
        }
        let answer = universe.answer_raw(&raw);
        match terminal.format {
            Format::Json => {
                let whole = explanation(model, &checked.outline, &answer);
                terminal.line(&format!("{whole:#}"));
            }
            Format::Short => {
                let whole = crate::analysis::document(model, &checked.outline, &answer);
                terminal.line(&whole.to_string());
            }
            Format::Human => {
                let speaker = Speaker {
                    words: Words::new(model, terminal.lang),
                    numbers: Numbers(&checked.outline),
                };
                let text = speaker.answer(resolved.request.as_ref(), &answer);
                terminal.out(&text);
            }
        }
        Exit::Fine
    }

    /// The request that the flags make.
    fn request(&self, model: &Model) -> Result<RawRequest, Vec<Text>> {
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

fn refuse(terminal: &mut Terminal, problems: &[Text]) -> Exit {
    for problem in problems {
        terminal.mistake(problem);
    }
    Exit::Unusable
}

fn read_request(file: &Path) -> Result<RawRequest, Text> {
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
    serde_json::from_str(&text).map_err(|error| not_a_request(&error))
}

/// What is wrong with the JSON of a request, without the words of a programmer.
fn not_a_request(error: &serde_json::Error) -> Text {
    use serde_json::error::Category;
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let field = said
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next());
    let (en, nl) = match (error.classify(), field) {
        (Category::Data, Some(field)) => (
            format!(
                "A request has no part called `{field}` (line {line}). Its parts are: {PARTS}."
            ),
            format!(
                "Een aanvraag heeft geen onderdeel `{field}` (regel {line}). De onderdelen zijn: {PARTS}."
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

/// Paragraphs of the agreement, as the outline numbers them.
pub(super) struct Numbers<'a>(pub &'a Outline);

impl References for Numbers<'_> {
    fn paragraph(&self, rule: RuleId) -> Option<String> {
        let number = self.0.of(rule);
        (!number.is_empty()).then(|| number.to_string())
    }
}

/// Puts an answer into words.
struct Speaker<'a> {
    words: Words<'a>,
    numbers: Numbers<'a>,
}

impl Speaker<'_> {
    fn answer(&self, request: Option<&Request>, answer: &Answer) -> String {
        let mut out = String::new();
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        line(&sentence(self.words.verdict(answer.verdict)));
        if let Some(request) = request {
            line(&sentence(&self.case(request)));
        }
        for problem in &answer.problems {
            line(&format!("! {}", problem.get(self.words.lang)));
        }
        let paragraphs = [
            (self.why(answer), self.words.pick("Why", "Waarom")),
            (
                self.duties(answer),
                self.words
                    .pick("Duties that come with it", "Plichten die erbij horen"),
            ),
            (
                self.depends(answer),
                self.words.pick("It depends on", "Het hangt af van"),
            ),
            (
                self.nearest(answer),
                self.words.pick(
                    "The permission that comes nearest",
                    "De toestemming die er het dichtst bij komt",
                ),
            ),
        ];
        for (items, heading) in paragraphs {
            if items.is_empty() {
                continue;
            }
            line("");
            line(&format!("{heading}:"));
            for item in items {
                line(&format!("  - {item}"));
            }
        }
        out
    }

    fn case(&self, request: &Request) -> String {
        let (party, groups) = match &request.asker {
            crate::analysis::Asker::Party(id) => (Some(*id), &[][..]),
            crate::analysis::Asker::Groups(groups) => (None, groups.as_slice()),
        };
        let facts: Vec<(FactKey, Value)> = request.facts.iter().map(|(k, v)| (*k, *v)).collect();
        self.words.case(&Case {
            party,
            groups,
            actions: &request.actions,
            data: &request.data,
            purposes: &request.purposes,
            facts: &facts,
        })
    }

    fn rule(&self, id: RuleId) -> String {
        let text = self.words.rule(id, &self.numbers);
        format!("{}{}", sentence(&text), self.place(id))
    }

    /// " (article 6.3, plan-the-grid)"
    fn place(&self, id: RuleId) -> String {
        let name = self
            .words
            .model
            .rules
            .get(id.index())
            .map_or("", |r| r.decl.id.as_str());
        match self.numbers.paragraph(id) {
            Some(number) => format!(
                " ({} {number}, {name})",
                self.words.pick("article", "artikel")
            ),
            None => format!(" ({name})"),
        }
    }

    fn why(&self, answer: &Answer) -> Vec<String> {
        let deontic = |id: &RuleId| self.words.model.rules.get(id.index()).map(|r| r.deontic);
        let undetermined = answer.verdict == Verdict::Undetermined;
        let lead = |id: &RuleId| match deontic(id) {
            Some(Deontic::May) if undetermined => self.words.pick(
                "Permitted if this rule applies: ",
                "Toegestaan als deze regel geldt: ",
            ),
            Some(Deontic::MustNot) if undetermined => self.words.pick(
                "Prohibited if this rule applies: ",
                "Verboden als deze regel geldt: ",
            ),
            _ => "",
        };
        if answer.rules.is_empty() && answer.verdict == Verdict::NotProvidedFor {
            let text = self.words.pick(
                "No rule permits it, and what no rule permits is not permitted.",
                "Geen enkele regel staat het toe, en wat geen regel toestaat, mag niet.",
            );
            return vec![text.to_string()];
        }
        answer
            .rules
            .iter()
            .map(|id| format!("{}{}", lead(id), self.rule(*id)))
            .collect()
    }

    fn duties(&self, answer: &Answer) -> Vec<String> {
        let rules = &self.words.model.rules;
        let duty = |d: &crate::analysis::DutyRef| {
            let rule = rules.get(d.rule.index())?;
            Some(format!(
                "{}{}",
                self.words.duty_sentence(rule, rule.duties.get(d.number)?),
                self.place(d.rule)
            ))
        };
        answer.duties.iter().filter_map(duty).collect()
    }

    /// The smallest sets of facts that would settle it.
    fn depends(&self, answer: &Answer) -> Vec<String> {
        if answer.verdict != Verdict::Undetermined {
            return Vec::new();
        }
        let sets = if answer.settled_by.is_empty() {
            std::slice::from_ref(&answer.missing)
        } else {
            &answer.settled_by
        };
        sets.iter()
            .filter(|set| !set.is_empty())
            .map(|set| sentence(&self.words.missing(set)))
            .collect()
    }

    fn nearest(&self, answer: &Answer) -> Vec<String> {
        let Some(nearest) = &answer.nearest else {
            return Vec::new();
        };
        let mut out = vec![self.rule(nearest.rule)];
        out.extend(nearest.misses.iter().map(|miss| sentence(&self.miss(miss))));
        out
    }

    /// Whether the request was for whatever purpose.
    fn is_any(&self, purposes: &[PurposeId]) -> bool {
        let tree = &self.words.model.purpose_tree;
        tree.roots()
            .any(|root| purposes.iter().any(|p| p.0 == root))
    }

    fn miss(&self, miss: &Shortfall) -> String {
        let w = &self.words;
        match miss {
            Shortfall::Membership(groups) => {
                let groups = w.and(&w.groups(groups));
                w.pick(
                    format!("whoever asks is not in {groups}"),
                    format!("wie vraagt, zit niet in {groups}"),
                )
            }
            Shortfall::OtherParty => w.pick(
                "it is for another party".into(),
                "zij is voor een andere partij".into(),
            ),
            Shortfall::Actions(actions) => {
                let verbs: Vec<String> = actions
                    .iter()
                    .map(|a| capital(w.verb(*a)).to_lowercase())
                    .collect();
                let verbs = w.or(&verbs);
                w.pick(
                    format!("it does not permit to {verbs}"),
                    format!("zij geeft geen recht op {verbs}"),
                )
            }
            Shortfall::Data(data) => {
                let data = w.data(data);
                w.pick(
                    format!("it is not about {data}"),
                    format!("zij gaat niet over {data}"),
                )
            }
            Shortfall::Purposes(purposes) if self.is_any(purposes) => w.pick(
                "it is not for every purpose: say which with --purpose".into(),
                "zij geldt niet voor elk doel: zeg welk met --purpose".into(),
            ),
            Shortfall::Purposes(purposes) => {
                let purposes = w.for_purposes(purposes);
                w.pick(
                    format!("it is not {purposes}"),
                    format!("zij is niet {purposes}"),
                )
            }
            Shortfall::Conditions(keys) => {
                let keys = w.missing(keys);
                w.pick(
                    format!("its condition is not met, or it is not known whether it is: {keys}"),
                    format!("aan de voorwaarde is niet voldaan, of dat is niet bekend: {keys}"),
                )
            }
            Shortfall::Prohibited(rules) => {
                let rules: Vec<String> = rules
                    .iter()
                    .map(|r| w.reference(*r, &self.numbers))
                    .collect();
                let rules = w.and(&rules);
                w.pick(
                    format!("a prohibition stands in its way: {rules}"),
                    format!("een verbod staat in de weg: {rules}"),
                )
            }
        }
    }
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
