// The page of the timeline. It is told of the run and draws it; rows stay the same elements, so that the focus stays where it is.

import type { Account } from "../../account.ts";
import { type Chart, chartOf, type Row } from "../chart.ts";
import type { FromPage, State } from "../messages.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: State): void };

const SECOND = 1000;

const vscode = acquireVsCodeApi();
const title = element("title");
const summary = element("summary");
const announced = element("announced");
const ruler = element("ruler");
const body = element("rows");
const drawn = new Map<string, Drawn>();
let account: Account | undefined;
let chosen: string | undefined;

interface Drawn {
  line: HTMLTableRowElement;
  cells: Record<"title" | "state" | "time" | "used" | "note", HTMLElement>;
  course: HTMLElement;
  needs: string[];
}

window.addEventListener("message", ({ data }: MessageEvent<Account>) => {
  announce(account, data);
  account = data;
  vscode.setState({ token: data.token });
  draw(chartOf(data));
});
setInterval(() => account?.outcome === "running" && draw(chartOf(account)), SECOND);
body.addEventListener("keydown", move);
vscode.postMessage({ said: "ready" });

/** Said aloud: that a Task is in, that the run has ended, and nothing between. */
function announce(before: Account | undefined, now: Account): void {
  if (before?.completed !== now.completed || before.outcome !== now.outcome) {
    announced.textContent = `${now.outcome}, ${now.completed} of ${now.tasks.length} Tasks`;
  }
}

function draw(chart: Chart): void {
  title.textContent = chart.title;
  summary.textContent = chart.summary;
  ruler.replaceChildren(...chart.ticks.map(({ left, text }) => placed("tick", left, text)));
  for (const row of chart.rows) {
    drawRow(drawn.get(row.id) ?? added(row), row);
  }
  choose(chosen ?? chart.rows[0]?.id);
}

function added(row: Row): Drawn {
  const line = document.createElement("tr");
  line.dataset["id"] = row.id;
  line.tabIndex = -1;
  line.addEventListener("click", () => focus(row.id));
  line.addEventListener("focus", () => choose(row.id));
  line.addEventListener("dblclick", () => open(row.id));
  const cell = (name: string, tag: "td" | "th" = "td"): HTMLElement => {
    const made = document.createElement(tag);
    made.className = name;
    line.append(made);
    return made;
  };
  const heading = cell("title", "th");
  heading.setAttribute("scope", "row");
  const cells = { title: heading, state: cell("state"), time: cell("time"), used: cell("used") };
  const course = cell("course");
  const made: Drawn = { line, cells: { ...cells, note: cell("note") }, course, needs: [] };
  drawn.set(row.id, made);
  body.append(line);
  return made;
}

function drawRow({ line, cells, course }: Drawn, row: Row): void {
  const critical = row.isCritical ? "◆ " : "";
  const texts = { title: critical + row.title, state: row.state, time: row.time, used: row.used, note: row.note };
  for (const [name, text] of Object.entries(texts)) {
    const cell = cells[name as keyof typeof cells];
    if (cell.textContent !== text) {
      cell.textContent = text;
    }
  }
  cells.title.setAttribute("aria-label", `${row.title}, ${row.wave}${row.isCritical ? ", on the critical path" : ""}`);
  line.classList.toggle("critical", row.isCritical);
  course.replaceChildren(
    ...row.bars.map(({ left, width, state }) => {
      const bar = placed(`bar ${state.replace(" ", "-")}`, left, "");
      bar.style.width = `${width}%`;
      return bar;
    }),
  );
  const known = drawn.get(row.id);
  if (known !== undefined) {
    known.needs = row.needs;
  }
}

/** Of the row at hand, those that it needs and those that need it are shown. */
function choose(id: string | undefined): void {
  chosen = id;
  const needs = id === undefined ? [] : (drawn.get(id)?.needs ?? []);
  for (const [other, { line, needs: theirs }] of drawn) {
    line.tabIndex = other === id ? 0 : -1;
    line.classList.toggle("chosen", other === id);
    line.classList.toggle("needed", needs.includes(other));
    line.classList.toggle("waiting", id !== undefined && theirs.includes(id));
  }
}

function move(event: KeyboardEvent): void {
  const ids = [...drawn.keys()];
  const at = ids.indexOf(chosen ?? "");
  const targets: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ids.length - 1 };
  const target = targets[event.key];
  if (event.key === "Enter" && chosen !== undefined) {
    open(chosen);
  } else if (target !== undefined && ids[target] !== undefined) {
    focus(ids[target]);
  } else {
    return;
  }
  event.preventDefault();
}

function focus(id: string): void {
  drawn.get(id)?.line.focus();
}

function open(id: string): void {
  if (account?.tasks.some((task) => task.id === id) === true) {
    vscode.postMessage({ said: "showLog", task: id });
  }
}

function placed(name: string, left: number, text: string): HTMLElement {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  // Set by the script: the policy of the page allows no style in its text.
  made.style.left = `${left}%`;
  return made;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no #${id}`);
  }
  return found;
}
