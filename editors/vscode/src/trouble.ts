// What is said when the program is not there, with buttons that help.
import * as vscode from "vscode";
import type { Trouble } from "./program";

/** The message for a person. */
export function message(trouble: Trouble): string {
  switch (trouble.kind) {
    case "missing":
      return vscode.l10n.t(
        "Meent is not installed, or not where this editor looks. Highlighting and snippets work; findings and completion need the program `meent`.",
      );
    case "set-wrong":
      return vscode.l10n.t("There is no program at {0}, the place that the setting meent.path names.", trouble.file);
    case "too-old":
      return vscode.l10n.t(
        "{0} at {1} is too old for this editor: it has no `meent lsp`. Install a newer one.",
        trouble.program.version,
        trouble.program.file,
      );
    case "fails":
      return vscode.l10n.t("{0} does not start: {1}", trouble.file, trouble.why);
  }
}

/** Shows the message; what the buttons do is told by who calls. */
export async function show(trouble: Trouble, retry: () => void): Promise<void> {
  const install = vscode.l10n.t("How to install");
  const choose = vscode.l10n.t("Choose the program…");
  const again = vscode.l10n.t("Try again");
  const chosen = await vscode.window.showErrorMessage(message(trouble), install, choose, again);
  if (chosen === install) {
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", "meent.meent#meent.start", false);
  } else if (chosen === again) {
    retry();
  } else if (chosen === choose) {
    const picked = await vscode.window.showOpenDialog({
      canSelectMany: false,
      title: vscode.l10n.t("The program meent"),
      openLabel: vscode.l10n.t("Use this program"),
    });
    const file = picked?.[0]?.fsPath;
    if (file !== undefined) {
      // The change of the setting starts the server.
      await vscode.workspace.getConfiguration("meent").update("path", file, vscode.ConfigurationTarget.Global);
    }
  }
}
