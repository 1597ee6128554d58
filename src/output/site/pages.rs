//! The pages about data.

use super::flow::dataset_of;
use super::page::{Card, Item, Page, Row, Section, Table, TableRow};
use super::view::{View, file};
use crate::data::law;
use crate::model::*;

impl View<'_> {
    pub fn datasets(&self) -> Page {
        let cards = self
            .shown
            .datasets
            .iter()
            .filter_map(|d| self.dataset_card(*d))
            .collect();
        let mut list = Section::new("list", "", Vec::new());
        list.cards = cards;
        let mut responsible = Section::new(
            "responsible",
            self.t("datasets", "responsible"),
            self.texts.list("datasets", "responsible_text"),
        );
        responsible.tables.push(self.responsible());
        Page {
            path: "datasets.html".into(),
            nav: "datasets",
            title: self.t("datasets", "title").into(),
            lead: sentences(self.texts.list("datasets", "text")),
            sections: vec![list, responsible],
            json_ld: None,
            part: None,
        }
    }

    fn dataset_card(&self, id: DataId) -> Option<Card> {
        let data = self.model.data.get(id.index())?;
        let dataset = data.dataset()?;
        let mut title = self.data(id)?;
        title.id = None;
        Some(Card {
            anchor: Some(format!("data-{}", data.decl.id)),
            id: data.decl.id.clone(),
            title,
            rows: vec![
                Row::one(
                    self.t("datasets", "kind"),
                    self.sensitivity(&data.sensitivity),
                ),
                self.origin_row(dataset),
                Row::new(self.t("datasets", "keep"), self.retention(dataset)),
            ],
            ..Card::default()
        })
    }

    fn origin_row(&self, dataset: &Dataset) -> Row {
        if dataset.from.is_empty() && !dataset.derived_from.is_empty() {
            let items = dataset
                .derived_from
                .iter()
                .filter_map(|d| self.data(*d))
                .collect();
            return Row::new(self.t("datasets", "derived"), items);
        }
        Row::new(self.t("datasets", "from"), self.holders(&dataset.from))
    }

    pub fn sensitivity(&self, sensitivity: &Sensitivity) -> Item {
        match sensitivity {
            Sensitivity::NotPersonal => Item::text(self.t("datasets", "not_personal")),
            Sensitivity::Personal => Item::text(self.t("datasets", "personal")),
            Sensitivity::Special(which) => {
                let names: Vec<String> = which
                    .iter()
                    .map(|c| {
                        law::category(c)
                            .map_or_else(|| c.clone(), |c| c.title.get(self.lang).to_string())
                    })
                    .collect();
                Item::text(format!(
                    "{}: {}",
                    self.t("datasets", "special"),
                    self.texts.join(&names, "and")
                ))
            }
        }
    }

    fn retention(&self, dataset: &Dataset) -> Vec<Item> {
        [
            ("at_least", dataset.keep_at_least),
            ("at_most", dataset.keep_at_most),
        ]
        .into_iter()
        .filter_map(|(key, d)| {
            Some(Item::text(self.fill(
                "datasets",
                key,
                &[("d", &self.duration(&d?))],
            )))
        })
        .collect()
    }

    /// Who keeps what: the essence of what joint controllers agreed, for the people it is about.
    fn responsible(&self) -> Table {
        let rows = self.shown.datasets.iter().filter_map(|id| {
            let data = self.model.data.get(id.index())?;
            let dataset = data.dataset()?;
            let mut head = self.data(*id)?;
            head.id = None;
            Some(TableRow {
                id: Some(data.decl.id.clone()),
                head,
                cells: vec![
                    self.holders(&dataset.keepers),
                    some_or(self.holders(&dataset.processors), self.t("ui", "none")),
                    self.retention(dataset),
                ],
            })
        });
        Table {
            caption: self.t("datasets", "responsible_caption").into(),
            head: ["dataset", "keepers", "processors", "keep"]
                .map(|k| self.t("datasets", k).to_string())
                .to_vec(),
            rows: rows.collect(),
            numbers: false,
        }
    }

    pub fn dataset(&self, id: DataId) -> Option<Page> {
        let view = self.deeper();
        let data = self.model.data.get(id.index())?;
        let dataset = data.dataset()?;
        let mut facts = Section::new("facts", "", Vec::new());
        facts.rows = view.dataset_facts(id, data, dataset);
        let mut sections = vec![facts];
        if !dataset.fields.is_empty() {
            let mut fields = Section::new("fields", view.t("datasets", "fields"), Vec::new());
            fields.tables.push(view.fields(dataset));
            sections.push(fields);
        }
        let covers = |rule: &Rule| {
            rule.data.is_empty()
                || rule.data.iter().any(|d| {
                    dataset_of(self.model, *d) == Some(id)
                        || self.model.data_tree.is_within(id.0, d.0)
                })
        };
        sections.extend(view.rule_sections("datasets", &covers));
        Some(Page {
            path: format!("dataset/{}.html", file(&data.decl.id)),
            nav: "datasets",
            title: data.decl.title(self.lang).into(),
            lead: sentences(view.texts.list("datasets", "intro")),
            sections,
            json_ld: Some(super::linked::dataset(&view, data, dataset)),
            part: None,
        })
    }

    fn dataset_facts(&self, id: DataId, data: &Data, dataset: &Dataset) -> Vec<Row> {
        let t = |key| self.t("datasets", key);
        let text = |text: &Option<String>| text.as_ref().map(|l| self.untranslated(l));
        let mut rows = vec![
            Row::one(t("kind"), self.sensitivity(&data.sensitivity)),
            Row::new(t("about"), self.about(dataset.about.as_ref())),
            self.origin_row(dataset),
            Row::new(t("keepers"), self.holders(&dataset.keepers)),
            Row::new(
                t("processors"),
                some_or(self.holders(&dataset.processors), self.t("ui", "none")),
            ),
            Row::new(t("keep"), self.retention(dataset)),
            Row::one(t("scale"), dataset.scale.as_ref().map(|s| self.scale(s))),
            Row::one(
                t("every"),
                dataset.every.map(|d| Item::text(self.every(&d))),
            ),
            Row::one(t("location"), text(&dataset.location)),
            Row::one(t("licence"), text(&dataset.licence)),
            Row::one(t("format"), text(&dataset.format)),
        ];
        let made: Vec<Item> = self
            .shown
            .datasets
            .iter()
            .filter(|d| {
                let other = self.model.data.get(d.index()).and_then(Data::dataset);
                other.is_some_and(|o| {
                    o.derived_from
                        .iter()
                        .any(|s| dataset_of(self.model, *s) == Some(id))
                })
            })
            .filter_map(|d| self.data(*d))
            .collect();
        if !made.is_empty() {
            rows.push(Row::new(t("feeds"), made));
        }
        if let Some(note) = &data.decl.note {
            rows.push(Row::one(t("note"), Item::localized(note, self.lang)));
        }
        let link = self
            .in_agreement("dataset", &data.decl)
            .unwrap_or_else(|| self.agreement());
        rows.push(Row::one(self.t("ui", "article"), link));
        rows
    }

    /// A scale level is a name of the source; the usual ones, in either keyword language, have a word of their own.
    fn scale(&self, level: &str) -> Item {
        const USUAL: [(&str, &str); 9] = [
            ("person", "persoon"),
            ("household", "huishouden"),
            ("building", "gebouw"),
            ("street", "straat"),
            ("neighbourhood", "buurt"),
            ("district", "wijk"),
            ("city", "stad"),
            ("region", "regio"),
            ("country", "land"),
        ];
        match USUAL.iter().find(|(en, nl)| *en == level || *nl == level) {
            Some((key, _)) => Item::text(self.t("scale", key)),
            None => self.untranslated(&level.replace('-', " ")),
        }
    }

    /// A text that the source has in its own language only.
    fn untranslated(&self, text: &str) -> Item {
        let lang = (self.model.lang != self.lang).then(|| self.model.lang.tag());
        Item {
            lang,
            ..Item::text(text)
        }
    }

    /// A link to the agreement as a whole.
    pub fn agreement(&self) -> Item {
        Item::link(
            self.t("ui", "read_agreement"),
            format!(
                "{}../../agreement/{}/agreement.html",
                self.up,
                self.lang.tag()
            ),
        )
    }

    pub fn kind_of_people(&self, kind: Option<PersonKind>) -> &str {
        self.t(
            "datasets",
            match kind {
                Some(PersonKind::People) => "people",
                Some(PersonKind::Organisations) => "organisations",
                None => "anyone",
            },
        )
    }

    fn about(&self, about: Option<&About>) -> Vec<Item> {
        match about {
            None => Vec::new(),
            Some(About::NoOne) => vec![Item::text(self.t("datasets", "no_one"))],
            Some(About::Kind { kind, groups }) => self.people_in(*kind, groups),
        }
    }

    /// "people in Households".
    pub fn people_in(&self, kind: PersonKind, groups: &[GroupId]) -> Vec<Item> {
        if groups.is_empty() {
            return vec![Item::text(self.kind_of_people(Some(kind)))];
        }
        let people = format!(
            "{} {} ",
            self.kind_of_people(Some(kind)),
            self.t("datasets", "in")
        );
        groups
            .iter()
            .filter_map(|g| self.group(*g))
            .map(|mut item| {
                item.text = format!("{people}{}", item.text);
                item
            })
            .collect()
    }

    fn fields(&self, dataset: &Dataset) -> Table {
        let rows = dataset.fields.iter().filter_map(|f| {
            let data = self.model.data.get(f.index())?;
            let DataKind::Field {
                unit, identifying, ..
            } = &data.kind
            else {
                return None;
            };
            let unit = unit.as_deref().unwrap_or(self.t("ui", "none"));
            let tells = self.t("ui", if *identifying { "yes" } else { "no" });
            Some(TableRow {
                id: Some(data.decl.id.clone()),
                head: Item::localized(&data.decl.title, self.lang).of(&data.decl.id),
                cells: vec![vec![Item::text(unit)], vec![Item::text(tells)]],
            })
        });
        Table {
            caption: self.t("datasets", "fields_caption").into(),
            head: ["field", "unit", "tells"]
                .map(|k| self.t("datasets", k).to_string())
                .to_vec(),
            rows: rows.collect(),
            numbers: false,
        }
    }

    /// The rules that touch something: who may, what is forbidden, what must be done.
    pub fn rule_sections(&self, place: &str, touches: &dyn Fn(&Rule) -> bool) -> Vec<Section> {
        let find = |kind: Deontic| -> Vec<Item> {
            let rules = self.shown.rules.iter().filter(|r| {
                self.model
                    .rules
                    .get(r.index())
                    .is_some_and(|rule| rule.deontic == kind && touches(rule))
            });
            rules.filter_map(|r| self.rule_line(*r)).collect()
        };
        let mut out = Vec::new();
        for (kind, anchor, heading, text) in [
            (Deontic::May, "used", "used", "used_text"),
            (Deontic::MustNot, "banned", "banned", "banned_text"),
        ] {
            let items = find(kind);
            if items.is_empty() && kind != Deontic::May {
                continue;
            }
            let text = if items.is_empty() { "no_rules" } else { text };
            let mut section =
                Section::new(anchor, self.t(place, heading), self.texts.list(place, text));
            section.items = capped(items, self, "rules.html");
            out.push(section);
        }
        let duties = find(Deontic::Must);
        if !duties.is_empty() && place == "datasets" {
            let mut section = Section::new(
                "duties",
                self.t(place, "duties"),
                self.texts.list(place, "duties_text"),
            );
            section.items = capped(duties, self, "rules.html");
            out.push(section);
        }
        out
    }
}

/// The first of a long list, and how many more there are.
pub fn capped(mut items: Vec<Item>, view: &View, list: &str) -> Vec<Item> {
    const MOST: usize = 40;
    if items.len() > MOST {
        let more = (items.len() - MOST).to_string();
        items.truncate(MOST);
        items.push(Item::link(
            view.fill("ui", "more", &[("n", &more)]),
            format!("{}{list}", view.up),
        ));
    }
    items
}

pub fn some_or(items: Vec<Item>, none: &str) -> Vec<Item> {
    if items.is_empty() {
        vec![Item::text(none)]
    } else {
        items
    }
}

pub fn sentences(list: Vec<String>) -> Vec<Item> {
    list.into_iter().map(Item::text).collect()
}
