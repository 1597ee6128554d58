; Colours for Emacs, made by the test `tree_sitter` from ../highlights.scm: do not edit.
;
; Each keyword is named once, in English; it stands for every spelling in both languages. No node is captured twice, so
; it does not matter whether an editor lets the first or the last pattern win.

(comment) @font-lock-comment-face
[(string) (unclosed_string)] @font-lock-string-face
(language) @font-lock-preprocessor-face
[(integer) (decimal) (version_number) (date)] @font-lock-number-face
(unit_name) @font-lock-type-face
(article) @font-lock-number-face

["{" "}" "(" ")"] @font-lock-bracket-face
["," ":" ";"] @font-lock-delimiter-face
["/" "%"] @font-lock-operator-face

; ---------------------------------------------------------------- names

; --- where they are declared
(commons name: (name) @font-lock-constant-face)
[
  (group name: (name) @font-lock-type-face)
  (party name: (name) @font-lock-type-face)
  (body name: (name) @font-lock-type-face)
]
[
  (dataset name: (name) @font-lock-variable-use-face)
  (fact name: (name) @font-lock-variable-use-face)
]
(field name: (name) @font-lock-property-name-face)
(purpose name: (name) @font-lock-constant-face)
(action name: (name) @font-lock-function-name-face)
[
  (rule name: (name) @font-lock-function-name-face)
  (decision name: (name) @font-lock-function-name-face)
  (sanction name: (name) @font-lock-function-name-face)
  (right name: (name) @font-lock-function-name-face)
]

; --- where they are mentioned
[
  (who_term (name) @font-lock-type-face)
  (actor (name) @font-lock-type-face)
  (actor (names (name) @font-lock-type-face))
  (separate (names (name) @font-lock-type-face))
  (in_groups (names (name) @font-lock-type-face))
  (about (names (name) @font-lock-type-face))
  (right_of (names (name) @font-lock-type-face))
  (of_all (names (name) @font-lock-type-face))
  (recipient (names (name) @font-lock-type-face))
  (keeper (names (name) @font-lock-type-face))
  (processor (names (name) @font-lock-type-face))
  (weight_row (name) @font-lock-type-face)
  (seat_share (name) @font-lock-type-face)
  (electorate (name) @font-lock-type-face)
  (taken (name) @font-lock-type-face)
  (proposed (names (name) @font-lock-type-face))
  (veto (name) @font-lock-type-face)
  (ask_whom (name) @font-lock-type-face)
  (given_by (name) @font-lock-type-face)
  (signer (name) @font-lock-type-face)
  (appeal_level (name) @font-lock-type-face)
  (step (name) @font-lock-type-face)
]
[
  (acts first: (names (name) @font-lock-variable-use-face))
  (acts second: (names (name) @font-lock-variable-use-face))
  (split_acts data: (names (name) @font-lock-variable-use-face))
  (split_acts actions: (names (name) @font-lock-variable-use-face))
  (fact_test (name) @font-lock-variable-use-face)
  (is_test (names (name) @font-lock-constant-face))
  (one_of (names (name) @font-lock-constant-face))
  (given (name) @font-lock-variable-use-face)
  (passed (name) @font-lock-variable-use-face)
  (expected_missing (names (name) @font-lock-variable-use-face))
  (over (names (name) @font-lock-variable-use-face))
  (from_names (names (name) @font-lock-variable-use-face))
  (derived (names (name) @font-lock-variable-use-face))
  (withdraws (names (name) @font-lock-variable-use-face))
]
[
  (acts purposes: (names (name) @font-lock-constant-face))
  (split_acts purposes: (names (name) @font-lock-constant-face))
  (basis (names (name) @font-lock-constant-face))
  (sensitivity (names (name) @font-lock-constant-face))
  (law (name) @font-lock-constant-face)
  (legal_form (name) @font-lock-constant-face)
  (accept finding: (name) @font-lock-constant-face)
]
[
  (despite rules: (names (name) @font-lock-function-name-face))
  (or_else (name) @font-lock-function-name-face)
  (expected_rules (names (name) @font-lock-function-name-face))
  (changes (names (name) @font-lock-function-name-face))
  (vote_case decision: (name) @font-lock-function-name-face)
  (admitted (name) @font-lock-function-name-face)
  (expelled (name) @font-lock-function-name-face)
  (removed (name) @font-lock-function-name-face)
  (requests (name) @font-lock-function-name-face)
]
(use source: (name) @font-lock-constant-face)
(outer name: (name) @font-lock-constant-face)

