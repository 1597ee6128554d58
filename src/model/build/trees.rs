//! Closes the hierarchies and the `despite` relation. A cycle is reported with all its places and then cut, so that
//! the rest can still be understood.

use super::collect::Collected;
use super::messages::text;
use super::{Builder, Entry};
use crate::data;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::registry::codes;
use crate::model::{DataKind, Decl, Deontic, Model, Origin, RuleId, Taxonomy, taxonomy::cycle_of};
use crate::source::Span;
use crate::syntax::tree::{Name, What};

/// An edge upward: where it was written.
type Edges = Vec<Vec<(u32, Span)>>;

impl<'a> Builder<'a> {
    pub(super) fn close_trees(&mut self, all: &Collected<'a>) {
        let groups = self.group_edges(all);
        self.model.group_tree = self.close(
            groups,
            |m, at| &m.groups[at as usize].decl,
            ["group", "groepen"],
        );
        let data = self.data_edges(all);
        self.model.data_tree = self.close(
            data,
            |m, at| &m.data[at as usize].decl,
            ["dataset", "datasets"],
        );
        let purposes = self.purpose_edges(all);
        self.model.purpose_tree = self.close(
            purposes,
            |m, at| &m.purposes[at as usize].decl,
            ["purpose", "doeleinden"],
        );
        let actions = self.action_edges(all);
        self.model.action_tree = self.close(
            actions,
            |m, at| &m.actions[at as usize].decl,
            ["action", "handelingen"],
        );
        self.close_despite();
    }

    /// Closes a hierarchy, cutting one cycle after the other.
    fn close(
        &mut self,
        mut edges: Edges,
        decl: impl Fn(&Model, u32) -> &Decl,
        what: [&str; 2],
    ) -> Taxonomy {
        loop {
            match Taxonomy::close(
                edges
                    .iter()
                    .map(|e| e.iter().map(|(p, _)| *p).collect())
                    .collect(),
            ) {
                Ok(taxonomy) => return taxonomy,
                Err(cycle) => {
                    let ids: Vec<String> = cycle
                        .iter()
                        .map(|&n| format!("`{}`", decl(&self.model, n).id))
                        .collect();
                    let round = format!(
                        "{} → {}",
                        ids.join(" → "),
                        ids.first().map_or("", String::as_str)
                    );
                    let mut d = Diagnostic::new(
                        codes::TAXONOMY_CYCLE,
                        text(
                            format!(
                                "These {}s lie within each other in a circle: {round}.",
                                what[0]
                            ),
                            format!(
                                "Deze {} liggen in een kring binnen elkaar: {round}.",
                                what[1]
                            ),
                        ),
                    );
                    for (at, &node) in cycle.iter().enumerate() {
                        let above = cycle[(at + 1) % cycle.len()];
                        if let Some((_, span)) =
                            edges[node as usize].iter().find(|(p, _)| *p == above)
                        {
                            let (a, b) = (&ids[at], &ids[(at + 1) % ids.len()]);
                            d = d.label(
                                *span,
                                text(
                                    format!("{a} lies within {b}"),
                                    format!("{a} ligt binnen {b}"),
                                ),
                            );
                        }
                    }
                    self.report(d.help(text(
                        "Something can't lie within itself. Take out one of these.",
                        "Iets kan niet binnen zichzelf liggen. Haal er één weg.",
                    )));
                    for &node in &cycle {
                        edges[node as usize].retain(|(p, _)| !cycle.contains(p));
                    }
                }
            }
        }
    }

