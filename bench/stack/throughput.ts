#!/usr/bin/env node
// Measures the cost of replication: messages a second that are acknowledged by all (acks=all, Kafka's own load tool in
// the broker's container), and the memory of each container, with one broker and with three, with ZooKeeper and
// without.
//
//   node_modules/.bin/node bench/stack/throughput.ts [--runs 3] [--messages 300000] [--json]
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import Dockerode from "dockerode";
import { removeLab } from "../../lib/stack/remove-lab.ts";
import { formatTable } from "../../lib/terminal/terminal.ts";
import { freeLabPorts } from "../../tests/support/ports.ts";
import { copyProject } from "../../tests/support/project-copy.ts";
import { median } from "../http/statistics.ts";
import { kindNames, settingsOfKind } from "./kinds.ts";
import { produce } from "./produce.ts";

const run = promisify(execFile);
const docker = new Dockerode();
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    messages: { type: "string", default: "300000" },
    json: { type: "boolean" },
  },
});

// Summary: messages of 200 bytes, one kind of stack after the other.
type Result = { kind: string; perSecond: number[]; memoryMb: Record<string, number> };

const results: Result[] = [];

// Apply
for (const kind of kindNames) results.push(await measure(kind));
if (values.json) console.log(JSON.stringify({ messages: Number(values.messages), results }, undefined, 2));
else report();

async function measure(kind: string): Promise<Result> {
  const name = `bench${process.pid}`;
  const lab = await copyProject({ name, ...(await freeLabPorts()), ...settingsOfKind(kind) });
  try {
    await run(join(lab, "lab"), ["up", "--engine", "embedded", "--yes"], { cwd: lab });
    const perSecond = [];
    for (let round = 0; round < Number(values.runs); round += 1)
      perSecond.push(await produce(`${name}-kafka`, values.messages));
    return { kind, perSecond, memoryMb: await memoryOf(name) };
  } finally {
    await run(join(lab, "lab"), ["destroy", "--engine", "embedded", "--yes"], { cwd: lab });
    await removeLab(name);
    rmSync(lab, { recursive: true, force: true });
  }
}

/** Without the memory that the kernel could reclaim, as `docker stats` counts. */
async function memoryOf(name: string) {
  const containers = await docker.listContainers({ filters: { label: [`kafka-lab.name=${name}`] } });
  const rows = await Promise.all(
    containers.map(async ({ Id, Names }) => {
      const { memory_stats: memory } = await docker.getContainer(Id).stats({ stream: false });
      const cache = memory.stats.inactive_file ?? memory.stats.total_inactive_file ?? 0;
      const part = Names[0]?.slice(name.length + 2) ?? "";
      return [part, Math.round((memory.usage - cache) / 2 ** 20)];
    }),
  );
  return Object.fromEntries(rows.toSorted(([one], [other]) => String(one).localeCompare(String(other))));
}

function report() {
  const rows = results.map(({ kind, perSecond, memoryMb }) => [
    kind,
    String(median(perSecond)),
    Object.entries(memoryMb)
      .map(([part, megabytes]) => `${part} ${megabytes}`)
      .join(", "),
  ]);
  console.log(`medians of ${values.runs} runs of ${values.messages} messages, acks=all`);
  console.log(formatTable([["stack", "messages/s", "memory, MiB"], ...rows]));
}
