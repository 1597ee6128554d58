//! The transparency page: what it says, that it is well formed, small, readable and the same in both languages.

use meent::Project;
use meent::analysis::Outline;
use meent::diagnostic::Lang;
use meent::model::input::{Input, Outer, Unit};
use meent::model::{Model, build};
use meent::output::{Artifact, Context, Made, agreement, site};
use meent::source::{FileId, SourceFile, Sources};
use meent::syntax::{parse, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

#[path = "support/readability.rs"]
mod readability;
#[path = "support/vnu.rs"]
mod vnu;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn trees(folder: &Path, sources: &mut Sources) -> Vec<(FileId, tree::File)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "meent"));
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let id = sources.add(SourceFile::new(
                path.file_name().unwrap().to_string_lossy(),
                text.clone(),
            ));
            (id, parse(id, &text).tree)
        })
        .collect()
}

/// The model of an example, with the commons that it is nested in.
fn example(name: &str, outers: &[(&str, &str)]) -> Model {
    let mut sources = Sources::default();
    let own = trees(&root().join("examples").join(name), &mut sources);
    let around: Vec<(String, Vec<(FileId, tree::File)>)> = outers
        .iter()
        .map(|(alias, name)| {
            (
                alias.to_string(),
                trees(&root().join("examples").join(name), &mut sources),
            )
        })
        .collect();
    fn unit(files: &[(FileId, tree::File)]) -> Unit<'_> {
        Unit {
            files: files.iter().map(|(id, f)| (*id, f)).collect(),
            uses: Vec::new(),
        }
    }
    let input = Input {
        own: unit(&own),
        outers: around
            .iter()
            .map(|(alias, files)| Outer {
                alias: alias.clone(),
                unit: unit(files),
            })
            .collect(),
    };
    let (model, findings) = build(&input);
    assert!(
        findings.is_empty(),
        "{name}: {:#?}",
        findings.iter().map(|d| &d.message.en).collect::<Vec<_>>()
    );
    model
}

fn energy() -> Model {
    example("energy", &[("city", "city")])
}

fn health() -> Model {
    example("health", &[])
}

fn make_with(model: &Model, overrides: &BTreeMap<String, String>) -> Made {
    in_context(model, overrides, |context| {
        site::make(context).unwrap_or_else(|d| panic!("{d:#?}"))
    })
}

fn in_context<T>(
    model: &Model,
    overrides: &BTreeMap<String, String>,
    then: impl Fn(&Context) -> T,
) -> T {
    let outline = Outline::new(model);
    let context = Context {
        model,
        outline: &outline,
        accepted: &[],
        findings: &[],
        overrides,
        digest: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        compiler_version: "0.0.0-test",
    };
    then(&context)
}

fn make(model: &Model) -> Made {
    make_with(model, &BTreeMap::new())
}

fn text(artifact: &Artifact) -> &str {
    std::str::from_utf8(&artifact.bytes).unwrap()
}

fn html(made: &Made) -> impl Iterator<Item = (&str, &str)> {
    made.artifacts
        .iter()
        .filter(|a| a.path.ends_with(".html"))
        .map(|a| (a.path.as_str(), text(a)))
}

fn page<'m>(made: &'m Made, path: &str) -> &'m str {
    text(
        made.artifacts
            .iter()
            .find(|a| a.path == path)
            .unwrap_or_else(|| panic!("no {path}")),
    )
}

/// The values of an attribute, in order.
fn attributes<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let open = format!(" {name}=\"");
    text.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// Examples, a commons without anything, and one too large for a page a list.
fn sites() -> &'static [(&'static str, Made)] {
    static SITES: OnceLock<Vec<(&str, Made)>> = OnceLock::new();
    SITES.get_or_init(|| {
        vec![
            ("energy", make(&energy())),
            ("health", make(&health())),
            ("city", make(&example("city", &[]))),
            ("empty", make(&Model::default())),
            ("large", make(&large(150))),
        ]
    })
}

fn site_of(name: &str) -> &'static Made {
    &sites().iter().find(|(n, _)| *n == name).unwrap().1
}

