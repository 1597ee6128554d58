//! Findings about votes, in sentences.

use super::sentences::vote;
use super::{TieTrouble, VoteConflict, VoteFinding};
use crate::analysis::checks::undecided::undecided;
use crate::diagnostic::registry::{Code, codes};
use crate::diagnostic::{Diagnostic, Edit, Lang, Text};
use crate::model::{BallotChoice, Decision, Holder, Model, Tie};
use crate::prose::{Words, both, quoted};
use crate::source::Span;
use crate::syntax::grammar::Rule as Word;
use crate::syntax::words::words;

/// A finding as a diagnostic; `None` if it speaks of what does not exist.
pub fn diagnostic(model: &Model, found: &VoteConflict) -> Option<Diagnostic> {
    let decision = model.decisions.get(found.decision.index())?;
    let tell = Teller {
        model,
        decision,
        found,
    };
    let place = decision.decl.name_span?;
    Some(match found.finding {
        VoteFinding::NeverPasses => tell.never(place),
        VoteFinding::MinorityPasses => tell.minority(place),
        VoteFinding::BareQuorum => tell.bare(place),
        VoteFinding::SomeNeverPass => tell.some_never(place),
        VoteFinding::OpenTie => tell.open_tie(place),
        VoteFinding::OpenEscalation(body) => tell.escalation(place, body),
        VoteFinding::IdleTie => tell.idle(place),
        VoteFinding::Alone => tell.alone(place),
        VoteFinding::Veto => tell.stops(place),
        VoteFinding::Undecided => undecided(
            tell.text(
                "What comes of votes on {} could not be worked out for every membership.",
                "Wat stemmingen over {} opleveren, was niet voor elke samenstelling na te gaan.",
            ),
            [place],
            [],
            &Text::default(),
        )
        .help(Text::new(
            "Fewer classes, or smaller weights, make this decidable.",
            "Met minder klassen of kleinere gewichten is het wel uit te maken.",
        )),
    })
}

struct Teller<'a> {
    model: &'a Model,
    decision: &'a Decision,
    found: &'a VoteConflict,
}

