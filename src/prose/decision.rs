//! Decisions in words: every part of a decision rule as a sentence, and what applies where the source is silent.
//!
//! The meaning is that of the design page on decisions; nothing here decides anything. A default begins with
//! "As nothing else has been agreed", so that a reader sees that it is one.

mod choosing;
mod voting;

use super::{Words, sentence};
use crate::diagnostic::Lang;
use crate::model::{
    Appeal, Decision, DecisionId, Effective, Holder, Proposer, QuorumOption, Silence, TestKind,
};

/// A sentence and the part of the decision that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub key: &'static str,
    pub text: String,
}

impl Words<'_> {
    /// All of a decision rule, in a fixed order.
    pub fn decision_parts(&self, id: DecisionId) -> Vec<Part> {
        let Some(decision) = self.model.decisions.get(id.index()) else {
            return Vec::new();
        };
        // Where silence adopts, nobody votes: nothing is said about how votes are counted.
        let lazy = !decision.tests.is_empty()
            && decision
                .tests
                .iter()
                .all(|t| matches!(t.kind, TestKind::LazyConsensus { .. }));
        let mut parts = Vec::new();
        let mut add = |key, text: Option<String>| {
            if let Some(text) = text {
                parts.push(Part {
                    key,
                    text: sentence(&text),
                });
            }
        };
        add("what", self.what(decision));
        add("taken-by", self.taken_by(decision));
        add("proposed-by", Some(self.proposed_by(decision)));
        add("notice", Some(self.notice(decision)));
        add(
            "window",
            decision.window.map(|d| {
                self.t(
                    format!("voting is open for {}", self.duration(d)),
                    format!("de stemming staat {} open", self.duration(d)),
                )
            }),
        );
        if decision.sortition.is_none() {
            if !lazy || decision.quorum.is_some() {
                add("quorum", Some(self.quorum(decision)));
            }
            add("quorum-measured", self.measured(decision));
            add("participation", self.participation(decision));
            add("passes", self.passes(decision));
            add("empty-class", self.empty_class(decision));
            add("consent", self.consent(decision));
        }
        add("election", self.election(decision));
        add("sortition", self.sortition(decision));
        if decision.sortition.is_none() && !lazy {
            add("abstentions", self.abstentions(decision));
            add("blank", self.blank(decision));
            add("tie", Some(self.tie(decision)));
            add("proxies", Some(self.proxies(decision)));
        }
        add("recuse", self.recuse(decision));
        add("too-few", self.too_few(decision));
        add("clock", Some(self.clock(decision)));
        add("veto", self.veto(decision));
        add("effective", Some(self.effective(decision)));
        add("appeal", Some(self.appeal(decision)));
        add("emergency", self.emergency(decision));
        add(
            "published",
            decision.published.then(|| {
                self.t(
                    "the decision is published",
                    "het besluit wordt openbaar gemaakt",
                )
            }),
        );
        add("signed", self.signed(decision));
        parts
    }

    pub(in crate::prose) fn t(&self, en: impl Into<String>, nl: impl Into<String>) -> String {
        match self.lang {
            Lang::En => en.into(),
            Lang::Nl => nl.into(),
        }
    }

    pub(in crate::prose) fn silent(&self, en: &str, nl: &str) -> String {
        match self.lang {
            Lang::En => format!("as nothing else has been agreed, {en}"),
            Lang::Nl => format!("nu niets anders is overeengekomen, {nl}"),
        }
    }

    /// What the decision does: admit, expel, change.
    fn what(&self, d: &Decision) -> Option<String> {
        let mut en: Vec<String> = Vec::new();
        if d.changes_agreement {
            en.push(self.t(
                "amends this Agreement",
                "tot wijziging van deze Overeenkomst",
            ));
        }
        if !d.changes.is_empty() {
            let what = self.and(&d.changes.iter().map(|c| self.any(*c)).collect::<Vec<_>>());
            en.push(self.t(
                format!("changes {what}"),
                format!("tot wijziging van {what}"),
            ));
        }
        if !d.admits_to.is_empty() {
            let groups = self.or(&self.groups(&d.admits_to));
            en.push(self.t(
                format!("admits someone to {groups}"),
                format!("tot toelating tot {groups}"),
            ));
        }
        if !d.expels_from.is_empty() {
            let groups = self.or(&self.groups(&d.expels_from));
            en.push(self.t(
                format!("expels someone from {groups}"),
                format!("tot ontzetting uit {groups}"),
            ));
        }
        let bodies = |ids: &[crate::model::BodyId]| {
            self.and(&ids.iter().map(|b| self.body(*b)).collect::<Vec<_>>())
        };
        if !d.appoints.is_empty() {
            let b = bodies(&d.appoints);
            en.push(self.t(
                format!("appoints the members of {b}"),
                format!("tot benoeming van de leden van {b}"),
            ));
        }
        if !d.removes.is_empty() {
            let b = bodies(&d.removes);
            en.push(self.t(
                format!("removes the members of {b} from office"),
                format!("tot ontslag van de leden van {b}"),
            ));
        }
        if en.is_empty() {
            return None;
        }
        let all = self.and(&en);
        Some(self.t(
            format!("this decision {all}"),
            format!("dit besluit strekt {all}"),
        ))
    }

    fn taken_by(&self, d: &Decision) -> Option<String> {
        let body = self.body(d.taken_by?);
        Some(self.t(
            format!("{body} takes this decision"),
            format!("{body} neemt dit besluit"),
        ))
    }

    fn proposed_by(&self, d: &Decision) -> String {
        match &d.proposed_by {
            Some(Proposer::AnyMember) => {
                self.t("any Member may propose it", "ieder Lid kan het voorstellen")
            }
            Some(Proposer::Everyone) => self.t(
                "anyone may propose it, Member or not",
                "iedereen kan het voorstellen, ook wie geen Lid is",
            ),
            Some(Proposer::Holders(holders)) => {
                let who = self.or(&self.holders(holders));
                self.t(
                    format!("it may be proposed by {who}"),
                    format!("het kan worden voorgesteld door {who}"),
                )
            }
            Some(Proposer::Members(1)) => {
                self.t("any Member may propose it", "ieder Lid kan het voorstellen")
            }
            Some(Proposer::Members(n)) => self.t(
                format!("at least {n} Members acting together may propose it"),
                format!("minstens {n} Leden gezamenlijk kunnen het voorstellen"),
            ),
            None => self.silent("any Member may propose it", "kan ieder Lid het voorstellen"),
        }
    }

    fn notice(&self, d: &Decision) -> String {
        match d.notice {
            Some(n) => {
                let n = self.duration(n);
                if d.sortition.is_some() {
                    return self.t(
                        format!("the draw must be announced at least {n} beforehand"),
                        format!("de loting moet minstens {n} van tevoren zijn aangekondigd"),
                    );
                }
                if d.election.is_some() {
                    return self.t(
                        format!("the election must be announced at least {n} beforehand"),
                        format!("de verkiezing moet minstens {n} van tevoren zijn aangekondigd"),
                    );
                }
                self.t(
                    format!("notice of the proposal must be given at least {n} before the vote"),
                    format!("het voorstel moet minstens {n} voor de stemming zijn bekendgemaakt"),
                )
            }
            None => self.silent(
                "no period of notice applies",
                "geldt geen oproepingstermijn",
            ),
        }
    }

    fn recuse(&self, d: &Decision) -> Option<String> {
        let r = d.recuse.as_ref()?;
        let mut out = match &r.who {
            None => self.t(
                "whoever asks for the decision takes no part in the deliberation or the vote",
                "wie om het besluit vraagt, neemt niet deel aan de beraadslaging en de stemming",
            ),
            Some(holders) => {
                let who = self.and(&self.holders(holders));
                let plural =
                    holders.len() > 1 || holders.first().is_some_and(|h| self.is_plural(*h));
                self.t(
                    format!(
                        "{who} {} no part in the deliberation or the vote",
                        if plural { "take" } else { "takes" }
                    ),
                    format!(
                        "{who} {} niet deel aan de beraadslaging en de stemming",
                        if plural { "nemen" } else { "neemt" }
                    ),
                )
            }
        };
        if let Some(judge) = r.judged_by {
            let judge = self.holder(judge);
            out.push_str(&self.t(
                format!("; in case of doubt {judge} judges who has to withdraw"),
                format!("; bij twijfel oordeelt {judge} wie zich moet terugtrekken"),
            ));
        }
        let apart = d
            .quorums()
            .chain(d.participations())
            .any(|q| q.options.contains(&QuorumOption::WithoutRecused));
        let (en, nl) = match apart {
            true => (
                ", except that of the quorum",
                ", behalve in dat van het quorum",
            ),
            false => ("", ""),
        };
        let en = format!("whoever withdraws still counts in every total{en}");
        let counts = if r.options.contains(&QuorumOption::WithoutRecused) {
            self.t(
                "whoever withdraws is left out of every count",
                "wie zich terugtrekt, blijft buiten elke telling",
            )
        } else if r.options.contains(&QuorumOption::WithRecused) {
            self.t(
                en,
                format!("wie zich terugtrekt, telt nog mee in elk totaal{nl}"),
            )
        } else {
            let nl = format!("telt wie zich terugtrekt, nog mee in elk totaal{nl}");
            self.silent(&en, &nl)
        };
        out.push_str(&format!("; {counts}"));
        Some(out)
    }

    /// Who decides if so many have to withdraw that the quorum can't be met.
    fn too_few(&self, d: &Decision) -> Option<String> {
        match d.too_few {
            Some(body) => {
                let body = self.body(body);
                Some(self.t(
                    format!("if too few remain to meet the quorum, {body} decides instead"),
                    format!("blijven er te weinig over om het quorum te halen, dan beslist {body} in hun plaats"),
                ))
            }
            None if d.recuse.is_some() && d.quorum.is_some() => Some(self.silent(
                "the proposal is rejected if too few remain to meet the quorum",
                "is het voorstel verworpen als er te weinig overblijven om het quorum te halen",
            )),
            None => None,
        }
    }

    fn clock(&self, d: &Decision) -> String {
        let Some(clock) = &d.clock else {
            return self.silent(
                "no period applies within which the decision must be taken, and silence is not a decision",
                "geldt geen termijn waarbinnen moet worden besloten, en is uitblijven van een besluit geen besluit",
            );
        };
        let within = self.duration(clock.within);
        let choice = d.sortition.is_some() || d.election.is_some();
        let (en, nl) = match clock.silence {
            Silence::Rejected if choice => (
                "nobody counts as appointed".to_string(),
                "geldt niemand als benoemd".to_string(),
            ),
            Silence::Rejected => (
                "the proposal counts as rejected".to_string(),
                "geldt het voorstel als verworpen".to_string(),
            ),
            Silence::Adopted => (
                "the proposal counts as adopted".to_string(),
                "geldt het voorstel als aangenomen".to_string(),
            ),
            Silence::EscalatesTo(b) => (
                format!("{} decides", self.body(b)),
                format!("beslist {}", self.body(b)),
            ),
        };
        self.t(
            format!("if no decision has been taken within {within}, {en}"),
            format!("is binnen {within} geen besluit genomen, dan {nl}"),
        )
    }

    fn veto(&self, d: &Decision) -> Option<String> {
        let v = d.veto.as_ref()?;
        let by = self.holder(v.by);
        let plural = self.is_plural(v.by);
        let over = match v.over.is_empty() {
            true => String::new(),
            false => {
                let over = self.and(&v.over.iter().map(|o| self.any(*o)).collect::<Vec<_>>());
                self.t(
                    format!(" where it concerns {over}"),
                    format!(" voor zover het gaat om {over}"),
                )
            }
        };
        let within = v.within.map_or_else(String::new, |w| {
            let w = self.duration(w);
            self.t(format!(" within {w}"), format!(" binnen {w}"))
        });
        let mut out = self.t(
            format!("{by} may veto the decision{within}{over}"),
            format!(
                "{by} {} dit besluit{within} met een veto treffen{over}",
                if plural { "kunnen" } else { "kan" }
            ),
        );
        if v.within.is_none() {
            let any_time = self.silent(
                "no period applies within which the veto must be used",
                "geldt geen termijn waarbinnen het veto moet worden gebruikt",
            );
            out.push_str(&format!("; {any_time}"));
        }
        out.push_str(&match v.suspensive {
            Some(true) if v.overridden_by.is_some() => self.t(
                "; the veto only suspends the decision",
                "; het veto schort het besluit alleen op",
            ),
            Some(true) => self.t(
                "; the veto only suspends the decision, until it is withdrawn",
                "; het veto schort het besluit alleen op, tot het wordt ingetrokken",
            ),
            Some(false) => self.t("; the veto is final", "; het veto is definitief"),
            None if v.overridden_by.is_some() => String::new(),
            None => format!(
                "; {}",
                self.silent("the veto is final", "is het veto definitief")
            ),
        });
        if let Some(by) = v.overridden_by {
            let by = self.decision(by);
            out.push_str(&self.t(
                format!("; {by} may override it"),
                format!("; {by} kan het veto opzijzetten"),
            ));
        }
        Some(out)
    }

    fn effective(&self, d: &Decision) -> String {
        match d.effective {
            Some(Effective::After(t)) => self.t(
                format!(
                    "the decision takes effect {} after it has been adopted",
                    self.duration(t)
                ),
                format!(
                    "het besluit treedt {} na aanneming in werking",
                    self.duration(t)
                ),
            ),
            Some(Effective::From(date)) => self.t(
                format!("the decision takes effect on {}", self.date(date)),
                format!("het besluit treedt in werking op {}", self.date(date)),
            ),
            None if d.sortition.is_some() || d.election.is_some() => self.silent(
                "the decision takes effect as soon as the result is known",
                "treedt het besluit in werking zodra de uitslag bekend is",
            ),
            None => self.silent(
                "the decision takes effect as soon as it has been adopted",
                "treedt het besluit in werking zodra het is aangenomen",
            ),
        }
    }

    fn appeal(&self, d: &Decision) -> String {
        let Some(a) = &d.appeal else {
            return self.t(
                "this Agreement provides for no appeal against this decision",
                "deze Overeenkomst voorziet niet in beroep tegen dit besluit",
            );
        };
        self.appeal_words(a)
    }

    /// "Whoever is affected may appeal to the Appeals panel within 14 days", and to whom after that.
    pub fn appeal_words(&self, appeal: &Appeal) -> String {
        let first = self.first_appeal(appeal);
        let further = appeal.further.iter().map(|level| {
            let to = self.holder(level.to);
            match level.within.map(|w| self.duration(w)) {
                Some(w) => self.t(
                    format!("; what comes of that can be appealed to {to} within {w}"),
                    format!("; van de uitkomst daarvan kan men binnen {w} in beroep gaan bij {to}"),
                ),
                None => self.t(
                    format!("; what comes of that can be appealed to {to}"),
                    format!("; van de uitkomst daarvan kan men in beroep gaan bij {to}"),
                ),
            }
        });
        std::iter::once(first).chain(further).collect()
    }

    fn first_appeal(&self, appeal: &Appeal) -> String {
        let to = self.holder(appeal.to);
        match appeal.within.map(|w| self.duration(w)) {
            Some(w) => self.t(
                format!("whoever is affected may appeal to {to} within {w}"),
                format!(
                    "wie door het besluit wordt geraakt, kan binnen {w} in beroep gaan bij {to}"
                ),
            ),
            None => {
                let any_time =
                    self.silent("no period applies for this", "geldt daarvoor geen termijn");
                self.t(
                    format!("whoever is affected may appeal to {to}; {any_time}"),
                    format!("wie door het besluit wordt geraakt, kan in beroep gaan bij {to}; {any_time}"),
                )
            }
        }
    }

    /// Who signs the record.
    fn signed(&self, d: &Decision) -> Option<String> {
        if d.signed_by.is_empty() {
            return None;
        }
        let by: Vec<String> = d
            .signed_by
            .iter()
            .map(|(n, holder)| self.so_many_of(*n, *holder))
            .collect();
        let by = self.and(&by);
        Some(self.t(
            format!("the record of the decision is signed by {by}"),
            format!("het verslag van het besluit wordt ondertekend door {by}"),
        ))
    }

    /// "2 members of the Data board", "one of the Households", or just who it is.
    pub fn so_many_of(&self, count: i64, holder: Holder) -> String {
        let whom = self.holder(holder);
        match holder {
            Holder::Group(_) if self.is_plural(holder) => {
                self.t(format!("{count} of {whom}"), format!("{count} van {whom}"))
            }
            Holder::Group(_) => self.t(
                format!(
                    "{count} {} of {whom}",
                    if count == 1 { "member" } else { "members" }
                ),
                format!(
                    "{count} {} van {whom}",
                    if count == 1 { "lid" } else { "leden" }
                ),
            ),
            Holder::Party(_) | Holder::Commons => whom,
        }
    }

    fn emergency(&self, d: &Decision) -> Option<String> {
        let e = d.emergency.as_ref()?;
        let when = e
            .when
            .written
            .as_ref()
            .map(|x| self.expr(x))
            .unwrap_or_default();
        let mut out = self.t(
            format!("this power may be used only in an emergency, that is, where {when}"),
            format!("van deze bevoegdheid mag alleen in een noodgeval gebruik worden gemaakt, dat wil zeggen als het volgende vaststaat: {when}"),
        );
        if let Some(t) = e.at_most {
            let t = self.duration(t);
            out.push_str(&self.t(
                format!("; it lasts at most {t}"),
                format!("; zij duurt hoogstens {t}"),
            ));
        }
        if let Some(by) = e.ratified_by {
            let by = self.decision(by);
            let within = e.ratified_within.map_or_else(String::new, |w| {
                let w = self.duration(w);
                self.t(format!(" within {w}"), format!(" binnen {w}"))
            });
            out.push_str(&self.t(
                format!("; it lapses unless {by} ratifies it{within}"),
                format!("; zij vervalt als zij niet{within} is bekrachtigd door {by}"),
            ));
        }
        if !e.never.is_empty() {
            let never = self.and(&e.never.iter().map(|n| self.any(*n)).collect::<Vec<_>>());
            out.push_str(&self.t(
                format!("; it never extends to {never}"),
                format!("; zij strekt zich nooit uit tot {never}"),
            ));
        }
        Some(out)
    }
}
