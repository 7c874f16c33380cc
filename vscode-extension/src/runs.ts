// Runs that go on: each is shown as a notification that can cancel it.

import * as vscode from "vscode";
import {
  type ProgressToken,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from "vscode-languageclient/node";
import { isRun } from "./runMessage.ts";

type Value = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;
type Send = (type: typeof WorkDoneProgressCancelNotification.type, params: { token: ProgressToken }) => Promise<void>;

export interface Run {
  token: ProgressToken;
  /** `Specwave: Invoice Reminders`. */
  title: string;
  message: string;
  percentage: number;
}

interface Shown extends Run {
  /** What the notification shows now. */
  report?: (message: string, increment: number) => void;
  /** Takes the notification away. */
  end?: () => void;
}

export class Runs {
  private readonly shown = new Map<ProgressToken, Shown>();
  private readonly changed = new vscode.EventEmitter<void>();
  private send: Send | undefined;

  /** Something about the runs has changed. */
  readonly onDidChange = this.changed.event;

  all(): readonly Run[] {
    return [...this.shown.values()];
  }

  /** Whom to tell that a run is cancelled. */
  cancelsWith(send: Send): void {
    this.send = send;
  }

  cancel(run: Run): void {
    void this.send?.(WorkDoneProgressCancelNotification.type, { token: run.token });
  }

  /** Progress from the server; what is not of a run is shown as the client does by itself. */
  handle(token: ProgressToken, value: Value, byTheClient: () => void): void {
    if (!isRun(token)) {
      return byTheClient();
    }
    if (value.kind === "begin") {
      this.begin({ token, title: value.title, message: value.message ?? "", percentage: value.percentage ?? 0 });
    } else if (value.kind === "report") {
      this.report(token, value);
    } else {
      this.end(token);
      // The client has a listener for the token, which goes with its end.
      byTheClient();
    }
    this.changed.fire();
  }

  /** The server has gone; a new one tells of the runs that go on. */
  forget(): void {
    [...this.shown.keys()].forEach((token) => this.end(token));
    this.changed.fire();
  }

  private begin(run: Run): void {
    this.end(run.token);
    const shown: Shown = { ...run };
    this.shown.set(run.token, shown);
    const options = { location: vscode.ProgressLocation.Notification, title: run.title, cancellable: true };
    void vscode.window.withProgress(options, (progress, cancellation) => {
      cancellation.onCancellationRequested(() => this.cancel(run));
      progress.report({ message: shown.message, increment: shown.percentage });
      shown.report = (message, increment) => progress.report({ message, increment });
      return new Promise<void>((resolve) => {
        shown.end = resolve;
        // The run may have ended before its notification was there.
        if (this.shown.get(run.token) !== shown) {
          resolve();
        }
      });
    });
  }

  private report(token: ProgressToken, value: WorkDoneProgressReport): void {
    const shown = this.shown.get(token);
    if (shown === undefined) {
      return;
    }
    const percentage = value.percentage ?? shown.percentage;
    shown.message = value.message ?? shown.message;
    shown.report?.(shown.message, Math.max(0, percentage - shown.percentage));
    shown.percentage = percentage;
  }

  private end(token: ProgressToken): void {
    const shown = this.shown.get(token);
    this.shown.delete(token);
    shown?.end?.();
  }
}
