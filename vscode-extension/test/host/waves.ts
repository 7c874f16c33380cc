import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Node } from "../../src/waves/nodes.ts";
import { Tree } from "../../src/waves/view.ts";
import { account, gate } from "../unit/accounts.ts";

const finding = { path: "internal/broken.go", line: 3, column: 18, message: "undefined: missing" };
const failed = gate("Wave 1", {
  passed: false,
  verdicts: [{ check: "build", millis: 900, ending: { ended: "failed", text: "…", findings: [finding] } }],
});

/** The view of a run that has failed. */
function view(): Tree {
  const silent = new vscode.EventEmitter<void>();
  return new Tree({ all: () => [account({ gates: [failed] })], onDidChange: silent.event });
}

function below(tree: Tree, label: string, node?: Node): Node {
  const nodes = (node?: Node): Node[] => tree.getChildren(node).flatMap((child) => [child, ...nodes(child)]);
  const found = nodes(node).find((child) => child.label === label);
  assert.ok(found, `${label} is in the view`);
  return found;
}

export const tests = {
  "the view of waves is there": async () => {
    await vscode.commands.executeCommand("specwave.waves.focus");
  },

  "a run in it is open where something goes on or has failed, and can be told without seeing it": () => {
    const tree = view();
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    const state = (label: string) => tree.getTreeItem(below(tree, label)).collapsibleState;
    assert.deepEqual(["Wave 0: Analysis", "Wave 1: Domain", "Gates", "undefined: missing"].map(state), [Collapsed, Expanded, Expanded, None]);
    const wave = tree.getTreeItem(below(tree, "Wave 1: Domain"));
    assert.deepEqual(wave.iconPath, new vscode.ThemeIcon("error", new vscode.ThemeColor("testing.iconFailed")));
    assert.deepEqual(wave.accessibilityInformation, { label: "Wave 1: Domain, 0/2 · 20s" });
    assert.equal(wave.contextValue, "wave retryable");
  },

  "a finding of a gate leads to its place": () => {
    const tree = view();
    const { command } = tree.getTreeItem(below(tree, finding.message));
    const [uri, { selection }] = command?.arguments as [vscode.Uri, { selection: vscode.Range }];
    assert.equal(uri.fsPath, "/home/ann/billing/internal/broken.go");
    assert.deepEqual(selection.start, new vscode.Position(2, 17));
  },
};
