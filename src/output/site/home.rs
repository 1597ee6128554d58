//! The first page: seven questions, and the drawing.

use super::diagram;
use super::flow;
use super::page::{Item, Page, Row, Section};
use super::pages::{capped, sentences};
use super::people::{contact, right_key};
use super::view::View;
use crate::model::*;

/// More than this of one kind is a link to the page with all of them.
const MOST: usize = 10;

impl View<'_> {
    pub fn home(&self) -> Page {
        let flow = flow::flow(self);
        Page {
            path: "index.html".into(),
            nav: "index",
            title: self.model.commons.title(self.lang).into(),
            lead: Vec::new(),
            sections: vec![
                self.what(),
                self.goals(),
                self.not_for(),
                self.which_data(),
                self.who_may(&flow),
                self.who_decides(),
                self.can_do(),
                self.whom_to_ask(),
                self.picture(&flow),
            ],
            json_ld: Some(super::linked::organisation(self)),
            part: None,
        }
    }

    fn h(&self, anchor: &'static str, heading: &str, text: &str) -> Section {
        Section::new(
            anchor,
            self.t("home", heading),
            self.texts.list("home", text),
        )
    }

    fn short(&self, mut items: Vec<Item>, page: &str) -> (Vec<Item>, Option<Item>) {
        if items.len() <= MOST {
            return (items, None);
        }
        let all = Item::link(
            self.fill("ui", "full_list", &[("n", &items.len().to_string())]),
            page,
        );
        items.truncate(MOST);
        (items, Some(all))
    }

    fn what(&self) -> Section {
        let commons = &self.model.commons;
        let mut section = self.h("what", "what", "what_text");
        section.rows = vec![
            Row::one(
                self.t("home", "goal"),
                commons.goal.as_ref().map(|g| Item::localized(g, self.lang)),
            ),
            Row::one(
                self.t("home", "seat"),
                commons.seat.as_ref().map(|s| Item::text(s.clone())),
            ),
        ];
        let outers: Vec<Item> = self
            .model
            .outers
            .iter()
            .filter_map(|o| Some(self.decl(o.decl.as_ref()?, Some("members.html#outer".into()))))
            .collect();
        if !outers.is_empty() {
            section
                .rows
                .push(Row::new(self.t("home", "within"), outers));
        }
        section
            .rows
            .push(Row::one(self.t("ui", "article"), self.agreement()));
        section
    }

    fn goals(&self) -> Section {
        let mut section = self.h("for", "for", "for_text");
        let mut items = Vec::new();
        for id in self
            .shown
            .purposes
            .iter()
            .filter(|p| self.has_rule(Deontic::May, **p))
        {
            let Some(item) = self.purpose(*id) else {
                continue;
            };
            let serves = self
                .model
                .purposes
                .get(id.index())
                .and_then(|p| p.serves.first());
            items.push(match serves {
                Some(serves) => item.tail(format!(": {}", serves.get(self.lang))),
                None => item,
            });
        }
        (section.items, section.more) = self.short(items, "purposes.html");
        section
    }

    fn has_rule(&self, kind: Deontic, purpose: PurposeId) -> bool {
        self.model
            .rules
            .iter()
            .any(|r| r.deontic == kind && !r.incomplete && r.purposes.contains(&purpose))
    }

    /// Purposes for which everyone is forbidden to use anything at all or some data, in the rules' order.
    fn not_for(&self) -> Section {
        let mut section = self.h("not-for", "not_for", "not_for_text");
        let mut items: Vec<Item> = Vec::new();
        for rule in self.prohibitions() {
            for item in rule.purposes.iter().filter_map(|p| self.purpose(*p)) {
                if items.iter().all(|i| i.id != item.id) {
                    items.push(item);
                }
            }
        }
        (section.items, section.more) = self.short(items, "purposes.html#forbidden");
        section
    }

    /// What nobody may do, in any case.
    fn prohibitions(&self) -> impl Iterator<Item = &Rule> {
        self.shown
            .rules
            .iter()
            .filter_map(|r| self.model.rules.get(r.index()))
            .filter(|r| {
                r.deontic == Deontic::MustNot
                    && r.who.spelled == WhoSpelled::Everyone
                    && r.condition.written.is_none()
            })
    }

    fn which_data(&self) -> Section {
        let mut section = self.h("data", "data", "data_text");
        let items: Vec<Item> = self
            .shown
            .datasets
            .iter()
            .filter_map(|d| {
                let data = self.model.data.get(d.index())?;
                let kind = self.sensitivity(&data.sensitivity);
                Some(
                    self.data(*d)?
                        .tail(format!(": {}", kind.text.to_lowercase())),
                )
            })
            .collect();
        (section.items, section.more) = self.short(items, "datasets.html");
        section
    }

    fn who_may(&self, flow: &flow::Flow) -> Section {
        let mut section = self.h("who", "who", "who_text");
        let mut items = Vec::new();
        for one in flow.uses.iter() {
            let purposes: Vec<String> = one
                .purposes
                .iter()
                .filter_map(|p| self.purpose(*p))
                .map(|i| i.text)
                .collect();
            let purposes = if one.any_purpose {
                self.t("ui", "all_purposes").to_string()
            } else {
                self.first(purposes, ", ")
            };
            let mut item = one.who.first().cloned().unwrap_or_default();
            item.text = one.name();
            item.tail = Some(format!(": {purposes}"));
            item.href = Some("rules.html".into());
            if let Some(first) = one.rule.and_then(|r| self.rule(r)) {
                item.href = first.href;
            }
            items.push(item);
        }
        (section.items, section.more) = self.short(items, "rules.html");
        let mut never = Section::new("never", self.t("home", "forbidden"), Vec::new());
        let rules: Vec<Item> = self
            .shown
            .rules
            .iter()
            .filter(|id| {
                self.model.rules.get(id.index()).is_some_and(|r| {
                    r.deontic == Deontic::MustNot
                        && r.who.spelled == WhoSpelled::Everyone
                        && r.purposes.is_empty()
                })
            })
            .filter_map(|id| self.rule(*id))
            .collect();
        (never.items, never.more) = self.short(rules, "rules.html#must-not");
        if !never.is_bare() {
            section.sub.push(never);
        }
        section
    }

    fn who_decides(&self) -> Section {
        let mut section = self.h("decide", "decide", "decide_text");
        let items = (0..self.model.bodies.len())
            .map(BodyId::new)
            .filter(|b| self.model.bodies[b.index()].decl.is_own())
            .filter_map(|b| {
                let body = self.model.bodies.get(b.index())?;
                let who: Vec<String> = if body.of_all.is_empty() {
                    let shares = body.seats.iter().flat_map(|s| &s.shares);
                    shares
                        .filter_map(|s| self.holder(s.by))
                        .map(|i| i.text)
                        .collect()
                } else {
                    body.of_all
                        .iter()
                        .filter_map(|g| self.group(*g))
                        .map(|i| i.text)
                        .collect()
                };
                let seats = body
                    .seats
                    .as_ref()
                    .map(|s| format!("{} {}", s.total, self.t("deciding", "seats").to_lowercase()));
                let tail = seats.unwrap_or_else(|| self.texts.join(&who, "and"));
                Some(self.body(b)?.tail(if tail.is_empty() {
                    String::new()
                } else {
                    format!(": {tail}")
                }))
            })
            .collect();
        (section.items, section.more) = self.short(items, "deciding.html");
        let admits: Vec<Item> = (0..self.model.decisions.len())
            .filter(|d| {
                self.model.decisions[*d].decl.is_own()
                    && !self.model.decisions[*d].admits_to.is_empty()
            })
            .filter_map(|d| self.decision(DecisionId::new(d)))
            .collect();
        section.rows = vec![Row::new(self.t("home", "join"), admits)];
        section
    }

    fn can_do(&self) -> Section {
        let mut section = self.h("do", "do", "do_text");
        let items = self
            .model
            .rights
            .iter()
            .map(|right| {
                let ask = right.ask.map(|h| self.named(h));
                let href = format!("rights.html#right-{}", right.decl.id);
                let item =
                    Item::link(self.t("rights", right_key(right.kind)), href).of(&right.decl.id);
                match ask {
                    Some(ask) => item.tail(format!(
                        ": {} {ask}",
                        self.t("rights", "ask").to_lowercase()
                    )),
                    None => item.tail(format!(": {}", self.t("ui", "gap"))),
                }
            })
            .chain([Item::link(self.t("home", "leave"), "rights.html#leave")
                .tail(format!(": {}", self.t("home", "leave_text")))])
            .collect();
        (section.items, section.more) = self.short(items, "rights.html");
        section
    }

    fn whom_to_ask(&self) -> Section {
        let commons = &self.model.commons;
        let mut section = self.h("ask", "ask", "ask_text");
        let mut keepers: Vec<Holder> = Vec::new();
        for dataset in self
            .shown
            .datasets
            .iter()
            .filter_map(|d| self.model.data.get(d.index())?.dataset())
        {
            for keeper in &dataset.keepers {
                if !keepers.contains(keeper) {
                    keepers.push(*keeper);
                }
            }
        }
        section.rows = vec![
            Row::one(
                self.t("home", "contact"),
                commons.contact.as_ref().map(|c| contact(c)),
            ),
            Row::one(
                self.t("home", "requests"),
                commons
                    .requests
                    .as_ref()
                    .and_then(|r| r.to.as_ref())
                    .map(|c| contact(c)),
            ),
            Row::new(
                self.t("home", "keeper"),
                capped(self.holders(&keepers), self, "datasets.html#responsible"),
            ),
        ];
        section
    }

    fn picture(&self, flow: &flow::Flow) -> Section {
        let mut section = self.h("picture", "picture", "picture_text");
        section.wide = true;
        if let Some((svg, left_out)) = diagram::draw(self, flow) {
            section.picture = Some(svg);
            if left_out > 0 {
                section.text.push(self.fill(
                    "home",
                    "picture_left_out",
                    &[("n", &left_out.to_string())],
                ));
            }
        }
        let mut list = Section::new("flow-list", self.t("home", "picture_list"), Vec::new());
        let items = flow.data.iter().zip(&flow.from).filter_map(|(id, from)| {
            let item = self.data(*id)?;
            let names: Vec<String> = self.holders(from).into_iter().map(|i| i.text).collect();
            let users: Vec<String> = flow
                .uses
                .iter()
                .filter(|u| u.data.contains(id))
                .map(|u| self.use_of(u, *id))
                .collect();
            let from = if names.is_empty() {
                self.t("ui", "gap").to_string()
            } else {
                self.texts.join(&names, "and")
            };
            Some(item.tail(format!(
                ". {} {from}. {}: {}.",
                self.t("home", "from"),
                self.t("home", "uses"),
                self.first(users, "; "),
            )))
        });
        (list.items, list.more) = {
            let items: Vec<Item> = items.collect();
            const LONGEST: usize = 40;
            if items.len() > LONGEST {
                let all = self.fill("ui", "full_list", &[("n", &items.len().to_string())]);
                let items = items.into_iter().take(LONGEST).collect();
                (items, Some(Item::link(all, "datasets.html")))
            } else {
                (items, None)
            }
        };
        section.sub.push(list);
        section
    }

    /// "Grid operators (planning the grid, restoring power)": the purposes for this very dataset.
    fn use_of(&self, one: &flow::Use, data: DataId) -> String {
        let purposes = one.by_data.get(&data).map_or(&[][..], Vec::as_slice);
        let mut names: Vec<String> = purposes
            .iter()
            .filter_map(|p| self.purpose(*p))
            .map(|i| i.text)
            .collect();
        if one.any_purpose {
            names.push(self.t("ui", "all_purposes").to_string());
        }
        format!("{} ({})", one.name(), self.first(names, ", "))
    }

    /// The first few of many names.
    fn first(&self, mut names: Vec<String>, between: &str) -> String {
        const FEW: usize = 12;
        if names.len() > FEW {
            let more = (names.len() - FEW).to_string();
            names.truncate(FEW);
            names.push(self.fill("ui", "more", &[("n", &more)]));
        }
        names.join(between)
    }

    /// The menu's words for pages without a lead.
    pub fn lead_of(&self, place: &str) -> Vec<Item> {
        sentences(self.texts.list(place, "text"))
    }
}
