// Whole documents of every dialect as an editor colours them: what our grammars see in each line is what its snapshot says. Of
// other people's documents, where they lie beside this repository, the snapshot says how often they see each kind of thing.
// `SPECWAVE_UPDATE_SNAPSHOTS=1 npm test` writes the snapshots again; read the difference.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { tokenise } from "./tokenise.js";

const fixtures = "tests/fixtures/golden";
const DOCUMENTS = {
  "yaml": "docs/examples/loyalty-points.md",
  "prose-and-go": `${fixtures}/rescue-dispatch.md`,
  "spec-kit": `${fixtures}/spec-kit-recipes/specs/003-recipe-import/spec.md`,
  "spec-kit-tasks": `${fixtures}/spec-kit-recipes/specs/003-recipe-import/tasks.md`,
  "kiro": `${fixtures}/kiro-ferry/.kiro/specs/ferry-tickets/requirements.md`,
  "openspec": `${fixtures}/openspec-quotas/openspec/changes/add-tenant-quotas/specs/quotas/spec.md`,
  "prd": `${fixtures}/prd-splitting/docs/PRD.md`,
  "execution-progress": "syntaxes/tests/execution-progress.md",
};

/** A folder of other people's documents for each dialect. */
const CORPUS = "../shared/corpus/";

/** What people are to tell from the rest by its colour, as scopes that themes know. */
const TOLD = [
  "support.type.property-name.front-matter",
  "constant.language.priority",
  "keyword.other.title",
  "entity.name.type.section",
  "keyword.control.change",
  "keyword.control.block",
  "support.type.property-name.yaml",
  "keyword.other.method",
  "string.unquoted.path",
  "string.unquoted.path.file",
  "variable.parameter.path",
  "keyword.control.ears",
  "keyword.control.scenario",
  "storage.modifier.obligation",
  "constant.numeric.requirement",
  "constant.numeric.task",
  "constant.numeric.target",
  "keyword.other.unit",
  "constant.language.percentile",
  "support.class.regime",
  "invalid.unimplemented",
  "keyword.control.wave",
  "entity.name.function.task",
  "markup.inserted.state",
];

const root = new URL("../../", import.meta.url);

/** The parts of a document that have scopes of ours. */
async function parts(file) {
  const lines = readFileSync(new URL(file, root), "utf8").split("\n");
  const tokens = await tokenise(lines);
  return lines.flatMap((line, at) =>
    tokens[at].flatMap(({ startIndex, endIndex, scopes }) => {
      const ours = scopes.filter((scope) => scope.endsWith(".specwave")).map((scope) => scope.slice(0, -".specwave".length));
      return ours.length === 0 ? [] : [{ line: at + 1, text: line.slice(startIndex, endIndex), ours }];
    }),
  );
}

/** `LINE  text  scope`, for each of these parts. */
async function coloured(file) {
  return (await parts(file)).map(({ line, text, ours }) => `${line}  ${text}  ${ours.join(" ")}\n`).join("");
}

/** `FOLDER  scope  how often`, over all documents of each folder. */
async function counted(corpus) {
  const files = readdirSync(new URL(corpus, root), { recursive: true }).filter((file) => /\w+\/.*\.md$/.test(file));
  const counts = new Map();
  for (const file of files) {
    for (const scope of (await parts(corpus + file)).flatMap(({ ours }) => ours)) {
      const key = `${file.split("/")[0]}  ${scope}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => `${key}  ${count}\n`).sort().join("");
}

function assertIsSnapshot(text, name) {
  const snapshot = new URL(`snapshots/${name}.txt`, import.meta.url);
  if (process.env.SPECWAVE_UPDATE_SNAPSHOTS !== undefined) {
    writeFileSync(snapshot, text);
  }
  assert.equal(text, readFileSync(snapshot, "utf8"));
}

const seen = Promise.all(Object.entries(DOCUMENTS).map(async ([name, file]) => ({ name, text: await coloured(file) })));

for (const name of Object.keys(DOCUMENTS)) {
  test(`${name} is coloured as its snapshot says`, async () => {
    assertIsSnapshot((await seen).find((document) => document.name === name).text, name);
  });
}

test("every kind of thing is told in some document", async () => {
  const all = (await seen).map(({ text }) => text).join("");
  const missing = TOLD.filter((scope) => !new RegExp(` ${scope.replaceAll(".", "\\.")}\\b`).test(all));
  assert.deepEqual(missing, []);
});

test("other people's documents are coloured as before", { skip: !existsSync(new URL(CORPUS, root)) }, async () => {
  assertIsSnapshot(await counted(CORPUS), "other-people");
});
