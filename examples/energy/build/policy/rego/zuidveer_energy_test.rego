package meent.zuidveer_energy_test

import data.meent.zuidveer_energy as policy
import rego.v1

# The operator plans the street grid
test_the_operator_plans_the_street_grid if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["aggregate"], "data": ["meter-readings"], "purposes": ["grid-planning"], "facts": {"consent": true, "homes-in-result": 12}, "decisions": {"approve-use": true}}
	result.answer == "permitted"
	"plan-the-grid/1" in result.duties
	"plan-the-grid" in result.rules
}

# Eight homes are too few
test_eight_homes_are_too_few if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["aggregate"], "data": ["meter-readings"], "purposes": ["grid-planning"], "facts": {"consent": true, "homes-in-result": 8}, "decisions": {"approve-use": true}}
	result.answer == "prohibited"
	"no-small-cells" in result.rules
}

# Nobody has said how many homes
test_nobody_has_said_how_many_homes if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["aggregate"], "data": ["meter-readings"], "purposes": ["grid-planning"], "facts": {"consent": true}, "decisions": {"approve-use": true}}
	result.answer == "undetermined"
	"homes-in-result" in result.missing.facts
}

# The board has not decided yet
test_the_board_has_not_decided_yet if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["aggregate"], "data": ["solar-readings"], "purposes": ["grid-planning"], "facts": {"consent": true, "homes-in-result": 40}}
	result.answer == "undetermined"
	"approve-use" in result.missing.decisions
}

# Street totals need no consent
test_street_totals_need_no_consent if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["combine"], "data": ["street-load", "transformer-load"], "purposes": ["congestion-relief"]}
	result.answer == "permitted"
	count({duty | some duty in result.duties; duty in ["plan-with-street-totals/1", "lend-totals-to-research/1"]}) > 0
	"plan-with-street-totals" in result.rules
}

# Finding the dark homes
test_finding_the_dark_homes if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["read"], "data": ["meter-readings.address", "meter-readings.used"], "purposes": ["restoring-power"], "facts": {"outage": true}}
	result.answer == "permitted"
	"restore-power/1" in result.duties
	"restore-power/2" in result.duties
	"restore-power" in result.rules
}

# In a power cut, not everything
test_in_a_power_cut_not_everything if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["read"], "data": ["meter-readings"], "purposes": ["restoring-power"], "facts": {"outage": true}}
	result.answer == "prohibited"
	"no-addresses" in result.rules
}

# A home with a breathing device
test_a_home_with_a_breathing_device if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["read"], "data": ["power-dependence"], "purposes": ["restoring-power"], "facts": {"medical-consent": true, "outage": true}}
	result.answer == "permitted"
	count({duty | some duty in result.duties; duty in ["relieve-peaks/1", "medical-homes-first/1"]}) > 0
	"medical-homes-first" in result.rules
}

# A home that did not ask for help
test_a_home_that_did_not_ask_for_help if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["read"], "data": ["power-dependence"], "purposes": ["restoring-power"], "facts": {"medical-consent": false, "outage": true}}
	result.answer == "prohibited"
	"health-locked" in result.rules
}

# The cut lasts, and the board has acted
test_the_cut_lasts_and_the_board_has_acted if {
	result := policy.decision with input as {"party": {"member": "netbeheer-amstel"}, "actions": ["read"], "data": ["solar-readings.generated"], "purposes": ["restoring-power"], "facts": {"outage": true}, "decisions": {"act-in-outage": true}}
	result.answer == "permitted"
	"long-outage/1" in result.duties
	"long-outage" in result.rules
}

# The polytechnic trains a forecast on totals
test_the_polytechnic_trains_a_forecast_on_totals if {
	result := policy.decision with input as {"party": {"member": "amstel-polytechnic"}, "actions": ["train"], "data": ["street-load"], "purposes": ["demand-forecasting"], "facts": {"result-form": "model"}, "decisions": {"approve-use": true}}
	result.answer == "permitted"
	count({duty | some duty in result.duties; duty in ["forecast-demand/1", "study-warm-homes/2"]}) > 0
	"forecast-demand" in result.rules
}

# No training on readings of homes
test_no_training_on_readings_of_homes if {
	result := policy.decision with input as {"party": {"member": "amstel-polytechnic"}, "actions": ["train"], "data": ["meter-readings"], "purposes": ["demand-forecasting"], "facts": {"result-form": "model"}, "decisions": {"approve-use": true}}
	result.answer == "prohibited"
	"city:no-training" in result.rules
}

# Research within its years
test_research_within_its_years if {
	result := policy.decision with input as {"party": {"member": "amstel-polytechnic"}, "actions": ["analyse"], "data": ["research-set"], "purposes": ["energy-research"], "facts": {"research-consent": true}, "decisions": {"approve-use": true}, "moment": "2027-05-01"}
	result.answer == "permitted"
	"study-warm-homes/1" in result.duties
	"study-warm-homes" in result.rules
}

