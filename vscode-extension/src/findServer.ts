// Where the server is: as the setting says, else the one that came with the extension, else the first on the PATH.

import { accessSync, constants, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface Surroundings {
  /** The setting; empty where it is not set. */
  setting: string;
  extensionFolder: string;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

export type Search = { found: string } | { missing: string };

/** The server, or what to tell the user. */
export function findServer(around: Surroundings, isExecutable = isExecutableFile): Search {
  const setting = around.setting.trim();
  if (setting !== "") {
    // Whoever names a server wants that one and no other.
    const named = withHome(setting);
    return isExecutable(named)
      ? { found: named }
      : { missing: `The server that the setting specwave.server.path names is not there or cannot be run: ${named}` };
  }
  const found = [bundled(around), ...onPath(around)].find(isExecutable);
  return found !== undefined
    ? { found }
    : { missing: "The Specwave server is missing: it came neither with the extension, nor is it on the PATH." };
}

function bundled({ extensionFolder, platform }: Surroundings): string {
  return path.join(extensionFolder, "server", executableName(platform));
}

function onPath({ environment, platform }: Surroundings): string[] {
  const folders = (environment["PATH"] ?? "").split(platform === "win32" ? ";" : ":");
  // A relative folder would lead into whatever folder is open.
  return folders.filter((folder) => path.isAbsolute(folder)).map((folder) => path.join(folder, executableName(platform)));
}

function executableName(platform: NodeJS.Platform): string {
  return platform === "win32" ? "specwave.exe" : "specwave";
}

function withHome(file: string): string {
  return file.startsWith("~/") ? path.join(os.homedir(), file.slice(2)) : file;
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
