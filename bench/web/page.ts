// How fast the page of ./lab open is, and what its server costs: while nothing happens,
// under a load of messages, and when no page is open. It sends to the lab's topic.
//
//   node_modules/.bin/node bench/web/page.ts [--runs 7] [--seconds 30] [--messages 1000]
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { labDir } from "../../common/project.mjs";
import { browse, launch } from "../../tests/web/support/browsing.ts";
import { joinOrServe } from "../../tests/web/support/served-lab.ts";
import { framesOf } from "./frames.ts";
import { startSteadyLoad } from "./steady-load.ts";

/** Linux counts a process's time in hundredths of a second. */
const TICKS_A_SECOND = 100;
const FRAMES_S = 10;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    seconds: { type: "string", default: "30" },
    messages: { type: "string", default: "1000" },
  },
});
const { port, stop } = await joinOrServe(labDir);
const browser = await launch();
try {
  const { page } = await browse(browser, { dir: labDir, port });
  const paints: number[] = [];
  for (let run = 0; run < Number(values.runs); run++) paints.push(await firstPaint(page));
  console.log(
    `first paint: ${median(paints).toFixed(0)} ms, median of ${paints.length} (goal: under 1000 ms)`,
  );
  for (const file of ["main.js", "main.css"]) console.log(sizeOf(file));
  await report("a page open and nothing happening (goal: under 2 %)");
  console.log(await framesOf(page, FRAMES_S));
  const stopLoad = await startSteadyLoad(Number(values.messages));
  await report(`a page open and ${values.messages} messages a second wanted`);
  console.log(await framesOf(page, FRAMES_S));
  const { sent } = await stopLoad();
  console.log(`${sent} messages were sent`);
  await page.close();
  await report("no page open");
} finally {
  await browser.close();
  await stop();
}

/** What the server costs from now on, and its memory then. */
async function report(when: string): Promise<void> {
  const before = cpuSeconds();
  await pause(Number(values.seconds) * 1_000);
  const share = ((cpuSeconds() - before) / Number(values.seconds)) * 100;
  console.log(`server, ${when}: ${share.toFixed(1)} % of a core, ${memoryMb().toFixed(0)} MB`);
}

async function firstPaint(page: Page): Promise<number> {
  await page.reload();
  await page.locator(".lessons a").first().waitFor();
  const paint = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  );
  return paint ?? Number.NaN;
}

function sizeOf(file: string): string {
  const [path = ""] = globSync(join(labDir, ".lab/cache/web/*", file));
  const content = readFileSync(path);
  const kb = (bytes: number) => `${(bytes / 1_000).toFixed(0)} KB`;
  return `${file}: ${kb(content.length)}, ${kb(gzipSync(content).length)} compressed`;
}

/** Time in user and system mode: fields 14 and 15, counted after the name in parentheses; see proc(5). */
function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${serverPid()}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

function memoryMb(): number {
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${serverPid()}/status`, "utf8")) ?? [];
  return Number(kb) / 1_000;
}

function serverPid(): number {
  return JSON.parse(readFileSync(join(labDir, ".lab/web-server.json"), "utf8")).pid;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
