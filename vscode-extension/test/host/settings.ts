import assert from "node:assert/strict";
import * as vscode from "vscode";
import { specification, until } from "./specification.ts";

const configuration = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("specwave");

export const tests = {
  "settings have their defaults": () => {
    const defaults = ["server.path", "server.log", "trace.server"].map((name) => configuration().inspect(name)?.defaultValue);
    assert.deepEqual(defaults, ["", "warn", "off"]);
  },

  "another setting of the server has it started anew": async () => {
    const { uri } = await specification();
    const findings = (): number => vscode.languages.getDiagnostics(uri).length;
    await until("there are findings", () => findings() > 0);
    let wentAway = false;
    const heard = vscode.languages.onDidChangeDiagnostics(() => (wentAway ||= findings() === 0));
    await configuration().update("server.log", "info", vscode.ConfigurationTarget.Global);
    await until("the findings are gone with the server", () => wentAway);
    heard.dispose();
    await until("the findings are there again", () => findings() > 0);
  },
};
