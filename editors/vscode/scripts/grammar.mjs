// Writes syntaxes/meent.tmLanguage.json from the compiler's own grammar, so that the two cannot drift apart.
//
// Each declaration has its own keywords: `contact` is a word of a commons and of a party, and an ordinary name in a
// rule. Names that only look like a keyword therefore stay names, wherever a regular expression can tell.
//
//   node scripts/grammar.mjs           writes the file
//   node scripts/grammar.mjs --check   exits 1 if the file is not what would be written
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { classOf } from "./classes.mjs";
import { declarations, extension, reachable, rules, spellings, words } from "./keywords.mjs";

const table = words();
const grammar = rules();

// As `word` and `name` in grammar/meent.pest.
const letters = String.raw`\p{L}\p{M}\p{N}_`;
const word = String.raw`\p{L}[${letters}]*(?:-[${letters}]+)*`;
const name = String.raw`${word}(?:\.${word}|:${word}(?:\.${word})?)?`;
const begins = String.raw`(?<![${letters}-])`;
const ends = String.raw`(?![${letters}-]|[.:]\p{L})`;

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const pattern = (texts) =>
  `(?:${[...texts].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).map((t) => t.split(" ").map(escape).join(String.raw`\s+`)).join("|")})`;
const keyword = (keys) => `${begins}${pattern(spellings(table, keys))}${ends}`;

/** The declarations as a reader sees them: what begins one, and the scope of the name that it gives. */
const heads = {
  commons: { keys: ["commons"], scope: "entity.name.namespace" },
  use_decl: { keys: ["use"] },
  separate: { keys: ["separate"] },
  group: { keys: ["group"], scope: "entity.name.type.group" },
  party: { keys: ["member", "party"], scope: "entity.name.type.party" },
  dataset: { keys: ["dataset"], scope: "entity.name.type.dataset" },
  purpose: { keys: ["purpose"], scope: "entity.name.type.purpose" },
  action: { keys: ["action"], scope: "entity.name.function.action" },
  fact: { keys: ["fact"], scope: "entity.name.type.fact" },
  rule: { keys: ["rule"], scope: "entity.name.function.rule" },
  body: { keys: ["body"], scope: "entity.name.type.body" },
  decision: { keys: ["decision"], scope: "entity.name.function.decision" },
  sanction: { keys: ["sanction"], scope: "entity.name.type.sanction" },
  right: { keys: ["right"], scope: "entity.name.function.right" },
  scenario: { keys: ["scenario"] },
};
const named = declarations.filter((kind) => heads[kind].scope).flatMap((kind) => heads[kind].keys);
const tag = String.raw`(?:(?:nl|en)\s*)?`;
const kinds = pattern(spellings(table, reachable("use_kinds", grammar)));
const bare = [
  String.raw`${pattern(spellings(table, named))}\s+${name}`,
  String.raw`${pattern(spellings(table, ["scenario"]))}\s+${tag}"`,
  String.raw`${pattern(spellings(table, ["use"]))}\s+${kinds}\s*(?:,|${pattern(spellings(table, ["source"]))}${ends})`,
  String.raw`${pattern(spellings(table, ["separate"]))}\s+${name}\s*,`,
];
// Inside braces only what can't be a clause ends a body that somebody forgot to close.
const certain = [String.raw`${bare[0]}\s*${tag}["{]`, bare[1], bare[2]];
const nextDeclaration = String.raw`(?=^\s*(?:${bare.join("|")}))`;
const surelyNext = String.raw`(?=^\s*(?:${certain.join("|")}))`;

/** The patterns for the keywords of one declaration: those of more words before those of fewer. */
function keywordPatterns(kind) {
  const own = new Set(heads[kind].keys);
  const keys = reachable(kind, grammar).filter((key) => !own.has(key));
  const seen = new Set();
  const rows = new Map();
  for (const key of keys) {
    for (const spelling of spellings(table, [key])) {
      if (seen.has(spelling)) continue;
      seen.add(spelling);
      const row = `${spelling.split(" ").length} ${classOf(key)}`;
      rows.set(row, [...(rows.get(row) ?? []), spelling]);
    }
  }
  return [...rows]
    .sort(([a], [b]) => parseInt(b) - parseInt(a))
    .map(([row, texts]) => ({ name: `${row.split(" ")[1]}.meent`, match: `${begins}${pattern(texts)}${ends}` }));
}

