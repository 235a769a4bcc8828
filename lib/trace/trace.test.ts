import type { Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { startBroker, startServer } from "../kafka/testing/broker-under-test.ts";
import { explain } from "./explain.ts";
import { choosePath, joinAddress, splitAddress } from "./path.ts";
import { formatEnd, formatHop } from "./trace-report.ts";
import { type Hop, titles, walk } from "./walk.ts";

const config = { dockerHostIp: "127.0.0.1", kafkaPort: 9192 };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe("the way", () => {
  test.each([
    ["host", "external", "127.0.0.1:9192"],
    ["host", "internal", "kafka:29092"],
    ["container", "internal", "kafka:29092"],
    ["container", "external", "kafka:9192"],
  ] as const)("when it goes from %s to %s, then it begins at %s", (from, to, bootstrap) => {
    expect(choosePath({ from, to }, config)).toEqual({ from, to, bootstrap });
  });

  test("when Kafka is published on another address, then the way begins there", () => {
    const asked = { from: "host", to: "external" } as const;
    expect(choosePath(asked, { ...config, dockerHostIp: "10.0.0.9" }).bootstrap).toBe("10.0.0.9:9192");
  });

  test.each(["kafka:29092", "127.0.0.1:9092", "[::1]:9092"])(
    "when an address is %s, then it is taken apart and put together again",
    (text) => {
      const address = splitAddress(text);
      expect(address && joinAddress(address)).toBe(text);
    },
  );

  test.each(["kafka", "kafka:", "kafka:0", "kafka:70000", "http://kafka:1", ""])(
    "when an address is '%s', then it is none",
    (text) => {
      expect(splitAddress(text)).toBeUndefined();
    },
  );
});

describe("the walk", () => {
  test("when the answer names an unknown host, then bootstrap holds and the name does not", async () => {
    const { port } = keep(await startBroker(() => ({ host: "kafka.invalid", port: 29_092 })));
    const hops = await hopsFrom(`127.0.0.1:${port}`);
    expect(hops.slice(0, -1).every(({ ok }) => ok)).toBe(true);
    expect(hops.map(({ id }) => id)).toContain("metadata");
    expect(hops.at(-1)).toMatchObject({ id: "advertised-name", ok: false, address: "kafka.invalid:29092" });
  });

  test("when nothing listens on the advertised port, then its address is shown before the connection fails", async () => {
    const free = await closedPort();
    const { port } = keep(await startBroker(() => ({ host: "127.0.0.1", port: free })));
    const hops = await hopsFrom(`127.0.0.1:${port}`);
    expect(hops.at(-3)).toMatchObject({ id: "advertised", seen: `broker 1 says: use 127.0.0.1:${free}` });
    expect(hops.at(-1)).toMatchObject({ id: "advertised-connection", ok: false, code: "ECONNREFUSED" });
  });

  test("when the advertised address is another cluster's, then that is where it breaks", async () => {
    const other = keep(await startBroker((port) => ({ host: "127.0.0.1", port }), "cluster-2"));
    const { port } = keep(await startBroker(() => ({ host: "127.0.0.1", port: other.port })));
    const last = (await hopsFrom(`127.0.0.1:${port}`)).at(-1);
    expect(last).toMatchObject({ id: "advertised-connection", ok: false, code: "OTHER_CLUSTER" });
  });

  test("when nothing listens on the bootstrap address, then no answer is waited for", async () => {
    const last = (await hopsFrom(`127.0.0.1:${await closedPort()}`)).at(-1);
    expect(last).toMatchObject({ id: "bootstrap-connection", ok: false, code: "ECONNREFUSED" });
  });

  test("when something else than a broker listens, then the connection holds and the answer does not", async () => {
    const { port } = keep(await startServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    const last = (await hopsFrom(`127.0.0.1:${port}`)).at(-1);
    expect(last).toMatchObject({ id: "metadata", ok: false });
  });
});

describe("the explanation", () => {
  const broken = (id: Hop["id"], address: string, code: string): Hop => ({
    id,
    ok: false,
    address,
    seen: `connect ${code} ${address}`,
    code,
    timeMs: 1,
  });

  test("when a client on the host was given the internal listener, then it is sent to the external one", () => {
    const path = choosePath({ from: "host", to: "internal" }, config);
    const { why, todo } = explain(broken("bootstrap-name", "kafka:29092", "ENOTFOUND"), path);
    expect(why).toContain("does not know the name kafka");
    expect(todo).toContain("--from host --to external");
  });

  test("when a client in a container was given an address of the host, then it is sent to the internal listener", () => {
    const path = choosePath({ from: "container", to: "external" }, config);
    const { why, todo } = explain(broken("advertised-connection", "127.0.0.1:9192", "ECONNREFUSED"), path);
    expect(why).toContain("127.0.0.1 is the container itself");
    expect(todo).toContain("--from container --to internal");
  });

  test.each([
    ["host", "external", "advertised-name", "kafka:29092", "ENOTFOUND"],
    ["host", "external", "advertised-connection", "127.0.0.1:9999", "ECONNREFUSED"],
    ["container", "internal", "advertised-connection", "127.0.0.1:9192", "ECONNREFUSED"],
    ["container", "internal", "advertised-name", "kafka2:29092", "ENOTFOUND"],
  ] as const)(
    "when %s is on the right side of the %s listener and %s breaks, then the listener is to be fixed",
    (from, to, id, address, code) => {
      const { why, todo } = explain(broken(id, address, code), choosePath({ from, to }, config));
      expect(why).toContain(address);
      expect(todo).toContain(`what the ${to} listener advertises in infra/listeners.ts`);
    },
  );

  test("when any hop breaks, then why and what to do fit into 80 columns", () => {
    const ids = Object.keys(titles) as Hop["id"][];
    for (const id of ids) {
      for (const from of ["host", "container"] as const) {
        const hop = broken(id, "a-name-of-some-length.example.com:29092", "ENOTFOUND");
        const path = choosePath({ from, to: "external" }, config);
        const shown = `${formatHop(hop)}\n${formatEnd(hop, explain(hop, path))}`;
        expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
        expect(shown).toMatch(/why {4}\S(.|\n)*to do {2}\S/);
      }
    }
  });
});

function keep<Started extends { server: Server }>(started: Started): Started {
  servers.push(started.server);
  return started;
}

async function hopsFrom(bootstrap: string): Promise<Hop[]> {
  const hops: Hop[] = [];
  for await (const hop of walk(bootstrap)) hops.push(hop);
  return hops;
}

async function closedPort(): Promise<number> {
  const { port, server } = await startServer(() => undefined);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
