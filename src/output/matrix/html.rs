//! The matrix as one page that needs nothing else: real tables, no script, light and dark, fit to be printed.

use super::View;
use crate::diagnostic::Diagnostic;
use crate::output::template::{Table, Templates};
use std::collections::BTreeMap;

/// The templates that are part of the compiler.
const TABLE: &Table = crate::embed![
    "matrix/page.html",
    "matrix/section.html",
    "matrix/table.html",
    "matrix/style.css"
];

/// The page. A community's own templates (`matrix/page.html`) go first.
///
/// # Errors
/// What is wrong with a template of the community's own.
pub fn html(view: &View, overrides: &BTreeMap<String, String>) -> Result<String, Vec<Diagnostic>> {
    let templates = Templates::new(TABLE, overrides)?;
    let style = templates
        .render("matrix/style.css", &serde_json::json!({}))
        .map_err(|d| vec![d])?;
    let mut data = serde_json::to_value(view).unwrap_or_default();
    if let Some(map) = data.as_object_mut() {
        map.insert("style".into(), style.into());
    }
    templates
        .render("matrix/page.html", &data)
        .map_err(|d| vec![d])
}