/// Many datasets, purposes and rules.
fn large(size: usize) -> Model {
    let mut source = String::from(
        "commons big \"A big commons\" { goal \"Much.\" version 1.0 from 2026-01-01 }\ngroup users \"Users\" { of people }\nbody board \"Board\" { of all users votes one each }\n",
    );
    for n in 0..size {
        source.push_str(&format!(
            "dataset data-{n} \"Data with number {n}\" {{ from users about people in users personal keeper users field a \"A\" field b \"B\" }}\n\
             purpose goal-{n} \"Goal with number {n}\" {{ serves \"All of us.\" }}\n\
             group group-{n} \"Group with number {n}\" {{ of people }}\n\
             member member-{n} \"Member {n}\" {{ in group-{n} }}\n\
             rule rule-{n} \"Rule with number {n}\" {{ group-{n} may read data-{n} for goal-{n} because \"It helps.\" }}\n\
             decision decide-{n} \"Deciding on {n}\" {{ taken by board passes with majority of votes cast }}\n"
        ));
    }
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::new("big.meent", source.clone()));
    let tree = parse(id, &source).tree;
    let unit = Unit {
        files: vec![(id, &tree)],
        uses: Vec::new(),
    };
    let (model, findings) = build(&Input {
        own: unit,
        outers: Vec::new(),
    });
    assert_eq!(model.rules.len(), size, "{findings:#?}");
    model
}

#[test]
fn pages_are_small_and_need_nothing_from_elsewhere() {
    for (name, made) in sites() {
        for (path, text) in html(made) {
            assert!(
                text.len() <= 60 * 1024,
                "{name}: {path} has {} bytes",
                text.len()
            );
            let programs = text.matches("<script").count();
            assert_eq!(
                programs,
                text.matches("<script type=\"application/ld+json\">")
                    .count(),
                "{name}: {path}"
            );
            for attribute in ["style", "onclick", "onload", "src"] {
                assert!(
                    attributes(text, attribute).is_empty(),
                    "{name}: {path} has {attribute}"
                );
            }
            for (tag, _) in text.match_indices("<link").map(|(at, _)| (&text[at..], ())) {
                let tag = tag.split('>').next().unwrap();
                assert!(!tag.contains("//"), "{name}: {path}: {tag}");
            }
        }
        let style = page(made, "site/style.css");
        assert!(style.len() <= 8 * 1024 && !style.contains("url(") && !style.contains("@import"));
        let headers = page(made, "site/_headers");
        assert!(headers.contains(
            "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'"
        ));
        assert!(!headers.contains("unsafe") && !headers.contains("script-src"));
    }
}

#[test]
fn every_link_leads_somewhere() {
    for (name, made) in sites() {
        let pages: BTreeMap<&str, &str> = made
            .artifacts
            .iter()
            .filter(|a| a.path != "site/_headers")
            .map(|a| (a.path.as_str(), text(a)))
            .collect();
        let mut anchors: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (path, text) in &pages {
            let ids = attributes(text, "id");
            let set: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(
                ids.len(),
                set.len(),
                "{name}: {path} has an id twice: {ids:?}"
            );
            anchors.insert(path, set);
        }
        for (path, text) in html(made) {
            for href in attributes(text, "href") {
                if href.starts_with("mailto:") || href.starts_with("https://") {
                    continue;
                }
                let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
                let target = if file.is_empty() {
                    path.to_string()
                } else {
                    resolve(path, file)
                };
                if let Some(outside) = target.strip_prefix("/") {
                    panic!("{name}: {path} leads out of the build: {outside}");
                }
                if ["agreement/", "policy/", "manifest.json"]
                    .iter()
                    .any(|t| target.starts_with(t))
                {
                    continue;
                }
                let Some(found) = anchors.get(target.as_str()) else {
                    panic!("{name}: {path}: no {target} ({href})")
                };
                assert!(
                    anchor.is_empty() || found.contains(anchor),
                    "{name}: {path}: no place {href}"
                );
            }
        }
    }
}

fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from} {href}"),
            "." => {}
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// The links from the page into the agreement, down to the paragraph.
#[test]
fn links_into_the_agreement_resolve() {
    for (name, model) in [("energy", energy()), ("health", health())] {
        let made = in_context(&model, &BTreeMap::new(), |c| {
            agreement::make(c).unwrap_or_else(|d| panic!("{d:#?}"))
        });
        let pages: BTreeMap<&str, BTreeSet<&str>> = html(&made)
            .map(|(path, text)| (path, attributes(text, "id").into_iter().collect()))
            .collect();
        let mut broken = BTreeSet::new();
        for (path, text) in html(site_of(name)) {
            for href in attributes(text, "href")
                .into_iter()
                .filter(|h| h.contains("/agreement/") && h.contains('#'))
            {
                let (file, anchor) = href.split_once('#').unwrap();
                if !pages
                    .get(resolve(path, file).as_str())
                    .is_some_and(|p| p.contains(anchor))
                {
                    broken.insert(href.trim_start_matches("../").to_string());
                }
            }
        }
        assert!(broken.is_empty(), "{name}: {broken:#?}");
    }
}

