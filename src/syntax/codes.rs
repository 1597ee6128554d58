//! The findings of this phase.

use crate::diagnostic::{Code, Diagnostic, Level, Text};

pub const UNEXPECTED: Code = Code("M0101");
pub const RESERVED_WORD: Code = Code("M0102");
pub const MIXED_LANGUAGES: Code = Code("M0103");
pub const EMPTY_SOURCE: Code = Code("M0105");
pub const UNCLOSED: Code = Code("M0106");
pub const TOO_DEEP: Code = Code("M0107");
pub const MAY_NOT: Code = Code("M0109");
pub const NUMBER_TOO_LARGE: Code = Code("M0405");

/// A finding of this phase, at its usual level.
pub fn finding(code: Code, en: impl Into<String>, nl: impl Into<String>) -> Diagnostic {
    let level = if code == MAY_NOT {
        Level::Note
    } else if code == MIXED_LANGUAGES {
        Level::Warning
    } else {
        Level::Error
    };
    Diagnostic {
        code,
        level,
        message: Text::new(en, nl),
        labels: Vec::new(),
        case: None,
        help: None,
        fixes: Vec::new(),
    }
}
