//! The ballots: read once, as a stream. With a column of voters they are put aside in parts and laid beside the register;
//! without one (a secret vote) they are only added up.
//!
//! Columns: `voter` (`kiezer`), `choice` (`stem`), `cast` (`uitgebracht`: a day, or a day and a time), `by` (`door`: who cast
//! it by proxy), and without voters `classes` (`groepen`). A choice is for, against, abstain, blank or invalid; in an election
//! the names of candidates, the first preference first, with `>` between them (or `|` where the order says nothing).

use super::csv::{Column, Table, Unusable, words};
use super::messages::{Problems, RowProblem};
use super::spill::Spill;
use super::subject::Subject;
use crate::analysis::tally::clock::{Moment, start_of};
use crate::analysis::tally::{Ballots, Piles};
use crate::diagnostic::Text;
use crate::diagnostic::registry::codes;
use crate::model::{BallotChoice, Date, GroupId};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

const COLUMNS: [Column; 5] = [
    ("voter", &["kiezer", "member", "lid"]),
    ("choice", &["stem", "keuze"]),
    ("cast", &["uitgebracht"]),
    ("by", &["door"]),
    ("classes", &["groups", "groepen"]),
];

/// What a ballot says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vote {
    Choice(BallotChoice),
    /// Places of candidates.
    Names(Vec<u16>),
}

impl Vote {
    /// The pile it goes on: a ballot that names candidates is a valid one.
    pub fn pile(&self) -> BallotChoice {
        match self {
            Vote::Choice(choice) => *choice,
            Vote::Names(_) => BallotChoice::For,
        }
    }
}

/// The candidates, where people are elected.
#[derive(Debug, Clone, Copy)]
pub struct Slate<'a> {
    pub places: &'a BTreeMap<&'a str, u16>,
    /// How many a ballot may name.
    pub most: usize,
}

/// From when to when a ballot could be cast.
#[derive(Debug, Clone, Copy, Default)]
pub struct Window {
    pub opened: Option<Moment>,
    pub closed: Option<Moment>,
}

/// What was read.
pub struct Urn {
    /// Ballots with voters, put aside by voter.
    pub named: Option<Spill>,
    pub has_by: bool,
    pub count: i64,
    /// Of ballots without voters.
    pub piles: Piles,
    pub names: BTreeMap<Vec<u16>, i64>,
    pub classes: BTreeMap<GroupId, Ballots>,
    /// Every ballot says which classes it is of.
    pub has_classes: bool,
}

/// Reads the ballots.
///
/// # Errors
/// The file can't be read as ballots at all.
pub fn read(
    subject: &Subject,
    path: &Path,
    file: usize,
    slate: Option<Slate>,
    window: Window,
    problems: &mut Problems,
) -> Result<Urn, Unusable> {
    let mut table = Table::open(path, file, &COLUMNS, None)?;
    if !table.has("choice") {
        let message = Text::new(
            "The ballots have no column `choice`.",
            "De stembiljetten hebben geen kolom `stem`.",
        );
        return Err(Unusable::Problem(table.here(codes::BAD_RECORD, message)));
    }
    let named = table.has("voter");
    let mut all = Urn {
        named: if named { Some(Spill::new()?) } else { None },
        has_by: table.has("by"),
        count: 0,
        piles: Piles::default(),
        names: BTreeMap::new(),
        classes: BTreeMap::new(),
        has_classes: table.has("classes") && !named,
    };
    let mut rest = Vec::new();
    while table.next().map_err(Unusable::Problem)? {
        all.count += 1;
        match one(&table, slate, window) {
            Err(problem) => problems.push(*problem),
            Ok(vote) => match &mut all.named {
                Some(spill) => {
                    let voter = table.cell("voter");
                    if voter.is_empty() {
                        problems.push(table.here(
                            codes::NOT_A_VOTER,
                            Text::new(
                                "This ballot does not say whose it is.",
                                "Dit stembiljet zegt niet van wie het is.",
                            ),
                        ));
                        continue;
                    }
                    encode(&vote, table.cell("by"), &mut rest);
                    spill.put(voter, table.line(), &rest)?;
                }
                None => {
                    if let Err(problem) = all.add(subject, &table, vote) {
                        problems.push(*problem);
                    }
                }
            },
        }
    }
    Ok(all)
}

