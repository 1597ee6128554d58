//! A vote for or against: the poll from numbers or from tables, counted and finished.

use super::ballots::{self, Slate, Urn, Window};
use super::file::{Numbers, Record};
use super::join::{self, Places, Sums};
use super::messages::{Problems, RowProblem};
use super::refuse::Refusal;
use super::register::{self, Register};
use super::spill::PARTS;
use super::subject::Subject;
use super::{Outcome, Reading};
use crate::analysis::tally::{
    Ballots, Circumstances, ClassPoll, Poll, Uncountable, change, decide, weight,
};
use crate::diagnostic::Text;
use crate::diagnostic::registry::codes;
use crate::model::{Model, Votes};
use crate::prose::both;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};

impl Reading<'_> {
    pub(super) fn vote(
        &mut self,
        subject: &Subject,
        record: &Record,
        around: &Circumstances,
    ) -> Result<(Poll, Outcome), Refusal> {
        let sums = self.sums(subject, record, around, None)?;
        let poll = sums.poll;
        let decided = decide(subject.decision, &poll, around)
            .map_err(|why| not_counted(subject.model, record, why))?;
        let changes = change::changes(subject.decision, &poll);
        Ok((poll, Outcome::Vote(Box::new(decided), changes)))
    }

    /// The poll, and in an election the ballots by what they name.
    pub(super) fn sums(
        &mut self,
        subject: &Subject,
        record: &Record,
        around: &Circumstances,
        slate: Option<Slate>,
    ) -> Result<Sums, Refusal> {
        let weighted = matches!(subject.body.map(|b| &b.votes), Some(Votes::Weighted { .. }));
        let mut problems = Problems::default();
        let mut sums = match &record.electorate.register {
            Some(named) => {
                if let Some(span) = number_with_register(record) {
                    return Err(Refusal::at(
                        span,
                        Text::new(
                            "The register says this; leave the number out.",
                            "Het register zegt dit al; laat het getal weg.",
                        ),
                    ));
                }
                let (path, file) = self.file(&named.value);
                let mut register = register::read(subject, &path, file, &mut problems)
                    .map_err(|why| Refusal::table(file, why))?;
                self.with_register(
                    subject,
                    record,
                    around,
                    slate,
                    &mut register,
                    file,
                    &mut problems,
                )?
            }
            None => self.with_numbers(subject, record, around, slate, weighted, &mut problems)?,
        };
        if !problems.is_empty() {
            return Err(Refusal::Rows(problems));
        }
        sums.poll.vacant = vacant(subject, record, &sums.poll)?;
        sums.poll
            .check()
            .map_err(|_| too_many(record, &sums.poll))?;
        Ok(sums)
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one step of reading a record, cut out for its length"
    )]
    fn with_register(
        &mut self,
        subject: &Subject,
        record: &Record,
        around: &Circumstances,
        slate: Option<Slate>,
        register: &mut Register,
        file: usize,
        problems: &mut Problems,
    ) -> Result<Sums, Refusal> {
        let classes = subject.classes();
        let of_parties = !subject.model.parties.is_empty();
        if !classes.is_empty() && !register.has_classes && !of_parties {
            let span = record
                .electorate
                .register
                .as_ref()
                .map_or(record.span, |r| r.span);
            return Err(Refusal::at(
                span,
                Text::new(
                    "A class has a say in this decision, and the register has no column `classes`.",
                    "Bij dit besluit telt een groep apart, en het register heeft geen kolom `groepen`.",
                ),
            ));
        }
        let cap = match subject.body.and_then(|b| b.weight_cap) {
            Some(share) if register.weighted => {
                let cap = weight::cap(&register.weights, share);
                if cap.is_none() && problems.is_empty() {
                    let span = record
                        .electorate
                        .register
                        .as_ref()
                        .map_or(record.span, |r| r.span);
                    return Err(Refusal::with(
                        codes::NOT_COUNTED,
                        span,
                        Text::new(
                            "So few members have any weight that each of them would be above the cap.",
                            "Zo weinig leden hebben stemgewicht dat ieder van hen boven de grens komt.",
                        ),
                    ));
                }
                cap
            }
            _ => None,
        };
        let mut urn = match &record.ballots.file {
            Some(named) => {
                let (path, file) = self.file(&named.value);
                let window = window(around);
                let urn = ballots::read(subject, &path, file, slate, window, problems);
                Some((urn.map_err(|why| Refusal::table(file, why))?, file))
            }
            None => None,
        };
        if let Some((urn, _)) = &urn
            && urn.named.is_none()
            && register.weighted
        {
            let span = record.ballots.file.as_ref().map_or(record.span, |f| f.span);
            return Err(Refusal::at(
                span,
                Text::new(
                    "Votes are weighted, so the ballots must say whose they are: add a column `voter`.",
                    "Stemmen zijn gewogen, dus de biljetten moeten zeggen van wie ze zijn: voeg een kolom `kiezer` toe.",
                ),
            ));
        }
        let places = Places {
            register: file,
            ballots: urn.as_ref().map_or(file, |(_, at)| *at),
        };
        let named = urn
            .as_mut()
            .map(|(urn, _)| urn)
            .filter(|u| u.named.is_some());
        let mut sums = join::add_up(subject, register, named, cap, places, problems)?;
        if let Some((urn, at)) = urn.filter(|(u, _)| u.named.is_none()) {
            too_many_rows(&urn, register.count, at, problems);
            let room = record.electorate.people.room(urn.piles);
            sums.poll = join::secret(sums.poll, &urn, room, register.has_presence);
            sums.names = urn.names;
        } else if record.ballots.file.is_none() {
            let urn = numbered(subject, record)?;
            let room = record.electorate.people.room(urn.piles);
            sums.poll = join::secret(sums.poll, &urn, room, register.has_presence);
            sums.names = urn.names;
            if register.weighted {
                let votes = &mut sums.poll.votes;
                votes.piles = record.ballots.weight.piles();
                if !register.has_presence {
                    votes.present = votes.piles.all();
                }
            }
        }
        Ok(sums)
    }

    fn with_numbers(
        &mut self,
        subject: &Subject,
        record: &Record,
        around: &Circumstances,
        slate: Option<Slate>,
        weighted: bool,
        problems: &mut Problems,
    ) -> Result<Sums, Refusal> {
        let electorate = &record.electorate;
        if electorate.people.get("members").is_none() {
            return Err(Refusal::at(
                electorate.span.unwrap_or(record.span),
                Text::new(
                    "The record does not say how many may vote: give `members`, or a `register`.",
                    "Het verslag zegt niet hoeveel leden mogen stemmen: geef `members`, of een `register`.",
                ),
            ));
        }
        let mut urn = match &record.ballots.file {
            Some(named) => {
                let (path, file) = self.file(&named.value);
                let mut urn = ballots::read(subject, &path, file, slate, window(around), problems)
                    .map_err(|why| Refusal::table(file, why))?;
                named_without_register(&mut urn, file, problems)?;
                let members = electorate.people.get("members").unwrap_or(0);
                too_many_rows(&urn, members, file, problems);
                urn
            }
            None => numbered(subject, record)?,
        };
        let mut poll = Poll::of_people(electorate.people.room(urn.piles));
        if weighted {
            if electorate.weight.get("members").is_none() || record.ballots.file.is_some() {
                return Err(Refusal::at(
                    record.ballots.span.unwrap_or(record.span),
                    Text::new(
                        "Votes are weighted: give a register, or the numbers in votes too, under [electorate.weight] and [ballots.weight].",
                        "Stemmen zijn gewogen: geef een register, of de aantallen ook in stemmen, onder [electorate.weight] en [ballots.weight].",
                    ),
                ));
            }
            if !subject.classes().is_empty() {
                return Err(Refusal::at(
                    electorate.span.unwrap_or(record.span),
                    Text::new(
                        "Votes are weighted and a class has a say: only a register can tell what each class weighs.",
                        "Stemmen zijn gewogen en een groep telt apart: alleen een register kan zeggen wat elke groep weegt.",
                    ),
                ));
            }
            poll.votes = electorate.weight.room(record.ballots.weight.piles());
        }
        for group in subject.classes() {
            let named = |n: &str| subject.group(n) == Some(group);
            let members = electorate.classes.iter().find(|(n, _)| named(&n.value));
            // Of a class that nobody is in, nobody voted.
            let empty = members.is_some_and(|(_, n)| n.value == 0);
            let none = (urn.has_classes || empty).then(Ballots::default);
            let known = urn.classes.remove(&group).or(none);
            if let (Some((_, members)), Some(ballots)) = (members, known) {
                poll.classes.push(ClassPoll {
                    group,
                    members: members.value,
                    recused: 0,
                    absent: (members.value - ballots.people.all()).max(0),
                    worst: ballots,
                    best: ballots,
                });
            }
        }
        Ok(Sums {
            poll,
            names: urn.names,
        })
    }
}

