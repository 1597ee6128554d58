/**
 * The grammar of Meent for tree-sitter, both keyword languages in one.
 *
 * It says clause by clause what `grammar/meent.pest` says, under the same names; the test `tree_sitter` of the
 * compiler holds the two together.
 *
 * Words, numbers, texts and the commas of lists are read by `src/scanner.c`, because what they are depends on more than a
 * regular expression can see: a keyword of several words ends at the end of its last word, some words are never names,
 * and `from` at the beginning of a line belongs to the rule instead of to the test before it.
 *
 * Each keyword is an anonymous node with the name of its first English spelling, whatever the file's language is:
 * `mogen` and `mag` are both a "may". So a query names each keyword once.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const { keywords, tokens } = require('./keywords.json');

/** A keyword, in any of its spellings. */
function kw(key) {
  const { name, read } = keywords[key];
  return alias(any(read.map(t => sym(t))), name);
}

/** Tokens of a keyword, under one name of their own. */
function read(key) {
  return any(keywords[key].read.map(t => sym(t)));
}

function any(rules) {
  return rules.length === 1 ? rules[0] : choice(...rules);
}

function comma() {
  return alias(sym('_comma'), ',');
}

/** `a, b, c`, for anything but the names of a list. */
function parted(rule) {
  return seq(rule, repeat(seq(comma(), rule)));
}

/** The head of a declaration: its keyword, its name, its title. */
function head($, keyword) {
  return seq(keyword, field('name', $.name), optional(field('title', $.title)));
}

function block(clause) {
  return seq('{', repeat(clause), '}');
}

