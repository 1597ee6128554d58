//! Digests: of what was read, and of what was made.

use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// One digest of named texts: of each, in the order of the names, the length of its name, its name, its length and
/// its bytes. So neither the order in which files were found nor where one ends and the next begins can hide a change.
pub fn digest<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut parts: Vec<(&str, &[u8])> = parts.into_iter().collect();
    parts.sort_unstable();
    let mut hash = Sha256::new();
    for (name, bytes) in parts {
        for part in [name.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hex(&hash.finalize())
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_and_boundaries_do() {
        let (a, b): (&[u8], &[u8]) = (b"one", b"two");
        assert_eq!(digest([("a", a), ("b", b)]), digest([("b", b), ("a", a)]));
        assert_ne!(digest([("a", a), ("b", b)]), digest([("a", b), ("b", a)]));
        assert_ne!(
            digest([("ab", b"c".as_slice())]),
            digest([("a", b"bc".as_slice())])
        );
        assert_eq!(
            sha256(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
