// What is tested inside of VS Code, with its own interface. VS Code calls `run`; what became of each test is said in a line.

import * as commands from "./commands.ts";
import * as providers from "./providers.ts";
import * as settings from "./settings.ts";
import * as waves from "./waves.ts";

/** A test that has run: its problem is empty where there is none. */
export interface Tested {
  name: string;
  problem: string;
}

export async function run(): Promise<void> {
  const groups = [commands, providers, waves, settings];
  for (const [name, check] of groups.flatMap(({ tests }) => Object.entries<() => unknown>(tests))) {
    let problem = "";
    try {
      await check();
    } catch (error) {
      problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const tested: Tested = { name, problem };
    console.log(JSON.stringify(tested));
  }
}
