// A terminal of its own, as a user sees it: what runs in it, what is typed, and pictures of it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { launch } from "./browser.ts";
import { PICTURES, TOOLS } from "./places.ts";
import { until } from "./project.ts";

const COLUMNS = 112;

/** What draws the terminals of VS Code draws ours. */
const XTERM = path.join(TOOLS, "editors/node_modules/code-server/lib/vscode/node_modules/@xterm/xterm");

export class Tmux {
  private readonly home: string;
  private readonly rows: number;

  /** Begins with a command in a folder. */
  constructor(folder: string, command: string[], rows = 36) {
    this.rows = rows;
    this.home = mkdtempSync(path.join(os.tmpdir(), "specwave-tmux-"));
    const size = ["-x", String(COLUMNS), "-y", String(rows)];
    this.ask("-f", "/dev/null", "new-session", "-d", ...size, "-c", folder, ...command, ";", "set", "remain-on-exit", "on");
  }

  /** Presses keys by their names, or types a text. */
  type(...keys: string[]): void {
    this.ask("send-keys", ...keys);
  }

  /** Waits until the screen shows it. */
  async shows(text: string | RegExp): Promise<void> {
    await until(`the terminal shows ${text}`, () => new RegExp(text).test(this.screen()), () => this.screen());
  }

  async picture(name: string): Promise<void> {
    const drawn = this.ask("capture-pane", "-p", "-e").trimEnd().replaceAll("\n", "\r\n");
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 1000, height: 640 } });
    await page.setContent("<body style='margin:0;background:#000'><div id=screen></div></body>");
    await page.addStyleTag({ path: path.join(XTERM, "css/xterm.css") });
    await page.addScriptTag({ path: path.join(XTERM, "lib/xterm.js") });
    const options = { cols: COLUMNS, rows: this.rows, fontFamily: "monospace", fontSize: 14 };
    await page.evaluate(`new Promise((drawn) => {
      const terminal = new Terminal(${JSON.stringify(options)});
      terminal.open(document.getElementById("screen"));
      terminal.write(${JSON.stringify(drawn)}, drawn);
    })`);
    await page.locator("#screen").screenshot({ path: path.join(PICTURES, `terminal-${name}.png`) });
    await browser.close();
  }

  close(): void {
    this.ask("kill-server");
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10 });
  }

  private screen(): string {
    return this.ask("capture-pane", "-p");
  }

  private ask(...words: string[]): string {
    const PATH = `${path.join(TOOLS, "bin")}:${process.env["PATH"]}`;
    const env = { ...process.env, PATH, TERM: "xterm-256color", LC_ALL: "C.UTF-8", XDG_STATE_HOME: this.home, XDG_CACHE_HOME: this.home };
    return execFileSync("tmux", ["-S", path.join(this.home, "socket"), ...words], { env, encoding: "utf8" });
  }
}
