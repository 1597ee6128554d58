//! Who can be in a body: every membership that the source allows, without listing them.
//!
//! A [`Kind`] of member is someone in exactly these of the groups that matter to a question. A **membership** says how many
//! there are of each kind, and how many seats are vacant. What the source allows is a set of inequalities on those numbers
//! (`size`, seats, who is named), so that [`crate::analysis::inequalities`] can look for the smallest membership with a property, or show
//! that there is none. Definitions and proofs: docs/semantics, section 13.

mod build;
mod limits;
mod membership;

pub use limits::Numbers;
pub use membership::{Membership, Memberships, settled_after};

use crate::model::{BodyId, GroupId, Holder, PartyId, Ratio};

/// The members of a body, as far as the source determines them.
#[derive(Debug, Clone)]
pub struct Electorate {
    pub body: BodyId,
    /// The groups that are told apart, sorted. Whoever is in the body is also in its own group.
    pub groups: Vec<GroupId>,
    /// Kinds of members; who can be of none of them can't be in the body.
    pub kinds: Vec<Kind>,
    /// For a body of seats: how many. Its members are those less the vacant ones.
    pub seats: Option<i64>,
    /// No holder's share of the weight is above this.
    pub cap: Option<Ratio>,
    limits: Vec<Limit>,
    /// Where the lowest number of members is said by the source: a size, seats, or that nobody else can join.
    size_is_stated: bool,
    stated_groups: Vec<GroupId>,
    own_group: GroupId,
}

/// Members who are in exactly these groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Of those told apart, closed upward; sorted.
    pub groups: Vec<GroupId>,
    /// This very party and nobody else.
    pub party: Option<PartyId>,
    /// So many are named in the source and are in the body for certain.
    pub least: i64,
    /// Where only named parties can be of this kind: how many. Otherwise anyone may be.
    pub most: Option<i64>,
    pub weight: Weight,
}

impl Kind {
    /// Whether someone of this kind is or belongs to a holder.
    pub fn is(&self, holder: Holder) -> bool {
        match holder {
            Holder::Group(group) => self.groups.contains(&group),
            Holder::Party(party) => self.party == Some(party),
            Holder::Commons => false,
        }
    }
}

/// The votes of one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// From a table, or 1 where everyone has one vote.
    Fixed(i64),
    /// From a value that the source does not know: any whole number from nought.
    Any,
}

/// From how many to how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub least: i64,
    /// `None`: any number.
    pub most: Option<i64>,
    /// Whether the source says the lower end (by a size, seats, or because nobody else can join), rather than leaving it open.
    pub stated: bool,
}

/// How two groups lie within one body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Same,
    /// The first lies within the second.
    Within,
    /// The second lies within the first.
    Around,
    Disjoint,
    Overlapping,
}

/// Why a question about a body is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// The decision or body does not exist (which is reported elsewhere).
    NoBody,
    /// More kinds of members than can be told apart in reasonable time.
    TooManyKinds,
    /// No numbers satisfy what the source says of the sizes.
    Impossible,
}

/// So many members of some kinds.
#[derive(Debug, Clone)]
struct Limit {
    /// Places in `kinds`.
    kinds: Vec<usize>,
    least: i64,
    most: Option<i64>,
    /// Vacant seats may be the ones that are missing.
    less_vacant: bool,
}

impl Electorate {
    /// Whether someone of this kind is in a group; everyone is in the body's own.
    pub fn is_in(&self, kind: &Kind, group: GroupId) -> bool {
        group == self.own_group || kind.groups.contains(&group)
    }

    /// Whether someone of this kind is or belongs to a holder.
    pub fn is(&self, kind: &Kind, holder: Holder) -> bool {
        match holder {
            Holder::Group(group) => self.is_in(kind, group),
            _ => kind.is(holder),
        }
    }

    /// Whether votes are counted apart from people.
    pub fn is_weighted(&self) -> bool {
        self.cap.is_some() || self.kinds.iter().any(|k| k.weight != Weight::Fixed(1))
    }

    /// How two of the groups told apart lie within the body.
    pub fn relation(&self, one: GroupId, other: GroupId) -> Relation {
        let some = |a: bool, b: bool| {
            let mut kinds = self.kinds.iter().filter(|k| k.most != Some(0));
            kinds.any(|k| self.is_in(k, one) == a && self.is_in(k, other) == b)
        };
        match (some(true, true), some(true, false), some(false, true)) {
            (_, false, false) => Relation::Same,
            (false, ..) => Relation::Disjoint,
            (true, false, true) => Relation::Within,
            (true, true, false) => Relation::Around,
            (true, true, true) => Relation::Overlapping,
        }
    }
}
