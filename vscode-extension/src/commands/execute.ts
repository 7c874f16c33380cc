// Execute Specification…: asks what is to be different from the settings, and has the server begin the run.

import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { chosenAgent } from "../chosenAgent.ts";
import type { Client } from "../client.ts";
import { argumentOf, type Estimates, estimatesIn, MEANINGS, MODES, type Order, QUALITIES } from "../order.ts";
import { duration } from "../runMessage.ts";
import { specification } from "../specification.ts";
import { refuseUntrusted } from "../trust.ts";
import { pickAgent } from "./chooseAgent.ts";

export async function execute(client: Client, memory: vscode.Memento): Promise<void> {
  if (await refuseUntrusted()) {
    return;
  }
  const uri = await specification();
  if (uri === undefined || (await client.connection()) === undefined) {
    return;
  }
  const agent = chosenAgent(memory);
  const order = await ask(uri, await estimates(client, uri), agent === undefined ? {} : { agent });
  if (order !== undefined) {
    await client.execute(argumentOf(uri.toString(), order));
  }
}

interface Choice extends vscode.QuickPickItem {
  change?: () => Promise<void>;
}

/** The order, or nothing where the user thought better of it. Enter at once takes everything as it is set. */
async function ask(uri: vscode.Uri, expected: Estimates, order: Order): Promise<Order | undefined> {
  for (;;) {
    const seconds = expected.seconds.get(order.mode ?? expected.mode);
    const choices: Choice[] = [
      { label: "$(play) Execute", description: path.basename(uri.path), ...detail(seconds) },
      choice("Mode", order.mode, async () => set(order, "mode", await one("When Tasks start", MODES, expected.seconds))),
      choice("Quality", order.quality, async () => set(order, "quality", await one("Which gates must pass", QUALITIES))),
      choice("Agent", order.agent, async () => setAgent(order, await pickAgent(uri))),
      choice("Output folder", order.output, async () => set(order, "output", await folder(uri))),
      choice("Branch", order.branch, async () => set(order, "branch", await branch())),
    ];
    const chosen = await vscode.window.showQuickPick(choices, { title: "Execute Specification", placeHolder: "Enter begins" });
    if (chosen === undefined) {
      return undefined;
    }
    if (chosen.change === undefined) {
      return order;
    }
    await chosen.change();
  }
}

function choice(name: string, value: string | undefined, change: () => Promise<void>): Choice {
  return { label: `${name}: ${value ?? "as set"}`, change };
}

function detail(seconds: number | undefined): { detail?: string } {
  return seconds === undefined ? {} : { detail: `Expected with a coding agent: ${duration(seconds)}, gates not counted` };
}

function set<Key extends keyof Order>(order: Order, key: Key, value: Order[Key] | undefined): void {
  if (value !== undefined) {
    order[key] = value as NonNullable<Order[Key]>;
  }
}

function setAgent(order: Order, picked: { agent?: string } | undefined): void {
  if (picked !== undefined) {
    delete order.agent;
    Object.assign(order, picked);
  }
}

async function one<Value extends string>(
  title: string,
  values: readonly Value[],
  seconds = new Map<string, number>(),
): Promise<Value | undefined> {
  const meanings: Record<string, string> = MEANINGS;
  const items = values.map((label) => ({ label, description: meanings[label] ?? "", ...detail(seconds.get(label)) }));
  return (await vscode.window.showQuickPick(items, { title }))?.label;
}

async function branch(): Promise<string | undefined> {
  const named = await vscode.window.showInputBox({ title: "The branch that is made instead of writing to the folder" });
  return named?.trim() || undefined;
}

async function folder(uri: vscode.Uri): Promise<string | undefined> {
  const around = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, "..");
  const options = { title: "The folder the code arrives in", defaultUri: around, canSelectFiles: false, canSelectFolders: true };
  return (await vscode.window.showOpenDialog(options))?.[0]?.fsPath;
}

/** How long each mode takes; nothing where it cannot be planned, which the run then says with its reasons. */
async function estimates(client: Client, uri: vscode.Uri): Promise<Estimates> {
  const args = ["plan", uri.fsPath, "--format", "json"];
  const options = { cwd: path.dirname(uri.fsPath), timeout: 5000, maxBuffer: 64 << 20 };
  try {
    const executable = await client.executable();
    return estimatesIn((await promisify(execFile)(executable ?? "", args, options)).stdout);
  } catch {
    return { mode: "", seconds: new Map() };
  }
}
