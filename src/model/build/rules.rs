//! Rules and the duties that come with them.

use super::collect::Collected;
use super::messages::{self, text};
use super::names::Space;
use super::{Builder, Entry, localized};
use crate::data::law;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::registry::codes;
use crate::model::{
    ActionId, DataId, Deontic, Duty, DutyTerms, GroupId, Holder, LawTerm, NameSpans, Named,
    PurposeId, Role, Rule, Who, WhoSpelled, WhoTerm,
};
use crate::syntax::tree::{self, Name, What};

/// Actions, data and purposes of a rule or duty, and whether every name was known.
pub(super) struct Acts {
    pub actions: Vec<ActionId>,
    pub data: Vec<DataId>,
    pub purposes: Vec<PurposeId>,
    pub whole: bool,
    /// The second list holds the actions.
    pub swapped: bool,
}

impl<'a> Builder<'a> {
    pub(super) fn build_rules(&mut self, all: &Collected<'a>) {
        for entry in &all.rules {
            self.build_rule(*entry);
        }
    }

    fn build_rule(&mut self, entry: Entry<'a>) {
        let What::Rule(tree) = &entry.tree.what else {
            return;
        };
        let s = entry.scope;
        let decl = self.decl(entry);
        let (who, known) = self.who(s, &tree.who);
        let acts = self.acts(s, &tree.acts, entry.lang);
        let deontic = match tree.deontic.value {
            tree::Deontic::May => Deontic::May,
            tree::Deontic::MustNot => Deontic::MustNot,
            tree::Deontic::Must => Deontic::Must,
        };
        let from = self
            .single(&tree.from, ["from", "vanaf"], |d| d.span)
            .cloned()
            .and_then(|d| self.date(&d));
        let until = self
            .single(&tree.until, ["until", "tot en met"], |d| d.span)
            .cloned()
            .and_then(|d| self.date(&d));
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            let span = tree.from[0].span.to(tree.until[0].span);
            self.report(super::quantities::impossible(
                span,
                "This rule would end before it begins.",
                "Deze regel zou eindigen voor ze begint.",
            ));
        }
        let (condition, understood) = self.rule_condition(entry, &tree.condition, from, until);
        if deontic != Deontic::Must {
            self.check_misplaced_terms(tree);
        }
        let duties = if deontic == Deontic::May {
            self.duties(entry, &decl.id, &tree.duties, &acts)
        } else {
            self.check_misplaced_duties(tree);
            Vec::new()
        };
        let (despite, _) = self.rule_list(s, &tree.despite);
        let terms = self.duty_terms(s, &tree.terms);
        let mut rule = Rule {
            deontic,
            who,
            incomplete: !(known && acts.whole && understood),
            actions: acts.actions,
            data: acts.data,
            purposes: acts.purposes,
            condition,
            from,
            until,
            duties,
            terms,
            despite,
            set_aside_by: Vec::new(),
            basis: self.bases(&tree.basis),
            because: self.single_text(&tree.because, ["because", "omdat"], entry.lang),
            delegated: false,
            statement: tree.statement,
            names: NameSpans::default(),
            decl,
        };
        if rule.decl.is_own() {
            rule.names = super::places::names(tree, &rule, acts.swapped);
        }
        self.model.rules.push(rule);
    }

    fn who(&mut self, scope: u8, who: &tree::Who) -> (Who, bool) {
        match who {
            tree::Who::Everyone(_) => (
                Who {
                    terms: vec![WhoTerm::default()],
                    spelled: WhoSpelled::Everyone,
                },
                true,
            ),
            tree::Who::AnyMember(_) => (
                Who {
                    terms: self.any_member(scope),
                    spelled: WhoSpelled::AnyMember,
                },
                true,
            ),
            tree::Who::Terms(written) => {
                let mut terms = Vec::with_capacity(written.len());
                let mut whole = true;
                for term in written {
                    match self.who_term(scope, &term.names) {
                        Some(term) if !terms.contains(&term) => terms.push(term),
                        Some(_) => {}
                        None => whole = false,
                    }
                }
                (
                    Who {
                        terms,
                        spelled: WhoSpelled::Terms,
                    },
                    whole,
                )
            }
        }
    }

    /// One term for each group of the commons that lies in no other of its groups. Bodies are not classes of members.
    fn any_member(&self, scope: u8) -> Vec<WhoTerm> {
        let origin = if scope == 0 {
            crate::model::Origin::Own
        } else {
            crate::model::Origin::Outer(scope)
        };
        let ours = |g: &crate::model::Group| g.decl.origin == origin && g.body.is_none();
        let groups = self
            .model
            .groups
            .iter()
            .enumerate()
            .filter(|(_, g)| ours(g));
        groups
            .map(|(at, _)| WhoTerm {
                groups: vec![GroupId::new(at)],
                party: None,
            })
            .collect()
    }

    fn who_term(&mut self, scope: u8, names: &[Name]) -> Option<WhoTerm> {
        let mut term = WhoTerm::default();
        let mut whole = true;
        for (at, name) in names.iter().enumerate() {
            match self.holder(scope, name) {
                Some(Holder::Group(g)) if !term.groups.contains(&g) => term.groups.push(g),
                Some(Holder::Group(_)) => {}
                Some(Holder::Party(p)) if at == 0 => term.party = Some(p),
                Some(Holder::Party(_) | Holder::Commons) => {
                    self.report(messages::needs_group(name));
                    whole = false;
                }
                None => whole = false,
            }
        }
        term.groups.sort_unstable();
        whole.then_some(term)
    }

    /// The two lists of an act may stand in either order; the one that names actions is the verb.
    pub(super) fn acts(
        &mut self,
        scope: u8,
        acts: &tree::Acts,
        lang: crate::diagnostic::Lang,
    ) -> Acts {
        let (mut verb, mut object) = (&acts.first, &acts.second);
        let mut swapped = false;
        if !acts.second.is_empty() {
            let is = |space: Space, names: &[Name]| {
                let first = names.first();
                first.is_some_and(|n| self.names.knows(space, scope, &n.value))
            };
            let first_is_verb = is(Space::Action, &acts.first);
            let second_is_verb = is(Space::Action, &acts.second);
            // Neither is known: the order of the language decides which one is called unknown.
            let object_first = || {
                let dutch = lang == crate::diagnostic::Lang::Nl;
                is(Space::Data, &acts.first) || (dutch && !is(Space::Data, &acts.second))
            };
            if !first_is_verb && (second_is_verb || object_first()) {
                std::mem::swap(&mut verb, &mut object);
                swapped = true;
            }
        }
        let (actions, a) = self.action_list(scope, verb);
        let (data, d) = self.data_list(scope, object);
        let (purposes, p) = self.purpose_list(scope, &acts.purposes);
        Acts {
            actions,
            data,
            purposes,
            whole: a && d && p,
            swapped,
        }
    }

    fn duties(
        &mut self,
        entry: Entry<'a>,
        rule: &str,
        written: &[tree::Duty],
        of: &Acts,
    ) -> Vec<Duty> {
        let mut out = Vec::with_capacity(written.len());
        for (at, duty) in written.iter().enumerate() {
            out.push(self.duty(entry, format!("{rule}/{}", at + 1), duty, of));
        }
        out
    }

    pub(super) fn duty(
        &mut self,
        entry: Entry<'a>,
        id: String,
        duty: &tree::Duty,
        of: &Acts,
    ) -> Duty {
        let acts = self.acts(entry.scope, &duty.acts, entry.lang);
        Duty {
            id,
            actions: acts.actions,
            data: if acts.data.is_empty() {
                of.data.clone()
            } else {
                acts.data
            },
            purposes: acts.purposes,
            terms: self.duty_terms(entry.scope, &duty.terms),
            span: duty.span,
        }
    }

    fn duty_terms(&mut self, scope: u8, terms: &tree::DutyTerms) -> DutyTerms {
        let or_else = self
            .single(&terms.or_else, ["or else", "anders"], |n| n.span)
            .cloned();
        DutyTerms {
            to: self.holder_list(scope, &terms.to),
            within: self.single_duration(&terms.within, ["within", "binnen"]),
            every: self.single_duration(&terms.every, ["every", "elke"]),
            at_least: self.single_duration(&terms.at_least, ["at least", "minstens"]),
            at_most: self.single_duration(&terms.at_most, ["at most", "hoogstens"]),
            or_else: or_else.and_then(|n| self.sanction(scope, &n)),
        }
    }

    fn bases(&mut self, names: &[Name]) -> Vec<String> {
        let mut out: Vec<String> = Vec::with_capacity(names.len());
        for name in names {
            let known = law::basis(&name.value);
            if known.is_some() {
                self.mention_law(name, LawTerm::Basis);
            }
            match known {
                Some(basis) if !out.contains(&basis.id) => out.push(basis.id.clone()),
                Some(_) => {}
                None => {
                    let d = Diagnostic::new(
                        codes::UNKNOWN_NAME,
                        text(
                            format!("`{}` is not a legal basis that the law knows.", name.value),
                            format!("`{}` is geen grondslag die de wet kent.", name.value),
                        ),
                    )
                    .label(name.span, text("not a legal basis", "geen grondslag"));
                    let d = messages::suggest(
                        d,
                        name,
                        law::bases()
                            .iter()
                            .flat_map(|b| [b.id.as_str(), b.nl.as_str()]),
                    );
                    self.report(messages::bases(d));
                }
            }
        }
        out
    }

    fn check_misplaced_terms(&mut self, tree: &tree::Rule) {
        let t = &tree.terms;
        let timing = !t.within.is_empty() || !t.every.is_empty();
        let length = !t.at_least.is_empty() || !t.at_most.is_empty();
        if timing || length || !t.to.is_empty() || !t.or_else.is_empty() {
            self.report(
                Diagnostic::new(
                    codes::MISPLACED_TERMS,
                    text(
                        "A deadline or a recipient belongs to a duty, and this rule says `may` or `must not`.",
                        "Een termijn of ontvanger hoort bij een plicht, en deze regel zegt `mag` of `mag niet`.",
                    ),
                )
                .label(t.span, text("belongs to a duty", "hoort bij een plicht"))
                .label(tree.deontic.span, text("this is not a duty", "dit is geen plicht"))
                .help(text(
                    "Put it behind `then must …`, or make it a condition with `if`.",
                    "Zet het achter `dan moet …`, of maak er met `als` een voorwaarde van.",
                )),
            );
        }
    }

    fn check_misplaced_duties(&mut self, tree: &tree::Rule) {
        if let Some(duty) = tree.duties.first() {
            self.report(
                Diagnostic::new(
                    codes::MISPLACED_TERMS,
                    text(
                        "Duties behind `then` come with a permission, and this rule permits nothing.",
                        "Plichten achter `dan` horen bij een toestemming, en deze regel staat niets toe.",
                    ),
                )
                .label(duty.span, text("a duty without a permission", "een plicht zonder toestemming"))
                .label(tree.deontic.span, text("this is not a permission", "dit is geen toestemming"))
                .help(text("Make the duty a rule of its own, with `must`.", "Maak van de plicht een eigen regel, met `moet`.")),
            );
        }
    }

    pub(super) fn build_acceptances(&mut self, all: &Collected<'a>) {
        for entry in all.own() {
            for accept in &entry.tree.accepts {
                let code = accept.code.value.parse::<crate::diagnostic::Code>();
                if let Ok(code) = code {
                    self.record(accept.code.span, Named::Finding(code), Role::Mentions, true);
                }
                match code {
                    Ok(code) if code.entry().acceptable => {
                        self.model.acceptances.push(crate::model::Acceptance {
                            code,
                            reason: localized(&accept.reason, entry.lang),
                            within: entry.tree.span,
                            span: accept.span,
                            declaration: entry
                                .tree
                                .name
                                .as_ref()
                                .map_or_else(String::new, |n| n.value.to_string()),
                        })
                    }
                    Ok(code) => self.report(
                        Diagnostic::new(
                            codes::UNKNOWN_CODE,
                            text(
                                format!("{code} can't be accepted; it has to be settled."),
                                format!(
                                    "{code} kan niet worden aanvaard; het moet worden opgelost."
                                ),
                            ),
                        )
                        .label(accept.code.span, text("not this one", "deze niet")),
                    ),
                    Err(_) => self.report(
                        Diagnostic::new(
                            codes::UNKNOWN_CODE,
                            text(
                                format!("There is no finding `{}`.", accept.code.value),
                                format!("Er is geen bevinding `{}`.", accept.code.value),
                            ),
                        )
                        .label(
                            accept.code.span,
                            text("no such code", "geen bestaande code"),
                        )
                        .help(text(
                            "Codes look like M0504; they stand in the finding itself.",
                            "Codes zien eruit als M0504; ze staan in de bevinding zelf.",
                        )),
                    ),
                }
            }
        }
    }
}
