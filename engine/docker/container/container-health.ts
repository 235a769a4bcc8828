import { type EventEmitter, once } from "node:events";
import type Dockerode from "dockerode";
import { logText } from "../../../docker-client/log-text.ts";
import type { DockerContext } from "../calls/docker-context.ts";

/** How often the probe's last words are looked up for the display; changes of health are told by Docker at once. */
const LOOK_EVERY_MS = 500;
const LAST_LINES = 10;
/** A restart policy mends what passes, such as a broker whose old registration lasts some seconds; a crash loop it does not. */
const MOST_RESTARTS = 5;

/**
 * Waits until a container is healthy. One that turns unhealthy, ends or keeps being restarted fails at once, with what
 * its probe and its log said last, and does not use up the whole time.
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
      // Listening begins before looking, so that no change in between is missed.
      const changed = change(events, AbortSignal.any([signal, deadline]));
      const seen = await look(container);
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

/** What the container's health comes to: a verdict, and a sentence for it. */
interface Look {
  readonly verdict: "healthy" | "starting" | "failed";
  readonly text: string;
  /** For a row of a terminal, where a sentence would lose its end. */
  readonly brief?: string;
}

async function look(container: Dockerode.Container): Promise<Look> {
  const { State, RestartCount } = await container.inspect();
  const health = State.Health;
  if (health?.Status === "healthy") return { verdict: "healthy", text: "healthy" };
  if (health === undefined || health.Status === "none") {
    const text =
      "`wait` needs a health check, and the container has none: add `healthcheck`, or leave out `wait`";
    return { verdict: "failed", text };
  }
  // Before its health is read: Docker calls a container that it is about to restart unhealthy.
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

function restarting(exitCode: number, restarts: number): Look {
  const text = `it ended with exit code ${exitCode}, and was restarted ${restarts} times`;
  if (restarts >= MOST_RESTARTS)
    return { verdict: "failed", text: `the container does not stay up: ${text}` };
  return { verdict: "starting", text: `health: restarting; ${text}` };
}

/** Docker's own word whenever the container's health changes or its process ends. */
async function eventsOf(container: Dockerode.Container, docker: Dockerode): Promise<EventStream> {
  const filters = { container: [container.id], event: ["health_status", "die"] };
  const events = (await docker.getEvents({ filters })) as unknown as EventStream;
  // Without the stream there is still a look every now and then.
  events.on("error", () => {});
  return events;
}

type EventStream = EventEmitter & { destroy(): void };

/** Until Docker tells of a change, or it is time to look again. */
async function change(events: EventStream, ended: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([ended, AbortSignal.timeout(LOOK_EVERY_MS)]);
  await once(events, "data", { signal }).catch(() => {});
}

/** Without the name of the shell, which is the same for all. */
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
