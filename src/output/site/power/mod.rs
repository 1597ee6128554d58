//! Who has power over whom, on the page: a drawing, and the same in words below it, by who has the power.
//!
//! [`bundle`] takes edges of the graph together that say the same of several, [`layout`] gives boxes, labels and lines their
//! places, and [`draw`] writes them as SVG. The sentences are those of `analysis::power::words`.

mod bundle;
mod draw;
mod layout;

use super::page::{Item, Row, Section};
use super::view::{View, capital};
use crate::analysis::power::{Basis, Edge, Graph, Over, Power, words};
use crate::model::Holder;
use crate::prose;

/// More rows than this are left out of the list, and more sentences than this of a row; the page says how many.
const MOST_ROWS: usize = 40;
const MOST_ITEMS: usize = 24;

/// A power that more decisions than this give is told without their titles.
const MOST_TITLES: usize = 3;

/// More parts of the agreement than this are told as a number.
const MOST_PARTS: usize = 3;

impl View<'_> {
    /// The section; bare if nobody has power over anybody.
    pub fn power(&self) -> Section {
        let graph = Graph::new(self.model);
        // What a commons around this one arranges for itself stands on its own page.
        let own = |e: &&Edge| e.power.is_shown() && graph.is_own(e.by);
        let shown: Vec<&Edge> = graph.edges.iter().filter(own).collect();
        let text = self.texts.list("deciding", "power_text");
        let mut section = Section::new("power", self.d("power"), text);
        if shown.is_empty() {
            return section;
        }
        section.wide = true;
        let bundles = bundle::bundles(&shown);
        let (svg, left_out) = draw::draw(self, &graph, bundles);
        section.picture = Some(svg);
        if left_out > 0 {
            section.text.push(self.fill(
                "deciding",
                "power_left_out",
                &[("n", &left_out.to_string())],
            ));
        }
        section.rows = self.power_rows(&shown);
        section
    }

    /// One row for each who has power: bodies first, in the order of the source, then the others.
    fn power_rows(&self, edges: &[&Edge]) -> Vec<Row> {
        let mut who: Vec<Holder> = Vec::new();
        for edge in edges {
            if !who.contains(&edge.from) {
                who.push(edge.from);
            }
        }
        who.sort_by_key(|h| bundle::is_outside(self.model, *h));
        let more = who.len().saturating_sub(MOST_ROWS);
        let mut rows: Vec<Row> = who
            .iter()
            .take(MOST_ROWS)
            .map(|from| {
                let theirs: Vec<&Edge> =
                    edges.iter().filter(|e| e.from == *from).copied().collect();
                let label = self.holder(*from).map(|i| i.text).unwrap_or_default();
                Row::new(&capital(&label), self.power_items(*from, &theirs))
            })
            .collect();
        if more > 0 {
            let text = self.fill("ui", "more", &[("n", &more.to_string())]);
            rows.push(Row::one(&text, Item::text("…")));
        }
        rows
    }

    /// What somebody may do, each power with everybody it is over and the decision that gives it.
    fn power_items(&self, from: Holder, edges: &[&Edge]) -> Vec<Item> {
        let mut taken: Vec<(Power, Vec<Basis>, Vec<Over>)> = Vec::new();
        for edge in edges {
            let same = taken.iter_mut().find(|(power, by, _)| {
                *power == edge.power && (is_general(*power) || by.contains(&edge.by))
            });
            match same {
                Some((_, by, over)) => {
                    if !by.contains(&edge.by) {
                        by.push(edge.by);
                    }
                    if !over.contains(&edge.over) {
                        over.push(edge.over);
                    }
                }
                None => taken.push((edge.power, vec![edge.by], vec![edge.over])),
            }
        }
        let w = self.words();
        let more = taken.len().saturating_sub(MOST_ITEMS);
        let mut items: Vec<Item> = taken
            .iter()
            .take(MOST_ITEMS)
            .map(|(power, by, over)| {
                let object = self.power_object(*power, over);
                let many = w.is_plural(from);
                let text = words::predicate(self.lang, *power, many, &object);
                let titles: Vec<String> = by.iter().filter_map(|b| self.decision_of(*b)).collect();
                let item = Item::text(capital(&text));
                if titles.is_empty() || titles.len() > MOST_TITLES {
                    item
                } else {
                    item.tail(format!(" ({})", titles.join("; ")))
                }
            })
            .collect();
        if more > 0 {
            let text = self.fill("ui", "more", &[("n", &more.to_string())]);
            items.push(Item::text(text));
        }
        items
    }

    /// Over whom or what. Many parts of the agreement are a number: which ones stands further down, with what they need.
    fn power_object(&self, power: Power, over: &[Over]) -> String {
        if power == Power::Changes && over.len() > MOST_PARTS {
            let n = over.len().to_string();
            return self.fill("deciding", "power_some_parts", &[("n", &n)]);
        }
        let w = self.words();
        let objects: Vec<String> = over.iter().map(|o| words::object(&w, *o)).collect();
        prose::and(&objects, self.lang)
    }

    /// The title of the decision or the steps that give a power.
    fn decision_of(&self, by: Basis) -> Option<String> {
        let item = match by {
            Basis::Decision(decision) => self.decision(decision),
            Basis::Sanction(sanction) => self.sanction(sanction),
            Basis::Body(_) | Basis::Commons => None,
        };
        item.map(|i| i.text)
    }
}

/// Whether a power is told once, whichever decisions give it.
fn is_general(power: Power) -> bool {
    matches!(
        power,
        Power::HearsAppeals
            | Power::JudgesRecusal
            | Power::StepsIn
            | Power::TakesOver
            | Power::Vetoes
            | Power::SitsIn
            | Power::ActsInEmergency
            | Power::Ratifies
            | Power::Removes
            | Power::Admits
            | Power::Expels
    )
}
