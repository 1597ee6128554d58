//! Lays out text that templates have filled in.

/// Leaves at most one empty line between two others, and none at the ends.
pub fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('\n');
            gap = false;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The same, with lines of at most `width` characters; what is wrapped stays below where its line begins, and below the
/// text of a bullet.
pub fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in tidy(text).lines() {
        let text = line.trim_start();
        let indent = line.chars().count() - text.chars().count();
        let hang = indent
            + text
                .find(|c| c != '-' && c != '+' && c != ' ')
                .unwrap_or(0)
                .min(4);
        let mut used = indent;
        out.push_str(&" ".repeat(indent));
        for (n, word) in text.split(' ').enumerate() {
            let length = word.chars().count();
            if n > 0 && used + 1 + length > width.max(40) && used > hang {
                out.push('\n');
                out.push_str(&" ".repeat(hang));
                used = hang;
            } else if n > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += length;
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hang_below_their_beginning() {
        let text = "\n\n  - one two three four five six seven eight nine ten\n\n\n\nend\n\n";
        assert_eq!(
            wrap(text, 40),
            "  - one two three four five six seven\n    eight nine ten\n\nend\n"
        );
    }
}
