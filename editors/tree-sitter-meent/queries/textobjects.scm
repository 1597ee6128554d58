; Neovim's text objects: a declaration, what stands between its braces, a condition, a comment.

[
  (commons)
  (use)
  (separate)
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
] @class.outer

(condition) @conditional.outer
(condition (expression) @conditional.inner)
(names (name) @parameter.inner)
(comment) @comment.outer
