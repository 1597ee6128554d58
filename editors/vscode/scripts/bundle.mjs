// Bundles the extension into one file, with the licences of all that goes into it beside it.
import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { extension } from "./keywords.mjs";

const { metafile } = await build({
  absWorkingDir: extension,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  metafile: true,
  logLevel: "warning",
});

const packages = new Set(
  Object.keys(metafile.inputs).flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
);
const notices = [...packages].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(path.join(extension, folder, "package.json"), "utf8"));
  const file = readdirSync(path.join(extension, folder)).find((it) => /^(licen[cs]e|copying)/i.test(it));
  if (file === undefined) throw new Error(`${name} has no licence to pass on`);
  const text = readFileSync(path.join(extension, folder, file), "utf8").replace(/\r\n/g, "\n").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(path.join(extension, "dist", "notices.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
