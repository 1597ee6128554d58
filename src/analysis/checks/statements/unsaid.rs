//! What the outcome depends on and the source does not say (M1110): one finding a decision, with the edit that writes out
//! what is taken for it, so that nothing changes but that everybody can read it.

use super::matters::{self, Difference, Vote};
use super::{at_end, behind, named, word};
use crate::diagnostic::registry::codes;
use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::model::{
    AnyId, Decision, Electorate, GroupId, Model, Quorum, QuorumOption, TestKind, VoteOutcome, Votes,
};
use crate::prose::{self, Words};
use crate::syntax::grammar::Rule as Word;

/// One thing that is not said.
struct Unsaid {
    /// "whether abstentions are votes cast".
    what: Text,
    /// "abstentions are not votes cast".
    taken: Text,
    /// A vote in which it matters.
    case: Text,
    edits: Vec<Edit>,
    /// Clauses to put at the end of the decision.
    clauses: Vec<String>,
}

pub(super) fn check(model: &Model, out: &mut Vec<Diagnostic>) {
    for decision in model.decisions.iter().filter(|d| d.decl.is_own()) {
        let asker = Asker {
            model,
            decision,
            sizes: matters::sizes(model, decision),
        };
        out.extend(asker.diagnostic());
    }
}

struct Asker<'m> {
    model: &'m Model,
    decision: &'m Decision,
    sizes: Vec<i64>,
}

