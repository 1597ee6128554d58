//! A hierarchy with several parents a node, closed once and then only read.
//!
//! A node stands for one *leaf atom* ("n, not further specified", or n itself if it has no children) and
//! covers the atoms of all nodes below it. So "rule R covers atom a" is "R names an ancestor of a, or a".

use fixedbitset::FixedBitSet;
use std::collections::HashMap;

/// Nodes are numbered from 0; every list is sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taxonomy {
    parents: Vec<Vec<u32>>,
    children: Vec<Vec<u32>>,
    /// Of each node, itself and everything above it.
    up: Vec<Vec<u32>>,
    /// Of each node, itself and everything below it: its atoms.
    down: Vec<Vec<u32>>,
}

impl Taxonomy {
    /// Closes a hierarchy. `parents[n]` may hold doubles, but no node that does not exist.
    ///
    /// # Errors
    /// The nodes of one cycle, in order, if there is one.
    pub fn close(parents: Vec<Vec<u32>>) -> Result<Self, Vec<u32>> {
        let n = parents.len();
        let mut parents = parents;
        for p in &mut parents {
            p.sort_unstable();
            p.dedup();
        }
        let mut children = vec![Vec::new(); n];
        for (node, above) in parents.iter().enumerate() {
            for &p in above {
                children[p as usize].push(node as u32);
            }
        }
        let order = topological(&parents, &children)?;
        let up = upward(&parents, &order);
        let mut below = vec![0usize; n];
        for &a in up.iter().flatten() {
            below[a as usize] += 1;
        }
        let mut down: Vec<Vec<u32>> = below.into_iter().map(Vec::with_capacity).collect();
        for (node, above) in up.iter().enumerate() {
            for &a in above {
                down[a as usize].push(node as u32);
            }
        }
        Ok(Taxonomy {
            parents,
            children,
            up,
            down,
        })
    }

    pub fn len(&self) -> usize {
        self.parents.len()
    }

    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }

    pub fn parents(&self, node: u32) -> &[u32] {
        self.parents.get(node as usize).map_or(&[], Vec::as_slice)
    }

    pub fn children(&self, node: u32) -> &[u32] {
        self.children.get(node as usize).map_or(&[], Vec::as_slice)
    }

    /// The node and everything above it, sorted.
    pub fn up(&self, node: u32) -> &[u32] {
        self.up.get(node as usize).map_or(&[], Vec::as_slice)
    }

    /// The node and everything below it, sorted: the atoms that it covers.
    pub fn down(&self, node: u32) -> &[u32] {
        self.down.get(node as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether `above` is `node` or lies above it.
    pub fn is_within(&self, node: u32, above: u32) -> bool {
        self.up(node).binary_search(&above).is_ok()
    }

    /// Nodes without a parent.
    pub fn roots(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len() as u32).filter(|&n| self.parents(n).is_empty())
    }
}

/// A node with more than this above it, parent by parent, is closed with a row of bits.
const DENSE: usize = 256;

/// Rows of so many bits together are kept while closing (128 MB); then they are begun anew.
const MOST_BITS: usize = 1 << 30;

/// Of each node, itself and everything above it, sorted. The work is the number of parents times that of nodes / 64, at
/// most, and what is kept takes four bytes for each pair of a node and one above it.
fn upward(parents: &[Vec<u32>], order: &[u32]) -> Vec<Vec<u32>> {
    let mut up: Vec<Vec<u32>> = vec![Vec::new(); parents.len()];
    let mut rows: HashMap<u32, FixedBitSet> = HashMap::new();
    for &node in order {
        let above = &parents[node as usize];
        let pairs: usize = above.iter().map(|&p| up[p as usize].len()).sum();
        let mut all = Vec::new();
        if pairs <= DENSE {
            all.push(node);
            for &p in above {
                all.extend_from_slice(&up[p as usize]);
            }
            all.sort_unstable();
            all.dedup();
            all.shrink_to_fit();
        } else {
            let mut row = FixedBitSet::with_capacity(parents.len());
            row.insert(node as usize);
            for p in above {
                match rows.get(p) {
                    Some(other) => row.union_with(other),
                    None => row.extend(up[*p as usize].iter().map(|&a| a as usize)),
                }
            }
            all.reserve_exact(row.count_ones(..));
            all.extend(row.ones().map(|a| a as u32));
            // A short list is quicker added than a row.
            if all.len() > DENSE {
                if rows.len().saturating_mul(parents.len()) > MOST_BITS {
                    rows.clear();
                }
                rows.insert(node, row);
            }
        }
        up[node as usize] = all;
    }
    up
}

