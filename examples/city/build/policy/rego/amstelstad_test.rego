package meent.amstelstad_test

import data.meent.amstelstad as policy
import rego.v1

# Anyone can publish the air figures
test_anyone_can_publish_the_air_figures if {
	result := policy.decision with input as {"party": {"groups": []}, "actions": ["publish"], "data": ["air-quality"], "purposes": ["open-information"]}
	result.answer == "permitted"
	"open-figures/1" in result.duties
	"open-figures" in result.rules
}

# A company wants to advertise
test_a_company_wants_to_advertise if {
	result := policy.decision with input as {"party": {"member": "fietsroute"}, "actions": ["read"], "data": ["traffic-counts"], "purposes": ["advertising"]}
	result.answer == "prohibited"
	"no-advertising" in result.rules
}

# A department wants to check on people
test_a_department_wants_to_check_on_people if {
	result := policy.decision with input as {"party": {"member": "department-of-data"}, "actions": ["read"], "data": ["residents-survey"], "purposes": ["predictive-policing"]}
	result.answer == "prohibited"
	"no-individual-enforcement" in result.rules
}

# A department wants to read the survey for a plan
test_a_department_wants_to_read_the_survey_for_a_plan if {
	result := policy.decision with input as {"party": {"member": "department-of-data"}, "actions": ["read"], "data": ["residents-survey"], "purposes": ["city-planning"]}
	result.answer == "not-provided-for"
}

# An institute has not said how many people
test_an_institute_has_not_said_how_many_people if {
	result := policy.decision with input as {"party": {"member": "institute-for-city-studies"}, "actions": ["aggregate"], "data": ["residents-survey"], "purposes": ["city-research"], "facts": {"survey-consent": true}, "decisions": {"approve-city-use": true}}
	result.answer == "undetermined"
	"people-in-result" in result.missing.facts
}

# A neighbourhood wants addresses too
test_a_neighbourhood_wants_addresses_too if {
	result := policy.decision with input as {"party": {"groups": ["neighbourhood-commons"]}, "actions": ["read"], "data": ["building-register"], "purposes": ["energy-transition"]}
	result.answer == "not-provided-for"
}
