//! The drawing of the flow: three columns, those who give, the data, those who use it and what for.
//!
//! SVG in the page itself, in the colour of the text, with a title and a description. Everything in it stands in the
//! list beside it too. Text is broken into lines by a fixed width a letter, so that the drawing is the same everywhere.

use super::flow::Flow;
use super::view::View;
use crate::model::Holder;
use crate::output::template::escape_markup;
use std::fmt::Write;

/// More boxes than this in a column are left out, and the page says how many.
const MOST: usize = 16;
const WIDTH: i32 = 960;
const LINE: i32 = 20;
const PAD: i32 = 10;
const GAP: i32 = 14;
const TOP: i32 = 44;

#[derive(Debug, Default)]
struct Node {
    lines: Vec<(String, bool)>,
    y: i32,
}

impl Node {
    fn height(&self) -> i32 {
        self.lines.len() as i32 * LINE + 2 * PAD - 4
    }

    fn middle(&self) -> i32 {
        self.y + self.height() / 2
    }
}

/// A column: where it begins, how wide it is, how many letters fit on a line in bold and in the plain type.
struct Column {
    x: i32,
    width: i32,
    bold: usize,
    plain: usize,
}

const FROM: Column = Column {
    x: 0,
    width: 220,
    bold: 20,
    plain: 24,
};
const DATA: Column = Column {
    x: 336,
    width: 256,
    bold: 24,
    plain: 28,
};
const USES: Column = Column {
    x: 704,
    width: 256,
    bold: 24,
    plain: 28,
};

/// The drawing, and how many datasets and users it leaves out. `None` if nothing flows.
pub fn draw(view: &View, flow: &Flow) -> Option<(String, usize)> {
    if flow.uses.is_empty() || flow.data.is_empty() {
        return None;
    }
    let data: Vec<_> = flow.data.iter().take(MOST).collect();
    let uses: Vec<_> = flow.uses.iter().take(MOST).collect();
    let mut sources: Vec<Holder> = Vec::new();
    for holder in flow.from.iter().take(MOST).flatten() {
        if !sources.contains(holder) && sources.len() < MOST {
            sources.push(*holder);
        }
    }
    let mut left: Vec<Node> = sources
        .iter()
        .map(|h| {
            node(
                &view.holder(*h).map(|i| i.text).unwrap_or_default(),
                &[],
                &FROM,
            )
        })
        .collect();
    let mut middle: Vec<Node> = data
        .iter()
        .map(|d| {
            node(
                &view.data(**d).map(|i| i.text).unwrap_or_default(),
                &[],
                &DATA,
            )
        })
        .collect();
    let mut right: Vec<Node> = uses
        .iter()
        .map(|u| {
            let mut purposes: Vec<String> = u
                .purposes
                .iter()
                .filter_map(|p| view.purpose(*p))
                .map(|i| i.text)
                .collect();
            if u.any_purpose {
                purposes.push(view.t("ui", "all_purposes").to_string());
            }
            node(&u.name(), &purposes, &USES)
        })
        .collect();
    let height = [&left, &middle, &right]
        .into_iter()
        .map(|c| column_height(c))
        .max()
        .unwrap_or(0);
    for column in [&mut left, &mut middle, &mut right] {
        place(column, height);
    }
    let mut edges = String::new();
    for (d, (to, from)) in middle.iter().zip(&flow.from).enumerate() {
        for (source, node) in sources.iter().zip(&left) {
            if from.contains(source) {
                edge(
                    &mut edges,
                    FROM.x + FROM.width,
                    node.middle(),
                    DATA.x,
                    to.middle(),
                );
            }
        }
        for (one, node) in uses.iter().zip(&right) {
            if data.get(d).is_some_and(|id| one.data.contains(id)) {
                edge(
                    &mut edges,
                    DATA.x + DATA.width,
                    to.middle(),
                    USES.x,
                    node.middle(),
                );
            }
        }
    }
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-labelledby=\"flow-title flow-desc\" xmlns=\"http://www.w3.org/2000/svg\">\
         <title id=\"flow-title\">{}</title><desc id=\"flow-desc\">{}</desc>",
        TOP + height + 2,
        escape_markup(view.t("home", "picture_title")),
        escape_markup(view.t("home", "picture_desc")),
    );
    for (column, key) in [(&FROM, "from"), (&DATA, "data"), (&USES, "uses")] {
        let heading = if key == "data" {
            view.t("nav", "datasets")
        } else {
            view.t("home", key)
        };
        let _ = write!(
            out,
            "<text class=\"h\" x=\"{}\" y=\"22\">{}</text>",
            column.x + 2,
            escape_markup(heading)
        );
    }
    let _ = write!(
        out,
        "<g class=\"e\" fill=\"none\" stroke=\"currentColor\">{edges}</g>"
    );
    for (column, nodes, class) in [
        (&FROM, &left, "n f"),
        (&DATA, &middle, "n d"),
        (&USES, &right, "n u"),
    ] {
        let _ = write!(out, "<g class=\"{class}\" fill=\"currentColor\">");
        nodes.iter().for_each(|n| draw_node(&mut out, n, column));
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    let left_out = flow.data.len().saturating_sub(MOST) + flow.uses.len().saturating_sub(MOST);
    Some((out, left_out))
}

