// Compare a Task's Change…: what the Task handed in, as the editor shows differences, applied or not.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { Accounts } from "../accounts.ts";
import type { Client } from "../client.ts";
import type { Node } from "../waves/nodes.ts";
import { pickTask } from "./pick.ts";

const SCHEME = "specwave-change";

/** What `specwave diff --format json` prints of a file; nothing where it is not there. */
interface ChangedFile {
  path: string;
  before: string | null;
  after: string | null;
}

/** The texts of both sides, by their URIs. */
export class Changes implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** A document with this text; `side` is shown nowhere, and tells versions apart. */
  document(file: string, side: string, text: string | null): vscode.Uri | undefined {
    if (text === null) {
      return undefined;
    }
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${file}`, query: side });
    this.texts.set(uri.toString(), text);
    return uri;
  }
}

export async function compareChange(client: Client, accounts: Accounts, changes: Changes, clicked?: Node): Promise<void> {
  const picked = await pickTask(accounts, clicked, "changed");
  const executable = picked && (await client.executable());
  if (picked === undefined || executable === undefined) {
    return;
  }
  const { account, task } = picked;
  try {
    const args = ["diff", account.run, task.id, "--output", account.output, "--format", "json"];
    const { stdout } = await promisify(execFile)(executable, args, { maxBuffer: 256 << 20 });
    const { attempt, files } = JSON.parse(stdout) as { attempt: number; files: ChangedFile[] };
    if (files.length === 0) {
      void vscode.window.showInformationMessage(`${task.title} has changed no file.`);
      return;
    }
    const side = (name: string): string => `${account.output} ${account.run} ${task.id} ${attempt} ${name}`;
    const resources = files.map(({ path, before, after }) => {
      const sides = [changes.document(path, side("before"), before), changes.document(path, side("after"), after)];
      return [sides[1] ?? sides[0], ...sides];
    });
    await vscode.commands.executeCommand("vscode.changes", `${task.title}: Attempt ${attempt}`, resources);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    void vscode.window.showErrorMessage(stderr?.trim() || String(error));
  }
}
