import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { findServices, readOutputs } from "./addresses.ts";

const script = fileURLToPath(new URL("../smoke.mjs", import.meta.url));
const servers: { close: (done?: () => void) => unknown }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test("when the message arrives behind waiting ones, then the table says how many were read", async () => {
  const lab = await fakeLab({ waiting: ["one", "two"] });
  const { status, stdout } = await smoke(lab.urls);
  expect(status).toBe(0);
  expect(stdout).toContain("service-b, after 2 waiting messages read");
  expect(stdout).toContain("text, partition and offset are equal");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("when JSON is asked for, then the document holds the steps, the place and the count", async () => {
  const lab = await fakeLab({ waiting: ["one"] });
  const { status, stdout } = await smoke([...lab.urls, "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    partition: 0,
    offset: 1,
    waiting: 1,
    steps: { length: 5 },
  });
});

test("when more than the allowed number of messages wait, then no more are read", async () => {
  const lab = await fakeLab({ waiting: Array.from({ length: 150 }, (_, index) => `mine ${index}`) });
  const { status, stderr } = await smoke([...lab.urls, "--timeout", "15"]);
  expect(status).toBe(1);
  expect(stderr).toContain("100 messages were waiting before ours");
  expect(lab.queue).toHaveLength(51);
});

test("when the partition belongs to the second instance, then it is found there", async () => {
  const lab = await fakeLab({});
  const empty = await listen(messagesApi({ get: (response) => response.writeHead(204).end() }));
  const [a, b] = [lab.urls.slice(0, 2), lab.urls.slice(2)];
  const { status, stdout } = await smoke([...a, "--service-b", empty, ...b]);
  expect(status).toBe(0);
  expect(stdout).toContain("service-b-2, after 0");
});

test("when service-b gives another offset than service-a answered, then the step and both figures are named", async () => {
  const lab = await fakeLab({ offsetOfReader: 7 });
  const { status, stderr } = await smoke(lab.urls);
  expect(status).toBe(1);
  expect(stderr).toContain(
    "compare both answers: expected the offset that service-a answered, 0, and service-b gave 7",
  );
});

test("when Kafka is stopped, then the message is about Kafka and not the service", async () => {
  const unready = JSON.stringify({ status: "not ready", waitingFor: ["kafka"] });
  const url = await listen((_, response) => {
    response.writeHead(503, { "content-type": "application/json" }).end(unready);
  });
  const { status, stderr } = await smoke(["--service-a", url, "--service-b", url]);
  expect(status).toBe(1);
  expect(stderr).toContain("service-a is ready: service-a runs, and Kafka does not answer it");
  expect(stderr).toContain("./lab doctor");
});

test("when nothing listens and Docker does not answer, then no container is advised", async () => {
  const lab = await fakeLab({});
  const { status, stderr } = await smoke([...lab.urls.slice(0, 2), "--service-b", await closedPort()]);
  expect(status).toBe(1);
  expect(stderr).toContain("service-b is stopped, or listens elsewhere");
  expect(stderr).toContain("./lab doctor says which");
  expect(stderr).not.toContain("docker start");
});

test.each([
  [
    "stopped",
    { Running: false, ExitCode: 143 },
    "service-b is stopped (exit status 143)",
    "docker start service-b",
  ],
  ["gone", undefined, "there is no container service-b", "./lab up --refresh"],
  [
    "healthy",
    { Running: true, Health: { Status: "healthy" } },
    "service-b is healthy in Docker, but its port",
    "",
  ],
])(
  "when nothing listens and the container is %s, then Docker's state decides",
  async (_, state, message, hint) => {
    const lab = await fakeLab({});
    const closed = await closedPort();
    const bindings = [{ HostIp: "127.0.0.1", HostPort: new URL(closed).port }];
    const engine = await listen((_request, response) => {
      response.writeHead(state ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify({ State: state, NetworkSettings: { Ports: { "5102/tcp": bindings } } }));
    });
    const env = { DOCKER_HOST: engine.replace("http", "tcp") };
    const { status, stderr } = await smoke([...lab.urls.slice(0, 2), "--service-b", closed], env);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  },
);

test("when a proxy is set and Node honours it, then the lab is still asked directly", async () => {
  const lab = await fakeLab({});
  const proxy = await closedPort();
  const env = {
    NODE_USE_ENV_PROXY: "1",
    http_proxy: proxy,
    HTTP_PROXY: proxy,
    no_proxy: "",
    NO_PROXY: "example.com",
  };
  expect(await smoke(lab.urls, env)).toMatchObject({ status: 0 });
});

test("when another program answers on the port, then it is not mistaken for the service", async () => {
  const url = await listen((_, response) =>
    response.writeHead(404, { "content-type": "text/html" }).end("Not here"),
  );
  const { status, stderr } = await smoke(["--service-a", url, "--service-b", url]);
  expect(status).toBe(1);
  expect(stderr).toContain(`something that is not service-a answers at ${url}`);
  expect(stderr).toContain("./lab doctor");
});

test("when service-a's address is that of service-b, then the wrong port is reported", async () => {
  const lab = await fakeLab({});
  const b = await listen(messagesApi({ post: (response) => problem(response, 405, "no POST here") }));
  const { status, stderr } = await smoke(["--service-a", b, ...lab.urls.slice(2)]);
  expect(status).toBe(1);
  expect(stderr).toContain(
    `send: something that is not service-a answers at ${b}: POST /api/messages gave 405`,
  );
});

test("when the port does not speak HTTP, then that is reported", async () => {
  const server = createTcpServer((socket) => socket.end("not HTTP at all\r\n"));
  const url = await listening(server);
  const { status, stderr } = await smoke(["--service-a", url, "--service-b", url]);
  expect(status).toBe(1);
  expect(stderr).toContain("it does not speak HTTP");
});

test("when readiness comes late, then the test waits within its budget and continues", async () => {
  let asked = 0;
  const late = (response: ServerResponse) =>
    ++asked < 4 ? problem(response, 503, "connecting") : json(response, { status: "ready" });
  const lab = await fakeLab({ ready: late });
  expect((await smoke(lab.urls)).status).toBe(0);
  expect(asked).toBeGreaterThanOrEqual(4);
});

test("when an option is not a URL, then it is refused before anything is sent", async () => {
  const { status, stderr } = await smoke(["--service-a", "5101"]);
  expect(status).toBe(1);
  expect(stderr).toContain("Expected a URL such as http://127.0.0.1:5101");
});

test("when no address is given, then the outputs of the stack come before the contract's ports", () => {
  const outputs = {
    serviceAUrl: "http://localhost:6101/api/messages",
    serviceBUrls: ["http://localhost:6102/api/messages"],
  };
  expect(findServices({}, outputs, { prefix: "test-" })).toEqual({
    serviceA: { name: "service-a", container: "test-service-a", url: "http://localhost:6101" },
    serviceBs: [{ name: "service-b", container: "test-service-b", url: "http://localhost:6102" }],
  });
  expect(findServices({}, {}).serviceBs[0].url).toBe("http://127.0.0.1:5102");
});

test("when the state has no outputs, then the ports of the configuration come before the contract's", () => {
  const config = { prefix: "test-", serviceAPort: 6101, serviceBPorts: [6102, 6112] };
  const { serviceA, serviceBs } = findServices({}, {}, config);
  expect([serviceA, ...serviceBs].map(({ url }) => url)).toEqual([
    "http://127.0.0.1:6101",
    "http://127.0.0.1:6102",
    "http://127.0.0.1:6112",
  ]);
});

test("when the state is in another backend, then it is read there; a state that cannot be read has no outputs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "smoke-state-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("PULUMI_BACKEND_URL", `file://${folder}`);
  mkdirSync(join(folder, ".pulumi/stacks/kafka-lab"), { recursive: true });
  const outputs = { serviceAUrl: "http://localhost:6101/api/messages" };
  const checkpoint = { latest: { resources: [{ type: "pulumi:pulumi:Stack", outputs }] } };
  writeFileSync(join(folder, ".pulumi/meta.yaml"), "version: 1\n");
  writeFileSync(
    join(folder, ".pulumi/stacks/kafka-lab/dev.json"),
    JSON.stringify({ version: 3, checkpoint }),
  );
  expect(await readOutputs("dev")).toEqual(outputs);
  expect(await readOutputs("local")).toEqual({});
  vi.stubEnv("PULUMI_BACKEND_URL", "https://api.pulumi.com");
  expect(await readOutputs("dev")).toEqual({});
});

interface Fakes {
  waiting?: string[];
  offsetOfReader?: number;
  ready?: (response: ServerResponse) => void;
}

/** Both services over one list in memory, with the contract's answers. */
async function fakeLab({ waiting = [], offsetOfReader, ready }: Fakes) {
  const queue = waiting.map((message, offset) => ({ message, topic: "message-topic", partition: 0, offset }));
  const a = messagesApi({
    ready,
    post: async (response, request) => {
      const record = {
        message: JSON.parse(await text(request)),
        topic: "message-topic",
        partition: 0,
        offset: waiting.length,
      };
      queue.push({ ...record, offset: offsetOfReader ?? record.offset });
      json(response, record);
    },
  });
  const b = messagesApi({
    get: (response) => {
      const next = queue.shift();
      return next ? json(response, next) : response.writeHead(204).end();
    },
  });
  return { queue, urls: ["--service-a", await listen(a), "--service-b", await listen(b)] };
}

interface Routes {
  ready?: ((response: ServerResponse) => void) | undefined;
  get?: (response: ServerResponse) => void;
  post?: (response: ServerResponse, request: IncomingMessage) => void;
}

function messagesApi({ ready, get, post }: Routes): RequestListener {
  return (request, response) => {
    const route = `${request.method} ${new URL(request.url ?? "/", "http://localhost").pathname}`;
    if (route === "GET /readyz") return ready ? ready(response) : json(response, { status: "ready" });
    if (route === "GET /api/messages" && get) return get(response);
    if (route === "POST /api/messages" && post) return post(response, request);
    return problem(response, 404, "no such route");
  };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, detail: string): void {
  response
    .writeHead(status, { "content-type": "application/problem+json" })
    .end(JSON.stringify({ status, detail }));
}

function listen(handler: RequestListener): Promise<string> {
  return listening(createServer(handler));
}

async function listening(server: ReturnType<typeof createTcpServer>): Promise<string> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closedPort(): Promise<string> {
  const url = await listen(() => {});
  const server = servers.pop();
  await new Promise<void>((resolve) => server?.close(() => resolve()));
  return url;
}

/** No Docker engine answers unless a test provides one, even if one runs on this machine. */
function smoke(
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  const options = { env: { ...process.env, DOCKER_HOST: "unix:///nonexistent/docker.sock", ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, "--timeout", "1", ...args], options, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}
