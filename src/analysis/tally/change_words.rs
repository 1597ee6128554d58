//! What would have changed an outcome, in words.

use super::change::{Change, Stand};
use super::words::number;
use crate::diagnostic::Text;
use crate::model::{BallotChoice, Model};
use crate::prose::both;

/// A change in words: "If 3 people who voted against it had voted for it, it would have been adopted."
pub fn change(model: &Model, change: &Change, weighted: bool) -> Text {
    let (n, one) = (number(model, change.n), change.n == 1);
    let then = match change.adopted {
        true => ("it would have been adopted", "was het aangenomen"),
        false => ("it would not have been adopted", "was het niet aangenomen"),
    };
    if weighted {
        let (from, to) = (votes(change.from, one), votes(change.to, one));
        let classes = classes(model, change);
        return Text::new(
            format!(
                "If {} {}{} had been {}, {}.",
                n.en, from.0, classes.en, to.0, then.0
            ),
            format!(
                "Als {} {}{} {} {} geweest, {}.",
                n.nl,
                from.1,
                classes.nl,
                to.1,
                if one { "was" } else { "waren" },
                then.1
            ),
        );
    }
    let mut people = match one {
        true => Text::new("person", "persoon"),
        false => Text::new("people", "mensen"),
    };
    let (whose, did) = (stood(change.from), would_have(change.from, change.to));
    let mut classes = classes(model, change);
    if let [(group, least)] = change.classes.as_slice()
        && *least == change.n
    {
        // All of them are of this class.
        people = both(model, |w| {
            let of = w.pick("of", "van");
            format!("{of} {}", w.group(*group))
        });
        classes = Text::default();
    }
    Text::new(
        format!(
            "If {} {} {}{} {}, {}.",
            n.en, people.en, whose.0, classes.en, did.0, then.0
        ),
        format!(
            "Als {} {} die {}{}, {}, {}.",
            n.nl,
            people.nl,
            if one { whose.1 } else { whose.2 },
            classes.nl,
            if one { did.1 } else { did.2 },
            then.1
        ),
    )
}

/// English, Dutch for one, Dutch for more.
fn stood(stand: Stand) -> (&'static str, &'static str, &'static str) {
    match stand {
        Stand::Absent => ("who did not vote", "niet stemde", "niet stemden"),
        Stand::Voted(choice) => match choice {
            BallotChoice::For => ("who voted for it", "voor stemde", "voor stemden"),
            BallotChoice::Against => ("who voted against it", "tegen stemde", "tegen stemden"),
            BallotChoice::Abstain => ("who abstained", "zich onthield", "zich onthielden"),
            BallotChoice::Blank => ("who voted blank", "blanco stemde", "blanco stemden"),
            BallotChoice::Invalid => (
                "whose vote was invalid",
                "ongeldig stemde",
                "ongeldig stemden",
            ),
        },
    }
}

fn would_have(from: Stand, to: Stand) -> (&'static str, &'static str, &'static str) {
    match to {
        Stand::Absent => ("had stayed away", "was weggebleven", "waren weggebleven"),
        Stand::Voted(BallotChoice::For) => (
            "had voted for it",
            "voor had gestemd",
            "voor hadden gestemd",
        ),
        Stand::Voted(BallotChoice::Against) => (
            "had voted against it",
            "tegen had gestemd",
            "tegen hadden gestemd",
        ),
        Stand::Voted(_) if from == Stand::Absent => (
            "had come and abstained",
            "was gekomen en zich had onthouden",
            "waren gekomen en zich hadden onthouden",
        ),
        Stand::Voted(_) => (
            "had abstained",
            "zich had onthouden",
            "zich hadden onthouden",
        ),
    }
}

/// Votes as things, for weighted votes.
fn votes(stand: Stand, one: bool) -> (&'static str, &'static str) {
    match (stand, one) {
        (Stand::Voted(BallotChoice::For), true) => ("vote for", "voorstem"),
        (Stand::Voted(BallotChoice::For), false) => ("votes for", "voorstemmen"),
        (Stand::Voted(BallotChoice::Against), true) => ("vote against", "tegenstem"),
        (Stand::Voted(BallotChoice::Against), false) => ("votes against", "tegenstemmen"),
        (Stand::Voted(BallotChoice::Blank), true) => ("blank vote", "blanco stem"),
        (Stand::Voted(BallotChoice::Blank), false) => ("blank votes", "blanco stemmen"),
        (_, true) => ("abstention", "onthouding"),
        (_, false) => ("abstentions", "onthoudingen"),
    }
}

fn classes(model: &Model, change: &Change) -> Text {
    if change.classes.is_empty() {
        return Text::default();
    }
    let parts = both(model, |w| {
        let parts: Vec<String> = change
            .classes
            .iter()
            .map(|(group, least)| {
                let of = w.pick("of", "van");
                format!("{} {of} {}", w.scaled(*least, 0), w.group(*group))
            })
            .collect();
        w.and(&parts)
    });
    Text::new(
        format!(" (at least {})", parts.en),
        format!(" (minstens {})", parts.nl),
    )
}
