//! Which rules reach the same atoms: lists by the nodes that they name, on each axis.

use super::quick::same_content;
use crate::analysis::region::Regions;
use crate::analysis::universe::Axis;
use crate::model::{Deontic, Model, Rule, RuleId, Taxonomy};
use fixedbitset::FixedBitSet;

/// An atom of each axis; `None` on an axis without nodes.
pub(super) type Atom = [Option<u32>; 3];

/// All rules whose meaning is known, by the nodes that they name.
pub(super) struct Index<'m> {
    pub model: &'m Model,
    axes: [Lists; 3],
    /// Whether a rule plays a part in verdicts.
    decides: Vec<bool>,
}

/// The rules of one axis. What is asked of a hundred thousand of them lies close together.
#[derive(Default)]
struct Lists {
    by_node: Vec<Vec<u32>>,
    /// Those that name nothing here, which is everything.
    everywhere: Vec<u32>,
    /// Of each rule where its nodes begin in `nodes`; they end where those of the next begin.
    starts: Vec<u32>,
    nodes: Vec<u32>,
    /// Of each node how many rules name it or one above it.
    costs: Vec<usize>,
    /// The node that the fewest rules cover.
    plainest: Option<u32>,
}

impl Lists {
    fn new(axis: Axis, model: &Model) -> Self {
        let tree = axis.tree(model);
        let mut out = Lists {
            by_node: vec![Vec::new(); tree.len()],
            starts: vec![0],
            ..Lists::default()
        };
        for (at, rule) in model.rules.iter().enumerate() {
            let from = out.nodes.len();
            out.nodes.extend(axis.named(rule));
            out.starts.push(out.nodes.len() as u32);
            if rule.incomplete {
                continue;
            }
            for node in &out.nodes[from..] {
                if let Some(list) = out.by_node.get_mut(*node as usize)
                    && list.last() != Some(&(at as u32))
                {
                    list.push(at as u32);
                }
            }
            if out.nodes.len() == from {
                out.everywhere.push(at as u32);
            }
        }
        let cost = |n: u32| tree.up(n).iter().map(|&u| out.by_node[u as usize].len());
        out.costs = (0..tree.len() as u32).map(|n| cost(n).sum()).collect();
        out.plainest = tree.roots().min_by_key(|n| out.costs[*n as usize]);
        out
    }

    fn named(&self, rule: u32) -> &[u32] {
        let at = rule as usize;
        let (Some(&from), Some(&to)) = (self.starts.get(at), self.starts.get(at + 1)) else {
            return &[];
        };
        self.nodes.get(from as usize..to as usize).unwrap_or(&[])
    }

    fn cost(&self, node: u32) -> usize {
        self.costs.get(node as usize).copied().unwrap_or(0)
    }
}

impl<'m> Index<'m> {
    pub fn new(model: &'m Model) -> Self {
        let decides = |r: &Rule| r.deontic != Deontic::Must && !r.incomplete;
        Index {
            model,
            axes: Axis::ALL.map(|a| Lists::new(a, model)),
            decides: model.rules.iter().map(decides).collect(),
        }
    }

    fn tree(&self, axis: usize) -> &'m Taxonomy {
        Axis::ALL[axis].tree(self.model)
    }

    /// At most so many of the nodes that a rule names on an axis, those first that the fewest rules cover. A node's own atom is covered by
    /// the fewest rules of all atoms below it.
    pub fn plain_nodes(&self, axis: usize, rule: RuleId, most: usize) -> Vec<Option<u32>> {
        let lists = &self.axes[axis];
        let mut nodes: Vec<u32> = lists.named(rule.0).to_vec();
        if nodes.is_empty() {
            return vec![lists.plainest];
        }
        nodes.sort_by_key(|n| lists.cost(*n));
        nodes.truncate(most);
        nodes.into_iter().map(Some).collect()
    }

    /// The permissions, prohibitions and exceptions that cover an atom, whoever they are about, in order.
    pub fn covering(&self, atom: Atom) -> Vec<u32> {
        let cost = |x: &usize| {
            let lists = &self.axes[*x];
            atom[*x].map_or(0, |n| lists.cost(n)) + lists.everywhere.len()
        };
        let best = (0..3).min_by_key(cost).unwrap_or(0);
        let ups = [0, 1, 2].map(|x: usize| atom[x].map_or(&[][..], |n| self.tree(x).up(n)));
        let covers = |x: usize, rule: u32| {
            let named = self.axes[x].named(rule);
            named.is_empty() || named.iter().any(|n| ups[x].binary_search(n).is_ok())
        };
        let here = &self.axes[best];
        let lists = ups[best].iter().map(|n| &here.by_node[*n as usize]);
        let all = lists.chain([&here.everywhere]).flatten().copied();
        let mut out: Vec<u32> = all
            .filter(|&at| self.decides.get(at as usize) == Some(&true))
            .filter(|&at| (0..3).all(|x| x == best || covers(x, at)))
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Every rule that covers an atom that this one covers too, itself included, in order.
    pub fn near(&self, regions: &mut Regions<'m>, rule: &Rule) -> Vec<RuleId> {
        let own = regions.atoms(rule);
        // On each axis all nodes above an atom of the rule: whoever names one of these covers that atom.
        let within = [0, 1, 2].map(|x: usize| {
            let tree = self.tree(x);
            let mut nodes = FixedBitSet::with_capacity(tree.len());
            for atom in own[x].ones().filter(|a| *a < tree.len()) {
                nodes.extend(tree.up(atom as u32).iter().map(|n| *n as usize));
            }
            nodes
        });
        let cost = |x: &usize| {
            let lists = &self.axes[*x];
            let named: usize = within[*x].ones().map(|n| lists.by_node[n].len()).sum();
            named + lists.everywhere.len()
        };
        let best = (0..3).min_by_key(cost).unwrap_or(0);
        let covers = |x: usize, rule: u32| {
            let named = self.axes[x].named(rule);
            named.is_empty() || named.iter().any(|n| within[x].contains(*n as usize))
        };
        let here = &self.axes[best];
        let lists = within[best].ones().map(|n| &here.by_node[n]);
        let all = lists.chain([&here.everywhere]).flatten().copied();
        let mut out: Vec<u32> = all
            .filter(|&at| (0..3).all(|x| x == best || covers(x, at)))
            .collect();
        out.sort_unstable();
        out.dedup();
        out.into_iter().map(RuleId).collect()
    }

    /// Free-standing duties that may have the same content as this one, itself left out.
    pub fn same_duties(&self, id: RuleId) -> Vec<RuleId> {
        let Some(own) = self.model.rules.get(id.index()) else {
            return Vec::new();
        };
        let all = self.model.rules.iter().enumerate();
        all.filter(|(at, r)| {
            let other = r.deontic == Deontic::Must && !r.incomplete && *at != id.index();
            other && same_content(self.model, own, r)
        })
        .map(|(at, _)| RuleId::new(at))
        .collect()
    }
}
