//! Dutch law on associations and cooperatives: for each rule of the law data a commons that is against it and one that is not,
//! and commons that the law does not concern.

use meent::Project;
use meent::data::law::{Force, person_rule, person_rules};
use meent::diagnostic::{Diagnostic, Level};
use std::collections::BTreeSet;

/// A lawful association, in parts that a case can replace.
struct Commons {
    clauses: &'static str,
    leave: &'static str,
    weights: &'static str,
    amend: &'static str,
    more: &'static str,
}

const LAWFUL: Commons = Commons {
    clauses: "law NL  form association",
    leave: "leave with 1 year notice",
    weights: "votes one each",
    amend: "taken by meeting  notice 7 days  passes with 2/3 of votes cast  no proxies",
    more: "",
};

impl Commons {
    fn findings(&self) -> Vec<Diagnostic> {
        let source = format!(
            "commons c \"C\" {{ {} }}
group people \"People\" {{ of people  size 10 to 40  {} }}
group friends \"Friends\" {{ of people }}
body meeting \"Meeting\" {{ of all people  {} }}
body board \"Board\" {{ seats 3: 3 elected by meeting }}
body panel \"Panel\" {{ seats 3: 3 named by board }}
dataset data {{ about no one  not personal }}
rule open {{ everyone may read data }}
decision amend \"Amending\" {{ changes this agreement  {} }}
{}
",
            self.clauses, self.leave, self.weights, self.amend, self.more
        );
        let checked = Project::from_texts([("main.meent", source.as_str())]).check();
        let others = |d: &&Diagnostic| {
            d.level == Level::Error && !["M1101", "M1303", "M1304"].contains(&d.code.as_str())
        };
        assert!(
            checked.diagnostics.iter().find(others).is_none(),
            "{source}\n{:#?}",
            checked.diagnostics
        );
        let law = |d: &Diagnostic| d.code.to_string().starts_with("M13");
        checked.diagnostics.into_iter().filter(law).collect()
    }

    /// The codes with the rule that each cites.
    fn told(&self) -> Vec<(String, String)> {
        let rule = |d: &Diagnostic| {
            let help = &d.help.as_ref().unwrap().en;
            let cited = |r: &&meent::data::law::PersonRule| help.starts_with(&r.why().en);
            person_rules().iter().find(cited).unwrap().id.clone()
        };
        self.findings()
            .iter()
            .map(|d| (d.code.to_string(), rule(d)))
            .collect()
    }
}

fn is(code: &str, rule: &str) -> Vec<(String, String)> {
    vec![(code.into(), rule.into())]
}

