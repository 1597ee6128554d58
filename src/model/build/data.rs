//! Datasets and their fields, and the rights of the people they are about.

use super::collect::Collected;
use super::messages::{self, text};
use super::quantities::impossible;
use super::{Builder, Entry, localized, readable};
use crate::data::law;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::registry::codes;
use crate::model::{
    About, Data, DataId, DataKind, Dataset, Decl, LawTerm, Origin, Right, Sensitivity,
};
use crate::source::Span;
use crate::syntax::tree::{self, At, What};

impl<'a> Builder<'a> {
    pub(super) fn build_data(&mut self, all: &Collected<'a>) {
        for entry in &all.datasets {
            self.build_dataset(*entry);
        }
    }

    fn build_dataset(&mut self, entry: Entry<'a>) {
        let What::Dataset(tree) = &entry.tree.what else {
            return;
        };
        let s = entry.scope;
        let decl = self.decl(entry);
        let id = DataId::new(self.model.data.len());
        let stated = self.sensitivity(&tree.sensitivity);
        let mut dataset = Dataset {
            fields: (1..=tree.fields.len())
                .map(|n| DataId::new(id.index() + n))
                .collect(),
            from: self.holder_list(s, &tree.from),
            about: None,
            keepers: self.holder_list(s, &tree.keepers),
            processors: self.holder_list(s, &tree.processors),
            scale: None,
            every: None,
            keep_at_most: None,
            keep_at_least: None,
            derived_from: self.data_list(s, &tree.derived_from).0,
            licence: self.single_string(&tree.licence, ["licence", "licentie"]),
            location: self.single_string(&tree.location, ["location", "locatie"]),
            format: self.single_string(&tree.format, ["format", "formaat"]),
        };
        dataset.about = self.about(s, &tree.about);
        if let Some(scale) = self
            .single(&tree.scale, ["scale", "schaal"], |x| x.level.span)
            .cloned()
        {
            dataset.scale = Some(scale.level.value.to_string());
            dataset.every = self.durations(scale.every.as_ref());
        }
        if let Some(r) = self
            .single(&tree.retention, ["retention", "bewaartermijn"], |r| r.span)
            .cloned()
        {
            dataset.keep_at_most = self.durations(r.at_most.as_ref());
            dataset.keep_at_least = self.durations(r.at_least.as_ref());
            if let (Some(most), Some(least)) = (dataset.keep_at_most, dataset.keep_at_least)
                && most.always_shorter(&least)
            {
                self.report(impossible(
                    r.span,
                    "This must be kept longer than it may be kept.",
                    "Dit moet langer bewaard worden dan het bewaard mag worden.",
                ));
            }
        }
        let dataset_name = decl.id.clone();
        self.model.data.push(Data {
            decl,
            kind: DataKind::Dataset(Box::new(dataset)),
            sensitivity_stated: stated.is_some(),
            sensitivity: stated.unwrap_or_default(),
        });
        for field in &tree.fields {
            self.build_field(entry, id, &dataset_name, field);
        }
    }

    fn build_field(
        &mut self,
        entry: Entry<'a>,
        dataset: DataId,
        dataset_name: &str,
        field: &'a tree::Field,
    ) {
        let stated = self.sensitivity(&field.sensitivity);
        let decl = Decl {
            id: format!("{dataset_name}.{}", field.name.value),
            title: match &field.title {
                Some(title) => localized(title, entry.lang),
                None => readable(&field.name.value, entry.lang),
            },
            titled: field.title.is_some(),
            note: None,
            span: Some(field.span),
            name_span: Some(field.name.span),
            origin: if entry.scope == 0 {
                Origin::Own
            } else {
                Origin::Outer(entry.scope)
            },
        };
        let unit = field.unit.as_ref().map(|u| u.value.to_string());
        self.model.data.push(Data {
            decl,
            kind: DataKind::Field {
                dataset,
                unit,
                identifying: field.identifying,
            },
            sensitivity_stated: stated.is_some(),
            sensitivity: stated.unwrap_or_default(),
        });
    }

    fn about(&mut self, scope: u8, written: &[tree::About]) -> Option<About> {
        let span = |a: &tree::About| match a {
            tree::About::NoOne(span) | tree::About::Kind { span, .. } => *span,
        };
        match self.single(written, ["about", "over"], span)?.clone() {
            tree::About::NoOne(_) => Some(About::NoOne),
            tree::About::Kind { kind, groups, .. } => {
                let (groups, _) = self.group_list(scope, &groups);
                Some(About::Kind { kind, groups })
            }
        }
    }

