// Where VS Code begins: the parts are made, and joined.
import * as vscode from "vscode";
import { commands, show } from "./commands";
import { Pages } from "./pages";
import { Previews } from "./preview";
import { Server } from "./server";
import { Status } from "./status";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Meent", { log: true });
  const status = new Status();
  const pages = new Pages();
  const previews = new Previews(log);
  const running = new Server(status, log, (command, result) => void show(command, result, pages));
  server = running;
  let waiting: NodeJS.Timeout | undefined;
  context.subscriptions.push(
    log,
    status,
    pages,
    previews,
    running,
    ...commands(running, previews, pages),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration("meent.path") && !change.affectsConfiguration("meent.language")) return;
      // The client tells the server of the change first; a server that is being stopped can't be told.
      clearTimeout(waiting);
      waiting = setTimeout(() => void running.restart(), 500);
    }),
    new vscode.Disposable(() => clearTimeout(waiting)),
  );
  await running.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
