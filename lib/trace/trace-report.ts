import { green, red, wrap } from "../terminal/terminal.ts";
import type { Explanation } from "./explain.ts";
import type { Path } from "./path.ts";
import type { Hop } from "./walk.ts";
import { titles } from "./walk.ts";

const titleWidth = Math.max(...Object.values(titles).map((title) => title.length)) + 2;
const timeWidth = 9;
const seenWidth = 80 - 4 - titleWidth - timeWidth;
const sides = {
  host: "this machine",
  container: "a container of the lab's network",
  node: "the engine's machine, outside of the lab's network,",
};

export function formatPath({ from, to }: Path) {
  return `From ${sides[from]} to the ${to} listener\n`;
}

/** One hop for 80 columns: what was done, what was seen, how long it took. */
export function formatHop({ id, ok, seen, timeMs }: Hop) {
  const [first = "", ...others] = wrap(seen, seenWidth);
  const time = id === "bootstrap" || id === "advertised" ? "" : `${timeMs} ms`.padStart(timeWidth);
  const head = `  ${ok ? green("✔") : red("✘")} ${titles[id].padEnd(titleWidth)}${first.padEnd(seenWidth)}${time}`;
  return [head.trimEnd(), ...others.map((line) => " ".repeat(4 + titleWidth) + line)].join("\n");
}

/** What can no longer be tried, and why; or that all was. */
export function formatEnd(broken: Hop | undefined, explanation: Explanation | undefined) {
  if (!broken || !explanation) return "\nThe way is whole: a message went out and came back.";
  return [
    ...missed(broken).map((title) => `  - ${title.padEnd(titleWidth)}not reached`),
    "",
    `It breaks at: ${titles[broken.id]} (${broken.address})`,
    ...labelled("why", explanation.why),
    ...labelled("to do", explanation.todo),
  ].join("\n");
}

function missed({ id }: Hop) {
  const ids = Object.keys(titles);
  return Object.values(titles).slice(ids.indexOf(id) + 1);
}

function labelled(label: string, text: string) {
  return wrap(text, 80 - 9).map((line, index) => `  ${(index === 0 ? label : "").padEnd(7)}${line}`);
}
