// Wave and Tasks of the run that goes on, in the status bar.

import * as vscode from "vscode";
import { shortMessage } from "./runMessage.ts";
import type { Runs } from "./runs.ts";

export function statusBar(runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("specwave.run", vscode.StatusBarAlignment.Left);
  item.name = "Specwave Run";
  item.command = "specwave.showRun";
  const show = (): void => {
    const all = runs.all();
    const [first] = all;
    if (first === undefined) {
      item.hide();
      return;
    }
    const others = all.length > 1 ? ` (+${all.length - 1})` : "";
    item.text = `$(sync~spin) ${shortMessage(first.message)} · ${first.percentage}%${others}`;
    item.tooltip = all.map((run) => `${run.title}\n${run.message}`).join("\n\n");
    item.accessibilityInformation = { label: `${first.title}, ${first.percentage} percent, ${first.message}` };
    item.show();
  };
  return vscode.Disposable.from(item, runs.onDidChange(show));
}
