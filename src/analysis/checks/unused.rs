//! Declarations that nothing refers to and no rule reaches.

use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::{
    About, ActionId, AnyId, Appeal, DataId, Decl, Electorate, FactKey, GivenBy, GroupId, Holder,
    Model, Proposer, PurposeId, ScenarioCase, Silence, TestKind, Tie, Vacancies, Votes,
};
use std::collections::BTreeSet;

/// A node of one of the hierarchies.
#[derive(Clone, Copy)]
enum Kind {
    Group(u32),
    Data(u32),
    Purpose(u32),
    Action(u32),
}

/// Everything that something else refers to.
#[derive(Default)]
pub(super) struct Used(BTreeSet<AnyId>);

pub(super) fn check(model: &Model, used: &Used, out: &mut Vec<Diagnostic>) {
    let mut look = |decl: &Decl, id: AnyId, en: &str, nl: &str| {
        if decl.is_own() && !used.0.contains(&id) {
            out.push(unused(decl, en, nl));
        }
    };
    for (at, group) in model
        .groups
        .iter()
        .enumerate()
        .filter(|(_, g)| g.body.is_none())
    {
        look(
            &group.decl,
            AnyId::Group(GroupId::new(at)),
            "group",
            "groep",
        );
    }
    for (at, data) in model
        .data
        .iter()
        .enumerate()
        .filter(|(_, d)| d.is_dataset())
    {
        let ids = model
            .data_tree
            .down(at as u32)
            .iter()
            .map(|&n| AnyId::Data(DataId(n)));
        // A dataset is used if a field of it or a part of it is.
        let id = ids
            .into_iter()
            .find(|id| used.0.contains(id))
            .unwrap_or(AnyId::Data(DataId::new(at)));
        look(&data.decl, id, "dataset", "dataset");
    }
    for (at, purpose) in model.purposes.iter().enumerate() {
        look(
            &purpose.decl,
            AnyId::Purpose(PurposeId::new(at)),
            "purpose",
            "doeleinde",
        );
    }
    for (at, action) in model.actions.iter().enumerate() {
        look(
            &action.decl,
            AnyId::Action(ActionId::new(at)),
            "action",
            "handeling",
        );
    }
    for (at, fact) in model.facts.iter().enumerate() {
        look(
            &fact.decl,
            AnyId::Fact(crate::model::FactId::new(at)),
            "fact",
            "feit",
        );
    }
    for (at, body) in model.bodies.iter().enumerate() {
        let id = crate::model::BodyId::new(at);
        let named = used.0.contains(&AnyId::Body(id)) || used.0.contains(&AnyId::Group(body.group));
        if body.decl.is_own() && !named {
            out.push(unused(&body.decl, "body", "orgaan"));
        }
    }
    for (at, decision) in model.decisions.iter().enumerate() {
        let id = AnyId::Decision(crate::model::DecisionId::new(at));
        // A decision that does something by itself needs nobody to refer to it.
        let people = !decision.admits_to.is_empty() || !decision.expels_from.is_empty();
        let seats = !decision.appoints.is_empty() || !decision.removes.is_empty();
        let rules = decision.changes_agreement || !decision.changes.is_empty();
        // What a body decides at somebody's proposal has effect without a rule that waits for it: the procedural votes of a
        // project, the ordinary resolutions of a company.
        let resolves = decision.proposed_by.is_some() && decision.taken_by.is_some();
        let acts = people || seats || rules || resolves || decision.emergency.is_some();
        if !acts && decision.decl.is_own() && !used.0.contains(&id) {
            out.push(unused(&decision.decl, "decision", "besluit"));
        }
    }
    for (at, sanction) in model.sanctions.iter().enumerate() {
        if sanction.decl.is_own()
            && !used
                .0
                .contains(&AnyId::Sanction(crate::model::SanctionId::new(at)))
        {
            out.push(unused(&sanction.decl, "sanction", "sanctie"));
        }
    }
}

