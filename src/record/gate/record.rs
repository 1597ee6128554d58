//! One record: whether it adopts a part of the change.

use super::keys::Keys;
use super::{Adoption, Judging, messages, past, signing};
use crate::analysis::amendment::Part;
use crate::analysis::amendment::effect::earliest;
use crate::analysis::tally::clock::start_of;
use crate::analysis::tally::{Decided, Ending, Reason};
use crate::model::{Date, Decision, DecisionId};
use crate::record::file::Record;
use crate::record::{Counting, Outcome, read};
use crate::source::{SourceFile, Span};

impl Judging<'_> {
    /// Judges the record at this path.
    pub(super) fn record(&mut self, shown: &str) {
        let project = self.head.project;
        let Some(bytes) = project.loaded.bytes(shown) else {
            let full = project.loaded.root.join(shown);
            let (_, found, _) = read(&mut self.sources, &project.loaded.root, &full);
            self.findings.extend(found);
            self.unreadable = true;
            return;
        };
        let known = self.past.holds(&bytes);
        let full = project.loaded.root.join(shown);
        let (record, found, unreadable) = read(&mut self.sources, &project.loaded.root, &full);
        if !found.is_empty() {
            // What is wrong with an old record is no matter of this change.
            if !known {
                self.findings.extend(found);
                self.unreadable |= unreadable;
            }
            return;
        }
        if record.adopts.is_empty() {
            return;
        }
        let amendment = self.amendment;
        let parts = amendment.parts.iter().enumerate();
        let meant: Vec<usize> = parts
            .filter(|(_, part)| record.adopts.iter().any(|a| a.value == part.digest))
            .map(|(at, _)| at)
            .collect();
        if known {
            if let (false, Some(old)) = (meant.is_empty(), self.past.path_of(&bytes)) {
                self.findings
                    .push(messages::replayed(shown, old, place(&record)));
                self.spoken_of.extend(meant);
            }
            return;
        }
        if let Some(old) = self.past.same_vote(&record) {
            self.findings
                .push(messages::replayed(shown, old, place(&record)));
            self.spoken_of.extend(meant);
            return;
        }
        let decision = self.decision(&record);
        if let (None, Some(name)) = (decision, &record.decision) {
            self.findings
                .push(messages::unknown_decision(self.base.model, name));
            self.spoken_of.extend(meant);
            return;
        }
        for other in &record.adopts {
            if amendment.parts.iter().all(|p| p.digest != other.value) {
                let now = decision.map_or_else(Vec::new, |d| parts_of(&amendment.parts, d));
                self.findings
                    .push(messages::outdated(&amendment.parts, &now, other.span));
                self.spoken_of.extend(now);
            }
        }
        if meant.is_empty() {
            return;
        }
        let signed = self.signatures(shown, &bytes, &record, decision);
        for at in meant {
            let Some(part) = amendment.parts.get(at) else {
                continue;
            };
            match self.adopts(part, shown, &record, decision) {
                Some(adoption) if signed.is_some() => {
                    let signed = signed.clone().unwrap_or_default();
                    if let Some(slot) = self.adopted.get_mut(at) {
                        *slot = Some(Adoption { signed, ..adoption });
                    }
                }
                _ => {
                    self.spoken_of.insert(at);
                }
            }
        }
    }

    /// The decision that a record is of, in the version before.
    fn decision(&self, record: &Record) -> Option<DecisionId> {
        let name = &record.decision.as_ref()?.value;
        let decisions = &self.base.model.decisions;
        let at = decisions.iter().position(|d| d.decl.id == *name)?;
        Some(DecisionId::new(at))
    }

    /// Whether a record adopts a part, apart from signatures; what stands in the way is reported.
    fn adopts(
        &mut self,
        part: &Part,
        shown: &str,
        record: &Record,
        decision: Option<DecisionId>,
    ) -> Option<Adoption> {
        let model = self.base.model;
        if let Some(id) = decision
            && !part.by.contains(&id)
        {
            let span = record.decision.as_ref().map_or(record.span, |d| d.span);
            self.findings
                .push(messages::wrong_decision(model, part, id, span));
            return None;
        }
        let counting = Counting {
            root: &self.head.project.loaded.root,
            model,
            touches: &part.touches,
        };
        let path = self.head.project.loaded.root.join(shown);
        let tallied = match counting.count(self.sources.clone(), record.clone(), &path) {
            Ok((tallied, sources)) => {
                self.sources = sources;
                tallied
            }
            Err(refused) => {
                self.sources = refused.sources;
                // Two parts that one record adopts are counted twice and told once.
                for found in refused.diagnostics {
                    if !self.findings.contains(&found) {
                        self.findings.push(found);
                    }
                }
                self.unreadable |= refused.unreadable;
                return None;
            }
        };
        let id = tallied.decision;
        let rule = model.decisions.get(id.index())?;
        let span = place(record);
        let Outcome::Vote(decided, _) = &tallied.result else {
            self.findings.push(messages::no_vote(model, id, span));
            return None;
        };
        let no_date = decided
            .reasons
            .iter()
            .any(|r| matches!(r, Reason::NoDate(_)));
        if decided.ending != Ending::Adopted || no_date {
            self.findings
                .push(messages::vote_fails(model, rule, decided, span));
            return None;
        }
        let voted = record
            .closed
            .or(record.date.as_ref().map(|d| start_of(d.value)));
        if let (Some(on), Some(voted)) = (self.on, voted)
            && voted.date() > on
        {
            self.findings
                .push(messages::later_vote(model, voted.date(), on, span));
            return None;
        }
        let from = self.in_time(rule, decided, span)?;
        Some(Adoption {
            record: shown.to_string(),
            decision: id,
            from: Some(from),
            appeal_until: decided.appeal_until.map(|m| m.date()),
            signed: Vec::new(),
        })
    }

    /// The first day on which it may hold, if the new version does not hold before.
    fn in_time(&mut self, rule: &Decision, decided: &Decided, span: Span) -> Option<Date> {
        let model = self.base.model;
        let place = self.commons();
        let Some(earliest) = earliest(rule, decided) else {
            self.findings.push(messages::no_effect_date(span));
            return None;
        };
        // Without a first day, the new version holds as soon as it is merged.
        let from = self.amendment.version.new_from.or(self.on);
        if from.is_none_or(|from| from < earliest.day) {
            let finding = messages::too_early(model, rule, from, earliest, place.unwrap_or(span));
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
            return None;
        }
        Some(earliest.day)
    }

    /// Who signed a record; `None` if a signature is not good, or one is missing. What is wrong is reported.
    fn signatures(
        &mut self,
        shown: &str,
        bytes: &[u8],
        record: &Record,
        decision: Option<DecisionId>,
    ) -> Option<Vec<String>> {
        let base = self.base;
        let files = past::signatures(self.head.project, shown);
        let rule = decision.and_then(|d| base.model.decisions.get(d.index()));
        let asked = rule.map_or(&[][..], |d| signing::asked(d));
        if files.is_empty() && asked.is_empty() {
            return Some(Vec::new());
        }
        let keys = self.keys.get_or_insert_with(|| Keys::read(base));
        let (mut signed, mut good) = (Vec::new(), true);
        for file in &files {
            let signature = self.head.project.loaded.bytes(file).unwrap_or_default();
            match signing::signer(keys, bytes, &signature) {
                Ok(member) => signed.push(member),
                Err(why) => {
                    good = false;
                    let text = String::from_utf8_lossy(&signature).into_owned();
                    let end = text.lines().next().map_or(0, str::len);
                    let id = self.sources.add(SourceFile::new(file.as_str(), text));
                    let span = Span::new(id, 0, end);
                    self.findings
                        .push(messages::bad_signature(&why, keys, shown, span));
                }
            }
        }
        signed.sort_unstable();
        signed.dedup();
        for (n, holder) in asked {
            let of_them: Vec<&String> = signed
                .iter()
                .filter(|m| keys.is_one_of(base.model, m, *holder))
                .collect();
            if (of_them.len() as i64) < *n {
                good = false;
                self.findings.push(messages::missing_signature(
                    base.model,
                    (*n, *holder),
                    &of_them,
                    shown,
                    place(record),
                ));
            }
        }
        if !asked.is_empty() {
            for table in signing::not_covered(record) {
                good = false;
                self.findings
                    .push(messages::table_not_covered(&table.value, table.span));
            }
        }
        good.then_some(signed)
    }
}

/// The parts that a decision may adopt.
fn parts_of(parts: &[Part], decision: DecisionId) -> Vec<usize> {
    let parts = parts.iter().enumerate();
    parts
        .filter(|(_, p)| p.by.contains(&decision))
        .map(|(at, _)| at)
        .collect()
}

/// Where a record says what it adopts.
fn place(record: &Record) -> Span {
    let adopts = record.adopts.first().map(|a| a.span);
    adopts.unwrap_or(record.span)
}
