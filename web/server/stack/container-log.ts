import { PassThrough, Readable, Transform } from "node:stream";
import { text } from "node:stream/consumers";
import type Dockerode from "dockerode";
import { openDocker } from "../../../docker-client/client.ts";
import { logText } from "../../../docker-client/log-text.ts";
import type { HealthProbe } from "../../contract/container.ts";
import { visibleText } from "../text/visible-text.ts";
import { logLines } from "./log-lines.ts";

/** The most that one page gets of a log, and that waits for a page which does not read. */
const MOST_BYTES = 512 * 1024;
const MOST_FOLLOWED_BYTES = 8 * 1024 * 1024;
const MOST_WAITING_BYTES = 1024 * 1024;
const MOST_PROBE_CHARACTERS = 4_000;

/** What a container says, and what its health check has seen. */
export interface ContainerLogs {
  /** The last lines. */
  last(name: string, lines: number): Promise<string>;
  /** The last lines and all that come; it ends with the container, or when it gets too long. */
  follow(name: string, lines: number): Promise<Readable>;
  /** What Docker keeps of the health check, oldest first; empty without one. */
  probes(name: string): Promise<HealthProbe[]>;
}

/** @param open makes a client of Docker when it is first needed */
export function openLogs(open: () => Dockerode = openDocker): ContainerLogs {
  let opened: Dockerode | undefined;
  const find = (name: string) => {
    opened ??= open();
    return opened.getContainer(encodeURIComponent(name));
  };
  const both = { stdout: true, stderr: true } as const;
  return {
    async last(name, lines) {
      const container = find(name);
      const log = await container.logs({ ...both, follow: false, tail: lines });
      const whole = logText(container, log as unknown as Buffer);
      return text(Readable.from([Buffer.from(whole.slice(-MOST_BYTES))]).pipe(logLines()));
    },
    async follow(name, lines) {
      const container = find(name);
      const log = (await container.logs({ ...both, follow: true, tail: lines })) as unknown as Readable;
      const plain = new PassThrough({ highWaterMark: MOST_WAITING_BYTES });
      container.modem.demuxStream(log, plain, plain);
      const shown = plain.pipe(limited(MOST_FOLLOWED_BYTES)).pipe(logLines());
      log.on("data", () => plain.writableLength > MOST_WAITING_BYTES && log.destroy());
      for (const event of ["end", "error", "close"]) log.once(event, () => plain.end());
      for (const event of ["end", "close"]) shown.once(event, () => log.destroy());
      return shown;
    },
    async probes(name) {
      const { State } = await find(name).inspect();
      return (State.Health?.Log ?? []).map(({ Start, ExitCode, Output }) => ({
        atMs: Date.parse(Start),
        exitStatus: ExitCode,
        output: visibleText(Output.slice(0, MOST_PROBE_CHARACTERS)),
      }));
    },
  };
}

/** Ends after so many bytes. */
function limited(most: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen <= most) return done(null, chunk);
      this.push(null);
      done();
    },
  });
}