fn node(name: &str, below: &[String], column: &Column) -> Node {
    let mut lines: Vec<(String, bool)> = wrap(name, column.bold, 3)
        .into_iter()
        .map(|l| (l, true))
        .collect();
    for text in below.iter().take(8) {
        lines.extend(wrap(text, column.plain, 2).into_iter().map(|l| (l, false)));
    }
    if below.len() > 8 {
        lines.push(("…".into(), false));
    }
    Node { lines, y: 0 }
}

/// Breaks a text into at most `most` lines of at most `letters` letters; what does not fit ends in "…".
pub(super) fn wrap(text: &str, letters: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(last) = lines.last_mut() else { break };
        let room = letters.saturating_sub(last.chars().count() + usize::from(!last.is_empty()));
        if last.is_empty() {
            *last = word.to_string();
        } else if word.chars().count() <= room {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_string());
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len().saturating_sub(1);
    for (at, line) in lines.iter_mut().enumerate() {
        let too_long = line.chars().count() > letters;
        if too_long || (cut && at == last) {
            *line = line
                .chars()
                .take(letters.saturating_sub(1))
                .collect::<String>()
                + "…";
        }
    }
    lines
}

fn column_height(nodes: &[Node]) -> i32 {
    nodes.iter().map(|n| n.height() + GAP).sum::<i32>() - GAP
}

/// Spreads the boxes over the height.
fn place(nodes: &mut [Node], height: i32) {
    let room = height - column_height(nodes);
    let gap = GAP
        + if nodes.len() > 1 {
            (room / (nodes.len() as i32 - 1)).min(60)
        } else {
            0
        };
    let used: i32 = nodes.iter().map(|n| n.height() + gap).sum::<i32>() - gap;
    let mut y = TOP + (height - used) / 2;
    for node in nodes {
        node.y = y;
        y += node.height() + gap;
    }
}

fn edge(out: &mut String, x1: i32, y1: i32, x2: i32, y2: i32) {
    let half = (x2 - x1) / 2;
    let _ = write!(
        out,
        "<path d=\"M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}\"/>",
        x1 + half,
        x2 - half
    );
}

fn draw_node(out: &mut String, node: &Node, column: &Column) {
    let _ = write!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
        column.x + 1,
        node.y,
        column.width - 2,
        node.height(),
    );
    for (at, (line, strong)) in node.lines.iter().enumerate() {
        let class = if *strong { "" } else { " class=\"p\"" };
        let y = node.y + PAD + 12 + at as i32 * LINE;
        let _ = write!(
            out,
            "<text{class} x=\"{}\" y=\"{y}\">{}</text>",
            column.x + 12,
            escape_markup(line)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn text_is_broken_at_words_and_shortened_at_the_end() {
        assert_eq!(wrap("Load per street", 25, 2), ["Load per street"]);
        assert_eq!(
            wrap("Homes that cannot go without power", 20, 2),
            ["Homes that cannot go", "without power"]
        );
        assert_eq!(wrap("one two three four", 9, 2), ["one two", "three…"]);
        assert_eq!(wrap("Verwerkingsverantwoordelijke", 10, 2), ["Verwerkin…"]);
        assert_eq!(wrap("", 10, 2), [""]);
    }
}
