// The extension as it is packaged, in a VS Code that is not there, with the real `meent lsp`: it starts the server, findings
// arrive, an edit changes them, the commands work, and what is missing is told.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import Module from "node:module";
import path from "node:path";
import test from "node:test";
import { extension, project } from "../scripts/keywords.mjs";
import { meent, scratch, skip, until } from "./support.mjs";

const require = createRequire(import.meta.url);
const bundle = path.join(extension, "dist", "extension.js");
const mock = path.join(extension, "test", "vscode-mock.cjs");
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => (name === "vscode" ? mock : resolve(name, ...rest));

const unless = !existsSync(bundle) && !process.env.CI ? "dist/extension.js is not there: npm run bundle" : skip;

/** A fresh extension in a fresh editor. */
function fresh() {
  for (const file of [bundle, mock]) delete require.cache[file];
  return { vscode: require(mock), main: require(bundle) };
}

/** The extension, active in a copy of an example with one of its files open. */
async function active(t, { name = "rules.meent", change = (text) => text, program = meent, language = "auto" } = {}) {
  const folder = scratch(t);
  const home = path.join(folder, "energy");
  cpSync(path.join(project, "examples", "energy"), home, { recursive: true, filter: (f) => !f.endsWith(`${path.sep}build`) });
  cpSync(path.join(project, "examples", "city"), path.join(folder, "city"), { recursive: true });
  const { vscode, main } = fresh();
  vscode.settings.path = program;
  vscode.settings.language = language;
  vscode.workspace.workspaceFolders = [{ uri: vscode.Uri.file(home), name: "energy", index: 0 }];
  const file = path.join(home, name);
  const doc = vscode.open(file, change(readFileSync(file, "utf8")));
  const context = { subscriptions: [] };
  await main.activate(context);
  t.after(async () => {
    await main.deactivate();
    context.subscriptions.forEach((one) => one.dispose());
  });
  const here = () => vscode.languages.getDiagnostics(doc.uri);
  const found = (code) => here().find((one) => String(one.code?.value ?? one.code) === code);
  return { vscode, doc, file, home, found, here, log: () => vscode.seen.log.slice(-20).join("\n") };
}

test("findings of the open text arrive, and go when the text is mended", { skip: unless }, async (t) => {
  const broken = (text) => text.replace("aggregate meter-readings", "aggregate meter-readinks");
  const { vscode, doc, file, found } = await active(t, { change: broken });
  const finding = await until("M0301", () => found("M0301"));
  assert.match(finding.message, /meter-readinks/);
  assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
  const line = broken(readFileSync(file, "utf8")).split("\n").findIndex((l) => l.includes("meter-readinks"));
  assert.equal(finding.range.start.line, line);
  await until("the status", () => /\$\(error\)/.test(vscode.seen.status.text));
  vscode.edit(doc, readFileSync(file, "utf8"));
  await until("no M0301", () => !found("M0301"));
});

test("messages come in the language that is set", { skip: unless }, async (t) => {
  const broken = (text) => text.replace("aggregate meter-readings", "aggregate meter-readinks");
  const { found } = await active(t, { change: broken, language: "nl" });
  const finding = await until("M0301", () => found("M0301"));
  assert.match(finding.message, /meter-readinks/);
  assert.match(finding.message, /bestaat niet|Er is geen|niets/i);
});

test("the server is started again, and the findings come back", { skip: unless }, async (t) => {
  const { vscode, found } = await active(t, { change: (text) => text.replace("meter-readings", "meter-readinks") });
  await until("M0301", () => found("M0301"));
  await vscode.commands.executeCommand("meent.restartServer");
  await until("M0301 again", () => found("M0301"));
});

test("a finding is explained", { skip: unless }, async (t) => {
  const { vscode, found } = await active(t, { change: (text) => text.replace("meter-readings", "meter-readinks") });
  await until("M0301", () => found("M0301"));
  await vscode.commands.executeCommand("meent.explainFinding", "M0301");
  const shown = vscode.seen.executed.findLast(([name]) => name === "markdown.showPreviewToSide");
  assert.match(vscode.seen.pages.provideTextDocumentContent(shown[1]), /M0301/);
});

