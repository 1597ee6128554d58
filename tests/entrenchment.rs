//! Bypasses of guards against a search that was written apart from it: all memberships of small commons, all ways in which each
//! person votes or stays away, all chains. It reads the random commons as they were made up, not as the model has them.

use meent::Project;
use meent::analysis::checks::entrenchment::{Bypass, Step, find};
use meent::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// A small generator: the same commons every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695);
        ((self.0 >> 33) % sides as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    Majority,
    TieAdopts,
    OfMembers,
    OfPresent,
    /// At least n/d of the votes cast, or of the members.
    Cast(i64, i64),
    Members(i64, i64),
    Count(i64),
    Unanimous,
    NobodyAgainst,
    Class(char),
    /// Fewer than so many against.
    Fewer(i64),
}

#[derive(Debug, Clone)]
struct Choice {
    body: usize,
    tests: Vec<Test>,
    quorum: Option<(i64, i64)>,
    /// Abstentions are votes cast.
    abstentions: bool,
    agreement: bool,
    changes: Vec<&'static str>,
    purges: bool,
}

/// Groups a and b, a council of all a, a hall of all a and b, a board of three seats.
#[derive(Debug, Clone)]
struct World {
    sizes: [(i64, i64); 2],
    apart: bool,
    /// Who fills the three seats of the board: two of them by this group.
    board_by: char,
    choices: Vec<Choice>,
}

const BODIES: [&str; 3] = ["council", "hall", "board"];
const NAMES: [&str; 4] = ["d0", "d1", "d2", "d3"];

impl World {
    fn roll(dice: &mut Dice) -> World {
        let mut size = || {
            let least = 1 + dice.roll(2) as i64;
            (least, least + dice.roll(2) as i64)
        };
        let sizes = [size(), size()];
        let board_by = dice.pick(&['a', 'b']);
        let apart = dice.chance(50);
        let number = 2 + dice.roll(3);
        let choices = (0..number)
            .map(|n| {
                let body = dice.pick(&[0, 1, 1, 2, 2]);
                let mut test = || {
                    dice.pick(&[
                        Test::Majority,
                        Test::Majority,
                        Test::TieAdopts,
                        Test::OfMembers,
                        Test::OfPresent,
                        Test::Cast(2, 3),
                        Test::Cast(3, 4),
                        Test::Members(2, 3),
                        Test::Members(4, 5),
                        Test::Count(2),
                        Test::Unanimous,
                        Test::NobodyAgainst,
                        Test::Class('a'),
                        Test::Class('b'),
                        Test::Fewer(2),
                    ])
                };
                let mut tests = vec![test()];
                if matches!(tests[0], Test::Class(_)) || n % 2 == 1 {
                    tests.push(test());
                }
                // A board has no classes here, and whoever has no b has no class of b.
                tests.retain(|t| match t {
                    Test::Class('b') => body == 1,
                    Test::Class(_) => body != 2,
                    _ => true,
                });
                if tests.is_empty() {
                    tests.push(Test::Majority);
                }
                let quorum = dice
                    .chance(40)
                    .then(|| dice.pick(&[(1, 2), (1, 3), (3, 4), (1, 1)]));
                let mut changes: Vec<&'static str> = Vec::new();
                if n > 0 {
                    let names = [
                        "x", "x", "y", "d0", "d1", "d2", "council", "hall", "board", "a", "b",
                    ];
                    for _ in 0..1 + dice.roll(4) {
                        let name = dice.pick(&names);
                        let exists = NAMES
                            .iter()
                            .position(|d| *d == name)
                            .is_none_or(|d| d < number);
                        if exists && !changes.contains(&name) {
                            changes.push(name);
                        }
                    }
                }
                Choice {
                    body,
                    tests: tests.clone(),
                    quorum,
                    // With a tie that adopts, abstentions that count are left out of the search.
                    abstentions: dice.chance(25) && !tests.contains(&Test::TieAdopts),
                    agreement: n == 0 || dice.chance(10),
                    changes,
                    purges: body == 2 && dice.chance(60),
                }
            })
            .collect();
        World {
            sizes,
            apart,
            board_by,
            choices,
        }
    }

