//! What there is to say about what stands under the cursor, as Markdown: in the reader's language first, and what is
//! said in the agreement in the other one beneath it.

mod declaration;
mod keyword;
mod shipped;
mod used;

use super::Snapshot;
use super::navigate::{Spot, SymbolKind, spot};
use crate::data::law;
use crate::diagnostic::Lang;
use crate::model::{AnyId, LawTerm, Named};
use crate::source::{FileId, Span};

/// A few paragraphs about a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What they are about.
    pub span: Span,
    pub markdown: String,
}

/// Who reads, and how a place is linked.
pub struct Reader<'r> {
    pub lang: Lang,
    /// A link to a place for Markdown; `None` leaves the place without one.
    pub link: &'r dyn Fn(Span) -> Option<String>,
}

/// What there is to say about the word at a byte.
pub fn hover(snapshot: &Snapshot, file: FileId, byte: usize, reader: &Reader) -> Option<Hover> {
    let Some(spot) = spot(snapshot, file, byte) else {
        return keyword::at(snapshot, file, byte, reader.lang);
    };
    let markdown = about(snapshot, &spot, reader)?;
    Some(Hover {
        span: spot.span,
        markdown,
    })
}

fn about(snapshot: &Snapshot, spot: &Spot, reader: &Reader) -> Option<String> {
    let lang = reader.lang;
    let text = snapshot.project.loaded.sources.text(spot.span);
    let pick = |en, nl| match lang {
        Lang::En => en,
        Lang::Nl => nl,
    };
    Some(match spot.named {
        Named::Is(id) => match (spot.shipped, id) {
            (true, AnyId::Action(_)) => shipped::action(text, lang)?,
            (true, AnyId::Purpose(_)) => shipped::purpose(text, lang)?,
            _ => declaration::declaration(snapshot, id, reader)?,
        },
        Named::Commons(level) | Named::Alias(level) => {
            declaration::commons(snapshot, level, reader)?
        }
        Named::Choice(fact, _) => {
            let fact = snapshot.model.decl(AnyId::Fact(fact))?;
            let of = pick("a choice of the fact", "een keuze van het feit");
            format!("**{text}** · {of} `{}`", fact.id)
        }
        Named::Finding(code) => {
            let entry = code.entry();
            let page = entry.page.get(lang);
            let first = page.trim().split("\n\n").next().unwrap_or_default();
            format!("**{code}** · {}\n\n{first}", entry.title.get(lang))
        }
        Named::Law(LawTerm::Basis) => {
            let what = pick("legal basis", "grondslag");
            let basis = law::basis(text)?;
            format!("**{}** · {what}\n\n*{}*", basis.cited(lang), basis.cited(lang.other()))
        }
        Named::Law(LawTerm::Category) => {
            let category = law::category(text)?;
            let what = pick("special category of personal data", "bijzondere categorie van persoonsgegevens");
            let said = |lang| format!("{} ({})", category.title.get(lang), category.cite.text(lang));
            format!("**{}** · {what}\n\n*{}*", said(lang), said(lang.other()))
        }
        Named::Law(LawTerm::LegalForm) => {
            let form = law::legal_form(text)?;
            let what = pick("legal form", "rechtsvorm");
            format!("**{}** · {what}\n\n*{}*", form.title.get(lang), form.title.get(lang.other()))
        }
        Named::Library => pick(
            "**dpv** · The purposes of the Data Privacy Vocabulary, which come with Meent: `dpv:ServiceProvision` and hundreds more.",
            "**dpv** · De doeleinden van de Data Privacy Vocabulary, die bij Meent horen: `dpv:ServiceProvision` en honderden meer.",
        )
        .to_string(),
    })
}

/// "**Title** · dataset `id`", with the other language beneath.
fn heading(titles: [&str; 2], kind: SymbolKind, id: &str, lang: Lang) -> String {
    let [mine, other] = titles;
    let noun = kind.noun(false);
    let head = format!("**{}** · {} `{id}`", escape(mine), noun.get(lang));
    match other.is_empty() || other == mine {
        true => head,
        false => format!("{head}\n\n*{}*", escape(other)),
    }
}

fn escape(text: &str) -> String {
    crate::output::template::escape_markdown(text)
}
