// From a broken specification to Go code, as a user's hands would do it.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { FILE, Project, until } from "./project.ts";
import { networkSockets } from "./sockets.ts";
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
  assert.equal(project.has(".specwave"), false, "nothing is executed by opening a folder");
  assert.equal(vscode.servers().length, 1);
  assert.deepEqual(vscode.servers().flatMap(networkSockets), [], "the server talks to nobody but the editor");
});

test("everything is validated, the plan is shown, and a specification begun, from the palette", async () => {
  await vscode.command("Specwave: Validate All Specifications");
  await vscode.toast(/1 file: 1 warning, \d hints/).waitFor();
  await vscode.command("Specwave: Preview Wave Plan");
  await vscode.tab("invoice-reminders-wave-plan.md").waitFor();
  await vscode.command("Specwave: New Specification…");
  await vscode.page.locator(".quick-input-box input").fill("Gift Cards");
  await vscode.page.keyboard.press("Enter");
  await vscode.tab("gift-cards.md").waitFor();
  assert.match(project.read("specs/gift-cards.md"), /feature: Gift Cards/);
  await vscode.tab("invoice-reminders.md").click();
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

test("a server that crashes is started again, and the run is shown again", async () => {
  await project.hold();
  await vscode.command("Specwave: Execute Specification…");
  await vscode.choose("Execute Specification", "Execute");
  await vscode.running.waitFor();
  const killed = vscode.servers();
  killed.forEach((pid) => process.kill(pid, "SIGKILL"));
  await until("another server is there", () => vscode.servers().some((pid) => !killed.includes(pid)));
  await vscode.running.waitFor();
});

test("the run goes on when the window is loaded again, and is shown again", async () => {
  await vscode.page.reload();
  await vscode.running.waitFor();
  project.release();
  await until("the run has ended well", () => project.outcome() === "succeeded");
  await vscode.running.waitFor({ state: "hidden" });
});

test("the picker says how long it takes, takes mode, quality and agent, and the code of the built-in one arrives", async () => {
  await vscode.command("Specwave: Execute Specification…");
  await vscode.page.locator(".quick-input-list .monaco-list-row", { hasText: "Expected with a coding agent:" }).waitFor();
  await vscode.choose("Execute Specification", "Mode: as set");
  await vscode.choose("When Tasks start", "parallel");
  await vscode.choose("Execute Specification", "Quality: as set");
  await vscode.choose("Which gates must pass", "draft");
  await vscode.choose("Execute Specification", "Agent: as set");
  await vscode.choose("Who does the Tasks", "builtin");
  await vscode.choose("Execute Specification", "Execute");
  await vscode.running.waitFor();
  await vscode.running.waitFor({ state: "hidden" });
  assert.equal(project.outcome(), "succeeded");
  assert.match(project.journals().at(-1) ?? "", /"mode":"parallel","quality":"draft","agent":"builtin"/);
  assert.match(project.read("internal/domain/billing/invoice.go"), /type Invoice struct/);
});
