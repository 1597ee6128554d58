//! The game of a decision against the counting of votes: every coalition of small bodies, everyone there, for or against.

use meent::Project;
use meent::analysis::indices::{Voters, game_of};
use meent::analysis::tally::{Ballots, ClassPoll, Piles, Poll, Room, count_poll};
use meent::model::{
    Amount, Decision, Electorate, GroupId, Holder, Quorum, Ratio, Test, TestKind, Tie, VoteOutcome,
};
use meent::source::Span;
use proptest::prelude::*;

const SOURCE: &str = "commons c \"C\" { goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }\n\
    group homes \"Homes\" { of people }\ngroup shops \"Shops\" { of organisations }\n\
    body assembly \"Assembly\" { of all homes, shops }\n\
    decision amend \"Amending\" { changes this agreement taken by assembly passes with majority }\n";

fn decision() -> (Decision, [GroupId; 2]) {
    let model = Project::from_texts([("main.meent", SOURCE)]).check().model;
    let group = |id: &str| {
        let at = model.groups.iter().position(|g| g.decl.id == id).unwrap();
        GroupId(at as u32)
    };
    let groups = [group("homes"), group("shops")];
    (model.decisions[0].clone(), groups)
}

/// A member: votes, in homes, in shops, has the casting vote.
type Member = (u64, bool, bool, bool);

/// The vote in which those of a coalition are for and all others against.
fn poll(members: &[Member], coalition: u32, vacant: i64, groups: [GroupId; 2]) -> Poll {
    let count = |of: &dyn Fn(&Member) -> bool| {
        let (mut people, mut votes) = (Piles::default(), Piles::default());
        for (at, member) in members.iter().enumerate().filter(|(_, m)| of(m)) {
            let (one, weight) = (&mut people, member.0 as i64);
            if coalition >> at & 1 == 1 {
                one.votes_for += 1;
                votes.votes_for += weight;
            } else {
                one.against += 1;
                votes.against += weight;
            }
        }
        Ballots { people, votes }
    };
    let room = |piles: Piles| Room {
        eligible: piles.all(),
        present: piles.all(),
        piles,
        ..Room::default()
    };
    let all = count(&|_| true);
    let class = |group, of: &dyn Fn(&Member) -> bool| ClassPoll {
        group,
        members: count(of).people.all(),
        recused: 0,
        absent: 0,
        worst: count(of),
        best: count(of),
    };
    Poll {
        people: room(all.people),
        votes: room(all.votes),
        vacant,
        classes: vec![class(groups[0], &|m| m.1), class(groups[1], &|m| m.2)],
    }
}

fn electorates(groups: [GroupId; 2]) -> Vec<Electorate> {
    vec![
        Electorate::VotesCast,
        Electorate::Present,
        Electorate::Members,
        Electorate::Seats,
        Electorate::Weight,
        Electorate::Class(groups[0]),
        Electorate::Class(groups[1]),
    ]
}

fn amounts() -> impl Strategy<Value = Amount> {
    prop_oneof![
        (0i64..7, 1i64..7).prop_map(|(n, d)| Amount::Share(Ratio::new(n.min(d), d))),
        (0i64..6).prop_map(Amount::Count),
    ]
}

fn tests(groups: [GroupId; 2]) -> impl Strategy<Value = TestKind> {
    let of = || proptest::sample::select(electorates(groups));
    prop_oneof![
        Just(TestKind::Majority { of: None }),
        of().prop_map(|of| TestKind::Majority { of: Some(of) }),
        of().prop_map(|of| TestKind::Unanimity { of: Some(of) }),
        (any::<bool>(), amounts(), of()).prop_map(|(more_than, amount, of)| TestKind::Share {
            more_than,
            amount,
            of
        }),
        (amounts(), of()).prop_map(|(less_than, of)| TestKind::Opposition {
            less_than,
            of: Some(of)
        }),
        Just(TestKind::Consent {
            judged_by: None,
            silence_consents: None,
            rounds: None,
            otherwise: None
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_coalition_wins_exactly_where_the_count_adopts(
        tests in proptest::collection::vec(tests(decision().1), 1..4),
        quorum in proptest::option::of((amounts(), proptest::sample::select(electorates(decision().1)))),
        members in proptest::collection::vec((0u64..5, any::<bool>(), any::<bool>()), 1..6),
        tie in proptest::option::of(0usize..4),
        casting in 0usize..5,
        vacant in 0i64..2,
        approves in proptest::option::of(any::<bool>()),
    ) {
        let (mut decision, groups) = decision();
        decision.tests = tests.into_iter().map(|kind| Test { kind, span: Span::default() }).collect();
        decision.quorum = quorum.map(|(amount, of)| Quorum { amount, of, options: Vec::new(), span: Span::default() });
        let ties = [Tie::Rejected, Tie::Adopted, Tie::Lot, Tie::CastingVote(Holder::Commons)];
        decision.tie = tie.map(|t| ties[t]);
        decision.empty_class = approves;
        let members: Vec<Member> = members
            .iter()
            .enumerate()
            .map(|(at, m)| (m.0, m.1, m.2, at == casting))
            .collect();
        let voters: Vec<Voters> = members
            .iter()
            .map(|m| Voters {
                members: 1,
                weight: m.0,
                classes: [(m.1, groups[0]), (m.2, groups[1])].iter().filter(|c| c.0).map(|c| c.1).collect(),
                casting: m.3,
            })
            .collect();
        let game = game_of(&decision, &voters, vacant).unwrap();
        for coalition in 0..1u32 << members.len() {
            let count = count_poll(&decision, &poll(&members, coalition, vacant, groups)).unwrap();
            let missing: Vec<u64> = (0..members.len()).map(|at| u64::from(coalition >> at & 1 == 0)).collect();
            // Where a tie is open, whoever has the casting vote breaks it.
            let breaks = matches!(decision.tie, Some(Tie::CastingVote(_)))
                && count.tied
                && members.iter().enumerate().any(|(at, m)| m.3 && coalition >> at & 1 == 1);
            let adopted = count.outcome == VoteOutcome::Adopted
                || count.outcome == VoteOutcome::NoOutcome && breaks;
            prop_assert_eq!(game.wins_without(&missing), adopted, "{:?} {:?}", decision.tests, missing);
        }
    }
}
