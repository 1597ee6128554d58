//! The sentences of the builder: one function a finding.

use super::names::{Space, Target};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Lang, Text, nearest};
use crate::model::{AnyId, Decl};
use crate::source::Span;
use crate::syntax::tree::Name;

/// A clause as people call it, in English and Dutch.
pub(super) type ClauseName = [&'static str; 2];

pub(super) fn text(en: impl Into<String>, nl: impl Into<String>) -> Text {
    Text::new(en, nl)
}

pub(super) fn no_commons() -> Diagnostic {
    Diagnostic::new(
        codes::NO_COMMONS,
        text(
            "No file here says which commons this is.",
            "Geen enkel bestand hier zegt welke meent dit is.",
        ),
    )
    .help(text(
        "Add a line such as: commons my-commons \"Our commons\" { goal \"…\" }",
        "Voeg een regel toe zoals: meent mijn-meent \"Onze meent\" { doel \"…\" }",
    ))
}

pub(super) fn several_commons(first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(
        codes::SEVERAL_COMMONS,
        text(
            "One project describes one commons, and this is a second one.",
            "Eén project beschrijft één meent, en dit is een tweede.",
        ),
    )
    .label(again, text("a second commons", "een tweede meent"))
    .label(first, text("the first one is here", "de eerste staat hier"))
    .help(text(
        "Give it a folder of its own; with `within \"../folder\"` it can be nested in the other.",
        "Geef haar een eigen map; met `binnen \"../map\"` kan ze in de andere genest zijn.",
    ))
}

pub(super) fn duplicate(name: &str, first: Option<Span>, again: Span) -> Diagnostic {
    let d = Diagnostic::new(
        codes::DUPLICATE_NAME,
        text(format!("The name `{name}` is given twice."), format!("De naam `{name}` is twee keer gegeven.")),
    )
    .label(again, text("given again here", "hier nog een keer"))
    .help(text(
        "Names are how rules speak about things, so each may stand for one thing only. Rename one of the two.",
        "Met namen wijzen regels dingen aan, dus elke naam staat voor één ding. Geef een van de twee een andere naam.",
    ));
    match first {
        Some(span) => d.label(span, text("first given here", "hier voor het eerst")),
        None => d,
    }
}

pub(super) fn clause_twice(what: ClauseName, first: Span, again: Span) -> Diagnostic {
    Diagnostic::new(
        codes::CLAUSE_TWICE,
        text(
            format!("`{}` stands here twice, and only one can hold.", what[0]),
            format!(
                "`{}` staat hier twee keer, en er kan er maar één gelden.",
                what[1]
            ),
        ),
    )
    .label(again, text("the second time", "de tweede keer"))
    .label(first, text("the first time", "de eerste keer"))
    .help(text(
        "Keep the one that you mean.",
        "Houd degene over die je bedoelt.",
    ))
}

pub(super) fn missing_clause(
    what: &str,
    kind: ClauseName,
    needs: [&str; 2],
    at: Span,
    example: [&str; 2],
) -> Diagnostic {
    Diagnostic::new(
        codes::MISSING_CLAUSE,
        text(
            format!("The {} `{what}` does not say {}.", kind[0], needs[0]),
            format!("{} `{what}` zegt niet {}.", kind[1], needs[1]),
        ),
    )
    .label(at, text("it is missing here", "het ontbreekt hier"))
    .help(text(
        format!("For example: {}", example[0]),
        format!("Bijvoorbeeld: {}", example[1]),
    ))
}

pub(super) fn contradictory(
    message: Text,
    first: (Span, Text),
    second: (Span, Text),
    help: Text,
) -> Diagnostic {
    Diagnostic::new(codes::CONTRADICTORY_CLAUSES, message)
        .label(second.0, second.1)
        .label(first.0, first.1)
        .help(help)
}

pub(super) fn unknown<'n>(
    name: &Name,
    space: Space,
    candidates: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let [en, nl] = what(space);
    let candidates: Vec<&str> = candidates.collect();
    if let Some(d) = vocabulary(name, &candidates) {
        return d;
    }
    let d = Diagnostic::new(
        codes::UNKNOWN_NAME,
        text(
            format!("There is no {en} called `{}`.", name.value),
            format!("Er is geen {nl} met de naam `{}`.", name.value),
        ),
    )
    .label(
        name.span,
        text(
            "this name is not declared",
            "deze naam is nergens gedeclareerd",
        ),
    );
    if space == Space::Holder && ["nobody", "niemand"].contains(&&*name.value) {
        return d.help(text(
            "`nobody` goes with `may`: nobody may read it. A duty is of someone.",
            "`niemand` staat bij `mag`: niemand mag het lezen. Een plicht is van iemand.",
        ));
    }
    suggest(d, name, candidates.into_iter())
}

