// Where the `meent` program is, and how to run it.
import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { language, programSetting } from "./settings";

/** A program that was found and answers. */
export interface Program {
  readonly file: string;
  /** What it says of itself: `meent 0.1.0`. */
  readonly version: string;
}

/** Why there is no program to start. */
export type Trouble =
  | { readonly kind: "missing"; readonly looked: readonly string[] }
  | { readonly kind: "set-wrong"; readonly file: string }
  | { readonly kind: "too-old"; readonly program: Program }
  | { readonly kind: "fails"; readonly file: string; readonly why: string };

const exe = process.platform === "win32" ? "meent.exe" : "meent";

/** Looks for the program: at the place that is set, or else on the PATH and where cargo installs. */
export async function find(): Promise<Program | Trouble> {
  const set = programSetting();
  if (set !== "") {
    const file = expand(set);
    return (await runs(file)) ? tried(file) : { kind: "set-wrong", file };
  }
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const cargo = process.env["CARGO_HOME"] ?? path.join(os.homedir(), ".cargo");
  folders.push(path.join(cargo, "bin"), path.join(os.homedir(), ".local", "bin"));
  for (const folder of folders) {
    const file = path.join(folder, exe);
    if (path.isAbsolute(folder) && (await runs(file))) return tried(file);
  }
  return { kind: "missing", looked: [...new Set(folders)] };
}

/** `~` and `${workspaceFolder}` in a path that a person wrote. */
function expand(file: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const whole = file.replace(/^~(?=$|[\\/])/, os.homedir()).replace(/\$\{workspaceFolder\}/g, folder);
  return path.isAbsolute(whole) ? whole : path.resolve(folder, whole);
}

async function runs(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function tried(file: string): Promise<Program | Trouble> {
  const version = await run(file, ["--version"]);
  if (version.code !== 0) return { kind: "fails", file, why: version.stderr.trim() };
  const program = { file, version: version.stdout.trim() };
  const help = await run(file, ["lsp", "--help"]);
  return help.code === 0 ? program : { kind: "too-old", program };
}

/** What a program that has ended said. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. A program that can't be started counts as one that ended with 127. */
export function run(file: string, args: readonly string[], cwd?: string): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 64 * 1024 * 1024, windowsHide: true, ...(cwd === undefined ? {} : { cwd }) };
    execFile(file, [...args], options, (error, stdout, stderr) => {
      const failed = error as (Error & { code?: number | string }) | null;
      const code = failed === null ? 0 : typeof failed.code === "number" ? failed.code : 127;
      resolve({ code, stdout, stderr: stderr === "" && code === 127 ? String(failed?.message) : stderr });
    });
  });
}

/** Runs a command of meent, in the language of the messages. */
export function meent(program: Program, args: readonly string[], cwd?: string): Promise<Ran> {
  return run(program.file, [...args, "--lang", language(), "--color", "never"], cwd);
}

export const isProgram = (found: Program | Trouble): found is Program => "version" in found;