    fn source(&self) -> String {
        let mut out = String::from("commons c \"C\" { }\n");
        for (name, (least, most)) in ["a", "b"].iter().zip(self.sizes) {
            out += &format!("group {name} {{ of people  size {least} to {most} }}\n");
        }
        if self.apart {
            out += "separate a, b\n";
        }
        out += "body council { of all a }\nbody hall { of all a, b }\n";
        let by = self.board_by;
        out += &format!("body board {{ seats 3: 2 elected by {by}, 1 named by outsiders }}\n");
        out +=
            "group outsiders { of organisations }\ndataset data { about no one  not personal }\n";
        out += "rule x { a may read data }\nrule y { b may read data }\n";
        for (name, choice) in NAMES.iter().zip(&self.choices) {
            out += &format!("decision {name} {{ taken by {}", BODIES[choice.body]);
            if choice.agreement {
                out += "  changes this agreement";
            }
            if !choice.changes.is_empty() {
                out += &format!("  changes {}", choice.changes.join(", "));
            }
            if choice.purges {
                out += "  removes board  appoints board";
            }
            if let Some((n, d)) = choice.quorum {
                out += &format!("  quorum {n}/{d} of members");
            }
            let tests: Vec<String> = choice
                .tests
                .iter()
                .map(|t| match t {
                    Test::Majority | Test::TieAdopts => "majority of votes cast".into(),
                    Test::OfMembers => "majority of members".into(),
                    Test::OfPresent => "majority of those present".into(),
                    Test::Cast(n, d) => format!("{n}/{d} of votes cast"),
                    Test::Members(n, d) => format!("{n}/{d} of members"),
                    Test::Count(n) => format!("at least {n} of members"),
                    Test::Unanimous => "unanimity of members".into(),
                    Test::NobodyAgainst => "consent silence consents".into(),
                    Test::Class(c) => format!("majority of {c}"),
                    Test::Fewer(n) => format!("less than {n} against"),
                })
                .collect();
            if choice.abstentions {
                out += "  abstentions count";
            }
            out += &format!("  passes with {}", tests.join(" and "));
            if choice.tests.contains(&Test::TieAdopts) {
                out += "  tie adopted";
            }
            out += " }\n";
        }
        out
    }

    fn guards(&self, name: &str) -> BTreeSet<usize> {
        let naming: BTreeSet<usize> = (0..self.choices.len())
            .filter(|d| self.choices[*d].changes.contains(&name))
            .collect();
        if !naming.is_empty() {
            return naming;
        }
        (0..self.choices.len())
            .filter(|d| self.choices[*d].agreement)
            .collect()
    }

    /// The names of what a decision rests on.
    fn rests_on(&self, d: usize) -> Vec<&'static str> {
        let choice = &self.choices[d];
        let mut out = vec![NAMES[d], BODIES[choice.body]];
        let classes = choice.tests.iter().filter_map(|t| match t {
            Test::Class('a') => Some("a"),
            Test::Class(_) => Some("b"),
            _ => None,
        });
        out.extend(classes);
        match choice.body {
            0 => out.push("a"),
            1 => out.extend(["a", "b"]),
            _ => {}
        }
        out
    }

    /// Whether the first decision's body fills most seats of a guard's body.
    fn theirs(&self, first: usize, set: &BTreeSet<usize>) -> bool {
        let one = self.choices[first].body;
        let sits = (one == 1) || (one == 0 && self.board_by == 'a');
        sits && set.iter().any(|g| self.choices[*g].body == 2)
    }
}

/// Someone: in a, in b, on the board; for, against, abstaining or away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Person {
    a: bool,
    b: bool,
    board: bool,
    vote: u8,
}

const FOR: u8 = 0;
const AGAINST: u8 = 1;
const ABSTAINS: u8 = 2;
const AWAY: u8 = 3;

