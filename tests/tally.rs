//! Counting against a counter that was written apart from it: a list of people, each of whom is somewhere and voted
//! something, and the rules read off the table in docs/semantics, section 10. All small electorates, all ways to vote.

use meent::Project;
use meent::analysis::tally::change::{Stand, changes};
use meent::analysis::tally::{Ballots, ClassPoll, Piles, Poll, Room, TestResult, count_poll, poll};
use meent::model::{
    Amount, BallotChoice, Decision, Electorate, GroupId, Model, QuorumOption, Ratio, TestKind,
    VoteOutcome,
};

/// One person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Person {
    class: bool,
    at: At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Away,
    RecusedAway,
    RecusedHere,
    Silent,
    Voted(BallotChoice),
    /// By proxy.
    Sent(BallotChoice),
}

impl Person {
    fn choice(self) -> Option<BallotChoice> {
        match self.at {
            At::Voted(c) | At::Sent(c) => Some(c),
            _ => None,
        }
    }

    fn here(self) -> bool {
        !matches!(self.at, At::Away | At::RecusedAway)
    }

    fn recused(self) -> bool {
        matches!(self.at, At::RecusedAway | At::RecusedHere)
    }
}

const EVERYWHERE: [At; 10] = [
    At::Away,
    At::RecusedAway,
    At::RecusedHere,
    At::Silent,
    At::Voted(BallotChoice::For),
    At::Voted(BallotChoice::Against),
    At::Voted(BallotChoice::Abstain),
    At::Voted(BallotChoice::Blank),
    At::Voted(BallotChoice::Invalid),
    At::Sent(BallotChoice::For),
];

fn n(people: &[Person], of: impl Fn(&Person) -> bool) -> i64 {
    people.iter().filter(|p| of(p)).count() as i64
}

/// Whether `have` is at least (or more than) this share of `whole`: by adding it up as often as the divisor says.
fn reaches(have: i64, amount: Amount, whole: i64, more: bool) -> bool {
    let (have, bound) = match amount {
        Amount::Count(n) => (have, n),
        Amount::Share(r) => {
            let (mut left, mut right) = (0, 0);
            for _ in 0..*r.denom() {
                left += have;
            }
            for _ in 0..*r.numer() {
                right += whole;
            }
            (left, right)
        }
    };
    if more { have > bound } else { have >= bound }
}

struct Rules<'a> {
    decision: &'a Decision,
    vacant: i64,
    class: GroupId,
}

