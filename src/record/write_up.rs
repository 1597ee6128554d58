//! From what was counted to minutes.

use super::file::Record;
use super::people::{DrawResult, ElectionResult};
use super::{Outcome, Tallied, snapshot};
use crate::analysis::tally::change_words;
use crate::analysis::tally::clock::Moment;
use crate::analysis::tally::election::{Elected, Event, Stage, shown};
use crate::analysis::tally::words::{self, Line, number};
use crate::analysis::tally::{Count, Piles, Poll};
use crate::diagnostic::Text;
use crate::model::{Decision, ElectionMethod, Model, Snapshot, Votes};
use crate::output::minutes::{File, Minutes, Row, Table, Test};
use crate::prose::both;
use crate::source::digest::hex;
use sha2::{Digest, Sha256};
use std::io;
use std::path::Path;

/// The minutes of a record. `digests` are those of its files, the record first; `source` is that of the source.
pub fn write_up(
    model: &Model,
    tallied: &Tallied,
    digests: Vec<(String, String)>,
    source: &str,
) -> Minutes {
    let Some(decision) = model.decisions.get(tallied.decision.index()) else {
        return Minutes::default();
    };
    let mut minutes = Minutes {
        decision: both(model, |w| w.decision_title(tallied.decision).to_string()),
        proposal: Text::new(
            tallied.record.title.get(crate::diagnostic::Lang::En),
            tallied.record.title.get(crate::diagnostic::Lang::Nl),
        ),
        facts: facts(model, decision, tallied),
        hall: hall(model, &tallied.poll),
        files: digests
            .into_iter()
            .map(|(name, sha256)| File { name, sha256 })
            .collect(),
        source: source.to_string(),
        version: crate::project::VERSION.to_string(),
        ..Minutes::default()
    };
    match &tallied.result {
        Outcome::Vote(decided, changes) => {
            minutes.outcome = words::ending(model, decided.ending);
            minutes.ballots = ballots(model, &tallied.poll);
            minutes.tests = tests(words::lines(model, decision, &decided.count));
            minutes.reasons = words::reasons(model, decision, decided);
            minutes.changes = changes
                .iter()
                .map(|c| change_words::change(model, c, tallied.poll.is_weighted()))
                .collect();
        }
        Outcome::Election(result) => election(model, decision, result, &mut minutes),
        Outcome::Draw(draws) => draw(model, draws, &mut minutes),
    }
    minutes
}

/// SHA-256 of a file of any length, in hexadecimal.
///
/// # Errors
/// It can't be read.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut file = std::fs::File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match io::Read::read(&mut file, &mut buffer)? {
            0 => break,
            n => hash.update(buffer.get(..n).unwrap_or_default()),
        }
    }
    Ok(hex(&hash.finalize()))
}

fn row(label: (&str, &str), value: Text) -> Row {
    Row {
        label: Text::new(label.0, label.1),
        value,
    }
}

fn plain(text: &str) -> Text {
    Text::new(text, text)
}

/// Votes with the decimal mark of each language.
fn counted(votes: &crate::analysis::tally::election::Votes) -> Text {
    let shown = shown(votes);
    Text::new(shown.as_str(), shown.replace('.', ","))
}

fn facts(model: &Model, decision: &Decision, tallied: &Tallied) -> Vec<Row> {
    let record = &tallied.record;
    let mut rows = Vec::new();
    if let Some(body) = decision.taken_by {
        rows.push(row(("Body", "Orgaan"), both(model, |w| w.body(body))));
    }
    if let Some(day) = &record.date {
        rows.push(row(("Date", "Datum"), both(model, |w| w.date(day.value))));
    }
    let moments: [((&str, &str), Option<Moment>); 5] = [
        (("Proposed", "Voorgesteld"), record.proposed),
        (("Notice given", "Opgeroepen"), record.convened),
        (("Voting opened", "Stemming geopend"), record.opened),
        (("Voting closed", "Stemming gesloten"), record.closed),
        (("Veto", "Veto"), record.vetoed),
    ];
    for (label, at) in moments {
        rows.extend(at.map(|at| row(label, words::moment(model, at))));
    }
    if let Some(day) = &record.electorate.snapshot {
        rows.push(row(
            ("Register as of", "Register per"),
            both(model, |w| w.date(day.value)),
        ));
    }
    rows.extend(weights_day(model, decision, record));
    for (label, name) in [
        (("Chair", "Voorzitter"), &record.chair),
        (("Secretary", "Secretaris"), &record.secretary),
    ] {
        rows.extend(name.as_ref().map(|n| row(label, plain(n))));
    }
    rows
}

