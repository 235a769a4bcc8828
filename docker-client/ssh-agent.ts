import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { AgentOptions } from "node:http";
import { Duplex } from "node:stream";
import { http } from "./node-http.ts";

/**
 * Opens connections to an engine on another machine, each through its own `ssh` process, as `docker` does: keys, known
 * hosts and settings are those of the user's `ssh`, which the client library's own SSH support ignores.
 */
export class SshAgent extends http.Agent {
  readonly #sshArguments: readonly string[];

  constructor(sshArguments: readonly string[], options: AgentOptions) {
    super(options);
    this.#sshArguments = sshArguments;
  }

  override createConnection(): Duplex {
    return new SshConnection(this.#sshArguments);
  }
}

/** Input and output of one `ssh` process, with the methods that Node's HTTP calls on a connection. */
class SshConnection extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(sshArguments: readonly string[]) {
    super();
    const child = spawn("ssh", sshArguments);
    this.#child = child;
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-1000);
    });
    child.stdout.on("data", (chunk) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    // The reason for a failed write is reported when the process closes.
    child.stdin.on("error", () => {});
    child.on("error", (error) => this.destroy(explain(error.message)));
    child.on("close", (status) => {
      if (status === 0) this.push(null);
      else this.destroy(explain(said.trim() || `it ended with status ${status}`));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }

  /** An idle connection must not keep this process alive; one in use must. */
  unref(): void {
    for (const handle of this.#handles()) handle.unref?.();
  }

  ref(): void {
    for (const handle of this.#handles()) handle.ref?.();
  }

  setKeepAlive(): void {}
  setNoDelay(): void {}
  setTimeout(): void {}

  #handles(): { ref?(): void; unref?(): void }[] {
    const { stdin, stdout, stderr } = this.#child;
    return [this.#child, stdin, stdout, stderr] as { ref?(): void; unref?(): void }[];
  }
}

function explain(reason: string): Error {
  const lines = reason.split("\n").map((line) => line.trim());
  return new Error(`Docker cannot be reached: ssh: ${lines.join("; ")}`);
}
