// The Waves view and the timeline, of a run that was begun from the command line.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { barriers } from "./accessibility.ts";
import { FILE, Project, until } from "./project.ts";
import { THEMES, Workbench } from "./workbench.ts";

const project = new Project();
const kindsOfThemes = Object.keys(THEMES) as (keyof typeof THEMES)[];
let vscode: Workbench;

before(async () => {
  vscode = await Workbench.open(project.folder, FILE, { trusted: true });
  await vscode.openWaves();
});

afterEach(({ name }) => vscode.picture(name.split(",")[0] ?? name));

after(async () => {
  await vscode.close();
  project.remove();
});

test("a run of the command line appears in the view, with what its agents are doing", async () => {
  await vscode.page.getByText("No run yet in the open folders.").waitFor();
  await project.hold();
  await project.runFromTerminal();
  await vscode.wave("Invoice Reminders").waitFor();
  await vscode.wave("Wave 1").waitFor();
  await vscode.wave("Domain Expert").filter({ hasText: "held" }).waitFor();
});

test("the view is filled again when the window is loaded again", async () => {
  await vscode.page.reload();
  await vscode.wave("Domain Expert").filter({ hasText: "held" }).waitFor();
});

test("the status bar tells of Tasks and gates, and leads to the timeline, which is read with the keyboard", async () => {
  await vscode.running.filter({ hasText: /Wave \d · \d\/5 · \d+%/ }).filter({ has: vscode.page.locator(".codicon-pass") }).waitFor();
  await vscode.openTimeline();
  const policy = vscode.webview.locator("meta[http-equiv='Content-Security-Policy']");
  assert.match((await policy.getAttribute("content")) ?? "", /^default-src 'none'; style-src [^;]+; script-src 'nonce-[^;]+'; base-uri 'none'/);
  const row = (text: string) => vscode.webview.locator("tbody tr", { hasText: text });
  await row("Domain Expert").filter({ hasText: "running" }).locator(".bar.running").waitFor();
  await row("Gate: Wave 0").filter({ hasText: "passed" }).waitFor();
  await row("Foundation Analyst").click();
  await vscode.page.keyboard.press("ArrowDown");
  const chosen = vscode.webview.locator("tbody tr.chosen");
  assert.doesNotMatch((await chosen.textContent()) ?? "", /Foundation Analyst/);
  assert.equal(await chosen.evaluate((line) => line === line.ownerDocument.activeElement), true, "the focus moves along");
  assert.match((await vscode.webview.locator("tr.needed").textContent()) ?? "", /Foundation Analyst/);
});

test("no script of others gets into the timeline, and nothing gets out", async () => {
  const got = await vscode.webview.locator("body").evaluate(async (body) => {
    const script = body.ownerDocument.createElement("script");
    script.textContent = "document.body.dataset.broken = 'yes'";
    body.append(script);
    const fetched = await fetch(body.ownerDocument.baseURI).then(() => "fetched", () => "refused");
    return [body.dataset["broken"] ?? "whole", fetched];
  });
  assert.deepEqual(got, ["whole", "refused"]);
});

test("nothing keeps anybody from reading the timeline, whatever the theme", async () => {
  for (const kind of kindsOfThemes) {
    await vscode.useTheme(kind);
    await vscode.webview.locator(`body.vscode-${kind.replace(" ", "-")}`).waitFor();
    assert.deepEqual(await barriers(vscode.webview), [], kind);
  }
});

test("themes have colours for what the grammar tells", async () => {
  await vscode.tab("invoice-reminders.md").click();
  for (const kind of kindsOfThemes) {
    await vscode.useTheme(kind);
    const plain = await vscode.colourOf("Customers");
    for (const text of ["priority", "entities", "Domain"]) {
      assert.notEqual(await vscode.colourOf(text), plain, `${text} looks like prose in ${kind}`);
    }
  }
});

test("what a Task has handed in is compared before it is applied", async () => {
  await vscode.actOn(vscode.wave("Value Designer"), "Compare a Task");
  await vscode.tab("Value Designer: Attempt 1").waitFor();
  await vscode.page.locator(".multiDiffEntry").first().waitFor();
  assert.equal(project.has("go.mod"), false, "nothing is applied yet");
});

test("it is cancelled in the view, and one of its Tasks is done again", async () => {
  await vscode.actOn(vscode.wave("Invoice Reminders"), "Cancel Run");
  await until("the run is cancelled", () => project.outcome() === "cancelled");
  await vscode.wave("Invoice Reminders").filter({ hasText: "cancelled" }).waitFor();
  await vscode.actOn(vscode.wave("Domain Expert"), "Retry Task");
  await vscode.page.locator(".quick-input-widget", { hasText: "What are the agents told besides?" }).waitFor();
  await vscode.page.keyboard.press("Enter");
  await vscode.wave("Domain Expert").filter({ hasText: "held" }).waitFor();
  project.release();
  await until("the run has ended well", () => project.outcome() === "succeeded");
  await vscode.wave("Invoice Reminders").filter({ hasText: "succeeded" }).waitFor();
  assert.ok(project.has("go.mod"), "it is applied");
});

test("what it brought is taken back", async () => {
  await vscode.actOn(vscode.wave("Invoice Reminders"), "Undo Run");
  await vscode.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Undo Run" }).click();
  await until("it is gone", () => !project.has("go.mod"));
});
