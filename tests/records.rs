//! Decision records end to end: read from files, refused with file and line, counted, written up. The sums of random
//! registers and ballots are checked against a plain count in memory.

use meent::Project;
use meent::analysis::tally::Ending;
use meent::diagnostic::{Lang, render};
use meent::record::{self, Outcome, Tallied};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const SOURCE: &str = r#"
commons c "C" { goal "G" law NL seat "S" version 1.0 from 2026-01-01 }
group people "People" { of people }
group aces "Aces" { of people within people }
group firms "Firms" { of organisations }
party acme "Acme" { in firms }
dataset meters "Meters" { not personal }
dataset trees "Trees" { not personal }
body room "Room" { of all people, firms votes one each }
body savers "Savers" {
  of all people, firms
  votes weighted by savings to the power 0.7 divided by 1000 rounded up
  capped at 40%
}
body table "Table" { of all people, firms votes weighted by kind { people 1, firms 3, acme 5 } }
body board "Board" { seats 3: 2 elected by room, 1 drawn from people }
decision vote "Vote" {
  taken by room quorum 1/2 of members not counting proxies
  passes with majority of votes cast and majority of aces
  proxies at most 2 each held by people without chains
  recuse whoever asks without the recused
  tie by lot
  veto by firms over meters within 7 days
}
decision plain "Plain" { taken by room passes with majority of votes cast }
decision save "Save" { taken by savers passes with majority of weight }
decision weigh "Weigh" { taken by table passes with majority of votes cast }
decision seat "Seat" { taken by board passes with majority of seats }
body weighers "Weighers" { of all people, firms votes weighted by kind { people 1, firms 3 } weights as of the notice }
decision noticed "Noticed" { taken by weighers passes with majority of weight }
decision several "Several" {
  taken by room quorum 1/2 of members and 2/3 of aces participation quorum 1/3 of members
  passes with majority of votes cast and majority of aces an empty class approves
  tie casting vote of acme or else adopted
}
decision elect "Elect" { appoints board taken by room election by single transferable vote tie by lot }
decision pick "Pick" { taken by room election by plurality for 2 seats tie by lot }
decision rounds "Rounds" { taken by room election by two rounds for 1 seats }
decision draw "Draw" { appoints board taken by room drawn by lot from people seed "the lottery" }
decision layers "Layers" { taken by room drawn by lot from people strata north, south seed "the lottery" }
"#;

struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new(record: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("decisions")).unwrap();
        fs::write(folder.path().join("main.meent"), SOURCE).unwrap();
        let case = Case { folder };
        case.with("record.toml", record)
    }

    fn with(self, name: &str, text: &str) -> Self {
        fs::write(self.folder.path().join("decisions").join(name), text).unwrap();
        self
    }

    fn record(&self) -> std::path::PathBuf {
        self.folder.path().join("decisions/record.toml")
    }

    fn tally(&self) -> Result<Tallied, String> {
        let path = record::project_of(&self.record()).unwrap();
        let project = Project::load(Some(&path));
        let checked = project.check();
        assert!(checked.complete, "{:#?}", checked.diagnostics);
        record::tally(&project, &checked.model, &self.record()).map_err(|refused| {
            let text = |lang| {
                let format = render::Format::Short;
                render::render(
                    &refused.diagnostics,
                    &refused.sources,
                    lang,
                    format,
                    false,
                    100,
                )
            };
            assert!(!text(Lang::Nl).is_empty());
            text(Lang::En)
        })
    }

    fn ending(&self) -> Ending {
        match self.tally().unwrap().result {
            Outcome::Vote(decided, _) => decided.ending,
            other => panic!("{other:?}"),
        }
    }

    fn elected(&self) -> Vec<String> {
        match self.tally().unwrap().result {
            Outcome::Election(e) => e
                .elected
                .elected
                .iter()
                .map(|c| e.candidates[*c].clone())
                .collect(),
            Outcome::Draw(draws) => {
                let names = draws.iter().flat_map(|d| &d.names);
                names.filter(|n| n.drawn).map(|n| n.name.clone()).collect()
            }
            other => panic!("{other:?}"),
        }
    }
}

