// Enough of VS Code for the extension and its language client to run in plain Node: documents, settings, diagnostics,
// commands. What a test wants to see is in `seen`. Members that nobody asked for yet do nothing and return something
// that can be disposed of.
"use strict";
const path = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");

class Position {
  constructor(line, character) { this.line = line; this.character = character; }
  isBefore(other) { return this.line < other.line || (this.line === other.line && this.character < other.character); }
  isAfter(other) { return other.isBefore(this); }
}
class Range {
  constructor(a, b, c, d) {
    this.start = typeof a === "number" ? new Position(a, b) : a;
    this.end = typeof a === "number" ? new Position(c, d) : b;
  }
  contains(it) {
    const [from, to] = it instanceof Range ? [it.start, it.end] : [it, it];
    return !from.isBefore(this.start) && !to.isAfter(this.end);
  }
}
class Selection extends Range {
  get active() { return this.end; }
}
class Uri {
  constructor(parts) { Object.assign(this, { scheme: "file", authority: "", path: "", query: "", fragment: "" }, parts); }
  static file(file) { return new Uri({ path: pathToFileURL(file).pathname }); }
  static from(parts) { return new Uri(parts); }
  static parse(text) {
    const url = new URL(text);
    return new Uri({
      scheme: url.protocol.slice(0, -1), authority: url.host, path: decodeURIComponent(url.pathname),
      query: url.search.slice(1), fragment: url.hash.slice(1),
    });
  }
  get fsPath() { return fileURLToPath(`file://${encodeURI(this.path)}`); }
  with(parts) { return new Uri({ ...this, ...parts }); }
  toString() {
    const query = this.query ? `?${this.query}` : "";
    return `${this.scheme}://${this.authority}${encodeURI(this.path)}${query}`;
  }
}
class Disposable {
  constructor(work) { this.dispose = work ?? (() => {}); }
  static from(...all) { return new Disposable(() => all.forEach((one) => one.dispose())); }
}
class EventEmitter {
  listeners = new Set();
  event = (listener, self, disposables) => {
    const heard = (value) => listener.call(self, value);
    this.listeners.add(heard);
    const ended = new Disposable(() => this.listeners.delete(heard));
    disposables?.push(ended);
    return ended;
  };
  fire(value) { [...this.listeners].forEach((listener) => listener(value)); }
  dispose() { this.listeners.clear(); }
}
class CancellationTokenSource {
  emitter = new EventEmitter();
  token = { isCancellationRequested: false, onCancellationRequested: this.emitter.event };
  cancel() { this.token.isCancellationRequested = true; this.emitter.fire(); }
  dispose() {}
}
class Diagnostic {
  constructor(range, message, severity) { Object.assign(this, { range, message, severity: severity ?? 0 }); }
}
class MarkdownString {
  constructor(value = "") { this.value = value; }
  appendMarkdown(text) { this.value += text; return this; }
  appendText(text) { this.value += text; return this; }
}
class RelativePattern {
  constructor(base, pattern) { Object.assign(this, { baseUri: base.uri ?? base, pattern }); }
}
class CodeActionKind {
  constructor(value) { this.value = value; }
  append(part) { return new CodeActionKind(this.value === "" ? part : `${this.value}.${part}`); }
}
Object.assign(CodeActionKind, {
  Empty: new CodeActionKind(""), QuickFix: new CodeActionKind("quickfix"), Refactor: new CodeActionKind("refactor"),
  RefactorExtract: new CodeActionKind("refactor.extract"), RefactorInline: new CodeActionKind("refactor.inline"),
  RefactorRewrite: new CodeActionKind("refactor.rewrite"), Source: new CodeActionKind("source"),
  SourceOrganizeImports: new CodeActionKind("source.organizeImports"),
});
class CancellationError extends Error {}
/** A class of values that are only handed on. */
const value = (name) => ({ [name]: class { constructor(...given) { this.given = given; } } })[name];
const numbers = (...names) => Object.fromEntries(names.flatMap((name, at) => [[name, at], [at, name]]));

/** What has been seen so far, for tests. */
const seen = {
  /** Diagnostics by the text of their URI, over all collections. */
  diagnostics: new Map(),
  commands: new Map(),
  executed: [],
  messages: [],
  panels: [],
  status: undefined,
  log: [],
  picks: [],
  inputs: [],
};
const settings = { path: "", language: "auto", "trace.server": "off" };
const changes = {
  configuration: new EventEmitter(), diagnostics: new EventEmitter(), open: new EventEmitter(), text: new EventEmitter(),
  save: new EventEmitter(), close: new EventEmitter(), editor: new EventEmitter(),
};
const nothing = () => new Disposable();
/** An object whose missing members are functions that do nothing. */
const lenient = (own) =>
  new Proxy(own, {
    get: (target, name) => {
      if (name in target || typeof name === "symbol" || name === "then") return target[name];
      return /^onDid|^onWill/.test(name) ? new EventEmitter().event : nothing;
    },
  });
