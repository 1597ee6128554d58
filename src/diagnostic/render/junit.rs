//! JUnit's XML, which nearly every CI shows as a list of tests: findings file by file, or whatever else is a list of
//! things that are right or wrong.

use super::report::{Report, details};
use super::{harmless, one_line};
use crate::diagnostic::{Lang, Text};
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::{ElementWriter, Writer};
use std::collections::BTreeMap;
use std::io;

/// A group of cases, such as those of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    pub name: String,
    pub cases: Vec<Case>,
    /// What else is to be known, by name.
    pub properties: Vec<(String, String)>,
}

/// One thing that is right or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub name: String,
    /// What JUnit calls its class; CI shows it before the name.
    pub class: String,
    /// The path from the top of the repository, and the line.
    pub place: Option<(String, usize)>,
    pub outcome: Outcome,
}

/// How a case came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    /// It is wrong: of what kind, in one sentence, and at length.
    Failed {
        kind: String,
        message: String,
        text: String,
    },
    /// It counts neither as right nor as wrong, and why.
    Skipped {
        message: String,
    },
}

/// Suites as one document. Without times: the same suites give the same bytes.
pub fn junit(name: &str, suites: &[Suite]) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // The writer writes to memory, and has been given text: this cannot fail.
    let written = document(&mut writer, name, suites);
    let bytes = written.map(|()| writer.into_inner()).unwrap_or_default();
    String::from_utf8(bytes).map_or_else(|_| String::new(), |text| text + "\n")
}

fn document(writer: &mut Writer<Vec<u8>>, name: &str, suites: &[Suite]) -> io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = || suites.iter().flat_map(|s| &s.cases);
    let top = writer.create_element("testsuites");
    let top = top.with_attribute(("name", attribute(name).as_str()));
    counted(top, all())
        .write_inner_content(|writer| suites.iter().try_for_each(|s| suite(writer, s)))?;
    Ok(())
}

/// An element with the numbers of its cases.
fn counted<'w, 'c>(
    element: ElementWriter<'w, Vec<u8>>,
    cases: impl Iterator<Item = &'c Case> + Clone,
) -> ElementWriter<'w, Vec<u8>> {
    let failed = |c: &&Case| matches!(c.outcome, Outcome::Failed { .. });
    let skipped = |c: &&Case| matches!(c.outcome, Outcome::Skipped { .. });
    let numbers = [
        ("tests", cases.clone().count()),
        ("failures", cases.clone().filter(failed).count()),
        ("errors", 0),
        ("skipped", cases.filter(skipped).count()),
    ];
    let numbers = numbers.map(|(name, number)| (name, number.to_string()));
    element.with_attributes(
        numbers
            .iter()
            .map(|(name, number)| (*name, number.as_str())),
    )
}

fn suite(writer: &mut Writer<Vec<u8>>, suite: &Suite) -> io::Result<()> {
    let element = writer.create_element("testsuite");
    let element = element.with_attribute(("name", attribute(&suite.name).as_str()));
    counted(element, suite.cases.iter()).write_inner_content(|writer| {
        if !suite.properties.is_empty() {
            writer
                .create_element("properties")
                .write_inner_content(|writer| {
                    suite.properties.iter().try_for_each(|(name, value)| {
                        let one = writer.create_element("property");
                        let pairs = [("name", attribute(name)), ("value", attribute(value))];
                        one.with_attributes(pairs.iter().map(|(n, v)| (*n, v.as_str())))
                            .write_empty()?;
                        Ok(())
                    })
                })?;
        }
        suite.cases.iter().try_for_each(|c| case(writer, c))
    })?;
    Ok(())
}

