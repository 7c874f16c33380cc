// What happens when VS Code starts the extension: the server is started, and the commands are there.

import * as vscode from "vscode";
import { Accounts } from "./accounts.ts";
import { Client } from "./client.ts";
import { Changes, compareChange } from "./commands/compareChange.ts";
import { chooseAgent } from "./commands/chooseAgent.ts";
import { execute } from "./commands/execute.ts";
import { newSpecification } from "./commands/newSpecification.ts";
import { preview } from "./commands/preview.ts";
import { pickRun } from "./commands/pick.ts";
import { apply, resume, retryTask, retryWave, showTaskLog, undo } from "./commands/runTasks.ts";
import { showLog } from "./commands/showLog.ts";
import { cancelRun, showRun } from "./commands/showRun.ts";
import { validateAll } from "./commands/validateAll.ts";
import { Runs } from "./runs.ts";
import { statusBar } from "./statusBar.ts";
import { Timelines } from "./timeline/panel.ts";
import type { Node } from "./waves/nodes.ts";
import { wavesView } from "./waves/view.ts";

let client: Client | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Specwave", { log: true });
  const runs = new Runs();
  const accounts = new Accounts(context.workspaceState);
  const changes = new Changes();
  const timelines = new Timelines(context, accounts);
  const started = new Client(context, log, runs, accounts);
  client = started;

  // What is clicked on in the Waves view comes as an argument.
  const commands: Record<string, (clicked?: Node) => unknown> = {
    executeSpecification: () => execute(started, context.workspaceState),
    chooseAgent: () => chooseAgent(context.workspaceState),
    previewWavePlan: () => preview(started),
    validateAll: () => validateAll(started),
    newSpecification: () => newSpecification(started),
    showRun: () => showRun(runs, accounts),
    showRunning: () => {
      const [run] = runs.all();
      const account = run && accounts.of(run.token);
      return account === undefined ? showRun(runs, accounts) : timelines.show(account);
    },
    cancelRun: (clicked) => cancelRun(runs, clicked),
    resumeRun: (clicked) => resume(started, accounts, clicked),
    applyRun: (clicked) => apply(started, accounts, clicked),
    undoRun: (clicked) => undo(started, accounts, clicked),
    retryWave: (clicked) => retryWave(started, accounts, clicked),
    retryTask: (clicked) => retryTask(started, accounts, clicked),
    showTaskLog: (clicked) => showTaskLog(started, accounts, clicked),
    compareChange: (clicked) => compareChange(started, accounts, changes, clicked),
    showTimeline: async (clicked) => {
      const run = await pickRun(accounts, clicked, "run");
      if (run !== undefined) {
        timelines.show(run);
      }
    },
    restartServer: () => started.restart(),
    showLog: () => showLog(log),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`specwave.${name}`, run));
  }
  context.subscriptions.push(
    log,
    statusBar(runs, accounts),
    wavesView(accounts),
    timelines.register(),
    changes.register(),
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