#[test]
fn both_languages_say_the_same() {
    for (name, made) in sites() {
        let mut count = 0;
        for (path, text) in html(made).filter(|(p, _)| p.starts_with("site/en/")) {
            let other = page(made, &path.replacen("/en/", "/nl/", 1));
            // The drawing breaks its lines by the length of the words.
            let (text, other) = (&*without_drawing(text), &*without_drawing(other));
            for attribute in ["data-id", "id", "class", "scope"] {
                assert_eq!(
                    attributes(text, attribute),
                    attributes(other, attribute),
                    "{name}: {path}: {attribute}"
                );
            }
            let count_of = |t: &str, what: &str| t.matches(what).count();
            for what in [
                "<li",
                "<dt",
                "<dd",
                "<tr",
                "<td",
                "<h2",
                "<h3",
                "<p",
                "class=\"gap\"",
            ] {
                assert_eq!(
                    count_of(text, what),
                    count_of(other, what),
                    "{name}: {path}: {what}"
                );
            }
            count += 1;
        }
        assert_eq!(
            count,
            html(made)
                .filter(|(p, _)| p.starts_with("site/nl/"))
                .count()
        );
    }
}

fn without_drawing(text: &str) -> String {
    match (text.find("<svg"), text.find("</svg>")) {
        (Some(from), Some(to)) => format!("{}{}", &text[..from], &text[to..]),
        _ => text.to_string(),
    }
}

#[test]
fn every_declaration_is_on_the_page() {
    let model = energy();
    let made = site_of("energy");
    let seen: BTreeSet<&str> = html(made)
        .filter(|(p, _)| p.starts_with("site/nl/"))
        .flat_map(|(_, t)| attributes(t, "data-id"))
        .collect();
    let decls = (model.data.iter().map(|d| &d.decl))
        .chain(model.groups.iter().map(|g| &g.decl))
        .chain(model.parties.iter().map(|g| &g.decl))
        .chain(model.rules.iter().map(|g| &g.decl))
        .chain(model.bodies.iter().map(|g| &g.decl))
        .chain(model.decisions.iter().map(|g| &g.decl))
        .chain(model.sanctions.iter().map(|g| &g.decl))
        .chain(model.rights.iter().map(|g| &g.decl))
        .chain(
            model
                .purposes
                .iter()
                .map(|g| &g.decl)
                .filter(|d| d.is_own()),
        );
    for decl in decls {
        assert!(seen.contains(decl.id.as_str()), "{} is nowhere", decl.id);
    }
}

#[test]
fn structure_is_that_of_a_document() {
    for (name, made) in sites() {
        let mut titles = BTreeSet::new();
        for (path, text) in html(made) {
            let place = format!("{name}: {path}");
            let lang = attributes(text, "lang").first().copied().unwrap_or("");
            assert!(
                path == "site/index.html" || path.starts_with(&format!("site/{lang}/")),
                "{place}"
            );
            let title = text
                .split("<title>")
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap();
            assert!(*name == "empty" || !title.is_empty(), "{place}");
            assert!(
                *name == "empty" || path == "site/index.html" || titles.insert((lang, title)),
                "{place}: {title} twice"
            );
            assert_eq!(text.matches("<h1").count(), 1, "{place}");
            assert_eq!(text.matches("<main").count(), 1, "{place}");
            let mut level = 0;
            for (at, _) in text.match_indices("<h") {
                let Some(next) = text[at + 2..].chars().next().and_then(|c| c.to_digit(10)) else {
                    continue;
                };
                assert!(next <= level + 1, "{place}: h{next} behind h{level}");
                level = next;
            }
            assert_eq!(
                text.matches("<table").count(),
                text.matches("<caption>").count(),
                "{place}"
            );
            assert_eq!(
                text.matches("<th").count(),
                text.matches("<th scope").count() + text.matches("<thead").count()
            );
            assert!(!text.contains("{{") && !text.contains("[object"), "{place}");
            if path != "site/index.html" {
                assert!(
                    text.contains("<a class=\"skip\" href=\"#main\">")
                        && text.contains("<main id=\"main\">")
                );
                assert_eq!(attributes(text, "hreflang").len(), 4, "{place}");
            }
        }
    }
}

