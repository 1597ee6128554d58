// Tokens of the TextMate grammar, as VS Code would colour them: the same tokeniser and the same regular expressions.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { extension } from "../scripts/keywords.mjs";

const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
await oniguruma.loadWASM(readFileSync(wasm));

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) => {
    if (scope !== "source.meent") return null;
    const file = path.join(extension, "syntaxes", "meent.tmLanguage.json");
    return textmate.parseRawGrammar(readFileSync(file, "utf8"), file);
  },
});
const grammar = await registry.loadGrammar("source.meent");

/** Each token: its line and column (from 0, in UTF-16 units), its text, its scopes from the outermost in. */
export function tokens(text) {
  let state = textmate.INITIAL;
  return text.split(/\r\n|\n|\r/).flatMap((line, row) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map((t) => ({
      line: row,
      column: t.startIndex,
      text: line.slice(t.startIndex, t.endIndex),
      scopes: t.scopes.map((scope) => scope.replace(/\.meent$/, "")),
    }));
  });
}
