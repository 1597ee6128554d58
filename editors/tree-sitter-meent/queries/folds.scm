; What folds: every declaration with a body, and a table of weights.

[
  (commons)
  (group)
  (party)
  (dataset)
  (purpose)
  (action)
  (fact)
  (rule)
  (body)
  (decision)
  (sanction)
  (right)
  (scenario)
  (weight_table)
  (comment)+
] @fold
