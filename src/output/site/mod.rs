//! The transparency page: a small site in each language that says who may do what with which data, for what, and
//! who decides. Static, without programs, fonts or anything from elsewhere.
//!
//! Data flows one way here too: [`view`] sees the model in one language; [`pages`], [`deciding`], [`people`], [`home`]
//! and [`about`] fill the shapes of [`page`]; [`split`] keeps every page within its size; this module turns them into HTML
//! with the templates in `templates/site`. The page's own words are in `templates/site/en.toml` and `nl.toml`.

mod about;
mod changing;
mod counting;
mod deciding;
mod decision;
mod diagram;
mod feeds;
mod flow;
mod home;
mod linked;
pub mod need;
mod page;
mod pages;
mod people;
mod power;
mod purposes;
mod rules;
mod split;
mod texts;
mod view;
mod weighing;
mod words;

use super::template::{Table, Templates};
use super::{Artifact, Context, Made};
use crate::diagnostic::{Diagnostic, Lang};
use crate::embed;
use page::{Item, Page};
use serde_json::{Value, json};
use split::Moved;
use std::collections::BTreeMap;
use texts::Texts;
use view::{Shown, View};

const TEMPLATES: &Table = embed![
    "site/page.html",
    "site/_section.html",
    "site/_item.html",
    "site/_row.html",
    "site/_table.html",
    "site/choose.html",
];
const STYLE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/templates/site/style.css"
));
const HEADERS: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/templates/site/_headers"
));
const MENU: [&str; 10] = [
    "index",
    "datasets",
    "purposes",
    "rules",
    "deciding",
    "members",
    "rights",
    "principles",
    "changes",
    "files",
];

/// Makes the site of a commons, in both languages.
///
/// # Errors
/// A template or a table of words of the community's own that can't be used.
pub fn make(ctx: &Context) -> Result<Made, Vec<Diagnostic>> {
    // Words and the style are no templates; what is left is checked against the templates' names.
    let is_data = |path: &str| {
        matches!(
            path,
            "site/en.toml" | "site/nl.toml" | "site/style.css" | "site/_headers"
        )
    };
    let overrides: BTreeMap<String, String> = ctx
        .overrides
        .iter()
        .filter(|(p, _)| !is_data(p))
        .map(|(p, t)| (p.clone(), t.clone()))
        .collect();
    let templates = Templates::new(TEMPLATES, &overrides)?;
    let load = |lang| Texts::load(lang, ctx.overrides);
    let texts = [load(Lang::En)?, load(Lang::Nl)?];
    let shown = Shown::of(ctx.model);
    let views = [&texts[0], &texts[1]].map(|t| View {
        ctx,
        model: ctx.model,
        texts: t,
        lang: t.lang,
        up: "",
        shown: &shown,
    });
    let atom = feeds::atom(ctx, &texts);
    let mut moved = Moved::new();
    let [en, nl] = views.map(|view| all_pages(&view, atom.is_some()));
    let mut pages: Vec<(Lang, Page)> = Vec::new();
    for pair in en.into_iter().zip(nl) {
        let split = split::split(vec![pair.0, pair.1], &mut moved);
        for (lang, parts) in Lang::ALL.into_iter().zip(split) {
            pages.extend(parts.into_iter().map(|p| (lang, p)));
        }
    }
    let view = |lang| {
        if lang == Lang::En {
            &views[0]
        } else {
            &views[1]
        }
    };
    let mut titles: BTreeMap<(Lang, String), usize> = BTreeMap::new();
    for (lang, page) in &pages {
        *titles.entry((*lang, title(view(*lang), page))).or_default() += 1;
    }
    let mut artifacts = Vec::new();
    for (lang, mut page) in pages {
        split::follow(&mut page, &moved);
        let mut title = title(view(lang), &page);
        // Two declarations of one title: the id tells their pages apart.
        if titles.get(&(lang, title.clone())).is_some_and(|n| *n > 1) {
            let name = page
                .path
                .rsplit('/')
                .next()
                .unwrap_or("")
                .trim_end_matches(".html");
            title = format!("{title} ({name})");
        }
        let data = data(view(lang), &page, &title, atom.is_some());
        let html = templates
            .render("site/page.html", &data)
            .map_err(|d| vec![d])?;
        artifacts.push(Artifact::text(
            format!("site/{}/{}", lang.tag(), page.path),
            html,
        ));
    }
    artifacts.push(Artifact::text(
        "site/index.html",
        choose(ctx, &templates, &texts)?,
    ));
    for (path, text) in [("site/style.css", STYLE), ("site/_headers", HEADERS)] {
        artifacts.push(Artifact::text(
            path,
            ctx.overrides.get(path).map_or(text, String::as_str),
        ));
    }
    artifacts.extend(atom.map(|a| Artifact::text("site/feed.xml", a)));
    artifacts.push(Artifact::text(
        "site/feed.json",
        feeds::json_feed(ctx, &texts),
    ));
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Made {
        artifacts,
        approximations: Vec::new(),
    })
}

