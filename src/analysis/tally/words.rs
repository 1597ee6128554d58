//! A count in words, English and Dutch: each test with its numbers, the outcome, the reasons.

use super::clock::Moment;
use super::counting::{Bound, Count, QuorumCount, TestCount, TestResult};
use super::ending::{Decided, Ending, Missing, Reason};
use crate::diagnostic::Text;
use crate::model::{Decision, Model, Quorum, Silence, TestKind, Tie};
use crate::prose::{Words, both, capital};

/// One line of the count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was asked.
    pub asked: Text,
    /// The numbers.
    pub numbers: Text,
    /// Whether it holds; `None`: not settled.
    pub holds: Option<bool>,
}

/// Quorums and tests, in the order in which they are looked at.
pub fn lines(model: &Model, decision: &Decision, count: &Count) -> Vec<Line> {
    let mut lines = quorum_lines(model, decision, count);
    for (test, counted) in decision.tests.iter().zip(&count.tests) {
        lines.push(Line {
            asked: both(model, |w| capital(&w.test_words(&test.kind))),
            numbers: test_numbers(model, &test.kind, counted),
            holds: match counted.result {
                TestResult::Holds => Some(true),
                TestResult::Fails => Some(false),
                _ => None,
            },
        });
    }
    lines
}

/// The quorums only.
pub fn quorum_lines(model: &Model, decision: &Decision, count: &Count) -> Vec<Line> {
    let mut lines = Vec::new();
    let name = Text::new("Quorum", "Quorum");
    for (quorum, counted) in decision.quorums().zip(count.quorums()) {
        lines.push(quorum_line(model, quorum, counted, &name));
    }
    let name = Text::new("Participation quorum", "Deelnamequorum");
    for (quorum, counted) in decision.participations().zip(count.participations()) {
        lines.push(quorum_line(model, quorum, counted, &name));
    }
    lines
}

fn quorum_line(model: &Model, quorum: &Quorum, counted: QuorumCount, name: &Text) -> Line {
    let asked = both(model, |w| {
        let amount = w.amount_of(quorum.amount, quorum.of);
        format!("{}: {amount}", name.get(w.lang))
    });
    let QuorumCount {
        needed,
        reached,
        whole,
    } = counted;
    let [needed, reached, whole] = [needed, reached, whole].map(|n| number(model, n));
    Line {
        asked,
        numbers: Text::new(
            format!(
                "{} of {} needed, {} reached",
                needed.en, whole.en, reached.en
            ),
            format!(
                "{} van {} nodig, {} gehaald",
                needed.nl, whole.nl, reached.nl
            ),
        ),
        holds: Some(counted.met()),
    }
}

/// A whole number with separators.
pub fn number(model: &Model, n: i64) -> Text {
    both(model, |w| w.scaled(n, 0))
}

fn test_numbers(model: &Model, kind: &TestKind, counted: &TestCount) -> Text {
    if counted.empty_class {
        return match counted.result {
            TestResult::Holds => Text::new(
                "nobody is in this class; it counts as approving",
                "niemand zit in deze klasse; zij geldt als instemmend",
            ),
            _ => Text::new(
                "nobody is in this class; it counts as refusing",
                "niemand zit in deze klasse; zij geldt als weigerend",
            ),
        };
    }
    let (votes, of) = (number(model, counted.votes), number(model, counted.of));
    let simple = matches!(kind, TestKind::Majority { of: None })
        || matches!(kind, TestKind::Majority { .. }) && counted.bound == after_tie(counted);
    match (kind, counted.bound) {
        (TestKind::Majority { .. }, _) if simple => Text::new(
            format!("{} for, {} against", votes.en, of.en),
            format!("{} voor, {} tegen", votes.nl, of.nl),
        ),
        (TestKind::Consent { .. } | TestKind::LazyConsensus { .. }, Bound::AtMost(_)) => {
            let objections = (
                if counted.votes == 1 {
                    "objection"
                } else {
                    "objections"
                },
                if counted.votes == 1 {
                    "bezwaar"
                } else {
                    "bezwaren"
                },
            );
            Text::new(
                format!("{} {}", votes.en, objections.0),
                format!("{} {}", votes.nl, objections.1),
            )
        }
        (_, Bound::AtLeast(n)) => {
            let n = number(model, n);
            Text::new(
                format!("{} for, of {}; {} needed", votes.en, of.en, n.en),
                format!("{} voor, van {}; {} nodig", votes.nl, of.nl, n.nl),
            )
        }
        (_, Bound::AtMost(n)) => {
            let n = number(model, n.max(0));
            Text::new(
                format!("{} against; at most {} allowed", votes.en, n.en),
                format!("{} tegen; hoogstens {} toegestaan", votes.nl, n.nl),
            )
        }
    }
}

