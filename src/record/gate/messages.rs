//! What stands in the way of a change, in words.

use super::keys::Keys;
use super::signing::{Bad, NAMESPACE};
use super::{FOLDER, Side};
use crate::analysis::amendment::effect::Earliest;
use crate::analysis::amendment::{Amendment, Part, VersionChange};
use crate::analysis::diff::Changed;
use crate::analysis::tally::{Decided, Ending, Reason, words};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text, nearest};
use crate::model::{Date, Decision, DecisionId, Holder, Model};
use crate::prose::{Words, both, capital, quoted};
use crate::record::file::Put;
use crate::record::messages::finding;
use crate::source::Span;
use std::collections::BTreeSet;

/// A finding at a place, if there is one.
fn at(code: crate::diagnostic::Code, place: Option<Span>, message: Text) -> Diagnostic {
    match place {
        Some(span) => finding(code, span, message),
        None => Diagnostic::new(code, message),
    }
}

/// So many declarations are named in a sentence.
const MOST_NAMED: usize = 3;

/// What a part changes: "the rule “Sharing” and 3 others".
fn what(part: &Part) -> Text {
    let all = &part.changes;
    let say = |lang: Lang| {
        let name = |c: &Changed| {
            let kind = crate::output::diff::kind_word(c.kind);
            let kind = kind.get(lang);
            let mut letters = kind.chars();
            let small: String = letters
                .next()
                .map(|c| c.to_lowercase().collect::<String>() + letters.as_str())
                .unwrap_or_default();
            let title = c.title.get(lang);
            // Some titles carry their marks already.
            match title.starts_with(['“', '„', '‘']) || c.kind == "commons" {
                true => format!("{small} {title}"),
                false => format!("{small} {}", quoted(title)),
            }
        };
        let mut names: Vec<String> = all.iter().take(MOST_NAMED).map(name).collect();
        let more = all.len().saturating_sub(MOST_NAMED);
        match (more, lang) {
            (0, _) => {}
            (1, Lang::En) => names.push("one more declaration".into()),
            (n, Lang::En) => names.push(format!("{n} more declarations")),
            (1, Lang::Nl) => names.push("nog één onderdeel".into()),
            (n, Lang::Nl) => names.push(format!("nog {n} onderdelen")),
        }
        crate::prose::and(&names, lang)
    };
    Text::new(say(Lang::En), say(Lang::Nl))
}

/// The decisions that may adopt a part: "“Changing this agreement” (`amend`)".
fn by(model: &Model, part: &Part) -> Text {
    let name = |w: &Words, id: &DecisionId| {
        let name = model.decisions.get(id.index()).map(|d| d.decl.id.as_str());
        format!("{} (`{}`)", w.decision(*id), name.unwrap_or_default())
    };
    both(model, |w| {
        w.or(&part.by.iter().map(|id| name(&w, id)).collect::<Vec<_>>())
    })
}

pub fn not_adopted(model: &Model, part: &Part, place: Option<Span>) -> Diagnostic {
    let (what, by) = (what(part), by(model, part));
    at(
        codes::AMENDMENT_NOT_ADOPTED,
        place,
        Text::new(
            format!(
                "{} changed, and no record in `{FOLDER}/` adopts that: {} has to.",
                capital(&what.en),
                by.en
            ),
            format!(
                "Gewijzigd: {}. Geen verslag in `{FOLDER}/` neemt dat aan; dat moet {} doen.",
                what.nl, by.nl
            ),
        ),
    )
    .help(Text::new(
        format!("What has to be adopted is {}. `meent amend --propose` writes a record to fill in.", part.digest),
        format!("Wat moet worden aangenomen, is {}. `meent amend --propose` schrijft een verslag om in te vullen.", part.digest),
    ))
}

