import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { adviseContainers, lookAtContainer } from "./container-state.ts";
import { requireReach } from "./require-reach.ts";
import { acceptsConnection, explainUnreached } from "./unreached.ts";

type Inspection = { status: number; body: unknown };

const target = { name: "service-a", container: "service-a", host: "127.0.0.1", port: 5101 };
const surroundings = { env: { DOCKER_HOST: "tcp://10.0.0.9:2375" } };
const healthy = container({ Running: true, Health: { Status: "healthy" } });

describe("when there is no answer, then what is there decides what is to be done", () => {
  test.each([
    ["gone", { status: 404, body: {} }, "there is no container service-a", "./lab up --refresh"],
    [
      "stopped",
      container({ Running: false, ExitCode: 137 }),
      "stopped (exit status 137)",
      "docker start service-a",
    ],
    ["paused", container({ Running: true, Paused: true }), "is paused", "docker unpause service-a"],
    [
      "crashing",
      container({ Running: true, Restarting: true }),
      "again and again",
      "docker logs --tail 20 service-a",
    ],
    ["starting", container({ Running: true, Health: { Status: "starting" } }), "is starting", "docker logs"],
    [
      "unhealthy",
      container({ Running: true, Health: { Status: "unhealthy" } }),
      "is unhealthy",
      "docker logs",
    ],
  ])("%s", async (_, inspection, message, hint) => {
    const why = await explain(inspection);
    expect(why).toMatchObject({ isHopeless: false });
    expect(why?.message).toContain(message);
    expect(why?.hint).toContain(hint);
  });

  test("healthy and not reached: the machine is named, and waiting is in vain", async () => {
    expect(await explain(healthy)).toMatchObject({
      message: expect.stringContaining(
        "service-a is healthy in Docker, but its port 5101 does not reach it from here: the Docker engine runs on 10.0.0.9",
      ),
      isHopeless: true,
    });
  });

  test("healthy on another port", async () => {
    const why = await explain(container({ Running: true }, 6101));
    expect(why?.message).toContain("on port 6101, and was asked on 5101");
  });

  test("healthy and not published", async () => {
    expect((await explain(container({ Running: true }, null)))?.message).toContain("publishes no port");
  });

  test("no word of Docker: nothing is claimed", async () => {
    expect(await explain({ status: 0, body: undefined })).toBeUndefined();
    const failing = () => Promise.reject(new Error("no engine"));
    expect(await lookAtContainer("service-a", failing)).toEqual({ state: "unknown", published: [] });
  });

  test("localhost that is ::1 alone: the other address is named", async () => {
    const parts = {
      look: look(healthy),
      addresses: async () => ["::1"],
      accepts: async () => true,
      surroundings,
    };
    const why = await explainUnreached({ ...target, host: "localhost" }, parts);
    expect(why?.message).toContain("localhost is not 127.0.0.1");
  });
});

test("when several containers are away, then those that are gone come first", async () => {
  const of = (states: Record<string, Inspection>) => (path: string) =>
    Promise.resolve(states[path.split("/")[2] ?? ""] ?? healthy);
  const stopped = container({ Running: false });
  const gone = { status: 404, body: {} };
  expect(await adviseContainers(["kafka", "kafka-2"], of({ kafka: stopped, "kafka-2": gone }))).toBe(
    "./lab up --refresh (kafka-2 is gone)",
  );
  expect(await adviseContainers(["kafka", "kafka-2"], of({ kafka: stopped, "kafka-2": stopped }))).toBe(
    "docker start kafka kafka-2",
  );
  const paused = container({ Running: true, Paused: true });
  expect(await adviseContainers(["kafka", "kafka-2"], of({ "kafka-2": paused }))).toBe(
    "docker unpause kafka-2",
  );
  expect(await adviseContainers(["kafka"], of({}))).toBe("docker logs --tail 20 kafka");
});

test("when a service is to run here and no broker is reached, then it is said before anything is stopped", async () => {
  const config = { brokers: ["kafka"], dockerHostIp: "127.0.0.1", kafkaPorts: [5101] };
  const parts = { look: look(healthy), accepts: async () => false, surroundings };
  await expect(requireReach(config, parts)).rejects.toThrow("kafka is healthy in Docker, but its port 5101");
  await expect(requireReach(config, { ...parts, accepts: async () => true })).resolves.toBeUndefined();
});

test("when somebody listens, then the connection is accepted, and after it is closed it is not", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect(await acceptsConnection("127.0.0.1", port)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await acceptsConnection("127.0.0.1", port)).toBe(false);
});

function explain(inspection: Inspection) {
  return explainUnreached(target, { look: look(inspection), surroundings });
}

function look(inspection: Inspection) {
  return (name: string) => lookAtContainer(name, () => Promise.resolve(inspection));
}

/** As the engine inspects it. */
function container(State: object, published: number | null = 5101): Inspection {
  const bindings = published === null ? null : [{ HostIp: "127.0.0.1", HostPort: String(published) }];
  return { status: 200, body: { State, NetworkSettings: { Ports: { "5101/tcp": bindings } } } };
}
