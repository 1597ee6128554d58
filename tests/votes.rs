//! Findings about votes against trying everything: all memberships of some small commons, everyone in every place, each vote counted by the tally. The
//! search in `src/analysis/checks/votes` solves inequalities; here people are listed one by one, and nothing of it is used.

use meent::Project;
use meent::analysis::checks::{VoteConflict, VoteFinding, votes};
use meent::analysis::tally::{Ballots, ClassPoll, Piles, Poll, Room, count_poll};
use meent::model::{
    Amount, BallotChoice, Decision, Electorate, GroupId, Holder, Model, Ratio, TestKind, Tie,
    VoteOutcome,
};
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    For,
    Against,
    Abstain,
    Blank,
    Invalid,
    Silent,
    Away,
    SentFor,
    SentAgainst,
    RecusedHere,
    RecusedAway,
}

const EVERYWHERE: [At; 11] = [
    At::For,
    At::Against,
    At::Abstain,
    At::Blank,
    At::Invalid,
    At::Silent,
    At::Away,
    At::SentFor,
    At::SentAgainst,
    At::RecusedHere,
    At::RecusedAway,
];

impl At {
    fn recused(self) -> bool {
        matches!(self, At::RecusedHere | At::RecusedAway)
    }
    fn here(self) -> bool {
        !matches!(self, At::Away | At::RecusedAway)
    }
    fn sent(self) -> bool {
        matches!(self, At::SentFor | At::SentAgainst)
    }
    fn choice(self) -> Option<BallotChoice> {
        Some(match self {
            At::For | At::SentFor => BallotChoice::For,
            At::Against | At::SentAgainst => BallotChoice::Against,
            At::Abstain => BallotChoice::Abstain,
            At::Blank => BallotChoice::Blank,
            At::Invalid => BallotChoice::Invalid,
            _ => return None,
        })
    }
}

/// Members of one kind: in class a, in class b, and what they weigh.
#[derive(Debug, Clone, Copy)]
struct Kind {
    a: bool,
    b: bool,
    weight: i64,
}

