// Who does the Tasks of the runs to come in the open folders, where the user has chosen that.

import type { Memento } from "vscode";

const AGENT = "agent";

/** Nothing where `specwave.toml` says it. */
export function chosenAgent(memory: Memento): string | undefined {
  return memory.get<string>(AGENT);
}

export async function rememberAgent(memory: Memento, agent: string | undefined): Promise<void> {
  await memory.update(AGENT, agent);
}
