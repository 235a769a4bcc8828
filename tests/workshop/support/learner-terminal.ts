import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { waitFor } from "../../../common/wait-for.ts";
import { hasPrinted } from "../../../workshop/text/expected-output.ts";

/** One of a learner's terminals: a shell in the project's folder, and all that it has printed. */
export class Terminal {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #ended: Promise<unknown>;
  #printed = "";

  constructor(commands: string, dir: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn("bash", ["-e", "-c", `exec 2>&1\n${commands}`], {
      cwd: dir,
      env,
      detached: true, // its own process group, as in a terminal: Ctrl-C reaches all of it
      stdio: ["ignore", "pipe", "ignore"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#printed += text;
    });
    this.#exited = once(this.#child, "exit");
    this.#ended = once(this.#child, "close");
  }

  get printed(): string {
    return this.#printed;
  }

  /** Waits for the commands to end, and stops them if they take too long. */
  async end(budgetMs: number): Promise<number> {
    const tooLong = setTimeout(() => this.#signal("SIGKILL"), budgetMs);
    await this.#ended;
    clearTimeout(tooLong);
    return this.#child.exitCode ?? 130;
  }

  /** Waits until this has been printed; false if it was not. */
  async awaitText(expected: string, budgetMs: number): Promise<boolean> {
    const isThere = () => hasPrinted(expected, this.#printed);
    return (await waitFor(isThere, { budgetMs, everyMs: 50 })) ?? false;
  }

  /** Ctrl-C; processes that the command leaves end with the terminal. */
  async stop(budgetMs: number): Promise<void> {
    this.#signal("SIGINT");
    const tooLong = setTimeout(() => this.#signal("SIGKILL"), budgetMs);
    await this.#exited;
    clearTimeout(tooLong);
    this.#signal("SIGKILL");
    await this.#ended;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.#child.pid ?? 0), signal);
    } catch {} // it has ended by itself
  }
}
