//! Findings as the pages show them: texts only, free of the sources that they came from.

use crate::diagnostic::registry::codes;
use crate::diagnostic::render::{Change, changes};
use crate::diagnostic::{Code, Diagnostic, Fix, Lang, Level, Text};
use crate::output::template::escape_markup;
use crate::source::{SourceFile, Sources, Span};
use serde_json::{Value, json};

/// More characters of a line than this are not shown around a place.
const LONGEST_LINE: usize = 200;
/// More lines of a fix than this are cut off.
const FIX_LINES: usize = 12;

/// One finding, with all that is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub code: Code,
    pub level: Level,
    pub message: Text,
    /// The first is where the finding is shown.
    pub places: Vec<Place>,
    pub case: Option<Text>,
    pub help: Option<Text>,
    pub fixes: Vec<Remedy>,
}

/// A place in a file and the line that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// As in `rules.meent:4:3`.
    pub at: String,
    pub text: Text,
    /// The line before, in, and behind the place.
    pub line: [String; 3],
}

/// A way to settle a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    pub title: Text,
    pub changes: Vec<Lines>,
}

/// Lines of a file as they would read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// As in `rules.meent:4`.
    pub at: String,
    pub text: String,
    /// These lines go away, and nothing comes in their place.
    pub removed: bool,
}

impl Finding {
    /// What is shown of a finding; `None` for one that the project has switched off.
    pub fn of(finding: &Diagnostic, sources: &Sources) -> Option<Self> {
        if finding.level == Level::Allow {
            return None;
        }
        let places = finding.labels.iter();
        Some(Finding {
            code: finding.code,
            level: finding.level,
            message: finding.message.clone(),
            places: places
                .filter_map(|l| Place::of(l.span, &l.text, sources))
                .collect(),
            case: finding.case.clone(),
            help: finding.help.clone(),
            fixes: finding
                .fixes
                .iter()
                .map(|f| Remedy::of(f, sources))
                .collect(),
        })
    }

    /// The name of a level, the same in every language: it is also the class in the pages.
    pub fn level_name(&self) -> &'static str {
        match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note | Level::Allow => "note",
        }
    }

    /// What a template gets of it. Sentences are markup; what is quoted from the source is not.
    pub fn fields(&self, number: usize, lang: Lang) -> Value {
        let said = |text: &Option<Text>| text.as_ref().map(|t| marked(t.get(lang)));
        let case_word = match self.code {
            codes::SCENARIO_FAILS => "came_out",
            codes::VOTE_NOT_CHECKED => "why",
            _ => "example",
        };
        json!({
            "number": number,
            "code": self.code,
            "level": self.level_name(),
            "is_error": self.level == Level::Error,
            "is_warning": self.level == Level::Warning,
            "message": marked(self.message.get(lang)),
            "at": self.places.first().map_or("", |p| p.at.as_str()),
            "places": self.places.iter().map(|p| p.fields(lang)).collect::<Vec<_>>(),
            "came_out": said(&self.case).filter(|_| case_word == "came_out"),
            "why": said(&self.case).filter(|_| case_word == "why"),
            "example": said(&self.case).filter(|_| case_word == "example"),
            "help": said(&self.help),
            "fixes": self.fixes.iter().map(|f| f.fields(lang)).collect::<Vec<_>>(),
        })
    }
}

impl Place {
    fn of(span: Span, text: &Text, sources: &Sources) -> Option<Self> {
        let file = sources.iter().find(|(id, _)| *id == span.file)?.1;
        let at = file.line_column(span.start);
        Some(Place {
            at: format!("{}:{}:{}", file.path, at.line, at.column),
            text: text.clone(),
            line: around(file, span),
        })
    }

    fn fields(&self, lang: Lang) -> Value {
        let [before, within, after] = &self.line;
        json!({
            "at": self.at,
            "text": marked(self.text.get(lang)),
            "before": before,
            "within": within,
            "after": after,
            "shown": self.line.iter().any(|part| !part.trim().is_empty()),
        })
    }
}

