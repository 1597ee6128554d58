//! Titles that are sentences ("The household has agreed"), used as clauses inside another sentence.

use super::Words;

/// Words that begin a clause and lose their capital inside a sentence.
const BEGINNINGS: [&str; 26] = [
    "the", "there", "a", "an", "it", "all", "each", "every", "everyone", "nobody", "no", "this",
    "that", "het", "de", "een", "er", "alle", "elk", "elke", "iedereen", "niemand", "geen", "dit",
    "deze", "die",
];

/// Finite verbs by which a title is seen to be a sentence.
const FINITE: [&str; 60] = [
    "is", "are", "was", "were", "has", "have", "had", "does", "do", "can", "may", "must", "will",
    "takes", "take", "gives", "agrees", "wants", "asks", "leaves", "goes", "lives", "lies",
    "works", "comes", "holds", "needs", "shows", "stays", "heeft", "hebben", "zijn", "wordt",
    "worden", "gaat", "gaan", "doet", "doen", "kan", "kunnen", "mag", "mogen", "moet", "moeten",
    "wil", "willen", "vraagt", "vragen", "geeft", "geven", "woont", "wonen", "staat", "ligt",
    "komt", "komen", "werkt", "blijft", "vond", "found",
];

/// Whether a title is a whole sentence: it begins like one and has a finite verb.
pub(super) fn is_clause(title: &str) -> bool {
    let words: Vec<String> = title
        .split(' ')
        .map(|w| w.trim_matches(',').to_lowercase())
        .collect();
    if words.len() < 3 || words.iter().any(|w| w.ends_with('?')) {
        return false;
    }
    let finite = words.iter().skip(1).any(|w| FINITE.contains(&w.as_str()));
    // "The participant shares …", "De deelnemer deelt …": article, noun, verb in the third person.
    let third = words
        .first()
        .is_some_and(|w| BEGINNINGS.contains(&w.as_str()))
        && words.get(2).is_some_and(|w| {
            w.len() > 3 && (w.ends_with('t') || w.ends_with('s')) && !w.ends_with("'s")
        });
    finite || third
}

/// Words that keep their capital in English: days and months.
const CALENDAR: [&str; 19] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Words<'_> {
    /// "The household has agreed" inside a sentence. A name keeps its capital: a word that also begins a title
    /// or stands in a seat of this model, an abbreviation, a day.
    pub(super) fn lower(&self, title: &str) -> String {
        let title = title.trim_end_matches('.');
        let first = title.split(' ').next().unwrap_or("");
        let lower = first.to_lowercase();
        let rest = title.get(first.len()..).unwrap_or("");
        if !BEGINNINGS.contains(&lower.as_str()) && self.is_name(first, &lower) {
            return title.to_string();
        }
        format!("{lower}{rest}")
    }

    fn is_name(&self, word: &str, lower: &str) -> bool {
        if word.chars().skip(1).any(char::is_uppercase) || CALENDAR.contains(&lower) {
            return true;
        }
        let model = self.model;
        let names = model
            .parties
            .iter()
            .map(|p| self.title(&p.decl))
            .chain(model.parties.iter().filter_map(|p| p.seat.as_deref()))
            .chain(model.commons.seat.as_deref())
            .chain([model.commons.title(self.lang)])
            .chain(model.outers.iter().map(|o| o.title(self.lang)));
        let groups = model.groups.iter().map(|g| self.title(&g.decl));
        names.flat_map(|n| n.split(' ')).any(|w| w == word)
            || groups
                .filter_map(|g| g.split(' ').next())
                .any(|w| w == word)
    }
}
