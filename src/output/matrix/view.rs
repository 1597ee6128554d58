//! The matrix in the words of one language, as the page and the terminal show it.

use super::label;
use crate::analysis::matrix::cases::{Budget, Cases};
use crate::analysis::matrix::{Cell, CellAnswer, Matrix, Row};
use crate::analysis::{Axis, Outline};
use crate::diagnostic::Lang;
use crate::model::{Model, Rule, RuleId, WhoTerm};
use crate::prose::{Words, quoted};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The whole, ready to be filled in.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    pub lang: &'static str,
    pub title: String,
    pub intro: Vec<String>,
    pub sections: Vec<Section>,
    /// What nobody may do: prohibitions about everyone.
    pub nobody: Section,
    pub together_heading: String,
    /// What holds for whoever is in several groups.
    pub together_intro: Vec<String>,
    pub together: Vec<Section>,
    pub notes: Vec<String>,
    pub words: Labels,
}

/// Fixed words of the page.
#[derive(Debug, Clone, Serialize)]
pub struct Labels {
    pub data: &'static str,
    pub purpose: &'static str,
    pub may: &'static str,
    pub not: &'static str,
    pub rule: &'static str,
    pub who: &'static str,
    pub skip: &'static str,
    pub also: &'static str,
    pub nothing: &'static str,
}

/// One block: those who are alike.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    pub id: String,
    pub heading: String,
    /// Who else it holds for; empty for nobody.
    pub also: String,
    pub may_caption: String,
    pub may: Vec<Group>,
    /// Nothing is permitted.
    pub none: bool,
    pub not_caption: String,
    pub not: Vec<Group>,
    /// What holds for all that is in no table; empty if there is nothing left.
    pub rest: String,
}

/// Rows of a table about the same data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    pub lines: Vec<Line>,
}

/// One row of a table. The data and the purpose stand on the first of the rows that share them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub data: Option<Head>,
    pub purpose: Option<Head>,
    pub actions: String,
    /// Conditions and duties, each a text of its own.
    pub details: Vec<String>,
    pub rules: Vec<Reference>,
}

/// The head of one or more rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    pub text: String,
    pub rows: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// "6.3"; empty for a rule that the agreement has no number for.
    pub number: String,
    pub title: String,
}

/// Whether a rule is about everyone.
fn is_everyone(rule: &Rule) -> bool {
    let anyone = |t: &WhoTerm| t.groups.is_empty() && t.party.is_none();
    rule.who.terms.iter().any(anyone)
}

impl View {
    /// How many rows all tables have together.
    pub fn rows(&self) -> usize {
        let all = self.sections.iter().chain(&self.together);
        all.chain([&self.nobody])
            .flat_map(|s| s.may.iter().chain(&s.not))
            .map(|group| group.lines.len())
            .sum()
    }
}