fn case(writer: &mut Writer<Vec<u8>>, case: &Case) -> io::Result<()> {
    let mut pairs = vec![
        ("name", attribute(&case.name)),
        ("classname", attribute(&case.class)),
    ];
    if let Some((file, line)) = &case.place {
        pairs.push(("file", attribute(file)));
        pairs.push(("line", line.to_string()));
    }
    let element = writer.create_element("testcase");
    let element = element.with_attributes(pairs.iter().map(|(n, v)| (*n, v.as_str())));
    match &case.outcome {
        Outcome::Passed => element.write_empty()?,
        Outcome::Failed {
            kind,
            message,
            text,
        } => element.write_inner_content(|writer| {
            let pairs = [("message", attribute(message)), ("type", attribute(kind))];
            let one = writer.create_element("failure");
            one.with_attributes(pairs.iter().map(|(n, v)| (*n, v.as_str())))
                .write_text_content(BytesText::new(&allowed(text)))?;
            Ok(())
        })?,
        Outcome::Skipped { message } => element.write_inner_content(|writer| {
            let one = writer.create_element("skipped");
            one.with_attribute(("message", attribute(message).as_str()))
                .write_empty()?;
            Ok(())
        })?,
    };
    Ok(())
}

/// The value of an attribute: in one line, as XML has no others there.
fn attribute(text: &str) -> String {
    allowed(&one_line(text))
}

/// A text without the signs that XML cannot hold.
fn allowed(text: &str) -> String {
    let held = |c: char| {
        matches!(c, '\n' | '\t')
            || harmless(c) && !matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{B}' | '\u{C}')
    };
    text.chars().filter(|c| held(*c)).collect()
}

/// The findings of a report: a suite for each file, with a case for each finding. One from the level on that fails is a
/// failure, one below it is skipped, and a file without any is a case that passes.
pub fn findings(report: &Report, lang: Lang) -> Vec<Suite> {
    let mut files: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for (_, file) in report.sources.iter() {
        files.entry(report.path(&file.path)).or_default();
    }
    for row in report.open() {
        let finding = row.finding;
        let place = report.place_of(finding);
        let file = place.as_ref().map_or(String::new(), |p| p.path.clone());
        let message = one_line(finding.message.get(lang));
        let mut text = vec![finding.message.get(lang).to_string()];
        text.extend(details(finding, lang));
        for label in &finding.labels {
            if let Some(place) = report.place(label.span) {
                let (line, column) = (place.start.line, place.start.column);
                text.push(format!(
                    "{}:{line}:{column}: {}",
                    place.path,
                    label.text.get(lang)
                ));
            }
        }
        let outcome = match finding.level >= report.fail {
            true => Outcome::Failed {
                kind: format!("{} {}", finding.code, finding.code.entry().slug),
                message: message.clone(),
                text: text.join("\n"),
            },
            false => Outcome::Skipped {
                message: format!(
                    "{}: {}",
                    super::level_word(finding.level, lang),
                    text.join("\n")
                ),
            },
        };
        files.entry(file.clone()).or_default().push(Case {
            name: format!("{} {message}", finding.code),
            class: class(report, &file),
            place: place.map(|p| (p.path, p.start.line)),
            outcome,
        });
    }
    let clean = Text::new("nothing found", "niets gevonden");
    let known = report.known();
    let suites = files.into_iter().map(|(file, mut cases)| {
        if cases.is_empty() {
            cases.push(Case {
                name: clean.get(lang).to_string(),
                class: class(report, &file),
                place: Some((file.clone(), 1)),
                outcome: Outcome::Passed,
            });
        }
        Suite {
            name: class(report, &file),
            cases,
            properties: Vec::new(),
        }
    });
    let mut suites: Vec<Suite> = suites.collect();
    if let (true, Some(first)) = (report.compared, suites.first_mut()) {
        let counts = [
            ("meent.baseline.known", known),
            ("meent.baseline.gone", report.gone.len()),
        ];
        let counts = counts.map(|(name, count)| (name.to_string(), count.to_string()));
        first.properties.extend(counts);
    }
    suites
}

/// A file as JUnit's class; findings about the whole project are in one with the name of the command.
fn class(report: &Report, file: &str) -> String {
    match file {
        "" => format!("meent {}", report.command),
        file => file.to_string(),
    }
}
