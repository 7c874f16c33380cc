// New Specification…: one that has no findings and can be executed as it is.

import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { Client } from "../client.ts";
import { workspaceFolder } from "../workspaceFolder.ts";

export async function newSpecification(client: Client): Promise<void> {
  const executable = await client.executable();
  const folder = executable === undefined ? undefined : await workspaceFolder();
  if (executable === undefined || folder === undefined) {
    return;
  }
  const name = await vscode.window.showInputBox({
    title: "New Specification",
    prompt: "What is the feature called?",
    placeHolder: "Gift Cards",
    validateInput: (value) => (value.trim() === "" ? "A feature needs a name" : undefined),
  });
  if (name === undefined) {
    return;
  }
  try {
    const { stdout } = await promisify(execFile)(executable, ["init", "--", name.trim()], { cwd: folder.fsPath });
    const written = /^(.+) is written;/.exec(stdout)?.[1];
    if (written !== undefined) {
      await vscode.window.showTextDocument(vscode.Uri.file(path.resolve(folder.fsPath, written)));
    }
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    void vscode.window.showErrorMessage(stderr?.trim() || String(error));
  }
}
