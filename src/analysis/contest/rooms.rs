//! The people who can be in some bodies, and how many of each kind are for, against, abstaining and away.
//!
//! Bodies of all members of some groups share their people: who is in which of those groups says in which bodies they sit. A
//! body of seats has people of its own: nothing says that whoever holds a seat is also in another body.

use super::{Bloc, Vote, classes};
use crate::analysis::electorate::{Electorate, Kind, Numbers};
use crate::analysis::inequalities::{Sum, System};
use crate::analysis::tally::weight::by_table;
use crate::model::{Body, BodyId, Decision, GroupId, Holder, Model, Votes};
use std::collections::BTreeSet;

pub(super) struct Rooms {
    kinds: Vec<Counted>,
}

/// Kinds of people with their numbers.
struct Counted {
    seats: Vec<(BodyId, i64)>,
    classes: Vec<GroupId>,
    votes_for: Sum,
    against: Sum,
    abstaining: Sum,
    away: Sum,
}

/// In people, or in votes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    People,
    Votes,
}

impl Rooms {
    /// All people who can be in the bodies that take these decisions.
    pub fn new(model: &Model, decisions: &[&Decision], system: &mut System) -> Option<Self> {
        let bodies: BTreeSet<BodyId> = decisions.iter().filter_map(|d| d.taken_by).collect();
        let told: BTreeSet<GroupId> = decisions.iter().flat_map(|d| classes(d)).collect();
        let (seated, joined): (Vec<BodyId>, Vec<BodyId>) = bodies.iter().partition(|b| {
            model
                .bodies
                .get(b.index())
                .is_none_or(|b| b.seats.is_some())
        });
        let mut rooms = Rooms { kinds: Vec::new() };
        for body in seated {
            rooms.add(model, &[body], &told, system)?;
        }
        if !joined.is_empty() {
            rooms.add(model, &joined, &told, system)?;
        }
        // No class is empty, and no body.
        for decision in decisions {
            let body = decision.taken_by?;
            system.at_least(&rooms.members(body, |_| true), 1);
            for class in classes(decision) {
                let of = |k: &Counted| k.classes.contains(&class);
                system.at_least(&rooms.members(body, of), 1);
            }
        }
        Some(rooms)
    }

    /// The people of a vote, who are all for or against; which of them is open.
    pub fn of_vote(decision: &Decision, vote: &Vote, system: &mut System) -> Option<Self> {
        let body = decision.taken_by?;
        let mut rooms = Rooms { kinds: Vec::new() };
        let sits = |bloc: &&Bloc| bloc.seats.iter().any(|(b, _)| *b == body);
        for bloc in vote.blocs.iter().filter(sits) {
            let counted = Counted::new(bloc.seats.clone(), bloc.classes.clone(), system);
            system.equal(&counted.members(), &Sum::constant(bloc.members()));
            system.at_most(&counted.silent(), 0);
            rooms.kinds.push(counted);
        }
        Some(rooms)
    }

    /// Adds the people of bodies that share them.
    fn add(
        &mut self,
        model: &Model,
        bodies: &[BodyId],
        told: &BTreeSet<GroupId>,
        system: &mut System,
    ) -> Option<()> {
        let all: Option<Vec<(BodyId, &Body)>> = bodies
            .iter()
            .map(|id| Some((*id, model.bodies.get(id.index())?)))
            .collect();
        let all = all?;
        let electorate = electorate(model, &all, told)?;
        let from = self.kinds.len();
        for kind in &electorate.kinds {
            let mut seats = Vec::new();
            let mut countable = true;
            for (id, body) in &all {
                // Of one body alone, all of these people are members.
                let sits = body.of_all.iter().any(|g| kind.groups.contains(g));
                if !sits && all.len() > 1 {
                    continue;
                }
                match weight(&electorate, kind, body) {
                    Some(weight) => seats.push((*id, weight)),
                    None => countable = false,
                }
            }
            let of = |g: &&GroupId| electorate.is_in(kind, **g);
            let classes = told.iter().filter(of).copied().collect();
            let counted = Counted::new(seats, classes, system);
            if !countable {
                // A vote in which such people have a part can't be counted.
                system.at_most(&counted.members(), 0);
            }
            self.kinds.push(counted);
        }
        let own = self.kinds.get(from..)?;
        let numbers = Numbers {
            kinds: own.iter().map(Counted::members).collect(),
            vacant: Sum::constant(0),
        };
        electorate.constrain(system, &numbers);
        for (id, body) in &all {
            if let Some((least, most)) = body.size {
                let members = self.members(*id, |_| true);
                system.at_least(&members, least);
                if let Some(most) = most {
                    system.at_most(&members, most);
                }
            }
        }
        Some(())
    }

    fn sum(&self, of: impl Fn(&Counted) -> Sum) -> Sum {
        let add = |sum: Sum, k: &Counted| sum.plus(&of(k), 1);
        self.kinds.iter().fold(Sum::default(), add)
    }

    fn members(&self, body: BodyId, of: impl Fn(&Counted) -> bool) -> Sum {
        let add = |sum: Sum, k: &Counted| match k.weight(body) {
            Some(_) if of(k) => sum.plus(&k.members(), 1),
            _ => sum,
        };
        self.kinds.iter().fold(Sum::default(), add)
    }

    pub fn everyone(&self) -> Sum {
        self.sum(Counted::members)
    }

    pub fn all_for(&self) -> Sum {
        self.sum(|k| k.votes_for.clone())
    }