struct World {
    text: &'static str,
    kinds: &'static [Kind],
    /// Whether so many of each kind, and so many vacant seats, are allowed.
    allows: fn(&[i64], i64) -> bool,
    seats: Option<i64>,
    /// Lowest and highest numbers of members, of a and of b, and whether a lowest number is said.
    range: (i64, i64),
    a: (i64, i64, bool),
    b: (i64, i64, bool),
    cap: Option<(i64, i64)>,
    decisions: &'static [&'static [&'static str]],
}

const PLAIN: Kind = Kind {
    a: false,
    b: false,
    weight: 1,
};
const A: Kind = Kind {
    a: true,
    b: false,
    weight: 1,
};
const B: Kind = Kind {
    a: false,
    b: true,
    weight: 1,
};
const AB: Kind = Kind {
    a: true,
    b: true,
    weight: 1,
};

const NO_CLASS: &[&str] = &[
    "passes with majority",
    "passes with majority tie casting vote of a",
    "passes with majority tie adopted",
    "passes with majority tie by lot quorum 1/2 of members",
    "passes with majority of votes cast abstentions count tie casting vote of b",
    "passes with majority of those present",
    "passes with majority of members quorum 1/3 of members",
    "passes with majority of members quorum 1/2 of members",
    "passes with majority of members recuse whoever asks without the recused",
    "passes with majority of seats",
    "passes with majority and at least 3 of members",
    "passes with 2/3 of votes cast",
    "passes with 2/3 of votes cast tie casting vote of a",
    "passes with 2/3 of votes cast and majority tie casting vote of a",
    "passes with 1/3 of votes cast",
    "passes with more than 50% of votes cast blank votes count",
    "passes with 1/2 of votes cast abstentions count quorum 1/2 of members",
    "passes with 3/4 of votes cast quorum 1/2 of members",
    "passes with 9/10 of votes cast",
    "passes with 1/3 of those present quorum 2 members",
    "passes with at least 2 of members",
    "passes with at least 1 of members",
    "passes with at least 4 of members",
    "passes with at least 6 of members",
    "passes with 4/5 of seats quorum 3/5 of seats",
    "passes with majority quorum 3/5 of seats if too few remain other decides recuse whoever asks",
    "passes with unanimity",
    "passes with unanimity of members quorum 1/2 of members",
    "passes with consent silence consents",
    "passes with consent silence objects",
    "passes with lazy consensus after 7 days",
    "passes with less than 3 against",
    "passes with less than 1/3 of members against",
    "passes with less than 1/2 against abstentions count",
    "passes with less than 1/3 of members against quorum 2/3 of members",
    "passes with majority quorum 1 members",
    "passes with majority quorum 2 members",
    "passes with majority quorum 5 members",
    "passes with majority quorum 9 members",
    "passes with majority quorum 1/2 of members proxies at most 1 each",
    "passes with majority quorum 1/2 of members not counting proxies proxies at most 2 each",
    "passes with majority quorum 1/4 of members proxies at most 2 each held by a",
    "passes with majority quorum 100% of members",
    "passes with majority quorum 1/2 of members recuse whoever asks without the recused",
    "passes with majority participation quorum 2/3 of members quorum 1/3 of members",
    "passes with 1/4 of members participation quorum 2/3 of members",
    "passes with majority of those present quorum 2/3 of members recuse a without the recused",
    "passes with 2/5 of members recuse whoever asks without the recused",
];

const CLASSES: &[&str] = &[
    "passes with majority of a",
    "passes with majority and majority of a",
    "passes with majority and majority of a an empty class approves",
    "passes with majority of a and majority of b",
    "passes with majority of a and majority of b quorum 1/3 of members",
    "passes with 2/3 of a quorum 1/3 of members",
    "passes with 2/3 of a and 1/2 of b quorum 1/2 of members",
    "passes with at least 2 of a",
    "passes with at least 2 of a and majority of members",
    "passes with majority quorum 1/2 of members and 1/2 of a",
    "passes with majority quorum 1/3 of members and 2/3 of b",
    "passes with 1/3 of b quorum 1/2 of a an empty class approves",
    "passes with majority participation quorum 1/2 of a",
    "passes with unanimity of a",
    "passes with less than 1/2 of a against",
    "passes with majority and less than 2 of a against",
    "passes with majority and majority of a tie casting vote of b",
    "passes with majority and majority of a tie by lot",
    "passes with majority and 2/3 of b tie casting vote of a recuse a",
    "passes with 2/3 of votes cast and majority of b quorum 1/2 of b recuse b without the recused",
];

const WEIGHTED: &[&str] = &[
    "passes with majority",
    "passes with majority of weight",
    "passes with majority of members",
    "passes with 1/3 of weight",
    "passes with 1/3 of members quorum 1/2 of weight",
    "passes with 2/3 of weight quorum 1/2 of members",
    "passes with majority of weight quorum 1/3 of members",
    "passes with majority quorum 1/2 of weight",
    "passes with majority quorum 1/3 of weight",
    "passes with majority of weight and majority of members tie casting vote of a",
    "passes with majority tie casting vote of a",
    "passes with at least 4 of weight",
    "passes with at least 9 of weight",
    "passes with majority quorum 1/2 of weight proxies at most 1 each",
];

const WORLDS: &[World] = &[
    World {
        text: "group p \"P\" { of people size 1 to 5 }\n\
               group a \"A\" { of people closed }\ngroup b \"B\" { of people closed }\n\
               body room \"Room\" { of all p votes one each }",
        kinds: &[PLAIN],
        allows: |n, _| (1..=5).contains(&n[0]),
        seats: None,
        range: (1, 5),
        a: (0, 0, true),
        b: (0, 0, true),
        cap: None,
        decisions: &[NO_CLASS],
    },
    World {
        text: "group p \"P\" { of people size 3 to 4 }\n\
               group a \"A\" { of people within p size 1 to 2 }\n\
               group b \"B\" { of people within p size 1 to 3 }\nseparate a, b\n\
               body room \"Room\" { of all p votes one each }",
        kinds: &[PLAIN, A, B],
        allows: |n, _| {
            (3..=4).contains(&(n[0] + n[1] + n[2]))
                && (1..=2).contains(&n[1])
                && (1..=3).contains(&n[2])
        },
        seats: None,
        range: (3, 4),
        a: (1, 2, true),
        b: (1, 3, true),
        cap: None,
        decisions: &[NO_CLASS, CLASSES],
    },
    World {
        text: "group a \"A\" { of people size 0 to 2 }\ngroup b \"B\" { of people size 1 to 3 }\n\
               body room \"Room\" { of all a, b votes one each size 2 to 4 }",
        kinds: &[A, B, AB],
        allows: |n, _| {
            (2..=4).contains(&(n[0] + n[1] + n[2]))
                && (0..=2).contains(&(n[0] + n[2]))
                && (1..=3).contains(&(n[1] + n[2]))
        },
        seats: None,
        range: (2, 4),
        a: (0, 2, true),
        b: (1, 3, true),
        cap: None,
        decisions: &[CLASSES],
    },
    World {
        text: "group p \"P\" { of people }\n\
               group a \"A\" { of people closed }\ngroup b \"B\" { of people size 2 to 3 }\n\
               member one \"One\" { in a }\nseparate p, a, b\n\
               body room \"Room\" { of all a, b votes one each }",
        kinds: &[A, B],
        allows: |n, _| n[0] == 1 && (2..=3).contains(&n[1]),
        seats: None,
        range: (3, 4),
        a: (1, 1, true),
        b: (2, 3, true),
        cap: None,
        decisions: &[NO_CLASS, CLASSES],
    },
    World {
        text: "group a \"A\" { of people closed }\ngroup b \"B\" { of people closed }\n\
               body room \"Room\" { seats 4 votes one each }",
        kinds: &[PLAIN],
        allows: |n, vacant| n[0] + vacant == 4,
        seats: Some(4),
        range: (0, 4),
        a: (0, 0, true),
        b: (0, 0, true),
        cap: None,
        decisions: &[NO_CLASS],
    },
    World {
        text: "group a \"A\" { of people size 1 to 2 }\ngroup b \"B\" { of people size 2 to 3 }\n\
               separate a, b\n\
               body room \"Room\" { of all a, b votes weighted by units { a 3, b 1 } }",
        kinds: &[
            Kind {
                a: true,
                b: false,
                weight: 3,
            },
            B,
        ],
        allows: |n, _| (1..=2).contains(&n[0]) && (2..=3).contains(&n[1]),
        seats: None,
        range: (3, 5),
        a: (1, 2, true),
        b: (2, 3, true),
        cap: None,
        decisions: &[WEIGHTED],
    },
    World {
        text: "group a \"A\" { of people size 1 to 2 }\ngroup b \"B\" { of people size 2 to 3 }\n\
               separate a, b\n\
               body room \"Room\" { of all a, b votes weighted by units { a 5, b 1 } capped at 50% each }",
        kinds: &[
            Kind {
                a: true,
                b: false,
                weight: 5,
            },
            B,
        ],
        allows: |n, _| (1..=2).contains(&n[0]) && (2..=3).contains(&n[1]),
        seats: None,
        range: (3, 5),
        a: (1, 2, true),
        b: (2, 3, true),
        cap: Some((1, 2)),
        decisions: &[WEIGHTED],
    },
];

/// One vote.
#[derive(Debug, Clone)]
struct Vote {
    /// How many of which kind are where.
    people: Vec<(usize, At, i64)>,
    /// How many of each kind there are.
    members: Vec<i64>,
    vacant: i64,
}

struct Brute<'w> {
    world: &'w World,
    model: &'w Model,
    a: GroupId,
    b: GroupId,
}

