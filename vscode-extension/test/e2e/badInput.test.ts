// What may be wrong around the extension: settings, unsaved text, other windows, the server itself.

import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { SERVER } from "../server.ts";
import { FILE, Project, until } from "./project.ts";
import { Workbench } from "./workbench.ts";

let vscode: Workbench;

afterEach(({ name }) => vscode.picture(name.split(",")[0] ?? name));

describe("settings and windows", () => {
  const project = new Project();

  before(async () => {
    const settings = { "specwave.server.path": 7, "specwave.server.log": ["loud"], "specwave.trace.server": false, "files.autoSave": "off" };
    vscode = await Workbench.open(project.folder, FILE, { trusted: true, settings });
  });

  after(async () => {
    await vscode.close();
    project.remove();
  });

  test("settings of a wrong type count as if they were not set", async () => {
    await vscode.squiggles.first().waitFor();
  });

  test("what is not saved yet is what is executed", async () => {
    await project.hold();
    await vscode.page.getByText("Invoice Reminders").first().click();
    await vscode.page.keyboard.press("Control+Home");
    await vscode.replaceInEditor("Invoice Reminders", "Late Fees");
    await vscode.command("Specwave: Execute Specification…");
    await vscode.choose("Execute Specification", "Execute");
    await vscode.toast("Specwave: Late Fees").waitFor();
    assert.doesNotMatch(project.read(FILE), /Late Fees/);
  });

  test("two windows on one folder show the same run, and either cancels it", async () => {
    const other = await vscode.secondWindow();
    await other.running.waitFor();
    await other.command("Specwave: Cancel Run…");
    await vscode.running.waitFor({ state: "hidden" });
    await other.running.waitFor({ state: "hidden" });
    assert.equal(project.outcome(), "cancelled");
    await other.page.close();
  });

  test("a mistake in specwave.toml is a problem until it is mended", async () => {
    // A window that has just been opened does not watch its folder yet; this one has noticed that the run made a folder.
    await vscode.file(".specwave").waitFor();
    const settings = project.read("specwave.toml");
    project.write("specwave.toml", `jobs = 0\n${settings}`);
    await vscode.page.keyboard.press("Control+Shift+M");
    const problem = vscode.problems.filter({ hasText: "`jobs` must be at least 1" });
    await problem.waitFor();
    project.write("specwave.toml", settings);
    await problem.waitFor({ state: "detached" });
    await vscode.page.keyboard.press("Control+Shift+M");
  });
});

describe("places", () => {
  const project = new Project();
  const outside = new Project();

  before(async () => {
    const file = path.relative(project.folder, path.join(outside.folder, FILE));
    vscode = await Workbench.open(project.folder, file, { trusted: true });
  });

  after(async () => {
    await vscode.close();
    project.remove();
    outside.remove();
  });

  test("the code of a specification outside of all folders arrives beside it", async () => {
    await vscode.command("Specwave: Execute Specification…");
    await vscode.choose("Execute Specification", "Execute");
    await until("the code is there", () => outside.has("specs/go.mod"));
    await vscode.running.waitFor({ state: "hidden" });
    assert.equal(project.has("go.mod"), false);
  });

  test("a folder in which nothing can be written is told", async () => {
    rmSync(path.join(outside.folder, "specs/.specwave"), { recursive: true });
    outside.write("specs/.specwave", "");
    await vscode.command("Specwave: Execute Specification…");
    await vscode.choose("Execute Specification", "Execute");
    await vscode.toast(/specs\/\.specwave/).waitFor();
  });
});

describe("the server", () => {
  const project = new Project();
  const starts = path.join(project.folder, "starts");
  const countStarts = (): number => (existsSync(starts) ? readFileSync(starts, "utf8").trim().split("\n").length : 0);

  before(async () => {
    const script = path.resolve(import.meta.dirname, "other_server.py");
    const server = path.join(project.folder, "server.sh");
    writeFileSync(server, `#!/bin/sh\nexec python3 '${script}' '${SERVER}' '${starts}' "$@"\n`);
    chmodSync(server, 0o755);
    vscode = await Workbench.open(project.folder, FILE, { trusted: true, settings: { "specwave.server.path": server } });
  });

  after(async () => {
    await vscode.close();
    project.remove();
  });

  test("one of another version is told, and works as well as it can", async () => {
    await vscode.toast("The Specwave server is version 9.1.0, the extension 0.1.0").waitFor();
    await vscode.squiggles.first().waitFor();
  });

  test("one that crashes again and again is not started for ever", async () => {
    writeFileSync(`${starts}.crash`, "");
    const before = countStarts();
    await vscode.command("Specwave: Restart Server");
    await vscode.toast(/crashed 5 times/).waitFor();
    assert.equal(countStarts() - before, 5);
    rmSync(`${starts}.crash`);
    await vscode.command("Specwave: Restart Server");
    await until("it is there again", () => countStarts() - before === 6);
    await vscode.squiggles.first().waitFor();
  });
});
