// What happens when VS Code starts the extension: the server is started, and the commands are there.

import * as vscode from "vscode";
import { Client } from "./client.ts";
import { execute } from "./commands/execute.ts";
import { newSpecification } from "./commands/newSpecification.ts";
import { preview } from "./commands/preview.ts";
import { resume, undo } from "./commands/runTasks.ts";
import { cancelRun, showRun } from "./commands/showRun.ts";
import { validateAll } from "./commands/validateAll.ts";
import { Runs } from "./runs.ts";
import { statusBar } from "./statusBar.ts";

let client: Client | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Specwave", { log: true });
  const runs = new Runs();
  const started = new Client(context, log, runs);
  client = started;

  const commands: Record<string, () => unknown> = {
    executeSpecification: () => execute(started),
    previewWavePlan: () => preview(started),
    validateAll: () => validateAll(started),
    newSpecification: () => newSpecification(started),
    showRun: () => showRun(runs),
    cancelRun: () => cancelRun(runs),
    resumeRun: () => resume(started),
    undoRun: () => undo(started),
    restartServer: () => started.restart(),
    showLog: () => log.show(),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`specwave.${name}`, run));
  }
  context.subscriptions.push(
    log,
    statusBar(runs),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("specwave.server")) {
        void started.restart();
      }
    }),
    // A server that the folder names counts from now on.
    vscode.workspace.onDidGrantWorkspaceTrust(() => started.restart()),
  );
  await started.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
