//! The lot: an order that a public seed gives, and that anyone can work out again.
//!
//! Each name's number is SHA-256 over the seed, a line break, what the draw is for, a line break, and the name, all in
//! UTF-8. The names stand in the order of their numbers, the smallest first. Whoever knows the seed after the list was
//! fixed can check the order with any tool that makes SHA-256, and nobody who fixed the list before the seed was known can
//! have steered it.

use crate::source::digest::hex;
use sha2::{Digest, Sha256};

/// The number of one name in a draw.
pub fn number(seed: &str, purpose: &str, name: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [seed, "\n", purpose, "\n", name] {
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// The number as it is written in minutes.
pub fn written(number: &[u8; 32]) -> String {
    hex(number)
}

/// The places of the names in the order of the draw.
pub fn order(seed: &str, purpose: &str, names: &[&str]) -> Vec<usize> {
    let mut drawn: Vec<([u8; 32], &str, usize)> = names
        .iter()
        .enumerate()
        .map(|(at, name)| (number(seed, purpose, name), *name, at))
        .collect();
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, _, at)| at).collect()
}

/// What breaks a tied vote: for or against, whichever is drawn first. True: for.
pub fn adopts(seed: &str, decision: &str) -> bool {
    order(seed, decision, &["for", "against"]).first() == Some(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf 'seed\ndraw\nanna' | sha256sum`, and so on.
    #[test]
    fn anyone_can_work_it_out() {
        assert_eq!(
            written(&number("seed", "draw", "anna")),
            "3545c06107be01dfdfaa215ef0f3d5dc8587232a315a8b5efeabdd66a03e0e34"
        );
        let names = ["anna", "bo", "cas"];
        let mut expected: Vec<usize> = vec![0, 1, 2];
        expected.sort_by_key(|at| number("seed", "draw", names[*at]));
        assert_eq!(order("seed", "draw", &names), expected);
        assert_ne!(number("a", "b", "c"), number("a", "b\nc", ""));
    }
}
