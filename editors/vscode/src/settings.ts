// What the user has set, and the language that messages come in.
import * as vscode from "vscode";

export type Language = "en" | "nl";

/** The language of messages: as set, or else that of the editor. */
export function language(): Language {
  const set = vscode.workspace.getConfiguration("meent").get<string>("language", "auto");
  if (set === "en" || set === "nl") return set;
  return vscode.env.language.toLowerCase().startsWith("nl") ? "nl" : "en";
}

/** The path of the program as the user wrote it; empty to look for it. */
export function programSetting(): string {
  return vscode.workspace.getConfiguration("meent").get<string>("path", "").trim();
}

/** What is handed to the server when it starts, and again when a setting changes. */
export function serverSettings(): Record<string, unknown> {
  return { language: language() };
}