/// Everything that trying found about one decision.
#[derive(Debug, Default)]
struct Tried {
    adopts: bool,
    minority: Option<Order>,
    some_never: Option<Order>,
    bare: Option<Order>,
    open_tie: Option<()>,
    tie: bool,
    alone: Option<Order>,
    veto: Option<Order>,
}

/// Members, recused, vacant, present, represented, for and against, other ballots.
type Order = [i64; 7];

impl Brute<'_> {
    fn sum(&self, vote: &Vote, of: impl Fn(Kind, At) -> bool) -> i64 {
        let all = vote.people.iter();
        all.filter(|(k, at, _)| of(self.world.kinds[*k], *at))
            .map(|p| p.2)
            .sum()
    }

    /// The weights of this membership, capped by trying every limit.
    fn weights(&self, members: &[i64]) -> Vec<i64> {
        let plain: Vec<i64> = self.world.kinds.iter().map(|k| k.weight).collect();
        let Some((p, q)) = self.world.cap else {
            return plain;
        };
        let whole = |t: i64| -> i64 { plain.iter().zip(members).map(|(w, n)| w.min(&t) * n).sum() };
        let most = (1..=9).rev().find(|t| t * q <= p * whole(*t)).unwrap();
        plain.iter().map(|w| *w.min(&most)).collect()
    }

    fn poll(&self, vote: &Vote) -> Poll {
        let weights = self.weights(&vote.members);
        let sum = |weighed: bool, of: &dyn Fn(Kind, At) -> bool| -> i64 {
            let all = vote.people.iter();
            all.filter(|(k, at, _)| of(self.world.kinds[*k], *at))
                .map(|(k, _, n)| n * if weighed { weights[*k] } else { 1 })
                .sum()
        };
        let piles = |weighed: bool, class: &dyn Fn(Kind) -> bool| {
            let pile = |choice| sum(weighed, &|k, at| class(k) && at.choice() == Some(choice));
            Piles {
                votes_for: pile(BallotChoice::For),
                against: pile(BallotChoice::Against),
                abstaining: pile(BallotChoice::Abstain),
                blank: pile(BallotChoice::Blank),
                invalid: pile(BallotChoice::Invalid),
            }
        };
        let room = |weighed: bool| Room {
            eligible: sum(weighed, &|_, _| true),
            present: sum(weighed, &|_, at| at.here()),
            represented: sum(weighed, &|_, at| at.sent()),
            recused: sum(weighed, &|_, at| at.recused()),
            recused_present: sum(weighed, &|_, at| at == At::RecusedHere),
            piles: piles(weighed, &|_| true),
        };
        let class = |group, is: &dyn Fn(Kind) -> bool| {
            let ballots = Ballots {
                people: piles(false, is),
                votes: piles(true, is),
            };
            ClassPoll {
                group,
                members: sum(false, &|k, _| is(k)),
                recused: sum(false, &|k, at| is(k) && at.recused()),
                absent: sum(false, &|k, at| is(k) && at == At::Away),
                worst: ballots,
                best: ballots,
            }
        };
        let mut classes = vec![class(self.a, &|k| k.a), class(self.b, &|k| k.b)];
        classes.sort_by_key(|c| c.group);
        Poll {
            people: room(false),
            votes: room(true),
            vacant: vote.vacant,
            classes,
        }
    }

    fn order(&self, vote: &Vote) -> Order {
        let decided = [Some(BallotChoice::For), Some(BallotChoice::Against)];
        [
            self.sum(vote, |_, _| true),
            self.sum(vote, |_, at| at.recused()),
            vote.vacant,
            self.sum(vote, |_, at| at.here()),
            self.sum(vote, |_, at| at.sent()),
            self.sum(vote, |_, at| decided.contains(&at.choice())),
            self.sum(vote, |_, at| {
                at.choice().is_some() && !decided.contains(&at.choice())
            }),
        ]
    }

    fn is(&self, kind: Kind, holder: Holder) -> bool {
        match holder {
            Holder::Group(g) => g == self.a && kind.a || g == self.b && kind.b,
            _ => false,
        }
    }

    /// The places that the decision leaves to someone.
    fn places(&self, d: &Decision, kind: Kind) -> Vec<At> {
        let recusable = d.recuse.as_ref().is_some_and(|r| match &r.who {
            None => true,
            Some(who) => who.iter().any(|h| self.is(kind, *h)),
        });
        let proxies = d.proxies.as_ref().is_some_and(|p| p.at_most.is_some());
        let all = EVERYWHERE.into_iter();
        all.filter(|at| (recusable || !at.recused()) && (proxies || !at.sent()))
            .collect()
    }

    /// Everyone everywhere, by number.
    fn each(&self, d: &Decision, most: i64, mut look: impl FnMut(&Vote)) {
        let mut places = Vec::new();
        for (at, kind) in self.world.kinds.iter().enumerate() {
            places.extend(self.places(d, *kind).into_iter().map(|p| (at, p)));
        }
        fn go(places: &[(usize, At)], left: i64, vote: &mut Vote, done: &mut dyn FnMut(&mut Vote)) {
            let Some(((kind, at), rest)) = places.split_first() else {
                return done(vote);
            };
            for n in 0..=left {
                if n > 0 {
                    vote.people.push((*kind, *at, n));
                    vote.members[*kind] += n;
                }
                go(rest, left - n, vote, done);
                if n > 0 {
                    vote.people.pop();
                    vote.members[*kind] -= n;
                }
            }
        }
        let mut vote = Vote {
            people: Vec::new(),
            members: vec![0; self.world.kinds.len()],
            vacant: 0,
        };
        go(&places, most, &mut vote, &mut |vote| {
            let n: i64 = vote.members.iter().sum();
            vote.vacant = self.world.seats.map_or(0, |s| s - n);
            if n >= 1 && (self.world.allows)(&vote.members, vote.vacant) && self.is_vote(d, vote) {
                look(vote);
            }
        });
    }

    fn is_vote(&self, d: &Decision, vote: &Vote) -> bool {
        let n = self.sum(vote, |_, _| true);
        if self.sum(vote, |_, at| at.recused()) >= n {
            return false;
        }
        if let Some(p) = &d.proxies {
            let cap = p.at_most.unwrap_or(0);
            let can_hold =
                |k| p.held_by.is_empty() || p.held_by.iter().any(|g| self.is(k, Holder::Group(*g)));
            let held = |k, at: At| can_hold(k) && at.here() && !at.sent() && !at.recused();
            if self.sum(vote, |_, at| at.sent()) > cap * self.sum(vote, held) {
                return false;
            }
        }
        // An empty class is looked at only if nobody can be in it, or it approves.
        let counts = classes(d);
        let class = |group, most: i64, is: &dyn Fn(Kind) -> bool| {
            !counts.contains(&group)
                || d.empty_class == Some(true)
                || most == 0
                || self.sum(vote, |k, _| is(k)) > 0
        };
        class(self.a, self.world.a.1, &|k| k.a) && class(self.b, self.world.b.1, &|k| k.b)
    }

    /// Whether the membership is no smaller than the source says: a lowest number of three or more is said, else as many as there can be.
    fn large(&self, d: &Decision, vote: &Vote) -> bool {
        let n = self.sum(vote, |_, _| true);
        let counts = classes(d);
        let class = |group, (least, most, said): (i64, i64, bool), n: i64| {
            !counts.contains(&group) || said && least >= 3 || n >= most.min(3)
        };
        (self.world.range.0 >= 3 || n >= self.world.range.1)
            && class(self.a, self.world.a, self.sum(vote, |k, _| k.a))
            && class(self.b, self.world.b, self.sum(vote, |k, _| k.b))
    }

    fn adopted(&self, d: &Decision, vote: &Vote) -> bool {
        count_poll(d, &self.poll(vote)).unwrap().outcome == VoteOutcome::Adopted
    }

    /// All memberships, each with everyone in one place.
    fn all_at(&self, at: At, most: i64) -> Vec<Vote> {
        let mut out = Vec::new();
        let k = self.world.kinds.len();
        for code in 0..(most + 1).pow(k as u32) {
            let mut rest = code;
            let members: Vec<i64> = (0..k)
                .map(|_| {
                    let n = rest % (most + 1);
                    rest /= most + 1;
                    n
                })
                .collect();
            let n: i64 = members.iter().sum();
            let vacant = self.world.seats.map_or(0, |s| s - n);
            if n >= 1 && n <= most && vacant >= 0 && (self.world.allows)(&members, vacant) {
                let people = members.iter().enumerate().filter(|m| *m.1 > 0);
                out.push(Vote {
                    people: people.map(|(k, n)| (k, at, *n)).collect(),
                    members,
                    vacant,
                });
            }
        }
        out
    }

    fn try_all(&self, d: &Decision) -> Tried {
        let most = self.world.range.1;
        let mut tried = Tried::default();
        let lenient = d.tests.iter().any(|t| {
            matches!(
                t.kind,
                TestKind::Consent { .. } | TestKind::LazyConsensus { .. }
            )
        });
        let weighted = self.world.kinds.iter().any(|k| k.weight != 1);
        self.each(d, most, |vote| {
            let poll = self.poll(vote);
            let count = count_poll(d, &poll).unwrap();
            let order = self.order(vote);
            let (people, votes) = (poll.people.piles, poll.votes.piles);
            if count.outcome == VoteOutcome::Adopted {
                tried.adopts = true;
                let more = people.against > people.votes_for && votes.against > votes.votes_for;
                if !lenient && (more || people.votes_for == 0) {
                    least(&mut tried.minority, order);
                }
                let holders = self.sum(vote, |_, at| at == At::For);
                let only = self.sum(vote, |_, at| {
                    !matches!(at, At::For | At::SentFor | At::Away)
                });
                if holders == 1
                    && only == 0
                    && order[0] >= 3
                    && most >= 3
                    && (self.world.seats.is_none() || vote.vacant == 0)
                    && has_bar(d)
                {
                    if self.large(d, vote) {
                        tried.alone.get_or_insert(FOUND);
                    }
                    if let Some(found) = &mut tried.alone
                        && *found != FOUND
                    {
                        *found = (*found).min(order);
                    }
                }
            }
            let open = count.tied && count.outcome == VoteOutcome::NoOutcome && !count.too_few;
            let by_rule =
                d.tie == Some(Tie::Adopted) && count.tied && count.outcome == VoteOutcome::Adopted;
            tried.tie |= open || by_rule;
            if let (true, Some(Tie::CastingVote(holder))) = (open, d.tie) {
                let has = |k| self.is(k, holder);
                let here = self.sum(vote, |k, at| has(k) && at.here() && !at.recused());
                let all = self.sum(vote, |k, _| has(k));
                let outside = !self.world.kinds.iter().any(|k| has(*k));
                if here >= 2 || all >= 1 && here == 0 || outside {
                    tried.open_tie = Some(());
                }
            }
            // One who is not for.
            let not_for = self.sum(vote, |_, at| at != At::For);
            let place = vote.people.iter().find(|p| p.1 != At::For).map(|p| p.1);
            if not_for == 1
                && matches!(place, Some(At::Against | At::Abstain | At::Away))
                && order[0] >= 3
                && count.outcome == VoteOutcome::Rejected
                && !weighted
                && (self.world.seats.is_none() || vote.vacant == 0)
                && !declares_a_veto(d)
            {
                let willing = Vote {
                    people: vote
                        .people
                        .iter()
                        .map(|(k, _, n)| (*k, At::For, *n))
                        .collect(),
                    ..vote.clone()
                };
                if self.adopted(d, &willing) && self.large(d, vote) {
                    tried.veto = Some(FOUND);
                }
            }
        });
        for all in self.all_at(At::For, most) {
            if !self.is_vote(d, &all) || self.world.seats.is_some() && all.vacant > 0 {
                continue;
            }
            let count = count_poll(d, &self.poll(&all)).unwrap();
            if count.outcome == VoteOutcome::Rejected {
                least(&mut tried.some_never, self.order(&all));
            }
            if d.quorums().next().is_some() {
                self.bare(d, &all, &mut tried);
            }
        }
        tried
    }

    /// With the fewest that meet the quorums, all for: whether some set of that many adopts.
    fn bare(&self, d: &Decision, all: &Vote, tried: &mut Tried) {
        // Half and more than half are one person apart: that is not what is meant.
        let mut lenient = d.clone();
        for test in &mut lenient.tests {
            if let TestKind::Majority { of: Some(of) } = test.kind
                && !matches!(of, Electorate::Class(_))
            {
                test.kind = TestKind::Share {
                    more_than: false,
                    amount: Amount::Share(Ratio::new(1, 2)),
                    of,
                };
            }
        }
        let d = &lenient;
        let n: i64 = all.members.iter().sum();
        let mut sets: Vec<(i64, bool)> = Vec::new();
        let k = all.members.len();
        for code in 0..(n + 1).pow(k as u32) {
            let mut rest = code;
            let here: Vec<i64> = (0..k)
                .map(|_| {
                    let n0 = rest % (n + 1);
                    rest /= n + 1;
                    n0
                })
                .collect();
            if here.iter().zip(&all.members).any(|(h, m)| h > m) {
                continue;
            }
            let mut vote = Vote {
                people: Vec::new(),
                ..all.clone()
            };
            for (at, h) in here.iter().enumerate() {
                let away = all.members[at] - h;
                vote.people
                    .extend([(at, At::For, *h), (at, At::Away, away)]);
            }
            let count = count_poll(d, &self.poll(&vote)).unwrap();
            if count.quorums().all(|q| q.met()) {
                let adopted = count.outcome == VoteOutcome::Adopted;
                sets.push((here.iter().sum(), adopted));
            }
        }
        let Some(bare) = sets.iter().map(|s| s.0).min() else {
            return;
        };
        if !sets.iter().any(|s| s.0 == bare && s.1) {
            let size = [n, 0, all.vacant, bare, 0, bare, 0];
            least(&mut tried.bare, size);
        }
    }
}

