// Which project a command is about: the folder that the file being edited belongs to.
import { access } from "node:fs/promises";
import * as path from "node:path";
import * as vscode from "vscode";

/** The editor with the source that the user is at, if there is one. */
export function sourceEditor(): vscode.TextEditor | undefined {
  const active = vscode.window.activeTextEditor;
  if (active?.document.languageId === "meent") return active;
  return vscode.window.visibleTextEditors.find((editor) => editor.document.languageId === "meent");
}

/** The folder of the project; says so, and gives nothing, if there is none. */
export async function projectFolder(): Promise<string | undefined> {
  const document = sourceEditor()?.document;
  if (document?.uri.scheme === "file") return folderOf(document.uri.fsPath);
  const sources = await vscode.workspace.findFiles("**/*.meent", "**/{build,node_modules,target}/**", 500);
  const folders = [...new Set(await Promise.all(sources.map((uri) => folderOf(uri.fsPath))))].sort();
  if (folders.length === 1) return folders[0];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("There is no commons here: no folder with .meent files is open."));
    return undefined;
  }
  const rows = folders.map((folder) => ({ label: vscode.workspace.asRelativePath(folder), folder }));
  const chosen = await vscode.window.showQuickPick(rows, { title: vscode.l10n.t("Which commons?") });
  return chosen?.folder;
}

/** The nearest folder above a file with a meent.toml, or else the file's own: as `meent` itself looks. */
async function folderOf(file: string): Promise<string> {
  const own = path.dirname(file);
  for (let folder = own; ; folder = path.dirname(folder)) {
    try {
      await access(path.join(folder, "meent.toml"));
      return folder;
    } catch {
      if (path.dirname(folder) === folder) return own;
    }
  }
}
