//! Who and what: groups, parties, bodies, data, purposes, actions, by their titles and with the right articles.
//!
//! Titles are defined terms: they keep their capital in the middle of a sentence. Groups are plural and take no
//! article; bodies are singular and take one; named parties are proper names.

use super::{Words, quoted};
use crate::data::law;
use crate::diagnostic::Lang;
use crate::model::{
    ActionId, AnyId, BodyId, DataId, DataKind, DecisionId, Decl, GroupId, Holder, PartyId,
    PersonKind, PurposeId, RightId, RightKind, RuleId, SanctionId, Sensitivity, Verdict,
};

/// Last parts of Dutch words that take "het"; all others take "de".
const NEUTER: [&str; 26] = [
    "bestuur",
    "bureau",
    "college",
    "comité",
    "panel",
    "team",
    "overleg",
    "orgaan",
    "platform",
    "forum",
    "loket",
    "genootschap",
    "beraad",
    "presidium",
    "secretariaat",
    "consortium",
    "instituut",
    "centrum",
    "netwerk",
    "kantoor",
    "fonds",
    "hof",
    "gerecht",
    "gilde",
    "tribunaal",
    "parlement",
];

impl Words<'_> {
    /// The title of a declaration; a missing one is its id, so that nothing vanishes from a sentence.
    pub fn title<'d>(&self, decl: &'d Decl) -> &'d str {
        let title = decl.title(self.lang);
        if title.is_empty() { &decl.id } else { title }
    }

    fn of<'d>(&self, decl: Option<&'d Decl>) -> &'d str {
        decl.map_or("?", |d| self.title(d))
    }

    /// A group: "Grid operators", "het Bureau van de meent"; or the body that it is: "the Data board", "het Databestuur".
    pub fn group(&self, id: GroupId) -> String {
        let Some(group) = self.model.groups.get(id.index()) else {
            return "?".into();
        };
        match group.body {
            Some(body) => self.body(body),
            None if looks_plural(self.title(&group.decl)) => self.title(&group.decl).to_string(),
            None => self.with_article(self.title(&group.decl)),
        }
    }

    pub fn groups(&self, ids: &[GroupId]) -> Vec<String> {
        ids.iter().map(|g| self.group(*g)).collect()
    }

    pub fn party(&self, id: PartyId) -> String {
        self.of(self.model.parties.get(id.index()).map(|p| &p.decl))
            .to_string()
    }

    /// With its article: "the Members' assembly", "de Algemene vergadering".
    pub fn body(&self, id: BodyId) -> String {
        let title = self.of(self.model.bodies.get(id.index()).map(|b| &b.decl));
        self.with_article(title)
    }

    /// A title of something singular with "the", "de" or "het", unless it begins with an article.
    pub fn with_article(&self, title: &str) -> String {
        let first = title.split(' ').next().unwrap_or("").to_lowercase();
        if ["the", "de", "het", "a", "an", "een"].contains(&first.as_str()) {
            return title.to_string();
        }
        match self.lang {
            Lang::En => format!("the {title}"),
            Lang::Nl if is_neuter(title) => format!("het {title}"),
            Lang::Nl => format!("de {title}"),
        }
    }

    /// Someone who holds a task; "the commons", "de meent" for the commons itself.
    pub fn holder(&self, holder: Holder) -> String {
        match holder {
            Holder::Group(group) => self.group(group),
            Holder::Party(party) => self.party(party),
            Holder::Commons => self.pick("the Commons", "de Meent").into(),
        }
    }

    pub fn holders(&self, holders: &[Holder]) -> Vec<String> {
        holders.iter().map(|h| self.holder(*h)).collect()
    }

    /// Whether a verb behind it stands in the plural. Bodies and named parties are singular, and so is a group
    /// whose title is no plural.
    pub fn is_plural(&self, holder: Holder) -> bool {
        match holder {
            Holder::Group(id) => self
                .model
                .groups
                .get(id.index())
                .is_some_and(|g| g.body.is_none() && looks_plural(self.title(&g.decl))),
            Holder::Party(_) | Holder::Commons => false,
        }
    }

    /// "not personal data", "personal data", "special personal data: data about health".
    pub fn sensitivity(&self, s: &Sensitivity) -> String {
        match s {
            Sensitivity::NotPersonal => self
                .pick("not personal data", "geen persoonsgegevens")
                .into(),
            Sensitivity::Personal => self.pick("personal data", "persoonsgegevens").into(),
            Sensitivity::Special(kinds) => {
                let mut cites: Vec<String> = Vec::new();
                let mut titles: Vec<String> = Vec::new();
                for kind in kinds {
                    let Some(category) = law::category(kind) else {
                        titles.push(kind.clone());
                        continue;
                    };
                    titles.push(category.title.get(self.lang).to_string());
                    let cite = category.cite.text(self.lang);
                    if !cites.contains(&cite) {
                        cites.push(cite);
                    }
                }
                let cites = match cites.is_empty() {
                    true => String::new(),
                    false => format!(" ({})", self.and(&cites)),
                };
                format!(
                    "{}: {}",
                    self.pick(
                        "special categories of personal data",
                        "bijzondere persoonsgegevens"
                    ),
                    self.and(&titles)
                ) + &cites
            }
        }
    }

    /// The title of a dataset or field alone.
    pub fn data_title(&self, id: DataId) -> &str {
        self.of(self.model.data.get(id.index()).map(|d| &d.decl))
    }

    /// Data as the object of a sentence: "“Smart meter readings” and the fields “Address” and “Street” of “About
    /// the home”". A title can be anything ("About the home"), so it stands between quotation marks. Fields of
    /// one dataset that follow each other are taken together.
    pub fn data(&self, ids: &[DataId]) -> String {
        self.and(&self.data_items(ids))
    }

    /// The parts of [`Words::data`].
    pub fn data_items(&self, ids: &[DataId]) -> Vec<String> {
        let owner = |id: &DataId| match self.model.data.get(id.index()).map(|d| &d.kind) {
            Some(DataKind::Field { dataset, .. }) => Some(*dataset),
            _ => None,
        };
        let mut items = Vec::new();
        for run in ids.chunk_by(|a, b| owner(a).is_some() && owner(a) == owner(b)) {
            let titles: Vec<String> = run
                .iter()
                .map(|d| self.data_title(*d).to_string())
                .collect();
            match run.first().and_then(owner) {
                None => items.extend(titles.iter().map(|t| quoted(t))),
                Some(dataset) => {
                    let field = match (titles.len(), self.lang) {
                        (1, Lang::En) => "the field",
                        (_, Lang::En) => "the fields",
                        (1, Lang::Nl) => "het veld",
                        (_, Lang::Nl) => "de velden",
                    };
                    let titles: Vec<String> = titles.iter().map(|t| quoted(t)).collect();
                    let of = self.pick("of", "van");
                    items.push(format!(
                        "{field} {} {of} {}",
                        self.and(&titles),
                        quoted(self.data_title(dataset))
                    ));
                }
            }
        }
        items
    }

    pub fn purpose_title(&self, id: PurposeId) -> &str {
        self.of(self.model.purposes.get(id.index()).map(|p| &p.decl))
    }

    /// "for the purpose “Planning the grid”"; empty for no purpose.
    pub fn for_purposes(&self, ids: &[PurposeId]) -> String {
        let titles = self.purpose_titles(ids);
        match titles.len() {
            0 => String::new(),
            1 => format!(
                "{} {}",
                self.pick("for the purpose", "voor het doel"),
                self.and(&titles)
            ),
            _ => format!(
                "{} {}",
                self.pick("for the purposes", "voor de doelen"),
                self.and(&titles)
            ),
        }
    }

    /// Each title once: two purposes may be called the same.
    fn purpose_titles(&self, ids: &[PurposeId]) -> Vec<String> {
        let mut titles: Vec<String> = Vec::new();
        for id in ids {
            let title = quoted(self.purpose_title(*id));
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles
    }

    /// "for the purpose “Advertising” or “Profiles”", as a prohibition says it.
    pub fn for_any_purpose(&self, ids: &[PurposeId]) -> String {
        let titles = self.purpose_titles(ids);
        match titles.len() {
            0 => String::new(),
            _ => format!(
                "{} {}",
                self.pick("for the purpose", "voor het doel"),
                self.or(&titles)
            ),
        }
    }

    /// The infinitive: "read", "lezen".
    pub fn verb(&self, id: ActionId) -> &str {
        self.model
            .actions
            .get(id.index())
            .map_or("?", |a| a.verb.get(self.lang))
    }

    pub fn decision_title(&self, id: DecisionId) -> &str {
        self.of(self.model.decisions.get(id.index()).map(|d| &d.decl))
    }

    /// "the decision “Approving a new use”".
    pub fn decision(&self, id: DecisionId) -> String {
        format!(
            "{} {}",
            self.pick("the decision", "het besluit"),
            quoted(self.decision_title(id))
        )
    }

    pub fn sanction_title(&self, id: SanctionId) -> &str {
        self.of(self.model.sanctions.get(id.index()).map(|s| &s.decl))
    }

    pub fn rule_title(&self, id: RuleId) -> &str {
        self.of(self.model.rules.get(id.index()).map(|r| &r.decl))
    }

    pub fn right_title(&self, id: RightId) -> &str {
        self.of(self.model.rights.get(id.index()).map(|r| &r.decl))
    }

    /// Anything, by its title.
    pub fn any(&self, id: AnyId) -> String {
        match id {
            AnyId::Group(g) => self.group(g),
            AnyId::Party(p) => self.party(p),
            AnyId::Data(d) => self.data(&[d]),
            AnyId::Purpose(p) => quoted(self.purpose_title(p)),
            AnyId::Action(a) => quoted(self.verb(a)),
            AnyId::Fact(f) => quoted(self.of(self.model.facts.get(f.index()).map(|f| &f.decl))),
            AnyId::Rule(r) => format!(
                "{} {}",
                self.pick("the rule", "de regel"),
                quoted(self.rule_title(r))
            ),
            AnyId::Body(b) => self.body(b),
            AnyId::Decision(d) => self.decision(d),
            AnyId::Sanction(s) => quoted(self.sanction_title(s)),
            AnyId::Right(r) => format!(
                "{} {}",
                self.pick("the right", "het recht"),
                quoted(self.right_title(r))
            ),
        }
    }

    /// "Households", whose members are people anyway; "organisations that belong to Partners"; "people".
    pub fn kind_in(&self, kind: PersonKind, groups: &[GroupId]) -> String {
        let same = |g: &GroupId| {
            self.model
                .groups
                .get(g.index())
                .is_some_and(|g| g.of == Some(kind))
        };
        if !groups.is_empty() && groups.iter().all(same) {
            return self.and(&self.groups(groups));
        }
        let kind = match kind {
            PersonKind::People => self.pick("people", "mensen"),
            PersonKind::Organisations => self.pick("organisations", "organisaties"),
        };
        if groups.is_empty() {
            return kind.to_string();
        }
        let groups = self.and(&self.groups(groups));
        match self.lang {
            Lang::En => format!("{kind} that belong to {groups}"),
            Lang::Nl => format!("{kind} die behoren tot {groups}"),
        }
    }

    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Permitted => self.pick("permitted", "toegestaan"),
            Verdict::Prohibited => self.pick("prohibited", "verboden"),
            Verdict::NotProvidedFor => self.pick(
                "not provided for, and so not permitted",
                "niet geregeld, en dus niet toegestaan",
            ),
            Verdict::Undetermined => self.pick(
                "undetermined: more has to be known",
                "onbepaald: er moet meer bekend zijn",
            ),
        }
    }

    /// What a person may do by a right, as an infinitive: "see their data", "hun gegevens inzien".
    pub fn right_verb(&self, kind: RightKind) -> &'static str {
        match kind {
            RightKind::See => self.pick("see their data", "hun gegevens inzien"),
            RightKind::Correct => {
                self.pick("have their data corrected", "hun gegevens laten verbeteren")
            }
            RightKind::Erase => self.pick("have their data erased", "hun gegevens laten wissen"),
            RightKind::Restrict => self.pick(
                "have the use of their data restricted",
                "het gebruik van hun gegevens laten beperken",
            ),
            RightKind::Object => self.pick(
                "object to the use of their data",
                "bezwaar maken tegen het gebruik van hun gegevens",
            ),
            RightKind::Move => self.pick(
                "receive their data and take them elsewhere",
                "hun gegevens ontvangen en meenemen",
            ),
            RightKind::Withdraw => self.pick("withdraw their consent", "hun toestemming intrekken"),
            RightKind::HumanReview => self.pick(
                "ask for a review by a person",
                "om een beoordeling door een mens vragen",
            ),
            RightKind::Complain => self.pick("complain", "een klacht indienen"),
        }
    }
}