/// The first line that a place is in: before it, the place, behind it.
fn around(file: &SourceFile, span: Span) -> [String; 3] {
    let text: &str = &file.text;
    let start = floor(text, span.start as usize);
    let from = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let to = text[start..].find('\n').map_or(text.len(), |i| start + i);
    let end = floor(text, span.end as usize).clamp(start, to);
    let before: Vec<char> = text[from..start].trim_start().chars().collect();
    let cut = before.len().saturating_sub(LONGEST_LINE / 2);
    let mut head: String = before.iter().skip(cut).collect();
    if cut > 0 {
        head.insert(0, '…');
    }
    [
        harmless(&head),
        harmless(&shortened(&text[start..end])),
        harmless(&shortened(text[end..to].trim_end())),
    ]
}

/// A sentence as markup: what stands between backticks is code.
fn marked(text: &str) -> String {
    let text = &harmless(&text.replace('\n', " "));
    let parts: Vec<&str> = text.split('`').collect();
    // One backtick without its other is only itself.
    if parts.len().is_multiple_of(2) {
        return escape_markup(text);
    }
    let part = |(i, part): (usize, &&str)| match i % 2 {
        0 => escape_markup(part),
        _ => format!("<code>{}</code>", escape_markup(part)),
    };
    parts.iter().enumerate().map(part).collect()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_LINE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}

/// The byte, or the nearest one before it at which a character begins.
fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Without signs that turn the direction of writing, or that can't be seen: a page would show them as something else.
fn harmless(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{200E}' | '\u{200F}');
    let shown = |c: char| match c {
        '\t' => ' ',
        c if turns(c) || c.is_control() => '\u{FFFD}',
        c => c,
    };
    text.chars().filter(|c| *c != '\r').map(shown).collect()
}

impl Remedy {
    fn of(fix: &Fix, sources: &Sources) -> Self {
        let lines = |change: &Change| {
            let removed = change.after.is_empty();
            let lines = match removed {
                true => &change.before,
                false => &change.after,
            };
            let mut shown: Vec<String> =
                lines.iter().take(FIX_LINES).map(|l| shortened(l)).collect();
            if lines.len() > FIX_LINES {
                shown.push("…".to_string());
            }
            let shown: Vec<String> = shown.iter().map(|l| harmless(l)).collect();
            Lines {
                at: format!("{}:{}", change.path, change.line),
                text: shown.join("\n"),
                removed,
            }
        };
        Remedy {
            title: fix.title.clone(),
            changes: changes(fix, sources).iter().map(lines).collect(),
        }
    }

    fn fields(&self, lang: Lang) -> Value {
        let lines = |l: &Lines| json!({ "at": l.at, "text": l.text, "removed": l.removed });
        json!({
            "title": marked(self.title.get(lang)),
            "changes": self.changes.iter().map(lines).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn code_in_a_sentence_is_code_and_nothing_else_is_markup() {
        assert_eq!(
            marked("no `<a>` & <b>"),
            "no <code>&lt;a&gt;</code> &amp; &lt;b&gt;"
        );
        assert_eq!(marked("one ` <b>"), "one ` &lt;b&gt;");
        assert_eq!(marked(""), "");
    }

    #[test]
    fn a_place_is_shown_in_its_line_whatever_stands_there() {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new(
            "a.meent",
            "first\n  één \u{202E}woord <b> hier\r\nlast",
        ));
        let text: &str = &sources.file(id).text;
        let at = text.find("<b>").unwrap();
        let place = Place::of(Span::new(id, at, at + 3), &Text::default(), &sources).unwrap();
        assert_eq!(place.at, "a.meent:2:14");
        assert_eq!(
            place.line,
            [
                "één \u{FFFD}woord ".into(),
                "<b>".to_string(),
                " hier".into()
            ]
        );
        // Within a character, behind the end, over several lines, of no file.
        for (start, end) in [(9, 9), (500, 900), (0, 40), (8, 10)] {
            assert!(Place::of(Span::new(id, start, end), &Text::default(), &sources).is_some());
        }
        assert_eq!(
            Place::of(Span::new(FileId(9), 0, 1), &Text::default(), &sources),
            None
        );
    }
}
