//! The record itself: a TOML file that says which decision was taken, when, by whom, and where the ballots are.
//!
//! ```toml
//! decision  = "amend"                     # the name in the source
//! title     = "Longer retention"          # what was proposed; or { en = "…", nl = "…" }
//! date      = 2026-05-01                  # the day of the vote
//! proposed  = 2026-03-20                  # a day, or a day and a time: 2026-03-20T20:00:00
//! convened  = 2026-04-01
//! opened    = 2026-05-01T20:00:00
//! closed    = 2026-05-01T21:30:00
//! matter    = ["meter-readings"]          # what it touches, for a veto over some matters
//! chair     = "A. Jansen"                 # for the minutes
//! secretary = "B. de Vries"
//! adopts    = "sha256:0c5a…"              # the change of the agreement that it adopts, or several
//!
//! [electorate]
//! register = "register.csv"               # or numbers:
//! sha256 = "51d3…"                        # of the register, so that who signs the record signs the register
//! members = 100
//! present = 60                            # in the room or represented
//! represented = 5                         # of them by proxy
//! recused = 2
//! vacant = 0                              # seats that nobody holds
//! [electorate.weight]                     # the same in votes, where votes are weighted
//! members = 400
//! [electorate.classes]
//! households = 80
//!
//! [ballots]
//! file = "ballots.csv"                    # or numbers:
//! sha256 = "9f86…"                        # of the ballots
//! for = 21
//! against = 8
//! abstain = 2
//! blank = 0
//! invalid = 0
//! [ballots.weight]
//! [ballots.classes.households]
//! for = 21
//!
//! [election]
//! candidates = ["anna", "bo"]
//! seats = 2                               # only where the source does not say
//! second = "second-round.csv"
//! ballots = [{ names = ["anna", "bo"], count = 3 }]
//!
//! [tie]
//! casting = "for"
//! seed = "12,345"
//! [veto]
//! used = 2026-05-03
//! overridden = true
//! [consent]
//! dismissed = 1
//! ```

mod values;

use super::messages::bad_record;
use crate::analysis::tally::clock::Moment;
use crate::analysis::tally::{Piles, Room};
use crate::diagnostic::nearest::nearest;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::{BallotChoice, Date, Localized};
use crate::project::toml_mistake;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something written in the record, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put<T> {
    pub value: T,
    pub span: Span,
}

/// A decision record as it is written; names are not looked up yet.
#[derive(Debug, Clone, Default)]
pub struct Record {
    pub decision: Option<Put<String>>,
    pub title: Localized,
    pub date: Option<Put<Date>>,
    pub proposed: Option<Moment>,
    pub convened: Option<Moment>,
    pub opened: Option<Moment>,
    pub closed: Option<Moment>,
    pub matter: Vec<Put<String>>,
    pub chair: Option<String>,
    pub secretary: Option<String>,
    /// Digests of the changes of the agreement that this decision adopts, each with `sha256:` in front.
    pub adopts: Vec<Put<String>>,
    pub electorate: Electorate,
    pub ballots: Ballots,
    pub election: Option<Election>,
    /// True: for.
    pub casting: Option<bool>,
    pub seed: Option<String>,
    pub vetoed: Option<Moment>,
    pub overridden: bool,
    pub dismissed: i64,
    /// The beginning of the file.
    pub span: Span,
}

/// Numbers that a table may give; what it leaves out is `None`.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    pub given: BTreeMap<&'static str, Put<i64>>,
}

impl Numbers {
    pub fn get(&self, key: &str) -> Option<i64> {
        self.given.get(key).map(|p| p.value)
    }

    pub fn span(&self) -> Option<Span> {
        self.given.values().map(|p| p.span).min()
    }

    pub fn piles(&self) -> Piles {
        let mut piles = Piles::default();
        for (key, choice) in CHOICES {
            *piles.pile(choice) = self.get(key).unwrap_or(0);
        }
        piles
    }

