// What is done with runs by the command line, in a terminal that stays to be read: resume, apply, retry, undo, logs.

import * as vscode from "vscode";
import type { Account } from "../account.ts";
import type { Accounts } from "../accounts.ts";
import type { Client } from "../client.ts";
import { refuseUntrusted } from "../trust.ts";
import type { Node } from "../waves/nodes.ts";
import { pickRun, pickTask, pickWave } from "./pick.ts";

export async function resume(client: Client, accounts: Accounts, clicked?: Node): Promise<void> {
  const run = await pickRun(accounts, clicked, "resumable");
  if (run !== undefined) {
    await inTerminal(client, run, "resume", [run.run]);
  }
}

/** What passes its gates is applied by itself; where edits were in the way, it is tried again. */
export async function apply(client: Client, accounts: Accounts, clicked?: Node): Promise<void> {
  const run = await pickRun(accounts, clicked, "applicable");
  if (run !== undefined) {
    await inTerminal(client, run, "resume", [run.run]);
  }
}

export async function undo(client: Client, accounts: Accounts, clicked?: Node): Promise<void> {
  const run = await pickRun(accounts, clicked, "undoable");
  if (run === undefined) {
    return;
  }
  const message = `Take back what ${run.run} brought into the folder?`;
  if ((await vscode.window.showWarningMessage(message, { modal: true }, "Undo Run")) !== undefined) {
    await inTerminal(client, run, "undo", [run.run]);
  }
}

export async function retryWave(client: Client, accounts: Accounts, clicked?: Node): Promise<void> {
  const picked = await pickWave(accounts, clicked, "retryable");
  if (picked !== undefined) {
    await retry(client, picked.account, ["--wave", String(picked.wave.number)]);
  }
}

export async function retryTask(client: Client, accounts: Accounts, clicked?: Node): Promise<void> {
  const picked = await pickTask(accounts, clicked, "retryable");
  if (picked !== undefined) {
    await retry(client, picked.account, ["--task", picked.task.id]);
  }
}

export async function showTaskLog(client: Client, accounts: Accounts, clicked?: Node): Promise<void> {
  const picked = await pickTask(accounts, clicked, "logged");
  if (picked !== undefined) {
    await inTerminal(client, picked.account, "logs", [picked.task.id, "--run", picked.account.run, "--follow"]);
  }
}

async function retry(client: Client, run: Account, which: string[]): Promise<void> {
  const context = await vscode.window.showInputBox({
    title: "Retry",
    prompt: "What are the agents told besides? Enter begins without.",
    placeHolder: "For example what they overlooked",
  });
  if (context !== undefined) {
    await inTerminal(client, run, "retry", [run.run, ...which, ...(context.trim() === "" ? [] : ["--with-context", context])]);
  }
}

async function inTerminal(client: Client, run: Account, command: string, given: string[]): Promise<void> {
  if (await refuseUntrusted()) {
    return;
  }
  const executable = await client.executable();
  if (executable === undefined) {
    return;
  }
  const execution = new vscode.ProcessExecution(executable, [command, ...given], { cwd: run.output });
  const definition = { type: "specwave", command, arguments: given };
  const task = new vscode.Task(definition, vscode.TaskScope.Workspace, `${command} ${run.run}`, "Specwave", execution);
  await vscode.tasks.executeTask(task);
}
