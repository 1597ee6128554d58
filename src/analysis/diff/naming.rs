//! Sets of atoms by the largest nodes that they fill: "all of the meter readings except the address".

use crate::model::Taxonomy;
use fixedbitset::FixedBitSet;

/// More exceptions than this are harder to follow than the list of what remains.
const MOST_EXCEPTIONS: usize = 4;

/// A node and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub node: u32,
    /// Nodes below it of which no atom is meant.
    pub except: Vec<u32>,
    /// Only its own atom: the node, not further specified.
    pub alone: bool,
}

/// The nodes that fill a set of atoms, in the order of their numbers; `None` if it is the whole axis (or the axis has no nodes).
pub fn fill(tree: &Taxonomy, set: &FixedBitSet) -> Option<Vec<Filled>> {
    let has = |n: u32| set.contains(n as usize);
    let count = tree.len() as u32;
    if (0..count).all(has) {
        return None;
    }
    let mut nodes: Vec<u32> = (0..count).filter(|n| has(*n)).collect();
    // The largest first; a node comes before what lies below it.
    nodes.sort_by_key(|n| (std::cmp::Reverse(tree.down(*n).len()), *n));
    let mut told = FixedBitSet::with_capacity(tree.len());
    let mut out = Vec::new();
    for node in nodes {
        if told.contains(node as usize) {
            continue;
        }
        let below = tree.down(node);
        let missing: Vec<u32> = below.iter().copied().filter(|n| !has(*n)).collect();
        let filled = match exceptions(tree, &missing, has) {
            Some(except) if except.len() * 2 < below.len() - missing.len() || except.is_empty() => {
                Filled {
                    node,
                    except,
                    alone: false,
                }
            }
            _ => Filled {
                node,
                except: Vec::new(),
                alone: true,
            },
        };
        match filled.alone {
            true => told.insert(node as usize),
            false => told.extend(below.iter().map(|n| *n as usize)),
        }
        out.push(filled);
    }
    out.sort_by_key(|f| f.node);
    Some(out)
}

/// The largest nodes that make up what is missing; `None` if they are too many, or if one of them has something that is not missing.
fn exceptions(tree: &Taxonomy, missing: &[u32], has: impl Fn(u32) -> bool) -> Option<Vec<u32>> {
    let is_missing = |n: &u32| missing.binary_search(n).is_ok();
    let top = |n: &u32| !tree.up(*n).iter().any(|up| up != n && is_missing(up));
    let except: Vec<u32> = missing.iter().copied().filter(top).collect();
    let clean = except
        .iter()
        .all(|n| !tree.down(*n).iter().any(|b| has(*b)));
    (clean && except.len() <= MOST_EXCEPTIONS).then_some(except)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 above 1, 2, 3, 4, 5; 6 above 7.
    fn tree() -> Taxonomy {
        let mut parents = vec![vec![]];
        parents.extend(vec![vec![0]; 5]);
        parents.push(vec![]);
        parents.push(vec![6]);
        Taxonomy::close(parents).unwrap()
    }

    fn of(nodes: &[usize]) -> Option<Vec<(u32, Vec<u32>, bool)>> {
        let mut set = FixedBitSet::with_capacity(8);
        set.extend(nodes.iter().copied());
        fill(&tree(), &set).map(|all| {
            all.into_iter()
                .map(|f| (f.node, f.except, f.alone))
                .collect()
        })
    }

    #[test]
    fn the_largest_nodes_are_named() {
        assert_eq!(of(&[0, 1, 2, 3, 4, 5, 6, 7]), None);
        assert_eq!(of(&[0, 1, 2, 3, 4, 5]), Some(vec![(0, vec![], false)]));
        assert_eq!(of(&[0, 1, 2, 3, 5]), Some(vec![(0, vec![4], false)]));
        assert_eq!(
            of(&[1, 7]),
            Some(vec![(1, vec![], false), (7, vec![], false)])
        );
        assert_eq!(of(&[6]), Some(vec![(6, vec![], true)]));
        assert_eq!(
            of(&[0, 1]),
            Some(vec![(0, vec![], true), (1, vec![], false)])
        );
    }
}
