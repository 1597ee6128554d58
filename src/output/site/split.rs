//! Long lists go on on a next page, so that no page is larger than its limit. Links follow what moved.

use super::page::{Card, Item, Page, Section, Table};
use std::collections::BTreeMap;

/// Bytes of cards and table rows on one page, measured as JSON, which is about as long as the HTML.
const BUDGET: usize = 40_000;

/// Anchors that are no longer on the page that links name: `rules.html#rule-x` is now on `rules-2.html`.
pub type Moved = BTreeMap<String, String>;

/// A card or a table, with the section that it stands in.
enum Unit {
    Card(usize, Box<Card>),
    Table(usize, Table),
}

/// Splits one page, in all languages at the same places. Each language's pages must have the same shape.
pub fn split(pages: Vec<Page>, moved: &mut Moved) -> Vec<Vec<Page>> {
    let sizes: Vec<Vec<usize>> = pages
        .iter()
        .map(|p| units(p).map(|(_, size)| size).collect())
        .collect();
    let count = sizes.iter().map(Vec::len).max().unwrap_or(0);
    // Drawings stay on the first page.
    let drawings = |p: &Page| -> usize {
        let pictures = p.sections.iter().filter_map(|s| s.picture.as_ref());
        pictures.map(String::len).sum()
    };
    let drawn = pages.iter().map(drawings).max().unwrap_or(0);
    let (mut part, mut used, mut parts) = (0, drawn, Vec::with_capacity(count));
    for at in 0..count {
        let size = sizes
            .iter()
            .filter_map(|s| s.get(at))
            .max()
            .copied()
            .unwrap_or(0);
        if used > 0 && used + size > BUDGET {
            part += 1;
            used = 0;
        }
        used += size;
        parts.push(part);
    }
    pages
        .into_iter()
        .map(|page| {
            if part == 0 {
                vec![page]
            } else {
                cut(page, &parts, part + 1, moved)
            }
        })
        .collect()
}

fn units(page: &Page) -> impl Iterator<Item = (usize, usize)> {
    page.sections.iter().enumerate().flat_map(|(at, section)| {
        let cards = section.cards.iter().map(json_size);
        let tables = section
            .tables
            .iter()
            .flat_map(|t| rows_of(t).map(|t| json_size(&t)).collect::<Vec<_>>());
        cards
            .chain(tables)
            .map(move |size| (at, size))
            .collect::<Vec<_>>()
    })
}

fn json_size<T: serde::Serialize>(value: &T) -> usize {
    serde_json::to_vec(value).map_or(0, |v| v.len())
}

/// A long table in pieces.
fn rows_of(table: &Table) -> impl Iterator<Item = Table> {
    const ROWS: usize = 40;
    table.rows.chunks(ROWS).map(|rows| Table {
        rows: rows.to_vec(),
        ..table.clone()
    })
}

/// `rules.html`, `rules-2.html`, …
fn path_of(path: &str, part: usize) -> String {
    if part == 0 {
        path.to_string()
    } else {
        format!("{}-{}.html", path.trim_end_matches(".html"), part + 1)
    }
}

