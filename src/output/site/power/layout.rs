//! Where everything stands: four columns from left to right. Groups and parties; labels of what lies between them and bodies;
//! bodies, by layers, those who fill the seats of others above them; labels of what lies between bodies.
//!
//! Labels stand in columns of their own and never over each other or over a box. Lines end at ports, side by side, in the order of
//! where they come from, so that each arrow is its own. Only whole numbers, so that the drawing is the same everywhere.

/// The width of the drawing.
pub const WIDTH: i32 = 980;
pub const LINE: i32 = 19;
pub const PAD: i32 = 9;
const GAP: i32 = 14;
/// Where the boxes begin, below the headings.
pub const TOP: i32 = 40;
/// Two lines that end at one side of a box are no nearer than this.
const PORT: i32 = 11;

/// A column: where it begins, how wide it is, and how many letters fit on a line in bold and in the plain type.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub x: i32,
    pub width: i32,
    pub bold: usize,
    pub plain: usize,
}

pub const PEOPLE: Column = Column {
    x: 0,
    width: 206,
    bold: 19,
    plain: 22,
};
pub const BETWEEN: Column = Column {
    x: 244,
    width: 200,
    bold: 20,
    plain: 23,
};
pub const BODIES: Column = Column {
    x: 492,
    width: 206,
    bold: 19,
    plain: 22,
};
pub const AMONG: Column = Column {
    x: 754,
    width: 226,
    bold: 23,
    plain: 26,
};

/// A box or a label.
#[derive(Debug, Clone, Default)]
pub struct Block {
    pub lines: Vec<String>,
    pub y: i32,
    pub height: i32,
}

impl Block {
    pub fn new(lines: Vec<String>) -> Self {
        let height = lines.len() as i32 * LINE + 2 * PAD - 3;
        Block {
            lines,
            y: 0,
            height,
        }
    }

    pub fn middle(&self) -> i32 {
        self.y + self.height / 2
    }
}

/// A line between a box and a label. `side`: which side of the box it touches.
#[derive(Debug, Clone, Copy)]
pub struct Wire {
    pub place: Place,
    pub label: Label,
    /// Whether the arrow points at the box.
    pub to_box: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    People(usize),
    Body(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    Between(usize),
    Among(usize),
}

/// Everything that is drawn.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub people: Vec<Block>,
    pub bodies: Vec<Block>,
    pub between: Vec<Block>,
    pub among: Vec<Block>,
    pub wires: Vec<Wire>,
    pub height: i32,
}

/// A line with its ends: at the box and at the label.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub box_end: (i32, i32),
    pub label_end: (i32, i32),
    pub to_box: bool,
}

impl Plan {
    /// Gives everything its place.
    pub fn settle(&mut self) {
        self.make_room();
        let columns = [&self.people, &self.bodies, &self.between, &self.among];
        let height = columns.into_iter().map(|c| total(c)).max().unwrap_or(0);
        self.height = height;
        let even = |column: &[Block]| -> Vec<i32> {
            let room = height - column.iter().map(|b| b.height).sum::<i32>();
            let gap = room / (column.len() as i32 + 1);
            let mut y = TOP + gap;
            column
                .iter()
                .map(|b| {
                    let middle = y + b.height / 2;
                    y += b.height + gap;
                    middle
                })
                .collect()
        };
        let wanted = even(&self.bodies);
        place(&mut self.bodies, &wanted, height);
        let wanted = even(&self.people);
        place(&mut self.people, &wanted, height);
        for _ in 0..4 {
            self.pull_labels();
            self.pull_people();
        }
        self.pull_labels();
    }

    /// Each side of a box is at least so high that its lines have room.
    fn make_room(&mut self) {
        let mut left = vec![0; self.bodies.len()];
        let mut right = vec![0; self.bodies.len()];
        let mut people = vec![0; self.people.len()];
        for wire in &self.wires {
            let side = match (wire.place, wire.label) {
                (Place::People(at), _) => people.get_mut(at),
                (Place::Body(at), Label::Between(_)) => left.get_mut(at),
                (Place::Body(at), Label::Among(_)) => right.get_mut(at),
            };
            if let Some(count) = side {
                *count += 1;
            }
        }
        for (at, block) in self.bodies.iter_mut().enumerate() {
            let lines = left.get(at).max(right.get(at)).copied().unwrap_or(0);
            block.height = block.height.max((lines + 1) * PORT);
        }
        for (block, lines) in self.people.iter_mut().zip(people) {
            block.height = block.height.max((lines + 1) * PORT);
        }
    }

    fn block(&self, place: Place) -> Option<&Block> {
        match place {
            Place::People(at) => self.people.get(at),
            Place::Body(at) => self.bodies.get(at),
        }
    }

    /// Moves labels towards the boxes that they belong to. Between: half way between both sides.
    fn pull_labels(&mut self) {
        let towards = |label: Label| {
            let wires = self.wires.iter().filter(|w| w.label == label);
            mean(wires.filter_map(|w| Some(self.block(w.place)?.middle())))
        };
        let between: Vec<i32> = (0..self.between.len())
            .map(|at| towards(Label::Between(at)))
            .collect();
        let among: Vec<i32> = (0..self.among.len())
            .map(|at| towards(Label::Among(at)))
            .collect();
        let height = self.height;
        place(&mut self.between, &between, height);
        place(&mut self.among, &among, height);
    }

