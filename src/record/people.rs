//! Records that choose people: elections and draws by lot.

use super::ballots::{Slate, Window};
use super::file::{Election, Record};
use super::messages::Problems;
use super::refuse::Refusal;
use super::register;
use super::subject::Subject;
use super::vote::not_counted;
use super::{Reading, ballots};
use crate::analysis::tally::counting::quorums;
use crate::analysis::tally::election::{self, Elected, Race, most_named};
use crate::analysis::tally::sortition::{self, Drawn};
use crate::analysis::tally::{Circumstances, Count, Poll, Room, lot};
use crate::diagnostic::Text;
use crate::diagnostic::registry::codes;
use crate::model::{ElectionMethod, SeatHow, Tie};
use crate::source::Span;
use std::collections::BTreeMap;

/// An election, counted.
#[derive(Debug)]
pub struct ElectionResult {
    pub method: ElectionMethod,
    pub candidates: Vec<String>,
    pub seats: usize,
    /// The quorums; if they are not met, nobody is elected.
    pub quorums: Count,
    pub elected: Elected,
    pub seed: Option<String>,
}

/// One body, drawn.
#[derive(Debug)]
pub struct DrawResult {
    /// What the lot was drawn for: decision and body.
    pub purpose: String,
    /// The id of the body; empty if the source does not say which.
    pub body: String,
    pub seats: usize,
    pub seed: String,
    pub pool: usize,
    pub drawn: Drawn,
    /// Names of those drawn and of the reserves, with their strata and numbers.
    pub names: Vec<DrawnName>,
}

#[derive(Debug)]
pub struct DrawnName {
    pub name: String,
    pub stratum: String,
    pub number: String,
    /// False: a reserve.
    pub drawn: bool,
}

