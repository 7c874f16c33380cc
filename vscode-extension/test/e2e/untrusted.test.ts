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

test("a hover says who builds a thing, and keys and snippets are proposed", async () => {
  await vscode.editor.getByText("ReminderService").first().hover();
  await vscode.page.locator(".monaco-hover", { hasText: "Service Orchestrator in wave 3" }).waitFor();
  await vscode.editor.getByText("billing").first().click();
  await vscode.page.keyboard.press("End");
  await vscode.page.keyboard.press("Enter");
  await vscode.complete("eff", "effort");
  await vscode.editor.locator(".view-line", { hasText: /^effort:/ }).waitFor();
  await vscode.page.keyboard.press("Control+End");
  await vscode.complete("specwave-ears", "specwave-ears");
  await vscode.editor.locator(".view-line", { hasText: "SHALL" }).waitFor();
});

test("a lens says why it executes nothing", async () => {
  await vscode.clickLens("Execute specification", vscode.toast("Specwave executes nothing in a folder that you do not trust"));
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