#[test]
fn the_first_page_asks_its_questions() {
    let made = site_of("energy");
    let en = page(made, "site/en/index.html");
    let asked: Vec<&str> = en
        .split("<h2 ")
        .skip(1)
        .filter_map(|r| r.split('>').nth(1)?.split('<').next())
        .collect();
    assert_eq!(
        asked,
        [
            "What is this?",
            "What is it for?",
            "And what is it not for?",
            "Which data?",
            "Who may do what?",
            "Who decides, and how can I?",
            "What can I do?",
            "Who do I ask?",
            "Who shares what, and for what?",
        ]
    );
    assert!(
        en.contains("<svg")
            && en.contains("<title id=\"flow-title\">")
            && en.contains("<desc id=\"flow-desc\">")
    );
    assert!(en.contains("role=\"img\" aria-labelledby=\"flow-title flow-desc\""));
    assert!(
        page(made, "site/en/rules.html")
            .contains("../../agreement/en/agreement.html#rule-plan-the-grid")
    );
}

/// The drawing of who has power over whom: nothing in it lies over anything else, and all of it stands in words below it.
#[test]
fn who_has_power_over_whom_is_drawn_and_told() {
    use meent::analysis::power::{Graph, Power, words};
    use meent::prose::Words;
    for (name, model) in [("energy", energy()), ("health", health())] {
        for lang in Lang::ALL {
            let made = site_of(name);
            let text = page(made, &format!("site/{}/deciding.html", lang.tag()));
            let from = text.find("<section id=\"power\"").unwrap();
            let section = &text[from..from + text[from..].find("</section>").unwrap()];
            let section = section
                .replace("&#x27;", "'")
                .replace("&#39;", "'")
                .replace("&quot;", "\"");
            let (svg, list) = section.split_once("</svg>").unwrap();
            assert!(svg.contains("role=\"img\" aria-labelledby=\"power-title power-desc\""));
            assert!(
                svg.contains("<title id=\"power-title\">")
                    && svg.contains("<desc id=\"power-desc\">")
            );
            let number = |tag: &str, key: &str| -> i32 { attributes(tag, key)[0].parse().unwrap() };
            let boxes: Vec<[i32; 4]> = svg
                .split("<rect")
                .skip(1)
                .map(|tag| {
                    let [x, y, w, h] = ["x", "y", "width", "height"].map(|k| number(tag, k));
                    [x, y, x + w, y + h]
                })
                .collect();
            assert!(boxes.len() > 20, "{name}");
            for (at, a) in boxes.iter().enumerate() {
                for b in &boxes[at + 1..] {
                    let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                    assert!(apart, "{name}: {a:?} {b:?}");
                }
            }
            // Each line of text lies within one box: by a generous width a letter.
            for tag in svg
                .split("<text")
                .skip(1)
                .filter(|t| !t.starts_with(" class=\"h\""))
            {
                let (x, y) = (number(tag, "x"), number(tag, "y"));
                let words = tag.split('>').nth(1).unwrap().split('<').next().unwrap();
                let letters = words.chars().count() as i32;
                let wide = x + letters
                    * if tag.starts_with(" class=\"p\"") {
                        8
                    } else {
                        9
                    };
                let inside =
                    |b: &[i32; 4]| b[0] <= x && wide <= b[2] + 8 && b[1] + 10 <= y && y <= b[3] - 3;
                assert!(boxes.iter().any(inside), "{name}: {words}");
            }
            let graph = Graph::new(&model);
            let w = Words::new(&model, lang);
            let shown = graph
                .edges
                .iter()
                .filter(|e| e.power.is_shown() && graph.is_own(e.by));
            for edge in shown.filter(|e| e.power != Power::Changes) {
                let label = words::label(lang, edge.power, w.is_plural(edge.from));
                let first = label.split(' ').next().unwrap().to_lowercase();
                assert!(list.to_lowercase().contains(&first), "{name}: {label}");
                let object = words::object(&w, edge.over);
                assert!(list.contains(&object), "{name}: {object}");
            }
        }
    }
}