impl Rules<'_> {
    fn without(&self, options: &[QuorumOption]) -> bool {
        let of_decision = self.decision.recuse.iter().flat_map(|r| &r.options);
        options
            .iter()
            .chain(of_decision)
            .any(|o| *o == QuorumOption::WithoutRecused)
    }

    fn whole(&self, people: &[Person], of: Electorate, options: &[QuorumOption]) -> i64 {
        let gone = self.without(options);
        let counts = |p: &Person| !gone || !p.recused();
        match of {
            Electorate::Members | Electorate::Weight => n(people, counts),
            Electorate::Seats => n(people, counts) + self.vacant,
            Electorate::Present => n(people, |p| counts(p) && p.here()),
            Electorate::Class(_) => n(people, |p| counts(p) && p.class),
            Electorate::VotesCast => n(people, |p| match p.choice() {
                Some(BallotChoice::For | BallotChoice::Against) => true,
                Some(BallotChoice::Abstain) => self.decision.abstentions_count == Some(true),
                Some(BallotChoice::Blank) => self.decision.blank_count == Some(true),
                _ => false,
            }),
        }
    }

    fn adopted(&self, people: &[Person]) -> bool {
        let d = self.decision;
        let empty = n(people, |p| p.class) == 0;
        let waived =
            |of| matches!(of, Electorate::Class(_)) && empty && d.empty_class == Some(true);
        for q in d.quorum.iter().chain(&d.more_quorums) {
            if waived(q.of) {
                continue;
            }
            let no_proxies = q.options.contains(&QuorumOption::WithoutProxies);
            let gone = self.without(&q.options);
            let reached = match q.of {
                Electorate::Class(_) => n(people, |p| p.class && p.choice().is_some()),
                _ => n(people, |p| {
                    p.here()
                        && !(gone && p.recused())
                        && !(no_proxies && matches!(p.at, At::Sent(_)))
                }),
            };
            if !reaches(
                reached,
                q.amount,
                self.whole(people, q.of, &q.options),
                false,
            ) {
                return false;
            }
        }
        for q in d.participation.iter().chain(&d.more_participation) {
            if waived(q.of) {
                continue;
            }
            let class = matches!(q.of, Electorate::Class(_));
            let took = n(people, |p| {
                let voted = [
                    BallotChoice::For,
                    BallotChoice::Against,
                    BallotChoice::Abstain,
                ];
                (!class || p.class) && p.choice().is_some_and(|c| voted.contains(&c))
            });
            if !reaches(took, q.amount, self.whole(people, q.of, &q.options), false) {
                return false;
            }
        }
        d.tests.iter().all(|t| self.holds(people, &t.kind))
    }

    fn holds(&self, people: &[Person], kind: &TestKind) -> bool {
        let voted = |choice: BallotChoice, class: bool| {
            n(people, |p| {
                p.choice() == Some(choice) && (!class || p.class)
            })
        };
        let in_class = |of: Option<Electorate>| of == Some(Electorate::Class(self.class));
        let about = match kind {
            TestKind::Majority { of }
            | TestKind::Unanimity { of }
            | TestKind::Opposition { of, .. } => *of,
            TestKind::Share { of, .. } => Some(*of),
            TestKind::Consent { .. } | TestKind::LazyConsensus { .. } => None,
        };
        if in_class(about) && !people.iter().any(|p| p.class) {
            return self.decision.empty_class == Some(true);
        }
        let (y, x) = (
            voted(BallotChoice::For, false),
            voted(BallotChoice::Against, false),
        );
        let half = Amount::Share(Ratio::new(1, 2));
        match kind {
            TestKind::Majority { of: None } => y > x,
            TestKind::Majority {
                of: Some(Electorate::Class(_)),
            } => voted(BallotChoice::For, true) > voted(BallotChoice::Against, true),
            TestKind::Majority { of: Some(of) } => {
                reaches(y, half, self.whole(people, *of, &[]), true)
            }
            TestKind::Share {
                more_than,
                amount,
                of,
            } => {
                let y = voted(BallotChoice::For, in_class(Some(*of)));
                y > 0 && reaches(y, *amount, self.whole(people, *of, &[]), *more_than)
            }
            TestKind::Opposition { less_than, of } => {
                let x = voted(BallotChoice::Against, in_class(*of));
                let of = of.unwrap_or(Electorate::VotesCast);
                !reaches(x, *less_than, self.whole(people, of, &[]), false)
            }
            TestKind::Unanimity { of } => {
                let class = in_class(*of);
                let whole = self.whole(people, of.unwrap_or(Electorate::VotesCast), &[]);
                let y = voted(BallotChoice::For, class);
                voted(BallotChoice::Against, class) == 0 && y == whole && y > 0
            }
            TestKind::Consent {
                silence_consents, ..
            } => {
                let present = self.whole(people, Electorate::Present, &[]);
                x == 0 && (*silence_consents != Some(false) || y == present)
            }
            TestKind::LazyConsensus { .. } => x == 0,
        }
    }

    fn poll(&self, people: &[Person]) -> Poll {
        let piles = |class: bool| {
            let mut piles = Piles::default();
            for p in people.iter().filter(|p| !class || p.class) {
                if let Some(choice) = p.choice() {
                    *piles.pile(choice) += 1;
                }
            }
            piles
        };
        let mut poll = Poll::of_people(Room {
            eligible: people.len() as i64,
            present: n(people, |p| p.here()),
            represented: n(people, |p| matches!(p.at, At::Sent(_))),
            recused: n(people, |p| p.recused()),
            recused_present: n(people, |p| p.at == At::RecusedHere),
            piles: piles(false),
        });
        let of_class = Ballots {
            people: piles(true),
            votes: piles(true),
        };
        poll.vacant = self.vacant;
        poll.classes = vec![ClassPoll {
            group: self.class,
            members: n(people, |p| p.class),
            recused: n(people, |p| p.class && p.recused()),
            absent: n(people, |p| p.class && p.at == At::Away),
            worst: of_class,
            best: of_class,
        }];
        poll
    }
}

