//! The steps of a run, each made whatever came out of the others.

use super::host::Base;
use crate::analysis::diff::{self, Diff};
use crate::analysis::scenarios::Outcome;
use crate::diagnostic::render::github::{self, Annotation};
use crate::diagnostic::render::{Report, Row, Summary, from_top};
use crate::diagnostic::{Diagnostic, Lang, Level, Text};
use crate::model::Date;
use crate::output::{amend, diff as told};
use crate::project::git::Repository;
use crate::project::report::{self, report_of_records};
use crate::project::{Baseline, Version, stale, versions};
use crate::record::gate::{self, Gate, Side};
use crate::{Checked, Project, syntax};
use serde_json::Value;
use std::path::Path;

/// What is asked of a run.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub path: Option<&'a Path>,
    pub fail: Level,
    pub baseline: Option<&'a Baseline>,
    pub base: &'a Base,
    /// The day on which the gate judges.
    pub on: Option<Date>,
    pub skip: &'a [StepName],
    pub lang: Lang,
    /// The project's folder from the top of its repository.
    pub prefix: String,
}

/// The steps, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepName {
    Check,
    Test,
    Fmt,
    Build,
    Diff,
    Amend,
}

impl StepName {
    pub const ALL: [StepName; 6] = [
        StepName::Check,
        StepName::Test,
        StepName::Fmt,
        StepName::Build,
        StepName::Diff,
        StepName::Amend,
    ];

    /// Its name in commands; that of the command which does the same.
    pub fn as_str(self) -> &'static str {
        match self {
            StepName::Check => "check",
            StepName::Test => "test",
            StepName::Fmt => "fmt",
            StepName::Build => "build",
            StepName::Diff => "diff",
            StepName::Amend => "amend",
        }
    }

    /// What it looks at, for people.
    pub fn text(self) -> Text {
        let (en, nl) = match self {
            StepName::Check => (
                "Mistakes, contradictions and gaps",
                "Fouten, tegenspraken en gaten",
            ),
            StepName::Test => ("Scenarios", "Scenario's"),
            StepName::Fmt => ("Layout of the sources", "Opmaak van de bronnen"),
            StepName::Build => (
                "Agreement, policies and page",
                "Overeenkomst, regels voor machines en pagina",
            ),
            StepName::Diff => ("What the change means", "Wat de wijziging betekent"),
            StepName::Amend => (
                "Whether the community decided it",
                "Of de gemeenschap dit heeft besloten",
            ),
        };
        Text::new(en, nl)
    }
}

/// How a step ended, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Skipped,
    Passed,
    Failed,
    /// It could not be made.
    Unusable,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub name: StepName,
    pub state: State,
    /// How it ended, in a sentence.
    pub said: Text,
}

/// All that a run found.
#[derive(Debug)]
pub struct Run {
    pub project: Project,
    pub checked: Checked,
    pub steps: Vec<Step>,
    /// What else GitHub should show at its place, the most telling first.
    pub annotations: Vec<Annotation>,
    /// What the change means and what the gate says: the documents of `meent diff` and `meent amend`, and their Markdown.
    pub diff: Option<Told>,
    pub amend: Option<Told>,
    /// What the gate found, with its sources.
    pub gate: Option<Gate>,
}

/// Something told to machines and to people.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub document: Value,
    pub markdown: String,
}

impl Run {
    /// How the whole ends: 0, 1 or 2.
    pub fn exit(&self) -> u8 {
        match self.steps.iter().map(|s| s.state).max() {
            Some(State::Unusable) => 2,
            Some(State::Failed) => 1,
            _ => 0,
        }
    }

    /// The findings of the source, as a report that has this run's exit code.
    pub fn report(&self, asked: &Asked) -> Report<'_> {
        let mut report = self
            .project
            .report(&self.checked, &of_report(asked), asked.baseline);
        report.exit = self.exit();
        report
    }

    /// The report together with what the gate found; what it found in files that are no sources has a fingerprint by file.
    pub fn gate_report(&self, asked: &Asked) -> Option<Report<'_>> {
        let gate = self.gate.as_ref()?;
        Some(report_of_records(
            &gate.findings,
            &gate.sources,
            &of_report(asked),
        ))
    }
}

