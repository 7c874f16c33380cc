// Tokens of Markdown as an editor sees them: VS Code's own grammars with ours injected.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { grammars, injections } from "tm-grammars";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

export const OURS = ["front-matter", "headings", "prose", "yaml", "comments", "progress"];

const require = createRequire(import.meta.url);

/** Where the grammar of a scope lies; undefined for languages that no test has in a fence. */
function grammarFile(scopeName) {
  const ours = OURS.find((name) => scopeName === `specwave.${name}.injection`);
  if (ours !== undefined) {
    return new URL(`../${ours}.tmLanguage.json`, import.meta.url);
  }
  const known = [...grammars, ...injections].find((grammar) => grammar.scopeName === scopeName);
  return known && require.resolve(`tm-grammars/grammars/${known.name}.json`);
}

async function makeRegistry() {
  const wasm = await readFile(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm);
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scopeName) => {
      const file = grammarFile(scopeName);
      return file ? textmate.parseRawGrammar(await readFile(file, "utf8"), "grammar.json") : null;
    },
    getInjections: (scopeName) =>
      scopeName === "text.html.markdown" ? OURS.map((name) => `specwave.${name}.injection`) : undefined,
  });
}

export const registry = makeRegistry();
const markdown = registry.then((registry) => registry.loadGrammar("text.html.markdown"));

/** The tokens of each line: `{ startIndex, endIndex, scopes }`. */
export async function tokenise(lines) {
  const grammar = await markdown;
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens;
  });
}
