// The accounts of all runs of the open folders, as the server tells them.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Account } from "./account.ts";

/** Where runs outside of the open folders are remembered, so that they are found when the window is loaded again. */
const OUTPUTS = "outputs";

export class Accounts {
  private readonly memory: vscode.Memento;
  private accounts: Account[] = [];
  private readonly changed = new vscode.EventEmitter<void>();

  /** Something about the runs has changed. */
  readonly onDidChange = this.changed.event;

  constructor(memory: vscode.Memento) {
    this.memory = memory;
  }

  /** The runs that were begun last come first. */
  all(): readonly Account[] {
    return this.accounts;
  }

  of(token: Account["token"]): Account | undefined {
    return this.accounts.find((account) => account.token === token);
  }

  /** What a server tells of runs is heard from now on. */
  hear(client: LanguageClient): void {
    client.onNotification("specwave/run", (account: Account) => this.take([account]));
  }

  /** Has a server that has begun, or begun again, tell of the runs that are there and of what becomes of them. */
  async ask(client: LanguageClient): Promise<void> {
    const outputs = this.memory.get<string[]>(OUTPUTS, []);
    this.take(await client.sendRequest<Account[]>("specwave/runs", { outputs }));
  }

  private take(told: Account[]): void {
    const others = this.accounts.filter((known) => !told.some(({ token }) => token === known.token));
    this.accounts = [...told, ...others].sort((one, other) => other.began_at - one.began_at);
    this.remember(told);
    this.changed.fire();
  }

  private remember(told: Account[]): void {
    const known = this.memory.get<string[]>(OUTPUTS, []);
    const isOpen = (output: string): boolean => (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.fsPath === output);
    const outputs = new Set([...known, ...told.map(({ output }) => output).filter((output) => !isOpen(output))]);
    if (outputs.size > known.length) {
      void this.memory.update(OUTPUTS, [...outputs]);
    }
  }
}
