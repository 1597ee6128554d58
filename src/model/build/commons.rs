//! The commons declaration itself, and those of the commons around it.

use super::collect::Collected;
use super::messages::{self, text};
use super::{Builder, Entry};
use crate::data::law;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::registry::codes;
use crate::model::{Audit, Breach, Commons, LawTerm, Localized, Logging, Requests};
use crate::syntax::tree::{self, CommonsText, Name, What};
use std::collections::BTreeMap;

impl<'a> Builder<'a> {
    pub(super) fn build_commons(&mut self, all: &Collected<'a>) {
        if let Some(own) = all.commons.iter().find(|e| e.scope == 0) {
            self.model.commons = self.one_commons(*own);
        }
        for scope in 1..=self.input.outers.len() as u8 {
            let outer = all
                .commons
                .iter()
                .find(|e| e.scope == scope)
                .map(|e| self.one_commons(*e));
            self.model.outers.push(outer.unwrap_or_default());
        }
    }

    fn one_commons(&mut self, entry: Entry<'a>) -> Commons {
        let What::Commons(tree) = &entry.tree.what else {
            return Commons::default();
        };
        let s = entry.scope;
        let mut decl = self.decl(entry);
        // A commons is known by its own name, whatever the inner one calls it.
        decl.id = entry
            .tree
            .name
            .as_ref()
            .map_or_else(String::new, |n| n.value.to_string());
        let version = self
            .single(&tree.version, ["version", "versie"], |v| v.span)
            .cloned();
        let in_force = version
            .as_ref()
            .and_then(|v| v.from.clone())
            .and_then(|d| self.date(&d));
        let legal_form = self
            .single(&tree.legal_form, ["form", "rechtsvorm"], |n| n.span)
            .cloned();
        let requests = self
            .single(
                &tree.requests,
                ["requests decided", "aanvragen beslist"],
                |r| r.span,
            )
            .cloned();
        let audit = self
            .single(&tree.audit, ["audit", "audit"], |a| a.span)
            .cloned();
        let breach = self
            .single(&tree.breach, ["breach reported", "datalek gemeld"], |b| {
                b.span
            })
            .cloned();
        let logging = self
            .single(&tree.logging, ["logs kept", "logboek bewaard"], |l| l.span)
            .cloned();
        for name in &tree.delegates {
            if let Some(rule) = self.rule(s, name)
                && let Some(rule) = self.model.rules.get_mut(rule.index())
            {
                rule.delegated = true;
            }
        }
        Commons {
            goal: self.single_text(&tree.goals, ["goal", "doel"], entry.lang),
            law: self
                .single(&tree.law, ["law", "recht"], |n| n.span)
                .map(|n| n.value.to_uppercase()),
            seat: self.single_string(&tree.seat, ["seat", "zetel"]),
            version: version.map(|v| v.number.to_string()),
            in_force,
            legal_form: legal_form.and_then(|n| self.legal_form(&n)),
            registered: self.registration(&tree.registered),
            contact: self.single_string(&tree.contact, ["contact", "contact"]),
            authentic: self
                .single(
                    &tree.authentic,
                    ["authentic language", "authentieke taal"],
                    |a| a.span,
                )
                .map(|a| a.value),
            requests: requests.and_then(|r| {
                let to = r.to.as_ref().map(|t| t.value.clone());
                self.decision(s, &r.by)
                    .map(|decided_by| Requests { decided_by, to })
            }),
            texts: self.commons_texts(&tree.texts, entry),
            audit: audit.map(|a| Audit {
                every: self.durations(a.every.as_ref()),
                by: a.by.as_ref().and_then(|n| self.holder(s, n)),
            }),
            breach: breach.and_then(|b| {
                let to = b.to.as_ref().and_then(|n| self.holder(s, n));
                self.duration(&b.within).map(|within| Breach { within, to })
            }),
            logging: logging.map(|l| Logging {
                at_least: self.durations(l.at_least.as_ref()),
                by: l.by.as_ref().and_then(|n| self.holder(s, n)),
            }),
            smallest_cell: self
                .single(
                    &tree.smallest_cell,
                    ["smallest cell", "kleinste cel"],
                    |c| c.span,
                )
                .map(|c| c.value),
            decl: Some(decl),
        }
    }

    fn commons_texts(
        &mut self,
        written: &[(CommonsText, tree::Title)],
        entry: Entry<'a>,
    ) -> BTreeMap<CommonsText, Localized> {
        let mut out = BTreeMap::new();
        for (kind, title) in written {
            let first = written.iter().find(|(k, _)| k == kind).map(|(_, t)| t.span);
            match first {
                Some(first) if first != title.span => {
                    self.report(messages::clause_twice(text_name(*kind), first, title.span))
                }
                _ => {
                    out.insert(*kind, super::localized(title, entry.lang));
                }
            }
        }
        out
    }

    fn legal_form(&mut self, name: &Name) -> Option<String> {
        if let Some(form) = law::legal_form(&name.value) {
            self.mention_law(name, LawTerm::LegalForm);
            return Some(form.id.clone());
        }
        let d = Diagnostic::new(
            codes::UNKNOWN_NAME,
            text(
                format!("`{}` is not a legal form that Meent knows.", name.value),
                format!("`{}` is geen rechtsvorm die Meent kent.", name.value),
            ),
        )
        .label(
            name.span,
            text("not a known legal form", "geen bekende rechtsvorm"),
        );
        let d = messages::suggest(
            d,
            name,
            law::legal_forms()
                .iter()
                .flat_map(|f| [f.id.as_str(), f.nl.as_str()]),
        );
        self.report(d);
        None
    }
}

fn text_name(kind: CommonsText) -> messages::ClauseName {
    match kind {
        CommonsText::Fees => ["fees", "kosten"],
        CommonsText::Benefits => ["benefits", "opbrengsten"],
        CommonsText::Surplus => ["surplus", "overschot"],
        CommonsText::Liability => ["liability", "aansprakelijkheid"],
        CommonsText::Disputes => ["disputes", "geschillen"],
        CommonsText::Dissolution => ["on dissolution", "bij ontbinding"],
        CommonsText::Security => ["security", "beveiliging"],
        CommonsText::Leaving => ["on leaving", "bij vertrek"],
        CommonsText::Information => ["information", "informatie"],
        CommonsText::JointControllers => ["joint controllers", "gezamenlijke verantwoordelijkheid"],
        CommonsText::ImpactAssessment => ["impact assessment", "effectbeoordeling"],
    }
}