const section = (prefix) => ({
  get: (name, otherwise) => (prefix ? settings[name] : { ...settings }) ?? otherwise,
  has: () => true,
  inspect: () => undefined,
  update: async (name, changed) => {
    settings[name] = changed;
    changes.configuration.fire({ affectsConfiguration: (asked) => asked === `${prefix}.${name}` || asked === prefix });
  },
});
const message = (kind) => async (text, ...buttons) => {
  seen.messages.push({ kind, text, buttons: buttons.filter((b) => typeof b === "string") });
  return undefined;
};

function collection(name) {
  const key = (uri) => `${name ?? ""} ${uri}`;
  const set = (uri, found) => {
    if (found === undefined || found.length === 0) seen.diagnostics.delete(key(uri));
    else seen.diagnostics.set(key(uri), found);
    changes.diagnostics.fire({ uris: [uri] });
  };
  return {
    name,
    set: (uri, found) => (Array.isArray(uri) ? uri.forEach(([one, its]) => set(one, its)) : set(uri, found)),
    delete: (uri) => set(uri, undefined),
    clear: () => {}, has: (uri) => seen.diagnostics.has(key(uri)), get: (uri) => seen.diagnostics.get(key(uri)),
    forEach: () => {}, dispose: () => {},
  };
}
const found = () =>
  [...seen.diagnostics].map(([key, all]) => [Uri.parse(key.slice(key.indexOf(" ") + 1)), all]);

/** A document as it is in an open editor. */
function document(file, text) {
  const uri = Uri.file(file);
  const doc = {
    uri, fileName: file, languageId: "meent", version: 1, isDirty: false, isUntitled: false, isClosed: false, eol: 1,
    getText: () => doc.text, text, get lineCount() { return doc.text.split("\n").length; }, save: async () => true,
    lineAt: (line) => ({ text: doc.text.split("\n")[line] ?? "" }),
  };
  return doc;
}
/** Opens a document in an editor, with the cursor at its beginning. */
function open(file, text) {
  const doc = document(file, text);
  const editor = { document: doc, selection: new Selection(0, 0, 0, 0), viewColumn: 1 };
  workspace.textDocuments.push(doc);
  window.visibleTextEditors.push(editor);
  window.activeTextEditor = editor;
  tabs.push({ input: new own.TabInputText(doc.uri), isActive: true });
  tabs.at(-1).input.uri = doc.uri;
  changes.open.fire(doc);
  changes.editor.fire(editor);
  return doc;
}
/** Puts another text in an open document. */
function edit(doc, text) {
  const lines = doc.text.split("\n");
  const range = new Range(0, 0, lines.length - 1, lines.at(-1).length);
  const change = { range, rangeOffset: 0, rangeLength: doc.text.length, text };
  doc.text = text;
  doc.version += 1;
  changes.text.fire({ document: doc, contentChanges: [change], reason: undefined });
}

