// In a folder that the user does not trust, specifications are validated and nothing is executed.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { FILE, Project } from "./project.ts";
import { Workbench } from "./workbench.ts";

const project = new Project();
let vscode: Workbench;

before(async () => {
  project.write(".vscode/settings.json", '{ "specwave.server.path": "/nowhere/specwave" }');
  vscode = await Workbench.open(project.folder, FILE, { trusted: false });
});

afterEach(({ name }) => vscode.picture(name.split(",")[0] ?? name));

after(async () => {
  await vscode.close();
  project.remove();
});

test("the specification is validated, and not by a server that the folder names", async () => {
  await vscode.page.getByText("Restricted Mode", { exact: true }).first().waitFor();
  await vscode.squiggles.first().waitFor();
});

test("a lens says why it executes nothing", async () => {
  await vscode.editor.getByText("Execute specification", { exact: true }).click();
  await vscode.toast("Specwave executes nothing in a folder that you do not trust").waitFor();
  assert.equal(project.has(".specwave"), false);
});

test("nor does the palette", async () => {
  await vscode.toast("Specwave executes nothing").locator(".codicon-notifications-clear").click();
  await vscode.command("Specwave: Execute Specification…");
  await vscode.toast("Specwave executes nothing in a folder that you do not trust").waitFor();
  assert.equal(project.has(".specwave"), false);
});

test("once it is trusted its settings count, and a server that is missing is told", async () => {
  await vscode.toast("Specwave executes nothing").locator(".monaco-button", { hasText: "Manage Workspace Trust" }).click();
  await vscode.page.locator(".workspace-trust-buttons-row .monaco-button", { hasText: /^Trust$/ }).click();
  const told = vscode.toast("/nowhere/specwave");
  await told.locator(".monaco-button", { hasText: "Choose Executable…" }).waitFor();
});
