; Colours. The names are those that Neovim and Zed share; Helix and Emacs have copies of their own in helix/ and emacs/.
;
; Each keyword is named once, in English; it stands for every spelling in both languages. No node is captured twice, so
; it does not matter whether an editor lets the first or the last pattern win.

(comment) @comment
[(string) (unclosed_string)] @string
(language) @attribute
[(integer) (decimal) (version_number) (date)] @number
(unit_name) @type.builtin
(article) @number

["{" "}" "(" ")"] @punctuation.bracket
["," ":" ";"] @punctuation.delimiter
["/" "%"] @operator

; ---------------------------------------------------------------- names

; --- where they are declared
(commons name: (name) @module)
[
  (group name: (name) @type)
  (party name: (name) @type)
  (body name: (name) @type)
]
[
  (dataset name: (name) @variable)
  (fact name: (name) @variable)
]
(field name: (name) @property)
(purpose name: (name) @constant)
(action name: (name) @function)
[
  (rule name: (name) @function)
  (decision name: (name) @function)
  (sanction name: (name) @function)
  (right name: (name) @function)
]

; --- where they are mentioned
[
  (who_term (name) @type)
  (actor (name) @type)
  (actor (names (name) @type))
  (separate (names (name) @type))
  (in_groups (names (name) @type))
  (about (names (name) @type))
  (right_of (names (name) @type))
  (of_all (names (name) @type))
  (recipient (names (name) @type))
  (keeper (names (name) @type))
  (processor (names (name) @type))
  (weight_row (name) @type)
  (seat_share (name) @type)
  (electorate (name) @type)
  (taken (name) @type)
  (proposed (names (name) @type))
  (veto (name) @type)
  (ask_whom (name) @type)
  (given_by (name) @type)
  (signer (name) @type)
  (appeal_level (name) @type)
  (step (name) @type)
]
[
  (acts first: (names (name) @variable))
  (acts second: (names (name) @variable))
  (split_acts data: (names (name) @variable))
  (split_acts actions: (names (name) @variable))
  (fact_test (name) @variable)
  (is_test (names (name) @constant))
  (one_of (names (name) @constant))
  (given (name) @variable)
  (passed (name) @variable)
  (expected_missing (names (name) @variable))
  (over (names (name) @variable))
  (from_names (names (name) @variable))
  (derived (names (name) @variable))
  (withdraws (names (name) @variable))
]
[
  (acts purposes: (names (name) @constant))
  (split_acts purposes: (names (name) @constant))
  (basis (names (name) @constant))
  (sensitivity (names (name) @constant))
  (law (name) @constant)
  (legal_form (name) @constant)
  (accept finding: (name) @constant)
]
[
  (despite rules: (names (name) @function))
  (or_else (name) @function)
  (expected_rules (names (name) @function))
  (changes (names (name) @function))
  (vote_case decision: (name) @function)
  (admitted (name) @function)
  (expelled (name) @function)
  (removed (name) @function)
  (requests (name) @function)
]
(use source: (name) @module)
(outer name: (name) @module)

; ---------------------------------------------------------------- keywords

; What is declared.
[
  "commons" "separate" "group" "member" "party" "dataset" "field" "purpose" "action" "fact" "rule"
  "body" "decision" "sanction" "right" "scenario"
] @keyword.type

; What comes from elsewhere.
[
  "use" "from"
] @keyword.import

; Permission, duty and prohibition.
[
  "may" "may not" "must" "must not" "nobody" "niet" "te"
] @keyword.modifier

; Conditions and what follows.
[
  "if" "then" "despite" "or else" "when" "otherwise" "expect" "if too few remain"
] @keyword.conditional

; Logic and comparison.
[
  "and" "or" "not" "is" "is not" "before" "after" "on" "until" "between" "exactly" "more than"
  "less than" "at least" "at most" "has passed" "within" "every"
] @keyword.operator

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
] @keyword

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
] @constant.builtin

; Units of time.
[
  "minute" "hour" "day" "week" "month" "quarter" "year"
] @type.builtin
