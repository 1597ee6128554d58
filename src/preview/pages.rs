//! The preview's own pages, in both languages, from templates: the start page with the findings, the explanation of
//! a code, a file of the build that a browser would not show, and what is not there.

use super::routes::{OWN, kind};
use super::state::State;
use crate::diagnostic::{Diagnostic, Entry, Lang};
use crate::output::agreement::html;
use crate::output::template::{Table, Templates};
use hyper::body::Bytes;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A page, or what is wrong with its template.
pub type Page = Result<String, Box<Diagnostic>>;

pub const STYLE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/templates/preview/style.css"
));

const TABLE: &Table = crate::embed![
    "preview/_finding.html",
    "preview/_findings.html",
    "preview/_head.html",
    "preview/_state.html",
    "preview/banner.html",
    "preview/explain.html",
    "preview/missing.html",
    "preview/panel.html",
    "preview/start.html",
    "preview/view.html",
];

const WORDS: [&str; 2] = [
    include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/templates/preview/en.toml"
    )),
    include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/templates/preview/nl.toml"
    )),
];

/// A panel has room for so many findings; the start page has them all.
const IN_PANEL: usize = 12;
/// A file longer than this is not shown as a page.
const LONGEST_VIEW: usize = 1 << 20;

static TEMPLATES: LazyLock<Result<Templates, Vec<Diagnostic>>> =
    LazyLock::new(|| Templates::new(TABLE, &BTreeMap::new()));

fn words(lang: Lang) -> &'static Value {
    static EN: LazyLock<Value> = LazyLock::new(|| parse(WORDS[0]));
    static NL: LazyLock<Value> = LazyLock::new(|| parse(WORDS[1]));
    match lang {
        Lang::En => &EN,
        Lang::Nl => &NL,
    }
}

fn parse(text: &str) -> Value {
    toml::from_str(text).unwrap_or_default()
}

fn render(template: &str, data: &Value) -> Page {
    match &*TEMPLATES {
        Ok(templates) => templates.render(template, data).map_err(Box::new),
        Err(problems) => match problems.first() {
            Some(problem) => Err(Box::new(problem.clone())),
            None => Ok(String::new()),
        },
    }
}

/// What every page gets. `path` is its path below that of its language.
fn common(state: &State, lang: Lang, path: &str) -> Value {
    let count = state.findings.len();
    let worst = match &state.summary {
        _ if state.failed => "error",
        s if s.errors > 0 => "error",
        s if s.warnings > 0 => "warning",
        s if s.notes > 0 => "note",
        _ => "fine",
    };
    json!({
        "lang": lang.tag(),
        "other": lang.other().tag(),
        "path": path,
        "t": words(lang),
        "own": OWN,
        "state": state.id,
        "worst": worst,
        "count": count,
        "errors": state.summary.errors,
        "one": state.summary.errors == 1,
        "summary": state.summary.text(lang),
        "failed": state.failed,
        "behind": state.is_behind(),
        "shown": state.good.is_some(),
        "name": state.good.as_ref().map_or("", |g| g.name.get(lang)),
        "scenarios": state.scenarios.filter(|(_, all)| *all > 0).map(|(passed, all)| {
            json!({ "passed": passed, "all": all, "fine": passed == all })
        }),
    })
}

fn with(mut data: Value, more: Value) -> Value {
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    data
}

/// What there is, and the findings of the last check.
pub fn start(state: &State, lang: Lang) -> Page {
    let findings = state.findings.iter().enumerate();
    let findings: Vec<Value> = findings.map(|(i, f)| f.fields(i + 1, lang)).collect();
    let policies = files(state, "policy/");
    let deeds = files(state, &format!("agreement/{}/accession/", lang.tag()));
    let data = json!({
        "findings": findings,
        "offers": offers(state, lang),
        "policy_count": policies.len(),
        "policies": policies,
        "deed_count": deeds.len(),
        "deeds": deeds,
    });
    render("preview/start.html", &with(common(state, lang, ""), data))
}

