//! The sentence for a place where a declaration stops making sense: first the slips that people
//! make often, each with its own sentence, then one that lists what could have stood there.

use super::{Failure, expected, scan, swaps};
use crate::diagnostic::nearest::distance;
use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::syntax::codes::{self, finding};
use crate::syntax::grammar::{MeentParser, Rule};
use pest::Parser;

/// What to say of one broken declaration.
pub fn say(failure: &Failure<'_>) -> Diagnostic {
    if let Some(found) = swaps::say(failure) {
        return found;
    }
    if let Some(found) = reserved(failure) {
        return found;
    }
    if let Some(found) = misspelt(failure) {
        return found;
    }
    if failure.expected.contains(&Rule::rparen) {
        let found = finding(
            codes::UNEXPECTED,
            "A parenthesis in this condition is not closed: a ) is missing here.",
            "Een haakje in deze voorwaarde is niet gesloten: hier ontbreekt een ).",
        );
        return found.label(failure.place(), found_here(failure));
    }
    let (en, nl) = declared(failure.declaration);
    if failure.expected.contains(&Rule::open) && failure.declaration != Rule::fact {
        let found = finding(
            codes::UNEXPECTED,
            format!("The body of {en} is missing: what it says stands between {{ and }}."),
            format!("De inhoud van {nl} ontbreekt: wat er geldt, staat tussen {{ en }}."),
        );
        return found.label(failure.place(), found_here(failure));
    }
    for row in TABLE {
        let here = row.declaration.is_none_or(|d| d == failure.declaration)
            && failure.expected.iter().any(|k| row.expects.contains(k))
            && row.not.iter().all(|k| !failure.expected.contains(k));
        if here {
            let found = finding(codes::UNEXPECTED, row.en, row.nl);
            return found.label(failure.place(), found_here(failure));
        }
    }
    generic(failure)
}

/// A known slip: in a declaration (or any), where one of these could have stood and none of those.
struct Row {
    declaration: Option<Rule>,
    expects: &'static [Rule],
    not: &'static [Rule],
    en: &'static str,
    nl: &'static str,
}

const TABLE: &[Row] = &[
    Row {
        declaration: Some(Rule::rule),
        expects: &[
            Rule::deontic,
            Rule::kw_may,
            Rule::kw_must_not,
            Rule::kw_must,
            Rule::kw_may_not,
        ],
        not: &[],
        en: "A rule needs 'may', 'must not' or 'must' after who it is about.",
        nl: "Een regel heeft 'mogen', 'mogen niet' of 'moeten' nodig achter degene over wie hij gaat.",
    },
    Row {
        declaration: Some(Rule::rule),
        expects: &[Rule::statement, Rule::who, Rule::who_term, Rule::nobody],
        not: &[],
        en: "A rule begins with who it is about: a group, a party, 'everyone' or 'nobody'.",
        nl: "Een regel begint met over wie hij gaat: een groep, een partij, 'iedereen' of 'niemand'.",
    },
    Row {
        declaration: None,
        expects: &[Rule::acts, Rule::duty],
        not: &[],
        en: "Here it should say what may or must be done: an action, such as 'read', and the data.",
        nl: "Hier hoort te staan wat er mag of moet: een handeling, zoals 'lezen', en de gegevens.",
    },
    Row {
        declaration: Some(Rule::fact),
        expects: &[Rule::open],
        not: &[],
        en: "A fact needs a body that says what it is, such as { yes or no }.",
        nl: "Een feit heeft een inhoud nodig die zegt wat het is, zoals { ja of nee }.",
    },
    Row {
        declaration: None,
        expects: &[Rule::time_unit, Rule::duration],
        not: &[Rule::integer],
        en: "A period needs a number and a unit of time, such as '14 days' or '2 years'.",
        nl: "Een termijn heeft een getal en een tijdseenheid nodig, zoals '14 dagen' of '2 jaar'.",
    },
    Row {
        declaration: None,
        expects: &[Rule::date],
        not: &[
            Rule::name,
            Rule::names,
            Rule::decimal,
            Rule::quantity,
            Rule::duration,
        ],
        en: "A date is written as year-month-day, such as 2026-03-01.",
        nl: "Een datum schrijf je als jaar-maand-dag, zoals 2026-03-01.",
    },
    Row {
        declaration: Some(Rule::scenario),
        expects: &[Rule::kw_asks_to],
        not: &[],
        en: "A scenario says who asks: the name of a member, 'someone in' and a group, or 'an outsider'; then 'asks to'.",
        nl: "Een scenario zegt wie vraagt: de naam van een lid, 'iemand in' en een groep, of 'een buitenstaander'; dan 'vraagt om'.",
    },
    Row {
        declaration: Some(Rule::scenario),
        expects: &[Rule::title],
        not: &[],
        en: "A scenario begins with a title between quotes.",
        nl: "Een scenario begint met een titel tussen aanhalingstekens.",
    },
    Row {
        declaration: None,
        expects: &[Rule::title, Rule::string],
        not: &[
            Rule::open,
            Rule::close,
            Rule::name,
            Rule::comma,
            Rule::kw_by,
        ],
        en: "A text between quotes is needed here.",
        nl: "Hier is een tekst tussen aanhalingstekens nodig.",
    },
    Row {
        declaration: None,
        expects: &[Rule::electorate],
        not: &[],
        en: "A share or count needs to say of whom: 'members', 'seats', 'votes cast', or a group.",
        nl: "Bij een deel of aantal hoort van wie: 'leden', 'zetels', 'uitgebrachte stemmen' of een groep.",
    },
];

