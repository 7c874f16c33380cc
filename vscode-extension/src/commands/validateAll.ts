// Validate All Specifications: what all of them lack, open or not, in the Problems view.

import * as vscode from "vscode";
import { type Diagnostic, DiagnosticSeverity, WorkspaceDiagnosticRequest } from "vscode-languageclient/node";
import type { Client } from "../client.ts";
import { inWords } from "../counts.ts";

export async function validateAll(client: Client): Promise<void> {
  const connection = await client.connection();
  if (connection === undefined) {
    return;
  }
  const options = { location: vscode.ProgressLocation.Window, title: "Specwave: validating" };
  const report = await vscode.window.withProgress(options, () =>
    connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] }),
  );
  const found = report.items.flatMap((item) => (item.kind === "full" ? item.items : []));
  const count = (...severities: Diagnostic["severity"][]): number =>
    found.filter((diagnostic) => severities.includes(diagnostic.severity)).length;
  const message = inWords({
    files: report.items.length,
    errors: count(DiagnosticSeverity.Error),
    warnings: count(DiagnosticSeverity.Warning),
    others: count(DiagnosticSeverity.Information, DiagnosticSeverity.Hint),
  });
  // The client asks for the same by itself, so they are in the view already.
  await vscode.commands.executeCommand("workbench.actions.view.problems");
  void vscode.window.showInformationMessage(message);
}
