//! Puts the filled-in templates together: numbers paragraphs, prints gaps, writes the contents, sets links.
//!
//! In a template a line that begins with `§ ` is a paragraph and gets the next number of its article.
//! `§[rule-plan|6.2] ` is one with an anchor and a given number: rules stand under the number that the outline gave them.

use super::data::key;
use crate::analysis::outline::Article;
use crate::data::law;
use crate::diagnostic::{Diagnostic, Lang};
use crate::output::Context;
use crate::output::template::{Templates, escape_markdown};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Annexes, in their order: the letter and the name of the template. They are always there, so letters never move.
pub const ANNEXES: [(char, &str); 8] = [
    ('A', "members"),
    ('B', "datasets"),
    ('C', "purposes"),
    ('D', "record"),
    ('E', "decisions"),
    ('F', "changes"),
    ('G', "accession"),
    ('H', "findings"),
];

pub struct Document {
    pub title: String,
    pub markdown: String,
}

/// One heading with its text.
struct Section {
    anchor: String,
    heading: String,
    body: String,
}

pub fn assemble(
    ctx: &Context,
    templates: &Templates,
    lang: Lang,
    fields: &Value,
) -> Result<Document, Vec<Diagnostic>> {
    let folder = format!("agreement/{}", lang.tag());
    let mut problems = Vec::new();
    let mut render =
        |name: &str, data: &Value| match templates.render(&format!("{folder}/{name}.md"), data) {
            Ok(text) => text,
            Err(problem) => {
                problems.push(problem);
                String::new()
            }
        };
    let front = render("00-front", fields);
    let closing = render("99-signatures", fields);
    let (article_word, annex_word) = match lang {
        Lang::En => ("Article", "Annex"),
        Lang::Nl => ("Artikel", "Bijlage"),
    };
    let (mut sections, mut targets) = (Vec::new(), BTreeSet::new());
    for (article, number) in &ctx.outline.articles {
        let mut text = render(&format!("{:02}-{}", *article as u32, key(*article)), fields);
        for gap in ctx.outline.gaps.get(article).into_iter().flatten() {
            text.push_str(&format!("\n\n§ {}", gap_line(gap, lang)));
        }
        let (title, body) = heading_and_body(&text);
        targets.insert(number.to_string());
        sections.push(Section {
            anchor: format!("article-{number}"),
            heading: format!("{article_word} {number}. {title}"),
            body: number_paragraphs(&body, *number, &mut targets),
        });
    }
    for (letter, name) in ANNEXES {
        let text = render(
            &format!("annex-{}-{name}", letter.to_ascii_lowercase()),
            fields,
        );
        let (title, body) = heading_and_body(&text);
        targets.insert(letter.to_string());
        sections.push(Section {
            anchor: format!("annex-{}", letter.to_ascii_lowercase()),
            heading: format!("{annex_word} {letter}. {title}"),
            body,
        });
    }
    let contents: Vec<Value> = sections
        .iter()
        .map(|s| json!({ "anchor": s.anchor, "heading": s.heading }))
        .collect();
    let contents = render("00-contents", &json!({ "entries": contents }));
    if !problems.is_empty() {
        return Err(problems);
    }
    let articles = sections.iter().take(ctx.outline.articles.len());
    let annexes = sections.iter().skip(ctx.outline.articles.len());
    let show = |s: &Section| {
        format!(
            "## <a id=\"{}\"></a>{}\n\n{}",
            s.anchor,
            s.heading,
            s.body.trim()
        )
    };
    let mut parts = vec![front, contents];
    parts.extend(articles.map(show));
    parts.push(closing);
    parts.extend(annexes.map(show));
    let markdown = tidy(&parts.join("\n\n"));
    Ok(Document {
        title: first_heading(&markdown),
        markdown: link(&markdown, lang, &targets),
    })
}

/// "**[Not filled in: the law asks … (GDPR Art. 30); the source does not say.]**"
fn gap_line(id: &str, lang: Lang) -> String {
    let words = match lang {
        Lang::En => "Not filled in",
        Lang::Nl => "Niet ingevuld",
    };
    let gap = law::need(id)
        .map(|n| n.gap().get(lang).trim_end_matches('.').to_string())
        .unwrap_or_default();
    format!("**\\[{words}: {}\\]**", escape_markdown(&gap))
}