/// How many persons of each of some kinds vote in each way.
fn splits(people: &[(Person, i64)], each: &mut impl FnMut(&[(Person, i64)])) {
    fn go(
        left: &[(Person, i64)],
        done: &mut Vec<(Person, i64)>,
        each: &mut impl FnMut(&[(Person, i64)]),
    ) {
        let Some(((kind, n), rest)) = left.split_first() else {
            return each(done);
        };
        let before = done.len();
        for yes in 0..=*n {
            for no in 0..=n - yes {
                for silent in 0..=n - yes - no {
                    let away = n - yes - no - silent;
                    for (vote, k) in [(FOR, yes), (AGAINST, no), (ABSTAINS, silent), (AWAY, away)] {
                        if k > 0 {
                            done.push((Person { vote, ..*kind }, k));
                        }
                    }
                    go(rest, done, each);
                    done.truncate(before);
                }
            }
        }
    }
    go(people, &mut Vec::new(), each);
}

fn in_body(person: &Person, body: usize) -> bool {
    match body {
        0 => person.a && !person.board,
        1 => (person.a || person.b) && !person.board,
        _ => person.board,
    }
}

/// Whether a vote adopts a decision, read off the table of docs/semantics, section 10.
fn adopts(choice: &Choice, people: &[(Person, i64)]) -> bool {
    let count = |of: &dyn Fn(&Person) -> bool| -> i64 {
        let hits = people
            .iter()
            .filter(|(p, _)| in_body(p, choice.body) && of(p));
        hits.map(|(_, n)| n).sum()
    };
    let all = count(&|_| true);
    let (yes, no) = (count(&|p| p.vote == FOR), count(&|p| p.vote == AGAINST));
    let here = yes + no + count(&|p| p.vote == ABSTAINS);
    let cast = if choice.abstentions { here } else { yes + no };
    let met = choice.quorum.is_none_or(|(n, d)| here * d >= n * all);
    let tie = choice.tests.contains(&Test::TieAdopts);
    met && choice.tests.iter().all(|test| match test {
        Test::Majority | Test::TieAdopts => 2 * yes > cast || tie && yes == no && yes > 0,
        Test::OfPresent => 2 * yes > here,
        Test::OfMembers => 2 * yes > all,
        Test::Cast(n, d) => yes * d >= n * cast,
        Test::Members(n, d) => yes * d >= n * all,
        Test::Count(n) => yes >= *n,
        Test::Unanimous => yes == all && yes > 0,
        Test::NobodyAgainst => no == 0,
        Test::Class(c) => {
            let of = |p: &Person| if *c == 'a' { p.a } else { p.b };
            count(&|p| of(p) && p.vote == FOR) > count(&|p| of(p) && p.vote == AGAINST)
        }
        Test::Fewer(n) => no < *n,
    })
}

/// Members, for, against; first one in which everyone is for or against, if there is one.
type Size = (bool, i64, i64, i64);

/// The smallest vote that adopts the first decisions and no decision of the set.
fn smallest(world: &World, first: &[usize], set: &BTreeSet<usize>) -> Option<Size> {
    let all: BTreeSet<usize> = first
        .iter()
        .chain(set)
        .map(|d| world.choices[*d].body)
        .collect();
    let mut best: Option<Size> = None;
    let no = Person {
        a: false,
        b: false,
        board: false,
        vote: FOR,
    };
    let most = world.sizes[0].1 + world.sizes[1].1;
    for only_a in 0..=most {
        for only_b in 0..=most {
            for both in 0..=most {
                let sizes = [only_a + both, only_b + both];
                let fits =
                    (0..2).all(|g| (world.sizes[g].0..=world.sizes[g].1).contains(&sizes[g]));
                if !fits || world.apart && both > 0 {
                    continue;
                }
                let mut people = Vec::new();
                if all.contains(&0) || all.contains(&1) {
                    people.push((Person { a: true, ..no }, only_a));
                    people.push((
                        Person {
                            a: true,
                            b: true,
                            ..no
                        },
                        both,
                    ));
                }
                if all.contains(&1) {
                    people.push((Person { b: true, ..no }, only_b));
                }
                if all.contains(&2) {
                    people.push((Person { board: true, ..no }, 3));
                }
                splits(&people, &mut |vote| {
                    let n = |of: &dyn Fn(&Person) -> bool| -> i64 {
                        vote.iter().filter(|(p, _)| of(p)).map(|(_, n)| n).sum()
                    };
                    let somebody =
                        |d: &usize| n(&|p| in_body(p, world.choices[*d].body) && p.vote == FOR) > 0;
                    let size = (
                        n(&|p| p.vote >= ABSTAINS) > 0,
                        n(&|_| true),
                        n(&|p| p.vote == FOR),
                        n(&|p| p.vote == AGAINST),
                    );
                    if best.is_none_or(|b| size < b)
                        && first
                            .iter()
                            .all(|d| somebody(d) && adopts(&world.choices[*d], vote))
                        && !set.iter().any(|d| adopts(&world.choices[*d], vote))
                    {
                        best = Some(size);
                    }
                });
            }
        }
    }
    best
}

