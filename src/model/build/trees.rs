//! Closes the hierarchies and the `despite` relation. A cycle is reported with all its places and then cut, so that
//! the rest can still be understood.

use super::Builder;
use super::messages::text;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::registry::codes;
use crate::model::{Decl, Deontic, Model, Origin, RuleId, Taxonomy, taxonomy::cycle_of};
use crate::source::Span;
use crate::syntax::tree::{Name, What};

/// An edge upward: where it was written.
type Edges = Vec<Vec<(u32, Span)>>;

impl<'a> Builder<'a> {
    pub(super) fn close_trees(&mut self) {
        let groups = self.edges(|m| m.groups.len(), |m, at| &m.groups[at].decl);
        self.model.group_tree = self.close(
            groups,
            |m, at| &m.groups[at as usize].decl,
            ["group", "groepen"],
        );
        let data = self.data_edges();
        self.model.data_tree = self.close(
            data,
            |m, at| &m.data[at as usize].decl,
            ["dataset", "datasets"],
        );
        let purposes = self.purpose_edges();
        self.model.purpose_tree = self.close(
            purposes,
            |m, at| &m.purposes[at as usize].decl,
            ["purpose", "doeleinden"],
        );
        let actions = self.action_edges();
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

    /// `within` of groups.
    fn edges(
        &mut self,
        count: impl Fn(&Model) -> usize,
        decl: impl Fn(&Model, usize) -> &Decl,
    ) -> Edges {
        let mut out: Edges = vec![Vec::new(); count(&self.model)];
        for (at, name, scope) in self.written(
            |what| match what {
                What::Group(g) => Some(&g.within),
                _ => None,
            },
            decl,
            &out,
        ) {
            if let Some(parent) = self.group(scope, &name) {
                out[at].push((parent.0, name.span));
            }
        }
        out
    }

    /// `within` of datasets, and every field below its dataset.
    fn data_edges(&mut self) -> Edges {
        let mut out: Edges = vec![Vec::new(); self.model.data.len()];
        for (at, data) in self.model.data.iter().enumerate() {
            if let crate::model::DataKind::Field { dataset, .. } = data.kind {
                out[at].push((dataset.0, data.decl.span.unwrap_or_default()));
            }
        }
        for (at, name, scope) in self.written(
            |what| match what {
                What::Dataset(d) => Some(&d.within),
                _ => None,
            },
            |m, at| &m.data[at].decl,
            &out,
        ) {
            if let Some(parent) = self.data(scope, &name) {
                out[at].push((parent.0, name.span));
            }
        }
        out
    }

    fn purpose_edges(&mut self) -> Edges {
        let mut out: Edges = vec![Vec::new(); self.model.purposes.len()];
        if let Some(first) = self
            .model
            .purposes
            .iter()
            .position(|p| p.decl.origin == Origin::Dpv)
        {
            for (at, purpose) in crate::data::dpv::all().iter().enumerate() {
                out[first + at] = purpose
                    .parents
                    .iter()
                    .map(|&p| ((first + p) as u32, Span::default()))
                    .collect();
            }
        }
        for (at, name, scope) in self.written(
            |what| match what {
                What::Purpose { within, .. } => Some(within),
                _ => None,
            },
            |m, at| &m.purposes[at].decl,
            &out,
        ) {
            if let Some(parent) = self.purpose(scope, &name) {
                out[at].push((parent.0, name.span));
            }
        }
        out
    }

    fn action_edges(&mut self) -> Edges {
        let mut out: Edges = vec![Vec::new(); self.model.actions.len()];
        if let Some(first) = self
            .model
            .actions
            .iter()
            .position(|a| a.decl.origin == Origin::Builtin)
        {
            for (at, action) in crate::data::actions::all().iter().enumerate() {
                out[first + at] = action
                    .parents
                    .iter()
                    .map(|&p| ((first + p) as u32, Span::default()))
                    .collect();
            }
        }
        for (at, name, scope) in self.written(
            |what| match what {
                What::Action { within } => Some(within),
                _ => None,
            },
            |m, at| &m.actions[at].decl,
            &out,
        ) {
            if let Some(parent) = self.action(scope, &name) {
                out[at].push((parent.0, name.span));
            }
        }
        out
    }

    /// The `within` names of every declaration of a kind: which node, the name, and the scope it is read in.
    fn written(
        &self,
        within: impl Fn(&'a What) -> Option<&'a Vec<Name>>,
        decl: impl Fn(&Model, usize) -> &Decl,
        nodes: &Edges,
    ) -> Vec<(usize, Name, u8)> {
        let by_span: std::collections::HashMap<Span, usize> = (0..nodes.len())
            .filter_map(|at| Some((decl(&self.model, at).span?, at)))
            .collect();
        let mut out = Vec::new();
        let mut unit = |unit: &crate::model::input::Unit<'a>, scope: u8| {
            let files = unit
                .files
                .iter()
                .chain(unit.uses.iter().flat_map(|u| &u.files));
            for declaration in files.flat_map(|(_, f)| &f.declarations) {
                if let (Some(names), Some(&at)) =
                    (within(&declaration.what), by_span.get(&declaration.span))
                {
                    out.extend(names.iter().map(|n| (at, n.clone(), scope)));
                }
            }
        };
        unit(&self.input.own, 0);
        for (at, outer) in self.input.outers.iter().enumerate() {
            unit(&outer.unit, at as u8 + 1);
        }
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
            for target in self.model.rules[at].despite.clone() {
                let setters = &mut self.model.rules[target.index()].set_aside_by;
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
