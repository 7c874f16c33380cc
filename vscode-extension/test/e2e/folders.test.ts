// Several folders in one window: each run belongs to the folder of its specification, and asks whom it must.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { FILE, Project, until } from "./project.ts";
import { Workbench } from "./workbench.ts";

const [webshop, reminders] = [new Project("webshop"), new Project()];
let vscode: Workbench;

before(async () => {
  const folders = [webshop, reminders].map(({ folder }) => ({ path: folder }));
  reminders.write("../both.code-workspace", JSON.stringify({ folders }));
  const workspace = path.join(reminders.folder, "../both.code-workspace");
  vscode = await Workbench.open(workspace, path.join(reminders.folder, FILE), { trusted: true });
});

afterEach(({ name }) => vscode.picture(name.split(",")[0] ?? name));

after(async () => {
  await vscode.close();
  [webshop, reminders].forEach((project) => project.remove());
});

async function endsWell(): Promise<void> {
  await vscode.running.waitFor();
  await vscode.running.waitFor({ state: "hidden" });
  assert.equal(reminders.outcome(), "succeeded");
}

test("the specifications of all folders are validated", async () => {
  await vscode.squiggles.first().waitFor();
  await vscode.command("Specwave: Validate All Specifications");
  await vscode.toast(/2 files: 2 warnings/).waitFor();
  await vscode.problems.filter({ hasText: "webshop" }).first().waitFor();
  await vscode.page.keyboard.press("Control+Shift+M");
});

test("the agent that is chosen does what a lens begins, in the folder of the specification", async () => {
  await vscode.command("Specwave: Choose Agent…");
  await vscode.choose("Who does the Tasks", "builtin");
  await vscode.clickLens("Execute specification", vscode.running);
  await endsWell();
  assert.match(reminders.journals().at(-1) ?? "", /"agent":"builtin"/);
  assert.ok(reminders.has("go.mod"));
  assert.equal(webshop.has(".specwave"), false, "the other folder is none of its business");
});

test("the picker begins with that agent, and the code arrives in the folder that is picked", async () => {
  const output = "../Für Kunden";
  mkdirSync(path.join(reminders.folder, output));
  await vscode.command("Specwave: Execute Specification…");
  await vscode.choose("Execute Specification", "Agent: builtin");
  await vscode.choose("Who does the Tasks", "as set");
  await vscode.choose("Execute Specification", "Output folder: as set");
  await vscode.pickFolder(path.join(reminders.folder, output));
  await vscode.choose("Execute Specification", "Execute");
  await until("the code is there", () => reminders.has(`${output}/go.mod`));
});

test("what an agent asks is a message, and only its Task waits for the answer", async () => {
  await vscode.running.waitFor({ state: "hidden" });
  await vscode.command("Specwave: Choose Agent…");
  await vscode.choose("Who does the Tasks", "as set");
  reminders.asksFirst();
  await vscode.openWaves();
  await vscode.command("Specwave: Execute Specification…");
  await vscode.choose("Execute Specification", "Execute");
  await vscode.toast(/Domain Expert asks: Edit/).waitFor();
  await vscode.wave("Documentation Writer").filter({ hasText: "written" }).waitFor();
  await vscode.wave("Domain Expert").filter({ hasText: "Write" }).waitFor();
  // A message that nobody clicks on goes to where all of them are.
  await vscode.command("Notifications: Show Notifications");
  await vscode.notification("Domain Expert asks").locator(".monaco-button", { hasText: "Allow" }).click();
  await endsWell();
  assert.match(reminders.journals().at(-1) ?? "", /"answer":"allowed"/);
});