/// The Dutch article.
fn article(noun: &str) -> &'static str {
    match noun {
        "doeleinde" | "feit" | "besluit" | "orgaan" | "recht" | "veld" => "het",
        _ => "de",
    }
}

fn unused(decl: &Decl, en: &str, nl: &str) -> Diagnostic {
    let d = Diagnostic::new(
        codes::UNUSED,
        Text::new(
            format!("Nothing uses the {en} `{}`.", decl.id),
            format!("Niets gebruikt {} {nl} `{}`.", article(nl), decl.id),
        ),
    );
    match decl.name_span.or(decl.span) {
        Some(span) => d.label(
            span,
            Text::new(
                "declared and never named again",
                "gedeclareerd en nergens meer genoemd",
            ),
        ),
        None => d,
    }
    .help(Text::new(
        "Take it out, or use it in a rule. A forgotten rule often shows itself like this.",
        "Haal het weg, of gebruik het in een regel. Zo valt een vergeten regel vaak op.",
    ))
}

impl Used {
    pub(super) fn contains(&self, id: AnyId) -> bool {
        self.0.contains(&id)
    }

    /// What has a part in the commons without any rule: as origin or subject of data, by a task, a right, a vote, a say in a decision.
    pub(super) fn by_office(m: &Model) -> Used {
        let mut used = Used::default();
        used.offices(m);
        used.governance(m);
        used
    }

    pub(super) fn of(m: &Model) -> Used {
        let mut used = Used::default();
        used.rules(m);
        // A rule reaches what lies below the things that it names.
        used.along(|kind| match kind {
            Kind::Group(n) => m.group_tree.down(n),
            Kind::Data(n) => m.data_tree.down(n),
            Kind::Purpose(n) => m.purpose_tree.down(n),
            Kind::Action(n) => m.action_tree.down(n),
        });
        used.parts(m);
        used.offices(m);
        used.governance(m);
        used.scenarios(m);
        // What lies above something that is used is used with it.
        used.along(|kind| match kind {
            Kind::Group(n) => m.group_tree.up(n),
            Kind::Data(n) => m.data_tree.up(n),
            Kind::Purpose(n) => m.purpose_tree.up(n),
            Kind::Action(n) => m.action_tree.up(n),
        });
        used
    }

