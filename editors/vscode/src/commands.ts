// The commands of the palette and of the menus.
import * as vscode from "vscode";
import type { Location, Position } from "vscode-languageclient/node";
import { ask } from "./ask";
import type { Pages } from "./pages";
import type { Previews, What } from "./preview";
import { meent, type Program } from "./program";
import { projectFolder, sourceEditor } from "./project";
import type { Server } from "./server";

/** Registers all of them. */
export function commands(server: Server, previews: Previews, pages: Pages): vscode.Disposable[] {
  const on = (name: string, work: (...args: unknown[]) => Promise<unknown>) =>
    vscode.commands.registerCommand(name, work);
  /** Does something with the program in the folder of the project, if both are there. */
  const within = async (work: (program: Program, folder: string) => Promise<unknown>) => {
    if (server.program === undefined) {
      await server.restart();
      if (server.program === undefined) return;
    }
    const folder = await projectFolder();
    if (folder !== undefined) await work(server.program, folder);
  };
  const preview = (what: What) => within((program, folder) => previews.show(what, folder, program));
  return [
    on("meent.previewPage", () => preview("page")),
    on("meent.previewAgreement", () => preview("agreement")),
    on("meent.buildProject", () => within((program, folder) => build(program, folder, server))),
    on("meent.askQuestion", () =>
      within(async (program, folder) => {
        const answer = await ask(program, folder);
        if (answer !== undefined) await pages.show(vscode.l10n.t("May I?"), markdown(answer));
      }),
    ),
    on("meent.showClauseHere", () => clause(server, pages)),
    on("meent.explainFinding", (code) => within((program) => explain(program, pages, code))),
    on("meent.restartServer", () => server.restart()),
    on("meent.showLog", async () => server.log.show()),
    on("meent.menu", menu),
    on("meent.showUses", (uri, position, places) =>
      server.showUses(uri as string, position as Position, places as Location[]),
    ),
  ];
}

async function build(program: Program, folder: string, server: Server): Promise<void> {
  await vscode.workspace.saveAll(false);
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Meent makes agreement, policies and page") };
  const ran = await vscode.window.withProgress(options, () => meent(program, ["build", folder]));
  server.log.info(`meent build ${folder}: ${ran.code}\n${ran.stdout}${ran.stderr}`);
  if (ran.code === 0) {
    const page = vscode.l10n.t("Show the page");
    const agreement = vscode.l10n.t("Show the agreement");
    const done = vscode.l10n.t("Agreement, policies and page are made.");
    const chosen = await vscode.window.showInformationMessage(done, page, agreement);
    if (chosen === page) await vscode.commands.executeCommand("meent.previewPage");
    if (chosen === agreement) await vscode.commands.executeCommand("meent.previewAgreement");
    return;
  }
  const problems = vscode.l10n.t("Show the findings");
  const log = vscode.l10n.t("Show the log");
  const refused = vscode.l10n.t("Nothing was made: the source has errors. What was made before is still there.");
  const failed = vscode.l10n.t("Nothing was made: {0}", ran.stderr.trim().split("\n")[0] ?? "");
  const chosen = await vscode.window.showErrorMessage(ran.code === 1 ? refused : failed, problems, log);
  if (chosen === problems) await vscode.commands.executeCommand("workbench.actions.view.problems");
  if (chosen === log) server.log.show();
}

async function clause(server: Server, pages: Pages): Promise<void> {
  const editor = sourceEditor();
  if (editor === undefined || !server.knows("meent.showClause")) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Put the cursor in a declaration of a .meent file first. Meent has to be running."),
    );
    return;
  }
  try {
    await show("meent.showClause", await server.execute("meent.showClause", [server.place(editor)]), pages);
  } catch (refused) {
    // The server says why, in the language of the user.
    void vscode.window.showInformationMessage(refused instanceof Error ? refused.message : String(refused));
  }
}