    fn pull_people(&mut self) {
        let towards = |at: usize| {
            let wires = self.wires.iter().filter(|w| w.place == Place::People(at));
            mean(wires.filter_map(|w| match w.label {
                Label::Between(label) => Some(self.between.get(label)?.middle()),
                Label::Among(_) => None,
            }))
        };
        let wanted: Vec<i32> = (0..self.people.len()).map(towards).collect();
        let height = self.height;
        place(&mut self.people, &wanted, height);
    }

    /// All lines with their ends: those at one side of a box or label stand apart, in the order of where they go.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self
            .wires
            .iter()
            .map(|w| Line {
                box_end: (box_side(w), 0),
                label_end: (label_side(w), 0),
                to_box: w.to_box,
            })
            .collect();
        let label_y = |w: &Wire| match w.label {
            Label::Between(at) => self.between.get(at),
            Label::Among(at) => self.among.get(at),
        };
        let sides: std::collections::BTreeSet<(Place, i32)> =
            self.wires.iter().map(|w| (w.place, box_side(w))).collect();
        for (spot, x) in sides {
            let mut here: Vec<usize> = (0..self.wires.len())
                .filter(|at| {
                    let wire = self.wires.get(*at);
                    wire.is_some_and(|w| w.place == spot && box_side(w) == x)
                })
                .collect();
            let far = |at: &usize| {
                let wire = self.wires.get(*at);
                wire.and_then(label_y).map_or(0, Block::middle)
            };
            here.sort_by_key(|at| (far(at), *at));
            let ys = self.block(spot).map(|b| ports(b, here.len()));
            for (at, y) in here.iter().zip(ys.unwrap_or_default()) {
                if let Some(line) = lines.get_mut(*at) {
                    line.box_end.1 = y;
                }
            }
        }
        let sides: std::collections::BTreeSet<(Label, i32)> = self
            .wires
            .iter()
            .map(|w| (w.label, label_side(w)))
            .collect();
        for (label, x) in sides {
            let mut here: Vec<usize> = (0..self.wires.len())
                .filter(|at| {
                    let wire = self.wires.get(*at);
                    wire.is_some_and(|w| w.label == label && label_side(w) == x)
                })
                .collect();
            here.sort_by_key(|at| (lines.get(*at).map_or(0, |l| l.box_end.1), *at));
            let block = self
                .wires
                .iter()
                .find(|w| w.label == label)
                .and_then(label_y);
            let ys = block.map(|b| ports(b, here.len())).unwrap_or_default();
            for (at, y) in here.iter().zip(ys) {
                if let Some(line) = lines.get_mut(*at) {
                    line.label_end.1 = y;
                }
            }
        }
        lines
    }
}

/// The side of the box that a line touches.
fn box_side(wire: &Wire) -> i32 {
    match (wire.place, wire.label) {
        (Place::People(_), _) => PEOPLE.x + PEOPLE.width,
        (Place::Body(_), Label::Between(_)) => BODIES.x,
        (Place::Body(_), Label::Among(_)) => BODIES.x + BODIES.width,
    }
}

/// The side of the label that a line touches.
fn label_side(wire: &Wire) -> i32 {
    match (wire.place, wire.label) {
        (Place::People(_), _) => BETWEEN.x,
        (Place::Body(_), Label::Between(_)) => BETWEEN.x + BETWEEN.width,
        (Place::Body(_), Label::Among(_)) => AMONG.x,
    }
}

/// Places on a side for so many lines, from top to bottom.
fn ports(block: &Block, count: usize) -> Vec<i32> {
    let n = count as i32 + 1;
    (1..n).map(|at| block.y + block.height * at / n).collect()
}

fn total(column: &[Block]) -> i32 {
    column.iter().map(|b| b.height + GAP).sum::<i32>().max(GAP) - GAP
}

fn mean(values: impl Iterator<Item = i32>) -> i32 {
    let (sum, n) = values.fold((0, 0), |(sum, n), v| (sum + v, n + 1));
    if n == 0 { TOP } else { sum / n }
}

/// Puts blocks as near to where they want their middle as room allows, in the order of what they want. None lies over another.
fn place(blocks: &mut [Block], wanted: &[i32], height: i32) {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|at| (wanted.get(*at).copied().unwrap_or(0), *at));
    let mut free = TOP;
    for at in &order {
        let want = wanted.get(*at).copied().unwrap_or(0);
        if let Some(block) = blocks.get_mut(*at) {
            block.y = (want - block.height / 2).max(free);
            free = block.y + block.height + GAP;
        }
    }
    // Back up from the bottom, where they were pushed beyond it.
    let mut bottom = TOP + height;
    for at in order.iter().rev() {
        if let Some(block) = blocks.get_mut(*at) {
            block.y = block.y.min(bottom - block.height);
            bottom = block.y - GAP;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_lies_over_anything_else() {
        let heights = [30, 80, 20, 50, 90, 20];
        for shift in 0..40 {
            let mut blocks: Vec<Block> = heights
                .iter()
                .map(|h| Block {
                    height: *h,
                    ..Block::default()
                })
                .collect();
            let wanted: Vec<i32> = (0..6).map(|n| TOP + (n * 97 + shift * 31) % 400).collect();
            let height = total(&blocks) + shift;
            place(&mut blocks, &wanted, height);
            let mut spans: Vec<(i32, i32)> = blocks.iter().map(|b| (b.y, b.y + b.height)).collect();
            spans.sort();
            assert!(
                spans.windows(2).all(|w| w[0].1 + GAP <= w[1].0),
                "{spans:?}"
            );
            assert!(spans[0].0 >= TOP && spans[5].1 <= TOP + height, "{spans:?}");
        }
    }
}
