//! What is said about the word under the cursor.

use super::marked::Marked;
use insta::assert_snapshot;
use meent::diagnostic::Lang;
use meent::editor::hover::{Reader, hover};

const SOURCE: &str = r#"commons c "Street data" nl "Straatdata" { goal "Know the street" }
use purposes from dpv
group homes "Homes" nl "Huizen" { of people }
group coaches "Coaches" nl "Coaches" { of people closed note "Trained volunteers." }
party pump "Pump firm" { in coaches }
dataset readings "Readings" nl "Standen" {
  about people in homes
  keeper pump
  field kwh "Use" in kWh
  field name "Name" identifying
}
fact why "Why" { one of heat, cold  given by the person }
purpose help "Helping" nl "Helpen" { within dpv:ServiceProvision }
rule help-out "Helping out" nl "Meehelpen" {
  coaches may read readings.kwh for help if why is heat
  then must delete readings within 2 weeks
  basis consent
}
body all "All of us" { of all homes votes one each }
decision amend "Changing it" { changes this agreement taken by all passes with 2/3 of votes cast }
scenario "Yes" { pump asks to read readings.kwh for help with why heat expect permitted }
"#;

fn at(source: &str, cut: &str, lang: Lang) -> String {
    let m = Marked::one(&source.replacen(&cut.replace('‸', ""), cut, 1));
    let link = |span: meent::source::Span| Some(format!("file#{}", span.start));
    let reader = Reader { lang, link: &link };
    match hover(&m.snapshot, m.file, m.byte, &reader) {
        None => "(nothing)".into(),
        Some(found) => {
            let text = m.snapshot.project.loaded.sources.text(found.span);
            format!("[{text}]\n{}", found.markdown)
        }
    }
}

fn en(cut: &str) -> String {
    at(SOURCE, cut, Lang::En)
}

#[test]
fn declarations_say_what_they_are_and_what_becomes_of_them() {
    assert_snapshot!("rule", en("rule ‸help-out"));
    assert_snapshot!("rule_dutch", at(SOURCE, "rule ‸help-out", Lang::Nl));
    assert_snapshot!("dataset", en("delete ‸readings"));
    assert_snapshot!("field", en("readings.‸kwh for"));
    assert_snapshot!("group", en("‸coaches may"));
    assert_snapshot!("party", en("‸pump asks"));
    assert_snapshot!("purpose", en("for ‸help if"));
    assert_snapshot!("fact", en("if ‸why"));
    assert_snapshot!("decision", en("decision ‸amend"));
    assert_snapshot!("body", en("taken by ‸all"));
    assert_snapshot!("commons", en("commons ‸c"));
}

#[test]
fn what_ships_with_the_compiler_is_explained_too() {
    let all = [
        "may ‸read",
        "then must ‸delete",
        "‸dpv:Service",
        "is ‸heat",
        "basis ‸consent",
        "from ‸dpv",
    ];
    let all: Vec<String> = all.iter().map(|cut| en(cut)).collect();
    assert_snapshot!(all.join("\n\n=====\n\n"));
}

#[test]
fn keywords_have_a_meaning_in_both_languages() {
    let all = [
        "‸commons c",
        "‸may read",
        "‸for help",
        "votes ‸one each",
        "2/3 of ‸votes cast",
        "then ‸must",
    ];
    let all: Vec<String> = all.iter().map(|cut| en(cut)).collect();
    assert_snapshot!(all.join("\n\n=====\n\n"));
    let dutch = "meent m \"M\" { doel \"D\" }\ngroep g \"G\" { van mensen }\nregel r \"R\" { g mogen niet lezen }\n";
    assert_snapshot!(at(dutch, "‸mogen niet", Lang::Nl));
    // In half a rule too.
    let half = "group g { of people }\nrule r { g may read for\n";
    assert!(at(half, "g ‸may", Lang::En).starts_with("[may]"));
    assert!(at(half, "{ ‸g may", Lang::En).starts_with("[g]\n**G**"));
}

#[test]
fn nothing_is_said_about_texts_and_blanks() {
    assert_eq!(en("goal \"Know ‸the"), "(nothing)");
    assert_eq!(
        at("group g { of people }\n# note\n", "# ‸note", Lang::En),
        "(nothing)"
    );
}