    /// Adds the edges that declarations write with `within`. The place of an entry comes with it.
    fn written(
        &mut self,
        edges: &mut Edges,
        entries: impl Iterator<Item = (usize, Entry<'a>)>,
        find: impl Fn(&mut Self, u8, &Name) -> Option<u32>,
    ) {
        for (at, entry) in entries {
            for name in within(&entry.tree.what) {
                if let Some(parent) = find(self, entry.scope, name) {
                    edges[at].push((parent, name.span));
                }
            }
        }
    }

    fn group_edges(&mut self, all: &Collected<'a>) -> Edges {
        let mut out: Edges = vec![Vec::new(); self.model.groups.len()];
        self.written(&mut out, numbered(&all.groups), |b, s, n| {
            b.group(s, n).map(|g| g.0)
        });
        out
    }

    /// `within` of datasets, and every field below its dataset.
    fn data_edges(&mut self, all: &Collected<'a>) -> Edges {
        let mut out: Edges = vec![Vec::new(); self.model.data.len()];
        let mut datasets = Vec::with_capacity(all.datasets.len());
        for (at, data) in self.model.data.iter().enumerate() {
            match data.kind {
                DataKind::Field { dataset, .. } => {
                    out[at].push((dataset.0, data.decl.span.unwrap_or_default()));
                }
                DataKind::Dataset(_) => datasets.push(at),
            }
        }
        let entries = datasets.into_iter().zip(all.datasets.iter().copied());
        self.written(&mut out, entries, |b, s, n| b.data(s, n).map(|d| d.0));
        out
    }

    fn purpose_edges(&mut self, all: &Collected<'a>) -> Edges {
        let mut out: Edges = vec![Vec::new(); self.model.purposes.len()];
        if all.dpv {
            let parents = data::dpv::all().iter().map(|p| p.parents.as_slice());
            shipped(&mut out, all.purposes.len(), parents);
        }
        self.written(&mut out, numbered(&all.purposes), |b, s, n| {
            b.purpose(s, n).map(|p| p.0)
        });
        out
    }

    fn action_edges(&mut self, all: &Collected<'a>) -> Edges {
        let mut out: Edges = vec![Vec::new(); self.model.actions.len()];
        let parents = data::actions::all().iter().map(|a| a.parents.as_slice());
        shipped(&mut out, all.actions.len(), parents);
        self.written(&mut out, numbered(&all.actions), |b, s, n| {
            b.action(s, n).map(|a| a.0)
        });
        out
    }

    /// The other direction of `despite`, and the checks on it.
    fn close_despite(&mut self) {
        self.adopt_outer_rules();
        while let Some(cycle) = self.despite_cycle() {
            let ids: Vec<String> = cycle
                .iter()
                .map(|&n| format!("`{}`", self.model.rules[n as usize].decl.id))
                .collect();
            let mut d = Diagnostic::new(
                codes::DESPITE_CYCLE,
                text(
                    format!(
                        "These rules set each other aside in a circle: {}.",
                        ids.join(", ")
                    ),
                    format!(
                        "Deze regels zetten elkaar in een kring opzij: {}.",
                        ids.join(", ")
                    ),
                ),
            );
            for &node in &cycle {
                let rule = &self.model.rules[node as usize];
                d = d.label(
                    rule.statement,
                    text("sets the next one aside", "zet de volgende opzij"),
                );
            }
            self.report(d.help(text(
                "Decide which of them goes first, and take out the other `despite`.",
                "Beslis welke van hen voorgaat, en haal de andere `ondanks` weg.",
            )));
            for &node in &cycle {
                self.model.rules[node as usize]
                    .despite
                    .retain(|d| !cycle.contains(&d.0));
            }
        }
        for at in 0..self.model.rules.len() {
            let is_duty = self.model.rules[at].deontic == Deontic::Must;
            for target in self.model.rules[at].despite.clone() {
                let target = &mut self.model.rules[target.index()];
                // A free-standing duty decides nothing, so it sets aside nothing but other duties.
                if is_duty && target.deontic != Deontic::Must {
                    continue;
                }
                let setters = &mut target.set_aside_by;
                // Rules come in order, so one that is named twice was the last.
                if setters.last() != Some(&RuleId::new(at)) {
                    setters.push(RuleId::new(at));
                }
            }
        }
    }

    fn despite_cycle(&self) -> Option<Vec<u32>> {
        let parents: Vec<Vec<u32>> = self
            .model
            .rules
            .iter()
            .map(|r| {
                let mut targets: Vec<u32> = r.despite.iter().map(|d| d.0).collect();
                targets.sort_unstable();
                targets.dedup();
                targets
            })
            .collect();
        cycle_of(&parents)
    }

    /// No inner rule is `despite` one of the outer, unless the outer delegates it. Of an outer commons its prohibitions hold
    /// here, and its permissions only as exceptions to those.
    fn adopt_outer_rules(&mut self) {
        let mut found = Vec::new();
        for at in 0..self.model.rules.len() {
            let (origin, deontic) = (
                self.model.rules[at].decl.origin,
                self.model.rules[at].deontic,
            );
            if matches!(origin, Origin::Outer(_)) && deontic == Deontic::May {
                self.model.rules[at].deontic = Deontic::Exception;
            }
            let refused: Vec<RuleId> = self.model.rules[at]
                .despite
                .iter()
                .copied()
                .filter(|d| {
                    let outer = &self.model.rules[d.index()];
                    outer.decl.origin != origin && !outer.delegated
                })
                .collect();
            for outer in refused {
                let (inner, outer_rule) = (&self.model.rules[at], &self.model.rules[outer.index()]);
                found.push(
                    Diagnostic::new(
                        codes::DESPITE_OUTER,
                        text(
                            format!("The outer commons forbids this with `{}`, and has not left the point to this commons.", outer_rule.decl.id),
                            format!("De omvattende meent verbiedt dit met `{}`, en heeft dit punt niet aan deze meent overgelaten.", outer_rule.decl.id),
                        ),
                    )
                    .label(inner.statement, text("this rule sets it aside", "deze regel zet het opzij"))
                    .label(outer_rule.statement, text("the rule of the outer commons", "de regel van de omvattende meent"))
                    .help(text(
                        "Ask the outer commons to delegate the rule (`delegates …`), or take out the `despite`.",
                        "Vraag de omvattende meent de regel te delegeren (`delegeert …`), of haal de `ondanks` weg.",
                    )),
                );
                self.model.rules[at].despite.retain(|d| *d != outer);
            }
        }
        self.diagnostics.extend(found);
    }
}

/// Entries with their places, which are their ids.
fn numbered<'e, 'a>(entries: &'e [Entry<'a>]) -> impl Iterator<Item = (usize, Entry<'a>)> + 'e {
    entries.iter().copied().enumerate()
}

/// What a declaration says that it lies within.
fn within(what: &What) -> &[Name] {
    match what {
        What::Group(group) => &group.within,
        What::Dataset(dataset) => &dataset.within,
        What::Purpose { within, .. } | What::Action { within } => within,
        _ => &[],
    }
}

/// The edges of what ships with the compiler; its first node is `first`.
fn shipped<'p>(edges: &mut Edges, first: usize, parents: impl Iterator<Item = &'p [usize]>) {
    for (at, above) in parents.enumerate() {
        let edge = |&p: &usize| ((first + p) as u32, Span::default());
        edges[first + at] = above.iter().map(edge).collect();
    }
}
