// From a broken specification to Go code, as a user's hands would do it.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { FILE, Project, until } from "./project.ts";
import { Workbench } from "./workbench.ts";

const project = new Project();
let vscode: Workbench;

before(async () => {
  vscode = await Workbench.open(project.folder, FILE, { trusted: true });
});

afterEach(({ name }) => vscode.picture(name.split(",")[0] ?? name));

after(async () => {
  await vscode.close();
  project.remove();
});

test("a finding has a squiggle and an entry, and a quick fix mends it", async () => {
  await vscode.squiggles.first().waitFor();
  await vscode.page.keyboard.press("Control+Shift+M");
  const entry = vscode.problems.filter({ hasText: "hihg" });
  await entry.waitFor();
  await vscode.quickFix("hihg", "high");
  await entry.waitFor({ state: "detached" });
  await vscode.page.keyboard.press("Control+S");
  await until("the mended text is saved", () => project.read(FILE).includes("priority: high"));
});

test("what is executed is shown in a notification and the status bar, and Cancel ends it", async () => {
  await project.hold();
  await vscode.command("Specwave: Execute Specification…");
  await vscode.choose("Execute Specification", "Execute");
  const toast = vscode.toast("Specwave: Invoice Reminders");
  await toast.waitFor();
  await vscode.running.waitFor();
  await vscode.picture("running");
  await toast.hover();
  await toast.locator(".monaco-button", { hasText: "Cancel" }).click();
  await vscode.running.waitFor({ state: "hidden" });
  assert.equal(project.outcome(), "cancelled");
  assert.equal(project.has("go.mod"), false, "a cancelled run brings nothing");
});

test("a run goes on when the window is loaded again, and is shown again", async () => {
  await project.hold();
  await vscode.command("Specwave: Execute Specification…");
  await vscode.choose("Execute Specification", "Execute");
  await vscode.running.waitFor();
  await vscode.page.reload();
  await vscode.running.waitFor();
  project.release();
  await vscode.running.waitFor({ state: "hidden" });
  assert.equal(project.outcome(), "succeeded");
});

test("the picker takes another agent, and the code of the built-in one arrives", async () => {
  await vscode.command("Specwave: Execute Specification…");
  await vscode.choose("Execute Specification", "Agent: as set");
  await vscode.choose("Who does the Tasks", "builtin");
  await vscode.choose("Execute Specification", "Execute");
  await vscode.running.waitFor();
  await vscode.running.waitFor({ state: "hidden" });
  assert.equal(project.outcome(), "succeeded");
  assert.match(project.read("internal/domain/billing/invoice.go"), /type Invoice struct/);
});
