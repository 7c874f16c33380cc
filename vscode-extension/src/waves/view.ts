// The Waves view: the runs of the open folders, with their waves, Tasks, Attempts and gates.

import path from "node:path";
import * as vscode from "vscode";
import type { Accounts } from "../accounts.ts";
import { type Node, runNode } from "./nodes.ts";

/** Durations of what goes on are shown anew this often, and news that come closer together at once. */
const SECOND = 1000;

/** What the view needs of them. */
type Shown = Pick<Accounts, "all" | "onDidChange">;

export function wavesView(accounts: Accounts): vscode.Disposable {
  const tree = new Tree(accounts);
  const view = vscode.window.createTreeView("specwave.waves", { treeDataProvider: tree, showCollapseAll: true });
  return vscode.Disposable.from(view, tree);
}

export class Tree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly accounts: Shown;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly heard: vscode.Disposable;
  private drawing: NodeJS.Timeout | undefined;
  /** What has been shown open by itself. */
  private readonly opened = new Set<string>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(accounts: Shown) {
    this.accounts = accounts;
    this.heard = accounts.onDidChange(() => this.draw(SECOND / 4));
  }

  getChildren(node?: Node): Node[] {
    return node?.children ?? this.accounts.all().map(runNode);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, node.children.length === 0 ? None : node.isOpen ? Expanded : Collapsed);
    item.id = this.idOf(node);
    item.description = node.description;
    item.tooltip = node.tooltip;
    item.iconPath = new vscode.ThemeIcon(node.icon, node.color === undefined ? undefined : new vscode.ThemeColor(node.color));
    item.contextValue = node.can.join(" ");
    item.accessibilityInformation = { label: `${node.label}, ${node.description}` };
    if (node.finding !== undefined) {
      item.command = { title: "Show", command: "vscode.open", arguments: placeOf(node.account.output, node.finding) };
    }
    return item;
  }

  /**
   * The view remembers by its id whether something is open, so a wave that begins while it is shown gets another one to be opened.
   * It keeps that for good: nothing closes under a reader's eyes.
   */
  private idOf({ id, isOpen }: Node): string {
    if (isOpen) {
      this.opened.add(id);
    }
    return this.opened.has(id) ? `${id} opened` : id;
  }

  dispose(): void {
    this.heard.dispose();
    clearTimeout(this.drawing);
    this.changed.dispose();
  }

  private draw(delay: number): void {
    this.drawing ??= setTimeout(() => {
      this.drawing = undefined;
      this.changed.fire();
      if (this.accounts.all().some((account) => account.outcome === "running")) {
        this.draw(SECOND);
      }
    }, delay);
  }
}

function placeOf(output: string, { path: file, line, column }: { path: string; line: number; column: number }): unknown[] {
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return [vscode.Uri.file(path.join(output, file)), { selection: new vscode.Range(at, at) }];
}
