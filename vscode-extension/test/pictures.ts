// Takes the pictures that the README shows, of a real VS Code and of a terminal: make pictures

import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { globalSetup } from "./e2e/package.ts";
import { PICTURES } from "./e2e/places.ts";
import { FILE, Project, until } from "./e2e/project.ts";
import { Tmux } from "./e2e/tmux.ts";
import { Workbench } from "./e2e/workbench.ts";
import { SERVER } from "./server.ts";

const DOCS = path.resolve(import.meta.dirname, "../../docs");
const picture = (name: string): string => path.join(DOCS, "pictures", `${name}.png`);

/** A finding with its squiggle, and where all are listed. */
async function findings(vscode: Workbench): Promise<void> {
  await vscode.squiggles.first().waitFor();
  await vscode.page.keyboard.press("Control+Shift+M");
  await vscode.problems.filter({ hasText: "hihg" }).waitFor();
  await vscode.page.screenshot({ path: picture("findings") });
  await vscode.page.keyboard.press("Control+Shift+M");
}

/** The waves of a run and its timeline. */
async function timeline(vscode: Workbench, project: Project): Promise<void> {
  await project.hold();
  await project.runFromTerminal();
  await vscode.openWaves();
  await vscode.wave("Domain Expert").filter({ hasText: "held" }).waitFor();
  await vscode.openTimeline();
  await vscode.webview.locator("tbody tr", { hasText: "Gate: Wave 2" }).filter({ hasText: "passed" }).waitFor();
  // The notification would hide a part of the chart.
  await vscode.page.keyboard.press("Escape");
  await vscode.toast("Specwave: Invoice Reminders").waitFor({ state: "detached" });
  await vscode.page.screenshot({ path: picture("timeline") });
  project.release();
  await until("the run has ended well", () => project.outcome() === "succeeded");
}

async function editor(project: Project): Promise<void> {
  const vscode = await Workbench.open(project.folder, FILE, { trusted: true });
  try {
    await vscode.page.setViewportSize({ width: 1000, height: 580 });
    await findings(vscode);
    await timeline(vscode, project);
  } finally {
    await vscode.close();
  }
}

/** The bars of a run of the built-in agent. */
async function terminal(project: Project): Promise<void> {
  const file = "specs/loyalty-points.md";
  project.write(file, readFileSync(path.join(DOCS, "examples/loyalty-points.md"), "utf8"));
  const bars = new Tmux(project.folder, [SERVER, "run", file, "--agent", "builtin"], 18);
  try {
    await bars.shows(/Wave 1 Domain .* [1-4]\/5/);
    await bars.picture("bars");
    copyFileSync(path.join(PICTURES, "terminal-bars.png"), picture("terminal"));
    await until("the run has ended well", () => project.outcome() === "succeeded");
  } finally {
    bars.close();
  }
}

await globalSetup();
mkdirSync(path.dirname(picture("")), { recursive: true });
for (const take of [editor, terminal]) {
  const project = new Project("webshop");
  try {
    await take(project);
  } finally {
    project.remove();
  }
}
