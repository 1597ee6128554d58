; Helix's text objects: a declaration is a class, a test or duty in it a parameter.

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
] @class.around

(scenario) @test.around
(names (name) @parameter.inside)
(comment) @comment.inside
(comment)+ @comment.around
