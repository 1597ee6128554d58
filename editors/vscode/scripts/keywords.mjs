// What the grammar of the compiler says about keywords: their spellings (grammar/words.toml), and which of them
// can stand in which declaration (grammar/meent.pest, by following the rules that a declaration refers to).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { parse } from "smol-toml";

export const extension = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
export const project = path.join(extension, "..", "..");

/** @typedef {{ en: string[], nl: string[] }} Spellings */

/** Every keyword with its spellings. @returns {Map<string, Spellings>} */
export function words() {
  return new Map(Object.entries(parse(readFileSync(path.join(project, "grammar", "words.toml"), "utf8"))));
}

/** All spellings of some keywords, each once. */
export function spellings(table, keys) {
  const all = keys.flatMap((key) => [...table.get(key).en, ...table.get(key).nl]);
  return [...new Set(all)];
}

/** The rules of the grammar: the names that each refers to. @returns {Map<string, Set<string>>} */
export function rules() {
  const text = readFileSync(path.join(project, "grammar", "meent.pest"), "utf8")
    .replace(/\/\/.*$/gm, "")
    .replace(/"(?:[^"\\]|\\.)*"/g, '""') // what stands in quotes is no reference
    .replace(/'[^'\\]*'|'\\.'/g, "''");
  const found = new Map();
  const heads = [...text.matchAll(/^([A-Za-z_]\w*)\s*=\s*[@$_!]{0,2}\s*\{/gm)];
  heads.forEach((head, at) => {
    const body = text.slice(head.index + head[0].length, heads[at + 1]?.index ?? text.length);
    found.set(head[1], new Set(body.match(/[A-Za-z_]\w*/g) ?? []));
  });
  return found;
}

/** The keywords (without `kw_`) that a rule reaches, in the order of the grammar. */
export function reachable(from, all = rules()) {
  const seen = new Set();
  const todo = [from];
  while (todo.length > 0) {
    const rule = todo.pop();
    if (seen.has(rule) || !all.has(rule)) continue;
    seen.add(rule);
    todo.push(...all.get(rule));
  }
  return [...all.keys()].filter((rule) => seen.has(rule) && rule.startsWith("kw_")).map((rule) => rule.slice(3));
}

/** The declarations of the grammar, by the rule that each has. */
export const declarations = [
  "commons", "use_decl", "separate", "group", "party", "dataset", "purpose", "action", "fact", "rule", "body",
  "decision", "sanction", "right", "scenario",
];
