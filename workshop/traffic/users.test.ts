import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { waitFor } from "../../common/wait-for.ts";
import { openTraffic } from "./record.ts";
import { startUsers } from "./users.ts";

const dir = mkdtempSync(join(tmpdir(), "kafka-lab-users-"));
const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  rmSync(dir, { recursive: true, force: true });
});

test("when a POST is refused and an instance is added, then all that was acknowledged is read, and is on record", async () => {
  const log: number[] = [];
  let asked = 0;
  const serviceA = await listen((_, response) => {
    asked += 1;
    if (asked <= 1) return response.writeHead(503).end();
    const offset = log.push(asked) - 1;
    return response.end(JSON.stringify({ message: "order", partition: 0, offset }));
  });
  let next = 0;
  const handOut: RequestListener = (_, response) => {
    if (next >= log.length) return response.writeHead(204).end();
    const offset = next;
    next += 1;
    return response.end(JSON.stringify({ message: "order", partition: 0, offset }));
  };
  const serviceBPorts = [await listen(handOut)];
  const users = startUsers({ dir, stack: "test" }, () => ({
    nodes: [],
    serviceAPort: serviceA,
    serviceBPorts,
  }));
  await waitFor(() => users.seen().acknowledged >= 3, { budgetMs: 10_000, everyMs: 50 });
  serviceBPorts.push(await listen(handOut));
  const portsRead = () =>
    new Set(
      openTraffic({ dir })
        .read()
        .reads.map(({ port }) => port),
    );
  await waitFor(() => portsRead().size === 2, { budgetMs: 10_000, everyMs: 50 });
  await users.stop();

  const { acknowledged, unread, refused } = users.seen();
  expect({ unread, refused }).toEqual({ unread: 0, refused: 1 });
  expect(acknowledged).toBe(log.length);
  expect(portsRead()).toEqual(new Set(serviceBPorts));
  const record = openTraffic({ dir }).read();
  expect(record.acknowledged.map(({ offset }) => offset)).toEqual(log.map((_, offset) => offset));
  expect(record.reads).toHaveLength(log.length);
});

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