# Research after its years
test_research_after_its_years if {
	result := policy.decision with input as {"party": {"member": "amstel-polytechnic"}, "actions": ["analyse"], "data": ["research-set"], "purposes": ["energy-research"], "facts": {"research-consent": true}, "decisions": {"approve-use": true}, "moment": "2030-01-15"}
	result.answer == "not-provided-for"
}

# My own readings
test_my_own_readings if {
	result := policy.decision with input as {"party": {"groups": ["households"]}, "actions": ["read"], "data": ["meter-readings"], "purposes": ["own-insight"], "facts": {"own-home": true}}
	result.answer == "permitted"
	"your-own-data" in result.rules
}

# A coach visits whoever asked
test_a_coach_visits_whoever_asked if {
	result := policy.decision with input as {"party": {"groups": ["energy-coaches"]}, "actions": ["read"], "data": ["home-profile.energy-bill", "home-profile.address"], "purposes": ["energy-poverty"], "facts": {"advice-asked": true}}
	result.answer == "permitted"
	count({duty | some duty in result.duties; duty in ["advise-a-home/1", "help-with-bills/1"]}) > 0
	"help-with-bills" in result.rules
}

# An installer with a fault to repair
test_an_installer_with_a_fault_to_repair if {
	result := policy.decision with input as {"party": {"member": "warmtewerk"}, "actions": ["read"], "data": ["heat-pump-readings.fault-code"], "purposes": ["maintenance"]}
	result.answer == "undetermined"
	"fault-open" in result.missing.facts
}

# An installer without a fault
test_an_installer_without_a_fault if {
	result := policy.decision with input as {"party": {"member": "warmtewerk"}, "actions": ["read"], "data": ["installation-records"], "purposes": ["maintenance"], "facts": {"fault-open": false}}
	result.answer == "prohibited"
	"no-visit-without-fault" in result.rules
}

# An installer wants to sell
test_an_installer_wants_to_sell if {
	result := policy.decision with input as {"party": {"member": "warmtewerk"}, "actions": ["read"], "data": ["heat-pump-readings.fault-code"], "purposes": ["city:advertising"], "facts": {"fault-open": true}}
	result.answer == "prohibited"
	"city:no-advertising" in result.rules
}

# The city helps a street
test_the_city_helps_a_street if {
	result := policy.decision with input as {"party": {"member": "city:department-of-sustainability"}, "actions": ["read"], "data": ["neighbourhood-figures"], "purposes": ["heat-plan"]}
	result.answer == "permitted"
	"target-help" in result.rules
}

# The city wants the bills
test_the_city_wants_the_bills if {
	result := policy.decision with input as {"party": {"member": "city:department-of-sustainability"}, "actions": ["read"], "data": ["home-profile.energy-bill"], "purposes": ["energy-poverty"]}
	result.answer == "not-provided-for"
}

# The landlord looks at averages
test_the_landlord_looks_at_averages if {
	result := policy.decision with input as {"party": {"member": "woonveer"}, "actions": ["read"], "data": ["street-load.average-load"], "purposes": ["renovation-planning"]}
	result.answer == "permitted"
	"plan-renovation/1" in result.duties
	"plan-renovation" in result.rules
}

# The landlord looks at peaks
test_the_landlord_looks_at_peaks if {
	result := policy.decision with input as {"party": {"member": "woonveer"}, "actions": ["read"], "data": ["street-load"], "purposes": ["renovation-planning"]}
	result.answer == "prohibited"
	"no-peaks-for-landlords" in result.rules
}

# An insurer wants to know who is home
test_an_insurer_wants_to_know_who_is_home if {
	result := policy.decision with input as {"party": {"member": "zekerheid-insurance"}, "actions": ["read"], "data": ["meter-readings.used"], "purposes": ["city:credit-scoring"]}
	result.answer == "prohibited"
	"city:no-profiling" in result.rules
}

# Totals leave Europe
test_totals_leave_europe if {
	result := policy.decision with input as {"party": {"member": "zuidveer-cooperative"}, "actions": ["transfer"], "data": ["street-load"], "purposes": ["energy-research"], "facts": {"city:outside-eea": true}}
	result.answer == "prohibited"
	"city:no-export" in result.rules
}

# A newspaper prints the figures
test_a_newspaper_prints_the_figures if {
	result := policy.decision with input as {"party": {"groups": []}, "actions": ["publish"], "data": ["neighbourhood-figures"], "purposes": ["city:open-information"]}
	result.answer == "permitted"
	"open-neighbourhood-figures/1" in result.duties
	"open-neighbourhood-figures" in result.rules
}
