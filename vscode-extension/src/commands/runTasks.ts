// Resume Run and Undo Run…: the command line, in a terminal that stays to be read.

import * as vscode from "vscode";
import type { Client } from "../client.ts";
import { refuseUntrusted } from "../trust.ts";
import { workspaceFolder } from "../workspaceFolder.ts";

export async function resume(client: Client): Promise<void> {
  await inTerminal(client, "resume");
}

export async function undo(client: Client): Promise<void> {
  const message = "Take back what the latest run brought into the folder?";
  if ((await vscode.window.showWarningMessage(message, { modal: true }, "Undo Run")) !== undefined) {
    await inTerminal(client, "undo");
  }
}

async function inTerminal(client: Client, command: "resume" | "undo"): Promise<void> {
  if (await refuseUntrusted()) {
    return;
  }
  const executable = await client.executable();
  const folder = executable === undefined ? undefined : await workspaceFolder();
  const scope = folder && vscode.workspace.getWorkspaceFolder(folder);
  if (executable === undefined || scope === undefined) {
    return;
  }
  const execution = new vscode.ProcessExecution(executable, [command], { cwd: scope.uri.fsPath });
  const task = new vscode.Task({ type: "specwave", command }, scope, command, "Specwave", execution);
  await vscode.tasks.executeTask(task);
}
