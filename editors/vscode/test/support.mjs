// What several tests need: the binary under test, and folders to work in.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { project } from "../scripts/keywords.mjs";

const target = process.env.CARGO_TARGET_DIR ?? path.join(project, "target");
const exe = process.platform === "win32" ? "meent.exe" : "meent";

/** The program: the one that MEENT names, or else the one that `cargo test` or `cargo build` made. */
export const meent = process.env.MEENT ?? path.join(target, "debug", exe);

/** Why tests that need the program can't run; false if they can. With CI set they have to. */
export const skip =
  existsSync(meent) || process.env.CI ? false : `${meent} is not there: run cargo build, or name it in MEENT`;

/** A folder that is gone when the test is over. */
export function scratch(t) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "meent-vscode-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Waits until something is the case, and gives it; fails with what is said of it after some seconds. */
export async function until(what, find, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
