//! Calling something otherwise, wherever it is named.
//!
//! A new name is tried out before it is given: all files are read again as they would be, and every name has to stand
//! for what it stood for. So no keyword, clash or shadow can slip through, whatever the language comes to hold.

use super::references::known_in;
use super::spot::{Spot, spot};
use crate::diagnostic::{Edit, Text};
use crate::editor::Snapshot;
use crate::model::{FactKind, Named, Role, Use};
use crate::source::{FileId, Span};
use crate::syntax::grammar::{MeentParser, Rule};
use crate::syntax::tree;
use pest::Parser;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The edits of one project.
#[derive(Debug, Clone)]
pub struct Renaming<'s> {
    pub snapshot: &'s Snapshot,
    /// By file and place. Each file is edited in one project only.
    pub edits: Vec<Edit>,
}

/// The name under the cursor, if it can be changed.
///
/// # Errors
/// Why it can't.
pub fn prepare_rename(snapshot: &Snapshot, file: FileId, byte: usize) -> Result<Span, Text> {
    let spot = renamable(snapshot, file, byte)?;
    unread(snapshot, spot.span)?;
    Ok(spot.span)
}

fn renamable(snapshot: &Snapshot, file: FileId, byte: usize) -> Result<Spot, Text> {
    let Some(spot) = spot(snapshot, file, byte) else {
        return Err(Text::new(
            "There is no name here that can be changed.",
            "Hier staat geen naam die gewijzigd kan worden.",
        ));
    };
    let sources = &snapshot.project.loaded.sources;
    let name = sources.text(spot.span);
    if spot.shipped {
        return Err(Text::new(
            format!("`{name}` comes with Meent and can't be renamed."),
            format!("`{name}` hoort bij Meent en kan niet worden hernoemd."),
        ));
    }
    if spot.guessed {
        return Err(not_read(snapshot, spot.span, name));
    }
    let declared = snapshot.model.uses_of(spot.named).find(|u| u.declares());
    let Some(declared) = declared else {
        return Err(match spot.named {
            Named::Alias(_) => Text::new(
                format!(
                    "`{name}` is the outer commons' own name. Give it one of your own with `as` first."
                ),
                format!(
                    "`{name}` is de eigen naam van de omvattende meent. Geef haar eerst met `als` een naam van jullie zelf."
                ),
            ),
            _ => Text::new(
                format!("It is not known where `{name}` is declared."),
                format!("Het is niet bekend waar `{name}` is gedeclareerd."),
            ),
        });
    };
    if !is_own(snapshot, declared.span.file) {
        return Err(elsewhere(snapshot, declared.span.file, name));
    }
    Ok(spot)
}

fn is_own(snapshot: &Snapshot, file: FileId) -> bool {
    snapshot.project.loaded.own_files().contains(&file)
}

fn elsewhere(snapshot: &Snapshot, file: FileId, name: &str) -> Text {
    let path = &snapshot.project.loaded.sources.file(file).path;
    Text::new(
        format!(
            "`{name}` also stands in {path}, which is no part of this project. Rename it from there."
        ),
        format!(
            "`{name}` staat ook in {path}, en dat hoort niet bij dit project. Hernoem het van daaruit."
        ),
    )
}

fn not_read(snapshot: &Snapshot, at: Span, name: &str) -> Text {
    let place = snapshot.project.loaded.sources.place(at);
    Text::new(
        format!(
            "`{name}` may be meant at {place}, where the source can't be read. Mend that first."
        ),
        format!(
            "Misschien is `{name}` bedoeld op {place}, waar de bron niet te lezen is. Herstel dat eerst."
        ),
    )
}

/// A name that stands in a text that could not be read would be left behind.
fn unread(snapshot: &Snapshot, span: Span) -> Result<(), Text> {
    let loaded = &snapshot.project.loaded;
    let name = loaded.sources.text(span);
    for &file in loaded.own_files() {
        let Some(tree) = loaded.tree(file) else {
            continue;
        };
        for stub in &tree.broken {
            let text = loaded.sources.text(stub.span);
            if let Some(at) = words_of(text).find(|(_, word)| *word == name) {
                let start = stub.span.start as usize + at.0;
                let place = Span::new(file, start, start + name.len());
                return Err(not_read(snapshot, place, name));
            }
        }
    }
    Ok(())
}

