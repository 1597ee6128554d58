//! `meent test`

use super::reports::asked;
use super::{Common, Exit, Format, Terminal, checked, errors, stopped};
use crate::analysis::scenarios::{self, Outcome};
use crate::diagnostic::registry::codes;
use crate::diagnostic::render::{ReportFormat, junit};
use crate::diagnostic::{Level, Text};
use crate::model::RuleId;
use crate::{Checked, Project};
use clap::Args;
use serde_json::{Value as Json, json};
use std::path::PathBuf;

#[derive(Args)]
pub struct Test {
    /// A file or folder
    path: Option<PathBuf>,
    /// End with 1 if a rule is covered by no scenario, too
    #[arg(long)]
    all_rules: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

impl Test {
    pub fn run(&self, terminal: &mut Terminal) -> Exit {
        let (project, checked) = checked(terminal, self.path.as_deref());
        let asked = asked("test", &project.loaded.root, Level::Error);
        if !checked.complete {
            if let Some(format) = terminal.format.report() {
                // A reader of reports has to find out why there are no tests.
                terminal.report(&project.report(&checked, &asked, None), format);
                return stopped(&project);
            }
            let errors = errors(&checked.diagnostics);
            terminal.findings_aside(&errors, &project.loaded.sources);
            let text = terminal.pick(
                "No scenario was run, because of the errors above.",
                "Er is geen scenario gedraaid, vanwege de fouten hierboven.",
            );
            terminal.err(text);
            return stopped(&project);
        }
        // The other errors do not stand in the way of running, but they should not go unseen.
        let others: Vec<_> = checked
            .diagnostics
            .iter()
            .filter(|d| d.level == Level::Error && d.code != codes::SCENARIO_FAILS)
            .cloned()
            .collect();
        if terminal.format.report().is_none() {
            terminal.findings_aside(&others, &project.loaded.sources);
        }
        let uncovered = scenarios::uncovered(&checked.model, &checked.scenarios);
        match (terminal.format, terminal.format.report()) {
            (_, Some(ReportFormat::Junit)) => {
                let suites = project.suites(&checked, &asked, self.all_rules, terminal.lang);
                terminal.out(&junit::junit("meent", &suites));
            }
            (_, Some(format)) => {
                let errors = errors(&checked.diagnostics);
                terminal.report(&project.report_of(&errors, &asked), format);
            }
            (Format::Json, _) => {
                let document = document(terminal, &project, &checked, &uncovered);
                terminal.line(&format!("{document:#}"));
            }
            _ => show(terminal, &project, &checked, &uncovered),
        }
        let failed = checked
            .scenarios
            .iter()
            .any(|s| s.outcome == Outcome::Failed);
        if failed || !others.is_empty() || self.all_rules && !uncovered.is_empty() {
            Exit::Findings
        } else {
            Exit::Fine
        }
    }
}

fn rule_id(checked: &Checked, id: RuleId) -> &str {
    checked
        .model
        .rules
        .get(id.index())
        .map_or("", |r| r.decl.id.as_str())
}

fn count(checked: &Checked, outcome: Outcome) -> usize {
    checked
        .scenarios
        .iter()
        .filter(|s| s.outcome == outcome)
        .count()
}

fn show(terminal: &mut Terminal, project: &Project, checked: &Checked, uncovered: &[RuleId]) {
    let lang = terminal.lang;
    for result in &checked.scenarios {
        let Some(scenario) = checked.model.scenarios.get(result.index) else {
            continue;
        };
        let (mark, word) = match result.outcome {
            Outcome::Passed => ("✓", ""),
            Outcome::Failed => ("✗", terminal.pick("fails", "mislukt")),
            Outcome::NotChecked => ("·", terminal.pick("not counted", "niet geteld")),
        };
        if terminal.quiet && result.outcome != Outcome::Failed {
            continue;
        }
        let title = scenario.title.get(lang);
        let word = if word.is_empty() {
            String::new()
        } else {
            format!(" [{word}]")
        };
        let covers: Vec<&str> = result.covers.iter().map(|r| rule_id(checked, *r)).collect();
        let covers = if covers.is_empty() {
            String::new()
        } else {
            format!(" ({})", covers.join(", "))
        };
        let place = match result.outcome {
            Outcome::Failed => format!("{}: ", project.loaded.sources.place(scenario.span)),
            _ => String::new(),
        };
        terminal.line(&format!("{mark} {place}{title}{word}{covers}"));
        for failure in &result.failures {
            terminal.line(&format!("    {}", failure.get(lang)));
        }
    }
    if !uncovered.is_empty() && !terminal.quiet {
        terminal.line("");
        let heading = terminal.pick(
            "Rules that no scenario covers:",
            "Regels die geen enkel scenario raakt:",
        );
        terminal.line(heading);
        for id in uncovered {
            let Some(rule) = checked.model.rules.get(id.index()) else {
                continue;
            };
            let place = rule
                .decl
                .name_span
                .map(|s| format!(", {}", project.loaded.sources.place(s)))
                .unwrap_or_default();
            terminal.line(&format!(
                "  - {} ({}{place})",
                rule.decl.title(lang),
                rule.decl.id
            ));
        }
    }
    let [passed, failed, open] =
        [Outcome::Passed, Outcome::Failed, Outcome::NotChecked].map(|o| count(checked, o));
    if !terminal.quiet || failed > 0 {
        let total = Text::new(
            format!("Scenarios: {passed} passed, {failed} failed, {open} not counted."),
            format!("Scenario's: {passed} geslaagd, {failed} mislukt, {open} niet geteld."),
        );
        if !terminal.quiet {
            terminal.line("");
        }
        terminal.line(total.get(lang));
    }
}

fn document(
    terminal: &Terminal,
    project: &Project,
    checked: &Checked,
    uncovered: &[RuleId],
) -> Json {
    let lang = terminal.lang;
    let rows: Vec<Json> = checked
        .scenarios
        .iter()
        .filter_map(|result| {
            let scenario = checked.model.scenarios.get(result.index)?;
            let failures: Vec<&str> = result.failures.iter().map(|f| f.get(lang)).collect();
            let covers: Vec<&str> = result.covers.iter().map(|r| rule_id(checked, *r)).collect();
            Some(json!({
                "id": result.id,
                "title": scenario.title.get(lang),
                "place": project.loaded.sources.place(scenario.span),
                "outcome": match result.outcome {
                    Outcome::Passed => "passed",
                    Outcome::Failed => "failed",
                    Outcome::NotChecked => "not-counted",
                },
                "failures": failures,
                "covers": covers,
            }))
        })
        .collect();
    let uncovered: Vec<&str> = uncovered.iter().map(|r| rule_id(checked, *r)).collect();
    json!({
        "version": 1,
        "language": lang.tag(),
        "scenarios": rows,
        "uncovered": uncovered,
        "summary": {
            "passed": count(checked, Outcome::Passed),
            "failed": count(checked, Outcome::Failed),
            "notCounted": count(checked, Outcome::NotChecked),
        },
    })
}
