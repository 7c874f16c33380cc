// A run in a terminal: the bars of the command line, and Neovim's windows above the text.

import assert from "node:assert/strict";
import path from "node:path";
import { after, test } from "node:test";
import { SERVER } from "../server.ts";
import { FILE, Project, until } from "./project.ts";
import { Tmux } from "./tmux.ts";

const project = new Project();

after(() => project.remove());

test("the command line has a bar for each wave, and a line for each Task at work", async (context) => {
  await project.hold();
  const terminal = new Tmux(project.folder, [SERVER, "run", FILE]);
  context.after(() => terminal.close());
  await terminal.shows(/Domain Expert.*held/);
  await terminal.shows("4/5");
  await terminal.picture("command line");
  project.release();
  await terminal.shows(/Tasks +21 of 21 completed/);
  await terminal.picture("command line at the end");
});

test("Neovim shows a run above the text, and ends it", async (context) => {
  await project.hold();
  const plugin = path.resolve(import.meta.dirname, "../../../neovim");
  const enable = `lua vim.lsp.config("specwave", { cmd = { "${SERVER}", "lsp" } }) vim.lsp.enable("specwave")`;
  const terminal = new Tmux(project.folder, ["nvim", "--clean", "--cmd", `set rtp^=${plugin}`, "--cmd", enable, FILE]);
  context.after(() => terminal.close());
  await terminal.shows(/W +priority: hihg/);
  terminal.type(":Specwave execute", "Enter");
  await until("the run is there", () => project.journals().length === 2);
  terminal.type(":Specwave timeline", "Enter");
  await terminal.shows(/Domain Expert.*running/);
  await terminal.shows(/Quality Validator.*waits for Domain Expert/);
  await terminal.picture("Neovim's timeline");
  terminal.type(":Specwave status", "Enter");
  await terminal.shows(/Domain Expert.*running/);
  await terminal.picture("Neovim's status");
  terminal.type(":Specwave cancel", "Enter");
  // Nobody has to press Enter for it.
  await terminal.shows("specwave: the run was cancelled");
  await terminal.shows(/Domain Expert.*cancelled/);
  assert.equal(project.outcome(), "cancelled");
});