/// Found, without saying where.
const FOUND: Order = [-1; 7];

fn least(best: &mut Option<Order>, order: Order) {
    if best.is_none_or(|b| order < b) {
        *best = Some(order);
    }
}

fn classes(d: &Decision) -> BTreeSet<GroupId> {
    let quorums = d.quorums().chain(d.participations()).map(|q| q.of);
    let tests = d.tests.iter().filter_map(|t| match &t.kind {
        TestKind::Unanimity { of }
        | TestKind::Majority { of }
        | TestKind::Opposition { of, .. } => *of,
        TestKind::Share { of, .. } => Some(*of),
        _ => None,
    });
    quorums
        .chain(tests)
        .filter_map(|of| match of {
            Electorate::Class(g) => Some(g),
            _ => None,
        })
        .collect()
}

fn has_bar(d: &Decision) -> bool {
    d.quorums().chain(d.participations()).next().is_some()
        || d.tests.iter().any(|t| match &t.kind {
            TestKind::Share { amount, of, .. } => {
                matches!(amount, Amount::Count(_))
                    || !matches!(of, Electorate::VotesCast | Electorate::Present)
            }
            _ => false,
        })
}

fn declares_a_veto(d: &Decision) -> bool {
    d.veto.is_some()
        || d.tests.iter().any(|t| match &t.kind {
            TestKind::Unanimity { .. }
            | TestKind::Consent { .. }
            | TestKind::LazyConsensus { .. } => true,
            TestKind::Share { amount, .. } => *amount == Amount::Share(Ratio::from_integer(1)),
            TestKind::Opposition { less_than, .. } => *less_than == Amount::Count(1),
            _ => false,
        })
}

