package meent.de_linde_test

import data.meent.de_linde as policy
import rego.v1

# Mijn eigen gegevens
test_my_own_data if {
	result := policy.decision with input as {"party": {"groups": ["deelnemers"]}, "actions": ["read"], "data": ["thuismetingen"], "purposes": ["eigen-inzicht"], "facts": {"eigen-gegevens": true}}
	result.answer == "permitted"
	"eigen-gegevens-bekijken" in result.rules
}

# De arts bereidt een afspraak voor
test_the_doctor_prepares_an_appointment if {
	result := policy.decision with input as {"party": {"member": "ziekenhuis-maasdal"}, "actions": ["read"], "data": ["thuismetingen"], "purposes": ["eigen-behandeling"], "facts": {"zorgtoestemming": true, "eigen-patient": true}}
	result.answer == "permitted"
	count({duty | some duty in result.duties; duty in ["behandelen-in-het-ziekenhuis/1", "behandelen-bij-de-huisarts/1", "namen-eraf/1"]}) > 0
	"behandelen-in-het-ziekenhuis" in result.rules
}

# De arts weet niet of u toestemming gaf
test_the_doctor_does_not_know_whether_you_agreed if {
	result := policy.decision with input as {"party": {"member": "ziekenhuis-maasdal"}, "actions": ["read"], "data": ["thuismetingen.bloeddruk"], "purposes": ["eigen-behandeling"], "facts": {"eigen-patient": true}}
	result.answer == "undetermined"
	"zorgtoestemming" in result.missing.facts
}

# U trok uw toestemming in
test_you_withdrew_your_consent if {
	result := policy.decision with input as {"party": {"member": "ziekenhuis-maasdal"}, "actions": ["read"], "data": ["thuismetingen.bloeddruk"], "purposes": ["eigen-behandeling"], "facts": {"zorgtoestemming": false, "eigen-patient": true}}
	result.answer == "not-provided-for"
}

# Bewusteloos op de spoedeisende hulp
test_unconscious_in_the_emergency_room if {
	result := policy.decision with input as {"party": {"member": "ziekenhuis-maasdal"}, "actions": ["read"], "data": ["medicatie"], "purposes": ["spoedzorg"], "facts": {"spoed": true}}
	result.answer == "permitted"
	"spoedhulp/1" in result.duties
	"spoedhulp" in result.rules
}

# De mantelzorger legt de pillen klaar
test_the_carer_prepares_the_pills if {
	result := policy.decision with input as {"party": {"groups": ["mantelzorgers"]}, "actions": ["read"], "data": ["medicatie.middel", "medicatie.dosis"], "purposes": ["eigen-behandeling"], "facts": {"zorgtoestemming": true}}
	result.answer == "permitted"
	"mantelzorger-helpt" in result.rules
}

# De mantelzorger vraagt alles
test_the_carer_asks_for_everything if {
	result := policy.decision with input as {"party": {"groups": ["mantelzorgers"]}, "actions": ["read"], "data": ["medicatie"], "purposes": ["eigen-behandeling"], "facts": {"zorgtoestemming": true}}
	result.answer == "prohibited"
	"geen-namen" in result.rules
}

# Onderzoek met alle stempels
test_research_with_every_approval if {
	result := policy.decision with input as {"party": {"member": "universiteit-maasdal"}, "actions": ["analyse"], "data": ["onderzoeksset"], "purposes": ["chronisch-onderzoek"], "facts": {"onderzoekstoestemming": true, "bezwaar-gemaakt": false, "veilige-omgeving": true}, "decisions": {"ethische-toets": true, "toegang-verlenen": true}, "moment": "2027-03-01"}
	result.answer == "permitted"
	"onderzoek-doen/1" in result.duties
	"onderzoek-doen" in result.rules
}

# De ethische toets is er nog niet
test_the_ethical_review_is_not_there_yet if {
	result := policy.decision with input as {"party": {"member": "universiteit-maasdal"}, "actions": ["analyse"], "data": ["onderzoeksset"], "purposes": ["chronisch-onderzoek"], "facts": {"onderzoekstoestemming": true, "bezwaar-gemaakt": false, "veilige-omgeving": true}, "decisions": {"toegang-verlenen": true}, "moment": "2027-03-01"}
	result.answer == "undetermined"
	"ethische-toets" in result.missing.decisions
}

# Een deelnemer maakte bezwaar
test_a_participant_objected if {
	result := policy.decision with input as {"party": {"member": "universiteit-maasdal"}, "actions": ["analyse"], "data": ["onderzoeksset"], "purposes": ["chronisch-onderzoek"], "facts": {"onderzoekstoestemming": true, "bezwaar-gemaakt": true, "veilige-omgeving": true}, "decisions": {"ethische-toets": true, "toegang-verlenen": true}, "moment": "2027-03-01"}
	result.answer == "prohibited"
	"bezwaar-gaat-voor" in result.rules
}

# Thuiswerken met patiëntgegevens
test_working_at_home_with_patient_data if {
	result := policy.decision with input as {"party": {"member": "universiteit-maasdal"}, "actions": ["read"], "data": ["onderzoeksset"], "purposes": ["chronisch-onderzoek"], "facts": {"onderzoekstoestemming": true, "bezwaar-gemaakt": false, "veilige-omgeving": false}, "decisions": {"ethische-toets": true, "toegang-verlenen": true}, "moment": "2027-03-01"}
	result.answer == "prohibited"
	"alleen-binnen" in result.rules
}

# Een tabel over negen mensen
test_a_table_about_nine_people if {
	result := policy.decision with input as {"party": {"member": "universiteit-maasdal"}, "actions": ["aggregate"], "data": ["onderzoeksset"], "purposes": ["chronisch-onderzoek"], "facts": {"onderzoekstoestemming": true, "bezwaar-gemaakt": false, "mensen-in-resultaat": 9, "studie-klaar-op": "2028-06-01"}}
	result.answer == "prohibited"
	"geen-kleine-groepen" in result.rules
}

