//! Findings for people: the sentence, the lines of the source with every place that is involved, the concrete
//! case, what to do, and the first fix as the lines that one would write.

use super::shorten::{Shortened, around_change};
use super::{Summary, bytes, file, one_line};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Fix, Label, Lang, Level};
use crate::source::{FileId, SourceFile, Sources};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity,
    SourceCode, SourceSpan, SpanContents,
};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// More lines of a fix than this are cut off.
const FIX_LINES: usize = 12;

pub(super) fn render<'a>(
    findings: impl Iterator<Item = &'a Diagnostic>,
    summary: Summary,
    sources: &Sources,
    lang: Lang,
    color: bool,
    width: usize,
) -> String {
    let width = width.clamp(40, 160);
    let theme = if color {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(width)
        .tab_width(4)
        .with_context_lines(1);
    let mut out = String::new();
    let mut texts = Texts::new(sources);
    for finding in findings {
        one(&mut out, &handler, finding, &mut texts, lang, width);
        out.push('\n');
    }
    let total = summary.text(lang);
    if !total.is_empty() {
        out.push_str(&total);
        out.push('\n');
    }
    out
}

fn one(
    out: &mut String,
    handler: &GraphicalReportHandler,
    finding: &Diagnostic,
    texts: &mut Texts,
    lang: Lang,
    width: usize,
) {
    let sources = texts.sources;
    let level = level_word(finding.level, lang);
    let mut snippets = snippets(&finding.labels, texts, lang).into_iter();
    let severity = match finding.level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Note | Level::Allow => Severity::Advice,
    };
    let first = Report {
        head: Some((
            format!("{level} {}", finding.code),
            format!("meent explain {}", finding.code),
        )),
        message: one_line(finding.message.get(lang)),
        severity,
        snippet: snippets.next(),
    };
    show(out, handler, &first);
    for snippet in snippets {
        let message = match lang {
            Lang::En => format!("And in {}", snippet.source.path),
            Lang::Nl => format!("En in {}", snippet.source.path),
        };
        show(
            out,
            handler,
            &Report {
                head: None,
                message,
                severity: Severity::Advice,
                snippet: Some(snippet),
            },
        );
    }
    let (case, help) = match (lang, finding.code) {
        (Lang::En, codes::SCENARIO_FAILS) => ("What came out", "Help"),
        (Lang::Nl, codes::SCENARIO_FAILS) => ("Wat eruit komt", "Hulp"),
        (Lang::En, codes::VOTE_NOT_CHECKED) => ("Why", "Help"),
        (Lang::Nl, codes::VOTE_NOT_CHECKED) => ("Waarom", "Hulp"),
        (Lang::En, _) => ("For example", "Help"),
        (Lang::Nl, _) => ("Bijvoorbeeld", "Hulp"),
    };
    for (word, text) in [(case, &finding.case), (help, &finding.help)] {
        if let Some(text) = text {
            wrapped(out, &format!("{word}: {}", one_line(text.get(lang))), width);
        }
    }
    if let Some(fix) = finding.fixes.first() {
        show_fix(out, fix, sources, lang, width);
    }
    // The first one is not the only one: which of them is right is for people to say.
    for fix in finding.fixes.iter().skip(1) {
        let other = match lang {
            Lang::En => "Or",
            Lang::Nl => "Of",
        };
        let title = one_line(fix.title.get(lang));
        if !title.is_empty() {
            wrapped(out, &format!("{other}: {}", stopped(&title)), width);
        }
    }
}

fn level_word(level: Level, lang: Lang) -> &'static str {
    match (level, lang) {
        (Level::Error, Lang::En) => "Error",
        (Level::Error, Lang::Nl) => "Fout",
        (Level::Warning, Lang::En) => "Warning",
        (Level::Warning, Lang::Nl) => "Waarschuwing",
        (Level::Note | Level::Allow, Lang::En) => "Note",
        (Level::Note | Level::Allow, Lang::Nl) => "Opmerking",
    }
}

/// The texts as they are shown, each looked through once however many findings there are in it.
struct Texts<'s> {
    sources: &'s Sources,
    /// What is shown of a file of which no line is too long; `None` if one is.
    known: BTreeMap<FileId, Option<Arc<str>>>,
}

impl<'s> Texts<'s> {
    fn new(sources: &'s Sources) -> Self {
        Texts {
            sources,
            known: BTreeMap::new(),
        }
    }

