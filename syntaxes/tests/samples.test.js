// Samples are Markdown with what is expected below its lines, as vscode-tmgrammar-test reads it:
//
//     » SYNTAX TEST "text.html.markdown" "what it shows"
//     System MUST answer
//     »      ^^^^ storage.modifier.obligation.specwave
//     »           ^^^^^^ - storage.modifier.obligation.specwave
//
// What the marks point at has the scopes that follow, and none of those behind `-`. At the beginning of a line it is `»<----`.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseGrammarTestCase, runGrammarTestCase } from "vscode-tmgrammar-test/dist/unit/index.js";
import { OURS, registry } from "./tokenise.js";

const samples = new URL("samples/", import.meta.url);
const grammars = OURS.map((name) => readFileSync(new URL(`../${name}.tmLanguage.json`, import.meta.url), "utf8")).join("");

for (const name of readdirSync(samples)) {
  const sample = parseGrammarTestCase(readFileSync(new URL(name, samples), "utf8"));
  test(`${name}: ${sample.metadata.description}`, async () => {
    const failures = await runGrammarTestCase(await registry, sample);
    const told = failures.map(({ line, missing, unexpected, actual }) => ({ line: line + 1, missing, unexpected, actual }));
    assert.deepEqual(told, []);
  });

  test(`${name} is read, and denies what there is`, () => {
    assert.notEqual(sample.assertions.length, 0);
    assert.deepEqual(sample.source.filter((line) => line.startsWith("»")), [], "expectations that cannot be read");
    const denied = sample.assertions.flatMap(({ scopeAssertions }) => scopeAssertions.flatMap(({ exclude }) => exclude));
    assert.deepEqual(denied.filter((scope) => !grammars.includes(`"${scope}"`)), []);
  });
}
