//! Who can be in a body, against a list of people: every one who could be there, with every set of groups that the source
//! leaves open to them.

use meent::Project;
use meent::analysis::electorate::{Electorate, Relation, settled_after};
use meent::model::{Holder, Model, Ratio};
use std::collections::BTreeSet;

fn model(text: &str) -> Model {
    let text = format!(
        "commons com \"C\" {{ goal \"G\" law NL seat \"S\" version 1.0 from 2026-01-01 }}\n{text}"
    );
    let checked = Project::from_texts([("main.meent", text.as_str())]).check();
    assert!(checked.complete, "{:#?}", checked.diagnostics);
    checked.model
}

/// A commons in small: groups a to d, of which b lies within a; what the text adds is what the list of people is checked for.
struct World {
    /// Groups of which everyone sits in the body; none: a body of seats.
    of_all: &'static [usize],
    seats: Option<i64>,
    /// `seats` of which so many are drawn from one group.
    drawn: Option<(i64, usize)>,
    closed: &'static [usize],
    separate: &'static [[usize; 2]],
    sizes: &'static [(usize, i64, Option<i64>)],
    size: Option<(i64, Option<i64>)>,
    /// The groups of each named party.
    named: &'static [&'static [usize]],
    /// What is told apart.
    told: &'static [usize],
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

impl World {
    fn text(&self) -> String {
        let mut text = String::new();
        for (at, name) in NAMES.iter().enumerate() {
            let mut clauses = String::from("of people ");
            if at == 1 {
                clauses += "within a ";
            }
            if self.closed.contains(&at) {
                clauses += "closed ";
            }
            for (_, least, most) in self.sizes.iter().filter(|s| s.0 == at) {
                clauses += &size(*least, *most);
            }
            text += &format!("group {name} \"{name}\" {{ {clauses} }}\n");
        }
        for [x, y] in self.separate {
            text += &format!("separate {}, {}\n", NAMES[*x], NAMES[*y]);
        }
        for (at, groups) in self.named.iter().enumerate() {
            let names: Vec<&str> = groups.iter().map(|g| NAMES[*g]).collect();
            text += &format!("member p{at} \"P{at}\" {{ in {} }}\n", names.join(", "));
        }
        let mut body = String::new();
        if !self.of_all.is_empty() {
            let names: Vec<&str> = self.of_all.iter().map(|g| NAMES[*g]).collect();
            body += &format!("of all {} ", names.join(", "));
        }
        if let Some(seats) = self.seats {
            body += &format!("seats {seats}");
            if let Some((n, g)) = self.drawn {
                let rest = seats - n;
                body += &format!(": {n} drawn from {}, {rest} named by a", NAMES[g]);
            }
            body += " ";
        }
        if let Some((least, most)) = self.size {
            body += &size(least, most);
        }
        text + &format!("body room \"Room\" {{ {body} }}\n")
    }

    fn is_body(&self, set: u8) -> bool {
        self.of_all.is_empty() || self.of_all.iter().any(|g| set >> g & 1 == 1)
    }

    fn is_open(&self, set: u8) -> bool {
        let has = |g: usize| set >> g & 1 == 1;
        (!has(1) || has(0))
            && !self.closed.iter().any(|g| has(*g))
            && !self.separate.iter().any(|[x, y]| has(*x) && has(*y))
    }

    /// All numbers of members, vacant seats and people told apart, with at most so many people.
    fn all(&self, most: usize) -> BTreeSet<(i64, i64, Vec<i64>)> {
        let named: Vec<u8> = self
            .named
            .iter()
            .map(|groups| {
                let set = groups.iter().fold(0, |set, g| set | 1u8 << g);
                if set & 2 != 0 { set | 1 } else { set }
            })
            .collect();
        let open: Vec<u8> = (0..16).filter(|set| self.is_open(*set)).collect();
        let mut found = BTreeSet::new();
        // People in the commons who are not named: in the body or, for the size of a group, outside it.
        for here in 0u32..1 << named.len() {
            let mut room: Vec<u8> = Vec::new();
            let mut ok = true;
            for (at, set) in named.iter().enumerate() {
                let sits = here >> at & 1 == 1;
                ok &= self.seats.is_some() || sits == self.is_body(*set);
                if sits {
                    room.push(*set);
                }
            }
            if ok {
                self.add(&open, 0, &mut room, &named, most, &mut found);
            }
        }
        found
    }