impl Urn {
    fn add(&mut self, subject: &Subject, table: &Table, vote: Vote) -> Result<(), Box<RowProblem>> {
        let pile = vote.pile();
        *self.piles.pile(pile) += 1;
        for name in words(table.cell("classes")) {
            let Some(group) = subject.group(name) else {
                return Err(Box::new(table.here(
                    codes::BAD_RECORD,
                    Text::new(
                        format!("There is no group `{name}`."),
                        format!("Er is geen groep `{name}`."),
                    ),
                )));
            };
            for group in subject.above(group) {
                let ballots = self.classes.entry(group).or_default();
                *ballots.people.pile(pile) += 1;
                *ballots.votes.pile(pile) += 1;
            }
        }
        if let Vote::Names(names) = vote {
            *self.names.entry(names).or_insert(0) += 1;
        }
        Ok(())
    }
}

/// What one row says, if it was cast in time.
fn one(table: &Table, slate: Option<Slate>, window: Window) -> Result<Vote, Box<RowProblem>> {
    let cast = table.cell("cast");
    if !cast.is_empty() {
        in_time(cast, window).map_err(|(code, text)| Box::new(table.here(code, text)))?;
    }
    let cell = table.cell("choice");
    let word = match cell.to_lowercase().as_str() {
        "for" | "voor" if slate.is_none() => Some(BallotChoice::For),
        "against" | "tegen" if slate.is_none() => Some(BallotChoice::Against),
        "abstain" | "onthouding" if slate.is_none() => Some(BallotChoice::Abstain),
        "blank" | "blanco" => Some(BallotChoice::Blank),
        "invalid" | "ongeldig" => Some(BallotChoice::Invalid),
        _ => None,
    };
    if let Some(choice) = word {
        return Ok(Vote::Choice(choice));
    }
    let bad =
        |en: String, nl: String| Err(Box::new(table.here(codes::BAD_RECORD, Text::new(en, nl))));
    let Some(slate) = slate else {
        return bad(
            format!("\"{cell}\" is no choice: write for, against, abstain, blank or invalid."),
            format!(
                "\"{cell}\" is geen keuze: schrijf voor, tegen, onthouding, blanco of ongeldig."
            ),
        );
    };
    let mut names = Vec::new();
    for name in cell.split(['>', '|']).map(str::trim) {
        match slate.places.get(name) {
            None => {
                return bad(
                    format!(
                        "There is no candidate \"{name}\"; a ballot that names someone else is `invalid`."
                    ),
                    format!(
                        "Er is geen kandidaat \"{name}\"; een stembiljet met een andere naam is `ongeldig`."
                    ),
                );
            }
            Some(place) if names.contains(place) => {
                return bad(
                    format!("\"{name}\" is named twice; such a ballot is `invalid`."),
                    format!("\"{name}\" staat er twee keer; zo'n stembiljet is `ongeldig`."),
                );
            }
            Some(place) => names.push(*place),
        }
    }
    if names.len() > slate.most {
        let most = slate.most;
        return bad(
            format!("This ballot names more candidates than the {most} it may; it is `invalid`."),
            format!(
                "Dit stembiljet noemt meer kandidaten dan de {most} die mogen; het is `ongeldig`."
            ),
        );
    }
    Ok(Vote::Names(names))
}