/// A purpose of the privacy vocabulary, which no file uses.
fn vocabulary(name: &Name, candidates: &[&str]) -> Option<Diagnostic> {
    let (prefix, _) = name.value.split_once(':')?;
    let shipped = prefix == "dpv" || prefix.starts_with("dpv-");
    if !shipped || candidates.iter().any(|c| c.starts_with("dpv")) {
        return None;
    }
    let d = Diagnostic::new(
        codes::UNKNOWN_NAME,
        text(
            "Purposes of `dpv` are named here, and no file says that it uses them.",
            "Hier staan doeleinden uit `dpv`, en geen enkel bestand zegt dat het die gebruikt.",
        ),
    )
    .label(
        name.span,
        text("a purpose of `dpv`", "een doeleinde uit `dpv`"),
    );
    Some(d.help(text(
        "Add this line at the top of the file: use purposes from dpv",
        "Zet deze regel boven in het bestand: gebruik doeleinden van dpv",
    )))
}

/// Which legal bases there are, behind a name that is none of them, unless one is close.
pub(super) fn bases(d: Diagnostic) -> Diagnostic {
    if !d.fixes.is_empty() {
        return d;
    }
    let all = crate::data::law::bases();
    let list = |name: fn(&crate::data::law::LegalBasis) -> &str| {
        let names: Vec<String> = all.iter().map(|b| format!("`{}`", name(b))).collect();
        names.join(", ")
    };
    d.help(text(
        format!("The law knows: {}.", list(|b| &b.id)),
        format!("De wet kent: {}.", list(|b| &b.nl)),
    ))
}

pub(super) fn unknown_any<'n>(
    name: &Name,
    candidates: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let d = Diagnostic::new(
        codes::UNKNOWN_NAME,
        text(
            format!("Nothing is called `{}`.", name.value),
            format!("Niets heet `{}`.", name.value),
        ),
    )
    .label(
        name.span,
        text(
            "this name is not declared",
            "deze naam is nergens gedeclareerd",
        ),
    );
    suggest(d, name, candidates)
}

/// Adds "did you mean", with the edit, if some name is close.
pub(super) fn suggest<'n>(
    d: Diagnostic,
    name: &Name,
    candidates: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    match nearest(&name.value, candidates) {
        Some(near) => d
            .help(text(
                format!("Did you mean `{near}`?"),
                format!("Bedoel je `{near}`?"),
            ))
            .write(name.span, near),
        None => d.help(text(
            "Declare it, or use a name that is declared.",
            "Declareer de naam, of gebruik een naam die wel gedeclareerd is.",
        )),
    }
}

