// Which run, wave or Task a command is about: what was clicked on in the Waves view, else what the user picks.

import * as vscode from "vscode";
import type { Account, Task, Wave } from "../account.ts";
import type { Accounts } from "../accounts.ts";
import { type Node, runNode, taskNode, waveNode } from "../waves/nodes.ts";

export interface OfTask {
  account: Account;
  task: Task;
}

export interface OfWave {
  account: Account;
  wave: Wave;
}

/** A run with which this can be done. */
export async function pickRun(accounts: Accounts, clicked: Node | undefined, can: string): Promise<Account | undefined> {
  const nodes = clicked === undefined ? accounts.all().map(runNode) : [clicked];
  return (await pick(nodes, can, "Which run?"))?.account;
}

/** A wave with which this can be done, of any run. */
export async function pickWave(accounts: Accounts, clicked: Node | undefined, can: string): Promise<OfWave | undefined> {
  const all = accounts.all().flatMap((account) => account.waves.map((wave) => waveNode(account, wave)));
  const node = await pick(clicked === undefined ? all : [clicked], can, "Which wave?");
  return node?.wave && { account: node.account, wave: node.wave };
}

/** A Task with which this can be done, of any run. */
export async function pickTask(accounts: Accounts, clicked: Node | undefined, can: string): Promise<OfTask | undefined> {
  const all = accounts.all().flatMap((account) => account.tasks.map((task) => taskNode(account, task)));
  const node = await pick(clicked === undefined ? all : [clicked], can, "Which Task?");
  return node?.task && { account: node.account, task: node.task };
}

/** The only one that fits, or the one that the user picks. */
async function pick(nodes: Node[], can: string, title: string): Promise<Node | undefined> {
  const fitting = nodes.filter((node) => node.can.includes(can));
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage(`There is nothing in the open folders that is ${can}.`);
  }
  if (fitting.length < 2) {
    return fitting[0];
  }
  const items = fitting.map((node) => ({ label: node.label, description: node.description, detail: node.account.run, node }));
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.node;
}
