//! Realistic commons of any size, always the same for the same number of rules.
//!
//! Like a federation of neighbourhood commons: a few hundred classes of members in a shallow hierarchy, thousands of
//! datasets and fields, purposes in six levels, about thirty actions. One rule in five is a prohibition; rules have up
//! to four conditions. Permissions and prohibitions are about different branches of the purposes, except the planted
//! conflicts (one rule in 250), each of which is told.

use std::fmt::Write;

pub struct Generated {
    pub source: String,
    /// Names of the permissions that contradict a prohibition, by construction.
    pub planted: Vec<String>,
}

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

const ACTIONS: [&str; 9] = [
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

struct Shape {
    groups: usize,
    datasets: usize,
    fields: usize,
    purposes: usize,
}

impl Shape {
    fn of(rules: usize) -> Shape {
        Shape {
            groups: 200.min(20 + rules / 50),
            datasets: (rules / 20).clamp(50, 1000),
            fields: 4,
            purposes: 300,
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
    purposes(&mut out, shape.purposes);
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

/// Purposes as a tree of six levels; its two main branches are `p1` (permitted things) and `p2` (forbidden things).
fn purposes(out: &mut String, count: usize) {
    let _ = writeln!(out, "purpose p0 \"Purpose 0\"");
    for p in 1..count {
        let above = if p <= 2 { 0 } else { (p - 1) / 2 };
        let _ = writeln!(out, "purpose p{p} \"Purpose {p}\" {{ within p{above} }}");
    }
}

/// A purpose in the branch of `p1` or of `p2`.
fn purpose(count: usize, branch: usize, n: &mut Numbers) -> usize {
    loop {
        let mut p = 3 + n.below(count - 3);
        let chosen = p;
        while p > 2 {
            p = (p - 1) / 2;
        }
        if p == branch {
            return chosen;
        }
    }
}

fn rule(out: &mut String, r: usize, shape: &Shape, n: &mut Numbers, planted: &mut Vec<String>) {
    let prohibition = r % 5 == 4;
    let plant = r % 250 == 3;
    let dataset = n.below(shape.datasets);
    let data = if n.below(3) == 0 {
        format!("d{dataset}")
    } else {
        format!("d{dataset}.f{}", n.below(shape.fields))
    };
    let branch = if prohibition { 2 } else { 1 };
    let purpose = purpose(shape.purposes, branch, n);
    let group = n.below(shape.groups);
    let action = ACTIONS[n.below(ACTIONS.len())];
    let (word, kind) = if prohibition {
        ("must not", "Forbidding")
    } else {
        ("may", "Permitting")
    };
    if plant {
        // A permission and a prohibition that overlap on one group, one purpose, and a dataset that nothing else is about.
        let pair = self::purpose(shape.purposes, 1, n);
        planted.push(format!("r{r}"));
        let _ = writeln!(
            out,
            "dataset x{r} \"Planted {r}\" {{ not personal }}\n\
             rule r{r} \"Permitting {r}\" {{\n  g{group} may read, copy x{r} for p{pair}\n  basis public-task\n}}\n\
             rule x{r} \"Forbidding beside {r}\" {{\n  g{group} must not copy, store x{r} for p{pair}\n}}"
        );
        return;
    }
    let _ = writeln!(
        out,
        "rule r{r} \"{kind} {r}\" {{\n  g{group} {word} {action} {data} for p{purpose}"
    );
    let conditions = n.below(5);
    for c in 0..conditions {
        let f = n.below(10) * 4;
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
