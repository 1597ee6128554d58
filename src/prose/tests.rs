//! Every kind of sentence, in both languages, as it is read aloud.

use super::*;
use crate::model::sample::model_of;
use crate::model::{
    ActionId, DataId, DecisionId, FactId, FactKey, GroupId, PurposeId, Value, ValueSet,
};

const SOURCE: &str = r#"
commons energy "Energy" nl "Energie" { goal "Power." }
group households "Households" nl "Huishoudens" { of people }
group researchers "Researchers" nl "Onderzoekers" { of organisations }
group operators "Grid operators" nl "Netbeheerders" { of organisations }
member amstel "Netbeheer Amstel N.V." { in operators }
dataset readings "Smart meter readings" nl "Slimme-meterstanden" {
  from households about people in households personal keeper amstel
  field address "Address" nl "Adres" identifying
  field used "Electricity used" nl "Verbruikte stroom" in kWh
}
dataset totals "Load per street" nl "Belasting per straat" { from operators about no one not personal keeper amstel }
purpose planning "Planning the grid" nl "Het net plannen" { serves "x" }
purpose ads "Advertising" nl "Reclame" { serves "x" }
fact consent "The household has agreed" nl "Het huishouden heeft toestemming gegeven" { yes or no given by the person }
fact homes "Homes in the result" nl "Huizen in het resultaat" { number of homes }
fact load "Load of the grid" nl "Belasting van het net" { number of % }
body assembly "Members' assembly" nl "Algemene vergadering" { of all households, operators votes one each }
body board "Data board" nl "Databestuur" { seats 5: 5 elected by assembly }
sanction steps "Steps" nl "Stappen" { first warning by board }
rule plan "Planning" nl "Plannen" {
  operators may aggregate readings, totals for planning
    if homes at least 10 and consent and approve has passed
  then must delete readings within 90 days or else steps
   and must report totals to board, households every 3 months
  despite no-address
  until 2029-12-31
}
rule no-address "No addresses" nl "Geen adressen" { nobody may read, share readings.address, readings.used }
rule no-ads "No ads" nl "Geen reclame" { nobody may use for ads }
rule no-peaks "No peaks" nl "Geen pieken" { researchers, board must not derive readings for planning if not consent }
rule train "Training" nl "Trainen" { amstel may train, aggregate totals if load at least 90 % or homes more than 5 }
rule both "Both" nl "Beide" { households who are also researchers may read readings }
rule keep "Keeping" nl "Bewaren" { operators must keep totals at least 5 years }
rule warn "Warning" nl "Waarschuwen" { board must inform totals to households within 1 hour }
rule source "Source" nl "Bron" { everyone may read totals then must attribute totals }
decision approve "Approving a new use" nl "Nieuw gebruik goedkeuren" {
  proposed by any member taken by board
  quorum 3/5 of seats measured at each vote passes with 2/3 of votes cast and majority of households
  tie rejected recuse whoever asks within 30 days or else rejected appeal to assembly within 14 days
}
"#;

fn model() -> Model {
    model_of(SOURCE)
}

struct Numbered;
impl References for Numbered {
    fn paragraph(&self, rule: RuleId) -> Option<String> {
        Some(format!("7.{}", rule.0))
    }
}

fn rule(model: &Model, id: &str) -> RuleId {
    RuleId::new(model.rules.iter().position(|r| r.decl.id == id).unwrap())
}

fn said(id: &str) -> (String, String) {
    let model = model();
    let say = |lang| {
        Words::new(&model, lang)
            .rule_sentences(rule(&model, id), &Numbered)
            .join(" ")
    };
    (say(Lang::En), say(Lang::Nl))
}

