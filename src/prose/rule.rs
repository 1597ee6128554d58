//! Whole rules as sentences: who may, must not or must do what, for what, and when.

use super::duty::Act;
use super::{References, Words, quoted, sentence};
use crate::diagnostic::Lang;
use crate::model::{Deontic, GroupId, Holder, Rule, RuleId, Who, WhoSpelled, WhoTerm};

impl Words<'_> {
    /// The rule as one sentence, without the duties that come with it.
    pub fn rule(&self, id: RuleId, refs: &dyn References) -> String {
        let Some(rule) = self.model.rules.get(id.index()) else {
            return String::new();
        };
        let everyone = is_everyone(&rule.who);
        let any_member = !everyone && rule.who.spelled == WhoSpelled::AnyMember;
        let forbids = rule.deontic == Deontic::MustNot;
        let (subject, plural) = match (everyone, any_member, forbids) {
            (true, _, true) => (self.pick("nobody", "niemand").to_string(), false),
            (true, _, false) => (self.pick("everyone", "iedereen").to_string(), false),
            (_, true, true) => (self.pick("no Member", "geen enkel Lid").to_string(), false),
            (_, true, false) => (self.pick("any Member", "ieder Lid").to_string(), false),
            _ => self.who(&rule.who),
        };
        let of_all = everyone || any_member;
        let modal = match (self.lang, rule.deontic, plural) {
            (Lang::En, Deontic::May | Deontic::Exception, _) => "may",
            (Lang::En, Deontic::MustNot, _) => {
                if of_all {
                    "may"
                } else {
                    "must not"
                }
            }
            (Lang::En, Deontic::Must, _) => "must",
            (Lang::Nl, Deontic::Must, false) => "moet",
            (Lang::Nl, Deontic::Must, true) => "moeten",
            (Lang::Nl, _, false) => "mag",
            (Lang::Nl, _, true) => "mogen",
        };
        let object = match (rule.data.is_empty(), self.lang, forbids) {
            (false, _, _) if forbids => self.or(&self.data_items(&rule.data)),
            (false, _, _) => self.data(&rule.data),
            (true, Lang::En, true) => "any data".into(),
            (true, Lang::En, false) => "all data".into(),
            (true, Lang::Nl, true) => "gegevens".into(),
            (true, Lang::Nl, false) => "alle gegevens".into(),
        };
        let time = self.time(&rule.terms);
        let act = self.act(&Act {
            actions: &rule.actions,
            object: &object,
            to: &rule.terms.to,
            purposes: &rule.purposes,
            time: &time,
            negative: forbids && !of_all,
            alternatives: forbids,
        });
        let permission = matches!(rule.deontic, Deontic::May | Deontic::Exception);
        let condition = self.condition(&rule.condition, permission);
        let or_else = self.or_else(&rule.terms);
        let despite = self.despite(rule, refs);
        let main = match (self.lang, despite) {
            (Lang::En, Some(despite)) => {
                format!("notwithstanding {despite}, {subject} {modal} {act}")
            }
            (Lang::Nl, Some(despite)) => {
                format!("in afwijking van {despite} {modal} {subject} {act}")
            }
            (_, None) => format!("{subject} {modal} {act}"),
        };
        sentence(&format!("{main}{condition}{or_else}"))
    }

    /// The rule, its period, its exceptions and its duties: what a paragraph of the agreement says.
    pub fn rule_sentences(&self, id: RuleId, refs: &dyn References) -> Vec<String> {
        let Some(rule) = self.model.rules.get(id.index()) else {
            return Vec::new();
        };
        let mut out = vec![self.rule(id, refs)];
        out.extend(self.period(rule));
        out.extend(self.set_aside(rule, refs));
        out.extend(
            rule.duties
                .iter()
                .enumerate()
                .map(|(n, d)| self.duty_behind(rule, d, n > 0)),
        );
        out
    }

    /// "This permission applies from 1 March 2026 up to and including 31 December 2029."
    pub fn period(&self, rule: &Rule) -> Option<String> {
        let what = match rule.deontic {
            Deontic::May | Deontic::Exception => self.pick("This permission", "Deze bevoegdheid"),
            Deontic::MustNot => self.pick("This prohibition", "Dit verbod"),
            Deontic::Must => self.pick("This duty", "Deze plicht"),
        };
        let (from, until) = (
            rule.from.map(|d| self.date(d)),
            rule.until.map(|d| self.date(d)),
        );
        let when = match (self.lang, from, until) {
            (_, None, None) => return None,
            (Lang::En, Some(from), None) => format!("applies from {from}"),
            (Lang::En, None, Some(until)) => format!("applies up to and including {until}"),
            (Lang::En, Some(from), Some(until)) => {
                format!("applies from {from} up to and including {until}")
            }
            (Lang::Nl, Some(from), None) => format!("geldt vanaf {from}"),
            (Lang::Nl, None, Some(until)) => format!("geldt tot en met {until}"),
            (Lang::Nl, Some(from), Some(until)) => format!("geldt van {from} tot en met {until}"),
        };
        Some(format!("{what} {when}."))
    }

    /// Which rules take precedence where they apply.
    fn set_aside(&self, rule: &Rule, refs: &dyn References) -> Option<String> {
        let by = self.references(&rule.set_aside_by, refs);
        if by.is_empty() {
            return None;
        }
        let by = self.or(&by);
        Some(match (self.lang, rule.deontic) {
            (Lang::En, Deontic::MustNot) => {
                format!("This prohibition does not apply where {by} applies.")
            }
            (Lang::En, Deontic::Must) => format!("This duty does not apply where {by} applies."),
            (Lang::En, _) => format!("This permission does not apply where {by} applies."),
            (Lang::Nl, Deontic::MustNot) => {
                format!("Dit verbod geldt niet voor zover {by} van toepassing is.")
            }
            (Lang::Nl, Deontic::Must) => {
                format!("Deze plicht geldt niet voor zover {by} van toepassing is.")
            }
            (Lang::Nl, _) => {
                format!("Deze bevoegdheid geldt niet voor zover {by} van toepassing is.")
            }
        })
    }

    fn despite(&self, rule: &Rule, refs: &dyn References) -> Option<String> {
        let rules = self.references(&rule.despite, refs);
        (!rules.is_empty()).then(|| self.and(&rules))
    }

    /// Rules in the order of their numbers, those without a number last.
    fn references(&self, rules: &[RuleId], refs: &dyn References) -> Vec<String> {
        let place = |id: &RuleId| -> Vec<u32> {
            refs.paragraph(*id).map_or_else(
                || vec![u32::MAX],
                |n| n.split('.').filter_map(|part| part.parse().ok()).collect(),
            )
        };
        let mut rules = rules.to_vec();
        rules.sort_by_key(place);
        rules.iter().map(|r| self.reference(*r, refs)).collect()
    }

    /// "Article 7.2", or the rule by its title where it has no number of ours.
    pub fn reference(&self, id: RuleId, refs: &dyn References) -> String {
        if let Some(number) = refs.paragraph(id) {
            return format!("{} {number}", self.pick("Article", "artikel"));
        }
        let title = quoted(self.rule_title(id));
        let outer = self
            .model
            .rules
            .get(id.index())
            .and_then(|r| match r.decl.origin {
                crate::model::Origin::Outer(n) => {
                    self.model.outers.get(usize::from(n).checked_sub(1)?)
                }
                _ => None,
            });
        let rule = self.pick("the rule", "de regel");
        match outer {
            Some(outer) => format!(
                "{rule} {title} {} {}",
                self.pick("of", "van"),
                outer.title(self.lang)
            ),
            None => format!("{rule} {title}"),
        }
    }

    /// Whom a rule is about, and whether it is plural.
    pub fn who(&self, who: &Who) -> (String, bool) {
        match who.spelled {
            WhoSpelled::Everyone => (self.pick("everyone", "iedereen").into(), false),
            WhoSpelled::AnyMember => (self.pick("any Member", "ieder Lid").into(), false),
            WhoSpelled::Terms => {
                let terms: Vec<(String, bool)> =
                    who.terms.iter().map(|t| self.who_term(t)).collect();
                let plural = terms.len() > 1 || terms.first().is_some_and(|t| t.1);
                (
                    self.and(&terms.into_iter().map(|t| t.0).collect::<Vec<_>>()),
                    plural,
                )
            }
        }
    }

    /// "Households that are also Researchers".
    fn who_term(&self, term: &WhoTerm) -> (String, bool) {
        let (bodies, groups): (Vec<GroupId>, Vec<GroupId>) = term.groups.iter().partition(|g| {
            self.model
                .groups
                .get(g.index())
                .is_some_and(|g| g.body.is_some())
        });
        let mut rest = groups.into_iter().chain(bodies);
        let (first, plural) = match term.party {
            Some(party) => (self.party(party), false),
            None => match rest.next() {
                Some(group) => (self.group(group), self.is_plural(Holder::Group(group))),
                None => return (self.pick("everyone", "iedereen").into(), false),
            },
        };
        let rest: Vec<String> = rest.map(|g| self.also(g, plural)).collect();
        if rest.is_empty() {
            return (first, plural);
        }
        let (that, comma) = self.pick((" that ", ""), (" die ", ""));
        (format!("{first}{that}{}{comma}", self.and(&rest)), plural)
    }

    fn also(&self, group: GroupId, plural: bool) -> String {
        let name = self.group(group);
        let body = self
            .model
            .groups
            .get(group.index())
            .is_some_and(|g| g.body.is_some());
        match (self.lang, body, plural) {
            (Lang::En, true, true) => format!("also sit in {name}"),
            (Lang::En, true, false) => format!("also sits in {name}"),
            (Lang::En, false, true) => format!("are also {name}"),
            (Lang::En, false, false) => format!("is also one of {name}"),
            (Lang::Nl, true, true) => format!("ook in {name} zitten"),
            (Lang::Nl, true, false) => format!("ook in {name} zit"),
            (Lang::Nl, false, true) => format!("ook {name} zijn"),
            (Lang::Nl, false, false) => format!("ook bij {name} hoort"),
        }
    }
}

/// Everyone: a term that asks for nothing.
fn is_everyone(who: &Who) -> bool {
    who.spelled == WhoSpelled::Everyone
        || who
            .terms
            .iter()
            .any(|t| t.groups.is_empty() && t.party.is_none())
}
