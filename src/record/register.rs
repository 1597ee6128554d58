//! The register of those who may vote: read once, as a stream, and put aside in parts.
//!
//! Columns: `member` (`lid`), `classes` (`groepen`), `weight` (`gewicht`, or the name that the source weighs by), `proxy`
//! (`volmacht`: who votes for this member), `recused` (`verschoond`), `present` (`aanwezig`: yes, no or `proxy`), `stratum`
//! (`laag`). Other columns are not looked at.

use super::csv::{Column, Table, Unusable, words, yes};
use super::messages::{Problems, RowProblem};
use super::spill::Spill;
use super::subject::Subject;
use crate::analysis::tally::proxy::{Given, ProxyProblem, resolve};
use crate::analysis::tally::sortition::Candidate;
use crate::analysis::tally::weight::{self, NoWeight};
use crate::diagnostic::Text;
use crate::diagnostic::registry::codes;
use crate::model::{GroupId, Holder, Scaled, Votes};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const COLUMNS: [Column; 7] = [
    ("member", &["lid"]),
    ("classes", &["groups", "groepen"]),
    ("weight", &["gewicht", "stemgewicht"]),
    ("proxy", &["volmacht"]),
    ("recused", &["verschoond"]),
    ("present", &["aanwezig"]),
    ("stratum", &["laag"]),
];

/// Whether someone is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The register has no such column.
    Unstated,
    No,
    Yes,
    Proxy,
}

/// What a row says besides who it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Before the cap.
    pub weight: i64,
    pub recused: bool,
    pub presence: Presence,
    /// Place in [`Register::sets`].
    pub set: u32,
}

impl Entry {
    fn bytes(self) -> [u8; 14] {
        let mut out = [0; 14];
        out[..8].copy_from_slice(&self.weight.to_le_bytes());
        out[8] = u8::from(self.recused);
        out[9] = self.presence as u8;
        out[10..].copy_from_slice(&self.set.to_le_bytes());
        out
    }

    /// The entry that was put aside; `None` if these are not its bytes.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let weight = i64::from_le_bytes(bytes.get(..8)?.try_into().ok()?);
        let set = u32::from_le_bytes(bytes.get(10..14)?.try_into().ok()?);
        Some(Entry {
            weight,
            recused: *bytes.get(8)? != 0,
            presence: match *bytes.get(9)? {
                0 => Presence::Unstated,
                1 => Presence::No,
                2 => Presence::Yes,
                _ => Presence::Proxy,
            },
            set,
        })
    }
}

/// What was read.
pub struct Register {
    pub rows: Spill,
    pub count: i64,
    pub has_presence: bool,
    pub has_classes: bool,
    pub weighted: bool,
    /// How many members have which weight.
    pub weights: BTreeMap<i64, i64>,
    /// The sets of groups that members are in, with all that lies above them.
    pub sets: Vec<BTreeSet<GroupId>>,
    /// Who casts the vote of whom.
    pub voters: BTreeMap<String, String>,
    pub recused: BTreeSet<String>,
    /// For a draw: those in the groups that are drawn from.
    pub pool: Vec<Candidate>,
}

/// Reads a register. Problems of rows are added to `problems`; nothing must be counted if there are any.
///
/// # Errors
/// The file can't be read as a register at all.
pub fn read(
    subject: &Subject,
    path: &Path,
    file: usize,
    problems: &mut Problems,
) -> Result<Register, Unusable> {
    let by = match subject.body.map(|b| &b.votes) {
        Some(Votes::Weighted { by, .. }) => Some(("weight", by.as_str())),
        _ => None,
    };
    let mut table = Table::open(path, file, &COLUMNS, by)?;
    if !table.has("member") {
        let message = Text::new(
            "The register has no column `member`.",
            "Het register heeft geen kolom `lid`.",
        );
        return Err(Unusable::Problem(table.here(codes::BAD_RECORD, message)));
    }
    let mut reading = Reading {
        subject,
        register: Register {
            rows: Spill::new()?,
            count: 0,
            has_presence: table.has("present"),
            has_classes: table.has("classes"),
            weighted: by.is_some(),
            weights: BTreeMap::new(),
            sets: Vec::new(),
            voters: BTreeMap::new(),
            recused: BTreeSet::new(),
            pool: Vec::new(),
        },
        set_places: BTreeMap::new(),
        written_sets: BTreeMap::new(),
        weight_of: BTreeMap::new(),
        given: Given::new(),
    };
    while table.next().map_err(Unusable::Problem)? {
        if let Err(problem) = reading.row(&table)? {
            problems.push(*problem);
        }
    }
    reading.finish(file, problems)
}

struct Reading<'a> {
    subject: &'a Subject<'a>,
    register: Register,
    set_places: BTreeMap<BTreeSet<GroupId>, u32>,
    /// What a cell of classes came to.
    written_sets: BTreeMap<String, u32>,
    /// What a cell of weight came to.
    weight_of: BTreeMap<String, i64>,
    given: Given,
}

type RowResult = Result<(), Box<RowProblem>>;