/// The words of a text, each with its place.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let words = text
        .split(move |c: char| !part(c))
        .filter(|w| !w.is_empty());
    words.map(move |w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
}

/// All edits by which what stands at a byte comes to be called `new`, in this project and in the others that know it.
///
/// # Errors
/// Why it can't be called so.
pub fn rename<'s>(
    snapshot: &'s Snapshot,
    others: &'s [Snapshot],
    file: FileId,
    byte: usize,
    new: &str,
) -> Result<Vec<Renaming<'s>>, Text> {
    let spot = renamable(snapshot, file, byte)?;
    let old = snapshot.project.loaded.sources.text(spot.span);
    if new == old {
        return Ok(Vec::new());
    }
    is_name(new)?;
    let known = known_in(snapshot, others, spot.named, false);
    for (project, _) in &known {
        unread_name(project, old)?;
    }
    let taken = clash(snapshot, spot.named, new);
    if let Some(text) = taken {
        return Err(text);
    }
    let mut places: BTreeMap<PathBuf, BTreeSet<(u32, u32)>> = BTreeMap::new();
    let mut own: BTreeSet<PathBuf> = BTreeSet::new();
    for (project, named) in &known {
        own.extend(
            project
                .project
                .loaded
                .own_files()
                .iter()
                .map(|f| project.path(*f)),
        );
        for used in named.iter().flat_map(|n| project.model.uses_of(*n)) {
            let path = project.path(used.span.file);
            let at = (used.span.start, used.span.end);
            places.entry(path).or_default().insert(at);
        }
    }
    let mut out = Vec::new();
    let mut done: BTreeSet<PathBuf> = BTreeSet::new();
    for (project, named) in &known {
        let mut edits = Vec::new();
        let mut changed = Vec::new();
        for (file, _) in project.project.loaded.sources.iter() {
            let path = project.path(file);
            let Some(at) = places.get(&path) else {
                continue;
            };
            if !own.contains(&path) {
                return Err(elsewhere(project, file, old));
            }
            let spans = at.iter().map(|&(start, end)| Span { file, start, end });
            let of_file: Vec<Edit> = spans
                .map(|span| Edit {
                    span,
                    text: new.to_string(),
                })
                .collect();
            if done.insert(path) {
                edits.extend(of_file.iter().cloned());
            }
            changed.push((file, of_file));
        }
        try_out(project, named, new, &changed)?;
        if !edits.is_empty() {
            out.push(Renaming {
                snapshot: project,
                edits,
            });
        }
    }
    Ok(out)
}

fn unread_name(snapshot: &Snapshot, name: &str) -> Result<(), Text> {
    let uses = snapshot.model.uses.iter();
    let sources = &snapshot.project.loaded.sources;
    let same = uses.map(|u| u.span).find(|s| sources.text(*s) == name);
    same.map_or(Ok(()), |span| unread(snapshot, span))
}

/// One word, as the grammar takes it for a name.
fn is_name(new: &str) -> Result<(), Text> {
    let whole = MeentParser::parse(Rule::name, new).is_ok_and(|pairs| pairs.as_str() == new);
    if whole && !new.contains(['.', ':']) {
        return Ok(());
    }
    let letters = new
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if letters && new.starts_with(char::is_alphabetic) && !new.ends_with('-') {
        return Err(Text::new(
            format!("`{new}` is a word of the language, so nothing can be called that."),
            format!("`{new}` is een woord van de taal, dus niets kan zo heten."),
        ));
    }
    Err(Text::new(
        "A name is one word: it begins with a letter, and goes on with letters, digits and hyphens.",
        "Een naam is één woord: het begint met een letter, en gaat verder met letters, cijfers en streepjes.",
    ))
}