# Een tabel over negentig mensen
test_a_table_about_ninety_people if {
	result := policy.decision with input as {"party": {"member": "universiteit-maasdal"}, "actions": ["aggregate"], "data": ["onderzoeksset"], "purposes": ["chronisch-onderzoek"], "facts": {"onderzoekstoestemming": true, "bezwaar-gemaakt": false, "mensen-in-resultaat": 90, "studie-klaar-op": "2028-06-01"}}
	result.answer == "permitted"
	"uitkomsten-tellen/1" in result.duties
	"uitkomsten-tellen" in result.rules
}

# Een hulpmiddel leert waarschuwen
test_a_device_learns_to_warn if {
	result := policy.decision with input as {"party": {"member": "hartslag-techniek"}, "actions": ["train"], "data": ["onderzoeksset"], "purposes": ["hulpmiddel-trainen"], "facts": {"onderzoekstoestemming": true, "bezwaar-gemaakt": false, "veilige-omgeving": true, "uitvoer": "model"}, "decisions": {"ethische-toets": true, "toegang-verlenen": true}}
	result.answer == "permitted"
	"hulpmiddel-leren/1" in result.duties
	"hulpmiddel-leren" in result.rules
}

# Een hulpmiddel leert van dossiers
test_a_device_learns_from_records if {
	result := policy.decision with input as {"party": {"member": "hartslag-techniek"}, "actions": ["train"], "data": ["ziekenhuisdossier"], "purposes": ["hulpmiddel-trainen"], "facts": {"onderzoekstoestemming": true, "veilige-omgeving": true}}
	result.answer == "prohibited"
	"niet-trainen-op-dossiers" in result.rules
}

# Erfelijke gegevens zonder toestemming
test_genetic_data_without_consent if {
	result := policy.decision with input as {"party": {"member": "universiteit-maasdal"}, "actions": ["analyse"], "data": ["genoom"], "purposes": ["chronisch-onderzoek"], "facts": {"genoomtoestemming": false, "veilige-omgeving": true}, "decisions": {"ethische-toets": true, "toegang-verlenen": true}}
	result.answer == "prohibited"
	"genoom-op-slot" in result.rules
}

# Onderzoek vindt iets ernstigs
test_research_finds_something_serious if {
	result := policy.decision with input as {"party": {"member": "linde-bureau"}, "actions": ["re-identify"], "data": ["onderzoeksset"], "purposes": ["bevinding-melden"], "facts": {"bezwaar-gemaakt": false, "ernstige-bevinding": true}, "decisions": {"ethische-toets": true}}
	result.answer == "permitted"
	"ernstige-bevinding-melden/1" in result.duties
	"ernstige-bevinding-melden" in result.rules
}

# Een onderzoeker wil weten wie het is
test_a_researcher_wants_to_know_who_it_is if {
	result := policy.decision with input as {"party": {"member": "universiteit-maasdal"}, "actions": ["re-identify"], "data": ["onderzoeksset"], "purposes": ["chronisch-onderzoek"], "facts": {"onderzoekstoestemming": true}}
	result.answer == "prohibited"
	"niet-herleiden" in result.rules
}

# Een verzekeraar bepaalt de premie
test_an_insurer_sets_the_premium if {
	result := policy.decision with input as {"party": {"member": "polis-zeker"}, "actions": ["read"], "data": ["zorgcijfers"], "purposes": ["verzekeren"]}
	result.answer == "prohibited"
	"geen-nadeel" in result.rules
}

# De GGD kijkt naar de regio
test_public_health_looks_at_the_region if {
	result := policy.decision with input as {"party": {"member": "ggd-maasdal"}, "actions": ["read"], "data": ["zorgcijfers"], "purposes": ["gezondheid-van-de-regio"]}
	result.answer == "permitted"
	"regio-volgen" in result.rules
}

# De GGD maakt een ranglijst
test_public_health_makes_a_ranking if {
	result := policy.decision with input as {"party": {"member": "ggd-maasdal"}, "actions": ["read"], "data": ["zorgcijfers"], "purposes": ["zorgbeleid"]}
	result.answer == "prohibited"
	"geen-ranglijst" in result.rules
}

# Een uitbraak, en de raad heeft besloten
test_an_outbreak_and_the_council_has_decided if {
	result := policy.decision with input as {"party": {"member": "ggd-maasdal"}, "actions": ["aggregate"], "data": ["onderzoeksset"], "purposes": ["gezondheid-van-de-regio"], "facts": {"bezwaar-gemaakt": false, "uitbraak": true, "mensen-in-resultaat": 250}, "decisions": {"handelen-bij-uitbraak": true}}
	result.answer == "permitted"
	"uitbraak-volgen/1" in result.duties
	"uitbraak-volgen" in result.rules
}

# Een krant plaatst de cijfers
test_a_newspaper_prints_the_figures if {
	result := policy.decision with input as {"party": {"groups": []}, "actions": ["publish"], "data": ["zorgcijfers"], "purposes": ["zorgstatistiek"]}
	result.answer == "permitted"
	count({duty | some duty in result.duties; duty in ["lesgeven/1", "open-cijfers/1"]}) > 0
	"open-cijfers" in result.rules
}

# Een buitenstaander vraagt metingen
test_an_outsider_asks_for_measurements if {
	result := policy.decision with input as {"party": {"groups": []}, "actions": ["read"], "data": ["thuismetingen.gewicht"], "purposes": ["chronisch-onderzoek"]}
	result.answer == "not-provided-for"
}
