//! Which decision may change which part of the agreement, as a table.

use super::page::{Item, Section, Table, TableRow};
use super::view::View;
use crate::analysis::guard::{self, Guard, Guards};

impl View<'_> {
    /// What a decision names, and who may change it; then all the rest.
    pub fn changing(&self) -> Section {
        let text = self.texts.list("deciding", "changing_text");
        let mut section = Section::new("changing", self.d("changing"), text);
        let decisions = &self.model.decisions;
        if !decisions.iter().any(|d| d.decl.is_own()) {
            return section;
        }
        let guards = Guards::new(self.model);
        let by = |guard: Guard| -> Vec<Item> {
            let decisions = guard.decisions.into_iter();
            decisions.filter_map(|d| self.decision(d)).collect()
        };
        let mut rows: Vec<TableRow> = guard::named(self.model)
            .into_iter()
            .filter_map(|name| {
                let head = self.any(name)?;
                Some(TableRow {
                    id: head.id.clone(),
                    head,
                    cells: vec![by(guards.of(name))],
                })
            })
            .collect();
        let rest = match rows.is_empty() {
            true => "changing_all",
            false => "changing_rest",
        };
        rows.push(TableRow {
            id: None,
            head: Item::text(self.d(rest)),
            cells: vec![by(guards.of_commons())],
        });
        section.tables.push(Table {
            caption: self.d("changing_caption").to_string(),
            head: ["changing_what", "changing_by"]
                .map(|k| self.d(k).to_string())
                .to_vec(),
            rows,
            numbers: false,
        });
        section
    }
}