#[test]
fn what_it_takes_is_counted_in_whole_numbers() {
    let made = site_of("energy");
    let decisions: String = html(made)
        .filter(|(p, _)| p.starts_with("site/en/deciding"))
        .map(|(_, text)| text)
        .collect();
    let row = |id: &str, size: &str| {
        let table = decisions
            .split(&format!("id=\"decision-{id}\""))
            .nth(1)
            .unwrap()
            .split("</article>")
            .next()
            .unwrap();
        let row = table
            .split(&format!("<span>{size}</span></th>"))
            .nth(1)
            .unwrap()
            .split("</tr>")
            .next()
            .unwrap();
        row.split("<td>")
            .skip(1)
            .map(|c| c.split("<span>").nth(1).unwrap().split('<').next().unwrap())
            .collect::<Vec<_>>()
    };
    // a quorum of a third, two thirds of votes cast
    assert_eq!(row("expel-member", "100"), ["34", "23", "67"]);
    assert_eq!(row("expel-member", "10"), ["4", "3", "7"]);
    // three of five seats, two thirds of votes cast: two of three, four of five
    assert_eq!(row("approve-use", "5"), ["3", "2", "4"]);
    assert_eq!(row("admit-household", "5"), ["3", "2", "3"]);
    assert_eq!(&row("amend", "50")[..3], ["17", "12", "34"]);
}

#[test]
fn an_empty_source_shows_gaps() {
    let made = site_of("empty");
    assert!(page(made, "site/en/index.html").contains("not filled in"));
    assert!(page(made, "site/nl/index.html").contains("niet ingevuld"));
    assert!(made.artifacts.iter().all(|a| a.path != "site/feed.xml"));
}

#[test]
fn long_lists_go_on_on_a_next_page() {
    let made = site_of("large");
    let first = page(made, "site/en/rules.html");
    let second = page(made, "site/en/rules-2.html");
    assert!(first.contains("href=\"rules-2.html\"") && second.contains("href=\"rules.html\""));
    let ids: Vec<&str> = html(made)
        .filter(|(p, _)| p.starts_with("site/en/rules"))
        .flat_map(|(_, t)| {
            t.split("<article")
                .skip(1)
                .flat_map(|a| attributes(a, "data-id").into_iter().take(1))
        })
        .collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 150);
    assert_eq!(ids.len(), 150);
}

#[test]
fn text_of_the_source_is_never_markup() {
    let mut model = energy();
    let evil = "</script><script>alert(1)</script><b onclick=\"x\">&";
    model.data[0].decl.title.en = Some(evil.into());
    model.commons.goal.as_mut().unwrap().en = Some(evil.into());
    model.rules[0].because.as_mut().unwrap().en = Some(evil.into());
    for (path, text) in html(&make(&model)) {
        assert!(
            !text.contains("<b ") && !text.contains("<script>"),
            "{path}"
        );
        assert_eq!(
            text.matches("</script>").count(),
            text.matches("<script").count(),
            "{path}"
        );
    }
}

#[test]
fn a_community_changes_words_and_templates() {
    let overrides = BTreeMap::from([
        (
            "site/en.toml".to_string(),
            "[home]\nwhat = \"What are we?\"".to_string(),
        ),
        (
            "site/style.css".to_string(),
            "body { color: black }".to_string(),
        ),
        ("agreement/en/anything.md".to_string(), "{{".to_string()),
    ]);
    let made = &make_with(&health(), &overrides);
    assert!(page(made, "site/en/index.html").contains("What are we?"));
    assert_eq!(page(made, "site/style.css"), "body { color: black }");
}

#[test]
fn feeds_take_their_dates_from_the_source() {
    let made = site_of("energy");
    let atom = page(made, "site/feed.xml");
    assert_eq!(
        atom.matches("<updated>2026-03-01T00:00:00Z</updated>")
            .count(),
        3
    );
    let json: serde_json::Value = serde_json::from_str(page(made, "site/feed.json")).unwrap();
    assert_eq!(json["items"][0]["date_published"], "2026-03-01T00:00:00Z");
    for (path, text) in html(made) {
        for block in text.split("<script type=\"application/ld+json\">").skip(1) {
            let value: serde_json::Value =
                serde_json::from_str(block.split("</script>").next().unwrap()).unwrap();
            assert_eq!(value["@context"], "https://schema.org", "{path}");
        }
    }
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    assert_eq!(make(&health()).artifacts, make(&health()).artifacts);
}

#[test]
fn our_own_sentences_are_plain() {
    for lang in Lang::ALL {
        let path = root().join(format!("templates/site/{}.toml", lang.tag()));
        let table: toml::Value = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let mut sentences = Vec::new();
        readability::sentences(&table, &mut sentences);
        let report = readability::measure(&sentences, lang);
        assert!(
            report.too_long.is_empty(),
            "{lang:?}: longer than 15 words: {:#?}",
            report.too_long
        );
        assert!(
            report.long_questions.is_empty(),
            "{lang:?}: longer than 8 words: {:#?}",
            report.long_questions
        );
        assert!(
            report.mean_words_times_100 <= 1100,
            "{lang:?}: {} words a sentence",
            report.mean_words_times_100
        );
        assert!(
            report.ease >= 70.0,
            "{lang:?}: reading ease {}",
            report.ease
        );
    }
}

