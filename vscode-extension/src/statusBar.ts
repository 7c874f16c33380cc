// Wave, Tasks and gates of the run that goes on, in the status bar; a click shows its timeline.

import * as vscode from "vscode";
import { type Account, countGates } from "./account.ts";
import type { Accounts } from "./accounts.ts";
import { shortMessage } from "./runMessage.ts";
import type { Runs } from "./runs.ts";
import { runNode } from "./waves/nodes.ts";

export function statusBar(runs: Runs, accounts: Accounts): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("specwave.run", vscode.StatusBarAlignment.Left);
  item.name = "Specwave Run";
  const show = (): void => {
    const all = runs.all();
    const [first] = all;
    if (first === undefined) {
      item.hide();
      return;
    }
    const account = accounts.of(first.token);
    const others = all.length > 1 ? ` (+${all.length - 1})` : "";
    item.text = `$(sync~spin) ${shortMessage(first.message)} · ${first.percentage}%${account === undefined ? "" : gates(account)}${others}`;
    item.tooltip = all.map((run) => `${run.title}\n${run.message}`).join("\n\n");
    item.accessibilityInformation = { label: `${first.title}, ${first.percentage} percent, ${first.message}` };
    item.command =
      account === undefined
        ? "specwave.showRun"
        : { title: "Show Timeline", command: "specwave.showTimeline", arguments: [runNode(account)] };
    item.show();
  };
  return vscode.Disposable.from(item, runs.onDidChange(show), accounts.onDidChange(show));
}

/** How many gates stand, and how many do not. */
function gates(account: Account): string {
  const { passed, failed } = countGates(account.gates);
  return (passed > 0 ? ` $(pass) ${passed}` : "") + (failed > 0 ? ` $(error) ${failed}` : "");
}
