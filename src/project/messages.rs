//! The findings of loading a project, in words.

use super::read::reason;
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Edit, Text, nearest};
use crate::source::{FileId, Span};
use std::io;

pub fn not_text(shown: &str, span: Span, byte: usize, line: usize, sixteen: bool) -> Diagnostic {
    let finding = Diagnostic::new(
        codes::NOT_TEXT,
        Text::new(
            format!("{shown} is not UTF-8 text: byte {byte}, on line {line}, is not part of any character."),
            format!("{shown} is geen UTF-8-tekst: byte {byte}, op regel {line}, hoort bij geen enkel teken."),
        ),
    )
    .label(span, Text::new("from here on it is not text", "vanaf hier is het geen tekst"));
    if sixteen {
        finding.help(Text::new(
            "It looks like UTF-16. Save it again with the encoding UTF-8.",
            "Het lijkt UTF-16. Sla het opnieuw op met de codering UTF-8.",
        ))
    } else {
        finding.help(Text::new(
            "Open it in a text editor and save it with the encoding UTF-8. A document of a word processor has to be saved as plain text.",
            "Open het in een teksteditor en sla het op met de codering UTF-8. Een document van een tekstverwerker moet als platte tekst worden opgeslagen.",
        ))
    }
}

pub fn too_large(shown: &str, span: Span, size: u64, limit: u64) -> Diagnostic {
    let (size, limit) = (size.div_ceil(1024 * 1024), limit / (1024 * 1024));
    Diagnostic::new(
        codes::TOO_LARGE,
        Text::new(
            format!("{shown} is {size} MB; a source file may be at most {limit} MB."),
            format!("{shown} is {size} MB; een bronbestand mag hoogstens {limit} MB zijn."),
        ),
    )
    .label(span, Text::new("not read", "niet gelezen"))
    .help(Text::new(
        "Split it into several files. Data itself does not belong in the source of an agreement.",
        "Splits het in meer bestanden. De gegevens zelf horen niet in de bron van een overeenkomst.",
    ))
}

pub fn not_a_file(shown: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::NO_SOURCE,
        Text::new(
            format!("{shown} is not a file that can be read as text."),
            format!("{shown} is geen bestand dat als tekst te lezen is."),
        ),
    )
    .label(span, Text::new("not read", "niet gelezen"))
    .help(Text::new(
        "It is a folder or a device. Give it another name, or give the folder itself as the path.",
        "Het is een map of een apparaat. Geef het een andere naam, of geef de map zelf als pad.",
    ))
}

pub fn unreadable(shown: &str, span: Option<Span>, error: &io::Error) -> Diagnostic {
    let why = reason(error);
    let finding = Diagnostic::new(
        codes::NO_SOURCE,
        Text::new(
            format!("{shown} cannot be read: {}.", why.en),
            format!("{shown} kan niet worden gelezen: {}.", why.nl),
        ),
    );
    match span {
        Some(span) => finding.label(span, Text::new("not read", "niet gelezen")),
        None => finding,
    }
}

pub fn no_source(shown: &str) -> Diagnostic {
    Diagnostic::new(
        codes::NO_SOURCE,
        Text::new(
            format!("There is no source here: no file that ends in .meent in {shown}."),
            format!("Hier staat geen bron: geen bestand dat op .meent eindigt in {shown}."),
        ),
    )
    .help(Text::new(
        "Start a commons with `meent new`, or give the path of a file or folder.",
        "Begin een meent met `meent new`, of geef het pad van een bestand of map.",
    ))
}

/// `sources` in the settings file names nothing.
pub fn no_match(span: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::new(
        codes::NO_SOURCE,
        Text::new(
            "No file fits what `sources` in meent.toml says.",
            "Geen enkel bestand past bij wat er in meent.toml bij `sources` staat.",
        ),
    );
    match span {
        Some(span) => finding.label(span, Text::new("nothing fits this", "hier past niets bij")),
        None => finding,
    }
}

/// What is named by `use … from "…"` or `within "…"` is not there; `suggestion` is the path of a neighbour.
pub fn import_missing(span: Span, written: &str, suggestion: Option<String>) -> Diagnostic {
    let finding = Diagnostic::new(
        codes::IMPORT_MISSING,
        Text::new(
            format!("There is no file or folder \"{written}\"."),
            format!("Er is geen bestand of map \"{written}\"."),
        ),
    )
    .label(span, Text::new("this is not there", "dit is er niet"));
    match suggestion {
        Some(path) => finding
            .help(Text::new(
                format!("Did you mean \"{path}\"?"),
                format!("Bedoel je \"{path}\"?"),
            ))
            .fix(
                Text::new(format!("Write \"{path}\""), format!("Schrijf \"{path}\"")),
                vec![Edit {
                    span,
                    text: quoted(&path),
                }],
                false,
            ),
        None => finding.help(Text::new(
            "The path is read from the folder of the file that it stands in.",
            "Het pad wordt gelezen vanuit de map van het bestand waar het in staat.",
        )),
    }
}