fn model(text: &str) -> Model {
    let text = format!(
        "commons com \"C\" {{ goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }}\n\
         group others \"Others\" {{ of people }}\nbody other \"Other\" {{ of all others }}\n\
         decision someday \"Someday\" {{ taken by other passes with unanimity }}\n{text}"
    );
    let checked = Project::from_texts([("main.meent", text.as_str())]).check();
    assert!(checked.complete, "{:#?}", checked.diagnostics);
    checked.model
}

fn group(model: &Model, name: &str) -> GroupId {
    GroupId::new(model.groups.iter().position(|g| g.decl.id == name).unwrap())
}

fn found(conflicts: &[VoteConflict], which: VoteFinding) -> Option<&VoteConflict> {
    conflicts.iter().find(|c| c.finding == which)
}

fn order_of(poll: &Poll) -> Order {
    let p = poll.people.piles;
    [
        poll.people.eligible,
        poll.people.recused,
        poll.vacant,
        poll.people.present,
        poll.people.represented,
        p.votes_for + p.against,
        p.abstaining + p.blank + p.invalid,
    ]
}

#[test]
fn every_finding_is_what_trying_everything_finds() {
    let mut seen = std::collections::BTreeMap::new();
    for world in WORLDS {
        let clauses: Vec<&str> = world.decisions.concat();
        let mut text = world.text.to_string();
        for (at, clause) in clauses.iter().enumerate() {
            text += &format!("\ndecision d{at} \"D{at}\" {{ taken by room {clause} }}");
        }
        let model = model(&text);
        let brute = Brute {
            world,
            model: &model,
            a: group(&model, "a"),
            b: group(&model, "b"),
        };
        let all = votes(&model);
        for (at, d) in model.decisions.iter().enumerate().skip(1) {
            let clause = clauses[at - 1];
            let about = format!("{clause}\n{}", world.text);
            let mine: Vec<VoteConflict> = all
                .iter()
                .filter(|c| c.decision.index() == at)
                .cloned()
                .collect();
            let has = |which| found(&mine, which).is_some();
            assert!(!has(VoteFinding::Undecided), "{about}");
            for c in &mine {
                *seen.entry(format!("{:?}", c.finding)).or_insert(0) += 1;
                if let Some(poll) = &c.poll {
                    let again = count_poll(d, poll).unwrap();
                    assert_eq!(Some(&again), c.count.as_ref(), "{about}");
                }
            }
            let tried = brute.try_all(d);
            assert_eq!(
                has(VoteFinding::NeverPasses),
                !tried.adopts,
                "never: {about}"
            );
            if !tried.adopts {
                assert_eq!(mine.len(), 1, "{about}");
                continue;
            }
            let same = |which, expected: &Option<Order>| {
                let mine = found(&mine, which)
                    .and_then(|c| c.poll.as_ref())
                    .map(order_of);
                assert_eq!(mine, *expected, "{which:?}: {about}");
            };
            same(VoteFinding::MinorityPasses, &tried.minority);
            same(VoteFinding::SomeNeverPass, &tried.some_never);
            if tried.some_never.is_none() {
                same(VoteFinding::BareQuorum, &tried.bare);
            }
            let some =
                |which, expected: bool| assert_eq!(has(which), expected, "{which:?}: {about}");
            let nobody = matches!(d.tie, Some(Tie::CastingVote(Holder::Group(g)))
                if g == brute.a && world.a.1 == 0 || g == brute.b && world.b.1 == 0);
            some(VoteFinding::OpenTie, tried.open_tie.is_some() && !nobody);
            let breaks = !matches!(d.tie, None | Some(Tie::Rejected));
            some(VoteFinding::IdleTie, breaks && (!tried.tie || nobody));
            some(VoteFinding::Alone, tried.alone.is_some());
            some(VoteFinding::Veto, tried.veto.is_some());
        }
        let _ = brute.model;
    }
    // Each of them is found somewhere.
    for which in [
        "NeverPasses",
        "MinorityPasses",
        "SomeNeverPass",
        "BareQuorum",
        "OpenTie",
        "IdleTie",
        "Alone",
        "Veto",
    ] {
        assert!(
            seen.get(which).is_some_and(|n| *n >= 3),
            "{which}: {seen:?}"
        );
    }
}

