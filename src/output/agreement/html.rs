//! Writes the agreement's Markdown as HTML: parsed once, written from the events.
//!
//! Raw HTML has no way in: of what looks like HTML in the Markdown only our own anchors are kept, everything
//! else is text.

use crate::output::template::escape_markup;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The body of a page. Headings keep their levels, anchors become `id` and `data-id`.
pub fn body(markdown: &str) -> String {
    let events: Vec<Event> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let mut writer = Writer::default();
    for (at, event) in events.iter().enumerate() {
        writer.event(event, events.get(at + 1..).unwrap_or(&[]));
    }
    writer.out
}

#[derive(Default)]
struct Writer {
    out: String,
    in_table_head: bool,
}

impl Writer {
    fn event(&mut self, event: &Event, after: &[Event]) {
        match event {
            Event::Start(tag) => self.start(tag, after),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.out.push_str(&escape_markup(text)),
            Event::Code(text) => self
                .out
                .push_str(&format!("<code>{}</code>", escape_markup(text))),
            Event::InlineHtml(raw) | Event::Html(raw) => self.raw(raw),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            _ => {}
        }
    }

    /// `<a id="rule-plan">` and `</a>`; anything else is text.
    fn raw(&mut self, raw: &str) {
        let id = raw
            .strip_prefix("<a id=\"")
            .and_then(|r| r.strip_suffix("\">"));
        match id {
            Some(id) if !id.contains(['"', '<', '>', '&', ' ']) => {
                let data = match id.split_once('-') {
                    Some(("p" | "article" | "annex", _)) | None => String::new(),
                    Some((_, declaration)) => format!(" data-id=\"{declaration}\""),
                };
                self.out.push_str(&format!("<span id=\"{id}\"{data}>"));
            }
            _ if raw == "</a>" => self.out.push_str("</span>"),
            _ => self.out.push_str(&escape_markup(raw)),
        }
    }

    fn start(&mut self, tag: &Tag, after: &[Event]) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => self.out.push_str(&format!("<h{}>", depth(*level))),
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(n)) => self.out.push_str(&format!("<ol start=\"{n}\">\n")),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(_) => self
                .out
                .push_str("<div class=\"table\" tabindex=\"0\"><table>\n"),
            Tag::TableHead => {
                self.in_table_head = true;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => self.out.push_str("<tr>"),
            Tag::TableCell if self.in_table_head => self.out.push_str("<th scope=\"col\">"),
            Tag::TableCell => self.out.push_str("<td>"),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong if is_gap(after) => self.out.push_str("<strong class=\"gap\">"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Link { dest_url, .. } => self
                .out
                .push_str(&format!("<a href=\"{}\">", escape_markup(&safe(dest_url)))),
            Tag::CodeBlock(_) => self.out.push_str("<pre>"),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.out.push_str(&format!("</h{}>\n", depth(level))),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.out.push_str("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell if self.in_table_head => self.out.push_str("</th>"),
            TagEnd::TableCell => self.out.push_str("</td>"),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Link => self.out.push_str("</a>"),
            TagEnd::CodeBlock => self.out.push_str("</pre>\n"),
            _ => {}
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// A link may go to a place in the document, the web or a mailbox, and nowhere else.
fn safe(url: &str) -> String {
    let known = ["#", "http://", "https://", "mailto:"]
        .iter()
        .any(|p| url.starts_with(p));
    if known {
        url.to_string()
    } else {
        "#".to_string()
    }
}

/// A bold text that begins with a bracket is a gap: something that the law asks and the source does not say.
fn is_gap(after: &[Event]) -> bool {
    matches!(after.first(), Some(Event::Text(text)) if text.starts_with('['))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_anchors_are_markup() {
        let html = body(
            "**6.1** <a id=\"rule-plan\"></a>A <script>x</script> [b](javascript:y) \\[c\\]\n\n<div>d</div>\n",
        );
        assert_eq!(
            html,
            "<p><strong>6.1</strong> <span id=\"rule-plan\" data-id=\"plan\"></span>A &lt;script&gt;x&lt;/script&gt; \
             <a href=\"#\">b</a> [c]</p>\n&lt;div&gt;d&lt;/div&gt;\n"
        );
    }

    #[test]
    fn tables_lists_and_gaps() {
        let html =
            body("| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- x\n- y\n\n**\\[Not filled in: z\\]**\n");
        assert!(
            html.contains("<th scope=\"col\">a</th>") && html.contains("<tbody>\n<tr><td>1</td>"),
            "{html}"
        );
        assert!(
            html.contains("<ul>\n<li>x</li>")
                && html.contains("<strong class=\"gap\">[Not filled in: z]"),
            "{html}"
        );
    }
}
