import { stripVTControlCharacters } from "node:util";
import type { Observer, Severity, Step, StepReporter } from "../model/observer.ts";
import type { OperationOptions, OperationResult } from "../model/operation.ts";
import { conceal } from "../model/property-values.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import { isProviderType, nameOf, STACK_TYPE, typeOf } from "../model/urn.ts";
import { formatDiff } from "./diff.ts";
import { LinePrinter } from "./line-printer.ts";
import { LiveTree } from "./live-tree.ts";
import { paint } from "./paint.ts";
import { countsLine, outputLines, type Row, wrapped } from "./rows.ts";
import type { View } from "./view.ts";

/** The only part of the engine that prints; it also keeps the list of steps for the result. */
export interface Display extends Observer {
  readonly steps: readonly Step[];
  begin(operation: string): void;
  outputs(outputs: PropertyMap): void;
  finish(result: OperationResult): void;
  close(): void;
}

/** A display for one operation; with `json` or `quiet` it only keeps the list. */
export function createDisplay(
  options: OperationOptions,
  stream: NodeJS.WriteStream = process.stdout,
): Display {
  const mute = options.json === true || options.quiet === true;
  const view: View = mute ? { changed() {}, print() {}, close() {} } : viewFor(options, stream);
  return new ObservingDisplay(options, view);
}

function viewFor({ operation }: OperationOptions, stream: NodeJS.WriteStream): View {
  const planOnly = operation === "preview";
  return stream.isTTY && process.env.TERM !== "dumb"
    ? new LiveTree(stream, planOnly)
    : new LinePrinter(stream, planOnly);
}

/** The width of the terminal; a pipe or a file has no limit. */
function columns(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
}

class ObservingDisplay implements Display {
  readonly steps: Step[] = [];
  readonly #options: OperationOptions;
  readonly #view: View;
  readonly #rows = new Map<string, Row>();
  readonly #shownErrors: string[] = [];
  #startedMs = Date.now();

  constructor(options: OperationOptions, view: View) {
    this.#options = options;
    this.#view = view;
  }

  begin(operation: string): void {
    this.#startedMs = Date.now();
    const titles: Record<string, string> = {
      up: "Updating",
      preview: "Previewing",
      refresh: "Refreshing",
      destroy: "Destroying",
    };
    this.#view.print(
      paint.bold(`${titles[operation] ?? operation} stack ${this.#options.stack} (embedded engine)`),
    );
  }

  planned(step: Step): void {
    this.steps.push(step);
    if (isProviderType(typeOf(step.urn))) return;
    const row = this.#row(step.urn);
    row.op = step.op;
    this.#view.changed(row);
    if (this.#options.diff) for (const line of formatDiff(step, columns())) this.#view.print(line);
  }

  began(urn: string, doing: string): StepReporter {
    const row = this.#row(urn);
    Object.assign(row, { doing, state: "running", startedMs: Date.now(), status: "" });
    const lines: string[] = [];
    this.#view.changed(row);
    return {
      status: (text) => {
        row.status = text;
        this.#view.changed(row);
      },
      log: (line, severity = "debug") => {
        lines.push(line);
        if (severity === "warning") this.message("warning", line, urn);
        else if (this.#options.verbose) this.#view.print(paint.dim(`    ${line}`));
      },
      done: () => this.#end(row, "done"),
      failed: (message) => {
        this.#end(row, "failed");
        if (!this.#options.verbose)
          for (const line of lines.slice(-20)) this.#view.print(paint.dim(`    ${line}`));
        this.message("error", message, urn);
      },
    };
  }

  skipped(urn: string): void {
    const row = this.#row(urn);
    if (row.state === "waiting") row.state = "skipped";
  }

  message(severity: Severity, text: string, urn: string): void {
    if (severity === "debug" && !this.#options.verbose) return;
    const about = urn === "" || typeOf(urn) === STACK_TYPE ? "" : `${nameOf(urn)}: `;
    const colours = { error: paint.red, warning: paint.yellow, info: paint.plain, debug: paint.dim };
    const label = severity === "info" ? "" : `${severity}: `;
    // The SDK colours the stack of a program that failed even when the output is not a terminal.
    const plain = stripVTControlCharacters(text).trimEnd();
    if (severity === "error" && plain !== "") this.#shownErrors.push(plain);
    for (const line of wrapped(`${label}${about}${plain}`.trimEnd(), columns() - 3)) {
      this.#view.print(colours[severity](`  ${line}`));
    }
  }

  output(line: string): void {
    this.#view.print(`  ${line}`);
  }

  outputs(outputs: PropertyMap): void {
    for (const line of outputLines(conceal(outputs) as PropertyMap)) this.#view.print(line);
  }

  finish(result: OperationResult): void {
    this.#view.close();
    const { operation } = this.#options;
    const { errors } = result;
    for (const error of errors.filter((one) => !this.#isShown(one))) this.message("error", error, "");
    // After a failure the outputs would be those of an earlier run, and look as if this one had succeeded.
    if (errors.length === 0 && operation !== "destroy" && Object.keys(result.outputs).length > 0) {
      this.#view.print("");
      this.outputs(result.outputs);
    }
    const seconds = ((Date.now() - this.#startedMs) / 1000).toFixed(1);
    this.#view.print("");
    this.#view.print(`${countsLine(...this.#counts(), operation === "preview")}, ${seconds} s`);
    if (errors.length > 0)
      this.#view.print(paint.red(`${operation} failed: ${errors.length} error(s), shown above`));
  }

  close(): void {
    this.#view.close();
  }

  /** An error names the resource before the text that was shown. */
  #isShown(error: string): boolean {
    return this.#shownErrors.some((text) => error.includes(text) || text.includes(error));
  }

  /** The steps done, failed and skipped: the plan alone would count a failed create as created. */
  #counts(): [summary: Record<string, number>, failed: number, skipped: number] {
    const summary: Record<string, number> = {};
    let failed = 0;
    let skipped = 0;
    for (const { urn, op, state } of this.#rows.values()) {
      if (state === "failed") failed += 1;
      else if (state === "skipped") skipped += isProviderType(typeOf(urn)) ? 0 : 1;
      else if (op !== undefined) summary[op] = (summary[op] ?? 0) + 1;
    }
    summary.same = (summary.same ?? 0) + (summary.refresh ?? 0) + (summary.read ?? 0);
    return [summary, failed, skipped];
  }

  #end(row: Row, state: "done" | "failed"): void {
    Object.assign(row, { state, seconds: (Date.now() - row.startedMs) / 1000, status: "" });
    this.#view.changed(row);
  }

  #row(urn: string): Row {
    const known = this.#rows.get(urn);
    if (known !== undefined) return known;
    const row: Row = { urn, state: "waiting", doing: "", startedMs: Date.now(), seconds: 0, status: "" };
    this.#rows.set(urn, row);
    return row;
  }
}
