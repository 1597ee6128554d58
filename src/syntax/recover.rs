use super::parse::Parsed;
use crate::diagnostic::Lang;
use crate::source::FileId;
pub fn broken(_file: FileId, _text: &str, _start: usize, _end: usize, _lang: Lang, _parsed: &mut Parsed) {
}
