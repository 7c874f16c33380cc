import path from "node:path";

/** The server that is tested: the one that cargo has built, or another. */
export const SERVER = process.env["SPECWAVE_SERVER"] ?? path.resolve(import.meta.dirname, "../../target/debug/specwave");