    /// The whole of a file, if none of its lines has to be cut.
    fn whole(&mut self, id: FileId, source: &SourceFile) -> Option<Arc<str>> {
        let look = || match Shortened::of(&source.text, &[]) {
            Some(_) => None,
            None => Some(harmless(&source.text)),
        };
        self.known.entry(id).or_insert_with(look).clone()
    }
}

/// The places of one file.
struct Snippet<'s> {
    source: Shown<'s>,
    labels: Vec<LabeledSpan>,
}

/// A file as it is shown: its long lines may have been cut.
struct Shown<'s> {
    path: &'s str,
    text: Arc<str>,
    /// The file, if its lines are where they were.
    lines: Option<&'s SourceFile>,
    /// Where a place stands in what is shown, and its column (from 0) in the file.
    columns: Vec<(usize, usize)>,
}

impl SourceCode for Shown<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // Only the lines around are read: the reader counts lines from the start of what it is given.
        let (line, from, to) = match self.lines {
            Some(file) => {
                let more = before.max(after).saturating_add(1);
                file.lines_around(span.offset(), span.offset() + span.len(), more)
            }
            None => (0, 0, self.text.len()),
        };
        let lines = self.text.as_bytes().get(from..to);
        let lines = lines.ok_or(MietteError::OutOfBounds)?;
        let within = SourceSpan::from((span.offset().saturating_sub(from), span.len()));
        let shown = lines.read_span(&within, before, after)?;
        // Without lines around it, it is the place that the head of the snippet tells.
        let known = self.columns.iter().find(|(at, _)| *at == span.offset());
        let column = match known {
            Some((_, column)) if before == 0 && after == 0 => *column,
            _ => shown.column(),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.to_owned(),
            shown.data(),
            SourceSpan::from((shown.span().offset() + from, shown.span().len())),
            shown.line() + line,
            column,
            shown.line_count() + line,
        )))
    }
}

/// The labels, gathered by file; the file of the first label comes first.
fn snippets<'s>(labels: &[Label], texts: &mut Texts<'s>, lang: Lang) -> Vec<Snippet<'s>> {
    let mut files: Vec<FileId> = Vec::new();
    for label in labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    let of_file = |id: FileId| {
        let of_this: Vec<&Label> = labels.iter().filter(|l| l.span.file == id).collect();
        let source = file(texts.sources, of_this.first()?.span)?;
        let places: Vec<(usize, usize)> = of_this
            .iter()
            .map(|label| bytes(&source.text, label.span))
            .collect();
        let whole = texts.whole(id, source);
        let cut = match &whole {
            Some(_) => None,
            None => Shortened::of(&source.text, &places),
        };
        let now = |byte: usize| cut.as_ref().map_or(byte, |cut| cut.place(byte));
        let labels = of_this.iter().zip(&places).enumerate();
        let labels = labels
            .map(|(i, (label, &(start, end)))| {
                let text = Some(one_line(label.text.get(lang))).filter(|t| !t.is_empty());
                let span = (now(start), now(end) - now(start));
                if i == 0 {
                    LabeledSpan::new_primary_with_span(text, span)
                } else {
                    LabeledSpan::new_with_span(text, span)
                }
            })
            .collect();
        let column = |start: usize| source.line_column(start as u32).column.saturating_sub(1);
        let columns = match &cut {
            Some(_) => places.iter().map(|p| (now(p.0), column(p.0))).collect(),
            None => Vec::new(),
        };
        let text = match (&cut, whole) {
            (Some(cut), _) => harmless(&cut.text.as_str().into()),
            (None, Some(whole)) => whole,
            (None, None) => harmless(&source.text),
        };
        Some(Snippet {
            source: Shown {
                path: &source.path,
                text,
                lines: cut.is_none().then_some(source),
                columns,
            },
            labels,
        })
    };
    files.into_iter().filter_map(of_file).collect()
}