const TABLES: &str = "date = 2026-05-01\nopened = 2026-05-01T20:00:00\nclosed = 2026-05-01T22:00:00\n\
                      [electorate]\nregister = 'register.csv'\n[ballots]\nfile = 'ballots.csv'\n";

fn tables(decision: &str, register: &str, ballots: &str) -> Case {
    Case::new(&format!("decision = '{decision}'\n{TABLES}"))
        .with("register.csv", register)
        .with("ballots.csv", ballots)
}

const REGISTER: &str = "member,classes,proxy,recused,email\n\
                        anna,aces,,,a@example.org\nbo,aces,anna,,\ncas,people,anna,,\ndia,people,,yes,\nacme,,,,\n";

#[test]
fn a_register_with_classes_proxies_and_recusal() {
    let case = tables(
        "vote",
        REGISTER,
        "voter,choice,cast\nanna,for,2026-05-01T20:05\nbo,for,\ncas,against,2026-05-01\nacme,for,2026-05-01T21:59:59\n",
    );
    let tallied = case.tally().unwrap();
    let people = tallied.poll.people;
    assert_eq!(
        (people.eligible, people.present, people.represented),
        (5, 4, 2)
    );
    assert_eq!((people.recused, people.recused_present), (1, 0));
    assert_eq!((people.piles.votes_for, people.piles.against), (3, 1));
    let aces = tallied.poll.classes[0];
    assert_eq!((aces.members, aces.worst.votes.votes_for), (2, 2));
    let Outcome::Vote(decided, changes) = tallied.result else {
        panic!()
    };
    // The quorum is ⌈4/2⌉ = 2 of those who are there themselves: anna and acme.
    let quorum = decided.count.quorum.unwrap();
    assert_eq!(
        (quorum.needed, quorum.reached, decided.ending),
        (2, 2, Ending::Adopted)
    );
    assert!(!changes.is_empty());
    // In Dutch, with semicolons and a byte order mark.
    let dutch = tables(
        "vote",
        "\u{feff}lid;groepen;volmacht;verschoond\nanna;aces;;\nbo;aces;anna;nee\ncas;people;anna;\ndia;people;;ja\nacme;;;\n",
        "kiezer;stem\nanna;voor\nbo;voor\ncas;tegen\nacme;voor\n",
    );
    assert_eq!(dutch.tally().unwrap().poll, tallied.poll);
}