pub fn nobody_may(part: &Part, place: Option<Span>) -> Diagnostic {
    let what = what(part);
    at(
        codes::NOBODY_MAY_AMEND,
        place,
        Text::new(
            format!("{} changed, and the version before has no decision that may adopt that.", capital(&what.en)),
            format!("Gewijzigd: {}. De vorige versie heeft geen besluit dat dat mag aannemen.", what.nl),
        ),
    )
    .help(Text::new(
        "A version is changed by its own rules. Where it has none that `changes this agreement`, all who signed it must agree, outside Meent.",
        "Een versie wordt gewijzigd volgens haar eigen regels. Is daar geen besluit bij dat `wijzigt deze overeenkomst`, dan moeten allen die haar tekenden het eens zijn, buiten Meent om.",
    ))
}

pub fn unknown_decision(model: &Model, name: &Put<String>) -> Diagnostic {
    let near = nearest(
        &name.value,
        model.decisions.iter().map(|d| d.decl.id.as_str()),
    );
    let (en, nl) = near.map_or_else(Default::default, |n| {
        (
            format!(" Did you mean `{n}`?"),
            format!(" Bedoel je `{n}`?"),
        )
    });
    let name_ = &name.value;
    finding(
        codes::WRONG_DECISION,
        name.span,
        Text::new(
            format!("The version before has no decision `{name_}`, so it can adopt nothing.{en}"),
            format!(
                "De vorige versie kent geen besluit `{name_}`, dus dat kan niets aannemen.{nl}"
            ),
        ),
    )
}

pub fn wrong_decision(model: &Model, part: &Part, id: DecisionId, span: Span) -> Diagnostic {
    let (what, by) = (what(part), by(model, part));
    let own = both(model, |w| w.decision(id));
    let found = finding(
        codes::WRONG_DECISION,
        span,
        Text::new(
            format!("{} may not change {}.", capital(&own.en), what.en),
            format!("{} mag {} niet wijzigen.", capital(&own.nl), what.nl),
        ),
    );
    match part.by.is_empty() {
        true => found.help(Text::new(
            "The version before has no decision that may.",
            "De vorige versie heeft geen besluit dat dat mag.",
        )),
        false => found.help(Text::new(
            format!("That is for {}, by the version before.", by.en),
            format!("Dat is volgens de vorige versie aan {}.", by.nl),
        )),
    }
}

pub fn outdated(parts: &[Part], now: &[usize], span: Span) -> Diagnostic {
    let found = finding(
        codes::OUTDATED_RECORD,
        span,
        Text::new(
            "This record adopts another change than this one: the change was edited after the vote, or what it changes has been changed by others since.",
            "Dit verslag neemt een andere wijziging aan dan deze: de wijziging is na de stemming aangepast, of anderen hebben intussen gewijzigd wat zij wijzigt.",
        ),
    );
    let digests: Vec<String> = now
        .iter()
        .filter_map(|at| parts.get(*at))
        .map(|p| p.digest.clone())
        .collect();
    if digests.is_empty() {
        return found.help(Text::new(
            "Nothing that this decision may adopt is changed here.",
            "Hier wijzigt niets dat dit besluit kan aannemen.",
        ));
    }
    let (en, nl) = (
        crate::prose::and(&digests, Lang::En),
        crate::prose::and(&digests, Lang::Nl),
    );
    found.help(Text::new(
        format!("What this decision would have to adopt now is {en}. `meent diff` shows what the change means."),
        format!("Wat dit besluit nu zou moeten aannemen, is {nl}. `meent diff` toont wat de wijziging betekent."),
    ))
}

