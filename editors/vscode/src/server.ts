// The language server: `meent lsp`, started, started again, and stopped.
import * as vscode from "vscode";
import { LanguageClient, State as ClientState, type LanguageClientOptions, type Location, type Position, type ServerOptions } from "vscode-languageclient/node";
import { find, isProgram, type Program } from "./program";
import { language, serverSettings } from "./settings";
import type { Status } from "./status";
import * as trouble from "./trouble";

export class Server implements vscode.Disposable {
  /** The program that was found last; none while there is none. */
  program: Program | undefined;
  private client: LanguageClient | undefined;
  private changing: Promise<void> = Promise.resolve();

  constructor(
    private readonly status: Status,
    readonly log: vscode.LogOutputChannel,
    private readonly received: (command: string, result: unknown) => void,
  ) {}

  /** Starts the server, after stopping the one that runs. Starts that come together are done one after the other. */
  restart(): Promise<void> {
    this.changing = this.changing.then(async () => {
      await this.halt();
      await this.start();
    });
    return this.changing;
  }

  private async start(): Promise<void> {
    this.status.set({ kind: "starting" });
    const found = await find();
    if (!isProgram(found)) {
      this.program = undefined;
      const why = trouble.message(found);
      this.log.warn(why);
      this.status.set({ kind: "stopped", why });
      void trouble.show(found, () => void this.restart());
      return;
    }
    this.program = found;
    this.log.info(`${found.version}: ${found.file} lsp`);
    const run = { command: found.file, args: ["lsp", "--lang", language()], options: { env: { ...process.env, RUST_BACKTRACE: "1" } } };
    const server: ServerOptions = { run, debug: run };
    const options: LanguageClientOptions = {
      documentSelector: [
        { scheme: "file", language: "meent" },
        { scheme: "untitled", language: "meent" },
      ],
      outputChannel: this.log,
      // What the server may put behind a lens, since this editor can do it.
      initializationOptions: { ...serverSettings(), clientCommands: ["meent.showUses"] },
      synchronize: {
        fileEvents: vscode.workspace.createFileSystemWatcher("**/{*.meent,meent.toml,*.csv}"),
      },
      markdown: { supportHtml: false },
      middleware: {
        workspace: {
          // A setting that is left to the editor is told as what the editor makes of it.
          configuration: async (params, token, next) => {
            const values = await next(params, token);
            if (!Array.isArray(values)) return values;
            return values.map((value: unknown, at) =>
              params.items[at]?.section === "meent" && typeof value === "object"
                ? { ...value, ...serverSettings() }
                : value,
            );
          },
        },
        executeCommand: async (command, args, next) => {
          const result: unknown = await next(command, args);
          this.received(command, result);
          return result;
        },
      },
    };
    const client = new LanguageClient("meent", "Meent", server, options);
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) return;
      if (newState === ClientState.Running) {
        this.status.set({ kind: "running", version: found.version, file: found.file });
      } else if (newState === ClientState.Starting) {
        this.status.set({ kind: "starting" });
      } else {
        this.status.set({ kind: "stopped", why: vscode.l10n.t("Meent has stopped. Choose “Restart” in this menu.") });
      }
    });
    this.client = client;
    try {
      await client.start();
    } catch (problem) {
      const why = problem instanceof Error ? problem.message : String(problem);
      this.log.error(why);
      this.status.set({ kind: "stopped", why });
      void trouble.show({ kind: "fails", file: found.file, why }, () => void this.restart());
    }
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) return;
    try {
      await client.dispose(3000);
    } catch (problem) {
      this.log.warn(String(problem));
    }
  }

  /** Whether the server that runs knows a command. */
  knows(command: string): boolean {
    const offered = this.client?.initializeResult?.capabilities.executeCommandProvider?.commands;
    return offered?.includes(command) ?? false;
  }

  /** Has the server carry out a command. */
  async execute(command: string, args: unknown[]): Promise<unknown> {
    return this.client?.sendRequest("workspace/executeCommand", { command, arguments: args });
  }

  /** The place of an editor's cursor, as the protocol writes it. */
  place(editor: vscode.TextEditor): { uri: string; position: { line: number; character: number } } {
    const { line, character } = editor.selection.active;
    const uri = this.client?.code2ProtocolConverter.asUri(editor.document.uri) ?? editor.document.uri.toString();
    return { uri, position: { line, character } };
  }

  /** Shows a list of places that the server put behind a lens. */
  async showUses(uri: string, position: Position, places: Location[]): Promise<void> {
    const convert = this.client?.protocol2CodeConverter;
    if (convert === undefined) return;
    const found = places.map((place) => convert.asLocation(place));
    const at = convert.asPosition(position);
    await vscode.commands.executeCommand("editor.action.showReferences", convert.asUri(uri), at, found);
  }

  /** Stops the server, after what is under way is done. */
  async stop(): Promise<void> {
    this.changing = this.changing.then(() => this.halt());
    await this.changing;
  }

  dispose(): void {
    void this.stop();
  }
}
