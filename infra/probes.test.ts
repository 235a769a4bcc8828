import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Run, runProgram } from "./testing/program-under-test.ts";

const stack = "unit-test-probes";
const lab = join(import.meta.dirname, "..", ".lab");
const servers: Server[] = [];
const runs = new Map<string, Run>();

beforeAll(async () => {
  for (const zookeepers of ["1", "3"]) runs.set(zookeepers, await runProgram(stack, { zookeepers }));
});

afterAll(() => {
  rmSync(join(lab, "context", stack), { recursive: true, force: true });
  for (const service of ["service-a", "service-b"]) {
    rmSync(join(lab, "cache", `context-${stack}-${service}.json`), { force: true });
  }
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test.each([
  ["zookeeper", "1", 2181, "Zookeeper version: 3.8.4\nMode: standalone\n"],
  ["zookeeper", "3", 2181, "This ZooKeeper instance is not currently serving requests\n"],
  ["service-a", "1", 5101, "HTTP/1.0 200 OK\r\n\r\n"],
])(
  "when %s (of %s ZooKeepers) does not answer the first question, then the same probe asks again and succeeds",
  async (name, zookeepers, port, answer) => {
    const questions: number[] = [];
    const listening = await listen((question) => {
      questions.push(question);
      return question > 1 ? answer : undefined;
    });
    const probe = probeOf(runs.get(zookeepers), name).replaceAll(`/${port}`, `/${listening}`);
    await promisify(execFile)("bash", ["-c", probe]);
    expect(questions).toEqual([1, 2]);
  },
);

function probeOf(run: Run | undefined, name: string): string {
  const found = run?.resources.find((it) => it.type.endsWith(":Container") && it.name === name);
  return found?.inputs.healthcheck.tests.at(-1);
}

async function listen(answer: (question: number) => string | undefined): Promise<number> {
  let questions = 0;
  const server = createServer((socket) => {
    const text = answer(++questions);
    socket.on("error", () => {}).unref();
    if (text) socket.once("data", () => socket.end(text));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
