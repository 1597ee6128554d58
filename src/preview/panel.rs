//! What is put into the pages of a build while they are served: the findings, and the script that loads the page
//! again after a save. The build itself has none of it.

use super::pages;
use super::state::State;
use crate::diagnostic::Lang;

pub const STYLE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/templates/preview/panel.css"
));
pub const SCRIPT: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/templates/preview/preview.js"
));

/// A page with the panel at its end and, if it is of an earlier source, a line at its top that says so.
pub fn with_panel(state: &State, html: &str) -> String {
    let lang = language(html);
    let (Ok(panel), Ok(banner)) = (pages::panel(state, lang), pages::banner(state, lang)) else {
        return html.to_string();
    };
    let top = find(html, "<body").and_then(|at| Some(at + html.get(at..)?.find('>')? + 1));
    let top = top.unwrap_or(0);
    let end = rfind(html, "</body")
        .filter(|end| *end >= top)
        .unwrap_or(html.len());
    let (Some(before), Some(within), Some(after)) =
        (html.get(..top), html.get(top..end), html.get(end..))
    else {
        return html.to_string();
    };
    [before, &banner, within, &panel, after].concat()
}

/// The language that a page says it is in.
fn language(html: &str) -> Lang {
    let tag = find(html, "<html").and_then(|at| html.get(at..at + html.get(at..)?.find('>')?));
    let dutch = tag.is_some_and(|tag| tag.contains("lang=\"nl") || tag.contains("lang='nl"));
    if dutch { Lang::Nl } else { Lang::En }
}

fn find(html: &str, tag: &str) -> Option<usize> {
    let same = |at: &usize| {
        html.get(*at..at + tag.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(tag))
    };
    html.match_indices('<').map(|(at, _)| at).find(same)
}

fn rfind(html: &str, tag: &str) -> Option<usize> {
    let same = |at: &usize| {
        html.get(*at..at + tag.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(tag))
    };
    html.rmatch_indices('<').map(|(at, _)| at).find(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panel_stands_within_the_body_in_the_language_of_the_page() {
        let state = State::default();
        let page = "<!doctype html><html lang=\"nl\"><body class=\"a\"><p>x</p></body></html>";
        let shown = with_panel(&state, page);
        assert!(shown.starts_with("<!doctype html><html lang=\"nl\"><body class=\"a\">"));
        assert!(shown.ends_with("</body></html>") && shown.contains("<p>x</p>"));
        assert!(
            shown.contains("id=\"meent-preview\" lang=\"nl\""),
            "{shown}"
        );
        // A template of a community may be of any shape.
        for odd in [
            "",
            "<",
            "<body",
            "</body><body>",
            "<BODY>é</BODY>",
            "plain",
            "<html lang=nl",
        ] {
            let shown = with_panel(&state, odd);
            assert!(shown.contains("meent-preview"), "{odd}");
        }
    }
}