    pub fn all_against(&self) -> Sum {
        self.sum(|k| k.against.clone())
    }

    pub fn all_abstaining(&self) -> Sum {
        self.sum(|k| k.abstaining.clone())
    }

    /// Those who are neither for nor against.
    pub fn all_silent(&self) -> Sum {
        self.sum(Counted::silent)
    }

    /// Those in a body who are for.
    pub fn votes_for(&self, body: Option<BodyId>) -> Sum {
        body.map(|b| self.count(b, None, Measure::People, |k| &k.votes_for))
            .unwrap_or_default()
    }

    /// Members, those for and those against, of a body or of a class in it.
    pub fn tally(&self, body: BodyId, class: Option<GroupId>, measure: Measure) -> Tally {
        let count = |of: fn(&Counted) -> &Sum| self.count(body, class, measure, of);
        let (votes_for, against) = (count(|k| &k.votes_for), count(|k| &k.against));
        let (abstaining, away) = (count(|k| &k.abstaining), count(|k| &k.away));
        Tally {
            away,
            abstaining,
            votes_for,
            against,
        }
    }

    fn count(
        &self,
        body: BodyId,
        class: Option<GroupId>,
        measure: Measure,
        of: fn(&Counted) -> &Sum,
    ) -> Sum {
        let mut sum = Sum::default();
        for kind in &self.kinds {
            let Some(weight) = kind.weight(body) else {
                continue;
            };
            if class.is_some_and(|c| !kind.classes.contains(&c)) {
                continue;
            }
            let times = match measure {
                Measure::People => 1,
                Measure::Votes => weight,
            };
            sum = sum.plus(of(kind), times);
        }
        sum
    }

    /// The vote that a solution is.
    pub fn vote(&self, numbers: &[i64]) -> Vote {
        let blocs = self.kinds.iter().map(|k| Bloc {
            seats: k.seats.clone(),
            classes: k.classes.clone(),
            votes_for: k.votes_for.at(numbers),
            against: k.against.at(numbers),
            abstaining: k.abstaining.at(numbers),
            away: k.away.at(numbers),
        });
        let some = |b: &Bloc| b.members() > 0;
        Vote {
            blocs: blocs.filter(some).collect(),
        }
    }
}

/// The numbers of one body or class in one measure.
pub(super) struct Tally {
    pub votes_for: Sum,
    pub against: Sum,
    pub abstaining: Sum,
    away: Sum,
}

impl Tally {
    pub fn spoken(&self) -> Sum {
        self.votes_for.clone().plus(&self.against, 1)
    }

    /// Those who are there: whoever neither votes for nor against abstains.
    pub fn present(&self) -> Sum {
        self.spoken().plus(&self.abstaining, 1)
    }

    pub fn members(&self) -> Sum {
        self.present().plus(&self.away, 1)
    }
}

impl Counted {
    fn new(seats: Vec<(BodyId, i64)>, classes: Vec<GroupId>, system: &mut System) -> Self {
        Counted {
            seats,
            classes,
            votes_for: system.var().into(),
            against: system.var().into(),
            abstaining: system.var().into(),
            away: system.var().into(),
        }
    }

    fn members(&self) -> Sum {
        let spoken = self.votes_for.clone().plus(&self.against, 1);
        spoken.plus(&self.silent(), 1)
    }

    fn silent(&self) -> Sum {
        self.abstaining.clone().plus(&self.away, 1)
    }

    fn weight(&self, body: BodyId) -> Option<i64> {
        let seat = self.seats.iter().find(|(b, _)| *b == body);
        seat.map(|(_, weight)| *weight)
    }
}

/// Who can be in any of these bodies.
fn electorate(
    model: &Model,
    bodies: &[(BodyId, &Body)],
    told: &BTreeSet<GroupId>,
) -> Option<Electorate> {
    let mut holders: BTreeSet<Holder> = told.iter().map(|g| Holder::Group(*g)).collect();
    if let [(id, _)] = bodies {
        let holders: Vec<Holder> = holders.into_iter().collect();
        return Electorate::new(model, *id, &holders).ok();
    }
    let groups: BTreeSet<GroupId> = bodies
        .iter()
        .flat_map(|(_, b)| b.of_all.iter().copied())
        .collect();
    holders.extend(groups.iter().map(|g| Holder::Group(*g)));
    for (_, body) in bodies {
        if let Votes::Weighted { table, .. } = &body.votes {
            holders.extend(table.iter().map(|(h, _)| *h));
        }
    }
    // One body of all of them, that no source has.
    let (_, first) = bodies.first()?;
    let joint = Body {
        of_all: groups.into_iter().collect(),
        votes: Votes::OneEach,
        weight_cap: None,
        size: None,
        ..(*first).clone()
    };
    let mut model = model.clone();
    model.bodies.push(joint);
    let id = BodyId::new(model.bodies.len() - 1);
    let holders: Vec<Holder> = holders.into_iter().collect();
    Electorate::new(&model, id, &holders).ok()
}

/// The votes of someone in a body. Where they come from a value that the source does not know, everyone may have one.
/// `None`: the table has no row, or rows that differ.
fn weight(electorate: &Electorate, kind: &Kind, body: &Body) -> Option<i64> {
    match &body.votes {
        Votes::Weighted { table, .. } if !table.is_empty() => {
            let own = Holder::Group(body.group);
            by_table(table, |h| h == own || electorate.is(kind, h)).ok()
        }
        _ => Some(1),
    }
}