fn window(around: &Circumstances) -> Window {
    Window {
        opened: around.opened,
        closed: around.closed,
    }
}

/// The urn that numbers in the record describe.
fn numbered(subject: &Subject, record: &Record) -> Result<Urn, Refusal> {
    let ballots = &record.ballots;
    let mut urn = Urn {
        named: None,
        has_by: false,
        count: 0,
        piles: ballots.people.piles(),
        names: BTreeMap::new(),
        classes: BTreeMap::new(),
        has_classes: false,
    };
    for (name, numbers) in &ballots.classes {
        let Some(group) = subject.group(&name.value) else {
            return Err(no_group(&name.value, name.span));
        };
        let piles = numbers.piles();
        let more = super::file::CHOICES
            .iter()
            .any(|(_, c)| piles.get(*c) > urn.piles.get(*c));
        if more {
            return Err(Refusal::with(
                codes::TOO_MANY_VOTES,
                numbers.span().unwrap_or(name.span),
                Text::new(
                    "More votes of this class than of everyone together.",
                    "Meer stemmen van deze groep dan van allen samen.",
                ),
            ));
        }
        urn.classes.insert(
            group,
            Ballots {
                people: piles,
                votes: piles,
            },
        );
    }
    for (name, _) in &record.electorate.classes {
        if subject.group(&name.value).is_none() {
            return Err(no_group(&name.value, name.span));
        }
    }
    Ok(urn)
}

