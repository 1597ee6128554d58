//! The versions as feeds: Atom (RFC 4287) and JSON Feed 1.1. Every date comes from the source.

use super::texts::Texts;
use crate::diagnostic::Lang;
use crate::output::Context;
use crate::output::template::escape_markup;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A name-based identifier that is the same for every build: RFC 9562, version 8, from SHA-256.
fn uuid(name: &str) -> String {
    let mut bytes: [u8; 16] = [0; 16];
    for (to, from) in bytes.iter_mut().zip(Sha256::digest(name.as_bytes())) {
        *to = from;
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut hex = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        let _ = write!(hex, "{byte:02x}");
    }
    format!("urn:uuid:{hex}")
}

struct Entry<'a> {
    id: String,
    lang: Lang,
    title: String,
    what: &'a str,
}

fn entries<'a>(ctx: &Context, texts: &'a [Texts; 2]) -> Vec<Entry<'a>> {
    let commons = &ctx.model.commons;
    let Some(version) = &commons.version else {
        return Vec::new();
    };
    texts
        .iter()
        .map(|t| Entry {
            id: uuid(&format!("{}/{version}/{}", commons.id(), t.lang.tag())),
            lang: t.lang,
            title: format!(
                "{}: {} {version}",
                commons.title(t.lang),
                t.get("ui", "version").to_lowercase()
            ),
            what: t.get("changes", "first"),
        })
        .collect()
}

/// Atom needs a date: without a day on which the version came into force there is no feed.
pub fn atom(ctx: &Context, texts: &[Texts; 2]) -> Option<String> {
    let commons = &ctx.model.commons;
    let updated = format!("{}T00:00:00Z", commons.in_force?);
    let entries = entries(ctx, texts);
    if entries.is_empty() {
        return None;
    }
    let title = escape_markup(commons.title(ctx.model.lang));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n  \
         <id>{}</id>\n  <title>{title}</title>\n  <updated>{updated}</updated>\n  <author><name>{title}</name></author>\n  \
         <link rel=\"self\" type=\"application/atom+xml\" href=\"feed.xml\"/>\n  <link rel=\"alternate\" type=\"text/html\" href=\"index.html\"/>\n",
        ctx.model.lang.tag(),
        uuid(commons.id()),
    );
    for entry in entries {
        let _ = writeln!(
            out,
            "  <entry xml:lang=\"{0}\">\n    <id>{1}</id>\n    <title>{2}</title>\n    <updated>{updated}</updated>\n    \
             <link rel=\"alternate\" type=\"text/html\" hreflang=\"{0}\" href=\"{0}/changes.html\"/>\n    <summary>{3}</summary>\n  </entry>",
            entry.lang.tag(),
            entry.id,
            escape_markup(&entry.title),
            escape_markup(entry.what),
        );
    }
    out.push_str("</feed>\n");
    Some(out)
}

pub fn json_feed(ctx: &Context, texts: &[Texts; 2]) -> String {
    let commons = &ctx.model.commons;
    let date = commons.in_force.map(|d| format!("{d}T00:00:00Z"));
    let items: Vec<_> = entries(ctx, texts)
        .into_iter()
        .map(|e| {
            let mut item = json!({
                "id": e.id,
                "url": format!("{}/changes.html", e.lang.tag()),
                "title": e.title,
                "content_text": e.what,
                "language": e.lang.tag(),
            });
            if let Some(date) = &date {
                item["date_published"] = json!(date);
            }
            item
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": commons.title(ctx.model.lang),
        "language": ctx.model.lang.tag(),
        "items": items,
    });
    format!("{feed:#}\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn identifiers_are_stable_and_well_formed() {
        let id = super::uuid("zuidveer-energy");
        assert_eq!(id, super::uuid("zuidveer-energy"));
        assert_eq!(id.len(), "urn:uuid:".len() + 36);
        assert_eq!(&id[23..24], "8");
    }
}
