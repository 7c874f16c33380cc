// A folder with a specification, whose run can be held in the middle.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { SERVER } from "../server.ts";
import { PATIENCE } from "./patience.ts";
import { TOOLS } from "./places.ts";

const SPECIFICATION = `---
feature: Invoice Reminders
domain: billing
priority: hihg
---

# Invoice Reminders

## Overview
Customers who forget an invoice are reminded of it.

## Domain Model
\`\`\`yaml
entities:
  - name: Invoice
    fields:
      - ID uuid.UUID
      - Total int64
      - DueAt time.Time
    methods:
      - IsOverdue() bool
services:
  - name: ReminderService
    operations:
      - Remind(ctx context.Context, invoiceID uuid.UUID) error
\`\`\`

## Acceptance Criteria
- An overdue invoice is reminded once
`;

export const FILE = "specs/invoice-reminders.md";

export class Project {
  readonly folder: string;
  private readonly around: string;
  private holder: ChildProcess | undefined;

  constructor(name = "Mahnungen für März") {
    this.around = mkdtempSync(path.join(os.tmpdir(), "specwave-project-"));
    // Spaces and letters outside ASCII are in many a path.
    this.folder = path.join(this.around, name);
    this.write(FILE, SPECIFICATION);
    writeFileSync(this.gate, "");
    const agent = path.resolve(import.meta.dirname, "../../../tests/support/scripted_agent.py");
    const command = JSON.stringify(["python3", agent, this.gate, "domain_expert"]);
    this.write("specwave.toml", `agent = "scripted"\nquality = "draft"\n\n[agents.scripted]\ncommand = ${command}\n\n[gate.contract]\nenabled = false\n`);
  }

  remove(): void {
    this.release();
    rmSync(this.around, { recursive: true, force: true, maxRetries: 10 });
  }

  /** Holds the scripted agent's domain expert, in this run and those to come, until it is released. */
  async hold(): Promise<void> {
    this.release();
    const holder = spawn("flock", [this.gate, "sh", "-c", "echo held; cat"], { stdio: ["pipe", "pipe", "inherit"] });
    this.holder = holder;
    await new Promise((resolve) => holder.stdout.once("data", resolve));
  }

  release(): void {
    this.holder?.stdin?.end();
    this.holder = undefined;
  }

  /** Begins a run from the command line, as somebody does who is not in the editor, and waits until it tells of its first Task. */
  async runFromTerminal(): Promise<void> {
    const PATH = `${path.resolve(TOOLS, "bin")}:${process.env["PATH"]}`;
    const run = spawn(SERVER, ["run", FILE], { cwd: this.folder, env: { ...process.env, PATH }, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    run.stderr.on("data", (chunk) => (said += String(chunk)));
    await until("the run has begun", () => said.includes("Wave 0"), () => said);
  }

  /** Has the domain expert's agent ask before it writes, and the built-in agent do the rest. */
  asksFirst(): void {
    const agent = path.resolve(import.meta.dirname, "../../../tests/support/acp_agent.py");
    const command = JSON.stringify(["python3", agent, "asks", SERVER]);
    const asking = `[agents.asking]\nkind = "acp"\ncommand = ${command}\npermissions = "ask"\n\n[roles.domain_expert]\nagent = "asking"\n`;
    this.write("specwave.toml", `quality = "draft"\n\n${asking}\n[timeouts]\nanswer_seconds = ${PATIENCE / 1000}\n`);
  }

  /** Writes a file of the folder. */
  write(file: string, text: string): void {
    const at = path.join(this.folder, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
  }

  delete(file: string): void {
    rmSync(path.join(this.folder, file));
  }

  /** What is in a file of the folder. */
  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  has(file: string): boolean {
    return existsSync(path.join(this.folder, file));
  }

  /** The journals of all runs, the latest last. */
  journals(): string[] {
    const runs = path.join(this.folder, ".specwave/runs");
    const journals = readdirSync(runs).sort().map((run) => path.join(runs, run, "journal.jsonl"));
    return journals.filter((journal) => existsSync(journal)).map((journal) => readFileSync(journal, "utf8"));
  }

  /** How the latest run ended, as its journal says; nothing while it goes on. */
  outcome(): string | undefined {
    const last = this.journals().at(-1)?.trimEnd().split("\n").at(-1) ?? "";
    return /"type":"run_ended","outcome":\{"outcome":"(\w+)"/.exec(last)?.[1];
  }

  private get gate(): string {
    return path.join(this.around, "gate");
  }
}

/** Waits for something outside of the browser; where that is in vain, says what is there instead. */
export async function until(what: string, condition: () => boolean, instead = () => ""): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`waited in vain until ${what}\n${instead()}`);
    }
    await pause(50);
  }
}
