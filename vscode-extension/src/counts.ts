// How many findings there are, in words.

export interface Counts {
  files: number;
  errors: number;
  warnings: number;
  others: number;
}

/** `3 files: 1 error, 2 warnings`. */
export function inWords({ files, errors, warnings, others }: Counts): string {
  const findings = [
    [errors, "error"],
    [warnings, "warning"],
    [others, "hint"],
  ] as const;
  const said = findings.filter(([count]) => count > 0).map(([count, word]) => counted(count, word));
  return `${counted(files, "file")}: ${said.join(", ") || "no findings"}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
