//! By what a finding is known again in another version of the source.
//!
//! A fingerprint holds what the finding is about, and nothing of where that stands: the code, the declarations that
//! its places lie in, the words at its first place, and the names that its sentence quotes. So it stays the same
//! when lines move, when a declaration goes to another file, when other declarations change, and when a later
//! compiler words the sentence otherwise. It changes when the words change that the finding points at: then it is
//! worth another look.

use super::Diagnostic;
use crate::source::{Sources, Span, digest};

/// The name of this way of making fingerprints, as SARIF asks for it. Another way has to have another name.
pub const RECIPE: &str = "meent/v1";

/// So many characters of a digest are a fingerprint.
pub const LENGTH: usize = 32;

/// The fingerprint of a finding: [`LENGTH`] hexadecimal digits. `within` names the declaration that a place lies in;
/// a place outside all declarations goes by its file.
pub fn fingerprint(
    finding: &Diagnostic,
    sources: &Sources,
    within: &dyn Fn(Span) -> Option<String>,
) -> String {
    let file_of = |span: Span| {
        let file = sources.iter().find(|(id, _)| *id == span.file);
        file.map_or("", |(_, file)| file.path.as_str())
    };
    let mut parts = vec![RECIPE.to_string(), finding.code.to_string()];
    for label in &finding.labels {
        let about = within(label.span).unwrap_or_else(|| format!("file {}", file_of(label.span)));
        parts.push(about);
    }
    parts.push(String::new());
    if let Some(span) = finding.span().filter(|span| !file_of(*span).is_empty()) {
        parts.push(words(sources.text(span)));
    }
    parts.push(String::new());
    parts.extend(quoted(&finding.message.en));
    let numbered: Vec<(String, &String)> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| (format!("{at:04}"), part))
        .collect();
    let named = numbered
        .iter()
        .map(|(at, part)| (at.as_str(), part.as_bytes()));
    let mut found = digest::digest(named);
    found.truncate(LENGTH);
    found
}

/// A text with its blanks evened out: layout is no change.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between quotation marks in a sentence, sorted.
fn quoted(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = sentence;
    while let Some(at) = rest.find(['`', '"', '“']) {
        let mark = rest.get(at..).and_then(|r| r.chars().next());
        let Some(mark) = mark else { break };
        let inside = rest.get(at + mark.len_utf8()..).unwrap_or_default();
        let close = if mark == '“' { '”' } else { mark };
        let Some(end) = inside.find(close) else { break };
        found.push(words(inside.get(..end).unwrap_or_default()));
        rest = inside.get(end + close.len_utf8()..).unwrap_or_default();
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::registry::codes;
    use crate::diagnostic::{Code, Text};
    use crate::source::SourceFile;

    /// The fingerprint of a finding at a word of a text, in the declaration `rule plan`.
    fn of(code: Code, path: &str, text: &str, word: &str, message: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new(path, text));
        let at = text.find(word).unwrap();
        let span = Span::new(file, at, at + word.len());
        let finding = Diagnostic::new(code, Text::new(message, "")).label(span, Text::default());
        fingerprint(&finding, &sources, &|_| Some("rule plan".into()))
    }

    #[test]
    fn it_survives_moved_lines_layout_wording_and_another_file() {
        let code = codes::UNKNOWN_NAME;
        let first = of(
            code,
            "a.meent",
            "rule plan {\n  may read x\n}",
            "may read x",
            "No `x`.",
        );
        assert_eq!(first.len(), LENGTH);
        for (path, text, word, message) in [
            (
                "a.meent",
                "# more\n\n\nrule plan { may read x }",
                "may read x",
                "No `x`.",
            ),
            (
                "b.meent",
                "rule plan {\n may   read\n   x }",
                "may   read\n   x",
                "No `x`.",
            ),
            (
                "a.meent",
                "rule plan { may read x }",
                "may read x",
                "There is nothing called `x` here.",
            ),
        ] {
            assert_eq!(of(code, path, text, word, message), first, "{path} {text}");
        }
    }

    #[test]
    fn it_changes_with_what_the_finding_is_about() {
        let code = codes::UNKNOWN_NAME;
        let text = "rule plan { may read x }";
        let first = of(code, "a.meent", text, "may read x", "No `x`.");
        assert_ne!(
            of(codes::WRONG_KIND, "a.meent", text, "may read x", "No `x`."),
            first
        );
        assert_ne!(of(code, "a.meent", text, "may read x", "No `y`."), first);
        assert_ne!(
            of(code, "a.meent", text, "may read x", "No \"y\" and “z”."),
            first
        );
        assert_ne!(of(code, "a.meent", text, "read x", "No `x`."), first);
    }

    #[test]
    fn names_are_read_out_of_a_sentence() {
        assert_eq!(quoted("“b c” and `a`, \"d\" not '."), ["a", "b c", "d"]);
        assert_eq!(quoted("an open ` mark"), Vec::<String>::new());
    }
}
