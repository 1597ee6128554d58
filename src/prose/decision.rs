//! Decisions in words: every part of a decision rule as a sentence, and what applies where the source is silent.
//!
//! The meaning is that of the design page on decisions; nothing here decides anything. A default begins with
//! "As nothing else has been agreed", so that a reader sees that it is one.

use super::{Words, sentence};
use crate::diagnostic::Lang;
use crate::model::{
    Amount, Decision, DecisionId, Effective, ElectionMethod, Electorate, Holder, Proposer, Quorum,
    QuorumOption, Silence, TestKind, Tie,
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
            add("quorum", Some(self.quorum(decision.quorum.as_ref())));
            add(
                "quorum-measured",
                decision.quorum.as_ref().map(|q| self.measured(q)),
            );
            add(
                "participation",
                decision
                    .participation
                    .as_ref()
                    .map(|q| self.participation(q)),
            );
            add("passes", self.passes(decision));
            add("consent", self.consent(decision));
        }
        add("election", self.election(decision));
        add("sortition", self.sortition(decision));
        if decision.sortition.is_none() {
            add("abstentions", self.abstentions(decision));
            add("blank", self.blank(decision));
            add("tie", Some(self.tie(decision)));
            add("proxies", Some(self.proxies(decision)));
        }
        add("recuse", self.recuse(decision));
        add("too-few", decision.too_few.map(|b| self.t(
            format!("if too few remain to meet the quorum, {} decides instead", self.body(b)),
            format!("blijven er te weinig over om het quorum te halen, dan beslist {} in hun plaats", self.body(b)),
        )));
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
        parts
    }

    fn t(&self, en: impl Into<String>, nl: impl Into<String>) -> String {
        match self.lang {
            Lang::En => en.into(),
            Lang::Nl => nl.into(),
        }
    }

    fn silent(&self, en: &str, nl: &str) -> String {
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
            let groups = self.and(&self.groups(&d.admits_to));
            en.push(self.t(
                format!("admits someone to {groups}"),
                format!("tot toelating tot {groups}"),
            ));
        }
        if !d.expels_from.is_empty() {
            let groups = self.and(&self.groups(&d.expels_from));
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
            Some(n) => self.t(
                format!(
                    "notice of the proposal must be given at least {} before the vote",
                    self.duration(n)
                ),
                format!(
                    "het voorstel moet minstens {} voor de stemming zijn bekendgemaakt",
                    self.duration(n)
                ),
            ),
            None => self.silent(
                "no period of notice applies",
                "geldt geen oproepingstermijn",
            ),
        }
    }

    fn quorum(&self, quorum: Option<&Quorum>) -> String {
        let Some(q) = quorum else {
            return self.silent(
                "there is no quorum: the vote is valid however many take part",
                "geldt geen quorum: de stemming is geldig, hoeveel stemgerechtigden er ook deelnemen",
            );
        };
        let amount = self.amount_of(q.amount, q.of);
        let seats = q.of == Electorate::Seats;
        let (whole, verb) = match q.amount {
            Amount::Count(1) => (String::new(), self.pick("is", "is")),
            Amount::Count(_) => (String::new(), self.pick("are", "zijn")),
            Amount::Share(_) => (
                self.t(
                    format!(
                        ", rounded up to whole {}",
                        if seats { "seats" } else { "persons" }
                    ),
                    format!(
                        ", naar boven afgerond op hele {}",
                        if seats { "zetels" } else { "personen" }
                    ),
                ),
                self.pick("are", "is"),
            ),
        };
        self.t(
            format!("the vote is valid only if at least {amount} {verb} present or represented{whole}"),
            format!("de stemming is alleen geldig als minstens {amount} aanwezig of vertegenwoordigd {verb}{whole}"),
        )
    }

    fn measured(&self, q: &Quorum) -> String {
        let has = |o| q.options.contains(&o);
        let when = if has(QuorumOption::AtOpening) {
            self.t(
                "this is measured at the opening of the meeting",
                "dit wordt vastgesteld bij de opening van de vergadering",
            )
        } else if has(QuorumOption::AtTally) {
            self.t(
                "this is measured when the votes are counted",
                "dit wordt vastgesteld bij het tellen van de stemmen",
            )
        } else if has(QuorumOption::AtEachVote) {
            self.t(
                "this is measured at each vote",
                "dit wordt bij elke stemming vastgesteld",
            )
        } else {
            self.silent(
                "this is measured at each vote",
                "wordt dit bij elke stemming vastgesteld",
            )
        };
        let mut extra = Vec::new();
        if has(QuorumOption::WithProxies) {
            extra.push(self.t(
                "those represented by proxy count",
                "wie bij volmacht is vertegenwoordigd, telt mee",
            ));
        } else if has(QuorumOption::WithoutProxies) {
            extra.push(self.t(
                "those represented by proxy do not count",
                "wie bij volmacht is vertegenwoordigd, telt niet mee",
            ));
        }
        if has(QuorumOption::WithoutRecused) {
            extra.push(self.t(
                "those who have withdrawn are left out of the count",
                "wie zich heeft teruggetrokken, blijft buiten de telling",
            ));
        } else if has(QuorumOption::WithRecused) {
            extra.push(self.t(
                "those who have withdrawn still count in the total",
                "wie zich heeft teruggetrokken, telt nog mee in het totaal",
            ));
        }
        std::iter::once(when)
            .chain(extra)
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn participation(&self, q: &Quorum) -> String {
        let amount = self.amount_of(q.amount, q.of);
        self.t(
            format!("at least {amount} must have voted for or against or have abstained"),
            format!("minstens {amount} moet voor of tegen hebben gestemd of zich van stemming hebben onthouden"),
        )
    }

    fn passes(&self, d: &Decision) -> Option<String> {
        let tests: Vec<String> = d.tests.iter().map(|t| self.test_words(&t.kind)).collect();
        if tests.is_empty() {
            return None;
        }
        let tests = self.and(&tests);
        Some(self.t(
            format!("the proposal is adopted if {tests}"),
            format!("het voorstel is aangenomen als {tests}"),
        ))
    }

    /// One test, as a subordinate clause: "more votes are cast for than against it".
    pub fn test_words(&self, test: &TestKind) -> String {
        match test {
            TestKind::Majority {
                of: None | Some(Electorate::VotesCast),
            } => self.t(
                "more votes are cast for it than against it",
                "meer stemmen voor dan tegen zijn uitgebracht",
            ),
            TestKind::Majority {
                of: Some(Electorate::Class(g)),
            } => {
                let group = self.group(*g);
                self.t(
                    format!("among {group} more votes are cast for it than against it"),
                    format!("onder {group} meer stemmen voor dan tegen zijn uitgebracht"),
                )
            }
            TestKind::Majority { of: Some(of) } => {
                let of = self.electorate(*of);
                self.t(
                    format!("more than half of {of} are in favour"),
                    format!("meer dan de helft van {of} voor is"),
                )
            }
            TestKind::Share {
                more_than,
                amount,
                of,
            } => {
                let amount = self.amount_of(*amount, *of);
                let bound = match (self.lang, more_than) {
                    (Lang::En, true) => "more than",
                    (Lang::En, false) => "at least",
                    (Lang::Nl, true) => "meer dan",
                    (Lang::Nl, false) => "minstens",
                };
                self.t(
                    format!("{bound} {amount} are in favour"),
                    format!("{bound} {amount} voor is"),
                )
            }
            TestKind::Unanimity {
                of: None | Some(Electorate::VotesCast),
            } => self.t(
                "votes are cast for it and none against it",
                "stemmen voor en geen stemmen tegen zijn uitgebracht",
            ),
            TestKind::Unanimity { of: Some(of) } => {
                let of = self.electorate(*of);
                let bare = of
                    .trim_start_matches(self.pick("the ", "de "))
                    .trim_start_matches("those ");
                match of.starts_with("those ") {
                    true => format!("all {of} vote for it"),
                    false => self.t(
                        format!("all {bare} vote for it"),
                        format!("alle {bare} voorstemmen"),
                    ),
                }
            }
            TestKind::Consent { .. } => self.t(
                "no reasoned objection to it remains unresolved",
                "geen met redenen omkleed bezwaar onopgelost blijft",
            ),
            TestKind::LazyConsensus { after, .. } => {
                let after = self.duration(*after);
                self.t(
                    format!("nobody has objected within {after} of its notice"),
                    format!("binnen {after} na de bekendmaking niemand bezwaar heeft gemaakt"),
                )
            }
        }
    }

    fn consent(&self, d: &Decision) -> Option<String> {
        let mut out = Vec::new();
        for test in &d.tests {
            match &test.kind {
                TestKind::Consent {
                    judged_by,
                    silence_consents,
                    rounds,
                    otherwise,
                } => {
                    if let Some(judge) = judged_by {
                        let judge = self.holder(*judge);
                        out.push(self.t(
                            format!("{judge} judges whether an objection is reasoned"),
                            format!("{judge} oordeelt of een bezwaar met redenen is omkleed"),
                        ));
                    }
                    out.push(match silence_consents {
                        Some(true) => self.t("silence counts as consent", "wie zwijgt, stemt toe"),
                        Some(false) => self.t(
                            "silence does not count as consent",
                            "zwijgen geldt niet als instemming",
                        ),
                        None => {
                            self.silent("silence counts as consent", "geldt zwijgen als instemming")
                        }
                    });
                    if let Some(n) = rounds {
                        out.push(self.t(
                            format!("objections are dealt with in at most {n} rounds"),
                            format!("bezwaren worden in hoogstens {n} rondes behandeld"),
                        ));
                    }
                    out.push(self.otherwise(*otherwise));
                }
                TestKind::LazyConsensus { otherwise, .. } => out.push(self.otherwise(*otherwise)),
                _ => {}
            }
        }
        (!out.is_empty()).then(|| out.join("; "))
    }

    fn otherwise(&self, fallback: Option<DecisionId>) -> String {
        match fallback {
            Some(d) => {
                let d = self.decision(d);
                self.t(format!("if an objection remains, {d} is put to the vote instead"), format!("blijft een bezwaar staan, dan wordt in plaats daarvan {d} in stemming gebracht"))
            }
            None => self.silent(
                "a remaining objection means that the proposal is rejected",
                "is het voorstel verworpen zodra een bezwaar blijft staan",
            ),
        }
    }

    fn election(&self, d: &Decision) -> Option<String> {
        let e = d.election.as_ref()?;
        let method = match e.method {
            ElectionMethod::Plurality => self.t("whoever receives most votes is elected", "wie de meeste stemmen krijgt, is gekozen"),
            ElectionMethod::TwoRound => self.t(
                "whoever receives more than half of the votes cast is elected; failing that, a second round is held between the two with most votes",
                "wie meer dan de helft van de uitgebrachte stemmen krijgt, is gekozen; lukt dat niemand, dan volgt een tweede ronde tussen de twee met de meeste stemmen",
            ),
            ElectionMethod::Approval => self.t(
                "each voter may approve any number of candidates, and those approved most are elected",
                "iedere stemgerechtigde kan op elk aantal kandidaten stemmen, en wie de meeste stemmen krijgt, is gekozen",
            ),
            ElectionMethod::SingleTransferableVote => self.t(
                "the election is held by single transferable vote",
                "de verkiezing verloopt met enkelvoudige overdraagbare stem",
            ),
        };
        let seats = e.seats.map_or_else(String::new, |n| {
            let word = self.pick(
                if n == 1 { "seat" } else { "seats" },
                if n == 1 { "zetel" } else { "zetels" },
            );
            match self.lang {
                Lang::En => format!(
                    "; there {} {n} {word} to fill",
                    if n == 1 { "is" } else { "are" }
                ),
                Lang::Nl => format!(
                    "; er {} {n} {word} te vervullen",
                    if n == 1 { "is" } else { "zijn" }
                ),
            }
        });
        Some(format!("{method}{seats}"))
    }

    fn sortition(&self, d: &Decision) -> Option<String> {
        let s = d.sortition.as_ref()?;
        let from = self.and(&self.groups(&s.from));
        let mut out = self.t(
            format!("those to be appointed are drawn by lot from {from}"),
            format!("wie wordt benoemd, wordt door loting aangewezen uit {from}"),
        );
        if !s.strata.is_empty() {
            let strata = self.and(
                &s.strata
                    .iter()
                    .map(|x| x.replace('-', " "))
                    .collect::<Vec<_>>(),
            );
            out.push_str(&self.t(
                format!(", in proportion to {strata}"),
                format!(", naar evenredigheid van {strata}"),
            ));
        }
        out.push_str(&match &s.seed {
            Some(seed) => self.t(
                format!("; the draw starts from a public number, “{seed}”, so that anyone can repeat it"),
                format!("; de loting gaat uit van een openbaar getal, “{seed}”, zodat iedereen haar kan overdoen"),
            ),
            None => self.t("; the draw takes place in public", "; de loting gebeurt in het openbaar"),
        });
        Some(out)
    }

    fn against_by_abstaining(&self, d: &Decision) -> bool {
        d.tests.iter().any(|t| match &t.kind {
            TestKind::Majority { of: Some(of) }
            | TestKind::Share { of, .. }
            | TestKind::Unanimity { of: Some(of) } => {
                matches!(
                    of,
                    Electorate::Present
                        | Electorate::Members
                        | Electorate::Seats
                        | Electorate::Weight
                )
            }
            _ => false,
        })
    }

    fn abstentions(&self, d: &Decision) -> Option<String> {
        if d.tests.is_empty() {
            return None;
        }
        let mut out = match d.abstentions_count {
            Some(true) => self.t(
                "abstentions count as votes cast",
                "onthoudingen tellen als uitgebrachte stemmen",
            ),
            Some(false) => self.t(
                "abstentions are not votes cast",
                "onthoudingen zijn geen uitgebrachte stemmen",
            ),
            None => self.silent(
                "abstentions are not votes cast",
                "zijn onthoudingen geen uitgebrachte stemmen",
            ),
        };
        if self.against_by_abstaining(d) {
            out.push_str(&self.t(
                "; where a share of all members or of those present is required, whoever abstains has the same effect as a vote against",
                "; waar een deel van alle leden of van de aanwezigen is vereist, werkt een onthouding als een stem tegen",
            ));
        }
        Some(out)
    }

    fn blank(&self, d: &Decision) -> Option<String> {
        if d.tests.is_empty() && d.election.is_none() {
            return None;
        }
        Some(match d.blank_count {
            Some(true) => self.t(
                "blank votes count as votes cast",
                "blanco stemmen tellen als uitgebrachte stemmen",
            ),
            Some(false) => self.t(
                "blank and invalid votes are not votes cast",
                "blanco en ongeldige stemmen zijn geen uitgebrachte stemmen",
            ),
            None => self.silent(
                "blank and invalid votes are not votes cast",
                "zijn blanco en ongeldige stemmen geen uitgebrachte stemmen",
            ),
        })
    }

    fn tie(&self, d: &Decision) -> String {
        match d.tie {
            Some(Tie::Rejected) => self.t(
                "if the votes are tied, the proposal is rejected",
                "bij staken van stemmen is het voorstel verworpen",
            ),
            Some(Tie::Adopted) => self.t(
                "if the votes are tied, the proposal is adopted",
                "bij staken van stemmen is het voorstel aangenomen",
            ),
            Some(Tie::Lot) => self.t(
                "if the votes are tied, the lot decides",
                "bij staken van stemmen beslist het lot",
            ),
            Some(Tie::CastingVote(h)) => {
                let h = self.holder(h);
                self.t(
                    format!("if the votes for and against are equal, {h} has the casting vote"),
                    format!("bij staken van stemmen geeft de stem van {h} de doorslag"),
                )
            }
            None if d.election.is_some() => self.silent(
                "the lot decides if votes are tied",
                "beslist bij staken van stemmen het lot",
            ),
            None => self.silent(
                "the proposal is rejected if the votes are tied",
                "is het voorstel bij staken van stemmen verworpen",
            ),
        }
    }

    fn proxies(&self, d: &Decision) -> String {
        let Some(p) = &d.proxies else {
            return self.silent(
                "nobody may vote by proxy",
                "kan niemand bij volmacht stemmen",
            );
        };
        let Some(n) = p.at_most else {
            return self.t(
                "nobody may vote by proxy",
                "stemmen bij volmacht is niet mogelijk",
            );
        };
        let proxies = self.pick(
            if n == 1 { "proxy" } else { "proxies" },
            if n == 1 { "volmacht" } else { "volmachten" },
        );
        let mut out = if p.held_by.is_empty() {
            self.t(
                format!("nobody may hold more than {n} {proxies}"),
                format!("niemand mag meer dan {n} {proxies} houden"),
            )
        } else {
            let who = self.and(&self.groups(&p.held_by));
            self.t(
                format!("only {who} may hold a proxy, and nobody more than {n}"),
                format!("alleen {who} mogen een volmacht houden, en niemand meer dan {n}"),
            )
        };
        if p.no_chains {
            out.push_str(&self.t(
                "; a proxy may not be passed on",
                "; een volmacht kan niet worden doorgegeven",
            ));
        }
        out
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
        if r.options.contains(&QuorumOption::WithoutRecused) {
            out.push_str(&self.t(
                "; they are left out of every count",
                "; zij blijven buiten elke telling",
            ));
        }
        Some(out)
    }

    fn clock(&self, d: &Decision) -> String {
        let Some(clock) = &d.clock else {
            return self.silent(
                "no period applies within which the decision must be taken, and silence is not a decision",
                "geldt geen termijn waarbinnen moet worden besloten, en is uitblijven van een besluit geen besluit",
            );
        };
        let within = self.duration(clock.within);
        let (en, nl) = match clock.silence {
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
        out.push_str(&match v.suspensive {
            Some(true) => self.t(
                "; the veto only suspends the decision",
                "; het veto schort het besluit alleen op",
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
            None => self.silent(
                "the decision takes effect as soon as it has been adopted",
                "treedt het besluit in werking zodra het is aangenomen",
            ),
        }
    }

    fn appeal(&self, d: &Decision) -> String {
        let Some(a) = &d.appeal else {
            return self.t(
                "the source provides for no appeal against this decision",
                "tegen dit besluit voorziet de bron niet in beroep",
            );
        };
        self.appeal_words(a.to, a.within)
    }

    /// "Within 14 days an appeal lies to the Appeals panel".
    pub fn appeal_words(&self, to: Holder, within: Option<crate::model::Duration>) -> String {
        let to = self.holder(to);
        match within.map(|w| self.duration(w)) {
            Some(w) => self.t(
                format!("whoever is affected may appeal to {to} within {w}"),
                format!(
                    "wie door het besluit wordt geraakt, kan binnen {w} in beroep gaan bij {to}"
                ),
            ),
            None => self.t(
                format!("whoever is affected may appeal to {to}"),
                format!("wie door het besluit wordt geraakt, kan in beroep gaan bij {to}"),
            ),
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
            format!("this power may be used only in an emergency, that is, if {when}"),
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
                format!("; it may never touch {never}"),
                format!("; zij mag nooit raken aan {never}"),
            ));
        }
        Some(out)
    }
}
