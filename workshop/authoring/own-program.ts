import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { promisify } from "node:util";
import type { Observation, Text, WorkshopLab } from "./lesson.ts";

type Options = { args?: readonly string[]; env?: Readonly<Record<string, string>>; budgetMs?: number };

/** The folder of the learner's own programs. */
const folder = "playground";

/** Runs a learner's program to its end; `status` is null if it was killed because it took too long. */
export async function runProgram(lab: WorkshopLab, file: string, options: Options = {}) {
  const program = startProgram(lab, file, options);
  const timer = setTimeout(() => program.kill("SIGKILL"), options.budgetMs ?? 30_000);
  await program.ended;
  clearTimeout(timer);
  return { status: program.status(), output: program.output() };
}

/** Starts a learner's program on the pinned Node, with the address of this lab's Kafka. */
export function startProgram(lab: WorkshopLab, file: string, { args = [], env = {} }: Options = {}) {
  const given = { ...process.env, KAFKA_BOOTSTRAP_SERVERS: lab.kafka.bootstrap(), NO_COLOR: "1", ...env };
  const child = spawn(process.execPath, [`${folder}/${file}`, ...args], {
    cwd: lab.dir,
    env: given,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { ...followed(child), kill: (signal: NodeJS.Signals) => child.kill(signal) };
}

/** Starts a learner's service on a free port, and stops it when it has been used; undefined if it does not answer. */
export async function whileServing<Result>(
  lab: WorkshopLab,
  file: string,
  env: Record<string, string>,
  use: (url: string, service: ReturnType<typeof startProgram>) => Promise<Result>,
): Promise<Result | { failed: string }> {
  const port = await freePort();
  const service = startProgram(lab, file, { env: { ...env, PORT: String(port) } });
  const url = `http://127.0.0.1:${port}`;
  try {
    const answers = await answersSoon(lab, url, service).catch(() => false);
    return answers ? await use(url, service) : { failed: firstError(service.output()) };
  } finally {
    service.kill("SIGKILL");
    await service.ended;
  }
}

/** The complaints of the type checker about the learner's programs; none is an empty list. */
export async function typeComplaints(lab: WorkshopLab): Promise<string[]> {
  const args = ["node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false", "-p", folder];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: lab.dir });
    return [];
  } catch (error) {
    return String((error as { stdout?: string }).stdout)
      .split("\n")
      .filter((line) => line.includes("error TS"));
  }
}

/** What a program said when it failed, in one line. */
export function firstError(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  return lines.find((line) => /\bError\b/.test(line)) ?? lines.findLast((line) => line !== "") ?? "silence";
}

/** The file that the learner is to write is missing: what a row then observes. */
export function missing(file: string): Text {
  return { en: `no ${folder}/${file}`, fr: `pas de ${folder}/${file}` };
}

function followed(child: ChildProcess) {
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  const ended = once(child, "close");
  return { output: () => printed, ended, status: () => child.exitCode };
}

async function answersSoon(lab: WorkshopLab, url: string, service: { status: () => number | null }) {
  return lab.poll(
    async () => {
      if (service.status() !== null) throw new Error("it has ended");
      return fetch(url).then(
        () => true,
        () => false,
      );
    },
    { budgetMs: 20_000, what: { en: "the service answers", fr: "le service répond" } },
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The row fails at once while the learner has not written that program. */
export async function whenThere(
  lab: WorkshopLab,
  file: string,
  look: () => Promise<Observation>,
): Promise<Observation> {
  if (lab.files.read(`playground/${file}`) !== undefined) return look();
  return { passed: false, expected: `playground/${file}`, observed: missing(file) };
}
