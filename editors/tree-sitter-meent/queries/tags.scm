; What a list of symbols shows.

(commons name: (name) @name) @definition.module
(group name: (name) @name) @definition.type
(party name: (name) @name) @definition.type
(body name: (name) @name) @definition.type
(dataset name: (name) @name) @definition.class
(field name: (name) @name) @definition.field
(purpose name: (name) @name) @definition.constant
(action name: (name) @name) @definition.function
(fact name: (name) @name) @definition.variable
(rule name: (name) @name) @definition.function
(decision name: (name) @name) @definition.function
(sanction name: (name) @name) @definition.function
(right name: (name) @name) @definition.function
