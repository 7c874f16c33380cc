// VS Code as a user has it: code-server with the extension from its .vsix, in Chromium.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { launch } from "./browser.ts";
import { PATIENCE } from "./patience.ts";
import { CODE_SERVER, EXTENSIONS, PICTURES, TOOLS } from "./places.ts";

/** One of each kind. */
export const THEMES = {
  dark: { name: "Dark Modern", style: "vs-dark" },
  light: { name: "Light Modern", style: "vs" },
  "high contrast": { name: "Dark High Contrast", style: "hc-black" },
};

const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
  // On a slow machine an editor that opens takes the focus from a picker that is open.
  "workbench.quickOpen.closeOnFocusLost": false,
  "editor.accessibilitySupport": "off",
  // Then its lines are text in the page.
  "terminal.integrated.gpuAcceleration": "off",
};

interface Options {
  trusted: boolean;
  /** The user's. */
  settings?: Record<string, unknown>;
  /** Tests that run inside of VS Code. */
  host?: HostTests;
}

/** Tests in the extension host. With them VS Code shows no toasts, so that these windows are for nothing else. */
export interface HostTests {
  /** The extension that is taken for the one under development. */
  extension: string;
  /** Exports `run`. */
  file: string;
  /** Hears what they print. */
  say: (line: string) => void;
  /** Is told when all have run, or why none could. */
  end: (code: number) => void;
}

export class Workbench {
  readonly page: Page;
  private readonly browser: Browser;
  private readonly server: ChildProcess;
  private readonly home: string;

  private constructor(home: string, server: ChildProcess, browser: Browser, page: Page) {
    this.home = home;
    this.server = server;
    this.browser = browser;
    this.page = page;
  }

  /** Opens a folder, or a `.code-workspace` that has several, and `file`, a path below it, with the extension installed. */
  static async open(folder: string, file: string, { trusted, settings, host }: Options): Promise<Workbench> {
    const home = mkdtempSync(path.join(os.tmpdir(), "specwave-vscode-"));
    const at = (name: string): string => path.join(home, name);
    mkdirSync(at("data/User"), { recursive: true });
    writeFileSync(at("config.yaml"), "");
    // VS Code asks a login shell for the environment.
    writeFileSync(at(".profile"), `export PATH="${TOOLS}/bin:$PATH"\n`);
    writeFileSync(at("data/User/settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
    const environment = {
      PATH: process.env["PATH"],
      HOME: home,
      XDG_CACHE_HOME: at("cache"),
      // Built Go is the same for every home.
      GOCACHE: process.env["GOCACHE"] ?? path.join(os.homedir(), ".cache/go-build"),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    };
    const options = [
      ...["--config", at("config.yaml"), "--user-data-dir", at("data"), "--extensions-dir", EXTENSIONS],
      ...["--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check"],
      ...["--disable-getting-started-override", "--ignore-last-opened"],
      ...(trusted ? ["--disable-workspace-trust"] : []),
      ...(host === undefined ? [] : ["--vscode-option", "enable-smoke-test-driver"]),
    ];
    const log = openSync(path.join(PICTURES, "code-server.log"), "a");
    const server = spawn(process.execPath, [CODE_SERVER, ...options], { env: environment, cwd: home, stdio: ["ignore", "pipe", log] });
    const address = await listening(server);
    const browser = await launch();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const remote = (file: string): string => `vscode-remote://${address}${encodeURI(file)}`;
    const isWorkspace = folder.endsWith(".code-workspace");
    const payload = [["openFile", remote(path.resolve(isWorkspace ? path.dirname(folder) : folder, file))]];
    if (host !== undefined) {
      payload.push(["extensionDevelopmentPath", remote(host.extension)], ["extensionTestsPath", remote(host.file)]);
      await page.exposeFunction("codeAutomationLog", (_type: string, [line]: unknown[]) => host.say(String(line)));
      await page.exposeFunction("codeAutomationExit", host.end);
    }
    const query = new URLSearchParams({ [isWorkspace ? "workspace" : "folder"]: folder, payload: JSON.stringify(payload) });
    await page.goto(`http://${address}/?${query.toString()}`);
    const workbench = new Workbench(home, server, browser, page);
    await workbench.editor.waitFor();
    await workbench.hasExtension();
    return workbench;
  }

  /** Has the window look so. */
  async useTheme(kind: keyof typeof THEMES): Promise<void> {
    const { name, style } = THEMES[kind];
    await this.page.keyboard.press("F1");
    await this.page.locator(".quick-input-box input").fill(">Preferences: Color Theme");
    await this.page.locator(".quick-input-list .monaco-list-row[aria-label^='Preferences: Color Theme']").click();
    await this.page.locator(".quick-input-box input[placeholder^='Select Color Theme']").waitFor();
    await this.page.locator(".quick-input-box input").fill(name);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
    await this.page.keyboard.press("Enter");
    await this.page.locator(`.monaco-workbench.${style}`).waitFor();
  }

  /** The colour of the first token in the editor that begins with a word. */
  async colourOf(word: string): Promise<string> {
    const token = this.editor.locator(".view-line span > span", { hasText: new RegExp(`^${word}`) }).first();
    return token.evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).color ?? "");
  }