impl Reading<'_> {
    fn row(&mut self, table: &Table) -> Result<RowResult, std::io::Error> {
        let bad = |en: String, nl: String| {
            Ok(Err(Box::new(
                table.here(codes::BAD_RECORD, Text::new(en, nl)),
            )))
        };
        let id = table.cell("member");
        if id.is_empty() {
            return bad(
                "This row does not say which member it is about.".into(),
                "Deze rij zegt niet over welk lid ze gaat.".into(),
            );
        }
        let set = match self.set(id, table.cell("classes")) {
            Ok(set) => set,
            Err(name) => {
                return bad(
                    format!("There is no group `{name}`."),
                    format!("Er is geen groep `{name}`."),
                );
            }
        };
        if !self.subject.admits(self.set_of(set)) && self.register.has_classes {
            return Ok(Err(Box::new(table.here(
                codes::NOT_A_VOTER,
                Text::new(
                    format!("`{id}` is in none of the groups that sit in this body."),
                    format!("`{id}` zit in geen van de groepen die dit orgaan vormen."),
                ),
            ))));
        }
        let weight = match self.weight(id, set, table.cell("weight")) {
            Ok(weight) => weight,
            Err(text) => {
                return Ok(Err(Box::new(table.here(codes::BAD_RECORD, text))));
            }
        };
        let Some(recused) = yes(table.cell("recused")) else {
            return not_yes(table, "recused");
        };
        let presence = match table.cell("present").to_lowercase().as_str() {
            _ if !self.register.has_presence => Presence::Unstated,
            "proxy" | "volmacht" => Presence::Proxy,
            cell => match yes(cell) {
                Some(true) => Presence::Yes,
                Some(false) => Presence::No,
                None => return not_yes(table, "present"),
            },
        };
        let holder = table.cell("proxy");
        if !holder.is_empty() {
            let given = (holder.to_string(), table.line());
            self.given.insert(id.to_string(), given);
        } else if presence == Presence::Proxy {
            return bad(
                format!("`{id}` is present by proxy, and the register does not say whose."),
                format!("`{id}` is er bij volmacht, en het register zegt niet wie die heeft."),
            );
        }
        if recused {
            self.register.recused.insert(id.to_string());
        }
        if let Some(sortition) = &self.subject.decision.sortition
            && !recused
            && self.set_of(set).iter().any(|g| sortition.from.contains(g))
        {
            self.register.pool.push(Candidate {
                name: id.to_string(),
                stratum: table.cell("stratum").to_string(),
            });
        }
        let entry = Entry {
            weight,
            recused,
            presence,
            set,
        };
        self.register.count += 1;
        *self.register.weights.entry(weight).or_insert(0) += 1;
        self.register.rows.put(id, table.line(), &entry.bytes())?;
        Ok(Ok(()))
    }

    fn set_of(&self, set: u32) -> &BTreeSet<GroupId> {
        static NONE: BTreeSet<GroupId> = BTreeSet::new();
        self.register.sets.get(set as usize).unwrap_or(&NONE)
    }

    /// The groups of a member: what the cell names, what the source says of a party of that name, and all above.
    fn set(&mut self, id: &str, cell: &str) -> Result<u32, String> {
        let party = self.subject.party(id);
        if let (None, Some(set)) = (party, self.written_sets.get(cell)) {
            return Ok(*set);
        }
        let mut set = BTreeSet::new();
        for name in words(cell) {
            let group = self.subject.group(name).ok_or_else(|| name.to_string())?;
            set.extend(self.subject.above(group));
        }
        if let Some(party) = party {
            set.extend(self.subject.groups_of(party));
        }
        let next = self.register.sets.len() as u32;
        let place = *self.set_places.entry(set.clone()).or_insert(next);
        if place == next {
            self.register.sets.push(set);
        }
        if party.is_none() {
            self.written_sets.insert(cell.to_string(), place);
        }
        Ok(place)
    }

    fn weight(&mut self, id: &str, set: u32, cell: &str) -> Result<i64, Text> {
        let Some(Votes::Weighted {
            table, function, ..
        }) = self.subject.body.map(|b| &b.votes)
        else {
            return Ok(1);
        };
        let found = if !table.is_empty() {
            let (groups, party) = (self.set_of(set), self.subject.party(id));
            weight::by_table(table, |holder| match holder {
                Holder::Group(group) => groups.contains(&group),
                Holder::Party(other) => party == Some(other),
                Holder::Commons => false,
            })
        } else if let Some(weight) = self.weight_of.get(cell) {
            Ok(*weight)
        } else {
            let value = scaled(cell).ok_or_else(|| {
                Text::new(
                    format!("`{id}` has no weight that can be read: \"{cell}\"."),
                    format!("`{id}` heeft geen leesbaar gewicht: \"{cell}\"."),
                )
            })?;
            let found = match function {
                Some(function) => weight::by_function(function, value),
                None => weight::as_it_is(value),
            };
            if let Ok(weight) = found
                && self.weight_of.len() < MOST_REMEMBERED
            {
                self.weight_of.insert(cell.to_string(), weight);
            }
            found
        };
        found.map_err(|why| no_weight(id, why))
    }

    fn finish(mut self, file: usize, problems: &mut Problems) -> Result<Register, Unusable> {
        let rule = self.subject.decision.proxies.as_ref();
        let held_by = rule.map_or(&[][..], |r| &r.held_by);
        // Who may hold a proxy is only looked up for those who do.
        let (mut known, mut able) = (BTreeSet::new(), BTreeSet::new());
        if !self.given.is_empty() {
            let holders: BTreeSet<&str> = self.given.values().map(|(h, _)| h.as_str()).collect();
            for part in 0..super::spill::PARTS {
                for row in self.register.rows.part(part)? {
                    let set = Entry::read(&row.rest).map_or(u32::MAX, |e| e.set);
                    let groups = self.register.sets.get(set as usize);
                    let able_to = groups.is_some_and(|g| held_by.iter().any(|h| g.contains(h)));
                    if holders.contains(row.key.as_str()) {
                        known.insert(row.key.clone());
                        if able_to {
                            able.insert(row.key);
                        }
                    }
                }
            }
        }
        for (holder, line) in self.given.values().filter(|(h, _)| !known.contains(h)) {
            problems.push(RowProblem {
                file,
                line: *line,
                code: codes::NOT_A_VOTER,
                message: Text::new(
                    format!("`{holder}` holds a proxy and is not in the register."),
                    format!("`{holder}` houdt een volmacht en staat niet in het register."),
                ),
                other: None,
            });
        }
        match resolve(rule, &self.given, |holder| able.contains(holder)) {
            Ok(voters) => self.register.voters = voters,
            Err(found) => {
                for (line, problem) in found {
                    problems.push(RowProblem {
                        file,
                        line,
                        code: codes::PROXY_NOT_ALLOWED,
                        message: proxy_words(&problem),
                        other: None,
                    });
                }
            }
        }
        Ok(self.register)
    }
}

