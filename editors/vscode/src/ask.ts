// "May I?" in a few choices: who, what, with which data, what for; the answer is shown beside the source.
import * as vscode from "vscode";
import { meent, type Program } from "./program";
import { language } from "./settings";

interface Name {
  readonly name: string;
  readonly title: { readonly en: string; readonly nl: string };
}
/** What `meent ask --format json` lists when nobody asks. */
interface Choices {
  readonly parties: readonly Name[];
  readonly groups: readonly Name[];
  readonly actions: readonly Name[];
  readonly data: readonly Name[];
  readonly purposes: readonly Name[];
  readonly facts: readonly Name[];
  readonly decisions: readonly Name[];
}
interface Row extends vscode.QuickPickItem {
  readonly flags: readonly string[];
}

/** The question that a person puts together. Nothing if they stop half way. */
export async function question(choices: Choices): Promise<string[] | undefined> {
  const rows = (names: readonly Name[], flag: string): Row[] =>
    names.map(({ name, title }) => ({ label: title[language()], description: name, flags: [flag, name] }));
  const group = (label: string): Row => ({ label, kind: vscode.QuickPickItemKind.Separator, flags: [] });
  const steps: { title: string; rows: Row[]; many: boolean }[] = [
    {
      title: vscode.l10n.t("Who asks?"),
      many: false,
      rows: [
        group(vscode.l10n.t("Members and parties")),
        ...rows(choices.parties, "--as"),
        group(vscode.l10n.t("Someone in a group")),
        ...rows(choices.groups, "--in"),
        group(""),
        { label: vscode.l10n.t("An outsider"), flags: ["--outsider"] },
      ],
    },
    {
      title: vscode.l10n.t("What do they want to do?"),
      many: false,
      rows: [{ label: vscode.l10n.t("Anything"), flags: [] }, ...rows(choices.actions, "--action")],
    },
    {
      title: vscode.l10n.t("With which data?"),
      many: false,
      rows: [{ label: vscode.l10n.t("All data"), flags: [] }, ...rows(choices.data, "--data")],
    },
    {
      title: vscode.l10n.t("What for?"),
      many: false,
      rows: [{ label: vscode.l10n.t("Any purpose"), flags: [] }, ...rows(choices.purposes, "--purpose")],
    },
    {
      title: vscode.l10n.t("What is the case? (choose none if that is not known)"),
      many: true,
      rows: [...rows(choices.facts, "--with"), ...rows(choices.decisions, "--passed")],
    },
  ];
  const flags: string[] = [];
  for (const [at, step] of steps.entries()) {
    if (step.rows.length === 0) continue;
    const options = { title: `${step.title} (${at + 1}/${steps.length})`, matchOnDescription: true };
    const chosen = step.many
      ? await vscode.window.showQuickPick(step.rows, { ...options, canPickMany: true })
      : await vscode.window.showQuickPick(step.rows, options);
    if (chosen === undefined) return undefined;
    flags.push(...[chosen].flat().flatMap((row) => row.flags));
  }
  const more = await vscode.window.showInputBox({
    title: vscode.l10n.t("What else is the case? (facts that are a number, a date or a choice; leave it empty if there are none)"),
    placeHolder: "homes-in-result=12 since=2026-03-01",
  });
  if (more === undefined) return undefined;
  return [...flags, ...more.split(/\s+/).filter((fact) => fact !== "").flatMap((fact) => ["--with", fact])];
}

/** Asks, and gives the answer in words. Nothing if the person stops, or if the source has errors. */
export async function ask(program: Program, folder: string): Promise<string | undefined> {
  const listing = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Meent reads what there is to ask about") };
  const listed = await vscode.window.withProgress(listing, () => meent(program, ["ask", folder, "--format", "json"]));
  let choices: Choices;
  try {
    choices = JSON.parse(listed.stdout) as Choices;
  } catch {
    void vscode.window.showErrorMessage(listed.stderr.trim() || listed.stdout.trim());
    return undefined;
  }
  const flags = await question(choices);
  if (flags === undefined) return undefined;
  const answer = await meent(program, ["ask", folder, ...flags]);
  if (answer.code === 1) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t("There is no answer while the source has errors. Mend them, and save the files."),
    );
    return undefined;
  }
  if (answer.code !== 0) {
    // The question can't be understood; the program says why.
    void vscode.window.showErrorMessage(answer.stderr.trim() || answer.stdout.trim());
    return undefined;
  }
  return answer.stdout;
}