fn in_time(cast: &str, window: Window) -> Result<(), (crate::diagnostic::Code, Text)> {
    let day: Option<Date> = cast.parse().ok().filter(|_| cast.len() == 10);
    let moment = day.map(start_of).or_else(|| cast.parse::<Moment>().ok());
    let Some(moment) = moment else {
        return Err((
            codes::BAD_RECORD,
            Text::new(
                format!("\"{cast}\" is no day and no time: write 2026-05-01 or 2026-05-01T20:15."),
                format!(
                    "\"{cast}\" is geen dag en geen tijd: schrijf 2026-05-01 of 2026-05-01T20:15."
                ),
            ),
        ));
    };
    // A day alone is early or late only if the whole day is.
    let late = window.closed.is_some_and(|c| moment > c);
    let early = match day {
        Some(day) => window.opened.is_some_and(|o| day < o.date()),
        None => window.opened.is_some_and(|o| moment < o),
    };
    let (en, nl) = match (late, early) {
        (false, false) => return Ok(()),
        (true, _) => ("after voting had closed", "nadat de stemming was gesloten"),
        (_, true) => ("before voting opened", "voordat de stemming begon"),
    };
    Err((
        codes::LATE_BALLOT,
        Text::new(
            format!("This ballot was cast on {cast}, {en}."),
            format!("Dit stembiljet is uitgebracht op {cast}, {nl}."),
        ),
    ))
}

/// A ballot as bytes: one for the choice, or the number of names and the names; then who cast it.
fn encode(vote: &Vote, by: &str, out: &mut Vec<u8>) {
    out.clear();
    match vote {
        Vote::Choice(choice) => out.push(match choice {
            BallotChoice::For => 0,
            BallotChoice::Against => 1,
            BallotChoice::Abstain => 2,
            BallotChoice::Blank => 3,
            BallotChoice::Invalid => 4,
        }),
        Vote::Names(names) => {
            out.push(5);
            out.extend((names.len() as u16).to_le_bytes());
            out.extend(names.iter().flat_map(|n| n.to_le_bytes()));
        }
    }
    out.extend(by.as_bytes());
}

/// The ballot that was put aside, and who cast it.
///
/// # Errors
/// These are not the bytes of a ballot.
pub fn decode(bytes: &[u8]) -> io::Result<(Vote, &str)> {
    let broken = || io::Error::from(io::ErrorKind::InvalidData);
    let (kind, rest) = bytes.split_first().ok_or_else(broken)?;
    let (vote, by) = match kind {
        0 => (Vote::Choice(BallotChoice::For), rest),
        1 => (Vote::Choice(BallotChoice::Against), rest),
        2 => (Vote::Choice(BallotChoice::Abstain), rest),
        3 => (Vote::Choice(BallotChoice::Blank), rest),
        4 => (Vote::Choice(BallotChoice::Invalid), rest),
        _ => {
            let (n, rest) = rest.split_first_chunk::<2>().ok_or_else(broken)?;
            let end = usize::from(u16::from_le_bytes(*n)) * 2;
            let (names, by) = rest.split_at_checked(end).ok_or_else(broken)?;
            let names = names.chunks_exact(2).filter_map(|c| c.try_into().ok());
            (Vote::Names(names.map(u16::from_le_bytes).collect()), by)
        }
    };
    Ok((vote, std::str::from_utf8(by).map_err(|_| broken())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ballot_comes_back_from_its_bytes() {
        let mut bytes = Vec::new();
        for vote in [
            Vote::Choice(BallotChoice::Abstain),
            Vote::Names(vec![]),
            Vote::Names(vec![3, 700, 0]),
        ] {
            for by in ["", "zoë"] {
                encode(&vote, by, &mut bytes);
                assert_eq!(decode(&bytes).unwrap(), (vote.clone(), by));
            }
        }
        assert!(decode(&[]).is_err() && decode(&[5, 9, 0]).is_err());
    }

    #[test]
    fn a_day_is_late_only_if_all_of_it_is() {
        let at = |h| jiff::civil::date(2026, 5, 1).at(h, 0, 0, 0);
        let window = Window {
            opened: Some(at(20)),
            closed: Some(at(22)),
        };
        assert!(in_time("2026-05-01", window).is_ok());
        assert!(in_time("2026-05-01T21:00", window).is_ok());
        for (cast, code) in [
            ("2026-05-02", codes::LATE_BALLOT),
            ("2026-04-30", codes::LATE_BALLOT),
            ("2026-05-01T22:00:01", codes::LATE_BALLOT),
            ("2026-05-01T19:59", codes::LATE_BALLOT),
            ("soon", codes::BAD_RECORD),
        ] {
            assert_eq!(in_time(cast, window).unwrap_err().0, code, "{cast}");
        }
    }
}
