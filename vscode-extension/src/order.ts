// What the user orders when a specification is executed.

export const MODES = ["adaptive", "parallel", "sequential"] as const;
export const QUALITIES = ["draft", "production", "bulletproof"] as const;

export interface Order {
  mode?: (typeof MODES)[number];
  quality?: (typeof QUALITIES)[number];
  agent?: string;
  output?: string;
  /** The branch that is made instead of writing to the folder. */
  branch?: string;
}

export const MEANINGS: Record<(typeof MODES)[number] | (typeof QUALITIES)[number], string> = {
  adaptive: "A Task starts when what it needs is there",
  parallel: "A Task starts when Wave 0 has ended",
  sequential: "One Task at a time",
  draft: "Build, vet, expected outputs",
  production: "And tests, coverage",
  bulletproof: "And the race detector, three times",
};

/** The argument of `specwave.execute`; what is not chosen is left to `specwave.toml`. */
export type Argument = { uri: string } & Order;

export function argumentOf(uri: string, order: Order): Argument {
  return { uri, ...order };
}

/** Who can do the Tasks: the built-in agent, and those that `specwave.toml` declares. */
export function agentsIn(settings: string): string[] {
  const tables = settings.matchAll(/^\s*\[\s*agents\s*\.\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*\]/gm);
  return [...new Set(["builtin", ...[...tables].map((table) => table[1] ?? table[2] ?? table[3] ?? "")])];
}

/** How long a run is expected to take in each mode, and which mode is the default. */
export interface Estimates {
  mode: string;
  seconds: Map<string, number>;
}

/** The estimates of what `specwave plan --format json` prints. */
export function estimatesIn(plan: string): Estimates {
  const { mode, estimates } = JSON.parse(plan) as { mode: string; estimates: { mode: string; elapsed_seconds: number }[] };
  return { mode, seconds: new Map(estimates.map((estimate) => [estimate.mode, estimate.elapsed_seconds])) };
}
