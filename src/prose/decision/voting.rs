//! The counting of a decision in words: quorum, what adopts it, abstentions, ties, proxies.

use crate::diagnostic::Lang;
use crate::model::{Amount, Decision, DecisionId, Electorate, Quorum, QuorumOption, TestKind, Tie};
use crate::prose::{Words, sentence};

impl Words<'_> {
    pub(super) fn quorum(&self, d: &Decision) -> String {
        if !d.more_quorums.is_empty() {
            let amounts: Vec<String> = d
                .quorums()
                .map(|q| {
                    let amount = self.amount_of(q.amount, q.of);
                    self.t(format!("at least {amount}"), format!("minstens {amount}"))
                })
                .collect();
            let shares = d.quorums().any(|q| matches!(q.amount, Amount::Share(_)));
            let amounts = self.and(&amounts);
            let whole = match shares {
                true => self.pick(
                    ", each share rounded up to a whole number",
                    ", elk deel naar boven afgerond op een geheel getal",
                ),
                false => "",
            };
            return self.t(
                format!("the vote is valid only if {amounts} are present or represented{whole}"),
                format!("de stemming is alleen geldig als {amounts} aanwezig of vertegenwoordigd zijn{whole}"),
            );
        }
        let Some(q) = &d.quorum else {
            return self.silent(
                "there is no quorum: the vote is valid however many take part",
                "geldt geen quorum: de stemming is geldig, hoeveel stemgerechtigden er ook deelnemen",
            );
        };
        let amount = self.amount_of(q.amount, q.of);
        let (en, nl) = match q.of {
            Electorate::Seats => ("seats", "zetels"),
            Electorate::Weight | Electorate::VotesCast => ("votes", "stemmen"),
            _ => ("persons", "personen"),
        };
        let (whole, verb) = match q.amount {
            Amount::Count(1) => (String::new(), self.pick("is", "is")),
            Amount::Count(_) => (String::new(), self.pick("are", "zijn")),
            Amount::Share(_) => (
                self.t(
                    format!(", rounded up to whole {en}"),
                    format!(", naar boven afgerond op hele {nl}"),
                ),
                self.pick("are", "is"),
            ),
        };
        self.t(
            format!("the vote is valid only if at least {amount} {verb} present or represented{whole}"),
            format!("de stemming is alleen geldig als minstens {amount} aanwezig of vertegenwoordigd {verb}{whole}"),
        )
    }

    /// How the quorums are measured: in one sentence, if it is the same for all of them.
    pub(super) fn measured(&self, d: &Decision) -> Option<String> {
        let all: Vec<(String, String)> = d
            .quorums()
            .map(|q| (self.amount_of(q.amount, q.of), self.measured_one(d, q)))
            .collect();
        let (_, first) = all.first()?;
        if all.iter().all(|(_, how)| how == first) {
            return Some(first.clone());
        }
        let each = all.iter().map(|(amount, how)| {
            sentence(&self.t(
                format!("for {amount}: {how}"),
                format!("voor {amount}: {how}"),
            ))
        });
        Some(each.collect::<Vec<_>>().join(" "))
    }

    fn measured_one(&self, d: &Decision, q: &Quorum) -> String {
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
        } else if d.proxies.as_ref().is_some_and(|p| p.at_most.is_some()) {
            extra.push(self.silent(
                "those represented by proxy count",
                "telt wie bij volmacht is vertegenwoordigd, mee",
            ));
        }
        extra.extend(self.recused_count(q));
        std::iter::once(when)
            .chain(extra)
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// Whether those who have withdrawn are part of the whole, where the quorum says so.
    fn recused_count(&self, q: &Quorum) -> Option<String> {
        let has = |o| q.options.contains(&o);
        if has(QuorumOption::WithoutRecused) {
            Some(self.t(
                "those who have withdrawn are left out of the count",
                "wie zich heeft teruggetrokken, blijft buiten de telling",
            ))
        } else if has(QuorumOption::WithRecused) {
            Some(self.t(
                "those who have withdrawn still count in the total",
                "wie zich heeft teruggetrokken, telt nog mee in het totaal",
            ))
        } else {
            None
        }
    }

    pub(super) fn participation(&self, d: &Decision) -> Option<String> {
        let all: Vec<String> = d
            .participations()
            .map(|q| {
                let amount = self.amount_of(q.amount, q.of);
                self.t(format!("at least {amount}"), format!("minstens {amount}"))
            })
            .collect();
        let amounts = match all.is_empty() {
            true => return None,
            false => self.and(&all),
        };
        let must = match all.len() {
            1 => "moet",
            _ => "moeten",
        };
        let mut out = self.t(
            format!("{amounts} must have voted for or against or have abstained"),
            format!("{amounts} {must} voor of tegen hebben gestemd of zich van stemming hebben onthouden"),
        );
        let recused: Vec<Option<String>> =
            d.participations().map(|q| self.recused_count(q)).collect();
        let same = recused.iter().all(|r| Some(r) == recused.first());
        for (q, recused) in d.participations().zip(&recused) {
            let Some(recused) = recused else { continue };
            match same {
                true => {
                    out.push_str(&format!("; {recused}"));
                    break;
                }
                false => {
                    let amount = self.amount_of(q.amount, q.of);
                    out.push_str(&self.t(
                        format!("; for {amount}: {recused}"),
                        format!("; voor {amount}: {recused}"),
                    ));
                }
            }
        }
        Some(out)
    }

    /// What a class without members does, where the vote or the quorum of a class counts.
    pub(super) fn empty_class(&self, d: &Decision) -> Option<String> {
        Some(match d.empty_class {
            Some(true) => self.t(
                "a class without members counts as approving",
                "een klasse zonder leden geldt als instemmend",
            ),
            Some(false) => self.t(
                "a class without members counts as refusing",
                "een klasse zonder leden geldt als weigerend",
            ),
            None if d.by_class() => self.silent(
                "a class without members counts as refusing",
                "geldt een klasse zonder leden als weigerend",
            ),
            None => return None,
        })
    }

    pub(super) fn passes(&self, d: &Decision) -> Option<String> {
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
            TestKind::Opposition { less_than, of } => match less_than {
                Amount::Count(n) => self.t(
                    format!("fewer than {n} votes are cast against it"),
                    format!("minder dan {n} stemmen tegen zijn uitgebracht"),
                ),
                share => {
                    let amount = self.amount_of(*share, of.unwrap_or(Electorate::VotesCast));
                    self.t(
                        format!("less than {amount} are against it"),
                        format!("minder dan {amount} tegen is"),
                    )
                }
            },
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

    pub(super) fn consent(&self, d: &Decision) -> Option<String> {
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
                    } else {
                        out.push(self.silent(
                            "every objection counts as reasoned",
                            "geldt elk bezwaar als met redenen omkleed",
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

    pub(super) fn otherwise(&self, fallback: Option<DecisionId>) -> String {
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

    /// Where not voting for works as voting against: "; where a share of the members is required, abstaining, …".
    pub fn against_by_not_voting(&self, d: &Decision) -> Option<String> {
        let mut wholes: [Vec<Electorate>; 2] = Default::default();
        for test in &d.tests {
            let of = match &test.kind {
                TestKind::Majority {
                    of: Some(Electorate::Class(_)),
                } => continue,
                TestKind::Majority { of: Some(of) }
                | TestKind::Share { of, .. }
                | TestKind::Unanimity { of: Some(of) } => *of,
                _ => continue,
            };
            let [present, all] = &mut wholes;
            let list = match of {
                Electorate::VotesCast => continue,
                Electorate::Present => present,
                _ => all,
            };
            if !list.contains(&of) {
                list.push(of);
            }
        }
        let say = |of: &[Electorate], en: &str, nl: &str| {
            let of: Vec<String> = of.iter().map(|of| self.electorate(*of)).collect();
            let of = self.or(&of);
            match of.is_empty() {
                true => String::new(),
                false => self.t(
                    format!("; where a share of {of} is required, {en} the same effect as voting against"),
                    format!("; waar een deel van {of} is vereist, {nl} als tegenstemmen"),
                ),
            }
        };
        let [present, all] = &wholes;
        let said = say(
            present,
            "abstaining and voting blank have",
            "werken onthouding en een blanco stem",
        ) + &say(
            all,
            "abstaining, voting blank and staying away have",
            "werken onthouding, een blanco stem en wegblijven",
        );
        (!said.is_empty()).then_some(said)
    }

    pub(super) fn abstentions(&self, d: &Decision) -> Option<String> {
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
        out.push_str(&self.against_by_not_voting(d).unwrap_or_default());
        Some(out)
    }

    pub(super) fn blank(&self, d: &Decision) -> Option<String> {
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

    pub(super) fn tie(&self, d: &Decision) -> String {
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
                ) + &self.not_cast(d)
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

    /// What happens if the casting vote is not cast.
    fn not_cast(&self, d: &Decision) -> String {
        match d.tie_otherwise {
            Some(Tie::Rejected) => self.t(
                "; if that vote is not cast, the proposal is rejected",
                "; blijft die stem uit, dan is het voorstel verworpen",
            ),
            Some(Tie::Adopted) => self.t(
                "; if that vote is not cast, the proposal is adopted",
                "; blijft die stem uit, dan is het voorstel aangenomen",
            ),
            Some(Tie::Lot) => self.t(
                "; if that vote is not cast, the lot decides",
                "; blijft die stem uit, dan beslist het lot",
            ),
            Some(Tie::CastingVote(_)) | None => format!(
                "; {}",
                self.silent(
                    "there is no decision until that vote has been cast",
                    "is er geen besluit zolang die stem niet is uitgebracht",
                )
            ),
        }
    }

    pub(super) fn proxies(&self, d: &Decision) -> String {
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
        out.push_str(&match p.no_chains {
            false if p.chains => self.t(
                "; a proxy may be passed on",
                "; een volmacht kan worden doorgegeven",
            ),
            true => self.t(
                "; a proxy may not be passed on",
                "; een volmacht kan niet worden doorgegeven",
            ),
            false => format!(
                "; {}",
                self.silent(
                    "a proxy may be passed on",
                    "kan een volmacht worden doorgegeven",
                )
            ),
        });
        out
    }
}
