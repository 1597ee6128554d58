//! Realistic commons of any size, always the same for the same number of rules.
//!
//! Like a federation of neighbourhood commons: two hundred classes of members in a shallow hierarchy, a thousand to five
//! thousand datasets and fields, three hundred purposes in six levels, thirty actions (the commons' own below those that
//! ship with the compiler). One rule in five is a prohibition; rules have up to four conditions. Permissions and
//! prohibitions are about different branches of the purposes, except the planted conflicts (one rule in fifty), each of
//! which is told: of one kind after the other, about a dataset that nothing else is about.

use std::fmt::Write;

pub struct Generated {
    pub source: String,
    /// The conflicts by construction: the code of the finding, and the number of the plant. The names of the rules of a
    /// plant end in its number, and no others do.
    pub planted: Vec<(&'static str, usize)>,
}

/// One rule in so many is planted.
const PLANTED: usize = 50;

/// A small generator of numbers (xorshift64*), so that the source does not depend on a crate's version.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 33) as usize) % n.max(1)
    }
}

const SHIPPED: [&str; 9] = [
    "read",
    "copy",
    "store",
    "aggregate",
    "combine",
    "analyse",
    "derive",
    "visualise",
    "train",
];

/// How many actions rules speak of, those that ship with the compiler included.
const ACTIONS: usize = 30;

fn action(n: usize) -> String {
    match SHIPPED.get(n) {
        Some(name) => (*name).to_owned(),
        None => format!("a{n}"),
    }
}

/// Where each level of purposes begins; six levels.
const LEVELS: [usize; 7] = [0, 1, 3, 12, 40, 120, 300];

struct Shape {
    groups: usize,
    datasets: usize,
    fields: usize,
}

impl Shape {
    fn of(rules: usize) -> Shape {
        Shape {
            groups: 200,
            datasets: (rules / 20).clamp(200, 1000),
            fields: 4,
        }
    }
}

pub fn commons(rules: usize) -> Generated {
    let shape = Shape::of(rules);
    let mut n = Numbers::new(rules as u64 + 7);
    let mut out = String::with_capacity(rules * 220);
    out.push_str("commons generated \"A generated commons\" {\n  goal \"Measuring.\"\n  law NL\n  contact \"help@example.org\"\n}\n\n");
    for g in 0..shape.groups {
        let _ = if g < 10 {
            writeln!(out, "group g{g} \"Group {g}\" {{ of people }}")
        } else {
            writeln!(
                out,
                "group g{g} \"Group {g}\" {{ of people  within g{} }}",
                n.below(10)
            )
        };
    }
    for d in 0..shape.datasets {
        let _ = write!(out, "dataset d{d} \"Dataset {d}\" {{\n  not personal\n");
        for f in 0..shape.fields {
            let _ = writeln!(out, "  field f{f} \"Field {f} of {d}\" in kWh");
        }
        out.push_str("}\n");
    }
    purposes(&mut out);
    for a in SHIPPED.len()..ACTIONS {
        let above = SHIPPED[a % SHIPPED.len()];
        let _ = writeln!(out, "action a{a} \"Action {a}\" {{ within {above} }}");
    }
    for f in 0..40 {
        let _ = match f % 4 {
            0 => writeln!(out, "fact n{f} \"Number {f}\" {{ number of households }}"),
            1 => writeln!(out, "fact y{f} \"Statement {f}\" {{ yes or no }}"),
            2 => writeln!(
                out,
                "fact c{f} \"Choice {f}\" {{ one of red, green, blue }}"
            ),
            _ => writeln!(out, "fact t{f} \"Day {f}\" {{ date }}"),
        };
    }
    let mut planted = Vec::new();
    for r in 0..rules {
        rule(&mut out, r, &shape, &mut n, &mut planted);
    }
    Generated {
        source: out,
        planted,
    }
}

/// The purpose above one: levels share out the level above them evenly.
fn above(p: usize) -> usize {
    let level = LEVELS.iter().rposition(|&from| from <= p).unwrap_or(0);
    match level {
        0 => 0,
        level => {
            let (from, before) = (LEVELS[level], LEVELS[level - 1]);
            before + (p - from) % (from - before)
        }
    }
}

/// Purposes as a tree of six levels; its two main branches are `p1` (permitted things) and `p2` (forbidden things).
fn purposes(out: &mut String) {
    let _ = writeln!(out, "purpose p0 \"Purpose 0\"");
    for p in 1..LEVELS[6] {
        let _ = writeln!(
            out,
            "purpose p{p} \"Purpose {p}\" {{ within p{} }}",
            above(p)
        );
    }
}

