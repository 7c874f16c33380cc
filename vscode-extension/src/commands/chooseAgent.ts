// Choose Agent…: who does the Tasks of the runs to come in these folders, where that is not left to `specwave.toml`.

import path from "node:path";
import * as vscode from "vscode";
import { rememberAgent } from "../chosenAgent.ts";
import { agentsIn } from "../order.ts";
import { specification } from "../specification.ts";

export async function chooseAgent(memory: vscode.Memento): Promise<void> {
  const uri = await specification();
  const picked = uri && (await pickAgent(uri));
  if (picked !== undefined) {
    await rememberAgent(memory, picked.agent);
  }
}

/** What the user picks, or nothing where they thought better of it. No agent means the one that is set. */
export async function pickAgent(uri: vscode.Uri): Promise<{ agent?: string } | undefined> {
  const asSet = { label: "as set", description: "What specwave.toml says", choice: {} };
  const items = [asSet, ...(await agents(uri)).map((agent) => ({ label: agent, choice: { agent } }))];
  return (await vscode.window.showQuickPick(items, { title: "Who does the Tasks" }))?.choice;
}

/** The built-in agent, and those of the nearest `specwave.toml`. */
async function agents(uri: vscode.Uri): Promise<string[]> {
  for (let at = vscode.Uri.joinPath(uri, ".."); ; at = vscode.Uri.joinPath(at, "..")) {
    try {
      const settings = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(at, "specwave.toml"));
      return agentsIn(new TextDecoder().decode(settings));
    } catch {
      if (path.dirname(at.fsPath) === at.fsPath) {
        return agentsIn("");
      }
    }
  }
}
