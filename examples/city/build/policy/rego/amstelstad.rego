# METADATA
# title: "Amstelstad Data Commons"
# description: "Data about the city serves the people who live in it. Nobody is watched, sold or judged with it."
# custom:
#   source_digest: "sha256:a0e333b1819b3a840371c72f1e9432dc7d3223763211fcf98854263075e2d347"
#   title_en: "Amstelstad Data Commons"
#   title_nl: "Datameent Amstelstad"
package meent.amstelstad

import data.meent_data.amstelstad as commons
import rego.v1

# METADATA
# title: Decision
# description: >-
#   The one document to ask for. "answer" is permitted, prohibited, not-provided-for or undetermined;
#   only permitted permits. A request that can't be understood, or none, is not provided for.
# entrypoint: true
default decision := {
	"answer": "not-provided-for",
	"articles": [],
	"duties": [],
	"missing": {"decisions": [], "facts": [], "moment": false},
	"rules": [],
}

decision := {
	"answer": answer,
	"articles": sort(articles),
	"duties": sort(duties),
	"missing": {
		"decisions": sort(missing_decisions),
		"facts": sort(missing_facts),
		"moment": missing_moment,
	},
	"rules": sort(grounds),
} if understood

# ---------------------------------------------------------------- what is asked

understood if {
	count(malformed) == 0
	count(unknown_names) == 0
	party_known
}

given := object.keys(input) if is_object(input)

axes := {"actions", "data", "purposes"}

members_of_request := axes | {"party", "facts", "decisions", "moment"}

# Parts of the wrong shape. A request with one of them is refused.
malformed contains "request" if not is_object(input)

malformed contains name if {
	some name in given
	not name in members_of_request
}

malformed contains axis if {
	some axis in axes
	axis in given
	not is_array(input[axis])
}

malformed contains part if {
	some part in {"facts", "decisions"}
	part in given
	not is_object(input[part])
}

malformed contains "moment" if {
	"moment" in given
	not is_null(input.moment)
	not is_string(input.moment)
}

unknown_names contains [axis, name] if {
	some axis in axes
	axis in given
	is_array(input[axis])
	some name in input[axis]
	not known_name(axis, name)
}

known_name(axis, name) if {
	is_string(name)
	commons.below[axis][name]
}

# Per axis, the classes of nodes that are asked for: nodes that no rule tells apart are one class.
# A node stands for everything below it, and no node at all for the whole axis.
asked[axis] := classes if {
	some axis in axes
	count(named[axis]) > 0
	classes := {class | some name in named[axis]; some class in commons.below[axis][name]}
}

asked[axis] := classes if {
	some axis in axes
	count(named[axis]) == 0
	classes := {class | some class, _ in commons.above[axis]}
}

named[axis] := names if {
	some axis in axes
	axis in given
	is_array(input[axis])
	names := {name | some name in input[axis]; known_name(axis, name)}
}

named[axis] := set() if {
	some axis in axes
	not axis in given
}

# ---------------------------------------------------------------- who asks

# What is null is as good as not given.
party[part] := value if {
	"party" in given
	is_object(input.party)
	some part, value in input.party
	not is_null(value)
}

party_parts := object.keys(party)

party_known if {
	party_parts == {"member"}
	is_string(party.member)
	commons.members[party.member]
	names_of_party_known
}

party_known if {
	party_parts == {"groups"}
	is_array(party.groups)
	names_of_party_known
	every name in party.groups {
		is_string(name)
		commons.groups[name]
	}
}

names_of_party_known if {
	every part, _ in input.party {
		part in {"member", "groups"}
	}
}

# The groups of who asks, and all groups above them.
groups contains name if {
	party_known
	some name in commons.members[party.member]
}

groups contains name if {
	party_known
	some below in party.groups
	some name in commons.groups[below]
}

fits(term) if {
	names_this_party(term)
	every name in term.groups {
		name in groups
	}
}

names_this_party(term) if term.member == null

names_this_party(term) if term.member == party.member

# ---------------------------------------------------------------- what is known

# Every value is a whole number: no is 0 and yes is 1, a date is its days since 1970-01-01, a choice is its
# place in the list. What has the wrong type is as good as not given.
known[fact.key] := value if {
	some name, raw in input.facts
	fact := commons.facts[name]
	value := worth(fact, raw)
}

known[key] := value if {
	some name, raw in input.decisions
	key := commons.decisions[name]
	value := yes_or_no(raw)
}

known[key] := value if {
	key := "moment"
	value := day_of_moment(input.moment)
}

known_keys := object.keys(known)

worth(fact, raw) := yes_or_no(raw) if fact.kind == "yes-no"

worth(fact, raw) := raw if {
	fact.kind == "number"
	is_number(raw)
	raw >= -9223372036854775808
	raw <= 9223372036854775807
	raw == floor(raw)
}

worth(fact, raw) := day(raw) if fact.kind == "date"

worth(fact, raw) := fact.choices[raw] if {
	fact.kind == "one-of"
	is_string(raw)
}

yes_or_no(raw) := 1 if {
	is_boolean(raw)
	raw == true
}

yes_or_no(raw) := 0 if {
	is_boolean(raw)
	raw == false
}