/// The findings about the one decision of a small commons.
fn about(text: &str) -> (Model, Vec<VoteConflict>) {
    let model = model(text);
    let found = votes(&model);
    (model, found)
}

#[test]
fn vectors_that_have_cost_people_dearly() {
    // Three members, passes unless three object: passes with two opposed of three.
    let three = "group p \"P\" { of people size 3 to 3 }\nbody room \"Room\" { of all p }\n";
    let (model, mine) = about(&format!(
        "{three}decision d \"D\" {{ taken by room passes with less than 3 against }}"
    ));
    assert!(found(&mine, VoteFinding::MinorityPasses).is_some());
    let opposed = Piles {
        against: 2,
        ..Piles::default()
    };
    let poll = Poll::of_people(Room {
        eligible: 3,
        present: 3,
        piles: opposed,
        ..Room::default()
    });
    let count = count_poll(&model.decisions[1], &poll).unwrap();
    assert_eq!(count.outcome, VoteOutcome::Adopted);
    // A quorum of 0.7 raised by a half is 1.05 of the members: never met, however many there are.
    let open = "group p \"P\" { of people }\nbody room \"Room\" { of all p }\n";
    let (mut model, mine) = about(&format!(
        "{open}decision d \"D\" {{ taken by room passes with majority quorum 70% of members }}"
    ));
    assert!(mine.is_empty(), "{mine:?}");
    let quorum = model.decisions[1].quorum.as_mut().unwrap();
    quorum.amount = Amount::Share(Ratio::new(7, 10) * Ratio::new(3, 2));
    let raised = votes(&model);
    assert!(found(&raised, VoteFinding::NeverPasses).is_some());
    // The source can't say it in one number either.
    let text = format!(
        "commons com \"C\" {{ goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }}\n\
         {open}decision d \"D\" {{ taken by room passes with majority quorum 105% of members }}"
    );
    let checked = Project::from_texts([("main.meent", text.as_str())]).check();
    assert!(!checked.complete);
}