/// For each set of guards the length of its shortest bypass, by trying all chains.
fn expected(world: &World) -> BTreeMap<BTreeSet<usize>, Option<usize>> {
    let mut names = vec!["x", "y", "a", "b", "council", "hall", "board", "the rest"];
    names.extend(&NAMES[..world.choices.len()]);
    let sets: BTreeSet<BTreeSet<usize>> = names.iter().map(|n| world.guards(n)).collect();
    let mut out = BTreeMap::new();
    for set in sets {
        // What can be won after so many steps if those that come before are won.
        let mut near = set.clone();
        let mut found = None;
        for length in 1..=world.choices.len() + 1 {
            let mut firsts: BTreeSet<usize> = BTreeSet::new();
            let mut purged = false;
            for d in &near {
                for what in world.rests_on(*d) {
                    firsts.extend(world.guards(what));
                }
                let purge: Vec<usize> = (0..world.choices.len())
                    .filter(|p| world.choices[*p].purges && world.choices[*d].body == 2)
                    .collect();
                for removes in &purge {
                    for appoints in &purge {
                        let both = [*removes, *appoints];
                        purged |= smallest(world, &both, &set).is_some();
                    }
                }
            }
            let wins = |d: &usize| {
                !set.contains(d)
                    && !world.theirs(*d, &set)
                    && smallest(world, &[*d], &set).is_some()
            };
            if purged || firsts.iter().any(wins) {
                found = Some(length);
                break;
            }
            near.extend(firsts);
        }
        out.insert(set, found);
    }
    out
}

fn model(source: &str) -> Model {
    Project::from_texts([("main.meent", source)]).check().model
}

fn numbers(model: &Model, ids: &[meent::model::DecisionId]) -> BTreeSet<usize> {
    let name = |id: &meent::model::DecisionId| model.decisions[id.index()].decl.id.as_str();
    ids.iter()
        .map(|id| NAMES.iter().position(|n| *n == name(id)).unwrap())
        .collect()
}

fn size(bypass: &Bypass) -> Size {
    let sum =
        |of: fn(&meent::analysis::contest::Bloc) -> i64| bypass.vote.blocs.iter().map(of).sum();
    let (yes, no, away): (i64, i64, i64) = (
        sum(|b| b.votes_for),
        sum(|b| b.against),
        sum(|b| b.abstaining + b.away),
    );
    (away > 0, yes + no + away, yes, no)
}

#[test]
fn the_shortest_chain_and_the_smallest_vote_are_what_trying_all_finds() {
    let mut dice = Dice(41);
    let (mut with, mut without, mut long, mut replaced) = (0, 0, 0, 0);
    for round in 0..180 {
        let world = World::roll(&mut dice);
        let source = world.source();
        let model = model(&source);
        assert_eq!(
            model.decisions.len(),
            world.choices.len(),
            "{round}: {source}"
        );
        let found: BTreeMap<BTreeSet<usize>, Bypass> = find(&model)
            .into_iter()
            .map(|b| (numbers(&model, &b.guards), b))
            .collect();
        for (set, length) in expected(&world) {
            let bypass = found.get(&set);
            let context = || format!("round {round}, guards {set:?}\n{source}\n{bypass:#?}");
            assert_eq!(bypass.map(|b| b.chain.len()), length, "{}", context());
            let Some(bypass) = bypass else {
                without += 1;
                continue;
            };
            with += 1;
            long += usize::from(bypass.chain.len() > 1);
            let by = &bypass.chain[0].by;
            replaced += usize::from(matches!(by, Step::Replace { .. }));
            let first: Vec<usize> = numbers(&model, &by.decisions()).into_iter().collect();
            let least = smallest(&world, &first, &set);
            assert_eq!(Some(size(bypass)), least, "{}", context());
        }
    }
    let seen = [with, without, long, replaced];
    assert!(
        with > 100 && without > 100 && long > 10 && replaced > 10,
        "{seen:?}"
    );
}