#[test]
fn a_permission_with_everything() {
    let (en, nl) = said("plan");
    assert_eq!(
        en,
        "Notwithstanding Article 7.1, Grid operators may aggregate “Smart meter readings” and “Load per street” for the \
         purpose “Planning the grid”, provided that there are at least 10 homes in the result, the household has \
         agreed and the decision “Approving a new use” has passed. This permission applies up to and including \
         31 December 2029. Whoever does so must delete “Smart meter readings” within 90 days, failing which the \
         sanctions under “Steps” apply. Whoever does so must also report on “Load per street” to the Data board and Households every 3 \
         months."
    );
    assert_eq!(
        nl,
        "In afwijking van artikel 7.1 mogen Netbeheerders “Slimme-meterstanden” en “Belasting per straat” voor het doel \
         “Het net plannen” aggregeren, op voorwaarde dat het volgende vaststaat: er zijn minstens 10 huizen in het \
         resultaat, het huishouden heeft toestemming gegeven en het besluit “Nieuw gebruik goedkeuren” is \
         aangenomen. Deze bevoegdheid geldt tot en met 31 december 2029. Wie dat doet, moet “Slimme-meterstanden” \
         binnen 90 dagen verwijderen; bij gebreke daarvan gelden de sancties uit “Stappen”. Wie dat doet, moet ook elke \
         3 maanden aan het Databestuur en Huishoudens over “Belasting per straat” rapporteren."
    );
}

#[test]
fn prohibitions() {
    let (en, nl) = said("no-address");
    assert_eq!(
        en,
        "Nobody may read or share the fields “Address” and “Electricity used” of “Smart meter readings”. This \
         prohibition does not apply where Article 7.0 applies."
    );
    assert_eq!(
        nl,
        "Niemand mag de velden “Adres” en “Verbruikte stroom” van “Slimme-meterstanden” lezen of delen. Dit verbod \
         geldt niet voor zover artikel 7.0 van toepassing is."
    );
    let (en, nl) = said("no-ads");
    assert_eq!(en, "Nobody may use any data for the purpose “Advertising”.");
    assert_eq!(
        nl,
        "Niemand mag gegevens voor het doel “Reclame” gebruiken."
    );
    let (en, nl) = said("no-peaks");
    assert_eq!(
        en,
        "Researchers and the Data board must not derive results from “Smart meter readings” for the purpose “Planning \
         the grid” unless the household has agreed."
    );
    assert_eq!(
        nl,
        "Onderzoekers en het Databestuur mogen voor het doel “Het net plannen” niet uit “Slimme-meterstanden” resultaten \
         afleiden, behalve als het volgende vaststaat: het huishouden heeft toestemming gegeven."
    );
}

#[test]
fn who_is_singular_and_who_is_plural() {
    let (en, nl) = said("train");
    assert_eq!(
        en,
        "Netbeheer Amstel N.V. may aggregate “Load per street” and train a model on those data, provided that either “Load of the \
         grid” is at least 90% or there are more than 5 homes in the result."
    );
    assert_eq!(
        nl,
        "Netbeheer Amstel N.V. mag “Belasting per straat” aggregeren en daarmee een model trainen, op voorwaarde dat \
         het volgende vaststaat: hetzij “Belasting van het net” is minstens 90%, hetzij er zijn meer dan 5 huizen in \
         het resultaat."
    );
    let (en, nl) = said("both");
    assert_eq!(
        en,
        "Households that are also Researchers may read “Smart meter readings”."
    );
    assert_eq!(
        nl,
        "Huishoudens die ook Onderzoekers zijn mogen “Slimme-meterstanden” lezen."
    );
}

#[test]
fn duties() {
    let (en, nl) = said("keep");
    assert_eq!(
        en,
        "Grid operators must keep “Load per street” for at least 5 years."
    );
    assert_eq!(
        nl,
        "Netbeheerders moeten “Belasting per straat” minstens 5 jaar bewaren."
    );
    let (en, nl) = said("warn");
    assert_eq!(
        en,
        "The Data board must inform Households about “Load per street” within 1 hour."
    );
    assert_eq!(
        nl,
        "Het Databestuur moet binnen 1 uur Huishoudens over “Belasting per straat” informeren."
    );
    let (en, nl) = said("source");
    assert_eq!(
        en,
        "Everyone may read “Load per street”. Whoever does so must name those data as the source."
    );
    assert_eq!(
        nl,
        "Iedereen mag “Belasting per straat” lezen. Wie dat doet, moet die gegevens als bron vermelden."
    );
}