/// A purpose in the branch of `p1` or of `p2`.
fn purpose(branch: usize, n: &mut Numbers) -> usize {
    loop {
        let mut p = 3 + n.below(LEVELS[6] - 3);
        let chosen = p;
        while p > 2 {
            p = above(p);
        }
        if p == branch {
            return chosen;
        }
    }
}

/// A conflict about a dataset of its own; gives the code of the finding.
fn plant(out: &mut String, r: usize, group: usize, pair: usize) -> &'static str {
    let _ = writeln!(out, "dataset x{r} \"Planted {r}\" {{ not personal }}");
    let mut rule = |name: &str, says: &str| {
        let _ = writeln!(
            out,
            "rule {name}{r} \"Planted {name} {r}\" {{\n  g{group} {says}\n}}"
        );
    };
    match r / PLANTED % 6 {
        0 => {
            rule(
                "r",
                &format!("may read, copy x{r} for p{pair}  basis public-task"),
            );
            rule("x", &format!("must not copy, store x{r} for p{pair}"));
            "M0503"
        }
        1 => {
            // Only the two prohibitions together leave nothing.
            rule(
                "r",
                &format!("may read x{r} for p{pair}  basis public-task"),
            );
            rule(
                "x",
                &format!("must not read x{r} for p{pair}  if n0 at least 20"),
            );
            rule(
                "y",
                &format!("must not read x{r} for p{pair}  if n0 less than 20"),
            );
            "M0502"
        }
        2 => {
            rule("x", &format!("must not copy x{r} for p{pair}"));
            rule(
                "r",
                &format!("may read x{r} for p{pair}  despite x{r}  basis public-task"),
            );
            "M0506"
        }
        3 => {
            rule(
                "r",
                &format!(
                    "may read x{r} for p{pair}  if n0 at least 20 and n0 less than 10  basis public-task"
                ),
            );
            rule(
                "x",
                &format!("may copy x{r} for p{pair}  basis public-task"),
            );
            "M0501"
        }
        4 => {
            rule("r", &format!("must delete x{r} within 2 years"));
            rule("x", &format!("must not delete x{r}"));
            "M0511"
        }
        _ => {
            rule("r", &format!("must delete x{r} within 2 years"));
            rule("x", &format!("must keep x{r} at least 30 years"));
            "M0513"
        }
    }
}

fn rule(
    out: &mut String,
    r: usize,
    shape: &Shape,
    n: &mut Numbers,
    planted: &mut Vec<(&'static str, usize)>,
) {
    let prohibition = r % 5 == 4;
    let plants = r % PLANTED == 3;
    let dataset = n.below(shape.datasets);
    let data = if n.below(3) == 0 {
        format!("d{dataset}")
    } else {
        format!("d{dataset}.f{}", n.below(shape.fields))
    };
    let branch = if prohibition { 2 } else { 1 };
    let purpose = purpose(branch, n);
    let group = n.below(shape.groups);
    let action = action(n.below(ACTIONS));
    let (word, kind) = if prohibition {
        ("must not", "Forbidding")
    } else {
        ("may", "Permitting")
    };
    if plants {
        let pair = self::purpose(1, n);
        planted.push((plant(out, r, group, pair), r));
        return;
    }
    let _ = writeln!(
        out,
        "rule r{r} \"{kind} {r}\" {{\n  g{group} {word} {action} {data} for p{purpose}"
    );
    let conditions = n.below(5);
    // Each of a rule's conditions tests another fact, so that they can all hold.
    let first = n.below(10);
    for c in 0..conditions {
        let f = (first + 3 * c) % 10 * 4;
        let lead = if c == 0 { "if" } else { "and" };
        let _ = match n.below(4) {
            0 => writeln!(out, "    {lead} n{f} at least {}", 2 + n.below(40)),
            1 => writeln!(out, "    {lead} y{}", f + 1),
            2 => writeln!(
                out,
                "    {lead} c{} is {}",
                f + 2,
                ["red", "green", "blue"][n.below(3)]
            ),
            _ => writeln!(
                out,
                "    {lead} t{} after 2026-0{}-01",
                f + 3,
                1 + n.below(9)
            ),
        };
    }
    if !prohibition {
        if n.below(3) == 0 {
            let _ = writeln!(
                out,
                "  then must delete {data} within {} days",
                7 * (1 + n.below(20))
            );
        }
        out.push_str("  basis public-task\n");
    }
    out.push_str("}\n");
}
