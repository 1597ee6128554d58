//! How much a vote weighs: a table for each decision in which not all votes are alike.
//!
//! Shares are exact fractions, rounded to a tenth of a per cent in whole numbers (half goes up). Where the source leaves open how
//! many members there are, the table is an example, and says so.

use super::page::{Item, Section, Table, TableRow};
use super::view::View;
use crate::analysis::electorate::{Electorate, Kind, Membership};
use crate::analysis::indices::{Voters, game_of, indices, memberships, voters};
use crate::diagnostic::Lang;
use crate::model::{Decision, DecisionId};
use crate::prose::Words;
use num_bigint::BigUint;
use num_rational::Ratio;

/// In an example there are so many of each kind, or as near as the source allows.
const EXAMPLES: [i64; 4] = [10, 5, 3, 1];

impl View<'_> {
    /// Bare where all votes are alike.
    pub fn weighing(&self) -> Section {
        let text = self.texts.list("weighing", "text");
        let mut section = Section::new("weighing", self.t("weighing", "title"), text);
        // Decisions with the same table stand together.
        let mut tables: Vec<(Vec<DecisionId>, bool, Table)> = Vec::new();
        for (at, decision) in self.model.decisions.iter().enumerate() {
            let Some((example, table)) = self.weight_table(decision) else {
                continue;
            };
            let body = |ids: &[DecisionId]| {
                let first = ids
                    .first()
                    .and_then(|d| self.model.decisions.get(d.index()));
                first.and_then(|d| d.taken_by)
            };
            let same = |(ids, e, t): &&mut (Vec<DecisionId>, bool, Table)| {
                body(ids) == decision.taken_by && *e == example && cells(t) == cells(&table)
            };
            match tables.iter_mut().find(same) {
                Some((ids, ..)) => ids.push(DecisionId::new(at)),
                None => tables.push((vec![DecisionId::new(at)], example, table)),
            }
        }
        for (ids, example, mut table) in tables {
            let names: Vec<String> = ids.iter().map(|id| self.name(self.decision(*id))).collect();
            let names = self.words().and(&names);
            let key = if example { "example" } else { "exact" };
            table.caption = self.fill("weighing", key, &[("x", &names)]);
            section.tables.push(table);
        }
        section
    }

    fn weight_table(&self, decision: &Decision) -> Option<(bool, Table)> {
        let electorate = Electorate::of_decision(self.model, decision).ok()?;
        if !electorate.is_weighted() && !decision.by_class() {
            return None;
        }
        let (example, membership) = membership(&electorate)?;
        let of = voters(decision, &electorate, &membership)?;
        let found = indices(&game_of(decision, &of, membership.vacant).ok()?).ok()?;
        let mut votes = of.iter().map(|v| v.weight.checked_mul(v.members));
        let all = votes.try_fold(0u64, |sum, n| sum.checked_add(n?))?;
        if all == 0 {
            return None;
        }
        let kinds = electorate.kinds.iter().zip(&of).enumerate();
        let rows: Option<Vec<TableRow>> = kinds
            .filter(|(_, (_, v))| v.members > 0)
            .map(|(at, (kind, voters))| {
                let Voters {
                    members, weight, ..
                } = voters;
                let share = Ratio::new(BigUint::from(*weight), BigUint::from(all));
                let share = [Some(share), found.banzhaf(at), found.shapley(at)];
                let mut cells = vec![members.to_string(), weight.to_string()];
                cells.extend(
                    share
                        .into_iter()
                        .map(|s| s.map_or("–".into(), |s| self.percent(&s))),
                );
                Some(TableRow {
                    id: None,
                    head: Item::text(self.voter(kind)),
                    cells: cells.into_iter().map(|c| vec![Item::text(c)]).collect(),
                })
            })
            .collect();
        let rows = rows.filter(|rows| rows.len() > 1)?;
        let head = ["who", "members", "votes", "share", "swings", "turns"];
        let table = Table {
            head: head.map(|key| self.t("weighing", key).to_string()).to_vec(),
            rows,
            numbers: true,
            ..Table::default()
        };
        Some((example, table))
    }

    /// A named member, or the narrowest groups that members are in.
    fn voter(&self, kind: &Kind) -> String {
        if let Some(party) = kind.party {
            return self.name(self.party(party));
        }
        let tree = &self.model.group_tree;
        let narrow = kind.groups.iter().filter(|g| {
            let mut others = kind.groups.iter();
            !others.any(|other| other != *g && tree.is_within(other.0, g.0))
        });
        let names: Vec<String> = narrow.map(|g| self.name(self.group(*g))).collect();
        match names.as_slice() {
            [] => self.t("weighing", "others").to_string(),
            names => Words::new(self.model, self.lang).and(names),
        }
    }

    /// "16.7%", "16,7%": to a tenth, half up.
    fn percent(&self, share: &Ratio<BigUint>) -> String {
        let tenths: BigUint = (share.numer() * 2_000u32 + share.denom()) / (share.denom() * 2u32);
        let point = match self.lang {
            Lang::En => ".",
            Lang::Nl => ",",
        };
        format!("{}{point}{}%", &tenths / 10u32, &tenths % 10u32)
    }
}

fn cells(table: &Table) -> Vec<(&Item, &Vec<Vec<Item>>)> {
    table.rows.iter().map(|r| (&r.head, &r.cells)).collect()
}

/// The one membership that the source allows; else an example, with true.
fn membership(electorate: &Electorate) -> Option<(bool, Membership)> {
    if let Some(all) = memberships(electorate)
        && let [one] = all.as_slice()
    {
        return Some((false, one.clone()));
    }
    let some = EXAMPLES.iter().find_map(|wanted| {
        let of = |k: &Kind| (*wanted).max(k.least).min(k.most.unwrap_or(i64::MAX));
        let kinds: Vec<i64> = electorate.kinds.iter().map(of).collect();
        let size: i64 = kinds.iter().sum();
        let vacant = electorate.seats.map_or(0, |seats| seats - size);
        let membership = Membership { kinds, vacant };
        electorate.allows(&membership).then_some(membership)
    })?;
    Some((true, some))
}