const DECISIONS: &[&str] = &[
    "passes with majority",
    "passes with majority of votes cast",
    "passes with majority of those present",
    "passes with majority of members",
    "passes with majority of members recuse whoever asks without the recused",
    "passes with majority of those present recuse whoever asks without the recused",
    "passes with majority of seats",
    "passes with 2/3 of votes cast",
    "passes with 2/3 of votes cast abstentions count blank votes count",
    "passes with more than 50% of members",
    "passes with at least 2 of members",
    "passes with majority of votes cast and majority of aces",
    "passes with 2/3 of aces",
    "passes with unanimity",
    "passes with unanimity of those present",
    "passes with unanimity of members",
    "passes with unanimity of aces",
    "passes with consent silence consents",
    "passes with consent silence objects",
    "passes with lazy consensus after 7 days",
    "passes with less than 2 against",
    "passes with less than 1/3 of members against",
    "passes with less than 1/2 against",
    "passes with majority quorum 1/2 of members",
    "passes with majority quorum 1/2 of members without the recused",
    "passes with majority quorum 2/3 of members not counting proxies",
    "passes with majority quorum 2 members counting proxies",
    "passes with majority quorum 3/5 of seats",
    "passes with majority quorum 1/2 of aces",
    "passes with majority participation quorum 1/2 of members",
    "passes with majority participation quorum 1/2 of aces",
    "passes with majority of those present quorum 1/2 of members",
    "passes with 100% of votes cast quorum 1/3 of members participation quorum 1 members",
    "passes with majority of votes cast and majority of aces an empty class approves",
    "passes with majority of votes cast and majority of aces an empty class refuses",
    "passes with 2/3 of aces an empty class approves",
    "passes with unanimity of aces an empty class approves",
    "passes with less than 1/3 of aces against",
    "passes with less than 1/2 of aces against an empty class approves",
    "passes with majority quorum 1/2 of members and 1/2 of aces",
    "passes with majority quorum 1/2 of members not counting proxies and 2 aces an empty class approves",
    "passes with majority quorum 1/3 of members and 2/3 of members without the recused",
    "passes with majority quorum 1/2 of aces without the recused and 1/3 of members not counting proxies",
    "passes with majority participation quorum 1/3 of members and 1 aces",
    "passes with majority and majority of aces quorum 1/3 of members and 1/2 of aces participation quorum 1/3 of members",
];

fn model() -> Model {
    let mut text = String::from(
        "commons c \"C\" { goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }\n\
         group people \"People\" { of people }\ngroup aces \"Aces\" { of people }\n\
         body room \"Room\" { of all people, aces votes one each }\n",
    );
    for (at, clauses) in DECISIONS.iter().enumerate() {
        text.push_str(&format!(
            "decision d{at} \"D{at}\" {{ taken by room {clauses} }}\n"
        ));
    }
    let project = Project::from_texts([("main.meent", text.as_str())]);
    let checked = project.check();
    assert!(checked.complete, "{:#?}", checked.diagnostics);
    checked.model
}

/// Every way in which `size` people can be somewhere, by number of people at each place (who they are does not matter).
fn each_hall(size: usize, with_class: bool, mut look: impl FnMut(&[Person])) {
    let kinds: Vec<Person> = [false, true]
        .into_iter()
        .take(1 + usize::from(with_class))
        .flat_map(|class| EVERYWHERE.map(|at| Person { class, at }))
        .collect();
    let mut people = Vec::new();
    fn go(
        kinds: &[Person],
        size: usize,
        people: &mut Vec<Person>,
        look: &mut dyn FnMut(&[Person]),
    ) {
        if size == 0 {
            return look(people);
        }
        for (at, kind) in kinds.iter().enumerate() {
            people.push(*kind);
            go(&kinds[at..], size - 1, people, look);
            people.pop();
        }
    }
    go(&kinds, size, &mut people, &mut look);
}

