; Helix's indents.

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
  (group_expr)
] @indent

["}" ")"] @outdent