module.exports = grammar({
  name: 'meent',

  // The order is that of `enum TokenType` in src/words.h.
  externals: $ => [
    $._error_sentinel,
    $.name,
    $.unit_name,
    $._whole,
    $._number,
    $.date,
    $.version_number,
    $.string,
    // A text whose end is missing: it stands nowhere.
    $.unclosed_string,
    $._name_comma,
    $._comma,
    $._test_from,
    $._test_until,
    $._moment_from,
    $._moment_until,
    ...Object.keys(tokens).map(t => sym(t)),
  ],

  extras: $ => [/[ \t\r\n]/, $.comment],

  supertypes: $ => [$.declaration],

  conflicts: $ => [
    // `voor` is `before` in a test and `for` behind an emergency's condition.
    [$.fact_test],
    // A term here, or the beginning of a clock: `within 30 days or else rejected`.
    [$.veto],
    [$.appeal_level],
    [$.emergency],
  ],

  rules: {
    source_file: $ => repeat($.declaration),

    comment: _ => token(/#[^\r\n]*/),

    // ------------------------------------------------------------ names and literals

    names: $ => seq($.name, repeat(seq(alias($._name_comma, ','), $.name))),
    // The first string is in the language of the file's keywords, unless a language stands before it.
    title: $ => seq(choice($.string, $._translation), repeat($._translation)),
    _translation: $ => seq($.language, $.string),
    language: _ => read('language'),

    integer: $ => $._whole,
    decimal: $ => choice($._whole, $._number),
    fraction: $ => seq($.integer, '/', $.integer),
    percent: $ => seq($.decimal, '%'),
    ratio: $ => choice($.fraction, $.percent, $.decimal),
    amount: $ => choice($.fraction, $.percent, $.decimal),
    quantity: $ => seq($.decimal, optional(choice('%', $.unit))),
    unit: $ => choice($.time_unit, $.unit_name),
    duration: $ => choice(seq($.decimal, $.time_unit), seq($.article, $.time_unit), $.time_unit),
    time_unit: _ => choice(kw('minute'), kw('hour'), kw('day'), kw('week'), kw('month'), kw('quarter'), kw('year')),
    article: _ => read('article'),

    // ------------------------------------------------------------ declarations

    declaration: $ => choice(
      $.commons, $.use, $.separate, $.group, $.party, $.dataset, $.purpose, $.action, $.fact, $.rule, $.body,
      $.decision, $.sanction, $.right, $.scenario,
    ),

    // --- commons
    commons: $ => seq(head($, kw('commons')), block($._commons_clause)),
    _commons_clause: $ => choice(
      $.goal, $.law, $.seat, $.version, $.outer, $.legal_form, $.registered, $.contact, $.authentic, $.delegates,
      $.requests, $.fees, $.surplus, $.liability, $.disputes, $.audit, $.dissolution, $.breach, $.security, $.logging,
      $.smallest_cell, $.leaving, $.information, $.benefits, $.joint, $.impact, $.note, $.accept,
    ),
    goal: $ => seq(kw('goal'), $.title),
    law: $ => seq(kw('law'), $.name),
    version: $ => seq(kw('version'), $.version_number, optional(seq(kw('from'), $.date))),
    outer: $ => seq(kw('within'), field('path', $.string), optional(seq(kw('as'), field('name', $.name)))),
    legal_form: $ => seq(kw('form'), $.name),
    authentic: $ => seq(kw('authentic'), $.language),
    delegates: $ => seq(kw('delegates'), $.names),
    requests: $ => seq(kw('requests'), kw('by'), $.name, optional(seq(kw('to'), $.string))),
    fees: $ => seq(kw('fees'), $.title),
    benefits: $ => seq(kw('benefits'), $.title),
    surplus: $ => seq(kw('surplus'), $.title),
    liability: $ => seq(kw('liability'), $.title),
    disputes: $ => seq(kw('disputes'), $.title),
    audit: $ => seq(kw('audit'), optional($.every), optional(seq(kw('by'), $.name))),
    dissolution: $ => seq(kw('dissolution'), $.title),
    breach: $ => seq(kw('breach'), $.within, optional(seq(kw('to'), $.name))),
    security: $ => seq(kw('security'), $.title),
    logging: $ => seq(kw('logging'), optional($.at_least), optional(seq(kw('by'), $.name))),
    smallest_cell: $ => seq(kw('smallest_cell'), $.integer),
    leaving: $ => seq(kw('leaving'), $.title),
    information: $ => seq(kw('information'), $.title),
    joint: $ => seq(kw('joint'), $.title),
    impact: $ => seq(kw('impact'), $.title),

    // --- use … from
    use: $ => seq(kw('use'), $.use_kinds, kw('source'), field('source', choice($.string, $.name))),
    use_kinds: $ => parted($.use_kind),
    use_kind: _ => choice(
      kw('groups'), kw('datasets'), kw('purposes'), kw('actions'), kw('facts'), kw('rules'), kw('bodies'),
      kw('decisions'), kw('sanctions'), kw('parties'),
    ),

    // --- separate
    separate: $ => seq(kw('separate'), $.names, optional($.because)),

    // --- groups and parties
    group: $ => seq(head($, kw('group')), optional(block($._group_clause))),
    _group_clause: $ => choice(
      $.of_kind, $.within_names, $.admitted, $.leave, $.expelled, $.closed, $.register_file, $.size, $.note, $.accept,
    ),
    of_kind: _ => seq(kw('of'), choice(kw('people'), kw('organisations'))),
    admitted: $ => seq(kw('admitted'), kw('by'), $.name),
    expelled: $ => seq(kw('expelled'), kw('by'), $.name),
    leave: $ => seq(kw('leave'), kw('with'), $.duration, kw('notice_period')),
    closed: _ => kw('closed'),
    register_file: $ => seq(kw('register'), $.string),
    size: $ => seq(kw('size'), $.integer, optional(seq(kw('up_until'), $.integer))),

    party: $ => seq(head($, choice(kw('member'), kw('party'))), optional(block($._party_clause))),
    _party_clause: $ => choice(
      $.in_groups, $.seat, $.registered, $.contact, $.address, $.represented, $.note, $.accept,
    ),
    in_groups: $ => seq(kw('in'), $.names),
    seat: $ => seq(kw('seat'), $.string),
    registered: $ => seq(kw('register'), $.name, $.string),
    contact: $ => seq(kw('contact'), $.string),
    address: $ => seq(kw('address'), $.string),
    represented: $ => seq(kw('represented'), kw('by'), $.string),

    // --- data
    dataset: $ => seq(head($, kw('dataset')), optional(block($._dataset_clause))),
    _dataset_clause: $ => choice(
      $.from_names, $.about, $.sensitivity, $.keeper, $.processor, $.scale, $.retention, $.field, $.derived,
      $.within_names, $.licence, $.location, $.format, $.note, $.accept,
    ),
    from_names: $ => seq(kw('from'), $.names),
    about: $ => seq(kw('about'), choice(
      kw('no_one'),
      seq(choice(kw('people'), kw('organisations')), optional(seq(kw('in'), $.names))),
    )),
    sensitivity: $ => choice(kw('not_personal'), kw('personal'), seq(kw('special'), $.names)),
    keeper: $ => seq(kw('keeper'), $.names),
    processor: $ => seq(kw('processor'), $.names),
    scale: $ => seq(kw('scale'), $.name, optional($.every)),
    retention: $ => seq(kw('retention'), choice($.at_most, $.at_least), optional(choice($.at_most, $.at_least))),
    // What says how personal something is belongs to the field before it.
    field: $ => prec.right(seq(
      kw('field'), field('name', $.name), optional(field('title', $.title)),
      repeat(choice($.in_unit, kw('identifying'), $.sensitivity)),
    )),
    in_unit: $ => seq(kw('in'), $.unit_name),
    derived: $ => seq(kw('derived_from'), $.names),
    licence: $ => seq(kw('licence'), $.string),
    location: $ => seq(kw('location'), $.string),
    format: $ => seq(kw('format'), $.string),

    // --- purposes, actions, facts
    purpose: $ => seq(head($, kw('purpose')), optional(block($._purpose_clause))),
    _purpose_clause: $ => choice($.within_names, $.serves, $.note, $.accept),
    serves: $ => seq(kw('serves'), $.title),

    action: $ => seq(head($, kw('action')), optional(block($._action_clause))),
    _action_clause: $ => choice($.within_names, $.note, $.accept),

    fact: $ => seq(head($, kw('fact')), block($._fact_clause)),
    _fact_clause: $ => choice($.fact_type, $.given_by, $.withdrawn, $.note, $.accept),
    fact_type: $ => choice($.yes_no, $.number_of, kw('date'), $.one_of),
    yes_no: _ => kw('yes_or_no'),
    number_of: $ => seq(kw('number_of'), choice($.unit, '%'), optional(seq(kw('decimals'), $.integer))),
    one_of: $ => seq(kw('one_of'), $.names),
    given_by: $ => seq(kw('given_by'), choice(kw('the_person'), $.name)),
    withdrawn: _ => kw('withdrawn'),

    // --- rules
    rule: $ => seq(head($, kw('rule')), '{', $.statement, repeat($._rule_clause), '}'),
    statement: $ => choice(
      $.nobody,
      seq(
        field('subject', $.who),
        choice(
          seq($.deontic, $.acts),
          // Dutch may put the object between: mogen meterstanden niet verkopen.
          seq(alias($._may_between, $.deontic), choice($.acts, $.split_acts)),
        ),
        repeat($._duty_term),
      ),
    ),
    split_acts: $ => seq(
      field('data', $.names), kw('split_not'), optional(kw('te')), field('actions', $.names),
      optional(seq(kw('for'), field('purposes', $.names))),
    ),
    nobody: $ => seq(kw('nobody'), kw('may'), $.acts),
    deontic: _ => choice(kw('may_not'), kw('must_not'), kw('must'), alias(sym(keywords.may.read[0]), keywords.may.name)),
    _may_between: _ => alias(read('may_between'), keywords.may.name),
    who: $ => choice(kw('everyone'), kw('any_member'), parted($.who_term)),
    who_term: $ => seq($.name, repeat(seq(kw('who_also'), $.name))),
    // The actions and the data; English has the actions first, Dutch has them last.
    acts: $ => seq(
      field('first', $.names),
      optional(seq(optional(kw('te')), field('second', $.names))),
      optional(seq(kw('for'), field('purposes', $.names))),
    ),
    _rule_clause: $ => choice(
      $.condition, $.then_duty, $.despite, $.basis, $.because, $.in_force, $.note, $.accept,
    ),
    condition: $ => seq(kw('if'), $.expression),
    despite: $ => seq(kw('despite'), field('rules', $.names)),
    basis: $ => seq(kw('basis'), $.names),
    because: $ => seq(kw('because'), $.title),
    in_force: $ => prec.right(choice(
      seq(kw('from'), $.date, optional(seq(kw('until'), $.date))),
      seq(kw('until'), $.date),
    )),

    then_duty: $ => seq(kw('then'), kw('must'), $.duty, repeat(seq(kw('and'), kw('must'), $.duty))),
    duty: $ => seq($.acts, repeat($._duty_term)),
    _duty_term: $ => choice($.within, $.recipient, $.every, $.at_least, $.at_most, $.or_else),
    recipient: $ => seq(kw('to'), $.names),
    or_else: $ => seq(kw('or_else'), $.name),

    expression: $ => seq($.all_of, repeat(seq(kw('or'), $.all_of))),
    all_of: $ => seq($.term, repeat(seq(kw('and'), $.term))),
    term: $ => choice($.fact_test, $.negation, $.group_expr, $.moment_test),
    negation: $ => seq(kw('not'), $.term),
    group_expr: $ => seq('(', $.expression, ')'),
    moment_test: $ => alias($._moment, $.date_test),
    _moment: $ => seq(
      choice(alias($._moment_from, 'from'), alias($._moment_until, 'until'), kw('before'), kw('after'), kw('on')),
      $.date,
    ),
    fact_test: $ => seq(
      $.name,
      optional(choice(kw('has_passed'), $.date_test, $.number_test, $.is_test)),
    ),
    passed: $ => seq($.name, kw('has_passed')),
    date_test: $ => seq(
      choice(alias($._test_from, 'from'), alias($._test_until, 'until'), kw('before'), kw('after'), kw('on')),
      $.date,
    ),
    number_test: $ => choice(
      seq(choice(kw('at_least'), kw('at_most'), kw('more_than'), kw('less_than'), kw('exactly')), $.quantity),
      $.between,
    ),
    between: $ => seq(kw('between'), $.quantity, kw('and'), $.quantity),
    is_test: $ => seq(choice(kw('is_not'), kw('is')), choice($.date, $.quantity, $.names)),

    // --- bodies
    body: $ => seq(head($, kw('body')), block($._body_clause)),
    _body_clause: $ => choice(
      $.of_all, $.votes, $.seats, $.office_term, $.removed, $.holdover, $.meets, $.chair, $.size, $.weight_cap,
      $.weights_day, $.vacancies, $.interim, $.paid_by, $.audited_by, $.note, $.accept,
    ),
    of_all: $ => seq(kw('of_all'), $.names),
    votes: $ => seq(kw('votes'), choice(kw('one_each'), seq(kw('weighted_by'), $.weight))),
    weight: $ => seq($.name, optional(choice($.weight_table, $.weight_function))),
    weight_function: $ => seq(
      optional(seq(kw('to_the_power'), $.weight_number)),
      optional(seq(kw('divided_by'), $.weight_number)),
      $.rounding,
    ),
    weight_number: $ => choice($.fraction, $.decimal),
    rounding: _ => choice(kw('rounded_up'), kw('rounded_down'), kw('rounded_nearest')),
    weight_table: $ => seq('{', parted($.weight_row), '}'),
    weight_row: $ => seq($.name, $.integer),
    weight_cap: $ => seq(kw('capped_at'), $.ratio, optional(kw('each'))),
    seats: $ => seq(kw('seats'), $.integer, optional(seq(':', parted($.seat_share)))),
    seat_share: $ => seq(
      $.integer,
      choice(kw('elected_by'), kw('named_by'), kw('drawn_from'), kw('ex_officio')),
      $.name,
    ),
    office_term: $ => seq(
      kw('term'), $.duration,
      optional(seq(comma(), kw('at_most'), $.integer, kw('terms'))),
    ),
    removed: $ => seq(kw('removed'), kw('by'), $.name),
    holdover: _ => kw('holdover'),
    meets: $ => seq(kw('meets'), $.every),
    chair: $ => seq(kw('chair'), $.name),
    weights_day: _ => seq(kw('weights_as_of'), choice(kw('the_notice'), kw('the_opening'), kw('the_tally'))),
    vacancies: $ => seq(kw('vacancies'), choice(
      kw('stay_open'),
      seq(kw('filled'), kw('by'), choice(kw('next_candidate'), $.name)),
    )),
    interim: $ => seq(kw('interim'), $.name),
    paid_by: $ => seq(kw('paid'), kw('by'), $.name),
    audited_by: $ => seq(kw('audited'), kw('by'), $.name),

    // --- decisions
    decision: $ => seq(head($, kw('decision')), block($._decision_clause)),
    _decision_clause: $ => choice(
      $.changes, $.admits, $.expels, $.appoints, $.removes, $.proposed, $.taken, $.notice, $.window, $.participation,
      $.quorum, $.passes, $.abstentions, $.blank_votes, $.recuse, $.too_few, $.clock, $.tie, $.veto, $.proxies,
      $.election, $.sortition, $.effective, $.appeal, $.emergency, $.publishes, $.empty_class, $.signed, $.note,
      $.accept,
    ),
    changes: $ => seq(kw('changes'), choice(kw('this_agreement'), $.names)),
    admits: $ => seq(kw('admits_to'), $.names),
    expels: $ => seq(kw('expels_from'), $.names),
    appoints: $ => seq(kw('appoints'), $.names),
    removes: $ => seq(kw('removes'), $.names),
    proposed: $ => seq(kw('proposed'), kw('by'), choice(
      kw('any_member'), kw('everyone'), $.names, seq($.integer, kw('members')),
    )),
    taken: $ => seq(kw('taken'), kw('by'), $.name),
    notice: $ => seq(kw('notice'), $.duration),
    window: $ => seq(kw('open_for'), $.duration),
    quorum: $ => seq(kw('quorum'), $.quorum_part, repeat(seq(kw('and'), $.quorum_part))),
    participation: $ => seq(kw('participation'), $.quorum_part, repeat(seq(kw('and'), $.quorum_part))),
    quorum_part: $ => seq($.amount, optional(kw('of')), $.electorate, repeat($.quorum_option)),
    quorum_option: _ => choice(
      kw('at_opening'), kw('at_each_vote'), kw('at_tally'), kw('with_proxies'), kw('without_proxies'),
      kw('without_recused'), kw('with_recused'),
    ),
    electorate: $ => choice(
      kw('votes_cast'), kw('those_present'), kw('all_members'), kw('members'), kw('seats'), kw('weight'), $.name,
    ),
    passes: $ => seq(kw('passes_with'), $.test, repeat(seq(kw('and'), $.test))),
    test: $ => choice($.unanimity, $.consent_test, $.lazy, $.majority, $.opposition, $.share),
    unanimity: $ => seq(kw('unanimity'), optional(seq(kw('of'), $.electorate))),
    consent_test: $ => seq(kw('consent'), repeat($.consent_option)),
    consent_option: $ => choice(
      seq(kw('judged'), kw('by'), $.name),
      kw('silence_consents'),
      kw('silence_objects'),
      seq(kw('rounds'), $.integer),
      seq(kw('otherwise'), $.name),
    ),
    lazy: $ => seq(kw('lazy'), kw('after'), $.duration, optional(seq(kw('otherwise'), $.name))),
    majority: $ => seq(kw('majority'), optional(seq(kw('of'), $.electorate))),
    opposition: $ => seq(
      kw('less_than'), $.amount,
      optional(seq(optional(kw('of')), $.electorate)),
      kw('against'),
    ),
    share: $ => seq(
      optional(choice(kw('more_than'), kw('at_least'))),
      $.amount, optional(kw('of')), $.electorate,
    ),
    abstentions: _ => seq(kw('abstentions'), choice(kw('do_not_count'), kw('count'))),
    blank_votes: _ => seq(kw('blank'), choice(kw('do_not_count'), kw('count'))),
    recuse: $ => seq(
      kw('recuse'), choice(kw('whoever_asks'), $.names),
      optional(seq(kw('judged'), kw('by'), $.name)),
      repeat($.quorum_option),
    ),
    too_few: $ => seq(kw('too_few'), $.name, optional(kw('decides'))),
    clock: $ => seq($.within, kw('or_else'), $.outcome),
    outcome: $ => choice(kw('rejected'), kw('adopted'), seq(kw('escalates_to'), $.name)),
    tie: $ => seq(kw('tie'), choice(
      kw('rejected'), kw('adopted'), kw('by_lot'),
      seq(kw('casting'), $.name, optional(seq(kw('or_else'), $.tie_fallback))),
    )),
    tie_fallback: _ => choice(kw('rejected'), kw('adopted'), kw('by_lot')),
    veto: $ => seq(
      kw('veto'), kw('by'), $.name,
      optional(seq(kw('over'), $.names)),
      optional($.within),
      optional(choice(kw('final'), kw('suspensive'))),
      optional(seq(kw('overridden'), kw('by'), $.name)),
    ),
    proxies: $ => choice(
      kw('no_proxies'),
      seq(
        kw('proxies'), kw('at_most'), $.integer, optional(kw('each')),
        optional(seq(kw('held'), kw('by'), $.names)),
        optional(choice(kw('no_chains'), kw('with_chains'))),
      ),
    ),
    election: $ => seq(
      kw('election'), choice(kw('plurality'), kw('two_round'), kw('approval'), kw('stv')),
      optional(seq(kw('for'), $.integer, kw('seats'))),
    ),
    sortition: $ => seq(
      kw('sortition'), kw('source'), $.names,
      optional(seq(kw('strata'), $.names)),
      optional(seq(kw('seed'), $.string)),
    ),
    effective: $ => seq(kw('effective'), choice(seq(kw('after'), $.duration), seq(kw('from'), $.date))),
    appeal: $ => seq(kw('appeal_to'), $.appeal_level, repeat(seq(kw('and_then_to'), $.appeal_level))),
    appeal_level: $ => seq($.name, optional($.within)),
    emergency: $ => seq(
      kw('emergency'), kw('when'), $.expression,
      optional(seq(kw('for'), $.at_most)),
      optional(seq(kw('ratified'), kw('by'), $.name)),
      optional($.within),
      optional(seq(kw('never'), $.names)),
    ),
    publishes: _ => kw('published'),
    empty_class: _ => seq(kw('empty_class'), choice(kw('approves'), kw('refuses'))),
    signed: $ => seq(kw('record_signed'), kw('by'), parted($.signer)),
    signer: $ => seq(optional(seq($.integer, kw('of'))), $.name),

    // --- sanctions
    sanction: $ => seq(head($, kw('sanction')), block($._sanction_clause)),
    _sanction_clause: $ => choice(seq($.first_step, repeat($.next_step)), $.appeal, $.note, $.accept),
    first_step: $ => seq(optional(kw('first')), $.step),
    next_step: $ => seq(kw('then'), $.step),
    step: $ => seq($.step_kind, optional(seq(kw('up_to'), $.duration)), optional(seq(kw('by'), $.name))),
    step_kind: _ => choice(kw('warning'), kw('repair'), kw('restriction'), kw('suspension'), kw('exclusion')),

    // --- rights of the people the data is about
    right: $ => seq(head($, kw('right')), block($._right_clause)),
    _right_clause: $ => choice(
      $.right_to, $.right_of, $.over, $.ask_whom, $.within, $.withdraws, $.how, $.note, $.accept,
    ),
    right_to: $ => seq(kw('right_to'), $.right_kind),
    right_kind: _ => choice(
      kw('see'), kw('correct'), kw('erase'), kw('restrict'), kw('object'), kw('move'), kw('withdraw'), kw('human'),
      kw('complain'),
    ),
    right_of: $ => seq(kw('of'), choice(kw('people'), kw('organisations')), optional(seq(kw('in'), $.names))),
    over: $ => seq(kw('over'), $.names),
    ask_whom: $ => seq(kw('ask'), $.name),
    withdraws: $ => seq(kw('withdraws'), $.names),
    how: $ => seq(kw('how'), $.title),

    // --- scenarios
    scenario: $ => seq(
      kw('scenario'), field('title', $.title),
      '{', choice($.vote_case, $.ask_case), repeat(choice($.note, $.accept)), '}',
    ),
    ask_case: $ => seq($._question, kw('expect'), $.expected),
    // Parts of their own, so that the parser's stack stays short: it goes back sixteen steps from an error at most.
    _question: $ => seq(
      field('actor', $.actor), kw('asks_to'), $.acts,
      optional(seq(kw('with'), $.givens)),
      optional(seq(kw('on'), $.date)),
    ),
    actor: $ => choice(seq(kw('someone'), optional(seq(kw('in'), $.names))), kw('outsider'), $.name),
    givens: $ => parted($.given),
    given: $ => choice(
      $.passed,
      seq(kw('not'), $.passed),
      seq(kw('not'), $.name),
      seq($.name, optional(kw('is')), optional(choice($.date, $.quantity, $.name))),
    ),
    expected: $ => seq(
      $.verdict,
      repeat(seq(optional(comma()), choice($.expected_duty, $.expected_rules, $.expected_missing))),
    ),
    verdict: _ => choice(kw('permitted'), kw('prohibited'), kw('not_provided'), kw('undetermined')),
    expected_duty: $ => seq(kw('must'), $.duty),
    expected_rules: $ => seq(kw('by'), $.names),
    expected_missing: $ => seq(kw('missing'), $.names),
    vote_case: $ => seq($._vote, $.ballots, kw('expect'), $.expected_vote),
    _vote: $ => seq(kw('vote_on'), field('decision', $.name), ':', $.voters, ';'),
    voters: $ => seq(
      $.integer, $.electorate,
      repeat(seq(comma(), kw('of_whom'), $.integer, $.name)),
      repeat(seq(comma(), $.integer, choice(kw('present'), kw('recused')))),
    ),
    ballots: $ => parted($.ballot),
    ballot: $ => seq(
      $.integer,
      choice(kw('for_it'), kw('against'), kw('abstain'), kw('blank_ballot'), kw('invalid')),
      optional($.ballot_class),
    ),
    ballot_class: $ => seq('(', choice(seq(kw('all'), $.name), parted(seq($.integer, $.name))), ')'),
    expected_vote: $ => seq(
      choice(kw('adopted'), kw('rejected'), kw('no_outcome')),
      repeat(seq(optional(comma()), $.vote_reason)),
    ),
    vote_reason: $ => choice($.quorum_reason, kw('tied'), seq(kw('class_refused'), $.name)),
    quorum_reason: $ => seq(
      kw('the_quorum'), optional(seq(kw('of'), $.integer)),
      choice(kw('was_not_met'), kw('was_met')),
      optional(seq(kw('by'), $.integer)),
    ),

    // ------------------------------------------------------------ shared clauses

    within_names: $ => seq(kw('within'), $.names),
    within: $ => seq(kw('within'), $.duration),
    every: $ => seq(kw('every'), $.duration),
    at_least: $ => seq(kw('at_least'), $.duration),
    at_most: $ => seq(kw('at_most'), $.duration),
    note: $ => seq(kw('note'), $.title),
    accept: $ => seq(kw('accept'), field('finding', $.name), kw('because'), $.title),
  },
});