#[test]
fn bad_records_are_refused_with_file_and_line() {
    let good = "voter,choice\nanna,for\nbo,for\n";
    let late = "voter,choice,cast\nanna,for,2026-05-01T22:00:01\n";
    let long = format!(
        "member,classes\n{}",
        (0..300)
            .map(|n| format!("m{n},people\n"))
            .collect::<String>()
    );
    let many = format!(
        "voter,choice\n{}",
        (0..300).map(|n| format!("x{n},for\n")).collect::<String>()
    );
    for (register, ballots, wanted) in [
        (
            REGISTER,
            "voter,choice\nanna,for\nzed,for\n",
            "decisions/ballots.csv:3:1: error[M1003]: `zed` is not in the register.",
        ),
        (
            REGISTER,
            "voter,choice\nanna,for\nbo,for\nanna,against\n",
            "decisions/ballots.csv:4:1: error[M1004]",
        ),
        (
            REGISTER,
            "voter,choice\ndia,for\n",
            "decisions/ballots.csv:2:1: error[M1003]: `dia` is recused",
        ),
        (REGISTER, late, "decisions/ballots.csv:2:1: error[M1006]"),
        (
            REGISTER,
            "voter,choice\nanna,yes\n",
            "decisions/ballots.csv:2:1: error[M1001]",
        ),
        (
            REGISTER,
            "voter,choice,by\nanna,for,bo\n",
            "decisions/ballots.csv:2:1: error[M1005]: `bo` voted for `anna` without a proxy.",
        ),
        (
            REGISTER,
            "voter,choose\nanna,for\n",
            "decisions/ballots.csv:1:1: error[M1001]",
        ),
        (
            "member,classes\nanna,aces\nbo,nobodies\n",
            good,
            "decisions/register.csv:3:1: error[M1001]: There is no group `nobodies`.",
        ),
        (
            "member,classes\nanna,aces\nbo,aces\nbo,people\n",
            good,
            "decisions/register.csv:4:1: error[M1004]",
        ),
        (
            "member,classes\nanna,aces\nbo,\n",
            good,
            "decisions/register.csv:3:1: error[M1003]",
        ),
        (
            "member,classes,proxy\nanna,aces,bo\nbo,aces,anna\n",
            good,
            "decisions/register.csv:2:1: error[M1005]",
        ),
        (
            "member,classes,proxy\nanna,aces,\nbo,aces,zed\n",
            good,
            "decisions/register.csv:3:1: error[M1003]: `zed` holds a proxy",
        ),
        (
            "member,classes,proxy\nanna,aces,acme\nacme,,\n",
            good,
            "decisions/register.csv:2:1: error[M1005]",
        ),
        (
            "member,classes,proxy\nh,aces,\na,aces,h\nb,aces,h\nc,aces,h\n",
            good,
            "decisions/register.csv:5:1: error[M1005]",
        ),
        (
            "member,classes,prxoy\nanna,aces,\n",
            good,
            "decisions/register.csv:1:1: error[M1001]: There is a column `prxoy`. Did you mean `proxy`?",
        ),
        (
            "member,classes,recused\nanna,aces,perhaps\n",
            good,
            "decisions/register.csv:2:1: error[M1001]",
        ),
        (&long, &many, "decisions/ballots.csv:2:1: error[M1003]"),
    ] {
        let text = tables("vote", register, ballots).tally().unwrap_err();
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    let text = tables("vote", &long, &many).tally().unwrap_err();
    assert_eq!(
        text.lines().filter(|l| l.contains("M1003")).count(),
        20,
        "{text}"
    );
    // No proxies unless the decision says so.
    let text = tables(
        "plain",
        "member,classes,proxy\nanna,aces,bo\nbo,aces,\n",
        good,
    )
    .tally()
    .unwrap_err();
    assert!(text.contains("register.csv:2:1: error[M1005]"), "{text}");
}

/// Each quorum is counted, also of a class that the register knows; a class that nobody is in does as the source says.
#[test]
fn several_quorums_from_tables_and_from_numbers() {
    let ballots = "voter,choice\nanna,for\nbo,for\ncas,against\n";
    let short = tables(
        "several",
        "member,classes\nanna,aces\nbo,aces\nada,aces\ncas,people\n",
        ballots,
    );
    assert_eq!(short.ending(), Ending::Adopted);
    let ballots = "voter,choice\nanna,for\ncas,against\ndia,for\n";
    let short = tables(
        "several",
        "member,classes\nanna,aces\nbo,aces\ncas,people\ndia,people\n",
        ballots,
    );
    let Outcome::Vote(decided, _) = short.tally().unwrap().result else {
        panic!()
    };
    let met: Vec<(i64, i64)> = decided
        .count
        .quorums()
        .map(|q| (q.needed, q.reached))
        .collect();
    assert_eq!(
        (met, decided.ending),
        (vec![(2, 3), (2, 1)], Ending::Rejected)
    );
    let numbers = |body: &str| {
        Case::new(&format!("decision = 'several'\ndate = 2026-05-01\n{body}")).ending()
    };
    let none = "[electorate]\nmembers = 4\n[electorate.classes]\naces = 0\n";
    assert_eq!(
        numbers(&format!("{none}[ballots]\nfor = 2\n")),
        Ending::Adopted
    );
    assert_eq!(
        numbers(&format!("{none}[ballots]\nfor = 1\n")),
        Ending::Rejected
    );
    // A tie: the casting vote if it was cast, else what the source says.
    let even = format!("{none}[ballots]\nfor = 2\nagainst = 2\n");
    assert_eq!(numbers(&even), Ending::Adopted);
    assert_eq!(
        numbers(&format!("{even}[tie]\ncasting = 'against'\n")),
        Ending::Rejected
    );
}

/// Weights of another day than the source asks for are refused.
#[test]
fn the_day_of_the_weights() {
    let with = |convened: &str, snapshot: &str| {
        Case::new(&format!(
            "decision = 'noticed'\ndate = 2026-05-01\n{convened}[electorate]\nregister = 'register.csv'\n{snapshot}[ballots]\nfile = 'ballots.csv'\n"
        ))
        .with("register.csv", "member,classes\nanna,people\nacme,\n")
        .with("ballots.csv", "voter,choice\nanna,against\nacme,for\n")
        .tally()
    };
    let notice = "convened = 2026-04-01\n";
    for (convened, snapshot) in [
        (notice, "snapshot = 2026-04-01\n"),
        (notice, ""),
        // Without the day of the notice there is nothing to compare with.
        ("", "snapshot = 2026-04-02\n"),
    ] {
        assert!(with(convened, snapshot).is_ok(), "{convened}{snapshot}");
    }
    let text = with(notice, "snapshot = 2026-04-02\n").unwrap_err();
    assert!(text.contains("record.toml:6:12: error[M1001]"), "{text}");
    assert!(
        text.contains(
            "The source counts the weights of 1 April 2026, and this register is of 2 April 2026."
        ),
        "{text}"
    );
    // Where the source does not say the day, any register will do.
    let plain = Case::new(&format!(
        "decision = 'weigh'\ndate = 2026-05-01\n{notice}[electorate]\nregister = 'register.csv'\nsnapshot = 2026-04-02\n[ballots]\nfile = 'ballots.csv'\n"
    ))
    .with("register.csv", "member,classes\nanna,people\nacme,\n")
    .with("ballots.csv", "voter,choice\nanna,against\nacme,for\n");
    assert_eq!(plain.ending(), Ending::Adopted);
}

#[test]
fn records_that_do_not_fit_are_refused() {
    let numbers = |decision: &str, body: &str| {
        Case::new(&format!(
            "decision = '{decision}'\ndate = 2026-05-01\n{body}"
        ))
        .tally()
    };
    for (decision, body, wanted) in [
        ("plain", "", "does not say how many may vote"),
        (
            "nothing",
            "[electorate]\nmembers = 3\n",
            "no decision `nothing`",
        ),
        (
            "plian",
            "[electorate]\nmembers = 3\n",
            "Did you mean `plain`",
        ),
        (
            "plain",
            "[electorate]\nmembers = -3\n",
            "record.toml:4:11: error[M1001]",
        ),
        ("plain", "[electorate]\nmembers = 3.5\n", "whole number"),
        (
            "plain",
            "[electorate]\nmembers = 3\n[ballots]\nfor = 4\n",
            "record.toml:6:7: error[M1002]",
        ),
        (
            "plain",
            "[electorate]\nmembers = 3\npresent = 2\n[ballots]\nfor = 3\n",
            "3 votes and only 2 were present",
        ),
        (
            "plain",
            "closed = 2026-04-01\n[electorate]\nmembers = 3\n",
            "not in order",
        ),
        (
            "plain",
            "matter = ['nowhere']\n[electorate]\nmembers = 3\n",
            "Nothing in the source has the name `nowhere`",
        ),
        (
            "plain",
            "[electorate]\nmembers = 3\n[ballots]\nfile = 'none.csv'\n",
            "decisions/none.csv cannot be read",
        ),
        (
            "plain",
            "[electorate]\nmembers = 3\n[ballots]\nfor = 1\nfoo = 2\n",
            "no `foo` here",
        ),
        (
            "vote",
            "[electorate]\nmembers = 3\n[ballots]\nfor = 2\n",
            "error[M1007]",
        ),
        (
            "seat",
            "[electorate]\nmembers = 4\n[ballots]\nfor = 2\n",
            "3 seats, and 4 members",
        ),
        (
            "save",
            "[electorate]\nmembers = 4\n[ballots]\nfor = 2\n",
            "Votes are weighted",
        ),
        (
            "elect",
            "[electorate]\nmembers = 4\n",
            "no [election] with candidates",
        ),
        (
            "elect",
            "[electorate]\nmembers = 4\n[election]\ncandidates = ['a']\nseats = 5\n",
            "The source has 2 seats",
        ),
        (
            "elect",
            "[electorate]\nmembers = 4\n[election]\ncandidates = ['a', 'a']\n",
            "stands here once",
        ),
        (
            "elect",
            "[electorate]\nmembers = 1\n[election]\ncandidates = ['a']\nballots = [{ names = ['a'], count = 2 }]\n",
            "error[M1002]",
        ),
        (
            "elect",
            "[electorate]\nmembers = 1\n[election]\ncandidates = ['a']\nballots = [{ names = ['b'] }]\n",
            "No candidate",
        ),
        (
            "draw",
            "[electorate]\nmembers = 1\n",
            "drawn from a register",
        ),
    ] {
        let text = numbers(decision, body).unwrap_err();
        assert!(text.contains(wanted), "{decision} {body}\n{wanted}\n{text}");
    }
    let text = Case::new("decision = 'plain'\ndate = 2026-05-01T10:00:00Z\n")
        .tally()
        .unwrap_err();
    assert!(text.contains("record.toml:2:8"), "{text}");
    assert!(
        Case::new("decision = \n")
            .tally()
            .unwrap_err()
            .contains("not valid TOML")
    );
    assert!(
        Case::new("")
            .tally()
            .unwrap_err()
            .contains("does not give `decision`")
    );
    // Vacant seats count for a share of the seats: 2 of 3 is more than half, 1 of 2 members is not.
    let seat = |n: i64| {
        numbers(
            "seat",
            &format!("[electorate]\nmembers = 2\n[ballots]\nfor = {n}\n"),
        )
        .unwrap()
    };
    let ending = |t: Tallied| match t.result {
        Outcome::Vote(d, _) => d.ending,
        _ => panic!(),
    };
    assert_eq!(seat(1).poll.vacant, 1);
    assert_eq!(
        (ending(seat(1)), ending(seat(2))),
        (Ending::Rejected, Ending::Adopted)
    );
}

#[test]
fn weights_by_function_table_and_cap() {
    // 19,307 → 2, 100,000 → 4, 1,000,000 → 16: above 40% of the whole after capping. With T: T ≤ 0.4·(2 + 4 + T), so 4.
    let case = tables(
        "save",
        "member,classes,savings\na,people,19307\nb,people,100000\nc,people,1000000\n",
        "voter,choice\na,for\nb,against\nc,for\n",
    );
    let tallied = case.tally().unwrap();
    let votes = tallied.poll.votes;
    assert_eq!(
        (votes.eligible, votes.piles.votes_for, votes.piles.against),
        (10, 6, 4)
    );
    assert_eq!(tallied.poll.people.eligible, 3);
    let text = tables(
        "save",
        "member,classes,savings\na,people,5\nb,people,\n",
        "voter,choice\na,for\n",
    );
    assert!(
        text.tally().unwrap_err().contains("register.csv:3:1"),
        "a member without a value"
    );
    let few = tables(
        "save",
        "member,classes,savings\na,people,5\nb,people,0\n",
        "voter,choice\na,for\n",
    );
    assert!(few.tally().unwrap_err().contains("M1007"), "no cap fits");
    // A row about the member itself goes before its group's.
    let table = tables(
        "weigh",
        "member,classes\na,people\nx,firms\nacme,firms\n",
        "voter,choice\na,for\nx,for\nacme,against\n",
    );
    let votes = table.tally().unwrap().poll.votes;
    assert_eq!(
        (votes.eligible, votes.piles.votes_for, votes.piles.against),
        (9, 4, 5)
    );
    let two = tables(
        "weigh",
        "member,classes\na,people firms\n",
        "voter,choice\na,for\n",
    );
    assert!(two.tally().unwrap_err().contains("is not clear"));
    // Weighted votes can't be secret.
    let secret = tables(
        "save",
        "member,classes,savings\na,people,5\nb,people,5\nc,people,5\n",
        "choice\nfor\n",
    );
    assert!(secret.tally().unwrap_err().contains("column `voter`"));
}

#[test]
fn a_secret_vote_is_counted_without_voters() {
    let register = "member,classes,present\na,aces,yes\nb,aces,yes\nc,people,yes\nd,people,no\n";
    let case = tables(
        "vote",
        register,
        "choice,classes\nfor,aces\nfor,aces\nagainst,people\n",
    );
    let tallied = case.tally().unwrap();
    assert_eq!(
        (
            tallied.poll.people.present,
            tallied.poll.people.piles.votes_for
        ),
        (3, 2)
    );
    assert_eq!(tallied.poll.classes[0].worst.votes.votes_for, 2);
    // Without classes on the ballots nobody knows how a class voted.
    let blind = tables("vote", register, "choice\nfor\nfor\nagainst\n");
    assert!(blind.tally().unwrap_err().contains("M1007"));
    let many = tables("plain", "member,classes\na,aces\n", "choice\nfor\nfor\n");
    let text = many.tally().unwrap_err();
    assert!(text.contains("ballots.csv:3:1: error[M1002]"), "{text}");
}

#[test]
fn elections_and_draws() {
    let register =
        "member,classes\na,people\nb,people\nc,people\nd,people\ne,people\nf,people\ng,people\n";
    let record = |decision: &str, rest: &str| {
        let record = format!(
            "decision = '{decision}'\n{TABLES}[election]\ncandidates = ['anna', 'bo', 'cas']\n{rest}"
        );
        Case::new(&record).with("register.csv", register)
    };
    let ballots =
        "voter,choice\na,anna > bo\nb,anna > bo\nc,anna > bo\nd,anna > cas\ne,bo\nf,cas\ng,blank\n";
    // Six valid ballots, two seats: quota 3. Anna 4, surplus 1, part 1/4: Bo 1 + 3/4, Cas 1 + 1/4. Cas is out.
    let case = record("elect", "").with("ballots.csv", ballots);
    assert_eq!(case.elected(), ["anna", "bo"]);
    let Outcome::Election(e) = case.tally().unwrap().result else {
        panic!()
    };
    assert_eq!((e.seats, e.elected.vacant), (2, 0));
    let case = record("pick", "").with(
        "ballots.csv",
        "voter,choice\na,anna | bo\nb,anna\nc,cas | bo\nd,bo\n",
    );
    assert_eq!(case.elected(), ["bo", "anna"]);
    let case = record("pick", "").with("ballots.csv", "voter,choice\na,anna | bo | cas\n");
    assert!(
        case.tally()
            .unwrap_err()
            .contains("more candidates than the 2")
    );
    let case = record("pick", "").with("ballots.csv", "voter,choice\na,anna\nb,zoe\n");
    assert!(case.tally().unwrap_err().contains("ballots.csv:3:1"));
    // Two rounds; the second without voters.
    let first = "voter,choice\na,anna\nb,anna\nc,bo\nd,bo\ne,cas\n";
    let open = record("rounds", "").with("ballots.csv", first);
    assert!(open.elected().is_empty());
    let second = record("rounds", "second = 'second.csv'\n")
        .with("ballots.csv", first)
        .with("second.csv", "choice\nbo\nbo\nanna\n");
    assert_eq!(second.elected(), ["bo"]);
    // A draw: the same whatever the order of the register, and by the smallest SHA-256.
    let drawn = |register: &str, seed: &str| {
        let record = format!(
            "decision = 'draw'\ndate = 2026-05-01\n[electorate]\nregister = 'register.csv'\n[tie]\nseed = '{seed}'\n"
        );
        Case::new(&record).with("register.csv", register).elected()
    };
    let number =
        |name: &str| meent::project::sha256(format!("7-13-29\ndraw board\n{name}").as_bytes());
    let best = ["a", "b", "c", "d", "e", "f", "g"]
        .into_iter()
        .min_by_key(|n| number(n))
        .unwrap();
    assert_eq!(drawn(register, "7-13-29"), [best]);
    let mut lines: Vec<&str> = register.lines().skip(1).collect();
    lines.reverse();
    assert_eq!(
        drawn(
            &format!("member,classes\n{}\n", lines.join("\n")),
            "7-13-29"
        ),
        [best]
    );
    let ways: BTreeSet<Vec<String>> = (0..30).map(|n| drawn(register, &n.to_string())).collect();
    assert!(ways.len() > 3);
    // By strata, in proportion.
    let record = "decision = 'layers'\ndate = 2026-05-01\n[electorate]\nregister = 'register.csv'\n[election]\ncandidates = []\nseats = 3\n[tie]\nseed = 's'\n";
    let people = "member,classes,stratum\na,people,north\nb,people,north\nc,people,north\nd,people,north\ne,people,south\nf,people,south\nx,firms,south\n";
    let layers = Case::new(record).with("register.csv", people).elected();
    let north = layers
        .iter()
        .filter(|n| "abcd".contains(n.as_str()))
        .count();
    assert_eq!((layers.len(), north), (3, 2));
    let stray = Case::new(record).with("register.csv", "member,classes,stratum\na,people,east\n");
    assert!(stray.tally().unwrap_err().contains("none of the strata"));
}

#[test]
fn around_the_vote() {
    let record = |rest: &str| {
        Case::new(&format!(
            "decision = 'vote'\ndate = 2026-05-01\n{rest}\n[electorate]\nmembers = 4\n[electorate.classes]\naces = 2\n\
             [ballots]\nfor = 2\nagainst = 1\n[ballots.classes.aces]\nfor = 2\n"
        ))
    };
    assert_eq!(record("").ending(), Ending::Adopted);
    assert_eq!(
        record("veto.used = 2026-05-03\nmatter = ['meters']").ending(),
        Ending::Rejected
    );
    assert_eq!(
        record("veto.used = 2026-05-03\nmatter = ['trees']").ending(),
        Ending::Adopted
    );
    assert_eq!(
        record("veto.used = 2026-05-09\nmatter = ['meters']").ending(),
        Ending::Adopted
    );
}

// ------------------------------------------------------------------ against a plain count

/// Random registers and ballots: the streams, parts and joins come to what one gets by going through lists.
#[test]
fn random_records_come_to_what_a_plain_count_does() {
    let mut state = 7u64;
    let mut next = move |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for _ in 0..25 {
        let size = 1 + next(400);
        let (mut register, mut ballots) = (
            String::from("member,classes,proxy,recused,present\n"),
            String::from("voter,choice\n"),
        );
        let mut wanted: BTreeMap<&str, i64> = BTreeMap::new();
        let mut add =
            |key: &'static str, yes: bool| *wanted.entry(key).or_insert(0) += i64::from(yes);
        let mut holders: BTreeMap<u64, u64> = BTreeMap::new();
        let mut rows = Vec::new();
        for n in 0..size {
            let ace = next(3) == 0;
            let recused = next(9) == 0;
            // Even ones hold, odd ones give, so that no proxy is passed on; at most two each.
            let holder = (n % 2 == 1 && next(2) == 0).then(|| next(size / 2 + 1) * 2 % size.max(1));
            let holder = holder.filter(|h| {
                h % 2 == 0 && *h < size && *h != n && {
                    let held = holders.entry(*h).or_insert(0);
                    *held += 1;
                    *held <= 2
                }
            });
            rows.push((n, ace, recused, holder));
        }
        let is_recused: Vec<bool> = rows.iter().map(|r| r.2).collect();
        for (n, ace, recused, holder) in rows {
            let recused_holder = holder.is_some_and(|h| is_recused[h as usize]);
            let choice = ["for", "against", "abstain", "blank", "invalid", ""][next(6) as usize];
            let choice = if recused || recused_holder {
                ""
            } else {
                choice
            };
            let present =
                ["yes", "no", "proxy"][next(if holder.is_some() { 3 } else { 2 }) as usize];
            register.push_str(&format!(
                "m{n},{},{},{},{present}\n",
                if ace { "aces" } else { "people" },
                holder.map(|h| format!("m{h}")).unwrap_or_default(),
                if recused { "yes" } else { "" },
            ));
            if !choice.is_empty() {
                ballots.push_str(&format!("m{n},{choice}\n"));
            }
            let here = present != "no" || !choice.is_empty();
            let sent =
                present == "proxy" || present == "no" && holder.is_some() && !choice.is_empty();
            add("eligible", true);
            add("present", here);
            add("represented", here && sent);
            add("recused", recused);
            add("recused_present", recused && here);
            add("for", choice == "for");
            add("against", choice == "against");
            add("abstain", choice == "abstain");
            add("blank", choice == "blank");
            add("invalid", choice == "invalid");
            add("aces", ace);
            add("aces_for", ace && choice == "for");
            add("aces_absent", ace && !here && !recused);
        }
        let tallied = tables("vote", &register, &ballots).tally().unwrap();
        let (people, class) = (tallied.poll.people, tallied.poll.classes[0]);
        let found = BTreeMap::from([
            ("eligible", people.eligible),
            ("present", people.present),
            ("represented", people.represented),
            ("recused", people.recused),
            ("recused_present", people.recused_present),
            ("for", people.piles.votes_for),
            ("against", people.piles.against),
            ("abstain", people.piles.abstaining),
            ("blank", people.piles.blank),
            ("invalid", people.piles.invalid),
            ("aces", class.members),
            ("aces_for", class.worst.votes.votes_for),
            ("aces_absent", class.absent),
        ]);
        assert_eq!(found, wanted);
        assert_eq!(tallied.poll.votes, people);
    }
}

// ------------------------------------------------------------------ minutes and the command

fn minutes(case: &Case) -> meent::output::minutes::Minutes {
    let tallied = case.tally().unwrap();
    let project = Project::load(Some(Path::new(case.folder.path())));
    let files = vec![("record.toml".to_string(), "0".repeat(64))];
    record::write_up(&project.check().model, &tallied, files, "source")
}

#[test]
fn minutes_read_well_in_both_languages() {
    let vote = tables(
        "vote",
        REGISTER,
        "voter,choice\nanna,for\nbo,against\ncas,against\nacme,for\n",
    );
    let elect = Case::new(&format!(
        "decision = 'elect'\ntitle = {{ en = 'Two seats', nl = 'Twee zetels' }}\nchair = 'A. Jansen'\n{TABLES}[election]\ncandidates = ['anna', 'bo', 'cas']\n"
    ))
    .with("register.csv", "member,classes\na,people\nb,people\nc,people\nd,people\n")
    .with("ballots.csv", "voter,choice\na,anna > bo\nb,anna > bo\nc,anna > cas\nd,cas\n");
    let draw = Case::new("decision = 'draw'\ndate = 2026-05-01\n[electorate]\nregister = 'register.csv'\n[tie]\nseed = '7-13-29'\n")
        .with("register.csv", "member,classes\na,people\nb,people\n");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/records");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, case) in [("vote", vote), ("elect", elect), ("draw", draw)] {
            let made =
                meent::output::minutes::make(&minutes(&case), name, &BTreeMap::new()).unwrap();
            assert_eq!(made.len(), 4);
            for artifact in made {
                let text = String::from_utf8(artifact.bytes).unwrap();
                if artifact.path.ends_with(".md") {
                    insta::assert_snapshot!(artifact.path, text);
                } else {
                    assert!(
                        text.starts_with("<!doctype html>") && text.contains("<table>"),
                        "{text}"
                    );
                }
            }
        }
    });
}