#[test]
fn every_small_hall_comes_out_as_the_table_says() {
    let model = model();
    let class = GroupId::new(
        model
            .groups
            .iter()
            .position(|g| g.decl.id == "aces")
            .unwrap(),
    );
    let mut looked = 0;
    for (size, with_class) in [
        (0, false),
        (1, true),
        (2, true),
        (3, true),
        (4, false),
        (5, false),
    ] {
        each_hall(size, with_class, |people| {
            for (at, decision) in model.decisions.iter().enumerate() {
                for vacant in [0, 1] {
                    let rules = Rules {
                        decision,
                        vacant,
                        class,
                    };
                    let count = count_poll(decision, &rules.poll(people)).unwrap();
                    assert_eq!(
                        count.outcome == VoteOutcome::Adopted,
                        rules.adopted(people),
                        "{} vacant {vacant}: {people:?} {count:?}",
                        DECISIONS[at]
                    );
                    looked += 1;
                }
            }
        });
    }
    assert!(looked > 200_000, "{looked}");
}

/// The smallest change of each kind is found by trying all sets of people, and none smaller turns it.
#[test]
fn no_smaller_change_turns_the_outcome() {
    let model = model();
    let class = GroupId::new(
        model
            .groups
            .iter()
            .position(|g| g.decl.id == "aces")
            .unwrap(),
    );
    let mut found_some = 0;
    for size in [3, 4] {
        each_hall(size, size == 3, |people| {
            for (at, decision) in model.decisions.iter().enumerate() {
                let rules = Rules {
                    decision,
                    vacant: 0,
                    class,
                };
                let adopted = rules.adopted(people);
                for change in changes(decision, &rules.poll(people)) {
                    found_some += 1;
                    let least = least(&rules, people, change.from, change.to, adopted);
                    assert_eq!(
                        Some(change.n),
                        least,
                        "{}: {people:?} {change:?}",
                        DECISIONS[at]
                    );
                    assert_eq!(change.adopted, !adopted);
                }
            }
        });
    }
    assert!(found_some > 10_000, "{found_some}");
}

/// And where none is found, no set of people does it.
#[test]
fn where_no_change_is_found_there_is_none() {
    let model = model();
    let class = GroupId::new(
        model
            .groups
            .iter()
            .position(|g| g.decl.id == "aces")
            .unwrap(),
    );
    each_hall(3, true, |people| {
        for (at, decision) in model.decisions.iter().enumerate() {
            let rules = Rules {
                decision,
                vacant: 0,
                class,
            };
            let adopted = rules.adopted(people);
            let found = changes(decision, &rules.poll(people));
            let sent = people.iter().any(|p| matches!(p.at, At::Sent(_)));
            for (from, to) in kinds(adopted) {
                // The count does not know whose votes came by proxy.
                if sent && to == Stand::Absent && DECISIONS[at].contains("not counting proxies") {
                    continue;
                }
                let known = found
                    .iter()
                    .find(|c| c.from == from && c.to == to)
                    .map(|c| c.n);
                let least = least(&rules, people, from, to, adopted);
                assert_eq!(
                    known, least,
                    "{}: {people:?} {from:?} {to:?}",
                    DECISIONS[at]
                );
            }
        }
    });
}

fn kinds(adopted: bool) -> Vec<(Stand, Stand)> {
    use BallotChoice::{Abstain, Against, Blank, For};
    let v = Stand::Voted;
    if adopted {
        vec![
            (v(For), v(Against)),
            (v(For), v(Abstain)),
            (v(For), Stand::Absent),
            (Stand::Absent, v(Against)),
        ]
    } else {
        vec![
            (v(Against), v(For)),
            (v(Against), v(Abstain)),
            (v(Abstain), v(For)),
            (v(Blank), v(For)),
            (Stand::Absent, v(For)),
            (Stand::Absent, v(Abstain)),
        ]
    }
}