/// The word that a title turns on: the last one before a preposition ("Bureau" of "Bureau van de ombudsman").
fn head(title: &str) -> String {
    let lower = title.to_lowercase();
    let cut = [
        " van ", " voor ", " met ", " uit ", " over ", " in ", " of ", " with ", " for ", " from ",
        ", ",
    ]
    .iter()
    .filter_map(|w| lower.find(w))
    .min()
    .unwrap_or(lower.len());
    lower
        .get(..cut)
        .unwrap_or("")
        .rsplit(' ')
        .next()
        .unwrap_or("")
        .to_string()
}

fn is_neuter(title: &str) -> bool {
    let head = head(title);
    NEUTER.iter().any(|n| head.ends_with(n)) || (head.ends_with("je") && head.len() > 4)
}

/// English and Dutch plurals end in s or en; "people" and its like are the exceptions.
fn looks_plural(title: &str) -> bool {
    let head = head(title);
    head.ends_with("en")
        || head.ends_with('s')
        || ["people", "children", "lui", "eieren"].contains(&head.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn dutch_articles_and_number() {
        let model = Model::default();
        let nl = Words::new(&model, Lang::Nl);
        assert_eq!(
            nl.with_article("Algemene vergadering"),
            "de Algemene vergadering"
        );
        assert_eq!(nl.with_article("Databestuur"), "het Databestuur");
        assert_eq!(
            nl.with_article("Bureau van de dataombudsman"),
            "het Bureau van de dataombudsman"
        );
        assert_eq!(nl.with_article("De raad"), "De raad");
        assert!(
            looks_plural("Huishoudens met zonnepanelen") && looks_plural("Gemeentelijke diensten")
        );
        assert!(!looks_plural("Gemeente") && looks_plural("Young people"));
    }
}
