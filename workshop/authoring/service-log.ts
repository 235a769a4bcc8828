import type { WorkshopLab } from "./lesson.ts";

/** A line of a service's log; those of requests have more. */
export interface LogLine {
  readonly time: number;
  readonly msg: string;
  readonly method?: string;
  readonly status?: number;
  readonly partition?: number;
  readonly offset?: number;
}

/** A time in which a service's container did not run. */
export interface Pause {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a service has logged in its container, which keeps its log when it is stopped and started again. */
export async function serviceLog(lab: WorkshopLab, part: string): Promise<LogLine[]> {
  if (!(await lab.inspect(part))) return [];
  const container = lab.docker.getContainer(lab.nameOf(part));
  const frames = await container.logs({ stdout: true, stderr: false, follow: false });
  return payloads(frames).toString("utf8").split("\n").flatMap(parse);
}

/**
 * When the service's container was stopped, as often as it was, and whatever was done to it since: from its log, and
 * from Docker for the last time, because a service that is killed logs nothing.
 */
export async function pausesOf(lab: WorkshopLab, part: string): Promise<Pause[]> {
  const pauses: Pause[] = [];
  let stoppedMs: number | undefined;
  for (const { msg, time } of await serviceLog(lab, part)) {
    if (msg === "stopped") stoppedMs = time;
    if (msg !== "starting") continue;
    if (stoppedMs !== undefined) pauses.push({ fromMs: stoppedMs, toMs: time });
    stoppedMs = undefined;
  }
  const state = (await lab.inspect(part))?.State;
  const [fromMs, toMs] = [Date.parse(state?.FinishedAt ?? ""), Date.parse(state?.StartedAt ?? "")];
  // Docker says year 1 for a container that has never stopped.
  return fromMs > 0 && fromMs < toMs ? [...pauses, { fromMs, toMs }] : pauses;
}

/** Whether something happened while the service's container was stopped. */
export function isWithin(pauses: readonly Pause[], timeMs: number) {
  return pauses.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs <= toMs);
}

/** Docker puts eight bytes before each piece of a log: the stream, and the length of what follows. */
function payloads(frames: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length; ) {
    const end = at + 8 + frames.readUInt32BE(at + 4);
    pieces.push(frames.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(pieces);
}

function parse(line: string): LogLine[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return []; // a line that no logger wrote
  }
}
