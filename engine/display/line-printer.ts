import type { View } from "../display.ts";
import { type Row, rowText } from "./rows.ts";

/** For logs and pipes: a line when something begins to take time, and one when it ended; what stays as it is has none. */
export class LinePrinter implements View {
  readonly #stream: NodeJS.WritableStream;
  readonly #shown = new Map<string, string>();

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  changed(row: Row): void {
    const quiet = row.op === "same" || row.op === "refresh" || row.op === "read";
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
