//! Findings as workflow commands of GitHub Actions: a line each, which becomes an annotation of the pull request.
//!
//! GitHub shows at most ten annotations of a level in a step, and drops the others without a word. So the most
//! serious come first, and where there are more, the tenth says how many more there are. Those are then listed as
//! plain lines, which the log keeps.
//!
//! A line that a source, a file name or a title has a hand in must never be read as a command of its own. So line
//! breaks, `%` and, in properties, `:` and `,` are escaped; and plain lines go through [`plain`].

use super::report::{Place, Report, Row, details};
use super::{harmless, one_line};
use crate::diagnostic::{Lang, Level, Text};

/// So many annotations of one level does GitHub show of a step.
pub const MOST: usize = 10;

/// One annotation. Its sentences may have line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    pub level: Level,
    pub place: Option<Place>,
    pub title: String,
    pub message: String,
}

/// The annotations of a report, and the plain lines behind them.
pub fn render(report: &Report, lang: Lang) -> String {
    annotations(&of_report(report, lang), lang)
}

/// The annotations of a report, the most serious first.
pub fn of_report(report: &Report, lang: Lang) -> Vec<Annotation> {
    let rows = report.by_weight();
    rows.iter()
        .map(|row| annotation(report, row, lang))
        .collect()
}

/// Annotations as commands: of each level as many as GitHub shows, and what is left as plain lines.
pub fn annotations(all: &[Annotation], lang: Lang) -> String {
    let mut out = String::new();
    let mut rest: Vec<&Annotation> = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        let of_level: Vec<&Annotation> = all.iter().filter(|a| a.level == level).collect();
        let shown = match of_level.len() {
            few if few <= MOST => few,
            _ => MOST - 1,
        };
        let (first, left) = of_level.split_at(shown);
        for one in first {
            out.push_str(&command(one));
        }
        if !left.is_empty() {
            let more = left.len();
            let text = Text::new(
                format!("{more} more are in the log of this step: GitHub shows {MOST} at most."),
                format!(
                    "In het logboek van deze stap staan er nog {more}: GitHub toont er hoogstens {MOST}."
                ),
            );
            out.push_str(&command(&Annotation {
                level,
                place: None,
                title: "meent".into(),
                message: text.get(lang).to_string(),
            }));
            rest.extend(left);
        }
    }
    for one in rest {
        out.push_str(&line(one));
    }
    out
}

/// A finding as an annotation.
pub fn annotation(report: &Report, row: &Row, lang: Lang) -> Annotation {
    let finding = row.finding;
    let mut message = vec![finding.message.get(lang).to_string()];
    message.extend(details(finding, lang));
    // An annotation has one place. The others are told.
    for label in finding.labels.iter().skip(1) {
        if let Some(place) = report.place(label.span) {
            let text = one_line(label.text.get(lang));
            message.push(format!("{}:{}: {text}", place.path, place.start.line));
        }
    }
    let (code, title) = (finding.code, finding.code.entry().title.get(lang));
    Annotation {
        level: finding.level,
        place: report.place_of(finding),
        title: format!("{code} {title}"),
        message: message.join("\n"),
    }
}

/// `::error file=…,line=…::message`, with its line break.
pub fn command(annotation: &Annotation) -> String {
    let mut properties = Vec::new();
    if let Some(place) = &annotation.place {
        let (start, end) = (place.start, place.end);
        properties.push(format!("file={}", property(&place.path)));
        properties.push(format!("line={}", start.line));
        if end.line == start.line {
            // Columns only count within one line. GitHub's end is the last character.
            let last = end.column.saturating_sub(1).max(start.column);
            properties.push(format!(
                "endLine={},col={},endColumn={last}",
                end.line, start.column
            ));
        } else {
            properties.push(format!("endLine={}", end.line));
        }
    }
    if !annotation.title.is_empty() {
        properties.push(format!("title={}", property(&one_line(&annotation.title))));
    }
    let word = match annotation.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note | Level::Allow => "notice",
    };
    let space = if properties.is_empty() { "" } else { " " };
    let message: Vec<String> = annotation.message.lines().map(visible).collect();
    format!(
        "::{word}{space}{}::{}\n",
        properties.join(","),
        data(&message.join("\n"))
    )
}

/// An annotation as one line of the log.
fn line(annotation: &Annotation) -> String {
    let place = annotation.place.as_ref();
    let place = place.map(|p| format!("{}:{}:{}: ", p.path, p.start.line, p.start.column));
    let first = annotation.message.lines().next().unwrap_or_default();
    let level = super::level_name(annotation.level);
    let text = format!(
        "{}{level}: {}: {first}",
        place.unwrap_or_default(),
        annotation.title
    );
    format!("{}\n", plain(&text))
}

/// A line for the log that GitHub takes for no command, whatever stands in it: it does not begin with `::`, and has
/// no `##[` anywhere.
pub fn plain(text: &str) -> String {
    format!("- {}", one_line(text).replace("##[", "# #["))
}

/// The text of a command behind `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line without signs that turn the direction of writing or move the cursor.
fn visible(line: &str) -> String {
    line.chars().filter(|c| harmless(*c)).collect()
}