fn of_report(asked: &Asked) -> report::Asked {
    report::Asked {
        command: "ci",
        fail: asked.fail,
        prefix: asked.prefix.clone(),
    }
}

/// Makes all steps. Never fails: a step that can't be made says why.
pub fn run(asked: &Asked) -> Run {
    let (project, before) = read(asked);
    let checked = project.check();
    let mut run = Run {
        project,
        checked,
        steps: Vec::new(),
        annotations: Vec::new(),
        diff: None,
        amend: None,
        gate: None,
    };
    for name in StepName::ALL {
        let (state, said) = match name {
            name if asked.skip.contains(&name) => {
                (State::Skipped, Text::new("left out", "overgeslagen"))
            }
            StepName::Check => check(&run, asked),
            StepName::Test => test(&run),
            StepName::Fmt => layout(&mut run, asked),
            StepName::Build => build(&mut run, asked),
            StepName::Diff => meaning(&mut run, &before, asked),
            StepName::Amend => adopted(&mut run, &before, asked),
        };
        run.steps.push(Step { name, state, said });
    }
    run
}

/// The version before, or why there is none.
enum Before {
    Version(Box<Version>, Box<Checked>),
    None,
    /// The repository had no commons at all.
    Nothing,
    Missing(Text),
}

/// The project on the disk and, if there is a base, the version before it.
fn read(asked: &Asked) -> (Project, Before) {
    let alone = |before| (Project::load(asked.path), before);
    let wanted = [StepName::Diff, StepName::Amend];
    if wanted.iter().all(|name| asked.skip.contains(name)) {
        return alone(Before::None);
    }
    match asked.base {
        Base::None => alone(Before::None),
        Base::Missing(why) => alone(Before::Missing(why.clone())),
        Base::Revision(revision) => match versions(revision, None, asked.path) {
            Ok((old, new))
                if old.project.loaded.own_files().is_empty()
                    && is_new(revision, &new.project.loaded.root) =>
            {
                (new.project, Before::Nothing)
            }
            Ok((old, new)) => {
                let checked = old.project.check();
                (
                    new.project,
                    Before::Version(Box::new(old), Box::new(checked)),
                )
            }
            Err(error) => {
                let project = Project::load(asked.path);
                let before = match is_new(revision, &project.loaded.root) {
                    true => Before::Nothing,
                    false => Before::Missing(error.text()),
                };
                (project, before)
            }
        },
    }
}

/// Whether there is no source anywhere in a revision, so that this change begins the commons. One that only moves is not new.
fn is_new(revision: &str, folder: &Path) -> bool {
    let snapshot = Repository::around(folder).and_then(|r| r.snapshot(revision));
    snapshot.is_ok_and(|s| !s.below("").iter().any(|path| path.ends_with(".meent")))
}

fn check(run: &Run, asked: &Asked) -> (State, Text) {
    let report = run
        .project
        .report(&run.checked, &of_report(asked), asked.baseline);
    let state = match report.exit {
        0 => State::Passed,
        1 => State::Failed,
        _ => State::Unusable,
    };
    let summary = report.summary();
    let mut said = match summary == Summary::default() {
        true => Text::new("nothing found", "niets gevonden"),
        false => Text::new(summary.text(Lang::En), summary.text(Lang::Nl)),
    };
    if report.known() > 0 {
        let known = report.known();
        said.en.push_str(&format!("; old ones, not shown: {known}"));
        said.nl.push_str(&format!("; oude, niet getoond: {known}"));
    }
    if !report.gone.is_empty() {
        let gone = report.gone.len();
        said.en.push_str(&format!(
            "; old ones that are settled, so that the baseline can be made again: {gone}"
        ));
        said.nl.push_str(&format!(
            "; oude die zijn opgelost, zodat de lijst opnieuw kan worden gemaakt: {gone}"
        ));
    }
    (state, said)
}

/// Why a step was not made of a source with errors.
fn not_made() -> (State, Text) {
    let said = Text::new(
        "not made, because of the errors in the source",
        "niet gedaan, vanwege de fouten in de bron",
    );
    (State::Failed, said)
}

