//! Answers in words, as the terminal shows them.

use crate::analysis::{Answer, Asker, DutyRef, Outline, Request, Shortfall};
use crate::diagnostic::Lang;
use crate::model::{Deontic, FactKey, Model, PurposeId, RuleId, Value, Verdict};
use crate::prose::case::Case;
use crate::prose::{References, Words, capital, sentence};

/// Puts an answer into words.
pub struct Speaker<'a> {
    pub words: Words<'a>,
    pub numbers: &'a Outline,
}

impl<'a> Speaker<'a> {
    pub fn new(model: &'a Model, numbers: &'a Outline, lang: Lang) -> Self {
        Speaker {
            words: Words::new(model, lang),
            numbers,
        }
    }

    /// The whole answer.
    pub fn answer(&self, request: Option<&Request>, answer: &Answer) -> String {
        let mut out = String::new();
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        line(&sentence(self.words.verdict(answer.verdict)));
        if let Some(request) = request {
            line(&sentence(&self.case(request)));
        }
        for problem in &answer.problems {
            line(&format!("! {}", problem.get(self.words.lang)));
        }
        let paragraphs = [
            (self.why(answer), self.words.pick("Why", "Waarom")),
            (
                self.duties(answer),
                self.words
                    .pick("Duties that come with it", "Plichten die erbij horen"),
            ),
            (
                self.depends(answer),
                self.words.pick("It depends on", "Het hangt af van"),
            ),
            (
                self.nearest(answer),
                self.words.pick(
                    "The permission that comes nearest",
                    "De toestemming die er het dichtst bij komt",
                ),
            ),
        ];
        for (items, heading) in paragraphs {
            if items.is_empty() {
                continue;
            }
            line("");
            line(&format!("{heading}:"));
            for item in items {
                line(&format!("  - {item}"));
            }
        }
        out
    }

    pub fn case(&self, request: &Request) -> String {
        let (party, groups) = match &request.asker {
            Asker::Party(id) => (Some(*id), &[][..]),
            Asker::Groups(groups) => (None, groups.as_slice()),
        };
        let facts: Vec<(FactKey, Value)> = request.facts.iter().map(|(k, v)| (*k, *v)).collect();
        self.words.case(&Case {
            party,
            groups,
            actions: &request.actions,
            data: &request.data,
            purposes: &request.purposes,
            facts: &facts,
        })
    }

    pub fn rule(&self, id: RuleId) -> String {
        let text = self.words.rule(id, self.numbers);
        format!("{}{}", sentence(&text), self.place(id))
    }

    /// " (article 6.3, plan-the-grid)"
    pub fn place(&self, id: RuleId) -> String {
        let name = self
            .words
            .model
            .rules
            .get(id.index())
            .map_or("", |r| r.decl.id.as_str());
        match self.numbers.paragraph(id) {
            Some(number) => format!(
                " ({} {number}, {name})",
                self.words.pick("article", "artikel")
            ),
            None => format!(" ({name})"),
        }
    }

    fn why(&self, answer: &Answer) -> Vec<String> {
        let deontic = |id: &RuleId| self.words.model.rules.get(id.index()).map(|r| r.deontic);
        let undetermined = answer.verdict == Verdict::Undetermined;
        let lead = |id: &RuleId| match deontic(id) {
            Some(Deontic::May) if undetermined => self.words.pick(
                "Permitted if this rule applies: ",
                "Toegestaan als deze regel geldt: ",
            ),
            Some(Deontic::MustNot) if undetermined => self.words.pick(
                "Prohibited if this rule applies: ",
                "Verboden als deze regel geldt: ",
            ),
            _ => "",
        };
        if answer.rules.is_empty() && answer.verdict == Verdict::NotProvidedFor {
            let text = self.words.pick(
                "No rule permits it, and what no rule permits is not permitted.",
                "Geen enkele regel staat het toe, en wat geen regel toestaat, mag niet.",
            );
            return vec![text.to_string()];
        }
        answer
            .rules
            .iter()
            .map(|id| format!("{}{}", lead(id), self.rule(*id)))
            .collect()
    }

