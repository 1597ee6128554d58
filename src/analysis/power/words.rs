//! Powers in words: "the Members' assembly elects 4 of the 5 seats of the Data board", and the same without the object, as a label.

use super::{Edge, Over, Power};
use crate::diagnostic::Lang;
use crate::model::{Holder, SeatHow, StepKind};
use crate::prose::Words;

/// What stands before and behind the object: "elects 4 of the 5 seats of" and nothing.
struct Phrase {
    before: String,
    behind: &'static str,
}

fn around(before: impl Into<String>, behind: &'static str) -> Phrase {
    Phrase {
        before: before.into(),
        behind,
    }
}

/// A verb in the singular or the plural.
fn verb(plural: bool, one: &'static str, many: &'static str) -> &'static str {
    if plural { many } else { one }
}

fn english(power: Power, many: bool) -> Phrase {
    match power {
        Power::SitsIn => around(verb(many, "sits in", "sit in"), ""),
        Power::Fills { how, seats, total } => {
            let part = if (seats, total) == (1, 1) {
                "the only seat of".to_string()
            } else if seats == total {
                format!("all {total} seats of")
            } else {
                format!("{seats} of the {total} seats of")
            };
            match how {
                SeatHow::ElectedBy => {
                    around(format!("{} {part}", verb(many, "elects", "elect")), "")
                }
                SeatHow::NamedBy => around(format!("{} {part}", verb(many, "names", "name")), ""),
                SeatHow::DrawnFrom => around(
                    format!("{} {part}", verb(many, "fills", "fill")),
                    ", drawn by lot",
                ),
                SeatHow::ExOfficio => around(
                    format!("{} {part}", verb(many, "holds", "hold")),
                    ", by office",
                ),
            }
        }
        Power::Appoints => around(
            format!("{} who sits in", verb(many, "decides", "decide")),
            "",
        ),
        Power::HoldsDraw => around(format!("{} the draw for", verb(many, "holds", "hold")), ""),
        Power::FillsVacancies => around(
            format!("{} vacant seats of", verb(many, "fills", "fill")),
            "",
        ),
        Power::ActsMeanwhile => around(
            format!("{} for empty seats of", verb(many, "acts", "act")),
            "",
        ),
        Power::Signs => around(format!("{} decisions of", verb(many, "signs", "sign")), ""),
        Power::Removes => around("can dismiss", ""),
        Power::Pays => around(verb(many, "pays", "pay"), ""),
        Power::Audits => around(verb(many, "audits", "audit"), ""),
        Power::HearsAppeals => around(
            format!("{} appeals against", verb(many, "hears", "hear")),
            "",
        ),
        Power::JudgesRecusal => around(
            format!("{} who must not vote in", verb(many, "decides", "decide")),
            "",
        ),
        Power::StepsIn => around(
            format!("{} for", verb(many, "decides", "decide")),
            " when too few may vote",
        ),
        Power::TakesOver => around(
            format!("{} for", verb(many, "decides", "decide")),
            " when it is too late",
        ),
        Power::Vetoes => around("can veto decisions of", ""),
        Power::Overrides => around("can set aside a veto of", ""),
        Power::ActsInEmergency => around("may act in an emergency for", ""),
        Power::Ratifies => around("must confirm emergency decisions of", ""),
        Power::Changes => around("can change", ""),
        Power::Admits => around(format!("{} who joins", verb(many, "decides", "decide")), ""),
        Power::Expels => around("can expel members of", ""),
        Power::Sanctions(step) => around(
            match step {
                StepKind::Warning => "can warn",
                StepKind::Repair => "can order repair by",
                StepKind::Restriction => "can restrict",
                StepKind::Suspension => "can suspend",
                StepKind::Exclusion => "can exclude",
            },
            "",
        ),
        Power::Proposes => around("can propose decisions of", ""),
        Power::Chairs => around(verb(many, "chairs", "chair"), ""),
        Power::BreaksTies => around(
            format!("{} the casting vote in", verb(many, "has", "have")),
            "",
        ),
        Power::JudgesObjections => around(
            format!("{} objections in", verb(many, "judges", "judge")),
            "",
        ),
    }
}

