//! Lays the ballots beside the register, part by part, and adds up.

use super::ballots::{Urn, Vote, decode};
use super::messages::{Problems, RowProblem};
use super::register::{Entry, Presence, Register};
use super::spill::PARTS;
use super::subject::Subject;
use crate::analysis::tally::{ClassPoll, Poll, Room};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Code, Text};
use crate::model::GroupId;
use std::collections::{BTreeMap, HashMap};
use std::io;

/// What it comes to.
#[derive(Debug, Default)]
pub struct Sums {
    pub poll: Poll,
    /// Of an election: the ballots by what they name, in votes.
    pub names: BTreeMap<Vec<u16>, i64>,
}

/// The places of the two files in the record's list of files.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    pub register: usize,
    pub ballots: usize,
}

/// Adds up a register and, if they say whose they are, its ballots.
///
/// # Errors
/// The disk fails.
pub fn add_up(
    subject: &Subject,
    register: &mut Register,
    urn: Option<&mut Urn>,
    cap: Option<i64>,
    places: Places,
    problems: &mut Problems,
) -> io::Result<Sums> {
    let classes: Vec<GroupId> = subject.classes().into_iter().collect();
    let mut sums = Sums::default();
    sums.poll.classes = classes
        .iter()
        .map(|group| ClassPoll {
            group: *group,
            members: 0,
            recused: 0,
            absent: 0,
            worst: Default::default(),
            best: Default::default(),
        })
        .collect();
    let has_by = urn.as_ref().is_some_and(|u| u.has_by);
    let mut named = urn.and_then(|u| u.named.as_mut());
    for part in 0..PARTS {
        let rows = register.rows.part(part)?;
        let ballots = match &mut named {
            Some(spill) => spill.part(part)?,
            None => Vec::new(),
        };
        let mut members: HashMap<&str, Member> = HashMap::with_capacity(rows.len());
        for row in &rows {
            let Some(entry) = Entry::read(&row.rest) else {
                return Err(io::ErrorKind::InvalidData.into());
            };
            let member = Member {
                entry,
                line: row.line,
                vote: None,
            };
            if let Some(first) = members.get(row.key.as_str()) {
                problems.push(twice(
                    places.register,
                    (first.line, row.line),
                    Text::new(
                        format!("`{}` is in the register twice.", row.key),
                        format!("`{}` staat twee keer in het register.", row.key),
                    ),
                ));
            } else {
                members.insert(&row.key, member);
            }
        }
        for ballot in &ballots {
            let (vote, by) = decode(&ballot.rest)?;
            let place = (places.ballots, ballot.line);
            let Some(member) = members.get_mut(ballot.key.as_str()) else {
                problems.push(problem(
                    place,
                    codes::NOT_A_VOTER,
                    Text::new(
                        format!("`{}` is not in the register.", ballot.key),
                        format!("`{}` staat niet in het register.", ballot.key),
                    ),
                ));
                continue;
            };
            let voter = register.voters.get(&ballot.key).map(String::as_str);
            // With a column that says who cast it, an empty cell is the member itself.
            let by_proxy = voter.is_some() && (!has_by || !by.is_empty());
            let holder = voter.filter(|_| by_proxy);
            if let Err(found) = may_cast(&ballot.key, member, holder, by, register) {
                problems.push(problem(place, found.0, found.1));
            }
            if let Some((first, ..)) = &member.vote {
                problems.push(twice(
                    places.ballots,
                    (*first, ballot.line),
                    Text::new(
                        format!("`{}` has voted twice.", ballot.key),
                        format!("`{}` heeft twee keer gestemd.", ballot.key),
                    ),
                ));
                continue;
            }
            member.vote = Some((ballot.line, vote, by_proxy));
        }
        // In the order of the register, so that no order of a map gets into a sum.
        for row in &rows {
            if let Some(member) = members.remove(row.key.as_str()) {
                let weight = cap.map_or(member.entry.weight, |c| member.entry.weight.min(c));
                let set = register.sets.get(member.entry.set as usize);
                let in_class = |g: &GroupId| set.is_some_and(|s| s.contains(g));
                sums.add(member, weight, in_class, named.is_some())
                    .ok_or(io::ErrorKind::InvalidData)?;
            }
        }
    }
    for class in &mut sums.poll.classes {
        class.best = class.worst;
    }
    Ok(sums)
}

struct Member {
    entry: Entry,
    line: u64,
    /// The line of the ballot, what it says, and whether someone else cast it.
    vote: Option<(u64, Vote, bool)>,
}

