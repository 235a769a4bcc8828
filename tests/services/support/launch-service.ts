import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { expect, inject, onTestFinished } from "vitest";
import type { Receipt } from "../../../services/service-a/contract.ts";
import type { IncomingMessage } from "../../../services/service-b/contract.ts";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/ports.ts";

const root = path.join(import.meta.dirname, "../../..");

type Name = "service-a" | "service-b";
type Started = {
  url: string;
  stop: (signal: NodeJS.Signals) => Promise<number | null>;
  stderr: () => string;
  log: () => string;
};

/** A new topic and a new group for each test. */
export function freshTopic(): { TOPIC: string; GROUP_ID: string } {
  const id = randomUUID().slice(0, 8);
  return { TOPIC: `topic-${id}`, GROUP_ID: `group-${id}` };
}

/** Runs a service as a learner does on the host, until the test ends. */
export async function launch(name: Name, env: Record<string, string>): Promise<Started> {
  const PORT = env.PORT ?? String(await freePort());
  const settings = { KAFKA_BOOTSTRAP_SERVERS: inject("bootstrapServers"), LOG_LEVEL: "warn", ...env, PORT };
  const child = spawn(process.execPath, [path.join(root, `services/${name}/main.ts`)], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  let log = "";
  child.stdout.on("data", (chunk) => {
    log += chunk;
  });
  onTestFinished(() => void end(child, "SIGKILL"));
  const stop = (signal: NodeJS.Signals) => end(child, signal);
  return { url: `http://127.0.0.1:${PORT}`, stop, stderr: () => stderr, log: () => log };
}

/** The same, and waits until it is ready to work. */
export async function launchReady(name: Name, env: Record<string, string>): Promise<Started> {
  const service = await launch(name, env);
  await eventually(
    `${name} is ready: ${service.stderr()}`,
    async () => (await fetch(`${service.url}/readyz`)).ok,
    30_000,
  );
  return service;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
  return child.exitCode;
}

/** Posts a message and expects it to be stored. */
export async function post(url: string, body: unknown): Promise<Receipt & { message: string }> {
  const response = await tryPost(url, body);
  expect(response.status).toBe(200);
  return (await response.json()) as Receipt & { message: string };
}

/** Posts a message and resolves to any answer. */
export function tryPost(url: string, body: unknown): Promise<Response> {
  return fetch(`${url}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
}

/** Reads messages until there are `count`, or none came for a while. */
export async function read(url: string, count: number, timeoutSeconds = 10): Promise<IncomingMessage[]> {
  const messages: IncomingMessage[] = [];
  while (messages.length < count) {
    const response = await tryRead(url, timeoutSeconds);
    if (response.status !== 200) break;
    messages.push((await response.json()) as IncomingMessage);
  }
  return messages;
}

/** Asks for a message and resolves to any answer. */
export function tryRead(url: string, timeoutSeconds = 10): Promise<Response> {
  return fetch(`${url}/api/messages?timeout=${timeoutSeconds}`, { headers: { accept: "application/json" } });
}