    /// What is said of sensitivity: several special categories add up; "not personal" beside them contradicts.
    fn sensitivity(&mut self, written: &[At<tree::Sensitivity>]) -> Option<Sensitivity> {
        let mut not: Option<Span> = None;
        let mut personal: Option<Span> = None;
        let mut categories: Vec<String> = Vec::new();
        for one in written {
            match &one.value {
                tree::Sensitivity::NotPersonal => not = not.or(Some(one.span)),
                tree::Sensitivity::Personal => personal = personal.or(Some(one.span)),
                tree::Sensitivity::Special(names) => {
                    personal = personal.or(Some(one.span));
                    for name in names {
                        self.category(name, &mut categories);
                    }
                }
            }
        }
        match (not, personal) {
            (Some(a), Some(b)) => {
                self.report(messages::contradictory(
                    text(
                        "These data are said to be personal and not personal.",
                        "Deze gegevens heten persoonsgegevens en geen persoonsgegevens.",
                    ),
                    (a.min(b), text("this says one thing", "dit zegt het een")),
                    (a.max(b), text("and this the other", "en dit het ander")),
                    text(
                        "Data about living people are personal, even without their names.",
                        "Gegevens over levende mensen zijn persoonsgegevens, ook zonder hun naam.",
                    ),
                ));
                None
            }
            (Some(_), None) => Some(Sensitivity::NotPersonal),
            (None, Some(_)) if categories.is_empty() => Some(Sensitivity::Personal),
            (None, Some(_)) => Some(Sensitivity::Special(categories)),
            (None, None) => None,
        }
    }

    fn category(&mut self, name: &tree::Name, into: &mut Vec<String>) {
        let known = law::category(&name.value);
        if known.is_some() {
            self.mention_law(name, LawTerm::Category);
        }
        match known {
            Some(category) if !into.contains(&category.id) => into.push(category.id.clone()),
            Some(_) => {}
            None => {
                let d = Diagnostic::new(
                    codes::UNKNOWN_NAME,
                    text(
                        format!(
                            "`{}` is not a special category of personal data.",
                            name.value
                        ),
                        format!(
                            "`{}` is geen bijzondere categorie van persoonsgegevens.",
                            name.value
                        ),
                    ),
                )
                .label(
                    name.span,
                    text("not in the law's list", "niet in de lijst van de wet"),
                );
                let d = messages::suggest(
                    d,
                    name,
                    law::categories()
                        .iter()
                        .flat_map(|c| [c.id.as_str(), c.nl.as_str()]),
                );
                self.report(d);
            }
        }
    }

    /// A dataset that does not say how sensitive it is, is as sensitive as what it is part of and its fields say; a
    /// field that does not say is as sensitive as its dataset.
    pub(super) fn derive_sensitivity(&mut self) {
        let stated: Vec<Option<Sensitivity>> = self
            .model
            .data
            .iter()
            .map(|d| d.sensitivity_stated.then(|| d.sensitivity.clone()))
            .collect();
        for at in 0..self.model.data.len() {
            if stated[at].is_some() {
                continue;
            }
            let tree = &self.model.data_tree;
            let above = tree
                .up(at as u32)
                .iter()
                .filter_map(|&n| stated[n as usize].as_ref());
            let below = tree
                .down(at as u32)
                .iter()
                .filter_map(|&n| stated[n as usize].as_ref());
            let identifying = tree.down(at as u32).iter().any(|&n| {
                matches!(
                    self.model.data[n as usize].kind,
                    DataKind::Field {
                        identifying: true,
                        ..
                    }
                )
            });
            let floor = if identifying {
                Sensitivity::Personal
            } else {
                Sensitivity::NotPersonal
            };
            let derived = if self.model.data[at].is_dataset() {
                above.chain(below).fold(floor, more_sensitive)
            } else {
                above.fold(floor, more_sensitive)
            };
            self.model.data[at].sensitivity = derived;
        }
    }

    pub(super) fn build_rights(&mut self, all: &Collected<'a>) {
        for entry in &all.rights {
            let What::Right(tree) = &entry.tree.what else {
                continue;
            };
            let s = entry.scope;
            let decl = self.decl(*entry);
            let of = self
                .single(&tree.of, ["of", "van"], |o| o.span)
                .cloned()
                .map(|o| (o.kind, self.group_list(s, &o.groups).0));
            let ask = self
                .single(&tree.ask, ["ask", "vraag"], |n| n.span)
                .cloned();
            let ask = ask.and_then(|n| self.holder(s, &n));
            let over = self.data_list(s, &tree.over).0;
            let withdraws = self.fact_list(s, &tree.withdraws).0;
            let Some(kind) = self
                .single(&tree.to, ["to", "op"], |k| k.span)
                .map(|k| k.value)
            else {
                self.report(messages::missing_clause(
                    &decl.id,
                    ["right", "Het recht"],
                    ["what people may ask for", "wat mensen mogen vragen"],
                    entry.tree.name.as_ref().map_or(entry.tree.span, |n| n.span),
                    [
                        "to see; to correct; to erase; to withdraw",
                        "op inzage; op correctie; op wissing; op intrekking",
                    ],
                ));
                continue;
            };
            let right = Right {
                decl,
                kind,
                of,
                over,
                ask,
                within: self.single_duration(&tree.within, ["within", "binnen"]),
                withdraws,
                how: self.single_text(&tree.how, ["how", "hoe"], entry.lang),
            };
            self.model.rights.push(right);
        }
    }
}

fn more_sensitive(a: Sensitivity, b: &Sensitivity) -> Sensitivity {
    match (a, b) {
        (Sensitivity::Special(mut x), Sensitivity::Special(y)) => {
            for category in y {
                if !x.contains(category) {
                    x.push(category.clone());
                }
            }
            Sensitivity::Special(x)
        }
        (a, b) if a >= *b => a,
        (_, b) => b.clone(),
    }
}
