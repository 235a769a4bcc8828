import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import Dockerode from "dockerode";
import { afterEach, expect, test } from "vitest";
import { describePortHolder, findPortHolder } from "../../lib/docker/port-holder.ts";
import { askBroker } from "../../lib/kafka/broker-connection.ts";
import { advertisedAddresses, metadataRequest } from "../../lib/kafka/broker-metadata.ts";
import { framed, int16, int32, string } from "../../lib/kafka/wire.ts";
import { readLabConfig } from "../../lib/project/lab-config.ts";
import { publishedPorts } from "../../lib/stack/published-ports.ts";
import { limited } from "./limit.ts";
import { checkAnswers } from "./service-answers.ts";
import { askInTurns } from "./zookeepers.ts";

const cleanups: (() => unknown)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

test("when a process listens on a port, then its name and id are reported", async () => {
  const port = await listen(createServer());
  expect(await findPortHolder(port)).toMatchObject({ kind: "process", pid: process.pid });
});

test("when a container is not listed during its restart, then its published port is still recognised as its own", async () => {
  const port = await listen(createServer()); // acts as Docker's proxy
  const listings = [[], [{ Names: ["/kafka"], Image: "", Labels: {}, Ports: [{ PublicPort: port }] }]];
  const listContainers = () => Promise.resolve(listings.shift() ?? []);
  expect(await findPortHolder(port, { listContainers })).toEqual({ kind: "container", name: "kafka" });
});

test("when Docker already listens for a container that it does not list yet, then the lookup waits for the container", async () => {
  const code =
    'require("net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port) })';
  const proxy = spawn(process.execPath, ["-e", code], { argv0: "docker-proxy" });
  cleanups.push(() => proxy.kill());
  const port = Number(String((await once(proxy.stdout, "data"))[0]));
  const container = { Names: ["/kafka"], Image: "", Labels: {}, Ports: [{ PublicPort: port }] };
  let looks = 0;
  const listContainers = async () => (++looks < 10 ? [] : [container]);
  const found = await findPortHolder(port, { listContainers, patienceMs: 10_000 });
  expect(found).toEqual({ kind: "container", name: "kafka" });
});

test("when a container has the port on another address, then it is free on this one", async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const at = (IP: string) => async () => [
    { Names: ["/other"], Image: "", Labels: {}, Ports: [{ IP, PublicPort: port }] },
  ];
  expect(await findPortHolder(port, { listContainers: at("10.0.0.9") })).toBeUndefined();
  const other = { kind: "container", name: "other" };
  expect(await findPortHolder(port, { listContainers: at("127.0.0.1") })).toEqual(other);
  expect(await findPortHolder(port, { listContainers: at("0.0.0.0") })).toEqual(other);
});

test("when the address does not belong to this machine, then that is reported, not that the port is free", async () => {
  expect(await findPortHolder(9092, { hostIp: "192.0.2.1" })).toEqual({ kind: "no-address" });
});

test("when the engine publishes on another machine, then a listener on this machine does not matter", async () => {
  const port = await listen(createServer());
  expect(await findPortHolder(port, { isLocal: false })).toBeUndefined();
});

test("when nothing listens on a port, then there is no holder", async () => {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  expect(await findPortHolder(port)).toBeUndefined();
});

test("when the process belongs to another user, then its description does not pretend to know it", () => {
  expect(describePortHolder({ kind: "unknown" })).toBe("a process of another user");
});

test("when a ZooKeeper neither answers nor closes while it starts, then it is asked again and its answer is read", async () => {
  let questions = 0;
  const zookeeper = createServer((socket) => {
    socket.on("error", () => {}).unref();
    if (++questions > 1) socket.on("data", () => socket.end("Zookeeper version: 3.8.4\nMode: standalone\n"));
  });
  const port = await listen(zookeeper);
  const { stdout } = await promisify(execFile)("bash", ["-c", askInTurns(port)]);
  expect(stdout).toBe("Zookeeper version: 3.8.4\nMode: standalone\n");
  expect(questions).toBe(2);
});

test("when a broker answers in pieces, then the advertised addresses are read from the complete answer", async () => {
  const response = metadataResponse(["kafka:29092", "kafka-2:29094"]);
  const port = await listen(
    createServer((socket) => {
      socket.once("data", (request) => {
        expect(request).toEqual(metadataRequest());
        socket.write(response.subarray(0, 3));
        setImmediate(() => socket.write(response.subarray(3)));
      });
    }),
  );
  expect(advertisedAddresses(await ask(port))).toEqual(["kafka:29092", "kafka-2:29094"]);
});

test("when the process that holds the port closes the connection, then the request fails instead of hanging", async () => {
  const port = await listen(createServer((socket) => socket.destroy()));
  await expect(ask(port)).rejects.toThrow();
});

test("when the Docker engine is not running, then the report says so in 80 columns and the status is 1", async () => {
  const { status, stdout } = await doctor([], { DOCKER_HOST: "unix:///nonexistent/docker.sock" });
  expect(status).toBe(1);
  expect(stdout).toMatch(/WRONG\s+Docker engine/);
  expect(stdout.replace(/\s+/g, " ")).toContain("to do: Start it, or point elsewhere: unset DOCKER_HOST");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("when JSON is asked for, then each finding says what was expected and seen", async () => {
  const { stdout } = await doctor(["--json"], { DOCKER_HOST: "unix:///nonexistent/docker.sock" });
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ ok: false, stack: "mine" });
  for (const finding of report.findings) {
    expect(finding).toMatchObject({
      check: expect.any(String),
      expected: expect.any(String),
      seen: expect.any(String),
    });
  }
});