#[test]
fn cases_and_facts() {
    let model = model();
    let at = |id: &str| {
        model
            .data
            .iter()
            .position(|d| d.decl.id == id)
            .map(DataId::new)
            .unwrap()
    };
    let read = model
        .actions
        .iter()
        .position(|a| a.decl.id == "read")
        .map(ActionId::new)
        .unwrap();
    let facts = [
        (FactKey::Fact(FactId(0)), Value::Bool(true)),
        (FactKey::Fact(FactId(1)), Value::Int(12)),
        (FactKey::Passed(DecisionId(0)), Value::Bool(false)),
    ];
    let (groups, data) = ([GroupId(0), GroupId(1)], [at("readings.address")]);
    let case = case::Case {
        groups: &groups,
        actions: &[read],
        data: &data,
        purposes: &[PurposeId(0)],
        facts: &facts,
        party: None,
    };
    let said = both(&model, |w| w.case(&case));
    assert_eq!(
        said.en,
        "someone in Households who is also in Researchers asks to read the field “Address” of “Smart meter readings” \
         for the purpose “Planning the grid”, with 12 homes in the result; in this case: the household has agreed and \
         the decision “Approving a new use” has not passed"
    );
    assert_eq!(
        said.nl,
        "iemand in Huishoudens die ook in Onderzoekers zit, wil het veld “Adres” van “Slimme-meterstanden” voor het doel \
         “Het net plannen” lezen, met 12 huizen in het resultaat; in dit geval: het huishouden heeft toestemming \
         gegeven en het besluit “Nieuw gebruik goedkeuren” is niet aangenomen"
    );
    assert_eq!(
        both(&model, |w| w.asker(None, &[])).nl,
        "iemand die in geen enkele groep zit"
    );
    assert!(ValueSet::all().contains(0));
}

#[test]
fn decisions() {
    let model = model();
    let say = |lang| {
        let parts = Words::new(&model, lang).decision_parts(DecisionId(0));
        parts
            .into_iter()
            .map(|p| p.text)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        say(Lang::En),
        "The Data board takes this decision. Any Member may propose it. As nothing else has been agreed, no period \
         of notice applies. The vote is valid only if at least three fifths of the seats are present or represented, \
         rounded up to whole seats. This is measured at each vote. The proposal is adopted if at least two thirds of \
         the votes cast are in favour and among Households more votes are cast for it than against it. As nothing \
         else has been agreed, a class without members counts as refusing. As nothing else has been agreed, abstentions are not votes cast. As nothing else has been agreed, blank and invalid \
         votes are not votes cast. If the votes are tied, the proposal is rejected. As nothing else has been agreed, \
         nobody may vote by proxy. Whoever asks for the decision takes no part in the deliberation or the vote; as nothing \
         else has been agreed, whoever withdraws still counts in every total. As nothing else has been agreed, the \
         proposal is rejected if too few remain to meet the quorum. If no decision has been taken within 30 days, the proposal counts as rejected. As nothing else has been agreed, \
         the decision takes effect as soon as it has been adopted. Whoever is affected may appeal to the Members' \
         assembly within 14 days."
    );
    assert_eq!(
        say(Lang::Nl),
        "Het Databestuur neemt dit besluit. Ieder Lid kan het voorstellen. Nu niets anders is overeengekomen, geldt \
         geen oproepingstermijn. De stemming is alleen geldig als minstens drie vijfde van de zetels aanwezig of \
         vertegenwoordigd is, naar boven afgerond op hele zetels. Dit wordt bij elke stemming vastgesteld. Het \
         voorstel is aangenomen als minstens twee derde van de uitgebrachte stemmen voor is en onder Huishoudens meer \
         stemmen voor dan tegen zijn uitgebracht. Nu niets anders is overeengekomen, geldt een klasse zonder leden als \
         weigerend. Nu niets anders is overeengekomen, zijn onthoudingen geen \
         uitgebrachte stemmen. Nu niets anders is overeengekomen, zijn blanco en ongeldige stemmen geen uitgebrachte \
         stemmen. Bij staken van stemmen is het voorstel verworpen. Nu niets anders is overeengekomen, kan niemand bij \
         volmacht stemmen. Wie om het besluit vraagt, neemt niet deel aan de beraadslaging en de stemming; nu niets \
         anders is overeengekomen, telt wie zich terugtrekt, nog mee in elk totaal. Nu niets anders is overeengekomen, is \
         het voorstel verworpen als er te weinig overblijven om het quorum te halen. Is binnen 30 dagen geen besluit genomen, dan geldt het voorstel als verworpen. Nu niets anders is overeengekomen, \
         treedt het besluit in werking zodra het is aangenomen. Wie door het besluit wordt geraakt, kan binnen 14 \
         dagen in beroep gaan bij de Algemene vergadering."
    );
}