/// A thousand members in five classes are no more work than ten.
#[test]
fn large_bodies_are_no_harder() {
    let mut text = String::new();
    let names = ["g1", "g2", "g3", "g4", "g5"];
    for name in names {
        text += &format!("group {name} \"{name}\" {{ of people size 100 to 300 }}\n");
    }
    text += &format!("separate {}\n", names.join(", "));
    text += &format!(
        "body room \"Room\" {{ of all {} size 1000 to 1000 }}\n",
        names.join(", ")
    );
    let classes = names.map(|n| format!("majority of {n}")).join(" and ");
    text += &format!(
        "decision a \"A\" {{ taken by room quorum 1/3 of members passes with 2/3 of votes cast and {classes} }}\n\
         decision b \"B\" {{ taken by room quorum 1/3 of members passes with 2/3 of g1 and 2/3 of g2 and 2/3 of g3 and 2/3 of g4 and 2/3 of g5 }}"
    );
    let model = model(&text);
    let start = std::time::Instant::now();
    let mine = votes(&model);
    eprintln!(
        "a thousand members, five classes, two decisions: {:?}",
        start.elapsed()
    );
    assert!(found(&mine, VoteFinding::Undecided).is_none());
    let of_b: Vec<_> = mine.iter().filter(|c| c.decision.index() == 2).collect();
    let bare = of_b
        .iter()
        .find(|c| c.finding == VoteFinding::BareQuorum)
        .unwrap();
    // ⌈1000/3⌉ there, and two thirds of each of five classes are at least 667.
    assert_eq!(bare.poll.as_ref().unwrap().people.present, 334);
    assert!(!mine.iter().any(|c| c.decision.index() == 1), "{mine:?}");
}
