//! The drawing as SVG in the page itself: in the colours of the page, with a title and a description. Everything in it stands in
//! the list below it too.

use super::super::diagram::wrap;
use super::super::view::View;
use super::bundle::{Bundle, Spot, is_outside};
use super::layout::{
    AMONG, BETWEEN, BODIES, Block, Column, LINE, Label, Line, PAD, PEOPLE, Place, Plan, TOP, WIDTH,
    Wire,
};
use crate::analysis::power::{Graph, Over, Power, body_of, words};
use crate::model::Holder;
use crate::output::template::escape_markup;
use std::collections::BTreeMap;
use std::fmt::Write;

/// More labels than this in a column are left out, and the page says how many.
const MOST: usize = 24;

/// The drawing, and how many labels it leaves out.
pub fn draw(view: &View, graph: &Graph, bundles: Vec<Bundle>) -> (String, usize) {
    let model = view.model;
    let outside = |spot: &Spot| match spot {
        Spot::Who(holder) => is_outside(model, *holder),
        Spot::Breakers => true,
        Spot::Agreement | Spot::Parts => false,
    };
    let (between, among): (Vec<Bundle>, Vec<Bundle>) = bundles
        .into_iter()
        .partition(|b| b.from.iter().chain(&b.over).any(outside));
    let left_out = between.len().saturating_sub(MOST) + among.len().saturating_sub(MOST);
    let between: Vec<Bundle> = between.into_iter().take(MOST).collect();
    let among: Vec<Bundle> = among.into_iter().take(MOST).collect();

    let mut spots: Vec<Spot> = Vec::new();
    for bundle in between.iter().chain(&among) {
        for spot in bundle.from.iter().chain(&bundle.over) {
            if !spots.contains(spot) {
                spots.push(*spot);
            }
        }
    }
    spots.sort();
    let (people, mut bodies): (Vec<Spot>, Vec<Spot>) = spots.into_iter().partition(outside);
    let layers = layers(graph);
    bodies.sort_by_key(|spot| match spot {
        Spot::Who(holder) => match body_of(model, *holder) {
            Some(body) => (layers.get(body.index()).copied().unwrap_or(0), *spot),
            None => (usize::MAX, *spot),
        },
        _ => (usize::MAX, *spot),
    });
    let people = alike(&people, &between);
    let mut places: BTreeMap<Spot, Place> = BTreeMap::new();
    for (at, group) in people.iter().enumerate() {
        places.extend(group.iter().map(|spot| (*spot, Place::People(at))));
    }
    places.extend(
        bodies
            .iter()
            .enumerate()
            .map(|(at, s)| (*s, Place::Body(at))),
    );
    let mut plan = Plan {
        people: people.iter().map(|g| names(view, g, &PEOPLE)).collect(),
        bodies: bodies.iter().map(|s| names(view, &[*s], &BODIES)).collect(),
        between: between.iter().map(|b| label(view, b, &BETWEEN)).collect(),
        among: among.iter().map(|b| label(view, b, &AMONG)).collect(),
        ..Plan::default()
    };
    for (at, bundle) in between.iter().enumerate() {
        wires(&mut plan.wires, bundle, Label::Between(at), &places);
    }
    for (at, bundle) in among.iter().enumerate() {
        wires(&mut plan.wires, bundle, Label::Among(at), &places);
    }
    plan.settle();
    (svg(view, &plan), left_out)
}

/// How far down a body stands: below all bodies that fill its seats. In a circle the order of the source decides.
fn layers(graph: &Graph) -> Vec<usize> {
    let n = graph.model.bodies.len();
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); n];
    for edge in &graph.edges {
        let fills = matches!(
            edge.power,
            Power::SitsIn | Power::Fills { .. } | Power::Appoints | Power::HoldsDraw
        );
        let Over::Who(over) = edge.over else { continue };
        let ends = (body_of(graph.model, edge.from), body_of(graph.model, over));
        if let (true, (Some(from), Some(to))) = (fills, ends)
            && from != to
            && let Some(list) = above.get_mut(to.index())
        {
            list.push(from.index());
        }
    }
    let mut layer = vec![0usize; n];
    // No way without a circle is longer than there are bodies; what still rises then is in a circle.
    for _ in 0..n {
        let before = layer.clone();
        for (at, above) in above.iter().enumerate() {
            let least = above.iter().filter_map(|b| before.get(*b)).max();
            if let (Some(own), Some(least)) = (layer.get_mut(at), least) {
                *own = (*least + 1).min(n).max(*own);
            }
        }
        if before == layer {
            break;
        }
    }
    layer
}

/// The labels that somebody stands at, and on which side: whether they have the power or undergo it.
type Part = Vec<(usize, bool)>;

/// Those outside the bodies who have and undergo the very same are one box.
fn alike(people: &[Spot], bundles: &[Bundle]) -> Vec<Vec<Spot>> {
    let parts = |spot: &Spot| -> Part {
        let all = bundles.iter().enumerate();
        all.flat_map(|(at, b)| {
            let from = b.from.contains(spot).then_some((at, true));
            let over = b.over.contains(spot).then_some((at, false));
            from.into_iter().chain(over)
        })
        .collect()
    };
    let mut out: Vec<(Part, Vec<Spot>)> = Vec::new();
    for spot in people {
        let part = parts(spot);
        match out.iter_mut().find(|(other, _)| *other == part) {
            Some((_, group)) => group.push(*spot),
            None => out.push((part, vec![*spot])),
        }
    }
    out.into_iter().map(|(_, group)| group).collect()
}

