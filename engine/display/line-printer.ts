import { isQuiet, type Row, rowText } from "./rows.ts";
import type { View } from "./view.ts";

/** For logs and pipes: a line when a step begins and one when it ends; unchanged resources have none. */
export class LinePrinter implements View {
  readonly #stream: NodeJS.WritableStream;
  readonly #shown = new Map<string, string>();

  readonly #planOnly: boolean;

  /** With `planOnly` nothing will be done, so that planned steps are printed. */
  constructor(stream: NodeJS.WritableStream, planOnly: boolean) {
    this.#stream = stream;
    this.#planOnly = planOnly;
  }

  changed(row: Row): void {
    if (row.state === "waiting" && !this.#planOnly) return;
    const quiet = isQuiet(row);
    if (quiet && row.state !== "failed") return;
    const what = `${row.op} ${row.state} ${row.doing}`;
    const reading = row.doing === "reading" && row.state !== "failed";
    if (reading || this.#shown.get(row.urn) === what) return;
    this.#shown.set(row.urn, what);
    this.print(rowText(row, 200, Date.now()));
  }

  print(line: string): void {
    this.#stream.write(`${line.trimEnd()}\n`);
  }

  close(): void {}
}
