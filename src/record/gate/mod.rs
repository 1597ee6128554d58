//! The amendment gate: whether decision records adopt a change of the agreement, so that it may be merged.
//!
//! - [`gate`] sorts the change ([`Amendment`]), looks for the records in `decisions/` that adopt its parts, and counts them by
//!   the rules of the version before.
//! - [`past`] is what the version before holds already: a record of it adopts nothing a second time, and stays as it is.
//! - [`keys`] reads the keys of members, [`signing`] looks at the signatures over a record.
//! - [`record`] judges one record.
//!
//! What a change brings along never helps it: decisions, registers of keys and records of the version before are read from there.

mod keys;
mod messages;
mod past;
mod record;
mod signing;
mod write_up;

use crate::analysis::amendment::Amendment;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::{Date, DecisionId, Model};
use crate::project::Project;
use crate::source::{Sources, Span};
use keys::Keys;
use past::Past;
use std::collections::BTreeSet;

pub use signing::NAMESPACE;
pub use write_up::write_up;

/// The folder of a project that its records are in.
pub const FOLDER: &str = "decisions";

/// One version of a commons, understood whole.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub project: &'a Project,
    pub model: &'a Model,
}

/// What the gate found.
#[derive(Debug)]
pub struct Gate {
    pub amendment: Amendment,
    /// Of each part of the amendment, what adopts it.
    pub adopted: Vec<Option<Adoption>>,
    /// What stands in the way; none: it may be merged.
    pub findings: Vec<Diagnostic>,
    /// The sources that the findings are about: those of the new version and its records.
    pub sources: Sources,
    /// What people should look at, and what the gate does not judge.
    pub notes: Vec<Text>,
    /// A record could not be read.
    pub unreadable: bool,
}

/// A record that adopts a part.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// The record's path from the project's folder.
    pub record: String,
    pub decision: DecisionId,
    /// The first day on which it may hold.
    pub from: Option<Date>,
    pub appeal_until: Option<Date>,
    /// The members who signed the record.
    pub signed: Vec<String>,
}

impl Gate {
    /// Nothing stands in the way.
    pub fn passes(&self) -> bool {
        self.findings.is_empty() && !self.unreadable
    }
}

/// Judges a change: from a version that holds to one on the disk. `on` is the day on which it is judged, for what depends on it.
pub fn gate(base: Side, head: Side, on: Option<Date>) -> Gate {
    let amendment = Amendment::new(base.model, head.model);
    let mut judging = Judging {
        base,
        head,
        on,
        amendment: &amendment,
        past: Past::read(base.project),
        keys: None,
        sources: head.project.loaded.sources.clone(),
        findings: Vec::new(),
        adopted: amendment.parts.iter().map(|_| None).collect(),
        spoken_of: BTreeSet::new(),
        unreadable: false,
    };
    let kept = judging.past.changed_in(head.project);
    judging
        .findings
        .extend(kept.iter().map(|path| messages::record_changed(path)));
    for path in past::records(head.project) {
        judging.record(&path);
    }
    judging.what_is_missing();
    let notes = messages::notes(base, head, &amendment);
    let Judging {
        adopted,
        findings,
        sources,
        unreadable,
        ..
    } = judging;
    Gate {
        adopted,
        findings,
        sources,
        notes,
        unreadable,
        amendment,
    }
}

struct Judging<'a> {
    base: Side<'a>,
    head: Side<'a>,
    on: Option<Date>,
    amendment: &'a Amendment,
    past: Past,
    /// Read when the first signature is looked at.
    keys: Option<Keys>,
    sources: Sources,
    findings: Vec<Diagnostic>,
    adopted: Vec<Option<Adoption>>,
    /// Parts of which a finding says already why a record does not adopt them.
    spoken_of: BTreeSet<usize>,
    unreadable: bool,
}

impl Judging<'_> {
    /// What no record adopts, and what every change of the agreement needs.
    fn what_is_missing(&mut self) {
        let amendment = self.amendment;
        let open = self.adopted.iter().map(Option::is_none);
        for (at, (part, open)) in amendment.parts.iter().zip(open).enumerate() {
            if !open || self.spoken_of.contains(&at) {
                continue;
            }
            let place = self.place_of(part);
            self.findings.push(match part.by.is_empty() {
                true => messages::nobody_may(part, place),
                false => messages::not_adopted(self.base.model, part, place),
            });
        }
        if !amendment.needs_nothing() && !amendment.version.is_raised() {
            let place = self.commons();
            self.findings
                .push(messages::version_not_raised(&amendment.version, place));
        }
    }

    /// Where a part is in the new version: its first declaration that is still there.
    fn place_of(&self, part: &crate::analysis::amendment::Part) -> Option<Span> {
        let model = self.head.model;
        let decls = part.changes.iter().filter_map(|c| match c.new {
            Some(new) => crate::analysis::diff::declaration(model, new),
            None => None,
        });
        let mut spans = decls.filter_map(|d| d.name_span.or(d.span));
        spans.next().or_else(|| self.commons())
    }

    fn commons(&self) -> Option<Span> {
        let decl = self.head.model.commons.decl.as_ref()?;
        decl.name_span.or(decl.span)
    }
}