fn all_pages(view: &View, atom: bool) -> Vec<Page> {
    let mut pages = vec![
        view.home(),
        view.datasets(),
        view.purposes(),
        view.rules_page(),
        view.deciding(),
        view.members(),
        view.rights(),
        view.principles(),
        view.changes(atom),
        view.files(atom),
        view.glossary(),
        view.accessibility(),
    ];
    pages.extend(view.shown.datasets.iter().filter_map(|d| view.dataset(*d)));
    pages.extend(
        view.shown
            .purposes
            .iter()
            .filter_map(|p| view.purpose_page(*p)),
    );
    pages
}

/// What the template of a page may use.
fn data(view: &View, page: &Page, title: &str, atom: bool) -> Value {
    let up = if page.path.contains('/') { "../" } else { "" };
    let commons = &view.model.commons;
    let other = view.lang.other().tag();
    let menu: Vec<Value> = MENU
        .iter()
        .map(|key| {
            let path = format!("{key}.html");
            json!({
                "text": view.t("nav", key),
                "href": format!("{up}{path}"),
                // The page itself, or the page that it is a part of.
                "current": if page.path == path { "page" } else if page.nav == *key { "true" } else { "" },
            })
        })
        .collect();
    let part = page
        .part
        .as_ref()
        .map(|(at, _)| view.fill("ui", "page_n", &[("n", &at.to_string())]));
    let parts: Vec<Value> = page
        .part
        .iter()
        .flat_map(|(at, paths)| {
            paths.iter().enumerate().map(move |(n, path)| {
                json!({
                    "text": view.fill("ui", "page_n", &[("n", &(n + 1).to_string())]),
                    "href": path,
                    "current": n + 1 == *at,
                })
            })
        })
        .collect();
    let own = commons.title(view.lang);
    json!({
        "t": view.texts.all,
        "lang": view.lang.tag(),
        "other": other,
        "up": up,
        "path": page.path,
        "title": title,
        "heading": page.title,
        "part": part,
        "home": page.path == "index.html",
        "commons": Item::text(own),
        "menu": menu,
        "lead": page.lead,
        "sections": page.sections,
        "parts": parts,
        "json_ld": page.json_ld.as_ref().map(linked::block),
        "version": commons.version,
        "since": commons.in_force.map(|d| view.date(d)),
        "digest": view.ctx.digest.chars().take(12).collect::<String>(),
        "compiler": view.ctx.compiler_version,
        "atom": atom,
    })
}

/// The title of the document. What sort of thing a page deeper in the site is about is in it too, so that a dataset and
/// a purpose of one name differ.
fn title(view: &View, page: &Page) -> String {
    let own = view.model.commons.title(view.lang).to_string();
    if page.path == "index.html" {
        return own;
    }
    let part = page
        .part
        .as_ref()
        .map(|(at, _)| view.fill("ui", "page_n", &[("n", &at.to_string())]));
    let kind = page
        .path
        .contains('/')
        .then(|| view.t("nav", page.nav).to_string());
    let parts = [Some(page.title.clone()), part, kind, Some(own)]
        .into_iter()
        .flatten();
    parts
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join(" – ")
}

/// The first page of all: two links, one a language.
fn choose(
    ctx: &Context,
    templates: &Templates,
    texts: &[Texts; 2],
) -> Result<String, Vec<Diagnostic>> {
    let own = ctx.model.lang;
    let mut order: Vec<&Texts> = texts.iter().collect();
    order.sort_by_key(|t| t.lang != own);
    let languages: Vec<Value> = order
        .iter()
        .map(|t| {
            let name = if t.lang == Lang::En {
                "English"
            } else {
                "Nederlands"
            };
            json!({ "tag": t.lang.tag(), "name": name, "title": ctx.model.commons.title(t.lang) })
        })
        .collect();
    let data = json!({
        "lang": own.tag(),
        "title": ctx.model.commons.title(own),
        "languages": languages,
    });
    templates
        .render("site/choose.html", &data)
        .map_err(|d| vec![d])
}
