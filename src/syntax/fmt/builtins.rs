//! The names that ship with the compiler in both languages: actions, legal bases, special categories, legal forms.

use crate::data::{actions, law};
use crate::diagnostic::Lang;

/// What a name in some place of the grammar can be, of what ships with the compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Action,
    Basis,
    Category,
    Form,
}

/// The name of the same thing in a language; none if nothing of this kind has that name.
pub fn translated(kind: Kind, name: &str, lang: Lang) -> Option<&'static str> {
    let (en, nl) = match kind {
        Kind::Action => actions::find(name).map(|a| (a.id.as_str(), a.nl.as_str())),
        Kind::Basis => law::basis(name).map(|b| (b.id.as_str(), b.nl.as_str())),
        Kind::Category => law::category(name).map(|c| (c.id.as_str(), c.nl.as_str())),
        Kind::Form => law::legal_form(name).map(|f| (f.id.as_str(), f.nl.as_str())),
    }?;
    Some(match lang {
        Lang::En => en,
        Lang::Nl => nl,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_kind_in_both_directions() {
        assert_eq!(translated(Kind::Action, "read", Lang::Nl), Some("lezen"));
        assert_eq!(translated(Kind::Action, "lezen", Lang::En), Some("read"));
        assert_eq!(
            translated(Kind::Basis, "contract", Lang::Nl),
            Some("overeenkomst")
        );
        assert_eq!(
            translated(Kind::Form, "contract", Lang::Nl),
            Some("samenwerking")
        );
        assert_eq!(translated(Kind::Category, "read", Lang::Nl), None);
    }
}