fn found(source: &str) -> Vec<Bypass> {
    let checked = Project::from_texts([("main.meent", source)]).check();
    let errors: Vec<_> = checked
        .diagnostics
        .iter()
        .filter(|d| d.level >= meent::diagnostic::Level::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    find(&checked.model)
}

const COMMONS: &str = "commons c \"C\" { }
group clubs \"Clubs\" { of organisations }
group schools \"Schools\" { of organisations }
body council \"Council\" { of all clubs }
body board \"Board\" { seats 5: 3 elected by clubs, 2 named by schools }
body circle \"Circle\" { seats 5: 5 named by schools }
dataset samples \"Samples\" { about no one  not personal }
rule sold \"Never sold\" { nobody may sell samples }
";

/// The number of steps before the last one, and members, for, against, away.
fn only(rest: &str) -> Option<(usize, [i64; 4])> {
    let found = found(&format!("{COMMONS}{rest}"));
    assert!(found.len() <= 1, "{found:#?}");
    found.first().map(|b| {
        let (_, n, yes, no) = size(b);
        (b.chain.len(), [n, yes, no, n - yes - no])
    })
}

#[test]
fn a_lock_that_hangs_on_a_weaker_vote_is_no_lock() {
    let amend = "decision amend { changes this agreement  taken by council  passes with 2/3 of votes cast }\n";
    let lock = |names: &str, test: &str| {
        only(&format!(
            "{amend}decision lock {{ changes {names}  taken by council  {test} }}"
        ))
    };
    let strict = "passes with 4/5 of members";
    assert_eq!(lock("sold", strict), Some((1, [3, 2, 1, 0])));
    // Guarding itself is half of it: two thirds can still choose the voters.
    assert_eq!(lock("sold, lock", strict), Some((1, [3, 2, 1, 0])));
    assert_eq!(lock("sold, lock, council, clubs", strict), None);
    // Whatever adopts the one adopts the other.
    assert_eq!(lock("sold", "passes with 2/3 of votes cast"), None);
    assert_eq!(lock("sold", "passes with majority of votes cast"), None);
    // Who abstains is there, and so works against the one and not against the other.
    assert_eq!(
        only(
            "decision amend { changes this agreement  taken by council  passes with majority of votes cast }
            decision lock { changes sold  taken by council  passes with majority of those present }"
        ),
        Some((1, [2, 1, 0, 1]))
    );
    // The quorum is a lock too: nobody need be against.
    assert_eq!(
        lock(
            "sold",
            "quorum 3/4 of members  passes with 2/3 of votes cast"
        ),
        Some((1, [2, 1, 0, 1]))
    );
    assert_eq!(
        lock(
            "sold",
            "passes with 2/3 of votes cast and at least 40 of members"
        ),
        Some((1, [1, 1, 0, 0]))
    );
}

#[test]
fn a_plain_commons_and_alternatives_are_no_bypass() {
    assert_eq!(
        only(
            "decision amend { changes this agreement  taken by council  passes with 2/3 of votes cast }"
        ),
        None
    );
    // Either may change the agreement, so the weaker one is the guard.
    assert_eq!(only("decision amend { changes this agreement  taken by council  passes with 2/3 of votes cast }
        decision also { changes this agreement  taken by council  passes with majority of votes cast }"), None);
    assert_eq!(
        only(
            "decision lonely { changes sold  taken by council  passes with unanimity of members }"
        ),
        None
    );
}

#[test]
fn who_fills_the_seats_gave_the_power_and_who_does_not_takes_it() {
    let amend = "decision amend { changes this agreement  taken by council  passes with 2/3 of votes cast }\n";
    let by = |body: &str| {
        only(&format!(
            "{amend}decision rates {{ changes sold  taken by {body}  passes with unanimity of members }}"
        ))
    };
    // Clubs elect most of the board; they have no say in the circle.
    assert_eq!(by("board"), None);
    assert_eq!(by("circle"), Some((1, [6, 1, 5, 0])));
    // The other way round: three of a board of five rewrite what the members agreed.
    let board =
        "decision amend { changes this agreement  taken by council  passes with 2/3 of votes cast }
        decision house-rules { changes amend  taken by board  passes with majority of votes cast }";
    assert_eq!(only(board), Some((1, [6, 3, 3, 0])));
}

#[test]
fn a_long_chain_and_a_purge() {
    let long =
        "decision amend { changes this agreement  taken by council  passes with 2/3 of votes cast }
        decision lock { changes sold  taken by council  passes with 2/3 of votes cast }
        decision gate { changes lock  taken by council  passes with 3/4 of votes cast }
        decision key { changes gate, key  taken by council  passes with majority of votes cast }";
    let source = format!("{COMMONS}{long}");
    let (found, model) = (found(&source), model(&source));
    let id = |d: &meent::model::DecisionId| model.decisions[d.index()].decl.id.clone();
    let lock = found.iter().find(|b| id(&b.guards[0]) == "lock").unwrap();
    // `gate` asks more than `lock`, but `key` asks less.
    let by = lock.chain.iter().flat_map(|l| l.by.decisions());
    let by: Vec<String> = by.map(|d| id(&d)).collect();
    assert_eq!(by, ["key", "gate"]);
    assert_eq!(size(lock), (false, 5, 3, 2));
    let purge =
        "decision amend { changes this agreement  taken by circle  passes with 4/5 of members }
        decision dismiss { removes circle  taken by circle  passes with majority of votes cast }
        decision appoint { appoints circle  taken by circle  passes with 3/5 of votes cast }";
    assert_eq!(only(purge), Some((1, [5, 3, 2, 0])));
}

#[test]
fn weights_and_classes_are_compared_too() {
    let source = "commons c \"C\" { }
group big { of organisations  size 2 }
group small { of organisations  size 5 }
separate big, small
body council { of all big, small  votes weighted by size-of { big 4, small 1 } }
dataset samples { about no one  not personal }
rule sold { nobody may sell samples }
fact size-of { number of people }
decision amend { changes this agreement  taken by council  passes with majority of weight }
decision lock { changes sold  taken by council  passes with majority of votes cast and majority of small }
";
    let found = found(source);
    // Two big ones outweigh everybody, and no small one needs to agree.
    assert_eq!(
        found.iter().map(size).collect::<Vec<_>>(),
        [(false, 7, 2, 5)]
    );
}

#[test]
fn the_edit_closes_it() {
    let source = format!("{COMMONS}decision amend {{ changes this agreement  taken by council  passes with 2/3 of votes cast }}
decision lock {{ changes sold  taken by council  passes with 4/5 of members }}
");
    let checked = Project::from_texts([("main.meent", source.as_str())]).check();
    let finding = checked
        .diagnostics
        .iter()
        .find(|d| d.code.to_string() == "M1210")
        .unwrap();
    let edit = &finding.fixes[0].edits[0];
    assert!(!finding.fixes[0].sure);
    let mut fixed = source.clone();
    fixed.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    assert!(
        fixed.contains("changes sold, lock, council, clubs "),
        "{fixed}"
    );
    let checked = Project::from_texts([("main.meent", fixed.as_str())]).check();
    assert!(
        checked
            .diagnostics
            .iter()
            .all(|d| d.code.to_string() != "M1210")
    );
}

#[test]
fn what_is_not_worked_out_is_said() {
    let names: Vec<String> = (0..12).map(|n| format!("g{n}")).collect();
    let mut source = String::from(
        "commons c \"C\" { }\ndataset d { about no one  not personal }\nrule sold { nobody may sell d }\n",
    );
    for name in &names {
        source += &format!("group {name} {{ of people }}\n");
    }
    source += &format!("body one {{ of all {} }}\n", names[..6].join(", "));
    source += &format!("body two {{ of all {} }}\n", names[6..].join(", "));
    source +=
        "decision amend { changes this agreement  taken by one  passes with 2/3 of votes cast }\n";
    source += "decision lock { changes sold  taken by two  passes with 4/5 of members }\n";
    let checked = Project::from_texts([("main.meent", source.as_str())]).check();
    let codes: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|d| d.code.to_string())
        .collect();
    assert!(codes.contains(&"M0507".to_string()), "{codes:?}");
}
