import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Run, runProgram } from "./testing/program-under-test.ts";

const stack = "unit-test-probes";
const lab = join(import.meta.dirname, "..", ".lab");
const notes = mkdtempSync(join(tmpdir(), "probes-"));
const servers: Server[] = [];
const runs = new Map<string, Run>();

beforeAll(async () => {
  for (const zookeepers of ["1", "3"]) runs.set(zookeepers, await runProgram(stack, { zookeepers }));
});

afterAll(() => {
  rmSync(notes, { recursive: true });
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
  "when %s (of %s ZooKeepers) does not answer the first question, then the same probe asks again, and only the next one rests first",
  async (name, zookeepers, port, answer) => {
    const questions: number[] = [];
    const listening = await listen((question) => {
      questions.push(question);
      return question > 1 ? answer : undefined;
    });
    const probe = probeOf(runs.get(zookeepers), name).replaceAll(`/${port}`, `/${listening}`);
    const note = join(notes, name + zookeepers);
    const told = probe.replaceAll("/tmp/healthy", note).replace("read -rt 4 -u 9", "echo rests");
    const ask = async () => (await promisify(execFile)("bash", ["-c", told])).stdout;
    expect(await ask()).toBe("");
    expect(questions).toEqual([1, 2]);
    expect(await ask()).toBe("rests\n");
    writeFileSync(note, "1\n"); // as another start of the container has left it
    expect(await ask()).toBe("");
  },
);

test("when a service does not answer any more, then the probe fails, says why, and the next one does not rest", async () => {
  const note = join(notes, "failed");
  const probe = probeOf(runs.get("1"), "service-a").replace("SECONDS < 8", "SECONDS < 1");
  const port = await listen(() => "HTTP/1.0 503 Service Unavailable\r\n\r\n");
  const run = ["-c", probe.replaceAll("/5101", `/${port}`).replaceAll("/tmp/healthy", note)];
  await expect(promisify(execFile)("bash", run)).rejects.toMatchObject({ code: 1 });
  expect(readFileSync(note, "utf8")).toBe("");
});

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
