import { type EventEmitter, once } from "node:events";
import type Dockerode from "dockerode";
import { logText } from "../../../docker-client/log-text.ts";
import type { DockerContext } from "../calls/docker-context.ts";

/** The interval for reading the probe's last output for the display; Docker reports changes of health at once. */
const POLL_MS = 500;
const LAST_LINES = 10;
/** A restart fixes a temporary failure, such as a broker whose old registration lasts some seconds, but not a crash loop. */
const MAX_RESTARTS = 5;

/**
 * Waits until a container is healthy. One that turns unhealthy, ends or keeps restarting fails at once, with the last
 * output of its probe and its log, and not only after the whole timeout.
 */
export async function waitUntilHealthy(
  container: Dockerode.Container,
  timeoutSeconds: number,
  { docker, signal, status }: DockerContext,
): Promise<void> {
  const deadline = AbortSignal.timeout(timeoutSeconds * 1000);
  const events = await eventsOf(container, docker);
  try {
    for (;;) {
      // Listening begins before the check, so that no change in between is missed.
      const changed = change(events, AbortSignal.any([signal, deadline]));
      const seen = await readHealth(container);
      if (seen.verdict === "healthy") return;
      if (seen.verdict !== "starting") throw new Error(seen.text + (await lastLines(container)));
      if (signal.aborted) throw new Error(`stopped while waiting for its health (${seen.text})`);
      if (deadline.aborted) {
        const waited = `the container was not healthy after ${timeoutSeconds} s (${seen.text})`;
        throw new Error(waited + (await lastLines(container)));
      }
      status(seen.brief ?? seen.text);
      await changed;
    }
  } finally {
    events.destroy();
  }
}

/** The health of a container: a verdict, and a sentence for it. */
interface Health {
  readonly verdict: "healthy" | "starting" | "failed";
  readonly text: string;
  /** For a row of the terminal, where a sentence would be cut off. */
  readonly brief?: string;
}

async function readHealth(container: Dockerode.Container): Promise<Health> {
  const { State, RestartCount } = await container.inspect();
  const health = State.Health;
  if (health?.Status === "healthy") return { verdict: "healthy", text: "healthy" };
  if (health === undefined || health.Status === "none") {
    const text =
      "`wait` needs a health check, and the container has none: add `healthcheck`, or leave out `wait`";
    return { verdict: "failed", text };
  }
  // This check comes first, because Docker calls a container that it is about to restart unhealthy.
  if (State.Restarting) return restarting(State.ExitCode, RestartCount);
  const probe = health.Log?.at(-1);
  const said = probe === undefined ? "" : `; last probe: exit ${probe.ExitCode}, ${firstLine(probe.Output)}`;
  if (!State.Running) {
    const text = `the container ended with exit code ${State.ExitCode} before it was healthy`;
    return { verdict: "failed", text };
  }
  if (health.Status === "unhealthy") return { verdict: "failed", text: `the container is unhealthy${said}` };
  const starting = { verdict: "starting", text: `health: ${health.Status}${said}` } as const;
  return probe === undefined ? starting : { ...starting, brief: `probe: ${cause(probe.Output)}` };
}

function restarting(exitCode: number, restarts: number): Health {
  const text = `it ended with exit code ${exitCode}, and was restarted ${restarts} times`;
  if (restarts >= MAX_RESTARTS) return { verdict: "failed", text: `the container does not stay up: ${text}` };
  return { verdict: "starting", text: `health: restarting; ${text}` };
}

/** Docker's events for changes of the container's health and for the end of its process. */
async function eventsOf(container: Dockerode.Container, docker: Dockerode): Promise<EventStream> {
  const filters = { container: [container.id], event: ["health_status", "die"] };
  const events = (await docker.getEvents({ filters })) as unknown as EventStream;
  // Without the stream, the regular checks go on.
  events.on("error", () => {});
  return events;
}

type EventStream = EventEmitter & { destroy(): void };

/** Waits until Docker reports a change, or it is time to check again. */
async function change(events: EventStream, ended: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([ended, AbortSignal.timeout(POLL_MS)]);
  await once(events, "data", { signal }).catch(() => {});
}

/** The first line without the shell's name, which is the same for every container. */
function cause(output: string): string {
  return firstLine(output).replace(/^(\S*sh: )?(line \d+: )?/, "");
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] || "no output";
}

async function lastLines(container: Dockerode.Container): Promise<string> {
  const log = await container.logs({ stdout: true, stderr: true, tail: LAST_LINES, follow: false });
  const lines = logText(container, log as unknown as Buffer).trim();
  return lines === "" ? "; its log is empty" : `; its log ends with:\n${lines.replace(/^/gm, "    ")}`;
}
