; Neovim's indents: a body is one step in, and so is what follows a duty or a condition on its next line.

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
] @indent.begin

(group_expr) @indent.begin

"}" @indent.branch @indent.end
")" @indent.branch @indent.end

; What cannot be read yet keeps the place that the writer gave it.
(ERROR) @indent.auto

(string) @indent.ignore
(comment) @indent.ignore
