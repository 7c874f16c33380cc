import assert from "node:assert/strict";
import * as vscode from "vscode";
import { specification, until } from "./specification.ts";

interface Manifest {
  contributes: {
    commands: { command: string; category: string; title: string }[];
    walkthroughs: { id: string; steps: { description: string }[] }[];
    menus: Record<string, { command: string }[]>;
  };
}

function manifest(): Manifest {
  return vscode.extensions.getExtension("specwave.specwave")?.packageJSON as Manifest;
}

async function notRegistered(commands: readonly string[]): Promise<string[]> {
  const registered = new Set(await vscode.commands.getCommands(true));
  return commands.filter((command) => !registered.has(command));
}

export const tests = {
  "every command that is contributed is registered": async () => {
    await vscode.extensions.getExtension("specwave.specwave")?.activate();
    const { commands } = manifest().contributes;
    assert.ok(commands.length > 15);
    assert.deepEqual(await notRegistered(commands.map(({ command }) => command)), []);
  },

  "what menus and the walkthrough lead to is registered": async () => {
    const { menus, walkthroughs } = manifest().contributes;
    const inMenus = Object.values(menus).flat().map(({ command }) => command);
    const links = walkthroughs.flatMap(({ steps }) => steps).map(({ description }) => /\(command:([\w.]+)\)/.exec(description)?.[1] ?? "no link");
    assert.equal(links.length, 4);
    assert.deepEqual(await notRegistered([...inMenus, ...links]), []);
  },

  "the plan is shown": async () => {
    await vscode.window.showTextDocument(await specification());
    await vscode.commands.executeCommand("specwave.previewWavePlan");
    const plan = await until("the plan is there", () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.fileName.endsWith("-wave-plan.md") && document;
    });
    assert.match(plan.getText(), /Domain Expert/);
  },

  "what is executed answers with its run, and brings its code": async () => {
    const { uri } = await specification();
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const begun = await vscode.commands.executeCommand("specwave.execute", { uri: uri.toString() });
    assert.deepEqual(begun, { run: "0001-invoice-reminders", output: folder?.uri.fsPath });
    await until("the code is there", async () => (await vscode.workspace.findFiles("go.mod")).length > 0);
  },
};
