import { setTimeout as passes } from "node:timers/promises";
import type Dockerode from "dockerode";
import type { ResourceContext } from "../resource-type.ts";

const LOOK_EVERY_MS = 50;
const LAST_LINES = 10;

/**
 * Waits until a container is healthy. One that turns unhealthy or ends fails at once, with what its probe and its log
 * said last, and does not use up the whole time.
 */
export async function waitUntilHealthy(
  container: Dockerode.Container,
  timeoutSeconds: number,
  { signal, status }: ResourceContext,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const { State } = await container.inspect();
    const health = State.Health;
    if (health?.Status === "healthy") return;
    if (health === undefined) {
      throw new Error(
        "you have supplied a 'wait' argument, but the container does not have a healthcheck defined",
      );
    }
    if (!State.Running && !State.Restarting) {
      throw new Error(
        `the container ended with exit code ${State.ExitCode} before it was healthy${await lastLines(container)}`,
      );
    }
    const probe = health.Log?.at(-1);
    const said = probe === undefined ? "" : ` (probe exit ${probe.ExitCode}: ${firstLine(probe.Output)})`;
    if (health.Status === "unhealthy") {
      throw new Error(`the container is unhealthy${said}${await lastLines(container)}`);
    }
    if (Date.now() >= deadline) {
      throw new Error(
        `the container was not healthy after ${timeoutSeconds} s${said}${await lastLines(container)}`,
      );
    }
    status(`${health.Status}${said}`);
    await passes(LOOK_EVERY_MS, undefined, { signal });
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] || "no output";
}

async function lastLines(container: Dockerode.Container): Promise<string> {
  const log = await container.logs({ stdout: true, stderr: true, tail: LAST_LINES, follow: false });
  const lines = withoutFrames(log as unknown as Buffer).trim();
  return lines === "" ? "; its log is empty" : `; its log ends with:\n${lines.replace(/^/gm, "    ")}`;
}

/** Without a terminal, Docker puts a header of eight bytes before each piece of a log: stream, and length. */
export function withoutFrames(log: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= log.length; ) {
    const isHeader = (log[at] ?? 9) <= 2 && log[at + 1] === 0 && log[at + 2] === 0 && log[at + 3] === 0;
    if (!isHeader) return log.toString("utf8");
    const length = log.readUInt32BE(at + 4);
    pieces.push(log.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString("utf8");
}