/// Rule, code, against it, in keeping with it.
fn cases() -> Vec<(&'static str, &'static str, Commons, Commons)> {
    let amend = |amend| Commons { amend, ..LAWFUL };
    let more = |more| Commons { more, ..LAWFUL };
    vec![
        (
            "amendment-body",
            "M1304",
            amend("taken by panel  notice 7 days  passes with 2/3 of votes cast"),
            // Delegates whom the members elect.
            amend("taken by board  notice 7 days  passes with 2/3 of votes cast"),
        ),
        (
            "amendment-notice",
            "M1304",
            amend("taken by meeting  notice 6 days  passes with 2/3 of votes cast  no proxies"),
            amend("taken by meeting  notice 1 week  passes with 2/3 of votes cast  no proxies"),
        ),
        (
            "amendment-notice",
            "M1301",
            amend("taken by meeting  passes with 2/3 of votes cast  no proxies"),
            amend("taken by meeting  notice 1 month  passes with 2/3 of votes cast  no proxies"),
        ),
        (
            "amendment-majority",
            "M1301",
            amend("taken by meeting  notice 7 days  passes with more than 65% of votes cast  no proxies"),
            // Two thirds of the members are never less than two thirds of the votes cast.
            amend("taken by meeting  notice 7 days  passes with 2/3 of members  no proxies"),
        ),
        (
            "amendment-majority",
            "M1301",
            // Of 40 members half may be there, and then 21 votes are enough.
            amend("taken by meeting  notice 7 days  passes with majority of members  no proxies"),
            amend("taken by meeting  notice 7 days  passes with unanimity of votes cast  no proxies"),
        ),
        (
            "equal-restriction",
            "M1303",
            more("decision lock { changes open  taken by meeting  passes with 4/5 of votes cast  no proxies }"),
            more("decision lock { changes open, lock  taken by meeting  passes with 4/5 of votes cast  no proxies }"),
        ),
        (
            "expulsion-appeal",
            "M1302",
            more("decision out { expels from people  taken by board  passes with majority of votes cast }"),
            // The meeting itself, or people who are no members.
            more("decision out { expels from people  taken by meeting  passes with majority of votes cast  no proxies }
                decision bye { expels from friends  taken by board  passes with majority of votes cast }"),
        ),
        (
            "expulsion-appeal",
            "M1304",
            more("decision out { expels from people  taken by board  passes with majority of votes cast  appeal to meeting within 30 days }"),
            more("decision out { expels from people  taken by board  passes with majority of votes cast  appeal to meeting within 31 days }"),
        ),
        (
            "expulsion-appeal",
            "M1302",
            more("sanction steps { first warning by board  then exclusion by board }"),
            more("sanction steps { first warning by board  then exclusion by board  appeal to meeting within 5 weeks }"),
        ),
        (
            "expulsion-appeal",
            "M1304",
            more("sanction steps { first warning by board  then exclusion by board  appeal to panel within 4 weeks }"),
            more("sanction steps { first warning by board  then exclusion by meeting  appeal to panel within 4 weeks }"),
        ),
        (
            "vote",
            "M1304",
            Commons {
                weights: "votes weighted by rooms { people 0 }",
                more: "fact rooms { number of rooms }",
                ..LAWFUL
            },
            Commons {
                weights: "votes weighted by rooms { people 2 }",
                more: "fact rooms { number of rooms }",
                ..LAWFUL
            },
        ),
        (
            "vote",
            "M1304",
            more("member ann \"Ann\" { in friends }"),
            more("member ann \"Ann\" { in people }\nparty bob \"Bob\" { in friends }"),
        ),
        (
            "proxy",
            "M1301",
            amend("taken by meeting  notice 7 days  passes with 2/3 of votes cast"),
            amend("taken by meeting  notice 7 days  passes with 2/3 of votes cast  proxies at most 2 each"),
        ),
        (
            "recusal",
            "M1301",
            more("decision rent { taken by meeting  passes with majority of votes cast  no proxies  recuse friends }"),
            more("decision rent { taken by meeting  passes with majority of votes cast  no proxies  recuse whoever asks }
                decision board-rent { taken by board  passes with majority of votes cast  recuse friends }"),
        ),
        (
            "request",
            "M1301",
            // There can be 40 members, of whom 4 are a tenth.
            more("decision rent { taken by meeting  passes with majority of votes cast  no proxies  proposed by 5 members }"),
            more("decision rent { taken by meeting  passes with majority of votes cast  no proxies  proposed by 4 members }"),
        ),
        (
            "leaving",
            "M1304",
            Commons { leave: "leave with 366 days notice", ..LAWFUL },
            Commons { leave: "leave with 365 days notice", ..LAWFUL },
        ),
    ]
}

#[test]
fn each_rule_of_the_law_is_held_against_the_source() {
    assert_eq!(LAWFUL.told(), []);
    let mut fired = BTreeSet::new();
    for (rule, code, against, lawful) in cases() {
        let told = against.told();
        assert!(told.contains(&is(code, rule)[0]), "{rule}: {told:?}");
        assert_eq!(told, is(code, rule), "{rule}");
        assert_eq!(lawful.told(), [], "{rule}");
        fired.insert(rule);
    }
    let all: BTreeSet<&str> = person_rules().iter().map(|r| r.id.as_str()).collect();
    assert_eq!(fired, all);
}

#[test]
fn what_is_mandatory_is_an_error_and_what_is_not_can_be_accepted() {
    for (rule, code, against, _) in cases() {
        let force = person_rule(rule).unwrap().force;
        for found in against.findings() {
            let acceptable = found.code.entry().acceptable;
            assert_eq!(acceptable, found.level < Level::Error, "{code}");
            // What is only left out is filled in by the law, however mandatory.
            assert!(
                force == Force::Mandatory || found.level < Level::Error,
                "{rule}"
            );
        }
    }
}

#[test]
fn other_laws_and_forms_and_earlier_days_are_not_concerned() {
    let bad = |clauses| {
        let commons = Commons {
            clauses,
            amend: "taken by panel  notice 1 day  passes with majority of votes cast",
            leave: "leave with 3 years notice",
            ..LAWFUL
        };
        commons.told().len()
    };
    assert_eq!(bad("law NL  form association"), 3);
    // What a cooperative asks of who leaves is another matter.
    assert_eq!(bad("law NL  form cooperative"), 2);
    assert_eq!(
        bad("law NL  form association  version 1 from 1976-07-26"),
        3
    );
    for clauses in [
        "law NL",
        "law NL  form foundation",
        "law BE  form association",
        "form association",
        "law NL  form association  version 1 from 1976-07-25",
    ] {
        assert_eq!(bad(clauses), 0, "{clauses}");
    }
}

#[test]
fn the_smallest_vote_below_the_default_is_shown() {
    let commons = Commons {
        amend: "taken by meeting  notice 7 days  passes with majority of votes cast  no proxies",
        ..LAWFUL
    };
    let case = commons.findings()[0].case.clone().unwrap();
    assert_eq!(
        case.en,
        "With 10 members in the Meeting, 6 for and 4 against adopt “Amending”."
    );
}
