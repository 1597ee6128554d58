use super::{Level, Text};
use serde::Serialize;
/// placeholder
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Code(pub &'static str);
pub struct Entry { pub level: Level, pub title: Text }
impl Code { pub fn entry(self) -> &'static Entry { todo!() } }
