// The short form of CI: from nothing to a message on three hosts, without a change at the next run, and past a dead host.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acceptsConnection } from "../../lib/reach/unreached.ts";
import type { KafkaState } from "../../web/contract/kafka.ts";
import { eventually } from "../support/eventually.ts";
import { execIn } from "../support/exec-in.ts";
import { reasonAgainstHosts } from "../support/hosts-here.ts";
import { askNodes } from "./support/ask-nodes.ts";
import { createHostsLab, type HostsLab } from "./support/hosts-lab.ts";
import { openPage } from "./support/page.ts";

const reason = reasonAgainstHosts();
if (reason) console.log(`hosts: skipped, because ${reason}`);

describe.skipIf(reason)("when three hosts of one machine run the stack swarm, then", () => {
  let lab: HostsLab;
  const swarm = ["--stack", "swarm"];

  beforeAll(async () => {
    lab = await createHostsLab();
  });

  afterAll(() => lab?.remove());

  test("they come up, the stack with them, and a message goes through", async () => {
    await lab.run("hosts", "up");
    await lab.run("up", "--yes", ...swarm);
    expect(JSON.parse((await lab.run("smoke", "--json", ...swarm)).stdout)).toMatchObject({ ok: true });
  });

  test("a second up and a refresh find nothing to do", async () => {
    await lab.run("up", "--yes", "--expect-no-changes", ...swarm);
    await lab.run("refresh", "--yes", ...swarm);
    await lab.run("up", "--yes", "--expect-no-changes", ...swarm);
  });

  test("a message that was acknowledged is served although its host is dead", async () => {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const post = (message: string) =>
      askNodes(lab.serviceA, "/api/messages", { method: "POST", headers, body: JSON.stringify(message) });
    const sent = await post("outlives a host");
    expect(sent.status).toBe(200);
    const page = await openPage(lab.dir);
    await eventually(
      "the page has a broker on each machine",
      () => machinesOf(page.kafka()) === "1 ready, 2 ready, 3 ready",
      60_000,
    );
    await lab.run("hosts", "kill", "2");
    const read = async (node: string) => {
      const { status, body } = await askNodes([node], "/api/messages?timeout=1", { headers });
      return status === 200 && (body as { message: string }).message;
    };
    await eventually(
      "service-b hands the message out",
      async () => (await Promise.all(lab.serviceB.map(read))).includes("outlives a host"),
      60_000,
    );
    await eventually(
      "service-a takes another one",
      async () => (await post("one more")).status === 200,
      60_000,
    );
    await eventually(
      "the page shows that machine as gone",
      () => machinesOf(page.kafka()) === "1 ready, 2 gone, 3 ready",
      60_000,
    );
    page.close();
  });

  test("a broker that looks for the dead host's is told at once that there is none", async () => {
    expect(await lookUp(lab, 1, "kafka-3")).toMatchObject({ found: true });
    const gone = await eventually(
      "nobody has the dead host's name",
      async () => {
        const answer = await lookUp(lab, 1, "kafka-2");
        return !answer.found && answer;
      },
      60_000,
    );
    // A question that leaves Docker is not answered here, and is given up after a second.
    expect(gone.ms).toBeLessThan(900);
  });

  test("the host that comes back takes connections for its broker, and not for the dead one", async () => {
    await lab.run("hosts", "start", "2");
    const [host = "", port = ""] = (lab.bootstrap[1] ?? "").split(":");
    await eventually("broker 2 takes connections", () => acceptsConnection(host, Number(port)), 45_000);
  });
});

/** What the broker of a host learns of a name, and the milliseconds until it does, as it sees them. */
async function lookUp(lab: HostsLab, host: number, name: string): Promise<{ found: boolean; ms: number }> {
  const [{ Id = "" } = {}] = await lab.engine(host).listContainers({ filters: { name: ["kafka"] } });
  const command = `a=$(date +%s%3N); getent ahosts ${name} >/dev/null; echo "$? $(($(date +%s%3N) - a))"`;
  const [status, ms] = (await execIn(Id, command, lab.engine(host))).split(" ").map(Number);
  return { found: status === 0, ms: ms ?? Number.NaN };
}

/** The machines of the page's picture by their brokers, and whether they are there. */
function machinesOf(kafka: KafkaState | undefined): string {
  const stateOf = (name: string | undefined) => kafka?.nodes.find((node) => node.name === name)?.state ?? "?";
  return (kafka?.brokers ?? []).map(({ id, node }) => `${id} ${stateOf(node)}`).join(", ");
}
