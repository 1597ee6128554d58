//! The findings of this phase.

use crate::diagnostic::{Code, Diagnostic, Text};

pub use crate::diagnostic::registry::codes::*;

/// A finding with its sentence in both languages.
pub fn finding(code: Code, en: impl Into<String>, nl: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Text::new(en, nl))
}
