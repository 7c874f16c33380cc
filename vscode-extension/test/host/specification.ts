// The specification that the window has open.

import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import { PATIENCE } from "../e2e/patience.ts";

export async function specification(): Promise<vscode.TextDocument> {
  const [file] = await vscode.workspace.findFiles("specs/invoice-reminders.md");
  if (file === undefined) {
    throw new Error("the specification is not in the folder");
  }
  return vscode.workspace.openTextDocument(file);
}

/** Where `text` is for the first time. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  if (start < 0) {
    throw new Error(`${text} is not in the specification`);
  }
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Asks until there is an answer: a server that has just begun has none, and VS Code takes back what it asked when a text changes. */
export async function until<Answer>(what: string, ask: () => Answer | undefined | false | Thenable<Answer | undefined | false>): Promise<Answer> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const answer = await Promise.resolve(ask()).catch(unlessCancelled);
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited in vain until ${what}`);
    }
    await pause(50);
  }
}

function unlessCancelled(error: unknown): undefined {
  if (!(error instanceof Error) || !/cancel/i.test(error.name + error.message)) {
    throw error;
  }
}
