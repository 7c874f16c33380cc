// What the page of the timeline and the extension say to each other. The extension sends accounts of the run.

import type { Account } from "../account.ts";

export type FromPage = { said: "ready" } | { said: "showLog"; task: string };

/** By what a page that is loaded again with its window is known. */
export interface State {
  token: Account["token"];
}