fn least(rules: &Rules, people: &[Person], from: Stand, to: Stand, adopted: bool) -> Option<i64> {
    let stands = |p: &Person| match (from, p.at) {
        (Stand::Absent, At::Away) => true,
        (Stand::Voted(c), At::Voted(d)) => c == d,
        (Stand::Voted(c), At::Sent(d)) => c == d,
        _ => false,
    };
    let movable: Vec<usize> = (0..people.len()).filter(|i| stands(&people[*i])).collect();
    let mut best = None;
    for set in 1u32..1 << movable.len() {
        let mut changed = people.to_vec();
        for (bit, i) in movable.iter().enumerate() {
            if set >> bit & 1 == 1 {
                changed[*i].at = match (to, people[*i].at) {
                    (Stand::Absent, _) => At::Away,
                    (Stand::Voted(c), At::Sent(_)) => At::Sent(c),
                    (Stand::Voted(c), _) => At::Voted(c),
                };
            }
        }
        if rules.adopted(&changed) != adopted {
            let k = i64::from(set.count_ones());
            best = Some(best.map_or(k, |b: i64| b.min(k)));
        }
    }
    best
}

// ------------------------------------------------------------------ the vectors of the design

fn decision(clauses: &str) -> Decision {
    let text = format!(
        "commons c \"C\" {{ goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }}\n\
         group people \"People\" {{ of people }}\nbody room \"Room\" {{ of all people votes one each }}\n\
         decision d \"D\" {{ taken by room {clauses} }}\n"
    );
    let checked = Project::from_texts([("main.meent", text.as_str())]).check();
    assert!(checked.complete, "{:#?}", checked.diagnostics);
    checked.model.decisions[0].clone()
}

fn hall(members: i64, votes_for: i64, against: i64, abstaining: i64) -> Poll {
    let piles = Piles {
        votes_for,
        against,
        abstaining,
        ..Piles::default()
    };
    Poll::of_people(Room {
        eligible: members,
        present: piles.all(),
        piles,
        ..Room::default()
    })
}

fn adopts(decision: &Decision, poll: &Poll) -> bool {
    count_poll(decision, poll).unwrap().outcome == VoteOutcome::Adopted
}

#[test]
fn test_vectors_that_have_cost_people_dearly() {
    let cast = decision("passes with majority of votes cast");
    let present = decision("passes with majority of those present");
    let members = decision("passes with majority of members");
    let thirds = decision("passes with 2/3 of votes cast");
    let half = hall(12, 6, 5, 1);
    assert!(adopts(&cast, &half) && !adopts(&present, &half) && !adopts(&members, &half));
    let poll = hall(13, 7, 4, 2);
    assert!(adopts(&present, &poll) && !adopts(&thirds, &poll));
    let poll = hall(13, 2, 1, 10);
    assert!(!adopts(&present, &poll) && adopts(&thirds, &poll));
    assert!(adopts(&thirds, &hall(9, 4, 2, 3)) && !adopts(&thirds, &hall(9, 4, 3, 2)));
    let percent = decision("passes with 51% of votes cast");
    assert!(adopts(&cast, &hall(1000, 501, 499, 0)) && !adopts(&percent, &hall(1000, 501, 499, 0)));
    assert!(
        adopts(&percent, &hall(1000, 510, 490, 0)) && !adopts(&percent, &hall(1000, 509, 491, 0))
    );
    // Three members, adopted unless three object: adopted with two opposed of three.
    let unless = decision("passes with less than 3 against");
    assert!(adopts(&unless, &hall(3, 0, 2, 0)) && !adopts(&unless, &hall(3, 0, 3, 0)));
    // A quorum of 0.7 raised by a half is 1.05 of the members: never met.
    let mut raised = decision("passes with majority quorum 70% of members");
    let quorum = raised.quorum.as_mut().unwrap();
    let Amount::Share(share) = quorum.amount else {
        panic!()
    };
    quorum.amount = Amount::Share(share * Ratio::new(3, 2));
    for members in 1..200 {
        assert!(!adopts(&raised, &hall(members, members, 0, 0)));
    }
}

