import { Transform } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { visibleText } from "../text/visible-text.ts";

/** Nobody reads a longer line; a program that never ends one must not fill the memory. */
const MOST_CHARACTERS = 4_000;

/** Turns a log's bytes into lines that are safe to show: cut where they are long, control characters made visible. */
export function logLines(): Transform {
  const decoder = new StringDecoder("utf8");
  let line = "";
  let left = 0;

  function add(text: string): void {
    const room = Math.max(0, MOST_CHARACTERS - line.length);
    line += text.slice(0, room);
    left += Math.max(0, text.length - room);
  }

  function end(): string {
    const shown = visibleText(line.replace(/\r$/, "")) + (left > 0 ? `… [+${left}]` : "");
    line = "";
    left = 0;
    return `${shown}\n`;
  }

  function lines(text: string): string {
    const parts = text.split("\n");
    const last = parts.pop() ?? "";
    const ended = parts.map((part) => {
      add(part);
      return end();
    });
    add(last);
    return ended.join("");
  }

  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, lines(decoder.write(chunk))),
    flush: (done) => {
      add(decoder.end());
      done(null, line === "" && left === 0 ? "" : end());
    },
  });
}