/// The text with every sign that would change how the rest of it is shown replaced by one of the same length in
/// bytes: line ends of two signs, controls, and marks that turn the direction of writing.
fn harmless(text: &Arc<str>) -> Arc<str> {
    let replaced = |c: char| match c {
        '\n' | '\t' => None,
        '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}' => Some("\u{FFFD}"),
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' => Some("   "),
        c if c.is_control() => Some(match c.len_utf8() {
            1 => " ",
            _ => "  ",
        }),
        _ => None,
    };
    if !text.chars().any(|c| replaced(c).is_some()) {
        return Arc::clone(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match replaced(c) {
            Some(other) => out.push_str(other),
            None => out.push(c),
        }
    }
    out.into()
}

/// A finding, or the part of it that lies in another file, as miette wants it.
struct Report<'s> {
    /// The code, and the command that explains it.
    head: Option<(String, String)>,
    message: String,
    severity: Severity,
    snippet: Option<Snippet<'s>>,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.head
            .as_ref()
            .map(|(code, _)| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.head
            .as_ref()
            .map(|(_, explain)| Box::new(explain) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|s| &s.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.snippet.as_ref()?.labels.iter().cloned();
        Some(Box::new(labels))
    }
}

fn show(out: &mut String, handler: &GraphicalReportHandler, report: &Report) {
    let mut text = String::new();
    if handler.render_report(&mut text, report).is_err() {
        text = report.message.clone();
    }
    for line in text.trim_matches('\n').lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// Words in lines of at most `width` characters, indented by two.
fn wrapped(out: &mut String, text: &str, width: usize) {
    let mut line = String::from(" ");
    for word in text.split(' ') {
        if line.trim().is_empty() || line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            out.push_str(&line);
            out.push('\n');
            line = format!("    {word}");
        }
    }
    out.push_str(&line);
    out.push('\n');
}

/// A sentence with a full stop, if it has no stop of its own.
fn stopped(sentence: &str) -> String {
    let stop = if sentence.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{sentence}{stop}")
}

/// What a fix does, and the lines as they would read after it.
fn show_fix(out: &mut String, fix: &Fix, sources: &Sources, lang: Lang, width: usize) {
    let title = one_line(fix.title.get(lang));
    let changes = changes(fix, sources);
    let (edit, write, remove) = match lang {
        Lang::En => ("Edit", "It then reads", "Remove"),
        Lang::Nl => ("Aanpassing", "Dan staat er", "Haal weg"),
    };
    if !title.is_empty() {
        wrapped(out, &format!("{edit}: {}", stopped(&title)), width);
    }
    for change in changes {
        let lines = if change.after.is_empty() {
            &change.before
        } else {
            &change.after
        };
        let word = if change.after.is_empty() {
            remove
        } else {
            write
        };
        let at = format!("{}:{}", change.path, change.line);
        let lines: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(i, line)| around_change(change.before.get(i).filter(|b| *b != line), line))
            .collect();
        match lines.as_slice() {
            [line] => out.push_str(&format!("  {word} ({at}): {line}\n")),
            lines => {
                out.push_str(&format!("  {word} ({at}):\n"));
                for line in lines.iter().take(FIX_LINES) {
                    out.push_str(format!("      {line}").trim_end());
                    out.push('\n');
                }
                if lines.len() > FIX_LINES {
                    out.push_str("      …\n");
                }
            }
        }
    }
}

/// Whole lines of a file before and after some edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    pub path: &'a str,
    /// The first of the lines, from 1.
    pub line: usize,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// The lines that a fix touches. Edits on the same lines are one change.
pub fn changes<'a>(fix: &Fix, sources: &'a Sources) -> Vec<Change<'a>> {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|e| e.span);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = edits.get(at) {
        let Some(source) = file(sources, first.span) else {
            at += 1;
            continue;
        };
        let text: &str = &source.text;
        let (start, mut end) = bytes(text, first.span);
        let from = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = |byte: usize| text[byte..].find('\n').map_or(text.len(), |i| byte + i);
        let mut after = text[from..start].to_string();
        after.push_str(&first.text);
        at += 1;
        // The next edit joins when it starts on the line where this one ends.
        while let Some(next) = edits.get(at).filter(|e| e.span.file == first.span.file) {
            let (next_start, next_end) = bytes(text, next.span);
            if next_start < end || next_start > line_end(end) {
                break;
            }
            after.push_str(&text[end..next_start]);
            after.push_str(&next.text);
            end = next_end;
            at += 1;
        }
        let to = line_end(end);
        after.push_str(&text[end..to]);
        out.push(Change {
            path: &source.path,
            line: source.line_column(start as u32).line,
            before: dedented(&text[from..to]),
            after: dedented(&after),
        });
    }
    out
}

/// The lines without the indent they share, and without empty lines around them.
fn dedented(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent_of = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let indent = lines
        .iter()
        .filter(|l| !l.is_empty())
        .map(indent_of)
        .min()
        .unwrap_or(0);
    let mut out: Vec<String> = lines
        .iter()
        .map(|l| l.get(indent..).unwrap_or("").to_string())
        .collect();
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    let blank = out.iter().take_while(|l| l.is_empty()).count();
    out.split_off(blank)
}