    fn add(
        &self,
        open: &[u8],
        from: usize,
        room: &mut Vec<u8>,
        named: &[u8],
        most: usize,
        found: &mut BTreeSet<(i64, i64, Vec<i64>)>,
    ) {
        if room.len() > most {
            return;
        }
        if self.allowed(room, named) && !room.is_empty() {
            let n = room.len() as i64;
            let told = self.told.iter().map(|g| count(room, *g)).collect();
            found.insert((n, self.seats.map_or(0, |s| s - n), told));
        }
        for at in from..open.len() {
            if self.is_body(open[at]) {
                room.push(open[at]);
                self.add(open, at, room, named, most, found);
                room.pop();
            }
        }
    }

    fn allowed(&self, room: &[u8], named: &[u8]) -> bool {
        let n = room.len() as i64;
        let within =
            |n: i64, least: i64, most: Option<i64>| n >= least && most.is_none_or(|m| n <= m);
        let size = self.size.is_none_or(|(least, most)| match self.seats {
            Some(seats) => within(n, 0, most) && seats >= least,
            None => within(n, least, most),
        });
        let seats = self.seats.is_none_or(|seats| {
            let vacant = seats - n;
            let drawn = self.drawn.is_none_or(|(k, g)| count(room, g) + vacant >= k);
            vacant >= 0 && drawn
        });
        let sizes = self.sizes.iter().all(|(g, least, most)| {
            // Whoever of the group is named and not in the room is in the group all the same; more can be outside only where
            // the group does not sit in the body whole.
            let outside = named
                .iter()
                .filter(|s| !self.is_body(**s) && *s >> g & 1 == 1);
            let known = count(room, *g) + outside.count() as i64;
            let whole = self
                .of_all
                .iter()
                .any(|all| all == g || *all == 0 && *g == 1);
            if whole {
                within(known, *least, *most)
            } else {
                most.is_none_or(|m| known <= m)
            }
        });
        size && seats && sizes
    }
}

fn count(room: &[u8], group: usize) -> i64 {
    room.iter().filter(|set| *set >> group & 1 == 1).count() as i64
}

fn size(least: i64, most: Option<i64>) -> String {
    match most {
        Some(most) => format!("size {least} to {most} "),
        None => format!("size {least} "),
    }
}

const PLAIN: World = World {
    of_all: &[0],
    seats: None,
    drawn: None,
    closed: &[],
    separate: &[],
    sizes: &[],
    size: None,
    named: &[],
    told: &[],
};

const WORLDS: &[World] = &[
    PLAIN,
    World {
        told: &[1, 2],
        ..PLAIN
    },
    World {
        of_all: &[0, 2],
        told: &[0, 1, 2],
        separate: &[[1, 2]],
        ..PLAIN
    },
    World {
        of_all: &[1, 2],
        told: &[0, 1, 3],
        closed: &[2],
        named: &[&[2], &[2, 3], &[1]],
        ..PLAIN
    },
    World {
        of_all: &[0, 2],
        told: &[2],
        closed: &[2],
        ..PLAIN
    },
    World {
        of_all: &[0, 3],
        told: &[1, 3],
        sizes: &[(1, 1, Some(2)), (0, 2, Some(3))],
        ..PLAIN
    },
    World {
        of_all: &[1],
        told: &[0, 1],
        sizes: &[(0, 3, Some(4))],
        named: &[&[0], &[1]],
        ..PLAIN
    },
    World {
        of_all: &[2],
        told: &[0],
        sizes: &[(0, 0, Some(1))],
        size: Some((2, None)),
        ..PLAIN
    },
    World {
        of_all: &[],
        seats: Some(4),
        told: &[0, 2],
        ..PLAIN
    },
    World {
        of_all: &[],
        seats: Some(4),
        told: &[0, 2],
        drawn: Some((2, 1)),
        separate: &[[0, 2]],
        ..PLAIN
    },
    World {
        of_all: &[],
        seats: Some(3),
        told: &[2],
        drawn: Some((2, 2)),
        closed: &[2],
        named: &[&[2], &[0]],
        ..PLAIN
    },
    World {
        of_all: &[],
        seats: Some(3),
        told: &[0],
        sizes: &[(0, 2, Some(2))],
        size: Some((1, Some(2))),
        named: &[&[0]],
        ..PLAIN
    },
];