impl Teller<'_> {
    fn name(&self, lang: Lang) -> String {
        quoted(self.decision.decl.title(lang))
    }

    /// A sentence with the decision's title where it says `{}`.
    fn text(&self, en: &str, nl: &str) -> Text {
        Text::new(
            en.replacen("{}", &self.name(Lang::En), 1),
            nl.replacen("{}", &self.name(Lang::Nl), 1),
        )
    }

    fn case(&self) -> Option<Text> {
        let (poll, count) = (self.found.poll.as_ref()?, self.found.count.as_ref()?);
        Some(vote(self.model, self.decision, poll, count))
    }

    /// The finding, with the vote as its case and the tests that failed as places.
    fn made(&self, code: Code, message: Text, place: Span, label: Text) -> Diagnostic {
        let mut d = Diagnostic::new(code, message).label(place, label);
        if let Some(case) = self.case() {
            d = d.case(case);
        }
        let fails = Text::new("not reached", "niet gehaald");
        let Some(count) = &self.found.count else {
            return d;
        };
        let quorums = self.decision.quorums().zip(count.quorums());
        let participations = self.decision.participations().zip(count.participations());
        for (quorum, counted) in quorums.chain(participations) {
            if !counted.met() {
                d = d.label(quorum.span, fails.clone());
            }
        }
        for (test, counted) in self.decision.tests.iter().zip(&count.tests) {
            if counted.result == crate::analysis::tally::TestResult::Fails {
                d = d.label(test.span, fails.clone());
            }
        }
        d
    }

    fn never(&self, place: Span) -> Diagnostic {
        self.made(
            codes::NEVER_PASSES,
            self.text(
                "The decision {} can never be adopted, not even if all are there and for.",
                "Het besluit {} kan nooit worden aangenomen, ook niet als iedereen er is en voor stemt.",
            ),
            place,
            Text::new("never adopted", "nooit aangenomen"),
        )
        .help(Text::new(
            "Ask for no more than there can be, or name a class that someone can be in.",
            "Vraag niet meer dan er kunnen zijn, of noem een klasse waar iemand in kan zitten.",
        ))
    }

    fn minority(&self, place: Span) -> Diagnostic {
        let nobody = self
            .found
            .poll
            .as_ref()
            .is_some_and(|p| p.people.piles.votes_for == 0);
        let message = if nobody {
            self.text(
                "The decision {} can be adopted with nobody for.",
                "Het besluit {} kan worden aangenomen zonder dat iemand voor is.",
            )
        } else {
            self.text(
                "The decision {} can be adopted with more against than for.",
                "Het besluit {} kan worden aangenomen met meer tegen dan voor.",
            )
        };
        let mut d = self.made(
            codes::MINORITY_PASSES,
            message,
            place,
            Text::new("a minority is enough", "een minderheid is genoeg"),
        );
        d = d.help(Text::new(
            "Ask for a majority as well. If silence is meant to be a yes, say so: `lazy consensus after …`.",
            "Vraag ook een meerderheid. Is zwijgen als ja bedoeld, zeg dat dan: `stilzwijgende instemming na …`.",
        ));
        if let Some(last) = self.decision.tests.last() {
            let after = Span {
                start: last.span.end,
                ..last.span
            };
            let words = [Word::kw_and, Word::kw_majority].map(|w| self.word(w));
            d = d.fix(
                Text::new(
                    "Ask for more for than against as well",
                    "Vraag ook meer voor dan tegen",
                ),
                vec![Edit {
                    span: after,
                    text: format!(" {} {}", words[0], words[1]),
                }],
                false,
            );
        }
        d
    }

    fn bare(&self, place: Span) -> Diagnostic {
        let mut d = self.made(
            codes::BARE_QUORUM,
            self.text(
                "The quorum of {} is not enough: with exactly the quorum there, nothing passes, even if all are for.",
                "Het quorum van {} is niet genoeg: is er precies het quorum, dan haalt niets het, ook al zijn allen voor.",
            ),
            place,
            Text::new("the quorum is not the real bar", "het quorum is niet de echte drempel"),
        );
        for quorum in self.decision.quorums() {
            d = d.label(quorum.span, Text::new("reached", "gehaald"));
        }
        d.help(Text::new(
            "Raise the quorum to what the test asks for, or let the test be about the votes cast.",
            "Verhoog het quorum tot wat de eis vraagt, of laat de eis over de uitgebrachte stemmen gaan.",
        ))
    }

    fn some_never(&self, place: Span) -> Diagnostic {
        self.made(
            codes::BARE_QUORUM,
            self.text(
                "With some memberships that the source allows, {} can never be adopted.",
                "Bij sommige samenstellingen die de bron toelaat, kan {} nooit worden aangenomen.",
            ),
            place,
            Text::new(
                "can't be adopted by so few",
                "met zo weinig leden niet aan te nemen",
            ),
        )
        .help(Text::new(
            "Ask for a share instead of a number, or for no more than the smallest body can bring.",
            "Vraag een deel in plaats van een aantal, of niet meer dan het kleinste gezelschap kan opbrengen.",
        ))
    }

    fn open_tie(&self, place: Span) -> Diagnostic {
        let trouble = self.found.tie;
        let candidates = trouble == Some(TieTrouble::Candidates);
        let message = if candidates {
            self.text(
                "Nothing says who is elected if candidates of {} have as many votes.",
                "Er staat niet wie is gekozen als kandidaten van {} evenveel stemmen hebben.",
            )
        } else {
            self.text(
                "A tie in {} can stay unbroken.",
                "Het staken van de stemmen over {} kan onbeslist blijven.",
            )
        };
        let label = Text::new(
            "a tie that nothing breaks",
            "een staking die niets beslecht",
        );
        let mut d = Diagnostic::new(codes::OPEN_TIE, message).label(place, label);
        let why = self.casting_holder().and_then(|holder| {
            let w = |lang| Words::new(self.model, lang).holder(holder);
            let (en, nl) = (w(Lang::En), w(Lang::Nl));
            Some(match trouble? {
                TieTrouble::Absent => Text::new(
                    format!(" The casting vote is of {en}, who is not there."),
                    format!(" De beslissende stem is van {nl}, en die is er niet."),
                ),
                TieTrouble::Recused => Text::new(
                    format!(" The casting vote is of {en}, who is recused."),
                    format!(" De beslissende stem is van {nl}, en die is verschoond."),
                ),
                TieTrouble::Outside => Text::new(
                    format!(" The casting vote is of {en}, outside the body; nothing says what holds if it is not cast."),
                    format!(" De beslissende stem is van {nl}, buiten het orgaan; er staat niet wat geldt als die uitblijft."),
                ),
                TieTrouble::Several => Text::new(
                    format!(" The casting vote is of {en}: several people, who can differ."),
                    format!(" De beslissende stem is van {nl}: meer mensen, die het oneens kunnen zijn."),
                ),
                _ => return None,
            })
        });
        if let (Some(case), Some(why)) = (self.case(), why) {
            d = d.case(Text::new(case.en + &why.en, case.nl + &why.nl));
        }
        if candidates {
            d = d
                .case(Text::new(
                    "Two candidates for one seat, 1 vote each: nobody is elected.",
                    "Twee kandidaten voor één zetel, elk 1 stem: niemand is gekozen.",
                ))
                .help(Text::new(
                    "Let the lot decide: `tie by lot`.",
                    "Laat het lot beslissen: `staken van stemmen door het lot`.",
                ));
            return self.with_clause(
                d,
                Text::new("Let the lot decide", "Laat het lot beslissen"),
                &[Word::kw_tie, Word::kw_by_lot],
            );
        }
        d.help(Text::new(
            "Say what holds if it is not cast: `tie casting vote of … or else rejected`; or set a term: `within 30 days or else rejected`.",
            "Zeg wat geldt als die uitblijft: `staken van stemmen beslissende stem van … anders verworpen`; of stel een termijn: `binnen 30 dagen anders verworpen`.",
        ))
    }

    fn escalation(&self, place: Span, body: crate::model::BodyId) -> Diagnostic {
        let name = both(self.model, |w| w.body(body));
        let message = Text::new(
            format!(
                "The decision {} can go to {}, and nothing says how that body decides.",
                self.name(Lang::En),
                name.en
            ),
            format!(
                "Het besluit {} kan naar {}, en er staat niet hoe dat orgaan beslist.",
                self.name(Lang::Nl),
                name.nl
            ),
        );
        let mut d = Diagnostic::new(codes::OPEN_TIE, message).label(
            place,
            Text::new("handed on to nothing", "doorgegeven aan niets"),
        );
        if let Some(span) = self
            .model
            .bodies
            .get(body.index())
            .and_then(|b| b.decl.name_span)
        {
            d = d.label(
                span,
                Text::new("takes no decision", "neemt geen enkel besluit"),
            );
        }
        d.help(Text::new(
            "Add a decision that is `taken by` that body.",
            "Voeg een besluit toe dat is `genomen door` dat orgaan.",
        ))
    }

    fn idle(&self, place: Span) -> Diagnostic {
        let rule = match self.decision.tie {
            Some(Tie::CastingVote(holder)) => both(self.model, |w| {
                let who = w.holder(holder);
                w.pick(
                    format!("The casting vote of {who}"),
                    format!("De beslissende stem van {who}"),
                )
            }),
            Some(Tie::Lot) => Text::new("The lot", "Het lot"),
            _ => Text::new("The rule for ties", "De regel voor het staken van stemmen"),
        };
        let why = match self.found.tie {
            Some(TieTrouble::NotForElections) => Text::new(
                "it does not decide between candidates",
                "die beslist niet tussen kandidaten",
            ),
            Some(TieTrouble::Nobody) => Text::new(
                "nobody can be in that group",
                "niemand kan in die groep zitten",
            ),
            _ => Text::new(
                "no vote is a tie that it can break",
                "geen enkele stemming staakt zo dat er iets te beslechten is",
            ),
        };
        let message = Text::new(
            format!(
                "{} can never act in {}: {}.",
                rule.en,
                self.name(Lang::En),
                why.en
            ),
            format!(
                "{} kan bij {} nooit iets doen: {}.",
                rule.nl,
                self.name(Lang::Nl),
                why.nl
            ),
        );
        Diagnostic::new(codes::IDLE_CASTING_VOTE, message)
            .label(place, Text::new("never acts", "doet nooit iets"))
            .help(match self.found.tie {
                Some(TieTrouble::NotForElections) => Text::new(
                    "Let the lot decide: `tie by lot`.",
                    "Laat het lot beslissen: `staken van stemmen door het lot`.",
                ),
                Some(TieTrouble::Nobody) => Text::new(
                    "Give it to someone who is there.",
                    "Geef die aan iemand die er is.",
                ),
                _ => Text::new(
                    "Take the clause out, or decide by majority: only there does a tie need breaking.",
                    "Haal de bepaling weg, of beslis bij meerderheid: alleen daar valt een staking te beslechten.",
                ),
            })
    }

    fn casting_holder(&self) -> Option<Holder> {
        match self.decision.tie {
            Some(Tie::CastingVote(holder)) => Some(holder),
            _ => None,
        }
    }

    /// "one member of Households", "Amstel Polytechnic".
    fn one(&self) -> Text {
        both(self.model, |w| match &self.found.who {
            Some((_, Some(party))) => w.party(*party),
            Some((groups, None)) if !groups.is_empty() => {
                let groups = w.and(&w.groups(groups));
                w.pick(format!("one of {groups}"), format!("één van {groups}"))
            }
            _ => w.pick("one member", "één lid").to_string(),
        })
    }

    fn alone(&self, place: Span) -> Diagnostic {
        let one = self.one();
        let proxies = self.found.poll.as_ref().map_or(0, |p| p.people.represented);
        let how = if proxies > 0 {
            Text::new(", with proxies", ", met volmachten")
        } else {
            Text::default()
        };
        let message = Text::new(
            format!(
                "{} can adopt {} alone{}.",
                crate::prose::capital(&one.en),
                self.name(Lang::En),
                how.en
            ),
            format!(
                "{} kan {} alleen aannemen{}.",
                crate::prose::capital(&one.nl),
                self.name(Lang::Nl),
                how.nl
            ),
        );
        self.made(
            codes::LONE_QUORUM,
            message,
            place,
            Text::new("one is enough", "één is genoeg"),
        )
        .help(Text::new(
            "Raise the quorum, do not count proxies for it (`not counting proxies`), or cap the weight of one holder.",
            "Verhoog het quorum, tel volmachten er niet in mee (`volmachten tellen niet mee`), of begrens het gewicht van één houder.",
        ))
    }

    fn stops(&self, place: Span) -> Diagnostic {
        let one = self.one();
        let how = match self.found.how {
            Some(BallotChoice::Against) => Text::new("by voting against", "door tegen te stemmen"),
            Some(_) => Text::new("by abstaining", "door zich te onthouden"),
            None => Text::new("by staying away", "door weg te blijven"),
        };
        let message = Text::new(
            format!(
                "{} can stop {} alone, {}, and the source names no veto.",
                crate::prose::capital(&one.en),
                self.name(Lang::En),
                how.en
            ),
            format!(
                "{} kan {} alleen tegenhouden, {}, en de bron noemt geen veto.",
                crate::prose::capital(&one.nl),
                self.name(Lang::Nl),
                how.nl
            ),
        );
        self.made(
            codes::UNDECLARED_VETO,
            message,
            place,
            Text::new("one can stop it", "één kan het tegenhouden"),
        )
        .help(Text::new(
            "Ask for less, or say that it is meant: `unanimity`, `consent`, or `veto by …`.",
            "Vraag minder, of zeg dat het zo bedoeld is: `algemene stemmen`, `consent` of `veto door …`.",
        ))
    }

    fn word(&self, keyword: Word) -> &'static str {
        let spelled = words().get(keyword);
        let canonical = spelled.and_then(|w| w.canonical(self.model.lang));
        canonical.unwrap_or("?")
    }

    /// An edit that adds a clause at the end of the decision.
    fn with_clause(&self, d: Diagnostic, title: Text, clause: &[Word]) -> Diagnostic {
        let Some(span) = self.decision.decl.span else {
            return d;
        };
        let end = span.end.saturating_sub(1);
        let at = Span {
            start: end,
            end,
            ..span
        };
        let text: Vec<&str> = clause.iter().map(|w| self.word(*w)).collect();
        let edit = Edit {
            span: at,
            text: format!("  {}\n", text.join(" ")),
        };
        d.fix(title, vec![edit], false)
    }
}
