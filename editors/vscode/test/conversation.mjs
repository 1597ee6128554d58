// A conversation with `meent lsp` over its standard streams, as an editor has it.
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

export class Conversation {
  /** Starts the server for a folder; it is gone when the test is over. */
  static async start(t, program, folder) {
    const it = new Conversation(spawn(program, ["lsp"], { stdio: ["pipe", "pipe", "pipe"] }));
    t.after(() => it.child.kill());
    const uri = pathToFileURL(folder).href;
    const answer = await it.ask("initialize", {
      processId: process.pid, rootUri: uri, workspaceFolders: [{ uri, name: "project" }],
      capabilities: {
        textDocument: { semanticTokens: { requests: { full: true }, formats: ["relative"], tokenTypes: [], tokenModifiers: [] } },
      },
    });
    it.capabilities = answer.capabilities;
    it.tell("initialized", {});
    return it;
  }

  constructor(child) {
    this.child = child;
    this.waiting = new Map();
    this.last = 0;
    this.bytes = Buffer.alloc(0);
    this.said = "";
    child.stderr.on("data", (text) => (this.said += text));
    child.stdout.on("data", (bytes) => this.read(bytes));
    child.on("error", (problem) => this.end(problem));
    child.on("exit", (code) => this.end(new Error(`the server ended with ${code}: ${this.said.slice(-500)}`)));
  }

  end(problem) {
    this.waiting.forEach(({ reject }) => reject(problem));
    this.waiting.clear();
    this.ended = problem;
  }

  read(bytes) {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    for (;;) {
      const head = this.bytes.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(this.bytes.toString("latin1", 0, head))[1]);
      if (this.bytes.length < head + 4 + length) return;
      const message = JSON.parse(this.bytes.toString("utf8", head + 4, head + 4 + length));
      this.bytes = this.bytes.subarray(head + 4 + length);
      if (message.method !== undefined) {
        if (message.id !== undefined) this.send({ id: message.id, result: null });
        continue;
      }
      const { resolve, reject } = this.waiting.get(message.id) ?? {};
      this.waiting.delete(message.id);
      if (message.error) reject?.(new Error(JSON.stringify(message.error)));
      else resolve?.(message.result);
    }
  }

  send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  tell(method, params) {
    this.send({ method, params });
  }

  ask(method, params) {
    if (this.ended) return Promise.reject(this.ended);
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, method, params });
    });
  }

  /** Opens a file with a text, and gives its URI. */
  open(file, text) {
    const uri = pathToFileURL(file).href;
    this.tell("textDocument/didOpen", { textDocument: { uri, languageId: "meent", version: 1, text } });
    return uri;
  }
}