impl Reading<'_> {
    pub(super) fn elect(
        &mut self,
        subject: &Subject,
        record: &Record,
        around: &Circumstances,
    ) -> Result<(Poll, ElectionResult), Refusal> {
        let Some(method) = subject.decision.election.as_ref().map(|e| e.method) else {
            return Err(Refusal::None);
        };
        let Some(election) = &record.election else {
            return Err(Refusal::at(
                record.span,
                Text::new(
                    "This decision elects people; the record has no [election] with candidates.",
                    "Dit besluit kiest mensen; het verslag heeft geen [election] met kandidaten.",
                ),
            ));
        };
        let seats = election_seats(subject, election)?;
        let candidates: Vec<String> = election
            .candidates
            .iter()
            .map(|c| c.value.clone())
            .collect();
        let mut places: BTreeMap<&str, u16> = BTreeMap::new();
        for (at, candidate) in election.candidates.iter().enumerate() {
            let place = u16::try_from(at).unwrap_or(u16::MAX);
            let name = candidate.value.as_str();
            if name.contains(['>', '|', '\n']) || places.insert(name, place).is_some() {
                return Err(Refusal::at(
                    candidate.span,
                    Text::new(
                        "Each candidate stands here once, under a name without > and |.",
                        "Elke kandidaat staat hier één keer, met een naam zonder > en |.",
                    ),
                ));
            }
        }
        if candidates.is_empty() || candidates.len() >= usize::from(u16::MAX) {
            return Err(Refusal::at(
                election.span,
                Text::new(
                    "There are no candidates, or more than can be counted.",
                    "Er zijn geen kandidaten, of meer dan er te tellen zijn.",
                ),
            ));
        }
        let slate = Slate {
            places: &places,
            most: most_named(method, seats, candidates.len()),
        };
        let mut sums = self.sums(subject, record, around, Some(slate))?;
        if record.ballots.file.is_none() {
            sums = self.written_ballots(record, election, slate, sums)?;
        }
        let quorums = quorums(subject.decision, &sums.poll)
            .map_err(|why| not_counted(subject.model, record, why))?;
        let lot = subject.decision.tie == Some(Tie::Lot);
        let seed = record.seed.as_deref().filter(|_| lot);
        let race = |ballots| Race {
            candidates: &candidates,
            seats,
            ballots,
            seed,
            purpose: &subject.decision.decl.id,
        };
        let second = match &election.second {
            Some(named) if method == ElectionMethod::TwoRound => {
                let (path, file) = self.file(&named.value);
                let mut problems = Problems::default();
                let urn = ballots::read(
                    subject,
                    &path,
                    file,
                    Some(slate),
                    Window::default(),
                    &mut problems,
                )
                .map_err(|why| Refusal::table(file, why))?;
                if urn.named.is_some() {
                    return Err(Refusal::at(
                        named.span,
                        Text::new(
                            "The ballots of the second round are counted without voters: leave the column `voter` out.",
                            "De biljetten van de tweede ronde worden zonder kiezers geteld: laat de kolom `kiezer` weg.",
                        ),
                    ));
                }
                if !problems.is_empty() {
                    return Err(Refusal::Rows(problems));
                }
                if urn.count > sums.poll.people.eligible {
                    return Err(Refusal::with(
                        codes::TOO_MANY_VOTES,
                        named.span,
                        Text::new(
                            "The second round has more ballots than members who may vote.",
                            "De tweede ronde heeft meer stembiljetten dan leden die mogen stemmen.",
                        ),
                    ));
                }
                Some(race(urn.names))
            }
            Some(named) => {
                return Err(Refusal::at(
                    named.span,
                    Text::new(
                        "This election has no second round.",
                        "Deze verkiezing heeft geen tweede ronde.",
                    ),
                ));
            }
            None => None,
        };
        let elected = if quorums.quorums_met() && !quorums.too_few {
            election::count(method, &race(sums.names), second.as_ref())
        } else {
            Elected::default()
        };
        let result = ElectionResult {
            method,
            seats,
            quorums,
            elected,
            seed: seed.map(str::to_string),
            candidates: candidates.clone(),
        };
        Ok((sums.poll, result))
    }

    /// Ballots that stand in the record itself.
    fn written_ballots(
        &mut self,
        record: &Record,
        election: &Election,
        slate: Slate,
        mut sums: super::join::Sums,
    ) -> Result<super::join::Sums, Refusal> {
        let mut total: i64 = 0;
        for (names, count) in &election.ballots {
            let mut ballot = Vec::new();
            for name in names {
                match slate.places.get(name.value.as_str()) {
                    Some(place) if !ballot.contains(place) => ballot.push(*place),
                    _ => {
                        return Err(Refusal::at(
                            name.span,
                            Text::new(
                                "No candidate, or named twice on this ballot.",
                                "Geen kandidaat, of twee keer op dit stembiljet.",
                            ),
                        ));
                    }
                }
            }
            if ballot.len() > slate.most {
                let span = names.first().map_or(election.span, |n| n.span);
                return Err(Refusal::at(
                    span,
                    Text::new(
                        format!("A ballot names at most {} candidates.", slate.most),
                        format!("Een stembiljet noemt hoogstens {} kandidaten.", slate.most),
                    ),
                ));
            }
            total = total.saturating_add(*count);
            *sums.names.entry(ballot).or_insert(0) += *count;
        }
        for room in [&mut sums.poll.people, &mut sums.poll.votes] {
            room.piles.votes_for = room.piles.votes_for.saturating_add(total);
            if record.electorate.people.get("present").is_none() {
                room.present = room.present.max(room.piles.all());
            }
        }
        sums.poll.check().map_err(|_| {
            Refusal::with(codes::TOO_MANY_VOTES, election.span, Text::new(
                format!("There are {total} ballots, more than members who may vote or were present."),
                format!("Er zijn {total} stembiljetten, meer dan leden die mogen stemmen of aanwezig waren."),
            ))
        })?;
        Ok(sums)
    }

    pub(super) fn draw(
        &mut self,
        subject: &Subject,
        record: &Record,
    ) -> Result<(Poll, Vec<DrawResult>), Refusal> {
        let Some(sortition) = &subject.decision.sortition else {
            return Err(Refusal::None);
        };
        let Some(named) = &record.electorate.register else {
            return Err(Refusal::at(
                record.electorate.span.unwrap_or(record.span),
                Text::new(
                    "People are drawn from a register: give one under [electorate].",
                    "Er wordt geloot uit een register: geef er een onder [electorate].",
                ),
            ));
        };
        let Some(seed) = &record.seed else {
            return Err(Refusal::at(
                record.span,
                Text::new(
                    "The record does not give the seed of the draw: `seed`, under [tie].",
                    "Het verslag geeft het startgetal van de loting niet: `seed`, onder [tie].",
                ),
            ));
        };
        let (path, file) = self.file(&named.value);
        let mut problems = Problems::default();
        let mut register = register::read(subject, &path, file, &mut problems)
            .map_err(|why| Refusal::table(file, why))?;
        let places = super::join::Places {
            register: file,
            ballots: file,
        };
        // Nobody may be in the register twice: that would be two chances.
        super::join::add_up(subject, &mut register, None, None, places, &mut problems)?;
        if !problems.is_empty() {
            return Err(Refusal::Rows(problems));
        }
        if let Some(missing) = stray(&register.pool, &sortition.strata) {
            return Err(Refusal::at(
                named.span,
                Text::new(
                    format!("`{missing}` is in none of the strata that the source names."),
                    format!("`{missing}` zit in geen van de lagen die de bron noemt."),
                ),
            ));
        }
        let mut bodies: Vec<(String, usize)> = subject
            .appointed(SeatHow::DrawnFrom)
            .into_iter()
            .map(|(body, seats)| (body.decl.id.clone(), usize::try_from(seats).unwrap_or(0)))
            .collect();
        let given = record.election.as_ref().and_then(|e| e.seats.as_ref());
        if bodies.is_empty() {
            let seats = given.map(|n| usize::try_from(n.value).unwrap_or(0));
            bodies.extend(seats.map(|n| (String::new(), n)));
        }
        if bodies.iter().all(|(_, n)| *n == 0) {
            return Err(Refusal::at(
                record.span,
                Text::new(
                    "Neither the source nor the record says how many are drawn: `seats`, under [election].",
                    "De bron noch het verslag zegt hoeveel er worden geloot: `seats`, onder [election].",
                ),
            ));
        }
        let decision = &subject.decision.decl.id;
        let draws = bodies
            .into_iter()
            .map(|(body, seats)| {
                let purpose = format!("{decision} {body}").trim_end().to_string();
                let drawn =
                    sortition::draw(seed, &purpose, &register.pool, seats, &sortition.strata);
                let all = drawn.drawn.iter().map(|at| (*at, true));
                let all = all.chain(drawn.reserves.iter().map(|at| (*at, false)));
                let names = all.filter_map(|(at, is_drawn)| {
                    let c = register.pool.get(at)?;
                    Some(DrawnName {
                        name: c.name.clone(),
                        stratum: c.stratum.clone(),
                        number: lot::written(&lot::number(seed, &purpose, &c.name)),
                        drawn: is_drawn,
                    })
                });
                DrawResult {
                    names: names.collect(),
                    purpose,
                    body,
                    seats,
                    seed: seed.clone(),
                    pool: register.pool.len(),
                    drawn,
                }
            })
            .collect();
        let poll = Poll::of_people(Room {
            eligible: register.count,
            ..Room::default()
        });
        Ok((poll, draws))
    }
}

