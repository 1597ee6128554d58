//! The matrix in columns of plain text, as wide as the screen.

use super::view::{Group, Head, Line, Section, View};

/// Least width of a column.
const NARROWEST: usize = 8;
/// A longer list of names is cut off; the other formats have all of it.
const MOST_LETTERS: usize = 220;

/// All tables.
pub fn plain(view: &View, width: usize) -> String {
    let mut out = format!("{}\n", view.title);
    for text in &view.intro {
        paragraph(&mut out, text, 0, width);
    }
    for section in &view.sections {
        self::section(&mut out, view, section, width);
    }
    if !view.nobody.not.is_empty() {
        self::section(&mut out, view, &view.nobody, width);
    }
    out.push_str(&format!("\n\n{}\n", view.together_heading.to_uppercase()));
    for text in &view.together_intro {
        paragraph(&mut out, text, 0, width);
    }
    for section in &view.together {
        self::section(&mut out, view, section, width);
    }
    for note in &view.notes {
        out.push('\n');
        paragraph(&mut out, note, 0, width);
    }
    out
}

/// Who there is, and how many rows each has: for a commons that does not fit on a screen.
pub fn overview(view: &View, width: usize) -> String {
    let mut out = format!("{}\n\n", view.title);
    let (may, not) = (view.words.may, view.words.not);
    let all = || {
        view.sections
            .iter()
            .chain([&view.nobody])
            .chain(&view.together)
    };
    let right = may.chars().count().max(5) + not.chars().count().max(5) + 4;
    let left = width.saturating_sub(right).max(NARROWEST);
    let row = |who: &str, a: &str, b: &str| {
        let lines = wrap(who, left);
        let mut text = String::new();
        for (at, line) in lines.iter().enumerate() {
            if at + 1 < lines.len() {
                text.push_str(&format!("{line}\n"));
            } else {
                let a_width = may.chars().count().max(5);
                let b_width = not.chars().count().max(5);
                text.push_str(&format!("{line:left$}  {a:>a_width$}  {b:>b_width$}\n"));
            }
        }
        text
    };
    out.push_str(&row(view.words.who, may, not));
    out.push_str(&format!("{}\n", "─".repeat(left + right)));
    for section in all() {
        let count = |groups: &[Group]| {
            groups
                .iter()
                .map(|g| g.lines.len())
                .sum::<usize>()
                .to_string()
        };
        let (a, b) = (count(&section.may), count(&section.not));
        out.push_str(&row(&section.heading, &a, &b));
    }
    out
}

fn section(out: &mut String, view: &View, section: &Section, width: usize) {
    out.push_str("\n\n");
    let heading = section.heading.to_uppercase();
    paragraph(out, &heading, 0, width);
    if !section.also.is_empty() {
        let also = cut(&section.also);
        paragraph(out, &format!("{} {also}", view.words.also), 0, width);
    }
    if section.none {
        paragraph(out, view.words.nothing, 2, width);
    }
    table(out, view, &section.may, view.words.may, width);
    table(out, view, &section.not, view.words.not, width);
    if !section.rest.is_empty() {
        out.push('\n');
        paragraph(out, &section.rest, 2, width);
    }
}

fn table(out: &mut String, view: &View, groups: &[Group], verb: &str, width: usize) {
    let lines: Vec<&Line> = groups.iter().flat_map(|g| &g.lines).collect();
    if lines.is_empty() {
        return;
    }
    let rule = |line: &Line| -> String {
        let names = line.rules.iter().map(|r| match r.number.as_str() {
            "" => format!("“{}”", r.title),
            number => number.to_string(),
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let widest = lines
        .iter()
        .map(|l| rule(l).chars().count())
        .max()
        .unwrap_or(0);
    let last = widest.clamp(view.words.rule.chars().count(), (width / 6).max(NARROWEST));
    let room = width.saturating_sub(last + 8).max(4 * NARROWEST);
    let (data, purpose) = (room * 27 / 100, room * 27 / 100);
    let widths = [data, purpose, room - data - purpose, last];
    out.push('\n');
    let head = [view.words.data, view.words.purpose, verb, view.words.rule];
    row(out, &head.map(|h| vec![h.to_string()]), &widths);
    let full: usize = widths.iter().sum::<usize>() + 6;
    out.push_str(&format!("  {}\n", "─".repeat(full)));
    for (at, line) in lines.into_iter().enumerate() {
        if at > 0 && line.data.is_some() {
            out.push_str(&format!("  {}\n", "╌".repeat(full)));
        }
        let head = |h: &Option<Head>| h.as_ref().map_or(String::new(), |h| cut(&h.text));
        let mut what = wrap(&cut(&line.actions), widths[2]);
        for detail in &line.details {
            let room = widths[2].saturating_sub(2).max(NARROWEST);
            what.extend(wrap(detail, room).into_iter().map(|l| format!("  {l}")));
        }
        let cells = [
            wrap(&head(&line.data), widths[0]),
            wrap(&head(&line.purpose), widths[1]),
            what,
            wrap(&rule(line), widths[3]),
        ];
        row(out, &cells, &widths);
    }
}

fn row(out: &mut String, cells: &[Vec<String>; 4], widths: &[usize; 4]) {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let mut text = String::from("  ");
        for (cell, width) in cells.iter().zip(widths) {
            let part = cell.get(at).map_or("", String::as_str);
            text.push_str(&format!("{part:width$}  "));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= MOST_LETTERS {
        return text.to_string();
    }
    let short: String = text.chars().take(MOST_LETTERS).collect();
    let short = short
        .rsplit_once(", ")
        .map_or(short.as_str(), |(head, _)| head);
    let more = text.matches(", ").count() - short.matches(", ").count();
    format!("{short}, … (+{more})")
}

fn paragraph(out: &mut String, text: &str, indent: usize, width: usize) {
    for line in wrap(text, width.saturating_sub(indent).max(NARROWEST)) {
        out.push_str(&format!("{:indent$}{line}\n", ""));
    }
}

/// Lines of at most this many letters; a longer word is split.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut letters: Vec<char> = word.chars().collect();
        loop {
            let used = line.chars().count();
            let gap = usize::from(used > 0);
            if used + gap + letters.len() <= width {
                if gap == 1 {
                    line.push(' ');
                }
                line.extend(&letters);
                break;
            }
            if used > 0 {
                lines.push(std::mem::take(&mut line));
                continue;
            }
            lines.push(letters.drain(..width.max(1).min(letters.len())).collect());
            if letters.is_empty() {
                break;
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_between_words_and_long_words_are_split() {
        assert_eq!(wrap("een twee drie", 8), ["een twee", "drie"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert!(wrap("  ", 4).is_empty());
    }
}