/// Puts a matrix into words.
pub fn view(model: &Model, outline: &Outline, matrix: &Matrix, lang: Lang) -> View {
    let words = Words::new(model, lang);
    let w = &words;
    let teller = Teller {
        words,
        outline,
        matrix,
    };
    let sections = matrix.blocks.iter().enumerate().map(|(at, block)| {
        let mut who = block.who.iter().map(|a| label::asker(w, a));
        let heading = who.next().unwrap_or_default();
        let also: Vec<String> = who.collect();
        teller.section(format!("a{at}"), heading, w.and(&also), &block.rows, true)
    });
    let together = matrix.together.iter().enumerate().map(|(at, together)| {
        let heading = label::together(w, together);
        teller.section(
            format!("t{at}"),
            heading,
            String::new(),
            &together.rows,
            false,
        )
    });
    let (sections, together): (Vec<_>, Vec<_>) = (sections.collect(), together.collect());
    let nobody = teller.nobody();
    let name = model.commons.title(lang);
    View {
        lang: lang.tag(),
        title: match name.is_empty() {
            true => w.pick("Who may do what", "Wie mag wat").to_string(),
            false => w.pick(
                format!("{name}: who may do what"),
                format!("{name}: wie mag wat"),
            ),
        },
        intro: vec![w.pick(
            "What no rule permits is not permitted. What nobody may do stands at the end, and is not said again for each group. “In general” is the whole as such, and not one of its parts.",
            "Wat geen regel toestaat, mag niet. Wat niemand mag, staat aan het eind, en niet nog eens bij elke groep. “In het algemeen” is het geheel als zodanig, en niet een van zijn delen.",
        ).to_string()],
        together_heading: w.pick("In several groups at once", "In meer groepen tegelijk").to_string(),
        together_intro: together_intro(w, &together),
        notes: notes(w, matrix),
        sections,
        nobody,
        together,
        words: Labels {
            data: w.pick("Data", "Gegevens"),
            purpose: w.pick("Purpose", "Doel"),
            may: w.pick("May", "Mag"),
            not: w.pick("Must not", "Mag niet"),
            rule: w.pick("Rule", "Regel"),
            who: w.pick("Who", "Wie"),
            skip: w.pick("Skip to the tables", "Naar de tabellen"),
            also: w.pick("The same holds for:", "Hetzelfde geldt voor:"),
            nothing: w.pick(
                "No rule permits anything.",
                "Geen enkele regel staat iets toe.",
            ),
        },
    }
}

fn together_intro(w: &Words, together: &[Section]) -> Vec<String> {
    let mut out = vec![w.pick(
        "Whoever is in several groups has the rules of all of them. A group with rules of its own goes before what holds for everyone; where several have their own, one permission is enough.",
        "Wie in meer groepen zit, heeft de regels van al die groepen. Een groep met eigen regels gaat vóór wat voor iedereen geldt; hebben er meer eigen regels, dan is één toestemming genoeg.",
    ).to_string()];
    out.push(
        w.pick(
            if together.is_empty() {
                "There are no exceptions to that."
            } else {
                "These are the exceptions:"
            },
            if together.is_empty() {
                "Daarop zijn geen uitzonderingen."
            } else {
                "Dit zijn de uitzonderingen:"
            },
        )
        .to_string(),
    );
    out
}

fn notes(w: &Words, matrix: &Matrix) -> Vec<String> {
    let mut notes = Vec::new();
    if matrix.bounded {
        notes.push(w.pick(
            "Not all combinations of groups were looked at: in one place there are too many. The combinations that are not shown here may be exceptions too.",
            "Niet alle combinaties van groepen zijn bekeken: op één plek zijn het er te veel. Combinaties die hier niet staan, kunnen ook uitzonderingen zijn.",
        ).to_string());
    }
    let undecided = matrix.cells.iter().filter(|c| c.undecided).count();
    if undecided > 0 {
        notes.push(w.pick(
            "Some conditions are so many that it was not worked out when what is permitted. `meent ask` answers for a single case.",
            "Sommige voorwaarden zijn zo talrijk dat niet is uitgewerkt wanneer wat mag. `meent ask` antwoordt voor één geval.",
        ).to_string());
    }
    notes
}

/// A row, its cell, and the rules to name.
struct Told<'m> {
    row: &'m Row,
    cell: &'m Cell,
    rules: Vec<RuleId>,
}

impl<'m> Told<'m> {
    fn all(row: &'m Row, cell: &'m Cell) -> Self {
        let rules = cell.deciding().collect();
        Told { row, cell, rules }
    }
}

struct Teller<'a> {
    words: Words<'a>,
    outline: &'a Outline,
    matrix: &'a Matrix,
}