    pub fn duties(&self, answer: &Answer) -> Vec<String> {
        let rules = &self.words.model.rules;
        let duty = |d: &DutyRef| {
            let rule = rules.get(d.rule.index())?;
            Some(format!(
                "{}{}",
                self.words.duty_sentence(rule, rule.duties.get(d.number)?),
                self.place(d.rule)
            ))
        };
        answer.duties.iter().filter_map(duty).collect()
    }

    /// The smallest sets of facts that would settle it.
    pub fn depends(&self, answer: &Answer) -> Vec<String> {
        if answer.verdict != Verdict::Undetermined {
            return Vec::new();
        }
        let sets = if answer.settled_by.is_empty() {
            std::slice::from_ref(&answer.missing)
        } else {
            &answer.settled_by
        };
        sets.iter()
            .filter(|set| !set.is_empty())
            .map(|set| sentence(&self.words.missing(set)))
            .collect()
    }

    pub fn nearest(&self, answer: &Answer) -> Vec<String> {
        let Some(nearest) = &answer.nearest else {
            return Vec::new();
        };
        let mut out = vec![self.rule(nearest.rule)];
        out.extend(nearest.misses.iter().map(|miss| sentence(&self.miss(miss))));
        out
    }

    /// Whether the request was for whatever purpose.
    fn is_any(&self, purposes: &[PurposeId]) -> bool {
        let tree = &self.words.model.purpose_tree;
        tree.roots()
            .any(|root| purposes.iter().any(|p| p.0 == root))
    }

    fn miss(&self, miss: &Shortfall) -> String {
        let w = &self.words;
        match miss {
            Shortfall::Membership(groups) => {
                let groups = w.and(&w.groups(groups));
                w.pick(
                    format!("whoever asks is not in {groups}"),
                    format!("wie vraagt, zit niet in {groups}"),
                )
            }
            Shortfall::OtherParty => w.pick(
                "it is for another party".into(),
                "zij is voor een andere partij".into(),
            ),
            Shortfall::Actions(actions) => {
                let verbs: Vec<String> = actions
                    .iter()
                    .map(|a| capital(w.verb(*a)).to_lowercase())
                    .collect();
                let verbs = w.or(&verbs);
                w.pick(
                    format!("it does not allow anyone to {verbs}"),
                    format!("zij geeft geen recht op {verbs}"),
                )
            }
            Shortfall::Data(data) => {
                let data = w.data(data);
                w.pick(
                    format!("it is not about {data}"),
                    format!("zij gaat niet over {data}"),
                )
            }
            Shortfall::Purposes(purposes) if self.is_any(purposes) => w.pick(
                "it is not for every purpose: say which with --purpose".into(),
                "zij geldt niet voor elk doel: zeg welk met --purpose".into(),
            ),
            Shortfall::Purposes(purposes) => {
                let purposes = w.for_purposes(purposes);
                w.pick(
                    format!("it is not {purposes}"),
                    format!("zij is niet {purposes}"),
                )
            }
            Shortfall::Conditions(keys) => {
                let keys = w.missing(keys);
                w.pick(
                    format!("its condition is not met, or it is not known whether it is: {keys}"),
                    format!("aan de voorwaarde is niet voldaan, of dat is niet bekend: {keys}"),
                )
            }
            Shortfall::Prohibited(rules) => {
                let rules: Vec<String> = rules
                    .iter()
                    .map(|r| w.reference(*r, self.numbers))
                    .collect();
                let rules = w.and(&rules);
                w.pick(
                    format!("a prohibition stands in its way: {rules}"),
                    format!("een verbod staat in de weg: {rules}"),
                )
            }
        }
    }
}
