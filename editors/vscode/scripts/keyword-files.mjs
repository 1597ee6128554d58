// Writes the keywords for editors that colour words without their place: Vim's syntax file and a list for Emacs.
//
//   node scripts/keyword-files.mjs           writes the files
//   node scripts/keyword-files.mjs --check   exits 1 if a file is not what would be written
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { classOf } from "./classes.mjs";
import { project, spellings, words } from "./keywords.mjs";

const table = words();
/** Spellings by the kind of word; one that is two things counts as the first. @returns {Map<string, string[]>} */
const byClass = new Map();
const seen = new Set();
for (const key of table.keys()) {
  const kind = classOf(key);
  for (const spelling of spellings(table, [key])) {
    if (seen.has(spelling)) continue;
    seen.add(spelling);
    byClass.set(kind, [...(byClass.get(kind) ?? []), spelling]);
  }
}
const longestFirst = (all) => [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** Vim: a group of highlighting for each kind. */
const groups = {
  "storage.type": ["meentDeclaration", "Structure"],
  "keyword.control.modality": ["meentModality", "Conditional"],
  "keyword.control.condition": ["meentCondition", "Conditional"],
  "keyword.control.comparison": ["meentComparison", "Operator"],
  "keyword.other.connective": ["meentConnective", "Keyword"],
  "keyword.other.unit": ["meentUnit", "Type"],
  "support.type": ["meentKind", "Type"],
  "constant.language": ["meentConstant", "Constant"],
  "keyword.other.clause": ["meentClause", "Statement"],
};
// A name may hold a keyword (`for-profit`, `seat.law`), so what stands beside one must be no part of a name.
const before = String.raw`\%(\k\|[.:]\)\@1<!`;
const after = String.raw`\%(\k\|[.:]\k\)\@!`;
const blank = String.raw`\_s\+`;
const vim = [
  '" Vim syntax file. Language: Meent.',
  '" Made by editors/vscode/scripts/keyword-files.mjs from grammar/words.toml.',
  'if exists("b:current_syntax")',
  "  finish",
  "endif",
  "syntax spell toplevel",
  "syntax iskeyword @,48-57,_,-,192-255",
  ...[...byClass].flatMap(([kind, all]) => {
    // The match that is defined last wins, so words come before longer phrases.
    const counts = [...new Set(all.map((s) => s.split(" ").length))].sort();
    return counts.map((count) => {
      const row = longestFirst(all.filter((s) => s.split(" ").length === count)).map((s) => s.split(" ").join(blank));
      return { count, line: `syntax match ${groups[kind][0]} "${before}\\%(${row.join("\\|")}\\)${after}"` };
    });
  }).sort((a, b) => a.count - b.count).map((row) => row.line),
  String.raw`syntax match meentNumber "\%(\k\)\@1<!-\?\d\+\%(\.\d\+\)*%\?\%(\k\)\@!"`,
  String.raw`syntax match meentDate "\%(\k\)\@1<!\d\{4}-\d\d-\d\d\%(\k\)\@!"`,
  String.raw`syntax match meentLanguage "\<\%(nl\|en\)\ze\s*\""`,
  String.raw`syntax match meentEscape contained "\\."`,
  String.raw`syntax region meentString start=+"+ skip=+\\.+ end=+"+ contains=meentEscape,@Spell`,
  'syntax match meentComment "#.*$" contains=@Spell,meentTodo',
  "syntax keyword meentTodo contained TODO FIXME",
  "syntax region meentBody matchgroup=Delimiter start=+{+ end=+}+ transparent fold",
  ...Object.values(groups).map(([name, link]) => `highlight default link ${name} ${link}`),
  "highlight default link meentNumber Number",
  "highlight default link meentDate Number",
  "highlight default link meentLanguage StorageClass",
  "highlight default link meentString String",
  "highlight default link meentEscape SpecialChar",
  "highlight default link meentComment Comment",
  "highlight default link meentTodo Todo",
  'let b:current_syntax = "meent"',
  "",
].join("\n");

const elisp = [
  ";;; meent-keywords.el --- The keywords of Meent  -*- lexical-binding: t; -*-",
  ";; Made by editors/vscode/scripts/keyword-files.mjs from grammar/words.toml.",
  ";;; Code:",
  "",
  "(defconst meent-keywords",
  `  '(${[...byClass].map(([kind, all]) => `(${kind.split(".").at(-1)}\n     ${longestFirst(all).map((s) => JSON.stringify(s)).join("\n     ")})`).join("\n    ")})`,
  '  "The keywords in both languages, by what they are.")',
  "",
  "(provide 'meent-keywords)",
  ";;; meent-keywords.el ends here",
  "",
].join("\n");

const made = new Map([
  [path.join("editors", "neovim", "syntax", "meent.vim"), vim],
  [path.join("editors", "emacs", "meent-keywords.el"), elisp],
]);
for (const [name, text] of made) {
  const file = path.join(project, name);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error(`${name} is not what the grammar makes. Run, in editors/vscode: npm run grammar`);
    process.exit(1);
  }
}
