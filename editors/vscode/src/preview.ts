// The page or the agreement beside the source: `meent preview`, shown in the editor, and fresh after each save.
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import * as vscode from "vscode";
import type { Program } from "./program";
import { language } from "./settings";

export type What = "page" | "agreement";

interface Served {
  readonly process: ChildProcess;
  readonly url: string;
}

export class Previews implements vscode.Disposable {
  private readonly served = new Map<string, Promise<Served>>();
  private readonly panels = new Map<string, vscode.WebviewPanel>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Shows one of the two for the project in a folder. */
  async show(what: What, folder: string, program: Program): Promise<void> {
    let served: Served;
    try {
      served = await this.serve(folder, program);
    } catch (problem) {
      const why = problem instanceof Error ? problem.message : String(problem);
      void vscode.window.showErrorMessage(vscode.l10n.t("The preview does not start: {0}", why));
      return;
    }
    const inside = what === "page" ? `site/${language()}/` : `agreement/${language()}/`;
    const url = await vscode.env.asExternalUri(vscode.Uri.parse(new URL(inside, served.url).toString()));
    if (vscode.env.uiKind === vscode.UIKind.Web) {
      // An editor that is itself a page may not hold a page of this machine; its browser may.
      await vscode.env.openExternal(url);
      return;
    }
    const key = `${what} ${folder}`;
    const panel = this.panels.get(key) ?? this.open(what, folder, key);
    panel.webview.html = frame(panel.webview, url.toString(true), panel.title);
    panel.reveal(undefined, true);
  }

  private open(what: What, folder: string, key: string): vscode.WebviewPanel {
    const title = what === "page" ? vscode.l10n.t("Page") : vscode.l10n.t("Agreement");
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("meent.preview", title, where, { enableScripts: true });
    this.panels.set(key, panel);
    panel.webview.onDidReceiveMessage((message: { open?: unknown }) => {
      if (typeof message.open === "string") void vscode.env.openExternal(vscode.Uri.parse(message.open));
    });
    panel.onDidDispose(() => {
      this.panels.delete(key);
      if (![...this.panels.keys()].some((other) => other.endsWith(` ${folder}`))) this.stop(folder);
    });
    return panel;
  }

  /** The server of a project: the one that runs, or a new one. */
  private serve(folder: string, program: Program): Promise<Served> {
    const running = this.served.get(folder);
    if (running !== undefined) return running;
    const started = start(program, folder, this.log, () => this.served.delete(folder));
    this.served.set(folder, started);
    started.catch(() => this.served.delete(folder));
    return started;
  }

  private stop(folder: string): void {
    const running = this.served.get(folder);
    this.served.delete(folder);
    void running?.then(({ process }) => process.kill(), () => undefined);
  }

  dispose(): void {
    for (const folder of [...this.served.keys()]) this.stop(folder);
    for (const panel of [...this.panels.values()]) panel.dispose();
  }
}

function start(program: Program, folder: string, log: vscode.LogOutputChannel, ended: () => void): Promise<Served> {
  return new Promise((resolve, reject) => {
    const args = ["preview", folder, "--port", "0", "--format", "json", "--lang", language()];
    const child = spawn(program.file, args, { stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      log.info(text.trimEnd());
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = address(line);
      if (url !== undefined) resolve({ process: child, url });
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      ended();
      reject(new Error(said.trim() || vscode.l10n.t("it ended with code {0}", String(code))));
    });
  });
}

/** The address in the line that the preview begins with. */
export function address(line: string): string | undefined {
  try {
    const told: unknown = JSON.parse(line);
    if (typeof told === "object" && told !== null && "url" in told && typeof told.url === "string") return told.url;
  } catch {
    // Some other line.
  }
  return undefined;
}

function frame(webview: vscode.Webview, url: string, title: string): string {
  const nonce = randomBytes(16).toString("base64");
  const origin = new URL(url).origin;
  const quoted = (text: string) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  const browser = vscode.l10n.t("Open in the browser");
  const again = vscode.l10n.t("Reload");
  return `<!doctype html>
<html lang="${language()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; frame-src ${origin}; style-src ${webview.cspSource} 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${quoted(title)}</title>
<style nonce="${nonce}">
html, body { height: 100%; margin: 0; padding: 0; }
body { display: flex; flex-direction: column; }
nav { display: flex; gap: 1em; padding: 4px 8px; }
button { background: none; border: 0; padding: 2px; font: inherit; color: var(--vscode-textLink-foreground); cursor: pointer; }
iframe { flex: 1; width: 100%; border: 0; background: #fff; }
</style>
</head>
<body>
<nav><button id="again">${quoted(again)}</button><button id="open">${quoted(browser)}</button></nav>
<iframe id="page" title="${quoted(title)}" src="${quoted(url)}"></iframe>
<script nonce="${nonce}">
const vscode = acquireVsCodeApi();
const page = document.getElementById("page");
document.getElementById("again").addEventListener("click", () => { page.src = page.src; });
document.getElementById("open").addEventListener("click", () => vscode.postMessage({ open: page.src }));
</script>
</body>
</html>`;
}