    /// The room that these numbers and ballots describe. Without `present`, those who voted were there.
    pub fn room(&self, piles: Piles) -> Room {
        Room {
            eligible: self.get("members").unwrap_or(0),
            present: self.get("present").unwrap_or(piles.all()),
            represented: self.get("represented").unwrap_or(0),
            recused: self.get("recused").unwrap_or(0),
            recused_present: 0,
            piles,
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Electorate {
    pub register: Option<Put<String>>,
    /// SHA-256 of the register, in hexadecimal.
    pub sha256: Option<Put<String>>,
    pub people: Numbers,
    pub weight: Numbers,
    pub classes: Vec<(Put<String>, Put<i64>)>,
    /// The day that the register is of.
    pub snapshot: Option<Put<Date>>,
    /// Of the table's name, for what is missing in it.
    pub span: Option<Span>,
}

#[derive(Debug, Clone, Default)]
pub struct Ballots {
    pub file: Option<Put<String>>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<Put<String>>,
    pub people: Numbers,
    pub weight: Numbers,
    pub classes: Vec<(Put<String>, Numbers)>,
    pub span: Option<Span>,
}

#[derive(Debug, Clone)]
pub struct Election {
    pub candidates: Vec<Put<String>>,
    pub seats: Option<Put<i64>>,
    pub second: Option<Put<String>>,
    pub ballots: Vec<(Vec<Put<String>>, i64)>,
    pub span: Span,
}

/// The words of a ballot.
pub const CHOICES: [(&str, BallotChoice); 5] = [
    ("for", BallotChoice::For),
    ("against", BallotChoice::Against),
    ("abstain", BallotChoice::Abstain),
    ("blank", BallotChoice::Blank),
    ("invalid", BallotChoice::Invalid),
];

const PEOPLE: [&str; 5] = ["members", "present", "represented", "recused", "vacant"];

/// Reads a record. What is wrong is reported, and then nothing should be counted.
pub fn parse(file: FileId, text: &str) -> (Record, Vec<Diagnostic>) {
    let mut reader = Reader {
        file,
        found: Vec::new(),
    };
    let mut record = Record {
        span: Span::new(file, 0, 0),
        ..Record::default()
    };
    match DeTable::parse(text) {
        Err(error) => {
            let (at, why) = toml_mistake(&error);
            reader.report(
                at,
                Text::new(
                    format!("The record is not valid TOML: {why}."),
                    format!("Het verslag is geen geldige TOML (de lezer meldt: {why})."),
                ),
            );
        }
        Ok(table) => reader.record(table.get_ref(), &mut record),
    }
    (record, reader.found)
}

struct Reader {
    file: FileId,
    found: Vec<Diagnostic>,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader {
    fn span(&self, at: Range<usize>) -> Span {
        Span::new(self.file, at.start, at.end)
    }

    fn report(&mut self, at: Range<usize>, message: Text) {
        let span = self.span(at);
        self.found.push(bad_record(span, message));
    }

    fn wrong(&mut self, value: &Value, en: &str, nl: &str) {
        let message = Text::new(
            format!("This must be {en}."),
            format!("Dit moet {nl} zijn."),
        );
        self.report(value.span(), message);
    }

    /// Reads a table with a fixed set of keys.
    fn table(
        &mut self,
        table: &DeTable,
        keys: &[&'static str],
        mut each: impl FnMut(&mut Self, &'static str, &Value),
    ) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match keys.iter().find(|k| **k == name) {
                Some(known) => each(self, known, value),
                None => {
                    let near = nearest(name, keys.iter().copied());
                    let (en, nl) = near.map_or_else(Default::default, |n| {
                        (
                            format!(" Did you mean `{n}`?"),
                            format!(" Bedoel je `{n}`?"),
                        )
                    });
                    let message = Text::new(
                        format!("A record has no `{name}` here.{en}"),
                        format!("Een verslag kent hier geen `{name}`.{nl}"),
                    );
                    self.report(key.span(), message);
                }
            }
        }
    }

    fn section(
        &mut self,
        value: &Value,
        keys: &[&'static str],
        each: impl FnMut(&mut Self, &'static str, &Value),
    ) {
        match value.get_ref() {
            DeValue::Table(table) => self.table(table, keys, each),
            _ => self.wrong(value, "a section", "een afdeling"),
        }
    }

    fn record(&mut self, table: &DeTable, into: &mut Record) {
        const KEYS: [&str; 17] = [
            "decision",
            "title",
            "date",
            "proposed",
            "convened",
            "opened",
            "closed",
            "matter",
            "chair",
            "secretary",
            "adopts",
            "electorate",
            "ballots",
            "election",
            "tie",
            "veto",
            "consent",
        ];
        self.table(table, &KEYS, |r, key, value| match key {
            "decision" => into.decision = r.text(value),
            "title" => into.title = r.localized(value),
            "date" => into.date = r.date(value),
            "proposed" => into.proposed = r.moment(value, false),
            "convened" => into.convened = r.moment(value, false),
            "opened" => into.opened = r.moment(value, false),
            "closed" => into.closed = r.moment(value, true),
            "matter" => into.matter = r.texts(value),
            "chair" => into.chair = r.text(value).map(|t| t.value),
            "secretary" => into.secretary = r.text(value).map(|t| t.value),
            "adopts" => into.adopts = r.digests(value),
            "electorate" => r.electorate(value, &mut into.electorate),
            "ballots" => r.ballots(value, &mut into.ballots),
            "election" => into.election = Some(r.election(value)),
            "tie" => r.section(value, &["casting", "seed"], |r, key, value| match key {
                "casting" => into.casting = r.for_or_against(value),
                _ => into.seed = r.text(value).map(|t| t.value),
            }),
            "veto" => r.section(value, &["used", "overridden"], |r, key, value| match key {
                "used" => into.vetoed = r.moment(value, false),
                _ => into.overridden = r.yes(value),
            }),
            _ => r.section(value, &["dismissed"], |r, _, value| {
                into.dismissed = r.number(value).map_or(0, |n| n.value);
            }),
        });
        for (missing, name) in [
            (into.decision.is_none(), "decision"),
            (into.date.is_none(), "date"),
        ] {
            if missing && !table.contains_key(name) {
                self.report(
                    0..0,
                    Text::new(
                        format!("The record does not give `{name}`."),
                        format!("Het verslag geeft geen `{name}`."),
                    ),
                );
            }
        }
    }

    fn electorate(&mut self, value: &Value, into: &mut Electorate) {
        into.span = Some(self.span(value.span()));
        let keys = ["register", "sha256", "snapshot", "weight", "classes"];
        let keys: Vec<&'static str> = keys.into_iter().chain(PEOPLE).collect();
        self.section(value, &keys, |r, key, value| match key {
            "register" => into.register = r.text(value),
            "sha256" => into.sha256 = r.digest(value, ""),
            "snapshot" => into.snapshot = r.date(value),
            "weight" => into.weight = r.numbers(value, &PEOPLE[..4]),
            "classes" => {
                let DeValue::Table(table) = value.get_ref() else {
                    return r.wrong(value, "a section", "een afdeling");
                };
                for (name, n) in table {
                    let name = Put {
                        value: name.get_ref().to_string(),
                        span: r.span(name.span()),
                    };
                    into.classes.extend(r.number(n).map(|n| (name, n)));
                }
            }
            key => {
                let number = r.number(value);
                into.people.given.extend(number.map(|n| (key, n)));
            }
        });
    }

    fn ballots(&mut self, value: &Value, into: &mut Ballots) {
        into.span = Some(self.span(value.span()));
        let choices = CHOICES.map(|(key, _)| key);
        let keys = ["file", "sha256", "weight", "classes"];
        let keys: Vec<&'static str> = keys.into_iter().chain(choices).collect();
        self.section(value, &keys, |r, key, value| match key {
            "file" => into.file = r.text(value),
            "sha256" => into.sha256 = r.digest(value, ""),
            "weight" => into.weight = r.numbers(value, &choices),
            "classes" => {
                let DeValue::Table(table) = value.get_ref() else {
                    return r.wrong(value, "a section", "een afdeling");
                };
                for (name, numbers) in table {
                    let name = Put {
                        value: name.get_ref().to_string(),
                        span: r.span(name.span()),
                    };
                    into.classes.push((name, r.numbers(numbers, &choices)));
                }
            }
            key => {
                let number = r.number(value);
                into.people.given.extend(number.map(|n| (key, n)));
            }
        });
    }

    fn election(&mut self, value: &Value) -> Election {
        let mut into = Election {
            candidates: Vec::new(),
            seats: None,
            second: None,
            ballots: Vec::new(),
            span: self.span(value.span()),
        };
        let keys = ["candidates", "seats", "second", "ballots"];
        self.section(value, &keys, |r, key, value| match key {
            "candidates" => into.candidates = r.texts(value),
            "seats" => into.seats = r.number(value),
            "second" => into.second = r.text(value),
            _ => {
                let DeValue::Array(rows) = value.get_ref() else {
                    return r.wrong(value, "a list of ballots", "een lijst van stembiljetten");
                };
                for row in rows.iter() {
                    let (mut names, mut count) = (Vec::new(), 1);
                    r.section(row, &["names", "count"], |r, key, value| match key {
                        "names" => names = r.texts(value),
                        _ => count = r.number(value).map_or(0, |n| n.value),
                    });
                    into.ballots.push((names, count));
                }
            }
        });
        into
    }

    fn numbers(&mut self, value: &Value, keys: &[&'static str]) -> Numbers {
        let mut numbers = Numbers::default();
        self.section(value, keys, |r, key, value| {
            let number = r.number(value);
            numbers.given.extend(number.map(|n| (key, n)));
        });
        numbers
    }
}