pub(super) fn wrong_kind(
    name: &Name,
    needed: Space,
    found: (Space, Target),
    declared: Option<Span>,
) -> Diagnostic {
    let ([need_en, need_nl], [is_en, is_nl]) = (what(needed), exactly(found));
    let need_en = article(need_en);
    let is_en = article(is_en);
    let d = Diagnostic::new(
        codes::WRONG_KIND,
        text(
            format!("`{}` is {is_en}, and here {need_en} is needed.", name.value),
            format!(
                "`{}` is een {is_nl}, en hier is een {need_nl} nodig.",
                name.value
            ),
        ),
    )
    .label(
        name.span,
        text(
            format!("{need_en} is needed here"),
            format!("hier is een {need_nl} nodig"),
        ),
    )
    .help(text(
        "Check which of the two you mean.",
        "Kijk welke van de twee je bedoelt.",
    ));
    match declared {
        Some(span) => d.label(
            span,
            text(
                format!("declared as {is_en} here"),
                format!("hier gedeclareerd als {is_nl}"),
            ),
        ),
        None => d,
    }
}

pub(super) fn needs_group(name: &Name) -> Diagnostic {
    Diagnostic::new(
        codes::WRONG_KIND,
        text(
            format!("`{}` is one party, and here a group is needed.", name.value),
            format!(
                "`{}` is één partij, en hier is een groep nodig.",
                name.value
            ),
        ),
    )
    .label(
        name.span,
        text("a group is needed here", "hier is een groep nodig"),
    )
    .help(text(
        "Put the party in a group with `in …` and name that group here.",
        "Zet de partij met `in …` in een groep en noem hier die groep.",
    ))
}

/// `separate a, a`.
pub(super) fn separate_one(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::CONTRADICTORY_CLAUSES,
        text(
            "A group cannot be kept apart from itself.",
            "Een groep is niet van zichzelf te scheiden.",
        ),
    )
    .label(span, text("this names one group", "dit noemt één groep"))
    .help(text(
        "Name two groups of which nobody may be in both.",
        "Noem twee groepen waarvan niemand in beide mag zitten.",
    ))
}

/// Someone or some group in two groups that nobody may be in at once.
pub(super) fn separated(who: &Decl, groups: [&Decl; 2], separation: Span) -> Diagnostic {
    let [a, b] = groups;
    let name = |d: &Decl, lang: Lang| d.title(lang).to_string();
    let (en, nl) = (Lang::En, Lang::Nl);
    let d = Diagnostic::new(
        codes::SEPARATED_MEMBER,
        text(
            format!(
                "\"{}\" is in \"{}\" and in \"{}\", and nobody may be in both.",
                name(who, en),
                name(a, en),
                name(b, en)
            ),
            format!(
                "\"{}\" zit in \"{}\" en in \"{}\", en niemand mag in beide zitten.",
                name(who, nl),
                name(a, nl),
                name(b, nl)
            ),
        ),
    );
    let d = match who.name_span {
        Some(span) => d.label(span, text("in both groups", "in beide groepen")),
        None => d,
    };
    d.label(
        separation,
        text(
            "these groups are kept apart here",
            "hier worden deze groepen gescheiden",
        ),
    )
    .help(text(
        "Take it out of one of the groups, or take out the `separate`.",
        "Haal het uit een van de groepen, of haal de `gescheiden` weg.",
    ))
}

/// With the English article.
fn article(noun: &str) -> String {
    let an = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if an { "an" } else { "a" })
}

/// What a name stands for, as precisely as is known.
fn exactly((space, target): (Space, Target)) -> ClauseName {
    match target {
        Target::Is(AnyId::Party(_)) => ["member or party", "lid of partij"],
        Target::Is(AnyId::Group(_)) => ["group or body", "groep of orgaan"],
        Target::Commons => ["commons", "meent"],
        _ => what(space),
    }
}

fn what(space: Space) -> ClauseName {
    match space {
        Space::Holder => ["group, member or body", "groep, lid of orgaan"],
        Space::Data => ["dataset or field", "dataset of veld"],
        Space::Purpose => ["purpose", "doeleinde"],
        Space::Action => ["action", "handeling"],
        Space::Fact => ["fact", "feit"],
        Space::Rule => ["rule", "regel"],
        Space::Body => ["body", "orgaan"],
        Space::Decision => ["decision", "besluit"],
        Space::Sanction => ["sanction", "sanctie"],
        Space::Right => ["right", "recht"],
    }
}
