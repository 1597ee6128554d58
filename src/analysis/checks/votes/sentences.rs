//! A vote in words: who there was, how they voted, what came of it and why.

use crate::analysis::tally::{Count, Piles, Poll, words as counted};
use crate::diagnostic::Text;
use crate::model::{Decision, Model, VoteOutcome};
use crate::prose::{Words, both, capital};

/// "With 5 members, 3 present: 3 for, 0 against is rejected. Not reached: …"
pub(super) fn vote(model: &Model, decision: &Decision, poll: &Poll, count: &Count) -> Text {
    let why = reasons(model, decision, count);
    let hall = both(model, |w| hall(w, poll));
    let ballots = both(model, |w| ballots(w, poll));
    let classes = both(model, |w| classes(w, poll));
    let end = outcome(count);
    let join = |hall: &str, ballots: &str, end: &str, classes: &str, why: &str| {
        format!("{hall}: {ballots} {end}.{classes}{why}")
    };
    Text::new(
        join(&hall.en, &ballots.en, &end.en, &classes.en, &why.en),
        join(&hall.nl, &ballots.nl, &end.nl, &classes.nl, &why.nl),
    )
}

fn outcome(count: &Count) -> Text {
    match count.outcome {
        VoteOutcome::Adopted => Text::new("is adopted", "is aangenomen"),
        VoteOutcome::Rejected => Text::new("is rejected", "is verworpen"),
        VoteOutcome::NoOutcome if count.tied => Text::new(
            "is a tie that is still to be broken",
            "is een staking van stemmen die nog moet worden beslecht",
        ),
        VoteOutcome::NoOutcome => Text::new("has no outcome", "heeft geen uitslag"),
    }
}

fn hall(w: Words, poll: &Poll) -> String {
    let n = |n: i64| w.scaled(n, 0);
    let room = poll.people;
    let members = match room.eligible {
        1 => w.pick("1 member", "1 lid").to_string(),
        many => format!("{} {}", n(many), w.pick("members", "leden")),
    };
    let mut parts = vec![format!("{} {members}", w.pick("With", "Bij"))];
    if poll.vacant > 0 {
        parts.push(match poll.vacant {
            1 => w.pick("1 seat vacant", "1 zetel vacant").to_string(),
            many => format!("{} {}", n(many), w.pick("seats vacant", "zetels vacant")),
        });
    }
    if room.recused > 0 {
        parts.push(format!(
            "{} {}",
            n(room.recused),
            w.pick("recused", "verschoond")
        ));
    }
    if room.present == room.eligible && room.eligible > 1 {
        parts.push(w.pick("all present", "allen aanwezig").to_string());
    } else {
        parts.push(format!(
            "{} {}",
            n(room.present),
            w.pick("present", "aanwezig")
        ));
    }
    if room.represented > 0 {
        parts.push(format!(
            "{} {}",
            n(room.represented),
            w.pick("of them by proxy", "van hen bij volmacht")
        ));
    }
    parts.join(", ")
}

fn piles(w: Words, piles: &Piles) -> String {
    let n = |n: i64| w.scaled(n, 0);
    let mut parts = vec![
        format!("{} {}", n(piles.votes_for), w.pick("for", "voor")),
        format!("{} {}", n(piles.against), w.pick("against", "tegen")),
    ];
    let more = [
        (piles.abstaining, w.pick("abstaining", "onthouden")),
        (piles.blank, w.pick("blank", "blanco")),
        (piles.invalid, w.pick("invalid", "ongeldig")),
    ];
    let more = more.into_iter().filter(|(k, _)| *k > 0);
    parts.extend(more.map(|(k, word)| format!("{} {word}", n(k))));
    parts.join(", ")
}

fn ballots(w: Words, poll: &Poll) -> String {
    let people = piles(w, &poll.people.piles);
    if poll.is_weighted() {
        let votes = piles(w, &poll.votes.piles);
        w.pick(
            format!("{people} (in votes: {votes})"),
            format!("{people} (in stemmen: {votes})"),
        )
    } else {
        people
    }
}

/// " Of them Households: 2, of whom 1 for, 0 against."
fn classes(w: Words, poll: &Poll) -> String {
    let mut out = String::new();
    for class in &poll.classes {
        let name = capital(&w.group(class.group));
        let members = w.scaled(class.members, 0);
        let voted = piles(w, &class.worst.people);
        out.push_str(&match class.members {
            0 => w.pick(format!(" {name}: nobody."), format!(" {name}: niemand.")),
            _ => format!(" {name}: {members}, {voted}."),
        });
    }
    out
}

/// " Not reached: more than half of the members are in favour (2 for, of 5; 3 needed)."
fn reasons(model: &Model, decision: &Decision, count: &Count) -> Text {
    let mut out = Text::default();
    for line in counted::quorum_lines(model, decision, count) {
        if line.holds == Some(false) {
            let (asked, n) = (&line.asked, &line.numbers);
            out.en += &format!(" Not reached: {} ({}).", lower(&asked.en), n.en);
            out.nl += &format!(" Niet gehaald: {} ({}).", lower(&asked.nl), n.nl);
        }
    }
    let quorums = count.quorums().chain(count.participations()).count();
    let tests = match decision.tests.is_empty() {
        true => Vec::new(),
        false => counted::lines(model, decision, count),
    };
    for line in tests.iter().skip(quorums) {
        if line.holds == Some(false) {
            let (asked, n) = (&line.asked, &line.numbers);
            out.en += &format!(" Not reached: {} ({}).", lower(&asked.en), n.en);
            out.nl += &format!(
                " Niet voldaan is aan de eis dat {} ({}).",
                lower(&asked.nl),
                n.nl
            );
        }
    }
    out
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