fn dutch(power: Power, many: bool) -> Phrase {
    match power {
        Power::SitsIn => around(verb(many, "zit in", "zitten in"), ""),
        Power::Fills { how, seats, total } => {
            let part = if (seats, total) == (1, 1) {
                "de enige zetel van".to_string()
            } else if seats == total {
                format!("alle {total} zetels van")
            } else {
                format!("{seats} van de {total} zetels van")
            };
            match how {
                SeatHow::ElectedBy => {
                    around(format!("{} {part}", verb(many, "kiest", "kiezen")), "")
                }
                SeatHow::NamedBy => {
                    around(format!("{} {part}", verb(many, "benoemt", "benoemen")), "")
                }
                SeatHow::DrawnFrom => around(
                    format!("{} {part}", verb(many, "vult", "vullen")),
                    ", door loting",
                ),
                SeatHow::ExOfficio => around(
                    format!("{} {part}", verb(many, "bezet", "bezetten")),
                    ", ambtshalve",
                ),
            }
        }
        Power::Appoints => around(
            format!("{} wie in", verb(many, "beslist", "beslissen")),
            " zit",
        ),
        Power::HoldsDraw => around(
            format!("{} de loting voor", verb(many, "houdt", "houden")),
            "",
        ),
        Power::FillsVacancies => around(
            format!("{} vrijgekomen zetels van", verb(many, "vult", "vullen")),
            "",
        ),
        Power::ActsMeanwhile => around(
            format!("{} waar voor lege zetels van", verb(many, "neemt", "nemen")),
            "",
        ),
        Power::Signs => around(
            format!("{} besluiten van", verb(many, "tekent", "tekenen")),
            "",
        ),
        Power::Removes => around(verb(many, "ontslaat", "ontslaan"), ""),
        Power::Pays => around(verb(many, "betaalt", "betalen"), ""),
        Power::Audits => around(verb(many, "controleert", "controleren"), ""),
        Power::HearsAppeals => around(
            format!("{} het beroep tegen", verb(many, "behandelt", "behandelen")),
            "",
        ),
        Power::JudgesRecusal => around(
            format!("{} wie in", verb(many, "beslist", "beslissen")),
            " niet mag meestemmen",
        ),
        Power::StepsIn => around(
            format!("{} voor", verb(many, "beslist", "beslissen")),
            " als te weinig leden mogen stemmen",
        ),
        Power::TakesOver => around(
            format!("{} voor", verb(many, "beslist", "beslissen")),
            " als het te laat is",
        ),
        Power::Vetoes => around(
            format!(
                "{} een veto uitspreken over besluiten van",
                verb(many, "kan", "kunnen")
            ),
            "",
        ),
        Power::Overrides => around(
            format!("{} een veto van", verb(many, "zet", "zetten")),
            " opzij",
        ),
        Power::ActsInEmergency => around(
            format!("{} bij nood handelen voor", verb(many, "mag", "mogen")),
            "",
        ),
        Power::Ratifies => around(
            format!(
                "{} noodbesluiten van",
                verb(many, "bekrachtigt", "bekrachtigen")
            ),
            "",
        ),
        Power::Changes => around(verb(many, "wijzigt", "wijzigen"), ""),
        Power::Admits => around(
            format!("{} wie bij", verb(many, "beslist", "beslissen")),
            " komt",
        ),
        Power::Expels => around(
            format!("{} leden uit", verb(many, "ontzet", "ontzetten")),
            "",
        ),
        Power::Sanctions(step) => match step {
            StepKind::Warning => around(verb(many, "waarschuwt", "waarschuwen"), ""),
            StepKind::Repair => around(format!("{} herstel door", verb(many, "eist", "eisen")), ""),
            StepKind::Restriction => around(verb(many, "beperkt", "beperken"), ""),
            StepKind::Suspension => around(verb(many, "schorst", "schorsen"), ""),
            StepKind::Exclusion => around(verb(many, "ontzet", "ontzetten"), ""),
        },
        Power::Proposes => around(
            format!("{} besluiten van", verb(many, "stelt", "stellen")),
            " voor",
        ),
        Power::Chairs => around(format!("{} voorzitter van", verb(many, "is", "zijn")), ""),
        Power::BreaksTies => around(
            format!("{} de beslissende stem in", verb(many, "heeft", "hebben")),
            "",
        ),
        Power::JudgesObjections => around(
            format!("{} bezwaren in", verb(many, "beoordeelt", "beoordelen")),
            "",
        ),
    }
}

fn phrase(lang: Lang, power: Power, many: bool) -> Phrase {
    match lang {
        Lang::En => english(power, many),
        Lang::Nl => dutch(power, many),
    }
}

/// "elects 4 of the 5 seats of the Data board": a power with its object. `many`: those who have it are plural.
pub fn predicate(lang: Lang, power: Power, many: bool, object: &str) -> String {
    let Phrase { before, behind } = phrase(lang, power, many);
    format!("{before} {object}{behind}")
}

/// The same without its object, for a label beside an arrow: "elects 4 of the 5 seats", "hears appeals".
pub fn label(lang: Lang, power: Power, many: bool) -> String {
    let decides = verb(many, "decides", "decide");
    let beslist = verb(many, "beslist", "beslissen");
    match (lang, power) {
        (Lang::En, Power::SitsIn) => verb(many, "sits in", "sit in").into(),
        (Lang::Nl, Power::SitsIn) => verb(many, "zit in", "zitten in").into(),
        (Lang::En, Power::Appoints) => format!("{decides} who sits in it"),
        (Lang::Nl, Power::Appoints) => format!("{beslist} wie erin zit"),
        (Lang::Nl, Power::Admits) => format!("{beslist} wie erbij komt"),
        _ => {
            let Phrase { before, behind } = phrase(lang, power, many);
            format!("{}{behind}", without_preposition(&before))
        }
    }
}

/// The preposition that waits for the object, and what leads up to it, is left out.
fn without_preposition(text: &str) -> &str {
    const WAITING: [&str; 11] = [
        " of",
        " in",
        " for",
        " against",
        " by",
        " van",
        " voor",
        " tegen",
        " door",
        " uit",
        " over besluiten",
    ];
    let mut text = text;
    while let Some(short) = WAITING.iter().find_map(|w| text.strip_suffix(w)) {
        text = short;
    }
    text
}

/// Over whom, as it stands in a sentence.
pub fn object(words: &Words, over: Over) -> String {
    match over {
        Over::Who(holder) => words.holder(holder),
        Over::Agreement => words.pick("this agreement", "deze overeenkomst").into(),
        Over::Thing(thing) => words.any(thing),
        Over::Breakers(_) => words
            .pick("whoever breaks a rule", "wie een regel overtreedt")
            .into(),
    }
}

/// A whole power as a sentence without its full stop: "the Data board decides who joins Households".
pub fn sentence(words: &Words, edge: &Edge) -> String {
    format!(
        "{} {}",
        words.holder(edge.from),
        what(words, edge.from, edge.power, edge.over)
    )
}

/// What somebody does, without who: "can dismiss the Data board".
pub fn what(words: &Words, from: Holder, power: Power, over: Over) -> String {
    predicate(
        words.lang,
        power,
        words.is_plural(from),
        &object(words, over),
    )
}
