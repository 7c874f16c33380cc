// Each sample is Markdown with what is expected written below its lines:
//
//     System MUST answer
//     » MUST                 storage.modifier.obligation
//     » answer               no specwave
//
// The text in front of the gap is a part of the line above; all of it has to have the scope that is named behind the gap, or
// with `no`, none of it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { tokenise } from "./tokenise.js";

const samples = new URL("samples/", import.meta.url);

function read(name) {
  const lines = [];
  const expectations = [];
  for (const line of readFileSync(new URL(name, samples), "utf8").split("\n")) {
    const expected = /^» (.+?) {2,}(no )?(\S+)$/.exec(line);
    if (expected) {
      const [, part, no, scope] = expected;
      expectations.push({ line: lines.length - 1, part, scope, has: no === undefined });
    } else {
      assert.doesNotMatch(line, /^»/, "an expectation that cannot be read");
      lines.push(line);
    }
  }
  return { lines, expectations };
}

for (const name of readdirSync(samples)) {
  test(name, async () => {
    const { lines, expectations } = read(name);
    assert.notEqual(expectations.length, 0);
    const tokens = await tokenise(lines);
    for (const { line, part, scope, has } of expectations) {
      const start = lines[line].indexOf(part);
      assert.notEqual(start, -1, `«${part}» is not in «${lines[line]}»`);
      const covering = tokens[line].filter((token) => token.startIndex < start + part.length && token.endIndex > start);
      for (const { scopes } of covering) {
        const found = scopes.some((known) => known.startsWith(scope) || (scope === "specwave" && known.endsWith("specwave")));
        assert.equal(found, has, `«${part}» in «${lines[line]}» has ${scopes.join(" ")}`);
      }
    }
  });
}