/// A majority of the votes cast is a comparison of for with against: one more than against is needed.
fn after_tie(counted: &TestCount) -> Bound {
    Bound::AtLeast(counted.of.saturating_add(1))
}

/// The outcome, in a few words.
pub fn ending(model: &Model, ending: Ending) -> Text {
    match ending {
        Ending::Adopted => Text::new("adopted", "aangenomen"),
        Ending::Rejected => Text::new("rejected", "verworpen"),
        Ending::Suspended => Text::new("suspended by a veto", "opgeschort door een veto"),
        Ending::ToBody(body) => both(model, |w| {
            let body = w.body(body);
            w.pick(
                format!("no outcome: {body} decides"),
                format!("geen uitslag: {body} beslist"),
            )
        }),
        Ending::ToDecision(id) => both(model, |w| {
            let next = w.decision(id);
            w.pick(
                format!("no outcome: {next} decides"),
                format!("geen uitslag: {next} beslist"),
            )
        }),
        Ending::Tied => Text::new(
            "no outcome: the tie is still to be broken",
            "geen uitslag: het staken van de stemmen moet nog worden beslecht",
        ),
        Ending::NotYet => Text::new(
            "no outcome yet: there is still time to object",
            "nog geen uitslag: er kan nog bezwaar worden gemaakt",
        ),
        Ending::Irregular => Text::new(
            "no valid vote: not held as agreed",
            "geen geldige stemming: niet gehouden zoals afgesproken",
        ),
    }
}

/// A moment: the date, and the time where it is not the beginning or the end of the day.
pub fn moment(model: &Model, at: Moment) -> Text {
    both(model, |w| {
        let day = w.date(at.date());
        let whole =
            at == super::clock::start_of(at.date()) || at == super::clock::end_of(at.date());
        if whole {
            day
        } else {
            let time = format!("{:02}:{:02}", at.hour(), at.minute());
            w.pick(format!("{day}, {time}"), format!("{day} om {time}"))
        }
    })
}

/// The reasons, one sentence each.
pub fn reasons(model: &Model, decision: &Decision, decided: &Decided) -> Vec<Text> {
    let mut out: Vec<Text> = decided
        .reasons
        .iter()
        .map(|r| reason(model, decision, r))
        .collect();
    let dates = [
        (decided.effective, "It has effect from", "Het werkt vanaf"),
        (
            decided.ratify_until,
            "It lapses unless it is ratified by",
            "Het vervalt als het niet is bekrachtigd uiterlijk op",
        ),
        (
            decided.appeal_until,
            "An appeal may be made until",
            "Beroep is mogelijk tot en met",
        ),
    ];
    for (date, en, nl) in dates {
        if let Some(date) = date {
            let date = moment(model, date);
            out.push(Text::new(
                format!("{en} {}.", date.en),
                format!("{nl} {}.", date.nl),
            ));
        }
    }
    out
}