/// One cycle of a relation, if there is one, in order. It is not closed, so that long chains cost no more than short ones.
pub fn cycle_of(parents: &[Vec<u32>]) -> Option<Vec<u32>> {
    let mut children = vec![Vec::new(); parents.len()];
    for (node, above) in parents.iter().enumerate() {
        for &p in above {
            children[p as usize].push(node as u32);
        }
    }
    topological(parents, &children).err()
}

/// Parents before children, smallest number first among those that are free.
fn topological(parents: &[Vec<u32>], children: &[Vec<u32>]) -> Result<Vec<u32>, Vec<u32>> {
    let mut missing: Vec<usize> = parents.iter().map(Vec::len).collect();
    let mut ready: Vec<u32> = (0..parents.len() as u32)
        .rev()
        .filter(|&n| missing[n as usize] == 0)
        .collect();
    let mut order = Vec::with_capacity(parents.len());
    while let Some(node) = ready.pop() {
        order.push(node);
        for &child in children[node as usize].iter().rev() {
            missing[child as usize] -= 1;
            if missing[child as usize] == 0 {
                ready.push(child);
            }
        }
    }
    if order.len() == parents.len() {
        Ok(order)
    } else {
        Err(find_cycle(parents, &missing))
    }
}

/// Walks upward from an unplaced node, always to an unplaced parent, until a node comes back.
fn find_cycle(parents: &[Vec<u32>], missing: &[usize]) -> Vec<u32> {
    let Some(start) = (0..parents.len()).find(|&n| missing[n] > 0) else {
        return Vec::new();
    };
    let mut path: Vec<u32> = Vec::new();
    let mut node = start as u32;
    loop {
        if let Some(at) = path.iter().position(|&p| p == node) {
            let mut cycle = path.split_off(at);
            let least = cycle
                .iter()
                .enumerate()
                .min_by_key(|(_, n)| **n)
                .map_or(0, |(i, _)| i);
            cycle.rotate_left(least);
            return cycle;
        }
        path.push(node);
        match parents[node as usize]
            .iter()
            .find(|&&p| missing[p as usize] > 0)
        {
            Some(&p) => node = p,
            None => return path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closes_a_diamond() {
        // 0 above 1 and 2, both above 3
        let t = Taxonomy::close(vec![vec![], vec![0], vec![0], vec![2, 1, 1]]).unwrap();
        assert_eq!(t.up(3), [0, 1, 2, 3]);
        assert_eq!(t.down(0), [0, 1, 2, 3]);
        assert_eq!(t.down(1), [1, 3]);
        assert!(t.is_within(3, 0) && !t.is_within(1, 2));
    }

    #[test]
    fn closes_many_parents_as_it_closes_few() {
        // Node n lies within those that are 1, 2, 3, 7 and 50 before it, so all before it are above it.
        let parents = (0..900u32).map(|n| {
            [1, 2, 3, 7, 50]
                .iter()
                .filter_map(|d| n.checked_sub(*d))
                .collect()
        });
        let t = Taxonomy::close(parents.collect()).unwrap();
        for n in [0u32, 5, 49, 256, 257, 300, 899] {
            assert_eq!(t.up(n), (0..=n).collect::<Vec<_>>());
            assert_eq!(t.down(n), (n..900).collect::<Vec<_>>());
        }
        // Two towers that meet at the top and at the bottom.
        let mut towers: Vec<Vec<u32>> = (0..1000u32)
            .map(|n| n.checked_sub(2).into_iter().collect())
            .collect();
        towers.push(vec![998, 999]);
        let t = Taxonomy::close(towers).unwrap();
        assert_eq!(t.up(1000).len(), 1001);
        assert_eq!(t.up(998), (0..=998).step_by(2).collect::<Vec<_>>());
        assert!(t.is_within(999, 1) && !t.is_within(999, 0));
    }

    #[test]
    fn names_the_nodes_of_a_cycle() {
        let cycle =
            Taxonomy::close(vec![vec![], vec![3, 0], vec![1], vec![2], vec![3]]).unwrap_err();
        assert_eq!(cycle, [1, 3, 2]);
        assert_eq!(Taxonomy::close(vec![vec![0]]).unwrap_err(), [0]);
    }
}
