use super::*;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Edit, Text};

const MAIN: &str = "commons street-trees {\n  goal \"Trees\"\n}\n\nrule copy {\n  gardeners may copy tress for planting\n}\nrule no-sale { nobody may sell trees }\n";
const CITY: &str = "# De stad\nrule no-sale { nobody may sell }\n";

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("main.meent", MAIN));
    sources.add(SourceFile::new("city/main.meent", CITY));
    sources
}

fn span(sources: &Sources, file: usize, text: &str) -> Span {
    let (id, source) = sources.iter().nth(file).unwrap();
    let start = source.text.find(text).unwrap();
    Span::new(id, start, start + text.len())
}

fn unknown(sources: &Sources) -> Diagnostic {
    let at = span(sources, 0, "tress");
    Diagnostic::new(
        codes::UNKNOWN_NAME,
        Text::new(
            "There is no dataset called `tress`.",
            "Er is geen dataset met de naam `tress`.",
        ),
    )
    .label(at, Text::new("not declared", "niet beschreven"))
    .help(Text::new(
        "Names are written the same everywhere.",
        "Namen schrijf je overal hetzelfde.",
    ))
    .fix(
        Text::new("Did you mean `trees`?", "Bedoel je `trees`?"),
        vec![Edit {
            span: at,
            text: "trees".into(),
        }],
        true,
    )
}

fn outrun(sources: &Sources) -> Diagnostic {
    Diagnostic::new(
        codes::OUTRUN_BY_OUTER,
        Text::new("The city forbids what `copy` permits.", "De stad verbiedt wat `copy` toestaat."),
    )
    .label(span(sources, 0, "copy"), Text::new("permitted here", "hier toegestaan"))
    .label(span(sources, 1, "no-sale"), Text::new("forbidden here", "hier verboden"))
    .label(span(sources, 0, "no-sale"), Text::new("and here", "en hier"))
    .case(Text::new(
        "a gardener asks to sell the register of trees for planting, on the first day of the year",
        "een hovenier vraagt om het bomenregister te verkopen voor aanplant, op de eerste dag van het jaar",
    ))
}

fn unused(sources: &Sources) -> Diagnostic {
    let at = span(sources, 0, "rule no-sale { nobody may sell trees }\n");
    Diagnostic::new(
        codes::UNUSED,
        Text::new("Nothing uses this.", "Niets gebruikt dit."),
    )
    .label(at, Text::default())
    .fix(
        Text::new("Remove it", "Haal het weg"),
        vec![Edit {
            span: at,
            text: String::new(),
        }],
        false,
    )
}

fn project() -> Diagnostic {
    Diagnostic::new(
        codes::NO_SOURCE,
        Text::new(
            "There is no source in this folder.",
            "In deze map staat geen bron.",
        ),
    )
}

fn all(sources: &Sources) -> Vec<Diagnostic> {
    vec![
        unknown(sources),
        outrun(sources),
        unused(sources),
        project(),
    ]
}

fn text(lang: Lang, format: Format, color: bool, width: usize) -> String {
    let sources = sources();
    render(&all(&sources), &sources, lang, format, color, width)
}

#[test]
fn for_people_in_english() {
    insta::assert_snapshot!(text(Lang::En, Format::Human, false, 80));
}

#[test]
fn for_people_in_dutch_on_a_narrow_screen() {
    insta::assert_snapshot!(text(Lang::Nl, Format::Human, false, 50));
}

#[test]
fn as_json() {
    insta::assert_snapshot!(text(Lang::En, Format::Json, false, 80));
}

#[test]
fn one_line_each() {
    insta::assert_snapshot!(text(Lang::Nl, Format::Short, false, 80));
}

#[test]
fn colours_only_when_asked() {
    assert!(text(Lang::En, Format::Human, true, 80).contains('\u{1b}'));
    assert!(!text(Lang::En, Format::Human, false, 80).contains('\u{1b}'));
}

#[test]
fn what_is_switched_off_is_not_shown() {
    let sources = sources();
    let mut finding = unknown(&sources);
    finding.level = Level::Allow;
    assert_eq!(
        render(
            &[finding.clone()],
            &sources,
            Lang::En,
            Format::Human,
            false,
            80
        ),
        ""
    );
    assert_eq!(
        render(
            &[finding.clone()],
            &sources,
            Lang::En,
            Format::Short,
            false,
            80
        ),
        ""
    );
    let json: serde_json::Value = serde_json::from_str(&render(
        &[finding],
        &sources,
        Lang::En,
        Format::Json,
        false,
        80,
    ))
    .unwrap();
    assert_eq!(json["findings"], serde_json::json!([]));
    assert_eq!(
        json["summary"],
        serde_json::json!({ "errors": 0, "warnings": 0, "notes": 0 })
    );
}

