import type Dockerode from "dockerode";
import { reasonOf } from "../calls/docker-errors.ts";

/** One line of what Docker tells while it pulls or builds. */
export interface ProgressEvent {
  readonly status?: string;
  readonly progress?: string;
  readonly stream?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
  readonly aux?: { readonly ID?: string };
}

/** dockerode's types do not know yet that it reads what BuildKit tells. */
type Follower = {
  followProgress(
    stream: NodeJS.ReadableStream,
    finished: (error: Error | null, events: ProgressEvent[]) => void,
    progress: (event: ProgressEvent) => void,
  ): void;
};

/**
 * Reads a pull or a build to its end. Docker has answered 200 by then: what goes wrong later comes as a line among the
 * others, and is the error here, in Docker's own words; so is an answer that breaks off.
 */
export function followProgress(
  docker: Dockerode,
  stream: NodeJS.ReadableStream,
  onEvent: (event: ProgressEvent) => void,
): Promise<ProgressEvent[]> {
  return new Promise((resolve, reject) =>
    (docker as unknown as Follower).followProgress(
      stream,
      (error, events) => {
        if (error !== null) return reject(new BrokenOff(reasonOf(error), { cause: error }));
        const failure = events.map(failureIn).find((reason) => reason !== undefined);
        if (failure === undefined) resolve(events);
        else reject(new Error(failure));
      },
      onEvent,
    ),
  );
}

/** An answer that ended before its time: what it reported was not finished, and may be asked for again. */
export class BrokenOff extends Error {
  constructor(how: string, options?: ErrorOptions) {
    super(`Docker's answer broke off (${how})`, options);
    this.name = "BrokenOff";
  }
}

function failureIn({ error, errorDetail }: ProgressEvent): string | undefined {
  return (errorDetail?.message || error)?.trim();
}
