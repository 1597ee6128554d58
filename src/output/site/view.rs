//! The model seen from one page in one language: names as links, holders, who a rule is about.

use super::page::Item;
use super::texts::Texts;
use crate::diagnostic::Lang;
use crate::model::*;
use crate::output::Context;

#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub ctx: &'a Context<'a>,
    pub model: &'a Model,
    pub texts: &'a Texts,
    pub lang: Lang,
    /// From the page up to the language's folder: empty or `../`.
    pub up: &'static str,
    pub shown: &'a Shown,
}

/// Which declarations have a page or a card of their own.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub datasets: Vec<DataId>,
    pub purposes: Vec<PurposeId>,
    pub rules: Vec<RuleId>,
}

impl Shown {
    /// Datasets and purposes of this commons and of those around it, purposes of the vocabulary that a rule names,
    /// and every rule that was understood.
    pub fn of(model: &Model) -> Self {
        let home = |o: Origin| matches!(o, Origin::Own | Origin::Outer(_));
        let rules: Vec<RuleId> = (0..model.rules.len())
            .map(RuleId::new)
            .filter(|r| !model.rules[r.index()].incomplete)
            .collect();
        let mut named: Vec<PurposeId> = rules
            .iter()
            .flat_map(|r| model.rules[r.index()].purposes.iter().copied())
            .collect();
        named.sort_unstable();
        named.dedup();
        let purposes = (0..model.purposes.len()).map(PurposeId::new);
        Shown {
            datasets: (0..model.data.len())
                .map(DataId::new)
                .filter(|d| {
                    let data = &model.data[d.index()];
                    data.is_dataset() && home(data.decl.origin)
                })
                .collect(),
            purposes: purposes
                .filter(|p| {
                    home(model.purposes[p.index()].decl.origin) || named.binary_search(p).is_ok()
                })
                .collect(),
            rules,
        }
    }
}

/// The file name of a declaration. Ids of an outer commons and of a vocabulary have a colon, own ids can't have a dot.
pub fn file(id: &str) -> String {
    id.replace(':', ".").replace('/', "-")
}