/** Shows what the server gave for a command, if it gave something to read. */
export async function show(command: string, result: unknown, pages: Pages): Promise<void> {
  const text = readable(result);
  const names: Record<string, string> = {
    "meent.showClause": vscode.l10n.t("Clause"),
    "meent.ask": vscode.l10n.t("May I?"),
  };
  const name = names[command];
  if (name === undefined) return;
  if (text === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("There is nothing to show for this place."));
    return;
  }
  await pages.show(name, text);
}

function readable(result: unknown): string | undefined {
  if (typeof result === "string") return result.trim() === "" ? undefined : result;
  if (typeof result !== "object" || result === null) return undefined;
  const fields = result as Record<string, unknown>;
  for (const key of ["markdown", "text", "value", "answer", "message"]) {
    const value = fields[key];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return undefined;
}

async function explain(program: Program, pages: Pages, given: unknown): Promise<void> {
  const code = typeof given === "string" ? given : await chosenCode(program);
  if (code === undefined) return;
  const ran = await meent(program, ["explain", code]);
  if (ran.code === 0) await pages.show(code, ran.stdout);
  else void vscode.window.showErrorMessage(ran.stderr.trim() || ran.stdout.trim());
}

/** The code of the finding at the cursor, or one that the user picks: those of the file first, then all there are. */
async function chosenCode(program: Program): Promise<string | undefined> {
  const editor = sourceEditor();
  const here = editor === undefined ? [] : vscode.languages.getDiagnostics(editor.document.uri);
  const coded = here.flatMap((found) => {
    const code = codeOf(found);
    return code === undefined ? [] : [{ found, code }];
  });
  const at = editor?.selection.active;
  const under = coded.filter(({ found }) => at !== undefined && found.range.contains(at));
  if (under.length === 1) return under[0]?.code;
  const rows = (under.length > 0 ? under : coded).map(({ found, code }) => ({
    label: code,
    description: found.message.split("\n")[0] ?? "",
  }));
  const title = vscode.l10n.t("Which finding?");
  if (rows.length > 0) return (await vscode.window.showQuickPick(rows, { title, matchOnDescription: true }))?.label;
  const all = await meent(program, ["explain"]);
  const listed = all.stdout.split("\n").flatMap((line) => {
    const row = /^\s*(M\d{4})\s+(.*)$/.exec(line);
    return row === null ? [] : [{ label: row[1] ?? "", description: row[2] ?? "" }];
  });
  return (await vscode.window.showQuickPick(listed, { title, matchOnDescription: true }))?.label;
}

function codeOf(found: vscode.Diagnostic): string | undefined {
  const code = typeof found.code === "object" ? found.code.value : found.code;
  return code === undefined ? undefined : String(code);
}

/** Words for a terminal as Markdown: lines stay lines. */
function markdown(text: string): string {
  return text
    .split("\n")
    .map((line) => (/^\s*-|^\s{2,}/.test(line) || line === "" ? line : `${line}  `))
    .join("\n");
}

async function menu(): Promise<void> {
  const rows = [
    { label: `$(open-preview) ${vscode.l10n.t("Show the page")}`, command: "meent.previewPage" },
    { label: `$(book) ${vscode.l10n.t("Show the agreement")}`, command: "meent.previewAgreement" },
    { label: `$(question) ${vscode.l10n.t("Ask: may I?")}`, command: "meent.askQuestion" },
    { label: `$(tools) ${vscode.l10n.t("Build")}`, command: "meent.buildProject" },
    { label: `$(debug-restart) ${vscode.l10n.t("Restart")}`, command: "meent.restartServer" },
    { label: `$(output) ${vscode.l10n.t("Show the log")}`, command: "meent.showLog" },
  ];
  const chosen = await vscode.window.showQuickPick(rows, { title: "Meent" });
  if (chosen !== undefined) await vscode.commands.executeCommand(chosen.command);
}
