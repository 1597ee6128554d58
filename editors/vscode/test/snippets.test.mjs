// Each snippet, with every default and every choice, is read by the compiler without a mistake in the syntax.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { declarations, spellings, words } from "../scripts/keywords.mjs";
import { expansions, snippets } from "./snippets.mjs";
import { meent, scratch, skip } from "./support.mjs";

/** The mistakes of syntax (M01…) that the compiler finds in each of some texts. */
function mistakes(t, texts) {
  const folder = scratch(t);
  writeFileSync(path.join(folder, "meent.toml"), "");
  const source = path.join(folder, "sources");
  mkdirSync(source);
  texts.forEach((text, at) => writeFileSync(path.join(source, `s${at}.meent`), text));
  const ran = spawnSync(meent, ["check", source, "--format", "json", "--lang", "en"], { encoding: "utf8" });
  const findings = JSON.parse(ran.stdout);
  const list = Array.isArray(findings) ? findings : findings.findings ?? findings.diagnostics;
  assert.ok(Array.isArray(list), `no list of findings: ${ran.stdout.slice(0, 200)} ${ran.stderr}`);
  return list.filter((one) => /^M01/.test(one.code)).map((one) => JSON.stringify(one));
}

/** A clause of a dataset stands in a dataset. */
const whole = (text) => (/^(field|veld) /.test(text) ? `dataset d {\n${text}\n}\n` : text);

for (const language of ["en", "nl"]) {
  test(`every snippet can be read (${language})`, { skip }, (t) => {
    const texts = snippets(language).flatMap((one) => expansions(one.body)).map(whole);
    assert.ok(texts.length > 30);
    assert.deepEqual(mistakes(t, texts), []);
  });

  test(`every declaration has a snippet that begins with its keyword (${language})`, () => {
    const table = words();
    const begins = new Set(snippets(language).map((one) => one.body.split(" ")[0]));
    const wanted = declarations.map((kind) => ({ use_decl: "use", party: "party" })[kind] ?? kind).concat("member");
    const missing = wanted.filter((key) => !spellings(table, [key]).some((s) => table.get(key)[language].includes(s) && begins.has(s)));
    assert.deepEqual(missing, []);
  });
}

test("a mistake in a snippet would be found", { skip }, (t) => {
  assert.notDeepEqual(mistakes(t, ['rule x "X" { operators may }']), []);
  assert.notDeepEqual(mistakes(t, ['regel x "X" { beheerders may read x }']), []); // words of two languages
});

test("no prefix stands for two snippets of one language", () => {
  for (const language of ["en", "nl"]) {
    const all = snippets(language).flatMap((one) => one.prefix);
    assert.equal(new Set(all).size, all.length);
  }
});