/// What was voted came to nothing, and why.
pub fn vote_fails(model: &Model, rule: &Decision, decided: &Decided, span: Span) -> Diagnostic {
    let mut say = [Vec::new(), Vec::new()];
    for line in words::lines(model, rule, &decided.count) {
        if line.holds == Some(false) {
            say[0].push(format!("{}: {}.", line.asked.en, line.numbers.en));
            say[1].push(format!("{}: {}.", line.asked.nl, line.numbers.nl));
        }
    }
    // The tests that fail are told with their numbers; dates of something that was not adopted matter to nobody.
    let reasons = words::reasons(model, rule, decided);
    for (reason, why) in reasons.into_iter().zip(&decided.reasons) {
        if !matches!(why, Reason::TestFails(_)) {
            say[0].push(reason.en);
            say[1].push(reason.nl);
        }
    }
    let text = match decided.ending {
        // The numbers would do, but a date is missing.
        Ending::Adopted => Text::new(
            "It can't be checked whether this vote was held as it should be.",
            "Er is niet na te gaan of deze stemming is gehouden zoals het moet.",
        ),
        other => {
            let ending = words::ending(model, other);
            Text::new(
                format!(
                    "This vote did not adopt the change. Its outcome: {}.",
                    ending.en
                ),
                format!(
                    "Deze stemming heeft de wijziging niet aangenomen. De uitslag: {}.",
                    ending.nl
                ),
            )
        }
    };
    finding(codes::VOTE_DOES_NOT_ADOPT, span, text).help(Text::new(
        capital(&say[0].join(" ")),
        capital(&say[1].join(" ")),
    ))
}

pub fn no_vote(model: &Model, id: DecisionId, span: Span) -> Diagnostic {
    let own = both(model, |w| w.decision(id));
    finding(
        codes::VOTE_DOES_NOT_ADOPT,
        span,
        Text::new(
            format!("{} chooses people; it adopts no change.", capital(&own.en)),
            format!(
                "{} wijst mensen aan; het neemt geen wijziging aan.",
                capital(&own.nl)
            ),
        ),
    )
}

pub fn later_vote(model: &Model, voted: Date, on: Date, span: Span) -> Diagnostic {
    let (voted, on) = (both(model, |w| w.date(voted)), both(model, |w| w.date(on)));
    finding(
        codes::VOTE_DOES_NOT_ADOPT,
        span,
        Text::new(
            format!(
                "This vote is of {}, and today, {}, it has not been held.",
                voted.en, on.en
            ),
            format!(
                "Deze stemming is van {}, en vandaag, {}, is zij nog niet gehouden.",
                voted.nl, on.nl
            ),
        ),
    )
}

pub fn replayed(shown: &str, old: &str, span: Span) -> Diagnostic {
    let message = match shown == old {
        true => Text::new(
            "This record is in the version before already: what it adopted was changed back since, and that has to be decided anew.",
            "Dit verslag staat al in de vorige versie: wat het aannam is sindsdien teruggedraaid, en daarover moet opnieuw worden besloten.",
        ),
        false => Text::new(
            format!(
                "The version before has a record of this very vote already, {old}; a vote counts once."
            ),
            format!(
                "De vorige versie heeft al een verslag van deze stemming, {old}; een stemming telt één keer."
            ),
        ),
    };
    finding(codes::REPLAYED_RECORD, span, message)
}

pub fn record_changed(path: &str) -> Diagnostic {
    Diagnostic::new(
        codes::TAMPERED_RECORD,
        Text::new(
            format!("{path} belongs to a decision that was taken, and this change alters it or takes it away."),
            format!("{path} hoort bij een besluit dat is genomen, en deze wijziging verandert het of haalt het weg."),
        ),
    )
    .help(Text::new(
        "Put it back as it was. A mistake in a record is set right by a new record.",
        "Zet het terug zoals het was. Een fout in een verslag wordt rechtgezet met een nieuw verslag.",
    ))
}

pub fn table_not_covered(table: &str, span: Span) -> Diagnostic {
    finding(
        codes::MISSING_SIGNATURE,
        span,
        Text::new(
            format!(
                "The signatures do not cover {table}: the record does not give its digest (`sha256`)."
            ),
            format!(
                "De handtekeningen gelden niet voor {table}: het verslag geeft de controlesom ervan (`sha256`) niet."
            ),
        ),
    )
}