#[test]
fn places_outside_the_text_do_no_harm() {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::new("leeg.meent", "één"));
    let beyond = [
        Span::new(id, 1, 2),
        Span::new(id, 900, 901),
        Span::new(id, 3, 1),
        Span {
            file: crate::source::FileId(7),
            start: 0,
            end: 4,
        },
    ];
    for format in [Format::Human, Format::Json, Format::Short] {
        for span in beyond {
            let finding = Diagnostic::new(codes::UNEXPECTED, Text::new("No.", "Nee."))
                .label(span, Text::new("here", "hier"))
                .fix(
                    Text::new("Fix", "Los op"),
                    vec![Edit {
                        span,
                        text: "x".into(),
                    }],
                    true,
                );
            assert!(!render(&[finding], &sources, Lang::Nl, format, false, 0).is_empty());
        }
    }
}

#[test]
fn edits_on_one_line_are_shown_together() {
    let sources = sources();
    let finding = Diagnostic::new(codes::UNKNOWN_NAME, Text::new("Two names.", "Twee namen.")).fix(
        Text::default(),
        vec![
            Edit {
                span: span(&sources, 0, "planting"),
                text: "shade".into(),
            },
            Edit {
                span: span(&sources, 0, "tress"),
                text: "trees".into(),
            },
        ],
        true,
    );
    let out = render(&[finding], &sources, Lang::En, Format::Human, false, 80);
    assert!(
        out.contains("It then reads (main.meent:6): gardeners may copy trees for shade\n"),
        "{out}"
    );
}

#[test]
fn no_edit_is_kept_from_people() {
    let sources = sources();
    let mut finding = Diagnostic::new(codes::UNKNOWN_NAME, Text::new("Two names.", "Twee namen."));
    for (en, nl) in [("Take it out", "Haal het weg"), ("Keep both", "Houd beide")] {
        let edit = Edit {
            span: span(&sources, 0, "planting"),
            text: "shade".into(),
        };
        finding = finding.fix(Text::new(en, nl), vec![edit], false);
    }
    let shown = |lang| {
        render(
            std::slice::from_ref(&finding),
            &sources,
            lang,
            Format::Human,
            false,
            80,
        )
    };
    let (en, nl) = (shown(Lang::En), shown(Lang::Nl));
    assert!(
        en.contains("  Edit: Take it out.\n") && en.contains("  Or: Keep both.\n"),
        "{en}"
    );
    assert!(nl.contains("  Of: Houd beide.\n"), "{nl}");
}

#[test]
fn a_summary_counts_in_words() {
    let summary = Summary {
        errors: 2,
        warnings: 1,
        notes: 0,
    };
    assert_eq!(summary.text(Lang::En), "2 errors, 1 warning");
    assert_eq!(summary.text(Lang::Nl), "2 fouten, 1 waarschuwing");
    assert_eq!(Summary::default().text(Lang::En), "");
}

/// A program may write a whole source on one line.
#[test]
fn a_line_of_a_megabyte_is_cut_around_what_is_shown() {
    let filler = "dataset filler \"Filler\" { not personal } ".repeat(13_000);
    let text = format!(
        "# One line.\n{filler}rule copy {{ gardeners may copy tress }} {filler}\n# The end.\n"
    );
    let mut sources = Sources::default();
    sources.add(SourceFile::new("main.meent", text.as_str()));
    let mut finding = unknown(&sources);
    finding.labels.push(crate::diagnostic::Label {
        span: span(&sources, 0, "gardeners"),
        text: Text::new("they", "zij"),
    });
    let shown = render(&[finding], &sources, Lang::En, Format::Human, false, 80);
    assert!(shown.len() < 3_000, "{} bytes", shown.len());
    assert!(shown.contains("gardeners may copy tress"), "{shown}");
    assert!(shown.contains("gardeners may copy trees"), "{shown}");
    // The column is that of the file.
    let column = filler.len() + "rule copy { gardeners may copy ".len() + 1;
    assert!(
        shown.contains(&format!("main.meent:2:{column}]")),
        "{shown}"
    );
    // The mark stands under the word.
    let lines: Vec<&str> = shown.lines().collect();
    let at = lines
        .iter()
        .position(|l| l.contains("may copy tress"))
        .unwrap();
    let column = |line: &str, what: &str| line.rfind(what).map(|b| line[..b].chars().count());
    assert_eq!(
        column(lines[at], "tress"),
        column(lines[at + 1], "──┬──"),
        "{shown}"
    );
}
