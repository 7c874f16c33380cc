// Wave, Tasks and gates of the run that goes on, in the status bar; a click shows its timeline.

import * as vscode from "vscode";
import { type Account, countGates } from "./account.ts";
import type { Accounts } from "./accounts.ts";
import { shortMessage } from "./runMessage.ts";
import type { Run, Runs } from "./runs.ts";

export function statusBar(runs: Runs, accounts: Accounts): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("specwave.run", vscode.StatusBarAlignment.Left);
  item.name = "Specwave Run";
  // It has no arguments: VS Code forgets those at the next news of the run, and a click that is on its way then does nothing.
  item.command = "specwave.showRunning";
  let shown = "";
  const show = (): void => {
    const all = runs.all();
    const [first] = all;
    if (first === undefined) {
      shown = "";
      return item.hide();
    }
    const text = textOf(first, all.length - 1, accounts.of(first.token));
    const tooltip = all.map((run) => `${run.title}\n${run.message}`).join("\n\n");
    const label = `${first.title}, ${first.percentage} percent, ${first.message}`;
    const news = [text, tooltip, label].join("\n");
    // What is pointed at is not drawn again for nothing.
    if (news !== shown) {
      shown = news;
      item.text = text;
      item.tooltip = tooltip;
      item.accessibilityInformation = { label };
      item.show();
    }
  };
  return vscode.Disposable.from(item, runs.onDidChange(show), accounts.onDidChange(show));
}

function textOf({ message, percentage }: Run, others: number, account: Account | undefined): string {
  const more = others > 0 ? ` (+${others})` : "";
  return `$(sync~spin) ${shortMessage(message)} · ${percentage}%${account === undefined ? "" : gates(account)}${more}`;
}

/** How many gates stand, and how many do not. */
function gates(account: Account): string {
  const { passed, failed } = countGates(account.gates);
  return (passed > 0 ? ` $(pass) ${passed}` : "") + (failed > 0 ? ` $(error) ${failed}` : "");
}