/// So many different cells of weight are remembered; working one out again is only slower.
const MOST_REMEMBERED: usize = 100_000;

fn not_yes(table: &Table, column: &str) -> Result<RowResult, std::io::Error> {
    let cell = table.cell(column);
    Ok(Err(Box::new(table.here(
        codes::BAD_RECORD,
        Text::new(
            format!("\"{cell}\" in the column `{column}` is neither yes nor no."),
            format!("\"{cell}\" in de kolom `{column}` is ja noch nee."),
        ),
    ))))
}

/// A number of 0 or more with at most nine decimals, exact.
fn scaled(cell: &str) -> Option<Scaled> {
    let (whole, decimals) = cell.split_once('.').unwrap_or((cell, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 9 {
        return None;
    }
    Some(Scaled {
        digits: format!("{whole}{decimals}").parse().ok()?,
        decimals: decimals.len() as u8,
    })
}

fn no_weight(id: &str, why: NoWeight) -> Text {
    let (en, nl) = match why {
        NoWeight::Negative => ("is below nought", "is kleiner dan nul"),
        NoWeight::NotWhole => (
            "is no whole number, and the source does not say how it is rounded",
            "is geen geheel getal, en de bron zegt niet hoe wordt afgerond",
        ),
        NoWeight::TooLarge => ("is too large", "is te groot"),
        NoWeight::NotInTable => (
            "is not in the table of the source",
            "staat niet in de tabel van de bron",
        ),
        NoWeight::Ambiguous => (
            "is not clear: two rows of the table are about this member and differ",
            "is niet duidelijk: twee rijen van de tabel gaan over dit lid en verschillen",
        ),
    };
    Text::new(
        format!("The weight of `{id}` {en}."),
        format!("Het gewicht van `{id}` {nl}."),
    )
}

fn proxy_words(problem: &ProxyProblem) -> Text {
    match problem {
        ProxyProblem::NotAllowed => Text::new(
            "Nobody may vote by proxy in this decision.",
            "Bij dit besluit is stemmen bij volmacht niet mogelijk.",
        ),
        ProxyProblem::MayNotHold(holder) => Text::new(
            format!("`{holder}` is in none of the groups that may hold a proxy."),
            format!("`{holder}` zit in geen van de groepen die een volmacht mogen houden."),
        ),
        ProxyProblem::OverCap { holder, cap } => Text::new(
            format!(
                "`{holder}` would vote for more than {cap} other{}.",
                if *cap == 1 { "" } else { "s" }
            ),
            format!(
                "`{holder}` zou voor meer dan {cap} {} stemmen.",
                if *cap == 1 { "ander" } else { "anderen" }
            ),
        ),
        ProxyProblem::PassedOn(holder) => Text::new(
            format!("`{holder}` has given a proxy as well, and a proxy may not be passed on."),
            format!("`{holder}` heeft zelf ook een volmacht gegeven, en doorgeven kan niet."),
        ),
        ProxyProblem::Circle(giver) => Text::new(
            format!("The proxy of `{giver}` goes round and comes back to where it began."),
            format!("De volmacht van `{giver}` gaat rond en komt terug waar ze begon."),
        ),
    }
}