/// No clause of a body or a decision is left out: without it the page reads otherwise, in both languages.
#[test]
fn every_clause_on_deciding_is_on_the_page() {
    let text = include_str!("support/deciding.meent");
    let deciding = |text: &str| {
        let made = make(&Project::from_texts([("main.meent", text)]).check().model);
        Lang::ALL.map(|lang| {
            let start = format!("site/{}/deciding", lang.tag());
            let pages = html(&made).filter(|(path, _)| path.starts_with(&start));
            // The cards alone: what is drawn beside them has tests of its own.
            let cards = pages.flat_map(|(_, text)| text.split("<article").skip(1));
            let cards = cards.map(|card| card.split("</article>").next().unwrap());
            cards.collect::<String>()
        })
    };
    let whole = deciding(text);
    let lines: Vec<&str> = text.lines().collect();
    let clauses = lines
        .iter()
        .enumerate()
        .filter(|(_, l)| l.starts_with("  "));
    for (at, clause) in clauses {
        let without: Vec<&str> = (0..lines.len())
            .filter(|n| *n != at)
            .map(|n| lines[n])
            .collect();
        let without = deciding(&without.join("\n"));
        for (one, other) in whole.iter().zip(&without) {
            assert!(one != other, "{clause}");
        }
    }
    // What applies where nothing is said is marked as such.
    let silent = |page: &str| {
        let card = page.split("id=\"decision-silent\"").nth(1).unwrap();
        let card = card.split(" id=\"decision-").next().unwrap();
        card.matches("nothing else was agreed").count()
            + card.matches("niets anders afgesproken").count()
    };
    // Who proposes, quorum, empty class, abstentions, blank votes, tie, proxies, recusal, silence, effect, signature.
    assert_eq!(whole.each_ref().map(|p| silent(p)), [11, 11]);
}

/// The pages as a person would check them in: changes show up in review.
#[test]
fn pages_of_the_examples() {
    let made = site_of("energy");
    for path in [
        "site/en/index.html",
        "site/nl/index.html",
        "site/en/dataset/meter-readings.html",
        "site/nl/deciding.html",
    ] {
        insta::assert_snapshot!(
            format!("energy {}", path.replace('/', " ")),
            page(made, path)
        );
    }
    let made = site_of("health");
    for path in [
        "site/nl/index.html",
        "site/nl/rights.html",
        "site/en/principles.html",
    ] {
        insta::assert_snapshot!(
            format!("health {}", path.replace('/', " ")),
            page(made, path)
        );
    }
}

/// With MEENT_VNU_JAR: every page of both examples passes the Nu Html Checker without a message.
#[test]
fn html_is_valid() {
    let Some(jar) = vnu::checker() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, made) in sites() {
        // An empty commons has no name, so its pages have no title; that is the source's gap.
        if *name != "empty" {
            write(made, &folder.path().join(name));
        }
    }
    vnu::passes(&jar, folder.path());
}

fn write(made: &Made, folder: &Path) {
    for artifact in &made.artifacts {
        let path = folder.join(&artifact.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &artifact.bytes).unwrap();
    }
}

/// With MEENT_SITE_OUT: writes the pages, to look at them.
#[test]
fn write_pages_to_look_at() {
    if let Some(folder) = std::env::var_os("MEENT_SITE_OUT") {
        for (name, made) in sites() {
            write(made, &Path::new(&folder).join(name));
        }
    }
}

/// WCAG 2.2, 1.4.3: text has a contrast of at least 4.5 to 1, in the light and in the dark scheme.
#[test]
fn colours_have_contrast() {
    let style = page(site_of("energy"), "site/style.css").to_string();
    let schemes: Vec<&str> = style.split(":root {").skip(1).take(2).collect();
    assert_eq!(schemes.len(), 2);
    for scheme in schemes {
        let colour = |name: &str| -> f64 {
            let hex = scheme.split(&format!("--{name}: #")).nth(1).unwrap();
            let part = |at: usize| {
                let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.04045 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
        };
        for back in ["page", "card", "tint"] {
            for text in ["ink", "soft", "link", "may", "not", "must", "gap"] {
                let (a, b) = (colour(text), colour(back));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{text} on {back}: {contrast}");
            }
        }
    }
}
