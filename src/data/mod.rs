//! What ships with the compiler as data: the purposes of the Data Privacy Vocabulary, the actions that
//! every commons knows, and dated, cited law. None of it is code; the files lie beside these modules.

pub mod actions;
pub mod dpv;
pub mod law;

/// Reads a data file that is part of the compiler. The tests read every one of them, so a failure here
/// can only come from a build with a damaged file; it then counts as empty.
fn shipped<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    let read = toml::from_str(text);
    debug_assert!(
        read.is_ok(),
        "a data file of the compiler does not read: {:?}",
        read.as_ref().err()
    );
    read.unwrap_or_default()
}
