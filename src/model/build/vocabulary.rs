//! Purposes, actions and facts, with those that ship with the compiler behind the declared ones.

use super::collect::Collected;
use super::messages::{self, text};
use super::quantities::named_unit;
use super::{Builder, Entry};
use crate::data;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::registry::codes;
use crate::model::{Action, Decl, Fact, FactKind, GivenBy, Localized, Origin, Purpose, Unit};
use crate::syntax::tree::{self, FactType, What};

impl<'a> Builder<'a> {
    pub(super) fn build_vocabulary(&mut self, all: &Collected<'a>) {
        for entry in &all.purposes {
            let What::Purpose { serves, .. } = &entry.tree.what else {
                continue;
            };
            let serves = serves
                .iter()
                .map(|t| super::localized(t, entry.lang))
                .collect();
            let decl = self.decl(*entry);
            self.model.purposes.push(Purpose {
                decl,
                serves,
                iri: None,
            });
        }
        if all.dpv {
            self.model
                .purposes
                .extend(data::dpv::all().iter().map(shipped_purpose));
        }
        for entry in &all.actions {
            let decl = self.decl(*entry);
            let verb = lower_first(&decl.title);
            self.model.actions.push(Action {
                noun: verb.clone(),
                verb,
                decl,
                odrl: None,
                odrl_included_in: None,
                care: false,
            });
        }
        self.model
            .actions
            .extend(data::actions::all().iter().map(shipped_action));
        for entry in &all.facts {
            self.build_fact(*entry);
        }
    }

    fn build_fact(&mut self, entry: Entry<'a>) {
        let What::Fact(tree) = &entry.tree.what else {
            return;
        };
        let decl = self.decl(entry);
        let kind = match self.single(
            &tree.types,
            ["the type of the fact", "het soort feit"],
            |t| t.span,
        ) {
            Some(written) => self.fact_kind(&written.value.clone(), written.span),
            None => {
                self.report(messages::missing_clause(
                    &decl.id,
                    ["fact", "Het feit"],
                    ["what kind of fact it is", "wat voor soort feit het is"],
                    entry.tree.name.as_ref().map_or(entry.tree.span, |n| n.span),
                    [
                        "yes or no; number of households; date; one of a, b",
                        "ja of nee; aantal huishoudens; datum; een van a, b",
                    ],
                ));
                FactKind::YesNo
            }
        };
        let given_by = match self
            .single(&tree.given_by, ["given by", "vastgesteld door"], |g| g.span)
            .map(|g| g.value.clone())
        {
            Some(tree::GivenBy::ThePerson) => Some(GivenBy::ThePerson),
            Some(tree::GivenBy::Party(name)) => {
                match self
                    .names
                    .find(super::names::Space::Decision, entry.scope, &name.value)
                {
                    super::names::Found::Target(..) => {
                        self.decision(entry.scope, &name).map(GivenBy::Decision)
                    }
                    _ => self.holder(entry.scope, &name).map(GivenBy::Holder),
                }
            }
            None => None,
        };
        self.model.facts.push(Fact {
            decl,
            kind,
            given_by,
            withdrawable: tree.withdrawn,
        });
    }

    fn fact_kind(&mut self, written: &FactType, span: crate::source::Span) -> FactKind {
        match written {
            FactType::YesNo => FactKind::YesNo,
            FactType::Date => FactKind::Date,
            FactType::Number { unit, decimals } => {
                let decimals = match u8::try_from(*decimals) {
                    Ok(n) if n <= 9 => n,
                    _ => {
                        self.report(
                            Diagnostic::new(
                                codes::NUMBER_TOO_LARGE,
                                text(
                                    "A fact can have at most 9 decimals.",
                                    "Een feit kan hoogstens 9 decimalen hebben.",
                                ),
                            )
                            .label(span, text("too many decimals", "te veel decimalen")),
                        );
                        9
                    }
                };
                let unit: Unit = named_unit(unit);
                FactKind::Number { unit, decimals }
            }
            FactType::OneOf(names) => {
                let mut choices: Vec<String> = Vec::with_capacity(names.len());
                for name in names {
                    if choices.iter().any(|c| **c == *name.value) {
                        self.report(
                            Diagnostic::new(
                                codes::DUPLICATE_NAME,
                                text(
                                    format!("`{}` is one of the choices already.", name.value),
                                    format!("`{}` staat al bij de keuzes.", name.value),
                                ),
                            )
                            .label(name.span, text("a second time", "een tweede keer")),
                        );
                    } else {
                        choices.push(name.value.to_string());
                    }
                }
                FactKind::OneOf(choices)
            }
        }
    }
}

fn shipped_purpose(p: &data::dpv::DpvPurpose) -> Purpose {
    Purpose {
        decl: Decl {
            id: p.id.clone(),
            title: Localized {
                en: Some(p.label_en.clone()),
                nl: p.label_nl.clone(),
            },
            titled: true,
            note: Some(Localized {
                en: Some(p.definition.clone()),
                nl: None,
            }),
            span: None,
            name_span: None,
            origin: Origin::Dpv,
        },
        serves: Vec::new(),
        iri: Some(p.iri.clone()),
    }
}

fn shipped_action(a: &data::actions::Action) -> Action {
    let both = |en: &str, nl: &str| Localized {
        en: Some(en.to_string()),
        nl: Some(nl.to_string()),
    };
    Action {
        decl: Decl {
            id: a.id.clone(),
            title: both(&a.verb_en, &a.verb_nl),
            titled: true,
            note: None,
            span: None,
            name_span: None,
            origin: Origin::Builtin,
        },
        verb: both(&a.verb_en, &a.verb_nl),
        noun: both(&a.noun_en, &a.noun_nl),
        odrl: a.odrl.clone(),
        odrl_included_in: a.odrl_parent.clone(),
        care: a.care,
    }
}

/// "Draw a map" becomes "draw a map"; an abbreviation keeps its capitals.
fn lower_first(title: &Localized) -> Localized {
    let lower = |t: &String| {
        let mut letters = t.chars();
        match (letters.next(), letters.clone().next()) {
            (Some(first), Some(second)) if !second.is_uppercase() => {
                first.to_lowercase().chain(letters).collect()
            }
            _ => t.clone(),
        }
    };
    Localized {
        en: title.en.as_ref().map(lower),
        nl: title.nl.as_ref().map(lower),
    }
}