impl<'a> View<'a> {
    pub fn t(&self, section: &str, key: &str) -> &'a str {
        self.texts.get(section, key)
    }

    pub fn fill(&self, section: &str, key: &str, places: &[(&str, &str)]) -> String {
        self.texts.fill(section, key, places)
    }

    /// The same view from a page one folder deeper.
    pub fn deeper(&self) -> Self {
        View { up: "../", ..*self }
    }

    pub fn decl(&self, decl: &Decl, href: Option<String>) -> Item {
        Item::localized(&decl.title, self.lang)
            .to(href)
            .of(&decl.id)
    }

    /// A dataset or a field; a field links to its place on the page of its dataset.
    pub fn data(&self, id: DataId) -> Option<Item> {
        let data = self.model.data.get(id.index())?;
        Some(match &data.kind {
            DataKind::Dataset(_) => self.decl(&data.decl, self.dataset_href(id)),
            DataKind::Field { dataset, .. } => {
                let href = self
                    .dataset_href(*dataset)
                    .map(|h| format!("{h}#{}", data.decl.id));
                let whole = self
                    .model
                    .data
                    .get(dataset.index())
                    .map_or("", |d| d.decl.title(self.lang));
                self.decl(&data.decl, href).tail(format!(" ({whole})"))
            }
        })
    }

    fn dataset_href(&self, id: DataId) -> Option<String> {
        self.shown.datasets.binary_search(&id).ok()?;
        let data = self.model.data.get(id.index())?;
        Some(format!("{}dataset/{}.html", self.up, file(&data.decl.id)))
    }

    pub fn purpose(&self, id: PurposeId) -> Option<Item> {
        let purpose = self.model.purposes.get(id.index())?;
        let shown = self.shown.purposes.binary_search(&id).is_ok();
        Some(self.decl(
            &purpose.decl,
            shown.then(|| format!("{}purpose/{}.html", self.up, file(&purpose.decl.id))),
        ))
    }

    pub fn rule(&self, id: RuleId) -> Option<Item> {
        let rule = self.model.rules.get(id.index())?;
        Some(self.decl(&rule.decl, self.rule_href(id, rule)))
    }

    /// A rule that was not understood has no card.
    pub fn rule_href(&self, id: RuleId, rule: &Rule) -> Option<String> {
        self.shown.rules.binary_search(&id).ok()?;
        Some(format!("{}rules.html#rule-{}", self.up, rule.decl.id))
    }

    pub fn group(&self, id: GroupId) -> Option<Item> {
        let group = self.model.groups.get(id.index())?;
        if let Some(body) = group.body {
            return self.body(body);
        }
        Some(self.decl(
            &group.decl,
            Some(format!("{}members.html#group-{}", self.up, group.decl.id)),
        ))
    }

    pub fn party(&self, id: PartyId) -> Option<Item> {
        let party = self.model.parties.get(id.index())?;
        Some(self.decl(
            &party.decl,
            Some(format!("{}members.html#member-{}", self.up, party.decl.id)),
        ))
    }

    pub fn body(&self, id: BodyId) -> Option<Item> {
        let body = self.model.bodies.get(id.index())?;
        Some(self.decl(
            &body.decl,
            Some(format!("{}deciding.html#body-{}", self.up, body.decl.id)),
        ))
    }

    pub fn decision(&self, id: DecisionId) -> Option<Item> {
        let decision = self.model.decisions.get(id.index())?;
        Some(self.decl(
            &decision.decl,
            Some(format!(
                "{}deciding.html#decision-{}",
                self.up, decision.decl.id
            )),
        ))
    }

    pub fn sanction(&self, id: SanctionId) -> Option<Item> {
        let sanction = self.model.sanctions.get(id.index())?;
        Some(self.decl(
            &sanction.decl,
            Some(format!(
                "{}deciding.html#sanction-{}",
                self.up, sanction.decl.id
            )),
        ))
    }

    pub fn holder(&self, holder: Holder) -> Option<Item> {
        match holder {
            Holder::Group(id) => self.group(id),
            Holder::Party(id) => self.party(id),
            Holder::Commons => Some(Item::text(self.t("ui", "commons"))),
        }
    }

    pub fn holders(&self, holders: &[Holder]) -> Vec<Item> {
        holders.iter().filter_map(|h| self.holder(*h)).collect()
    }

    pub fn any(&self, id: AnyId) -> Option<Item> {
        let model = self.model;
        match id {
            AnyId::Group(id) => self.group(id),
            AnyId::Party(id) => self.party(id),
            AnyId::Data(id) => self.data(id),
            AnyId::Purpose(id) => self.purpose(id),
            AnyId::Rule(id) => self.rule(id),
            AnyId::Body(id) => self.body(id),
            AnyId::Decision(id) => self.decision(id),
            AnyId::Sanction(id) => self.sanction(id),
            AnyId::Action(id) => model
                .actions
                .get(id.index())
                .map(|a| self.decl(&a.decl, None)),
            AnyId::Fact(id) => model
                .facts
                .get(id.index())
                .map(|f| self.decl(&f.decl, None)),
            AnyId::Right(id) => model.rights.get(id.index()).map(|r| {
                self.decl(
                    &r.decl,
                    Some(format!("{}rights.html#right-{}", self.up, r.decl.id)),
                )
            }),
        }
    }

    /// Whom a rule is about, one item a term.
    pub fn who(&self, rule: &Rule) -> Vec<Item> {
        let word = match (rule.who.spelled, rule.deontic) {
            (WhoSpelled::Everyone, Deontic::MustNot) => "nobody",
            (WhoSpelled::Everyone, _) => "everyone",
            (WhoSpelled::AnyMember, _) => "any_member",
            (WhoSpelled::Terms, _) => {
                return rule.who.terms.iter().filter_map(|t| self.term(t)).collect();
            }
        };
        vec![Item::text(capital(self.t("ui", word)))]
    }

    fn term(&self, term: &WhoTerm) -> Option<Item> {
        let mut groups = term.groups.iter().filter_map(|g| self.group(*g));
        let first = match term.party {
            Some(party) => self.party(party),
            None => groups.next(),
        };
        let Some(mut first) = first else {
            return Some(Item::text(capital(self.t("ui", "everyone"))));
        };
        let rest: Vec<String> = groups.map(|g| g.text).collect();
        if !rest.is_empty() {
            first.tail = Some(format!(
                ", {} {}",
                self.t("ui", "also"),
                self.texts.join(&rest, "and")
            ));
        }
        Some(first)
    }

    /// The verb of an action: "read", "lezen".
    pub fn verb(&self, id: ActionId) -> Option<String> {
        let action = self.model.actions.get(id.index())?;
        let verb = action.verb.get(self.lang);
        Some(if verb.is_empty() {
            action.decl.title(self.lang).to_string()
        } else {
            verb.to_string()
        })
    }

    pub fn verbs(&self, ids: &[ActionId]) -> String {
        let verbs: Vec<String> = ids.iter().filter_map(|a| self.verb(*a)).collect();
        self.texts.join(&verbs, "and")
    }

    /// Each of them is forbidden: "read or copy".
    pub fn any_verb(&self, ids: &[ActionId]) -> String {
        let verbs: Vec<String> = ids.iter().filter_map(|a| self.verb(*a)).collect();
        self.texts.join(&verbs, "or")
    }

    /// A link to the place in the agreement where a declaration of this commons stands.
    pub fn in_agreement(&self, kind: &str, decl: &Decl) -> Option<Item> {
        let anchor = format!("{kind}-{}", decl.id);
        decl.is_own().then(|| {
            let agreement = format!(
                "{}../../agreement/{}/agreement.html",
                self.up,
                self.lang.tag()
            );
            Item::link(
                self.t("ui", "read_article"),
                format!("{agreement}#{anchor}"),
            )
        })
    }

    /// The paragraph of the agreement that a rule stands in; none for a rule of an outer commons.
    pub fn paragraph(&self, id: RuleId, rule: &Rule) -> Option<Item> {
        let number = self.ctx.outline.of(id);
        let item = self.in_agreement("rule", &rule.decl)?;
        Some(if number.is_empty() {
            item
        } else {
            Item {
                text: number.to_string(),
                ..item
            }
        })
    }
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