  /** Another window of the same editor and the same browser. */
  async secondWindow(): Promise<Workbench> {
    const page = await this.page.context().newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(this.page.url());
    const window = new Workbench(this.home, this.server, this.browser, page);
    await window.hasExtension();
    return window;
  }

  /** Waits until VS Code knows what the extension brings: a palette that is opened before does not list it. */
  private async hasExtension(): Promise<void> {
    await this.activity.waitFor();
  }

  /** Takes a picture of the whole window. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(PICTURES, `vscode-${name}.png`) });
  }

  async close(): Promise<void> {
    await this.browser.close();
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    this.server.kill();
    await ended;
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10 });
  }

  get editor(): Locator {
    return this.page.locator(".editor-instance .monaco-editor[role=code]");
  }

  get squiggles(): Locator {
    return this.editor.locator(".squiggly-error, .squiggly-warning");
  }

  get problems(): Locator {
    return this.page.locator(".markers-panel .monaco-list-row");
  }

  tab(name: string): Locator {
    return this.page.locator(".tabs-container .tab", { hasText: name });
  }

  /** A file or folder in the Explorer. */
  file(name: string): Locator {
    return this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^='${name}']`);
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item", { hasText: text });
  }

  /** One of the messages that are kept, where the list of them is shown. */
  notification(text: string): Locator {
    return this.page.locator(".notifications-center .notification-list-item", { hasText: text });
  }

  /** The item of the status bar that shows a run. */
  get running(): Locator {
    return this.page.locator(".statusbar-item[id$='specwave.run']");
  }

  /** A line in the terminal. */
  terminal(text: string): Locator {
    return this.page.locator(".xterm-rows > div", { hasText: text }).first();
  }

  /** Opens the Waves view. */
  async openWaves(): Promise<void> {
    await this.activity.click();
  }

  private get activity(): Locator {
    return this.page.locator(".activitybar .action-item a[aria-label='Specwave']");
  }

  /** The row of the Waves view whose label begins so. */
  wave(label: string): Locator {
    return this.page.locator(`.pane-body .monaco-list-row[aria-label^='${label}']`);
  }

  /** Clicks on what can be done with a row of the Waves view. */
  async actOn(row: Locator, action: string): Promise<void> {
    await row.hover();
    await row.locator(`.action-label[aria-label^='${action}']`).click();
  }

  /** Opens the timeline of the run in the status bar. */
  async openTimeline(): Promise<void> {
    await this.running.click();
    await this.webview.locator("tbody").waitFor();
  }

  /** The page that a webview shows. */
  get webview(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  /** The processes that are language servers of the extension. */
  servers(): number[] {
    const processes = readdirSync("/proc").map(Number).filter((pid) => pid > 0);
    return processes.filter((pid) => isServer(pid, this.home));
  }

  /** Runs a command from the palette, by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-box input");
    await input.fill(`>${title}`);
    // Enter takes what is focused, and the list follows what is typed after a moment.
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
    await input.press("Enter");
  }

  /**
   * Clicks on a lens until that shows something: VS Code draws lenses again with every answer of the server, and passes over a click
   * that meets one that goes.
   */
  async clickLens(title: string, shown: Locator): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    while (!(await shown.isVisible())) {
      assert.ok(Date.now() < deadline, `the lens ${title} does nothing`);
      await this.editor.getByText(title, { exact: true }).click();
      await shown.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
  }

  /** Types what is begun, has what it may become listed, and takes what begins so. */
  async complete(begun: string, label: string): Promise<void> {
    await this.page.keyboard.type(begun);
    await this.page.keyboard.press("Control+Space");
    const focused = this.page.locator(".suggest-widget .monaco-list-row.focused", { hasText: label });
    await focused.waitFor();
    await this.page.keyboard.press("Enter");
    await focused.waitFor({ state: "detached" });
  }

  /** Replaces all of a text in the editor, as a user types it. */
  async replaceInEditor(text: string, by: string): Promise<void> {
    await this.page.keyboard.press("Control+H");
    const widget = this.page.locator(".find-widget.visible");
    await widget.locator(".find-part textarea").fill(text);
    await widget.locator(".replace-part textarea").fill(by);
    await this.page.keyboard.press("Control+Alt+Enter");
    await this.page.keyboard.press("Escape");
  }

  /** Chooses from the picker with a title. */
  async choose(title: string, text: string): Promise<void> {
    await this.page.locator(".quick-input-title", { hasText: title }).waitFor();
    await this.row(text).click();
  }

  /** Names an empty folder in the dialog that asks for one. */
  async pickFolder(folder: string): Promise<void> {
    await this.page.locator(".quick-input-title", { hasText: "folder" }).waitFor();
    // The dialog follows what is typed after a moment: first it lists the folder it begins with, then nothing but the way up.
    const listed = this.page.locator(".quick-input-list .monaco-list-row", { hasNotText: ".." }).first();
    await listed.waitFor();
    await this.page.locator(".quick-input-box input").fill(`${folder}/`);
    await listed.waitFor({ state: "detached" });
    await this.page.locator(".quick-input-widget .monaco-button", { hasText: "OK" }).click();
  }

  private row(text: string): Locator {
    return this.page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
  }

  /** Applies the quick fix whose title begins so, for what `text` in the editor is part of. */
  async quickFix(text: string, title: string): Promise<void> {
    const action = this.page.locator(".action-widget:not(.action-list-submenu-panel) .monaco-list-row.action", { hasText: title });
    await this.page.getByText(text).first().dblclick();
    // It is there when the server has been asked for actions and has some.
    await this.editor.locator("[class*=lightbulb i]").filter({ visible: true }).first().waitFor();
    await this.page.keyboard.press("Control+.");
    await action.click();
  }
}

/** Whether a process is the language server of an extension of the editor whose home this is. */
function isServer(pid: number, home: string): boolean {
  const words = (file: string): string[] => readFileSync(`/proc/${pid}/${file}`, "utf8").split("\0");
  try {
    return words("cmdline")[1] === "lsp" && words("environ").includes(`HOME=${home}`);
  } catch {
    // It has ended meanwhile.
    return false;
  }
}

async function listening(server: ChildProcess): Promise<string> {
  const output = server.stdout;
  if (output === null) {
    throw new Error("code-server has no output");
  }
  for await (const line of createInterface(output)) {
    const address = /listening on http:\/\/(\S+?)\/?$/i.exec(line)?.[1];
    if (address !== undefined) {
      // It blocks when nobody reads on.
      output.resume();
      return address;
    }
  }
  throw new Error("code-server ended before it listened");
}
