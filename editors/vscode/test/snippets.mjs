// The snippets, written out as an editor would when every default is taken.
import { readFileSync } from "node:fs";
import path from "node:path";
import { extension } from "../scripts/keywords.mjs";

const variables = { CURRENT_YEAR: "2026", CURRENT_MONTH: "03", CURRENT_DATE: "01" };

/** A snippet of one language. @returns {Array<{ name: string, prefix: string[], body: string }>} */
export function snippets(language) {
  const file = path.join(extension, "snippets", `meent.${language}.json`);
  return Object.entries(JSON.parse(readFileSync(file, "utf8"))).map(([name, it]) => ({
    name,
    prefix: it.prefix,
    body: it.body.join("\n"),
  }));
}

/** The texts that a body stands for: with the first choice everywhere, then one for each other choice. */
export function expansions(body) {
  const choices = [...body.matchAll(/\$\{\d+\|([^|]*)\|\}/g)].map((m) => m[1].split(","));
  const texts = [expand(body, (_, options) => options[0])];
  choices.forEach((options, which) => {
    for (const option of options.slice(1)) texts.push(expand(body, (at, all) => (at === which ? option : all[0])));
  });
  return texts;
}

function expand(body, choose) {
  let at = 0;
  const text = body
    .replace(/\$\{\d+\|([^|]*)\|\}/g, (_, options) => choose(at++, options.split(",")))
    .replace(/\$([A-Z_]+)/g, (_, name) => {
      if (!(name in variables)) throw new Error(`the tests know no value for $${name}`);
      return variables[name];
    })
    .replace(/\$\{\d+:([^{}]*)\}/g, "$1")
    .replace(/\$\d+/g, "");
  if (/\$[{\d]/.test(text)) throw new Error(`not understood: ${text}`);
  return text;
}
