import path from "node:path";

/** What the tests are made with. */
export const TOOLS = path.resolve(import.meta.dirname, "../../../.tools");

/** The editor's server, which is its command line as well. */
export const CODE_SERVER = path.join(TOOLS, "editors/node_modules/code-server/out/node/entry.js");

/** Where pictures and logs are left, for whoever wants to see what a test saw. */
export const PICTURES = path.resolve(import.meta.dirname, "../../../target/editors");

/** Where what is tested is packaged and installed. */
const EDITOR = path.resolve(import.meta.dirname, "../../../target/vscode");

/** The extension with the server that is tested. */
export const VSIX = path.join(EDITOR, "specwave.vsix");

/** What is tested inside of VS Code, as one file. */
export const HOST_TESTS = path.join(EDITOR, "host-tests.cjs");

/** Where it is installed, for all windows. */
export const EXTENSIONS = path.join(EDITOR, "extensions");