fn test(run: &Run) -> (State, Text) {
    if !run.checked.complete {
        return not_made();
    }
    let count = |outcome| {
        run.checked
            .scenarios
            .iter()
            .filter(|s| s.outcome == outcome)
            .count()
    };
    let (passed, failed) = (count(Outcome::Passed), count(Outcome::Failed));
    let state = if failed > 0 {
        State::Failed
    } else {
        State::Passed
    };
    let said = Text::new(
        format!("{passed} as expected, {failed} otherwise"),
        format!("{passed} zoals verwacht, {failed} anders"),
    );
    (state, said)
}

fn layout(run: &mut Run, asked: &Asked) -> (State, Text) {
    let loaded = &run.project.loaded;
    let mut total = 0;
    let mut otherwise = Vec::new();
    for id in loaded.own_files().iter().filter(|id| loaded.is_read(**id)) {
        let file = loaded.sources.file(*id);
        total += 1;
        // A file that can't be laid out has errors, which are told.
        if syntax::format(&file.text, None).is_ok_and(|text| text != *file.text) {
            let path = from_top(&asked.prefix, &file.path);
            otherwise.push(stale::unformatted(path, asked.lang));
        }
    }
    let (count, state) = (
        otherwise.len(),
        if otherwise.is_empty() {
            State::Passed
        } else {
            State::Failed
        },
    );
    run.annotations.extend(otherwise);
    if total == 0 {
        return (
            State::Skipped,
            Text::new("there are no files", "er zijn geen bestanden"),
        );
    }
    let said = match state {
        State::Passed => Text::new("as `meent fmt` does it", "zoals `meent fmt` het doet"),
        _ => Text::new(
            format!("{count} of {total} files are not as `meent fmt` lays them out"),
            format!("{count} van {total} bestanden staan er niet zoals `meent fmt` ze opmaakt"),
        ),
    };
    (state, said)
}

fn build(run: &mut Run, asked: &Asked) -> (State, Text) {
    if !run.checked.complete || run.checked.has_errors() {
        return not_made();
    }
    let made = match run.project.build(&run.checked) {
        Ok(made) => made,
        Err(found) => {
            let first = found.into_iter().next();
            let said = first.map_or_else(Text::default, |d: Diagnostic| d.message);
            return (State::Failed, said);
        }
    };
    let folder = run.project.output_folder();
    let out = &run.project.loaded.manifest.out;
    if !folder.exists() {
        let said = Text::new(
            format!("can be made; the folder {out} is not kept in the repository"),
            format!("te maken; de map {out} wordt niet in de git-opslag bewaard"),
        );
        return (State::Passed, said);
    }
    match made.compare(&folder) {
        Ok(found) if found.is_empty() => (
            State::Passed,
            Text::new(
                format!("{out} is what the source makes"),
                format!("{out} is wat de bron oplevert"),
            ),
        ),
        Ok(found) => {
            let count = found.len();
            let said = Text::new(
                format!(
                    "{out} is not what the source makes: {count} files differ. Run `meent build`, and commit what it writes"
                ),
                format!(
                    "{out} is niet wat de bron oplevert: {count} bestanden verschillen. Draai `meent build`, en leg vast wat er komt"
                ),
            );
            // One for all of them: whoever changes a rule changes dozens of outputs.
            let top = from_top(&asked.prefix, out);
            let first = stale::annotations(&found, &top, asked.lang)
                .into_iter()
                .next();
            run.annotations.extend(first.map(|first| Annotation {
                message: format!("{}.", said.get(asked.lang)),
                ..first
            }));
            (State::Failed, said)
        }
        Err(error) => (State::Unusable, error.text()),
    }
}

/// The two versions, if both are understood; or how the step ends that would compare them.
fn compared<'a>(
    run: &Run,
    before: &'a Before,
) -> Result<(&'a Version, &'a Checked), (State, Text)> {
    match before {
        Before::None => Err((
            State::Skipped,
            Text::new("this is no pull request", "dit is geen pull request"),
        )),
        Before::Nothing => Err((
            State::Skipped,
            Text::new("the commons begins here", "de meent begint hier"),
        )),
        Before::Missing(why) => Err((State::Unusable, why.clone())),
        Before::Version(..) if run.project.loaded.unreadable => Err((
            State::Unusable,
            Text::new("the source cannot be read", "de bron is niet te lezen"),
        )),
        Before::Version(..) if !run.checked.complete => Err(not_made()),
        Before::Version(_, checked) if !checked.complete => Err((
            State::Unusable,
            Text::new(
                "the version before has errors that keep it from being understood",
                "de versie ervoor heeft fouten waardoor zij niet te begrijpen is",
            ),
        )),
        Before::Version(version, checked) => Ok((version, checked)),
    }
}