fn found_here(failure: &Failure<'_>) -> Text {
    match failure.found() {
        "" => Text::new("it ends here", "hier houdt het op"),
        "\"" => Text::new("here is a text", "hier staat een tekst"),
        found => Text::new(format!("found '{found}'"), format!("hier staat '{found}'")),
    }
}

/// What a declaration is called, with its article.
fn declared(kind: Rule) -> (&'static str, &'static str) {
    match kind {
        Rule::commons => ("a commons", "een meent"),
        Rule::use_decl => ("a line with 'use'", "een regel met 'gebruik'"),
        Rule::separate => ("a line with 'separate'", "een regel met 'gescheiden'"),
        Rule::group => ("a group", "een groep"),
        Rule::party => ("a party", "een partij"),
        Rule::dataset => ("a dataset", "een dataset"),
        Rule::purpose => ("a purpose", "een doeleinde"),
        Rule::action => ("an action", "een handeling"),
        Rule::fact => ("a fact", "een feit"),
        Rule::rule => ("a rule", "een regel"),
        Rule::body => ("a body", "een orgaan"),
        Rule::decision => ("a decision", "een besluit"),
        Rule::sanction => ("a sanction", "een sanctie"),
        Rule::right => ("a right", "een recht"),
        _ => ("a scenario", "een scenario"),
    }
}

/// True right behind the keyword that begins the declaration.
fn behind_keyword(failure: &Failure<'_>) -> bool {
    let keyword = scan::token(failure.text, 0).len();
    scan::skip_blank(failure.text, keyword) == failure.at
}

/// A word of the language where a name should be, or no name at all behind the keyword.
fn reserved(failure: &Failure<'_>) -> Option<Diagnostic> {
    let word = failure.found();
    let is_name = |w: &str| MeentParser::parse(Rule::name, w).is_ok();
    let is_word = word.chars().next().is_some_and(char::is_alphabetic);
    if !failure.expected.contains(&Rule::name) && !failure.expected.contains(&Rule::names) {
        return None;
    }
    if is_word && !is_name(word) {
        // Where a clause may also begin, the word is more likely that clause's.
        let found = finding(
            codes::RESERVED_WORD,
            format!("'{word}' is a word of the language, so it can't be a name."),
            format!("'{word}' is een woord van de taal en kan dus geen naam zijn."),
        );
        let label = Text::new("a name is needed here", "hier is een naam nodig");
        let before = failure.text.get(..failure.at).unwrap_or_default();
        let gap = before.get(before.trim_end().len()..).unwrap_or_default();
        if gap.contains(['\n', '\r']) {
            let end = before.trim_end().len();
            let last = before
                .trim_end()
                .char_indices()
                .next_back()
                .map_or(0, |(at, _)| at);
            return Some(
                finding(
                    codes::UNEXPECTED,
                    format!("A name is missing at the end of the line, before '{word}'."),
                    format!("Aan het eind van de regel, vóór '{word}', ontbreekt een naam."),
                )
                .label(
                    failure.span(last, end),
                    Text::new("a name belongs behind this", "hierachter hoort een naam"),
                ),
            );
        }
        return Some(found.label(failure.place(), label).help(Text::new(
            format!("Join it with another word, as in '{word}-1', or choose another name."),
            format!("Maak er een samenstelling van, zoals '{word}-1', of kies een andere naam."),
        )));
    }
    if behind_keyword(failure) && failure.declaration != Rule::scenario {
        let keyword = scan::token(failure.text, 0);
        let (en, nl) = declared(failure.declaration);
        let found = finding(
            codes::UNEXPECTED,
            format!("The name of {en} comes right after the word '{keyword}'."),
            format!("De naam van {nl} komt direct achter het woord '{keyword}'."),
        );
        return Some(found.label(failure.place(), found_here(failure)));
    }
    None
}

