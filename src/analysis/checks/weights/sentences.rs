//! What a vote is worth, in sentences.

use super::{Case, Voter, Weighing, Worth};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text};
use crate::model::Model;
use crate::prose::{self, Words};
use num_bigint::BigUint;

/// A finding as a diagnostic; `None` if it speaks of what does not exist.
pub fn diagnostic(model: &Model, found: &Weighing) -> Option<Diagnostic> {
    let body = model.bodies.get(found.body.index())?;
    let decisions: Vec<_> = found
        .decisions
        .iter()
        .filter_map(|d| model.decisions.get(d.index()))
        .collect();
    let code = match found.worth {
        Worth::Nothing | Worth::NotCounted => codes::POWERLESS_VOTER,
        Worth::Veto | Worth::Everything => codes::WEIGHTED_VETO,
    };
    let message = prose::both(model, |w| {
        let titles: Vec<String> = decisions
            .iter()
            .map(|d| format!("\"{}\"", d.decl.title(w.lang)))
            .collect();
        said(&w, found, &w.and(&titles))
    });
    let (first, others) = decisions.split_first()?;
    let label = Text::new("in this decision", "in dit besluit");
    let mut d = Diagnostic::new(code, message).label(first.decl.name_span?, label);
    let label = Text::new("taken by this body", "genomen door dit orgaan");
    if let Some(span) = body.decl.name_span {
        d = d.label(span, label);
    }
    for other in others {
        let label = Text::new("and in this one", "en in dit");
        d.labels.extend(
            other
                .decl
                .name_span
                .map(|span| crate::diagnostic::Label { span, text: label }),
        );
    }
    Some(
        d.case(prose::both(model, |w| told(&w, found)))
            .help(help(found.worth)),
    )
}

fn said(w: &Words, found: &Weighing, decisions: &str) -> String {
    let who = who(w, &found.voter);
    match (found.worth, w.lang) {
        (Worth::Nothing, Lang::En) => {
            format!("The vote of {who} never changes the outcome of {decisions}.")
        }
        (Worth::Nothing, Lang::Nl) => {
            format!("De stem van {who} verandert nooit de uitslag van {decisions}.")
        }
        (Worth::NotCounted, Lang::En) => {
            format!("The vote of {who} is counted in no test of {decisions}.")
        }
        (Worth::NotCounted, Lang::Nl) => {
            format!("De stem van {who} telt in geen enkele voorwaarde van {decisions}.")
        }
        (Worth::Veto, Lang::En) => {
            format!("With its votes {who} can stop {decisions} alone.")
        }
        (Worth::Veto, Lang::Nl) => {
            format!("Met zijn stemmen kan {who} alleen {decisions} tegenhouden.")
        }
        (Worth::Everything, Lang::En) => {
            format!("With its votes {who} decides alone on {decisions}.")
        }
        (Worth::Everything, Lang::Nl) => {
            format!("Met zijn stemmen beslist {who} alleen over {decisions}.")
        }
    }
}

/// "the Municipality", "a member of Households".
fn who(w: &Words, voter: &Voter) -> String {
    if let Some(party) = voter.party {
        return w.party(party);
    }
    if voter.groups.is_empty() {
        return w.pick("any other member", "een ander lid").to_owned();
    }
    let groups = w.and(&w.groups(&voter.groups));
    match w.lang {
        Lang::En => format!("a member of {groups}"),
        Lang::Nl => format!("een lid van {groups}"),
    }
}

/// "With the Municipality and 3 members of Households": `None` where the source allows nothing else.
fn membership(w: &Words, case: &Case) -> Option<String> {
    if case.only {
        return None;
    }
    let items: Vec<String> = case
        .members
        .iter()
        .map(|(voter, n)| match (voter.party, w.lang) {
            (Some(party), _) => w.party(party),
            (None, lang) => {
                let of = match (voter.groups.is_empty(), lang) {
                    (true, Lang::En) => {
                        return format!("{n} {}", if *n == 1 { "other" } else { "others" });
                    }
                    (true, Lang::Nl) => {
                        return format!("{n} {}", if *n == 1 { "ander" } else { "anderen" });
                    }
                    (false, _) => w.and(&w.groups(&voter.groups)),
                };
                match (lang, n) {
                    (Lang::En, 1) => format!("1 member of {of}"),
                    (Lang::En, n) => format!("{n} members of {of}"),
                    (Lang::Nl, 1) => format!("1 lid van {of}"),
                    (Lang::Nl, n) => format!("{n} leden van {of}"),
                }
            }
        })
        .collect();
    let items = w.and(&items);
    Some(match w.lang {
        Lang::En => format!("With {items}: "),
        Lang::Nl => format!("Met {items}: "),
    })
}

