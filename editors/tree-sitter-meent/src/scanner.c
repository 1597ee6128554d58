// Reads the words, numbers, texts and list commas of Meent.
//
// What a word is depends on where it stands, and the compiler's grammar (grammar/meent.pest) tries its alternatives in
// an order. The choices made here are those of that order:
//   - Where a keyword and a name may stand, a keyword is a keyword. The longest one that may stand there wins.
//   - A reserved word is never a name.
//   - Behind a number, a word is a unit wherever it can be one.
//   - A comma belongs to a list of names if a name stands behind it.
//   - `from` and `until` are a test's on the line of its fact, the rule's on the next.
// It keeps no state between two tokens, but for one bit. The parser never skips a token that changes the scanner's state
// if it can go back to where the token fits. So the head of a declaration, met while the parser looks for a way on, changes
// it: what is half written above does not swallow the declaration below.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"
#include "words.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

// Longer than every keyword.
#define CAPACITY 64

typedef struct {
  bool behind_head; // the last token was the keyword of such a head
} Scanner;

typedef struct {
  char text[CAPACITY];
  unsigned length;  // more than CAPACITY - 1 if the word is too long to be a keyword
  bool well_formed; // a word of a name, not only letters and hyphens in some order
  bool has_hyphen;
} Word;

static bool in_ranges(const uint32_t ranges[][2], unsigned count, int32_t c) {
  unsigned low = 0, high = count;
  if (c < 0) return false;
  while (low < high) {
    unsigned middle = (low + high) / 2;
    if ((uint32_t)c < ranges[middle][0]) {
      high = middle;
    } else if ((uint32_t)c > ranges[middle][1]) {
      low = middle + 1;
    } else {
      return true;
    }
  }
  return false;
}

static bool starts_word(int32_t c) {
  if (c < 128) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return in_ranges(XID_START, COUNT(XID_START), c);
}

static bool continues_word(int32_t c) {
  if (c < 128) return starts_word(c) || (c >= '0' && c <= '9') || c == '_';
  return in_ranges(XID_CONTINUE, COUNT(XID_CONTINUE), c);
}

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static bool is_one_of(const char *word, const char *const *list, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    if (strcmp(word, list[i]) == 0) return true;
  }
  return false;
}

static bool is_token_of(uint16_t token, const uint16_t *list, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    if (list[i] == token) return true;
  }
  return false;
}

// Reads all letters, digits and hyphens behind one another onto the end of `word`.
static void read_word(TSLexer *lexer, Word *word) {
  bool after_hyphen = true;
  word->well_formed = starts_word(lexer->lookahead);
  while (continues_word(lexer->lookahead) || lexer->lookahead == '-') {
    if (lexer->lookahead == '-') {
      word->has_hyphen = true;
      if (after_hyphen) word->well_formed = false;
      after_hyphen = true;
    } else {
      after_hyphen = false;
    }
    if (word->length < CAPACITY - 1) {
      word->text[word->length] = lexer->lookahead < 128 ? (char)lexer->lookahead : '?';
      word->text[word->length + 1] = 0;
    }
    word->length++;
    advance(lexer);
  }
  if (after_hyphen) word->well_formed = false;
}

// Skips blanks and comments.
static void skip_gap(TSLexer *lexer) {
  for (;;) {
    if (is_blank(lexer->lookahead)) {
      advance(lexer);
    } else if (lexer->lookahead == '#') {
      while (!lexer->eof(lexer) && lexer->lookahead != '\n' && lexer->lookahead != '\r') advance(lexer);
    } else {
      return;
    }
  }
}

// Whether a name begins here. Reads its first word.
static bool name_follows(TSLexer *lexer) {
  Word word = {0};
  if (!starts_word(lexer->lookahead)) return false;
  read_word(lexer, &word);
  return !is_one_of(word.text, RESERVED, COUNT(RESERVED));
}

// Whether the prohibition goes on: `nobody` is a name of a group elsewhere.
static bool nobody_follows(TSLexer *lexer) {
  Word word = {0};
  skip_gap(lexer);
  read_word(lexer, &word);
  if (!is_one_of(word.text, MAY, COUNT(MAY))) return false;
  skip_gap(lexer);
  return name_follows(lexer);
}

static bool is_space(int32_t c) { return c == ' ' || c == '\t'; }

static void skip_spaces(TSLexer *lexer) {
  while (is_space(lexer->lookahead)) advance(lexer);
}

