// Bundles the extension, and brings the grammars, which other editors use as well, to where VS Code looks for them.

import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { build } from "esbuild";

process.chdir(import.meta.dirname);

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.cjs",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  minify: true,
  logLevel: "warning",
});

await rm("syntaxes", { recursive: true, force: true });
await mkdir("syntaxes");
for (const file of await readdir("../syntaxes")) {
  if (file.endsWith(".tmLanguage.json")) {
    await cp(`../syntaxes/${file}`, `syntaxes/${file}`);
  }
}
