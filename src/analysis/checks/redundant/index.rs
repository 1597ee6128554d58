//! Which rules reach the same atoms: lists by the nodes that they name, on each axis.

use crate::analysis::universe::Axis;
use crate::model::{Deontic, Duration, Holder, Model, Rule, RuleId, SanctionId, Taxonomy};
use std::collections::{BTreeSet, HashMap};

/// An atom of each axis; `None` on an axis without nodes.
pub(super) type Atom = [Option<u32>; 3];

/// All rules whose meaning is known, by the nodes that they name.
pub(super) struct Index<'m> {
    pub model: &'m Model,
    axes: [Lists; 3],
    /// Whether a rule plays a part in verdicts.
    decides: Vec<bool>,
    /// The free-standing duties, by what they ask for.
    duties: HashMap<Content, Vec<RuleId>>,
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
        let mut duties: HashMap<Content, Vec<RuleId>> = HashMap::new();
        for (at, rule) in model.rules.iter().enumerate() {
            if rule.deontic == Deontic::Must && !rule.incomplete {
                let same = duties.entry(Content::of(rule, model)).or_default();
                same.push(RuleId::new(at));
            }
        }
        Index {
            duties,
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

    /// The free-standing duties with the same content as this one, itself among them.
    pub fn same_duties(&self, id: RuleId) -> &[RuleId] {
        let rule = self.model.rules.get(id.index());
        let same = rule.and_then(|r| self.duties.get(&Content::of(r, self.model)));
        same.map_or(&[], Vec::as_slice)
    }
}

/// What a free-standing duty asks for, whoever it binds and whenever: names that come to the same are the same.
#[derive(PartialEq, Eq, Hash)]
struct Content {
    to: BTreeSet<Holder>,
    times: [Option<Duration>; 4],
    or_else: Option<SanctionId>,
    /// On each axis all that lies below the names.
    acts: [BTreeSet<u32>; 3],
}

impl Content {
    fn of(rule: &Rule, model: &Model) -> Self {
        let t = &rule.terms;
        let below = |axis: Axis| {
            let tree = axis.tree(model);
            axis.named(rule)
                .flat_map(|n| tree.down(n))
                .copied()
                .collect()
        };
        Content {
            to: t.to.iter().copied().collect(),
            times: [t.within, t.every, t.at_least, t.at_most],
            or_else: t.or_else,
            acts: Axis::ALL.map(below),
        }
    }
}
