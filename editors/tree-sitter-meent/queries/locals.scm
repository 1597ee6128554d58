; Names: a file is one scope, and a declaration anywhere in it is known everywhere.

(source_file) @local.scope

(commons name: (name) @local.definition.namespace)
(outer name: (name) @local.definition.namespace)

[
  (group name: (name) @local.definition.type)
  (party name: (name) @local.definition.type)
  (body name: (name) @local.definition.type)
]

[
  (dataset name: (name) @local.definition.var)
  (fact name: (name) @local.definition.var)
]

(field name: (name) @local.definition.field)
(purpose name: (name) @local.definition.constant)

[
  (action name: (name) @local.definition.function)
  (rule name: (name) @local.definition.function)
  (decision name: (name) @local.definition.function)
  (sanction name: (name) @local.definition.function)
  (right name: (name) @local.definition.function)
]

(names (name) @local.reference)
(who_term (name) @local.reference)
(fact_test (name) @local.reference)
(passed (name) @local.reference)
(given (name) @local.reference)
(actor (name) @local.reference)
(or_else (name) @local.reference)
(taken (name) @local.reference)
(veto (name) @local.reference)
(electorate (name) @local.reference)
(appeal_level (name) @local.reference)
(step (name) @local.reference)
(signer (name) @local.reference)
(seat_share (name) @local.reference)
(weight_row (name) @local.reference)
(weight (name) @local.reference)
(scale (name) @local.reference)
(given_by (name) @local.reference)
(ask_whom (name) @local.reference)
(admitted (name) @local.reference)
(expelled (name) @local.reference)
(removed (name) @local.reference)
(requests (name) @local.reference)
(too_few (name) @local.reference)
(outcome (name) @local.reference)
(vacancies (name) @local.reference)
(chair (name) @local.reference)
(interim (name) @local.reference)
(paid_by (name) @local.reference)
(audited_by (name) @local.reference)
(vote_case decision: (name) @local.reference)
(use source: (name) @local.reference)