/// The seats of an election: as the decision says, else as the body that it appoints has for those elected, else as the
/// record says. A record that says otherwise is refused.
fn election_seats(subject: &Subject, election: &Election) -> Result<usize, Refusal> {
    let decided = subject.decision.election.as_ref().and_then(|e| e.seats);
    let of_body = || {
        let all = subject.appointed(SeatHow::ElectedBy);
        all.first().map(|(_, n)| *n).filter(|n| *n > 0)
    };
    let source = decided.or_else(of_body);
    let given = election.seats.as_ref();
    let span: Span = given.map_or(election.span, |n| n.span);
    match (source, given.map(|n| n.value)) {
        (Some(n), Some(other)) if n != other => Err(Refusal::at(
            span,
            Text::new(
                format!("The source has {n} seats for this election."),
                format!("De bron heeft {n} zetels voor deze verkiezing."),
            ),
        )),
        (Some(n), _) | (None, Some(n)) => Ok(usize::try_from(n).unwrap_or(0)),
        (None, None) => Err(Refusal::at(
            span,
            Text::new(
                "Neither the source nor the record says how many seats there are: `seats`.",
                "De bron noch het verslag zegt hoeveel zetels er zijn: `seats`.",
            ),
        )),
    }
}

/// Someone in the pool who is of no stratum.
fn stray(pool: &[sortition::Candidate], strata: &[String]) -> Option<String> {
    if strata.is_empty() {
        return None;
    }
    let stray = pool.iter().find(|c| !strata.contains(&c.stratum));
    stray.map(|c| c.name.clone())
}
