import type Dockerode from "dockerode";
import { reasonOf } from "../calls/docker-errors.ts";

/** One line of Docker's progress report on a pull or a build. */
export interface ProgressEvent {
  readonly status?: string;
  readonly progress?: string;
  readonly stream?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
  readonly aux?: { readonly ID?: string; readonly Digest?: string };
}

/** dockerode's types do not know yet that it reads BuildKit's progress. */
type Follower = {
  followProgress(
    stream: NodeJS.ReadableStream,
    finished: (error: Error | null, events: ProgressEvent[]) => void,
    progress: (event: ProgressEvent) => void,
  ): void;
};

/**
 * Follows a pull or a build to its end. Docker has already answered 200, so a later error is a line among the others, and
 * rejects here with Docker's own message; a truncated answer rejects as well.
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
        if (error !== null) return reject(new TruncatedResponse(reasonOf(error), { cause: error }));
        const failure = events.map(failureIn).find((reason) => reason !== undefined);
        if (failure === undefined) resolve(events);
        else reject(new Error(failure));
      },
      onEvent,
    ),
  );
}

/** Docker's answer ended too early: the work that it reports on was not finished, and may be tried again. */
export class TruncatedResponse extends Error {
  constructor(how: string, options?: ErrorOptions) {
    super(`Docker's answer was cut off (${how})`, options);
    this.name = "TruncatedResponse";
  }
}

function failureIn({ error, errorDetail }: ProgressEvent): string | undefined {
  return (errorDetail?.message || error)?.trim();
}
