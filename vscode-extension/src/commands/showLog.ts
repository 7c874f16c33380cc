// Show Log: what the extension and the server have written.

import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";

/** Until a window that has just been opened takes note of its logs, it passes over a wish to see one; so it is told again. */
export async function showLog(log: vscode.LogOutputChannel): Promise<void> {
  for (let left = 60; left > 0; left -= 1) {
    // Whoever writes goes on writing.
    log.show(true);
    await pause(500);
    if (isSeen(log)) {
      return;
    }
  }
}

function isSeen({ name }: vscode.LogOutputChannel): boolean {
  return vscode.window.visibleTextEditors.some(({ document: { uri } }) => uri.scheme === "output" && uri.path.includes(name));
}
