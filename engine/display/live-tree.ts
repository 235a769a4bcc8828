import { paint } from "./paint.ts";
import { isQuiet, type Row, rowText } from "./rows.ts";
import type { View } from "./view.ts";

const FRAME_MS = 100;

/** For terminals: running steps are redrawn in place below those that have ended, with their time and what they wait for. */
export class LiveTree implements View {
  readonly #stream: NodeJS.WriteStream;
  readonly #running = new Set<Row>();
  #drawn = 0;
  #timer: NodeJS.Timeout | undefined;

  readonly #planOnly: boolean;

  /** With `planOnly` nothing will be done, so that planned steps are printed. */
  constructor(stream: NodeJS.WriteStream, planOnly: boolean) {
    this.#stream = stream;
    this.#planOnly = planOnly;
  }

  changed(row: Row): void {
    if (row.state === "running") {
      this.#running.add(row);
      this.#timer ??= setInterval(() => this.#redraw([]), FRAME_MS).unref();
      return;
    }
    this.#running.delete(row);
    const quiet = isQuiet(row) || row.doing === "reading";
    if (row.state === "waiting" ? this.#planOnly && !quiet : row.state === "failed" || !quiet) {
      this.#redraw([this.#text(row)]);
    }
  }

  print(line: string): void {
    this.#redraw([line]);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#running.clear();
    this.#redraw([]);
  }

  /** Erases the running rows, prints `lines` permanently, and draws the running rows again. */
  #redraw(lines: readonly string[]): void {
    const erase = this.#drawn === 0 ? "" : `\x1b[${this.#drawn}A\x1b[J`;
    const maxRows = Math.max(1, (this.#stream.rows ?? 24) - 2);
    const rows = [...this.#running].slice(0, maxRows).map((row) => this.#text(row));
    const hidden = this.#running.size - rows.length;
    if (hidden > 0) rows[rows.length - 1] = paint.dim(`   … and ${hidden + 1} more`);
    this.#drawn = rows.length;
    this.#stream.write(erase + [...lines, ...rows].map((line) => `${line}\n`).join(""));
  }

  #text(row: Row): string {
    return rowText(row, (this.#stream.columns ?? 80) - 1, Date.now());
  }
}
