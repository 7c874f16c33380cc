// Which specification a command is about.

import * as vscode from "vscode";

/** The Markdown that is edited, or seen beside an output; else one that the user picks. Saved before if it has no file yet. */
export async function specification(): Promise<vscode.Uri | undefined> {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const seen = [activeTextEditor, ...visibleTextEditors].map((editor) => editor?.document);
  const edited = seen.find((document) => document?.languageId === "markdown");
  if (edited !== undefined) {
    return edited.isUntitled ? vscode.workspace.save(edited.uri) : edited.uri;
  }
  const files = await vscode.workspace.findFiles("**/{specs,.kiro,openspec}/**/*.md", "**/node_modules/**", 500);
  if (files.length === 0) {
    void vscode.window.showInformationMessage("Open a specification first, or make one with New Specification.");
    return undefined;
  }
  const items = files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  items.sort((a, b) => a.label.localeCompare(b.label));
  return (await vscode.window.showQuickPick(items, { title: "Which specification?" }))?.uri;
}
