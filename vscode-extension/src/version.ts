// Whether the server that was found fits the extension.

/** What to tell the user where it does not: patches of one minor version fit each other. */
export function versionProblem(extension: string, server: string | undefined): string | undefined {
  if (server !== undefined && minor(server) === minor(extension)) {
    return undefined;
  }
  return `The Specwave server is version ${server ?? "unknown"}, the extension ${extension}: parts of it may not work.`;
}

function minor(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