/// A keyword with a slip of the pen.
fn misspelt(failure: &Failure<'_>) -> Option<Diagnostic> {
    let written = failure.found();
    let candidates = expected::keywords(&failure.expected, failure.lang);
    // A keyword of several words: compare as many words as it has.
    let mut best: Option<(&str, &str)> = None;
    for candidate in candidates {
        let count = candidate.split(' ').count();
        let length = words_from(failure.text, failure.at, count);
        let here = failure
            .text
            .get(failure.at..failure.at + length)
            .unwrap_or_default();
        if expected::nearest(here, std::iter::once(candidate), |c| c).is_some()
            && best.is_none_or(|b| distance(here, candidate) < distance(b.0, b.1))
        {
            best = Some((here, candidate));
        }
    }
    let (here, near) = best?;
    if written.is_empty() || expected::is_keyword(here, failure.lang) {
        return None;
    }
    let span = failure.span(failure.at, failure.at + here.len());
    let title = Text::new(format!("write '{near}'"), format!("schrijf '{near}'"));
    Some(
        finding(
            codes::UNEXPECTED,
            format!("'{here}' means nothing here; did you mean '{near}'?"),
            format!("'{here}' betekent hier niets; bedoelde je '{near}'?"),
        )
        .label(
            span,
            Text::new("not a word of the language", "geen woord van de taal"),
        )
        .fix(
            title,
            vec![Edit {
                span,
                text: near.to_string(),
            }],
            false,
        ),
    )
}

/// The length of so many words with single spaces, from a byte on.
fn words_from(text: &str, at: usize, count: usize) -> usize {
    let mut end = at;
    for nth in 0..count {
        if nth > 0 {
            if text.get(end..end + 1) != Some(" ") {
                break;
            }
            end += 1;
        }
        end += scan::token(text, end).len();
    }
    end - at
}

/// What could have stood here.
fn generic(failure: &Failure<'_>) -> Diagnostic {
    let names = |of| expected::names(&failure.expected, failure.lang, of);
    let (found, place) = (failure.found(), failure.place());
    let (en, nl) = declared(failure.declaration);
    if names(Lang::En).is_empty() {
        return finding(
            codes::UNEXPECTED,
            format!("I can't make sense of this part of {en}."),
            format!("Dit deel van {nl} is niet te begrijpen."),
        )
        .label(place, found_here(failure));
    }
    let list = |of| expected::list(names(of), of);
    let all = |of| names(of).join(", ");
    let is_clause =
        failure.expected.contains(&Rule::close) && failure.expected.len() > 4 && !found.is_empty();
    let message = if is_clause {
        (
            format!("'{found}' can't stand here in {en}."),
            format!("'{found}' kan hier niet staan in {nl}."),
        )
    } else if found.is_empty() {
        (
            format!("I expected {} here, but {en} ends.", list(Lang::En)),
            format!("Hier hoort {} te staan, maar het houdt op.", list(Lang::Nl)),
        )
    } else {
        (
            format!("I expected {} here, but found '{found}'.", list(Lang::En)),
            format!(
                "Hier hoort {} te staan, maar er staat '{found}'.",
                list(Lang::Nl)
            ),
        )
    };
    let diagnostic =
        finding(codes::UNEXPECTED, message.0, message.1).label(place, found_here(failure));
    let is_name = MeentParser::parse(Rule::name, found).is_ok_and(|p| p.as_str() == found);
    if is_clause
        && is_name
        && failure.declaration == Rule::rule
        && failure.expected.contains(&Rule::kw_if)
    {
        let word = if failure.lang == Lang::En {
            "if"
        } else {
            "als"
        };
        let at = failure.span(failure.at, failure.at);
        return diagnostic
            .help(Text::new(
                format!("A condition begins with '{word}'; further ones with 'and' or 'or'."),
                format!("Een voorwaarde begint met '{word}'; de volgende met 'en' of 'of'."),
            ))
            .fix(
                Text::new(
                    format!("write '{word}' before it"),
                    format!("schrijf er '{word}' voor"),
                ),
                vec![Edit {
                    span: at,
                    text: format!("{word} "),
                }],
                false,
            );
    }
    if is_clause {
        return diagnostic.help(Text::new(
            format!("What can stand here: {}.", all(Lang::En)),
            format!("Wat hier kan staan: {}.", all(Lang::Nl)),
        ));
    }
    diagnostic
}