const tabs = [];
const workspace = lenient({
  textDocuments: [], notebookDocuments: [], workspaceFolders: undefined, isTrusted: true, name: "test",
  getConfiguration: (prefix) => section(prefix),
  getWorkspaceFolder: () => workspace.workspaceFolders?.[0],
  asRelativePath: (file) => path.relative(workspace.workspaceFolders?.[0]?.uri.fsPath ?? "/", file),
  onDidChangeConfiguration: changes.configuration.event, onDidOpenTextDocument: changes.open.event,
  onDidChangeTextDocument: changes.text.event, onDidSaveTextDocument: changes.save.event,
  onDidCloseTextDocument: changes.close.event, onDidChangeWorkspaceFolders: new EventEmitter().event,
  createFileSystemWatcher: () => lenient({ dispose: () => {} }),
  registerTextDocumentContentProvider: (scheme, provider) => {
    seen.pages = provider;
    return new Disposable();
  },
  findFiles: async () => [], saveAll: async () => true, applyEdit: async () => true, fs: lenient({}),
});
const log = lenient({ logLevel: 1, name: "Meent" });
for (const kind of ["trace", "debug", "info", "warn", "error", "append", "appendLine"]) {
  log[kind] = (text) => seen.log.push(`${kind}: ${text}`);
}
const window = lenient({
  activeTextEditor: undefined, visibleTextEditors: [], tabGroups: lenient({ all: [{ tabs, isActive: true }] }),
  state: { focused: true },
  onDidChangeActiveTextEditor: changes.editor.event,
  createOutputChannel: () => log,
  createStatusBarItem: () => (seen.status = { show: () => {}, hide: () => {}, dispose: () => {} }),
  showErrorMessage: message("error"), showWarningMessage: message("warning"), showInformationMessage: message("information"),
  showQuickPick: async (rows, options) => {
    const choose = seen.picks.shift();
    return choose === undefined ? undefined : choose(await rows, options);
  },
  showInputBox: async () => seen.inputs.shift(),
  withProgress: (_, work) => work({ report: () => {} }, new CancellationTokenSource().token),
  createWebviewPanel: (kind, title) => {
    const closed = new EventEmitter();
    const panel = {
      kind, title, reveal: () => {}, onDidDispose: closed.event, dispose: () => closed.fire(),
      webview: { html: "", cspSource: "vscode-webview:", onDidReceiveMessage: nothing },
    };
    seen.panels.push(panel);
    return panel;
  },
});
const own = {
  Position, Range, Selection, Uri, Disposable, EventEmitter, CancellationTokenSource, Diagnostic, MarkdownString,
  RelativePattern, CancellationError, CodeActionKind, version: "1.91.0",
  workspace, window, seen, settings, open, edit, changes,
  commands: lenient({
    registerCommand: (name, work) => {
      if (seen.commands.has(name)) throw new Error(`command '${name}' already exists`);
      seen.commands.set(name, work);
      return new Disposable(() => seen.commands.delete(name));
    },
    executeCommand: async (name, ...args) => {
      seen.executed.push([name, ...args]);
      return seen.commands.get(name)?.(...args);
    },
  }),
  languages: lenient({
    createDiagnosticCollection: collection,
    getDiagnostics: (uri) => (uri === undefined ? found() : found().filter(([u]) => `${u}` === `${uri}`).flatMap(([, all]) => all)),
    onDidChangeDiagnostics: changes.diagnostics.event,
    match: (selector, doc) =>
      [selector].flat().some((one) =>
        typeof one === "string" ? one === doc.languageId
          : (one.language ?? doc.languageId) === doc.languageId && (one.scheme ?? doc.uri.scheme) === doc.uri.scheme) ? 10 : 0,
  }),
  env: lenient({ language: "en", appName: "test", uiKind: 1, asExternalUri: async (uri) => uri, openExternal: async () => true }),
  l10n: { t: (text, ...values) => text.replace(/\{(\d+)\}/g, (_, at) => String(values[at])) },
  extensions: lenient({ all: [], getExtension: () => undefined }),
  DiagnosticSeverity: numbers("Error", "Warning", "Information", "Hint"),
  UIKind: { Desktop: 1, Web: 2 }, ViewColumn: { Active: -1, Beside: -2 }, ProgressLocation: { Window: 10, Notification: 15 },
  StatusBarAlignment: { Left: 1, Right: 2 }, ConfigurationTarget: { Global: 1 }, QuickPickItemKind: { Separator: -1, Default: 0 },
  ThemeColor: value("ThemeColor"), TabInputText: value("TabInputText"), LogLevel: numbers("Off", "Trace", "Debug", "Info", "Warning", "Error"),
  TextDocumentSaveReason: { Manual: 1, AfterDelay: 2, FocusOut: 3 }, TextDocumentChangeReason: { Undo: 1, Redo: 2 },
  DiagnosticTag: { Unnecessary: 1, Deprecated: 2 }, EndOfLine: { LF: 1, CRLF: 2 },
};
// What the client only makes, hands on or asks the name of.
const handed = `CallHierarchyIncomingCall CallHierarchyItem CallHierarchyOutgoingCall CodeAction
  CodeActionTriggerKind CodeLens Color ColorInformation ColorPresentation CompletionItem CompletionItemKind CompletionItemTag
  CompletionList CompletionTriggerKind DiagnosticRelatedInformation DocumentHighlight DocumentHighlightKind DocumentLink
  DocumentSymbol FileType FoldingRange FoldingRangeKind Hover InlayHint InlayHintKind InlayHintLabelPart InlineCompletionItem
  InlineCompletionList InlineCompletionTriggerKind InlineValueEvaluatableExpression InlineValueText InlineValueVariableLookup
  LinkedEditingRanges Location NotebookCellKind ParameterInformation SelectionRange SemanticTokens SemanticTokensEdit
  SemanticTokensEdits SignatureHelp SignatureHelpTriggerKind SignatureInformation SnippetString SnippetTextEdit
  SymbolInformation SymbolKind SymbolTag TabInputCustom TabInputNotebook TabInputTextDiff TextEdit TypeHierarchyItem
  WorkspaceEdit`;
for (const name of handed.split(/\s+/)) own[name] = new Proxy(value(name), { get: (it, at) => (at in it ? it[at] : at) });
const api = own;
module.exports = api;