    /// Adds to everything that is used what a hierarchy connects with it.
    fn along<'t>(&mut self, connected: impl Fn(Kind) -> &'t [u32]) {
        for id in self.0.clone() {
            let kind = match id {
                AnyId::Group(g) => Kind::Group(g.0),
                AnyId::Data(d) => Kind::Data(d.0),
                AnyId::Purpose(p) => Kind::Purpose(p.0),
                AnyId::Action(a) => Kind::Action(a.0),
                _ => continue,
            };
            self.0.extend(connected(kind).iter().map(|&n| match kind {
                Kind::Group(_) => AnyId::Group(GroupId(n)),
                Kind::Data(_) => AnyId::Data(DataId(n)),
                Kind::Purpose(_) => AnyId::Purpose(PurposeId(n)),
                Kind::Action(_) => AnyId::Action(ActionId(n)),
            }));
        }
    }

    fn holder(&mut self, holder: Holder) {
        match holder {
            Holder::Group(g) => self.0.insert(AnyId::Group(g)),
            Holder::Party(p) => self.0.insert(AnyId::Party(p)),
            Holder::Commons => false,
        };
    }

    fn holders(&mut self, holders: impl IntoIterator<Item = Holder>) {
        holders.into_iter().for_each(|h| self.holder(h));
    }

    fn all(&mut self, ids: impl IntoIterator<Item = AnyId>) {
        self.0.extend(ids);
    }

    fn key(&mut self, key: FactKey) {
        match key {
            FactKey::Fact(f) => self.all([AnyId::Fact(f)]),
            FactKey::Passed(d) => self.all([AnyId::Decision(d)]),
            FactKey::Moment => {}
        }
    }

    fn condition(&mut self, condition: &crate::model::Condition) {
        for literal in condition.clauses.iter().flatten() {
            self.key(literal.key);
        }
    }

    fn rules(&mut self, m: &Model) {
        for rule in &m.rules {
            if rule.who.spelled == crate::model::WhoSpelled::Terms {
                for term in &rule.who.terms {
                    self.all(term.groups.iter().map(|g| AnyId::Group(*g)));
                }
            }
            self.all(rule.actions.iter().map(|a| AnyId::Action(*a)));
            self.all(rule.data.iter().map(|d| AnyId::Data(*d)));
            self.all(rule.purposes.iter().map(|p| AnyId::Purpose(*p)));
            self.condition(&rule.condition);
            self.holders(rule.terms.to.iter().copied());
            self.all(rule.terms.or_else.map(AnyId::Sanction));
            for duty in &rule.duties {
                self.all(duty.actions.iter().map(|a| AnyId::Action(*a)));
                self.all(duty.data.iter().map(|d| AnyId::Data(*d)));
                self.all(duty.purposes.iter().map(|p| AnyId::Purpose(*p)));
                self.holders(duty.terms.to.iter().copied());
                self.all(duty.terms.or_else.map(AnyId::Sanction));
            }
        }
    }

    fn parts(&mut self, m: &Model) {
        for group in &m.groups {
            self.all(
                group
                    .admitted_by
                    .into_iter()
                    .chain(group.expelled_by)
                    .map(AnyId::Decision),
            );
        }
        for party in &m.parties {
            self.all(party.groups.iter().map(|g| AnyId::Group(*g)));
        }
        for (at, data) in m.data.iter().enumerate() {
            let Some(set) = data.dataset() else { continue };
            self.all(set.derived_from.iter().map(|d| AnyId::Data(*d)));
            // A part is used if the whole is.
            let parents = m.data_tree.parents(at as u32);
            if !parents.is_empty() {
                self.all([AnyId::Data(DataId::new(at))]);
            }
        }
        for separation in &m.separations {
            self.all(separation.groups.iter().map(|g| AnyId::Group(*g)));
        }
        for right in &m.rights {
            self.all(right.over.iter().map(|d| AnyId::Data(*d)));
        }
    }

    /// Whom data come from and are about, tasks and rights.
    fn offices(&mut self, m: &Model) {
        for set in m.data.iter().filter_map(|d| d.dataset()) {
            self.holders(set.from.iter().copied());
            if let Some(About::Kind { groups, .. }) = &set.about {
                self.all(groups.iter().map(|g| AnyId::Group(*g)));
            }
            self.holders(set.keepers.iter().chain(&set.processors).copied());
        }
        for fact in &m.facts {
            match fact.given_by {
                Some(GivenBy::Holder(h)) => self.holder(h),
                Some(GivenBy::Decision(d)) => self.all([AnyId::Decision(d)]),
                Some(GivenBy::ThePerson) | None => {}
            }
        }
        for right in &m.rights {
            let of = right.of.iter().flat_map(|(_, groups)| groups);
            self.all(of.map(|g| AnyId::Group(*g)));
            self.all(right.withdraws.iter().map(|f| AnyId::Fact(*f)));
            self.holders(right.ask);
        }
        let c = &m.commons;
        self.all(c.requests.iter().map(|r| AnyId::Decision(r.decided_by)));
        self.holders(c.audit.iter().filter_map(|a| a.by));
        self.holders(c.breach.iter().filter_map(|b| b.to));
        self.holders(c.logging.iter().filter_map(|l| l.by));
    }

    fn electorate(&mut self, of: Electorate) {
        if let Electorate::Class(group) = of {
            self.all([AnyId::Group(group)]);
        }
    }

    fn governance(&mut self, m: &Model) {
        for body in &m.bodies {
            self.all(body.of_all.iter().map(|g| AnyId::Group(*g)));
            self.all(body.removed_by.map(AnyId::Decision));
            self.holders([body.chair, body.interim].into_iter().flatten());
            self.holders([body.paid_by, body.audited_by].into_iter().flatten());
            if let Some(Vacancies::FilledBy(decision)) = body.vacancies {
                self.all([AnyId::Decision(decision)]);
            }
            self.holders(body.seats.iter().flat_map(|s| &s.shares).map(|s| s.by));
            if let Votes::Weighted { by, table, .. } = &body.votes {
                self.holders(table.iter().map(|(h, _)| *h));
                let fact = m.facts.iter().position(|f| f.decl.id == *by);
                self.all(fact.map(|at| AnyId::Fact(crate::model::FactId::new(at))));
            }
        }
        for d in &m.decisions {
            self.all(d.taken_by.into_iter().chain(d.too_few).map(AnyId::Body));
            self.all(d.changes.iter().copied());
            self.all(
                d.admits_to
                    .iter()
                    .chain(&d.expels_from)
                    .map(|g| AnyId::Group(*g)),
            );
            self.all(d.appoints.iter().chain(&d.removes).map(|b| AnyId::Body(*b)));
            if let Some(Proposer::Holders(holders)) = &d.proposed_by {
                self.holders(holders.iter().copied());
            }
            d.quorums()
                .chain(d.participations())
                .for_each(|q| self.electorate(q.of));
            for test in &d.tests {
                match &test.kind {
                    TestKind::Unanimity { of }
                    | TestKind::Majority { of }
                    | TestKind::Opposition { of, .. } => {
                        of.iter().for_each(|of| self.electorate(*of))
                    }
                    TestKind::Share { of, .. } => self.electorate(*of),
                    TestKind::Consent {
                        judged_by,
                        otherwise,
                        ..
                    } => {
                        self.holders(*judged_by);
                        self.all(otherwise.map(AnyId::Decision));
                    }
                    TestKind::LazyConsensus { otherwise, .. } => {
                        self.all(otherwise.map(AnyId::Decision))
                    }
                }
            }
            if let Some(recuse) = &d.recuse {
                self.holders(recuse.who.iter().flatten().copied().chain(recuse.judged_by));
            }
            if let Some(clock) = &d.clock
                && let Silence::EscalatesTo(body) = clock.silence
            {
                self.all([AnyId::Body(body)]);
            }
            if let Some(Tie::CastingVote(holder)) = d.tie {
                self.holder(holder);
            }
            if let Some(veto) = &d.veto {
                self.holder(veto.by);
                self.all(veto.over.iter().copied());
                self.all(veto.overridden_by.map(AnyId::Decision));
            }
            self.all(
                d.proxies
                    .iter()
                    .flat_map(|p| &p.held_by)
                    .map(|g| AnyId::Group(*g)),
            );
            self.all(
                d.sortition
                    .iter()
                    .flat_map(|s| &s.from)
                    .map(|g| AnyId::Group(*g)),
            );
            self.holders(d.appeal.iter().flat_map(levels));
            self.holders(d.signed_by.iter().map(|(_, h)| *h));
            if let Some(emergency) = &d.emergency {
                self.condition(&emergency.when);
                self.all(emergency.ratified_by.map(AnyId::Decision));
                self.all(emergency.never.iter().copied());
            }
        }
        for sanction in &m.sanctions {
            self.holders(sanction.steps.iter().filter_map(|s| s.by));
            self.holders(sanction.appeal.iter().flat_map(levels));
        }
    }

    /// Scenarios are examples: they don't make a declaration used, except a decision that they vote on.
    fn scenarios(&mut self, m: &Model) {
        for scenario in &m.scenarios {
            if let ScenarioCase::Vote(vote) = &scenario.case {
                self.all([AnyId::Decision(vote.decision)]);
            }
        }
    }
}

/// Everyone to whom an appeal goes.
fn levels(appeal: &Appeal) -> impl Iterator<Item = Holder> {
    std::iter::once(appeal.to).chain(appeal.further.iter().map(|a| a.to))
}