impl Asker<'_> {
    fn all(&self) -> Vec<Unsaid> {
        let asked = [
            self.votes_cast(),
            self.measured(),
            self.proxies(),
            self.recused(),
            self.empty_class(),
            self.weights_day(),
        ];
        asked.into_iter().flatten().collect()
    }

    fn diagnostic(&self) -> Option<Diagnostic> {
        let all = self.all();
        let first = all.first()?;
        let list = |lang, of: &dyn Fn(&Unsaid) -> &Text| {
            let items: Vec<String> = all.iter().map(|u| of(u).get(lang).to_owned()).collect();
            prose::and(&items, lang)
        };
        let message = Text::new(
            format!(
                "{} does not say {}.",
                named(&self.decision.decl, Lang::En),
                list(Lang::En, &|u| &u.what)
            ),
            format!(
                "{} zegt niet {}.",
                named(&self.decision.decl, Lang::Nl),
                list(Lang::Nl, &|u| &u.what)
            ),
        );
        let help = Text::new(
            format!(
                "As long as it is not said, {}.",
                list(Lang::En, &|u| &u.taken)
            ),
            format!(
                "Zolang het er niet staat, geldt: {}.",
                list(Lang::Nl, &|u| &u.taken)
            ),
        );
        let label = Text::new("leaves it open", "laat het open");
        let clauses: Vec<String> = all.iter().flat_map(|u| u.clauses.clone()).collect();
        let mut edits: Vec<Edit> = all.iter().flat_map(|u| u.edits.clone()).collect();
        if !clauses.is_empty() {
            edits.push(at_end(&self.decision.decl, &clauses)?);
        }
        let title = Text::new("Write it out", "Schrijf het uit");
        let d = Diagnostic::new(codes::UNSTATED_DENOMINATOR, message)
            .label(self.decision.decl.name_span?, label)
            .case(first.case.clone())
            .help(help);
        Some(if edits.is_empty() {
            d
        } else {
            d.fix(title, edits, true)
        })
    }

    fn votes_cast(&self) -> Option<Unsaid> {
        let open = |said: Option<bool>, blank| match said {
            None => matters::votes_cast(&self.sizes, self.decision, blank),
            Some(_) => None,
        };
        let abstentions = open(self.decision.abstentions_count, false);
        let blank = open(self.decision.blank_count, true);
        let (what, taken) = match (&abstentions, &blank) {
            (None, None) => return None,
            (Some(_), None) => (
                Text::new(
                    "whether abstentions are votes cast",
                    "of onthoudingen uitgebrachte stemmen zijn",
                ),
                Text::new(
                    "abstentions are not votes cast",
                    "onthoudingen zijn geen uitgebrachte stemmen",
                ),
            ),
            (None, Some(_)) => (
                Text::new(
                    "whether blank votes are votes cast",
                    "of blanco stemmen uitgebrachte stemmen zijn",
                ),
                Text::new(
                    "blank votes are not votes cast",
                    "blanco stemmen zijn geen uitgebrachte stemmen",
                ),
            ),
            (Some(_), Some(_)) => (
                Text::new(
                    "whether abstentions and blank votes are votes cast",
                    "of onthoudingen en blanco stemmen uitgebrachte stemmen zijn",
                ),
                Text::new(
                    "abstentions and blank votes are not votes cast",
                    "onthoudingen en blanco stemmen zijn geen uitgebrachte stemmen",
                ),
            ),
        };
        let not = word(self.model, Word::kw_do_not_count);
        let clause = |kind| format!("{} {not}", word(self.model, kind));
        let clauses = [
            abstentions.is_some().then(|| clause(Word::kw_abstentions)),
            blank.is_some().then(|| clause(Word::kw_blank)),
        ];
        let is_blank = abstentions.is_none();
        let Difference {
            vote,
            first,
            second,
        } = abstentions.or(blank)?;
        let case = self.say(|w| {
            let (first, second) = (outcome(w, first), outcome(w, second));
            let Vote {
                votes_for,
                against,
                neither,
                ..
            } = vote;
            match (w.lang, is_blank) {
                (Lang::En, false) => format!(
                    "With {votes_for} for, {against} against and {neither} abstaining it is {first} if abstentions are not votes cast, and {second} if they are."
                ),
                (Lang::En, true) => format!(
                    "With {votes_for} for, {against} against and {neither} blank it is {first} if blank votes are not votes cast, and {second} if they are."
                ),
                (Lang::Nl, false) => format!(
                    "Met {votes_for} voor, {against} tegen en {neither} {} is het {first} als onthoudingen geen uitgebrachte stemmen zijn, en {second} als ze dat wel zijn.",
                    if neither == 1 { "onthouding" } else { "onthoudingen" }
                ),
                (Lang::Nl, true) => format!(
                    "Met {votes_for} voor, {against} tegen en {neither} blanco is het {first} als blanco stemmen geen uitgebrachte stemmen zijn, en {second} als ze dat wel zijn."
                ),
            }
        });
        Some(Unsaid {
            what,
            taken,
            case,
            edits: Vec::new(),
            clauses: clauses.into_iter().flatten().collect(),
        })
    }

    fn say(&self, say: impl Fn(&Words) -> String) -> Text {
        prose::both(self.model, |w| say(&w))
    }

    /// An option put behind each quorum that leaves it open, and the first of those quorums.
    fn options(
        &self,
        open: impl Fn(&&Quorum) -> bool,
        option: Word,
    ) -> Option<(&Quorum, Vec<Edit>)> {
        let quorums: Vec<&Quorum> = self.decision.quorums().filter(open).collect();
        let text = format!(" {}", word(self.model, option));
        let edits = quorums.iter().map(|q| behind(q.span, text.clone()));
        Some((*quorums.first()?, edits.collect()))
    }

    fn measured(&self) -> Option<Unsaid> {
        use QuorumOption::{AtEachVote, AtOpening, AtTally};
        let said = |q: &Quorum| {
            let mut options = q.options.iter();
            options.any(|o| matches!(o, AtOpening | AtEachVote | AtTally))
        };
        let open = |q: &&Quorum| !said(q) && matters::leaves(&self.sizes, q).is_some();
        let (quorum, edits) = self.options(open, Word::kw_at_each_vote)?;
        let (members, needed) = matters::leaves(&self.sizes, quorum)?;
        Some(Unsaid {
            what: Text::new(
                "when the quorum is measured",
                "wanneer het quorum wordt vastgesteld",
            ),
            taken: Text::new(
                "the quorum is measured at each vote",
                "het quorum wordt bij elke stemming vastgesteld",
            ),
            case: Text::new(
                format!(
                    "Of {members} members {needed} must be there. {needed} are at the opening, and one leaves before the vote: the quorum is met if it is measured at the opening, and not if it is measured at each vote."
                ),
                format!(
                    "Van {members} leden moeten er {needed} zijn. Bij de opening zijn er {needed}, en één gaat weg voor de stemming: het quorum is gehaald als het bij de opening wordt vastgesteld, en niet als dat bij elke stemming gebeurt."
                ),
            ),
            edits,
            clauses: Vec::new(),
        })
    }

    fn proxies(&self) -> Option<Unsaid> {
        self.decision.proxies.as_ref()?.at_most.filter(|n| *n > 0)?;
        let said = |q: &Quorum| {
            let mut options = q.options.iter();
            options.any(|o| matches!(o, QuorumOption::WithProxies | QuorumOption::WithoutProxies))
        };
        let open =
            |q: &&Quorum| !said(q) && matters::proxies(&self.sizes, self.decision, q).is_some();
        let (quorum, edits) = self.options(open, Word::kw_with_proxies)?;
        let (vote, needed) = matters::proxies(&self.sizes, self.decision, quorum)?;
        let (members, there) = (vote.members, vote.present - vote.represented);
        Some(Unsaid {
            what: Text::new(
                "whether proxies count for the quorum",
                "of volmachten meetellen voor het quorum",
            ),
            taken: Text::new(
                "proxies count for the quorum",
                "volmachten tellen mee voor het quorum",
            ),
            case: Text::new(
                format!(
                    "Of {members} members {there} {} there and 1 is represented by proxy: the quorum of {needed} is met if proxies count, and not if they do not.",
                    if there == 1 { "is" } else { "are" }
                ),
                format!(
                    "Van {members} leden {} er {there} aanwezig en 1 vertegenwoordigd: het quorum van {needed} is gehaald als volmachten meetellen, en anders niet.",
                    if there == 1 { "is" } else { "zijn" }
                ),
            ),
            edits,
            clauses: Vec::new(),
        })
    }

    /// Whether the recused count in the whole of a quorum, or of a test.
    fn recused(&self) -> Option<Unsaid> {
        let recuse = self.decision.recuse.as_ref()?;
        let said = |options: &[QuorumOption]| {
            let mut options = options.iter();
            options.any(|o| matches!(o, QuorumOption::WithRecused | QuorumOption::WithoutRecused))
        };
        if said(&recuse.options) {
            return None;
        }
        let in_quorum = |q: &Quorum| matters::recused_in_quorum(&self.sizes, self.decision, q);
        let open = |q: &&Quorum| !said(&q.options) && in_quorum(q).is_some();
        let quorum = self.options(open, Word::kw_with_recused);
        let of_test = matters::recused(&self.sizes, self.decision);
        let case = if let Some(found) = &of_test {
            let Difference {
                vote,
                first,
                second,
            } = *found;
            self.say(|w| {
                let (first, second) = (outcome(w, first), outcome(w, second));
                let Vote { members, recused, votes_for, against, .. } = vote;
                match w.lang {
                    Lang::En => format!(
                        "Of {members} members {recused} {} recused; {votes_for} vote for and {against} against: {first} if the recused still count in the total, and {second} if they do not.",
                        if recused == 1 { "is" } else { "are" }
                    ),
                    Lang::Nl => format!(
                        "Van {members} leden {} er {recused} verschoond; {votes_for} stemmen voor en {against} tegen: {first} als de verschoonden nog meetellen in het geheel, en {second} als dat niet zo is.",
                        if recused == 1 { "is" } else { "zijn" }
                    ),
                }
            })
        } else {
            let (vote, stay, leave) = in_quorum(quorum.as_ref()?.0)?;
            let Vote {
                members, recused, ..
            } = vote;
            Text::new(
                format!(
                    "Of {members} members {recused} {} recused: the quorum is {stay} if they still count in the total, and {leave} if they do not.",
                    if recused == 1 { "is" } else { "are" }
                ),
                format!(
                    "Van {members} leden {} er {recused} verschoond: het quorum is {stay} als die nog meetellen in het geheel, en {leave} als dat niet zo is.",
                    if recused == 1 { "is" } else { "zijn" }
                ),
            )
        };
        // Said of `recuse`, it holds for quorums and tests alike.
        let edits = match (of_test, quorum) {
            (Some(_), _) => {
                let text = format!(" {}", word(self.model, Word::kw_with_recused));
                vec![behind(recuse.span, text)]
            }
            (None, Some((_, edits))) => edits,
            (None, None) => return None,
        };
        Some(Unsaid {
            what: Text::new(
                "whether those who are recused still count in the total",
                "of wie verschoond is nog meetelt in het geheel",
            ),
            taken: Text::new(
                "those who are recused still count in the total",
                "wie verschoond is, telt nog mee in het geheel",
            ),
            case,
            edits,
            clauses: Vec::new(),
        })
    }

    /// What becomes of a class that may have no members.
    fn empty_class(&self) -> Option<Unsaid> {
        if self.decision.empty_class.is_some() {
            return None;
        }
        let of = self.decision.tests.iter().filter_map(|t| match &t.kind {
            TestKind::Share { of, .. } => Some(*of),
            TestKind::Majority { of }
            | TestKind::Unanimity { of }
            | TestKind::Opposition { of, .. } => *of,
            _ => None,
        });
        let mut classes = of.filter_map(|of| match of {
            Electorate::Class(group) => Some(group),
            _ => None,
        });
        let group = classes.find(|g| self.may_be_empty(*g))?;
        let case = self.say(|w| {
            let group = w.group(group);
            match w.lang {
                Lang::En => format!(
                    "As long as nobody is in {group}, it is rejected however the others vote if an empty class refuses; if an empty class approves, only the others decide."
                ),
                Lang::Nl => format!(
                    "Zolang niemand in {group} zit, is het verworpen, hoe de anderen ook stemmen, als een lege klasse weigert; als een lege klasse instemt, beslissen alleen de anderen."
                ),
            }
        });
        let clause = format!(
            "{} {}",
            word(self.model, Word::kw_empty_class),
            word(self.model, Word::kw_refuses)
        );
        Some(Unsaid {
            what: Text::new("what an empty class does", "wat een lege klasse doet"),
            taken: Text::new(
                "a class without members refuses",
                "een klasse zonder leden weigert",
            ),
            case,
            edits: Vec::new(),
            clauses: vec![clause],
        })
    }

    /// Whether the source lets a group have no members.
    fn may_be_empty(&self, group: GroupId) -> bool {
        let sized = |g: u32| {
            let group = self.model.groups.get(g as usize);
            let size = group.and_then(|g| g.size);
            // Who sits in a body is not a class that someone has to join.
            group.is_some_and(|g| g.body.is_some()) || size.is_some_and(|(least, _)| least > 0)
        };
        let below = self.model.group_tree.down(group.0);
        if below.iter().any(|g| sized(*g)) {
            return false;
        }
        let mut parties = self.model.parties.iter();
        !parties.any(|p| p.groups.iter().any(|g| below.contains(&g.0)))
    }

    /// Whose weights change from day to day, the day that counts; asked of the first decision of the body.
    fn weights_day(&self) -> Option<Unsaid> {
        let id = self.decision.taken_by?;
        let body = self.model.bodies.get(id.index())?;
        let changing = matches!(&body.votes, Votes::Weighted { table, .. } if table.is_empty());
        let first = self
            .model
            .decisions
            .iter()
            .find(|d| d.taken_by == Some(id))?;
        let asked = changing
            && body.weights_day.is_none()
            && body.decl.is_own()
            && std::ptr::eq(first, self.decision);
        if !asked {
            return None;
        }
        let clause = format!(
            "{} {}",
            word(self.model, Word::kw_weights_as_of),
            word(self.model, Word::kw_the_tally)
        );
        Some(Unsaid {
            what: self.say(|w| {
                let body = w.any(AnyId::Body(id));
                match w.lang {
                    Lang::En => format!("of which day the weights of {body} count"),
                    Lang::Nl => format!("van welke dag de stemgewichten van {body} tellen"),
                }
            }),
            taken: Text::new(
                "the weights are those of the day of the tally",
                "de stemgewichten zijn die van de dag van de telling",
            ),
            case: Text::new(
                "Someone's weight goes from 1 to 3 between the notice and the tally: 1 vote or 3.",
                "Iemands stemgewicht gaat tussen de oproep en de telling van 1 naar 3: 1 stem of 3.",
            ),
            edits: at_end(&body.decl, &[clause]).into_iter().collect(),
            clauses: Vec::new(),
        })
    }
}

fn outcome(words: &Words, outcome: VoteOutcome) -> &'static str {
    match outcome {
        VoteOutcome::Adopted => words.pick("adopted", "aangenomen"),
        VoteOutcome::Rejected => words.pick("rejected", "verworpen"),
        VoteOutcome::NoOutcome => words.pick("undecided", "onbeslist"),
    }
}
