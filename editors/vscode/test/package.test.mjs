// The .vsix: what package.json refers to is in it, what it says is well formed, and both languages are whole.
// Made by `npm run package`; a .vsix is a zip file.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { inflateRawSync } from "node:zlib";
import { extension } from "../scripts/keywords.mjs";

const file = path.join(extension, "meent.vsix");

/** The files of a zip archive, by name. */
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  assert.ok(end >= 0, "no zip archive");
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, name, extra, comment] = [10, 20, 28, 30, 32].map((o) => (o === 20 ? bytes.readUInt32LE(at + o) : bytes.readUInt16LE(at + o)));
    const start = bytes.readUInt32LE(at + 42);
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(from, from + size);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), method === 8 ? inflateRawSync(packed) : packed);
    at += 46 + name + extra + comment;
  }
  return files;
}

const files = existsSync(file) || process.env.CI ? unzip(readFileSync(file)) : undefined;
const skip = files ? false : "meent.vsix is not there: npm run package";
const text = (name) => files.get(`extension/${name}`)?.toString("utf8");
const manifest = () => JSON.parse(text("package.json"));

/** Every path of the extension that a value names, at any depth. */
function paths(value) {
  if (typeof value === "string") return /^\.\/|^images\//.test(value) ? [value.replace(/^\.\//, "")] : [];
  return value && typeof value === "object" ? Object.values(value).flatMap(paths) : [];
}

test("every file that package.json refers to is in the package", { skip }, () => {
  const { contributes, icon, main, l10n } = manifest();
  const wanted = [...paths({ contributes, icon }), main.replace("./", "")];
  assert.ok(wanted.length > 10, wanted.join(" "));
  for (const name of [...wanted, "readme.md", "changelog.md", "package.nls.json", "package.nls.nl.json"]) {
    assert.ok(files.has(`extension/${name}`), `${name} is not in the package`);
  }
  assert.ok([...files.keys()].some((name) => name.startsWith(`extension/${l10n.replace("./", "")}/bundle.l10n.nl`)));
  assert.ok([...files.keys()].includes("extension.vsixmanifest"));
});

test("nothing else is: no sources, no tests, no node_modules", { skip }, () => {
  const strange = [...files.keys()].filter((name) => /\.ts$|\.mjs$|node_modules|\/test\/|\.map$|package-lock/.test(name));
  assert.deepEqual(strange, []);
  assert.ok(statSync(file).size < 600_000, `${statSync(file).size} bytes`);
});

test("every JSON file of the package is JSON", { skip }, () => {
  const all = [...files.keys()].filter((name) => name.endsWith(".json"));
  assert.ok(all.length >= 8);
  for (const name of all) JSON.parse(files.get(name).toString("utf8"));
});

test("the licences of what is bundled are in the package", { skip }, () => {
  const notices = text("dist/notices.txt") ?? "";
  for (const name of ["vscode-languageclient", "vscode-languageserver-protocol", "vscode-jsonrpc", "semver", "minimatch"]) {
    assert.match(notices, new RegExp(`^${name} \\d`, "m"));
  }
});

test("the icon is a picture of at least 128 by 128", { skip }, () => {
  const png = files.get("extension/images/icon.png");
  assert.equal(png.toString("latin1", 1, 4), "PNG");
  assert.ok(png.readUInt32BE(16) >= 128 && png.readUInt32BE(16) === png.readUInt32BE(20));
});

test("every text of package.json is there in both languages, and none is left over", { skip }, () => {
  const used = new Set([...text("package.json").matchAll(/"%([\w.]+)%"/g)].map((m) => m[1]));
  for (const name of ["package.nls.json", "package.nls.nl.json"]) {
    assert.deepEqual(new Set(Object.keys(JSON.parse(text(name)))), used, name);
  }
});

test("every message of the extension is there in Dutch, with the same values, and none is left over", () => {
  const folder = path.join(extension, "src");
  const source = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8")).join("\n");
  const used = new Set([...source.matchAll(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)].map((m) => JSON.parse(`"${m[1]}"`)));
  const dutch = JSON.parse(readFileSync(path.join(extension, "l10n", "bundle.l10n.nl.json"), "utf8"));
  assert.equal([...source.matchAll(/l10n\.t\(/g)].length, [...source.matchAll(/l10n\.t\(\s*"/g)].length);
  assert.deepEqual(new Set(Object.keys(dutch)), used);
  const values = (words) => [...words.matchAll(/\{\d\}/g)].map(String).sort().join();
  for (const [english, words] of Object.entries(dutch)) assert.equal(values(words), values(english), english);
});

test("every command has its work and its name, and every name its command", { skip }, () => {
  const { contributes } = manifest();
  const source = readFileSync(path.join(extension, "src", "commands.ts"), "utf8");
  const done = new Set([...source.matchAll(/on\("(meent\.\w+)"/g)].map((m) => m[1]));
  const told = new Set(contributes.commands.map((one) => one.command));
  for (const command of told) assert.ok(done.has(command), `${command} does nothing`);
  // The menu is behind the status item, the uses are behind a lens.
  assert.deepEqual([...done].filter((command) => !told.has(command)), ["meent.menu", "meent.showUses"]);
  const named = JSON.stringify([contributes.menus, contributes.keybindings]).match(/meent\.\w+(?=")/g);
  for (const command of named) assert.ok(told.has(command), command);
});

test("words are taken as names are written, and lines are indented as braces say", () => {
  const config = JSON.parse(readFileSync(path.join(extension, "language-configuration.json"), "utf8"));
  const words = (line) => line.match(new RegExp(config.wordPattern.pattern, `${config.wordPattern.flags}g`));
  assert.deepEqual(words("may read meter-readings.kwh, dpv:Marketing at least 12.5% until 2026-03-01"), [
    "may", "read", "meter-readings.kwh", "dpv:Marketing", "at", "least", "12.5", "until", "2026-03-01",
  ]);
  assert.deepEqual(words("coöperatie-één, niet-verkopen."), ["coöperatie-één", "niet-verkopen"]);
  const more = new RegExp(config.indentationRules.increaseIndentPattern);
  for (const line of ["rule x {", '  scenario "a } b" {', "body b { # opens"]) assert.match(line, more);
  for (const line of ['goal "{"', "group a { of people }", "# rule x {", "dataset d { within a }"]) assert.doesNotMatch(line, more);
  const [comment, between, opened] = config.onEnterRules.map((rule) => new RegExp(rule.beforeText));
  assert.match("  # a remark", comment);
  assert.match("rule x {", between);
  assert.match('rule x "t" {', opened);
  assert.doesNotMatch('  note "{', opened);
});