fn name(view: &View, spot: Spot) -> String {
    let text = match spot {
        Spot::Who(Holder::Commons) => view.d("power_commons").to_string(),
        Spot::Who(holder) => view.holder(holder).map(|i| i.text).unwrap_or_default(),
        Spot::Agreement => view.d("power_agreement").to_string(),
        Spot::Parts => view.d("power_parts").to_string(),
        Spot::Breakers => view.d("power_breakers").to_string(),
    };
    super::capital(&text)
}

fn names(view: &View, spots: &[Spot], column: &Column) -> Block {
    let each = spots.iter().map(|s| wrap(&name(view, *s), column.bold, 3));
    Block::new(each.flatten().collect())
}

fn label(view: &View, bundle: &Bundle, column: &Column) -> Block {
    let many = match bundle.from.as_slice() {
        [Spot::Who(one)] => view.words().is_plural(*one),
        _ => true,
    };
    let one = bundle.powers.len() == 1;
    let letters = column.plain - if one { 0 } else { 2 };
    let mut lines = Vec::new();
    for power in &bundle.powers {
        let text = words::label(view.lang, *power, many);
        let wrapped = wrap(&text, letters, 3).into_iter().enumerate();
        // Where there are more, each begins with a dot, and what belongs to it stands behind that.
        lines.extend(wrapped.map(|(at, line)| match (one, at) {
            (true, _) => line,
            (false, 0) => format!("· {line}"),
            (false, _) => format!("\u{a0}\u{a0}{line}"),
        }));
    }
    Block::new(lines)
}

fn wires(out: &mut Vec<Wire>, bundle: &Bundle, label: Label, places: &BTreeMap<Spot, Place>) {
    for (spots, to_box) in [(&bundle.from, false), (&bundle.over, true)] {
        let mut ends: Vec<Place> = spots
            .iter()
            .filter_map(|s| places.get(s))
            .copied()
            .collect();
        ends.sort();
        ends.dedup();
        out.extend(ends.into_iter().map(|place| Wire {
            place,
            label,
            to_box,
        }));
    }
}

fn svg(view: &View, plan: &Plan) -> String {
    let mut out = format!(
        "<svg class=\"w\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-labelledby=\"power-title power-desc\" xmlns=\"http://www.w3.org/2000/svg\">\
         <title id=\"power-title\">{}</title><desc id=\"power-desc\">{}</desc>",
        TOP + plan.height + 4,
        escape_markup(view.d("power_title")),
        escape_markup(view.d("power_desc")),
    );
    for (column, key) in [(&PEOPLE, "power_people"), (&BODIES, "power_bodies")] {
        let _ = write!(
            out,
            "<text class=\"h\" x=\"{}\" y=\"22\">{}</text>",
            column.x + 2,
            escape_markup(view.d(key))
        );
    }
    let lines = plan.lines();
    out.push_str("<g class=\"e\" fill=\"none\" stroke=\"currentColor\">");
    for line in &lines {
        curve(&mut out, line);
    }
    out.push_str("</g><g class=\"a\" fill=\"currentColor\">");
    for line in lines.iter().filter(|l| l.to_box) {
        arrow(&mut out, line);
    }
    out.push_str("</g>");
    for (column, blocks, class) in [
        (&PEOPLE, &plan.people, "n"),
        (&BODIES, &plan.bodies, "n u"),
        (&BETWEEN, &plan.between, "l"),
        (&AMONG, &plan.among, "l"),
    ] {
        let _ = write!(out, "<g class=\"{class}\" fill=\"currentColor\">");
        for block in blocks {
            draw_block(&mut out, block, column, class == "l");
        }
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}

/// The line stops where its arrow begins.
const ARROW: i32 = 9;

fn curve(out: &mut String, line: &Line) {
    let ((x1, y1), (x2, y2)) = (line.label_end, line.box_end);
    let back = if line.to_box {
        ARROW * (x1 - x2).signum()
    } else {
        0
    };
    let (x2, half) = (x2 + back, (x2 + back - x1) / 2);
    let _ = write!(
        out,
        "<path d=\"M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}\"/>",
        x1 + half,
        x2 - half
    );
}

fn arrow(out: &mut String, line: &Line) {
    let (x, y) = line.box_end;
    let back = ARROW * (line.label_end.0 - x).signum();
    let _ = write!(out, "<path d=\"M{x} {y}l{back} -5v10z\"/>");
}

fn draw_block(out: &mut String, block: &Block, column: &Column, plain: bool) {
    let _ = write!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
        column.x + 1,
        block.y,
        column.width - 2,
        block.height,
        if plain { 14 } else { 6 },
    );
    let class = if plain { " class=\"p\"" } else { "" };
    let first = block.y + (block.height - block.lines.len() as i32 * LINE) / 2;
    for (at, line) in block.lines.iter().enumerate() {
        let _ = write!(
            out,
            "<text{class} x=\"{}\" y=\"{}\">{}</text>",
            column.x + PAD + 4,
            first + 14 + at as i32 * LINE,
            escape_markup(line)
        );
    }
}