fn heading_and_body(text: &str) -> (String, String) {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    (
        first.trim_start_matches('#').trim().to_string(),
        rest.to_string(),
    )
}

fn first_heading(markdown: &str) -> String {
    markdown
        .lines()
        .find_map(|l| l.strip_prefix("# "))
        .unwrap_or("")
        .replace('\\', "")
}

fn number_paragraphs(body: &str, article: u32, targets: &mut BTreeSet<String>) -> String {
    let mut next = 1_u32;
    let mut out = String::new();
    for line in body.lines() {
        let Some(rest) = line.trim_start().strip_prefix('§') else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        let (mark, text) = match rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            Some((mark, text)) => (mark, text),
            None => ("", rest),
        };
        let (id, given) = mark.split_once('|').unwrap_or((mark, ""));
        let number = if given.is_empty() {
            format!("{article}.{next}")
        } else {
            given.to_string()
        };
        next = number
            .rsplit('.')
            .next()
            .and_then(|n| n.parse::<u32>().ok())
            .unwrap_or(next)
            + 1;
        let own = if id.is_empty() {
            String::new()
        } else {
            format!("<a id=\"{id}\"></a>")
        };
        out.push_str(&format!(
            "**{number}** <a id=\"p-{number}\"></a>{own}{}\n",
            text.trim_start()
        ));
        targets.insert(number);
    }
    out
}

/// At most one empty line between blocks, none at the ends of lines.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut empty = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            if !empty {
                out.push('\n');
            }
            empty = true;
        } else {
            out.push_str(line);
            out.push('\n');
            empty = false;
        }
    }
    out
}

/// Turns "Article 7.2" and "bijlage B" into links, where there is such a place.
fn link(markdown: &str, lang: Lang, targets: &BTreeSet<String>) -> String {
    let words: [&str; 2] = match lang {
        Lang::En => ["Article ", "Annex "],
        Lang::Nl => ["artikel ", "bijlage "],
    };
    let mut out = String::with_capacity(markdown.len() + markdown.len() / 8);
    for line in markdown.split_inclusive('\n') {
        if line.starts_with('#') || line.starts_with("- [") {
            out.push_str(line);
        } else {
            link_line(line, words, targets, &mut out);
        }
    }
    out
}

fn link_line(line: &str, words: [&str; 2], targets: &BTreeSet<String>, out: &mut String) {
    let mut rest = line;
    while let Some((at, word)) = words
        .iter()
        .filter_map(|w| find_word(rest, w).map(|at| (at, *w)))
        .min()
    {
        let (before, found) = rest.split_at(at);
        let after = found.get(word.len()..).unwrap_or("");
        let end = after
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
            .unwrap_or(after.len());
        let number = after.get(..end).unwrap_or("").trim_end_matches('.');
        let label = found.get(..word.len() + number.len()).unwrap_or(found);
        out.push_str(before);
        if targets.contains(number) {
            let anchor = match number.chars().next() {
                Some(c) if c.is_ascii_alphabetic() => {
                    format!("annex-{}", number.to_ascii_lowercase())
                }
                _ if number.contains('.') => format!("p-{number}"),
                _ => format!("article-{number}"),
            };
            out.push_str(&format!("[{label}](#{anchor})"));
        } else {
            out.push_str(label);
        }
        rest = after.get(number.len()..).unwrap_or("");
    }
    out.push_str(rest);
}

/// The word in either case of its first letter, with no letter before it.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let tail = word.get(1..)?;
    let first = word.chars().next()?;
    text.match_indices(tail).find_map(|(at, _)| {
        let start = at.checked_sub(1)?;
        let c = text.get(start..at)?.chars().next()?;
        let boundary = !text.get(..start)?.ends_with(char::is_alphanumeric);
        (c.eq_ignore_ascii_case(&first) && boundary).then_some(start)
    })
}