impl Teller<'_> {
    fn section(
        &self,
        id: String,
        heading: String,
        also: String,
        rows: &[Row],
        whole: bool,
    ) -> Section {
        let w = &self.words;
        let of = |wanted: fn(CellAnswer) -> bool| -> Vec<Told> {
            rows.iter()
                .filter_map(|row| Some(Told::all(row, self.matrix.cell(row)?)))
                .filter(|told| wanted(told.cell.answer()))
                .collect()
        };
        let may = self.groups(&of(CellAnswer::may_permit));
        let not = match whole {
            true => self.prohibitions(rows.iter(), |rule| !is_everyone(rule)),
            false => self.groups(&of(|a| {
                matches!(a, CellAnswer::Prohibited | CellAnswer::ProhibitedIf)
            })),
        };
        let silent = of(|a| a == CellAnswer::NotProvidedFor);
        let rest = match (silent.is_empty(), whole) {
            (true, _) => String::new(),
            (false, true) => w
                .pick(
                    "Everything else: no rule permits it, so it is not permitted.",
                    "Al het andere: geen enkele regel staat het toe, dus het mag niet.",
                )
                .to_string(),
            (false, false) => self.silent(&silent),
        };
        Section {
            may_caption: w.pick(
                format!("What is permitted: {heading}"),
                format!("Wat mag: {heading}"),
            ),
            not_caption: w.pick(
                format!("What is prohibited: {heading}"),
                format!("Wat niet mag: {heading}"),
            ),
            none: whole && may.is_empty(),
            id,
            heading,
            also,
            may,
            not,
            rest,
        }
    }

    /// What a combination of groups is not permitted because no rule does, although one of the groups may.
    fn silent(&self, rows: &[Told]) -> String {
        let w = &self.words;
        let what: Vec<String> = rows
            .iter()
            .map(|Told { row, .. }| {
                let [actions, data, purposes] = Axis::ALL
                    .map(|a| label::class(w, a, row.class(a), &self.matrix.scope[a as usize]));
                format!("{actions} – {data} – {purposes}")
            })
            .collect();
        w.pick(
            format!(
                "Not provided for, and so not permitted: {}.",
                what.join("; ")
            ),
            format!(
                "Niet geregeld, en dus niet toegestaan: {}.",
                what.join("; ")
            ),
        )
    }

    /// The prohibitions that are about everyone.
    fn nobody(&self) -> Section {
        let w = &self.words;
        let rows = self.matrix.blocks.iter().flat_map(|b| &b.rows);
        let heading = w.pick("What nobody may do", "Wat niemand mag").to_string();
        Section {
            id: "nobody".into(),
            also: String::new(),
            none: false,
            may_caption: String::new(),
            may: Vec::new(),
            not_caption: heading.clone(),
            not: self.prohibitions(rows, is_everyone),
            rest: String::new(),
            heading,
        }
    }

    /// The prohibitions that are in effect in some case, each as it stands, with the rules that set it aside. They may
    /// overlap: what matters is that one of them is in effect.
    fn prohibitions<'r>(
        &self,
        rows: impl Iterator<Item = &'r Row>,
        wanted: fn(&Rule) -> bool,
    ) -> Vec<Group> {
        let w = &self.words;
        let mut found: BTreeMap<RuleId, BTreeSet<RuleId>> = BTreeMap::new();
        for cell in rows.filter_map(|row| self.matrix.cell(row)) {
            for (id, _) in &cell.prohibitions {
                let Some(rule) = w.model.rules.get(id.index()).filter(|r| wanted(r)) else {
                    continue;
                };
                let here = rule
                    .set_aside_by
                    .iter()
                    .filter(|s| cell.rules.contains(s))
                    .copied();
                found.entry(*id).or_default().extend(here);
            }
        }
        // In the order of the agreement; those of an outer commons last.
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by_key(|(id, _)| (self.outline.of(*id).is_empty(), *id));
        let group = |(id, aside): (RuleId, BTreeSet<RuleId>)| {
            let rule = w.model.rules.get(id.index())?;
            let extent = self.matrix.extent(w.model, rule);
            let [actions, data, purposes] = Axis::ALL.map(|axis| {
                let at = axis as usize;
                label::class(w, axis, &extent[at], &self.matrix.scope[at])
            });
            let mut details = Vec::new();
            let when = Cases::of(w.model, rule).plain(w.model, &mut Budget::default());
            let when = w.cases(when.boxes());
            if !when.is_empty() {
                details.push(w.pick(
                    format!("if {when}"),
                    format!("als het volgende vaststaat: {when}"),
                ));
            }
            if !aside.is_empty() {
                let aside: Vec<String> = aside
                    .iter()
                    .map(|r| w.reference(*r, self.outline))
                    .collect();
                let aside = w.or(&aside);
                details.push(w.pick(
                    format!("but not where {aside} applies"),
                    format!("maar niet waar {aside} geldt"),
                ));
            }
            let head = |text| Some(Head { text, rows: 1 });
            Some(Group {
                lines: vec![Line {
                    data: head(data),
                    purpose: head(purposes),
                    actions,
                    details,
                    rules: vec![self.reference(id)],
                }],
            })
        };
        found.into_iter().filter_map(group).collect()
    }

    fn groups(&self, rows: &[Told]) -> Vec<Group> {
        let w = &self.words;
        let label = |row: &Row, axis: Axis| {
            label::class(w, axis, row.class(axis), &self.matrix.scope[axis as usize])
        };
        let mut groups = Vec::new();
        let mut left = rows;
        while let Some(Told { row: first, .. }) = left.first() {
            let run = left.iter().take_while(|t| t.row.data == first.data).count();
            let (mut group, after) = left.split_at(run);
            left = after;
            let mut lines = Vec::new();
            let mut data = Some(Head {
                text: label(first, Axis::Data),
                rows: run,
            });
            while let Some(Told { row: second, .. }) = group.first() {
                let run = group
                    .iter()
                    .take_while(|t| t.row.purposes == second.purposes)
                    .count();
                let (inner, after) = group.split_at(run);
                group = after;
                let mut purpose = Some(Head {
                    text: label(second, Axis::Purpose),
                    rows: run,
                });
                for told in inner {
                    lines.push(Line {
                        data: data.take(),
                        purpose: purpose.take(),
                        actions: label(told.row, Axis::Action),
                        details: self.details(told.cell),
                        rules: told.rules.iter().map(|r| self.reference(*r)).collect(),
                    });
                }
            }
            groups.push(Group { lines });
        }
        groups
    }

    fn details(&self, cell: &Cell) -> Vec<String> {
        let w = &self.words;
        if cell.undecided {
            return vec![
                w.pick(
                    "not worked out: there are too many conditions",
                    "niet uitgewerkt: er zijn te veel voorwaarden",
                )
                .to_string(),
            ];
        }
        let mut out = Vec::new();
        let (may, not) = (
            w.cases(cell.permitted.boxes()),
            w.cases(cell.prohibited.boxes()),
        );
        let permits = !cell.permitted.is_never();
        if !may.is_empty() {
            out.push(w.pick(
                format!("if {may}"),
                format!("als het volgende vaststaat: {may}"),
            ));
        }
        for (id, _) in &cell.permissions {
            let Some(rule) = w.model.rules.get(id.index()) else {
                continue;
            };
            // With several permissions it matters which one a duty comes with.
            let with = match cell.permissions.len() {
                1 => String::new(),
                _ => format!(" ({})", self.short(*id)),
            };
            for duty in &rule.duties {
                let duty = w.duty(rule, duty);
                out.push(w.pick(
                    format!("then must {duty}{with}"),
                    format!("moet dan {duty}{with}"),
                ));
            }
        }
        if !not.is_empty() && permits {
            out.push(w.pick(
                format!("prohibited if {not}"),
                format!("verboden als het volgende vaststaat: {not}"),
            ));
        } else if !not.is_empty() {
            out.push(w.pick(
                format!("if {not}"),
                format!("als het volgende vaststaat: {not}"),
            ));
        }
        out
    }

    fn reference(&self, id: RuleId) -> Reference {
        Reference {
            number: self.outline.of(id).to_string(),
            title: self.words.rule_title(id).to_string(),
        }
    }

    fn short(&self, id: RuleId) -> String {
        match self.outline.of(id) {
            "" => quoted(self.words.rule_title(id)),
            number => number.to_string(),
        }
    }
}
