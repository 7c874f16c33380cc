// Nothing is executed in a folder that the user does not trust.

import * as vscode from "vscode";

const MANAGE = "Manage Workspace Trust";

/** Whether the folder is not trusted; then the user is told. */
export async function refuseUntrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) {
    return false;
  }
  const message = "Specwave executes nothing in a folder that you do not trust: what it runs comes from the folder.";
  if ((await vscode.window.showWarningMessage(message, MANAGE)) === MANAGE) {
    await vscode.commands.executeCommand("workbench.trust.manage");
  }
  return true;
}
