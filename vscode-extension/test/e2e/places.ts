import path from "node:path";

/** What the tests are made with. */
export const TOOLS = path.resolve(import.meta.dirname, "../../../.tools");

/** Where pictures and logs are left, for whoever wants to see what a test saw. */
export const PICTURES = path.resolve(import.meta.dirname, "../../../target/editors");

/** The extension with the server that is tested. */
export const VSIX = path.join(PICTURES, "specwave.vsix");
