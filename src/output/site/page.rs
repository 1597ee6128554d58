//! What a page is made of, before it is HTML: sections with cards, tables and lists. Both languages fill the same shape.

use crate::diagnostic::Lang;
use crate::model::Localized;
use serde::Serialize;

/// A word or a sentence, perhaps a link, perhaps in the other language than the page.
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct Item {
    pub text: String,
    pub href: Option<String>,
    /// Set if the text is not in the page's language.
    pub lang: Option<&'static str>,
    /// The declaration it comes from.
    pub id: Option<String>,
    /// What stands behind it, not part of the link.
    pub tail: Option<String>,
}

impl Item {
    pub fn text(text: impl Into<String>) -> Self {
        Item {
            text: text.into(),
            ..Item::default()
        }
    }

    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Item {
            text: text.into(),
            href: Some(href.into()),
            ..Item::default()
        }
    }

    /// A text of the source, marked if it is in the other language.
    pub fn localized(text: &Localized, lang: Lang) -> Self {
        let other = !text.has(lang) && text.has(lang.other());
        Item {
            text: text.get(lang).to_string(),
            lang: other.then(|| lang.other().tag()),
            ..Item::default()
        }
    }

    pub fn to(mut self, href: Option<String>) -> Self {
        self.href = href;
        self
    }

    pub fn of(mut self, id: &str) -> Self {
        self.id = Some(id.to_string());
        self
    }

    pub fn tail(mut self, tail: impl Into<String>) -> Self {
        self.tail = Some(tail.into());
        self
    }
}

/// A label and what it says. No item: a gap, shown as "not filled in".
#[derive(Debug, Clone, Default, Serialize)]
pub struct Row {
    pub label: String,
    pub items: Vec<Item>,
    /// How the community could say it; none for a fact.
    pub list: bool,
}

impl Row {
    pub fn new(label: &str, items: Vec<Item>) -> Self {
        Row {
            label: label.to_string(),
            list: items.len() > 1,
            items,
        }
    }

    pub fn one(label: &str, item: impl Into<Option<Item>>) -> Self {
        Row::new(label, item.into().into_iter().collect())
    }
}

/// One declaration.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Card {
    /// Its anchor on the page; `None` where the declaration has its own place elsewhere.
    pub anchor: Option<String>,
    pub id: String,
    pub title: Item,
    pub badge: Option<String>,
    pub badge_class: &'static str,
    pub lead: Option<Item>,
    pub rows: Vec<Row>,
    pub tables: Vec<Table>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct Table {
    pub caption: String,
    pub head: Vec<String>,
    pub rows: Vec<TableRow>,
    pub numbers: bool,
}

/// The first cell is the row's heading. A cell without items is a gap.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TableRow {
    pub id: Option<String>,
    pub head: Item,
    pub cells: Vec<Vec<Item>>,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct Section {
    pub anchor: &'static str,
    pub heading: String,
    pub text: Vec<String>,
    pub rows: Vec<Row>,
    pub items: Vec<Item>,
    pub cards: Vec<Card>,
    pub tables: Vec<Table>,
    /// A drawing, as markup.
    pub picture: Option<String>,
    /// Terms and their meaning.
    pub terms: Vec<(String, String)>,
    /// A subsection's heading level is one lower.
    pub sub: Vec<Section>,
    pub more: Option<Item>,
    /// Shown as a wide card.
    pub wide: bool,
}

impl Section {
    pub fn new(anchor: &'static str, heading: &str, text: Vec<String>) -> Self {
        Section {
            anchor,
            heading: heading.to_string(),
            text,
            ..Section::default()
        }
    }

    /// Whether there is anything below its sentences.
    pub fn is_bare(&self) -> bool {
        self.rows.is_empty()
            && self.items.is_empty()
            && self.cards.is_empty()
            && self.tables.is_empty()
            && self.picture.is_none()
            && self.terms.is_empty()
            && self.sub.is_empty()
    }
}

/// One page of one language.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Below the language's folder: `dataset/meter-readings.html`.
    pub path: String,
    /// Which entry of the menu it belongs to.
    pub nav: &'static str,
    pub title: String,
    pub lead: Vec<Item>,
    pub sections: Vec<Section>,
    /// JSON-LD: data for machines, not a program.
    pub json_ld: Option<serde_json::Value>,
    /// Of a list that goes on over several pages: which one this is, from 1, and the paths of all.
    pub part: Option<(usize, Vec<String>)>,
}