fn cut(page: Page, parts: &[usize], count: usize, moved: &mut Moved) -> Vec<Page> {
    let mut taken: Vec<Unit> = Vec::with_capacity(parts.len());
    let mut rest = page.clone();
    for (at, section) in rest.sections.iter_mut().enumerate() {
        taken.extend(
            std::mem::take(&mut section.cards)
                .into_iter()
                .map(|c| Unit::Card(at, Box::new(c))),
        );
        let tables = std::mem::take(&mut section.tables);
        taken.extend(tables.iter().flat_map(rows_of).map(|t| Unit::Table(at, t)));
    }
    // A section begins where its first card or table is, with its sentences; one that has more than those, at the start.
    let begins: Vec<usize> = rest
        .sections
        .iter()
        .enumerate()
        .map(|(at, section)| {
            let mut here = taken.iter().zip(parts).filter(|(unit, _)| match unit {
                Unit::Card(of, _) | Unit::Table(of, _) => *of == at,
            });
            let first = here.next().map_or(0, |(_, part)| *part);
            if section.is_bare() { first } else { 0 }
        })
        .collect();
    let mut out: Vec<Page> = (0..count)
        .map(|part| Page {
            path: path_of(&page.path, part),
            sections: rest
                .sections
                .iter()
                .zip(&begins)
                .map(|(s, begins)| {
                    if part == *begins {
                        s.clone()
                    } else {
                        Section::new(s.anchor, &s.heading, Vec::new())
                    }
                })
                .collect(),
            lead: if part == 0 {
                page.lead.clone()
            } else {
                Vec::new()
            },
            json_ld: if part == 0 {
                page.json_ld.clone()
            } else {
                None
            },
            ..page.clone()
        })
        .collect();
    for (unit, part) in taken.into_iter().zip(parts) {
        let Some(target) = out.get_mut(*part) else {
            continue;
        };
        let to = target.path.clone();
        let mut remember = |anchor: &str| {
            if *part > 0 {
                moved.insert(format!("{}#{anchor}", page.path), format!("{to}#{anchor}"));
            }
        };
        match unit {
            Unit::Card(at, card) => {
                card.anchor.iter().for_each(|a| remember(a));
                target
                    .sections
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|s| s.cards.push((*card).clone()));
            }
            Unit::Table(at, table) => {
                table
                    .rows
                    .iter()
                    .filter_map(|r| r.head.id.as_ref())
                    .for_each(|a| remember(a));
                target
                    .sections
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|s| s.tables.push(table.clone()));
            }
        }
    }
    let links: Vec<String> = out.iter().map(|p| p.path.clone()).collect();
    for (part, page) in out.iter_mut().enumerate() {
        let first = part == 0;
        page.sections
            .retain(|s| !s.is_bare() || (first && !s.text.is_empty()));
        page.part = Some((part + 1, links.clone()));
        for section in &page.sections {
            if part > 0 {
                let (from, to) = (&links[0], &page.path);
                moved
                    .entry(format!("{from}#{}", section.anchor))
                    .or_insert_with(|| format!("{to}#{}", section.anchor));
            }
        }
    }
    // A section that begins on the first page is still there.
    if let Some(first) = out.first() {
        for section in &first.sections {
            moved.remove(&format!("{}#{}", first.path, section.anchor));
        }
    }
    out
}

/// Points every link of a page to where its target now is.
pub fn follow(page: &mut Page, moved: &Moved) {
    if moved.is_empty() {
        return;
    }
    page.lead.iter_mut().for_each(|i| item(i, moved));
    page.sections.iter_mut().for_each(|s| section(s, moved));
}

fn section(s: &mut Section, moved: &Moved) {
    let rows = s.rows.iter_mut().flat_map(|r| &mut r.items);
    rows.chain(&mut s.items)
        .chain(&mut s.more)
        .for_each(|i| item(i, moved));
    for card in &mut s.cards {
        item(&mut card.title, moved);
        card.rows
            .iter_mut()
            .flat_map(|r| &mut r.items)
            .for_each(|i| item(i, moved));
        card.tables.iter_mut().for_each(|t| table(t, moved));
    }
    s.tables.iter_mut().for_each(|t| table(t, moved));
    s.sub.iter_mut().for_each(|s| section(s, moved));
}

fn table(t: &mut Table, moved: &Moved) {
    for row in &mut t.rows {
        item(&mut row.head, moved);
        row.cells.iter_mut().flatten().for_each(|i| item(i, moved));
    }
}

fn item(item: &mut Item, moved: &Moved) {
    let Some(href) = &item.href else { return };
    let (up, rest) = href
        .strip_prefix("../")
        .map_or(("", href.as_str()), |rest| ("../", rest));
    if let Some(to) = moved.get(rest) {
        item.href = Some(format!("{up}{to}"));
    }
}
