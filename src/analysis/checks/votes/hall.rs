//! All votes of all memberships, as inequalities: so many members of each kind in each place.
//!
//! What `analysis::tally` counts on one poll is here a condition on numbers that are not known yet. `tally` stays the meaning: whatever is found is
//! counted by it before it is told (`replay`).

use crate::analysis::electorate::{Electorate, Numbers};
use crate::analysis::inequalities::{Sum, System, Var};
use crate::analysis::tally::counting::whole_of;
use crate::model::{
    Amount, Decision, Electorate as Whole, GroupId, Quorum, QuorumOption, Ratio, Test, TestKind,
    Tie,
};

/// Where a member is and what becomes of the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    For,
    Against,
    Abstain,
    Blank,
    Invalid,
    /// There, without a ballot.
    Silent,
    Away,
    /// For, by proxy.
    SentFor,
    RecusedHere,
    RecusedAway,
}

impl Place {
    pub fn recused(self) -> bool {
        matches!(self, Place::RecusedHere | Place::RecusedAway)
    }

    pub fn present(self) -> bool {
        !matches!(self, Place::Away | Place::RecusedAway)
    }

    /// For, there or by proxy.
    pub fn is_for(self) -> bool {
        matches!(self, Place::For | Place::SentFor)
    }

    pub fn ballot(self) -> bool {
        self.is_for()
            || matches!(
                self,
                Place::Against | Place::Abstain | Place::Blank | Place::Invalid
            )
    }

    fn took_part(self) -> bool {
        self.is_for() || matches!(self, Place::Against | Place::Abstain)
    }
}

/// Conditions that must all hold: each sum is nought or more.
pub(super) type All = Vec<Sum>;
/// Of these, one must hold.
pub(super) type Any = Vec<All>;

/// A number of members of one kind in one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub kind: usize,
    pub place: Place,
    pub n: Var,
}

/// People or votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    People,
    Votes,
}

/// The votes that a decision and its body allow, with everyone in some of the places.
#[derive(Debug, Clone)]
pub(super) struct Hall<'a> {
    pub decision: &'a Decision,
    pub electorate: &'a Electorate,
    /// Votes of one member of each kind, after the cap.
    pub weights: Vec<i64>,
    /// So many times more for whoever is there and for: for weights that the source does not know.
    pub heavy: i64,
    pub cells: Vec<Cell>,
    pub vacant: Sum,
    pub system: System,
}

impl<'a> Hall<'a> {
    /// Members in these places only; at least one member, one in each class that counts, and one who is not recused.
    pub fn new(
        decision: &'a Decision,
        electorate: &'a Electorate,
        weights: &[i64],
        places: &[Place],
    ) -> Self {
        let mut system = System::default();
        let mut cells = Vec::new();
        for (kind, of) in electorate.kinds.iter().enumerate() {
            if of.most == Some(0) {
                continue;
            }
            for place in places {
                if place.recused() && !may_be_recused(decision, electorate, kind) {
                    continue;
                }
                let n = system.var();
                cells.push(Cell {
                    kind,
                    place: *place,
                    n,
                });
            }
        }
        let vacant = match electorate.seats {
            Some(_) => system.var().into(),
            None => Sum::default(),
        };
        let mut hall = Hall {
            decision,
            electorate,
            weights: weights.to_vec(),
            heavy: 1,
            cells,
            vacant,
            system,
        };
        let kinds = (0..electorate.kinds.len()).map(|at| hall.sum(Measure::People, |k, _| k == at));
        let numbers = Numbers {
            kinds: kinds.collect(),
            vacant: hall.vacant.clone(),
        };
        electorate.constrain(&mut hall.system, &numbers);
        hall.system.at_least(&numbers.members(), 1);
        let recused = hall.sum(Measure::People, |_, p| p.recused());
        hall.system
            .holds(numbers.members().plus(&recused, -1).and(-1));
        for group in hall.classes() {
            if hall.can_be_empty(group) {
                continue;
            }
            let members = hall.class(group, Measure::People, |_| true);
            hall.system.at_least(&members, 1);
        }
        hall
    }

    /// A sum over the members in some places, in people or in votes.
    pub fn sum(&self, measure: Measure, of: impl Fn(usize, Place) -> bool) -> Sum {
        let mut sum = Sum::default();
        for cell in self.cells.iter().filter(|c| of(c.kind, c.place)) {
            let times = match measure {
                Measure::People => 1,
                Measure::Votes => self.weight(*cell),
            };
            sum.add(cell.n, times);
        }
        sum
    }

    /// Votes of one member there.
    pub fn weight(&self, cell: Cell) -> i64 {
        let own = self.weights.get(cell.kind).copied().unwrap_or(0);
        match cell.place {
            Place::For => own.saturating_mul(self.heavy),
            _ => own,
        }
    }

