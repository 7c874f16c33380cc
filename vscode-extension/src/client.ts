// The client of the language server: finds it, starts it, and says so when that does not work.

import * as vscode from "vscode";
import {
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  type LSPAny,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";
import type { Accounts } from "./accounts.ts";
import { chosenAgent } from "./chosenAgent.ts";
import { findServer } from "./findServer.ts";
import type { Argument } from "./order.ts";
import type { Runs } from "./runs.ts";
import { refuseUntrusted } from "./trust.ts";
import { versionProblem } from "./version.ts";

/** The server's command that carries something out; the others only show. */
const EXECUTE = "specwave.execute";
export const PREVIEW = "specwave.previewPlan";

const CHOOSE = "Choose Executable…";
const SETTINGS = "Open Settings";

export class Client {
  private readonly context: vscode.ExtensionContext;
  private readonly log: vscode.LogOutputChannel;
  private readonly runs: Runs;
  private readonly accounts: Accounts;
  private languageClient: LanguageClient | undefined;
  /** Starts and stops one after the other, however often they are asked for. */
  private queue: Promise<void> = Promise.resolve();

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, runs: Runs, accounts: Accounts) {
    this.context = context;
    this.log = log;
    this.runs = runs;
    this.accounts = accounts;
  }

  start(): Promise<void> {
    return this.enqueue(() => this.startNow());
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.stopNow());
  }

  restart(): Promise<void> {
    return this.enqueue(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  /** The server as a connection, for requests; tells the user where there is none. */
  async connection(): Promise<LanguageClient | undefined> {
    await this.queue;
    // One that crashed too often has stopped for good; one that starts again is waited for by whoever sends it something.
    if (this.languageClient === undefined || this.languageClient.state === State.Stopped) {
      await this.restart();
    }
    return this.languageClient;
  }

  /** Begins a run. */
  async execute(argument: Argument): Promise<void> {
    await this.carryOut(EXECUTE, [argument]);
  }

  /** The server's executable, which is the command line as well. */
  async executable(): Promise<string | undefined> {
    const search = this.search();
    if ("found" in search) {
      return search.found;
    }
    await this.tellMissing(search.missing);
    return undefined;
  }

  /** A setting; people write what they like into them, and what is no text counts as if it were not there. */
  private setting(name: string, otherwise: string): string {
    const value = vscode.workspace.getConfiguration("specwave").get<unknown>(name);
    if (value !== undefined && typeof value !== "string") {
      this.log.warn(`The setting specwave.${name} has to be a text, so it is not used: ${JSON.stringify(value)}`);
    }
    return typeof value === "string" ? value : otherwise;
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private search(): ReturnType<typeof findServer> {
    return findServer({
      setting: this.setting("server.path", ""),
      extensionFolder: this.context.extensionPath,
      environment: process.env,
      platform: process.platform,
    });
  }

  private async startNow(): Promise<void> {
    const search = this.search();
    if ("missing" in search) {
      this.log.error(search.missing);
      void this.tellMissing(search.missing);
      return;
    }
    const started = new LanguageClient("specwave", "Specwave", this.serverOptions(search.found), this.clientOptions());
    // A pipe that breaks is the end of the server, and its end is what counts: by itself the client would give it up for writing to it.
    const byDefault = started.createDefaultErrorHandler();
    started.clientOptions.errorHandler = {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => byDefault.closed(),
    };
    started.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) {
        // A server that crashed tells no ends; the one that is started instead tells of the runs that go on.
        this.runs.forget();
      } else if (newState === State.Running) {
        void this.accounts.ask(started);
      }
    });
    this.accounts.hear(started);
    this.runs.cancelsWith((notification, params) => started.sendNotification(notification, params));
    try {
      await started.start();
    } catch (error) {
      this.log.error(`${search.found}: ${inWords(error)}`);
      void this.tellMissing(`The Specwave server could not be started: ${inWords(error)}`);
      return;
    }
    this.languageClient = started;
    this.tellVersion(started);
  }

  private async stopNow(): Promise<void> {
    const stopped = this.languageClient;
    this.languageClient = undefined;
    try {
      await stopped?.dispose();
    } catch (error) {
      // One that has crashed cannot be stopped in order, and need not be.
      this.log.warn(inWords(error));
    }
  }

  private serverOptions(command: string): { command: string; args: string[]; options: { env: NodeJS.ProcessEnv } } {
    const level = this.setting("server.log", "warn");
    return { command, args: ["lsp"], options: { env: { ...process.env, SPECWAVE_LOG: level } } };
  }

  private clientOptions(): LanguageClientOptions {
    return {
      // SQL and Go are told to the server where they are edited, so that drift is seen before they are saved.
      documentSelector: [
        ...["markdown", "go", "sql"].map((language) => ({ scheme: "file", language })),
        { scheme: "file", pattern: "**/specwave.toml" },
      ],
      outputChannel: this.log,
      // A server that ends fails every request under way. That is for the log; what concerns the user is told all the same.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: {
        handleWorkDoneProgress: (token, value, next) => this.runs.handle(token, value, () => next(token, value)),
        executeCommand: (command, given) => this.carryOut(command, command === EXECUTE ? this.withAgent(given) : given),
      },
    };
  }

  /** What a lens or a code action orders is done by the agent that was chosen. */
  private withAgent([ordered, ...others]: unknown[]): unknown[] {
    const agent = chosenAgent(this.context.workspaceState);
    return [agent === undefined ? ordered : { agent, ...(ordered as Argument) }, ...others];
  }

  /** A command of the server, from a lens, a code action or a command of ours. */
  private async carryOut(command: string, given: unknown[]): Promise<unknown> {
    if (command === EXECUTE && (await refuseUntrusted())) {
      return undefined;
    }
    try {
      return await this.languageClient?.sendRequest(ExecuteCommandRequest.type, { command, arguments: given as LSPAny[] });
    } catch (error) {
      // What the user can mend, the server has said in a message of its own.
      if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestFailed) {
        return undefined;
      }
      throw error;
    }
  }

  private tellVersion(started: LanguageClient): void {
    const extension = (this.context.extension.packageJSON as { version: string }).version;
    const problem = versionProblem(extension, started.initializeResult?.serverInfo?.version);
    if (problem !== undefined) {
      this.log.warn(problem);
      void vscode.window.showWarningMessage(problem);
    }
  }

  private async tellMissing(message: string): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, CHOOSE, SETTINGS);
    if (chosen === SETTINGS) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "specwave.server.path");
    } else if (chosen === CHOOSE) {
      const [file] = (await vscode.window.showOpenDialog({ title: "The specwave executable" })) ?? [];
      if (file !== undefined) {
        // Hearing of the change restarts the server.
        await vscode.workspace.getConfiguration("specwave").update("server.path", file.fsPath, vscode.ConfigurationTarget.Global);
      }
    }
  }
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
