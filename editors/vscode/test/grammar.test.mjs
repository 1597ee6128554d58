// The colours: the TextMate grammar against the compiler's own grammar, and against every example.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { declarations, extension, project, reachable, rules, words } from "../scripts/keywords.mjs";
import { Conversation } from "./conversation.mjs";
import { meent, skip } from "./support.mjs";
import { tokens } from "./tokens.mjs";

const coloured = /^(keyword|support\.type|constant\.(language|numeric)|storage)\b/;
const isColoured = (token) => token.scopes.some((scope) => coloured.test(scope));
const table = words();
const grammar = rules();

test("the grammar is made from that of the compiler", () => {
  const ran = spawnSync(process.execPath, [path.join(extension, "scripts", "grammar.mjs"), "--check"], { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
});

test("every keyword of the compiler belongs to a declaration", () => {
  const reached = new Set(declarations.flatMap((kind) => reachable(kind, grammar)));
  assert.deepEqual([...table.keys()].filter((key) => !reached.has(key)), []);
  assert.ok(table.size > 250);
});

// Words that are a keyword only together with what stands around them.
const beginnings = { use_decl: "use", separate: "separate", scenario: 'scenario "s" {\n', party: "party p {\n" };

for (const kind of declarations) {
  test(`every keyword in ${kind} is coloured as one word`, () => {
    const heads = { use_decl: [], separate: [] };
    for (const key of reachable(kind, grammar)) {
      for (const spelling of [...table.get(key).en, ...table.get(key).nl]) {
        const own = ["commons", "use", "separate", "group", "member", "party", "dataset", "purpose", "action", "fact", "rule", "body", "decision", "sanction", "right", "scenario"];
        let text = `${beginnings[kind] ?? `${kind} n "t" {\n`}  ${spelling}\n`;
        if (kind === "use_decl") text = key === "use" ? `${spelling} purposes from dpv` : `use purposes\n  ${spelling} dpv`;
        if (kind === "separate") text = key === "separate" ? `${spelling} a, b` : `separate a, b\n  ${spelling} "x"`;
        if (own.includes(key) && !(kind in heads)) {
          const first = kind === "commons" || key !== "commons" ? spelling : "commons";
          const declares = kind === key || (kind === "party" && (key === "member" || key === "party"));
          if (declares) text = `${first} ${kind === "scenario" ? "" : "n "}"t" {`;
        }
        const found = tokens(text).find((token) => token.text === spelling && isColoured(token));
        assert.ok(found, `${key}: ${spelling} in\n${text}\n${tokens(text).map((t) => `${t.text} ${t.scopes.at(-1)}`).join("\n")}`);
      }
    }
  });
}

test("what only looks like a keyword is a name", () => {
  const names = [
    ["rule r { a may read contact, size for register }", ["contact", "size", "register"]],
    ["rule r { for-profit may read seat.law for goal:form }", ["for-profit", "seat.law", "goal:form"]],
    ["regel r { mogen-niet mag in-huis lezen voor als-het-moet }", ["mogen-niet", "in-huis", "als-het-moet"]],
    ['dataset law "x" { field rule "y" }', []],
  ];
  for (const [text, wanted] of names) {
    const found = tokens(text).filter((t) => t.scopes.at(-1) === "variable.other").map((t) => t.text);
    for (const name of wanted) assert.ok(found.includes(name), `${name} in ${text}: ${found}`);
  }
  const named = tokens('dataset law "x" { field rule "y" }');
  assert.equal(named.find((t) => t.text === "law").scopes.at(-1), "entity.name.type.dataset");
  assert.equal(named.find((t) => t.text === "rule").scopes.at(-1), "variable.other.property");
});

test("a small file has the scopes that it had", () => {
  const text = readFileSync(path.join(extension, "test", "fixtures", "small.meent"), "utf8");
  const shown = tokens(text)
    .filter((token) => token.text.trim() !== "")
    .map((t) => `${t.line + 1}:${t.column + 1} ${t.text.trim()} | ${t.scopes.slice(1).join(" ") || "-"}`)
    .join("\n");
  const file = path.join(extension, "test", "fixtures", "small.scopes.txt");
  if (process.env.UPDATE) writeFileSync(file, `${shown}\n`);
  assert.equal(`${shown}\n`, readFileSync(file, "utf8"));
});

/** Every source of the examples, with the fixtures of the compiler's own tests. */
function examples() {
  const folders = ["examples", path.join("tests", "support")];
  return folders
    .flatMap((folder) => readdirSync(path.join(project, folder), { recursive: true }).map((file) => path.join(project, folder, file)))
    .filter((file) => file.endsWith(".meent") && !file.includes(`${path.sep}build${path.sep}`))
    .sort();
}

/** The words that can't be a name, from the grammar: small ones that begin a clause. */
function reserved() {
  const text = readFileSync(path.join(project, "grammar", "meent.pest"), "utf8");
  const body = text.slice(text.indexOf("reserved = _{"), text.indexOf("// ------", text.indexOf("reserved = _{")));
  const all = new Set();
  for (const group of body.matchAll(/"(\w)" ~ \(([^)]*)\)/g)) {
    for (const rest of group[2].matchAll(/"(\w+)"/g)) all.add(group[1] + rest[1]);
  }
  for (const whole of body.matchAll(/(?:\(\s*|\|\s*)"(\w{4,})"(?=\s*(?:\n|\|))/g)) all.add(whole[1]);
  return all;
}

test("no reserved word of any example is coloured as a name", () => {
  const never = reserved();
  assert.ok(never.has("mogen") && never.has("within") && never.has("grondslag") && never.size > 60, [...never].join(" "));
  const files = examples().filter((file) => !/M01\d\d-/.test(file));
  assert.ok(files.length > 100);
  const left = files.flatMap((file) =>
    tokens(readFileSync(file, "utf8"))
      .filter((token) => token.scopes.at(-1) === "variable.other" && never.has(token.text))
      .map((token) => `${path.relative(project, file)}:${token.line + 1} ${token.text}`),
  );
  assert.deepEqual(left, []);
});

test("no keyword of any example is left without its colour", { skip }, async (t) => {
  const talk = await Conversation.start(t, meent, project);
  const legend = talk.capabilities.semanticTokensProvider?.legend;
  if (legend === undefined) return t.skip("this server tells no kinds of words");
  const isKeyword = legend.tokenTypes.map((type) => /keyword|modifier|operator/i.test(type));
  let seen = 0;
  const left = [];
  for (const file of examples().filter((f) => existsSync(f) && !/M01\d\d-/.test(f))) {
    const text = readFileSync(file, "utf8");
    const uri = talk.open(file, text);
    const { data } = (await talk.ask("textDocument/semanticTokens/full", { textDocument: { uri } })) ?? { data: [] };
    talk.tell("textDocument/didClose", { textDocument: { uri } });
    const lines = text.split(/\r\n|\n|\r/);
    const byPlace = new Map(tokens(text).map((token) => [`${token.line}:${token.column}`, token]));
    let [line, column] = [0, 0];
    for (let at = 0; at + 4 < data.length; at += 5) {
      column = data[at] === 0 ? column + data[at + 1] : data[at + 1];
      line += data[at];
      if (!isKeyword[data[at + 3]]) continue;
      seen += 1;
      const token = byPlace.get(`${line}:${column}`);
      if (token === undefined || !isColoured(token)) {
        left.push(`${path.relative(project, file)}:${line + 1} ${lines[line]?.substr(column, data[at + 2])}`);
      }
    }
  }
  assert.ok(seen > 5000, `only ${seen} keywords`);
  assert.deepEqual(left.slice(0, 40), []);
});
