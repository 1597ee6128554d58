//! Files that are not what they should be, as annotations: outputs that the source does not make, sources that are not
//! laid out in the one way.

use super::write::Difference;
use crate::diagnostic::render::{Place, from_top, github::Annotation};
use crate::diagnostic::{Lang, Level, Text};
use crate::source::LineColumn;
use std::collections::BTreeMap;

/// What is wrong with an output file, in one sentence.
pub fn difference(difference: Difference) -> Text {
    match difference {
        Difference::Missing => Text::new(
            "This file is missing: the source makes it. Run `meent build` and commit what it writes.",
            "Dit bestand ontbreekt: de bron maakt het. Draai `meent build` en leg vast wat er komt.",
        ),
        Difference::Changed => Text::new(
            "This file is not what the source makes. Run `meent build` and commit what it writes.",
            "Dit bestand is niet wat de bron oplevert. Draai `meent build` en leg vast wat er komt.",
        ),
        Difference::Extra => Text::new(
            "The source does not make this file. Run `meent build` and commit what it leaves.",
            "De bron maakt dit bestand niet. Draai `meent build` en leg vast wat er overblijft.",
        ),
    }
}

/// An error for each output file that differs; `folder` is that of the outputs, from the top of the repository.
pub fn annotations(
    differences: &BTreeMap<String, Difference>,
    folder: &str,
    lang: Lang,
) -> Vec<Annotation> {
    let of = |(path, found): (&String, &Difference)| Annotation {
        level: Level::Error,
        place: Some(start(from_top(folder, path))),
        title: "meent build --check".into(),
        message: difference(*found).get(lang).to_string(),
    };
    differences.iter().map(of).collect()
}

/// An error for a source that `meent fmt` would change; `path` is from the top of the repository.
pub fn unformatted(path: String, lang: Lang) -> Annotation {
    let text = Text::new(
        "`meent fmt` would lay this file out otherwise. Run it, and commit what it changes.",
        "`meent fmt` zou dit bestand anders opmaken. Draai het, en leg vast wat het wijzigt.",
    );
    Annotation {
        level: Level::Error,
        place: Some(start(path)),
        title: "meent fmt --check".into(),
        message: text.get(lang).to_string(),
    }
}

fn start(path: String) -> Place {
    let start = LineColumn { line: 1, column: 1 };
    Place {
        path,
        start,
        end: start,
    }
}
