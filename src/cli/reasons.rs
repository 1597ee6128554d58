//! How an answer came about, in words.

use super::spoken::Speaker;
use crate::analysis::derivation::{About, Considered, Derivation, Part, Tested};
use crate::analysis::{Request, Truth};
use crate::model::{Deontic, RuleId, Verdict};
use crate::prose::case::Case;
use crate::prose::{capital, quoted, sentence};

/// Where a rule stands in the source: "rules.meent:12:1".
pub type Place<'a> = &'a dyn Fn(RuleId) -> Option<String>;

impl Speaker<'_> {
    /// The answer and its whole derivation.
    pub fn derivation(&self, request: &Request, derivation: &Derivation, place: Place) -> String {
        let w = &self.words;
        let mut out = String::new();
        out.push_str(&format!(
            "{}\n",
            sentence(w.verdict(derivation.answer.verdict))
        ));
        out.push_str(&format!("{}\n", sentence(&self.case(request))));
        for part in &derivation.parts {
            out.push_str(&self.part(part, place));
        }
        if derivation.more > 0 {
            let more = derivation.more;
            out.push_str(&w.pick(
                format!("\nThere are {more} more kinds of cases with this answer, under other rules. Ask for less to see them.\n"),
                format!("\nEr zijn nog {more} soorten gevallen met dit antwoord, onder andere regels. Vraag om minder om ze te zien.\n"),
            ));
        }
        let after = [
            (
                self.duties(&derivation.answer),
                w.pick("Duties that come with it", "Plichten die erbij horen"),
            ),
            (
                self.depends(&derivation.answer),
                w.pick("It depends on", "Het hangt af van"),
            ),
            (
                self.nearest(&derivation.answer),
                w.pick(
                    "What would have to be different for the permission that comes nearest",
                    "Wat er anders zou moeten zijn voor de toestemming die er het dichtst bij komt",
                ),
            ),
        ];
        for (items, heading) in after.into_iter().filter(|(items, _)| !items.is_empty()) {
            out.push_str(&format!("\n{heading}:\n"));
            for item in items {
                out.push_str(&format!("  - {item}\n"));
            }
        }
        out
    }

    fn part(&self, part: &Part, place: Place) -> String {
        let w = &self.words;
        let act = w.request_act(&Case {
            actions: part.action.as_slice(),
            data: part.data.as_slice(),
            purposes: part.purpose.as_slice(),
            ..Case::default()
        });
        let heading = w.pick(format!("To {act}"), capital(&act));
        let mut out = format!("\n{heading} – {}.\n", w.verdict(part.verdict));
        if part.rules.is_empty() {
            let text = w.pick("No rule is about this.", "Geen enkele regel gaat hierover.");
            out.push_str(&format!("  {text}\n"));
        }
        for considered in &part.rules {
            out.push_str(&self.considered(considered, place));
        }
        out.push_str(&format!("  {}\n", self.conclusion(part)));
        out
    }

    fn considered(&self, considered: &Considered, place: Place) -> String {
        let w = &self.words;
        let rule = self.words.model.rules.get(considered.rule.index());
        let id = rule.map_or("?", |r| r.decl.id.as_str());
        let what = match rule.map(|r| r.deontic) {
            Some(Deontic::MustNot) => w.pick("Prohibition", "Verbod"),
            Some(Deontic::Exception) => w.pick(
                "Exception of the outer commons",
                "Uitzondering van de omvattende meent",
            ),
            _ => w.pick("Permission", "Toestemming"),
        };
        let mut places: Vec<String> = vec![id.to_string()];
        places.extend(place(considered.rule));
        let name = match self.numbers.of(considered.rule) {
            // Then it is called by its title already.
            "" => w.reference(considered.rule, self.numbers),
            _ => {
                let title = quoted(w.rule_title(considered.rule));
                format!("{}, {title}", w.reference(considered.rule, self.numbers))
            }
        };
        let mut out = format!("  {what}: {name} ({})\n", places.join(", "));
        let mut line = |mark: &str, text: &str| out.push_str(&format!("    {mark} {text}\n"));
        match &considered.about {
            About::Asker(term) if term.groups.is_empty() && term.party.is_none() => {
                line("✓", w.pick("it is about everyone", "gaat over iedereen"));
            }
            About::Asker(term) => {
                let mut who: Vec<String> = term.party.iter().map(|p| w.party(*p)).collect();
                who.extend(w.groups(&term.groups));
                let who = w.and(&who);
                line(
                    "✓",
                    &w.pick(format!("it is about {who}"), format!("gaat over {who}")),
                );
            }
            About::Lacking(groups) => {
                let groups = w.and(&w.groups(groups));
                line(
                    "✗",
                    &w.pick(
                        format!("whoever asks is not in {groups}"),
                        format!("wie vraagt, zit niet in {groups}"),
                    ),
                );
            }
            About::OtherParty => {
                line(
                    "✗",
                    w.pick("it is about another party", "gaat over een andere partij"),
                );
            }
        }
        for test in &considered.tests {
            line(mark(test.truth), &self.test(test));
        }
        // With "or" in it the tests alone do not tell.
        let several = rule.is_some_and(|r| r.condition.clauses.len() > 1);
        if several {
            line(
                mark(considered.condition),
                match considered.condition {
                    Truth::True => w.pick(
                        "together: its condition is met",
                        "samen: aan de voorwaarde is voldaan",
                    ),
                    Truth::False => w.pick(
                        "together: its condition is not met",
                        "samen: aan de voorwaarde is niet voldaan",
                    ),
                    Truth::Unknown => w.pick(
                        "together: it is not known whether its condition is met",
                        "samen: het is niet bekend of aan de voorwaarde is voldaan",
                    ),
                },
            );
        }
        for (other, status) in &considered.aside {
            let other = w.reference(*other, self.numbers);
            line(
                aside_mark(*status),
                &match status {
                    Truth::True => w.pick(
                        format!("{other} applies, and sets it aside"),
                        format!("{other} geldt, en zet deze regel opzij"),
                    ),
                    Truth::Unknown => w.pick(
                        format!("{other} may apply, and then sets it aside"),
                        format!("{other} geldt misschien, en zet deze regel dan opzij"),
                    ),
                    Truth::False => w.pick(
                        format!("{other} would set it aside, but does not apply"),
                        format!("{other} zou deze regel opzijzetten, maar geldt niet"),
                    ),
                },
            );
        }
        let left = considered.effective.unwrap_or(considered.status);
        let set_aside = considered.status != Truth::False && left == Truth::False;
        line(
            "→",
            match left {
                Truth::True => w.pick("so it applies", "dus deze regel geldt"),
                Truth::Unknown => w.pick("so it may apply", "dus deze regel geldt misschien"),
                Truth::False if set_aside => {
                    w.pick("so it does not count", "dus deze regel telt niet")
                }
                Truth::False => w.pick("so it does not apply", "dus deze regel geldt niet"),
            },
        );
        out
    }

    /// What is wanted, and what is so: "there are at least 10 homes in the result: 12 homes in the result".
    fn test(&self, test: &Tested) -> String {
        let w = &self.words;
        let wanted = w.values(test.key, &test.set);
        match test.value {
            None => w.pick(format!("{wanted}: unknown"), format!("{wanted}: onbekend")),
            Some(value) => {
                let is = w.fact_value(test.key, value);
                if is == wanted {
                    wanted
                } else {
                    w.pick(
                        format!("{wanted}; known is: {is}"),
                        format!("{wanted}; bekend is: {is}"),
                    )
                }
            }
        }
    }

    fn conclusion(&self, part: &Part) -> String {
        let w = &self.words;
        let of = |deontic: Deontic, wanted: Truth| -> Vec<String> {
            let is = |c: &&Considered| {
                let rule = w.model.rules.get(c.rule.index());
                rule.is_some_and(|r| r.deontic == deontic) && c.effective == Some(wanted)
            };
            let found = part.rules.iter().filter(is);
            found.map(|c| w.reference(c.rule, self.numbers)).collect()
        };
        let (may, not) = (
            of(Deontic::May, Truth::True),
            of(Deontic::MustNot, Truth::True),
        );

        match part.verdict {
            Verdict::Prohibited => w.pick(
                format!(
                    "Conclusion: prohibited, because {} {}.",
                    w.and(&not),
                    several(&not, "applies", "apply")
                ),
                format!(
                    "Conclusie: verboden, omdat {} {}.",
                    w.and(&not),
                    several(&not, "geldt", "gelden")
                ),
            ),
            Verdict::Permitted => w.pick(
                format!(
                    "Conclusion: permitted, because {} {} and no prohibition does.",
                    w.and(&may),
                    several(&may, "applies", "apply")
                ),
                format!(
                    "Conclusie: toegestaan, omdat {} {} en geen enkel verbod.",
                    w.and(&may),
                    several(&may, "geldt", "gelden")
                ),
            ),
            Verdict::NotProvidedFor => w.pick(
                "Conclusion: no permission applies, and what no rule permits is not permitted."
                    .to_string(),
                "Conclusie: geen enkele toestemming geldt, en wat geen regel toestaat, mag niet."
                    .to_string(),
            ),
            Verdict::Undetermined => {
                let open = [
                    of(Deontic::MustNot, Truth::Unknown),
                    of(Deontic::May, Truth::Unknown),
                ]
                .concat();
                w.pick(
                    format!(
                        "Conclusion: undetermined, because it is not known whether {} applies.",
                        w.or(&open)
                    ),
                    format!(
                        "Conclusie: onbepaald, omdat niet bekend is of {} geldt.",
                        w.or(&open)
                    ),
                )
            }
        }
    }
}

/// The verb with one subject or with several, joined by "and".
fn several<'w>(subjects: &[String], one: &'w str, more: &'w str) -> &'w str {
    if subjects.len() > 1 { more } else { one }
}

fn mark(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "✓",
        Truth::False => "✗",
        Truth::Unknown => "?",
    }
}

/// What sets aside stands in the way when it applies.
fn aside_mark(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "✗",
        Truth::False => "✓",
        Truth::Unknown => "?",
    }
}