fn told(w: &Words, found: &Weighing) -> String {
    let case = &found.case;
    let start = membership(w, case).unwrap_or_default();
    let who = who(w, &found.voter);
    let (votes, of) = (case.votes, case.of);
    let rest = of.saturating_sub(votes);
    let ways = ways(w, case);
    let told = match (found.worth, w.lang) {
        (Worth::Nothing, Lang::En) => format!(
            "{who} has {} of {of}. {ways}",
            number(votes, "vote", "votes")
        ),
        (Worth::Nothing, Lang::Nl) => format!(
            "{who} heeft {} van de {of}. {ways}",
            number(votes, "stem", "stemmen")
        ),
        (Worth::NotCounted, Lang::En) => {
            format!("{who} belongs to none of the classes whose votes are counted. {ways}")
        }
        (Worth::NotCounted, Lang::Nl) => {
            format!("{who} hoort bij geen van de klassen waarvan de stemmen worden geteld. {ways}")
        }
        (Worth::Veto, Lang::En) => format!(
            "{who} has {votes} of {of} votes. If {who} alone is against, and all others with {rest} votes are for, it is rejected. {ways}"
        ),
        (Worth::Veto, Lang::Nl) => format!(
            "{who} heeft {votes} van de {of} stemmen. Is {who} als enige tegen en zijn alle anderen met {rest} stemmen voor, dan is het verworpen. {ways}"
        ),
        (Worth::Everything, Lang::En) => format!(
            "{who} has {votes} of {of} votes. If {who} alone is for, and all others with {rest} votes are against, it is adopted. {ways}"
        ),
        (Worth::Everything, Lang::Nl) => format!(
            "{who} heeft {votes} van de {of} stemmen. Is {who} als enige voor en zijn alle anderen met {rest} stemmen tegen, dan is het aangenomen. {ways}"
        ),
    };
    let told = if start.is_empty() {
        prose::capital(&told)
    } else {
        format!("{start}{told}")
    };
    told.trim_end().to_owned()
}

fn number(n: i64, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// "The others can vote in 32 ways, and in 0 of them this vote decides."
fn ways(w: &Words, case: &Case) -> String {
    let Some((swings, all)) = &case.swings else {
        return String::new();
    };
    // Nobody reads a number of forty digits.
    if *all > BigUint::from(1_000_000_000u32) || case.indices.is_none() {
        return match (w.lang, *swings == BigUint::ZERO) {
            (Lang::En, true) => "However the others vote, this vote decides nothing.".into(),
            (Lang::Nl, true) => "Hoe de anderen ook stemmen, deze stem beslist niets.".into(),
            _ => String::new(),
        };
    }
    let [banzhaf, shapley] = match &case.indices {
        Some(both) => both.each_ref().map(ToString::to_string),
        None => [String::new(), String::new()],
    };
    match (w.lang, *swings == BigUint::ZERO) {
        (Lang::En, true) => format!(
            "The others can vote in {all} ways, and in none of them this vote decides: its power is 0 (Banzhaf and Shapley-Shubik)."
        ),
        (Lang::En, false) => format!(
            "The others can vote in {all} ways, and in {swings} of them this vote decides: its power is {banzhaf} (Banzhaf) or {shapley} (Shapley-Shubik) of that of all."
        ),
        (Lang::Nl, true) => format!(
            "De anderen kunnen op {all} manieren stemmen, en bij geen daarvan beslist deze stem: zijn macht is 0 (Banzhaf en Shapley-Shubik)."
        ),
        (Lang::Nl, false) => format!(
            "De anderen kunnen op {all} manieren stemmen, en bij {swings} daarvan beslist deze stem: zijn macht is {banzhaf} (Banzhaf) of {shapley} (Shapley-Shubik) van die van allen."
        ),
    }
}

fn help(worth: Worth) -> Text {
    match worth {
        Worth::Nothing => Text::new(
            "Change the weights or the majority, so that every vote can matter, or say in the table that it has 0 votes.",
            "Verander de gewichten of de meerderheid, zodat elke stem kan uitmaken, of zeg in de tabel dat hij 0 stemmen heeft.",
        ),
        Worth::NotCounted => Text::new(
            "Count all votes as well (`majority of votes cast`), or let a body decide in which only those sit whose votes count.",
            "Tel ook alle stemmen (`meerderheid van uitgebrachte stemmen`), of laat een orgaan beslissen waarin alleen zit wiens stem telt.",
        ),
        Worth::Veto | Worth::Everything => Text::new(
            "Lower the weight, `capped at` a share, or say how large the groups are at least. If it is meant, accept it with the reason.",
            "Verlaag het gewicht, maak het `begrensd op` een deel, of zeg hoe groot de groepen minstens zijn. Is het de bedoeling, aanvaard het dan met de reden.",
        ),
    }
}