test("a question is put together and answered", { skip: unless }, async (t) => {
  const { vscode } = await active(t);
  const wanted = ["netbeheer-amstel", "aggregate", "meter-readings", "grid-planning", ["consent"]];
  for (const names of wanted) {
    vscode.seen.picks.push((rows) => {
      const chosen = rows.filter((row) => [names].flat().includes(row.description));
      assert.ok(chosen.length > 0, `${names} is not among the choices`);
      return Array.isArray(names) ? chosen : chosen[0];
    });
  }
  vscode.seen.inputs.push("homes-in-result=12");
  await vscode.commands.executeCommand("meent.askQuestion");
  const shown = vscode.seen.executed.findLast(([name]) => name === "markdown.showPreviewToSide");
  assert.ok(shown, JSON.stringify(vscode.seen.messages));
  const answer = vscode.seen.pages.provideTextDocumentContent(shown[1]);
  assert.match(answer, /Netbeheer Amstel N\.V\. asks to aggregate/);
  assert.match(answer, /with 12 homes in the result/);
  assert.match(answer, /Approving a new use/);
});

test("everything is built, and errors are told", { skip: unless }, async (t) => {
  const { vscode, home, file } = await active(t);
  await vscode.commands.executeCommand("meent.buildProject");
  assert.ok(existsSync(path.join(home, "build", "site", "en", "index.html")), JSON.stringify(vscode.seen.messages));
  writeFileSync(file, 'rule x "X" { nobody may sell no-such-data }');
  await vscode.commands.executeCommand("meent.buildProject");
  assert.equal(vscode.seen.messages.at(-1).kind, "error");
  assert.match(vscode.seen.messages.at(-1).text, /Nothing was made: the source has errors/);
});

test("page and agreement are shown from a server that stops with them", { skip: unless }, async (t) => {
  const { vscode } = await active(t);
  for (const [command, title] of [["meent.previewPage", "Page"], ["meent.previewAgreement", "Agreement"]]) {
    await vscode.commands.executeCommand(command);
    const panel = vscode.seen.panels.at(-1);
    assert.equal(panel?.title, title, JSON.stringify(vscode.seen.messages));
    const url = /<iframe[^>]* src="([^"]+)"/.exec(panel.webview.html)[1];
    const answer = await fetch(url);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /Zuidveer|Neighbourhood Energy/);
    assert.ok(panel.webview.html.includes(`frame-src ${new URL(url).origin};`));
    panel.url = url;
  }
  assert.equal(new URL(vscode.seen.panels[0].url).port, new URL(vscode.seen.panels[1].url).port);
  vscode.seen.panels.forEach((panel) => panel.dispose());
  await until("the end of the preview", async () => {
    try {
      await fetch(vscode.seen.panels[0].url);
      return false;
    } catch {
      return true;
    }
  });
});

test("a program that is not there is told, with buttons that help", { skip: unless }, async (t) => {
  const { vscode } = await active(t, { program: "/no/such/meent" });
  const { text, buttons, kind } = vscode.seen.messages.at(-1);
  assert.equal(kind, "error");
  assert.match(text, /There is no program at \/no\/such\/meent/);
  assert.deepEqual(buttons, ["How to install", "Choose the program…", "Try again"]);
  assert.match(vscode.seen.status.text, /\$\(warning\)/);
  // Once it is set right, the server starts by itself.
  const waiting = until("the start", () => /\$\(check\)|\$\(error\)/.test(vscode.seen.status.text));
  await vscode.workspace.getConfiguration("meent").update("path", meent);
  await waiting;
});

test("a program that knows no lsp is told to be too old", { skip: unless || (process.platform === "win32" && "a shell script") }, async (t) => {
  const old = path.join(scratch(t), "meent");
  writeFileSync(old, '#!/bin/sh\n[ "$1" = --version ] && echo "meent 0.0.1" && exit 0\nexit 2\n', { mode: 0o755 });
  const { vscode } = await active(t, { program: old });
  assert.match(vscode.seen.messages.at(-1).text, /meent 0\.0\.1 at .* is too old/);
});
