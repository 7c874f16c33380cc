// Show Run… and Cancel Run…, for the runs that go on.

import path from "node:path";
import * as vscode from "vscode";
import type { Accounts } from "../accounts.ts";
import { outputOfToken } from "../runMessage.ts";
import type { Run, Runs } from "../runs.ts";
import { type Node, runNode } from "../waves/nodes.ts";

export async function showRun(runs: Runs, accounts: Accounts): Promise<void> {
  const run = await pick(runs, "Which run?");
  if (run === undefined) {
    return;
  }
  const actions = [
    { label: "$(graph-line) Show Timeline", description: "its Tasks and gates", carryOut: () => vscode.commands.executeCommand("specwave.showTimeline", nodeOf(run, accounts)) },
    { label: "$(list-tree) Show Progress", description: "its waves and Tasks", carryOut: () => showProgress(run) },
    { label: "$(circle-slash) Cancel", description: "nothing arrives in your folder", carryOut: () => runs.cancel(run) },
    { label: "$(output) Show Log", carryOut: () => vscode.commands.executeCommand("specwave.showLog") },
  ];
  await (await vscode.window.showQuickPick(actions, { title: run.title, placeHolder: run.message }))?.carryOut();
}

export async function cancelRun(runs: Runs, clicked?: Node): Promise<void> {
  const of = runs.all().find(({ token }) => token === clicked?.account.token);
  const run = of ?? (await pick(runs, "Which run is to be cancelled?"));
  if (run !== undefined) {
    runs.cancel(run);
  }
}

function nodeOf(run: Run, accounts: Accounts): Node | undefined {
  const account = accounts.of(run.token);
  return account && runNode(account);
}

/** The only run, or the one that the user picks. */
async function pick(runs: Runs, title: string): Promise<Run | undefined> {
  const all = runs.all();
  if (all.length === 0) {
    void vscode.window.showInformationMessage("No run is going on in the open folders.");
  }
  if (all.length < 2) {
    return all[0];
  }
  const items = all.map((run) => ({ label: run.title, description: outputOfToken(run.token) ?? "", detail: run.message, run }));
  return (await vscode.window.showQuickPick(items, { title }))?.run;
}

async function showProgress(run: Run): Promise<void> {
  const output = outputOfToken(run.token);
  if (output !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(output, ".claude/context/execution-progress.md")));
  }
}