pub fn missing_signature(
    model: &Model,
    (n, holder): (i64, Holder),
    signed: &[&String],
    shown: &str,
    span: Span,
) -> Diagnostic {
    let who = both(model, |w| w.so_many_of(n, holder));
    let names: Vec<String> = signed.iter().map(|m| format!("`{m}`")).collect();
    let (en, nl) = match names.is_empty() {
        true => (
            format!("This record has to be signed by {}, and is not.", who.en),
            format!(
                "Dit verslag moet zijn ondertekend door {}, en dat is het niet.",
                who.nl
            ),
        ),
        false => (
            format!(
                "This record has to be signed by {}, and is only by {}.",
                who.en,
                crate::prose::and(&names, Lang::En)
            ),
            format!(
                "Dit verslag moet zijn ondertekend door {}, en is dat alleen door {}.",
                who.nl,
                crate::prose::and(&names, Lang::Nl)
            ),
        ),
    };
    finding(codes::MISSING_SIGNATURE, span, Text::new(en, nl)).help(Text::new(
        format!("Sign it with `ssh-keygen -Y sign -n {NAMESPACE} -f KEY {shown}`; a second signature is a file with another name, as in {shown}.anna.sig."),
        format!("Teken het met `ssh-keygen -Y sign -n {NAMESPACE} -f SLEUTEL {shown}`; een tweede handtekening is een bestand met een andere naam, zoals {shown}.anna.sig."),
    ))
}

pub fn bad_signature(why: &Bad, keys: &Keys, shown: &str, span: Span) -> Diagnostic {
    let text = match why {
        Bad::NoSignature => Text::new(
            "This is no signature that `ssh-keygen` makes.",
            "Dit is geen handtekening zoals `ssh-keygen` die maakt.",
        ),
        Bad::OtherPurpose(other) => Text::new(
            format!(
                "This signature was made for something else: `{other}` rather than `{NAMESPACE}`."
            ),
            format!(
                "Deze handtekening is voor iets anders gemaakt: `{other}` in plaats van `{NAMESPACE}`."
            ),
        ),
        Bad::UnknownKey(print) => Text::new(
            format!(
                "The key of this signature, {print}, is not that of one member in a register of the version before."
            ),
            format!(
                "De sleutel van deze handtekening, {print}, is niet die van één lid in een register van de vorige versie."
            ),
        ),
        Bad::NotOverThis(member) => Text::new(
            format!(
                "This signature with the key of `{member}` is not over {shown} as it is now: the record was changed after it was signed, or the signature is forged."
            ),
            format!(
                "Deze handtekening met de sleutel van `{member}` is niet gezet onder {shown} zoals dat nu is: het verslag is daarna gewijzigd, of de handtekening is vervalst."
            ),
        ),
    };
    let found = finding(codes::BAD_SIGNATURE, span, text);
    if !matches!(why, Bad::UnknownKey(_)) {
        return found;
    }
    if let Some(problem) = keys.problems.first() {
        return found.help(problem.clone());
    }
    if keys.registers.is_empty() {
        return found.help(Text::new(
            "No group of the version before has a register: `register \"members.csv\"` names the file with the columns `member` and `key`.",
            "Geen groep van de vorige versie heeft een register: `register \"leden.csv\"` noemt het bestand met de kolommen `lid` en `sleutel`.",
        ));
    }
    let registers = keys.registers.join(", ");
    found.help(Text::new(
        format!("Looked at: {registers}, as in the version before. A key that the change itself brings along does not count."),
        format!("Gezocht in: {registers}, zoals in de vorige versie. Een sleutel die de wijziging zelf meebrengt, telt niet."),
    ))
}

pub fn no_effect_date(span: Span) -> Diagnostic {
    finding(
        codes::TOO_EARLY,
        span,
        Text::new(
            "It can't be worked out when this decision takes effect.",
            "Er is niet uit te rekenen wanneer dit besluit gaat werken.",
        ),
    )
}

