#!/usr/bin/env node
// Times up, up with nothing to do, and destroy of a stack of 5, 20 and 80 idle containers, next to docker-compose. A
// row is printed as soon as it is measured: one round of 80 containers takes Docker itself some minutes. Medians of 7
// runs, of 3 from 40 containers on, with the quarters between which half of the runs lie; ratios of the medians.
//
//   node_modules/.bin/node bench/stack/growth.ts [--counts 5,20,80] [--runs 7] [--json]
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { ScratchProject } from "../../tests/support/scratch-project.ts";
import { median, spread } from "../http/statistics.ts";
import { COMPOSE_LIMIT_SECONDS, composeEnds } from "./bounded-compose.ts";
import { idleComposeFile, idleProgram } from "./idle-containers.ts";

const run = promisify(execFile);
const { values } = parseArgs({
  options: {
    counts: { type: "string", default: "5,20,80" },
    runs: { type: "string" },
    json: { type: "boolean" },
  },
});
const lab = join(import.meta.dirname, "..", "..", "lab");
const name = `grow${process.pid}`;

// Summary
const results = [];

// Apply
for (const count of values.counts.split(",").map(Number)) {
  const row = await measure(count, Number(values.runs ?? (count < 40 ? 7 : 3)));
  results.push(row);
  if (!values.json) console.log(formatRow(row));
}
if (values.json) console.log(JSON.stringify({ results }, undefined, 2));

type Measured = "up" | "nothing" | "destroy" | "composeUp" | "composeDown";

async function measure(count: number, runs: number) {
  const project = new ScratchProject("growth");
  project.write("infra/index.ts", idleProgram(name, count));
  const compose = { project: name, file: join(project.folder, "compose.yml") };
  writeFileSync(compose.file, idleComposeFile(count));
  const seconds: Record<Measured, number[]> = {
    up: [],
    nothing: [],
    destroy: [],
    composeUp: [],
    composeDown: [],
  };
  let cutOff = 0;
  try {
    for (let round = 0; round < runs; round += 1) {
      await timed(seconds.up, () => labCommand(project, "up"));
      await timed(seconds.nothing, () => labCommand(project, "up"));
      await timed(seconds.destroy, () => labCommand(project, "destroy"));
      const ended =
        (await timed(seconds.composeUp, () => composeEnds(compose, "up", "-d"))) &&
        (await timed(seconds.composeDown, () => composeEnds(compose, "down", "-t", "1")));
      if (!ended) cutOff += 1;
    }
  } finally {
    await labCommand(project, "destroy");
    project.remove();
  }
  const rows = Object.entries(seconds).map(([what, list]) => [what, summaryOf(list)] as const);
  return { containers: count, runs, cutOff, seconds: Object.fromEntries(rows) as Record<Measured, Times> };
}

type Times = { median: number; quarters: string; runs: number[] };

function summaryOf(list: number[]): Times {
  return { median: median(list), quarters: spread(list), runs: list };
}

function formatRow({ containers, runs, cutOff, seconds }: Awaited<ReturnType<typeof measure>>) {
  const ratio = (one: Measured, other: Measured) =>
    `${one}/${other} ${(seconds[one].median / seconds[other].median).toFixed(2)}`;
  const cells = Object.entries(seconds)
    .filter(([, { runs }]) => runs.length > 0)
    .map(([what, { median, quarters }]) => `  ${what.padEnd(12)} ${median.toFixed(2)} s (${quarters})`);
  const ratios =
    seconds.composeDown.runs.length === 0
      ? []
      : [`  ${ratio("up", "composeUp")}, ${ratio("destroy", "composeDown")}`];
  const cutOffLine =
    cutOff === 0
      ? []
      : [`  docker-compose did not end in ${COMPOSE_LIMIT_SECONDS} s in ${cutOff} of ${runs} runs`];
  return [`${containers} containers, ${runs} runs`, ...cells, ...ratios, ...cutOffLine].join("\n");
}

async function labCommand(project: ScratchProject, command: string) {
  const args = [command, "--cwd", project.folder, "--stack", "dev", "--engine", "embedded", "--yes"];
  await run(lab, args, { env: { ...process.env, PULUMI_CONFIG_PASSPHRASE: "", PULUMI_BACKEND_URL: "" } });
  return true;
}

/** Records how long the work took, unless it was cut off; resolves to whether it ended. */
async function timed(list: number[] | undefined, work: () => Promise<boolean>) {
  const startedMs = performance.now();
  const ended = await work();
  if (ended) list?.push((performance.now() - startedMs) / 1000);
  return ended;
}