/// Where votes are weighted: of which day the weights are, by the source's word, and which day that was.
fn weights_day(model: &Model, decision: &Decision, record: &Record) -> Option<Row> {
    let body = model.bodies.get(decision.taken_by?.index())?;
    if !matches!(body.votes, Votes::Weighted { .. }) {
        return None;
    }
    let (en, nl) = match body.weights_day {
        Some(Snapshot::Notice) => ("the day of the notice", "de dag van de oproep"),
        Some(Snapshot::Opening) => (
            "the day on which the voting opened",
            "de dag waarop de stemming begon",
        ),
        Some(Snapshot::Tally) | None => (
            "the day on which the votes were counted",
            "de dag waarop de stemmen zijn geteld",
        ),
    };
    let value = match snapshot::due(body, record) {
        Some(day) => {
            let day = both(model, |w| w.date(day));
            Text::new(format!("{en}, {}", day.en), format!("{nl}, {}", day.nl))
        }
        None => Text::new(en, nl),
    };
    Some(row(("Weights as of", "Gewichten per"), value))
}

/// People, and votes too where they are weighted.
fn both_measures(
    model: &Model,
    poll: &Poll,
    of: impl Fn(&crate::analysis::tally::Room) -> i64,
) -> Text {
    let people = number(model, of(&poll.people));
    if !poll.is_weighted() {
        return people;
    }
    let votes = number(model, of(&poll.votes));
    Text::new(
        format!("{} (votes: {})", people.en, votes.en),
        format!("{} (stemmen: {})", people.nl, votes.nl),
    )
}

fn hall(model: &Model, poll: &Poll) -> Vec<Row> {
    let mut rows = vec![row(
        ("May vote", "Stemgerechtigd"),
        both_measures(model, poll, |r| r.eligible),
    )];
    if poll.vacant > 0 {
        rows.push(row(
            ("Vacant seats", "Lege zetels"),
            number(model, poll.vacant),
        ));
    }
    if poll.people.present > 0 || poll.people.piles.all() > 0 {
        rows.push(row(
            ("Present or represented", "Aanwezig of vertegenwoordigd"),
            both_measures(model, poll, |r| r.present),
        ));
    }
    if poll.people.represented > 0 {
        rows.push(row(
            ("Of them by proxy", "Waarvan bij volmacht"),
            both_measures(model, poll, |r| r.represented),
        ));
    }
    if poll.people.recused > 0 {
        rows.push(row(
            ("Recused", "Verschoond"),
            both_measures(model, poll, |r| r.recused),
        ));
    }
    for class in &poll.classes {
        let name = both(model, |w| w.group(class.group));
        rows.push(Row {
            label: name,
            value: number(model, class.members),
        });
    }
    rows
}

fn ballots(model: &Model, poll: &Poll) -> Vec<Row> {
    let line =
        |label, of: fn(&Piles) -> i64| row(label, both_measures(model, poll, |r| of(&r.piles)));
    let mut rows = vec![
        line(("For", "Voor"), |p| p.votes_for),
        line(("Against", "Tegen"), |p| p.against),
        line(("Abstaining", "Onthoudingen"), |p| p.abstaining),
        line(("Blank", "Blanco"), |p| p.blank),
        line(("Invalid", "Ongeldig"), |p| p.invalid),
    ];
    for class in poll.classes.iter().filter(|c| c.worst == c.best) {
        let name = both(model, |w| w.group(class.group));
        let (yes, no) = (class.worst.votes.votes_for, class.worst.votes.against);
        let (yes, no) = (number(model, yes), number(model, no));
        rows.push(Row {
            label: Text::new(
                format!("Of them {}", name.en),
                format!("Waarvan {}", name.nl),
            ),
            value: Text::new(
                format!("{} for, {} against", yes.en, no.en),
                format!("{} voor, {} tegen", yes.nl, no.nl),
            ),
        });
    }
    rows
}