# Days since 1970-01-01 of YYYY-MM-DD, in whole numbers; undefined for a day that does not exist.
day(text) := days if {
	is_string(text)
	count(text) == 10
	substring(text, 4, 1) == "-"
	substring(text, 7, 1) == "-"
	year := (commons.digits[substring(text, 0, 2)] * 100) + commons.digits[substring(text, 2, 2)]
	month := commons.digits[substring(text, 5, 2)]
	date := commons.digits[substring(text, 8, 2)]
	month >= 1
	month <= 12
	date >= 1
	date <= month_length(year, month)
	leap_days := (quotient(year + 3, 4) - quotient(year + 99, 100)) + quotient(year + 399, 400)
	before := sum([length | some earlier in numbers.range(1, 12); earlier < month; length := month_length(year, earlier)])
	days := (((((year * 365) + leap_days) + before) + date) - 1) - 719528
}

month_length(_, month) := 31 if month in {1, 3, 5, 7, 8, 10, 12}

month_length(_, month) := 30 if month in {4, 6, 9, 11}

month_length(year, 2) := 29 if leap(year)

month_length(year, 2) := 28 if not leap(year)

leap(year) if {
	year % 4 == 0
	year % 100 != 0
}

leap(year) if year % 400 == 0

quotient(number, by) := (number - (number % by)) / by

day_of_moment(text) := day(text)

day_of_moment(text) := day(substring(text, 0, 10)) if {
	is_string(text)
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?Z$`, text)
}

# ---------------------------------------------------------------- which rules apply

# The nodes by which a rule could name what is asked. The index goes from them to the rules, so that the
# work does not grow with the number of rules.
reach[axis] := names if {
	some axis, classes in asked
	names := {name | some class in classes; some name in commons.above[axis][class]}
}

candidates contains id if {
	some data_name in reach.data
	by_action := commons.index[data_name]
	some action_name in reach.actions
	by_purpose := by_action[action_name]
	some purpose_name in reach.purposes
	some id in by_purpose[purpose_name]
}

# Rules for this party whose conditions are not false: they apply or might.
possible contains id if {
	some id in candidates
	some term in commons.rules[id].who
	fits(term)
	some clause in commons.rules[id].when
	not fails(clause)
}

# Of those, the rules whose conditions are true.
certain contains id if {
	some id in possible
	some clause in commons.rules[id].when
	not fails(clause)
	not waits(clause)
}

# A test on a known value fails if the value lies in none of its closed intervals.
fails(clause) if {
	some test in clause
	test.about in known_keys
	not inside(known[test.about], test.within)
}

waits(clause) if {
	some test in clause
	not test.about in known_keys
}

inside(value, intervals) if {
	some interval in intervals
	value >= interval[0]
	value <= interval[1]
}

permissions := {id | some id in possible; commons.rules[id].kind == "permission"}

prohibitions := {id | some id in possible; commons.rules[id].kind == "prohibition"}

effects := permissions | prohibitions

# Per axis, the different sets of possible rules that a class asked for falls under.
sides[axis] := covered if {
	some axis, classes in asked
	covered := {ids |
		some class in classes
		ids := {id |
			some id in possible
			some name in commons.rules[id][axis]
			name in commons.above[axis][class]
		}
	}
}

# Every combination of action, data and purpose falls under one of these sets of rules.
cells contains cell if {
	some by_action in sides.actions
	some by_data in sides.data
	some by_purpose in sides.purposes
	cell := (by_action & by_data) & by_purpose
}

# The rules of a cell that nothing sets aside for certain: they apply or might.
alive(cell) := {id |
	some id in cell
	count((cell & certain) & setters(id)) == 0
}

# The rules of a cell that apply for certain.
sure(cell) := {id |
	some id in cell
	id in certain
	count(cell & setters(id)) == 0
}

setters(id) := {other | some other in commons.rules[id].set_aside_by}

with_setters(id, cell) := {id} | (cell & setters(id))

# ---------------------------------------------------------------- the answer

answers[cell] := verdict(cell) if some cell in cells

verdict(cell) := "prohibited" if {
	count(sure(cell) & prohibitions) > 0
} else := "permitted" if {
	count(alive(cell) & prohibitions) == 0
	count(sure(cell) & permissions) > 0
} else := "undetermined" if {
	count(alive(cell) & effects) > 0
} else := "not-provided-for"

# The strictest part answers for the whole.
from_strict_to_mild := ["prohibited", "not-provided-for", "undetermined", "permitted"]

verdicts contains found if some found in answers

in_order := [word | some word in from_strict_to_mild; word in verdicts]

answer := in_order[0]

deciding := {cell | some cell, found in answers; found == answer}

grounds contains id if {
	answer == "prohibited"
	some cell in deciding
	some id in sure(cell)
	id in prohibitions
}

grounds contains id if {
	answer == "permitted"
	some cell in deciding
	some id in sure(cell)
	id in permissions
}

grounds contains id if {
	answer == "undetermined"
	some cell in deciding
	some id in alive(cell)
	id in effects
}

articles contains article if {
	some id in grounds
	article := commons.rules[id].article
	article != ""
}

duties contains duty if {
	answer == "permitted"
	some id in grounds
	some duty in commons.rules[id].duties
}

# What the rules that might apply still turn on, and the rules that might set them aside.
open_tests contains key if {
	answer == "undetermined"
	some cell in deciding
	some id in alive(cell)
	id in effects
	some other in with_setters(id, cell)
	some key in commons.rules[other].turns_on
	not key in known_keys
}

missing_facts contains name if {
	some key in open_tests
	startswith(key, "fact:")
	name := trim_prefix(key, "fact:")
}

missing_decisions contains name if {
	some key in open_tests
	startswith(key, "decision:")
	name := trim_prefix(key, "decision:")
}

default missing_moment := false

missing_moment if "moment" in open_tests