/// The page and the agreement, first in the language of the reader.
fn offers(state: &State, lang: Lang) -> Value {
    let in_both = |path: &dyn Fn(&str) -> String| {
        let links = [lang, lang.other()].into_iter().filter_map(|l| {
            let path = path(l.tag());
            state.file(&path)?;
            let language = if l == Lang::En {
                "English"
            } else {
                "Nederlands"
            };
            Some(json!({ "href": format!("/{path}"), "lang": l.tag(), "language": language }))
        });
        links.collect::<Vec<Value>>()
    };
    json!({
        "page": in_both(&|tag| format!("site/{tag}/index.html")),
        "agreement": in_both(&|tag| format!("agreement/{tag}/agreement.html")),
        "markdown": in_both(&|tag| format!("agreement/{tag}/agreement.md")),
    })
}

/// The files below a folder, each with where it can be read.
fn files(state: &State, folder: &str) -> Vec<Value> {
    let Some(good) = &state.good else {
        return Vec::new();
    };
    let below = good
        .files
        .iter()
        .filter(|(path, _)| path.starts_with(folder));
    let row = |(path, bytes): (&String, &Bytes)| {
        let readable = bytes.len() <= LONGEST_VIEW && std::str::from_utf8(bytes).is_ok();
        json!({
            "path": path,
            "name": path.strip_prefix(folder).unwrap_or(path),
            "readable": readable,
            "size": size(bytes.len()),
        })
    };
    below.map(row).collect()
}

/// In kilobytes of a thousand, rounded up: nobody counts bytes.
fn size(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}

/// The explanation of a finding.
pub fn explain(state: &State, entry: &Entry, lang: Lang) -> Page {
    let data = json!({
        "code": entry.code,
        "title": entry.title.get(lang),
        "body": html::body(&entry.explanation(lang)),
    });
    let path = format!("explain/{}", entry.code);
    render(
        "preview/explain.html",
        &with(common(state, lang, &path), data),
    )
}

