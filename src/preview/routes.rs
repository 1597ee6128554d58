//! From the path of a request to what is answered. Everything is in memory: the state, and what ships with the compiler.

use super::pages::{self, Page};
use super::panel;
use super::state::State;
use crate::diagnostic::{Lang, registry};
use hyper::StatusCode;
use hyper::body::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a path may not hold as it is; `/` may.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\')
    .add(b'^');

/// Own pages may use what this server has, and nothing of anywhere else. An editor may show them in a frame of its own.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'self' vscode-webview: vscode-file:; style-src 'self'";
/// The agreement has its style in the page, so that it can be sent as one file.
const POLICY_OF_AGREEMENT: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'self' vscode-webview: vscode-file:; style-src 'self' 'unsafe-inline'";

/// Where the server's own parts are; no build makes a folder of this name.
pub const OWN: &str = "preview";

/// An answer, before it is HTTP.
pub enum Answer {
    Page {
        status: StatusCode,
        kind: &'static str,
        policy: &'static str,
        bytes: Bytes,
        /// To be saved rather than shown.
        download: bool,
    },
    Elsewhere(String),
    /// The stream of changes.
    Events,
}

impl Answer {
    fn own(page: Page, status: StatusCode) -> Self {
        match page {
            Ok(html) => Answer::Page {
                status,
                kind: "text/html; charset=utf-8",
                policy: POLICY,
                bytes: html.into(),
                download: false,
            },
            // A template of ours does not fit; a test fills in each of them.
            Err(problem) => Answer::text(StatusCode::INTERNAL_SERVER_ERROR, problem.message.en),
        }
    }

    pub fn text(status: StatusCode, text: impl Into<Bytes>) -> Self {
        Answer::Page {
            status,
            kind: "text/plain; charset=utf-8",
            policy: POLICY,
            bytes: text.into(),
            download: false,
        }
    }
}

/// The answer to a path; `lang` is the language for those who have not chosen one.
pub fn route(state: &State, path: &str, lang: Lang) -> Answer {
    if path.is_empty() {
        return Answer::Elsewhere(format!("/{}/", lang.tag()));
    }
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    if first == OWN {
        return own(state, rest, lang);
    }
    if let Some(lang) = Lang::ALL.into_iter().find(|l| l.tag() == first) {
        return if path == first {
            Answer::Elsewhere(format!("/{first}/"))
        } else {
            in_language(state, rest, lang)
        };
    }
    if state.good.is_none() {
        return Answer::own(pages::start(state, lang), StatusCode::SERVICE_UNAVAILABLE);
    }
    if let Some(bytes) = state.file(path) {
        return file(state, path, bytes);
    }
    let folder = path.strip_suffix('/').unwrap_or(path);
    if let Some(found) = first_page(state, folder, lang) {
        return Answer::Elsewhere(format!("/{}", utf8_percent_encode(&found, IN_PATH)));
    }
    Answer::own(pages::missing(state, path, lang), StatusCode::NOT_FOUND)
}

/// The page that one means who asks for a folder.
fn first_page(state: &State, folder: &str, lang: Lang) -> Option<String> {
    let tag = lang.tag();
    [
        "index.html",
        "agreement.html",
        &format!("{tag}/agreement.html"),
        "nl/agreement.html",
        "en/agreement.html",
    ]
    .iter()
    .map(|page| format!("{folder}/{page}"))
    .find(|path| state.file(path).is_some())
}

fn in_language(state: &State, path: &str, lang: Lang) -> Answer {
    if path.is_empty() {
        return Answer::own(pages::start(state, lang), StatusCode::OK);
    }
    let found = match path.split_once('/') {
        Some(("explain", code)) => {
            registry::find(code).map(|entry| pages::explain(state, entry, lang))
        }
        Some(("view", file)) => state
            .file(file)
            .and_then(|bytes| pages::view(state, file, bytes, lang)),
        _ => None,
    };
    match found {
        Some(page) => Answer::own(page, StatusCode::OK),
        None => Answer::own(pages::missing(state, path, lang), StatusCode::NOT_FOUND),
    }
}

fn own(state: &State, path: &str, lang: Lang) -> Answer {
    let asset = |kind, text: &'static str| Answer::Page {
        status: StatusCode::OK,
        kind,
        policy: POLICY,
        bytes: Bytes::from_static(text.as_bytes()),
        download: false,
    };
    match path {
        "events" => Answer::Events,
        "style.css" => asset("text/css; charset=utf-8", pages::STYLE),
        "panel.css" => asset("text/css; charset=utf-8", panel::STYLE),
        "preview.js" => asset("text/javascript; charset=utf-8", panel::SCRIPT),
        "state.json" => Answer::Page {
            status: StatusCode::OK,
            kind: "application/json",
            policy: POLICY,
            bytes: pages::state_document(state, lang).into(),
            download: false,
        },
        _ => Answer::own(pages::missing(state, path, lang), StatusCode::NOT_FOUND),
    }
}

/// A file of the build; a page of it gets the panel.
fn file(state: &State, path: &str, bytes: &Bytes) -> Answer {
    let (kind, download) = kind(path);
    let page = kind
        .starts_with("text/html")
        .then(|| std::str::from_utf8(bytes).ok());
    let bytes = match page.flatten() {
        Some(html) => panel::with_panel(state, html).into(),
        None => bytes.clone(),
    };
    Answer::Page {
        status: StatusCode::OK,
        kind,
        policy: match path.starts_with("agreement/") {
            true => POLICY_OF_AGREEMENT,
            false => POLICY,
        },
        bytes,
        download,
    }
}

/// The media type of a file, and whether a browser is to save it.
pub fn kind(path: &str) -> (&'static str, bool) {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => ("text/html; charset=utf-8", false),
        "css" => ("text/css; charset=utf-8", false),
        "md" => ("text/markdown; charset=utf-8", true),
        "json" => ("application/json", false),
        "jsonld" => ("application/ld+json", false),
        "xml" if name == "feed.xml" => ("application/atom+xml", false),
        "xml" => ("application/xml", false),
        "svg" => ("image/svg+xml", false),
        "rego" | "cedar" | "cedarschema" | "txt" | "csv" | "" => {
            ("text/plain; charset=utf-8", false)
        }
        "gz" => ("application/gzip", true),
        _ if name.starts_with('_') => ("text/plain; charset=utf-8", false),
        _ => ("application/octet-stream", true),
    }
}