    pub fn room(&self, measure: Measure, of: impl Fn(Place) -> bool) -> Sum {
        self.sum(measure, |_, place| of(place))
    }

    pub fn class(&self, group: GroupId, measure: Measure, of: impl Fn(Place) -> bool) -> Sum {
        self.sum(measure, |kind, place| self.is_in(kind, group) && of(place))
    }

    pub fn is_in(&self, kind: usize, group: GroupId) -> bool {
        let of = self.electorate.kinds.get(kind);
        of.is_some_and(|k| self.electorate.is_in(k, group))
    }

    /// The classes whose vote or quorum counts.
    pub fn classes(&self) -> Vec<GroupId> {
        let quorums = self
            .decision
            .quorums()
            .chain(self.decision.participations());
        let tests = self.decision.tests.iter().map(|t| whole_of(&t.kind));
        let mut out: Vec<GroupId> = quorums
            .map(|q| q.of)
            .chain(tests)
            .filter_map(|of| match of {
                Whole::Class(group) => Some(group),
                _ => None,
            })
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether memberships without anyone of this class are looked at: nobody can be in it, or the decision says what holds.
    fn can_be_empty(&self, group: GroupId) -> bool {
        self.decision.empty_class == Some(true)
            || !self.cells.iter().any(|c| self.is_in(c.kind, group))
    }

    fn without_recused(&self, options: &[QuorumOption]) -> bool {
        let of_decision = self.decision.recuse.iter().flat_map(|r| &r.options);
        options
            .iter()
            .chain(of_decision)
            .any(|o| *o == QuorumOption::WithoutRecused)
    }

    /// Votes that are cast.
    fn is_cast(&self, place: Place) -> bool {
        place.is_for()
            || place == Place::Against
            || place == Place::Abstain && self.decision.abstentions_count == Some(true)
            || place == Place::Blank && self.decision.blank_count == Some(true)
    }

    /// What those who vote on a whole are counted in.
    pub fn measure(&self, of: Whole) -> Measure {
        match of {
            Whole::VotesCast | Whole::Weight => Measure::Votes,
            _ => Measure::People,
        }
    }

    /// The whole that a share is of.
    pub fn whole(&self, of: Whole, options: &[QuorumOption]) -> Sum {
        let gone = self.without_recused(options);
        let counts = |p: Place| !(gone && p.recused());
        match of {
            Whole::VotesCast => self.room(Measure::Votes, |p| self.is_cast(p)),
            Whole::Present => self.present(Measure::People, options),
            Whole::Members => self.room(Measure::People, counts),
            Whole::Seats => self.room(Measure::People, counts).plus(&self.vacant, 1),
            Whole::Weight => self.room(Measure::Votes, counts),
            Whole::Class(group) => self.class(group, Measure::People, counts),
        }
    }

    fn present(&self, measure: Measure, options: &[QuorumOption]) -> Sum {
        let gone = self.without_recused(options);
        let own = options.contains(&QuorumOption::WithoutProxies);
        self.room(measure, |p| {
            p.present() && !(gone && p.recused()) && !(own && p == Place::SentFor)
        })
    }

    /// Votes of one kind that a test on this whole is about.
    pub fn votes(&self, of: Whole, measure: Measure, which: impl Fn(Place) -> bool) -> Sum {
        match of {
            Whole::Class(group) => self.class(group, measure, which),
            _ => self.room(measure, which),
        }
    }

    pub fn reached(&self, quorum: &Quorum, took_part: bool) -> Sum {
        let measure = self.measure(quorum.of);
        if took_part {
            self.votes(quorum.of, measure, Place::took_part)
        } else if let Whole::Class(group) = quorum.of {
            self.class(group, measure, Place::ballot)
        } else {
            self.present(measure, &quorum.options)
        }
    }

    /// A number is at least an amount of a whole.
    pub fn reaches(&self, number: &Sum, amount: Amount, whole: &Sum, more: bool) -> Sum {
        let more = i64::from(more);
        match amount {
            Amount::Count(n) => number.clone().and(n.saturating_add(more).saturating_neg()),
            Amount::Share(share) => Sum::constant(-more)
                .plus(number, *share.denom())
                .plus(whole, share.numer().saturating_neg()),
        }
    }

    pub fn quorum_met(&self, quorum: &Quorum, took_part: bool) -> Any {
        let whole = self.whole(quorum.of, &quorum.options);
        let reached = self.reached(quorum, took_part);
        let met = vec![self.reaches(&reached, quorum.amount, &whole, false)];
        let mut any = vec![met];
        if let (Whole::Class(group), Some(true)) = (quorum.of, self.decision.empty_class) {
            let members = self.class(group, Measure::People, |_| true);
            any.push(vec![not(&members.and(-1))]);
        }
        any
    }

    fn quorum_missed(&self, quorum: &Quorum, took_part: bool) -> Any {
        let whole = self.whole(quorum.of, &quorum.options);
        let reached = self.reached(quorum, took_part);
        let mut all = vec![not(&self.reaches(&reached, quorum.amount, &whole, false))];
        if let (Whole::Class(group), Some(true)) = (quorum.of, self.decision.empty_class) {
            all.push(self.class(group, Measure::People, |_| true).and(-1));
        }
        vec![all]
    }

    /// Enough are left for each quorum, where the source says that another body decides otherwise.
    fn enough_left(&self) -> Any {
        let mut any = vec![Vec::new()];
        if self.decision.too_few.is_none() {
            return any;
        }
        let left = |p: Place| !p.recused();
        for quorum in self.decision.quorums() {
            let measure = self.measure(quorum.of);
            let whole = self.whole(quorum.of, &quorum.options);
            let room = self.room(measure, left);
            let enough = |left: &Sum| self.reaches(left, quorum.amount, &whole, false);
            let of = match quorum.of {
                Whole::Class(group) => {
                    let recused = self.class(group, Measure::People, Place::recused);
                    let members = self.class(group, Measure::People, left);
                    let mut of = vec![
                        vec![not(&recused.clone().and(-1)), enough(&room)],
                        vec![recused.and(-1), enough(&members), members.and(-1)],
                    ];
                    if self.decision.empty_class == Some(true) {
                        let all = self.class(group, Measure::People, |_| true);
                        of.push(vec![not(&all.and(-1))]);
                    }
                    of
                }
                _ => vec![vec![enough(&room), room.and(-1)]],
            };
            any = both(&any, &of);
        }
        any
    }

    /// The ballots adopt.
    pub fn adopted(&self) -> Any {
        let mut any = self.quorums_met();
        for test in &self.decision.tests {
            any = both(&any, &self.holds(test, false));
        }
        any
    }

    /// All quorums are met, and another body need not decide.
    pub fn quorums_met(&self) -> Any {
        let mut any = self.enough_left();
        let quorums = self.decision.quorums().map(|q| (q, false));
        let participations = self.decision.participations().map(|q| (q, true));
        for (quorum, took_part) in quorums.chain(participations) {
            any = both(&any, &self.quorum_met(quorum, took_part));
        }
        any
    }

    /// The ballots reject: a quorum is missed or a test fails, and it is this body that decides.
    pub fn rejected(&self) -> Any {
        let quorums = self.decision.quorums().map(|q| (q, false));
        let participations = self.decision.participations().map(|q| (q, true));
        let mut any: Any = quorums
            .chain(participations)
            .flat_map(|(q, took_part)| self.quorum_missed(q, took_part))
            .collect();
        any.extend(self.decision.tests.iter().flat_map(|t| self.fails(t)));
        both(&self.enough_left(), &any)
    }

    /// A tie that the rule for ties breaks: each such test is tied, the others hold.
    pub fn tied(&self) -> Any {
        let mut some = Vec::new();
        for (at, tied) in self.decision.tests.iter().enumerate() {
            let Some(tie) = self.tie(tied) else { continue };
            let mut any = both(&self.quorums_met(), &vec![tie]);
            for (other, test) in self.decision.tests.iter().enumerate() {
                if other != at {
                    any = both(&any, &self.holds(test, true));
                }
            }
            some.extend(any);
        }
        some
    }

    /// As many for as against, in a test on which a tie is broken.
    fn tie(&self, test: &Test) -> Option<All> {
        let of = match &test.kind {
            TestKind::Majority { of: None } => None,
            TestKind::Majority {
                of: Some(Whole::VotesCast),
            } => Some(Whole::VotesCast),
            _ => return None,
        };
        let y = self.room(Measure::Votes, Place::is_for);
        let x = self.room(Measure::Votes, |p| p == Place::Against);
        let mut all = vec![
            y.clone().plus(&x, -1),
            x.clone().plus(&y, -1),
            y.clone().and(-1),
        ];
        if of.is_some() {
            // Abstentions that are counted make it a share of a whole.
            all.push(Sum::default().plus(&self.counted_besides(), -1));
        }
        Some(all)
    }

    /// Abstentions and blank votes that are votes cast.
    fn counted_besides(&self) -> Sum {
        self.room(Measure::Votes, |p| {
            self.is_cast(p) && !p.is_for() && p != Place::Against
        })
    }

    /// A test holds; where `or_tied`, also if it is tied.
    fn holds(&self, test: &Test, or_tied: bool) -> Any {
        let of = whole_of(&test.kind);
        let mut any = vec![self.holds_with_members(test, of)];
        if or_tied || self.decision.tie == Some(Tie::Adopted) {
            any.extend(self.tie(test));
        }
        let Whole::Class(group) = of else {
            return any;
        };
        let members = self.class(group, Measure::People, |_| true);
        for all in &mut any {
            all.push(members.clone().and(-1));
        }
        if self.decision.empty_class == Some(true) {
            any.push(vec![not(&members.and(-1))]);
        }
        any
    }

    fn holds_with_members(&self, test: &Test, of: Whole) -> All {
        let measure = self.measure(of);
        let whole = self.whole(of, &[]);
        let y = self.votes(of, measure, Place::is_for);
        let x = self.votes(of, measure, |p| p == Place::Against);
        let none = |sum: &Sum| Sum::default().plus(sum, -1);
        let half = Amount::Share(Ratio::new(1, 2));
        match &test.kind {
            TestKind::Majority { of: None } => vec![y.plus(&x, -1).and(-1)],
            TestKind::Majority {
                of: Some(Whole::Class(group)),
            } => {
                let y = self.class(*group, Measure::Votes, Place::is_for);
                let x = self.class(*group, Measure::Votes, |p| p == Place::Against);
                vec![y.plus(&x, -1).and(-1)]
            }
            TestKind::Majority { .. } => vec![self.reaches(&y, half, &whole, true)],
            TestKind::Share {
                more_than, amount, ..
            } => vec![
                self.reaches(&y, *amount, &whole, *more_than),
                y.clone().and(-1),
            ],
            TestKind::Opposition { less_than, .. } => {
                vec![not(&self.reaches(&x, *less_than, &whole, false))]
            }
            TestKind::Unanimity { .. } => vec![
                none(&x),
                y.clone().plus(&whole, -1),
                whole.clone().plus(&y, -1),
                y.clone().and(-1),
            ],
            TestKind::Consent {
                silence_consents: Some(false),
                ..
            } => vec![none(&x), y.plus(&whole, -1)],
            TestKind::Consent { .. } | TestKind::LazyConsensus { .. } => vec![none(&x)],
        }
    }

    /// A test fails. An objection that another decision is then about is no failure.
    fn fails(&self, test: &Test) -> Any {
        let of = whole_of(&test.kind);
        let measure = self.measure(of);
        let x = self.votes(of, measure, |p| p == Place::Against);
        let mut any: Any = match &test.kind {
            TestKind::LazyConsensus {
                otherwise: Some(_), ..
            } => Vec::new(),
            TestKind::Consent {
                otherwise: Some(_),
                silence_consents,
                ..
            } => match silence_consents {
                Some(false) => {
                    let y = self.votes(of, measure, Place::is_for);
                    let short = self.whole(of, &[]).plus(&y, -1).and(-1);
                    vec![vec![short, Sum::default().plus(&x, -1)]]
                }
                _ => Vec::new(),
            },
            _ => {
                let holds = self.holds_with_members(test, of);
                holds.iter().map(|sum| vec![not(sum)]).collect()
            }
        };
        if self.tie(test).is_some() && !matches!(self.decision.tie, None | Some(Tie::Rejected)) {
            // A tie is no failure: there are fewer for than against, or nobody is for, or others are counted.
            let y = self.room(Measure::Votes, Place::is_for);
            let others = self.counted_besides();
            let no_tie = vec![
                vec![x.plus(&y, -1).and(-1)],
                vec![not(&y.and(-1))],
                vec![others.and(-1)],
            ];
            any = both(&any, &no_tie);
        }
        if let Whole::Class(group) = of {
            let members = self.class(group, Measure::People, |_| true);
            for all in &mut any {
                all.push(members.clone().and(-1));
            }
            if self.decision.empty_class != Some(true) {
                any.push(vec![not(&members.and(-1))]);
            }
        }
        any
    }
}

/// The opposite: the sum is below nought.
pub(super) fn not(sum: &Sum) -> Sum {
    Sum::constant(-1).plus(sum, -1)
}

/// Every way in which both hold.
pub(super) fn both(one: &Any, other: &Any) -> Any {
    let join = |a: &All| {
        let a = a.clone();
        other.iter().map(move |b| [a.clone(), b.clone()].concat())
    };
    one.iter().flat_map(join).collect()
}

fn may_be_recused(decision: &Decision, electorate: &Electorate, kind: usize) -> bool {
    let (Some(recuse), Some(kind)) = (&decision.recuse, electorate.kinds.get(kind)) else {
        return false;
    };
    let who = recuse.who.as_ref();
    who.is_none_or(|who| who.iter().any(|h| electorate.is(kind, *h)))
}
