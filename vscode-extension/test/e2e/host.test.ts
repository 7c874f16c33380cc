// What is tested inside of VS Code (`test/host/`): its tests are shown here, one by one.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Tested } from "../host/suite.ts";
import { EXTENSIONS, HOST_TESTS } from "./places.ts";
import { FILE, Project } from "./project.ts";
import { Workbench } from "./workbench.ts";

const project = new Project();
const said: string[] = [];
const ended = Promise.withResolvers<number>();
let vscode: Workbench;

before(async () => {
  const name = readdirSync(EXTENSIONS).find((name) => name.startsWith("specwave.specwave-")) ?? "";
  const extension = path.join(EXTENSIONS, name);
  const host = { extension, file: HOST_TESTS, say: (line: string) => said.push(line), end: ended.resolve };
  vscode = await Workbench.open(project.folder, FILE, { trusted: true, host });
});

after(async () => {
  await vscode.close();
  project.remove();
});

test("commands, providers, view and settings inside of VS Code", async (context) => {
  assert.equal(await ended.promise, 0, said.join("\n"));
  const tested = said.filter((line) => line.startsWith('{"name":')).map((line) => JSON.parse(line) as Tested);
  assert.ok(tested.length > 10, said.join("\n"));
  for (const { name, problem } of tested) {
    await context.test(name, () => assert.equal(problem, ""));
  }
});