#[test]
fn a_tie_is_open_until_it_is_broken() {
    use meent::analysis::tally::{Circumstances, Ending, decide, lot};
    let even = hall(4, 2, 2, 0);
    let ending = |clauses: &str, around: &Circumstances| {
        decide(&decision(clauses), &even, around).unwrap().ending
    };
    let none = Circumstances::default();
    assert_eq!(ending("passes with majority", &none), Ending::Rejected);
    assert_eq!(
        ending("passes with majority tie adopted", &none),
        Ending::Adopted
    );
    assert_eq!(
        ending("passes with majority tie by lot", &none),
        Ending::Tied
    );
    let seeded = Circumstances {
        seed: Some("s1".into()),
        ..Circumstances::default()
    };
    let by_lot = if lot::adopts("s1", "d") {
        Ending::Adopted
    } else {
        Ending::Rejected
    };
    assert_eq!(ending("passes with majority tie by lot", &seeded), by_lot);
    // Both ways come out for some seed.
    let ways: std::collections::BTreeSet<bool> =
        (0..20).map(|n| lot::adopts(&n.to_string(), "d")).collect();
    assert_eq!(ways.len(), 2);
    for (vote, ends) in [(true, Ending::Adopted), (false, Ending::Rejected)] {
        let cast = Circumstances {
            casting: Some(vote),
            ..Circumstances::default()
        };
        assert_eq!(
            ending("passes with majority tie casting vote of people", &cast),
            ends
        );
        // A casting vote acts on a tie only, and only where the decision has one.
        assert_eq!(ending("passes with majority", &cast), Ending::Rejected);
        let d = decision("passes with majority tie casting vote of people");
        assert_eq!(
            decide(&d, &hall(4, 1, 2, 0), &cast).unwrap().ending,
            Ending::Rejected
        );
    }
}

/// If the casting vote is not cast, what the source says for that case holds; a casting vote comes before it.
#[test]
fn a_casting_vote_that_is_not_cast() {
    use meent::analysis::tally::{Circumstances, Ending, Reason, decide, lot};
    let even = hall(4, 2, 2, 0);
    let tied = |otherwise: &str, around: &Circumstances| {
        let clauses = format!("passes with majority tie casting vote of people {otherwise}");
        decide(&decision(&clauses), &even, around).unwrap()
    };
    let none = Circumstances::default();
    assert_eq!(tied("", &none).ending, Ending::Tied);
    let rejected = tied("or else rejected", &none);
    assert_eq!(rejected.ending, Ending::Rejected);
    assert_eq!(rejected.reasons, [Reason::TieNotCast(false)]);
    let adopted = tied("or else adopted", &none);
    assert_eq!(adopted.ending, Ending::Adopted);
    assert_eq!(adopted.reasons, [Reason::TieNotCast(true)]);
    assert_eq!(tied("or else by lot", &none).ending, Ending::Tied);
    for seed in ["1", "2", "3", "4", "5"] {
        let around = Circumstances {
            seed: Some(seed.into()),
            ..Circumstances::default()
        };
        let ends = match lot::adopts(seed, "d") {
            true => Ending::Adopted,
            false => Ending::Rejected,
        };
        assert_eq!(tied("or else by lot", &around).ending, ends);
        // The seed is for the lot that comes after the casting vote, and only if the source has one.
        assert_eq!(tied("", &around).ending, Ending::Tied);
        let cast = Circumstances {
            casting: Some(ends == Ending::Rejected),
            ..around
        };
        assert_ne!(tied("or else by lot", &cast).ending, ends);
    }
}