impl Sums {
    /// `None`: the sum is beyond every number.
    fn add(
        &mut self,
        member: Member,
        weight: i64,
        in_class: impl Fn(&GroupId) -> bool,
        named: bool,
    ) -> Option<()> {
        let Member { entry, vote, .. } = member;
        let by_proxy = vote.as_ref().is_some_and(|(_, _, by_proxy)| *by_proxy);
        let represented = match entry.presence {
            Presence::Proxy => true,
            Presence::Yes => false,
            Presence::No | Presence::Unstated => by_proxy,
        };
        let present =
            matches!(entry.presence, Presence::Yes | Presence::Proxy) || named && vote.is_some();
        let pile = vote.as_ref().map(|(_, vote, _)| vote.pile());
        for (room, n) in [(&mut self.poll.people, 1), (&mut self.poll.votes, weight)] {
            let plus = |sum: &mut i64, yes: bool| -> Option<()> {
                *sum = sum.checked_add(if yes { n } else { 0 })?;
                Some(())
            };
            plus(&mut room.eligible, true)?;
            plus(&mut room.present, present)?;
            plus(&mut room.represented, present && represented)?;
            plus(&mut room.recused, entry.recused)?;
            plus(&mut room.recused_present, entry.recused && present)?;
            if let Some(pile) = pile {
                plus(room.piles.pile(pile), true)?;
            }
        }
        for class in self.poll.classes.iter_mut().filter(|c| in_class(&c.group)) {
            class.members += 1;
            class.recused += i64::from(entry.recused);
            class.absent += i64::from(!present && !entry.recused);
            if let Some(pile) = pile {
                *class.worst.people.pile(pile) += 1;
                *class.worst.votes.pile(pile) += weight;
            }
        }
        if let Some((_, Vote::Names(names), _)) = vote {
            *self.names.entry(names).or_insert(0) += weight;
        }
        Some(())
    }
}

/// The poll of a secret vote: the register says who may vote, the urn how it was voted.
pub fn secret(mut poll: Poll, urn: &Urn, present: Room, has_presence: bool) -> Poll {
    for room in [&mut poll.people, &mut poll.votes] {
        room.piles = urn.piles;
        if !has_presence {
            room.present = present.present.max(0);
            room.represented = present.represented;
        }
    }
    // Of a class that the ballots do not tell, nothing is known; that is not nought.
    poll.classes
        .retain(|c| c.members == 0 || urn.has_classes || urn.classes.contains_key(&c.group));
    for class in &mut poll.classes {
        class.worst = urn.classes.get(&class.group).copied().unwrap_or_default();
        class.best = class.worst;
        if !has_presence {
            class.absent = (class.members - class.recused - class.worst.people.all()).max(0);
        }
    }
    poll
}

/// Whether this ballot may be cast by whom it was cast: `holder` by proxy, `by` as the ballot says.
fn may_cast(
    name: &str,
    member: &Member,
    holder: Option<&str>,
    by: &str,
    register: &Register,
) -> Result<(), (Code, Text)> {
    if member.entry.recused {
        return Err((
            codes::NOT_A_VOTER,
            Text::new(
                format!("`{name}` is recused and has voted all the same."),
                format!("`{name}` is verschoond en heeft toch gestemd."),
            ),
        ));
    }
    if !by.is_empty() && holder != Some(by) {
        return Err((
            codes::PROXY_NOT_ALLOWED,
            Text::new(
                format!("`{by}` voted for `{name}` without a proxy."),
                format!("`{by}` stemde voor `{name}` zonder volmacht."),
            ),
        ));
    }
    if let Some(holder) = holder.filter(|h| register.recused.contains(*h)) {
        return Err((
            codes::NOT_A_VOTER,
            Text::new(
                format!("`{holder}` votes for `{name}` and is recused."),
                format!("`{holder}` stemt voor `{name}` en is verschoond."),
            ),
        ));
    }
    Ok(())
}

fn problem((file, line): (usize, u64), code: Code, message: Text) -> RowProblem {
    RowProblem {
        file,
        line,
        code,
        message,
        other: None,
    }
}

fn twice(file: usize, (first, second): (u64, u64), message: Text) -> RowProblem {
    RowProblem {
        file,
        line: second,
        code: codes::DOUBLE_VOTE,
        message,
        other: Some(Box::new((
            first,
            Text::new("the first time", "de eerste keer"),
        ))),
    }
}
