//! Pages about the page: changes, files, words, accessibility.

use super::page::{Item, Page, Row, Section, Table, TableRow};
use super::people::contact;
use super::view::View;
use crate::model::DecisionId;

impl View<'_> {
    pub fn changes(&self, atom: bool) -> Page {
        let t = |key| self.t("changes", key);
        let commons = &self.model.commons;
        let mut versions = Section::new("versions", t("caption"), Vec::new());
        let date = commons.in_force.map(|d| Item::text(self.date(d)));
        versions.tables.push(Table {
            caption: t("caption").into(),
            head: ["version", "from", "what"]
                .map(|k| t(k).to_string())
                .to_vec(),
            rows: vec![TableRow {
                id: Some(commons.id().to_string()),
                head: Item::text(commons.version.as_deref().unwrap_or(self.t("ui", "gap"))),
                cells: vec![date.into_iter().collect(), vec![Item::text(t("first"))]],
            }],
            numbers: false,
        });
        let mut how = Section::new("how", t("how"), self.texts.list("changes", "how_text"));
        how.rows = vec![Row::new(
            self.t("principles", "change"),
            (0..self.model.decisions.len())
                .filter(|d| {
                    let decision = &self.model.decisions[*d];
                    decision.decl.is_own()
                        && (decision.changes_agreement || !decision.changes.is_empty())
                })
                .filter_map(|d| self.decision(DecisionId::new(d)))
                .collect(),
        )];
        let mut log = Section::new("log", t("log"), self.texts.list("changes", "log_text"));
        log.rows = vec![Row::one(t("log_label"), None)];
        let mut feeds = Section::new(
            "feeds",
            t("feeds"),
            self.texts.list("changes", "feeds_text"),
        );
        if atom {
            feeds
                .items
                .push(Item::link(self.t("files", "feed_atom"), "../feed.xml"));
        }
        feeds
            .items
            .push(Item::link(self.t("files", "feed_json"), "../feed.json"));
        self.about_page("changes", vec![versions, how, log, feeds])
    }

    pub fn files(&self, atom: bool) -> Page {
        let t = |key| self.t("files", key);
        let tag = self.lang.tag();
        let mut people = Section::new("people", t("people"), Vec::new());
        people.items = vec![
            Item::link(
                t("agreement"),
                format!("../../agreement/{tag}/agreement.html"),
            ),
            Item::link(
                t("agreement_text"),
                format!("../../agreement/{tag}/agreement.md"),
            ),
        ];
        if atom {
            people.items.push(Item::link(t("feed_atom"), "../feed.xml"));
        }
        people
            .items
            .push(Item::link(t("feed_json"), "../feed.json"));
        let mut machines = Section::new("machines", t("machines"), Vec::new());
        machines.items = [
            ("rego", "policy/rego/bundle.tar.gz"),
            ("cedar", "policy/cedar/policies.cedar"),
            ("odrl", "policy/odrl/policy.jsonld"),
            ("manifest", "manifest.json"),
        ]
        .map(|(key, path)| Item::link(t(key), format!("../../{path}")))
        .to_vec();
        let mut verify = Section::new(
            "verify",
            t("verify"),
            self.texts.list("files", "verify_text"),
        );
        verify.rows = vec![
            Row::one(
                t("digest"),
                Item {
                    lang: None,
                    ..Item::text(self.ctx.digest)
                },
            ),
            Row::one(t("version"), Item::text(self.ctx.compiler_version)),
        ];
        self.about_page("files", vec![people, machines, verify])
    }

    pub fn glossary(&self) -> Page {
        let mut words = Section::new("words", "", Vec::new());
        let list = self.texts.all["word"]
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        words.terms = list
            .iter()
            .filter_map(|w| {
                Some((
                    w["term"].as_str()?.to_string(),
                    w["means"].as_str()?.to_string(),
                ))
            })
            .collect();
        self.about_page("glossary", vec![words])
    }

    pub fn accessibility(&self) -> Page {
        let t = |key| self.t("accessibility", key);
        let list = |key: &str| self.texts.list("accessibility", key);
        let mut does = Section::new("does", t("does"), vec![t("standard").to_string()]);
        does.items = list("does_items").into_iter().map(Item::text).collect();
        let mut problem = Section::new("problem", t("problem"), list("problem_text"));
        problem.rows = vec![Row::one(
            self.t("home", "contact"),
            self.model.commons.contact.as_ref().map(|c| contact(c)),
        )];
        let tested = Section::new("tested", t("tested"), list("tested_text"));
        self.about_page("accessibility", vec![does, problem, tested])
    }

    fn about_page(&self, place: &'static str, sections: Vec<Section>) -> Page {
        Page {
            path: format!("{place}.html"),
            nav: place,
            title: self.t(place, "title").into(),
            lead: self.lead_of(place),
            sections,
            json_ld: None,
            part: None,
        }
    }
}
