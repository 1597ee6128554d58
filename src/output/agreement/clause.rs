//! What the agreement says about one declaration: cut out of the very document that a build writes.

use super::templates::TABLE;
use super::{data, document, html};
use crate::diagnostic::{Diagnostic, Lang};
use crate::model::{AnyId, DataKind, Model};
use crate::output::Context;
use crate::output::template::Templates;

/// A clause of the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// "Article 6.2", "Annex B".
    pub number: String,
    /// The heading of the article or annex: "Permitted uses".
    pub heading: String,
    /// Its text as Markdown, without links and anchors.
    pub markdown: String,
    /// Exactly as it stands in the document.
    pub verbatim: String,
    /// The anchor in `agreement.html`.
    pub anchor: String,
}

impl Clause {
    /// As it stands in the document, as HTML.
    pub fn html(&self) -> String {
        html::body(&self.verbatim)
    }
}

/// The anchor of a declaration in the agreement. `None`: the agreement has no place of its own for it.
pub fn anchor(model: &Model, id: AnyId) -> Option<String> {
    let kind = match id {
        AnyId::Group(_) => "group",
        AnyId::Party(id) if model.parties.get(id.index())?.member => "member",
        AnyId::Party(_) => "party",
        AnyId::Data(id) => match model.data.get(id.index())?.kind {
            DataKind::Dataset(_) => "dataset",
            DataKind::Field { .. } => "field",
        },
        AnyId::Purpose(_) => "purpose",
        AnyId::Rule(_) => "rule",
        AnyId::Body(_) => "body",
        AnyId::Decision(_) => "decision",
        AnyId::Sanction(_) => "sanction",
        AnyId::Right(_) => "right",
        AnyId::Action(_) | AnyId::Fact(_) => return None,
    };
    Some(format!("{kind}-{}", model.decl(id)?.id))
}

/// The clause with an anchor, in one language. `None`: the agreement has none.
///
/// # Errors
/// A community's template that does not fit.
pub fn clause(ctx: &Context, lang: Lang, anchor: &str) -> Result<Option<Clause>, Vec<Diagnostic>> {
    let templates = Templates::new(TABLE, ctx.overrides)?;
    let fields = data::fields(ctx, lang);
    let document = document::assemble(ctx, &templates, lang, &fields)?;
    Ok(cut(&document.markdown, anchor))
}

fn cut(markdown: &str, anchor: &str) -> Option<Clause> {
    let mark = format!("<a id=\"{anchor}\"></a>");
    let lines: Vec<&str> = markdown.lines().collect();
    let at = lines.iter().position(|l| l.contains(&mark))?;
    let first = lines.get(at)?;
    let (before, _) = lines.split_at(at + 1);
    let section = before.iter().rfind(|l| l.starts_with("## "))?;
    let (label, heading) = plain(section.trim_start_matches('#'))
        .split_once(". ")
        .map(|(label, heading)| (label.trim().to_string(), heading.trim().to_string()))?;
    // A heading goes on to the next one; a line with its list up to what begins anew.
    let goes_on = |line: &&&str| match first.starts_with('#') {
        true => !line.starts_with('#'),
        false => line.trim_start().starts_with("- ") || line.starts_with("  ") || is_step(line),
    };
    let alone = first.starts_with(['-', '|']);
    let behind = lines.get(at + 1..).unwrap_or_default();
    let more = match (first.starts_with('#'), alone) {
        (true, _) => behind.iter().take_while(goes_on).count(),
        (_, true) => 0,
        _ => {
            let list = |l: &&&str| l.trim().is_empty() || goes_on(l);
            behind.iter().take_while(list).count()
        }
    };
    let more = behind.get(..more).unwrap_or_default();
    let verbatim = lines.get(at..=at + more.len()).unwrap_or_default();
    let (number, text) = match first.strip_prefix("**").and_then(|l| l.split_once("** ")) {
        Some((number, rest)) if number.starts_with(|c: char| c.is_ascii_digit()) => {
            let word = label.split(' ').next().unwrap_or_default();
            (format!("{word} {number}"), plain(rest))
        }
        _ if first.starts_with('|') => (
            label,
            plain(first).trim_matches(['|', ' ']).replace(" | ", "; "),
        ),
        _ => (label, plain(first.trim_start_matches(['#', '-', ' ']))),
    };
    let more: Vec<String> = more.iter().map(|l| plain(l)).collect();
    let markdown = match more.join("\n").trim() {
        "" => text.trim().to_string(),
        more => format!("{}\n\n{more}", text.trim()),
    };
    Some(Clause {
        number,
        heading,
        markdown,
        verbatim: verbatim.join("\n").trim_end().to_string(),
        anchor: anchor.to_string(),
    })
}

/// An item of a numbered list.
fn is_step(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(". ")
}

/// Without anchors, and with links as their text.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("<a id=\"") {
        out.push_str(before);
        rest = after.split_once("</a>").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    let (mut text, out) = (out.as_str(), &mut String::new());
    while let Some((before, after)) = text.split_once("](#") {
        match (before.rfind('['), after.split_once(')')) {
            (Some(open), Some((_, behind))) => {
                let (start, label) = before.split_at(open);
                out.push_str(start);
                out.push_str(label.trim_start_matches('['));
                text = behind;
            }
            _ => {
                out.push_str(before);
                text = after;
            }
        }
    }
    out.push_str(text);
    out.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# T\n\n## <a id=\"article-6\"></a>Article 6. Permitted uses\n\n**6.1** <a id=\"p-6.1\"></a>All.\n\n\
        **6.2** <a id=\"p-6.2\"></a><a id=\"rule-r\"></a>*R.* See [Article 7.1](#p-7.1).\n\n**6.3** <a id=\"p-6.3\"></a><a id=\"sanction-s\"></a>*S.* Steps:\n\n1. a;\n2. b.\n\n\
        ## <a id=\"annex-b\"></a>Annex B. Data\n\n### <a id=\"dataset-d\"></a>D\n\n- Kind: x\n\n| F |\n| --- |\n| <a id=\"field-d.f\"></a>F | kWh |\n\n### <a id=\"dataset-e\"></a>E\n";

    fn of(anchor: &str) -> (String, String) {
        let clause = cut(TEXT, anchor).unwrap();
        (clause.number, clause.markdown)
    }

    #[test]
    fn a_clause_is_cut_out_whole_and_alone() {
        assert_eq!(
            of("rule-r"),
            ("Article 6.2".into(), "*R.* See Article 7.1.".into())
        );
        assert_eq!(
            of("sanction-s"),
            ("Article 6.3".into(), "*S.* Steps:\n\n1. a;\n2. b.".into())
        );
        assert_eq!(of("field-d.f"), ("Annex B".into(), "F; kWh".into()));
        let (number, text) = of("dataset-d");
        assert_eq!(number, "Annex B");
        assert!(
            text.starts_with("D\n\n- Kind: x") && !text.contains('E'),
            "{text}"
        );
        assert_eq!(cut(TEXT, "rule-x"), None);
    }
}