fn electorate(model: &Model, told: &[usize]) -> Electorate {
    let id = |name: &str| {
        let at = model.groups.iter().position(|g| g.decl.id == name).unwrap();
        Holder::Group(meent::model::GroupId::new(at))
    };
    let told: Vec<Holder> = told.iter().map(|g| id(NAMES[*g])).collect();
    Electorate::new(model, meent::model::BodyId::new(0), &told).unwrap()
}

#[test]
fn memberships_and_ranges_are_those_of_the_list_of_people() {
    for world in WORLDS {
        let text = world.text();
        let model = model(&text);
        let electorate = electorate(&model, world.told);
        let group = |g: &usize| {
            let at = model.groups.iter().position(|d| d.decl.id == NAMES[*g]);
            meent::model::GroupId::new(at.unwrap())
        };
        let told: Vec<_> = world.told.iter().map(group).collect();
        let expected = world.all(4);
        assert!(!expected.is_empty(), "{text}");
        let mut sizes = Vec::new();
        let mut found = BTreeSet::new();
        for m in electorate.memberships(4) {
            sizes.push(m.size());
            let classes = told.iter().map(|g| m.class(&electorate, *g)).collect();
            found.insert((m.size(), m.vacant, classes));
        }
        assert!(sizes.is_sorted());
        assert_eq!(found, expected, "{text}");
        // The ranges are what occurs, up to four people.
        let range = electorate.range().unwrap();
        let lowest = expected.first().unwrap().0;
        assert_eq!(range.least.max(1), lowest, "{text}");
        let highest = expected.last().unwrap().0;
        assert_eq!(range.most.unwrap_or(4).min(4), highest, "{text}");
        for (at, id) in told.iter().enumerate() {
            let of = |m: &(i64, i64, Vec<i64>)| m.2[at];
            let range = electorate.class(*id).unwrap();
            let highest = expected.iter().map(of).max().unwrap();
            assert!(
                range.least <= expected.iter().map(of).min().unwrap(),
                "{text}"
            );
            assert!(range.most.is_none_or(|most| most >= highest), "{text}");
            // Where four are all there can be, each number is seen.
            if electorate
                .range()
                .unwrap()
                .most
                .is_some_and(|most| most <= 4)
            {
                assert_eq!(range.most, Some(highest), "{text}");
            }
        }
    }
}

#[test]
fn how_groups_lie_and_what_is_stated() {
    let text = World {
        of_all: &[0, 2, 3],
        separate: &[[0, 2]],
        told: &[],
        ..PLAIN
    }
    .text();
    let model = model(&text);
    let electorate = electorate(&model, &[0, 1, 2, 3]);
    let id = |name: &str| {
        let at = model.groups.iter().position(|g| g.decl.id == name).unwrap();
        meent::model::GroupId::new(at)
    };
    let relation = |x, y| electorate.relation(id(x), id(y));
    assert_eq!(relation("a", "b"), Relation::Around);
    assert_eq!(relation("b", "a"), Relation::Within);
    assert_eq!(relation("a", "c"), Relation::Disjoint);
    assert_eq!(relation("a", "d"), Relation::Overlapping);
    assert_eq!(relation("a", "room"), Relation::Within);
    assert!(!electorate.range().unwrap().stated);
    let text = "group g \"G\" { of people size 40 to 900 }\nbody room \"Room\" { of all g }";
    let model = self::model(text);
    let range = Electorate::new(&model, meent::model::BodyId::new(0), &[])
        .unwrap()
        .range();
    let range = range.unwrap();
    assert_eq!(
        (range.least, range.most, range.stated),
        (40, Some(900), true)
    );
}

/// Every pattern of outcomes that some size gives, a size up to the bound gives.
#[test]
fn nothing_new_happens_after_the_bound() {
    let shares = [(1, 3), (1, 2), (2, 3), (3, 5), (3, 4), (1, 20)];
    let mut looked = 0;
    for (a, b) in shares {
        for (c, d) in shares {
            for count in 0..4 {
                // ⌈aN/b⌉ + count against ⌈cN/d⌉, below, the same, above.
                let outcome = |n: i64| ((a * n + b - 1) / b + count).cmp(&((c * n + d - 1) / d));
                let bound =
                    settled_after(&[Ratio::new(a, b), Ratio::new(c, d)], &[count], 2).unwrap();
                let seen: BTreeSet<_> = (1..=bound).map(outcome).collect();
                assert!((bound..bound + 500).all(|n| seen.contains(&outcome(n))));
                looked += 1;
            }
        }
    }
    assert!(looked > 100);
}