fn reason(model: &Model, decision: &Decision, reason: &Reason) -> Text {
    let fixed = |en: &str, nl: &str| Text::new(en, nl);
    match reason {
        Reason::AllHold => fixed(
            "Everything that is asked holds.",
            "Aan alles wat wordt gevraagd is voldaan.",
        ),
        Reason::QuorumNotMet(at) => {
            let several = !decision.more_quorums.is_empty();
            let asked = decision.quorums().nth(*at).filter(|_| several);
            not_met(model, asked, ("quorum", "quorum"))
        }
        Reason::ParticipationNotMet(at) => {
            let several = !decision.more_participation.is_empty();
            let asked = decision.participations().nth(*at).filter(|_| several);
            not_met(model, asked, ("participation quorum", "deelnamequorum"))
        }
        Reason::TieNotCast(adopts) => {
            let who = match decision.tie {
                Some(Tie::CastingVote(holder)) => both(model, |w| w.holder(holder)),
                _ => Text::default(),
            };
            let then = match adopts {
                true => ("adopted", "aangenomen"),
                false => ("rejected", "verworpen"),
            };
            Text::new(
                format!(
                    "The votes were tied, and {} did not use the casting vote; then the proposal is {}.",
                    who.en, then.0
                ),
                format!(
                    "De stemmen staakten, en {} bracht de beslissende stem niet uit; dan is het voorstel {}.",
                    who.nl, then.1
                ),
            )
        }
        Reason::TestFails(at) => {
            let words = |w: Words| {
                decision
                    .tests
                    .get(*at)
                    .map_or_else(String::new, |t| w.test_words(&t.kind))
            };
            let test = both(model, words);
            Text::new(
                format!("It is not so that {}.", test.en),
                format!("Het is niet zo dat {}.", test.nl),
            )
        }
        Reason::TooFew(body) => named(
            model,
            |w| w.body(*body),
            |b| {
                Text::new(
                    format!("So many are recused that too few may vote; {b} decides."),
                    format!(
                        "Er zijn zoveel verschoonden dat te weinig leden mogen stemmen; {b} beslist."
                    ),
                )
            },
        ),
        Reason::TieByRule(true) => fixed(
            "The votes were tied; a tie adopts.",
            "De stemmen staakten; dan is het voorstel aangenomen.",
        ),
        Reason::TieByRule(false) => fixed(
            "The votes were tied; a tie rejects.",
            "De stemmen staakten; dan is het voorstel verworpen.",
        ),
        Reason::TieByLot(adopts, seed) => {
            let (en, nl) = if *adopts {
                ("for", "voor")
            } else {
                ("against", "tegen")
            };
            Text::new(
                format!("The votes were tied; the lot, with the seed \"{seed}\", fell {en} it."),
                format!("De stemmen staakten; het lot, met startgetal \"{seed}\", viel {nl} uit."),
            )
        }
        Reason::TieByCasting(adopts) => {
            let who = match decision.tie {
                Some(Tie::CastingVote(holder)) => both(model, |w| w.holder(holder)),
                _ => Text::default(),
            };
            let (en, nl) = if *adopts {
                ("for", "voor")
            } else {
                ("against", "tegen")
            };
            Text::new(
                format!(
                    "The votes were tied; the casting vote of {} was {en}.",
                    who.en
                ),
                format!(
                    "De stemmen staakten; de beslissende stem van {} was {nl}.",
                    who.nl
                ),
            )
        }
        Reason::TieOpen => match decision.tie {
            Some(Tie::CastingVote(holder)) => named(
                model,
                |w| w.holder(holder),
                |who| {
                    Text::new(
                        format!("The votes were tied; {who} has not used the casting vote."),
                        format!(
                            "De stemmen staakten; {who} heeft de beslissende stem niet uitgebracht."
                        ),
                    )
                },
            ),
            _ => fixed(
                "The votes were tied, and the lot has not been drawn: the record gives no seed.",
                "De stemmen staakten, en er is niet geloot: het verslag geeft geen startgetal.",
            ),
        },
        Reason::Objection(next) => named(
            model,
            |w| w.decision(*next),
            |d| {
                Text::new(
                    format!("There is an objection; {d} decides."),
                    format!("Er is bezwaar; {d} beslist."),
                )
            },
        ),
        Reason::ClockRanOut(until, silence) => {
            let until = moment(model, *until);
            let then = match silence {
                Silence::Adopted => Text::new("silence adopts it", "dan is het aangenomen"),
                Silence::Rejected => Text::new("silence rejects it", "dan is het verworpen"),
                Silence::EscalatesTo(body) => named(
                    model,
                    |w| w.body(*body),
                    |b| Text::new(format!("it goes to {b}"), format!("dan gaat het naar {b}")),
                ),
            };
            Text::new(
                format!("There was no valid vote by {}; {}.", until.en, then.en),
                format!(
                    "Er was geen geldige stemming uiterlijk op {}; {}.",
                    until.nl, then.nl
                ),
            )
        }
        Reason::NoticeTooShort(term) => named(
            model,
            |w| w.duration(*term),
            |t| {
                Text::new(
                    format!("Less than {t} lay between the notice and the vote."),
                    format!("Tussen de oproep en de stemming zat minder dan {t}."),
                )
            },
        ),
        Reason::WindowTooShort(term) => named(
            model,
            |w| w.duration(*term),
            |t| {
                Text::new(
                    format!("Voting was open for less than {t}."),
                    format!("De stemming stond minder dan {t} open."),
                )
            },
        ),
        Reason::ObjectUntil(until) => {
            let until = moment(model, *until);
            Text::new(
                format!("Anyone may object until {}.", until.en),
                format!("Bezwaar kan tot {}.", until.nl),
            )
        }
        Reason::VetoFinal => by_veto(model, decision, "vetoed it", "sprak een veto uit"),
        Reason::VetoSuspends => by_veto(
            model,
            decision,
            "suspended it by veto",
            "schortte het op met een veto",
        ),
        Reason::VetoOverridden => fixed("The veto was overridden.", "Het veto is doorbroken."),
        Reason::VetoTooLate(last) => {
            let last = moment(model, *last);
            Text::new(
                format!(
                    "The veto came too late: it could be used until {}.",
                    last.en
                ),
                format!("Het veto kwam te laat: het kon tot en met {}.", last.nl),
            )
        }
        Reason::VetoNotAbout => fixed(
            "The veto is about other matters.",
            "Het veto gaat over andere zaken.",
        ),
        Reason::VetoOpen(until) => {
            let who = decision
                .veto
                .as_ref()
                .map(|v| both(model, |w| w.holder(v.by)))
                .unwrap_or_default();
            match until.map(|u| moment(model, u)) {
                Some(until) => Text::new(
                    format!("{} may veto it until {}.", capital(&who.en), until.en),
                    format!(
                        "{} kan tot en met {} een veto uitspreken.",
                        capital(&who.nl),
                        until.nl
                    ),
                ),
                None => Text::new(
                    format!("{} may still veto it.", capital(&who.en)),
                    format!("{} kan nog een veto uitspreken.", capital(&who.nl)),
                ),
            }
        }
        Reason::NoDate(what) => {
            let (en, nl) = match what {
                Missing::Notice => (
                    "when notice was given (`convened`), so the term of notice was not checked",
                    "wanneer is opgeroepen (`convened`), dus de oproeptermijn is niet nagegaan",
                ),
                Missing::Opening => (
                    "when voting opened (`opened`), so its terms were not checked",
                    "wanneer de stemming begon (`opened`), dus de termijnen ervan zijn niet nagegaan",
                ),
                Missing::Proposal => (
                    "when it was proposed (`proposed`), so the time limit was not checked",
                    "wanneer het is voorgesteld (`proposed`), dus de termijn is niet nagegaan",
                ),
            };
            Text::new(
                format!("The record does not say {en}."),
                format!("Het verslag zegt niet {nl}."),
            )
        }
    }
}

/// "The quorum was not met", with which one where there are several.
fn not_met(model: &Model, which: Option<&Quorum>, (en, nl): (&str, &str)) -> Text {
    let Some(quorum) = which else {
        return Text::new(
            format!("The {en} was not met."),
            format!("Het {nl} is niet gehaald."),
        );
    };
    let amount = both(model, |w| w.amount_of(quorum.amount, quorum.of));
    Text::new(
        format!("The {en} of {} was not met.", amount.en),
        format!("Het {nl} van {} is niet gehaald.", amount.nl),
    )
}

fn named(model: &Model, name: impl Fn(Words) -> String, say: impl Fn(&str) -> Text) -> Text {
    let name = both(model, name);
    Text::new(say(&name.en).en, say(&name.nl).nl)
}

fn by_veto(model: &Model, decision: &Decision, en: &str, nl: &str) -> Text {
    let who = decision
        .veto
        .as_ref()
        .map(|v| both(model, |w| w.holder(v.by)))
        .unwrap_or_default();
    Text::new(
        format!("{} {en}.", capital(&who.en)),
        format!("{} {nl}.", capital(&who.nl)),
    )
}