/// Several quorums are each counted and each printed; an empty class is settled by the decision's word.
#[test]
fn several_quorums_and_an_empty_class_in_words() {
    use meent::analysis::tally::{Circumstances, decide, words};
    let text = "commons c \"C\" { goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }\n\
         group people \"People\" { of people }\ngroup aces \"Aces\" { of people }\n\
         body room \"Room\" { of all people, aces votes one each }\n\
         decision d \"D\" { taken by room passes with majority and majority of aces \
           quorum 1/3 of members and 1/2 of aces an empty class approves }\n\
         decision e \"E\" { taken by room passes with majority of aces }\n";
    let model = Project::from_texts([("main.meent", text)]).check().model;
    let class = |members, voted: i64| {
        let piles = Piles {
            votes_for: voted,
            ..Piles::default()
        };
        let ballots = Ballots {
            people: piles,
            votes: piles,
        };
        let mut poll = hall(10, 4, 0, 0);
        poll.classes = vec![ClassPoll {
            group: GroupId::new(
                model
                    .groups
                    .iter()
                    .position(|g| g.decl.id == "aces")
                    .unwrap(),
            ),
            members,
            recused: 0,
            absent: members - voted,
            worst: ballots,
            best: ballots,
        }];
        poll
    };
    let told = |at: usize, poll: &Poll| {
        let decision = &model.decisions[at];
        let decided = decide(decision, poll, &Circumstances::default()).unwrap();
        let lines = words::lines(&model, decision, &decided.count);
        let lines = lines.iter().map(|l| {
            let mark = if l.holds == Some(true) { "+" } else { "-" };
            format!("{mark} {}: {}", l.asked.en, l.numbers.en)
        });
        let reasons = words::reasons(&model, decision, &decided);
        lines
            .chain(reasons.into_iter().map(|r| r.en))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(
        told(0, &class(3, 1)),
        "+ Quorum: one third of the members: 4 of 10 needed, 4 reached\n\
         - Quorum: half of Aces: 2 of 3 needed, 1 reached\n\
         + More votes are cast for it than against it: 4 for, 0 against\n\
         + Among Aces more votes are cast for it than against it: 1 for, 0 against\n\
         The quorum of half of Aces was not met."
    );
    assert_eq!(
        told(0, &class(0, 0)),
        "+ Quorum: one third of the members: 4 of 10 needed, 4 reached\n\
         + Quorum: half of Aces: 0 of 0 needed, 0 reached\n\
         + More votes are cast for it than against it: 4 for, 0 against\n\
         + Among Aces more votes are cast for it than against it: nobody is in this class; it counts as approving\n\
         Everything that is asked holds."
    );
    assert_eq!(
        told(1, &class(0, 0)),
        "- Among Aces more votes are cast for it than against it: nobody is in this class; it counts as refusing\n\
         It is not so that among Aces more votes are cast for it than against it."
    );
}

/// What is written behind the last quorum holds for those before it too, unless they say something else on that point.
#[test]
fn options_behind_the_last_quorum_are_shared() {
    let d = decision(
        "passes with majority quorum 1/3 of members counting proxies and 1/2 of people not counting proxies measured at the tally",
    );
    use QuorumOption::{AtTally, WithProxies, WithoutProxies};
    assert_eq!(d.quorum.unwrap().options, [WithProxies, AtTally]);
    assert_eq!(d.more_quorums[0].options, [WithoutProxies, AtTally]);
}

#[test]
fn clocks_vetoes_and_other_bodies() {
    use jiff::civil::date;
    use meent::analysis::tally::{Circumstances, Ending, Reason, decide};
    let yes = hall(10, 6, 1, 0);
    let at = |day: i8, hour: i8| Some(date(2026, 5, day).at(hour, 0, 0, 0));
    let usual = || Circumstances {
        proposed: at(1, 0),
        convened: at(1, 0),
        opened: at(15, 20),
        closed: at(15, 22),
        ..Circumstances::default()
    };
    let end = |clauses: &str, poll: &Poll, around: &Circumstances| {
        decide(&decision(clauses), poll, around).unwrap()
    };
    assert_eq!(
        end("passes with majority notice 14 days", &yes, &usual()).ending,
        Ending::Adopted
    );
    assert_eq!(
        end("passes with majority notice 15 days", &yes, &usual()).ending,
        Ending::Irregular
    );
    let short = end("passes with majority open for 3 hours", &yes, &usual());
    assert_eq!(short.ending, Ending::Irregular);
    // The clock: the last day counts whole.
    for (days, silence, ends) in [
        (14, "rejected", Ending::Adopted),
        (13, "rejected", Ending::Rejected),
        (13, "adopted", Ending::Adopted),
    ] {
        let clauses = format!("passes with majority within {days} days or else {silence}");
        assert_eq!(end(&clauses, &yes, &usual()).ending, ends, "{clauses}");
    }
    let to_room = end(
        "passes with majority within 13 days or else escalates to room",
        &yes,
        &usual(),
    );
    assert!(matches!(to_room.ending, Ending::ToBody(_)));
    // Lazy consensus: not before its time, and one objection hands it on.
    let lazy = "passes with lazy consensus after 15 days";
    assert_eq!(
        end(lazy, &hall(10, 0, 0, 0), &usual()).ending,
        Ending::NotYet
    );
    let lazy = "passes with lazy consensus after 14 days otherwise d";
    assert_eq!(
        end(lazy, &hall(10, 0, 0, 0), &usual()).ending,
        Ending::Adopted
    );
    assert!(matches!(
        end(lazy, &hall(10, 0, 1, 0), &usual()).ending,
        Ending::ToDecision(_)
    ));
    // Consent: objections that the judge sets aside are none.
    let consent = "passes with consent judged by people silence consents";
    let mut around = usual();
    assert_eq!(
        end(consent, &hall(10, 3, 1, 0), &around).ending,
        Ending::Rejected
    );
    around.dismissed = 1;
    assert_eq!(
        end(consent, &hall(10, 3, 1, 0), &around).ending,
        Ending::Adopted
    );
    // Veto.
    let veto = "passes with majority veto by people within 7 days";
    let open = end(veto, &yes, &usual());
    assert_eq!(open.ending, Ending::Adopted);
    assert!(
        open.reasons
            .iter()
            .any(|r| matches!(r, Reason::VetoOpen(Some(_))))
    );
    let mut used = usual();
    used.vetoed = at(22, 12);
    assert_eq!(end(veto, &yes, &used).ending, Ending::Rejected);
    let suspensive = "passes with majority veto by people within 7 days suspensive overridden by d";
    assert_eq!(end(suspensive, &yes, &used).ending, Ending::Suspended);
    used.overridden = true;
    assert_eq!(end(suspensive, &yes, &used).ending, Ending::Adopted);
    assert_eq!(end(veto, &yes, &used).ending, Ending::Rejected);
    used.vetoed = at(23, 1);
    assert_eq!(end(veto, &yes, &used).ending, Ending::Adopted);
    let elsewhere = "passes with majority veto by people over people within 7 days";
    used.vetoed = at(16, 1);
    used.overridden = false;
    assert_eq!(end(elsewhere, &yes, &used).ending, Ending::Adopted);
    // Too few: another body.
    let few =
        "passes with majority quorum 3 members recuse whoever asks if too few remain room decides";
    let mut poll = hall(5, 2, 0, 0);
    poll.people.recused = 3;
    poll.votes.recused = 3;
    assert!(matches!(
        end(few, &poll, &usual()).ending,
        Ending::ToBody(_)
    ));
    poll.people.recused = 2;
    poll.votes.recused = 2;
    assert_eq!(end(few, &poll, &usual()).ending, Ending::Rejected);
    // From when it holds, and until when an appeal is open.
    let dated = end(
        "passes with majority effective after 1 month appeal to people within 14 days",
        &yes,
        &usual(),
    );
    assert_eq!(dated.effective, Some(date(2026, 6, 15).at(22, 0, 0, 0)));
    assert_eq!(dated.appeal_until, at(29, 22));
}

/// A weighted vote: a whole of votes in votes, a whole of people in people.
#[test]
fn weights_count_where_votes_do() {
    let mut poll = hall(4, 1, 3, 0);
    poll.votes = Room {
        eligible: 10,
        present: 10,
        piles: Piles {
            votes_for: 7,
            against: 3,
            ..Piles::default()
        },
        ..Room::default()
    };
    for (clauses, adopted) in [
        ("passes with majority", true),
        ("passes with 70% of weight", true),
        ("passes with more than 70% of weight", false),
        ("passes with majority of members", false),
        ("passes with majority of those present", false),
        ("passes with majority quorum 100% of weight", true),
    ] {
        assert_eq!(adopts(&decision(clauses), &poll), adopted, "{clauses}");
    }
    let count = count_poll(&decision("passes with majority"), &poll).unwrap();
    assert_eq!(count.tests[0].result, TestResult::Holds);
    assert!(poll::Poll::is_weighted(&poll));
}
