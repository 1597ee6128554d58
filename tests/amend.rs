//! `meent amend`, end to end: in scratch repositories, with keys and signatures that `ssh-keygen` makes on the spot.

#[path = "support/scratch.rs"]
mod scratch;

use scratch::{meent, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Ten growers; three of them sit in the board. An amendment is signed by the chair of the meeting and two of the board.
const SOURCE: &str = r#"
commons orchard "Orchard" {
  goal "Share what the sensors in the orchard measure."
  law NL seat "Tiel"
  version 1.0 from 2026-01-01
}
group growers "Growers" { of people register "members.csv" }
dataset moisture "Moisture" { not personal retention at most 2 years }
dataset yields "Yields" { not personal retention at most 5 years }
dataset prices "Prices" { not personal retention at most 1 year }
purpose watering "Watering" {}
rule water "Watering" { growers may read moisture for watering because "They water." }
body meeting "Members' meeting" { of all growers votes one each }
body board "Board" { seats 3: 3 elected by meeting }
decision choose "Choosing the board" {
  appoints board taken by meeting election by plurality for 3 seats tie by lot
}
decision amend "Changing this agreement" {
  changes this agreement
  taken by meeting
  notice 14 days
  quorum 1/2 of members
  passes with 2/3 of votes cast
  veto by board over prices within 30 days
  effective after 30 days
  record signed by 2 of board
}
decision keep "Keeping yields" {
  changes yields
  taken by board
  passes with majority of seats
}
"#;

/// A repository with the orchard on `main`, its members' keys beside it, and a branch that is checked out.
struct Scratch {
    folder: TempDir,
}

/// Who has a key, and of which kind. Mallory is no member.
const MEMBERS: [(&str, &str, &str); 5] = [
    ("anna", "board", "ed25519"),
    ("bo", "board", "ecdsa"),
    ("cas", "board", "rsa"),
    ("dia", "", "ed25519"),
    ("mallory", "", "ed25519"),
];

/// The keys, made once.
fn keys() -> &'static Path {
    static KEYS: OnceLock<TempDir> = OnceLock::new();
    let folder = KEYS.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        for (name, _, kind) in MEMBERS {
            let path = folder.path().join(name);
            let path = path.to_str().unwrap();
            let arguments = ["-q", "-t", kind, "-N", "", "-C", name, "-f", path];
            run(folder.path(), "ssh-keygen", &arguments);
        }
        folder
    });
    folder.path()
}

fn public(name: &str) -> String {
    let text = fs::read_to_string(keys().join(format!("{name}.pub"))).unwrap();
    text.trim().to_string()
}

impl Scratch {
    /// As it is on `main`: the source, the register, nothing decided yet.
    fn of(source: &str) -> Self {
        let scratch = Scratch {
            folder: TempDir::new().unwrap(),
        };
        let mut register = "member,classes,key\n".to_string();
        for (member, classes, _) in &MEMBERS[..4] {
            let key = public(member);
            register.push_str(&format!("{member},{classes},{key}\n"));
        }
        scratch.put("main.meent", source);
        scratch.put("members.csv", &register);
        scratch.git(&["init", "-q", "-b", "main", "."]);
        scratch.commit("As it was");
        scratch.git(&["checkout", "-q", "-b", "change"]);
        scratch
    }

    fn new() -> Self {
        Self::of(SOURCE)
    }

    /// With the water kept for three years, and the version that follows.
    fn changed() -> Self {
        let scratch = Self::new();
        scratch.edit("at most 2 years", "at most 3 years");
        scratch.version("1.1 from 2026-06-01");
        scratch
    }

