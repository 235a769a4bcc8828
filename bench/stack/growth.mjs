#!/usr/bin/env node
// What a stack of 5, 20 and 80 idle containers costs: up, up with nothing to do, destroy; beside docker-compose. A row is
// printed as soon as it is measured: one round of 80 containers is some minutes of Docker's own work.
//
//   node_modules/.bin/node bench/stack/growth.mjs [--counts 5,20,80] [--runs 3] [--json]
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { stringify } from "yaml";
import { ScratchProject } from "../../tests/conformance/scratch-project.ts";
import { median } from "../http/statistics.mjs";

const run = promisify(execFile);
const { values } = parseArgs({
  options: {
    counts: { type: "string", default: "5,20,80" },
    runs: { type: "string", default: "3" },
    json: { type: "boolean" },
  },
});
const lab = join(import.meta.dirname, "..", "..", "lab");
const image = "kafka-lab/node:24";
const name = `grow${process.pid}`;

// Summary
const results = [];

// Apply
for (const count of values.counts.split(",").map(Number)) {
  const row = await measure(count);
  results.push(row);
  if (!values.json) console.log(formatRow(row));
}
if (values.json) console.log(JSON.stringify({ runs: Number(values.runs), results }, undefined, 2));

/** @param {number} count */
async function measure(count) {
  const project = new ScratchProject("growth");
  project.write("infra/index.ts", program(count));
  writeFileSync(join(project.folder, "compose.yml"), composeFile(count));
  /** @type {Record<string, number[]>} */
  const seconds = { up: [], nothing: [], destroy: [], composeUp: [], composeDown: [] };
  try {
    for (let round = 0; round < Number(values.runs); round += 1) {
      await timed(seconds.up, () => labCommand(project, "up"));
      await timed(seconds.nothing, () => labCommand(project, "up"));
      await timed(seconds.destroy, () => labCommand(project, "destroy"));
      await timed(seconds.composeUp, () => compose(project, "up", "-d"));
      await timed(seconds.composeDown, () => compose(project, "down", "-t", "1"));
    }
  } finally {
    await labCommand(project, "destroy");
    await compose(project, "down", "-t", "1");
    project.remove();
  }
  const medians = Object.fromEntries(Object.entries(seconds).map(([what, list]) => [what, median(list)]));
  return { containers: count, seconds: medians };
}

/** @param {Awaited<ReturnType<typeof measure>>} row */
function formatRow({ containers, seconds }) {
  const of = (/** @type {string} */ what) => seconds[what] ?? Number.NaN;
  const cell = (/** @type {string} */ what) => `${what} ${of(what).toFixed(1)} s`;
  const ratio = (/** @type {string} */ one, /** @type {string} */ other) =>
    `${one}/${other} ${(of(one) / of(other)).toFixed(2)}`;
  return [
    `${containers} containers:`.padEnd(15),
    Object.keys(seconds).map(cell).join(", "),
    `; ${ratio("up", "composeUp")}, ${ratio("destroy", "composeDown")}`,
  ].join(" ");
}

/** @param {number} count */
function program(count) {
  return `import * as docker from "@pulumi/docker";
const network = new docker.Network("net", { name: "${name}-net" });
for (let index = 0; index < ${count}; index += 1) {
  new docker.Container("idle-" + index, {
    name: "${name}-" + index, image: "${image}", command: ["sleep", "3600"], init: true, destroyGraceSeconds: 1,
    networksAdvanced: [{ name: network.name }],
  });
}
`;
}

/** @param {number} count */
function composeFile(count) {
  const service = { image, command: ["sleep", "3600"], init: true, stop_grace_period: "1s" };
  const services = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`idle-${index}`, service]),
  );
  return stringify({ version: "2.4", services });
}

/** @param {ScratchProject} project @param {string} command */
function labCommand(project, command) {
  const args = [command, "--cwd", project.folder, "--stack", "dev", "--engine", "embedded", "--yes"];
  return run(lab, args, { env: { ...process.env, PULUMI_CONFIG_PASSPHRASE: "", PULUMI_BACKEND_URL: "" } });
}

/** @param {ScratchProject} project @param {string[]} args */
function compose(project, ...args) {
  const env = { ...process.env, COMPOSE_PARALLEL_LIMIT: "16", COMPOSE_HTTP_TIMEOUT: "300" };
  return run("docker-compose", ["-p", name, "-f", join(project.folder, "compose.yml"), ...args], { env });
}

/** @param {number[] | undefined} list @param {() => Promise<unknown>} work */
async function timed(list, work) {
  const startedMs = performance.now();
  await work();
  list?.push((performance.now() - startedMs) / 1000);
}
