#!/usr/bin/env node
// Times ./lab up, a no-op up, destroy and a changed service, next to docker-compose with the same
// images and health checks, with and without its usual chain. Medians; ratios from this one run.
//
//   node_modules/.bin/node bench/stack/start-up.ts [--stack one|cluster|kraft] [--runs 7] [--json]
import { execFile } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import Dockerode from "dockerode";
import { waitFor } from "../../common/wait-for.ts";
import { freeLabPorts } from "../../tests/support/ports.ts";
import { copyProject } from "../../tests/support/project-copy.ts";
import { median } from "../http/statistics.ts";
import { composeFile } from "./compose-file.ts";
import { settingsOfKind } from "./kinds.ts";
import { formatPhases, phasesOf } from "./phases.ts";

const run = promisify(execFile);
const docker = new Dockerode();
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    stack: { type: "string", default: "one" },
    json: { type: "boolean" },
  },
});
const runs = Number(values.runs);
const name = `bench${process.pid}`;

// Summary
const settings = { name, ...(await freeLabPorts()) };
const lab = await copyProject({ ...settings, ...settingsOfKind(values.stack) });
const folder = mkdtempSync(join(tmpdir(), "bench-"));
const seconds: Record<string, number[]> = {};
/** The phases of the last round. */
let phases: ReturnType<typeof phasesOf> | undefined;
let containerCount = 0;

// Apply
try {
  await labCommand("up");
  const containers = await inspectLab();
  containerCount = containers.length;
  for (const chained of [true, false])
    writeFileSync(composePath(chained), composeFile(containers, { prefix: `${name}c`, chained }));
  await labCommand("destroy");
  for (let round = 0; round < runs; round += 1) await measureRound(round);
  report();
} finally {
  await labCommand("destroy");
  rmSync(folder, { recursive: true, force: true });
  rmSync(lab, { recursive: true, force: true });
}

/** One of each, one after the other, so that a slower minute of the machine affects all alike. */
async function measureRound(round: number) {
  const startedMs = Date.now();
  await timed("lab up, cold", () => labCommand("up"));
  phases = phasesOf(startedMs, await inspectLab());
  await timed("lab up, nothing to do", () => labCommand("up"));
  appendFileSync(join(lab, "services/service-a/main.ts"), `\nglobalThis.process.title = "round ${round}";\n`);
  await timed("lab up, one service changed", () => labCommand("up"));
  await timed("lab destroy", () => labCommand("destroy"));
  await timed("compose up, chained", () => composeUp(true));
  await timed("compose down", () => compose(true, "down", "-v"));
  await timed("compose up, not chained", () => composeUp(false));
  await compose(false, "down", "-v");
}

/** Up, and then until everything is healthy: compose returns as soon as all is started. */
async function composeUp(chained: boolean) {
  await compose(chained, "up", "-d");
  let seen = "";
  const areHealthy = async () => {
    const containers = await docker.listContainers({ filters: { name: [`${name}c-`] } });
    seen = containers.map(({ Names, Status }) => `${Names} ${Status}`).join(",");
    return (
      containers.length >= containerCount && containers.every(({ Status }) => Status.includes("(healthy)"))
    );
  };
  // Polling without a pause would slow down the very start that it waits for.
  if (await waitFor(areHealthy, { budgetMs: 120_000, everyMs: 50 })) return;
  throw new Error(`compose: not healthy after 120 s: ${seen}`);
}

function labCommand(command: "up" | "destroy") {
  return run(join(lab, "lab"), [command, "--engine", "embedded", "--yes"], { cwd: lab });
}

function compose(chained: boolean, ...args: string[]) {
  return run("docker-compose", ["-p", `${name}c`, "-f", composePath(chained), ...args]);
}

function composePath(chained: boolean) {
  return join(folder, chained ? "chained.yml" : "free.yml");
}

async function inspectLab() {
  const containers = await docker.listContainers({ filters: { label: [`kafka-lab.name=${name}`] } });
  return Promise.all(containers.map(({ Id }) => docker.getContainer(Id).inspect()));
}

async function timed(what: string, work: () => Promise<unknown>) {
  const startedMs = performance.now();
  await work();
  const list = seconds[what] ?? [];
  list.push((performance.now() - startedMs) / 1000);
  seconds[what] = list;
}

function report() {
  const of = (what: string) => median(seconds[what] ?? []);
  const ratio = (one: string, other: string) => of(one) / of(other);
  const ratios = {
    "up / compose, chained (goal 0.70)": ratio("lab up, cold", "compose up, chained"),
    "up / compose, not chained": ratio("lab up, cold", "compose up, not chained"),
    "destroy / compose down (goal 1.00)": ratio("lab destroy", "compose down"),
  };
  if (values.json) {
    console.log(JSON.stringify({ stack: values.stack, runs, seconds, ratios, phases }, undefined, 2));
    return;
  }
  console.log(`stack ${values.stack}: medians of ${runs} runs`);
  for (const what of Object.keys(seconds))
    console.log(`  ${what.padEnd(36)} ${of(what).toFixed(2).padStart(7)} s`);
  for (const [what, value] of Object.entries(ratios))
    console.log(`  ${what.padEnd(36)} ${value.toFixed(2).padStart(7)}`);
  if (phases) console.log(`the last cold up, from its first moment\n${formatPhases(phases)}`);
}
