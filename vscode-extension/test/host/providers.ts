import assert from "node:assert/strict";
import * as vscode from "vscode";
import { rangeOf, specification, until } from "./specification.ts";

/** The finding that the specification has. */
async function finding(): Promise<vscode.Diagnostic> {
  const { uri } = await specification();
  return until("the finding is there", () => vscode.languages.getDiagnostics(uri).find(({ message }) => message.includes("hihg")));
}

/** Asks the providers of a kind until some answer holds what is looked for. */
async function ask<Answer, Found>(command: string, find: (answer: Answer) => Found | undefined, ...args: unknown[]): Promise<Found> {
  const { uri } = await specification();
  return until(`${command} has it`, async () => find(await vscode.commands.executeCommand<Answer>(command, uri, ...args)));
}

export const tests = {
  "a finding says where it is, and leads to its rule": async () => {
    const document = await specification();
    const { range, severity, source, code } = await finding();
    assert.equal(document.getText(range), "hihg");
    assert.equal(severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(source, "specwave");
    assert.ok(typeof code === "object", "the code has a link");
    assert.match(String(code.value), /^SW\d{3}$/);
    assert.match((await vscode.workspace.openTextDocument(code.target)).getText(), new RegExp(String(code.value)));
  },

  "a quick fix mends it, and the finding goes": async () => {
    const document = await specification();
    const { range } = await finding();
    const fix = await ask("vscode.executeCodeActionProvider", (actions: vscode.CodeAction[]) => actions.find(({ title }) => title.includes("high")), range);
    assert.ok(fix.kind !== undefined && vscode.CodeActionKind.QuickFix.contains(fix.kind));
    assert.ok(fix.edit !== undefined && (await vscode.workspace.applyEdit(fix.edit)));
    assert.match(document.getText(), /^priority: high$/m);
    await until("the finding is gone", () => !vscode.languages.getDiagnostics(document.uri).some(({ message }) => message.includes("hihg")));
  },

  "lenses above the title execute and preview": async () => {
    const title = rangeOf(await specification(), "# Invoice Reminders").start.line;
    const named = (lenses: vscode.CodeLens[]): string[] | undefined => {
      const titles = lenses.filter(({ range }) => range.start.line === title).map(({ command }) => command?.title ?? "");
      return titles.length > 1 ? titles : undefined;
    };
    assert.deepEqual((await ask("vscode.executeCodeLensProvider", named, 20)).sort(), ["Execute specification", "Preview wave plan"]);
  },

  "a hover says who builds a thing": async () => {
    const at = rangeOf(await specification(), "ReminderService").start;
    const text = (hovers: vscode.Hover[]): string | undefined => {
      const contents = hovers.flatMap((hover) => hover.contents).map((content) => (typeof content === "string" ? content : content.value));
      return contents.find((content) => content.includes("Service Orchestrator"));
    };
    assert.match(await ask("vscode.executeHoverProvider", text, at), /wave 3/);
  },

  "keys of the front matter are proposed, and snippets": async () => {
    const at = rangeOf(await specification(), "priority").start;
    const effort = ({ items }: vscode.CompletionList) => items.find(({ label }) => label === "effort");
    assert.notEqual((await ask("vscode.executeCompletionItemProvider", effort, at)).kind, vscode.CompletionItemKind.Text);
  },

  "a name leads to where it is declared, and has a line in the outline": async () => {
    const at = rangeOf(await specification(), "ReminderService").start;
    const line = ([link]: (vscode.Location | vscode.LocationLink)[]): number | undefined =>
      link && ("targetRange" in link ? link.targetRange : link.range).start.line;
    assert.equal(await ask("vscode.executeDefinitionProvider", line, at), at.line);
    const outlined = (symbols: vscode.DocumentSymbol[]): vscode.DocumentSymbol | undefined =>
      symbols.map((symbol) => (symbol.name === "ReminderService" ? symbol : outlined(symbol.children))).find((found) => found !== undefined);
    assert.equal((await ask("vscode.executeDocumentSymbolProvider", outlined)).selectionRange.start.line, at.line);
  },
};