fn no_group(name: &str, span: Span) -> Refusal {
    Refusal::at(
        span,
        Text::new(
            format!("There is no group `{name}`."),
            format!("Er is geen groep `{name}`."),
        ),
    )
}

/// A number that the register gives already. How many were present may be given for a secret vote.
fn number_with_register(record: &Record) -> Option<Span> {
    let people = &record.electorate.people.given;
    let given = people
        .iter()
        .find(|(key, _)| !["present", "represented"].contains(*key));
    let weight = record.electorate.weight.span();
    let classes = record.electorate.classes.first().map(|(name, _)| name.span);
    given.map(|(_, n)| n.span).or(weight).or(classes)
}

/// Ballots with voters and no register: nobody can say whether they may vote, but nobody votes twice.
fn named_without_register(
    urn: &mut Urn,
    file: usize,
    problems: &mut Problems,
) -> Result<(), Refusal> {
    let Some(mut spill) = urn.named.take() else {
        return Ok(());
    };
    for part in 0..PARTS {
        let rows = spill.part(part)?;
        let mut seen: HashMap<&str, u64> = HashMap::with_capacity(rows.len());
        for row in &rows {
            if let Some(first) = seen.insert(&row.key, row.line) {
                problems.push(RowProblem {
                    file,
                    line: row.line,
                    code: codes::DOUBLE_VOTE,
                    message: Text::new(
                        format!("`{}` has voted twice.", row.key),
                        format!("`{}` heeft twee keer gestemd.", row.key),
                    ),
                    other: Some(Box::new((
                        first,
                        Text::new("the first time", "de eerste keer"),
                    ))),
                });
            }
            let (vote, _) = ballots::decode(&row.rest)?;
            *urn.piles.pile(vote.pile()) += 1;
            if let ballots::Vote::Names(names) = vote {
                *urn.names.entry(names).or_insert(0) += 1;
            }
        }
    }
    Ok(())
}