const repository = {
  comment: {
    name: "comment.line.number-sign.meent",
    begin: "#",
    beginCaptures: { 0: { name: "punctuation.definition.comment.meent" } },
    end: "$",
  },
  string: {
    name: "string.quoted.double.meent",
    begin: '"',
    beginCaptures: { 0: { name: "punctuation.definition.string.begin.meent" } },
    end: '"',
    endCaptures: { 0: { name: "punctuation.definition.string.end.meent" } },
    patterns: [{ name: "constant.character.escape.meent", match: String.raw`\\.` }],
  },
  language: { name: "storage.modifier.language.meent", match: String.raw`${begins}(?:nl|en)(?=\s*")` },
  number: {
    patterns: [
      { name: "constant.numeric.date.meent", match: String.raw`(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)` },
      { name: "constant.numeric.meent", match: String.raw`(?<![${letters}-])-?\d+(?:\.\d+){0,2}(?![\d-])` },
      { name: "keyword.operator.percent.meent", match: "%" },
      { name: "keyword.operator.fraction.meent", match: "/" },
      {
        name: "constant.numeric.article.meent",
        match: String.raw`${begins}(?:an|a|one|een)(?=\s+${pattern(spellings(table, reachable("time_unit", grammar)))}${ends})`,
      },
    ],
  },
  punctuation: {
    patterns: [
      { name: "punctuation.separator.meent", match: "[,;:]" },
      { name: "punctuation.section.parens.meent", match: "[()]" },
    ],
  },
  name: { name: "variable.other.meent", match: `${begins}${name}` },
  "start-of-declaration": {
    name: "storage.type.meent",
    match: `${begins}${pattern(spellings(table, declarations.flatMap((kind) => heads[kind].keys)))}${ends}`,
  },
  trivia: { patterns: [{ include: "#comment" }, { include: "#string" }, { include: "#language" }, { include: "#number" }] },
  authentic: {
    match: String.raw`(${keyword(["authentic"])})\s+(nl|en)${ends}`,
    captures: { 1: { name: "keyword.other.clause.meent" }, 2: { name: "storage.modifier.language.meent" } },
  },
  field: {
    match: String.raw`(${keyword(["field"])})\s+(${word})`,
    captures: { 1: { name: "storage.type.field.meent" }, 2: { name: "variable.other.property.meent" } },
  },
};

for (const kind of declarations) {
  const { keys, scope } = heads[kind];
  const label = scope?.split(".").at(-1) ?? keys[0];
  const words = `${kind}-words`;
  repository[words] = {
    patterns: [
      { include: "#trivia" },
      ...(kind === "dataset" ? [{ include: "#field" }] : []),
      ...(kind === "commons" ? [{ include: "#authentic" }] : []),
      ...keywordPatterns(kind),
      { include: "#name" },
      { include: "#punctuation" },
    ],
  };
  const braces = (end) => ({
    begin: String.raw`\{`,
    beginCaptures: { 0: { name: "punctuation.section.braces.begin.meent" } },
    end,
    endCaptures: { 0: { name: "punctuation.section.braces.end.meent" } },
  });
  repository[`${kind}-braces`] = {
    ...braces(String.raw`\}|${surelyNext}`),
    patterns: [{ ...braces(String.raw`\}|${surelyNext}`), patterns: [{ include: `#${words}` }] }, { include: `#${words}` }],
  };
  const after = {
    use_decl: String.raw`(?=\s+${kinds}${ends})`,
    separate: String.raw`(?=\s+${name})`,
    scenario: String.raw`(?=\s+${tag}")`,
  }[kind];
  repository[kind] = {
    name: `meta.declaration.${label}.meent`,
    begin: after ? `(${keyword(keys)})${after}` : String.raw`(${keyword(keys)})\s+(${name})`,
    beginCaptures: {
      1: { name: `storage.type.${label}.meent` },
      ...(scope ? { 2: { name: `${scope}.meent` } } : {}),
    },
    end: String.raw`(?<=\})|${nextDeclaration}`,
    patterns: [{ include: `#${kind}-braces` }, { include: `#${words}` }],
  };
}

const made = JSON.stringify(
  {
    information_for_contributors: "Made by scripts/grammar.mjs from grammar/meent.pest and grammar/words.toml.",
    name: "Meent",
    scopeName: "source.meent",
    fileTypes: ["meent"],
    patterns: [
      { include: "#comment" },
      ...declarations.map((kind) => ({ include: `#${kind}` })),
      { include: "#string" },
      { include: "#start-of-declaration" },
      { include: "#name" },
    ],
    repository,
  },
  null,
  1,
) + "\n";

const file = path.join(extension, "syntaxes", "meent.tmLanguage.json");
if (process.argv.includes("--check")) {
  if (!existsSync(file) || readFileSync(file, "utf8") !== made) {
    console.error("syntaxes/meent.tmLanguage.json is not what the grammar makes. Run: npm run grammar");
    process.exit(1);
  }
} else {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, made);
}
