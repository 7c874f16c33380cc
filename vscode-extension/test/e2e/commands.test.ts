// What is done with runs from the palette: logs, resume, retry, apply. The terminals that they open are the editor's own.

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

/** Executes as everything is set, and is held in the middle. */
async function executeAndHold(): Promise<void> {
  await project.hold();
  await vscode.command("Specwave: Execute Specification…");
  await vscode.choose("Execute Specification", "Execute");
  await vscode.running.waitFor();
}

async function endsWell(): Promise<void> {
  project.release();
  await vscode.running.waitFor({ state: "hidden" });
  assert.equal(project.outcome(), "succeeded");
}

test("the walkthrough leads to the commands", async () => {
  await vscode.command("Welcome: Open Walkthrough...");
  await vscode.page.locator(".quick-input-list .monaco-list-row", { hasText: "From a specification to Go code" }).click();
  const steps = vscode.page.locator(".getting-started-step");
  for (const step of ["Write a specification", "See what it lacks", "Look at the plan", "Execute it"]) {
    await steps.filter({ hasText: step }).waitFor();
  }
  await steps.filter({ hasText: "See what it lacks" }).click();
  await vscode.page.locator(".getting-started-step .monaco-button", { hasText: "Validate All Specifications" }).click();
  await vscode.toast(/1 file: 1 warning/).waitFor();
  await vscode.tab("invoice-reminders.md").click();
});

test("the log of the extension is shown", async () => {
  await vscode.command("Specwave: Show Log");
  // Commands know which specification is meant wherever the focus is.
  await vscode.page.locator(".part.panel .output-view").click();
});

test("the log of a Task is shown while it works", async () => {
  await executeAndHold();
  await vscode.command("Specwave: Open a Task's Log…");
  await vscode.choose("Which Task?", "Domain Expert");
  await vscode.terminal("held").waitFor();
});

test("a cancelled run is gone on with", async () => {
  await vscode.command("Specwave: Cancel Run…");
  await vscode.running.waitFor({ state: "hidden" });
  assert.equal(project.outcome(), "cancelled");
  await project.hold();
  await vscode.command("Specwave: Resume Run…");
  await vscode.running.waitFor();
  await endsWell();
  assert.equal(project.journals().length, 1, "it is the same run");
});

test("a wave is done again, and its agents are told why", async () => {
  await project.hold();
  await vscode.command("Specwave: Retry Wave…");
  await vscode.choose("Which wave?", "Wave 1");
  await vscode.page.locator(".quick-input-widget", { hasText: "What are the agents told besides?" }).waitFor();
  await vscode.page.keyboard.type("mind the leap years");
  await vscode.page.keyboard.press("Enter");
  await vscode.running.waitFor();
  await endsWell();
  assert.match(project.journals().join(""), /mind the leap years/);
});

test("what somebody's file kept out is applied when that is out of the way", async () => {
  const file = "internal/domain/billing/invoice.go";
  const mine = "package billing\n\n// Mine.\n";
  await vscode.command("Specwave: Undo Run…");
  await vscode.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Undo Run" }).click();
  await until("it is taken back", () => !project.has(file));
  await executeAndHold();
  project.write(file, mine);
  project.release();
  await vscode.running.waitFor({ state: "hidden" });
  assert.equal(project.outcome(), "faulted");
  assert.equal(project.read(file), mine, "it is left alone");
  project.delete(file);
  await vscode.command("Specwave: Apply Run…");
  await until("it is applied", () => project.outcome() === "succeeded" && project.has(file));
});

test("the timeline of a run that has ended is shown", async () => {
  await vscode.command("Specwave: Show Timeline…");
  await vscode.choose("Which run?", "Invoice Reminders");
  await vscode.webview.locator("tbody tr", { hasText: "Domain Expert" }).waitFor();
});