fn tests(lines: Vec<Line>) -> Vec<Test> {
    let result = |holds| match holds {
        Some(true) => Text::new("holds", "gehaald"),
        Some(false) => Text::new("fails", "niet gehaald"),
        None => Text::new("not settled", "niet beslist"),
    };
    lines
        .into_iter()
        .map(|line| Test {
            asked: line.asked,
            numbers: line.numbers,
            result: result(line.holds),
            holds: line.holds,
        })
        .collect()
}

fn names(result: &ElectionResult, places: &[usize]) -> String {
    let names = places.iter().filter_map(|c| result.candidates.get(*c));
    names.cloned().collect::<Vec<_>>().join(", ")
}

/// Where an election stands.
fn election_outcome(result: &ElectionResult) -> Text {
    let Elected {
        elected,
        tied,
        second_round,
        ..
    } = &result.elected;
    let named = names(result, elected);
    if !result.quorums.quorums_met() {
        Text::new(
            "nobody elected: the quorum was not met",
            "niemand gekozen: het quorum is niet gehaald",
        )
    } else if !tied.is_empty() {
        let tied = names(result, tied);
        Text::new(
            format!("no outcome: the lot has to decide between {tied}"),
            format!("geen uitslag: het lot moet beslissen tussen {tied}"),
        )
    } else if !second_round.is_empty() {
        let second = names(result, second_round);
        Text::new(
            format!("second round between {second}"),
            format!("tweede ronde tussen {second}"),
        )
    } else if elected.is_empty() {
        Text::new("nobody elected", "niemand gekozen")
    } else {
        Text::new(format!("elected: {named}"), format!("gekozen: {named}"))
    }
}

fn election(model: &Model, decision: &Decision, result: &ElectionResult, minutes: &mut Minutes) {
    minutes.outcome = election_outcome(result);
    minutes.tests = tests(words::quorum_lines(model, decision, &count_of(result)));
    minutes
        .hall
        .push(row(("Seats", "Zetels"), number(model, result.seats as i64)));
    if result.elected.vacant > 0 && result.elected.tied.is_empty() {
        let n = number(model, result.elected.vacant as i64);
        minutes.reasons.push(Text::new(
            format!("Seats that stay vacant: {}.", n.en),
            format!("Zetels die leeg blijven: {}.", n.nl),
        ));
    }
    if let Some(quota) = &result.elected.quota {
        let quota = shown(quota);
        minutes.reasons.push(match result.method {
            ElectionMethod::SingleTransferableVote => Text::new(
                format!("The quota is {quota}: whoever has as many votes is elected."),
                format!("De kiesdeler is {quota}: wie zoveel stemmen heeft, is gekozen."),
            ),
            _ => Text::new(
                format!("{quota} votes are more than half."),
                format!("{quota} stemmen is meer dan de helft."),
            ),
        });
    }
    for (at, stage) in result.elected.stages.iter().enumerate() {
        minutes.tables.push(stage_table(result, at, stage));
    }
    if result.method == ElectionMethod::SingleTransferableVote {
        minutes.notes.push(Text::new(
            "Single transferable vote with weighted inclusive Gregory transfers and the Droop quota, counted in exact fractions; votes are shown to five decimals, cut off.",
            "Enkelvoudige overdraagbare stem met gewogen overdracht van alle stembiljetten (weighted inclusive Gregory) en de kiesdeler van Droop, geteld in exacte breuken; stemmen staan er met vijf decimalen, afgekapt.",
        ));
    }
    if let Some(seed) = &result.seed {
        minutes.notes.push(lot_note(seed, &decision.decl.id));
    }
}

fn count_of(result: &ElectionResult) -> Count {
    result.quorums.clone()
}

/// How anyone can work out the order of the lot.
fn lot_note(seed: &str, purpose: &str) -> Text {
    Text::new(
        format!(
            "The lot: each name's number is SHA-256 over \"{seed}\", a line break, \"{purpose}\", a line break and the name; the smallest comes first."
        ),
        format!(
            "Het lot: het getal van elke naam is SHA-256 over \"{seed}\", een regeleinde, \"{purpose}\", een regeleinde en de naam; het kleinste komt eerst."
        ),
    )
}