pub fn too_early(
    model: &Model,
    rule: &Decision,
    from: Option<Date>,
    earliest: Earliest,
    span: Span,
) -> Diagnostic {
    let day = both(model, |w| w.date(earliest.day));
    let why = match (earliest.veto, rule.veto.as_ref()) {
        (true, Some(veto)) => {
            let by = both(model, |w| w.holder(veto.by));
            Text::new(
                format!("until then {} may still veto it", by.en),
                format!("tot dan kan {} haar nog met een veto treffen", by.nl),
            )
        }
        _ => Text::new(
            "the decision that adopts it does not take effect before",
            "het besluit dat haar aanneemt, werkt niet eerder",
        ),
    };
    let text = match from.map(|from| both(model, |w| w.date(from))) {
        Some(from) => Text::new(
            format!(
                "The new version is to hold from {}. It may hold from {}: {}.",
                from.en, day.en, why.en
            ),
            format!(
                "De nieuwe versie zou gelden vanaf {}. Dat mag vanaf {}: {}.",
                from.nl, day.nl, why.nl
            ),
        ),
        None => Text::new(
            format!(
                "The new version does not say from when it holds. It may hold from {}: {}.",
                day.en, why.en
            ),
            format!(
                "De nieuwe versie zegt niet vanaf wanneer zij geldt. Dat mag vanaf {}: {}.",
                day.nl, why.nl
            ),
        ),
    };
    let day = earliest.day;
    finding(codes::TOO_EARLY, span, text).help(Text::new(
        format!("Write `version … from {day}` or a later day."),
        format!("Schrijf `versie … vanaf {day}` of een latere dag."),
    ))
}

pub fn version_not_raised(version: &VersionChange, place: Option<Span>) -> Diagnostic {
    let text = match (&version.old, &version.new) {
        (_, None) => Text::new(
            "The agreement changes, and the new version has no number.",
            "De overeenkomst wijzigt, en de nieuwe versie heeft geen nummer.",
        ),
        (old, Some(new)) => {
            let old = old.as_deref().unwrap_or("");
            match old == new {
                true => Text::new(
                    format!("The agreement changes, and its version is still {new}."),
                    format!("De overeenkomst wijzigt, en de versie is nog steeds {new}."),
                ),
                false => Text::new(
                    format!("The agreement changes, and its version goes from {old} to {new}."),
                    format!("De overeenkomst wijzigt, en de versie gaat van {old} naar {new}."),
                ),
            }
        }
    };
    at(codes::VERSION_NOT_RAISED, place, text).help(Text::new(
        "Whoever reads a version must be able to tell it from the one before: give it a higher number.",
        "Wie een versie leest, moet haar van de vorige kunnen onderscheiden: geef haar een hoger nummer.",
    ))
}

/// What the gate does not judge, and people should look at.
pub fn notes(base: Side, head: Side, amendment: &Amendment) -> Vec<Text> {
    let mut out = Vec::new();
    let registers = |side: Side<'_>| -> BTreeSet<String> {
        let groups = side.model.groups.iter().filter(|g| g.decl.is_own());
        groups.filter_map(|g| g.register.clone()).collect()
    };
    let mut all = registers(base);
    all.extend(registers(head));
    for path in all {
        if base.project.loaded.bytes(&path) != head.project.loaded.bytes(&path) {
            out.push(Text::new(
                format!("The register {path} changes: members or their keys. That is not judged here; from the next change on, its keys count."),
                format!("Het register {path} wijzigt: leden of hun sleutels. Dat wordt hier niet beoordeeld; vanaf de volgende wijziging tellen die sleutels."),
            ));
        }
    }
    if base.project.loaded.overrides != head.project.loaded.overrides {
        out.push(Text::new(
            "The community's own templates change, and with them the words of the agreement. They are not judged here.",
            "De eigen sjablonen van de gemeenschap wijzigen, en daarmee de woorden van de overeenkomst. Die worden hier niet beoordeeld.",
        ));
    }
    if !amendment.around.is_empty() {
        out.push(Text::new(
            "The commons around this one changes too. That is for its own members to decide.",
            "De meent eromheen wijzigt ook. Daarover beslissen de leden daarvan.",
        ));
    }
    out
}
