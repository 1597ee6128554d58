//! The scenarios of a project as suites of tests, for whatever reads JUnit.

use super::report::Asked;
use super::{Checked, Project};
use crate::analysis::scenarios::{self, Outcome as CameOut};
use crate::diagnostic::registry::codes;
use crate::diagnostic::render::from_top;
use crate::diagnostic::render::junit::{self, Case, Outcome, Suite};
use crate::diagnostic::{Diagnostic, Lang, Level, Text};
use crate::source::Span;
use std::collections::BTreeMap;

impl Project {
    /// A suite for each file with scenarios, and a case for each scenario. With `all_rules` also a suite of the rules, of
    /// which those fail that no scenario covers. Errors that are no scenario's have a suite for each file they are in.
    pub fn suites(
        &self,
        checked: &Checked,
        asked: &Asked,
        all_rules: bool,
        lang: Lang,
    ) -> Vec<Suite> {
        let mut files: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        for result in &checked.scenarios {
            let Some(scenario) = checked.model.scenarios.get(result.index) else {
                continue;
            };
            let (path, line) = self.place(scenario.span, asked);
            let failures: Vec<&str> = result.failures.iter().map(|f| f.get(lang)).collect();
            let outcome = match result.outcome {
                CameOut::Passed => Outcome::Passed,
                CameOut::Failed => Outcome::Failed {
                    kind: format!(
                        "{} {}",
                        codes::SCENARIO_FAILS,
                        codes::SCENARIO_FAILS.entry().slug
                    ),
                    message: failures.first().copied().unwrap_or_default().to_string(),
                    text: failures.join("\n"),
                },
                CameOut::NotChecked => Outcome::Skipped {
                    message: failures.join("\n"),
                },
            };
            files.entry(path.clone()).or_default().push(Case {
                name: scenario.title.get(lang).to_string(),
                class: path.clone(),
                place: Some((path, line)),
                outcome,
            });
        }
        let suite = |(name, cases): (String, Vec<Case>)| Suite {
            name,
            cases,
            properties: Vec::new(),
        };
        let mut suites: Vec<Suite> = files.into_iter().map(suite).collect();
        if all_rules {
            suites.push(self.rules(checked, asked, lang));
        }
        let others: Vec<Diagnostic> = checked
            .diagnostics
            .iter()
            .filter(|d| d.level == Level::Error && d.code != codes::SCENARIO_FAILS)
            .cloned()
            .collect();
        if !others.is_empty() {
            let found = junit::findings(&self.report_of(&others, asked), lang);
            let wrong = |s: &Suite| s.cases.iter().any(|c| c.outcome != Outcome::Passed);
            suites.extend(found.into_iter().filter(wrong));
        }
        suites
    }

    /// A case for each rule that a scenario can cover.
    fn rules(&self, checked: &Checked, asked: &Asked, lang: Lang) -> Suite {
        let model = &checked.model;
        let uncovered = scenarios::uncovered(model, &checked.scenarios);
        let heading = Text::new(
            "rules covered by scenarios",
            "regels die een scenario raakt",
        );
        let missing = Text::new(
            "No scenario covers this rule.",
            "Geen enkel scenario raakt deze regel.",
        );
        let covered = checked
            .scenarios
            .iter()
            .flat_map(|s| s.covers.iter().copied());
        let all: std::collections::BTreeSet<_> = covered.chain(uncovered.iter().copied()).collect();
        let cases = all.into_iter().filter_map(|id| {
            let rule = model.rules.get(id.index()).filter(|r| r.decl.is_own())?;
            let message = missing.get(lang).to_string();
            let outcome = match uncovered.contains(&id) {
                false => Outcome::Passed,
                true => Outcome::Failed {
                    kind: "uncovered".into(),
                    message: message.clone(),
                    text: message,
                },
            };
            Some(Case {
                name: format!("{} ({})", rule.decl.title(lang), rule.decl.id),
                class: heading.get(lang).to_string(),
                place: rule.decl.name_span.map(|span| self.place(span, asked)),
                outcome,
            })
        });
        Suite {
            name: heading.get(lang).to_string(),
            cases: cases.collect(),
            properties: Vec::new(),
        }
    }

    /// The path of a place from the top of the repository, and its line.
    fn place(&self, span: Span, asked: &Asked) -> (String, usize) {
        let file = self.loaded.sources.file(span.file);
        (
            from_top(&asked.prefix, &file.path),
            file.line_column(span.start).line,
        )
    }
}
