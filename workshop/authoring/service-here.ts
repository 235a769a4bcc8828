import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { finishing } from "../../common/interrupts.mjs";
import { LabError } from "../../common/lab-error.mjs";
import { spareLoopback } from "../../lib/reach/loopback.ts";
import type { WorkshopLab } from "./lesson.ts";

type Run = {
  service: "service-a" | "service-b";
  port: number;
  /** Its settings, by the names of their variables. */
  settings: Readonly<Record<string, string>>;
  /** The file that gets a copy of what it logs, below the project's folder, as by `tee -a`. */
  log?: string;
};

/** A service that runs from its source on this machine, while it does. */
export interface ServiceHere {
  post(message: string, key?: string): Promise<number>;
  /** The next message; undefined if none comes in time. */
  get(timeoutSeconds?: number): Promise<string | undefined>;
}

/** Does something with a service in a second terminal, then presses Ctrl-C there. */
export async function withServiceHere<Result>(
  lab: WorkshopLab,
  { service, port, settings, log }: Run,
  use: (here: ServiceHere) => Promise<Result>,
): Promise<Result> {
  const bootstrap = { KAFKA_BOOTSTRAP_SERVERS: lab.kafka.bootstrap() };
  const child = spawn(process.execPath, [`services/${service}/main.ts`], {
    cwd: lab.dir,
    env: { ...process.env, PORT: String(port), ...bootstrap, ...settings },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "close");
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
    if (log) appendFileSync(join(lab.dir, log), text);
  });
  const cutOff = ended.then(() => {
    throw new LabError(
      `${service} ended too early on port ${port}.`,
      "Is the port in use? See: ./lab doctor",
    );
  });
  cutOff.catch(() => undefined); // its end is expected later
  const isReady = () => printed.includes(service === "service-a" ? "connected to Kafka" : "joined the group");
  const what = {
    en: `${service} is connected on this machine`,
    fr: `${service} est connecté sur cette machine`,
  };
  const stop = () => void child.kill("SIGINT");
  return finishing(
    { en: `the end of ${service} on port ${port}`, fr: `la fin de ${service} sur le port ${port}` },
    async () => {
      try {
        await Promise.race([cutOff, lab.poll(isReady, { what })]);
        return await use(talkTo(port));
      } finally {
        stop();
        await ended;
      }
    },
    stop,
  );
}

/** A line that a service has logged; those of requests have more. */
export interface RequestLine {
  readonly time: number;
  readonly msg: string;
  readonly method?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly durationMs?: number;
  readonly partition?: number;
  readonly offset?: number;
}

/** What a service in a second terminal has logged into this file; undefined if there is no such file. */
export function readServiceLog(lab: WorkshopLab, log: string): RequestLine[] | undefined {
  const text = lab.files.read(log);
  return text?.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line)];
    } catch {
      return []; // a line that no logger wrote
    }
  });
}

/** Removes what was kept of earlier runs. */
export function forgetServiceLogs(lab: WorkshopLab, logs: readonly string[]) {
  for (const log of logs) rmSync(join(lab.dir, log), { force: true });
}

function talkTo(port: number): ServiceHere {
  const url = `http://127.0.0.1:${port}/api/messages`;
  spareLoopback();
  return {
    async post(message, key) {
      const body = JSON.stringify(key === undefined ? message : { message, key });
      const headers = { "content-type": "application/json" };
      const response = await fetch(url, {
        method: "POST",
        headers,
        body,
        signal: AbortSignal.timeout(20_000),
      });
      await response.text();
      return response.status;
    },
    async get(timeoutSeconds = 10) {
      const signal = AbortSignal.timeout((timeoutSeconds + 10) * 1_000);
      const response = await fetch(`${url}?timeout=${timeoutSeconds}`, {
        headers: { accept: "application/json" },
        signal,
      });
      if (response.status !== 200) return undefined;
      return ((await response.json()) as { message: string }).message;
    },
  };
}
