//! What a change means: which answers changed, which declarations changed, and what was only renamed or reworded.
//!
//! Declarations are read off their [`facets`]: their clauses as [`term`]s, in which two that mean the same are the same. Answers
//! are compared by [`compare`](super::compare), case by case, and put into sentences by [`answers`].

mod acting;
mod answers;
mod changes;
mod digest;
mod facets;
mod joining;
mod naming;
mod pairing;
mod saying;
mod term;

use crate::model::{AnyId, Model};

pub use answers::{Answers, Entry, Example, Kind, answers};
pub use changes::{Changed, ClauseChange, changes, differing, title_of};
pub use digest::{Digest, FOLLOWS, decided, digest, digests, is_decided, named_by};
pub use facets::{all as declarations, decl as declaration};
pub use pairing::Pairs;
pub use saying::{AnswerChange, Named, say, undecided};

/// All that differs between two versions.
#[derive(Debug, Clone, Default)]
pub struct Diff {
    /// The answers that changed.
    pub answers: Vec<AnswerChange>,
    /// The titles of rules of which it could not be worked out, within the budget, whether they change an answer.
    pub undecided: Vec<crate::diagnostic::Text>,
    /// What declarations say that they did not say before, and the other way round.
    pub declarations: Vec<Changed>,
    /// Declarations of which titles, reasons, notes or the wording of conditions changed, and only those clauses.
    pub wording: Vec<Changed>,
    pub renamed: Vec<Renamed>,
}

/// A declaration that has another id, as requests use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    pub kind: &'static str,
    pub old: String,
    pub new: String,
    pub title: crate::diagnostic::Text,
}

impl Diff {
    /// Compares two models that have been understood whole.
    pub fn new(old: &Model, new: &Model) -> Self {
        let pairs = Pairs::new(old, new);
        let found = answers(old, new, &pairs);
        let mut diff = Diff {
            answers: say(&found),
            undecided: undecided(&found),
            renamed: renamed(old, new, &pairs),
            ..Diff::default()
        };
        for changed in changes(old, new, &pairs) {
            let one_sided = changed.old_id.is_none() || changed.new_id.is_none();
            let (wording, meaning): (Vec<_>, Vec<_>) =
                changed.clauses.iter().cloned().partition(|c| c.wording);
            if one_sided || !meaning.is_empty() {
                // A condition that means something else is in other words, too.
                let with_wording = wording.iter().filter(|c| c.key != "condition-words");
                if !one_sided {
                    diff.reworded(&changed, with_wording.cloned().collect());
                }
                diff.declarations.push(Changed {
                    clauses: meaning,
                    ..changed
                });
            } else {
                diff.reworded(&changed, wording);
            }
        }
        diff
    }

    fn reworded(&mut self, changed: &Changed, clauses: Vec<ClauseChange>) {
        if !clauses.is_empty() {
            self.wording.push(Changed {
                clauses,
                ..changed.clone()
            });
        }
    }

    /// Nothing changed but, perhaps, names and wording.
    pub fn is_same(&self) -> bool {
        self.answers.is_empty() && self.undecided.is_empty() && self.declarations.is_empty()
    }

    /// Nothing changed at all.
    pub fn is_empty(&self) -> bool {
        self.is_same() && self.wording.is_empty() && self.renamed.is_empty()
    }
}

/// The declarations that were recognised under another id.
pub fn renamed(old: &Model, new: &Model, pairs: &Pairs) -> Vec<Renamed> {
    let one = |(a, b): &(AnyId, AnyId)| {
        Some(Renamed {
            kind: facets::kind(*a),
            old: facets::decl(old, *a)?.id.clone(),
            new: facets::decl(new, *b)?.id.clone(),
            title: changes::title_of(new, *b),
        })
    };
    pairs.renamed.iter().filter_map(one).collect()
}

/// The id and the kind of a declaration in its source; `None` if the model does not have it.
pub fn name_of(model: &Model, id: AnyId) -> Option<(&'static str, &str)> {
    Some((facets::kind(id), facets::decl(model, id)?.id.as_str()))
}
