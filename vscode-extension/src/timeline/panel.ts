// Show Timeline…: a run as a chart of its Tasks and gates, in a page that is told of what goes on.

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Account } from "../account.ts";
import type { Accounts } from "../accounts.ts";
import { taskNode } from "../waves/nodes.ts";
import type { FromPage, State } from "./messages.ts";

const TYPE = "specwave.timeline";

export class Timelines {
  private readonly context: vscode.ExtensionContext;
  private readonly accounts: Accounts;
  private readonly panels = new Map<Account["token"], vscode.WebviewPanel>();

  constructor(context: vscode.ExtensionContext, accounts: Accounts) {
    this.context = context;
    this.accounts = accounts;
  }

  /** Pages that were open when the window was closed are drawn again. */
  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(TYPE, {
        deserializeWebviewPanel: async (panel, state: State | undefined) =>
          state === undefined ? panel.dispose() : this.adopt(panel, state.token),
      }),
      this.accounts.onDidChange(() => this.panels.forEach((panel, token) => this.tell(panel, token))),
    );
  }

  show({ token, feature }: Account): void {
    const known = this.panels.get(token);
    if (known !== undefined) {
      return known.reveal();
    }
    const panel = vscode.window.createWebviewPanel(TYPE, `${feature}: Timeline`, vscode.ViewColumn.Active);
    this.adopt(panel, token);
  }

  private adopt(panel: vscode.WebviewPanel, token: Account["token"]): void {
    this.panels.set(token, panel);
    panel.onDidDispose(() => this.panels.delete(token));
    panel.webview.onDidReceiveMessage((message: FromPage) => this.hear(panel, token, message));
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.context.extensionUri] };
    panel.webview.html = this.page(panel.webview);
  }

  private hear(panel: vscode.WebviewPanel, token: Account["token"], message: FromPage): void {
    if (message.said === "ready") {
      return this.tell(panel, token);
    }
    const account = this.accounts.of(token);
    const task = account?.tasks.find(({ id }) => id === message.task);
    if (account !== undefined && task !== undefined) {
      void vscode.commands.executeCommand("specwave.showTaskLog", taskNode(account, task));
    }
  }

  private tell(panel: vscode.WebviewPanel, token: Account["token"]): void {
    const account = this.accounts.of(token);
    if (account !== undefined) {
      void panel.webview.postMessage(account);
    }
  }

  private page(webview: vscode.Webview): string {
    const nonce = randomBytes(16).toString("base64");
    const file = (...parts: string[]): vscode.Uri => webview.asWebviewUri(vscode.Uri.joinPath(this.context.extensionUri, ...parts));
    return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
  <link rel="stylesheet" href="${file("media", "timeline.css").toString()}">
  <title>Timeline</title>
</head>
<body>
<main>
  <h1 id="title"></h1>
  <p id="summary"></p>
  <p id="announced" class="unseen" role="status"></p>
  <table aria-labelledby="title">
    <thead>
      <tr>
        <th scope="col">Task</th><th scope="col">State</th><th scope="col">Time</th><th scope="col">Used</th>
        <th scope="col" class="course"><span class="unseen">Course</span><div id="ruler" aria-hidden="true"></div></th>
        <th scope="col">Activity</th>
      </tr>
    </thead>
    <tbody id="rows"></tbody>
  </table>
  <p class="legend">◆ on the critical path. The row at hand marks what it needs and what waits for it; Enter shows the log of a Task.</p>
</main>
  <script nonce="${nonce}" src="${file("dist", "timeline.js").toString()}"></script>
</body>
</html>`;
  }
}
