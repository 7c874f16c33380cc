// Preview Wave Plan: the server writes the plan to a page and shows it.

import * as vscode from "vscode";
import { type Client, PREVIEW } from "../client.ts";
import { argumentOf } from "../order.ts";
import { specification } from "../specification.ts";

export async function preview(client: Client): Promise<void> {
  const uri = await specification();
  if (uri !== undefined && (await client.connection()) !== undefined) {
    await vscode.commands.executeCommand(PREVIEW, argumentOf(uri.toString(), {}));
  }
}