test("when a configured port is taken, then the key to change is named", async () => {
  const port = await listen(createServer());
  const { stdout } = await doctor(
    [],
    { DOCKER_HOST: "unix:///nonexistent/docker.sock" },
    { kafkaPort: port },
  );
  const words = stdout.replace(/\s+/g, " ");
  expect(words).toMatch(
    new RegExp(`WRONG port ${port} expected free, or held by this lab; saw the process \\S+`),
  );
  expect(words).toContain("another kafkaPort in Pulumi.mine.yaml");
});

test("when Kafka has its own address, then the services' ports are still checked on 127.0.0.1", () => {
  const config = {
    dockerHostIp: "10.0.0.9",
    kafkaPorts: [9092],
    nodes: [],
    serviceAPort: 5101,
    serviceBPorts: [5102],
    httpsPortOffset: 2000,
  };
  expect(publishedPorts(config).map(({ hostIp, port }) => `${hostIp}:${port}`)).toEqual([
    "10.0.0.9:9092",
    "127.0.0.1:5101",
    "127.0.0.1:5102",
    "127.0.0.1:7101",
    "127.0.0.1:7102",
  ]);
  expect(publishedPorts({ ...config, httpsPortOffset: 0 })).toHaveLength(3);
});

test("when a check fails or never ends, then that is a row of the report", async () => {
  const ok = { check: "disk", expected: "some", seen: "some" };
  expect(await limited("disk", () => ok)).toEqual(ok);
  expect(await limited("disk", () => new Promise(() => {}), 20)).toMatchObject({
    seen: "none within 0.02 s",
  });
  const failing = () => Promise.reject(new Error("broken pipe"));
  expect(await limited("disk", failing)).toMatchObject({ seen: "broken pipe", todo: expect.any(String) });
});

test("when the engine answers once and then hangs, then the doctor reports and ends", async () => {
  const engine = createHttpServer((request, response) => {
    if (request.url === "/version") response.end(JSON.stringify({ Version: "29.7.2" }));
  });
  const port = await listen(engine);
  cleanups.push(() => engine.closeAllConnections());
  const child = spawn(process.execPath, [fileURLToPath(new URL("../doctor.ts", import.meta.url)), "--json"], {
    env: { ...process.env, DOCKER_HOST: `tcp://127.0.0.1:${port}` },
  });
  let stdout = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  expect(await once(child, "close")).toEqual([1, null]);
  const { findings } = JSON.parse(stdout) as { findings: { check: string; seen: string; todo?: string }[] };
  expect(findings.find(({ check }) => check === "other labs")).toMatchObject({ seen: "none within 12 s" });
}, 60_000);

test("when another program answers on a service's port, then the doctor does not mistake it for the service", async () => {
  const server = createHttpServer((_, response) => response.end("somebody else"));
  const port = await listen(server);
  const config = { ...readLabConfig("dev"), serviceAPort: port, serviceBPorts: [] };
  const look = async () => ({ state: "healthy" as const, published: [{ ip: "127.0.0.1", port }] });
  const [finding] = await checkAnswers({ config, docker: new Dockerode() }, look);
  expect(finding).toMatchObject({
    check: "service-a from here",
    seen: expect.stringContaining("something that is not service-a answers"),
    todo: expect.any(String),
  });
});

/** A response as a broker frames it: size, correlation id, throttle time, brokers, cluster, controller, no topics. */
function metadataResponse(addresses: string[]): Buffer {
  const brokers = addresses.map((address, id) => {
    const [host = "", port] = address.split(":");
    return Buffer.concat([int32(id), string(host), int32(Number(port)), int16(-1)]);
  });
  const remainder = [int16(-1), int32(0), int32(0)];
  return framed(int32(1), int32(0), int32(addresses.length), ...brokers, ...remainder);
}

function ask(port: number): Promise<Buffer> {
  return askBroker({ host: "127.0.0.1", port }, metadataRequest());
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Runs in a separate process, because the exit status and the output are the contract. */
async function doctor(args: string[], env: NodeJS.ProcessEnv, config: Record<string, number> = {}) {
  const projectDir = mkdtempSync(join(tmpdir(), "doctor test-"));
  cleanups.push(() => rmSync(projectDir, { recursive: true }));
  mkdirSync(join(projectDir, "infra"));
  writeFileSync(join(projectDir, "Pulumi.yaml"), "name: kafka-lab\nruntime: nodejs\nmain: infra/\n");
  const keys = Object.entries(config).map(([key, value]) => [`kafka-lab:${key}`, value]);
  writeFileSync(join(projectDir, "Pulumi.mine.yaml"), JSON.stringify({ config: Object.fromEntries(keys) }));
  const options = JSON.stringify({ stack: "mine", projectDir, json: args.includes("--json") });
  const script = `import { runDoctor } from "${new URL("run-doctor.ts", import.meta.url)}";
    process.exitCode = await runDoctor(${options});`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, ...env },
  });
  let stdout = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  const [status] = await once(child, "close");
  return { status, stdout };
}
