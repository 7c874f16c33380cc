// Which of the open folders a command is about.

import * as vscode from "vscode";

/** The folder of what is edited, else the only one, else one that the user picks. */
export async function workspaceFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const edited = vscode.window.activeTextEditor?.document.uri;
  const around = edited && vscode.workspace.getWorkspaceFolder(edited);
  const folder = around ?? (folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0]);
  if (folder === undefined && folders.length === 0) {
    void vscode.window.showInformationMessage("Open a folder first.");
  }
  return folder?.uri;
}
