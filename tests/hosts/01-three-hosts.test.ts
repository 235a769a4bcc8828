// The short form of CI: from nothing to a message on three hosts, without a change at the next run, and past a dead host.
import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostAddress, hostNumbers } from "../../common/hosts-layout.ts";
import { hostName } from "../../lib/hosts/host-layout.ts";
import { acceptsConnection } from "../../lib/reach/unreached.ts";
import type { KafkaState } from "../../web/contract/kafka.ts";
import { eventually } from "../support/eventually.ts";
import { execIn } from "../support/exec-in.ts";
import { reasonAgainstHosts } from "../support/hosts-here.ts";
import { runLab } from "../support/run-lab.ts";
import { askNodes } from "./support/ask-nodes.ts";
import { createHostsLab, type HostsLab } from "./support/hosts-lab.ts";
import { openPage } from "./support/page.ts";
import { brokersBeside, leaderOf, managerOf, untilWhole } from "./support/swarm-state.ts";

const ofThisLab = { filters: JSON.stringify({ label: ["kafka-lab.stack=swarm"] }) };

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
    const [dead = "", port] = (lab.bootstrap[1] ?? "").split(":");
    expect(await connectTo(dead, Number(port)), "without power nobody refuses").not.toBe("ECONNREFUSED");
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

  test("a host that is cut off takes no other host's broker with it", async () => {
    await untilWhole(lab);
    const cut = await hostToCut(lab);
    const brokers = await brokersBeside(lab, cut);
    await lab.run("hosts", "cut", String(cut));
    await eventually("the swarm misses it", () => isDown(lab, cut), 60_000);
    await lab.run("hosts", "mend", String(cut));
    await untilWhole(lab);
    expect(await brokersBeside(lab, cut)).toEqual(brokers);
  });

  test("destroy says which volume is still in use, and removes it when it no longer is", async () => {
    const [broker] = await lab.engine(1).listContainers({ filters: { volume: ["kafka-data"] } });
    const user = await lab
      .engine(1)
      .createContainer({ Image: broker?.Image ?? "", HostConfig: { Binds: ["kafka-data:/data"] } });
    const refused = await runLab(["destroy", "--yes", ...swarm], { dir: lab.dir });
    expect(refused.status).not.toBe(0);
    expect(refused.words).toMatch(/volume kafka-data of kafka-lab-1 is still in use/);
    await user.remove();
    await lab.run("destroy", "--yes", ...swarm);
    const left = await Promise.all(hostNumbers.map((host) => lab.engine(host).listVolumes(ofThisLab)));
    expect(left.flatMap(({ Volumes }) => Volumes)).toEqual([]);
  });
});

/** What the broker of a host learns of a name, and the milliseconds until it does, as it sees them. */
async function lookUp(lab: HostsLab, host: number, name: string): Promise<{ found: boolean; ms: number }> {
  const [{ Id = "" } = {}] = await lab.engine(host).listContainers({ filters: { name: ["kafka"] } });
  const command = `a=$(date +%s%3N); getent ahosts ${name} >/dev/null; echo "$? $(($(date +%s%3N) - a))"`;
  const [status, ms] = (await execIn(Id, command, lab.engine(host))).split(" ").map(Number);
  return { found: status === 0, ms: ms ?? Number.NaN };
}

/**
 * One that does not lead the swarm, and if there is such a one that through which host 2, which has come back, talks to the
 * leader: its engine says so.
 */
async function hostToCut(lab: HostsLab): Promise<number> {
  const log = readFileSync(join(lab.dir, ".lab", "hosts", "2", "log"), "utf8");
  const [, through] =
    [...log.matchAll(/manager selected by agent for new session: {\S+ ([\d.]+):/g)].at(-1) ?? [];
  const leader = await leaderOf(lab);
  const others = hostNumbers.filter((host) => host !== 2 && host !== leader);
  return others.find((host) => hostAddress(host) === through) ?? others[0] ?? 3;
}

async function isDown(lab: HostsLab, host: number): Promise<boolean> {
  const nodes = await (await managerOf(lab, [host])).listNodes();
  return nodes.some(
    ({ Description, Status }: { Description?: { Hostname?: string }; Status?: { State?: string } }) =>
      Description?.Hostname === hostName(host) && Status?.State === "down",
  );
}

/** How a connection ends: "connect", "timeout", or the error's code. */
function connectTo(host: string, port: number): Promise<string> {
  const socket = createConnection({ host, port, timeout: 1_000 });
  return new Promise<string>((resolve) => {
    for (const event of ["connect", "timeout"]) socket.on(event, () => resolve(event));
    socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => resolve(code));
  }).finally(() => socket.destroy());
}

/** The machines of the page's picture by their brokers, and whether they are there. */
function machinesOf(kafka: KafkaState | undefined): string {
  const stateOf = (name: string | undefined) => kafka?.nodes.find((node) => node.name === name)?.state ?? "?";
  return (kafka?.brokers ?? []).map(({ id, node }) => `${id} ${stateOf(node)}`).join(", ");
}