fn title(checked: &Checked) -> Text {
    let title = |lang| checked.model.commons.title(lang).to_string();
    Text::new(title(Lang::En), title(Lang::Nl))
}

/// What a step ends with whose texts, the community's own, can't be filled in.
fn unfilled(found: Vec<Diagnostic>) -> (State, Text) {
    let first = found.into_iter().next();
    (
        State::Unusable,
        first.map_or_else(Text::default, |d| d.message),
    )
}

fn meaning(run: &mut Run, before: &Before, asked: &Asked) -> (State, Text) {
    let (version, old) = match compared(run, before) {
        Ok(both) => both,
        Err(ended) => return ended,
    };
    let models = [&old.model, &run.checked.model];
    let diff = Diff::new(models[0], models[1]);
    let digests = models.map(diff::digest);
    let of = told::Compared {
        diff: &diff,
        old: &version.name,
        new: &Text::new("this change", "deze wijziging"),
        title: &title(&run.checked),
        digests: [&digests[0], &digests[1]],
    };
    let both = Lang::ALL.map(|lang| told::document(&of, lang));
    let overrides = &run.project.loaded.overrides;
    let markdown = match told::markdown(&of, asked.lang, overrides) {
        Ok(markdown) => markdown,
        Err(found) => return unfilled(found),
    };
    let summary = |document: &Value, same: &str| match document["identical"].as_bool() {
        Some(true) => same.to_string(),
        _ => document["summary"]
            .as_str()
            .unwrap_or_default()
            .trim_end_matches('.')
            .to_string(),
    };
    let [english, dutch] = &both;
    let said = Text::new(
        summary(english, "provably the same"),
        summary(dutch, "bewijsbaar hetzelfde"),
    );
    let [english, dutch] = both;
    run.diff = Some(Told {
        document: if asked.lang == Lang::En {
            english
        } else {
            dutch
        },
        markdown,
    });
    (State::Passed, said)
}

fn adopted(run: &mut Run, before: &Before, asked: &Asked) -> (State, Text) {
    let (version, old) = match compared(run, before) {
        Ok(both) => both,
        Err(ended) => return ended,
    };
    let sides = [
        Side {
            project: &version.project,
            model: &old.model,
        },
        Side {
            project: &run.project,
            model: &run.checked.model,
        },
    ];
    let gate = gate::gate(sides[0], sides[1], asked.on);
    let faults = run
        .checked
        .diagnostics
        .iter()
        .filter(|d| d.level == Level::Error)
        .count();
    let report = gate::write_up(&gate, sides[0], sides[1], &version.name, faults);
    let document = amend::document(&report, asked.lang);
    let markdown = match amend::markdown(&report, asked.lang, &run.project.loaded.overrides) {
        Ok(markdown) => markdown,
        Err(found) => return unfilled(found),
    };
    let ended = match (gate.unreadable, document["verdict"].as_str()) {
        (true, _) => (
            State::Unusable,
            Text::new("a record cannot be read", "een verslag is niet te lezen"),
        ),
        (_, Some("adopted")) => (
            State::Passed,
            Text::new("yes: all of it was adopted", "ja: alles is aangenomen"),
        ),
        (_, Some("nothing-to-decide")) => (
            State::Passed,
            Text::new(
                "yes: nothing in it has to be decided",
                "ja: er hoeft niets te worden besloten",
            ),
        ),
        _ => (
            State::Failed,
            Text::new(
                "no: it may not be merged yet",
                "nee: het mag nog niet worden samengevoegd",
            ),
        ),
    };
    let found = report_of_records(&gate.findings, &gate.sources, &of_report(asked));
    let all: Vec<&Row> = found.rows.iter().collect();
    let annotations = all
        .iter()
        .map(|row| github::annotation(&found, row, asked.lang));
    // What the gate says goes before what a program would write otherwise.
    let annotations: Vec<Annotation> = annotations.collect();
    run.annotations.splice(0..0, annotations);
    run.amend = Some(Told { document, markdown });
    run.gate = Some(gate);
    ended
}