/// The first ballot of a secret vote that is one too many: the head is line 1.
fn too_many_rows(urn: &Urn, members: i64, file: usize, problems: &mut Problems) {
    if urn.count > members {
        problems.push(RowProblem {
            file,
            line: u64::try_from(members).unwrap_or(0) + 2,
            code: codes::TOO_MANY_VOTES,
            message: Text::new(
                format!(
                    "There are {} ballots and only {members} members who may vote.",
                    urn.count
                ),
                format!(
                    "Er zijn {} stembiljetten en maar {members} leden die mogen stemmen.",
                    urn.count
                ),
            ),
            other: None,
        });
    }
}

/// Seats that nobody holds: those the source has and the electorate has not.
fn vacant(subject: &Subject, record: &Record, poll: &Poll) -> Result<i64, Refusal> {
    let given = record.electorate.people.given.get("vacant");
    let Some(seats) = subject.seats() else {
        return Ok(given.map_or(0, |n| n.value));
    };
    let free = seats - poll.people.eligible;
    let wrong = given.is_some_and(|n| n.value != free);
    if free < 0 || wrong {
        let people = &record.electorate.people.given;
        let span = given.or(people.get("members")).map(|n| n.span);
        let span = span.or(record.electorate.register.as_ref().map(|r| r.span));
        let members = poll.people.eligible;
        return Err(Refusal::with(
            codes::TOO_MANY_VOTES,
            span.unwrap_or(record.span),
            Text::new(
                format!("This body has {seats} seats, and {members} members may vote."),
                format!("Dit orgaan heeft {seats} zetels, en {members} leden mogen stemmen."),
            ),
        ));
    }
    Ok(free)
}

/// Which numbers of a poll can't be.
fn too_many(record: &Record, poll: &Poll) -> Refusal {
    let mut say = Text::new(
        "These numbers can't be of one vote.",
        "Deze aantallen kunnen niet van één stemming zijn.",
    );
    for (room, of) in [
        (&poll.people, ("", "")),
        (&poll.votes, (" (in votes)", " (in stemmen)")),
    ] {
        let (votes, present, members) = (room.piles.all(), room.present, room.eligible);
        if votes > members {
            say = Text::new(
                format!(
                    "There are {votes} votes and only {members} may vote{}.",
                    of.0
                ),
                format!(
                    "Er zijn {votes} stemmen en maar {members} mogen stemmen{}.",
                    of.1
                ),
            );
        } else if present > members {
            say = Text::new(
                format!("{present} are present and only {members} may vote{}.", of.0),
                format!(
                    "Er zijn {present} aanwezig en maar {members} mogen stemmen{}.",
                    of.1
                ),
            );
        } else if votes > present {
            say = Text::new(
                format!(
                    "There are {votes} votes and only {present} were present{}.",
                    of.0
                ),
                format!(
                    "Er zijn {votes} stemmen en er waren maar {present} aanwezig{}.",
                    of.1
                ),
            );
        } else if room.recused > members {
            say = Text::new(
                format!("{} are recused and only {members} may vote.", room.recused),
                format!(
                    "Er zijn {} verschoond en maar {members} mogen stemmen.",
                    room.recused
                ),
            );
        } else {
            continue;
        }
        break;
    }
    let spans = [
        &record.ballots.people,
        &record.electorate.people,
        &record.ballots.weight,
    ];
    let span = spans.into_iter().find_map(Numbers::span);
    Refusal::with(codes::TOO_MANY_VOTES, span.unwrap_or(record.span), say)
}

/// The source or the record leaves out what the count needs.
pub(super) fn not_counted(model: &Model, record: &Record, why: Uncountable) -> Refusal {
    let span = record.decision.as_ref().map_or(record.span, |d| d.span);
    let text = match why {
        Uncountable::ClassUnknown(group) => {
            let name = both(model, |w| w.group(group));
            Text::new(
                format!(
                    "The record does not say how many of {} there are, or how they voted.",
                    name.en
                ),
                format!(
                    "Het verslag zegt niet hoeveel {} er zijn, of hoe zij stemden.",
                    name.nl
                ),
            )
        }
        why => crate::analysis::scenarios::uncountable_words(model, why),
    };
    Refusal::with(codes::NOT_COUNTED, span, text)
}
