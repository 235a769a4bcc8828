#!/usr/bin/env node
// The same as throughput.ts for three brokers on three hosts of this machine: what the way over the overlay network and
// three engines cost, because the cores and the disk are the same. Root on Linux, as ./lab hosts.
//
//   node_modules/.bin/node bench/stack/throughput-hosts.ts [--runs 3] [--messages 300000]
import { parseArgs } from "node:util";
import { createHostsLab } from "../../tests/hosts/support/hosts-lab.ts";
import { reasonAgainstHosts } from "../../tests/support/hosts-here.ts";
import { median } from "../http/statistics.ts";
import { produce } from "./produce.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "3" }, messages: { type: "string", default: "300000" } },
});
const reason = reasonAgainstHosts();
if (reason) throw new Error(reason);

// Apply
const lab = await createHostsLab();
const perSecond: number[] = [];
try {
  await lab.run("hosts", "up");
  await lab.run("up", "--yes", "--stack", "swarm");
  const filters = JSON.stringify({ label: ["com.docker.swarm.service.name=kafka"] });
  const [broker] = await lab.engine(1).listContainers({ filters });
  const engine = ["--host", `unix://${lab.dir}/.lab/hosts/1/docker.sock`];
  for (let round = 0; round < Number(values.runs); round += 1)
    perSecond.push(await produce(broker?.Id ?? "", values.messages, engine));
} finally {
  await lab.remove();
}
console.log(`three hosts: ${median(perSecond)} messages/s of ${perSecond.join(", ")}, acks=all`);
