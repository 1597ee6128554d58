; The outline: a declaration's keyword and name, a scenario's title.

(commons . _ @context name: (name) @name) @item
(group . _ @context name: (name) @name) @item
(party . _ @context name: (name) @name) @item
(dataset . _ @context name: (name) @name) @item
(field . _ @context name: (name) @name) @item
(purpose . _ @context name: (name) @name) @item
(action . _ @context name: (name) @name) @item
(fact . _ @context name: (name) @name) @item
(rule . _ @context name: (name) @name) @item
(body . _ @context name: (name) @name) @item
(decision . _ @context name: (name) @name) @item
(sanction . _ @context name: (name) @name) @item
(right . _ @context name: (name) @name) @item
(scenario . _ @context title: (title) @name) @item