/// Something else that is called so.
fn clash(snapshot: &Snapshot, named: Named, new: &str) -> Option<Text> {
    let model = &snapshot.model;
    if let Named::Choice(fact, _) = named {
        let kind = model.facts.get(fact.index()).map(|f| &f.kind);
        let has = matches!(kind, Some(FactKind::OneOf(all)) if all.iter().any(|c| c == new));
        return has.then(|| {
            Text::new(
                format!("`{new}` is one of the choices already."),
                format!("`{new}` staat al bij de keuzes."),
            )
        });
    }
    let Named::Is(id) = named else {
        return None;
    };
    let old = model.decl(id)?;
    let wanted = match old.id.rsplit_once('.') {
        Some((dataset, _)) => format!("{dataset}.{new}"),
        None => new.to_string(),
    };
    let same_kind = std::mem::discriminant(&id);
    let mut others = model.declarations().filter(|(_, d)| d.id == wanted);
    let (_, other) = others.find(|(other, _)| std::mem::discriminant(other) == same_kind)?;
    let place = other
        .name_span
        .map(|s| snapshot.project.loaded.sources.place(s));
    let at = place.map_or_else(String::new, |p| format!(" ({p})"));
    Some(Text::new(
        format!("There is a `{wanted}` already{at}."),
        format!("Er is al een `{wanted}`{at}."),
    ))
}

/// Reads a project as it would be, and wants every name to stand for what it stands for now.
fn try_out(
    snapshot: &Snapshot,
    named: &[Named],
    new: &str,
    changed: &[(FileId, Vec<Edit>)],
) -> Result<(), Text> {
    let loaded = &snapshot.project.loaded;
    let mut trees: BTreeMap<FileId, tree::File> = BTreeMap::new();
    for (file, edits) in changed {
        let mut text = snapshot.text(*file).to_string();
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, new);
        }
        let tree = crate::syntax::parse(*file, &text).tree;
        let before = loaded.tree(*file).map_or(0, |t| t.broken.len());
        if tree.broken.len() != before {
            return Err(read_otherwise(new));
        }
        trees.insert(*file, tree);
    }
    let mut input = loaded.input();
    for (level, outer) in input.outers.iter_mut().enumerate() {
        if named.contains(&Named::Alias(level as u8 + 1)) {
            outer.alias = new.to_string();
        }
    }
    let outers = input.outers.iter_mut().map(|o| &mut o.unit);
    for unit in std::iter::once(&mut input.own).chain(outers) {
        let imported = unit.uses.iter_mut().flat_map(|u| &mut u.files);
        for (id, tree) in unit.files.iter_mut().chain(imported) {
            if let Some(changed) = trees.get(id) {
                *tree = changed;
            }
        }
    }
    let (model, _) = crate::model::build(&input);
    let moved = moved(&snapshot.model.uses, changed, new.len());
    let same = |(now, was): (&Use, &Use)| {
        let role = (now.role == Role::Misfit) == (was.role == Role::Misfit);
        now.span == was.span && now.named == was.named && role
    };
    match model.uses.len() == moved.len() && model.uses.iter().zip(&moved).all(same) {
        true => Ok(()),
        false => Err(read_otherwise(new)),
    }
}

/// The names with the places that they have after the edits.
fn moved(uses: &[Use], changed: &[(FileId, Vec<Edit>)], len: usize) -> Vec<Use> {
    let edits: BTreeMap<FileId, &Vec<Edit>> = changed.iter().map(|(f, e)| (*f, e)).collect();
    let mut out = Vec::with_capacity(uses.len());
    let (mut file, mut at, mut shift) = (None, 0, 0_i64);
    for used in uses {
        if file != Some(used.span.file) {
            (file, at, shift) = (Some(used.span.file), 0, 0);
        }
        let mut now = *used;
        let here = edits.get(&used.span.file);
        while let Some(edit) = here.and_then(|e| e.get(at))
            && edit.span.end <= used.span.start
        {
            shift += len as i64 - edit.span.len() as i64;
            at += 1;
        }
        let edited = here
            .and_then(|e| e.get(at))
            .is_some_and(|e| e.span == used.span);
        let length = match edited {
            true => len as i64,
            false => used.span.len() as i64,
        };
        let start = i64::from(used.span.start) + shift;
        now.span.start = start as u32;
        now.span.end = (start + length) as u32;
        out.push(now);
    }
    out
}

fn read_otherwise(new: &str) -> Text {
    Text::new(
        format!(
            "With the name `{new}` some sentence would be read otherwise: it means something else there already."
        ),
        format!(
            "Met de naam `{new}` zou een zin anders gelezen worden: daar betekent hij al iets anders."
        ),
    )
}