fn stage_table(result: &ElectionResult, at: usize, stage: &Stage) -> Table {
    let n = at + 1;
    let one = result.elected.stages.len() == 1;
    let title = if one {
        Text::new("The count", "De telling")
    } else if result.method == ElectionMethod::TwoRound {
        Text::new(format!("Round {n}"), format!("Ronde {n}"))
    } else {
        Text::new(format!("Stage {n}"), format!("Stap {n}"))
    };
    let mut rows: Vec<Vec<Text>> = result
        .candidates
        .iter()
        .zip(&stage.votes)
        .map(|(name, votes)| vec![plain(name), counted(votes)])
        .collect();
    if stage.exhausted != crate::analysis::tally::election::Votes::from_integer(0.into()) {
        rows.push(vec![
            Text::new("for nobody any more", "voor niemand meer"),
            counted(&stage.exhausted),
        ]);
    }
    Table {
        title,
        head: vec![
            Text::new("candidate", "kandidaat"),
            Text::new("votes", "stemmen"),
        ],
        rows,
        events: stage.events.iter().map(|e| event(result, e)).collect(),
    }
}

fn event(result: &ElectionResult, event: &Event) -> Text {
    let name = |c: &usize| names(result, &[*c]);
    match event {
        Event::Elected(c) => Text::new(
            format!("{} is elected.", name(c)),
            format!("{} is gekozen.", name(c)),
        ),
        Event::Surplus(c, part) => Text::new(
            format!(
                "The surplus of {} goes on: each paper at {part} of its value.",
                name(c)
            ),
            format!(
                "Het overschot van {} gaat door: elk biljet voor {part} van zijn waarde.",
                name(c)
            ),
        ),
        Event::Excluded(c) => Text::new(
            format!("{} is out; these papers go on.", name(c)),
            format!("{} valt af; deze biljetten gaan door.", name(c)),
        ),
        Event::Lot(tied) => {
            let tied = names(result, tied);
            Text::new(
                format!("Equal votes: the lot decided between {tied}."),
                format!("Gelijke stemmen: het lot besliste tussen {tied}."),
            )
        }
    }
}

fn draw(model: &Model, draws: &[DrawResult], minutes: &mut Minutes) {
    let mut parts = Vec::new();
    for draw in draws {
        let body = model.bodies.iter().position(|b| b.decl.id == draw.body);
        let title = match body {
            Some(at) => both(model, |w| w.body(crate::model::BodyId::new(at))),
            None => Text::new("the draw", "de loting"),
        };
        let drawn: Vec<&str> = draw
            .names
            .iter()
            .filter(|n| n.drawn)
            .map(|n| n.name.as_str())
            .collect();
        parts.push(drawn.join(", "));
        let mut events = Vec::new();
        for (stratum, n) in &draw.drawn.seats {
            events.push(Text::new(
                format!("Seats of {stratum}: {n}."),
                format!("Zetels van {stratum}: {n}."),
            ));
        }
        if draw.drawn.vacant > 0 {
            let n = draw.drawn.vacant;
            events.push(Text::new(
                format!("Seats for which there is nobody: {n}."),
                format!("Zetels waarvoor er niemand is: {n}."),
            ));
        }
        // As many reserves as there are seats; the rest can be worked out again.
        let rows = draw
            .names
            .iter()
            .take(draw.seats.saturating_mul(2))
            .map(|n| {
                vec![
                    plain(&n.name),
                    plain(&n.stratum),
                    plain(&n.number),
                    match n.drawn {
                        true => Text::new("drawn", "geloot"),
                        false => Text::new("reserve", "reserve"),
                    },
                ]
            });
        minutes.tables.push(Table {
            title: Text::new(
                crate::prose::capital(&title.en),
                crate::prose::capital(&title.nl),
            ),
            head: vec![
                Text::new("name", "naam"),
                Text::new("stratum", "laag"),
                Text::new("number", "getal"),
                Text::default(),
            ],
            rows: rows.collect(),
            events,
        });
        minutes.notes.push(lot_note(&draw.seed, &draw.purpose));
        let pool = number(model, draw.pool as i64);
        minutes.notes.push(Text::new(
            format!("Drawn from {} members.", pool.en),
            format!("Geloot uit {} leden.", pool.nl),
        ));
    }
    let all = parts.join("; ");
    minutes.outcome = Text::new(format!("drawn: {all}"), format!("geloot: {all}"));
}
