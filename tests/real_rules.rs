//! Rules by which real communities decide, re-modelled in our words in `tests/real-rules/`: what the analysis finds in
//! each, why that is real, and what it rightly leaves alone.
//!
//! Only figures and facts were taken over, no sentences. Each file says what our words can't say about its rules.

use meent::Project;
use meent::diagnostic::{Diagnostic, Lang, Level, render};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A code, the word in the source that it points at, and why that is real or rightly left alone.
type Claim = (&'static str, &'static str, &'static str);

struct Rules {
    name: &'static str,
    project: Project,
    found: Vec<Diagnostic>,
}

impl Rules {
    fn of(name: &'static str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/real-rules")
            .join(format!("{name}.meent"));
        let project = Project::load(Some(&path));
        let found = project.check().diagnostics;
        let found = found.into_iter().filter(|d| d.level >= Level::Warning);
        Rules {
            name,
            found: found.collect(),
            project,
        }
    }

    /// The codes found, each with the words of all the places it shows.
    fn places(&self) -> BTreeSet<(String, String)> {
        let words = |d: &Diagnostic| {
            let code = d.code.to_string();
            let word = |span: meent::source::Span| {
                let text = &self.project.loaded.sources.file(span.file).text;
                let word = text.get(span.start as usize..span.end as usize);
                word.unwrap_or_default().to_string()
            };
            let words: Vec<String> = d.labels.iter().map(|l| word(l.span)).collect();
            words.into_iter().map(move |w| (code.clone(), w))
        };
        self.found.iter().flat_map(words).collect()
    }

    fn hold(&self, finds: &[Claim], leaves: &[Claim]) {
        let places = self.places();
        let has = |(code, word, _): &Claim| places.contains(&(code.to_string(), word.to_string()));
        for claim in finds {
            assert!(has(claim), "{}: {claim:?}\n{places:#?}", self.name);
        }
        for claim in leaves {
            assert!(!has(claim), "{}: {claim:?}\n{places:#?}", self.name);
        }
        let text = render::render(
            &self.found,
            &self.project.loaded.sources,
            Lang::En,
            render::Format::Human,
            false,
            110,
        );
        insta::assert_snapshot!(format!("real_rules_{}", self.name), text);
    }
}