/// A file of the build that is text: Markdown as it reads, all else as it is. `None`: it is not text, or too long.
pub fn view(state: &State, path: &str, bytes: &Bytes, lang: Lang) -> Option<Page> {
    if bytes.len() > LONGEST_VIEW {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let markdown = kind(path).0.starts_with("text/markdown");
    let data = json!({
        "file": path,
        "markdown": markdown,
        "body": if markdown { html::body(text) } else { String::new() },
        "text": if markdown { "" } else { text },
    });
    let own = format!("view/{path}");
    Some(render(
        "preview/view.html",
        &with(common(state, lang, &own), data),
    ))
}

/// What is said of a path that leads nowhere.
pub fn missing(state: &State, path: &str, lang: Lang) -> Page {
    let data = json!({ "missing": path });
    render("preview/missing.html", &with(common(state, lang, ""), data))
}

/// The panel of a served page.
pub fn panel(state: &State, lang: Lang) -> Page {
    let findings = state.findings.iter().take(IN_PANEL).enumerate();
    let findings: Vec<Value> = findings.map(|(i, f)| f.fields(i + 1, lang)).collect();
    let more = state.findings.len().saturating_sub(IN_PANEL);
    let data = json!({ "findings": findings, "more": more });
    render("preview/panel.html", &with(common(state, lang, ""), data))
}

/// The line at the top of a page that is of an earlier source; empty if it is not.
pub fn banner(state: &State, lang: Lang) -> Page {
    if !state.is_behind() {
        return Ok(String::new());
    }
    render("preview/banner.html", &common(state, lang, ""))
}

/// The state for programs, such as an editor.
pub fn state_document(state: &State, lang: Lang) -> String {
    let findings = state.findings.iter().enumerate();
    let findings: Vec<Value> = findings
        .map(|(i, f)| {
            json!({
                "number": i + 1,
                "code": f.code,
                "level": f.level_name(),
                "message": f.message.get(lang),
                "place": f.places.first().map(|p| p.at.as_str()),
            })
        })
        .collect();
    let document = json!({
        "version": 1,
        "state": state.id,
        "language": lang.tag(),
        "built": state.good.is_some(),
        "current": state.current,
        "failed": state.failed,
        "summary": state.summary,
        "findings": findings,
    });
    format!("{document}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::registry;
    use crate::preview::state::Good;
    use crate::{Project, diagnostic::Text};

    fn keys(value: &Value, before: &str, out: &mut Vec<String>) {
        for (key, value) in value.as_object().unwrap() {
            match value {
                Value::String(text) => {
                    assert!(!text.trim().is_empty(), "{before}{key}");
                    out.push(format!("{before}{key}"));
                }
                other => keys(other, &format!("{before}{key}."), out),
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_words_and_all_are_used() {
        let (mut en, mut nl) = (Vec::new(), Vec::new());
        keys(words(Lang::En), "", &mut en);
        keys(words(Lang::Nl), "", &mut nl);
        assert_eq!(en, nl);
        assert!(en.len() > 20);
        for key in en {
            let used = TABLE
                .iter()
                .any(|(_, text)| text.contains(&format!("t.{key}")));
            assert!(used, "t.{key}");
        }
    }

    fn states() -> Vec<State> {
        let sources = [
            "",
            "commons a \"A\" nl \"B\" { goal \"x\" }\ngroup g of people { within <h> }",
            "rule r { nobody may }",
        ];
        let mut all = vec![State::default()];
        for source in sources {
            let project = Project::from_texts([("a.meent", source)]);
            let checked = project.check();
            let found = &checked.diagnostics;
            let texts = &project.loaded.sources;
            let state = State::new(&State::default(), found, texts, &checked, None);
            let good = Good {
                files: BTreeMap::from([
                    (
                        "agreement/nl/agreement.html".to_string(),
                        Bytes::from_static(b"<p>"),
                    ),
                    ("policy/a.bin".to_string(), Bytes::from_static(b"\xff")),
                ]),
                name: Text::new("<A>", "<B>"),
                ..Good::default()
            };
            all.push(state.clone());
            all.push(State {
                good: Some(good.into()),
                ..state.clone()
            });
            all.push(State::of_failure(&state));
        }
        all
    }

    #[test]
    fn every_page_can_be_made_of_every_state_in_both_languages() {
        for state in states() {
            for lang in Lang::ALL {
                let mut pages = vec![
                    start(&state, lang),
                    missing(&state, "<x>", lang),
                    panel(&state, lang),
                    banner(&state, lang),
                ];
                pages.push(view(&state, "a.md", &Bytes::from_static(b"# <b>x"), lang).unwrap());
                pages.push(view(&state, "a.rego", &Bytes::from_static(b"<b>x"), lang).unwrap());
                for page in pages {
                    let page = page.unwrap();
                    for raw in ["<x>", "<h>", "<A>", "<b>"] {
                        assert!(!page.contains(raw), "{raw} in {page}");
                    }
                }
                let document: Value = serde_json::from_str(&state_document(&state, lang)).unwrap();
                assert_eq!(document["state"], state.id.as_str());
            }
        }
    }

    #[test]
    fn every_code_is_explained() {
        for entry in registry::all() {
            for lang in Lang::ALL {
                let page = explain(&State::default(), entry, lang).unwrap();
                assert!(page.contains(entry.code.as_str()), "{}", entry.code);
            }
        }
    }

    #[test]
    fn what_is_not_text_is_not_shown_as_text() {
        let state = State::default();
        assert!(
            view(
                &state,
                "a.gz",
                &Bytes::from_static(b"\x1f\x8b\xff"),
                Lang::En
            )
            .is_none()
        );
        let long = vec![b'a'; LONGEST_VIEW + 1];
        assert!(view(&state, "a.txt", &long.into(), Lang::En).is_none());
    }
}