// Whether what follows the keyword of a declaration on its line is a declaration's: a name, and a title or a body. The
// compiler looks for the same to read on behind a declaration that it can't read.
static bool head_follows(TSLexer *lexer, const char *opener) {
  if (!is_space(lexer->lookahead)) return false;
  skip_spaces(lexer);
  if (strcmp(opener, "scenario") != 0) {
    if (!name_follows(lexer)) return false;
    skip_spaces(lexer);
  }
  if (starts_word(lexer->lookahead)) {
    Word language = {0};
    read_word(lexer, &language);
    if (!is_one_of(language.text, LANGUAGES, COUNT(LANGUAGES))) return false;
    skip_spaces(lexer);
  }
  return lexer->lookahead == '"' || (lexer->lookahead == '{' && strcmp(opener, "scenario") != 0);
}

// The first keyword at or behind `text` in the table's order.
static unsigned first_keyword(const char *text) {
  unsigned low = 0, high = COUNT(KEYWORDS);
  while (low < high) {
    unsigned middle = (low + high) / 2;
    if (strcmp(KEYWORDS[middle].text, text) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Whether a keyword may stand here. `everything` while the parser looks for a way on.
static bool may_stand(const bool *valid, bool everything, uint16_t token) {
  if (everything) return !is_token_of(token, LITERALS, COUNT(LITERALS));
  if (valid[token]) return true;
  if (valid[TEST_FROM] || valid[MOMENT_FROM]) {
    return is_token_of(token, FROM, COUNT(FROM)) || is_token_of(token, UNTIL, COUNT(UNTIL));
  }
  return false;
}

// Whether this one word is a keyword that may stand here.
static bool is_keyword_here(const bool *valid, const char *text) {
  unsigned at = first_keyword(text);
  return at < COUNT(KEYWORDS) && strcmp(KEYWORDS[at].text, text) == 0 && may_stand(valid, false, KEYWORDS[at].token);
}

// The longest keyword that may stand here and begins with the word just read; TOKEN_COUNT if none does. The lexer's mark
// is at its end.
static uint16_t read_keyword(TSLexer *lexer, const bool *valid, bool everything, Word *word) {
  uint16_t found = TOKEN_COUNT;
  unsigned at;
  bool longer;
  for (;;) {
    if (word->length >= CAPACITY - 1) return found;
    at = first_keyword(word->text);
    if (at < COUNT(KEYWORDS) && strcmp(KEYWORDS[at].text, word->text) == 0) {
      if (may_stand(valid, everything, KEYWORDS[at].token)) {
        found = KEYWORDS[at].token;
        lexer->mark_end(lexer);
      }
      at++;
    }
    longer = false;
    for (; at < COUNT(KEYWORDS) && strncmp(KEYWORDS[at].text, word->text, word->length) == 0; at++) {
      if (KEYWORDS[at].text[word->length] == ' ' && may_stand(valid, everything, KEYWORDS[at].token)) {
        longer = true;
        break;
      }
    }
    if (!longer || !is_blank(lexer->lookahead)) return found;
    while (is_blank(lexer->lookahead)) advance(lexer);
    word->text[word->length++] = ' ';
    word->text[word->length] = 0;
    read_word(lexer, word);
  }
}

// The rest of a name behind its first word: `.word`, `:word` or `:word.word`.
static void read_rest_of_name(TSLexer *lexer) {
  bool may_point = true;
  if (lexer->lookahead == ':') {
    advance(lexer);
  } else if (lexer->lookahead == '.') {
    may_point = false;
    advance(lexer);
  } else {
    return;
  }
  for (;;) {
    if (!starts_word(lexer->lookahead)) return;
    while (continues_word(lexer->lookahead)) {
      advance(lexer);
      lexer->mark_end(lexer);
      if (lexer->lookahead == '-') advance(lexer);
    }
    if (!may_point || lexer->lookahead != '.') return;
    may_point = false;
    advance(lexer);
  }
}

static bool is_unit_sign(int32_t c) { return c == '/' || c == 0xB7 || c == 0xB2 || c == 0xB3; }

static bool emit(TSLexer *lexer, uint16_t token) {
  lexer->result_symbol = token;
  return true;
}

static bool scan_word(Scanner *scanner, TSLexer *lexer, const bool *valid, bool everything, bool new_line) {
  Word word = {0};
  uint16_t keyword;
  bool reserved, is_name;
  read_word(lexer, &word);
  lexer->mark_end(lexer);
  reserved = word.length < CAPACITY && is_one_of(word.text, RESERVED, COUNT(RESERVED));
  is_name = word.well_formed && !reserved && (everything || valid[NAME]);

  // A line that begins a declaration: what stands before it was not written to its end.
  if (!everything && new_line && (is_name || valid[UNIT_NAME]) && is_space(lexer->lookahead) &&
      is_one_of(word.text, OPENERS, COUNT(OPENERS)) && !is_keyword_here(valid, word.text)) {
    if (head_follows(lexer, word.text)) return false;
    return emit(lexer, valid[UNIT_NAME] ? UNIT_NAME : NAME);
  }

  if (!everything && valid[UNIT_NAME] && !reserved) {
    unsigned at = first_keyword(word.text);
    if (at < COUNT(KEYWORDS) && strcmp(KEYWORDS[at].text, word.text) == 0 && valid[KEYWORDS[at].token] &&
        is_token_of(KEYWORDS[at].token, TIME_UNITS, COUNT(TIME_UNITS))) {
      return emit(lexer, KEYWORDS[at].token);
    }
    if (word.has_hyphen) return false;
    while (is_unit_sign(lexer->lookahead) || continues_word(lexer->lookahead)) advance(lexer);
    if (lexer->lookahead == '-') return false;
    lexer->mark_end(lexer);
    return emit(lexer, UNIT_NAME);
  }

  if (is_name && (lexer->lookahead == '.' || lexer->lookahead == ':')) {
    unsigned at = first_keyword(word.text);
    bool yields = at < COUNT(KEYWORDS) && is_token_of(KEYWORDS[at].token, MISSING, COUNT(MISSING));
    if (everything || yields || !is_keyword_here(valid, word.text)) {
      read_rest_of_name(lexer);
      return emit(lexer, NAME);
    }
  }

  if (everything && new_line && is_one_of(word.text, OPENERS, COUNT(OPENERS))) {
    keyword = KEYWORDS[first_keyword(word.text)].token;
    scanner->behind_head = head_follows(lexer, word.text);
    return emit(lexer, keyword);
  }

  keyword = read_keyword(lexer, valid, everything, &word);
  if (!everything && is_token_of(keyword, FROM, COUNT(FROM))) {
    if (valid[MOMENT_FROM]) return emit(lexer, MOMENT_FROM);
    if (valid[TEST_FROM] && !new_line) return emit(lexer, TEST_FROM);
    return valid[keyword] && emit(lexer, keyword);
  }
  if (!everything && is_token_of(keyword, UNTIL, COUNT(UNTIL))) {
    if (valid[MOMENT_UNTIL]) return emit(lexer, MOMENT_UNTIL);
    if (valid[TEST_UNTIL] && !new_line) return emit(lexer, TEST_UNTIL);
    return valid[keyword] && emit(lexer, keyword);
  }
  if (keyword != TOKEN_COUNT) {
    // As the second names of an act, `missing` is a name.
    if (is_name && is_token_of(keyword, MISSING, COUNT(MISSING))) return emit(lexer, NAME);
    if (is_name && !everything && is_token_of(keyword, NOBODY, COUNT(NOBODY))) {
      bool one_word = strchr(word.text, ' ') == NULL;
      if (!nobody_follows(lexer)) return one_word && emit(lexer, NAME);
    }
    return emit(lexer, keyword);
  }
  // A reserved word that is no keyword: one word that stands nowhere.
  if (everything && reserved) return emit(lexer, ERROR_SENTINEL);
  return is_name && emit(lexer, NAME);
}

static bool scan_number(TSLexer *lexer, const bool *valid, bool everything) {
  bool whole = true, is_date;
  unsigned digits = 0;
  if (lexer->lookahead == '-') {
    advance(lexer);
    whole = false;
    if (!is_digit(lexer->lookahead)) return false;
  }
  for (; is_digit(lexer->lookahead); digits++) advance(lexer);
  lexer->mark_end(lexer);

  if (!everything && valid[VERSION_NUMBER]) {
    if (!whole) return false;
    for (unsigned part = 0; part < 2 && lexer->lookahead == '.'; part++) {
      advance(lexer);
      if (!is_digit(lexer->lookahead)) break;
      while (is_digit(lexer->lookahead)) advance(lexer);
      lexer->mark_end(lexer);
    }
    return emit(lexer, VERSION_NUMBER);
  }

  if (lexer->lookahead == '-') {
    if (!whole || digits != 4 || !(everything || valid[DATE])) {
      advance(lexer);
      return !is_digit(lexer->lookahead) && valid[whole ? WHOLE : NUMBER] && emit(lexer, whole ? WHOLE : NUMBER);
    }
    is_date = true;
    for (unsigned part = 0; part < 2 && is_date; part++) {
      if (lexer->lookahead != '-') is_date = false;
      advance(lexer);
      if (part == 0 && !is_digit(lexer->lookahead)) {
        return valid[WHOLE] && emit(lexer, WHOLE);
      }
      for (unsigned digit = 0; digit < 2 && is_date; digit++) {
        if (!is_digit(lexer->lookahead)) is_date = false;
        if (is_date) advance(lexer);
      }
    }
    if (!is_date || is_digit(lexer->lookahead)) return false;
    lexer->mark_end(lexer);
    return emit(lexer, DATE);
  }

  if (lexer->lookahead == '.') {
    advance(lexer);
    if (is_digit(lexer->lookahead)) {
      whole = false;
      while (is_digit(lexer->lookahead)) advance(lexer);
      lexer->mark_end(lexer);
      if (lexer->lookahead == '-') {
        advance(lexer);
        if (is_digit(lexer->lookahead)) return false;
      }
    }
  }
  return (everything || valid[whole ? WHOLE : NUMBER]) && emit(lexer, whole ? WHOLE : NUMBER);
}

static bool scan_comma(TSLexer *lexer, const bool *valid, bool everything) {
  advance(lexer);
  lexer->mark_end(lexer);
  if (everything) return emit(lexer, COMMA);
  if (valid[NAME_COMMA]) {
    skip_gap(lexer);
    if (name_follows(lexer)) return emit(lexer, NAME_COMMA);
  }
  return valid[COMMA] && emit(lexer, COMMA);
}

// A text between quotes. One that is never closed, or in which a declaration begins, ends with its first line, so that it
// does not turn all that is below it inside out.
static bool scan_string(TSLexer *lexer) {
  bool first_line = true;
  advance(lexer);
  while (!lexer->eof(lexer)) {
    int32_t c = lexer->lookahead;
    if (c == '\n' || c == '\r') {
      Word opener = {0};
      if (first_line) lexer->mark_end(lexer);
      first_line = false;
      advance(lexer);
      skip_spaces(lexer);
      if (!starts_word(lexer->lookahead)) continue;
      read_word(lexer, &opener);
      if (is_one_of(opener.text, OPENERS, COUNT(OPENERS)) && head_follows(lexer, opener.text)) {
        return emit(lexer, UNCLOSED_STRING);
      }
      continue;
    }
    advance(lexer);
    if (c == '"') {
      lexer->mark_end(lexer);
      return emit(lexer, STRING);
    }
    if (c == '\\' && !lexer->eof(lexer)) advance(lexer);
  }
  if (first_line) lexer->mark_end(lexer);
  return emit(lexer, UNCLOSED_STRING);
}

void *tree_sitter_meent_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_meent_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_meent_external_scanner_serialize(void *payload, char *buffer) {
  const Scanner *scanner = payload;
  if (!scanner->behind_head) return 0;
  buffer[0] = 1;
  return 1;
}

void tree_sitter_meent_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *scanner = payload;
  scanner->behind_head = length == 1 && buffer[0] == 1;
}

bool tree_sitter_meent_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  // Everything may stand where the parser looks for a way on from an error.
  bool everything = valid[ERROR_SENTINEL];
  bool new_line = false;
  scanner->behind_head = false;
  while (is_blank(lexer->lookahead)) {
    if (lexer->lookahead == '\n' || lexer->lookahead == '\r') new_line = true;
    lexer->advance(lexer, true);
  }
  if (starts_word(lexer->lookahead)) return scan_word(scanner, lexer, valid, everything, new_line);
  if (is_digit(lexer->lookahead) || lexer->lookahead == '-') return scan_number(lexer, valid, everything);
  if (lexer->lookahead == '"') return scan_string(lexer);
  if (lexer->lookahead == ',') return scan_comma(lexer, valid, everything);
  return false;
}