pub fn import_empty(span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        codes::IMPORT_MISSING,
        Text::new(
            format!("The folder \"{written}\" holds no file that ends in .meent."),
            format!("In de map \"{written}\" staat geen bestand dat op .meent eindigt."),
        ),
    )
    .label(
        span,
        Text::new("nothing to read here", "hier is niets te lezen"),
    )
}

pub fn import_absolute(span: Span) -> Diagnostic {
    Diagnostic::new(
        codes::IMPORT_MISSING,
        Text::new(
            "This path starts at the top of one computer's disk, and is not there on another.",
            "Dit pad begint bovenaan de schijf van één computer, en is er op een andere niet.",
        ),
    )
    .label(
        span,
        Text::new(
            "write a path from this file's folder",
            "schrijf een pad vanuit de map van dit bestand",
        ),
    )
}

/// Files (or commons) that use each other in a circle; one place for each step.
pub fn import_cycle(steps: &[(Span, String)]) -> Diagnostic {
    let names: Vec<&str> = steps.iter().map(|(_, to)| to.as_str()).collect();
    let chain = names.join(" → ");
    let last = names.last().copied().unwrap_or_default();
    let mut finding = Diagnostic::new(
        codes::IMPORT_CYCLE,
        Text::new(
            format!("These files use each other in a circle: {last} → {chain}."),
            format!("Deze bestanden gebruiken elkaar in een kring: {last} → {chain}."),
        ),
    );
    for (span, to) in steps {
        finding = finding.label(
            *span,
            Text::new(
                format!("this leads to {to}"),
                format!("dit leidt naar {to}"),
            ),
        );
    }
    finding.help(Text::new(
        "Move what both need to a file of its own, and let both use that one.",
        "Zet wat beide nodig hebben in een eigen bestand, en laat beide dat gebruiken.",
    ))
}

pub fn unknown_library(span: Span, name: &str, known: &[&str]) -> Diagnostic {
    let list = known.join(", ");
    let finding = Diagnostic::new(
        codes::UNKNOWN_LIBRARY,
        Text::new(
            format!("No library called `{name}` ships with the compiler."),
            format!("Er hoort geen bibliotheek met de naam `{name}` bij de compiler."),
        ),
    )
    .label(span, Text::new("unknown library", "onbekende bibliotheek"));
    let finding = finding.help(Text::new(
        format!("These do: {list}. A file of your own is named between quotation marks: from \"{name}.meent\"."),
        format!("Deze wel: {list}. Een eigen bestand staat tussen aanhalingstekens: van \"{name}.meent\"."),
    ));
    match nearest(name, known.iter().copied()) {
        Some(best) => finding.write(span, best),
        None => finding,
    }
}

pub fn unreadable_template(shown: &str, why: Text) -> Diagnostic {
    Diagnostic::new(
        codes::NOT_TEXT,
        Text::new(
            format!("The template {shown} cannot be used: {}.", why.en),
            format!("Het sjabloon {shown} is niet te gebruiken: {}.", why.nl),
        ),
    )
}

/// Where and why a text is no TOML, in the words of its reader (English), as one line without a full stop.
pub fn toml_mistake(error: &toml::de::Error) -> (std::ops::Range<usize>, String) {
    let why = error.message().trim().trim_end_matches('.');
    (error.span().unwrap_or(0..0), why.replace('\n', "; "))
}

/// A text as it is written in a source.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

pub fn only_comments(file: FileId) -> Diagnostic {
    Diagnostic::new(
        codes::EMPTY_SOURCE,
        Text::new(
            "This file has only comments.",
            "Dit bestand bevat alleen commentaar.",
        ),
    )
    .label(
        Span::new(file, 0, 0),
        Text::new("nothing is declared here", "hier staat niets"),
    )
}

pub fn too_many_outers(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(
        codes::TOO_DEEP,
        Text::new(
            format!("More than {most} commons lie around this one."),
            format!("Er liggen meer dan {most} meenten om deze heen."),
        ),
    )
    .label(
        span,
        Text::new("this one is not read", "deze wordt niet gelezen"),
    )
}