#[test]
fn the_command_prints_and_writes() {
    let case = tables(
        "vote",
        REGISTER,
        "voter,choice\nanna,for\nbo,for\nacme,against\n",
    );
    let out = case.folder.path().join("minutes");
    let run = |arguments: &[&std::ffi::OsStr]| {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_meent"))
            .env_remove("LC_ALL")
            .env("LANG", "en_GB.UTF-8")
            .arg("tally")
            .args(arguments)
            .output()
            .unwrap();
        (
            run.status.code(),
            String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap(),
        )
    };
    let record = case.record();
    let record = record.as_os_str();
    let (code, text) = run(&[record, "--minutes".as_ref(), out.as_os_str()]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("Outcome: adopted") && text.contains("2 for, 1 against"),
        "{text}"
    );
    let mut written: Vec<String> = fs::read_dir(&out)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(
        written,
        [
            "record.en.html",
            "record.en.md",
            "record.nl.html",
            "record.nl.md"
        ]
    );
    let (_, text) = run(&[record, "--format".as_ref(), "json".as_ref()]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["outcome"], "adopted");
    let (_, text) = run(&[record, "--lang".as_ref(), "nl".as_ref()]);
    assert!(text.contains("Uitslag: aangenomen"), "{text}");
    let bad = tables("vote", REGISTER, "voter,choice\nzed,for\n");
    let (code, text) = run(&[bad.record().as_os_str()]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("zed"), "{text}");
    assert_eq!(run(&["nowhere.toml".as_ref()]).0, Some(2));
}
