// What the server says of a run, as the status bar and the lists of the editor show it.

/** `Wave 1 · 3/5`, of `Wave 1 · 3/5 · Domain Expert: 2 entities created`. */
export function shortMessage(message: string): string {
  return message.split(" · ").slice(0, 2).join(" · ");
}

/** The folder that the code of a run arrives in; its token names the run's directory, `FOLDER/.specwave/runs/ID`. */
export function outputOfToken(token: string | number): string | undefined {
  return /^specwave:(.+)[\\/]\.specwave[\\/]runs[\\/][^\\/]+$/.exec(String(token))?.[1];
}

/** Progress of a run, and not of something else that the server does. */
export function isRun(token: string | number): boolean {
  return outputOfToken(token) !== undefined;
}

/** `2m5s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ] as const;
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`).join("") || "0s";
}
