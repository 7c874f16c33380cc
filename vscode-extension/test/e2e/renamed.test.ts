// Specifications that get another name, in the editor or behind its back: no finding stays where nothing is any more.

import { renameSync } from "node:fs";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { FILE, Project } from "./project.ts";
import { Workbench } from "./workbench.ts";

const project = new Project();
let vscode: Workbench;

before(async () => {
  vscode = await Workbench.open(project.folder, FILE, { trusted: true });
  await vscode.page.keyboard.press("Control+Shift+M");
});

afterEach(({ name }) => vscode.picture(name.split(",")[0] ?? name));

after(async () => {
  await vscode.close();
  project.remove();
});

const problemsOf = (file: string) => vscode.problems.filter({ hasText: file });

test("one that is renamed in the editor takes its findings along", async () => {
  await problemsOf("invoice-reminders.md").waitFor();
  await vscode.page.keyboard.press("Control+Shift+E");
  await vscode.file("invoice-reminders.md").click();
  await vscode.page.keyboard.press("F2");
  await vscode.page.locator(".explorer-folders-view input").fill("late-fees.md");
  await vscode.page.keyboard.press("Enter");
  await problemsOf("late-fees.md").waitFor();
  await problemsOf("invoice-reminders.md").waitFor({ state: "detached" });
});

test("one that is closed keeps its findings", async () => {
  await vscode.tab("late-fees.md").locator(".action-label[aria-label^=Close]").click();
  await vscode.tab("late-fees.md").waitFor({ state: "detached" });
  await problemsOf("late-fees.md").waitFor();
});

test("one that is renamed outside of the editor takes its findings along", async () => {
  renameSync(path.join(project.folder, "specs/late-fees.md"), path.join(project.folder, "specs/dunning.md"));
  await problemsOf("dunning.md").waitFor();
  await problemsOf("late-fees.md").waitFor({ state: "detached" });
});

test("those in a folder that is renamed take their findings along", async () => {
  project.write("docs/README.md", "# Documents\n");
  renameSync(path.join(project.folder, "specs"), path.join(project.folder, "docs/specs"));
  await problemsOf("docs/specs").waitFor();
  await vscode.problems.filter({ hasText: "dunning.md" }).nth(1).waitFor({ state: "detached" });
});