    fn top(&self) -> &Path {
        self.folder.path()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.top().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn get(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn edit_in(&self, name: &str, from: &str, to: &str) {
        let text = self.get(name);
        assert!(text.contains(from), "{name} has no {from:?}:\n{text}");
        self.put(name, &text.replacen(from, to, 1));
    }

    fn edit(&self, from: &str, to: &str) {
        self.edit_in("main.meent", from, to);
    }

    fn version(&self, version: &str) {
        self.edit("version 1.0 from 2026-01-01", &format!("version {version}"));
    }

    fn git(&self, arguments: &[&str]) {
        scratch::git(self.top(), arguments);
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// Merges the branch into `main`, and goes on from there.
    fn merge(&self) {
        self.commit("A change");
        self.git(&["checkout", "-q", "main"]);
        self.git(&["merge", "-q", "--no-ff", "-m", "Merged", "change"]);
        self.git(&["checkout", "-q", "-B", "change"]);
    }

    fn sign_for(&self, purpose: &str, record: &str, member: &str) {
        let key = keys().join(member);
        let path = self.path(record);
        let signature = format!("{record}.sig");
        let _ = fs::remove_file(self.path(&signature));
        let (key, path) = (key.to_str().unwrap(), path.to_str().unwrap());
        run(
            self.top(),
            "ssh-keygen",
            &["-q", "-Y", "sign", "-n", purpose, "-f", key, path],
        );
        let named = format!("{record}.{member}.sig");
        fs::rename(self.path(&signature), self.path(&named)).unwrap();
    }

    fn sign(&self, record: &str, members: &[&str]) {
        for member in members {
            self.sign_for("meent-record", record, member);
        }
    }

    // ------------------------------------------------------------ the gate

    /// What has to be adopted, by the decision that may.
    fn digest(&self, decision: &str) -> String {
        let document = self.json(&[]).1;
        let parts = document["parts"].as_array().unwrap();
        let by = |p: &&Value| {
            let decisions = p["decisions"].as_array().unwrap();
            decisions.iter().any(|d| d["id"] == decision)
        };
        let part = parts.iter().find(by).unwrap_or_else(|| {
            panic!("{decision} has nothing to adopt: {document:#}");
        });
        part["digest"].as_str().unwrap().to_string()
    }

    fn json(&self, more: &[&str]) -> (i32, Value) {
        let mut arguments = vec!["amend", "--base", "main", "--format", "json"];
        arguments.extend(more);
        let output = meent(self.top(), &arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("panicked"), "{said}");
        let document = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {said}{}", String::from_utf8_lossy(&output.stdout)));
        (output.status.code().unwrap(), document)
    }

    /// The codes that are found, and the text of all findings.
    fn found(&self, more: &[&str]) -> (i32, Vec<String>, String) {
        let (code, document) = self.json(more);
        let findings = document["findings"].as_array().unwrap();
        let codes = findings
            .iter()
            .map(|f| f["code"].as_str().unwrap().to_string())
            .collect();
        (code, codes, format!("{:#}", document["findings"]))
    }

    /// The gate lets it through.
    #[track_caller]
    fn passes(&self) {
        let (code, codes, text) = self.found(&[]);
        assert!(code == 0 && codes.is_empty(), "{code}: {text}");
    }

    /// The gate refuses it, for these reasons and no others; their text says `needle`.
    #[track_caller]
    fn refused(&self, codes: &[&str], needle: &str) {
        let (code, found, text) = self.found(&[]);
        assert_eq!(found, codes, "{text}");
        assert_eq!(code, 1);
        assert!(text.contains(needle), "no {needle:?} in {text}");
    }

    /// Records the vote of the meeting that adopts the change, and has it signed.
    fn adopt(&self) {
        self.record(RECORD, "decisions/one.toml");
        self.sign("decisions/one.toml", &["anna", "bo"]);
    }

    /// Writes a record in which DIGEST stands for what `amend` has to adopt.
    fn record(&self, text: &str, name: &str) {
        let text = match text.contains("DIGEST") {
            true => text.replace("DIGEST", &self.digest("amend")),
            false => text.to_string(),
        };
        self.put(name, &text);
    }
}

/// Ten may vote, seven are there, six for.
const RECORD: &str = r#"decision = "amend"
title = "Keep moisture longer"
adopts = "DIGEST"
date = 2026-04-20
convened = 2026-04-01
[electorate]
members = 10
present = 7
[ballots]
for = 6
against = 1
"#;

#[test]
fn nothing_changed_and_only_words_changed() {
    let scratch = Scratch::new();
    scratch.passes();
    // Reasons, layout, comments, the order of declarations.
    scratch.edit(
        "because \"They water.\"",
        "\n    # so they do\n    because \"They water the trees.\"",
    );
    let text = scratch.get("main.meent");
    let (rule, rest) = (
        text.find("rule water").unwrap(),
        text.find("body meeting").unwrap(),
    );
    let moved = format!("{}{}{}", &text[..rule], &text[rest..], &text[rule..rest]);
    scratch.put("main.meent", &moved);
    let (code, document) = scratch.json(&[]);
    assert_eq!(code, 0, "{document:#}");
    assert_eq!(document["verdict"], "nothing-to-decide");
    assert_eq!(document["wording"].as_array().unwrap().len(), 1);
    // What a group is, only its title says.
    scratch.edit("\"Growers\"", "\"Everyone in Tiel\"");
    scratch.refused(&["M1401", "M1411"], "Everyone in Tiel");
}

#[test]
fn a_valid_amendment_passes() {
    let scratch = Scratch::changed();
    scratch.refused(&["M1401"], "Moisture");
    scratch.adopt();
    scratch.passes();
    let (_, document) = scratch.json(&[]);
    assert_eq!(document["verdict"], "adopted");
    let adopted = &document["parts"][0]["adopted"];
    assert_eq!(adopted["record"], "decisions/one.toml");
    assert_eq!(adopted["signed"], serde_json::json!(["anna", "bo"]));
    // All kinds of keys.
    scratch.sign("decisions/one.toml", &["cas"]);
    scratch.passes();
    // Merged, it is no change any more.
    scratch.merge();
    scratch.passes();
}

#[test]
fn reformatting_after_the_vote_is_no_change() {
    let scratch = Scratch::changed();
    scratch.adopt();
    scratch.edit(
        "dataset moisture \"Moisture\" { not personal retention at most 3 years }",
        "# How wet it is\ndataset moisture \"Moisture\" {\n  retention at most 36 months\n  not personal\n}",
    );
    scratch.passes();
}

#[test]
fn what_changed_after_the_vote_is_refused() {
    let scratch = Scratch::changed();
    scratch.adopt();
    scratch.edit("at most 3 years", "at most 4 years");
    scratch.refused(&["M1404"], "edited after the vote");
    scratch.edit("at most 4 years", "at most 3 years");
    // Something more is slipped in.
    scratch.edit("may read moisture", "may read, share moisture");
    scratch.refused(&["M1404"], "sha256:");
}

#[test]
fn a_vote_that_does_not_adopt() {
    let scratch = Scratch::changed();
    let with = |from: &str, to: &str| {
        assert!(RECORD.contains(from));
        scratch.record(&RECORD.replace(from, to), "decisions/one.toml");
        scratch.sign("decisions/one.toml", &["anna", "bo"]);
    };
    with("present = 7", "present = 4\nvacant = 0");
    scratch.edit_in(
        "decisions/one.toml",
        "for = 6\nagainst = 1",
        "for = 4\nagainst = 0",
    );
    scratch.sign("decisions/one.toml", &["anna", "bo"]);
    scratch.refused(&["M1405"], "The quorum was not met.");
    with("for = 6\nagainst = 1", "for = 4\nagainst = 3");
    scratch.refused(&["M1405"], "rejected");
    with("convened = 2026-04-01", "convened = 2026-04-07");
    scratch.refused(&["M1405"], "not held as agreed");
    with("convened = 2026-04-01\n", "");
    scratch.refused(&["M1405"], "when notice was given");
    with("members = 10", "members = 6");
    let (code, codes, text) = scratch.found(&[]);
    assert!(code == 1 && codes == ["M1002"], "{text}");
    with("present = 7", "present = 7");
    scratch.passes();
}

#[test]
fn the_wrong_decision_cannot_adopt() {
    let scratch = Scratch::changed();
    let digest = scratch.digest("amend");
    let text = format!(
        "decision = 'keep'\nadopts = '{digest}'\ndate = 2026-04-20\n[electorate]\nmembers = 3\n[ballots]\nfor = 3\n"
    );
    scratch.put("decisions/one.toml", &text);
    scratch.refused(&["M1403"], "amend");
    // Nor a decision that the change itself brings along.
    scratch.edit(
        "decision keep",
        "decision easy \"Easy\" { changes this agreement taken by board passes with majority of seats }\ndecision keep",
    );
    let digest = scratch.digest("amend");
    let text = text.replace("'keep'", "'easy'");
    let start = text.find("sha256:").unwrap();
    let text = text.replace(&text[start..start + 71], &digest);
    scratch.put("decisions/one.toml", &text);
    scratch.refused(&["M1403"], "The version before has no decision `easy`");
}

#[test]
fn each_part_is_for_its_own_decision() {
    let scratch = Scratch::changed();
    scratch.edit("at most 5 years", "at most 6 years");
    scratch.refused(&["M1401", "M1401"], "Yields");
    scratch.adopt();
    scratch.refused(&["M1401"], "Yields");
    let digest = scratch.digest("keep");
    let text = format!(
        "decision = 'keep'\nadopts = '{digest}'\ndate = 2026-05-20\n[electorate]\nmembers = 3\n[ballots]\nfor = 2\nagainst = 1\n"
    );
    scratch.put("decisions/two.toml", &text);
    scratch.passes();
}

#[test]
fn an_amendment_of_its_own_guard_is_judged_by_the_old_one() {
    let scratch = Scratch::new();
    // It names the prices, for the veto; so the veto is open against it, too.
    scratch.version("2.0 from 2026-06-20");
    scratch.edit(
        "passes with 2/3 of votes cast",
        "passes with majority of votes cast",
    );
    scratch.edit("quorum 1/2 of members", "quorum 1/10 of members");
    let weak = RECORD.replace("for = 6\nagainst = 1", "for = 4\nagainst = 3");
    scratch.record(&weak, "decisions/one.toml");
    scratch.sign("decisions/one.toml", &["anna", "bo"]);
    scratch.refused(&["M1405"], "rejected");
    scratch.adopt();
    scratch.passes();
}

#[test]
fn what_sets_a_guarded_rule_aside_needs_its_guard_as_well() {
    let source = SOURCE.replace("changes yields", "changes yields, water");
    let scratch = Scratch::of(&source);
    scratch.version("1.1 from 2026-06-01");
    scratch.edit(
        "rule water",
        "rule dry \"Dry\" { nobody may publish moisture }\nrule water",
    );
    scratch.refused(&["M1401"], "Dry");
    let needs = |scratch: &Scratch| {
        let document = scratch.json(&[]).1;
        let parts = document["parts"].as_array().unwrap().clone();
        let by = |p: &Value| p["decisions"][0]["id"].as_str().unwrap().to_string();
        let mut all: Vec<String> = parts.iter().map(by).collect();
        all.sort();
        all
    };
    assert_eq!(needs(&scratch), ["amend"]);
    scratch.edit(
        "{ nobody may publish moisture }",
        "{ nobody may publish moisture despite water }",
    );
    assert_eq!(needs(&scratch), ["amend", "keep"]);
}

#[test]
fn letting_someone_in_is_for_those_who_admit() {
    let source = format!(
        "{SOURCE}\ndecision admit \"Admitting\" {{ admits to growers taken by board passes with majority of seats }}\n"
    );
    let scratch = Scratch::of(&source);
    scratch.version("1.1 from 2026-06-01");
    scratch.edit(
        "dataset moisture",
        "party eve \"Eve\" { in growers }\ndataset moisture",
    );
    let digest = scratch.digest("admit");
    let text = format!(
        "decision = 'admit'\nadopts = '{digest}'\ndate = 2026-05-20\n[electorate]\nmembers = 3\n[ballots]\nfor = 2\nagainst = 1\n"
    );
    scratch.put("decisions/one.toml", &text);
    scratch.passes();
    // Who is let in may not be given anything else along with it.
    scratch.edit(
        "rule water",
        "rule more \"More\" { eve may publish moisture }\nrule water",
    );
    scratch.refused(&["M1401"], "More");
}

#[test]
fn what_nobody_may_change() {
    let source: String = SOURCE.replace("  changes this agreement\n", "");
    let scratch = Scratch::of(&source);
    scratch.version("1.1 from 2026-06-01");
    scratch.edit("at most 2 years", "at most 3 years");
    scratch.refused(&["M1402"], "no decision that may adopt that");
    // Not even if the change brings the decision along.
    scratch.edit(
        "taken by meeting\n  notice",
        "changes this agreement\n  taken by meeting\n  notice",
    );
    scratch.refused(&["M1402"], "no decision that may adopt that");
}

#[test]
fn signatures_are_missing_or_bad() {
    let scratch = Scratch::changed();
    let one = "decisions/one.toml";
    scratch.record(RECORD, one);
    scratch.refused(&["M1409"], "signed by 2");
    scratch.sign(one, &["anna"]);
    scratch.refused(&["M1409"], "only by `anna`");
    // Someone who is not on the board.
    scratch.sign(one, &["dia"]);
    scratch.refused(&["M1409"], "only by `anna`");
    // Twice the same member is one.
    fs::copy(
        scratch.path("decisions/one.toml.anna.sig"),
        scratch.path("decisions/one.toml.again.sig"),
    )
    .unwrap();
    scratch.refused(&["M1409"], "only by `anna`");
    scratch.sign(one, &["bo"]);
    scratch.passes();
    // Another key under a good name.
    scratch.sign(one, &["mallory"]);
    scratch.refused(&["M1408"], "is not that of one member");
    fs::rename(
        scratch.path("decisions/one.toml.mallory.sig"),
        scratch.path("decisions/one.toml.bo.sig"),
    )
    .unwrap();
    scratch.refused(&["M1408", "M1409"], "is not that of one member");
    // For another purpose, and no signature at all.
    scratch.sign_for("file", one, "bo");
    scratch.refused(&["M1408", "M1409"], "`file` rather than");
    scratch.put("decisions/one.toml.bo.sig", "signed, Bo\n");
    scratch.refused(&["M1408", "M1409"], "no signature that");
    // Of another record.
    scratch.put(
        "decisions/other.toml",
        "decision = 'choose'\ndate = 2026-04-20\n",
    );
    scratch.sign("decisions/other.toml", &["bo"]);
    fs::rename(
        scratch.path("decisions/other.toml.bo.sig"),
        scratch.path("decisions/one.toml.bo.sig"),
    )
    .unwrap();
    scratch.refused(&["M1408", "M1409"], "is not over decisions/one.toml");
}

#[test]
fn a_record_that_was_changed_after_it_was_signed() {
    let scratch = Scratch::changed();
    let weak = RECORD.replace("for = 6\nagainst = 1", "for = 4\nagainst = 3");
    scratch.record(&weak, "decisions/one.toml");
    scratch.sign("decisions/one.toml", &["anna", "bo"]);
    scratch.refused(&["M1405"], "rejected");
    scratch.edit_in(
        "decisions/one.toml",
        "for = 4\nagainst = 3",
        "for = 6\nagainst = 1",
    );
    scratch.refused(&["M1408", "M1408", "M1409"], "changed after it was signed");
}

#[test]
fn a_key_that_the_change_brings_along_does_not_count() {
    let scratch = Scratch::changed();
    let mut register = scratch.get("members.csv");
    register.push_str(&format!("eve,board,{}\n", public("mallory")));
    scratch.put("members.csv", &register);
    scratch.record(RECORD, "decisions/one.toml");
    scratch.sign("decisions/one.toml", &["anna", "mallory"]);
    scratch.refused(&["M1408", "M1409"], "brings along does not count");
    let (_, document) = scratch.json(&[]);
    assert!(
        document["notes"][0]
            .as_str()
            .unwrap()
            .contains("members.csv")
    );
}

#[test]
fn tables_are_what_they_were_when_it_was_signed() {
    let scratch = Scratch::changed();
    let members = [
        "anna", "bo", "cas", "dia", "eli", "fay", "gus", "hal", "ida", "jon",
    ];
    let register: String = members.iter().map(|m| format!("{m},growers\n")).collect();
    let register = format!("member,classes\n{register}");
    let ballots: String = members[..7].iter().map(|m| format!("{m},for\n")).collect();
    let ballots = format!("voter,choice\n{ballots}");
    scratch.put("decisions/register.csv", &register);
    scratch.put("decisions/ballots.csv", &ballots);
    let start = RECORD.find("[electorate]").unwrap();
    let plain = format!(
        "{}[electorate]\nregister = 'register.csv'\n[ballots]\nfile = 'ballots.csv'\n",
        &RECORD[..start]
    );
    scratch.record(&plain, "decisions/one.toml");
    scratch.sign("decisions/one.toml", &["anna", "bo"]);
    scratch.refused(&["M1409", "M1409"], "do not cover ballots.csv");
    let sum = |text: &str| meent::project::sha256(text.as_bytes());
    let text = plain
        .replace(
            "'register.csv'",
            &format!("'register.csv'\nsha256 = '{}'", sum(&register)),
        )
        .replace(
            "'ballots.csv'",
            &format!("'ballots.csv'\nsha256 = '{}'", sum(&ballots)),
        );
    scratch.record(&text, "decisions/one.toml");
    scratch.sign("decisions/one.toml", &["anna", "bo"]);
    scratch.passes();
    scratch.edit_in("decisions/ballots.csv", "gus,for", "gus,against");
    scratch.refused(&["M1407"], "ballots.csv is not the table");
}

#[test]
fn a_vote_counts_once() {
    let scratch = Scratch::changed();
    scratch.adopt();
    scratch.passes();
    scratch.merge();
    // Changed back, by a new vote.
    scratch.edit("at most 3 years", "at most 2 years");
    scratch.edit("version 1.1 from 2026-06-01", "version 1.2 from 2026-08-01");
    let back = RECORD
        .replace("2026-04-20", "2026-06-20")
        .replace("2026-04-01", "2026-06-01");
    scratch.record(&back, "decisions/two.toml");
    scratch.sign("decisions/two.toml", &["bo", "cas"]);
    scratch.passes();
    scratch.merge();
    // And once more as it was, with the first record.
    scratch.edit("at most 2 years", "at most 3 years");
    scratch.edit("version 1.2 from 2026-08-01", "version 1.3 from 2026-09-01");
    scratch.refused(&["M1406"], "in the version before already");
    // Under another name, with another title: it is the same vote.
    let copy = scratch
        .get("decisions/one.toml")
        .replace("Keep moisture longer", "Again");
    scratch.put("decisions/three.toml", &copy);
    scratch.sign("decisions/three.toml", &["anna", "bo"]);
    scratch.refused(&["M1406", "M1406"], "a vote counts once");
    fs::remove_file(scratch.path("decisions/three.toml")).unwrap();
    // A vote of another day is another vote.
    let again = RECORD
        .replace("2026-04-20", "2026-07-20")
        .replace("2026-04-01", "2026-07-01");
    scratch.record(&again, "decisions/four.toml");
    scratch.sign("decisions/four.toml", &["anna", "bo"]);
    let (_, codes, text) = scratch.found(&[]);
    assert_eq!(codes, ["M1406"], "{text}");
}

#[test]
fn old_records_stay_as_they_are() {
    let scratch = Scratch::changed();
    scratch.adopt();
    scratch.merge();
    scratch.edit_in("decisions/one.toml", "for = 6", "for = 7");
    let (code, codes, text) = scratch.found(&[]);
    assert!(code == 1 && codes.contains(&"M1407".to_string()), "{text}");
    scratch.git(&["checkout", "-q", "."]);
    fs::remove_file(scratch.path("decisions/one.toml.bo.sig")).unwrap();
    scratch.refused(&["M1407"], "one.toml.bo.sig");
    scratch.git(&["checkout", "-q", "."]);
    // Moved is not changed.
    fs::create_dir(scratch.path("decisions/2026")).unwrap();
    for name in ["one.toml", "one.toml.anna.sig", "one.toml.bo.sig"] {
        let from = scratch.path(&format!("decisions/{name}"));
        fs::rename(from, scratch.path(&format!("decisions/2026/{name}"))).unwrap();
    }
    scratch.passes();
}

#[test]
fn the_base_has_moved_on() {
    let scratch = Scratch::changed();
    scratch.adopt();
    scratch.commit("Adopted");
    // Others change something else: the vote still stands.
    scratch.git(&["checkout", "-q", "main"]);
    scratch.edit("majority of seats", "2/3 of seats");
    scratch.commit("Keeping");
    scratch.git(&["checkout", "-q", "change"]);
    scratch.git(&["merge", "-q", "--no-ff", "-m", "Kept up", "main"]);
    scratch.passes();
    // Others change the very thing: the meeting voted on another change.
    scratch.git(&["checkout", "-q", "main"]);
    scratch.edit("at most 2 years", "at most 1 year");
    scratch.commit("Moisture");
    scratch.git(&["checkout", "-q", "change"]);
    scratch.refused(&["M1404"], "changed by others since");
}

#[test]
fn not_before_it_takes_effect() {
    let scratch = Scratch::new();
    scratch.edit("at most 2 years", "at most 3 years");
    scratch.version("1.1 from 2026-05-19");
    scratch.adopt();
    scratch.refused(&["M1410"], "20 May 2026");
    scratch.edit("from 2026-05-19", "from 2026-05-20");
    scratch.passes();
    // Without a day, it holds as soon as it is merged.
    scratch.edit(" from 2026-05-20", "");
    scratch.refused(&["M1410"], "does not say from when");
    let (code, _, text) = scratch.found(&["--on", "2026-05-20"]);
    assert_eq!(code, 0, "{text}");
    let (code, codes, text) = scratch.found(&["--on", "2026-05-19"]);
    assert!(code == 1 && codes == ["M1410"], "{text}");
    let (code, codes, text) = scratch.found(&["--on", "2026-04-19"]);
    assert!(code == 1 && codes == ["M1405"], "{text}");
}

#[test]
fn not_while_it_may_be_vetoed() {
    // The board has a veto over prices only; the record need not say that the change is about them.
    let scratch = Scratch::new();
    scratch.edit("at most 1 year", "at most 2 months");
    scratch.version("1.1 from 2026-05-20");
    scratch.adopt();
    scratch.refused(&["M1410"], "veto");
    scratch.edit("from 2026-05-20", "from 2026-05-21");
    scratch.passes();
    scratch.record(
        &format!("{RECORD}[veto]\nused = 2026-05-01\n"),
        "decisions/one.toml",
    );
    scratch.sign("decisions/one.toml", &["anna", "bo"]);
    scratch.refused(&["M1405"], "veto");
}

#[test]
fn the_version_is_raised() {
    let scratch = Scratch::new();
    scratch.edit("at most 2 years", "at most 3 years");
    scratch.version("1.0 from 2026-06-01");
    scratch.adopt();
    scratch.refused(&["M1411"], "still 1.0");
    scratch.edit("version 1.0", "version 0.9");
    scratch.refused(&["M1411"], "from 1.0 to 0.9");
    scratch.edit("version 0.9", "version 1.0.1");
    scratch.passes();
    // A day in the past, and nothing else, is a change of what holds when.
    let scratch = Scratch::new();
    scratch.version("1.1 from 2025-01-01");
    scratch.refused(&["M1401"], "Orchard");
    scratch.edit("from 2025-01-01", "from 2027-01-01");
    scratch.passes();
}

#[test]
fn renaming_is_no_change_and_hides_none() {
    let scratch = Scratch::new();
    let text = scratch.get("main.meent").replace("moisture", "wetness");
    scratch.put("main.meent", &text);
    let (code, document) = scratch.json(&[]);
    assert_eq!(code, 0, "{document:#}");
    assert_eq!(document["renamed"].as_array().unwrap().len(), 1);
    // Names that change places: the data of each is another, and the stronger decision is asked.
    let scratch = Scratch::new();
    let text = scratch.get("main.meent");
    let text = text
        .replace("dataset moisture \"Moisture\"", "dataset other \"Yields\"")
        .replace("dataset yields \"Yields\"", "dataset moisture \"Moisture\"")
        .replace("dataset other", "dataset yields");
    scratch.put("main.meent", &text);
    let (code, codes, text) = scratch.found(&[]);
    assert_eq!(code, 1);
    assert!(
        codes.iter().filter(|c| *c == "M1401").count() == 2,
        "{text}"
    );
}

#[test]
fn what_can_not_be_judged() {
    let scratch = Scratch::changed();
    let exit = |arguments: &[&str]| meent(scratch.top(), arguments).status.code().unwrap();
    assert_eq!(exit(&["amend", "--base", "nowhere"]), 2);
    assert_eq!(exit(&["amend"]), 2);
    assert_eq!(exit(&["amend", "--base", "main", "--on", "soon"]), 2);
    scratch.edit("growers may read", "nobodies may read");
    assert_eq!(exit(&["amend", "--base", "main"]), 2);
    scratch.edit("nobodies may read", "growers may read");
    // A source with errors is no agreement, whoever adopts it.
    scratch.adopt();
    scratch.edit(
        "rule water",
        "rule dry \"Dry\" { nobody may read moisture }\nrule water",
    );
    scratch.adopt();
    let (code, document) = scratch.json(&[]);
    assert!(
        code == 1 && document["verdict"] == "refused",
        "{document:#}"
    );
    assert!(document["errors"].as_u64().unwrap() > 0);
    scratch.edit("rule dry \"Dry\" { nobody may read moisture }\n", "");
    // A record that can't be understood, and a table that is not there.
    scratch.put("decisions/one.toml", "decision = \n");
    scratch.refused(&["M1001", "M1401"], "TOML");
    let text = RECORD.replace("members = 10\npresent = 7", "register = 'nobody.csv'");
    fs::remove_file(scratch.path("decisions/one.toml")).unwrap();
    scratch.record(&text, "decisions/one.toml");
    scratch.sign("decisions/one.toml", &["anna", "bo"]);
    let (code, _, text) = scratch.found(&[]);
    assert_eq!(code, 2, "{text}");
    scratch.record(&RECORD.replace("DIGEST", "sha256:12"), "decisions/one.toml");
    let (code, codes, text) = scratch.found(&[]);
    assert!(code == 1 && codes.contains(&"M1001".to_string()), "{text}");
}

#[test]
fn people_and_machines_are_told_the_same() {
    let scratch = Scratch::changed();
    let out = |arguments: &[&str]| {
        let mut all = vec!["amend", "--base", "main"];
        all.extend(arguments);
        let output = meent(scratch.top(), &all);
        String::from_utf8(output.stdout).unwrap()
    };
    let digest = scratch.digest("amend");
    for (arguments, words) in [
        (&["--lang", "en"][..], "may not be merged"),
        (&["--lang", "nl"], "mag niet worden samengevoegd"),
        (&["--format", "markdown"], "**No.**"),
        (&["--format", "markdown", "--lang", "nl"], "**Nee.**"),
        (&["--propose"], "at least two thirds of the votes cast"),
        (
            &["--propose", "--lang", "nl"],
            "minstens twee derde van de uitgebrachte stemmen",
        ),
    ] {
        let text = out(arguments);
        assert!(text.contains(words) && text.contains(&digest), "{text}");
        assert!(!text.contains("{{"), "{text}");
    }
    // The proposed record is one, once it is filled in.
    for lang in ["en", "nl"] {
        let text = out(&["--propose", "--lang", lang]);
        let record = &text[text
            .rfind("\n# ")
            .map_or(0, |_| text.find("\ndecision = ").unwrap())..];
        let filled: String = record
            .lines()
            .map(|line| {
                let line = line.strip_prefix("# ").unwrap_or(line);
                match line.split_once(" = ") {
                    Some(("title", _)) => "title = \"x\"\n".to_string(),
                    Some(("convened", _)) => "convened = 2026-04-01\n".to_string(),
                    _ => format!("{line}\n"),
                }
            })
            .collect();
        scratch.put("decisions/one.toml", &filled);
        scratch.sign("decisions/one.toml", &["anna", "bo"]);
        scratch.passes();
        fs::remove_file(scratch.path("decisions/one.toml")).unwrap();
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/amend.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let check = |document: &Value| {
        let wrong: Vec<String> = validator
            .iter_errors(document)
            .map(|e| e.to_string())
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}\n{document:#}");
    };
    check(&scratch.json(&[]).1);
    scratch.adopt();
    check(&scratch.json(&["--lang", "nl"]).1);
}