; ---------------------------------------------------------------- keywords

; What is declared.
[
  "commons" "separate" "group" "member" "party" "dataset" "field" "purpose" "action" "fact" "rule"
  "body" "decision" "sanction" "right" "scenario"
] @font-lock-keyword-face

; What comes from elsewhere.
[
  "use" "from"
] @font-lock-keyword-face

; Permission, duty and prohibition.
[
  "may" "may not" "must" "must not" "nobody" "niet" "te"
] @font-lock-keyword-face

; Conditions and what follows.
[
  "if" "then" "despite" "or else" "when" "otherwise" "expect" "if too few remain"
] @font-lock-keyword-face

; Logic and comparison.
[
  "and" "or" "not" "is" "is not" "before" "after" "on" "until" "between" "exactly" "more than"
  "less than" "at least" "at most" "has passed" "within" "every"
] @font-lock-keyword-face

; Everything else that the language says.
[
  "about" "abstentions" "accept" "actions" "address" "admits to" "admitted" "all" "an empty class"
  "and then to" "appeal to" "appoints" "as" "ask" "asks to" "audit" "audited" "authentic language"
  "basis" "because" "benefits" "blank votes" "bodies" "breach reported" "by" "capped at"
  "casting vote of" "chair" "changes" "closed" "contact" "counting proxies" "datasets" "date"
  "decides" "decimals" "decisions" "delegates" "derived from" "disputes" "divided by" "drawn by lot"
  "drawn from" "each" "effective" "elected by" "election by" "emergency" "escalates to"
  "ex officio from" "expelled" "expels from" "facts" "fees" "filled" "first" "for" "form" "format"
  "given by" "goal" "groups" "held" "how" "impact assessment" "in" "information" "interim"
  "joint controllers" "judged" "keeper" "law" "leave" "liability" "licence" "location" "logs kept"
  "measured at each vote" "measured at opening" "measured at the tally" "meets" "missing" "named by"
  "never touching" "no proxies" "not counting proxies" "note" "notice" "number of" "of" "of all"
  "of whom" "on dissolution" "on leaving" "one of" "open for" "over" "overridden" "paid"
  "participation quorum" "parties" "passes with" "processor" "proposed" "proxies" "published"
  "purposes" "quorum" "ratified" "record signed" "recuse" "refused by" "register" "removed" "removes"
  "represented" "requests decided" "retention" "rounded down" "rounded to the nearest" "rounded up"
  "rounds" "rules" "sanctions" "scale" "seat" "seats" "security" "seed" "serves" "silence consents"
  "silence objects" "size" "smallest cell" "stays until replaced" "strata" "surplus" "taken" "term"
  "terms" "the quorum" "tie" "to" "to the power" "up to" "vacancies" "version" "veto" "vote on"
  "votes" "was met" "was not met" "weighted by" "weights as of" "who are also" "with" "with chains"
  "with the recused" "withdrawn at any time" "withdraws" "without chains" "without the recused"
] @font-lock-keyword-face

; Verdicts, outcomes and kinds: words that are a value.
[
  "permitted" "prohibited" "not provided for" "undetermined" "adopted" "rejected" "no outcome" "tied"
  "by lot" "yes or no" "personal" "not personal" "special" "identifying" "no one" "everyone"
  "any member" "people" "organisations" "someone" "an outsider" "the person" "this agreement"
  "votes cast" "those present" "all members" "members" "weight" "plurality" "two rounds"
  "approval voting" "single transferable vote" "unanimity" "majority" "consent" "lazy consensus"
  "warning" "repair" "restriction" "suspension" "exclusion" "see" "correct" "erase" "restrict"
  "object" "move" "withdraw" "human review" "complain" "against" "abstain" "blank" "invalid" "present"
  "recused" "final" "suspensive" "the notice" "the opening" "the tally" "the next candidate"
  "stay open" "whoever asks" "one each" "do not count" "count" "approves" "refuses"
] @font-lock-builtin-face

; Units of time.
[
  "minute" "hour" "day" "week" "month" "quarter" "year"
] @font-lock-type-face
