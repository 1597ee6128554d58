// One item in the status bar: whether Meent runs, and how many findings there are. A click offers what can be done.
import * as vscode from "vscode";
import { sourceEditor } from "./project";

export type State =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly version: string; readonly file: string }
  | { readonly kind: "stopped"; readonly why: string };

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("meent.status", vscode.StatusBarAlignment.Right, 100);
  private readonly parts: vscode.Disposable[] = [this.item];
  private state: State = { kind: "starting" };

  constructor() {
    this.item.name = "Meent";
    this.item.command = "meent.menu";
    this.parts.push(
      vscode.window.onDidChangeActiveTextEditor(() => this.draw()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.draw()),
      vscode.languages.onDidChangeDiagnostics(() => this.draw()),
    );
    this.draw();
  }

  set(state: State): void {
    this.state = state;
    this.draw();
  }

  private draw(): void {
    if (sourceEditor() === undefined && vscode.window.activeTextEditor !== undefined) {
      this.item.hide();
      return;
    }
    this.item.backgroundColor = undefined;
    switch (this.state.kind) {
      case "starting":
        this.item.text = "$(sync~spin) Meent";
        this.item.tooltip = vscode.l10n.t("Meent is starting.");
        break;
      case "stopped":
        this.item.text = "$(warning) Meent";
        this.item.tooltip = this.state.why;
        this.item.backgroundColor = new vscode.ThemeColor("statusBarItem.warningBackground");
        break;
      case "running": {
        const found = count();
        const nothing = found.errors === 0 && found.warnings === 0;
        this.item.text = nothing ? "$(check) Meent" : `Meent $(error) ${found.errors} $(warning) ${found.warnings}`;
        this.item.tooltip = new vscode.MarkdownString(
          [
            nothing
              ? vscode.l10n.t("Nothing is wrong.")
              : vscode.l10n.t("Errors: {0}. Warnings: {1}.", found.errors, found.warnings),
            `${this.state.version} (\`${this.state.file}\`)`,
          ].join("\n\n"),
        );
        break;
      }
    }
    this.item.show();
  }

  dispose(): void {
    this.parts.forEach((part) => part.dispose());
  }
}

function count(): { errors: number; warnings: number } {
  const all = vscode.languages.getDiagnostics().filter(([uri]) => uri.path.endsWith(".meent"));
  const of = (severity: vscode.DiagnosticSeverity) =>
    all.reduce((sum, [, found]) => sum + found.filter((one) => one.severity === severity).length, 0);
  return { errors: of(vscode.DiagnosticSeverity.Error), warnings: of(vscode.DiagnosticSeverity.Warning) };
}
