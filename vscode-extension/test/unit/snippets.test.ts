// The snippets, as they are when nothing is typed over, are a specification that can be executed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { SERVER } from "../server.ts";

type Snippet = { prefix: string; body: string[] };

const file = new URL("../../snippets/specification.json", import.meta.url);
const snippets = Object.values(JSON.parse(readFileSync(file, "utf8")) as Record<string, Snippet>);

function inserted({ body }: Snippet): string {
  const text = body.join("\n").replace("$0", "");
  const chosen = text.replace(/\$\{\d+\|([^,|]+)[^|]*\|\}/g, "$1");
  return chosen.replace(/\$\{\d+:((?:\\\}|[^}])*)\}/g, (_, value: string) => value.replaceAll("\\}", "}"));
}

test("all sections together have no errors and no warnings", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "specwave-snippets-"));
  const sections = snippets.filter(({ prefix }) => prefix !== "specwave-disable");
  const titled = sections.map(inserted).join("\n").replace("\n---\n", "\n---\n\n# Gift Cards\n\n## Overview\n\nCards hold money.\n");
  writeFileSync(path.join(folder, "gift-cards.md"), titled);
  assert.doesNotMatch(titled, /\$\{/, "a place of a snippet that the test cannot fill in");
  const said = execFileSync(SERVER, ["check", "gift-cards.md"], { cwd: folder, encoding: "utf8" });
  assert.match(said, /0 errors, 0 warnings/, said);
});

test("every snippet is found by typing specwave", () => {
  assert.ok(snippets.length >= 14);
  assert.deepEqual(snippets.filter(({ prefix }) => !prefix.startsWith("specwave-")), []);
});
